#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// A forecast of any series, and what was done to get it.
///
///   const AutoForecast next = auto_forecast(permits, {.horizon = 12, .season_lengths = {12}, .non_negative = true});
///   draw(stats::interval(next.outlook));
///   for (const std::string& reason : next.why) note(reason);   // "demand is rare: intermittent, ..."
///
/// In this order:
///
///   1  Missing values before the first observation are left out. So are zeros before the first other value, where no
///      value is negative and no later run of zeros is as long: the thing had not begun.
///   2  Values whose largest is above 2^500 or below 2^-500 are brought near to 1 by a power of two, and forecasts
///      back.
///   3  Fewer than four observations, or a constant (all zero too): `naive`.
///   4  Values >= 0 with demand in no more than 1 / 1.32 of the periods (`classify_demand`), where no season explains
///      which: `sba`; `tsb`, which falls without demand, where the zeros at the end are a longer run than any before.
///   5  Season lengths of which there are not two whole seasons, or a place of which is never observed, are left out.
///      Several seasons, or one of more than 24 periods: ETS of what MSTL leaves, as `stl_ets`.
///   6  Anything else: `default` (default_combination.hpp).
///
/// What fails is replaced by the first of `ets`, `theta`, `naive` that does not. To fail is to be refused, to have a
/// point or quantile that is not a number while the variance is known, or to explode: a point or bound further from the
/// data than 1,000 (1 + h / n) times their range. The names are those of models.hpp.
namespace foreplan::inline v0::forecast {

struct AutoForecastOptions {
  std::size_t horizon = 1;  ///< [1, 1,000,000]
  /// In any order, each in [1, 100,000]; 1 says nothing. Empty: of a `Series` the year's quarters or months, the 52
  /// weeks, the 7 days of its frequency; of a span none. {1}: none.
  std::vector<std::size_t> season_lengths{};
  std::vector<double> levels{0.05, 0.95};  ///< Of the quantiles: (0, 1).
  bool non_negative = false;               ///< Whether what is below zero is answered as zero.
};

struct AutoForecast {
  std::optional<Origin> origin{};
  stats::Outlook outlook{};        ///< Points are finite. Quantiles are NaN of one observation only.
  std::string name{};              ///< Of the model used, as in models.hpp.
  std::string model{};             ///< What was fitted: "median of ETS(A,Ad,N), ..., calibrated".
  std::vector<std::string> why{};  ///< A sentence for each decision above, in order; never empty.

  bool operator==(const AutoForecast&) const = default;
};

/// @throws InvalidArgument  without any observation, for an infinite value, options out of range, a negative value
///   where forecasts are to be `non_negative`; for nothing else about the data.
[[nodiscard]] FOREPLAN_EXPORT AutoForecast auto_forecast(std::span<const double> y, const AutoForecastOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT AutoForecast auto_forecast(const Series& y, const AutoForecastOptions& = {});

/// The same as a model for sets of series and combinations; estimates when it predicts. Of the options horizon, levels
/// and season lengths are not read: the caller of the model has them.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster auto_forecaster(const AutoForecastOptions& = {});

}  // namespace foreplan::inline v0::forecast
