#include "stats/break_critical_values.hpp"

#include <gtest/gtest.h>
#include <foreplan/stats/break_distributions.hpp>

#include <cmath>
#include <cstddef>

namespace foreplan::stats {
namespace {

constexpr double kTrimmings[] = {0.05, 0.10, 0.15, 0.20, 0.25};
constexpr double kLevels[] = {0.10, 0.05, 0.025, 0.01};

TEST(BreakCriticalValues, OneBreakHasTheExactDistribution) {
  // The printed values were simulated with 1,000 steps, whose supremum is below that of the process, and 10,000
  // repetitions: a tail of 1 % has a standard error of 0.1 %. `sup_f_upper` is exact.
  for (const double trimming : kTrimmings)
    for (const double level : kLevels)
      for (std::size_t k = 1; k <= 10; ++k) {
        const auto values = break_critical_values(k, trimming, level);
        ASSERT_TRUE(values);
        const double p = sup_f_upper(values->sup_f[0], static_cast<int>(k), trimming, 1 - trimming);
        EXPECT_GT(p, level - 4 * std::sqrt(level / 10'000)) << trimming << ' ' << level << ' ' << k;
        EXPECT_LT(p, 1.25 * level + 4 * std::sqrt(level / 10'000)) << trimming << ' ' << level << ' ' << k;
      }
}

TEST(BreakCriticalValues, RiseWithColumnsAndLevelAndFallWithBreaks) {
  for (const double trimming : kTrimmings)
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t k = 1; k <= 10; ++k) {
        const auto values = break_critical_values(k, trimming, kLevels[i]);
        ASSERT_TRUE(values);
        EXPECT_EQ(values->sup_f.size(), trimming < 0.18 ? 5u : trimming < 0.22 ? 3u : 2u);
        for (std::size_t m = 1; m < values->sup_f.size(); ++m) EXPECT_LT(values->sup_f[m], values->sup_f[m - 1]);
        // The largest of several is not below one of them, and equal weights bring more of them into play.
        EXPECT_GE(values->ud_max, values->sup_f[0]);
        EXPECT_GT(values->wd_max, values->ud_max);
        if (k > 1) {
          const auto fewer = break_critical_values(k - 1, trimming, kLevels[i]);
          for (std::size_t m = 0; m < values->sup_f.size(); ++m) EXPECT_GT(values->sup_f[m], fewer->sup_f[m]);
          EXPECT_GT(values->ud_max, fewer->ud_max);
          EXPECT_GT(values->wd_max, fewer->wd_max);
        }
        if (i > 0) {
          const auto wider = break_critical_values(k, trimming, kLevels[i - 1]);
          for (std::size_t m = 0; m < values->sup_f.size(); ++m) EXPECT_GT(values->sup_f[m], wider->sup_f[m]);
          EXPECT_GT(values->ud_max, wider->ud_max);
          EXPECT_GT(values->wd_max, wider->wd_max);
        }
      }
}

TEST(BreakCriticalValues, AreNotInvented) {
  EXPECT_FALSE(break_critical_values(0, 0.15, 0.05));
  EXPECT_FALSE(break_critical_values(11, 0.15, 0.05));
  EXPECT_FALSE(break_critical_values(1, 0.14, 0.05));
  EXPECT_FALSE(break_critical_values(1, 0.15, 0.04));
}

}  // namespace
}  // namespace foreplan::stats
