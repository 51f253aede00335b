#include <foreplan/core/errors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenario/parse_model.hpp"

namespace foreplan::scenario {
namespace {

using detail::parse_model;
using ::testing::HasSubstr;

std::vector<ParseIssue> issues(const std::string& text, const CompileOptions& options = {}) {
  try {
    (void)parse_model(text, options);
  } catch (const ParseError& e) {
    return e.issues();
  }
  return {};
}

struct Wrong {
  std::string text;
  std::size_t line, column;
  std::string says;
};

void expect_refused(const std::vector<Wrong>& table) {
  for (const Wrong& wrong : table) {
    const auto found = issues(wrong.text);
    if (found.size() != 1) {
      ADD_FAILURE() << found.size() << " issues: " << wrong.text;
      for (const ParseIssue& issue : found) ADD_FAILURE() << to_string(issue);
      continue;
    }
    EXPECT_EQ(found[0].line, wrong.line) << wrong.text;
    EXPECT_EQ(found[0].column, wrong.column) << wrong.text;
    EXPECT_THAT(to_string(found[0]), HasSubstr(wrong.says)) << wrong.text;
  }
}

TEST(ParseModelErrors, Expressions) {
  expect_refused({
      {"x = 1 +", 1, 8, "expected a number, a name, a function or (, found the end of the text"},
      {"x = 1 + * 2", 1, 9, "expected a number, a name, a function or (, found \"*\""},
      {"x = ()", 1, 6, "expected a number"},
      {"x = 2x", 1, 5, "a product is written with *"},
      {"x = 2 y", 1, 7, "a product is written with *"},
      {"x = 2(y)", 1, 6, "a product is written with *"},
      {"x = (a)(b)", 1, 8, "the lag of an expression is lag(x, 1)"},
      {"x = (a b)", 1, 8, "the parenthesis of line 1, column 5 is not closed"},
      {"x = a)", 1, 6, "no parenthesis is open here"},
      {"x = (a", 1, 7, "the parenthesis of line 1, column 5 is not closed"},
      {"x = (a\ny = 2", 2, 1, "the parenthesis of line 1, column 5 is not closed"},
      {"x = (a +\nidentity y = 2", 2, 1, "the parenthesis of line 1, column 5 is not closed"},
      {"x = a < b < c", 1, 11, "a < b and b < c"},
      {"x = 1 - not b", 1, 9, "write not in parentheses here"},
      {"x = if(a = b, 1, 2)", 1, 10, "a comparison is written =="},
      {"x = 2,5", 1, 6, "decimals have a point: 2.5"},
      {"x = (2,5)", 1, 7, "decimals have a point: 2.5"},
      {"x = log(2,5)", 1, 10, "expected 1 argument of log, found \",\" (decimals have a point: 2.5)"},
      {"x = pow(2)", 1, 10, "expected 2 arguments of pow"},
      {"x = max(2)", 1, 10, "expected 2 or more arguments of max"},
      {"x = if(a, 1)", 1, 12, "expected 3 arguments of if"},
      {"x = lgo(y)", 1, 5, "did you mean log?"},
      {"x = lgo(-y)", 1, 5, "did you mean log?"},
      {"x = Log(y)", 1, 5, "did you mean log?"},
      {"x = @lgo(y)", 1, 6, "did you mean log?"},
      {"x = @ y", 1, 5, "a function's name after @"},
      {"list s = a b\nfor k in s\n  x_{k} = @y_{k}\nend", 3, 12, "expected a function after @"},
      {"x = log", 1, 8, "expected ( after the function log"},
      {"log = 2", 1, 5, "expected ( after the function log"},
      {"x = end", 1, 5, "end is a reserved word"},
      {"x = y $ 2", 1, 7, "expected the end of the line, found \"$\""},
      {"x = y \xE2\x82\xAC", 1, 7, "expected a name, a number or an operator"},
      {"x = 1e999", 1, 5, "a number of at most 1.8e308"},
      {"x = }", 1, 5, "expected a name, a number or an operator"},
  });
}

TEST(ParseModelErrors, LagsAndPeriods) {
  expect_refused({
      {"x = y(1)", 1, 7, "write y(-1) for an earlier period, y(+1) for a later one"},
      {"x = y(-1.5)", 1, 8, "expected a whole number of periods, found \"1.5\""},
      {"x = y(-k)", 1, 5, "a function before (, or a whole number of periods in it"},
      {"x = y(-1", 1, 9, "expected ) after the lag"},
      {"x = y(-2000000)", 1, 8, "at most 1000000 periods"},
      {"x = lag(y(-600000), 600000)", 1, 9, "lags and leads of at most 1000000 periods in all"},
      {"x = lag(y)", 1, 10, "expected 2 arguments of lag"},
      {"x = lag(y, 0)", 1, 12, "a whole number of periods of at least 1"},
      {"x = diff(y, -1)", 1, 13, "a whole number of periods"},
      {"x = diff(y, 1, 2)", 1, 14, "expected ) after the number of periods"},
      {"constant k = 2\nx = k(-1)", 2, 5, "expected a variable before a lag, found k, a constant"},
      {"x = value(y, 2015Q5)", 1, 14, "expected a period such as 2015, 2015Q1 or 2015-07, found \"2015Q5\""},
      {"x = value(y)", 1, 12, "a period after the variable"},
      {"x = value(y + 1, 2015)", 1, 13, "a period after the variable"},
      {"x = value(y(-1), 2015)", 1, 15, "a variable without a lag"},
      {"x = value(y, 2015) + value(y, 2015Q1)", 1, 31, "periods of one frequency"},
      {"x(-1) = 2", 1, 1, "a variable without a lag on the left side"},
  });
}

TEST(ParseModelErrors, Statements) {
  expect_refused({
      {"x", 1, 2, "expected = after the left side, found the end of the text"},
      {"x == 2", 1, 7, "an equation is written with one ="},
      {"x = y = 2", 1, 7, "a comparison is written =="},
      {"identiy x = 2", 1, 9, "did you mean identity?"},
      {"identity", 1, 9, "expected an equation"},
      {"x = 2 \"a", 1, 7, "\" at the end of the description, on its line"},
      {"x = 2 [a", 1, 7, "] at the end of the unit, on its line"},
      {"x = 2 [bn VND, 2010 price]", 1, 7, "a unit such as [million t]"},
      {"x = 2 [t] \"a\"", 1, 11, "the description comes before the unit"},
      {"x = 2 \"a\" \"b\"", 1, 11, "expected the end of the line"},
      {"parameter = 2", 1, 11, "a name to declare"},
      {"parameter a", 1, 12, "= and a value"},
      {"parameter a = b", 1, 15, "a value of numbers and constants"},
      {"variable a = 2", 1, 12, "an equation is a line of its own"},
      {"variable log", 1, 10, "log is reserved"},
      {"variable a\nparameter a = 2", 2, 11,
       "one declaration for each name, found a second one for a (the first is in line 1)"},
      {"end", 1, 1, "end only after for"},
      {": x = 2", 1, 1, "a number, a name"},
      {"/ x", 1, 1, "a number, a name"},
  });
}

TEST(ParseModelErrors, ListsAndLoops) {
  expect_refused({
      {"list = a b", 1, 6, "a name for the list"},
      {"list a b", 1, 8, "= and the elements of the list"},
      {"list a =", 1, 9, "as in: list sector = agr ind srv"},
      {"list a = b b", 1, 12, "each element once"},
      {"list a = b\nlist a = c", 2, 6, "a name that no other list has"},
      {"list a = 3..1", 1, 13, "a whole number that is not below 3"},
      {"list a = b + c", 1, 12, "names and whole numbers"},
      {"for s in (a b)\nlist q = c\nend", 2, 6, "lists outside loops"},
      {"list sector = a b\nfor s in sectors\nx_{s} = 1\nend", 2, 10, "did you mean sector?"},
      {"for s in sector\nx_{s} = 1\nend", 1, 10, "write list sector = ..."},
      {"x = sum(s in nowhere: sum(t in (a): x_{s}{t}))", 1, 14, "a list that is defined above"},
      {"for s sector\nx_{s} = 1\nend\ny = 2", 1, 7, "expected in and a list"},
      {"for s in (a b)\nx_{s} = 1", 1, 1, "expected end after the lines of this loop"},
      {"for s in (a b)\nfor s in (a b)\nx_{s} = 1\nend\nend", 2, 5, "a name that no loop around it has"},
      {"for (s, t) in (1..2, 1..3)\nx_{s}{t} = 1\nend", 1, 15, "their lengths are 2 and 3"},
      {"for (s, t) in (1..2)\nx_{s}{t} = 1\nend", 1, 15, "2 lists, one for each name"},
      {"x_{s} = 1", 1, 4, "expected a loop around this line, found \"s\""},
      {"for sec in (a b)\nx_{sek} = 1\nend", 2, 4, "did you mean {sec}?"},
      {"for s in (a b)\nx_{s = 1\nend", 2, 1, "} after the loop's name"},
      {"for s in (a b)\nx_{s} = {s-1}\nend", 2, 10, "an element that is a whole number"},
      {"for i in 0..1\nx_{i} = y_{i-1}\nend", 2, 12, "a result of 0 or more"},
      {"for i in 1..2\n{i}x = 1\nend", 2, 1, "expected a name, found \"1x\""},
      {"for i in 1..2\nx_{i} = {i}(-1)\nend", 2, 9, "a number has no lag"},
      {"for i in (log exp)\n{i} = 2\nend", 2, 1, "a name that is not reserved"},
      {"for i in 1..2\nx_{i} = 1 \"{k}\"\nend", 2, 13, "the name of a loop around this line"},
      {"x = sum(a, b)", 1, 10, "expected in and a list"},
      {"x = sum(s in (a b) x_{s})", 1, 20, ": and an expression after the list"},
      {"x = sum(s in (a b): x_{s}, 2)", 1, 26, ") after the expression"},
      {"x = sum(s in (a b): x_{s}) + x_{s}", 1, 33, "a loop around this line"},
  });
}

TEST(ParseModelErrors, EquationsAgainstEachOther) {
  expect_refused({
      {"x = 1\ny = 2\nx = 3", 3, 1,
       "one equation for each variable, found a second one for x (the first is in line 1)"},
      {"for i in 1..3\nx = {i}\nend", 2, 1, "a second one for x (the first is in line 2)"},
      {"parameter a = 2\na = 3", 2, 1, "a, which is declared as a parameter"},
      {"exogenous a\na = 3", 2, 1, "a, which is declared exogenous"},
      {"endogenous p \"price\"\nx = p", 1, 12, "an equation that determines p"},
      {"a: x = 1\na: y = 2", 2, 1, "a label that no other equation has, found a (the first is in line 1)"},
      {"behavioural 0 = x - y\nendogenous x", 1, 1,
       "a variable on the left side that the behavioural equation determines"},
      {"behavioural x = 2\nx_A = 3", 1, 1, "no other use of x_A"},
      {"behavioural x = 2\ny = x_D", 1, 1, "no other use of x_D"},
      {"behavioural x = 2\nparameter x_X = 1", 1, 1, "no other use of x_X"},
      {"variable x [t]\nx = 2 [ha]", 2, 1, "the unit that x is declared with, t, found ha"},
      {"variable x [t]\nvariable y [ha]\nz = x - y(-1)", 3, 1, "x in t and y in ha"},
      {"variable x [t]\nz = x [ha]", 2, 1, "z in ha and x in t"},
  });
}

TEST(ParseModelErrors, UnitsOfProductsAndBehaviouralEquationsAreNotCompared) {
  EXPECT_TRUE(
      issues("variable x [t]\nvariable y [ha]\nz = x * y\nw = x / y + x\nbehavioural v = x + y\nu = x + 1").empty());
  EXPECT_TRUE(issues("variable x [t]\nz = x + y").empty());
}

TEST(ParseModelErrors, AllIssuesOfATextAreReportedAtOnceInItsOrder) {
  const auto found = issues("a = 2 +\nb = lgo(c)\nd = 1\nfor s in nowhere\n  e_{s} = (1\nend\nd = 2\nvariable z \"");
  std::vector<std::size_t> lines;
  for (const ParseIssue& issue : found) lines.push_back(issue.line);
  // Line 1 goes on in line 2, whose second = is one too many.
  EXPECT_EQ(lines, (std::vector<std::size_t>{2, 4, 6, 7, 8}));
}

TEST(ParseModelErrors, TheExcerptHasACaretBelowTheColumn) {
  const auto found = issues("x = 1\ny = \t(\"\xC3\xA9\"", {.file = "model.txt"});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].file, "model.txt");
  EXPECT_EQ(found[0].excerpt, "  y =  (\"\xC3\xA9\"\n        ^");
  // Of a long line only the part around the place is shown.
  const auto cut = issues("x = " + std::string(500, 'a') + " ? " + std::string(500, 'b'));
  ASSERT_EQ(cut.size(), 1u);
  const std::string source = cut[0].excerpt.substr(0, cut[0].excerpt.find('\n'));
  const std::string caret = cut[0].excerpt.substr(source.size() + 1);
  EXPECT_LT(source.size(), 120u);
  EXPECT_EQ(caret.find('^'), source.find('?'));
  EXPECT_EQ(caret.size(), source.find('?') + 1);
}

