#pragma once
#include <foreplan/forecast/combination.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::forecast {

/// Whether weights come from comparing the members over rolling origins.
[[nodiscard]] constexpr bool compares(Weighting weighting) noexcept {
  return weighting == Weighting::inverse_error || weighting == Weighting::stacked;
}

/// Outlooks of one horizon and the same levels, at least one, put together period by period and level by level: a
/// period that one has no finite point for is of the others, and so are quantiles; NaN where nobody has them.
[[nodiscard]] stats::Outlook combined(const std::vector<stats::Outlook>& members, const std::vector<double>& weights,
                                      const CombinationOptions& options);

/// Puts the quantiles of a period in order, the k-th lowest going to the k-th lowest level.
void put_in_order(stats::Outlook& outlook, std::size_t period);

/// @throws InvalidArgument  for `function`.
void check_combination(std::string_view function, const std::vector<stats::Forecaster>& members,
                       const CombinationOptions& options);

}  // namespace foreplan::inline v0::forecast
