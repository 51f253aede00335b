#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/document.hpp>
#include <foreplan/report/model_charts.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/leaderboard.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// Backtests for readers: who forecasts best, where, by how much, and whether that may be chance.
///
///   Document page("Which model should we ship?");
///   page.section("Who forecasts best?", backtest_report(result));
///   page.section("Where does it go wrong?", fold_report(sales, folds, result.candidates));
///
/// A backtest of which nothing is known gives tables of missing values, and no charts.
namespace foreplan::inline v0::report {

/// All candidates of a part, best first, with every measure that any of them has, coverage, how much was forecast, and
/// what failed or came of a search that did not end well, if any did. What a compared candidate has of a measure by too
/// few forecasts to be compared in it, as a model that often does not know its quantiles, is left out. Below the table
/// how many series nobody is scored on, and why the first of them.
[[nodiscard]] FOREPLAN_EXPORT Table leaderboard_table(const tuning::Leaderboard& board,
                                                      const tuning::LeaderboardPart& part,
                                                      Language language = Language::english);
/// Whether differences may be chance: how far candidates are above the best or the board's reference, the p-value of
/// that, whether the confidence set has them, mean ranks, 95 % ranges of coverage.
[[nodiscard]] FOREPLAN_EXPORT Table significance_table(const tuning::Leaderboard& board,
                                                       const tuning::LeaderboardPart& part,
                                                       Language language = Language::english);
/// `leaderboard_table` of all groups and origins together.
[[nodiscard]] FOREPLAN_EXPORT Table leaderboard(const tuning::Backtest& backtest,
                                                const tuning::LeaderboardOptions& options = {},
                                                Language language = Language::english);

/// The deciding measure by group: a row for each candidate in the order of all groups together, whose column is the
/// last; at most the first 24 groups.
[[nodiscard]] FOREPLAN_EXPORT Table group_table(const tuning::Leaderboard& board,
                                                Language language = Language::english);

/// The deciding measure by origin within a group, each with the p-value of its difference from the best of that origin
/// or from the board's reference; all origins together first. At most the last 24 origins.
/// @throws InvalidArgument  for a group that the board has no parts of.
[[nodiscard]] FOREPLAN_EXPORT Table origin_table(const tuning::Leaderboard& board, const std::string& group,
                                                 Language language = Language::english);

/// How often values lay within each central interval, and the 95 % range of that: a column for each probability.
/// Candidates without intervals are left out.
/// @throws InvalidArgument  when nobody has any.
[[nodiscard]] FOREPLAN_EXPORT Table coverage_table(const tuning::LeaderboardPart& part,
                                                   Language language = Language::english);

/// The deciding measure by step ahead within a group, MASE where a step does not have it; at most eight steps, evenly
/// from the first to the last. Means are over what each candidate answered.
/// @throws InvalidArgument  for a group without steps.
[[nodiscard]] FOREPLAN_EXPORT Table step_table(const tuning::Leaderboard& board, const std::string& group,
                                               Language language = Language::english);

/// The candidates that were compared, by mean rank.
/// @throws InvalidArgument  for a part without ranks (one series, one candidate), or of more than 100 candidates.
[[nodiscard]] FOREPLAN_EXPORT RankDiagram rank_diagram(const tuning::Leaderboard& board,
                                                       const tuning::LeaderboardPart& part,
                                                       Language language = Language::english);

/// Shares below quantiles over all steps and groups, each forecast value counting the same; candidates without
/// quantiles are left out.
/// @param candidates  places among those of the backtest, at most 12; empty: the first eight.
/// @throws InvalidArgument  for a place beyond them; when nobody has quantiles.
[[nodiscard]] FOREPLAN_EXPORT CalibrationChart calibration_chart(const tuning::Backtest& backtest,
                                                                 const std::vector<std::size_t>& candidates = {},
                                                                 Language language = Language::english);

/// All of it: a sentence on the best, both tables, ranks, groups, steps of each group, and calibration of the best eight.
/// Parts that cannot be had are left out.
/// @throws InvalidArgument  as `tuning::leaderboard`.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Block> backtest_report(const tuning::Backtest& backtest,
                                                                 const tuning::LeaderboardOptions& options = {},
                                                                 Language language = Language::english);

struct FoldReportOptions {
  std::vector<std::size_t> candidates{};  ///< Drawn: at most 11; empty: the six of least MASE over the folds.
  std::size_t origins = 3;                ///< Charts, of the last so many origins; the table has all.
  std::size_t gap = 0;                    ///< As it was backtested.
  /// Periods before the origin that are drawn; unset: three times the horizon, at least 24. In all at most 5,000.
  std::optional<std::size_t> history{};
  Language language = Language::english;
};

/// One series: from each of its last origins what candidates said and what came, on a chart, of a single candidate with
/// its widest interval; and a table of all its folds. Numbers above 1e15 in size, which no chart shows, are gaps. A fold
/// is left out of the charts when its candidate failed, not of the table.
/// @param folds  of this series alone, in any order, as a `tuning::FoldSink` was given them.
/// @throws InvalidArgument  for no fold, folds that do not lie within the series or are of other candidates, options out
///   of range, values that no chart shows.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Block> fold_report(const Series& series,
                                                             const std::vector<tuning::Fold>& folds,
                                                             const std::vector<std::string>& candidates,
                                                             const FoldReportOptions& options = {});
/// Its periods are numbered, from 1.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Block> fold_report(const tuning::BacktestSeries& series,
                                                             const std::vector<tuning::Fold>& folds,
                                                             const std::vector<std::string>& candidates,
                                                             const FoldReportOptions& options = {});

}  // namespace foreplan::inline v0::report
