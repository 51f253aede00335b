#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/interval.hpp>
#include <foreplan/export.hpp>
#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who forecast best in a backtest, and whether that may be chance:
///
///   const auto field = catalogue({"naive2", "ets", "dotm", "arima"});
///   const Backtest result = backtest(panel, field, {.horizon = 6, .origins = 3});
///   for (const Standing& s : leaderboard(result).overall.standings) print(s.place, s.name, s.mase, s.p_value);
///   const Candidate best = winner(result, field).value();
///
/// Candidates are compared on the forecasts that all of them made. A forecast here is a fold: what a candidate said
/// from one origin of one series, over its horizon; each counts the same. For each measure by itself:
///  1. A fold is left out in which a candidate's number is infinite or above 1e150 in size: a scaled measure where
///     nothing moved before the origin. A NaN is not known: the candidate failed, or the measure is not defined.
///  2. A candidate with less than `least_answered` times as many known numbers as the one with the most is not
///     compared: a model that fails on most series would leave no series to compare the others on. It stands below the
///     others, with means over what it answered and without ranks and tests.
///  3. Means are over the folds of which the numbers of all others are known.
///
/// The score that a winner has here is the least of several, each with an error: it flatters. What it will be on new
/// series or later periods is told by a backtest of the choice itself (selection.hpp).
namespace foreplan::inline v0::tuning {

/// By what forecasts are compared, less being better; of a fold as in `FoldScore`.
enum class Measure : std::uint8_t {
  smape,  ///< Per cent.
  mase,
  /// (sMAPE / sMAPE of the benchmark + MASE / MASE of the benchmark) / 2, these being means over the same folds: for a
  /// candidate that is not compared, those that it and the benchmark answered.
  owa,
  rmsse,
  pinball,
  msis,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Measure) noexcept;  ///< "sMAPE"

struct LeaderboardOptions {
  Measure measure = Measure::mase;  ///< Candidates are ordered and tested by it.
  std::string benchmark{};       ///< Of OWA, by its name; empty: "naive2" if that is a candidate, else there is no OWA.
  std::string reference{};       ///< Differences and their tests are from it, by its name; empty: from the best.
  bool by_group = true;          ///< Whether there is a part for each group,
  bool by_origin = false;        ///< and for each origin of each group and of all of them.
  double least_answered = 0.9;   ///< [0, 1]
  double rank_level = 0.05;      ///< [1e-10, 0.5]; of the critical difference.
  double set_level = 0.1;        ///< (0, 1); the confidence set holds the best candidate with 1 less this.
  std::size_t resamples = 2000;  ///< Of the confidence set: [100, 10^6]; times candidates at most 10^8.
  std::uint64_t seed = 0;
  Execution execution{};  ///< Of the confidence sets; results are the same for any number of threads.
};

/// How often values lay within one of `Backtest::intervals`, over the folds at which all compared candidates know it.
struct IntervalCoverage {
  double probability = 0.9;  ///< What it should be.
  double share = std::numeric_limits<double>::quiet_NaN();
  /// Where the share lies with 95 %, series being independent and one series' forecasts not (clustered standard errors,
  /// Student's t; cut to [0, 1]). NaN below two series.
  Interval range{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};

  bool operator==(const IntervalCoverage&) const = default;
};

/// A candidate among the others. What is not known is NaN.
struct Standing {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  std::size_t place = 1;      ///< By the measure, 1 being the best; equals in the order in which they were given.
  std::size_t candidate = 0;  ///< Its place among those given.
  std::string name{};
  bool compared = false;      ///< On the common sample of the deciding measure.
  std::size_t series = 0;     ///< Of which there are forecasts in `loss`,
  std::size_t forecasts = 0;  ///< and how many.
  std::size_t failures = 0;   ///< Origins at which the model threw an `Error`,
  std::size_t unusable = 0;   ///< and at which it answered from a fit whose search did not end well.

