#include <foreplan/core/random.hpp>
#include <foreplan/forecast/conformal.hpp>
#include <foreplan/forecast/features.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/tuning/ensemble.hpp>
#include <foreplan/tuning/train_ensemble.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::tuning {
namespace {

using foreplan::testing::expect_refused;
using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::vector<Candidate> candidates(const std::vector<std::string>& names) {
  std::vector<Candidate> result;
  for (const std::string& name : names) result.push_back({.model = name});
  return result;
}

/// The corpus of tests/reference/ensemble.txt.
EnsembleCorpus reference_corpus(const reference::Lines& lines) {
  EnsembleCorpus corpus{.members = {"a", "b", "c", "d"}, .levels = {0.1, 0.5, 0.9}};
  const auto part = [&](const std::string& name, std::size_t c, std::size_t size) {
    const auto begin = reference::line(lines, name).begin() + static_cast<std::ptrdiff_t>(c * size);
    return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(size));
  };
  const std::vector<double>& scales = reference::line(lines, "scale");
  for (std::size_t c = 0; c < scales.size(); ++c)
    corpus.cases.push_back({.series = "s" + std::to_string(c),
                            .absolute_scale = scales[c],
                            .squared_scale = scales[c] * scales[c],
                            .actual = part("actual", c, 3),
                            .points = part("points", c, 12),
                            .quantiles = part("quantiles", c, 36)});
  return corpus;
}

/// Means over all cases.
double loss_of(const EnsembleCorpus& corpus, const EnsembleGroup& group, EnsembleLoss loss) {
  double sum = 0, smape = 0, rows = 0;
  for (std::size_t i = 0; i < corpus.cases.size(); ++i) {
    const EnsembleCase& c = corpus.cases[i];
    const stats::Outlook said = outlook(group, corpus, i);
    for (std::size_t h = 0; h < c.actual.size(); ++h) {
      const double y = c.actual[h], f = said.mean[h], e = (y - f) / c.absolute_scale;
      if (loss == EnsembleLoss::pinball) {
        for (std::size_t l = 0; l < corpus.levels.size(); ++l, ++rows) {
          const double miss = (y - said.quantiles[l][h]) / c.absolute_scale, p = corpus.levels[l];
          sum += 2 * std::max(p * miss, (p - 1) * miss);
        }
        continue;
      }
      sum += loss == EnsembleLoss::squared ? e * e : std::abs(e);
      smape += std::abs(y - f) / (std::abs(y) + std::abs(f));
      ++rows;
    }
  }
  if (loss != EnsembleLoss::owa) return sum / rows;
  EnsembleGroup equal = group;
  equal.weights.assign(group.weights.size(), 1 / static_cast<double>(group.weights.size()));
  if (equal.weights == group.weights) return 1;
  const auto relative = [&](const EnsembleGroup& g) {
    double total = 0;
    for (std::size_t i = 0; i < corpus.cases.size(); ++i)
      for (std::size_t h = 0; h < corpus.cases[i].actual.size(); ++h) {
        const double y = corpus.cases[i].actual[h], f = outlook(g, corpus, i).mean[h];
        total += std::abs(y - f) / (std::abs(y) + std::abs(f));
      }
    return total;
  };
  return (sum / rows / loss_of(corpus, equal, EnsembleLoss::absolute) + smape / relative(equal)) / 2;
}

EnsembleGroup group_of(const std::vector<std::string>& names) { return {.members = candidates(names)}; }

TEST(TrainEnsemble, StacksAsLinearAndGeneralProgramsDo) {
  const auto lines = reference::read_lines("ensemble.txt");
  const EnsembleCorpus corpus = reference_corpus(lines);
  struct Case {
    std::string name;
    EnsembleLoss loss;
    double weights, value;  // tolerances
  };
  // Two losses have corners, which are rounded at 1e-4 of a scale.
  for (const Case& c :
       {Case{"squared", EnsembleLoss::squared, 1e-6, 1e-8}, Case{"absolute", EnsembleLoss::absolute, 5e-3, 1e-4},
        Case{"pinball", EnsembleLoss::pinball, 5e-3, 1e-4}, Case{"owa", EnsembleLoss::owa, 2e-2, 1e-4}}) {
    const EnsembleGroup group = train_group(corpus, group_of({"a", "b", "c", "d"}),
                                            {.loss = c.loss, .ridge = 0, .widths = false, .calibrate = false});
    const std::vector<double>& theirs = reference::line(lines, "stacked " + c.name);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(group.weights[i], theirs[i], c.weights) << c.name;
    EXPECT_LE(loss_of(corpus, group, c.loss), theirs[4] * (1 + c.value)) << c.name;
    if (c.loss == EnsembleLoss::owa) continue;  // not convex: theirs need not be the least
    EXPECT_GE(loss_of(corpus, group, c.loss), theirs[4] * (1 - 1e-8)) << c.name;
  }
}

TEST(TrainEnsemble, StacksBesideAMedian) {
  const auto lines = reference::read_lines("ensemble.txt");
  const EnsembleGroup group =
      train_group(reference_corpus(lines), group_of({"a", "b", "c", "d"}),
                  {.loss = EnsembleLoss::absolute, .ridge = 0, .pool = EnsemblePool{.share = 0.3}});
  const std::vector<double>& theirs = reference::line(lines, "beside median");
  EXPECT_LE(loss_of(reference_corpus(lines), group, EnsembleLoss::absolute), theirs[4] * (1 + 1e-4));
  EXPECT_GE(loss_of(reference_corpus(lines), group, EnsembleLoss::absolute), theirs[4] * (1 - 1e-8));
}

