#pragma once
#include <foreplan/growth/curves.hpp>

#include <span>
#include <string_view>
#include <vector>

#include "growth/curve_kernels.hpp"

namespace foreplan::inline v0::growth::internal {

/// What the search for starting values varies a parameter over, given the span of time.
enum class Axis {
  rate,        ///< 1/5 to 50 over the span, rising
  any_rate,    ///< the same, both signs
  time,        ///< from half a span before the first to a span after the last observation
  innovation,  ///< 1/5000 to 2 over the span
  duration,    ///< 1/20 to 5 spans, for times counted from 0
  shape,       ///< 1/5 to 5
};

/// A curve as the combination of at most three functions of time, whose weights are the parameters that enter linearly.
struct CurveShape {
  Curve curve{};
  std::string_view name{};
  std::vector<std::string_view> parameters{};
  std::vector<double> least{};        ///< Lower bound of each parameter.
  std::vector<std::size_t> linear{};  ///< Places of the parameters that enter linearly,
  std::vector<std::size_t> others{};  ///< and of the others,
  std::vector<Axis> axes{};           ///< with what they are searched over.
  double first_time = 0;              ///< Least t that the curve is defined for.
  CurveKernel kernel = nullptr;
  CurveFunction function{};  ///< The same.
};

[[nodiscard]] const CurveShape& shape_of(Curve curve);

}  // namespace foreplan::inline v0::growth::internal
