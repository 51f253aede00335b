#pragma once
#include <foreplan/forecast/combination.hpp>

#include <string_view>
#include <vector>

namespace foreplan::inline v0::forecast {

/// Whether weights come from comparing the members over rolling origins.
[[nodiscard]] constexpr bool compares(Weighting weighting) noexcept {
  return weighting == Weighting::inverse_error || weighting == Weighting::stacked;
}

/// @throws InvalidArgument  for `function`.
void check_combination(std::string_view function, const std::vector<stats::Forecaster>& members,
                       const CombinationOptions& options);

}  // namespace foreplan::inline v0::forecast
