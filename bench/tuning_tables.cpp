#include <foreplan/forecast.hpp>
#include <foreplan/io.hpp>
#include <foreplan/report/tuning.hpp>
#include <foreplan/tuning.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "panels.hpp"

// Every model of the catalogue on series in the competition layout, with an ensemble beside them:
//
//   foreplan_tuning_tables TRAIN.csv... [--test-rows TEST.csv,...] [--part choose] [--ensemble ENSEMBLE.json]
//     [--origins 3] [--every 4] [--models ets,dotm,...] [--skip tbats,...] [--levels 0.25,0.75,...] [--folder WORK]
//     [--threads 2]
//
// Origin k lies k horizons before the end of the training row; with --test-rows, a file for each TRAIN.csv, the only
// one lies at its end, where the competition's own is. The tables are those of `tuning::leaderboard` by OWA, for each
// frequency: all measures and failures; then by origin and by step, or, of a single origin, what may be chance. Pinball
// loss is the mean of seven levels, or of --levels, over the scale of MASE. With an ensemble differences are tested from
// it, by origin in pinball loss too; "mean of members" is the plain mean of its members. With --levels there are measures
// and coverage alone, of the central intervals among these.
//
// --part takes a part of the ids, cut 60/20/20 by a fixed hash. The part "report", which "all" has too, is for a last
// scoring: nothing is chosen by it, and each scoring is logged in tuning_tables_head.md. --models are names of the
// catalogue, all by default but for --skip. Series whose scale is zero are left out, weekly ones scaled by errors of
// one step, as M4 has it.
namespace {

namespace io = foreplan::io;
namespace report = foreplan::report;
namespace stats = foreplan::stats;
namespace tuning = foreplan::tuning;

using namespace competition;  // NOLINT: options and panels

/// The plain mean of the members of the group that has the season.
stats::Forecaster mean_of_members(const tuning::Ensemble& ensemble) {
  return {"mean of members", [ensemble](std::span<const double> y, std::size_t m) {
            for (const tuning::EnsembleGroup& group : ensemble.groups)
              if (m >= group.first_season && m <= group.last_season)
                return foreplan::forecast::combine("mean", tuning::forecasters(group.members)).fit(y, m);
            throw foreplan::InvalidArgument("no group of the ensemble has season length " + std::to_string(m));
          }};
}

/// The ensemble and the mean of its members, if there is one; then the catalogue, with Naive2 in any case.
std::vector<stats::Forecaster> candidates_of(const Words& words, const tuning::Ensemble& ensemble) {
  std::vector<stats::Forecaster> result;
  if (!ensemble.groups.empty()) result = {tuning::forecaster(ensemble), mean_of_members(ensemble)};
  std::vector<std::string> names = listed(words.at("models"));
  const std::vector<std::string> skipped = listed(words.at("skip"));
  if (names.empty())
    for (const tuning::ModelEntry& entry : tuning::model_entries()) names.push_back(entry.name);
  std::erase_if(
      names, [&](const std::string& name) { return std::find(skipped.begin(), skipped.end(), name) != skipped.end(); });
  if (std::find(names.begin(), names.end(), "naive2") == names.end()) names.push_back("naive2");
  for (stats::Forecaster& model : tuning::forecasters(tuning::catalogue(names))) result.push_back(std::move(model));
  return result;
}

std::string group_name(std::size_t m) {
  const std::map<std::size_t, std::string> names{
      {1, "yearly"}, {4, "quarterly"}, {12, "monthly"}, {24, "hourly"}, {52, "weekly"}};
  const auto found = names.find(m);
  return found != names.end() ? found->second : "season of " + std::to_string(m);
}

std::vector<tuning::BacktestSeries> panel_of(const std::vector<std::string>& files, const Words& words) {
  std::vector<tuning::BacktestSeries> panel;
  for (auto& [m, series] : panels_of(files, words.at("part"), whole(words, "every"), 0, listed(words.at("test-rows"))))
    for (tuning::BacktestSeries& one : series) {
      one.group = group_name(m);
      panel.push_back(std::move(one));
    }
  return panel;
}

std::vector<double> numbers(const std::string& text) {
  std::vector<double> result;
  for (const std::string& word : listed(text)) {
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), result.emplace_back());
    if (error != std::errc{} || end != word.data() + word.size())
      throw foreplan::InvalidArgument("a level must be a number; got " + word);
  }
  return result;
}

