#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/any_fit.hpp>
#include <foreplan/forecast/conformal.hpp>
#include <foreplan/forecast/joint_paths.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The combination that is meant when nobody names a model: the median, period by period and quantile by quantile, of
/// four to six models that err in different ways (models.hpp), for a season of m periods
///
///   m = 1        `ets_capped`, `holt`, `ces`, `box_cox_arima`, `box_cox_dotm`, `drift`
///   2 to 4       `ets_capped`, `dotm`, `stl_dotm`, `box_cox_arima`
///   5 to 12      `ets_capped`, `dotm`, `stl_dotm`, `box_cox_arima`, `stl_arima`, `ces`
///   above 12     `ets_capped` without STL (its season to m = 24, none above), `dotm`, `stl_dotm`, `stl_arima`
///
/// with quantiles moved away from the point or nearer to it by factors found on series of the M1, Tourism and M4
/// competitions (`calibrated` of conformal.hpp), since models by themselves know nothing of the doubt about their form.
/// Members and factors were chosen on six tenths of the series of each kind and are fixed; docs/accuracy.md has what
/// they score on the others.
///
///   const DefaultFit fit = fit_default(sales, {.season_length = 12});
///   const Forecast next = predict(fit, 12, {.coverage = 0.90});
///   const Forecast year = total(sample_paths(fit, 12), 0.90);
namespace foreplan::inline v0::forecast {

struct DefaultOptions {
  std::size_t season_length = 1;  ///< m: [1, 100,000].
  bool calibrated = true;         ///< Whether quantiles are moved by `default_calibration`.
};

struct DefaultFit {
  std::optional<Origin> origin{};
  std::size_t season_length = 1;
  bool calibrated = true;
  std::vector<AnyFit> members{};        ///< In the order above, without those that could not be fitted.
  std::vector<std::string> left_out{};  ///< "stl_dotm: why" of each of these.

  [[nodiscard]] bool usable() const;  ///< Whether all members are.
};

/// @throws InvalidArgument  for options out of range, values that are infinite or all missing; as the first member,
///   when all fail.
[[nodiscard]] FOREPLAN_EXPORT DefaultFit fit_default(std::span<const double> y, const DefaultOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT DefaultFit fit_default(const Series& y, const DefaultOptions& options = {});

/// Points and quantiles; a number that no member knows is NaN.
/// @throws InvalidArgument  without members, for a horizon outside [1, 1,000,000], levels outside (0, 1).
[[nodiscard]] FOREPLAN_EXPORT stats::Outlook outlook(const DefaultFit&, std::size_t horizon,
                                                     const std::vector<double>& levels);
/// Of the options the coverage alone counts.
[[nodiscard]] FOREPLAN_EXPORT Forecast predict(const DefaultFit&, std::size_t horizon, const PredictOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT QuantileForecast quantiles(const DefaultFit&, std::size_t horizon,
                                                         const std::vector<double>& levels);
/// Paths of which each period by itself is distributed as the quantiles of `path_levels` say, and that hang together as
/// the paths of the first member do whose errors have a variance (`couple` of joint_paths.hpp).
/// @throws InvalidArgument  as `quantiles` and `sample_paths` of that member.
[[nodiscard]] FOREPLAN_EXPORT SamplePaths sample_paths(const DefaultFit&, std::size_t horizon, const PathOptions& = {});
/// Each member taken over more values; nothing is estimated again.
/// @throws InvalidArgument  for values that a member refuses (prediction.hpp).
[[nodiscard]] FOREPLAN_EXPORT DefaultFit update(const DefaultFit&, std::span<const double> more);
/// "median of ETS(A,N,N), dynamic optimised theta, ..., calibrated".
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const DefaultFit&);

/// The same as a value beside other models.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster default_combination(bool calibrated = true);

/// The factors for a season: found for m = 1, 4, 12, 24 and 52; others have those of the next longer one, above 52
/// those of 52.
/// @param season_length  >= 1.
[[nodiscard]] FOREPLAN_EXPORT IntervalCalibration default_calibration(std::size_t season_length);

}  // namespace foreplan::inline v0::forecast
