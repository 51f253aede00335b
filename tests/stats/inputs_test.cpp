#include <foreplan/stats/inputs.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "refusals.hpp"

namespace foreplan::stats {
namespace {

using foreplan::testing::expect_refused;

TEST(InputDistribution, QuantilesInvertTheDistributionFunctions) {
  for (const double p : {0.0, 0.1, 0.25, 0.5, 0.9, 1.0}) {
    EXPECT_DOUBLE_EQ(quantile(uniform(-2, 6), p), -2 + 8 * p);
    EXPECT_NEAR(quantile(log_uniform(0.01, 100), p), std::pow(10, -2 + 4 * p), 1e-13 * std::pow(10, -2 + 4 * p));
    // On [1, 5] with mode 2: F(x) = (x - 1)^2 / 4 up to the mode, 1 - (5 - x)^2 / 12 above it.
    const double x = quantile(triangular(1, 2, 5), p);
    EXPECT_NEAR(x <= 2 ? (x - 1) * (x - 1) / 4 : 1 - (5 - x) * (5 - x) / 12, p, 1e-15);
  }
  EXPECT_EQ(quantile(normal(3, 2), 0.5), 3);
  EXPECT_NEAR(quantile(normal(3, 2), 0.975), 3 + 2 * 1.959963984540054, 1e-13);
}

TEST(InputDistribution, TriangularWithItsModeAtAnEnd) {
  EXPECT_DOUBLE_EQ(quantile(triangular(0, 0, 1), 0), 0);
  EXPECT_DOUBLE_EQ(quantile(triangular(0, 0, 1), 0.75), 0.5);
  EXPECT_DOUBLE_EQ(quantile(triangular(0, 1, 1), 0.25), 0.5);
  EXPECT_DOUBLE_EQ(quantile(triangular(0, 1, 1), 1), 1);
}

TEST(InputDistribution, EndsAreMetExactly) {
  EXPECT_EQ(quantile(uniform(0.1, 0.7), 1), 0.7);
  EXPECT_EQ(quantile(log_uniform(0.1, 0.7), 0), 0.1);
  EXPECT_EQ(quantile(log_uniform(0.1, 0.7), 1), 0.7);
}

TEST(InputDistribution, RefusesWhatIsNone) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  expect_refused({
      {"stats::uniform: low < high must hold, both finite; got 2 and 1", [] { (void)uniform(2, 1); }},
      {"got NaN and 1", [&] { (void)uniform(nan, 1); }},
      {"low < high must hold", [] { (void)uniform(-1e308, 1e308); }},
      {"stats::log_uniform: low of a log-uniform input must be > 0; got -1", [] { (void)log_uniform(-1, 1); }},
      {"stats::triangular: mode must lie between low and high; got 4", [] { (void)triangular(1, 4, 3); }},
      {"stats::normal: standard deviation must be > 0 and finite; got 0", [] { (void)normal(1, 0); }},
      {"stats::normal: mean must be finite; got NaN", [&] { (void)normal(nan, 1); }},
      {"p must be in (0, 1) for a normal input; got 1", [] { (void)quantile(normal(0, 1), 1); }},
      {"p must be in [0, 1]; got NaN", [&] { (void)quantile(uniform(0, 1), nan); }},
  });
}

}  // namespace
}  // namespace foreplan::stats
