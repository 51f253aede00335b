#include "scenario/lexer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace foreplan::scenario::detail {
namespace {

std::vector<Token> tokens(std::string_view text, Dialect dialect = Dialect::model) {
  Lexer lexer(text, dialect);
  std::vector<Token> all;
  for (Token t = lexer.next(); t.kind != TokenKind::end_of_text; t = lexer.next()) all.push_back(t);
  return all;
}

std::vector<TokenKind> kinds(std::string_view text, Dialect dialect = Dialect::model) {
  std::vector<TokenKind> all;
  for (const Token& t : tokens(text, dialect)) all.push_back(t.kind);
  return all;
}

using enum TokenKind;

TEST(Lexer, SignsOfTwoCharactersComeBeforeThoseOfOne) {
  EXPECT_EQ(kinds("** * ^ <= < <> == = != >= > .. ( ) , : + - /"),
            (std::vector{power, times, power, less_equal, less, not_equal, equal, assign, not_equal, greater_equal,
                         greater, range, open, close, comma, colon, plus, minus, divide}));
}

TEST(Lexer, NumbersAreReadToTheNearestDouble) {
  const auto all = tokens("4.5 1e-3 .25 5. 2E+3 0.1 1e-400");
  ASSERT_EQ(all.size(), 7u);
  const double expected[] = {4.5, 1e-3, .25, 5., 2000, 0.1, 0};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].kind, number) << i;
    EXPECT_EQ(all[i].value, expected[i]) << i;
  }
  EXPECT_EQ(kinds("1e400"), std::vector{invalid});
}

TEST(Lexer, ARangeIsNoDecimalPoint) { EXPECT_EQ(kinds("1..4"), (std::vector{number, range, number})); }

TEST(Lexer, WordsBeginLikeNumbers) {
  EXPECT_EQ(kinds("2015Q1 15_64 2x 1e5 1e"), (std::vector{word, word, word, number, word}));
}

TEST(Lexer, NamesHoldBraces) {
  const auto all = tokens("va_{s} {i} x{a-1}y @LOG");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_TRUE(all[0].braces && all[1].braces && all[2].braces && !all[3].braces);
  EXPECT_TRUE(all[3].at);
  EXPECT_EQ(all[3].length, 3u);
  EXPECT_EQ(all[3].offset, 20u);
}

TEST(Lexer, CommentsRunToTheEndOfTheLine) {
  EXPECT_EQ(kinds("a # b \" [ \n// c\nd"), (std::vector{name, newline, newline, name}));
}

TEST(Lexer, DescriptionsAndUnitsEndOnTheirLine) {
  EXPECT_EQ(kinds("\"a # b\" [bn VND, 2010 prices]"), (std::vector{string, unit}));
  EXPECT_EQ(kinds("\"a\n[b\nc{d\n"), (std::vector{invalid, newline, invalid, newline, invalid, newline}));
}

TEST(Lexer, ACharacterThatMeansNothingIsOneInvalidToken) {
  EXPECT_EQ(kinds("a \xC3\xA9 b"), (std::vector{name, invalid, name}));
  EXPECT_EQ(tokens("\xE2\x82\xAC")[0].length, 3u);
  EXPECT_EQ(kinds(std::string_view("a\0b", 3)), (std::vector{name, invalid, name}));
}

TEST(Lexer, FormulasHaveNoLines) {
  EXPECT_EQ(kinds("A =\nB # $", Dialect::frml), (std::vector{name, assign, name, invalid, dollar}));
}

}  // namespace
}  // namespace foreplan::scenario::detail
