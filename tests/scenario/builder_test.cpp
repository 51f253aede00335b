#include <foreplan/scenario/builder.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "refusals.hpp"
#include "scenario/builder_data.hpp"
#include "scenario/evaluate_model.hpp"
#include "scenario/parse_model.hpp"

namespace foreplan::scenario {
namespace {

using detail::builder_data;
using detail::ModelData;

double made_up(std::string_view name, int offset) {
  double value = 1.5 + 0.25 * offset;
  for (const char c : name) value += c / 128.0;
  return value;
}

/// The builder's model against the same equations as text: names, kinds, units, and what the sides are worth.
void expect_same(const ModelBuilder& builder, std::string_view text) {
  const ModelData built = builder_data(builder), read = detail::parse_model(text, {});
  ASSERT_EQ(built.equations.size(), read.equations.size());
  const auto value = [](const ModelData& m, detail::NodeId id) {
    return testing::value_of(m, id, made_up, [](std::string_view name, Period p) {
      return made_up(name, 0) + static_cast<double>(p.ordinal());
    });
  };
  for (std::size_t i = 0; i < read.equations.size(); ++i) {
    const ModelEquation &a = built.equations[i], &b = read.equations[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.variable, b.variable);
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.description, b.description);
    EXPECT_EQ(a.line, 0u);
    EXPECT_DOUBLE_EQ(value(built, built.sides[i].left), value(read, read.sides[i].left)) << b.text;
    EXPECT_DOUBLE_EQ(value(built, built.sides[i].right), value(read, read.sides[i].right)) << b.text;
    EXPECT_EQ(built.sides[i].exclusion == detail::kNone, read.sides[i].exclusion == detail::kNone);
  }
  ASSERT_EQ(built.variables.size(), read.variables.size());
  for (const ModelVariable& a : read.variables) {
    const auto b = std::find_if(built.variables.begin(), built.variables.end(),
                                [&](const ModelVariable& v) { return v.name == a.name; });
    ASSERT_NE(b, built.variables.end()) << a.name;
    EXPECT_EQ(a.kind, b->kind) << a.name;
    EXPECT_EQ(a.value, b->value) << a.name;
    EXPECT_EQ(a.unit, b->unit) << a.name;
    EXPECT_EQ(a.description, b->description) << a.name;
  }
}

TEST(ModelBuilder, BuildsWhatTheSameTextCompilesTo) {
  ModelBuilder builder;
  const Unit money = Unit::money("VND", 9, PriceBasis::constant(2010));
  const Expr y = builder.variable("y", {.description = "output", .unit = money}), c = builder.variable("c");
  const Expr alpha = builder.parameter("alpha", 0.3, {.description = "propensity"}), i = builder.variable("i");
  builder.behavioural("c", 10 + alpha * y + 0.1 * c.lag(1), {.label = "consumption", .description = "consumption"});
  builder.identity("y", c + i, {.unit = money});
  builder.variable("p", {.endogenous = true});
  builder.equation(EquationKind::identity, 0, c - builder.variable("p"));
  builder.equation(EquationKind::behavioural, dlog(builder.variable("m")), growth(y, 2) - pct(i) / 100);
  expect_same(builder, R"(
variable y "output" [bn VND, 2010 prices]
parameter alpha = 0.3 "propensity"
behavioural consumption: c = 10 + alpha * y + 0.1 * c(-1) "consumption"
identity y = c + i [bn VND, 2010 prices]
endogenous p
0 = c - p
behavioural dlog(m) = growth(y, 2) - pct(i) / 100
)");
}

TEST(ModelBuilder, HasTheFunctionsOfTheLanguage) {
  ModelBuilder b;
  const Expr x = b.variable("x"), y = b.variable("y");
  b.identity("r1",
             abs(-x) + exp(x) + log(x) + log10(x) + sqrt(x) + sin(x) + cos(x) + pow(x, y) + min(x, y) + max(x, y));
  b.identity("r2", sign(x) + pos(-x) + normal_cdf(x) + normal_pdf(x) + logistic(x) + logit(x / 100));
  b.identity("r3", (x < y) + 2 * (x <= y) + 4 * (x > y) + 8 * (x >= y) + 16 * equal(x, y) + 32 * not_equal(x, y));
  b.identity("r4", all_of(x, 0) + 2 * any_of(x, 0) + 4 * none_of(x) + if_else(x > y, x, y));
  b.identity("r5", diff(x * y, 2) + msum(x, 3) + mavg(y, 4) + x.lead(2) + (x + y).lag(1) + x.at(Period(2015)));
  b.identity("r6", sum({x, y, 1}) - x / y);
  expect_same(b, R"(
r1 = abs(-x) + exp(x) + log(x) + log10(x) + sqrt(x) + sin(x) + cos(x) + pow(x, y) + min(x, y) + max(x, y)
r2 = sign(x) + pos(-x) + normal_cdf(x) + normal_pdf(x) + logistic(x) + logit(x / 100)
r3 = (x < y) + 2 * (x <= y) + 4 * (x > y) + 8 * (x >= y) + 16 * (x == y) + 32 * (x != y)
r4 = (x and 0) + 2 * (x or 0) + 4 * (not x) + if(x > y, x, y)
r5 = diff(x * y, 2) + msum(x, 3) + mavg(y, 4) + x(+2) + lag(x + y, 1) + value(x, 2015)
r6 = x + y + 1 - x / y
)");
}

TEST(ModelBuilder, NumbersAloneAreComputedAtOnce) {
  ModelBuilder b;
  b.identity("x", pow(Expr(2), 3) + log(Expr(1)) + if_else(Expr(1), 5, 6) + sign(Expr(-3)) + mavg(4, 2) - dlog(7));
  const ModelData m = builder_data(b);
  EXPECT_EQ(m.expressions[m.sides[0].right].op, detail::Op::constant);
  EXPECT_EQ(m.expressions[m.sides[0].right].value, 16);
}

TEST(ModelBuilder, GoesOnAfterBuildingAndKeepsWhatWasBuilt) {
  ModelBuilder b;
  b.identity("x", 1);
  const ModelData first = builder_data(b);
  b.behavioural("y", b.variable("x").lag(1));
  EXPECT_EQ(first.equations.size(), 1u);
  EXPECT_EQ(builder_data(b).equations.size(), 2u);
  EXPECT_EQ(builder_data(b).variables.size(), 5u);
  ModelBuilder moved = std::move(b);
  EXPECT_EQ(builder_data(moved).equations[1].text, "y = x(-1)");
}

TEST(ModelBuilder, ALongSumIsNoDeepRecursion) {
  ModelBuilder b;
  Expr total = 0;
  for (int i = 0; i < 200'000; ++i) total = total + i * b.variable("x" + std::to_string(i % 1000));
  b.identity("total", total);
  EXPECT_EQ(builder_data(b).equations.size(), 1u);
}

TEST(ModelBuilder, SharedTermsCostWhatTheyAreOnce) {
  ModelBuilder b;
  Expr doubled = b.variable("x", {.unit = Unit::physical("t")});
  for (int i = 0; i < 200; ++i) doubled = doubled + doubled;
  b.identity("y", doubled);
  EXPECT_LT(builder_data(b).equations[0].text.size(), 5000u);
}

TEST(ModelBuilder, RefusesWhatTheTextRefuses) {
  ModelBuilder b, other;
  const Expr x = b.variable("x");
  testing::expect_refused({
      {"scenario::ModelBuilder::variable: name must be letters, digits and _, not begin with a digit and not be "
       "reserved; got \"2x\"",
       [&] { b.variable("2x"); }},
      {"got \"log\"", [&] { b.identity("log", 1); }},
      {"got \"\"", [&] { b.behavioural("", 1); }},
      {"scenario::ModelBuilder::parameter: value must be finite; got NaN",
       [&] { b.parameter("a", std::numeric_limits<double>::quiet_NaN()); }},
      {"a name must be described once; got p",
       [&] {
         b.parameter("p", 1);
         b.parameter("p", 2);
       }},
      {"scenario::ModelBuilder::identity: expressions must be of one builder",
       [&] { b.identity("z", other.variable("q")); }},
      {"scenario::Expr: expressions must be of one builder", [&] { (void)(x + other.variable("q")); }},
      {"scenario::Expr::lag: periods must be 0 to 1000000; got -1", [&] { (void)x.lag(-1); }},
      {"scenario::Expr::lead: lags and leads must be at most 1000000 periods in all; got 600000",
       [&] { (void)x.lead(600'000).lead(600'000); }},
      {"scenario::diff: periods must be 1 to 1000000; got 0", [&] { (void)diff(x, 0); }},
      {"scenario::Expr::at: the expression must be a variable without lag", [&] { (void)x.lag(1).at(Period(2015)); }},
      {"scenario::Expr::at: the expression must be a variable; got 2", [&] { (void)Expr(2).at(Period(2015)); }},
  });
  (void)x.at(Period(2015));
  testing::expect_refused<PeriodMismatch>({{"scenario::Expr::at: periods must be of one frequency; got 2015 and 2015Q1",
                                            [&] { (void)x.at(Period::quarter(2015, 1)); }}});
}

TEST(ModelBuilder, BuildNamesTheEquationThatIsWrong) {
  const auto built = [](const std::function<void(ModelBuilder&)>& fill) {
    return [fill] {
      ModelBuilder b;
      fill(b);
      (void)builder_data(b);
    };
  };
  testing::expect_refused({
      {"scenario::ModelBuilder::build: expected one equation for each variable; got a second one for x in x: x = y "
       "(the "
       "first is x = 1)",
       built([](ModelBuilder& b) {
         b.identity("x", 1);
         b.identity("x", b.variable("y"));
       })},
      {"a variable on the left side that the behavioural equation determines",
       built([](ModelBuilder& b) { b.equation(EquationKind::behavioural, 0, b.variable("x", {.endogenous = true})); })},
      {"an equation that determines p; got none in p",
       built([](ModelBuilder& b) { b.variable("p", {.endogenous = true}); })},
      {"variables of one unit in a sum; got z in ha and x in t", built([](ModelBuilder& b) {
         b.identity("z", b.variable("x", {.unit = Unit::physical("t")}), {.unit = Unit::physical("ha")});
       })},
  });
}

}  // namespace
}  // namespace foreplan::scenario
