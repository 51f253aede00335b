#pragma once
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/tuning/batch.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// What candidates would have forecast, over many series and from many points in time:
///
///   const Backtest result = backtest(panel, catalogue({"ets", "dotm"}), {.horizon = 6, .origins = 3});
///   for (const Standing& s : leaderboard(result).overall.standings) ...                      // leaderboard.hpp
///
/// A model is given a copy of the values known at the origin, of exactly their number, and nothing else, so that no
/// candidate, the caller's own included, can see what it is judged by. A candidate that fails is a result, and the others
/// go on.
namespace foreplan::inline v0::tuning {

/// The series as it was published at some time, before revisions: the newest one for origins at which `known` values or
/// more are known, until the next one. At an origin beyond its end models are given what it has and forecast the more
/// periods ahead.
struct Vintage {
  std::size_t known = 0;
  std::vector<double> values{};  ///< From the same first period on; at least `known` of them.

  bool operator==(const Vintage&) const = default;
};

/// A series to be forecast.
struct BacktestSeries {
  std::string name{};               ///< In messages; several series may share one.
  std::string group{};              ///< Scores are added up by it: "yearly". May be empty.
  std::vector<double> values{};     ///< Oldest first, NaN where missing; what forecasts are compared with.
  std::size_t season_length = 1;    ///< [1, 1,000,000]; what models are given; 1: no season.
  std::size_t scale_lag = 0;        ///< m of MASE and the scores like it; 0: `season_length`.
  std::size_t horizon = 0;          ///< 0: `BacktestOptions::horizon`.
  std::vector<Vintage> vintages{};  ///< By rising `known`. At earlier origins models are given `values`.

  bool operator==(const BacktestSeries&) const = default;
};

/// Where forecasts begin. Origin 1 is the last one: `gap` + horizon values lie after it, and k - 1 steps more after
/// origin k. A series that is too short for as many origins as were asked for has fewer of them, down to none, which
/// `Backtest::left_out` says.
struct BacktestOptions {
  std::size_t horizon = 6;  ///< [1, 1,000,000], with the gap; periods that are scored.
  std::size_t gap = 0;      ///< Periods between what is known and the first one scored.
  std::size_t origins = 3;  ///< [1, 1,000,000]; at most so many.
  std::size_t step = 0;     ///< Periods between two origins; 0: the horizon, so that no value is scored twice.
  std::size_t window = 0;   ///< A model is given at most so many of the last values; 0: all, an expanding window.
  /// An origin is left out at which a model would be given fewer values, missing ones not counted; 0: max(6, 2 m + 1) by
  /// the season length m, or the window where that is shorter.
  std::size_t least = 0;
  /// false: estimated at the first of a series' origins where that succeeds, then taken over the values since
  /// (`Fitted::update`); a model that cannot is fitted again all the same.
  bool refit = true;
  /// Of the quantiles, rising, in (0, 1); coverage and interval scores are of those that lie symmetrically about 1/2.
  /// None: points only.
  std::vector<double> levels{0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975};
  /// Threads, progress, a work folder to resume from. A unit is a block of one to eight series, by how many there are.
  /// To `task` hashes of the data, the candidates' names, the options and the library's version are added; what else
  /// decides what a candidate says should stand in it, in at most 3,500 bytes.
  BatchOptions batch{};
};

/// A forecast of one candidate for one series from one origin.
struct Fold {
  std::size_t series = 0, candidate = 0;  ///< Places among those given.
  std::size_t origin = 1;                 ///< Counted from the last one, which is 1.
  std::size_t known = 0;                  ///< values[known + gap] is the first one scored.
  stats::Outlook outlook{};               ///< Of the periods scored; empty after an error.
  std::vector<double> actual{};           ///< Of the same periods.
  /// `stats::naive_absolute_scale` and `_squared_scale` of all that was known, the window aside; NaN where not defined.
  double absolute_scale = 0, squared_scale = 0;
  std::string model{};  ///< `Fitted::model`
  bool usable = false;  ///< `Fitted::usable`; false after an error.
  /// Of the `Error` that the model threw, or what is wrong with its answer: one of another shape than was asked for, a
  /// point that is not finite. Empty when it answered.
  std::string error{};

