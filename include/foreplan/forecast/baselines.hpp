#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/transform.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// Forecasts that any model has to beat (Hyndman & Athanasopoulos 2021, sections 5.2 and 5.5).
///
/// Missing values (NaN) are skipped: steps are measured by the observations on both sides of a gap, and a forecast is
/// as far ahead as its last observation is old. All need one observation only; where one is too few to say how large
/// errors are, sigma2 is NaN and so are the bounds.
namespace foreplan::inline v0::forecast {

/// A random walk, by itself in each season: y_t = y_(t-m) + drift + e_t, the e independent of variance sigma2.
/// Forecast variance of step h with k = ceil(h / m) repetitions: sigma2 k, with drift (m = 1) sigma2 h (1 + h / s), s
/// the steps between first and last observation.
struct RandomWalkFit {
  std::optional<Origin> origin{};
  Transform transform{};
  std::size_t season_length = 1;  ///< m
  bool with_drift = false;
  double drift = 0;  ///< A step, on the transformed scale: (last - first) / s.
  /// On the transformed scale, the last observation of each of the m seasons, oldest season first, and how many
  /// repetitions it is old: 0 unless values are missing at the end.
  std::vector<double> last{};
  std::vector<std::size_t> age{};
  double steps = 0;                 ///< s
  double sigma2 = 0;                ///< Sum of e^2 / repetitions, over (number of e - number of drifts).
  std::vector<double> residuals{};  ///< As long as y: e over the root of its repetitions; NaN where there is none.

  bool operator==(const RandomWalkFit&) const = default;
};

struct BaselineOptions {
  Transform transform{};
};

/// The last value.
/// @throws InvalidArgument  (all of this header) without any observation, for an infinite value, a value outside the
///   transformation's domain.
[[nodiscard]] FOREPLAN_EXPORT RandomWalkFit fit_naive(std::span<const double> y, const BaselineOptions& = {});
/// The last value of the same season. A season never observed has the last value of any.
/// @param season_length  [1, 100,000]; longer than the series: the naive forecast.
[[nodiscard]] FOREPLAN_EXPORT RandomWalkFit fit_seasonal_naive(std::span<const double> y, std::size_t season_length,
                                                               const BaselineOptions& = {});
/// The line through first and last observation, continued.
[[nodiscard]] FOREPLAN_EXPORT RandomWalkFit fit_drift(std::span<const double> y, const BaselineOptions& = {});

/// The mean of all or the last observations. Forecast variance of each step: sigma2 (1 + 1 / observations).
struct MeanFit {
  std::optional<Origin> origin{};
  Transform transform{};
  std::optional<std::size_t> window{};  ///< At most how many it is of, >= 1; unset: all.
  std::size_t observations = 0;         ///< That the mean is of.
  double mean = 0;                      ///< On the transformed scale.
  double sigma2 = 0;                    ///< Sum of (y - mean)^2 / (observations - 1).
  std::vector<double> residuals{};      ///< y - mean, as long as y; NaN for what is not in the mean.

  bool operator==(const MeanFit&) const = default;
};
/// Of all.
[[nodiscard]] FOREPLAN_EXPORT MeanFit fit_mean(std::span<const double> y, const BaselineOptions& = {});
/// Of the last `window` that were observed. @param window  >= 1; all when there are fewer.
[[nodiscard]] FOREPLAN_EXPORT MeanFit fit_window(std::span<const double> y, std::size_t window,
                                                 const BaselineOptions& = {});

/// The fits of a series carry its origin.
[[nodiscard]] FOREPLAN_EXPORT RandomWalkFit fit_naive(const Series& y, const BaselineOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT RandomWalkFit fit_seasonal_naive(const Series& y, std::size_t season_length,
                                                               const BaselineOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT RandomWalkFit fit_drift(const Series& y, const BaselineOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT MeanFit fit_mean(const Series& y, const BaselineOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT MeanFit fit_window(const Series& y, std::size_t window, const BaselineOptions& = {});

/// @param horizon  [1, 1,000,000].
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const RandomWalkFit&, std::size_t horizon);
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const MeanFit&, std::size_t horizon);

/// The walk taken over more observations: drift and sigma2 stay as they are, residuals are added.
/// @throws InvalidArgument  for a value that is infinite or outside the transformation's domain.
[[nodiscard]] FOREPLAN_EXPORT RandomWalkFit update(const RandomWalkFit&, std::span<const double> more);
/// The mean of the old and the new values, or of the last ones of its window, with sigma2 and residuals around it: the
/// fit of all values together, to rounding, but for the transformation, which stays as it is.
/// @throws InvalidArgument  as for a walk; for residuals of which not as many are known as `observations` says.
[[nodiscard]] FOREPLAN_EXPORT MeanFit update(const MeanFit&, std::span<const double> more);

}  // namespace foreplan::inline v0::forecast
