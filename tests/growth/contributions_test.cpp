#include <foreplan/growth/contributions.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "refusals.hpp"

namespace foreplan::growth {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

// Contributions to the growth of the province's GRDP in points, agriculture + industry + services, and that growth: a
// thesis from the statistical yearbook. The contributions of 2011 are also printed as shares of its growth.
struct Year {
  int year;
  double growth, points[3];
};
constexpr Year kYears[] = {{2010, 5.58, {6.51, 4.15, -5.08}},
                           {2011, 9.68, {-4.54, 7.46, 6.76}},
                           {2012, 9.32, {-0.74, 7.78, 2.28}},
                           {2013, 10.51, {1.14, 3.98, 5.39}}};

TEST(FoundingCase, ContributionsAddUpToThePrintedGrowth) {
  // Parts of a total of 100 that change by the printed points.
  const std::vector<Rounded> first{41.10, 24.23, 34.67};
  for (const Year& y : kYears) {
    std::vector<Rounded> last;
    for (std::size_t i = 0; i < 3; ++i) last.emplace_back(first[i].value() + y.points[i]);
    const Contributions c = contributions(first, last);
    EXPECT_NEAR(100 * c.growth.value, y.growth, 5e-3) << y.year;
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(100 * c.points[i].value, y.points[i], 1e-12) << y.year;
    if (y.year != 2011) continue;
    const double shares[] = {-46.90, 77.07, 69.83};
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(100 * c.shares_of_growth[i].value, shares[i], 5e-3);
  }
}

TEST(FoundingCase, AgricultureFellInItsOwnContribution) {
  const Estimate growth =
      part_growth(Rounded("-4.54").scaled_by_power_of_ten(-2), Rounded("41.10").scaled_by_power_of_ten(-2));
  EXPECT_NEAR(growth.value, -0.1105, 5e-5);
  EXPECT_NEAR(growth.range.lower, -4.545 / 41.095, 1e-15);
  EXPECT_NEAR(growth.range.upper, -4.535 / 41.105, 1e-15);
}

TEST(Contributions, AddUpToTheGrowthOfTheTotal) {
  const Contributions c = contributions({60, 20, 10, 90}, {55, 40, 10, 100});
  EXPECT_NEAR(c.growth.value, 25.0 / 180, 1e-15);
  EXPECT_NEAR(c.points[1].value, 20.0 / 180, 1e-15);
  EXPECT_EQ(c.points[2].value, 0);
  EXPECT_NEAR(c.shares_of_growth[0].value, -5.0 / 25, 1e-15);
}

TEST(Contributions, HaveTheRangeOfTheirRounding) {
  // (40, 60) to (50, 55), all to the unit. The first part's point is greatest at (50.5 - 39.5) / (39.5 + 59.5); the
  // second's least at (54.5 - 60.5) / (60.5 + 39.5).
  const Contributions c = contributions({Rounded("40"), Rounded("60")}, {Rounded("50"), Rounded("55")});
  EXPECT_NEAR(c.points[0].range.upper, 11.0 / 99, 1e-15);
  EXPECT_NEAR(c.points[0].range.lower, 9.0 / 101, 1e-15);
  EXPECT_NEAR(c.points[1].range.lower, -6.0 / 100, 1e-15);
  EXPECT_NEAR(c.points[1].range.upper, -4.0 / 100, 1e-15);
  EXPECT_NEAR(c.growth.range.lower, 104.0 / 101 - 1, 1e-15);
  EXPECT_NEAR(c.growth.range.upper, 106.0 / 99 - 1, 1e-15);
  // Shares of growth: changes in [9, 11] and [-6, -4]; 11 / (11 - 4) and 9 / (9 - 6) are the extremes.
  EXPECT_NEAR(c.shares_of_growth[0].range.lower, 11.0 / 7, 1e-14);
  EXPECT_NEAR(c.shares_of_growth[0].range.upper, 9.0 / 3, 1e-14);
  // A printed 0 stands for 0 to 0.5: a level is never below 0.
  EXPECT_EQ(contributions({Rounded("0"), 10}, {Rounded("0"), 10}).points[0].range, (Interval{-0.5 / 10.5, 0.5 / 10}));
}

TEST(Contributions, ToNoGrowthHaveNoShares) {
  const Contributions none = contributions({40, 60}, {50, 50});
  EXPECT_TRUE(std::isnan(none.shares_of_growth[0].value));
  EXPECT_EQ(none.shares_of_growth[0].range, Interval{});
  const Contributions little = contributions({Rounded("40"), Rounded("60")}, {Rounded("41"), Rounded("60")});
  EXPECT_NEAR(little.shares_of_growth[0].value, 1, 1e-12);
  EXPECT_EQ(little.shares_of_growth[0].range, Interval{});
}

TEST(ContributionProperties, AddUpAndHoldEverythingThatRoundingAllows) {
  EXPECT_TRUE(rc::check("sums and ranges", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(1, 7));
    std::vector<Rounded> first, last, first_actual, last_actual;
    for (std::size_t i = 0; i < n; ++i)
      for (auto* side : {&first, &last}) {
        const int x = *rc::gen::inRange(i == 0 ? 1 : 0, 60);
        side->emplace_back(x, 0);
        (side == &first ? first_actual : last_actual)
            .emplace_back(std::max(0.0, x + *rc::gen::inRange(-500, 501) / 1001.0));
      }
    const Contributions c = contributions(first, last), actual = contributions(first_actual, last_actual);
    double sum = 0;
    for (const Estimate& p : c.points) sum += p.value;
    RC_ASSERT(std::abs(sum - c.growth.value) < 1e-12 * (1 + std::abs(c.growth.value)));
    const auto holds = [](const Estimate& e, double x) {
      const double ulps = 1e-12 * (1 + std::abs(x));
      RC_ASSERT(e.range.lower - ulps <= x && x <= e.range.upper + ulps);
    };
    holds(c.growth, actual.growth.value);
    for (std::size_t i = 0; i < n; ++i) {
      holds(c.points[i], actual.points[i].value);
      if (!std::isnan(actual.shares_of_growth[i].value)) holds(c.shares_of_growth[i], actual.shares_of_growth[i].value);
    }
  }));
}

