#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

/// What every decomposition asks of its data.
namespace foreplan::inline v0::forecast {

/// @throws InvalidArgument  unless it is in [2, 100,000].
void require_season_length(std::string_view function, std::size_t season_length);

/// The first place of the season without any observation.
[[nodiscard]] std::optional<std::size_t> place_never_observed(std::span<const double> y, std::size_t season_length);

/// @throws InvalidArgument  unless values are finite or NaN, there are two whole seasons, and each place of the season
///   is observed.
void require_decomposable(std::string_view function, std::span<const double> y, std::size_t season_length);

}  // namespace foreplan::inline v0::forecast
