#include <foreplan/tuning/train_ensemble.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/check.hpp"
#include "forecast/conformal_data.hpp"
#include "tuning/ensemble_corpus.hpp"
#include "tuning/ensemble_loss.hpp"
#include "tuning/ensemble_mix.hpp"
#include "tuning/ensemble_search.hpp"
#include "tuning/ensemble_widths.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using foreplan::detail::fail;
using foreplan::detail::require;

void check_options(std::string_view function, const EnsembleOptions& options, const EnsembleGroup& group) {
  const std::size_t k = group.members.size();
  if (k < 1 || k > 1'000) fail(function, "a group must have 1 to 1,000 members", std::to_string(k));
  require(options.power > 0 && options.power <= 100, function, "power must be in (0, 100]", options.power);
  require(options.ridge >= 0 && std::isfinite(options.ridge), function, "ridge must be >= 0 and finite", options.ridge);
  require(options.steps >= 1 && options.steps <= 10'000, function, "steps must be in [1, 10,000]",
          std::to_string(options.steps));
  require(options.least_weight >= 0 && options.least_weight * static_cast<double>(k) <= 1, function,
          "least_weight must be in [0, 1 / members]", options.least_weight);
  require(options.share_by_features >= 0 && options.share_by_features <= 1, function,
          "share_by_features must be in [0, 1]", options.share_by_features);
  require(options.fewest_series >= 1, function, "fewest_series must be >= 1", "0");
  require(options.parts >= 1 && options.parts <= 1'000, function, "parts must be in [1, 1,000]",
          std::to_string(options.parts));
  if (options.pool) check_pool(function, *options.pool, k);
}

/// The levels above 1/2 whose mirror is there too, with the places of the lower and the upper quantiles.
struct CalibratedLevels {
  std::vector<double> levels{};
  std::vector<std::size_t> places{};  ///< In the order of `forecast::scored_levels`.
};
CalibratedLevels calibrated_levels(const std::vector<double>& levels) {
  CalibratedLevels result;
  std::vector<std::size_t> upper;
  for (std::size_t u = 0; u < levels.size(); ++u)
    for (std::size_t l = 0; l < levels.size(); ++l)
      if (levels[u] > 0.5 && std::abs(1 - levels[u] - levels[l]) < 1e-9) {
        result.levels.push_back(levels[u]);
        result.places.push_back(l);
        upper.push_back(u);
      }
  result.places.insert(result.places.end(), upper.begin(), upper.end());
  return result;
}

std::vector<double> features_of(const BoostedTrees& trees, const EnsembleCorpus& corpus, const EnsembleCase& c) {
  std::vector<double> row;
  for (const std::string& name : trees.features) {
    const auto at = std::find(corpus.features.begin(), corpus.features.end(), name);
    if (at == corpus.features.end())
      fail("tuning::outlook", "the corpus must have the trees' features", foreplan::detail::quoted(name) + " is none");
    row.push_back(c.features[static_cast<std::size_t>(at - corpus.features.begin())]);
  }
  return row;
}

bool silent(const std::vector<stats::Outlook>& members) {
  return std::all_of(members.begin(), members.end(), [](const auto& o) { return o.horizon() == 0; });
}

/// Members' outlooks as one, without widths, and what of them takes part: those that do not are emptied, as a
/// forecaster never fits them. Empty when none is left.
stats::Outlook combined(const EnsembleGroup& group, const EnsembleCorpus& corpus, const EnsembleCase& c,
                        std::vector<stats::Outlook>& members) {
  std::vector<double> scores;
  if (group.by_features && group.share_by_features > 0)
    scores = evaluate(*group.by_features, features_of(*group.by_features, corpus, c));
  const std::vector<double> weights = weights_of(group, scores);
  const std::vector<bool> takes_part = taking_part(group, weights);
  for (std::size_t i = 0; i < members.size(); ++i)
    if (!takes_part[i]) members[i] = {};
  return silent(members) ? stats::Outlook{} : mixed(members, weights, group.pool);
}

void widen(stats::Outlook& outlook, const EnsembleWidths& widths, const EnsembleCorpus& corpus, const EnsembleCase& c,
           const std::vector<stats::Outlook>& members) {
  const double score =
      widths.by_features ? evaluate(*widths.by_features, features_of(*widths.by_features, corpus, c))[0] : 0;
  widen(outlook, members, widths, score, c.absolute_scale);
}

/// What the group says of a case without its calibration; empty when no member says anything.
stats::Outlook uncalibrated(const EnsembleGroup& group, const EnsembleCorpus& corpus, const EnsembleCase& c,
                            const std::vector<std::size_t>& places) {
  std::vector<stats::Outlook> members = said(corpus, c, places);
  stats::Outlook result = combined(group, corpus, c, members);
  if (group.widths && result.horizon() > 0) widen(result, *group.widths, corpus, c, members);
  return result;
}

/// Factors from what was said of each of the cases, those of a series one after the other.
std::optional<forecast::IntervalCalibration> found_calibration(const EnsembleCorpus& corpus,
                                                               const std::vector<std::size_t>& cases,
                                                               const std::vector<stats::Outlook>& outlooks) {
  const CalibratedLevels of = calibrated_levels(corpus.levels);
  if (of.levels.empty()) return std::nullopt;
  std::vector<forecast::IntervalScores> scores;
  std::size_t horizon = 0;
  const std::string* series = nullptr;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const EnsembleCase& c = corpus.cases[cases[i]];
    const stats::Outlook& all = outlooks[i];
    if (all.horizon() == 0) continue;
    if (series == nullptr || *series != c.series) scores.emplace_back();
    series = &c.series;
    stats::Outlook scored{all.mean, forecast::scored_levels(of.levels), {}};
    for (const std::size_t l : of.places) scored.quantiles.push_back(all.quantiles[l]);
    forecast::add_scores(scores.back(), scored, c.actual);
    horizon = std::max(horizon, all.horizon());
  }
  if (horizon == 0) return std::nullopt;
  return forecast::calibration_of(scores, of.levels, horizon);
}