TEST(ParseModelErrors, AtMostAHundredAreReported) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "x = (\n)\n";
  EXPECT_EQ(issues(text).size(), 100u);
}

TEST(ParseModelErrors, BytesThatAreNoTextAreRefused) {
  const auto found = issues("x = 1\ny = \xFF");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[0].column, 5u);
}

// ---- Limits --------------------------------------------------------------------------------------------------------

/// That it ends at all, and within the time that the test program has, is part of what is tested.
void expect_limit(const std::string& text, const CompileOptions& options, const std::string& limit) {
  const auto found = issues(text, options);
  ASSERT_FALSE(found.empty()) << limit;
  EXPECT_THAT(to_string(found.back()), HasSubstr(limit));
}

TEST(ParseModelErrors, LimitsAreNamed) {
  expect_limit("x = 1", {.max_bytes = 4}, "at most 4 bytes (CompileOptions::max_bytes)");
  expect_limit("x = ((((1))))", {.max_depth = 3}, "CompileOptions::max_depth");
  expect_limit("for a in 1..2\nfor b in 1..2\nx = 1\nend\nend", {.max_depth = 1}, "CompileOptions::max_depth");
  expect_limit("for i in 1..5\nx{i} = 1\nend", {.max_equations = 4}, "CompileOptions::max_equations");
  expect_limit("list a = 1..5", {.max_equations = 4}, "CompileOptions::max_equations");
  expect_limit("x = 1 + 2 + 3", {.max_terms = 4}, "CompileOptions::max_terms");
  expect_limit("x = msum(y, 100)", {.max_terms = 50}, "CompileOptions::max_terms");
  EXPECT_TRUE(issues("x = (((1)))", {.max_depth = 3}).empty());
}

