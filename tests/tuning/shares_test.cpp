#include <foreplan/core/random.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/stats/accuracy.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/structure/share_trends.hpp>
#include <foreplan/tuning/shares.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <atomic>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "refusals.hpp"

namespace foreplan::tuning {
namespace {

using structure::Matrix;
using testing::expect_refused;
using ::testing::HasSubstr;

const Period kStart = Period::parse("1990");

/// Three sectors on their way from agriculture to services.
Frame sectors(std::size_t n, double wave = 0.05, Period start = kStart) {
  std::vector<Series> series{{"agr", start, {}, {}}, {"ind", start, {}, {}}, {"srv", start, {}, {}}};
  for (std::size_t i = 0; i < n; ++i) {
    const double t = static_cast<double>(i);
    const double agr = std::exp(0.2 - 0.05 * t + wave * std::sin(t * t)), ind = std::exp(wave * std::cos(3 * t)),
                 srv = std::exp(0.02 * t);
    const double sum = agr + ind + srv;
    series[0].values.push_back(agr / sum);
    series[1].values.push_back(ind / sum);
    series[2].values.push_back(srv / sum);
  }
  return Frame(std::move(series));
}

Frame first(const Frame& frame, std::size_t n) {
  std::vector<Series> series;
  for (const Series& s : frame.series()) series.push_back(s.slice({s.start, s.period(n - 1)}));
  return Frame(std::move(series));
}

Matrix ahead(const Candidate& candidate, const Frame& frame, std::size_t horizon) {
  return predict(share_forecaster(candidate).fit(frame), frame.size(), horizon);
}
Candidate with(const std::string& model, Value::Object options) {
  return {.model = model, .options = Value::object(std::move(options))};
}

TEST(ShareCatalogue, HasEveryTrend) {
  std::vector<std::string> names;
  for (const ShareEntry& entry : share_entries()) names.push_back(entry.name);
  EXPECT_EQ(names, (std::vector<std::string>{"naive", "linear", "random_walk", "random_walk_with_drift",
                                             "vector_autoregression", "each_share"}));
  EXPECT_EQ(share_catalogue().size(), names.size());
  EXPECT_EQ(share_catalogue({"linear"}).front(), (Candidate{.model = "linear"}));
}

TEST(ShareCatalogue, TrendsAreThoseOfStructure) {
  using structure::ShareSpace;
  using structure::ShareTrend;
  const Frame shares = sectors(25);
  for (const ShareSpace space : {ShareSpace::alr, ShareSpace::clr, ShareSpace::ilr, ShareSpace::logit})
    for (const ShareTrend trend : {ShareTrend::linear, ShareTrend::random_walk, ShareTrend::random_walk_with_drift,
                                   ShareTrend::vector_autoregression}) {
      const auto fit = structure::fit_share_trend(shares, {.space = space, .trend = trend});
      const Candidate candidate = with(std::string(to_string(trend)), {{"space", to_string(space)}});
      EXPECT_EQ(ahead(candidate, shares, 7), structure::predict(fit, 7).centre) << to_string(space) << to_string(trend);
    }
  const auto one_lag = structure::fit_share_trend(
      shares, {.trend = ShareTrend::vector_autoregression, .var = {.lags = 1, .terms = stats::VarTerms::none}});
  EXPECT_EQ(ahead(with("vector_autoregression", {{"lags", 1}, {"terms", "none"}}), shares, 4),
            structure::predict(one_lag, 4).centre);
}

TEST(ShareCatalogue, NaiveIsTheLastShares) {
  const Frame shares = sectors(25);
  const Matrix naive = ahead({.model = "naive"}, shares, 3), walk = ahead({.model = "random_walk"}, shares, 3);
  for (std::size_t h = 0; h < 3; ++h)
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(naive(h, i), shares.series()[i].values.back(), 1e-15);
      EXPECT_NEAR(walk(h, i), naive(h, i), 1e-14);
    }
  EXPECT_NEAR(ahead({.model = "naive"}, sectors(1), 1)(0, 2), sectors(1).series()[2].values[0], 1e-15);
}

// A line in the log ratios by least squares, whoever fits it; one logit by another way.
TEST(EachShare, OfLinesIsTheLinearTrend) {
  const Frame shares = sectors(25);
  for (const std::string space : {"alr", "clr", "ilr", "logit"}) {
    const Matrix lines = ahead(with("each_share", {{"model", "linear"}, {"space", space}}), shares, 6);
    const Matrix trend = ahead(with("linear", {{"space", space}}), shares, 6);
    for (std::size_t k = 0; k < lines.values.size(); ++k) EXPECT_NEAR(lines.values[k], trend.values[k], 1e-9) << space;
  }
}

// A logit outside the model is what a bounded transformation inside it is; of a model that searches for nothing.
TEST(EachShare, IsTheBoundedModelDividedByTheSum) {
  const Frame shares = sectors(30);
  const Candidate bounded =
      with("drift", {{"transform", Value::object({{"kind", "bounded"}, {"floor", 0}, {"ceiling", 1}})}});
  const Matrix ours = ahead(with("each_share", {{"model", "drift"}}), shares, 5);
  for (std::size_t h = 0; h < 5; ++h) {
    double sum = 0;
    std::vector<double> by_itself;
    for (const Series& part : shares.series()) {
      by_itself.push_back(stats::predict(forecaster(bounded).fit(part.values, 1), 5).mean[h]);
      sum += by_itself.back();
    }
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(ours(h, i), by_itself[i] / sum, 1e-14);
  }
}

TEST(EachShare, TakesAnyModelAndTheSeasonOfTheFrequency) {
  std::size_t season = 0;
  const stats::Forecaster spy{"spy", [&](std::span<const double> y, std::size_t m) {
                                season = m;
                                return forecast::named_model("naive").fit(y, m);
                              }};
  const ShareForecaster model = each_share(spy);
  EXPECT_EQ(model.name, "each share by spy");
  (void)model.fit(sectors(9));
  EXPECT_EQ(season, 1u);
  (void)model.fit(sectors(9, 0.05, Period::parse("1990Q1")));
  EXPECT_EQ(season, 4u);
  (void)model.fit(sectors(9, 0.05, Period::parse("1990-01")));
  EXPECT_EQ(season, 12u);
  EXPECT_EQ(model.fit(sectors(9)).model, "logit by random walk, random walk, random walk");
}

TEST(EachShare, SumsToOneWhateverTheModel) {
  const Frame shares = sectors(25);
  for (const ModelEntry& entry : model_entries())
    for (const std::string space : {"ilr", "logit"}) {
      const Candidate candidate = with("each_share", {{"model", entry.name}, {"space", space}});
      try {
        (void)ahead(candidate, shares, 12);  // `predict` looks at the sums
      } catch (const InvalidArgument& refusal) {
        // demand and some curves are not of negative values; no other refuses
        EXPECT_THAT(refusal.what(), ::testing::AnyOf(HasSubstr("fit_intermittent"), HasSubstr("growth::")))
            << entry.name;
      }
    }
}

TEST(ShareCandidates, SayWhatIsWrongWithThem) {
  const auto make = [](const Candidate& candidate) { return [=] { (void)share_forecaster(candidate); }; };
  const stats::Forecaster refuses{
      "refuses", [](std::span<const double>, std::size_t) -> stats::Fitted { throw InvalidArgument("mine: no"); }};
  std::vector<Series> whole{{"a", kStart, {}, {1, 1, 1}}, {"b", kStart, {}, {0, 0, 0}}};
  expect_refused({
      {"tuning::share_forecaster: a model must be one of the entries; got \"liner\" (nearest is \"linear\")",
       make({.model = "liner"})},
      {"an option must be one of the model's; got \"lags\" in candidate \"linear\"",
       make(with("linear", {{"lags", 1}}))},
      {"option \"space\" must be one of \"alr\", \"clr\", \"ilr\", \"logit\"; got \"irl\" (nearest is \"ilr\")",
       make(with("linear", {{"space", "irl"}}))},
      {"tuning::forecaster: a model must be one of the entries; got \"etz\" (nearest is \"ets\") in candidate "
       "\"each_share\"",
       make(with("each_share", {{"model", "etz"}}))},
      {"got \"alfa\" (nearest is \"alpha\") in candidate \"ets\" in candidate \"each_share\"",
       make(with("each_share", {{"options", Value::object({{"alfa", 1}})}}))},
      {"option \"model\" must be a text; got 3", make(with("each_share", {{"model", 3}}))},
      {"tuning::each_share: a model must have `fit`; got none in \"empty\"",
       [] {
         (void)each_share({"empty", {}});
       }},
      {"mine: no (logit of \"agr\")", [&] { (void)each_share(refuses).fit(sectors(5)); }},
      {"mine: no (pivot coordinate 1)", [&] { (void)each_share(refuses, structure::ShareSpace::ilr).fit(sectors(5)); }},
      {"structure::logit", [&] { (void)each_share(forecast::named_model("naive")).fit(Frame(whole)); }},
      {"candidates must have different names; got \"naive\" twice",
       [] {
         (void)share_forecasters({{.model = "naive"}, {.model = "linear", .name = "naive"}});
       }},
  });
}

TEST(PredictShares, LooksAtTheAnswer) {
  const auto answers = [](Matrix shares) {
    return FittedShares{.model = "mine", .predict = [=](std::size_t) { return shares; }};
  };
  EXPECT_EQ(predict(answers({1, 2, {0.25, 0.75}}), 2, 1).values, (std::vector{0.25, 0.75}));
  expect_refused({
      {"tuning::predict: the horizon must be in [1, 10,000]; got 0", [&] { (void)predict(answers({}), 2, 0); }},
      {"a fit must have `predict`; got none in \"mine\"", [] { (void)predict({.model = "mine"}, 2, 1); }},
      {"a row a period and a column a part; got 1 x 2 for 1 x 3 from \"mine\"",
       [&] {
         (void)predict(answers({1, 2, {0.5, 0.5}}), 3, 1);
       }},
      {"got 1 x 2 for 2 x 2",
       [&] {
         (void)predict(answers({1, 2, {0.5, 0.5}}), 2, 2);
       }},
      {"got 1 x 2 for 1 x 2",
       [&] {
         (void)predict(answers({1, 2, {0.5}}), 2, 1);
       }},
      {"shares must be >= 0 and finite; got -0.5 at step 1",
       [&] {
         (void)predict(answers({1, 2, {1.5, -0.5}}), 2, 1);
       }},
      {"shares must be >= 0 and finite; got NaN",
       [&] {
         (void)predict(answers({1, 2, {0.5, NAN}}), 2, 1);
       }},
      {"shares must sum to 1; got 1.25 at step 2",
       [&] {
         (void)predict(answers({2, 2, {0.5, 0.5, 0.5, 0.75}}), 2, 2);
       }},
  });
}

TEST(PredictShareBands, LooksAtTheAnswer) {
  const auto answers = [](std::vector<double> lower, std::vector<double> upper) {
    const ShareBands bands{{1, 2, std::move(lower)}, {1, 2, std::move(upper)}};
    return FittedShares{.model = "mine", .bands = [=](std::size_t, double) { return bands; }};
  };
  EXPECT_EQ(predict_bands(answers({0, 0.5}, {0, 1}), 2, 1).upper.values, (std::vector{0.0, 1.0}));
  expect_refused({
      {"predict_bands: the horizon must be in [1, 10,000]; got 0",
       [&] {
         (void)predict_bands(answers({0, 0}, {1, 1}), 2, 0);
       }},
      {"coverage must be in (0, 1); got 1",
       [&] {
         (void)predict_bands(answers({0, 0}, {1, 1}), 2, 1, 1);
       }},
      {"coverage must be in (0, 1); got NaN",
       [&] {
         (void)predict_bands(answers({0, 0}, {1, 1}), 2, 1, NAN);
       }},
      {"a fit must have `bands`; got none in \"mine\"", [] { (void)predict_bands({.model = "mine"}, 2, 1); }},
      {"got 1 x 2 for 1 x 3 from \"mine\"",
       [&] {
         (void)predict_bands(answers({0, 0}, {1, 1}), 3, 1);
       }},
      {"got 1 x 2 for 1 x 2 from \"mine\"",
       [&] {
         (void)predict_bands(answers({0, 0}, {1}), 2, 1);
       }},
      {"0 <= lower <= upper <= 1; got 0.5 and 0.25 at step 1 from \"mine\"",
       [&] {
         (void)predict_bands(answers({0, 0.5}, {1, 0.25}), 2, 1);
       }},
      {"got NaN and 1",
       [&] {
         (void)predict_bands(answers({NAN, 0}, {1, 1}), 2, 1);
       }},
      {"got 0 and 1.5",
       [&] {
         (void)predict_bands(answers({0, 0}, {1.5, 1}), 2, 1);
       }},
  });
}

/// Knows nothing but what it is given: forecasts the mean of all it saw, and notes how much that was.
struct Spy {
  std::shared_ptr<std::set<std::size_t>> seen = std::make_shared<std::set<std::size_t>>();
  FittedShares operator()(const Frame& shares) const {
    seen->insert(shares.periods());
    return {.model = "spy", .predict = [n = shares.size()](std::size_t horizon) {
              return structure::filled_matrix(horizon, n, 1.0 / static_cast<double>(n));
            }};
  }
};

TEST(BacktestShares, ScoresWorkedByHand) {
  // always a half each, against (3/4, 1/4): log ratios 0 and log 3
  const Frame shares(
      std::vector<Series>{{"a", kStart, {}, std::vector(10, 0.75)}, {"b", kStart, {}, std::vector(10, 0.25)}});
  const Spy spy;
  const ShareBacktest result = backtest_shares({{"x", shares}}, std::vector<ShareForecaster>{{"half", spy}},
                                               {.horizon = 2, .origins = 3, .least = 4});
  EXPECT_EQ(*spy.seen, (std::set<std::size_t>{4, 6, 8}));
  ASSERT_EQ(result.folds.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const ShareFold& fold = result.folds[i];
    EXPECT_EQ(fold.origin, 3 - i);
    EXPECT_EQ(fold.known, 4 + 2 * i);
    EXPECT_NEAR(fold.aitchison, std::log(3) / std::sqrt(2), 1e-14);
    EXPECT_NEAR(fold.absolute, 0.25, 1e-15);
    EXPECT_EQ(fold.actual, (Matrix{2, 2, {0.75, 0.25, 0.75, 0.25}}));
    EXPECT_EQ(fold.model, "spy");
    EXPECT_TRUE(fold.usable);
  }
  EXPECT_EQ(result.standings.front().folds, 3u);
  EXPECT_NEAR(result.standings.front().absolute, 0.25, 1e-15);
}

TEST(BacktestShares, BandsWorkedByHand) {
  // (3/4, 1/4), within [0.7, 0.8] in the first period and above [0.6, 0.7] in the second; the other part beside it.
  const Frame shares(
      std::vector<Series>{{"a", kStart, {}, std::vector(10, 0.75)}, {"b", kStart, {}, std::vector(10, 0.25)}});
  const Spy spy;
  const ShareForecaster banded{"banded", [&](const Frame& known) {
                                 FittedShares fit = spy(known);
                                 fit.bands = [](std::size_t, double coverage) {
                                   EXPECT_EQ(coverage, 0.8);
                                   return ShareBands{{2, 2, {0.7, 0.25, 0.6, 0}}, {2, 2, {0.8, 0.25, 0.7, 1}}};
                                 };
                                 return fit;
                               }};
  const ShareBacktest result = backtest_shares({{"x", shares}}, std::vector<ShareForecaster>{banded, {"without", spy}},
                                               {.horizon = 2, .origins = 2, .least = 4, .coverage = 0.8});
  ASSERT_EQ(result.folds.size(), 4u);
  EXPECT_EQ(result.folds[0].bands->upper, (Matrix{2, 2, {0.8, 0.25, 0.7, 1}}));
  EXPECT_EQ(result.folds[0].band_score->covered, 0.75);
  EXPECT_NEAR(result.folds[0].band_score->width, 0.3, 1e-15);
  EXPECT_EQ(result.standings[0].bands->covered, 0.75);
  EXPECT_NEAR(result.standings[0].bands->width, 0.3, 1e-15);
  EXPECT_EQ(result.folds[1].bands, std::nullopt);
  EXPECT_EQ(result.standings[1].bands, std::nullopt);
}

TEST(BacktestShares, BandsOfTrendsAreTheirSimulatedOnes) {
  const Frame shares = sectors(30);
  const ShareBacktest result = backtest_shares({{"x", shares}}, share_catalogue(), {.horizon = 3, .origins = 1});
  for (const ShareFold& fold : result.folds) {
    const std::string& name = result.candidates[fold.candidate];
    EXPECT_EQ(fold.bands.has_value(), name != "naive" && name != "each_share") << name;
    if (name != "random_walk") continue;
    const auto fit =
        structure::fit_share_trend(first(shares, fold.known), {.trend = structure::ShareTrend::random_walk});
    const auto direct = structure::predict(fit, 3, {.draws = 2'000});
    for (std::size_t i = 0; i < 9; ++i) {  // shares divided by their sum once more
      EXPECT_NEAR(fold.bands->lower.values[i], direct.lower.values[i], 1e-12);
      EXPECT_NEAR(fold.bands->upper.values[i], direct.upper.values[i], 1e-12);
    }
  }
}

TEST(BacktestShares, BandsOfARandomWalkHoldAsOftenAsTheySay) {
  std::vector<ShareHistory> histories;
  for (std::uint64_t s = 0; s < 60; ++s) {
    Stream random({.seed = 5, .series = s});
    std::vector<Series> parts{{"a", kStart, {}, {}}, {"b", kStart, {}, {}}, {"c", kStart, {}, {}}};
    double z1 = 0, z2 = 0.5;
    for (int t = 0; t < 45; ++t) {
      z1 += 0.1 * stats::normal_quantile(random.uniform());
      z2 += 0.2 * stats::normal_quantile(random.uniform());
      const double sum = 1 + std::exp(z1) + std::exp(z2);
      parts[0].values.push_back(std::exp(z1) / sum);
      parts[1].values.push_back(std::exp(z2) / sum);
      parts[2].values.push_back(1 / sum);
    }
    histories.push_back({"h" + std::to_string(s), Frame(std::move(parts))});
  }
  for (const double coverage : {0.5, 0.9}) {
    const ShareBacktest result = backtest_shares(histories, share_catalogue({"random_walk"}),
                                                 {.horizon = 3, .origins = 3, .coverage = coverage});
    // 180 folds; those of one origin go together, so that the standard error is some 0.025.
    EXPECT_NEAR(result.standings[0].bands->covered, coverage, 0.07);
  }
}

TEST(BacktestShares, FoldsAreWhatAFitToThePrefixSays) {
  const Frame shares = sectors(30);
  const std::vector<Candidate> field = share_catalogue({"naive", "linear", "random_walk_with_drift", "each_share"});
  const ShareBacktest result = backtest_shares({{"one", shares}}, field, {.horizon = 4, .origins = 3, .step = 2});
  ASSERT_EQ(result.folds.size(), 12u);
  for (const ShareFold& fold : result.folds) {
    ASSERT_EQ(fold.error, "");
    EXPECT_EQ(fold.known, 30 - 4 - 2 * (fold.origin - 1));
    const Matrix direct = ahead(field[fold.candidate], first(shares, fold.known), 4);
    // Shares are divided by their sum once more, and where a search ends moves with its data's last bits.
    const double tolerance = field[fold.candidate].model == "each_share" ? 1e-9 : 1e-13;
    for (std::size_t k = 0; k < direct.values.size(); ++k)
      EXPECT_NEAR(fold.forecast.values[k], direct.values[k], tolerance);
    double aitchison = 0;
    for (std::size_t h = 0; h < 4; ++h) {
      std::vector<double> actual;
      for (const Series& part : shares.series()) actual.push_back(part.values[fold.known + h]);
      aitchison += stats::aitchison_distance(actual, fold.forecast.row(h)) / 4;
    }
    EXPECT_NEAR(fold.aitchison, aitchison, 1e-12);
  }
}

// A change of what comes after an origin changes no forecast made there.
TEST(BacktestShares, CannotSeeWhatIsToCome) {
  const Frame truth = sectors(30);
  std::vector<Series> changed = truth.series();
  for (std::size_t t = 25; t < 30; ++t) {
    changed[0].values[t] = 0.9, changed[1].values[t] = 0.06, changed[2].values[t] = 0.04;
  }
  const auto field = share_catalogue();
  const ShareBacktestOptions options{.horizon = 5, .origins = 1};
  const ShareBacktest a = backtest_shares({{"x", truth}}, field, options);
  const ShareBacktest b = backtest_shares({{"x", Frame(changed)}}, field, options);
  for (std::size_t i = 0; i < a.folds.size(); ++i) {
    EXPECT_EQ(a.folds[i].error, "");
    EXPECT_EQ(a.folds[i].forecast, b.folds[i].forecast);
    EXPECT_NE(a.folds[i].aitchison, b.folds[i].aitchison);
  }
}

TEST(BacktestShares, FailuresAreFoldsAndCompareNothing) {
  const Spy spy;
  const ShareForecaster picky{"picky", [&](const Frame& shares) {
                                if (shares.periods() < 22) throw InvalidArgument("picky: more, please");
                                return spy(shares);
                              }};
  const ShareForecaster wrong{
      "wrong", [](const Frame&) {
        return FittedShares{.model = "w", .predict = [](std::size_t h) { return structure::filled_matrix(h, 3, 0.5); }};
      }};
  const std::vector<ShareHistory> histories{{"x", sectors(30)}, {"short", sectors(6)}};
  const ShareBacktest result =
      backtest_shares(histories, std::vector<ShareForecaster>{{"spy", spy}, picky}, {.horizon = 5, .origins = 3});
  ASSERT_EQ(result.folds.size(), 6u);  // none of the short one
  EXPECT_EQ(result.folds[1].error, "picky: more, please");
  EXPECT_TRUE(std::isnan(result.folds[1].aitchison) && std::isnan(result.folds[1].absolute));
  EXPECT_TRUE(result.folds[1].forecast.values.empty());
  EXPECT_FALSE(result.folds[1].usable);
  EXPECT_EQ(result.standings[0].failures, 0u);
  EXPECT_EQ(result.standings[1].failures, 2u);  // 15 and 20 periods
  EXPECT_EQ(result.standings[0].folds, 1u);
  EXPECT_EQ(result.standings[0].aitchison, result.folds[4].aitchison);
  const ShareBacktest none =
      backtest_shares(histories, std::vector<ShareForecaster>{{"spy", spy}, wrong}, {.horizon = 5, .origins = 3});
  EXPECT_THAT(none.folds[1].error, HasSubstr("shares must sum to 1; got 1.5"));
  EXPECT_EQ(none.standings[0].folds, 0u);
  EXPECT_TRUE(std::isnan(none.standings[0].aitchison));
}

TEST(BacktestShares, IsTheSameForAnyThreads) {
  const std::vector<ShareHistory> histories{{"x", sectors(30)}, {"y", sectors(33, 0.2)}, {"z", sectors(21, 0.01)}};
  const ShareBacktest one = backtest_shares(histories, share_catalogue(), {.origins = 4, .step = 1});
  for (const unsigned threads : {2u, 5u})
    EXPECT_EQ(
        backtest_shares(histories, share_catalogue(), {.origins = 4, .step = 1, .execution = {.threads = threads}}),
        one);
  EXPECT_EQ(one.histories, (std::vector<std::string>{"x", "y", "z"}));
}

TEST(BacktestShares, TakesLevelsAndReplacesZeros) {
  std::vector<Series> levels = sectors(30).series();
  for (Series& part : levels)
    for (double& x : part.values) x *= 5'000;
  const ShareBacktest of_levels = backtest_shares({{"x", Frame(levels)}}, share_catalogue({"linear"}),
                                                  {.composition = {.parts = structure::PartsAs::levels}});
  const ShareBacktest of_shares = backtest_shares({{"x", sectors(30)}}, share_catalogue({"linear"}));
  EXPECT_NEAR(of_levels.standings[0].aitchison, of_shares.standings[0].aitchison, 1e-10);
  levels[1].values[29] = 0;
  const structure::ZeroOptions small{structure::ZeroPolicy::multiplicative, 1e-4};
  const auto replaced = backtest_shares({{"x", Frame(levels)}}, share_catalogue({"linear"}),
                                        {.composition = {.parts = structure::PartsAs::levels, .zeros = small}});
  EXPECT_TRUE(std::isfinite(replaced.standings[0].aitchison));
  EXPECT_GT(replaced.standings[0].aitchison, of_levels.standings[0].aitchison);
}

TEST(BacktestShares, RefusesWhatMakesNoSense) {
  const auto run = [](const std::vector<ShareHistory>& histories, const ShareBacktestOptions& options) {
    return [=] { (void)backtest_shares(histories, share_catalogue({"naive"}), options); };
  };
  std::vector<Series> missing = sectors(30).series();
  missing[2].values[7] = NAN;
  expect_refused({
      {"tuning::backtest_shares: horizon must be in [1, 10,000]; got 0", run({}, {.horizon = 0})},
      {"origins must be in [1, 1,000,000]; got 0", run({{"x", sectors(30)}}, {.origins = 0})},
      {"tuning::backtest_shares: coverage must be in (0, 1); got 0", run({}, {.coverage = 0})},
      {"least must be >= 1", run({{"x", sectors(30)}}, {.least = 0})},
      {"histories must have different names; got \"x\" twice", run({{"x", sectors(30)}, {"x", sectors(30)}}, {})},
      {"in history \"gap\"", run({{"gap", Frame(missing)}}, {})},
      {"there must be candidates; got none",
       [] {
         (void)backtest_shares({{"x", sectors(30)}}, std::vector<ShareForecaster>{});
       }},
      {"a projection must have `fit`; got none in \"empty\"",
       [] {
         (void)backtest_shares({{"x", sectors(30)}}, std::vector<ShareForecaster>{{"empty", {}}});
       }},
  });
  EXPECT_THROW(
      {
        Execution cancelled;
        cancelled.cancel.cancel();
        (void)backtest_shares({{"x", sectors(30)}}, share_catalogue({"naive"}), {.execution = cancelled});
      },
      Cancelled);
}

}  // namespace
}  // namespace foreplan::tuning
