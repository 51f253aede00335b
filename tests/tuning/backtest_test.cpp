#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/stats/accuracy.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <new>
#include <set>
#include <thread>

#include "panels.hpp"
#include "scratch_folder.hpp"
#include "tuning/fold_codec.hpp"

namespace foreplan::tuning {
namespace {

using Values = std::vector<double>;
using Candidates = std::vector<stats::Forecaster>;

/// 1, 2, ..., n
Values ramp(std::size_t n) {
  Values values(n);
  for (std::size_t t = 0; t < n; ++t) values[t] = static_cast<double>(t + 1);
  return values;
}

std::vector<Fold> folds(const std::vector<BacktestSeries>& panel, const Candidates& candidates,
                        const BacktestOptions& options) {
  std::vector<Fold> all;
  backtest(
      panel.size(), [&](std::size_t i) { return panel[i]; }, candidates, options,
      [&](Fold&& fold) { all.push_back(std::move(fold)); });
  return all;
}
std::vector<Fold> folds(const BacktestSeries& series, const stats::Forecaster& candidate,
                        const BacktestOptions& options) {
  return folds(std::vector{series}, Candidates{candidate}, options);
}

std::vector<std::size_t> known_of(const std::vector<Fold>& all) {
  std::vector<std::size_t> known;
  for (const Fold& fold : all) known.push_back(fold.known);
  return known;
}

/// Keeps what it was given, and forecasts the last value.
struct Recorder {
  struct Call {
    Values values{};
    const double* place = nullptr;
    bool update = false;
  };
  std::vector<Call> calls{};
  std::mutex mutex{};

  stats::Fitted after(std::span<const double> y, bool update, bool can_update) {
    const std::lock_guard lock(mutex);
    calls.push_back({{y.begin(), y.end()}, y.data(), update});
    stats::Fitted fit = flat(y.back());
    if (can_update) fit.update = [this](std::span<const double> more) { return after(more, true, true); };
    return fit;
  }
  stats::Forecaster model(bool can_update = false) {
    return {"recorder",
            [this, can_update](std::span<const double> y, std::size_t) { return after(y, false, can_update); }};
  }
};

using Known = std::vector<std::size_t>;

TEST(Backtest, OriginsLieStepsApartWithTheirPeriodsBehindThem) {
  const BacktestSeries series{.values = ramp(40)};
  EXPECT_EQ(known_of(folds(series, last_value(), {.horizon = 6, .origins = 3})), (Known{22, 28, 34}));
  EXPECT_EQ(known_of(folds(series, last_value(), {.horizon = 6, .origins = 3, .step = 1})), (Known{32, 33, 34}));
  EXPECT_EQ(known_of(folds(series, last_value(), {.horizon = 6, .gap = 4, .origins = 2})), (Known{24, 30}));
  EXPECT_EQ(known_of(folds(series, last_value(), {.horizon = 10, .origins = 1'000'000})), (Known{10, 20, 30}));
  const auto all = folds(series, last_value(), {.horizon = 2, .gap = 3, .origins = 2, .levels = {}});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].origin, 2u);
  EXPECT_EQ(all[1].origin, 1u);
  EXPECT_EQ(all[1].known, 35u);
  EXPECT_EQ(all[1].actual, (Values{39, 40}));
  EXPECT_EQ(all[1].outlook, (stats::Outlook{{35, 35}, {}, {}}));
  EXPECT_EQ(all[1].absolute_scale, 1);
  EXPECT_EQ(all[1].squared_scale, 1);
  EXPECT_EQ(all[1].model, "flat");
  EXPECT_TRUE(all[1].usable);
  EXPECT_EQ(all[1].error, "");
}

TEST(Backtest, TheGapIsForecastAndLeftOut) {
  const stats::Forecaster steps{"steps", [](std::span<const double> y, std::size_t) {
                                  stats::Fitted fit = flat(0);
                                  fit.predict = [n = y.size()](std::size_t horizon, const Values& levels) {
                                    stats::Outlook outlook{Values(horizon), levels, {}};
                                    for (std::size_t h = 0; h < horizon; ++h)
                                      outlook.mean[h] = static_cast<double>(n + h + 1);
                                    outlook.quantiles.assign(levels.size(), outlook.mean);
                                    return outlook;
                                  };
                                  return fit;
                                }};
  for (const Fold& fold : folds({.values = ramp(40)}, steps, {.horizon = 3, .gap = 5, .levels = {0.2, 0.7}})) {
    EXPECT_EQ(fold.outlook.mean, fold.actual);
    EXPECT_EQ(fold.outlook.quantiles, (std::vector<Values>{fold.actual, fold.actual}));
  }
}

