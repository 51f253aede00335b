#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/forecast/ets.hpp>

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace foreplan::inline v0::forecast {

/// A form at its most likely.
struct EtsOptimum {
  std::vector<double> point{};  ///< Of `EtsPass`; empty where none has a likelihood.
  double value = std::numeric_limits<double>::infinity();
  std::vector<double> columns{};  ///< Their coefficients.
  std::size_t parameters = 0;     ///< Estimated ones, initial states, columns and sigma2 included.
  Stop stop = Stop::not_finite;
};

/// Minimises `EtsPass::value` over what `options` leave free. The likelihood has several maxima as often as not:
/// the search begins at several places, the states first, and follows the best of them to the end.
/// @param y        of the size of 1, NaN where missing.
/// @param columns  for forms without a multiplicative part: what is smoothed is y less a combination of them, which is
///                 searched for too. Of the size of 1, NaN where y is missing.
[[nodiscard]] EtsOptimum most_likely(const EtsForm& form, std::span<const double> y, const EtsOptions& options,
                                     const std::vector<std::vector<double>>& columns = {});

}  // namespace foreplan::inline v0::forecast
