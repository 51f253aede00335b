#include <foreplan/stats/break_distributions.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/stats/distributions.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(SupFUpper, AgreesWithTheRootsOfKummersFunction) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/sup_f.txt");
  std::string line;
  int cases = 0;
  while (std::getline(in, line)) {
    if (line[0] == '#') continue;
    std::istringstream words(line);
    double x = 0, trimming = 0, p = 0;
    int k = 0;
    words >> x >> k >> trimming >> p;
    EXPECT_NEAR(sup_f_upper(x, k, trimming, 1 - trimming), p, 1e-11) << line;
    if (p < 1e-8) {
      EXPECT_NEAR(sup_f_upper(x, k, trimming, 1 - trimming) / p, 1, 0.02) << line;
    }
    ++cases;
  }
  EXPECT_EQ(cases, 18);
}

TEST(SupFUpper, IsNearThePublishedCriticalValues) {
  // Andrews (2003), table 1, trimming 0.15: critical values at 10, 5 and 1 %, simulated on a grid of time, which misses
  // peaks between its points and puts them a little too low.
  const double levels[] = {0.10, 0.05, 0.01};
  const double table[][3] = {{7.12, 8.68, 12.16}, {10.00, 11.72, 15.56}, {12.28, 14.13, 18.07}};
  for (int k = 1; k <= 3; ++k)
    for (int i = 0; i < 3; ++i) {
      const double p = sup_f_upper(table[k - 1][i], k, 0.15, 0.85);
      EXPECT_GT(p, levels[i]) << k << ' ' << i;
      EXPECT_LT(p, 1.13 * levels[i]) << k << ' ' << i;
    }
}

TEST(SupFUpper, OneDateIsChiSquared) {
  EXPECT_EQ(sup_f_upper(5, 2, 0.4, 0.4), chi_squared_upper(5, 2));
  // And is approached as the dates draw together.
  EXPECT_NEAR(sup_f_upper(5, 2, 0.499, 0.501), chi_squared_upper(5, 2), 0.02);
  EXPECT_GT(sup_f_upper(5, 2, 0.499, 0.501), chi_squared_upper(5, 2));
}

TEST(SupFUpper, TheTailJoinsTheSeries) {
  // On both sides of 1e-8, where the formula changes, log P falls alike.
  for (const int k : {1, 4, 12}) {
    double x = 2 * k + 1, beyond = 200;
    while (beyond - x > 1e-3) {
      const double middle = (x + beyond) / 2;
      (sup_f_upper(middle, k, 0.15, 0.85) > 1e-8 ? x : beyond) = middle;
    }
    const double above = sup_f_upper(x - 0.1, k, 0.15, 0.85), below = sup_f_upper(x + 0.1, k, 0.15, 0.85);
    EXPECT_NEAR(std::log(above / below), 0.1, 0.02) << k << ' ' << x;
  }
  EXPECT_EQ(sup_f_upper(std::numeric_limits<double>::infinity(), 1, 0.15, 0.85), 0);
  EXPECT_EQ(sup_f_upper(0, 1, 0.15, 0.85), 1);
}

TEST(CusumUpper, AgreesWithStrucchange) {
  const Values r = reference_values("breaks.txt");
  for (const char* x : {"0.5", "1", "1.358", "2"})
    EXPECT_NEAR(cusum_upper(std::stod(x)), r.at(std::string("ols.p.") + x)[0], 1e-13) << x;
  EXPECT_EQ(cusum_upper(0), 1);
  EXPECT_NEAR(cusum_upper(1 - 1e-12), cusum_upper(1), 1e-11);
}

TEST(RecursiveCusumUpper, AgreesWithStrucchangeAndTheTable) {
  const Values r = reference_values("breaks.txt");
  // Beyond two images strucchange leaves out what is left: 2 exp(-36 x^2).
  for (const char* x : {"0.948", "1.143", "2"})
    EXPECT_NEAR(recursive_cusum_upper(std::stod(x)), r.at(std::string("rec.p.") + x)[0], 1e-13) << x;
  EXPECT_NEAR(recursive_cusum_upper(0.5), r.at("rec.p.0.5")[0], 1e-4);
  // Brown, Durbin & Evans (1975): 0.850, 0.948 and 1.143 at 10, 5 and 1 %.
  EXPECT_NEAR(recursive_cusum_upper(0.850), 0.10, 1e-4);
  EXPECT_NEAR(recursive_cusum_upper(0.948), 0.05, 5e-5);
  EXPECT_NEAR(recursive_cusum_upper(1.143), 0.01, 5e-6);
  EXPECT_EQ(recursive_cusum_upper(0), 1);
}