TEST(Backtest, FoldsComeBySeriesOriginAndCandidate) {
  std::vector<BacktestSeries> panel = made_panel(20);
  panel[4].values.resize(3);  // no folds
  const auto all =
      folds(panel, {last_value("a"), last_value("b")}, {.origins = 2, .batch = {.execution = {.threads = 3}}});
  std::vector<std::vector<std::size_t>> places, expected;
  for (const Fold& fold : all) places.push_back({fold.series, fold.origin, fold.candidate});
  for (std::size_t i = 0; i < 20; ++i)
    for (const std::size_t origin : {2u, 1u})
      for (const std::size_t c : {0u, 1u})
        if (i != 4) expected.push_back({i, origin, c});
  EXPECT_EQ(places, expected);
}

TEST(Backtest, AModelIsGivenWhatIsKnownAndNothingElse) {
  const BacktestSeries series{.values = ramp(40)};
  Recorder recorder;
  (void)folds(series, recorder.model(), {.horizon = 6, .origins = 3});
  ASSERT_EQ(recorder.calls.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(recorder.calls[i].values, ramp(22 + 6 * i));
}

TEST(Backtest, AWindowHoldsTheLastValues) {
  Recorder recorder;
  const auto all = folds({.values = ramp(40)}, recorder.model(), {.horizon = 6, .origins = 2, .window = 8});
  ASSERT_EQ(recorder.calls.size(), 2u);
  EXPECT_EQ(recorder.calls[0].values, (Values{21, 22, 23, 24, 25, 26, 27, 28}));
  EXPECT_EQ(recorder.calls[1].values, (Values{27, 28, 29, 30, 31, 32, 33, 34}));
  EXPECT_EQ(all[1].known, 34u);
}

// Whatever a model does, its answers are the same with another future: here one of numbers that spoil all they touch.
TEST(Backtest, AnotherFutureChangesNoForecast) {
  std::vector<BacktestSeries> panel = made_panel(12);
  const Candidates models{forecast::named_model("ets"), forecast::named_model("theta"),
                          forecast::named_model("seasonal_naive")};
  for (const bool refit : {true, false}) {
    const BacktestOptions options{.origins = 2, .refit = refit};
    const auto before = folds(panel, models, options);
    std::vector<BacktestSeries> poisoned = panel;
    for (BacktestSeries& series : poisoned)
      std::fill(series.values.end() - static_cast<std::ptrdiff_t>(2 * series.horizon), series.values.end(), 1e250);
    const auto after = folds(poisoned, models, options);
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i)
      if (before[i].origin == 2) {
        EXPECT_EQ(before[i].outlook, after[i].outlook);
        EXPECT_EQ(before[i].model, after[i].model);
      }
  }
}

// Not within the panel, and past its end there is nothing to be read: an address sanitizer ends the program.
TEST(Backtest, AModelThatReadsOnFindsNothing) {
  const std::vector<BacktestSeries> panel{{.values = ramp(40)}};
  Recorder recorder;
  (void)folds(panel, {recorder.model()}, {});
  const double *first = panel[0].values.data(), *end = first + 40;
  for (const auto& call : recorder.calls)
    EXPECT_TRUE(std::less<>()(call.place, first) || !std::less<>()(call.place, end));
#if defined(__SANITIZE_ADDRESS__)
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  const stats::Forecaster peeping{"peeping", [](std::span<const double> y, std::size_t) {
                                    const volatile double* next = y.data() + y.size();
                                    return flat(*next);
                                  }};
  EXPECT_DEATH((void)folds(panel, {peeping}, {}), "heap-buffer-overflow");
#endif
}

TEST(Backtest, AModelThatWritesOverItsValuesSpoilsNobodyElses) {
  const stats::Forecaster vandal{"vandal", [](std::span<const double> y, std::size_t) {
                                   std::fill_n(const_cast<double*>(y.data()), y.size(), -1.0);
                                   return flat(0);
                                 }};
  const auto all = folds({{.values = ramp(40)}}, {vandal, last_value()}, {.origins = 1, .levels = {}});
  EXPECT_EQ(all[1].outlook.mean, Values(6, 34));
  EXPECT_EQ(all[0].actual, (Values{35, 36, 37, 38, 39, 40}));
}

