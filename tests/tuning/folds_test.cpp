#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <mutex>

#include "panels.hpp"

namespace foreplan::tuning {
namespace {

using Known = std::vector<std::size_t>;

Known known_of(const std::vector<Fold>& all) {
  Known known;
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

TEST(Folds, OriginsLieStepsApartWithTheirPeriodsBehindThem) {
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

TEST(Folds, TheGapIsForecastAndLeftOut) {
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

TEST(Folds, AModelIsGivenWhatIsKnownAndNothingElse) {
  const BacktestSeries series{.values = ramp(40)};
  Recorder recorder;
  (void)folds(series, recorder.model(), {.horizon = 6, .origins = 3});
  ASSERT_EQ(recorder.calls.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(recorder.calls[i].values, ramp(22 + 6 * i));
}

TEST(Folds, AWindowHoldsTheLastValues) {
  Recorder recorder;
  const auto all = folds({.values = ramp(40)}, recorder.model(), {.horizon = 6, .origins = 2, .window = 8});
  ASSERT_EQ(recorder.calls.size(), 2u);
  EXPECT_EQ(recorder.calls[0].values, (Values{21, 22, 23, 24, 25, 26, 27, 28}));
  EXPECT_EQ(recorder.calls[1].values, (Values{27, 28, 29, 30, 31, 32, 33, 34}));
  EXPECT_EQ(all[1].known, 34u);
}

// Whatever a model does, its answers are the same with another future: here one of numbers that spoil all they touch.
TEST(Folds, AnotherFutureChangesNoForecast) {
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
TEST(Folds, AModelThatReadsOnFindsNothing) {
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

TEST(Folds, AModelThatWritesOverItsValuesSpoilsNobodyElses) {
  const stats::Forecaster vandal{"vandal", [](std::span<const double> y, std::size_t) {
                                   std::fill_n(const_cast<double*>(y.data()), y.size(), -1.0);
                                   return flat(0);
                                 }};
  const auto all = folds({{.values = ramp(40)}}, {vandal, last_value()}, {.origins = 1, .levels = {}});
  EXPECT_EQ(all[1].outlook.mean, Values(6, 34));
  EXPECT_EQ(all[0].actual, (Values{35, 36, 37, 38, 39, 40}));
}

TEST(Folds, WithoutRefittingAModelIsTakenOverTheValuesSince) {
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

TEST(Folds, WithoutRefittingTheFirstFitThatSucceedsIsTheOne) {
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

TEST(Folds, UpdatesAgreeWithTheModelsOwn) {
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

TEST(Folds, OriginsWithTooFewValuesAreLeftOut) {
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

TEST(Folds, AVintageIsWhatWasKnownThen) {
  Values first(12, 7.0), second = ramp(20);
  second[0] = 100;  // revised
  const BacktestSeries series{.values = ramp(30), .vintages = {{12, first}, {18, second}}};
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

TEST(Folds, BeyondTheEndOfAVintageForecastsReachFurther) {
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

}  // namespace
}  // namespace foreplan::tuning
