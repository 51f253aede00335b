#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/transform.hpp>

#include <cstddef>
#include <limits>
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

/// The power of two over which values are at most 1 in size, or below 2 for the largest doubles: 1 for zeros. Missing
/// ones are passed over.
[[nodiscard]] double power_of_two_above(std::span<const double> values);

/// Data on the model's scale, over a power of two that brings them to the size of 1.
struct ScaledData {
  Transform transform{};
  std::vector<double> y{};
  double scale = 1;
  std::size_t observations = 0;
  double least = std::numeric_limits<double>::infinity();  ///< Of the values, scaled.
  double most = -std::numeric_limits<double>::infinity();
};
/// @throws InvalidArgument  as `model_data`.
[[nodiscard]] ScaledData scaled_data(std::string_view function, std::span<const double> y, const Transform& transform,
                                     std::size_t season_length = 1);

/// What rounding leaves of values whose squares add up to this: smaller sums of squared errors are noise.
[[nodiscard]] double rounding_of(double squares) noexcept;

/// -n/2 (log(2 pi SSE / n) + 1) from the log of the SSE of values that were divided by `scale`.
[[nodiscard]] double gaussian_log_likelihood(double log_squares, double n, double scale);

/// @throws InvalidArgument  when all are missing.
void require_observation(std::string_view function, const ModelData& data);

[[nodiscard]] inline Origin origin_of(const Series& y) { return {y.name, y.last(), y.unit}; }

/// How many periods a year has; of days, a week.
[[nodiscard]] std::size_t season_of(Frequency frequency) noexcept;

/// What a model predicts of a series less `values`, with these put back.
[[nodiscard]] Predictive moved(Predictive model, std::vector<double> values);

/// The residuals that are not missing.
[[nodiscard]] std::vector<double> known(std::span<const double> residuals);

/// @throws InvalidArgument  unless it is in [1, 1,000,000].
void require_horizon(std::string_view function, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
