#pragma once
#include <foreplan/growth/curve_fit.hpp>

#include <span>

namespace foreplan::inline v0::growth::internal {

/// When f(t; b) = level + level_gradient' b, about a time found already.
struct Crossing {
  double t = 0;
  double level = 0;
  std::span<const double> level_gradient{};
  double level_error = 0;  ///< Standard error of f(t; b) - level_gradient' b.
  double time_error = 0;   ///< Standard error of t.
  double first_time = 0;   ///< Least t that the curve is defined for.
};

/// All times of the crossing for which parameters can bring the sum of squares back to within quantile^2 sigma^2 of its
/// minimum.
[[nodiscard]] Interval profiled_time(const CurveFit& fit, const Crossing& crossing, double quantile);

}  // namespace foreplan::inline v0::growth::internal
