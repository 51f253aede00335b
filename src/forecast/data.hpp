#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/forecast/transform.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// What every model does with its data before and after fitting.
namespace foreplan::inline v0::forecast {

/// A series on the scale of its model.
struct ModelData {
  Transform transform{};         ///< With lambda set.
  std::vector<double> values{};  ///< Transformed; NaN where missing.
  std::size_t observations = 0;  ///< That are not missing.
};

/// @throws InvalidArgument  for `function`: an infinite value, one outside the transformation's domain.
[[nodiscard]] ModelData model_data(std::string_view function, std::span<const double> y, const Transform& transform,
                                   std::size_t season_length = 1);

/// The lambda of a transformation that has it, 1 of others.
/// @throws InvalidArgument  for one not set or out of range, bounds out of range.
double require_resolved(std::string_view function, const Transform& transform);

/// @throws InvalidArgument  when all are missing.
void require_observation(std::string_view function, const ModelData& data);

[[nodiscard]] inline Origin origin_of(const Series& y) { return {y.name, y.last(), y.unit}; }

/// The residuals that are not missing.
[[nodiscard]] std::vector<double> known(std::span<const double> residuals);

/// @throws InvalidArgument  unless it is in [1, 1,000,000].
void require_horizon(std::string_view function, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
