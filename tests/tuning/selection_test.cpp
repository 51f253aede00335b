#include <foreplan/tuning/selection.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <foreplan/core/random.hpp>
#include <foreplan/forecast/any_fit.hpp>
#include <foreplan/forecast/features.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/stats/accuracy.hpp>
#include <foreplan/stats/rolling_origins.hpp>
#include <foreplan/stats/variates.hpp>

#include "made_backtest.hpp"
#include "refusals.hpp"

namespace foreplan::tuning {
namespace {

using stats::Fitted;
using stats::Forecaster;
using ::testing::HasSubstr;
using testing::made_backtest;
using testing::no_score;
using ::testing::StartsWith;

const double kNaN = std::nan("");

/// Forecasts one number, which `value` makes of the data.
Forecaster constant(const std::string& name, const std::function<double(std::span<const double>)>& value) {
  return {name, [=](std::span<const double> y, std::size_t) {
            const double x = value(y);
            return Fitted{
                .model = "always " + name, .predict = [x](std::size_t horizon, const auto& levels) {
                  return stats::Outlook{std::vector(horizon, x), levels, {levels.size(), std::vector(horizon, x)}};
                }};
          }};
}

Forecaster failing(const std::string& name) {
  return {name, [=](std::span<const double>, std::size_t) -> Fitted { throw InvalidArgument(name + " cannot"); }};
}

double first_of(const Fitted& fit) { return stats::predict(fit, 1).mean[0]; }

std::vector<double> ramp(std::size_t n) {
  std::vector<double> y(n);
  std::iota(y.begin(), y.end(), 1.0);
  return y;
}

TEST(ChooseByBacktest, TakesTheLeastMeanMeasureAndSaysWhy) {
  // Of 1, 2, ..., 20 the last value errs by (1 + 2) / 2 over two steps ahead, that two before it by 3.5; the scale is 1.
  const auto last = [](std::size_t back) {
    return [back](std::span<const double> y) { return y[y.size() - 1 - back]; };
  };
  const Forecaster chooser =
      choose_by_backtest("best", {constant("older", last(2)), constant("last", last(0))}, {.horizon = 2});
  EXPECT_EQ(chooser.name, "best");
  const Fitted fit = chooser.fit(ramp(20), 1);
  EXPECT_EQ(fit.model, "always last, of 2 by MASE 1.50 at 3 origins (next: older 3.50)");
  EXPECT_EQ(first_of(fit), 20);
  for (const Measure measure : {Measure::smape, Measure::rmsse, Measure::pinball, Measure::msis})
    EXPECT_THAT(choose_by_backtest("best", {constant("older", last(2)), constant("last", last(0))},
                                   {.horizon = 2, .measure = measure})
                    .fit(ramp(20), 1)
                    .model,
                StartsWith("always last, of 2 by " + std::string(to_string(measure))));
}

TEST(ChooseByBacktest, ChoosesBeforeASeasonAndAYearAreKnown) {
  const Forecaster chooser = choose_by_backtest(
      "best", {constant("first", [](auto y) { return y[0]; }), constant("last", [](auto y) { return y.back(); })});
  EXPECT_THAT(chooser.fit(ramp(18), 12).model, StartsWith("always last, of 2 by MASE 3.50 at 3 origins"));
}

TEST(ChooseByBacktest, SeesNothingAfterTheOrigin) {
  std::vector<std::size_t> seen;
  const Forecaster spy = constant("spy", [&](std::span<const double> y) {
    seen.push_back(y.size());
    return 0.0;
  });
  const Forecaster chooser = choose_by_backtest("c", {spy}, {.horizon = 4, .origins = 2, .step = 3});
  const std::vector<double> y = ramp(30);
  (void)stats::rolling_outlooks(chooser, y, 1, {.horizon = 5, .origins = 1});
  EXPECT_EQ(seen, (std::vector<std::size_t>{18, 21, 25}));  // 25 are known at the outer origin
}

TEST(ChooseByBacktest, PassesOverWhoFails) {
  const auto one = constant("one", [](auto) { return 1.0; });
  // It answers where it is judged and fails in the end.
  const auto late = constant("late", [](std::span<const double> y) {
    if (y.size() == 20) throw InvalidArgument("too long");
    return y.back();
  });
  const Fitted fit = choose_by_backtest("c", {failing("never"), one, late}).fit(ramp(20), 1);
  EXPECT_THAT(fit.model, StartsWith("always one, of 3 by MASE"));
  EXPECT_THAT(fit.model, HasSubstr(", late failed"));
  EXPECT_THAT(
      [&] {
        (void)choose_by_backtest("c", {failing("a"), failing("b")}).fit(ramp(20), 1);
      },
      ::testing::ThrowsMessage<InvalidArgument>("b cannot"));
  // Too short for any origin: the first that fits.
  EXPECT_EQ(choose_by_backtest("c", {one, late}).fit(ramp(5), 1).model, "always one, of 2: no origin tells");
  EXPECT_THAT(choose_by_backtest("c", {failing("never"), late}).fit(ramp(5), 1).model,
              HasSubstr("no origin tells, never failed"));
  EXPECT_THAT(choose_by_backtest("c", {one, late}).fit(std::vector<double>(30, 7.0), 1).model,
              StartsWith("always late"));
}

TEST(ChooseByBacktest, UpdatesAreOfTheModelChosen) {
  const Forecaster chooser = choose_by_backtest("c", {forecast::named_model("naive"), forecast::named_model("mean")});
  const Fitted fit = chooser.fit(ramp(40), 1);
  ASSERT_TRUE(fit.update);
  const Fitted later = fit.update(std::vector<double>{41, 99});
  EXPECT_EQ(later.model, fit.model);
  EXPECT_EQ(first_of(later), 99);
}

/// Eight candidates that say as much as dice do: every one errs the same on average.
TEST(ChooseByBacktest, NestedValidationIsHonestWhereTheBestOfManyFlatters) {
  constexpr std::size_t kSeries = 120, kCandidates = 8, kOrigins = 3;
  std::vector<Forecaster> field;
  for (std::size_t c = 0; c < kCandidates; ++c)
    field.push_back(constant("dice " + std::to_string(c), [c](std::span<const double> y) {
      const auto data = static_cast<std::uint64_t>(std::fabs(y.back()) * 1e9);
      Stream dice({.seed = c, .series = data, .draw = y.size()});
      return 4 * dice.uniform() - 2;
    }));
  const Forecaster chooser = choose_by_backtest("chooser", field, {.horizon = 2});
  const auto loss = [](const Forecaster& model, std::span<const double> y) {
    double sum = 0;
    for (const auto& o : stats::rolling_outlooks(model, y, 1, {.horizon = 2, .origins = kOrigins, .step = 2}))
      sum += stats::mase(y.subspan(o.known, 2), o.outlook.mean, y.first(o.known)) / kOrigins;
    return sum;
  };
  double flattered = 0, nested = 0, truth = 0;
  std::vector<double> apart;
  for (std::size_t s = 0; s < kSeries; ++s) {
    Stream random({.seed = 99, .series = s});
    std::vector<double> y(30);
    for (double& x : y) x = 2 * random.uniform() - 1;
    std::vector<double> losses;
    for (const Forecaster& model : field) losses.push_back(loss(model, y));
    const double mean = std::accumulate(losses.begin(), losses.end(), 0.0) / kCandidates;
    const double chosen = loss(chooser, y);
    flattered += *std::min_element(losses.begin(), losses.end()) / kSeries;
    nested += chosen / kSeries;
    truth += mean / kSeries;
    apart.push_back(chosen - mean);
  }
  double squares = 0;
  for (const double x : apart) squares += (x - (nested - truth)) * (x - (nested - truth));
  const double error = std::sqrt(squares / (kSeries - 1) / kSeries);
  EXPECT_LT(flattered, truth - 0.25 * truth);  // a quarter less, of nothing but luck
  EXPECT_NEAR(nested, truth, 3 * error);       // what they really do
  EXPECT_GT(nested - 3 * error, flattered);
}

Fitted with_criteria(const std::string& name, double aicc, const std::string& of, bool usable = true) {
  Fitted fit = constant(name, [](auto) { return 0.0; }).fit({}, 1);
  fit.usable = usable;
  fit.criteria = {-aicc / 2, aicc + 1, aicc, aicc + 2, of};
  return fit;
}
Forecaster criterion_model(const std::string& name, double aicc, const std::string& of, bool usable = true) {
  return {name, [=](std::span<const double>, std::size_t) { return with_criteria(name, aicc, of, usable); }};
}

TEST(ChooseByCriterion, ComparesLikelihoodsOfTheSameThing) {
  const std::vector<Forecaster> field{criterion_model("logs", -500, "log y"), criterion_model("a", 110, "y"),
                                      criterion_model("b", 104, "y"), constant("none", [](auto) { return 0.0; })};
  EXPECT_EQ(choose_by_criterion("c", field).fit(ramp(9), 1).model,
            "always b, of 2 by AICc 104 (next: a 110), logs not comparable, none without it");
  EXPECT_THAT(choose_by_criterion("c", field, forecast::Criterion::bic).fit(ramp(9), 1).model, HasSubstr("BIC 106"));
  // Badly ended searches come last, infinite criteria tell nothing.
  EXPECT_THAT(choose_by_criterion("c", {criterion_model("bad", 1, "y", false), criterion_model("good", 2, "y")})
                  .fit(ramp(9), 1)
                  .model,
              StartsWith("always good"));
  EXPECT_EQ(choose_by_criterion("c", {failing("f"), criterion_model("short", INFINITY, "y")}).fit(ramp(9), 1).model,
            "always short, the first: none has AICc");
  EXPECT_THAT(
      [&] {
        (void)choose_by_criterion("c", {failing("a"), failing("b")}).fit(ramp(9), 1);
      },
      ::testing::ThrowsMessage<InvalidArgument>("b cannot"));
}

TEST(ChooseByCriterion, FitsSayWhatTheirLikelihoodIsOf) {
  Stream random({.seed = 5});
  std::vector<double> y(60);
  for (std::size_t t = 0; t < y.size(); ++t)
    y[t] = 100 + static_cast<double>(t) + 10 * std::sin(0.5236 * static_cast<double>(t)) + 5 * random.uniform();
  const auto criteria = [&](const char* name) { return forecast::named_model(name).fit(y, 12).criteria; };
  const forecast::EtsFit ets = forecast::fit_ets(y, {.season_length = 12});
  const stats::FitCriteria of_ets = forecast::fitted(ets).criteria;
  EXPECT_EQ(of_ets.aicc, ets.aicc);
  EXPECT_EQ(of_ets.bic, ets.bic);
  EXPECT_EQ(of_ets.log_likelihood, ets.log_likelihood);
  EXPECT_EQ(of_ets.of, "y");
  EXPECT_EQ(forecast::fitted(forecast::AnyFit(ets)).criteria.aicc, ets.aicc);
  EXPECT_EQ(criteria("ces").of, "y");
  EXPECT_THAT(criteria("arima").of, StartsWith("y"));
  EXPECT_EQ(criteria("stl_ets").of, "after STL, y");
  EXPECT_TRUE(std::isnan(criteria("naive").aicc));
  const auto arima = forecast::fit_arima(y, {.order = {.p = 1, .d = 1, .seasonal_d = 1}, .season_length = 12});
  EXPECT_EQ(forecast::fitted(arima).criteria.of, "y differenced 1, 1 [12]");
  const auto logs = forecast::fit_ets(y, {.error = forecast::EtsError::additive,
                                          .trend = forecast::EtsTrend::additive,
                                          .season = forecast::EtsSeason::none,
                                          .transform = forecast::log_transform()});
  EXPECT_EQ(forecast::fitted(logs).criteria.of, "y, Box-Cox 0");
}

TEST(ChooseByCriterion, OfTwoFormsTakesThatOfLeastAicc) {
  const auto form = [](forecast::EtsTrend trend) {
    return forecast::forecaster(
        trend == forecast::EtsTrend::none ? "level" : "trend", [=](std::span<const double> y, std::size_t) {
          return forecast::fit_ets(
              y, {.error = forecast::EtsError::additive, .trend = trend, .season = forecast::EtsSeason::none});
        });
  };
  Stream random({.seed = 8});
  std::vector<double> y(40);
  for (std::size_t t = 0; t < y.size(); ++t) y[t] = 3 * static_cast<double>(t) + random.uniform();
  const Forecaster chooser =
      choose_by_criterion("c", {form(forecast::EtsTrend::none), form(forecast::EtsTrend::additive)});
  EXPECT_THAT(chooser.fit(y, 1).model, StartsWith("ETS(A,A,N), of 2 by AICc"));
}

/// A wave with noise.
std::vector<double> wave(std::size_t n, std::uint64_t seed) {
  Stream random({.seed = 4, .series = seed});
  std::vector<double> y(n);
  const double phase = 6 * random.uniform();
  for (std::size_t t = 0; t < n; ++t) y[t] = std::sin(phase + 0.7 * static_cast<double>(t)) + random.uniform();
  return y;
}

/// On long series the first is best, on short ones the second.
struct Corpus {
  Backtest backtest{};
  std::vector<double> features{};
};
Corpus corpus(std::size_t n) {
  Corpus c;
  c.backtest = made_backtest(std::vector<std::string>(n), 1, {"for long", "for short", "never"},
                             [&](std::size_t s, std::size_t, std::size_t candidate) {
                               const bool right = (s % 2 == 0) == (candidate == 0);
                               const double loss = candidate == 2 ? 5 : right ? 1 : 2;
                               return FoldScore{loss, loss, loss, loss, loss, 0.9};
                             });
  std::vector<BacktestSeries> panel;
  for (std::size_t s = 0; s < n; ++s) panel.push_back({.values = wave((s % 2 == 0 ? 95 : 18) + s % 8, s)});
  c.features = panel_features(panel, 0);
  return c;
}

TEST(ChooseByFeatures, LearnsWhichSeriesACandidateIsFor) {
  const Corpus c = corpus(60);
  const FeatureChooser chooser = train_feature_chooser(c.backtest, c.features);
  EXPECT_EQ(chooser.trained_on, "60 series by MASE");
  EXPECT_TRUE(chooser.centroids[2].empty());
  EXPECT_NEAR(chooser.shares[0], 0.5, 1e-12);
  const std::vector<Forecaster> field{constant("never", [](auto) { return 2.0; }),
                                      constant("for short", [](auto) { return 1.0; }),
                                      constant("for long", [](auto) { return 0.0; })};
  const Forecaster model = choose_by_features("f", chooser, field);
  EXPECT_EQ(first_of(model.fit(wave(110, 99), 1)), 0);
  EXPECT_EQ(first_of(model.fit(wave(17, 98), 1)), 1);
  EXPECT_EQ(model.fit(wave(17, 98), 1).model,
            "always for short, of 3 by nearest centroid of features, trained on 60 series by MASE");
}

TEST(ChooseByFeatures, GrowsTreesThatLearnTheSame) {
  const Corpus c = corpus(80);
  const FeatureChooser chooser = train_feature_chooser(
      c.backtest, c.features, {.rule = FeatureRule::boosted_trees, .boosting = {.rounds = 30, .least_rows = 5}});
  ASSERT_TRUE(chooser.trees);
  for (std::uint64_t s = 200; s < 220; ++s) {
    const std::size_t n = s % 2 == 0 ? 120 : 16;
    const auto x = forecast::feature_values(forecast::series_features(wave(n, s), 1), kNaN);
    EXPECT_EQ(preference(chooser, x), (n > 50 ? std::vector<std::size_t>{0, 1, 2} : std::vector<std::size_t>{1, 0, 2}))
        << s;
  }
}

TEST(ChooseByFeatures, PrefersWhoWasBestWhereFeaturesSayNothing) {
  Corpus c = corpus(61);
  std::fill(c.features.begin(), c.features.end(), kNaN);
  const FeatureChooser chooser = train_feature_chooser(c.backtest, c.features);
  EXPECT_EQ(preference(chooser, std::vector<double>(chooser.features.size(), kNaN)),
            (std::vector<std::size_t>{0, 1, 2}));
}

TEST(PanelFeatures, AreOfWhatIsKnown) {
  std::vector<double> y(40);
  for (std::size_t t = 0; t < y.size(); ++t) y[t] = std::cos(static_cast<double>(t * t));
  const std::size_t columns = forecast::feature_names().size();
  const std::vector<double> x = panel_features(
      {{.name = "a", .values = y}, {.name = "b", .values = {1, 2}}, {.name = "c", .values = y, .horizon = 8}}, 5,
      {.threads = 2});
  ASSERT_EQ(x.size(), 3 * columns);
  const auto expected = forecast::feature_values(forecast::series_features(std::span(y).first(35), 1), kNaN);
  for (std::size_t j = 0; j < columns; ++j)
    EXPECT_TRUE(x[j] == expected[j] || (std::isnan(x[j]) && std::isnan(expected[j]))) << j;
  EXPECT_TRUE(std::isnan(x[columns]));
  EXPECT_EQ(x[2 * columns], 32);
}

TEST(FeatureChooser, EqualsOneWithUnknownFeatures) {
  Corpus c = corpus(61);
  std::fill(c.features.begin(), c.features.end(), kNaN);
  const FeatureChooser chooser = train_feature_chooser(c.backtest, c.features);
  EXPECT_TRUE(std::isnan(chooser.centroids[0][0]));
  EXPECT_EQ(chooser, train_feature_chooser(c.backtest, c.features));
  FeatureChooser other = chooser;
  other.centroids[0][0] = 0;
  EXPECT_FALSE(other == chooser);
}

TEST(FeatureChooser, FindsItsFeaturesByName) {
  const std::vector<Forecaster> field{constant("short", [](auto) { return 0.0; }),
                                      constant("long", [](auto) { return 1.0; })};
  // By a feature that is not the first of `forecast::feature_names()`, and by the length after it.
  const FeatureChooser chooser{.candidates = {"short", "long"},
                               .features = {"entropy", "length"},
                               .centre = {0, 50},
                               .spread = {0, 10},
                               .centroids = {{kNaN, -3}, {kNaN, 3}},
                               .shares = {0.5, 0.5}};
  validate(chooser);
  const Forecaster model = choose_by_features("f", chooser, field);
  EXPECT_EQ(first_of(model.fit(wave(20, 1), 1)), 0);
  EXPECT_EQ(first_of(model.fit(wave(90, 1), 1)), 1);
}

TEST(FeatureChooser, IsRefusedWhereItCouldNotBeTrusted) {
  const Corpus c = corpus(40);
  const FeatureChooser chooser = train_feature_chooser(
      c.backtest, c.features, {.rule = FeatureRule::boosted_trees, .boosting = {.rounds = 3, .least_rows = 5}});
  validate(chooser);
  const auto broken = [&](const auto& change) {
    return [&chooser, change] {
      FeatureChooser other = chooser;
      change(other);
      (void)choose_by_features(
          "c", other,
          {constant("for long", [](auto) { return 0.0; }), constant("for short", [](auto) { return 0.0; }),
           constant("never", [](auto) { return 0.0; })});
    };
  };
  testing::expect_refused({
      {"tuning::validate: 1 to 10,000 candidates are needed; got 0", [] { validate(FeatureChooser{}); }},
      {"candidates must have different names; got \"never\" twice", broken([](auto& x) { x.candidates[0] = "never"; })},
      {"1 to 10,000 features are needed; got 0", broken([](auto& x) { x.features.clear(); })},
      {"features must be of forecast::series_features; got \"lenght\" (did you mean \"length\"?)",
       broken([](auto& x) { x.features[0] = "lenght"; })},
      {"there must be an item for each of", broken([](auto& x) { x.centre.pop_back(); })},
      {"centres must be finite; got inf", broken([](auto& x) { x.centre[2] = INFINITY; })},
      {"spreads must be >= 0 and finite; got NaN", broken([](auto& x) { x.spread[2] = kNaN; })},
      {"of 3 candidates; got 4", broken([](auto& x) { x.centroids.emplace_back(); })},
      {"features; got 1", broken([](auto& x) { x.centroids[0] = {1}; })},
      {"centroids must be finite or NaN; got -inf", broken([](auto& x) { x.centroids[0][1] = -INFINITY; })},
      {"shares must be in [0, 1]; got -0.5", broken([](auto& x) {
         x.shares = {-0.5, 1, 0.5};
       })},
      {"shares must add up to 1; got 1.5", broken([](auto& x) {
         x.shares = {0.5, 0.5, 0.5};
       })},
      {"must have them; got none", broken([](auto& x) { x.trees.reset(); })},
      {"trees must have the chooser's features",
       broken([](auto& x) { std::swap(x.trees->features[0], x.trees->features[1]); })},
      {"an output for each of 3 candidates; got 1", broken([](auto& x) { x.trees = BoostedTrees{x.features, {0}, {}}; })},
      {"children must lie behind their parent",
       broken([](auto& x) { x.trees->trees[1].nodes[0] = {.left = 0, .right = 1}; })},
      {"train_feature_chooser: candidates must have different names; got \"a\" twice",
       [] {
         const Backtest b = made_backtest({""}, 1, {"a", "a"}, [](auto, auto, auto) { return no_score(); });
         (void)train_feature_chooser(b, std::vector<double>(forecast::feature_names().size()));
       }},
  });
}

TEST(Choosers, RefuseWhatDoesNotFit) {
  const Forecaster one = constant("one", [](auto) { return 1.0; });
  const Corpus c = corpus(4);
  const FeatureChooser chooser = train_feature_chooser(c.backtest, c.features);
  testing::expect_refused({
      {"choose_by_backtest: there must be a candidate; got none", [] { (void)choose_by_backtest("c", {}); }},
      {"a candidate must have `fit`; got none in \"x\"",
       [] {
         (void)choose_by_criterion("c", {{"x", {}}});
       }},
      {"choose_by_backtest: candidates must have names of their own; got \"one\" twice",
       [&] {
         (void)choose_by_backtest("c", {one, one});
       }},
      {"choose_by_criterion: candidates must have names",
       [&] {
         (void)choose_by_criterion("c", {one, one});
       }},
      {"choose_by_features: candidates must have names",
       [&] {
         (void)choose_by_features("c", chooser, {one, one});
       }},
      {"horizon must be in [1, 1,000,000]; got 0", [&] { (void)choose_by_backtest("c", {one}, {.horizon = 0}); }},
      {"step must be in", [&] { (void)choose_by_backtest("c", {one}, {.step = 0}); }},
      {"pinball or msis; got owa", [&] { (void)choose_by_backtest("c", {one}, {.measure = Measure::owa}); }},
      {"each name of the chooser; got \"for long\"", [&] { (void)choose_by_features("c", chooser, {one}); }},
      {"features; got 1", [&] { (void)preference(chooser, std::vector<double>{1}); }},
      {"there must be an item for each of 3 candidates; got 2",
       [&] {
         FeatureChooser broken = chooser;
         broken.shares.pop_back();
         (void)preference(broken, std::vector<double>(broken.features.size()));
       }},
      {"features of each series", [&] { (void)train_feature_chooser(c.backtest, std::vector<double>(3)); }},
      {"a series must have a score; got none",
       [&] {
         const Backtest b = made_backtest({""}, 1, {"a"}, [](auto, auto, auto) { return no_score(); });
         (void)train_feature_chooser(b, std::vector<double>(forecast::feature_names().size()));
       }},
  });
}

}  // namespace
}  // namespace foreplan::tuning
