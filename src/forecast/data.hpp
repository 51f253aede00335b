#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/transform.hpp>

#include <cstddef>
#include <initializer_list>
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

/// @throws InvalidArgument  for `function`: an infinite value, one outside the transformation's domain or transformed to
///   what no double holds.
[[nodiscard]] ModelData model_data(std::string_view function, std::span<const double> y, const Transform& transform,
                                   std::size_t season_length = 1);

/// The lambda of a transformation that has it, 1 of others.
/// @throws InvalidArgument  for one not set or out of range, bounds out of range.
double require_resolved(std::string_view function, const Transform& transform);

/// The rule of forecast/prediction.hpp for numbers beyond the doubles: x, or the largest of its sign.
[[nodiscard]] inline double within_doubles(double x) noexcept {
  constexpr double kMost = std::numeric_limits<double>::max();
  return x > kMost ? kMost : x < -kMost ? -kMost : x;  // NaN stays
}

/// The power of two over which all values are at most 1 in size, or below 2 for the largest doubles: 1 for zeros.
/// Missing ones are passed over. What is less than 2^-1074 of the largest value becomes zero over it, which is far below
/// what rounding leaves of that.
[[nodiscard]] double power_of_two_above(std::initializer_list<std::span<const double>> values);
[[nodiscard]] inline double power_of_two_above(std::span<const double> values) { return power_of_two_above({values}); }

/// The same for what is so large, from 2^500 on, that sums and squares might leave the doubles; 1 for all else.
[[nodiscard]] double headroom(std::initializer_list<std::span<const double>> values);

/// Data on the model's scale, over a power of two that brings them to the size of 1.
struct ScaledData {
  Transform transform{};
  std::vector<double> y{};
  double scale = 1;
  std::size_t observations = 0;
  double least = std::numeric_limits<double>::infinity();  ///< Of the values, scaled.
  double most = -std::numeric_limits<double>::infinity();
};
/// @param states  in units of the transformed data, of a model that goes on with them: the scale suits these too.
/// @throws InvalidArgument  as `model_data`.
[[nodiscard]] ScaledData scaled_data(std::string_view function, std::span<const double> y, const Transform& transform,
                                     std::size_t season_length = 1, std::span<const double> states = {});

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

/// sigma2 times a sum that may have left the doubles: infinite then, unless there are no innovations.
[[nodiscard]] inline double variance_of(double sigma2, double sum) { return sigma2 == 0 ? 0 : sigma2 * sum; }

/// Over `scale`, and back within the doubles.
inline void divide(std::vector<double>& values, double scale) {
  for (double& x : values) x /= scale;
}
inline void multiply(std::vector<double>& values, double scale) {
  for (double& x : values) x = within_doubles(x * scale);
}
[[nodiscard]] inline double variance_over(double sigma2, double scale) {
  return within_doubles(sigma2 / scale / scale);
}

/// What a model predicts of a series over `scale`, a power of two, in units of the series. Paths take innovations in
/// these units too, unless they are relative.
[[nodiscard]] Predictive times(Predictive model, double scale, bool relative = false);

/// The residuals that are not missing.
[[nodiscard]] std::vector<double> known(std::span<const double> residuals);

/// @throws InvalidArgument  unless it is in [1, 1,000,000].
void require_horizon(std::string_view function, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
