#include "io/number_issue.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "text/decimal.hpp"

namespace foreplan::io::internal {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

/// The number that a suggestion says to write; empty when it says none.
std::string written(const std::string& suggestion) {
  constexpr std::string_view kBefore[] = {"decimal comma: write ",
                                          "thousands separators: ", "separates fields: write "};
  for (const std::string_view before : kBefore)
    if (const auto at = suggestion.find(before); at != std::string::npos) {
      const auto begin = at + before.size();
      return suggestion.substr(begin, suggestion.find(' ', begin) - begin);
    }
  return {};
}

TEST(NumberIssue, TellsNumbersOutOfRangeFromInfinitiesAndWords) {
  EXPECT_EQ(number_issue("1e400").expected, "a number that fits a double");
  EXPECT_EQ(number_issue("-INF").expected, "a finite number");
  EXPECT_EQ(number_issue("furlong").expected, "a number such as 1234.5, or an empty field");
  EXPECT_EQ(number_issue("furlong").found, "\"furlong\"");
  EXPECT_EQ(number_issue("furlong").suggestion, "");
}

// "1.234,5" is the Vietnamese way, "1,234.5" the English; "1,234" may be either.
TEST(NumberIssue, ReadsBothWaysOfWritingThousands) {
  EXPECT_EQ(written(number_issue("1.234,5").suggestion), "1234.5");
  EXPECT_EQ(written(number_issue("1,234.5").suggestion), "1234.5");
  EXPECT_EQ(written(number_issue("-6.513.000").suggestion), "-6513000");
  EXPECT_EQ(number_issue("1,234").suggestion,
            "a comma separates fields: write 1234 if it is a thousands separator, 1.234 if a decimal comma");
}

TEST(NumberIssue, WhatNobodyWritesGetsNoAdvice) {
  EXPECT_NE(number_issue(std::string(98, '1') + ",5").suggestion, "");
  EXPECT_EQ(number_issue(std::string(99, '1') + ",5").suggestion, "");
}

// Advice may be wrong about what was meant, but never about the digits, and what it says to write is accepted.
RC_GTEST_PROP(NumberIssue, SuggestsAcceptedNumbersWithTheSameDigits, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789....,,,,-+ '_%eE")));
  double value = 0;
  RC_PRE(text::parse_decimal(text, value) != text::DecimalResult::number);
  const std::string number = written(number_issue(text).suggestion);
  if (number.empty()) return;
  RC_ASSERT(text::parse_decimal(number, value) == text::DecimalResult::number);
  RC_ASSERT(digits_of(number) == digits_of(text));
}

}  // namespace
}  // namespace foreplan::io::internal