TEST(ContributionsBadInput, IsRefusedWithFunctionRuleAndValue) {
  std::vector<testing::Refusal> table;
  for (const double bad : {kNaN, kInf, -3.0}) {
    const std::string got = std::isnan(bad) ? "got NaN at index 1"
                            : bad == kInf   ? "got inf at index 1"
                                            : "got -3 at index 1";
    table.insert(table.end(), {{"growth::contributions: levels must be >= 0 and finite; " + got,
                                [=] {
                                  (void)contributions({1, bad}, {1, 1});
                                }},
                               {"growth::contributions: levels must be >= 0 and finite; " + got, [=] {
                                  (void)contributions({1, 1}, {1, bad});
                                }}});
  }
  table.insert(table.end(),
               {{"growth::contributions: first and last must be of one length, at least 1; got 0 and 0",
                 [] { (void)contributions({}, {}); }},
                {"first and last must be of one length, at least 1; got 2 and 1",
                 [] {
                   (void)contributions({1, 2}, std::vector<Rounded>{1});
                 }},
                {"the first total must be finite and > 0 over its whole interval; got 0",
                 [] {
                   (void)contributions({0, 0}, {1, 1});
                 }},
                {"the first total must be finite and > 0 over its whole interval; got inf",
                 [] {
                   (void)contributions({1e308, 1e308}, {1, 1});
                 }},
                {"the last total must be finite; got inf",
                 [] {
                   (void)contributions({1, 1}, {1e308, 1e308});
                 }},
                {"growth::part_growth: share must be finite and > 0; got 0", [] { (void)part_growth(0.1, 0); }},
                {"growth::part_growth: share must be finite and > 0; got NaN", [] { (void)part_growth(0.1, kNaN); }},
                {"growth::part_growth: share must be <= 1 over its whole interval; got 1.0",
                 [] { (void)part_growth(0.1, Rounded("1.0")); }},
                {"growth::part_growth: contribution must be finite and > -share over the whole intervals; got -0.4 "
                 "with share 0.4",
                 [] { (void)part_growth(-0.4, 0.4); }},
                {"growth::part_growth: contribution must be finite", [] { (void)part_growth(kInf, 0.4); }}});
  testing::expect_refused(table);
}

}  // namespace
}  // namespace foreplan::growth