TEST(Backtest, WithoutRefittingAModelIsTakenOverTheValuesSince) {
  Recorder recorder;
  const BacktestOptions options{.horizon = 4, .origins = 3, .window = 10, .refit = false};
  const auto all = folds({.values = ramp(30)}, recorder.model(true), options);
  ASSERT_EQ(recorder.calls.size(), 3u);
  EXPECT_FALSE(recorder.calls[0].update);
  EXPECT_EQ(recorder.calls[0].values, (Values{9, 10, 11, 12, 13, 14, 15, 16, 17, 18}));
  EXPECT_TRUE(recorder.calls[1].update);
  EXPECT_EQ(recorder.calls[1].values, (Values{19, 20, 21, 22}));
  EXPECT_EQ(recorder.calls[2].values, (Values{23, 24, 25, 26}));
  EXPECT_EQ(all[2].outlook.mean, Values(4, 26));
  // One that cannot is fitted again.
  Recorder plain;
  (void)folds({.values = ramp(30)}, plain.model(false), options);
  ASSERT_EQ(plain.calls.size(), 3u);
  for (const auto& call : plain.calls) EXPECT_FALSE(call.update);
  EXPECT_EQ(plain.calls[2].values.back(), 26);
}

TEST(Backtest, WithoutRefittingTheFirstFitThatSucceedsIsTheOne) {
  std::size_t fits = 0, updates = 0;
  const stats::Forecaster late{"late", [&](std::span<const double> y, std::size_t) {
                                 ++fits;
                                 if (y.size() < 20) throw InvalidArgument("too early");
                                 stats::Fitted fit = flat(1);
                                 fit.update = [&, fit](std::span<const double> more) {
                                   ++updates;
                                   EXPECT_EQ(more.size(), updates == 1 ? 4u : 8u);
                                   if (updates == 2) return fit;
                                   throw InvalidArgument("not now");
                                 };
                                 return fit;
                               }};
  const auto all = folds({.values = ramp(36)}, late, {.horizon = 4, .origins = 5, .refit = false});  // 16, 20, ..., 32
  std::vector<std::string> errors;
  for (const Fold& fold : all) errors.push_back(fold.error);
  EXPECT_EQ(errors, (std::vector<std::string>{"too early", "", "not now", "", ""}));
  EXPECT_EQ(fits, 3u);  // the updated one has no update itself
  EXPECT_EQ(updates, 2u);
}

TEST(Backtest, UpdatesAgreeWithTheModelsOwn) {
  const std::vector<BacktestSeries> panel = made_panel(6);
  const stats::Forecaster ets = forecast::named_model("ets");
  const auto all = folds(panel, {ets}, {.origins = 2, .refit = false});
  for (std::size_t i = 0; i < all.size(); i += 2) {
    const BacktestSeries& series = panel[all[i].series];
    const std::span<const double> y(series.values);
    const stats::Fitted fit = ets.fit(y.first(all[i].known), series.season_length);
    const Values& levels = all[i].outlook.levels;
    EXPECT_EQ(all[i].outlook, stats::predict(fit, series.horizon, levels));
    EXPECT_EQ(all[i + 1].outlook,
              stats::predict(fit.update(y.subspan(all[i].known, series.horizon)), series.horizon, levels));
  }
}

TEST(Backtest, OriginsWithTooFewValuesAreLeftOut) {
  // Six at least, or two seasons and one.
  EXPECT_EQ(known_of(folds({.values = ramp(14)}, last_value(), {.horizon = 4, .origins = 9})), (Known{6, 10}));
  EXPECT_EQ(known_of(folds({.values = ramp(33), .season_length = 12}, last_value(), {.horizon = 4, .origins = 9})),
            (Known{25, 29}));
  EXPECT_EQ(known_of(folds({.values = ramp(10)}, last_value(), {.horizon = 4, .origins = 9, .least = 2})),
            (Known{2, 6}));
  EXPECT_EQ(known_of(folds({.values = ramp(20), .season_length = 12}, last_value(),
                           {.horizon = 4, .origins = 9, .window = 7})),
            (Known{8, 12, 16}));
  // Missing ones do not count.
  BacktestSeries gaps{.values = ramp(14)};
  gaps.values[2] = kNaN;
  EXPECT_EQ(known_of(folds(gaps, last_value(), {.horizon = 4, .origins = 9})), Known{10});
  for (std::size_t n = 0; n < 10; ++n)
    EXPECT_TRUE(folds({.values = ramp(n)}, last_value(), {.horizon = 4, .origins = 9}).empty()) << n;
}

