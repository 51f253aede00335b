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
///   for (const Standing& s : leaderboard(result).standings) ...                              // leaderboard.hpp
///
/// A model is given a copy of the values known at the origin and nothing else, so that no candidate, the caller's own
/// included, can see what it is judged by. A candidate that fails is a result, and the others go on.
namespace foreplan::inline v0::tuning {

/// The series as it was published at some time, before revisions.
struct Vintage {
  std::size_t known = 0;         ///< It is the newest one for origins at which so many values or more are known.
  std::vector<double> values{};  ///< From the same first period on; at least `known` of them.

  bool operator==(const Vintage&) const = default;
};

/// A series to be forecast.
struct BacktestSeries {
  std::string name{};
  std::string group{};              ///< Scores are added up by it: "yearly". May be empty.
  std::vector<double> values{};     ///< Oldest first, NaN where missing; what forecasts are compared with.
  std::size_t season_length = 1;    ///< What models are given; 1: no season.
  std::size_t scale_lag = 0;        ///< m of MASE and the scores like it; 0: `season_length`.
  std::size_t horizon = 0;          ///< 0: `BacktestOptions::horizon`.
  std::vector<Vintage> vintages{};  ///< By rising `known`. Before the first one models are given `values`.

  bool operator==(const BacktestSeries&) const = default;
};

/// Where forecasts begin. Origin 1 is the last one: `gap` + horizon values lie after it, and k - 1 steps more after
/// origin k.
struct BacktestOptions {
  std::size_t horizon = 6;  ///< [1, 1,000,000]; periods that are scored.
  std::size_t gap = 0;      ///< Periods between what is known and the first one scored.
  std::size_t origins = 3;  ///< [1, 1,000,000]; at most so many.
  std::size_t step = 0;     ///< Periods between two origins; 0: the horizon, so that no value is scored twice.
  std::size_t window = 0;   ///< A model is given at most so many of the last values; 0: all, an expanding window.
  /// An origin with fewer observations before it is left out; 0: max(6, 2 m + 1).
  std::size_t least = 0;
  bool refit =
      true;  ///< false: estimated at a series' first origin, then taken over the values since (`Fitted::update`).
  /// Of the quantiles, rising, in (0, 1); coverage and interval scores are of those that lie symmetrically about 1/2.
  std::vector<double> levels{0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975};
  BatchOptions batch{};  ///< Threads, progress, a work folder to resume from. A unit is a block of series.
};

/// A forecast of one candidate for one series from one origin.
struct Fold {
  std::size_t series = 0, candidate = 0;         ///< Places among those given.
  std::size_t origin = 1;                        ///< Counted from the last one, which is 1.
  std::size_t known = 0;                         ///< values[known + gap] is the first one scored.
  stats::Outlook outlook{};                      ///< Of the periods scored; empty after an error.
  std::vector<double> actual{};                  ///< Of the same periods.
  double absolute_scale = 0, squared_scale = 0;  ///< `stats::naive_absolute_scale`, `_squared_scale` of what was known.
  std::string model{};                           ///< `Fitted::model`
  bool usable = false;                           ///< `Fitted::usable`; false after an error.
  std::string error{};                           ///< Of the `Error` that the model threw; empty when it answered.

  bool operator==(const Fold&) const = default;
};

/// Given folds by the calling thread: by series, of a series by origin from the earliest, of an origin by candidate.
using FoldSink = std::function<void(Fold&&)>;
/// The series at a place, asked for once, or again after a restart; any thread may ask.
using SeriesSource = std::function<BacktestSeries(std::size_t)>;

/// All folds as they come; memory is that of the series being worked on. The same folds for any number of threads, and
/// for a run that was ended at any point and begun again in its work folder.
/// @throws InvalidArgument  for options out of range, no candidates, labels used twice, season lengths or horizons out
///   of range, vintages out of order or too short.
/// @throws Cancelled, IoError  as `run_batch`.
FOREPLAN_EXPORT void backtest(std::size_t series, const SeriesSource& source,
                              const std::vector<stats::Forecaster>& candidates, const BacktestOptions& options,
                              const FoldSink& sink);

/// How well one fold was forecast; means over its periods, NaN where a measure is not defined (stats/accuracy.hpp).
struct FoldScore {
  double smape = 0, mase = 0, rmsse = 0;
  double pinball = 0;   ///< Mean over all levels, over the absolute scale.
  double msis = 0;      ///< Of the widest central interval but one of 90 % where there is one, over the absolute scale.
  double coverage = 0;  ///< Of the same interval.

  bool operator==(const FoldScore&) const = default;
};

/// Means over all series and origins of a group, one step ahead of the gap being the first.
struct StepScore {
  std::string group{};
  std::size_t candidate = 0, step = 1;
  std::size_t forecasts = 0;  ///< Scored.
  double smape = 0, mase = 0, pinball = 0;
  std::vector<double> below{};  ///< For each level, the share of actual values at or below the quantile.

  bool operator==(const StepScore&) const = default;
};

struct BacktestFailure {
  std::size_t series = 0, candidate = 0, origin = 1;
  std::string error{};

  bool operator==(const BacktestFailure&) const = default;
};

/// What is kept of a panel: numbers, no forecasts.
struct Backtest {
  std::vector<std::string> series{}, groups{}, candidates{};  ///< Names; `groups` by series.
  std::size_t origins = 0;
  std::vector<double> levels{};
  /// Number (series x origins + origin - 1) x candidates + candidate; NaN where there is no such fold or it failed.
  std::vector<FoldScore> scores{};
  std::vector<StepScore> steps{};  ///< By group in the order of first appearance, step and candidate.
  std::vector<BacktestFailure> failures{};

  /// @throws InvalidArgument  beyond what there is.
  [[nodiscard]] FOREPLAN_EXPORT const FoldScore& at(std::size_t series, std::size_t origin,
                                                    std::size_t candidate) const;
  bool operator==(const Backtest&) const = default;
};

[[nodiscard]] FOREPLAN_EXPORT Backtest backtest(const std::vector<BacktestSeries>& panel,
                                                const std::vector<stats::Forecaster>& candidates,
                                                const BacktestOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT Backtest backtest(const std::vector<BacktestSeries>& panel,
                                                const std::vector<Candidate>& candidates,
                                                const BacktestOptions& options = {});

}  // namespace foreplan::inline v0::tuning
