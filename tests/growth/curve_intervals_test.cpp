#include <foreplan/core/errors.hpp>
#include <foreplan/growth/curve_fit.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace foreplan::growth {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// The textbook formulas of a straight line, by hand: t = 0 ... 4, y = 1 3 2 5 4, so mean t = 2, mean y = 3, Stt = 10,
// slope 0.8, intercept 1.4, sum of squares 3.6, sigma^2 = 1.2. Student's t with 3 degrees: 2.353363 at 90 %.
const std::vector<double> kT{0, 1, 2, 3, 4}, kY{1, 3, 2, 5, 4};
constexpr double kStudent = 2.353363434801824;

CurveFit fit_line(const CurveOptions& options = {}) {
  return fit_curve(curve_function<2>([](const auto& b, double t) { return b[0] + b[1] * t; }), {"a", "b"}, {0, 1}, kT,
                   kY, options);
}

TEST(CurveIntervals, BandsAreTheTextbooksOfALine) {
  const std::vector<double> at{2, 6};
  const Forecast mean = band(fit_line(), at, CurveBand::mean), next = band(fit_line(), at);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double curve = 1.2 * (1.0 / 5 + std::pow(at[i] - 2, 2) / 10);
    EXPECT_NEAR(mean.mean[i], 1.4 + 0.8 * at[i], 1e-13);
    EXPECT_NEAR(mean.upper[i] - mean.mean[i], kStudent * std::sqrt(curve), 1e-12);
    EXPECT_NEAR(next.mean[i] - next.lower[i], kStudent * std::sqrt(curve + 1.2), 1e-12);
  }
}

TEST(CurveIntervals, PredictGoesOnInTheSteps) {
  const Forecast next = predict(fit_line(), 2), same = band(fit_line(), std::vector<double>{5, 6});
  EXPECT_EQ(next.mean, same.mean);
  EXPECT_EQ(next.lower, same.lower);
  EXPECT_EQ(next.upper, same.upper);
}

TEST(CurveIntervals, AParametersIntervalIsTheTextbooks) {
  for (const ParameterInterval method : {ParameterInterval::delta, ParameterInterval::profile}) {
    const Interval slope = parameter_interval(fit_line(), "b", 0.9, method);
    EXPECT_NEAR(slope.upper, 0.8 + kStudent * std::sqrt(0.12), 1e-8);
    EXPECT_NEAR(slope.lower, 0.8 - kStudent * std::sqrt(0.12), 1e-8);
  }
}

TEST(CurveIntervals, AProfileEndsAtTheRange) {
  const CurveFit fit = fit_line({.ranges = {{"b", 0.7, 5}}});
  const Interval slope = parameter_interval(fit, "b");
  EXPECT_EQ(slope.lower, 0.7);
  EXPECT_NEAR(slope.upper, 0.8 + kStudent * std::sqrt(0.12), 1e-8);
  EXPECT_THAT(
      [&] {
        (void)parameter_interval(fit_line({.ranges = {{"b", 1, 1}}}), "b");
      },
      ThrowsMessage<InvalidArgument>(HasSubstr("the parameter must be free")));
}

}  // namespace
}  // namespace foreplan::growth