TEST(Backtest, AVintageIsWhatWasKnownThen) {
  Values first(12, 7.0), second = ramp(20);
  second[0] = 100;  // revised
  const BacktestSeries series{.values = ramp(30), .vintages = {{12, first}, {16, second}}};
  Recorder recorder;
  const auto all = folds(series, recorder.model(), {.horizon = 4, .origins = 9, .levels = {}});  // 6, 10, ..., 26
  ASSERT_EQ(recorder.calls.size(), 6u);
  EXPECT_EQ(recorder.calls[0].values, ramp(6));
  EXPECT_EQ(recorder.calls[1].values, ramp(10));
  EXPECT_EQ(recorder.calls[2].values, first);  // 14 are known, 12 were published
  EXPECT_EQ(recorder.calls[3].values, Values(second.begin(), second.begin() + 18));
  EXPECT_EQ(recorder.calls[4].values, second);
  EXPECT_EQ(recorder.calls[5].values, second);
  EXPECT_EQ(all[2].actual, (Values{15, 16, 17, 18}));
  EXPECT_EQ(all[2].absolute_scale, 0);
  EXPECT_GT(all[3].absolute_scale, 5);
}

TEST(Backtest, BeyondTheEndOfAVintageForecastsReachFurther) {
  std::vector<std::size_t> horizons;
  const stats::Forecaster counting{"counting", [&](std::span<const double> y, std::size_t) {
                                     stats::Fitted fit = flat(y.back());
                                     fit.predict = [&, inner = fit.predict](std::size_t horizon, const Values& levels) {
                                       horizons.push_back(horizon);
                                       return inner(horizon, levels);
                                     };
                                     return fit;
                                   }};
  const BacktestSeries series{.values = ramp(30), .vintages = {{12, ramp(12)}, {20, ramp(20)}}};
  const auto all = folds(series, counting, {.horizon = 4, .gap = 1, .origins = 5});  // 9, 13, 17, 21, 25
  EXPECT_EQ(horizons, (std::vector<std::size_t>{5, 6, 10, 6, 10}));
  EXPECT_EQ(all[4].outlook.horizon(), 4u);
  // A fit that is taken over more values waits for them.
  horizons.clear();
  Recorder recorder;
  (void)folds(series, recorder.model(true), {.horizon = 4, .gap = 1, .origins = 5, .refit = false});
  std::vector<std::size_t> sizes;
  for (const auto& call : recorder.calls) sizes.push_back(call.values.size());
  EXPECT_EQ(sizes, (std::vector<std::size_t>{9, 3, 8}));
}

TEST(Backtest, ACandidateThatFailsIsAResultAndTheOthersGoOn) {
  const auto answering = [](std::string name, stats::Fitted fit) {
    return stats::Forecaster{std::move(name), [fit](std::span<const double>, std::size_t) { return fit; }};
  };
  stats::Fitted short_one = flat(1);
  short_one.predict = [](std::size_t, const Values& levels) { return flat(1).predict(1, levels); };
  stats::Fitted not_sure = flat(1);
  not_sure.usable = false;
  const Candidates candidates{
      {"throws", [](std::span<const double>, std::size_t) -> stats::Fitted { throw InvalidArgument("I will not"); }},
      answering("nan", flat(kNaN)),
      answering("infinite", flat(std::numeric_limits<double>::infinity())),
      answering("short", short_one),
      answering("none", {}),
      answering("not sure", not_sure),
      last_value()};
  const auto all = folds({{.values = ramp(30)}}, candidates, {.origins = 1});
  ASSERT_EQ(all.size(), 7u);
  EXPECT_EQ(all[0].error, "I will not");
  EXPECT_EQ(all[1].error, "tuning::backtest: point forecasts must be finite; got NaN at step 1");
  EXPECT_NE(all[2].error.find("inf"), std::string::npos);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NE(all[i].error, "") << i;
    EXPECT_FALSE(all[i].usable);
    EXPECT_EQ(all[i].outlook, stats::Outlook{});
    EXPECT_EQ(all[i].actual.size(), 6u);
  }
  EXPECT_EQ(all[5].error, "");
  EXPECT_FALSE(all[5].usable);
  EXPECT_EQ(all[6].outlook.mean, Values(6, 24));
  const Backtest scores = backtest({{.values = ramp(30)}}, candidates, {.origins = 1});
  ASSERT_EQ(scores.failures.size(), 5u);
  EXPECT_EQ(scores.failures[3].candidate, 3u);
  EXPECT_EQ(scores.failures[0].error, "I will not");
  EXPECT_TRUE(std::isnan(scores.at(0, 1, 0).mase));
  EXPECT_EQ(scores.at(0, 1, 6).mase, 3.5);
}

