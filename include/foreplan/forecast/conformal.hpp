#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/stats/rolling_origins.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

/// Intervals from errors that a model made, whatever it says of its own errors (Vovk, Gammerman & Shafer 2005): of
/// `conformal` from the past of the series itself, of `calibrated` from other series. They hold with the probability
/// asked for as far as the errors to come are exchangeable with those seen, however wrong the model is.
///
///   const auto own = conformal(ets, {.origins = {.horizon = 12, .origins = 60}});
///   const auto shipped = calibrated(ets, calibrate(ets, panel, {.origins = {.horizon = 12}}));
///
/// Points stay the model's. Quantiles of one side move away from the point as levels do: one that would lie nearer than
/// that of a level nearer to 1/2 takes its place; no side passes the quantile of the level nearest to 1/2.
namespace foreplan::inline v0::forecast {

enum class ConformalScore : std::uint8_t {
  absolute,   ///< |e|: intervals are symmetric about the point.
  two_sided,  ///< e for upper quantiles, -e for lower ones, each by itself, which takes twice the errors.
};

/// Errors e = y - point of each step ahead over rolling origins (split conformal prediction; Stankeviciute, Alaa & van
/// der Schaar 2021). Of the k errors of a step, the quantile of level p lies at point + r, r the error of rank
/// ceil((k + 1) c): with c = 2p - 1 among |e|, or with c = p among e; lower quantiles likewise on the other side.
///
/// A step with fewer than `pooled_below` errors shares those of all steps, each divided by the spread that the model
/// gave its period (half the distance between its quantiles of -1 and +1 standard normal deviations) and multiplied by
/// that of the period forecast. Errors from one origin go together, so that origins are what is counted: of K pooled
/// from k origins, the rank is ceil((k + 1) c K / k). Periods beyond `origins.horizon` are always pooled. Where the
/// model gives no finite spread > 0 nothing is pooled.
///
/// Where there are too few errors for a level (a rank past the last), the quantile is the model's own. `Fitted::model`
/// says up to which central coverage there are enough.
///
/// What is exchangeable by assumption only: errors of one series follow each other, those of several steps overlap, and
/// those of early origins are of fits to fewer values, which makes intervals rather too wide.
struct ConformalOptions {
  ConformalScore score = ConformalScore::absolute;
  stats::RollingOrigins origins{.horizon = 6, .origins = 100, .least = 10};
  std::size_t pooled_below = 20;  ///< 0: never pooled, but beyond the horizon.
  Execution execution{};          ///< A unit is an origin. Results are the same for any number of threads.
};

/// `fit` costs a fit for each origin and one more, and throws what the model throws for the whole series; its failures
/// at origins are left out. `update` when the model can: the errors stay those seen at `fit`.
/// @throws InvalidArgument  without `fit`, for options out of range. Cancelled.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster conformal(stats::Forecaster forecaster,
                                                          const ConformalOptions& options = {});

/// By how much the distance of a model's quantiles from its point is multiplied: 1 leaves them as they are.
struct IntervalCalibration {
  std::vector<double> levels{};              ///< Rising, in (0.5, 1): of upper quantiles, 1 - level of lower ones.
  std::vector<std::vector<double>> lower{};  ///< For each step ahead, one factor for each of `levels`.
  std::vector<std::vector<double>> upper{};  ///< As long.
  std::vector<std::size_t> series{};         ///< For each step ahead, how many series the factors are of.

  bool operator==(const IntervalCalibration&) const = default;
};

struct CalibrationOptions {
  std::vector<double> levels{0.75, 0.9, 0.95, 0.975, 0.995};  ///< As in `IntervalCalibration`.
  stats::RollingOrigins origins{.horizon = 6, .origins = 1};
  Execution execution{};  ///< A unit is a series. Results are the same for any number of threads.
};

/// Factors by conformal quantiles of normalised errors over a panel: an upper factor of level p is the score
/// (y - point) / (quantile_p - point) of rank ceil((k + 1) p) among k series, a lower one that of the lower quantiles.
/// A series with several origins shares its one place among them, 1 / number each (Dunn, Wasserman & Ramdas 2023), so
/// that a new series of the same kind is covered. Each tail by itself: a central interval of coverage c misses at most
/// (1 - c) / 2 at either side.
///
/// An observation where the model gives no finite point and quantile is not scored. One where the quantile is no
/// distance from the point (or on its wrong side) counts as covered or missed whatever the factor. A factor is finite
/// all the same: no more than the largest finite score, no less than the smallest. It is 1 without finite scores, and
/// where k series are too few for the level (rank past k). Series that are too short, or where the model fails, are
/// left out: `series` says how many there were. Cost: as `stats::rolling_outlooks` for each series; all scores are
/// held.
/// @throws InvalidArgument  without series, without `fit`, for options out of range.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT IntervalCalibration calibrate(const stats::Forecaster& forecaster,
                                                            const std::vector<stats::PanelSeries>& panel,
                                                            const CalibrationOptions& options = {});

/// The model with its quantiles moved by the factors. Between levels a factor is linear in the standard normal
/// quantile of the level; outside them it is the nearest one, and beyond the last step that of the last.
/// @throws InvalidArgument  without `fit`, for a calibration without steps or levels, with levels out of order, with
///   factors that are missing or not finite.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster calibrated(stats::Forecaster forecaster,
                                                           const IntervalCalibration& calibration);

}  // namespace foreplan::inline v0::forecast