  double loss = kNone;  ///< The deciding measure.
  double smape = kNone, mase = kNone, owa = kNone, rmsse = kNone, pinball = kNone, msis = kNone;
  std::vector<Measure> partial{};  ///< Of these, means over what it alone answered, too little to be compared.
  double coverage = kNone;                    ///< Of the interval that `FoldScore::coverage` is of,
  Interval coverage_range{kNone, kNone};      ///< and where it lies, as `IntervalCoverage::range`.
  std::vector<IntervalCoverage> intervals{};  ///< Of each of the backtest's; empty where it keeps none.

  double mean_rank = kNone;   ///< Over series, of the mean loss; 1 is the least. NaN below two series or candidates.
  double difference = kNone;  ///< Loss less that of the reference, or of the best.
  /// Of no difference from the reference, or from the best, which have none, two-sided
  /// (`stats::clustered_diebold_mariano`). It does not know that the best was chosen for being so: the confidence set
  /// does. NaN below two series, or where nothing varies.
  double p_value = kNone;
  double set_p_value = kNone;      ///< The largest level at which it is kept in the confidence set.
  bool in_confidence_set = false;  ///< `stats::model_confidence_set` over series. False where there is none.
};

/// The candidates compared over some of the backtest.
struct LeaderboardPart {
  std::string group{};                ///< Empty for all groups together, as well as for series without one.
  bool all_groups = false;            ///< Tells the two apart.
  std::size_t origin = 0;             ///< Counted from the last one, which is 1; 0: all.
  std::size_t series = 0;             ///< Of the common sample of the deciding measure,
  std::size_t forecasts = 0;          ///< and its folds.
  std::vector<Standing> standings{};  ///< Best first; all candidates.
  std::size_t left_out = 0;           ///< Series that nobody is scored on (`Backtest::left_out`),
  std::string first_left_out{};       ///< and of the first one its name and why; empty without any.

  double friedman_p = Standing::kNone;           ///< Of all ranks being chance (Iman & Davenport 1980).
  double critical_difference = Standing::kNone;  ///< Mean ranks that differ by more do so by more than chance.
  /// Candidates by rising mean rank, every largest stretch within the critical difference (`stats::FriedmanNemenyi`).
  std::vector<std::vector<std::size_t>> rank_groups{};
};

/// One step ahead of the gap, or more: means over all that a candidate forecast, on whatever origins it answered.
struct StepStanding {
  std::string group{};
  std::size_t step = 1;
  std::size_t candidate = 0;
  std::string name{};
  std::size_t forecasts = 0;
  double smape = Standing::kNone, mase = Standing::kNone, owa = Standing::kNone, pinball = Standing::kNone;
};

struct Leaderboard {
  Measure measure = Measure::mase;
  std::string benchmark{};  ///< Of OWA; empty where there is none.
  std::string reference{};  ///< Of differences; empty for the best of each part.
  double rank_level = 0.05, set_level = 0.1;
  std::vector<std::string> candidates{};  ///< As given.
  LeaderboardPart overall{};
  /// By group in the order of first appearance, of each all origins first; last the origins of all groups.
  std::vector<LeaderboardPart> parts{};
  std::vector<StepStanding> steps{};  ///< By group, step and candidate, as `Backtest::steps`.
};

/// Never fails for what the numbers are: one series, one candidate, no forecast at all, constants, ties.
/// O(series x origins x candidates) and a confidence set for each part: resamples x candidates x series.
/// @throws InvalidArgument  for a backtest whose lists do not fit each other, options out of range, a benchmark or
///   reference that is no candidate, with the nearest that is. @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT Leaderboard leaderboard(const Backtest& backtest, const LeaderboardOptions& options = {});

/// The place among the candidates of the best one of all groups and origins, as `leaderboard` has it; of equals the
/// first. Nothing where no candidate has a known mean. O(series x origins x candidates).
/// @throws InvalidArgument  as `leaderboard`.
[[nodiscard]] FOREPLAN_EXPORT std::optional<std::size_t> winner(const Backtest& backtest,
                                                                Measure measure = Measure::mase);
/// The candidate itself, to be kept. @throws InvalidArgument  also unless these are the candidates of the backtest.
[[nodiscard]] FOREPLAN_EXPORT std::optional<Candidate> winner(const Backtest& backtest,
                                                              const std::vector<Candidate>& candidates,
                                                              Measure measure = Measure::mase);

}  // namespace foreplan::inline v0::tuning
