#include "scenario/expand.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include "scenario/parser.hpp"

namespace foreplan::scenario::detail {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A text expanded into a draft, before its front end assembles a model of it.
struct Expanded {
  explicit Expanded(std::string_view text, const CompileOptions& options = {}) : issues(text, {}) {
    Reading reading(text, Dialect::model, options, issues);
    try {
      parse_statements(reading);
      expand(reading, draft, equation_places, variable_places);
    } catch (const LimitReached&) {
      // recorded among the issues
    }
  }

  [[nodiscard]] std::vector<std::string> equations() const {
    std::vector<std::string> out;
    for (const ModelEquation& e : draft.data.equations) out.push_back(e.text);
    return out;
  }
  [[nodiscard]] std::vector<std::string> variables() const {
    std::vector<std::string> out;
    for (const ModelVariable& v : draft.data.variables) out.push_back(v.name);
    return out;
  }
  [[nodiscard]] std::string issue() const {
    try {
      issues.raise();
    } catch (const ParseError& e) {
      return e.what();
    }
    return "nothing";
  }

  Issues issues;
  Draft draft{};
  std::vector<std::uint32_t> equation_places{}, variable_places{};
};

}  // namespace

TEST(Expand, WritesAggregatesOutWithTheirLeadingAt) {
  EXPECT_THAT(Expanded("list s = a b\n x = @sum(i in s: y_{i}) * 2").equations(), ElementsAre("x = (y_a + y_b) * 2"));
  EXPECT_THAT(Expanded("list s = ab\n x =@sum(i in s: y_{i})").equations(), ElementsAre("x =y_ab"));
  EXPECT_THAT(Expanded("list s = a b\n x = @max(i in s: y_{i})").equations(), ElementsAre("x = max(y_a, y_b)"));
}

TEST(Expand, WritesLoopsOut) {
  const Expanded e("list s = a b\n for i in s, k in 1..2\n x_{i}{k} = y{k+1} + z_{i}(-{k})\n end");
  EXPECT_EQ(e.issue(), "nothing");
  EXPECT_THAT(e.equations(),
              ElementsAre("x_a1 = y2 + z_a(-1)", "x_a2 = y3 + z_a(-2)", "x_b1 = y2 + z_b(-1)", "x_b2 = y3 + z_b(-2)"));
  ASSERT_EQ(e.equation_places.size(), 4U);
  for (const std::uint32_t place : e.equation_places) EXPECT_EQ(place, e.equation_places[0]) << "one line of the text";
}

TEST(Expand, SharesExpressionsBetweenEquations) {
  const Expanded e("x = exp(a + b)\n y = exp(a + b)");
  EXPECT_EQ(e.draft.data.sides[0].right, e.draft.data.sides[1].right);
}

TEST(Expand, TakesDeclarationsFirstWhereverTheyStand) {
  const Expanded e("x = k * y\n constant k = 2 * m\n parameter y = 3\n constant m = 5");
  // A constant may only use constants above it.
  EXPECT_THAT(e.issue(), HasSubstr("constants are defined above the place where they are used"));
  const Expanded good("x = k * y\n constant k = 10\n parameter y = 3");
  EXPECT_EQ(good.issue(), "nothing");
  const Node& right = good.draft.data.expressions[good.draft.data.sides[0].right];
  EXPECT_EQ(right.op, Op::multiply);
  EXPECT_EQ(good.draft.data.expressions[right.a].value, 10);
  const std::vector<std::string> names = good.variables();
  EXPECT_EQ(std::count(names.begin(), names.end(), "k"), 0) << "a constant is a number";
  for (const ModelVariable& v : good.draft.data.variables)
    EXPECT_EQ(v.value, v.name == "y" ? std::optional<double>(3) : std::nullopt);
}

TEST(Expand, SumsOverLists) {
  const Expanded e("list s = a b c\n x = sum(i in s: y_{i}) + max(i in s: z_{i})");
  EXPECT_EQ(e.issue(), "nothing");
  EXPECT_THAT(e.variables(), ::testing::IsSupersetOf({"y_a", "y_b", "y_c", "z_a", "z_b", "z_c"}));
  std::size_t sums = 0, largest = 0;
  for (NodeId id = 0; id < e.draft.data.expressions.size(); ++id) {
    sums += e.draft.data.expressions[id].op == Op::add;
    largest += e.draft.data.expressions[id].op == Op::max;
  }
  EXPECT_EQ(sums, 3U);
  EXPECT_EQ(largest, 2U);
}

TEST(Expand, ReportsAPlaceOnceHoweverOftenALoopComesBy) {
  const Expanded e("for i in (a b c)\n x_{i} = y_{i+1}\n end");
  const std::string issue = e.issue();
  EXPECT_THAT(issue, HasSubstr("an element that is a whole number"));
  EXPECT_EQ(issue.find("whole number"), issue.rfind("whole number"));
}

TEST(Expand, StopsAtItsLimits) {
  CompileOptions few;
  few.max_equations = 10;
  EXPECT_THAT(Expanded("for i in 1..11\n x{i} = 1\n end", few).issue(), HasSubstr("CompileOptions::max_equations"));
  CompileOptions small;
  small.max_terms = 100;
  EXPECT_THAT(Expanded("x = sum(i in 1..1000: y{i})", small).issue(), HasSubstr("CompileOptions::max_terms"));
}

}  // namespace foreplan::scenario::detail