struct Foreign {};

TEST(Backtest, WhatIsNotTheLibrarysComesThrough) {
  const auto throwing = [](auto what) {
    return stats::Forecaster{"x", [what](std::span<const double>, std::size_t) -> stats::Fitted { throw what; }};
  };
  const BacktestSeries series{.values = ramp(30)};
  EXPECT_THROW((void)folds(series, throwing(std::bad_alloc()), {}), std::bad_alloc);
  EXPECT_THROW((void)folds(series, throwing(Foreign()), {}), Foreign);
  EXPECT_THROW((void)folds(series, throwing(Cancelled("x")), {}), Cancelled);
  EXPECT_THROW(backtest(
                   1, [](std::size_t) -> BacktestSeries { throw Foreign(); }, {last_value()}, {}, [](Fold&&) {}),
               Foreign);
  EXPECT_THROW(backtest(
                   1, [&](std::size_t) { return series; }, {last_value()}, {}, [](Fold&&) { throw Foreign(); }),
               Foreign);
}

TEST(Backtest, IsCancelledBetweenTwoFits) {
  BacktestOptions options{.origins = 3};
  std::size_t fits = 0;
  const stats::Forecaster model{"x", [&](std::span<const double>, std::size_t) {
                                  if (++fits == 2) options.batch.execution.cancel.cancel();
                                  return flat(1);
                                }};
  EXPECT_THROW((void)folds({.values = ramp(60)}, model, options), Cancelled);
  EXPECT_EQ(fits, 2u);
}

TEST(Backtest, SameBytesForAnyThreads) {
  const std::vector<BacktestSeries> panel = made_panel(150);
  const Candidates models{forecast::named_model("drift"), forecast::named_model("theta"), last_value()};
  const std::string one = encode(folds(panel, models, {.origins = 2}), 3);
  const Backtest scores = backtest(panel, models, {.origins = 2});
  for (const unsigned threads : {2u, 7u}) {
    const BacktestOptions options{.origins = 2, .batch = {.execution = {.threads = threads}}};
    EXPECT_EQ(encode(folds(panel, models, options), 3), one);
    EXPECT_EQ(backtest(panel, models, options).failures, scores.failures);
  }
}

TEST(Backtest, ScoresWorkedOutByHand) {
  // Known 1, 3, 5, ..., 19; the last value is 19 and the next ones are 21, 23.
  Values values = ramp(12);
  for (double& x : values) x = 2 * x - 1;
  BacktestOptions options{.horizon = 2, .origins = 1, .levels = {0.05, 0.5, 0.95}};
  const Backtest result =
      backtest({{.name = "a", .group = "g", .values = values}}, Candidates{last_value("last", 3)}, options);
  EXPECT_EQ(result.series, std::vector<std::string>{"a"});
  EXPECT_EQ(result.groups, std::vector<std::string>{"g"});
  EXPECT_EQ(result.candidates, std::vector<std::string>{"last"});
  EXPECT_EQ(result.origins, 1u);
  EXPECT_EQ(result.levels, options.levels);
  const FoldScore& score = result.at(0, 1, 0);  // errors 2 and 4, a scale of 2 and of 4
  EXPECT_NEAR(score.smape, 100 * (2.0 / 40 + 4.0 / 42), 1e-12);
  EXPECT_NEAR(score.mase, 1.5, 1e-12);
  EXPECT_NEAR(score.rmsse, std::sqrt(10.0 / 4), 1e-12);
  // Quantiles 16, 19, 22: losses 0.05 (5, 7), 0.5 (2, 4) and 0.05 x 1 below, 0.95 x 1 above.
  EXPECT_NEAR(score.pinball, (0.05 * 6 + 0.5 * 3 + (0.05 * 1 + 0.95 * 1) / 2) / 3 / 2, 1e-12);
  EXPECT_NEAR(score.msis, (6 + 20 * (0.0 + 1) / 2) / 2, 1e-12);
  EXPECT_EQ(score.coverage, 0.5);
  ASSERT_EQ(result.steps.size(), 2u);
  EXPECT_EQ(result.steps[1].group, "g");
  EXPECT_EQ(result.steps[1].step, 2u);
  EXPECT_EQ(result.steps[1].forecasts, 1u);
  EXPECT_NEAR(result.steps[0].mase, 1, 1e-12);
  EXPECT_NEAR(result.steps[1].mase, 2, 1e-12);
  EXPECT_NEAR(result.steps[1].smape, 200 * 4.0 / 42, 1e-12);
  EXPECT_NEAR(result.steps[1].pinball, (0.05 * 7 + 0.5 * 4 + 0.95) / 3 / 2, 1e-12);
  EXPECT_EQ(result.steps[0].below, (Values{0, 0, 1}));
  EXPECT_EQ(result.steps[1].below, (Values{0, 0, 0}));
  EXPECT_THROW((void)result.at(1, 1, 0), InvalidArgument);
  EXPECT_THROW((void)result.at(0, 0, 0), InvalidArgument);
  EXPECT_THROW((void)result.at(0, 2, 0), InvalidArgument);
  EXPECT_THROW((void)result.at(0, 1, 1), InvalidArgument);
}

