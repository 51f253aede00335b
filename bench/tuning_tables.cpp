#include <foreplan/forecast.hpp>
#include <foreplan/io.hpp>
#include <foreplan/stats/forecast_comparison.hpp>
#include <foreplan/tuning.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "panels.hpp"

// Every model of the catalogue on series in the competition layout, with an ensemble beside them:
//
//   foreplan_tuning_tables TRAIN.csv... [--part report] [--ensemble ENSEMBLE.json] [--origins 3] [--every 4]
//     [--models ets,dotm,...] [--skip tbats,...] [--folder WORK] [--threads 2]
//
// Origin k lies k horizons before the end of the row. For each frequency, each origin and all together a row for each
// candidate: its forecasts, then over the folds that it, Naive2 and the ensemble all answer sMAPE, MASE, OWA, pinball
// loss (mean of seven levels over the scale of MASE), MSIS and coverage of 90 % intervals, the last with its 95 %
// interval clustered by series. With --ensemble follow how much more the candidate loses than the ensemble in OWA and
// pinball loss, on the same folds, each with the p-value of a Diebold-Mariano test clustered by series; "mean of
// members" is the plain mean of the ensemble's members. --part takes a part of the ids, cut 60/20/20 by a fixed hash.
// --models are names of the catalogue, all by default but for --skip. Series whose scale is zero are left out, weekly
// ones scaled by errors of one step, as M4 has it.
namespace {

namespace io = foreplan::io;
namespace stats = foreplan::stats;
namespace tuning = foreplan::tuning;

using namespace competition;  // NOLINT: options and panels

/// The candidates of one frequency; the ensemble and the mean of its members first where there is one.
std::vector<stats::Forecaster> candidates_of(const Words& words, const tuning::Ensemble& ensemble, std::size_t m) {
  std::vector<stats::Forecaster> result;
  for (const tuning::EnsembleGroup& group : ensemble.groups) {
    if (m < group.first_season || m > group.last_season) continue;
    result.push_back(tuning::forecaster(ensemble));
    result.push_back(foreplan::forecast::combine("mean of members", tuning::forecasters(group.members)));
  }
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

/// Folds of one candidate that others answer too, in one order for all of them.
struct Sample {
  std::vector<tuning::FoldScore> candidate{}, naive2{}, ensemble{};
  std::vector<std::size_t> series{};
};

double mean_of(const std::vector<tuning::FoldScore>& scores, double tuning::FoldScore::*part) {
  double sum = 0;
  for (const tuning::FoldScore& s : scores) sum += s.*part / static_cast<double>(scores.size());
  return sum;
}

bool known(const tuning::FoldScore& s) {
  return std::isfinite(s.smape) && std::isfinite(s.mase) && std::isfinite(s.pinball);
}

/// Of the origin, 0 for all. @param first  the ensemble's place, or that of the candidate itself where there is none.
Sample sample_of(const tuning::Backtest& b, std::size_t origin, std::size_t candidate, std::size_t naive2,
                 std::size_t first) {
  Sample sample;
  for (std::size_t s = 0; s < b.series.size(); ++s)
    for (std::size_t k = 1; k <= b.origins; ++k) {
      if (origin != 0 && k != origin) continue;
      const tuning::FoldScore &one = b.at(s, k, candidate), &base = b.at(s, k, naive2), &ours = b.at(s, k, first);
      if (!known(one) || !known(base) || !known(ours)) continue;
      sample.candidate.push_back(one);
      sample.naive2.push_back(base);
      sample.ensemble.push_back(ours);
      sample.series.push_back(s);
    }
  return sample;
}

/// What each fold adds to OWA: its mean is OWA.
std::vector<double> owa_losses(const std::vector<tuning::FoldScore>& scores,
                               const std::vector<tuning::FoldScore>& naive2) {
  const double smape = mean_of(naive2, &tuning::FoldScore::smape), mase = mean_of(naive2, &tuning::FoldScore::mase);
  std::vector<double> losses;
  for (const tuning::FoldScore& s : scores) losses.push_back((s.smape / smape + s.mase / mase) / 2);
  return losses;
}
std::vector<double> pinball_losses(const std::vector<tuning::FoldScore>& scores) {
  std::vector<double> losses;
  for (const tuning::FoldScore& s : scores) losses.push_back(s.pinball);
  return losses;
}

/// Who comes nearest to the ensemble.
struct Nearest {
  double margin = INFINITY;
  std::string name{};
  std::size_t lost = 0;

  void add(double difference, const std::string& candidate) {
    if (!(difference > 0)) ++lost;
    if (difference < margin) margin = difference, name = candidate;
  }
};

void print_difference(const stats::ClusteredComparison& d) {
  std::printf(" %8.4f %6.4f", d.mean_difference, d.p_value);
}

void print_table(const tuning::Backtest& b, std::size_t origin, bool ensemble) {
  const auto naive2 =
      static_cast<std::size_t>(std::find(b.candidates.begin(), b.candidates.end(), "naive2") - b.candidates.begin());
  std::printf("%-22s %6s %8s %7s %6s %8s %8s  %5s %13s%s\n", "", "n", "sMAPE", "MASE", "OWA", "pinball", "MSIS", "90 %",
              "", ensemble ? "      OWA      p  pinball      p" : "");
  Nearest owa, pinball;
  for (std::size_t c = 0; c < b.candidates.size(); ++c) {
    const Sample sample = sample_of(b, origin, c, naive2, ensemble ? 0 : c);
    const std::size_t n = sample.candidate.size();
    if (n < 2) {
      std::printf("%-22s %6zu\n", b.candidates[c].c_str(), n);
      continue;
    }
    const std::vector<double> losses = owa_losses(sample.candidate, sample.naive2);
    double mean = 0, covered = 0;
    for (const double x : losses) mean += x / static_cast<double>(n);
    std::vector<double> inside, nothing(n, 0.0);
    for (const tuning::FoldScore& s : sample.candidate) inside.push_back(s.coverage);
    for (const double x : inside) covered += x / static_cast<double>(n);
    const double doubt = 1.96 * stats::clustered_diebold_mariano(inside, nothing, sample.series).standard_error;
    std::printf("%-22s %6zu %8.3f %7.3f %6.3f %8.4f %8.3f  %5.3f (%5.3f-%5.3f)", b.candidates[c].c_str(), n,
                mean_of(sample.candidate, &tuning::FoldScore::smape),
                mean_of(sample.candidate, &tuning::FoldScore::mase), mean,
                mean_of(sample.candidate, &tuning::FoldScore::pinball),
                mean_of(sample.candidate, &tuning::FoldScore::msis), covered, covered - doubt, covered + doubt);
    if (ensemble && c > 0) {
      const auto in_owa =
          stats::clustered_diebold_mariano(losses, owa_losses(sample.ensemble, sample.naive2), sample.series);
      const auto in_pinball = stats::clustered_diebold_mariano(pinball_losses(sample.candidate),
                                                               pinball_losses(sample.ensemble), sample.series);
      print_difference(in_owa);
      print_difference(in_pinball);
      owa.add(in_owa.mean_difference, b.candidates[c]);
      pinball.add(in_pinball.mean_difference, b.candidates[c]);
    }
    std::printf("\n");
  }
  if (ensemble)
    std::printf(
        "OWA: %zu of %zu are no worse than the ensemble; nearest %s, %+.4f. Pinball loss: %zu; nearest %s, %+.4f.\n",
        owa.lost, b.candidates.size() - 1, owa.name.c_str(), owa.margin, pinball.lost, pinball.name.c_str(),
        pinball.margin);
}

void tables(const std::vector<std::string>& files, const Words& words) {
  tuning::Ensemble ensemble;
  std::size_t content = 0;  // of folds in a folder: another ensemble of the same name is another task
  if (!words.at("ensemble").empty()) {
    ensemble = io::read_ensemble_file(words.at("ensemble"));
    content = std::hash<std::string>()(io::write_ensemble(ensemble));
  }
  for (const auto& [m, panel] : panels_of(files, words.at("part"), whole(words, "every"), 0)) {
    const std::vector<stats::Forecaster> candidates = candidates_of(words, ensemble, m);
    const bool with_ensemble = !ensemble.groups.empty() && candidates.front().name == ensemble.name;
    tuning::BacktestOptions options{.origins = whole(words, "origins")};
    options.batch.execution.threads = static_cast<unsigned>(whole(words, "threads"));
    options.batch.task =
        "ensemble " + std::to_string(content) + ", models " + words.at("models") + " but " + words.at("skip");
    if (!words.at("folder").empty())
      options.batch.folder = words.at("folder") + "/tables_" + words.at("part") + "_" + std::to_string(m);
    options.batch.progress = [m = m](const tuning::BatchProgress& told) {
      if (told.done % 50 == 0 || told.done == told.total)
        std::fprintf(stderr, "season %zu: %zu of %zu, %.0f s left\n", m, told.done, told.total, told.seconds_left);
      return true;
    };
    const tuning::Backtest b = tuning::backtest(panel, candidates, options);
    for (std::size_t origin = 0; origin <= b.origins; ++origin) {
      const std::string at = origin == 0 ? "all origins" : "origin n - " + std::to_string(origin) + " h";
      std::printf("m = %zu, part %s, %zu series, %s\n", m, words.at("part").c_str(), panel.size(), at.c_str());
      print_table(b, origin, with_ensemble);
    }
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  Words words{{"part", "all"}, {"ensemble", ""}, {"origins", "3"}, {"every", "1"},
              {"models", ""},  {"skip", ""},     {"folder", ""},   {"threads", "2"}};
  const std::vector<std::string> files = read_words(argc, argv, words);
  if (files.empty()) {
    std::fputs("usage: foreplan_tuning_tables TRAIN.csv... [--part report] [--ensemble ENSEMBLE.json]\n", stderr);
    return 2;
  }
  tables(files, words);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "foreplan_tuning_tables: %s\n", error.what());
  return 1;
}
