#include <foreplan/report/tuning.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/check.hpp"
#include "report/leaderboard_words.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using text::message;
using tuning::LeaderboardPart;
using tuning::Standing;

/// Who is best, and who may be as good.
std::string summary(const tuning::Leaderboard& board, Language language) {
  const LeaderboardPart& all = board.overall;
  const Standing& best = all.standings.front();
  if (!best.compared) return std::string(message(language, "report.leaderboard.nothing"));
  std::string said = message(language, "report.leaderboard.best",
                             {{"model", best.name},
                              {"measure", measure_name(board.measure, language)},
                              {"value", text::number(best.loss, decimals_of(board.measure), language)},
                              {"models", count_text(all.standings.size(), language)},
                              {"forecasts", count_text(all.forecasts, language)},
                              {"series", count_text(all.series, language)}});
  std::vector<std::string> others;
  for (const Standing& s : all.standings)
    if (s.in_confidence_set && s.candidate != best.candidate) others.push_back(s.name);
  const std::string probability = text::percent(1 - board.set_level, 0, language);
  if (!others.empty())
    said += ' ' + message(language, "report.leaderboard.as_good",
                          {{"models", text::list_text(language, others)}, {"probability", probability}});
  else if (best.in_confidence_set && all.standings.size() > 1)
    said += ' ' + message(language, "report.leaderboard.alone", {{"probability", probability}});
  return said;
}

}  // namespace

RankDiagram rank_diagram(const tuning::Leaderboard& board, const LeaderboardPart& part, Language language) {
  RankDiagram chart;
  chart.title = message(language, "report.ranks.title", {{"measure", measure_name(board.measure, language)}});
  if (const std::string name = part_name(part, language); !name.empty() && !part.all_groups) chart.title += ": " + name;
  chart.note =
      message(language, "report.ranks.note",
              {{"level", text::percent(board.rank_level, 0, language)}, {"series", count_text(part.series, language)}});
  chart.critical_difference = part.critical_difference;
  std::map<std::size_t, std::size_t> place;
  for (const Standing& s : part.standings) {
    if (std::isnan(s.mean_rank)) continue;
    place[s.candidate] = chart.models.size();
    chart.models.push_back({s.name, s.mean_rank});
  }
  for (const std::vector<std::size_t>& group : part.rank_groups) {
    chart.groups.emplace_back();
    for (const std::size_t candidate : group) chart.groups.back().push_back(place.at(candidate));
  }
  (void)table(chart);  // says now what a page would say later
  return chart;
}

CalibrationChart calibration_chart(const tuning::Backtest& backtest, const std::vector<std::size_t>& candidates,
                                   Language language) {
  constexpr std::size_t kFirst = 8;
  std::vector<std::size_t> shown = candidates;
  for (std::size_t c = 0; candidates.empty() && c < std::min(kFirst, backtest.candidates.size()); ++c)
    shown.push_back(c);
  CalibrationChart chart;
  chart.title = message(language, "report.calibration.title");
  chart.note = message(language, "report.calibration.note");
  chart.levels = backtest.levels;
  for (const std::size_t c : shown) {
    if (c >= backtest.candidates.size())
      detail::fail("report::calibration_chart",
                   "candidates must be places among " + std::to_string(backtest.candidates.size()), std::to_string(c));
    std::vector<double> below(backtest.levels.size(), 0), counts(backtest.levels.size(), 0);
    for (const tuning::StepScore& s : backtest.steps)
      for (std::size_t i = 0; s.candidate == c && i < std::min(below.size(), s.below.size()); ++i)
        if (!std::isnan(s.below[i])) {
          below[i] += s.below[i] * static_cast<double>(s.forecasts);
          counts[i] += static_cast<double>(s.forecasts);
        }
    for (std::size_t i = 0; i < below.size(); ++i) below[i] /= counts[i];  // NaN where nothing is known
    if (std::all_of(below.begin(), below.end(), [](double x) { return std::isnan(x); })) continue;
    for (double& share : below) share = std::min(share, 1.0);  // rounding
    chart.lines.push_back({backtest.candidates[c], std::move(below)});
  }
  (void)table(chart);
  return chart;
}

std::vector<Block> backtest_report(const tuning::Backtest& backtest, const tuning::LeaderboardOptions& options,
                                   Language language) {
  constexpr std::size_t kMostCalibrated = 8, kMostRanked = 100, kMostStepTables = 12;
  tuning::LeaderboardOptions with_groups = options;
  with_groups.by_group = true;
  const tuning::Leaderboard board = tuning::leaderboard(backtest, with_groups);
  std::vector<Block> blocks{Paragraph{summary(board, language)}, leaderboard_table(board, board.overall, language)};
  if (board.overall.standings.size() > 1 && board.overall.forecasts > 0)
    blocks.emplace_back(significance_table(board, board.overall, language));
  const auto ranked = std::count_if(board.overall.standings.begin(), board.overall.standings.end(),
                                    [](const Standing& s) { return !std::isnan(s.mean_rank); });
  if (ranked >= 2 && static_cast<std::size_t>(ranked) <= kMostRanked)
    blocks.emplace_back(rank_diagram(board, board.overall, language));

  std::vector<std::string> groups;
  for (const LeaderboardPart& part : board.parts)
    if (!part.all_groups && part.origin == 0) groups.push_back(part.group);
  if (groups.size() > 1) blocks.emplace_back(group_table(board, language));
  for (const std::string& group : groups) {
    const bool has_steps = std::any_of(board.steps.begin(), board.steps.end(),
                                       [&](const tuning::StepStanding& s) { return s.group == group; });
    if (has_steps && groups.size() <= kMostStepTables) blocks.emplace_back(step_table(board, group, language));
  }

  std::vector<std::size_t> calibrated;
  for (const Standing& s : board.overall.standings) {
    const bool has_quantiles = std::any_of(backtest.steps.begin(), backtest.steps.end(), [&](const auto& step) {
      return step.candidate == s.candidate && step.forecasts > 0 &&
             std::any_of(step.below.begin(), step.below.end(), [](double x) { return !std::isnan(x); });
    });
    if (has_quantiles && calibrated.size() < kMostCalibrated) calibrated.push_back(s.candidate);
  }
  if (!calibrated.empty()) blocks.emplace_back(calibration_chart(backtest, calibrated, language));
  return blocks;
}

}  // namespace foreplan::inline v0::report