TEST(TrainEnsemble, GreedyAndInverseErrorAsCounted) {
  const auto lines = reference::read_lines("ensemble.txt");
  const EnsembleCorpus corpus = reference_corpus(lines);
  const EnsembleGroup greedy =
      train_group(corpus, group_of({"a", "b", "c", "d"}),
                  {.weighting = EnsembleWeighting::greedy, .loss = EnsembleLoss::owa, .steps = 20});
  const std::vector<double>& theirs = reference::line(lines, "greedy owa");
  for (std::size_t i = 0; i < 4; ++i) EXPECT_DOUBLE_EQ(greedy.weights[i], theirs[i]);

  const EnsembleGroup inverse =
      train_group(corpus, group_of({"a", "b", "c", "d"}),
                  {.weighting = EnsembleWeighting::inverse_error, .loss = EnsembleLoss::absolute, .power = 2});
  const std::vector<double>& losses = reference::line(lines, "losses absolute");
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(inverse.weights[i] / inverse.weights[0], std::pow(losses[0] / losses[i], 2), 1e-7);
}

TEST(TrainEnsemble, OrderOfMembersAndUnitsDoNotMatter) {
  const EnsembleCorpus corpus = reference_corpus(reference::read_lines("ensemble.txt"));
  EnsembleCorpus scaled = corpus;
  for (EnsembleCase& c : scaled.cases) {
    for (auto* part : {&c.actual, &c.points, &c.quantiles})
      for (double& x : *part) x *= 1024;
    c.absolute_scale *= 1024;
    c.squared_scale *= 1024 * 1024;
  }
  for (const EnsembleLoss loss : {EnsembleLoss::squared, EnsembleLoss::owa, EnsembleLoss::pinball}) {
    const EnsembleGroup group = train_group(corpus, group_of({"a", "b", "c", "d"}), {.loss = loss});
    EXPECT_EQ(train_group(scaled, group_of({"a", "b", "c", "d"}), {.loss = loss}).weights, group.weights);
    const EnsembleGroup other = train_group(corpus, group_of({"d", "b", "a", "c"}), {.loss = loss});
    const std::size_t places[] = {3, 1, 0, 2};
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(other.weights[i], group.weights[places[i]], 1e-4);
    EnsembleOptions threads{.loss = loss};
    threads.execution.threads = 3;
    EXPECT_EQ(train_group(corpus, group_of({"a", "b", "c", "d"}), threads), group);
  }
}

TEST(TrainEnsemble, RidgeDrawsToEqualWeightsAndSmallOnesAreDropped) {
  const EnsembleCorpus corpus = reference_corpus(reference::read_lines("ensemble.txt"));
  const auto trained = [&](double ridge, double least) {
    return train_group(corpus, group_of({"a", "b", "c", "d"}),
                       {.loss = EnsembleLoss::absolute, .ridge = ridge, .least_weight = least})
        .weights;
  };
  EXPECT_THAT(trained(1e6, 0), Each(DoubleNear(0.25, 1e-4)));
  const std::vector<double> three = trained(0, 0.1);
  EXPECT_EQ(three[2], 0);
  EXPECT_NEAR(std::accumulate(three.begin(), three.end(), 0.0), 1, 1e-12);
  // Weighed anew: as if the member had not been there.
  const std::vector<double> without =
      train_group(corpus, group_of({"a", "b", "d"}), {.loss = EnsembleLoss::absolute, .ridge = 0}).weights;
  EXPECT_NEAR(three[0], without[0], 2e-3);
  EXPECT_NEAR(three[3], without[2], 2e-3);
}

/// Members "low" and "high" are right where the feature is so; features are of forecast::feature_names.
EnsembleCorpus corpus_of_two_kinds(std::size_t cases) {
  EnsembleCorpus corpus{.members = {"low", "high", "between"}, .levels = {0.1, 0.9}, .features = {"length", "entropy"}};
  Stream stream({.seed = 3});
  for (std::size_t i = 0; i < cases; ++i) {
    const double x = stream.uniform(), noise = stream.uniform() - 0.5, y = 10 + noise;
    const double low = x < 0.5 ? y + 0.1 : y + 3, high = x < 0.5 ? y - 3 : y - 0.1, between = y + 1;
    corpus.cases.push_back({.series = std::to_string(i),
                            .absolute_scale = 1,
                            .squared_scale = 1,
                            .features = {kMissing, x},
                            .actual = {y},
                            .points = {low, high, between},
                            .quantiles = {low - 1, low + 1, high - 1, high + 1, between - 1, between + 1}});
  }
  return corpus;
}

TEST(TrainEnsemble, TreesOfFeaturesFindWhoIsRightWhere) {
  const EnsembleCorpus corpus = corpus_of_two_kinds(400);
  for (const FeatureLoss loss : {FeatureLoss::of_members, FeatureLoss::of_combined}) {
    EnsembleOptions options{.weighting = EnsembleWeighting::by_features,
                            .loss = EnsembleLoss::absolute,
                            .feature_loss = loss,
                            .share_by_features = 1};
    options.boosting = {.rounds = 150, .learning_rate = 0.2, .depth = 2, .least_rows = 10};
    const EnsembleGroup group = train_group(corpus, group_of({"low", "high", "between"}), options);
    ASSERT_TRUE(group.by_features);
    const EnsembleGroup stacked =
        train_group(corpus, group_of({"low", "high", "between"}), {.loss = EnsembleLoss::absolute});
    EXPECT_LT(loss_of(corpus, group, EnsembleLoss::absolute), 0.35 * loss_of(corpus, stacked, EnsembleLoss::absolute));
    EXPECT_EQ(group.weights, stacked.weights);
    options.execution.threads = 3;
    EXPECT_EQ(train_group(corpus, group_of({"low", "high", "between"}), options), group);
    // Nothing of the trees is left of a share of 0.
    options.share_by_features = 0;
    EXPECT_NEAR(
        loss_of(corpus, train_group(corpus, group_of({"low", "high", "between"}), options), EnsembleLoss::absolute),
        loss_of(corpus, stacked, EnsembleLoss::absolute), 1e-12);
  }
}