TEST(Backtest, ScoresAreThoseOfStats) {
  std::vector<BacktestSeries> panel = made_panel(30);
  panel[2].scale_lag = 1;
  const stats::Forecaster ets = forecast::named_model("ets");
  const BacktestOptions options{.origins = 2};
  const Backtest result = backtest(panel, Candidates{ets}, options);
  std::size_t seen = 0;
  for (const Fold& fold : folds(panel, {ets}, options)) {
    const BacktestSeries& series = panel[fold.series];
    const std::size_t lag = series.scale_lag == 0 ? series.season_length : series.scale_lag;
    const auto known = std::span(series.values).first(fold.known);
    const auto actual = std::span(series.values).subspan(fold.known, series.horizon);
    const FoldScore& score = result.at(fold.series, fold.origin, 0);
    EXPECT_EQ(score.smape, stats::smape(actual, fold.outlook.mean));
    EXPECT_EQ(score.mase, stats::mase(actual, fold.outlook.mean, known, lag));
    EXPECT_NEAR(score.rmsse, stats::rmsse(actual, fold.outlook.mean, known, lag), 1e-14 * score.rmsse);
    EXPECT_EQ(score.msis, stats::msis(actual, fold.outlook.quantiles[1], fold.outlook.quantiles[5], 0.9, known, lag));
    EXPECT_EQ(score.coverage, stats::coverage(actual, fold.outlook.quantiles[1], fold.outlook.quantiles[5]));
    ++seen;
  }
  EXPECT_EQ(seen, 60u);
}

TEST(Backtest, TheIntervalIsThatOfNinetyPerCentOrTheWidest) {
  const std::vector<BacktestSeries> panel{{.values = ramp(30)}};
  const auto coverage = [&](Values levels) {
    return backtest(panel,
                    Candidates{{"x",
                                [](std::span<const double> y, std::size_t) {
                                  stats::Fitted fit = flat(y.back());
                                  fit.predict = [last = y.back()](std::size_t h, const Values& asked) {
                                    stats::Outlook outlook{Values(h, last), asked, {}};
                                    for (const double p : asked)
                                      outlook.quantiles.emplace_back(h, last + 10 * (p - 0.5));
                                    return outlook;
                                  };
                                  return fit;
                                }}},
                    {.horizon = 5, .origins = 1, .levels = std::move(levels)})
        .at(0, 1, 0)
        .coverage;
  };
  EXPECT_EQ(coverage({0.01, 0.05, 0.5, 0.95, 0.99}), 0.8);  // up to 4.5
  EXPECT_EQ(coverage({0.1, 0.3, 0.7, 0.9}), 0.8);           // 4
  EXPECT_EQ(coverage({0.01, 0.3, 0.5, 0.7}), 0.4);          // 2: the only one
  EXPECT_TRUE(std::isnan(coverage({0.01, 0.5})));
  const Backtest points = backtest(panel, Candidates{last_value()}, {.levels = {}});
  EXPECT_TRUE(std::isnan(points.at(0, 1, 0).pinball));
  EXPECT_TRUE(std::isnan(points.steps[0].pinball));
  EXPECT_EQ(points.at(0, 1, 0).mase, 3.5);
}

