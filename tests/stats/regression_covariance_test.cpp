#include "stats/regression_covariance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

// One column of length 1, q = 1/2 four times; e = 2, -4, 6, -4, so that the scores q e are 1, -2, 3, -2.
const std::vector<double> kBasis(4, 0.5), kResiduals{2, -4, 6, -4}, kCounted{1};

double value(const CovarianceOptions& options) { return meat(options, kBasis, kResiduals, kCounted).matrix[0]; }

TEST(Meat, OfUnequalVariancesIsTheSumOfSquares) {
  EXPECT_DOUBLE_EQ(value({.kind = Covariance::hc0}), 18);
  EXPECT_DOUBLE_EQ(value({.kind = Covariance::hc1}), 18 * 4 / 3.0);
  EXPECT_DOUBLE_EQ(value({.kind = Covariance::hc2}), 18 / 0.75);
  EXPECT_DOUBLE_EQ(value({.kind = Covariance::hc3}), 18 / 0.5625);
}

TEST(Meat, OfBartlettsKernelIsTheWeightedSumOfProducts) {
  // Products at lags 1 and 2: -2 - 6 - 6 = -14 and 3 + 4 = 7; weights 2/3 and 1/3.
  EXPECT_NEAR(value({.kind = Covariance::newey_west, .lags = 2, .small_sample = false}),
              18 + 2 * (-14 * 2 / 3.0 + 7 / 3.0), 1e-13);
  EXPECT_NEAR(value({.kind = Covariance::newey_west, .lags = 2}), 4 / 3.0 * (18 + 2 * (-14 * 2 / 3.0 + 7 / 3.0)),
              1e-13);
}

TEST(Meat, OfTheSpectralKernelUsesEveryLag) {
  // k(z) = 3 (sin(u) / u - cos(u)) / u^2 with u = 6 pi z / 5; here z = 1, 2, 3 at b = 1. Lag 3: -2.
  const auto k = [](double z) {
    const double u = 6 * std::acos(-1.0) * z / 5;
    return 3 * (std::sin(u) / u - std::cos(u)) / (u * u);
  };
  EXPECT_NEAR(value({.kind = Covariance::quadratic_spectral, .small_sample = false, .bandwidth = 1.0}),
              18 + 2 * (-14 * k(1) + 7 * k(2) - 2 * k(3)), 1e-13);
}

TEST(Meat, PrewhitenedIsRecoloured) {
  // a = (1 x -2 + -2 x 3 + 3 x -2) / (1 + 4 + 9) = -1; what is left is -1, 1, 1; without lags their squares' sum is
  // divided by (1 - a)^2 = 4.
  EXPECT_NEAR(value({.kind = Covariance::newey_west, .lags = 0, .small_sample = false, .prewhiten = true}), 3 / 4.0,
              1e-14);
}

TEST(Meat, OfAUnitRootHasNoValue) {
  // Scores that repeat one number have a = 1: what they add up to has no finite variance.
  const std::vector<double> same(4, 2.0);
  const Meat m = meat({.kind = Covariance::newey_west, .lags = 0, .prewhiten = true}, kBasis, same, kCounted);
  EXPECT_TRUE(std::isnan(m.matrix[0]));
}

TEST(Meat, ReportsTheBandwidthsOfSandwich) {
  // Stackloss in an orthonormal basis: the residuals' mean alone, x = 1.
  const Values r = reference_values("regression.txt");
  const std::vector<double>& y = r.at("stackloss.y");
  const RegressionFit fit = fit_regression(y, {}, {.covariance = {.kind = Covariance::quadratic_spectral}});
  const std::vector<double> basis(y.size(), 1 / std::sqrt(static_cast<double>(y.size())));
  for (const double units : {1.0, 1e60, 1e-60}) {
    const Meat m = meat({.kind = Covariance::quadratic_spectral}, basis, fit.residuals, std::vector<double>{units});
    EXPECT_GE(digits(m.bandwidth.value(), fit.bandwidth.value()), 12) << units;
    EXPECT_FALSE(m.lags);
  }
}

TEST(Meat, OfNoResidualsIsZero) {
  const std::vector<double> none(4, 0.0);
  for (const Covariance kind : {Covariance::hc3, Covariance::newey_west, Covariance::quadratic_spectral}) {
    const Meat m = meat({.kind = kind}, kBasis, none, kCounted);
    EXPECT_EQ(m.matrix[0], 0) << to_string(kind);
  }
}

}  // namespace
}  // namespace foreplan::stats