TEST(ParseModelErrors, HostileTextsEndSoon) {
  const auto many = [](std::size_t n, const std::string& piece) {
    std::string text;
    text.reserve(n * piece.size());
    for (std::size_t i = 0; i < n; ++i) text += piece;
    return text;
  };
  const std::size_t million = 1'000'000;
  const CompileOptions few{.max_terms = 3 * million};
  expect_limit("x = " + many(million, "("), {}, "CompileOptions::max_depth");
  expect_limit("x = " + many(million, "-"), {}, "CompileOptions::max_depth");
  expect_limit("x = " + many(million, "log("), {}, "CompileOptions::max_depth");
  expect_limit("x = " + many(million, "2^"), {}, "CompileOptions::max_depth");
  expect_limit("x = " + many(million, "sum(s in (a):"), {}, "a name that no loop around it has");
  std::string loops;
  for (std::size_t i = 0; i < 100'000; ++i) loops += "for s" + std::to_string(i) + " in (a)\n";
  expect_limit(loops, {}, "CompileOptions::max_depth");
  expect_limit("for a in 1..1000000000, b in 1..1000000000, c in 1..1000000000\nend", {.max_terms = million},
               "CompileOptions::max_terms");
  expect_limit("x = sum(a in 1..1000000000, b in 1..1000000000, c in 1..1000000000: 1)", {.max_terms = million},
               "CompileOptions::max_terms");
  expect_limit("x = " + many(40, "diff(") + "y" + many(40, ")"), {.max_terms = million}, "CompileOptions::max_terms");
  expect_limit("for i in 1..1000000\n" + std::string(900, 'x') + "{i} = 1\nend", {.max_terms = million},
               "CompileOptions::max_terms");
  // What costs nothing to write down must not cost more to read: names, descriptions, blanks, empty loops.
  std::string declared;
  for (std::size_t i = 0; i < million / 10; ++i) declared += "variable v" + std::to_string(i) + " \"a\"\n";
  EXPECT_TRUE(issues(declared).empty());
  std::string dated = "x = 1";
  for (int i = 0; i < 300'000; ++i) dated += "+value(y," + to_string(Period::day(1, 1, 1) + i) + ")";
  EXPECT_TRUE(issues(dated).empty());
  expect_limit("for i in 1..1000000\nx_{i} = (1" + std::string(10 * million, ' ') + ")\nend", few, "max_terms");
  expect_limit("x = sum(i in 1..1000000: 1" + std::string(10 * million, '\n') + ")", few, "max_terms");
  expect_limit("for i in 1..1000000\nvariable v_{i} \"" + many(million, "{i}") + "\"\nend", few, "1000 characters");
  expect_limit("for i in 1..1000000\n" + many(million, "x=1\n") + "end", few, "max_terms");
  expect_limit("sum(i in 1..1000000: x_{i}) = 1\n" + many(40, "sum(i in 1..1000000: x_{i}) = 1\n"), few, "max_terms");
  expect_limit(std::string(100 << 20, ' '), {}, "CompileOptions::max_bytes");
  expect_limit(std::string(million, 'x') + " = 1", {}, "at most 1000 characters");
}

TEST(ParseModelErrors, LongTextsThatAreRightAreRead) {
  std::string text = "x = 1";
  for (int i = 0; i < 200'000; ++i) text += " + y(-" + std::to_string(i % 100) + ")";
  const auto model = parse_model(text, {});
  EXPECT_EQ(model.equations.size(), 1u);
  EXPECT_EQ(model.equations[0].text.size(), 4003u);
}

}  // namespace
}  // namespace foreplan::scenario
