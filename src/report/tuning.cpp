#include <foreplan/report/tuning.hpp>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace foreplan::inline v0::report {
namespace {

using text::message;
using tuning::LeaderboardPart;
using tuning::Measure;
using tuning::Standing;

constexpr double kNaN = Standing::kNone;

std::string count_text(std::size_t n, Language language) { return text::number(static_cast<double>(n), 0, language); }

std::string measure_name(Measure measure, Language language) {
  return measure == Measure::pinball ? std::string(message(language, "report.pinball"))
                                     : std::string(to_string(measure));
}

int decimals_of(Measure measure) { return measure == Measure::smape || measure == Measure::msis ? 2 : 3; }

std::string part_name(const LeaderboardPart& part, Language language) {
  std::string name(part.all_groups ? message(language, "report.leaderboard.all") : std::string_view(part.group));
  if (part.origin > 0)
    name += (name.empty() ? "" : ", ") +
            message(language, "report.leaderboard.origin", {{"origin", count_text(part.origin, language)}});
  return name;
}

/// Column of a measure, and what a standing has of it.
struct Figure {
  Measure measure;
  double Standing::*member;
};
constexpr std::array<Figure, 6> kFigures{{{Measure::smape, &Standing::smape},
                                          {Measure::mase, &Standing::mase},
                                          {Measure::owa, &Standing::owa},
                                          {Measure::rmsse, &Standing::rmsse},
                                          {Measure::pinball, &Standing::pinball},
                                          {Measure::msis, &Standing::msis}}};

bool any_has(const LeaderboardPart& part, double Standing::*member) {
  return std::any_of(part.standings.begin(), part.standings.end(),
                     [&](const Standing& s) { return !std::isnan(s.*member); });
}

/// Among figures that can be compared one that cannot would mislead.
bool is_left_out(const Standing& s, Measure measure) {
  return s.compared && std::find(s.partial.begin(), s.partial.end(), measure) != s.partial.end();
}

bool any_counts(const LeaderboardPart& part, std::size_t Standing::*member) {
  return std::any_of(part.standings.begin(), part.standings.end(), [&](const Standing& s) { return s.*member > 0; });
}

Cell p_cell(double p, Language language) {
  constexpr double kSmallestPrinted = 0.001;
  if (p < kSmallestPrinted) return "< " + text::number(kSmallestPrinted, 3, language);
  return p;
}

std::string caption_of_part(std::string_view key, const LeaderboardPart& part, Language language) {
  std::string caption(message(language, key));
  if (part.all_groups && part.origin == 0) return caption;
  if (const std::string name = part_name(part, language); !name.empty()) caption += ": " + name;
  return caption;
}

std::string range_text(const Interval& range, Language language) {
  if (std::isnan(range.lower)) return text::number(kNaN, 1, language);
  return text::range({100 * range.lower, 100 * range.upper}, 1, language);
}

std::string note_of_means(const LeaderboardPart& part, Language language) {
  std::string note =
      message(language, "report.leaderboard.note",
              {{"forecasts", count_text(part.forecasts, language)}, {"series", count_text(part.series, language)}});
  const bool left_out =
      std::any_of(part.standings.begin(), part.standings.end(), [](const Standing& s) { return !s.compared; });
  if (left_out && part.forecasts > 0) note += ' ' + std::string(message(language, "report.leaderboard.note_left_out"));
  if (std::any_of(part.standings.begin(), part.standings.end(),
                  [](const Standing& s) { return s.compared && !s.partial.empty(); }))
    note += ' ' + std::string(message(language, "report.leaderboard.note_partial"));
  if (part.left_out > 0)
    note += ' ' + message(language, "report.leaderboard.note_not_scored",
                          {{"count", count_text(part.left_out, language)}, {"first", part.first_left_out}});
  if (any_counts(part, &Standing::unusable))
    note += ' ' + std::string(message(language, "report.leaderboard.note_unusable"));
  return note;
}

std::string note_of_p(const tuning::Leaderboard& board, Language language) {
  const std::string measure = measure_name(board.measure, language);
  if (board.reference.empty()) return message(language, "report.leaderboard.note_p", {{"measure", measure}});
  return message(language, "report.leaderboard.note_p_reference", {{"model", board.reference}, {"measure", measure}});
}

std::string note_of_tests(const tuning::Leaderboard& board, const LeaderboardPart& part, Language language) {
  std::string note;
  const auto add = [&](const std::string& sentence) { note += (note.empty() ? "" : " ") + sentence; };
  if (any_has(part, &Standing::p_value)) add(note_of_p(board, language));
  if (any_has(part, &Standing::set_p_value))
    add(message(language, "report.leaderboard.note_set",
                {{"probability", text::percent(1 - board.set_level, 0, language)}}));
  return note;
}

/// A loss that is larger says that a model ran away, whatever its digits.
constexpr double kLargestShown = 1e6;

Column right(std::string header, int decimals) {
  return {.header = std::move(header), .decimals = decimals, .align = Align::right, .largest = kLargestShown};
}

double of_step(const tuning::StepStanding& s, Measure measure) {
  switch (measure) {
    case Measure::smape:
      return s.smape;
    case Measure::owa:
      return s.owa;
    case Measure::pinball:
      return s.pinball;
    case Measure::mase:
    case Measure::rmsse:
    case Measure::msis:
      break;
  }
  return s.mase;
}
Measure step_measure(Measure measure) {
  return measure == Measure::rmsse || measure == Measure::msis ? Measure::mase : measure;
}

/// At most eight, evenly from the first to the last.
std::vector<std::size_t> shown_of(const std::vector<std::size_t>& steps) {
  constexpr std::size_t kMost = 8;
  if (steps.size() <= kMost) return steps;
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < kMost; ++i)
    shown.push_back(steps[(i * (steps.size() - 1) + (kMost - 1) / 2) / (kMost - 1)]);
  return shown;
}

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

