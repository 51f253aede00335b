#include <foreplan/growth/targets.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "refusals.hpp"

namespace foreplan::growth {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();
constexpr RateForm kForms[] = {RateForm::compound, RateForm::simple, RateForm::logarithmic};

Rounded percent(const char* text) { return Rounded(text).scaled_by_power_of_ten(-2); }

// Worked by hand from the founding case's printed figures, to the digits shown.
TEST(FoundingCase, ThreeFiguresThatDoNotFit) {
  EXPECT_NEAR(required_growth(6513, 17600, 5).value, 0.21996, 5e-6);
  const Estimate reached = level_reached(6513, percent("11.4"), 5);
  EXPECT_NEAR(reached.value, 11174, 0.5);
  EXPECT_NEAR(reached.value / 17600, 0.635, 5e-4);
  EXPECT_NEAR(periods_to_target(6513, 17600, 0.114).value, 9.2, 0.05);
  EXPECT_NEAR(level_reached(6513, 0.114, 5, RateForm::simple).value, 10225, 0.5);
  EXPECT_NEAR(required_growth(12500, 17600, 3).value, 0.1208, 5e-5);
}

TEST(FoundingCase, TheBaseAndFactorThatTheyImply) {
  const Estimate base = implied_base(17600, percent("11.4"), 5);
  EXPECT_NEAR(base.value, 10259, 0.5);
  EXPECT_NEAR(base.range.lower, 10236, 0.5);
  EXPECT_NEAR(base.range.upper, 10282, 0.5);
  EXPECT_NEAR(implied_factor(6513, base.value).value, 1.575, 5e-4);
  EXPECT_NEAR(implied_factor(6513, base.range.lower).value, 1.572, 5e-4);
  EXPECT_NEAR(implied_factor(6513, base.range.upper).value, 1.579, 5e-4);
}

TEST(FoundingCase, ConfirmsTheGrowthOf2011To2015) {
  // 25.248 %, which lies within what "25.2 %" stands for, and so does most of what the levels' own rounding allows.
  const Estimate growth = required_growth(Rounded("2113.1"), Rounded("6513"), 5);
  EXPECT_NEAR(growth.value, 0.25248, 5e-6);
  EXPECT_TRUE(percent("25.2").interval().contains(growth.value));
  EXPECT_NEAR(growth.range.lower, std::pow(6512.5 / 2113.15, 0.2) - 1, 1e-15);
  EXPECT_NEAR(growth.range.upper, std::pow(6513.5 / 2113.05, 0.2) - 1, 1e-15);
}

TEST(Ranges, AreThoseOfTheEnds) {
  // 10 to 20 in one period, both to the unit: between 19.5 / 10.5 and 20.5 / 9.5.
  const Estimate growth = required_growth(Rounded("10"), Rounded("20"), 1);
  EXPECT_NEAR(growth.value, 1, 1e-15);
  EXPECT_NEAR(growth.range.lower, 19.5 / 10.5 - 1, 1e-15);
  EXPECT_NEAR(growth.range.upper, 20.5 / 9.5 - 1, 1e-15);
  const Estimate simple = periods_to_target(Rounded("10"), Rounded("20"), Rounded("0.5"), RateForm::simple);
  EXPECT_NEAR(simple.value, 2, 1e-15);
  EXPECT_NEAR(simple.range.lower, (19.5 / 10.5 - 1) / 0.55, 1e-14);
  EXPECT_NEAR(simple.range.upper, (20.5 / 9.5 - 1) / 0.45, 1e-14);
  const Estimate down = periods_to_target(Rounded("20"), Rounded("10"), Rounded("-0.5"));
  EXPECT_NEAR(down.value, 1, 1e-15);
  EXPECT_NEAR(down.range.lower, std::log(10.5 / 19.5) / std::log(0.45), 1e-14);
  EXPECT_NEAR(down.range.upper, std::log(9.5 / 20.5) / std::log(0.55), 1e-14);
  // Exact inputs leave nothing open.
  EXPECT_EQ(required_growth(10, 20, 3).range.width(), 0);
  EXPECT_EQ(periods_to_target(10, 10, 0.1).value, 0);
}

/// A number of one of several kinds, and one of those that its rounding allows.
struct Drawn {
  Rounded printed;
  double actual;
};
Drawn drawn(int low, int high, int decimals) {
  const Rounded printed(*rc::gen::inRange(low, high) / std::pow(10.0, decimals), decimals);
  const double half = 0.5 * std::pow(10.0, -decimals);
  return {printed, printed.value() + half * *rc::gen::inRange(-1000, 1001) / 1001.0};
}

void holds(const Estimate& e, double actual) {
  const double ulps = 1e-13 * (1 + std::abs(actual));
  RC_ASSERT(e.range.contains(e.value));
  RC_ASSERT(e.range.lower - ulps <= actual && actual <= e.range.upper + ulps);
}

TEST(TargetProperties, RangesHoldEverythingThatRoundingAllows) {
  EXPECT_TRUE(rc::check("all functions, all forms", [] {
    const Drawn base = drawn(1, 10'000, 0), target = drawn(1, 10'000, 0), rate = drawn(-250, 900, 3);
    const double n = *rc::gen::inRange(1, 24) / 8.0;
    holds(implied_factor(base.printed, target.printed), target.actual / base.actual);
    for (const RateForm form : kForms) {
      holds(required_growth(base.printed, target.printed, n, form),
            required_growth(base.actual, target.actual, n, form).value);
      holds(level_reached(base.printed, rate.printed, n, form), level_reached(base.actual, rate.actual, n, form).value);
      holds(implied_base(target.printed, rate.printed, n, form),
            implied_base(target.actual, rate.actual, n, form).value);
      const Interval b = base.printed.interval(), t = target.printed.interval(), g = rate.printed.interval();
      if ((t.lower >= b.upper && g.lower > 0) || (t.upper <= b.lower && g.upper < 0)) {
        const double actual = periods_to_target(base.actual, target.actual, rate.actual, form).value;
        const Estimate e = periods_to_target(base.printed, target.printed, rate.printed, form);
        RC_ASSERT(e.range.lower <= actual * (1 + 1e-12) && actual <= e.range.upper * (1 + 1e-12));
      }
    }
  }));
}

TEST(TargetProperties, AreInverseToEachOther) {
  EXPECT_TRUE(rc::check("level, rate, base and periods", [] {
    const double base = *rc::gen::inRange(1, 1'000'000) / 7.0, rate = *rc::gen::inRange(1, 900) / 1000.0;
    const double n = *rc::gen::inRange(1, 400) / 8.0;
    for (const RateForm form : kForms) {
      const double reached = level_reached(base, rate, n, form).value;
      RC_ASSERT(std::abs(required_growth(base, reached, n, form).value - rate) < 1e-12);
      RC_ASSERT(std::abs(implied_base(reached, rate, n, form).value / base - 1) < 1e-13);
      RC_ASSERT(std::abs(periods_to_target(base, reached, rate, form).value / n - 1) < 1e-10);
    }
  }));
}

TEST(Path, BeginsAndEndsWhereItShould) {
  EXPECT_TRUE(rc::check("ends exact, steps or rates equal", [] {
    const double first = *rc::gen::inRange(1, 10'000) / 3.0, last = *rc::gen::inRange(1, 10'000) / 3.0;
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(1, 60));
    for (const PathForm form : {PathForm::compound, PathForm::linear}) {
      const auto levels = path(first, last, n, form);
      RC_ASSERT(levels.size() == n + 1 && levels.front() == first && levels.back() == last);
      const auto step = [&](std::size_t t) {
        return form == PathForm::linear ? levels[t] - levels[t - 1] : std::log(levels[t] / levels[t - 1]);
      };
      const double scale = form == PathForm::linear ? first + last : 1;
      for (std::size_t t = 2; t <= n; ++t) RC_ASSERT(std::abs(step(t) - step(1)) < 1e-13 * scale);
    }
  }));
}