TEST(BreakDateCdf, AgreesWithStrucchange) {
  const Values r = reference_values("breaks.txt");
  const double at[] = {-20, -3, -0.5, 0, 0.25, 4, 11};
  for (const auto& [key, xi, root_phi] :
       {std::tuple{"argmax.1.1", 1.0, 1.0}, {"argmax.2.0.5", 2.0, 0.5}, {"argmax.0.3.1.7", 0.3, 1.7}})
    for (std::size_t i = 0; i < 7; ++i)
      EXPECT_NEAR(break_date_cdf(at[i], xi, xi * root_phi * root_phi), r.at(key)[i], 1e-12) << key << ' ' << at[i];
}

TEST(BreakDateQuantile, IsTheTableOfBai) {
  // Bai (1997): 7 and 11, for 90 and 95 % of both sides at xi = phi = 1, printed as whole numbers.
  EXPECT_NEAR(break_date_quantile(0.95, 1, 1), 7, 0.8);
  EXPECT_NEAR(break_date_quantile(0.975, 1, 1), 11, 0.5);
}

RC_GTEST_PROP(BreakDateProperty, QuantileUndoesTheDistribution, ()) {
  const double p = *rc::gen::inRange(1, 1000) / 1000.0;
  const double xi = *rc::gen::inRange(1, 500) / 50.0, phi = *rc::gen::inRange(1, 500) / 50.0;
  RC_ASSERT(std::abs(break_date_cdf(break_date_quantile(p, xi, phi), xi, phi) - p) < 1e-9);
}

RC_GTEST_PROP(BreakDateProperty, ReversedTimeIsTheOtherSide, ()) {
  const double xi = *rc::gen::inRange(1, 500) / 50.0, phi = *rc::gen::inRange(1, 500) / 50.0;
  const double x = *rc::gen::inRange(-2000, 2000) / 100.0;
  // V divided by c = phi / xi in time s = t phi / xi^2 has unit variance and drift 1/2 on the right, and on the left
  // drift 1 / xi and variance 1 / phi of what they were.
  RC_ASSERT(std::abs(break_date_cdf(x, xi, phi) - (1 - break_date_cdf(-x * xi * xi / phi, 1 / xi, 1 / phi))) < 1e-9);
}

TEST(BreakDistributions, RefuseWhatTheyCannotUse) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT([&] { (void)cusum_upper(nan); },
              ThrowsMessage<InvalidArgument>("stats::cusum_upper: x must be >= 0; got NaN"));
  EXPECT_THROW((void)recursive_cusum_upper(-1), InvalidArgument);
  EXPECT_THROW((void)sup_f_upper(-1, 1, 0.1, 0.9), InvalidArgument);
  EXPECT_THROW((void)sup_f_upper(1, 0, 0.1, 0.9), InvalidArgument);
  EXPECT_THROW((void)sup_f_upper(1, 61, 0.1, 0.9), InvalidArgument);
  EXPECT_THROW((void)sup_f_upper(1, 1, 0, 0.9), InvalidArgument);
  EXPECT_THROW((void)sup_f_upper(1, 1, 0.9, 0.1), InvalidArgument);
  EXPECT_THROW((void)break_date_cdf(0, 0, 1), InvalidArgument);
  EXPECT_THROW((void)break_date_cdf(nan, 1, 1), InvalidArgument);
  EXPECT_THROW((void)break_date_quantile(1, 1, 1), InvalidArgument);
}

TEST(BreakDate, KeepsItsDigitsWhereTheVariancesDifferByMuch) {
  // The same formula in 60 digits (mpmath 1.3): with variances 10^8 apart its terms are 10^8 times their sum.
  const double r[] = {1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4};
  const double at_one[] = {7.10052004840604e-15, 7.10052004839742e-13, 7.1005200475349e-11,
                           7.10051996128323e-9,  7.10051133612543e-7,  7.09964891417956e-5};
  const double at_thirty[] = {3.36727027455661e-17, 3.36727027454904e-15, 3.36727027379241e-13,
                              3.36727019812918e-11, 3.36726263182106e-9,  3.36650614676077e-7};
  for (int i = 0; i < 6; ++i) {
    EXPECT_NEAR(break_date_cdf(-1, r[i], 1), at_one[i], 1e-15) << r[i];
    EXPECT_NEAR(break_date_cdf(-30, r[i], 1), at_thirty[i], 1e-17) << r[i];
  }
}

TEST(SupF, IsCertainToExceedNothing) {
  for (const double x : {1e-320, 1e-300, 1e-30, 1e-20, 1e-10})
    for (const int k : {1, 7, 60}) EXPECT_NEAR(sup_f_upper(x, k, 0.15, 0.85), 1, 1e-10) << x << ' ' << k;
}

}  // namespace
}  // namespace foreplan::stats
