#include "stats/coefficient_shifts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

RegressionFit mean_of(double estimate, double variance) {
  RegressionFit fit;
  fit.coefficients = {{.name = "intercept", .estimate = estimate, .standard_error = std::sqrt(variance)}};
  fit.covariance = {variance};
  return fit;
}

TEST(ShiftStatistic, OfTwoMeansIsTheSquaredDifferenceOverTheSumOfVariances) {
  EXPECT_DOUBLE_EQ(shift_statistic({mean_of(3, 0.5), mean_of(7, 1.5)}), 8);
  EXPECT_NEAR(shift_statistic({mean_of(1e9 + 3, 0.5), mean_of(1e9 + 7, 1.5)}), 8, 1e-9);
  EXPECT_EQ(shift_statistic({mean_of(3, 0.5), mean_of(3, 1.5), mean_of(3, 2)}), 0);
}

TEST(ShiftStatistic, OfThreeMeansIsTheWeightedSumOfSquares) {
  // Weights 2, 1, 4 on 1, 4, 2: mean 2, sum 2 x 1 + 1 x 4 + 4 x 0.
  EXPECT_NEAR(shift_statistic({mean_of(1, 0.5), mean_of(4, 1), mean_of(2, 0.25)}), 6, 1e-14);
}

TEST(ShiftStatistic, HasNoValueForASingularCovariance) {
  EXPECT_TRUE(std::isnan(shift_statistic({mean_of(1, 0), mean_of(2, 1)})));
  EXPECT_TRUE(std::isnan(shift_statistic({mean_of(1, 1), mean_of(2, 0)})));
  RegressionFit two;
  two.coefficients = {{.name = "a", .estimate = 1, .standard_error = 1},
                      {.name = "b", .estimate = 2, .standard_error = 1}};
  two.covariance = {1, 1, 1, 1};
  EXPECT_TRUE(std::isnan(shift_statistic({two, two})));
}

TEST(SegmentRegressions, AreThoseOfTheRows) {
  const Values r = reference_values("breaks.txt");
  const std::vector<double>& y = r.at("realint.y");
  const auto fits = segment_regressions(y, {}, {47, 79}, {});
  ASSERT_EQ(fits.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_GE(digits(fits[i]["intercept"].estimate, r.at("realint.coef")[i]), 11);
  EXPECT_EQ(fits[0].observations + fits[1].observations + fits[2].observations, y.size());
}

}  // namespace
}  // namespace foreplan::stats