/// Cases of a group while it is trained.
class Training {
 public:
  Training(const EnsembleCorpus& corpus, std::vector<std::size_t> cases, std::vector<std::size_t> places,
           const EnsembleOptions& options)
      : corpus_(corpus),
        cases_(std::move(cases)),
        places_(std::move(places)),
        options_(options),
        parts_(options.parts) {
    std::set<std::string_view> series;
    for (const std::size_t c : cases_) {
      series.insert(corpus_.cases[c].series);
      part_of_.push_back((series.size() - 1) % parts_);
    }
  }

  void train(EnsembleGroup& group) {
    weigh(group, cases_);
    if (!options_.widths && !options_.calibrate) return;
    std::vector<stats::Outlook> outlooks(cases_.size());
    std::vector<WidthCase> width_cases(cases_.size());
    for (std::size_t part = 0; part < parts_; ++part) {
      EnsembleGroup without = group;
      if (parts_ > 1) weigh(without, others(part));
      for_part(part, [&](std::size_t i) {
        WidthCase& one = width_cases[i];
        one = {cases_[i], said(corpus_, corpus_.cases[cases_[i]], places_), {}};
        outlooks[i] = combined(without, corpus_, corpus_.cases[cases_[i]], one.members);
        one.points = outlooks[i].mean;
      });
    }
    if (options_.widths) learn_widths(group, width_cases, outlooks);
    if (options_.calibrate) group.calibration = found_calibration(corpus_, cases_, outlooks);
  }