Table leaderboard_table(const tuning::Leaderboard&, const LeaderboardPart& part, Language language) {
  Table t;
  t.caption = caption_of_part("report.leaderboard", part, language);
  t.note = note_of_means(part, language);
  t.cards = true;
  t.columns = {{.header = std::string(message(language, "report.model_name"))}};
  std::vector<Figure> shown;
  for (const Figure& f : kFigures)
    if (any_has(part, f.member)) {
      shown.push_back(f);
      t.columns.push_back(right(measure_name(f.measure, language), decimals_of(f.measure)));
    }
  const bool has_coverage = any_has(part, &Standing::coverage);
  if (has_coverage) {
    t.columns.push_back(right(std::string(message(language, "report.leaderboard.coverage")), 1));
    t.columns.back().style = NumberStyle::percent;
  }
  std::vector<std::size_t Standing::*> counted{&Standing::forecasts};
  t.columns.push_back(right(std::string(message(language, "report.leaderboard.forecasts")), 0));
  const auto count = [&](std::string_view key, std::size_t Standing::*member) {
    if (!any_counts(part, member)) return;
    counted.push_back(member);
    t.columns.push_back(right(std::string(message(language, key)), 0));
  };
  count("report.leaderboard.failures", &Standing::failures);
  count("report.leaderboard.unusable", &Standing::unusable);
  for (const Standing& s : part.standings) {
    t.rows.push_back({s.name});
    for (const Figure& f : shown) t.rows.back().emplace_back(is_left_out(s, f.measure) ? kNaN : s.*f.member);
    if (has_coverage) t.rows.back().emplace_back(s.coverage);
    for (std::size_t Standing::*const member : counted) t.rows.back().emplace_back(s.*member);
  }
  return t;
}

Table significance_table(const tuning::Leaderboard& board, const LeaderboardPart& part, Language language) {
  Table t;
  t.caption = caption_of_part("report.leaderboard.chance", part, language);
  t.note = note_of_tests(board, part, language);
  t.cards = true;
  const auto column = [&](std::string_view key, int decimals, Align align = Align::right) {
    t.columns.push_back({.header = std::string(message(language, key)), .decimals = decimals, .align = align});
  };
  column("report.model_name", 0, Align::left);
  t.columns.push_back(
      right(board.reference.empty() ? std::string(message(language, "report.leaderboard.above_best"))
                                    : message(language, "report.leaderboard.above", {{"model", board.reference}}),
            decimals_of(board.measure)));
  column("report.leaderboard.p_value", 3);
  column("report.leaderboard.in_set", 0);
  column("report.ranks.mean", 2);
  column("report.leaderboard.coverage_range", 0);
  for (const Standing& s : part.standings)
    t.rows.push_back({s.name, s.difference, p_cell(s.p_value, language),
                      message(language, std::isnan(s.set_p_value) ? "report.leaderboard.unknown"
                                        : s.in_confidence_set     ? "report.leaderboard.yes"
                                                                  : "report.leaderboard.no"),
                      s.mean_rank, range_text(s.coverage_range, language)});
  return t;
}

Table leaderboard(const tuning::Backtest& backtest, const tuning::LeaderboardOptions& options, Language language) {
  tuning::LeaderboardOptions together = options;
  together.by_group = together.by_origin = false;
  const tuning::Leaderboard board = tuning::leaderboard(backtest, together);
  return leaderboard_table(board, board.overall, language);
}