TEST(Backtest, ConstantSeriesAreLeftOut) {
  std::vector<BacktestSeries> panel{{.group = "a", .values = Values(30, 5)}, {.group = "a", .values = ramp(30)}};
  const Backtest result = backtest(panel, Candidates{last_value()}, {.horizon = 2, .origins = 1});
  const FoldScore& constant = result.at(0, 1, 0);
  for (const double x :
       {constant.smape, constant.mase, constant.rmsse, constant.pinball, constant.msis, constant.coverage})
    EXPECT_TRUE(std::isnan(x));
  EXPECT_TRUE(result.failures.empty());
  EXPECT_EQ(result.steps[0].forecasts, 1u);
  EXPECT_EQ(result.steps[0].mase, 1);
  // A constant one that is forecast over a change has no scale either.
  panel[0].values.back() = 6;
  EXPECT_TRUE(std::isnan(backtest(panel, Candidates{last_value()}, {.horizon = 2, .origins = 1}).at(0, 1, 0).mase));
}

TEST(Backtest, MissingActualValuesCountForNone) {
  BacktestSeries series{.values = ramp(30)};
  series.values[29] = kNaN;
  Backtest result = backtest({series}, Candidates{last_value()}, {.horizon = 2, .origins = 1});
  EXPECT_EQ(result.at(0, 1, 0).mase, 1);
  EXPECT_EQ(result.steps[0].forecasts, 1u);
  EXPECT_EQ(result.steps[1].forecasts, 0u);
  EXPECT_TRUE(std::isnan(result.steps[1].mase));
  series.values[28] = kNaN;
  result = backtest({series}, Candidates{last_value()}, {.horizon = 2, .origins = 1});
  EXPECT_TRUE(std::isnan(result.at(0, 1, 0).mase));
  EXPECT_TRUE(result.failures.empty());
}

TEST(Backtest, StepsAreByGroupInOrderOfAppearance) {
  const std::vector<BacktestSeries> panel{{.group = "z", .values = ramp(30), .horizon = 1},
                                          {.group = "a", .values = ramp(30)},
                                          {.group = "z", .values = ramp(40), .horizon = 2}};
  const Backtest result = backtest(panel, Candidates{last_value("p"), last_value("q")}, {.horizon = 3, .origins = 2});
  std::vector<std::string> rows;
  for (const StepScore& s : result.steps)
    rows.push_back(s.group + std::to_string(s.step) + std::to_string(s.candidate) + ":" + std::to_string(s.forecasts));
  EXPECT_EQ(rows, (std::vector<std::string>{"z10:4", "z11:4", "z20:2", "z21:2", "a10:2", "a11:2", "a20:2", "a21:2",
                                            "a30:2", "a31:2"}));
}

TEST(Backtest, ScoresStandWhereTheyBelong) {
  std::vector<BacktestSeries> panel = made_panel(9);
  panel[3].values.resize(15);  // yearly: one origin
  const Backtest result = backtest(panel, Candidates{last_value("a"), last_value("b", 1)}, {.origins = 50});
  std::size_t most = 0;
  for (const Fold& fold : folds(panel, {last_value("a")}, {.origins = 50})) most = std::max(most, fold.origin);
  EXPECT_EQ(result.origins, most);
  EXPECT_EQ(result.scores.size(), 9 * most * 2);
  EXPECT_FALSE(std::isnan(result.at(3, 1, 0).mase));
  EXPECT_TRUE(std::isnan(result.at(3, 2, 0).mase));
  EXPECT_EQ(result.at(5, 1, 0).mase, result.at(5, 1, 1).mase);
  EXPECT_NE(result.at(5, 1, 0).pinball, result.at(5, 1, 1).pinball);
  EXPECT_TRUE(backtest({}, Candidates{last_value()}, {}).scores.empty());
}

class BacktestFolder : public ScratchFolder {
 protected:
  BacktestOptions here() {
    BacktestOptions options{.origins = 2};
    options.batch.folder = path("work");
    options.batch.task = "a test";
    return options;
  }
};

TEST_F(BacktestFolder, WhatIsDoneIsNotDoneAgain) {
  const std::vector<BacktestSeries> panel = made_panel(70);
  std::atomic<std::size_t> fits{0};
  const Candidates models{{"counting", [&](std::span<const double> y, std::size_t) { return ++fits, flat(y[0]); }}};
  const std::string bytes = encode(folds(panel, models, {.origins = 2}), 1);
  fits = 0;
  EXPECT_EQ(encode(folds(panel, models, here()), 1), bytes);
  EXPECT_EQ(fits, 140u);
  std::filesystem::remove(path("work/unit-000007"));
  EXPECT_EQ(encode(folds(panel, models, here()), 1), bytes);
  EXPECT_EQ(fits, 142u);  // a block of one series here
}