/// A model whose points lie `bias` above the last value, with intervals of half width z.
ModelEntry entry(const std::string& name, double bias, bool updates = true) {
  struct Maker {
    static stats::Fitted after(const std::string& name, double last, double bias, bool updates) {
      stats::Fitted fit{.model = name};
      fit.predict = [=](std::size_t horizon, const std::vector<double>& levels) {
        stats::Outlook said{std::vector(horizon, last + bias), levels, {}};
        for (const double p : levels) said.quantiles.emplace_back(horizon, last + bias + 10 * (p - 0.5));
        return said;
      };
      if (updates) fit.update = [=](std::span<const double> more) { return after(name, more.back(), bias, updates); };
      return fit;
    }
  };
  return {.name = name, .make = [=](const Value&) {
            return stats::Forecaster{name, [=](std::span<const double> y, std::size_t) {
                                       return Maker::after(name, y.back(), bias, updates);
                                     }};
          }};
}
ModelEntry failing(const std::string& name) {
  return {.name = name, .make = [=](const Value&) {
            return stats::Forecaster{
                name, [](std::span<const double>, std::size_t) -> stats::Fitted { throw InvalidArgument("no luck"); }};
          }};
}

const std::vector<ModelEntry>& entries() {
  static const std::vector<ModelEntry> all{
      entry("zero", 0),
      entry("one", 1),
      entry("ten", 10, false),
      failing("never"),
      {.name = "nan", .make = [](const Value&) {
         return stats::Forecaster{
             "nan", [](std::span<const double>, std::size_t) {
               stats::Fitted fit{.model = "nan"};
               fit.predict = [](std::size_t h, const std::vector<double>& levels) {
                 return stats::Outlook{std::vector(h, kMissing), levels, {levels.size(), std::vector(h, kMissing)}};
               };
               return fit;
             }};
       }}};
  return all;
}

Ensemble ensemble_of(const std::vector<std::string>& names, std::vector<double> weights) {
  return {.name = "ours", .groups = {{.members = candidates(names), .weights = std::move(weights)}}};
}

TEST(Ensemble, PointsAndQuantilesAreWeighted) {
  const auto fit =
      forecaster(ensemble_of({"zero", "one", "ten"}, {0.5, 0.3, 0.2}), entries()).fit(std::vector{4.0, 7.0}, 1);
  EXPECT_EQ(fit.model, "ours: 0.50 zero + 0.30 one + 0.20 ten");
  EXPECT_FALSE(fit.update);  // "ten" has none
  const stats::Outlook said = stats::predict(fit, 2, {0.9, 0.1});
  EXPECT_THAT(said.mean, Each(DoubleNear(7 + 0.3 + 2, 1e-12)));
  EXPECT_THAT(said.quantiles[0], Each(DoubleNear(9.3 + 4, 1e-12)));
  EXPECT_THAT(said.quantiles[1], Each(DoubleNear(9.3 - 4, 1e-12)));
}

TEST(Ensemble, UpdatesAndLeavesMembersWithoutWeightOut) {
  const auto fit =
      forecaster(ensemble_of({"zero", "one", "never"}, {0.5, 0.5, 0}), entries()).fit(std::vector{4.0, 7.0}, 1);
  EXPECT_EQ(fit.model, "ours: 0.50 zero + 0.50 one");
  ASSERT_TRUE(fit.update);
  EXPECT_THAT(stats::predict(fit.update(std::vector{20.0}), 1).mean, ElementsAre(20.5));
}

TEST(Ensemble, FailuresAreLeftOutAndSaid) {
  const auto model = forecaster(ensemble_of({"never", "zero", "one", "nan"}, {0.4, 0.1, 0.3, 0.2}), entries());
  const auto fit = model.fit(std::vector{7.0}, 1);
  EXPECT_EQ(
      fit.model,
      "ours: 0.25 zero + 0.75 one; without never: no luck; without nan: tuning::forecaster: points must be finite; "
      "got NaN at step 1");
  EXPECT_THAT(stats::predict(fit, 1).mean, ElementsAre(DoubleNear(7.75, 1e-12)));
  const auto none = forecaster(ensemble_of({"never", "zero"}, {1, 0}), entries());
  expect_refused({{"tuning::forecaster: at least one member must forecast this series; got no luck from \"never\"",
                   [&] { (void)none.fit(std::vector{7.0}, 1); }}});
}

TEST(Ensemble, PoolIsMixedIn) {
  Ensemble ours = ensemble_of({"zero", "one", "ten"}, {0, 1, 0});
  ours.groups[0].pool = EnsemblePool{.share = 0.25};
  auto fit = forecaster(ours, entries()).fit(std::vector{0.0}, 1);
  EXPECT_EQ(fit.model, "ours: 1.00 one, 0.25 of it the median of 3");
  EXPECT_THAT(stats::predict(fit, 1).mean, ElementsAre(1));
  ours.groups[0].pool = EnsemblePool{.members = {0, 2}, .share = 0.25};
  EXPECT_THAT(stats::predict(forecaster(ours, entries()).fit(std::vector{0.0}, 1), 1).mean, ElementsAre(0.75 + 1.25));
  ours.groups[0].pool = EnsemblePool{.trimmed_share = 0, .share = 1};
  fit = forecaster(ours, entries()).fit(std::vector{0.0}, 1);
  EXPECT_EQ(fit.model, "ours: trimmed mean of 3");
  EXPECT_THAT(stats::predict(fit, 1).mean, ElementsAre(DoubleNear(11.0 / 3, 1e-12)));
}

