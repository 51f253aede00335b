#include <foreplan/report/tuning.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "report/leaderboard_words.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using text::message;
using tuning::LeaderboardPart;
using tuning::Measure;
using tuning::Standing;

constexpr double kNaN = Standing::kNone;

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
  t.columns.push_back(right(board.reference.empty()
                                ? std::string(message(language, "report.leaderboard.above_best"))
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
  if (parts.empty()) detail::fail("report::origin_table", "there must be parts of the group", detail::quoted(group));
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

}  // namespace foreplan::inline v0::report
