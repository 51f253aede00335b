#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// What a model would have said before: forecasts from earlier points of a series, which backtests, weights of a
/// combination and conformal intervals compare with what came (Tashman 2000).
///
///   for (const auto& o : rolling_outlooks(model, y, 12, {.horizon = 6, .origins = 10}))
///     if (o.error.empty()) judge(o.outlook, std::span(y).subspan(o.known, 6));
namespace foreplan::inline v0::stats {

/// Where forecasts begin. The last origin is `horizon` values before the end, so that all of every forecast can be
/// compared; the others lie before it.
struct RollingOrigins {
  std::size_t horizon = 1;   ///< [1, 1,000,000]; periods forecast from each origin.
  std::size_t origins = 10;  ///< [1, 1,000,000]; at most so many, counted from the end.
  std::size_t step = 1;      ///< >= 1; periods between two origins.
  std::size_t least = 3;     ///< >= 1; fewest values, missing ones not counted, that a model is given.
  /// Fitted again at each origin; false: fitted at the first one where that succeeds, and from there on taken over the
  /// values since. A model without `update` is fitted again all the same.
  bool refit = true;
};

/// A series of a panel: what several series are judged or calibrated by together.
struct PanelSeries {
  std::string name{};
  std::vector<double> values{};   ///< Oldest first, NaN where missing.
  std::size_t season_length = 1;  ///< 1: no season.

  bool operator==(const PanelSeries&) const = default;
};

/// What a model said from one origin.
struct OriginOutlook {
  std::size_t known = 0;  ///< It was given the first so many values: y[known] is one step ahead.
  std::string model{};    ///< What was fitted (`Fitted::model`).
  bool usable = false;    ///< `Fitted::usable`; false after an error.
  Outlook outlook{};      ///< Over the horizon; empty after an error.
  std::string error{};    ///< Of the `Error` that the model threw; empty when it answered.

  bool operator==(const OriginOutlook&) const = default;
};

/// How many values are known at each origin, in the order of time. A series that is too short for as many origins as
/// were asked for has fewer of them, down to none.
/// @throws InvalidArgument  for options out of range.
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::size_t> origins_of(std::span<const double> y,
                                                                  const RollingOrigins& options = {});

/// The outlook from each of `origins_of(y, options)`. The model is given a copy of the values before the origin and
/// nothing else, so that it cannot see what it is judged by. An `Error` that it throws is text in the result;
/// `Cancelled` and what is not the library's come through, of several the one of the first origin. Cost: a fit for each
/// origin, or one fit and updates.
/// @param execution  a unit is an origin. Results are the same for any number of threads.
/// @throws InvalidArgument  for options or levels out of range, a forecaster without `fit`.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT std::vector<OriginOutlook> rolling_outlooks(
    const Forecaster& forecaster, std::span<const double> y, std::size_t season_length,
    const RollingOrigins& options = {}, const std::vector<double>& levels = {}, const Execution& execution = {});

}  // namespace foreplan::inline v0::stats