TEST(Ensemble, TheNearestGroupForecasts) {
  Ensemble ours = ensemble_of({"zero"}, {1});
  ours.groups[0].last_season = 1;
  ours.groups.push_back({.first_season = 4, .last_season = 12, .members = candidates({"one"}), .weights = {1}});
  const auto model = forecaster(ours, entries());
  const auto at = [&](std::size_t m) { return stats::predict(model.fit(std::vector{0.0}, m), 1).mean[0]; };
  EXPECT_EQ(at(1), 0);
  EXPECT_EQ(at(2), 0);
  EXPECT_EQ(at(3), 1);
  EXPECT_EQ(at(12), 1);
  EXPECT_EQ(at(52), 1);
}

TEST(Ensemble, WeightsByFeatures) {
  const EnsembleCorpus corpus = corpus_of_two_kinds(200);
  EnsembleOptions options{
      .weighting = EnsembleWeighting::by_features, .loss = EnsembleLoss::absolute, .share_by_features = 0.5};
  options.boosting = {.rounds = 20, .depth = 2, .least_rows = 10};
  EnsembleGroup group = train_group(corpus, group_of({"low", "high", "between"}), options);
  const std::vector<double> y{1, 5, 2, 8, 3, 9, 4, 1, 7, 6, 2, 2, 9};
  std::vector<double> features;
  const auto names = forecast::feature_names();
  for (const std::string& name : group.by_features->features)
    features.push_back(forecast::feature_values(
        forecast::series_features(y, 1),
        kMissing)[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin())]);
  std::vector<double> expected = evaluate(*group.by_features, features);
  double sum = 0;
  for (double& s : expected) sum += s = std::exp(s);
  const std::vector<double> ours = ensemble_weights(group, y, 1);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(ours[i], 0.5 * expected[i] / sum + 0.5 * group.weights[i], 1e-14);
  group.least_weight = 1.0 / 3;
  const std::vector<double> one = ensemble_weights(group, y, 1);
  EXPECT_NEAR(std::accumulate(one.begin(), one.end(), 0.0), 1, 1e-14);
  EXPECT_GE(std::count(one.begin(), one.end(), 0.0), 1);
}

/// What a backtest of these series by these models hands on.
EnsembleCorpus backtested(const std::vector<BacktestSeries>& panel, const std::vector<stats::Forecaster>& models,
                          const std::vector<double>& levels, std::size_t horizon, bool with_features) {
  std::vector<std::string> names;
  for (const auto& model : models) names.push_back(model.name);
  EnsembleCorpus corpus = ensemble_corpus(names, levels, with_features);
  const FoldSink sink = collect(corpus, names, [&](std::size_t i) { return panel[i]; });
  for (std::size_t s = 0; s < panel.size(); ++s)
    for (std::size_t origin = 2; origin >= 1; --origin) {
      const std::size_t known = panel[s].values.size() - origin * horizon;
      const std::vector<double> past(panel[s].values.begin(),
                                     panel[s].values.begin() + static_cast<std::ptrdiff_t>(known));
      for (std::size_t i = 0; i < models.size(); ++i) {
        Fold fold{
            .series = s, .candidate = i, .origin = origin, .known = known, .absolute_scale = 1, .squared_scale = 1};
        fold.actual.assign(panel[s].values.begin() + static_cast<std::ptrdiff_t>(known),
                           panel[s].values.begin() + static_cast<std::ptrdiff_t>(known + horizon));
        try {
          fold.outlook = stats::predict(models[i].fit(past, panel[s].season_length), horizon, levels);
        } catch (const Error& error) {
          fold.error = error.what();
        }
        sink(std::move(fold));
      }
    }
  return corpus;
}

std::vector<BacktestSeries> walks(std::size_t count) {
  std::vector<BacktestSeries> panel;
  for (std::size_t s = 0; s < count; ++s) {
    Stream stream({.seed = 5, .series = s});
    BacktestSeries& series = panel.emplace_back(BacktestSeries{.name = "w" + std::to_string(s)});
    for (double x = 0; series.values.size() < 30;) series.values.push_back(x += 4 * stream.uniform() - 1.9);
  }
  return panel;
}

TEST(TrainEnsemble, CalibratesAsCalibrateDoes) {
  const auto panel = walks(60);
  const auto model = forecaster(ensemble_of({"zero", "one"}, {0.5, 0.5}), entries());
  std::vector<stats::Forecaster> members{entries()[0].make({}), entries()[1].make({})};
  const EnsembleCorpus corpus = backtested(panel, members, {0.05, 0.1, 0.5, 0.9, 0.95}, 3, false);
  const EnsembleGroup group = train_group(corpus, group_of({"zero", "one"}),
                                          {.weighting = EnsembleWeighting::equal, .widths = false, .parts = 1});
  std::vector<stats::PanelSeries> same;
  for (const auto& s : panel) same.push_back({s.name, s.values, 1});
  const auto theirs =
      forecast::calibrate(model, same, {.levels = {0.9, 0.95}, .origins = {.horizon = 3, .origins = 2, .step = 3}});
  ASSERT_TRUE(group.calibration);
  EXPECT_EQ(group.calibration->levels, theirs.levels);
  EXPECT_EQ(group.calibration->series, theirs.series);
  for (std::size_t h = 0; h < 3; ++h)
    for (std::size_t l = 0; l < 2; ++l) {
      EXPECT_NEAR(group.calibration->lower[h][l], theirs.lower[h][l], 1e-12);
      EXPECT_NEAR(group.calibration->upper[h][l], theirs.upper[h][l], 1e-12);
    }
  // Forecasts of the trained ensemble are those of the calibrated model.
  const std::vector<double> levels{0.05, 0.5, 0.9};
  const auto ours = stats::predict(forecaster({"ours", {group}, ""}, entries()).fit(panel[0].values, 1), 4, levels);
  const auto other = stats::predict(forecast::calibrated(model, theirs).fit(panel[0].values, 1), 4, levels);
  for (std::size_t l = 0; l < 3; ++l)
    for (std::size_t h = 0; h < 4; ++h) EXPECT_NEAR(ours.quantiles[l][h], other.quantiles[l][h], 1e-12);
}