TEST_F(BacktestFolder, OtherDataOptionsOrNamesAreAnotherTask) {
  const std::vector<BacktestSeries> panel = made_panel(3);
  const Candidates models{last_value()};
  (void)folds(panel, models, here());
  const auto refused = [&](const std::vector<BacktestSeries>& other, const Candidates& candidates,
                           const BacktestOptions& options) {
    return error_of<InvalidArgument>([&] { (void)folds(other, candidates, options); });
  };
  EXPECT_EQ(refused(panel, models, here()), "");
  std::vector<BacktestSeries> other = panel;
  other[2].values[5] += 1e-9;
  const std::string error = refused(other, models, here());
  EXPECT_NE(error.find("a test; backtest of 3 series, data "), std::string::npos) << error;
  EXPECT_NE(error.find(path("work")), std::string::npos) << error;
  other = panel;
  other[0].season_length = 2;
  EXPECT_NE(refused(other, models, here()), "");
  other = panel;
  other[0].vintages = {{3, {1, 2, 3}}};
  EXPECT_NE(refused(other, models, here()), "");
  EXPECT_NE(refused(panel, {last_value("other")}, here()), "");
  BacktestOptions options = here();
  options.levels.pop_back();
  EXPECT_NE(refused(panel, models, options), "");
  options = here();
  options.refit = false;
  EXPECT_NE(refused(panel, models, options), "");
  options = here();
  options.batch.task = "another";
  EXPECT_NE(refused(panel, models, options), "");
  options = here();
  options.batch.execution.threads = 2;
  EXPECT_EQ(refused(panel, models, options), "");
}

TEST(Backtest, WrongArgumentsAreRefused) {
  const BacktestSeries series{.name = "gdp", .values = ramp(30)};
  const auto error = [&](const BacktestSeries& one, const BacktestOptions& options) -> std::string {
    try {
      (void)folds(one, last_value(), options);
    } catch (const InvalidArgument& e) {
      return e.what();
    }
    return {};
  };
  EXPECT_EQ(error(series, {.horizon = 0}), "tuning::backtest: horizon must be in [1, 1,000,000]; got 0");
  EXPECT_NE(error(series, {.origins = 0}), "");
  EXPECT_NE(error(series, {.gap = 1'000'001}), "");
  EXPECT_NE(error(series, {.horizon = 600'000, .gap = 600'000}), "");
  EXPECT_NE(error(series, {.window = 5, .least = 6}), "");
  for (const Values& levels : {Values{0}, Values{1}, Values{0.5, 0.5}, Values{0.6, 0.5}, Values{kNaN}})
    EXPECT_NE(error(series, {.levels = levels}), "");
  BacktestSeries other = series;
  other.season_length = 0;
  EXPECT_EQ(error(other, {}),
            "tuning::backtest: the season length must be in [1, 1,000,000]; got 0 in series \"gdp\" at index 0");
  other = series;
  other.horizon = 1'000'001;
  EXPECT_NE(error(other, {}), "");
  other = series;
  other.scale_lag = 1'000'001;
  EXPECT_NE(error(other, {}), "");
  other.scale_lag = 0;
  other.vintages = {{5, ramp(5)}, {5, ramp(6)}};
  EXPECT_NE(error(other, {}).find("of vintage 1 in series \"gdp\""), std::string::npos);
  other.vintages = {{5, ramp(4)}};
  EXPECT_NE(error(other, {}).find("4 for 5"), std::string::npos);

  const std::vector<BacktestSeries> panel{series};
  EXPECT_THROW((void)folds(panel, {}, {}), InvalidArgument);
  EXPECT_THROW((void)folds(panel, {last_value(), last_value()}, {}), InvalidArgument);
  EXPECT_THROW((void)folds(panel, {{.name = "empty"}}, {}), InvalidArgument);
  EXPECT_THROW((void)backtest(panel, Candidates{}, {}), InvalidArgument);
  EXPECT_THROW(backtest(1, {}, {last_value()}, {}, [](Fold&&) {}), InvalidArgument);
  EXPECT_THROW(backtest(1, [&](std::size_t) { return series; }, {last_value()}, {}, {}), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::tuning
