#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <new>

#include "panels.hpp"
#include "scratch_folder.hpp"
#include "tuning/fold_codec.hpp"

namespace foreplan::tuning {
namespace {

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
  BacktestOptions elsewhere = here();
  elsewhere.batch.folder = path("vintages");
  EXPECT_EQ(refused(other, models, elsewhere), "");
  other[0].vintages[0].values[1] = 4;
  EXPECT_NE(refused(other, models, elsewhere), "");
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

TEST(Backtest, TakesCandidatesOfTheCatalogue) {
  const std::vector<BacktestSeries> panel = made_panel(3);
  const std::vector<Candidate> field{{.model = "theta"},
                                     {.model = "theta", .options = Value::object(), .name = "theta again"}};
  const Backtest result = backtest(panel, field, {.origins = 2});
  EXPECT_EQ(result.candidates, (std::vector<std::string>{"theta", "theta again"}));
  const Backtest by_models = backtest(panel, forecasters(field), {.origins = 2});
  EXPECT_EQ(result.scores, by_models.scores);
  EXPECT_EQ(result.at(1, 1, 0), result.at(1, 1, 1));
  EXPECT_THROW((void)backtest(panel, std::vector<Candidate>{{.model = "thera"}}), InvalidArgument);
  EXPECT_THROW((void)backtest(panel, std::vector<Candidate>{{.model = "theta"}, {.model = "theta"}}), InvalidArgument);
}

TEST_F(BacktestFolder, OtherOptionsOfACandidateAreAnotherTask) {
  const std::vector<BacktestSeries> panel = made_panel(2);
  const auto run = [&](double largest_beta) {
    const Candidate capped{
        .model = "ets", .options = Value::object({{"largest_beta", largest_beta}}), .name = "capped"};
    (void)backtest(panel, std::vector{capped}, here());
  };
  run(0.2);
  run(0.2);
  EXPECT_NE(error_of<InvalidArgument>([&] { run(0.3); }).find("a test; candidates "), std::string::npos);
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
