#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/forecast_comparison.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

using Groups = std::vector<std::vector<std::size_t>>;
const double kNaN = std::nan("");

TEST(FriedmanNemenyi, AgreesWithR) {
  const reference::Lines all = reference::read_lines("forecast_comparison.txt");
  const FriedmanNemenyi test = friedman_nemenyi(reference::line(all, "losses"), 4);
  EXPECT_EQ(test.series, 12u);
  EXPECT_NEAR(test.chi_squared, reference::line(all, "friedman")[0], 1e-12);
  EXPECT_NEAR(test.chi_squared_p, reference::line(all, "friedman")[1], 1e-14);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(test.mean_ranks[i], reference::line(all, "mean ranks")[i], 1e-14);
}

/// Demsar (2006), section 3.2 and table 6: C4.5, with m, with cf, with both, over fourteen data sets; their ranks.
const std::vector<double> kDemsar{4,   3,   2,   1,   1,   2,   3, 4, 4, 1,   2,   3, 4, 1, 3, 2, 4, 2,   3,
                                  1,   1,   2.5, 4,   2.5, 3,   2, 4, 1, 2.5, 2.5, 4, 1, 4, 3, 2, 1, 2.5, 2.5,
                                  2.5, 2.5, 4,   2.5, 1,   2.5, 3, 2, 4, 1,   4,   1, 2, 3, 3, 1, 4, 2};

TEST(FriedmanNemenyi, AgreesWithDemsarsExample) {
  const FriedmanNemenyi test = friedman_nemenyi(kDemsar, 4, {.correct_ties = false});
  const std::vector<double> ranks{3.143, 2.000, 2.893, 1.964};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(test.mean_ranks[i], ranks[i], 5e-4);
  EXPECT_NEAR(test.chi_squared, 9.28, 5e-3);
  EXPECT_NEAR(test.f, 3.69, 5e-3);
  EXPECT_NEAR(test.f_p, f_upper(test.f, 3, 39), 1e-15);
  EXPECT_NEAR(test.critical_difference, 1.25, 5e-3);
  EXPECT_NEAR(friedman_nemenyi(kDemsar, 4, {.level = 0.1}).critical_difference, 1.12, 5e-3);
  EXPECT_EQ(test.groups, (Groups{{3, 1, 2, 0}}));  // 3.143 - 1.964 < 1.25
  // At 0.10 "C4.5 is significantly worse than C4.5+m and C4.5+m+cf": the two best, with cf, then cf with C4.5.
  EXPECT_EQ(friedman_nemenyi(kDemsar, 4, {.level = 0.1}).groups, (Groups{{3, 1, 2}, {2, 0}}));
}

/// Demsar (2006), table 5 (a): quantiles of the range over sqrt(2).
TEST(FriedmanNemenyi, AgreesWithDemsarsCriticalValues) {
  const std::vector<double> five{1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164};
  const std::vector<double> ten{1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920};
  for (std::size_t k = 2; k <= 10; ++k) {
    EXPECT_NEAR(normal_range_upper_quantile(0.05, k) / std::sqrt(2), five[k - 2], 1e-3) << k;
    EXPECT_NEAR(normal_range_upper_quantile(0.10, k) / std::sqrt(2), ten[k - 2], 1e-3) << k;
  }
}

TEST(FriedmanNemenyi, GroupsOverlap) {
  // Forty series agree but for the second and third of four models.
  std::vector<double> losses;
  for (int s = 0; s < 40; ++s) losses.insert(losses.end(), {1.0, s % 2 == 0 ? 2.0 : 3.0, s % 2 == 0 ? 3.0 : 2.0, 4.0});
  const FriedmanNemenyi test = friedman_nemenyi(losses, 4);
  EXPECT_LT(test.critical_difference, 1);
  EXPECT_EQ(test.groups, (Groups{{0}, {1, 2}, {3}}));
  EXPECT_LT(test.f_p, 1e-20);
}

TEST(FriedmanNemenyi, OnlyOrderCounts) {
  std::vector<double> losses = kDemsar;
  for (double& x : losses) x = 1e140 * std::exp(x);
  const FriedmanNemenyi a = friedman_nemenyi(kDemsar, 4), b = friedman_nemenyi(losses, 4);
  EXPECT_EQ(a.mean_ranks, b.mean_ranks);
  EXPECT_EQ(a.chi_squared, b.chi_squared);
  EXPECT_EQ(a.groups, b.groups);
}

TEST(FriedmanNemenyi, LeavesOutUnknownSeries) {
  std::vector<double> losses = kDemsar;
  losses.insert(losses.begin() + 8, {1, kNaN, 2, 3});
  EXPECT_EQ(friedman_nemenyi(losses, 4).series, 14u);
  EXPECT_EQ(friedman_nemenyi(losses, 4).chi_squared, friedman_nemenyi(kDemsar, 4).chi_squared);
}

TEST(FriedmanNemenyi, AllTiedSaysNothingAndAllAgreedEverything) {
  const FriedmanNemenyi tied = friedman_nemenyi(std::vector<double>{1, 1, 1, 2, 2, 2}, 3);
  EXPECT_TRUE(std::isnan(tied.chi_squared) && std::isnan(tied.chi_squared_p) && std::isnan(tied.f_p));
  EXPECT_EQ(tied.groups, (Groups{{0, 1, 2}}));
  const FriedmanNemenyi agreed = friedman_nemenyi(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9}, 3);
  EXPECT_NEAR(agreed.chi_squared, 6, 1e-12);
  EXPECT_EQ(agreed.f, std::numeric_limits<double>::infinity());
  EXPECT_EQ(agreed.f_p, 0);
}

TEST(FriedmanNemenyi, RefusesBadInput) {
  testing::expect_refused({
      {"stats::friedman_nemenyi: models must be in [2, 10000]; got 1", [] { (void)friedman_nemenyi(kDemsar, 1); }},
      {"there must be a loss of each model in every row; got 56 losses of 5 models",
       [] { (void)friedman_nemenyi(kDemsar, 5); }},
      {"there must be at least 2 rows without a NaN; got 1",
       [] {
         (void)friedman_nemenyi(std::vector<double>{1, 2, 3, kNaN}, 2);
       }},
      {"losses must be at most 1e+150 in size; got inf at index 1",
       [] {
         (void)friedman_nemenyi(std::vector<double>{1, HUGE_VAL, 3, 4}, 2);
       }},
      {"options.level must be in [1e-10, 0.5]; got 0", [] { (void)friedman_nemenyi(kDemsar, 4, {.level = 0}); }},
  });
}

}  // namespace
}  // namespace foreplan::stats
