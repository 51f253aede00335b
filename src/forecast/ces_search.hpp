#pragma once
#include <foreplan/core/stop.hpp>

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "forecast/ces_kernel.hpp"

namespace foreplan::inline v0::forecast {

/// A form at its most likely.
struct CesOptimum {
  CesParameters smoothing{};
  std::vector<double> initial{};  ///< As `CesShape` says; empty where nothing has a likelihood.
  double value = std::numeric_limits<double>::infinity();  ///< log(SSE)
  Stop stop = Stop::not_finite;
};

/// Whether the eigenvalues of the transition less persistence times measurement are less than 1 in size.
[[nodiscard]] bool admissible(const CesShape& shape, const CesParameters& p);

/// Minimises `CesSquares::value` over what `options` leave free.
/// @param y  of the size of 1, NaN where missing.
[[nodiscard]] CesOptimum most_likely(const CesShape& shape, std::span<const double> y, const CesOptions& options);

}  // namespace foreplan::inline v0::forecast
