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

/// What is to be fitted: all outlive the search.
struct EtsTask {
  std::span<const double> y{};  ///< Of the size of 1, NaN where missing.
  const EtsOptions* options = nullptr;
  /// For forms without a multiplicative part: what is smoothed is y less a combination of them, which is searched for
  /// too. Of the size of 1, NaN where y is missing.
  const std::vector<std::vector<double>>* columns = nullptr;
};

/// Minimises `EtsPass::value` over what the options leave free. The likelihood has several maxima as often as not:
/// the search begins at several places, the states first, and follows the best of them to the end. The optimum of a
/// task does not depend on the others.
[[nodiscard]] std::vector<EtsOptimum> most_likely(const EtsForm& form, std::span<const EtsTask> tasks);

}  // namespace foreplan::inline v0::forecast
