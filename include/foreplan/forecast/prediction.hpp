#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/forecast.hpp>
#include <foreplan/export.hpp>

#include <foreplan/forecast/transform.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

/// What a fit of any model can be asked for: a point and an interval for each period (`predict`), other quantiles
/// (`quantiles`), or sample paths (`sample_paths`), from which anything that concerns several periods together follows,
/// such as the total of a year.
///
///   const auto fit = fit_ets(sales, {.season_length = 12});
///   const auto next = predict(fit, 12, {.coverage = 0.90});
///   const auto year = total(sample_paths(fit, 12, {.paths = 10'000, .seed = 7}), 0.90);
///
/// A model, the caller's own too, says one thing of its future: `predictive(fit, horizon)`. The rest is here.
///
/// Finite data have finite forecasts, of all models, also at the ends of the range of a double:
/// - What lies beyond the largest double is answered as that, with its sign: points, quantiles and sample paths as much
///   as states, fitted values and residuals. A path that has left the doubles and cannot be followed stays at their end.
/// - A model is fitted, updated and carried on over one power of two for its data and its states together. A value of
///   less than 2^-1074 times the largest of these counts as zero.
/// - A variance that no double holds (of residuals from 1e154 on) is infinite: the median stands where it is, other
///   quantiles lie at the ends of the doubles.
/// - Refused with InvalidArgument is what the model's own formulas cannot take: values outside the domain of its
///   transformation, or transformed to what no double holds (y^2 of 1e300); an update that multiplicative components
///   cannot follow, whose relative error no double holds (1e300 after a level of 1e-300, or anything after one of 0);
///   negative values of demand.
namespace foreplan::inline v0::forecast {

/// Where intervals come from.
enum class IntervalMethod : std::uint8_t {
  automatic,     ///< `analytic` where the model has a formula, else `simulated`.
  analytic,      ///< Normal around the mean with the model's forecast variance. Refused where there is no formula.
  simulated,     ///< Quantiles of sample paths with normal innovations.
  bootstrapped,  ///< Quantiles of sample paths whose innovations are drawn from the fit's residuals, centred.
  none,          ///< Point forecasts only.
};

/// The centre of a forecast whose distribution is skewed by a transformation or a multiplicative model.
enum class PointForecast : std::uint8_t {
  automatic,  ///< The mean of untransformed models; the median, which is the model's path carried back, of transformed
              ///< ones.
  mean,
  median,
};

/// What of the distribution makes a `Forecast`.
struct ForecastOptions {
  double coverage = 0.90;  ///< (0, 1)
  IntervalMethod intervals = IntervalMethod::automatic;
  PointForecast point = PointForecast::automatic;
  std::size_t paths = 5'000;  ///< Of simulated and bootstrapped intervals: [100, 10^7], times horizon at most 10^9.
  std::uint64_t seed = 1;
  Execution execution{};  ///< Results are the same for any.
};

/// The distribution of the periods after the data, on the transformed scale.
struct Predictive {
  std::optional<Origin> origin{};
  Transform transform{};
  std::vector<double> mean{};       ///< Over the horizon; may be infinite.
  std::vector<double> variance{};   ///< Of each period by itself; empty when the model has no formula for it.
  double sigma2 = 0;                ///< Variance of the innovations, NaN when not known.
  std::vector<double> residuals{};  ///< Innovations of the past, which `bootstrap` draws from; no missing ones.
  /// Numbers that a path takes besides its innovations: standard normal ones, for what was estimated.
  std::size_t extra = 0;
  /// Writes the path that `horizon` innovations and then `extra` standard normal numbers lead to; infinite where it
  /// leaves the doubles.
  std::function<void(std::span<const double> innovations, std::span<double> path)> path{};
};

struct PathOptions {
  std::size_t paths = 1'000;  ///< [1, 10^7]; at most 10^9 numbers in all.
  std::uint64_t seed = 1;
  bool bootstrap = false;  ///< Innovations drawn from the residuals instead of the normal distribution.
  Execution execution{};
};

/// Futures that the model holds equally likely, on the scale of the series.
struct SamplePaths {
  std::optional<Origin> origin{};
  std::size_t horizon = 0;
  std::vector<double> values{};  ///< Path by path, `horizon` numbers each.

  [[nodiscard]] std::size_t paths() const noexcept { return horizon == 0 ? 0 : values.size() / horizon; }
  [[nodiscard]] std::span<const double> path(std::size_t i) const noexcept {
    return {values.data() + i * horizon, horizon};
  }
  bool operator==(const SamplePaths&) const = default;
};

/// Quantiles of every period.
struct QuantileForecast {
  std::optional<Origin> origin{};
  std::vector<double> levels{};               ///< As asked for.
  std::vector<std::vector<double>> values{};  ///< One vector over the horizon for each level.

  bool operator==(const QuantileForecast&) const = default;
};

/// Mean and central interval of every period. Quantiles of samples are of Hyndman & Fan's (1996) type 7.
/// @throws InvalidArgument  without paths, for a coverage or level outside (0, 1).
[[nodiscard]] FOREPLAN_EXPORT Forecast summary(const SamplePaths&, double coverage = 0.90);
/// The same of the sum over the periods: horizon 1.
[[nodiscard]] FOREPLAN_EXPORT Forecast total(const SamplePaths&, double coverage = 0.90);
[[nodiscard]] FOREPLAN_EXPORT QuantileForecast quantiles(const SamplePaths&, const std::vector<double>& levels);

/// Where sigma2 is not known (too few observations) there are point forecasts and NaN for all else.
/// @throws InvalidArgument  for options out of range; `analytic` without a formula; sample paths without `path`;
///   `bootstrapped` without residuals.
[[nodiscard]] FOREPLAN_EXPORT Forecast predict(const Predictive&, const ForecastOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT QuantileForecast quantiles(const Predictive&, const std::vector<double>& levels,
                                                         const ForecastOptions& = {});
/// Path i is made of the Philox stream of (seed, i), so that more paths begin with the same ones.
[[nodiscard]] FOREPLAN_EXPORT SamplePaths sample_paths(const Predictive&, const PathOptions& = {});

/// A fit that says what it predicts.
template <class Fit>
concept HasPredictive = requires(const Fit& fit, std::size_t horizon) {
  { predictive(fit, horizon) } -> std::same_as<Predictive>;
};

/// @param horizon  [1, 1,000,000].
template <HasPredictive Fit>
[[nodiscard]] Forecast predict(const Fit& fit, std::size_t horizon, const ForecastOptions& options = {}) {
  return predict(predictive(fit, horizon), options);
}
template <HasPredictive Fit>
[[nodiscard]] QuantileForecast quantiles(const Fit& fit, std::size_t horizon, const std::vector<double>& levels,
                                         const ForecastOptions& options = {}) {
  return quantiles(predictive(fit, horizon), levels, options);
}
template <HasPredictive Fit>
[[nodiscard]] SamplePaths sample_paths(const Fit& fit, std::size_t horizon, const PathOptions& options = {}) {
  return sample_paths(predictive(fit, horizon), options);
}

}  // namespace foreplan::inline v0::forecast
