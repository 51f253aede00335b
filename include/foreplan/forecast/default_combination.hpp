#pragma once
#include <foreplan/export.hpp>
#include <foreplan/forecast/conformal.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <cstddef>

/// The combination that is meant when nobody names a model: the median, period by period and quantile by quantile, of
/// four models that err in different ways (models.hpp), for a season of m periods
///
///   m = 1        `ets_capped`, `dotm`, `box_cox_dotm`, `box_cox_arima`
///   2 to 12      `ets_capped`, `dotm`, `stl_dotm`, `box_cox_arima`
///   above 12     `ets_capped` without STL (its season to m = 24, none above), `dotm`, `stl_dotm`, `stl_arima`
///
/// with quantiles moved away from the point or nearer to it by factors found on series of the M1, Tourism and M4
/// competitions (`calibrated` of conformal.hpp), since models by themselves know nothing of the doubt about their form.
/// Members and factors were chosen on six tenths of the series of each kind and are fixed; docs/accuracy.md has what
/// they score on the others.
namespace foreplan::inline v0::forecast {

struct DefaultCombinationOptions {
  bool calibrated = true;  ///< Whether quantiles are moved by `default_calibration`.
};

/// Its `fit` throws InvalidArgument as `named_model`. A member that fails is left out.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster default_combination(const DefaultCombinationOptions& options = {});

/// The factors for a season: found for m = 1, 4, 12, 24 and 52; others have those of the next longer one, above 52
/// those of 52.
/// @param season_length  >= 1.
[[nodiscard]] FOREPLAN_EXPORT IntervalCalibration default_calibration(std::size_t season_length);

}  // namespace foreplan::inline v0::forecast
