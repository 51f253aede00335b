#include <foreplan/core/errors.hpp>
#include <foreplan/growth.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace foreplan::growth {
namespace {

const Rounded kRate = Rounded("11.4").scaled_by_power_of_ten(-2);

// Worked by hand from the founding case's printed figures, to the digits shown.
TEST(FoundingCase, GrowthAndLevels) {
  EXPECT_NEAR(required_growth(6513, 17600, 5).value, 0.21996, 5e-6);
  const Estimate reached = level_reached(6513, kRate, 5);
  EXPECT_NEAR(reached.value, 11174, 0.5);
  EXPECT_NEAR(reached.value / 17600, 0.635, 5e-4);
  EXPECT_NEAR(periods_to_target(6513, 17600, 0.114).value, 9.2, 0.05);
  const Estimate base = implied_base(17600, kRate, 5);
  EXPECT_NEAR(base.value, 10259, 0.5);
  EXPECT_NEAR(base.range.lower, 10236, 0.5);
  EXPECT_NEAR(base.range.upper, 10282, 0.5);
  EXPECT_NEAR(implied_factor(6513, base.value).value, 1.575, 5e-4);
  EXPECT_NEAR(level_after_simple(6513, 0.114, 5), 10225, 0.5);
  EXPECT_NEAR(level_after(6513, 0.114, 4), 10030, 0.5);
  EXPECT_NEAR(level_after(6513, 0.114, 6), 12448, 0.5);
  EXPECT_NEAR(compound_rate(2113.1, 6513, 5), 0.25248, 5e-6);
  EXPECT_NEAR(required_growth(12500, 17600, 3).value, 0.1208, 5e-5);
}

TEST(FoundingCase, ElasticityFormsAreNamed) {
  const double linear[] = {2.94, 3.98, 4.85}, power[] = {2.94, 4.07, 5.05}, e[] = {1.0, 1.3, 1.5};
  for (int i = 0; i < 3; ++i) {
    EXPECT_NEAR(elasticity_multiple(e[i], 0.114, 10, ElasticityForm::linear), linear[i], 5e-3);
    EXPECT_NEAR(elasticity_multiple(e[i], 0.114, 10, ElasticityForm::power), power[i], 5e-3);
  }
}

TEST(FoundingCase, AgricultureFellInItsOwnContribution) { EXPECT_NEAR(part_growth(-0.0454, 0.4110), -0.1105, 5e-5); }

TEST(Rates, AgreeWithTheirDefinitions) {
  EXPECT_NEAR(compound_rate(100, 121, 2), 0.10, 1e-15);
  EXPECT_NEAR(simple_rate(100, 150, 5), 0.10, 1e-15);
  EXPECT_NEAR(log_rate(1, std::exp(1.0), 4), 0.25, 1e-15);
  const double levels[] = {100, 150, 120};
  EXPECT_NEAR(arithmetic_mean_rate(levels), (0.5 - 0.2) / 2, 1e-15);
  const double steady[] = {3, 3.3, 3.63, 3.993};
  EXPECT_NEAR(least_squares_rate(steady), 0.10, 1e-14);
  // Slope of ln(1, 2, 8) on 0, 1, 2 is (ln 8 - ln 1) / 2.
  const double uneven[] = {1, 2, 8};
  EXPECT_NEAR(least_squares_rate(uneven), std::sqrt(8.0) - 1, 1e-14);
}

TEST(Contributions, AddUpToTheGrowthOfTheTotal) {
  const double first[] = {60, 20, 10, 90}, last[] = {55, 40, 10, 100};
  const Contributions c = contributions(first, last);
  EXPECT_NEAR(c.growth, 25.0 / 180, 1e-15);
  EXPECT_NEAR(c.points[1], 20.0 / 180, 1e-15);
  EXPECT_NEAR(std::accumulate(c.shares_of_growth.begin(), c.shares_of_growth.end(), 0.0), 1, 1e-14);
}

TEST(GrowthProperties, InversesPathsAndRanges) {
  EXPECT_TRUE(rc::check("growth inverses", [] {
    const double base = *rc::gen::inRange(1, 1'000'000) / 7.0;
    const double rate = *rc::gen::inRange(-300, 900) / 1000.0;
    const double n = *rc::gen::inRange(1, 400) / 8.0;
    const double reached = level_after(base, rate, n);
    RC_ASSERT(std::abs(compound_rate(base, reached, n) - rate) < 1e-11 * (1 + std::abs(rate)) * 10);
    RC_ASSERT(std::abs(implied_base(reached, rate, n).value / base - 1) < 1e-12);
    if (rate != 0) RC_ASSERT(std::abs(periods_to_target(base, reached, rate).value / n - 1) < 1e-9);
  }));
  EXPECT_TRUE(rc::check("paths begin and end where they should", [] {
    const double first = *rc::gen::inRange(1, 10'000) / 3.0, last = *rc::gen::inRange(1, 10'000) / 3.0;
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(1, 60));
    for (const PathForm form : {PathForm::compound, PathForm::linear}) {
      const auto levels = path(first, last, n, form);
      RC_ASSERT(levels.size() == n + 1 && levels.front() == first && levels.back() == last);
      for (const double x : levels) RC_ASSERT(x > 0);
    }
  }));
  EXPECT_TRUE(rc::check("every value that the rounding allows lies in the range", [] {
    const Rounded base(*rc::gen::inRange(100, 10'000), 0), target(*rc::gen::inRange(100, 10'000), 0);
    const Estimate e = required_growth(base, target, 5);
    const double u = *rc::gen::inRange(-50, 51) / 100.0, v = *rc::gen::inRange(-50, 51) / 100.0;
    const double rate = compound_rate(base.value() + u, target.value() + v, 5);
    RC_ASSERT(e.range.lower - 1e-12 <= rate && rate <= e.range.upper + 1e-12);
    RC_ASSERT(e.range.contains(e.value));
  }));
}

TEST(GrowthBadInput, IsRefusedWithFunctionRuleAndValue) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, inf, -inf, 0.0, -3.0}) {
    EXPECT_THROW((void)compound_rate(bad, 1, 1), InvalidArgument);
    EXPECT_THROW((void)compound_rate(1, bad, 1), InvalidArgument);
    EXPECT_THROW((void)compound_rate(1, 1, bad), InvalidArgument);
    EXPECT_THROW((void)required_growth(bad, 1, 1), InvalidArgument);
    EXPECT_THROW((void)level_reached(1, 0.1, bad), InvalidArgument);
    EXPECT_THROW((void)path(1, bad, 3), InvalidArgument);
    const double levels[] = {1, bad, 2};
    EXPECT_THROW((void)least_squares_rate(levels), InvalidArgument);
  }
  EXPECT_THROW((void)level_after(1, -1, 2), InvalidArgument);
  EXPECT_THROW((void)level_after_simple(1, -0.5, 2), InvalidArgument);
  EXPECT_THROW((void)least_squares_rate(std::span<const double>{}), InvalidArgument);
  EXPECT_THROW((void)periods_to_target(100, 200, -0.1), InvalidArgument);  // never gets there
  EXPECT_THROW((void)required_growth(Rounded("0"), 5, 1), InvalidArgument);  // rounding allows less than nothing
  EXPECT_THROW((void)contributions({}, {}), InvalidArgument);
  EXPECT_THROW((void)path(1, 2, 0), InvalidArgument);
  try {
    (void)compound_rate(-3, 1, 1);
  } catch (const InvalidArgument& e) {
    EXPECT_STREQ(e.what(), "growth::compound_rate: first must be > 0 and finite; got -3");
  }
}

}  // namespace
}  // namespace foreplan::growth