Table group_table(const tuning::Leaderboard& board, Language language) {
  constexpr std::size_t kMostGroups = 24;
  Table t;
  t.caption = message(language, "report.leaderboard.by_group", {{"measure", measure_name(board.measure, language)}});
  t.columns.push_back({.header = std::string(message(language, "report.model_name"))});
  std::vector<std::map<std::size_t, double>> losses;
  const auto add = [&](const LeaderboardPart& part) {
    t.columns.push_back(right(part_name(part, language), decimals_of(board.measure)));
    losses.emplace_back();
    for (const Standing& s : part.standings) losses.back()[s.candidate] = s.loss;
  };
  std::size_t groups = 0;
  for (const LeaderboardPart& part : board.parts)
    if (!part.all_groups && part.origin == 0 && groups++ < kMostGroups) add(part);
  add(board.overall);
  for (const Standing& s : board.overall.standings) {
    t.rows.push_back({s.name});
    for (const auto& of_group : losses) t.rows.back().emplace_back(of_group.at(s.candidate));
  }
  if (groups > kMostGroups)
    t.note = message(language, "report.leaderboard.groups_shown",
                     {{"shown", count_text(kMostGroups, language)}, {"all", count_text(groups, language)}});
  return t;
}

Table origin_table(const tuning::Leaderboard& board, const std::string& group, Language language) {
  constexpr std::size_t kMostOrigins = 24;
  std::vector<const LeaderboardPart*> parts;
  for (const LeaderboardPart& part : board.parts)
    if (!part.all_groups && part.group == group && part.origin <= kMostOrigins) parts.push_back(&part);
  if (parts.empty())
    detail::fail("report::origin_table", "there must be parts of the group", detail::quoted(group));
  Table t;
  t.caption = message(language, "report.leaderboard.by_origin", {{"measure", measure_name(board.measure, language)}});
  if (!group.empty()) t.caption += ": " + group;
  t.note = note_of_p(board, language);
  t.columns.push_back({.header = std::string(message(language, "report.model_name"))});
  std::vector<std::map<std::size_t, const Standing*>> standings(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t origin = parts[i]->origin;
    t.columns.push_back(
        right(origin == 0 ? std::string(message(language, "report.leaderboard.all_origins"))
                          : message(language, "report.leaderboard.origin", {{"origin", count_text(origin, language)}}),
              decimals_of(board.measure)));
    t.columns.push_back(right(std::string(message(language, "report.leaderboard.p_value")), 3));
    for (const Standing& s : parts[i]->standings) standings[i][s.candidate] = &s;
  }
  for (const Standing& s : parts.front()->standings) {
    t.rows.push_back({s.name});
    for (const auto& of_origin : standings) {
      const Standing& there = *of_origin.at(s.candidate);
      t.rows.back().insert(t.rows.back().end(), {Cell(there.loss), p_cell(there.p_value, language)});
    }
  }
  return t;
}

Table coverage_table(const LeaderboardPart& part, Language language) {
  Table t;
  t.caption = caption_of_part("report.leaderboard.coverages", part, language);
  t.note = message(language, "report.leaderboard.coverages_note");
  t.columns.push_back({.header = std::string(message(language, "report.model_name"))});
  for (const Standing& s : part.standings) {
    if (std::all_of(s.intervals.begin(), s.intervals.end(), [](const auto& one) { return std::isnan(one.share); }))
      continue;
    t.rows.push_back({s.name});
    for (const tuning::IntervalCoverage& one : s.intervals) {
      if (t.rows.size() == 1) {
        t.columns.push_back(right(text::percent(one.probability, 0, language), 1));
        t.columns.push_back(right("", 0));
      }
      t.rows.back().insert(t.rows.back().end(), {Cell(100 * one.share), Cell(range_text(one.range, language))});
    }
  }
  if (t.rows.empty()) detail::fail("report::coverage_table", "there must be a candidate with intervals", "none");
  return t;
}

Table step_table(const tuning::Leaderboard& board, const std::string& group, Language language) {
  const Measure measure = step_measure(board.measure);
  std::map<std::pair<std::size_t, std::size_t>, double> losses;
  std::vector<std::size_t> steps;
  for (const tuning::StepStanding& s : board.steps) {
    if (s.group != group) continue;
    losses[{s.candidate, s.step}] = of_step(s, measure);
    steps.push_back(s.step);
  }
  if (steps.empty()) detail::fail("report::step_table", "there must be steps of the group", detail::quoted(group));
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  steps = shown_of(steps);
  Table t;
  t.caption = message(language, "report.leaderboard.by_step", {{"measure", measure_name(measure, language)}});
  if (!group.empty()) t.caption += ": " + group;
  t.columns.push_back({.header = std::string(message(language, "report.model_name"))});
  for (const std::size_t step : steps) t.columns.push_back(right(count_text(step, language), decimals_of(measure)));
  for (const Standing& s : board.overall.standings) {
    t.rows.push_back({s.name});
    for (const std::size_t step : steps) {
      const auto found = losses.find({s.candidate, step});
      t.rows.back().emplace_back(found == losses.end() ? kNaN : found->second);
    }
  }
  return t;
}

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