 private:
  /// Weights, and trees where there are any, on some of the cases.
  void weigh(EnsembleGroup& group, const std::vector<std::size_t>& cases) const {
    const LossRows rows = loss_rows(corpus_, cases, places_, options_.loss, options_.pool, options_.execution);
    group.weights = found_weights(rows, options_);
    if (options_.weighting != EnsembleWeighting::by_features || rows.rows.empty() || !(rows.rest > 0)) return;
    std::vector<double> features;
    for (const std::size_t c : rows.cases)
      features.insert(features.end(), corpus_.cases[c].features.begin(), corpus_.cases[c].features.end());
    group.by_features = found_trees(rows, corpus_.features, features, group.weights, options_);
    group.share_by_features = options_.share_by_features;
    group.least_weight = options_.least_weight;
  }

  void learn_widths(EnsembleGroup& group, const std::vector<WidthCase>& all, std::vector<stats::Outlook>& outlooks) {
    const bool features = options_.weighting == EnsembleWeighting::by_features;
    const auto found = [&](const auto& takes) {
      std::vector<const WidthCase*> some;
      for (std::size_t i = 0; i < all.size(); ++i)
        if (takes(i)) some.push_back(&all[i]);
      return found_widths(corpus_, some, options_, features);
    };
    group.widths = found([](std::size_t) { return true; });
    if (!group.widths || !options_.calibrate) return;
    for (std::size_t part = 0; part < parts_; ++part) {
      const auto widths = parts_ == 1 ? group.widths : found([&](std::size_t i) { return part_of_[i] != part; });
      if (widths)
        for_part(part, [&](std::size_t i) {
          if (outlooks[i].horizon() > 0) widen(outlooks[i], *widths, corpus_, corpus_.cases[cases_[i]], all[i].members);
        });
    }
  }

  [[nodiscard]] std::vector<std::size_t> others(std::size_t part) const {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < cases_.size(); ++i)
      if (part_of_[i] != part) result.push_back(cases_[i]);
    return result;
  }
  template <class Body>
  void for_part(std::size_t part, const Body& body) const {
    for (std::size_t i = 0; i < cases_.size(); ++i)
      if (part_of_[i] == part) body(i);
  }

  const EnsembleCorpus& corpus_;
  std::vector<std::size_t> cases_, places_;
  const EnsembleOptions& options_;
  std::size_t parts_;
  std::vector<std::size_t> part_of_{};  ///< Of each case, that of its series.
};

/// What `validate` would only say after the training.
void check_groups(const std::string& name, const std::vector<EnsembleGroup>& groups, const EnsembleOptions& options) {
  Ensemble ensemble{.name = name};
  for (const EnsembleGroup& group : groups) {
    check_options("tuning::train_ensemble", options, group);
    const std::size_t k = group.members.size();
    ensemble.groups.push_back({.first_season = group.first_season,
                               .last_season = group.last_season,
                               .members = group.members,
                               .weights = std::vector(k, 1 / static_cast<double>(k))});
  }
  validate(ensemble);
}

bool has(const EnsembleGroup& group, std::size_t season_length) {
  return season_length >= group.first_season && season_length <= group.last_season;
}

}  // namespace

EnsembleGroup train_group(const EnsembleCorpus& corpus, EnsembleGroup group, const EnsembleOptions& options) {
  constexpr std::string_view kFunction = "tuning::train_group";
  check_options(kFunction, options, group);
  check_corpus(kFunction, corpus);
  for (std::size_t c = 0; c < corpus.cases.size(); ++c) check_case(kFunction, corpus, c);
  const std::vector<std::size_t> places = member_places(kFunction, group, corpus);
  const bool trees = options.weighting == EnsembleWeighting::by_features;
  if (trees && corpus.features.empty()) fail(kFunction, "weights by features need a corpus with features", "none");
  if (options.loss == EnsembleLoss::pinball && corpus.levels.empty())
    fail(kFunction, "the pinball loss needs a corpus with levels", "none");

  std::vector<std::size_t> cases;
  std::set<std::string_view> series;
  for (std::size_t c = 0; c < corpus.cases.size(); ++c) {
    if (!has(group, corpus.cases[c].season_length)) continue;
    cases.push_back(c);
    series.insert(corpus.cases[c].series);
  }
  const std::size_t k = places.size();
  group.weights.assign(k, 1 / static_cast<double>(k));
  group.by_features.reset();
  group.share_by_features = 1;
  group.least_weight = 0;
  group.pool = options.pool;
  group.widths.reset();
  group.calibration.reset();
  if (series.size() < std::max(options.fewest_series, options.parts)) return group;
  Training(corpus, std::move(cases), places, options).train(group);
  return group;
}