tuning::BacktestOptions options_of(const Words& words, const tuning::Ensemble& ensemble) {
  tuning::BacktestOptions options{.origins = words.at("test-rows").empty() ? whole(words, "origins") : 1};
  if (!words.at("levels").empty()) options.levels = numbers(words.at("levels"));
  options.batch.execution.threads = static_cast<unsigned>(whole(words, "threads"));
  options.batch.folder = words.at("folder");
  // Another ensemble of the same name is another task.
  const std::size_t content = ensemble.groups.empty() ? 0 : std::hash<std::string>()(io::write_ensemble(ensemble));
  options.batch.task =
      "ensemble " + std::to_string(content) + ", models " + words.at("models") + " but " + words.at("skip");
  options.batch.progress = [](const tuning::BatchProgress& told) {
    if (told.done % 50 == 0 || told.done == told.total)
      std::fprintf(stderr, "%zu of %zu, %.0f s left\n", told.done, told.total, told.seconds_left);
    return true;
  };
  return options;
}
/// In a block of code: columns stay beneath one another wherever the page is read.
void print(const report::Table& table) {
  std::printf("```\n%s```\n\n", report::terminal(table, {.width = 140}).c_str());
}

void print_group(const tuning::Leaderboard& by_owa, const tuning::Leaderboard& by_pinball,
                 const tuning::LeaderboardPart& part, std::size_t origins) {
  print(report::leaderboard_table(by_owa, part));
  if (origins == 1) return print(report::significance_table(by_owa, part));
  print(report::origin_table(by_owa, part.group));
  if (!by_owa.reference.empty()) print(report::origin_table(by_pinball, part.group));
  print(report::step_table(by_owa, part.group));
}

void tables(const std::vector<std::string>& files, const Words& words) {
  tuning::Ensemble ensemble;
  if (!words.at("ensemble").empty()) ensemble = io::read_ensemble_file(words.at("ensemble"));
  const tuning::Backtest b =
      tuning::backtest(panel_of(files, words), candidates_of(words, ensemble), options_of(words, ensemble));
  tuning::LeaderboardOptions options{
      .measure = tuning::Measure::owa, .reference = ensemble.name, .by_origin = b.origins > 1};
  const tuning::Leaderboard by_owa = tuning::leaderboard(b, options);
  options.measure = tuning::Measure::pinball;
  const tuning::Leaderboard by_pinball = tuning::leaderboard(b, options);
  for (const tuning::LeaderboardPart& part : by_owa.parts) {
    if (part.all_groups || part.origin != 0) continue;
    const auto series = std::count(b.groups.begin(), b.groups.end(), part.group);
    std::printf("### %s, %zu series of part %s\n\n", part.group.c_str(), static_cast<std::size_t>(series),
                words.at("part").c_str());
    if (words.at("levels").empty()) {
      print_group(by_owa, by_pinball, part, b.origins);
    } else {
      print(report::leaderboard_table(by_owa, part));
      print(report::coverage_table(part));
    }
  }
}

}  // namespace

int main(int argc, char** argv) try {
  Words words{{"test-rows", ""}, {"part", "choose"}, {"ensemble", ""}, {"origins", "3"}, {"every", "1"},
              {"models", ""},    {"skip", ""},       {"levels", ""},   {"folder", ""},   {"threads", "2"}};
  const std::vector<std::string> files = read_words(argc, argv, words);
  if (files.empty()) {
    std::fputs("usage: foreplan_tuning_tables TRAIN.csv... [--test-rows TEST.csv,...] [--ensemble ENSEMBLE.json]\n",
               stderr);
    return 2;
  }
  tables(files, words);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "foreplan_tuning_tables: %s\n", error.what());
  return 1;
}