TEST(TrainEnsemble, FromAPanelAsFromItsFolds) {
  auto panel = walks(40);
  for (std::size_t s = 30; s < 40; ++s) panel[s].season_length = 4;
  std::vector<EnsembleGroup> groups{group_of({"zero", "one"}), group_of({"one", "ten"})};
  groups[0].last_season = 1;
  groups[1].first_season = 2;
  EnsembleOptions options{.loss = EnsembleLoss::absolute, .fewest_series = 5};
  const BacktestOptions origins{.horizon = 3, .origins = 2, .levels = {0.05, 0.5, 0.95}};
  const Ensemble ours = train_ensemble("ours", panel, groups, options, origins, entries());
  ASSERT_THAT(ours.groups, SizeIs(2));
  EnsembleCorpus corpus = ensemble_corpus({"zero", "one"}, origins.levels, false);
  const std::vector<BacktestSeries> yearly(panel.begin(), panel.begin() + 30);
  const SeriesSource source = [&](std::size_t i) { return yearly[i]; };
  backtest(30, source, forecasters(candidates({"zero", "one"}), entries()), origins,
           collect(corpus, {"zero", "one"}, source));
  EXPECT_EQ(ours.groups[0], train_group(corpus, groups[0], options));
  EXPECT_GT(ours.groups[0].weights[0], 0.5);  // walks rise by 0.1 on average
  EXPECT_GT(ours.groups[1].weights[0], 0.9);
  options.execution.threads = 3;
  EXPECT_EQ(train_ensemble("ours", panel, groups, options, origins, entries()), ours);
  BacktestOptions gap = origins;
  gap.gap = 1;
  expect_refused({{"tuning::train_ensemble: the first period after the origin must be scored, without a gap; got 1",
                   [&] { (void)train_ensemble("ours", panel, groups, options, gap, entries()); }}});
}

TEST(TrainEnsemble, CollectsFoldsWithFailuresAndFeatures) {
  const auto panel = walks(3);
  const std::vector<stats::Forecaster> models{entries()[0].make({}), entries()[3].make({}), entries()[1].make({})};
  const EnsembleCorpus corpus = backtested(panel, models, {0.1, 0.9}, 2, true);
  ASSERT_THAT(corpus.cases, SizeIs(6));
  EXPECT_EQ(corpus.features.size() + 6, forecast::feature_names().size());
  const EnsembleCase& c = corpus.cases[3];  // the second series, its last origin
  EXPECT_EQ(c.series, "w1");
  EXPECT_EQ(c.origin, 1U);
  EXPECT_EQ(c.features[0], 28);
  const double last = panel[1].values[27];
  EXPECT_EQ(c.points[0], last);
  EXPECT_TRUE(std::isnan(c.points[2]));
  EXPECT_EQ(c.points[5], last + 1);
  EXPECT_DOUBLE_EQ(c.quantiles[1 * 2 + 0], last + 4);
  EXPECT_TRUE(std::isnan(c.quantiles[4]));
  // Trained and asked, the member that failed counts as the mean of the others and is then left out.
  EnsembleGroup group =
      train_group(corpus, group_of({"zero", "never", "one"}), {.weighting = EnsembleWeighting::equal});
  EXPECT_DOUBLE_EQ(outlook(group, corpus, 3).mean[0], last + 0.5);
}

