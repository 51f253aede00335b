#include <foreplan/io.hpp>
#include <foreplan/stats/accuracy.hpp>
#include <foreplan/tuning.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "panels.hpp"

// Trains an ensemble on series in the competition layout (id, frequency, horizon, values) and writes it as JSON:
//
//   foreplan_train_ensemble M1_TRAIN.csv TOURISM_TRAIN.csv M4_*_TRAIN.csv [--members ets_capped,dotm,...]
//     [--part train] [--score choose] [--origins 1,2,3] [--folder WORK] [--every 3] [--threads 2] [--name ours]
//     [--weighting by_features|stacked|greedy|inverse_error|equal] [--loss owa|pinball|absolute|squared] [--ridge 0.01]
//     [--least 0] [--median 0] [--share 1] [--rounds 450] [--depth 4] [--rate 0.15] > ensemble.json
//
// Without --members each group has those of `members_of` below, which were chosen on the parts "train" and "choose".
// A group for each frequency, up to the next one. --part takes a part of the ids, cut 60/20/20 by a fixed hash; an
// origin k lies k horizons before the end of the row. --every takes every K-th row of a file with more than 10,000.
// --median is the share of the members' median, --share that of weights by features. Folds are kept in --folder: a run
// that was ended goes on there, and another weighting of the same members trains on them in seconds. Standard error has
// each group's weights and its scores on the series that it was trained on, then on those of the part --score.
namespace {

namespace io = foreplan::io;
namespace stats = foreplan::stats;
namespace tuning = foreplan::tuning;

using namespace competition;  // NOLINT: options and panels

double number(const Words& words, const std::string& key) { return std::strtod(words.at(key).c_str(), nullptr); }

template <class E>
E one_of(const Words& words, const std::string& key, const std::vector<std::pair<std::string, E>>& names) {
  for (const auto& [name, value] : names)
    if (name == words.at(key)) return value;
  throw foreplan::InvalidArgument("unknown --" + key + " " + words.at(key));
}

/// By season.
std::string members_of(std::size_t m) {
  if (m == 1) return "box_cox_arima,box_cox_dotm,box_cox_theta,ces,damped,dotm,drift,ets_capped,holt,otm,theta";
  if (m == 24) return "box_cox_arima,stl_arima,ces,stl_dotm,stl_ets,dotm,box_cox_dotm,ets_capped";
  if (m == 52)
    return "arima,stl_arima,box_cox_dotm,box_cox_theta,ces,damped,dotm,ets_capped,holt,otm,stl_dotm,theta,ets";
  return "box_cox_arima,box_cox_dotm,box_cox_theta,ces,damped,dotm,ets_capped,holt,otm,stl_arima,stl_dotm,stl_ets,"
         "theta";
}

tuning::EnsembleOptions options_of(const Words& words, std::size_t series, std::size_t origins) {
  using W = tuning::EnsembleWeighting;
  using L = tuning::EnsembleLoss;
  tuning::EnsembleOptions options;
  options.weighting = one_of<W>(words, "weighting",
                                {{"equal", W::equal},
                                 {"inverse_error", W::inverse_error},
                                 {"stacked", W::stacked},
                                 {"greedy", W::greedy},
                                 {"by_features", W::by_features}});
  options.loss = one_of<L>(
      words, "loss", {{"squared", L::squared}, {"absolute", L::absolute}, {"owa", L::owa}, {"pinball", L::pinball}});
  options.ridge = number(words, "ridge");
  options.least_weight = number(words, "least");
  if (const double share = number(words, "median"); share > 0) options.pool = tuning::EnsemblePool{.share = share};
  options.share_by_features = number(words, "share");
  options.boosting.rounds = whole(words, "rounds");
  options.boosting.depth = whole(words, "depth");
  options.boosting.learning_rate = number(words, "rate");
  // The fewer series the fewer trees, and shallow ones; what many series say needs no more than a few parts.
  const bool few = series < 400;
  if (series < 1'000) options.boosting.rounds = options.boosting.rounds * 2 / 3;
  if (few) options.boosting.rounds = options.boosting.rounds * 2 / 3, options.boosting.depth = 3;
  if (series >= 1'000) options.parts = 3;
  options.boosting.least_rows = few ? 30 : std::clamp<std::size_t>(series * origins / 20, 20, 100);
  options.width_boosting.least_rows = options.boosting.least_rows;
  options.execution.threads = static_cast<unsigned>(whole(words, "threads"));
  return options;
}

tuning::EnsembleCorpus corpus_of(std::size_t season, const std::vector<tuning::BacktestSeries>& panel,
                                 const std::vector<tuning::Candidate>& members, const Words& words,
                                 const std::string& part) {
  std::set<std::size_t> origins;
  for (const std::string& origin : listed(words.at("origins")))
    origins.insert(std::max<std::size_t>(1, std::strtoul(origin.c_str(), nullptr, 10)));
  tuning::BacktestOptions options{.origins = *origins.rbegin()};
  options.batch.execution.threads = static_cast<unsigned>(whole(words, "threads"));
  options.batch.task = words.at("members");
  if (!words.at("folder").empty())
    options.batch.folder = words.at("folder") + "/" + part + "_" + std::to_string(season);
  options.batch.progress = [=](const tuning::BatchProgress& told) {
    if (told.done % 50 == 0 || told.done == told.total)
      std::fprintf(stderr, "season %zu: %zu of %zu, %.0f s, %.0f s left\n", season, told.done, told.total, told.seconds,
                   told.seconds_left);
    return true;
  };
  std::vector<std::string> labels;
  for (const tuning::Candidate& member : members) labels.push_back(member.label());
  auto corpus = tuning::ensemble_corpus(labels, options.levels, words.at("weighting") == "by_features");
  const tuning::SeriesSource source = [&](std::size_t i) { return panel[i]; };
  const tuning::FoldSink sink = tuning::collect(corpus, labels, source);
  tuning::backtest(panel.size(), source, tuning::forecasters(members), options, [&](tuning::Fold&& fold) {
    if (origins.contains(fold.origin)) sink(std::move(fold));
  });
  return corpus;
}

/// Means over the cases of an origin, 0 for all: sMAPE, MASE, the mean pinball loss over the levels and coverage of 90 %.
void print_scores(const char* name, const tuning::EnsembleGroup& group, const tuning::EnsembleCorpus& corpus,
                  std::size_t origin = 0) {
  double smape = 0, mase = 0, pinball = 0, covered = 0, cases = 0;
  const auto level = [&](double p) {
    return static_cast<std::size_t>(std::find(corpus.levels.begin(), corpus.levels.end(), p) - corpus.levels.begin());
  };
  for (std::size_t i = 0; i < corpus.cases.size(); ++i) {
    const tuning::EnsembleCase& c = corpus.cases[i];
    if (origin != 0 && c.origin != origin) continue;
    const stats::Outlook said = tuning::outlook(group, corpus, i);
    if (said.horizon() == 0 || !(c.absolute_scale > 0)) continue;
    ++cases;
    smape += stats::smape(c.actual, said.mean);
    mase += stats::mean_absolute_error(c.actual, said.mean) / c.absolute_scale;
    for (std::size_t l = 0; l < corpus.levels.size(); ++l)
      pinball += stats::pinball_loss(c.actual, said.quantiles[l], corpus.levels[l]) / c.absolute_scale /
                 static_cast<double>(corpus.levels.size());
    covered += stats::coverage(c.actual, said.quantiles[level(0.05)], said.quantiles[level(0.95)]);
  }
  std::fprintf(stderr, "  %-20s sMAPE %7.3f  MASE %6.3f  pinball %6.4f  coverage %.3f\n", name, smape / cases,
               mase / cases, pinball / cases, covered / cases);
}

void print_group(const tuning::EnsembleGroup& group, const tuning::EnsembleCorpus& corpus) {
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    const tuning::EnsembleGroup alone{.members = {group.members[i]}, .weights = {1}};
    std::fprintf(stderr, "  %.3f", group.weights[i]);
    print_scores(group.members[i].label().c_str(), alone, corpus);
  }
  tuning::EnsembleGroup equal{.members = group.members};
  equal.weights.assign(group.members.size(), 1 / static_cast<double>(group.members.size()));
  std::fprintf(stderr, "       ");
  print_scores("mean", equal, corpus);
  std::fprintf(stderr, "       ");
  print_scores("ensemble", group, corpus);
  std::size_t origins = 0;
  for (const tuning::EnsembleCase& c : corpus.cases) origins = std::max(origins, c.origin);
  for (std::size_t origin = 1; origin <= origins; ++origin) {
    std::fprintf(stderr, "       ");
    print_scores(("ensemble, origin " + std::to_string(origin)).c_str(), group, corpus, origin);
  }
}

void train(const std::vector<std::string>& files, Words words) {
  const bool by_season = words.at("members").empty();
  tuning::Ensemble ensemble{.name = words.at("name")};
  std::string trained_on;
  const auto panels = panels_of(files, words.at("part"), whole(words, "every"), 10'000);
  Panels scored;
  if (!words.at("score").empty()) scored = panels_of(files, words.at("score"), whole(words, "every"), 10'000);
  for (const auto& [season, panel] : panels) {
    if (by_season) words["members"] = members_of(season);
    const auto members = tuning::catalogue(listed(words.at("members")));
    const tuning::EnsembleOptions options = options_of(words, panel.size(), listed(words.at("origins")).size());
    const tuning::EnsembleCorpus corpus = corpus_of(season, panel, members, words, words.at("part"));
    tuning::EnsembleGroup group{.last_season = season, .members = members, .scale_lag = scale_lag(season)};
    if (!ensemble.groups.empty()) group.first_season = ensemble.groups.back().last_season + 1;
    if (season == panels.rbegin()->first) group.last_season = 100'000;
    ensemble.groups.push_back(tuning::train_group(corpus, group, options));
    std::fprintf(stderr, "season %zu, %zu series, %zu cases\n", season, panel.size(), corpus.cases.size());
    print_group(ensemble.groups.back(), corpus);
    if (const auto others = scored.find(season); others != scored.end()) {
      std::fprintf(stderr, "season %zu, %zu series of part %s\n", season, others->second.size(),
                   words.at("score").c_str());
      print_group(ensemble.groups.back(), corpus_of(season, others->second, members, words, words.at("score")));
    }
    trained_on += std::to_string(panel.size()) + " series of season " + std::to_string(season) + ", ";
  }
  ensemble.trained_on = trained_on + "part " + words.at("part") + ", origins " + words.at("origins");
  std::fputs(io::write_ensemble(ensemble).c_str(), stdout);
}

}  // namespace

int main(int argc, char** argv) try {
  Words words{{"members", ""},      {"part", "train"},    {"score", ""},
              {"origins", "1,2,3"}, {"folder", ""},       {"every", "3"},
              {"threads", "2"},     {"name", "foreplan"}, {"weighting", "by_features"},
              {"loss", "owa"},      {"ridge", "0.01"},    {"least", "0"},
              {"median", "0"},      {"share", "1"},       {"rounds", "450"},
              {"depth", "4"},       {"rate", "0.15"}};
  const std::vector<std::string> files = read_words(argc, argv, words);
  if (files.empty()) {
    std::fputs("usage: foreplan_train_ensemble TRAIN.csv... [--members a,b] [--folder WORK] > ensemble.json\n", stderr);
    return 2;
  }
  train(files, words);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "foreplan_train_ensemble: %s\n", error.what());
  return 1;
}
