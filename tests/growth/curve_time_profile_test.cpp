#include "growth/curve_time_profile.hpp"

#include <gtest/gtest.h>
#include <foreplan/growth/curves.hpp>
#include <foreplan/stats/distributions.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace foreplan::growth::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const std::vector<double> kTime{1, 2, 3, 4, 5, 6, 7, 8};

Crossing crossing_of(const CurveFit& line, double level, const std::vector<double>& no_gradient) {
  const double a = line["intercept"], b = line["slope"], t = (level - a) / b;
  const auto& v = line.covariance;
  const double error = std::sqrt(v[0] + 2 * t * v[1] + t * t * v[3]);
  return {t, level, no_gradient, error, error / std::abs(b), -kInfinity};
}

/// For a straight line the profile is Fieller's (1954) interval: the roots of (a + b t - level)^2 = q^2 var(a + b t).
TEST(ProfiledTime, IsFiellersIntervalForALine) {
  const std::vector<double> y{2.1, 2.9, 4.2, 4.8, 6.1, 7.2, 7.7, 9.1}, none(2, 0.0);
  const CurveFit line = fit_curve(Curve::linear, kTime, y);
  ASSERT_TRUE(line.usable());
  const double q = stats::student_t_quantile(0.95, 6);
  for (const double level : {0.0, 6.0, 15.0}) {
    const double a = line["intercept"] - level, b = line["slope"];
    const auto& v = line.covariance;
    const double square = b * b - q * q * v[3], middle = a * b - q * q * v[1], rest = a * a - q * q * v[0];
    const double root = std::sqrt(middle * middle - square * rest);
    const Interval range = profiled_time(line, crossing_of(line, level, none), q);
    EXPECT_NEAR(range.lower, (-middle - root) / square, 1e-6) << level;
    EXPECT_NEAR(range.upper, (-middle + root) / square, 1e-6) << level;
  }
}

/// A slope that may as well be zero or less leaves it open whether the level is ever passed.
TEST(ProfiledTime, IsOpenWhereCurvesMayNeverPass) {
  const std::vector<double> y{2.1, 4.9, 1.2, 5.8, 2.1, 5.2, 1.7, 4.6}, none(2, 0.0);
  const CurveFit line = fit_curve(Curve::linear, kTime, y);
  const double q = stats::student_t_quantile(0.95, 6);
  ASSERT_LT(std::abs(line["slope"]), q * std::sqrt(line.covariance[3]));
  const double above = line["slope"] > 0 ? 20 : -20;
  EXPECT_EQ(profiled_time(line, crossing_of(line, above, none), q).upper, kInfinity);
}

/// Half of a ceiling that is estimated itself is passed at the midpoint, whatever the rest is.
TEST(ProfiledTime, OfHalfTheCeilingIsTheMidpointsInterval) {
  std::vector<double> y;
  for (const double t : kTime) y.push_back(10 / (1 + std::exp(-0.9 * (t - 4))) + 0.1 * std::sin(9 * t * t));
  const CurveFit fit = fit_logistic(kTime, y);
  ASSERT_TRUE(fit.usable());
  const double q = stats::student_t_quantile(0.95, static_cast<double>(fit.degrees_of_freedom));
  const std::vector<double> half{0.5, 0, 0};
  const double b = fit["ceiling"] * fit["rate"] / 4, error = fit.parameters[2].standard_error;
  const Interval range = profiled_time(fit, {fit["midpoint"], 0, half, error * b, error, -kInfinity}, q);
  const Interval midpoint = parameter_interval(fit, "midpoint", 0.90, ParameterInterval::profile);
  EXPECT_NEAR(range.lower, midpoint.lower, 1e-5);
  EXPECT_NEAR(range.upper, midpoint.upper, 1e-5);
}

}  // namespace
}  // namespace foreplan::growth::internal