TEST(TrainEnsemble, FeaturesAreOfTheVintageThatWasKnown) {
  BacktestSeries series{.name = "revised", .values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
  series.vintages = {{.known = 4, .values = {4, 1, 3, 9}}, {.known = 6, .values = {9, 2, 5, 1, 7, 2}}};
  EnsembleCorpus corpus = ensemble_corpus({"zero"}, {0.5}, true);
  const FoldSink sink = collect(corpus, {"zero"}, [&](std::size_t) { return series; });
  for (const std::size_t known : {3U, 5U, 6U}) {
    Fold fold{.origin = 10 - known, .known = known, .actual = {1}};
    fold.outlook = {{1}, {0.5}, {{1}}};
    sink(std::move(fold));
  }
  const auto features = [](const std::vector<double>& y) {
    const auto all = forecast::feature_values(forecast::series_features(y, 1, {.smoothing = false}), -1);
    return std::vector(all.begin(), all.begin() + 12);
  };
  const auto collected = [&](std::size_t i) {
    std::vector<double> x(corpus.cases[i].features.begin(), corpus.cases[i].features.begin() + 12);
    for (double& v : x) v = std::isnan(v) ? -1 : v;
    return x;
  };
  EXPECT_EQ(collected(0), features({1, 2, 3}));
  EXPECT_EQ(collected(1), features({4, 1, 3, 9}));
  EXPECT_EQ(collected(2), features({9, 2, 5, 1, 7, 2}));
}

TEST(TrainEnsemble, FewSeriesAndUnscaledCasesTeachNothing) {
  EnsembleCorpus corpus = reference_corpus(reference::read_lines("ensemble.txt"));
  const auto equal = ElementsAre(0.25, 0.25, 0.25, 0.25);
  EnsembleGroup group = train_group(corpus, group_of({"a", "b", "c", "d"}), {.fewest_series = 41});
  EXPECT_THAT(group.weights, equal);
  EXPECT_FALSE(group.calibration);
  for (EnsembleCase& c : corpus.cases) c.absolute_scale = 0;
  EXPECT_THAT(train_group(corpus, group_of({"a", "b", "c", "d"})).weights, equal);
  for (EnsembleCase& c : corpus.cases) c.absolute_scale = kMissing;
  EXPECT_THAT(train_group(corpus, group_of({"a", "b", "c", "d"})).weights, equal);
  EnsembleGroup yearly = group_of({"a", "b", "c", "d"});
  yearly.first_season = 12;
  EXPECT_THAT(train_group(corpus, yearly).weights, equal);
}

RC_GTEST_PROP(TrainEnsemble, WeightsLieInTheSimplexWhateverTheCases, ()) {
  const auto hostile = rc::gen::element(0.0, 1.0, -1.0, 1e300, -1e300, 1e-310, kMissing, double(INFINITY), 3.5);
  EnsembleCorpus corpus{.members = {"a", "b", "c"}, .levels = {0.1, 0.9}};
  const auto cases = *rc::gen::inRange<std::size_t>(0, 6);
  for (std::size_t i = 0; i < cases; ++i)
    corpus.cases.push_back({.series = std::to_string(i),
                            .absolute_scale = *hostile,
                            .squared_scale = *hostile,
                            .actual = *rc::gen::container<std::vector<double>>(2, hostile),
                            .points = *rc::gen::container<std::vector<double>>(6, hostile),
                            .quantiles = *rc::gen::container<std::vector<double>>(12, hostile)});
  EnsembleOptions options{.fewest_series = 1};
  options.weighting =
      *rc::gen::element(EnsembleWeighting::inverse_error, EnsembleWeighting::stacked, EnsembleWeighting::greedy);
  options.loss =
      *rc::gen::element(EnsembleLoss::squared, EnsembleLoss::absolute, EnsembleLoss::owa, EnsembleLoss::pinball);
  if (*rc::gen::arbitrary<bool>()) options.pool = EnsemblePool{.share = *rc::gen::element(0.2, 1.0)};
  const EnsembleGroup group = train_group(corpus, group_of({"a", "b", "c"}), options);
  for (const double w : group.weights) RC_ASSERT(w >= 0 && w <= 1);
  validate({"ours", {group}, ""});
}

TEST(Ensemble, RefusesWhatIsNone) {
  const auto changed = [](auto change) {
    return [=] {
      Ensemble ours = ensemble_of({"zero", "one"}, {0.5, 0.5});
      change(ours, ours.groups[0]);
      (void)forecaster(ours, entries());
    };
  };
  const BoostedTrees trees{{"length"}, {0, 0}, {}};
  expect_refused({
      {"tuning::validate: an ensemble must have a name", changed([](auto& e, auto&) { e.name.clear(); })},
      {"an ensemble must have a group; got none", changed([](auto& e, auto&) { e.groups.clear(); })},
      {"a group's first season must be in [1, 100,000], after the last one of the group before; got 0",
       changed([](auto&, auto& g) { g.first_season = 0; })},
      {"a group's last season must be in [first_season, 100,000]; got 2",
       changed([](auto&, auto& g) { g.first_season = 3, g.last_season = 2; })},
      {"after the last one of the group before; got 1 in group 1",
       changed([](auto& e, auto& g) { e.groups.push_back(EnsembleGroup(g)); })},
      {"a group must have 1 to 1,000 members; got 0", changed([](auto&, auto& g) { g.members.clear(); })},
      {"members must have labels of their own; got \"zero\" twice",
       changed([](auto&, auto& g) { g.members[1] = g.members[0]; })},
      {"there must be a weight for each of 2 members; got 1", changed([](auto&, auto& g) { g.weights.pop_back(); })},
      {"weights must be in [0, 1]; got -0.5", changed([](auto&, auto& g) {
         g.weights = {-0.5, 1.5};
       })},
      {"weights must be in [0, 1]; got NaN", changed([](auto&, auto& g) {
         g.weights = {kMissing, 1};
       })},
      {"weights must add up to 1; got 1.25", changed([](auto&, auto& g) {
         g.weights = {0.5, 0.75};
       })},
      {"share_by_features must be in [0, 1]; got 2", changed([](auto&, auto& g) { g.share_by_features = 2; })},
      {"least_weight must be in [0, 1 / members]; got 0.6", changed([](auto&, auto& g) { g.least_weight = 0.6; })},
      {"trees must have an output for each of 2 members; got 1", changed([](auto&, auto& g) {
         g.by_features = BoostedTrees{{"length"}, {0}, {}};
       })},
      {"features must be of forecast::series_features; got \"lengt\" (did you mean \"length\"?)",
       changed([](auto&, auto& g) {
         g.by_features = BoostedTrees{{"lengt"}, {0, 0}, {}};
       })},
      {"a tree must have a node; got none in tree 0", changed([=](auto&, auto& g) {
         g.by_features = BoostedTrees{{"length"}, {0, 0}, {{}, {}}};
       })},
      {"a pool's trimmed_share must be in [0, 0.5]; got 0.75",
       changed([](auto&, auto& g) { g.pool = EnsemblePool{.trimmed_share = 0.75}; })},
      {"a pool's share must be in (0, 1]; got 0", changed([](auto&, auto& g) { g.pool = EnsemblePool{.share = 0}; })},
      {"a pool's members must be places among 2 members; got 2 at index 0",
       changed([](auto&, auto& g) { g.pool = EnsemblePool{.members = {2}}; })},
      {"a pool's members must rise; got 0 at index 1", changed([](auto&, auto& g) {
         g.pool = EnsemblePool{.members = {1, 0}};
       })},
      {"levels must rise within (0.5, 1); got 0.4",
       changed([](auto&, auto& g) { g.calibration = forecast::IntervalCalibration{.levels = {0.4}}; })},
      {"unheard of", changed([](auto&, auto& g) { g.members[0].model = "unheard of"; })},
  });
}

TEST(TrainEnsemble, RefusesWhatItCannotUse) {
  const EnsembleCorpus corpus = reference_corpus(reference::read_lines("ensemble.txt"));
  const auto with = [&](auto change) {
    return [&, change] {
      EnsembleOptions options;
      change(options);
      (void)train_group(corpus, group_of({"a", "b"}), options);
    };
  };
  const auto of = [&](auto change) {
    return [&, change] {
      EnsembleCorpus other = corpus;
      change(other);
      (void)train_group(other, group_of({"a", "b"}));
    };
  };
  expect_refused({
      {"tuning::train_group: power must be in (0, 100]; got 0", with([](auto& o) { o.power = 0; })},
      {"ridge must be >= 0 and finite; got NaN", with([](auto& o) { o.ridge = kMissing; })},
      {"steps must be in [1, 10,000]; got 0", with([](auto& o) { o.steps = 0; })},
      {"least_weight must be in [0, 1 / members]; got 0.75", with([](auto& o) { o.least_weight = 0.75; })},
      {"share_by_features must be in [0, 1]; got -1", with([](auto& o) { o.share_by_features = -1; })},
      {"fewest_series must be >= 1; got 0", with([](auto& o) { o.fewest_series = 0; })},
      {"a pool's share must be in (0, 1]; got 2", with([](auto& o) { o.pool = EnsemblePool{.share = 2}; })},
      {"weights by features need a corpus with features; got none",
       with([](auto& o) { o.weighting = EnsembleWeighting::by_features; })},
      {"a corpus must have members; got none", of([](auto& c) { c.members.clear(); })},
      {"members must have labels of their own; got \"a\" twice", of([](auto& c) { c.members[1] = "a"; })},
      {"levels must rise within (0, 1); got 0.1 at index 1", of([](auto& c) { c.levels[1] = 0.1; })},
      {"a case must have 12 points (members x steps); got 11 in case 7",
       of([](auto& c) { c.cases[7].points.pop_back(); })},
      {"a case must have 36 quantiles (members x levels x steps); got 37 in case 0",
       of([](auto& c) { c.cases[0].quantiles.push_back(1); })},
      {"a case must have 1 features; got 0", of([](auto& c) { c.features = {"length"}; })},
      {"members must be members of the corpus; got \"aa\" (did you mean \"a\"?)",
       [&] { (void)train_group(corpus, group_of({"aa"})); }},
      {"a group must have 1 to 1,000 members; got 0", [&] { (void)train_group(corpus, {}); }},
      {"an ensemble must have a name", [&] { (void)train_ensemble("", corpus, {group_of({"a"})}); }},
      {"the pinball loss needs a corpus with levels; got none",
       [&] {
         EnsembleCorpus other = corpus;
         other.levels.clear();
         for (auto& c : other.cases) c.quantiles.clear();
         (void)train_group(other, group_of({"a"}), {.loss = EnsembleLoss::pinball});
       }},
      {"tuning::outlook: a place must be one of 40 cases; got 40",
       [&] { (void)outlook(train_group(corpus, group_of({"a"})), corpus, 40); }},
  });
}

/// Errors of standard deviation 1 or 4 by the series' "entropy", times the root of the step, around members that know
/// neither: their quantiles lie 1 from their points.
EnsembleCorpus of_unequal_widths(std::uint64_t seed) {
  EnsembleCorpus corpus{.members = {"zero", "one"}, .levels = {0.05, 0.25, 0.5, 0.75, 0.95}, .features = {"entropy"}};
  for (std::size_t s = 0; s < 1'500; ++s) {
    Stream stream({.seed = seed, .series = s});
    EnsembleCase c{.series = "s" + std::to_string(s),
                   .absolute_scale = 2,
                   .squared_scale = 4,
                   .features = {s % 2 == 0 ? 0.0 : 1.0}};
    for (std::size_t h = 0; h < 4; ++h) {
      const double deviation = (s % 2 == 0 ? 1.0 : 4.0) * std::sqrt(static_cast<double>(h + 1));
      c.actual.push_back(50 + deviation * stats::normal_quantile(stream.uniform()));
    }
    c.points = {49, 49, 49, 49, 51, 51, 51, 51};
    for (const double point : {49, 51})
      for (const double offset : {-1.0, -0.5, 0.0, 0.5, 1.0}) c.quantiles.insert(c.quantiles.end(), 4, point + offset);
    corpus.cases.push_back(std::move(c));
  }
  return corpus;
}

TEST(EnsembleWidths, AreLearntByStepAndFeature) {
  const EnsembleCorpus corpus = of_unequal_widths(1), others = of_unequal_widths(2);
  const EnsembleGroup group = train_group(corpus, group_of({"zero", "one"}),
                                          {.weighting = EnsembleWeighting::by_features,
                                           .loss = EnsembleLoss::squared,
                                           .boosting = {.rounds = 3},
                                           .width_boosting = {.rounds = 60, .learning_rate = 0.2}});
  ASSERT_TRUE(group.widths);
  EXPECT_NEAR(group.widths->of_step, 0.5, 0.06);  // the root of the step
  double covered = 0, all = 0;
  for (std::size_t i = 0; i < others.cases.size(); ++i) {
    const stats::Outlook said = outlook(group, others, i);
    for (std::size_t h = 0; h < 4; ++h) {
      const double deviation = (i % 2 == 0 ? 1.0 : 4.0) * std::sqrt(static_cast<double>(h + 1));
      EXPECT_NEAR((said.quantiles[4][h] - said.quantiles[0][h]) / (2 * 1.645 * deviation), 1, 0.15) << i << ' ' << h;
      EXPECT_TRUE(std::is_sorted(said.quantiles.begin(), said.quantiles.end(),
                                 [h](const auto& a, const auto& b) { return a[h] < b[h]; }));
      EXPECT_EQ(said.quantiles[2][h], said.mean[h]);
      const double y = others.cases[i].actual[h];
      covered += y >= said.quantiles[0][h] && y <= said.quantiles[4][h] ? 1 : 0;
      all += 1;
    }
  }
  EXPECT_NEAR(covered / all, 0.9, 0.015);
}

TEST(EnsembleWidths, LieWhereTheFormulaSays) {
  // One member at 10 whose quantiles lie 2 below and 3 above: s = 1 of a walk by steps of 1, d its floor of 0.001.
  EnsembleGroup group{.members = {{.model = "mine"}}, .weights = {1}};
  group.widths = EnsembleWidths{.levels = {0.1, 0.9},
                                .constants = {0.1, 0.2},
                                .of_quantiles = 0.5,
                                .of_spread = 0.01,
                                .of_step = 0.3,
                                .of_size = 0.02};
  const ModelEntry mine{.name = "mine", .make = [](const Value&) {
                          return stats::Forecaster{
                              "mine", [](std::span<const double>, std::size_t) {
                                stats::Fitted fit{.model = "mine"};
                                fit.predict = [](std::size_t horizon, const std::vector<double>& levels) {
                                  stats::Outlook o{std::vector(horizon, 10.0), levels, {}};
                                  for (const double l : levels)
                                    o.quantiles.emplace_back(horizon, l < 0.5 ? 8.0 : l > 0.5 ? 13.0 : 10.0);
                                  return o;
                                };
                                return fit;
                              }};
                        }};
  const auto model = forecaster({"ours", {group}, ""}, {&mine, 1});
  const std::vector<double> walk{7, 8, 9, 10};
  const auto said = stats::predict(model.fit(walk, 1), 2, {0.02, 0.1, 0.5, 0.75, 0.9});
  const auto width = [](double c, double g, double h) {
    return std::exp(c + 0.5 * std::log(g) + 0.01 * std::log(0.001) + 0.3 * std::log(h) + 0.02 * std::log(10));
  };
  for (std::size_t h = 0; h < 2; ++h) {
    EXPECT_NEAR(said.quantiles[1][h], 10 - width(0.1, 2, static_cast<double>(h + 1)), 1e-12);
    // Out in proportion to the normal quantiles, of which Abramowitz & Stegun (1964), table 26.1 and on, have these.
    EXPECT_NEAR((10 - said.quantiles[0][h]) / (10 - said.quantiles[1][h]), 2.05375 / 1.28155, 1e-5);
    EXPECT_NEAR((said.quantiles[3][h] - 10) / (said.quantiles[4][h] - 10), 0.67449 / 1.28155, 1e-5);
    EXPECT_EQ(said.quantiles[2][h], 10);
    EXPECT_NEAR(said.quantiles[4][h], 10 + width(0.2, 3, static_cast<double>(h + 1)), 1e-12);
  }
  // A constant has no scale: quantiles as combined.
  const auto constant = stats::predict(model.fit(std::vector<double>{5, 5, 5, 5}, 1), 1, {0.1, 0.9});
  EXPECT_EQ(constant.quantiles, (std::vector<std::vector<double>>{{8}, {13}}));
}

/// Members without weight say nothing of how wide intervals are, neither when it is learnt nor when it is applied.
TEST(EnsembleWidths, AreOfTheMembersThatTakePart) {
  const auto panel = walks(40);
  const BacktestOptions origins{.horizon = 3, .origins = 2, .levels = {0.05, 0.25, 0.5, 0.75, 0.95}};
  EnsembleCorpus corpus = ensemble_corpus({"zero", "one", "ten"}, origins.levels, false);
  const SeriesSource source = [&](std::size_t i) { return panel[i]; };
  backtest(panel.size(), source, forecasters(candidates({"zero", "one", "ten"}), entries()), origins,
           collect(corpus, corpus.members, source));
  EnsembleOptions options{.loss = EnsembleLoss::absolute, .least_weight = 0.3, .fewest_series = 5};
  const EnsembleGroup group = train_group(corpus, group_of(corpus.members), options);
  ASSERT_TRUE(group.widths);
  ASSERT_THAT(group.weights, ElementsAre(1, 0, 0));
  const EnsembleGroup alone = train_group(corpus, group_of({"zero"}), options);
  EXPECT_EQ(group.widths, alone.widths);
  EXPECT_EQ(group.calibration, alone.calibration);
  const auto model = forecaster({"ours", {group}, ""}, entries());
  for (std::size_t i = 0; i < corpus.cases.size(); i += 7) {
    const EnsembleCase& c = corpus.cases[i];
    const auto series = std::find_if(panel.begin(), panel.end(), [&](const auto& s) { return s.name == c.series; });
    std::vector<double> known = series->values;
    known.resize(known.size() - c.origin * 3);
    const stats::Outlook said = stats::predict(model.fit(known, 1), 3, origins.levels);
    EXPECT_EQ(outlook(group, corpus, i).quantiles, said.quantiles) << i;
    EXPECT_EQ(outlook(alone, corpus, i).quantiles, said.quantiles) << i;
  }
}

TEST(EnsembleWidths, AreRefusedWhereTheyAreNone) {
  const auto with = [](EnsembleWidths widths) {
    return [=] { validate({"ours", {{.members = candidates({"a"}), .weights = {1}, .widths = widths}}, ""}); };
  };
  EnsembleWidths stumps{.levels = {0.1, 0.9}, .constants = {0, 0}};
  stumps.by_features = BoostedTrees{{"entropy"}, {0, 0}, {}};
  expect_refused(
      {{"must rise within (0, 1), without 1/2; got 0.5", with({.levels = {0.1, 0.5, 0.9}})},
       {"a level below 1/2 and one above; got none", with({.levels = {0.1, 0.2}})},
       {"a constant for each of 2 levels; got 1", with({.levels = {0.1, 0.9}, .constants = {0}})},
       {"must be in [-1e6, 1e6]; got NaN", with({.levels = {0.1, 0.9}, .constants = {0, 0}, .of_step = kMissing})},
       {"one output; got 2", with(stumps)}});
}

}  // namespace
}  // namespace foreplan::tuning