  bool operator==(const Fold&) const = default;
};

/// Given folds by the calling thread: by series, of a series by origin from the earliest, of an origin by candidate.
using FoldSink = std::function<void(Fold&&)>;
/// The series at a place. Any thread may ask; each series is asked for once, with a work folder once more at the beginning
/// for the hash of the data.
using SeriesSource = std::function<BacktestSeries(std::size_t)>;

/// All folds as they come; memory is that of 64 units, with a work folder of one for each thread, whatever the number of
/// series. The same folds for any number of threads, and for a run that was ended at any point and begun again in its
/// work folder. Cost: a fit for each series, origin and candidate.
/// @throws InvalidArgument  for options out of range, no candidates, a name used twice, a candidate without `fit`, season
///   lengths or horizons out of range, vintages out of order or too short; a work folder of another task.
/// @throws Cancelled, IoError  as `run_batch`.
/// What candidates throw beside the library's errors (std::bad_alloc, what is the caller's own) comes through.
FOREPLAN_EXPORT void backtest(std::size_t series, const SeriesSource& source,
                              const std::vector<stats::Forecaster>& candidates, const BacktestOptions& options,
                              const FoldSink& sink);

/// How well one fold was forecast; means over its periods, NaN where a measure is not defined (stats/accuracy.hpp). A
/// fold whose absolute scale is 0 or not known, as that of a constant series, is left out as in competitions: NaN in all.
struct FoldScore {
  double smape = 0, mase = 0, rmsse = 0;
  double pinball = 0;   ///< Mean over all levels, over the absolute scale.
  double msis = 0;      ///< Of the central interval of 90 % or, without one, of the widest; over the absolute scale.
  double coverage = 0;  ///< Of the same interval.

  bool operator==(const FoldScore&) const = default;
};

/// Means over all series and origins of a group that are scored, one step ahead of the gap being the first.
struct StepScore {
  std::string group{};
  std::size_t candidate = 0, step = 1;
  std::size_t forecasts = 0;  ///< Scored: with an actual value.
  double smape = 0, mase = 0, pinball = 0;
  std::vector<double> below{};  ///< For each level, the share of actual values at or below the quantile.

  bool operator==(const StepScore&) const = default;
};

/// A fold whose `error` is not empty.
struct BacktestFailure {
  std::size_t series = 0, candidate = 0, origin = 1;
  std::string error{};

  bool operator==(const BacktestFailure&) const = default;
};

/// A series that nobody is scored on.
struct SeriesLeftOut {
  std::size_t series = 0;
  /// "30 values, and an origin needs 25 before it and 6 after it", or that its scale is 0 or not known at each origin.
  std::string reason{};

  bool operator==(const SeriesLeftOut&) const = default;
};

/// Of which fold something is said.
struct FoldPlace {
  std::size_t series = 0, candidate = 0, origin = 1;

  bool operator==(const FoldPlace&) const = default;
};

/// What is kept of a panel: numbers, no forecasts.
struct Backtest {
  std::vector<std::string> series{}, groups{}, candidates{};  ///< Names; `groups` by series.
  std::size_t origins = 0;                                    ///< The most that a series has.
  std::vector<double> levels{};
  /// Number (series x origins + origin - 1) x candidates + candidate; NaN where there is no such fold or it failed.
  std::vector<FoldScore> scores{};
  std::vector<StepScore> steps{};  ///< By group in the order of first appearance, step and candidate.
  std::vector<BacktestFailure> failures{};
  std::vector<SeriesLeftOut> left_out{};  ///< Rising.
  std::vector<FoldPlace> unusable{};  ///< Answered by a fit whose search did not end well (`Fold::usable`).
  std::vector<double> intervals{};    ///< Probabilities of the central intervals among the levels, rising.
  /// For each of `scores` and each interval the share of periods within it: number x intervals + interval.
  std::vector<double> covered{};

  /// @throws InvalidArgument  beyond what there is.
  [[nodiscard]] FOREPLAN_EXPORT const FoldScore& at(std::size_t series, std::size_t origin,
                                                    std::size_t candidate) const;
  bool operator==(const Backtest&) const = default;
};

/// Scores instead of folds. @throws  as above, before any work for the panel's part.
[[nodiscard]] FOREPLAN_EXPORT Backtest backtest(const std::vector<BacktestSeries>& panel,
                                                const std::vector<stats::Forecaster>& candidates,
                                                const BacktestOptions& options = {});
/// Of `forecasters(candidates)`; their models and options are part of a work folder's task.
[[nodiscard]] FOREPLAN_EXPORT Backtest backtest(const std::vector<BacktestSeries>& panel,
                                                const std::vector<Candidate>& candidates,
                                                const BacktestOptions& options = {});

}  // namespace foreplan::inline v0::tuning