TEST(TargetsBadInput, IsRefusedWithFunctionRuleAndValue) {
  std::vector<testing::Refusal> table;
  for (const double bad : {kNaN, kInf, -kInf, 0.0, -3.0}) {
    const std::string got = testing::got(bad);
    table.insert(
        table.end(),
        {{"growth::required_growth: base must be finite and > 0; " + got, [=] { (void)required_growth(bad, 1, 1); }},
         {"growth::required_growth: target must be finite and > 0; " + got, [=] { (void)required_growth(1, bad, 1); }},
         {"growth::required_growth: periods must be > 0 and finite; " + got, [=] { (void)required_growth(1, 1, bad); }},
         {"growth::level_reached: base must be finite and > 0; " + got, [=] { (void)level_reached(bad, 0, 1); }},
         {"growth::level_reached: periods must be > 0 and finite; " + got, [=] { (void)level_reached(1, 0, bad); }},
         {"growth::implied_base: target must be finite and > 0; " + got, [=] { (void)implied_base(bad, 0, 1); }},
         {"growth::implied_factor: at_old must be finite and > 0; " + got, [=] { (void)implied_factor(bad, 1); }},
         {"growth::implied_factor: at_new must be finite and > 0; " + got, [=] { (void)implied_factor(1, bad); }},
         {"growth::periods_to_target: base must be finite and > 0; " + got,
          [=] { (void)periods_to_target(bad, 1, 0.1); }},
         {"growth::path: levels must be > 0 and finite; " + got, [=] { (void)path(1, bad, 3); }}});
  }
  for (const double bad : {kNaN, kInf, -kInf})
    for (const RateForm form : kForms)
      table.insert(
          table.end(),
          {{"growth::level_reached: rate must be finite", [=] { (void)level_reached(1, bad, 1, form); }},
           {"growth::implied_base: rate must be finite", [=] { (void)implied_base(1, bad, 1, form); }},
           {"growth::periods_to_target: rate must be finite", [=] { (void)periods_to_target(1, 2, bad, form); }}});
  table.insert(table.end(),
               {{"growth::required_growth: base must be finite and > 0 over its whole interval; got 0",
                 [] { (void)required_growth(Rounded("0"), 5, 1); }},
                {"growth::level_reached: rate must be finite and > -1; got -1", [] { (void)level_reached(1, -1, 1); }},
                {"growth::level_reached: growth must leave a level > 0 over the rate's whole interval; got -0.2",
                 [] { (void)level_reached(1, Rounded("-0.2"), 5, RateForm::simple); }},
                {"growth::level_reached: the level must stay > 0 and finite; got inf",
                 [] { (void)level_reached(1e300, 9, 10); }},
                {"growth::implied_base: rate must be finite and > -1 over its whole interval; got -1.0",
                 [] { (void)implied_base(1, Rounded(-0.96, 1), 1); }},
                {"the target must lie ahead at every rate that the rounding allows; got 100 to 200 at rate -0.1",
                 [] { (void)periods_to_target(100, 200, -0.1); }},
                {"the target must lie ahead at every rate that the rounding allows; got 100 to 200 at rate 0",
                 [] { (void)periods_to_target(100, 200, Rounded("0")); }},
                {"the target must lie ahead", [] { (void)periods_to_target(Rounded("100"), Rounded("100"), 0.1); }},
                {"growth::path: periods must be 1 to 10^6; got 0", [] { (void)path(1, 2, 0); }},
                {"growth::path: periods must be 1 to 10^6; got 1000001", [] { (void)path(1, 2, 1'000'001); }},
                {"growth::path: the ratio of the levels must be > 0 and finite; got inf",
                 [] { (void)path(1e-300, 1e300, 2); }}});
  testing::expect_refused(table);
}

}  // namespace
}  // namespace foreplan::growth