Ensemble train_ensemble(std::string name, const EnsembleCorpus& corpus, std::vector<EnsembleGroup> groups,
                        const EnsembleOptions& options) {
  check_groups(name, groups, options);
  Ensemble result{.name = std::move(name)};
  for (EnsembleGroup& group : groups) result.groups.push_back(train_group(corpus, std::move(group), options));
  return result;
}

Ensemble train_ensemble(std::string name, const std::vector<BacktestSeries>& panel, std::vector<EnsembleGroup> groups,
                        const EnsembleOptions& options, const BacktestOptions& backtested,
                        std::span<const ModelEntry> entries) {
  check_groups(name, groups, options);
  require(backtested.gap == 0, "tuning::train_ensemble",
          "the first period after the origin must be scored, without a gap", std::to_string(backtested.gap));
  Ensemble result{.name = std::move(name)};
  BacktestOptions origins = backtested;
  origins.batch.execution = options.execution;
  for (EnsembleGroup& group : groups) {
    std::vector<const BacktestSeries*> series;
    for (const BacktestSeries& s : panel)
      if (has(group, s.season_length)) series.push_back(&s);
    std::vector<std::string> labels;
    for (const Candidate& member : group.members) labels.push_back(member.label());
    EnsembleCorpus corpus = ensemble_corpus(labels, origins.levels, options.weighting == EnsembleWeighting::by_features,
                                            options.smoothing_features);
    const SeriesSource source = [&](std::size_t i) { return *series[i]; };
    if (!backtested.batch.folder.empty())
      origins.batch.folder = backtested.batch.folder + "/group_" + std::to_string(result.groups.size() + 1);
    if (!series.empty())
      backtest(series.size(), source, forecasters(group.members, entries), origins, collect(corpus, labels, source));
    result.groups.push_back(train_group(corpus, std::move(group), options));
  }
  return result;
}

stats::Outlook outlook(const EnsembleGroup& group, const EnsembleCorpus& corpus, std::size_t place) {
  constexpr std::string_view kFunction = "tuning::outlook";
  check_corpus(kFunction, corpus);
  if (place >= corpus.cases.size())
    fail(kFunction, "a place must be one of " + std::to_string(corpus.cases.size()) + " cases", std::to_string(place));
  check_case(kFunction, corpus, place);
  if (group.widths)
    for (const double level : group.widths->levels)
      if (std::find(corpus.levels.begin(), corpus.levels.end(), level) == corpus.levels.end())
        fail(kFunction, "the corpus must have the levels of the widths",
             foreplan::detail::number_text(level) + " is none");
  stats::Outlook result = uncalibrated(group, corpus, corpus.cases[place], member_places(kFunction, group, corpus));
  if (result.horizon() == 0 || !group.calibration) return result;
  return forecast::moved(std::move(result), *group.calibration);
}

std::string_view to_string(EnsembleWeighting weighting) noexcept {
  constexpr std::string_view kNames[] = {"equal", "inverse error", "stacked", "greedy", "by features"};
  const auto place = static_cast<std::size_t>(weighting);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

std::string_view to_string(EnsembleLoss loss) noexcept {
  constexpr std::string_view kNames[] = {"squared", "absolute", "OWA", "pinball"};
  const auto place = static_cast<std::size_t>(loss);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

std::string_view to_string(FeatureLoss loss) noexcept {
  return loss == FeatureLoss::of_members ? "of members" : "of combined";
}

}  // namespace foreplan::inline v0::tuning
