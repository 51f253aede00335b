#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/many.hpp>
#include <foreplan/forecast/models.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <new>
#include <string>
#include <thread>
#include <vector>

namespace foreplan::forecast {
namespace {

using Values = std::span<const double>;

/// Series of various lengths, of which every seventh cannot be forecast.
struct Set {
  std::vector<std::vector<double>> values{};
  std::vector<SeriesInput> inputs{};

  explicit Set(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<double>& y = values.emplace_back();
      const double size = static_cast<double>(i + 1);
      for (std::size_t t = 0; t < 8 + i % 5; ++t)
        y.push_back(10 * size + static_cast<double>(t) + std::sin(static_cast<double>(t * t) * size));
      if (i % 7 == 6) y.back() = std::numeric_limits<double>::infinity();
    }
    for (std::size_t i = 0; i < count; ++i) inputs.push_back({"S" + std::to_string(i), values[i], 4, 1 + i % 3});
  }
};

TEST(ForecastMany, SaysWhatTheModelSaysOfEachAlone) {
  const Set set(9);
  const std::vector<double> levels{0.1, 0.9};
  const auto done = forecast_many(set.inputs, named_model("theta"), {.levels = levels});
  ASSERT_EQ(done.size(), 9u);
  for (std::size_t i = 0; i < done.size(); ++i) {
    EXPECT_EQ(done[i].id, set.inputs[i].id);
    if (i == 6) continue;
    const stats::Fitted fit = named_model("theta").fit(set.values[i], 4);
    EXPECT_EQ(done[i].outlook, stats::predict(fit, set.inputs[i].horizon, levels));
    EXPECT_EQ(done[i].model, fit.model);
    EXPECT_EQ(done[i].usable, fit.usable);
    EXPECT_EQ(done[i].failure, SeriesFailure::none);
    EXPECT_EQ(done[i].error, "");
  }
}

TEST(ForecastMany, SameBitsForAnyThreads) {
  const Set set(60);
  const stats::Forecaster model = named_model("default");
  const auto one = forecast_many(set.inputs, model, {.levels = {0.05, 0.95}});
  for (const unsigned threads : {2u, 7u, 0u})
    EXPECT_EQ(one, forecast_many(set.inputs, model, {.levels = {0.05, 0.95}, .execution = {.threads = threads}}));
  Execution backwards;
  backwards.executor = [](std::size_t count, const std::function<void(std::size_t)>& body) {
    for (std::size_t i = count; i > 0; --i) std::thread(body, i - 1).join();
  };
  EXPECT_EQ(one, forecast_many(set.inputs, model, {.levels = {0.05, 0.95}, .execution = backwards}));
}

/// The models that fit several series at once.
std::vector<std::string> side_by_side() {
  std::vector<std::string> names;
  for (const std::string& name : model_names())
    if (named_model(name).fit_many) names.push_back(name);
  return names;
}

TEST(ForecastMany, ModelsThatShareLanesAreToldOf) {
  EXPECT_EQ(side_by_side(),
            (std::vector<std::string>{"ses", "holt", "damped", "holt_winters", "ets", "ets_capped", "stl_ets"}));
}

TEST(ForecastMany, WhatSharesLanesSaysWhatTheModelSaysOfEachAlone) {
  Set set(75);
  set.inputs[3].season_length = 0;
  set.inputs[5].season_length = 200'000;
  set.inputs[8].horizon = 0;
  set.inputs[40].values = {};
  std::vector<double> hours;
  for (int t = 0; t < 90; ++t) hours.push_back(20 + 5 * std::sin(t * 0.224) + t * 7 % 11 * 0.1);
  set.inputs[10].values = hours;
  set.inputs[10].season_length = 28;  // longer than exponential smoothing takes
  for (const std::string& name : side_by_side()) {
    const stats::Forecaster model = named_model(name);
    stats::Forecaster one_by_one = model;
    one_by_one.fit_many = nullptr;
    const auto expected = forecast_many(set.inputs, one_by_one, {.levels = {0.1, 0.9}});
    for (const unsigned threads : {1u, 2u, 7u}) {
      const ManyOptions options{.levels = {0.1, 0.9}, .execution = {.threads = threads}};
      const auto done = forecast_many(set.inputs, model, options);
      ASSERT_EQ(done.size(), expected.size());
      for (std::size_t i = 0; i < done.size(); ++i)
        EXPECT_EQ(done[i], expected[i]) << name << ' ' << i << ": " << done[i].error;
    }
    EXPECT_EQ(expected[3].failure, SeriesFailure::refused);
    EXPECT_EQ(expected[5].failure, SeriesFailure::refused);
    EXPECT_EQ(expected[6].failure, SeriesFailure::refused);
    EXPECT_EQ(expected[10].failure, SeriesFailure::none);
  }
}

TEST(ForecastMany, WhatSharesLanesIsToldOfAUnitAtATime) {
  const Set set(75);
  std::vector<std::size_t> told;
  ManyOptions options;
  options.execution.progress = [&](std::size_t done, std::size_t total) {
    EXPECT_EQ(total, 75u);
    told.push_back(done);
    return true;
  };
  (void)forecast_many(set.inputs, named_model("ses"), options);
  EXPECT_EQ(told, (std::vector<std::size_t>{32, 64, 75}));
}

TEST(ForecastMany, FailuresAreData) {
  Set set(7);
  set.inputs[1].horizon = 0;
  set.inputs[2].horizon = 1'000'001;
  set.inputs[3].season_length = 0;
  set.inputs[4].values = {};
  const auto done = forecast_many(set.inputs, named_model("naive"), {.levels = {0.5}});
  EXPECT_EQ(done[0].failure, SeriesFailure::none);
  EXPECT_EQ(done[5].failure, SeriesFailure::none);
  for (const std::size_t i : {1u, 2u, 3u, 4u, 6u}) {
    EXPECT_EQ(done[i].failure, SeriesFailure::refused) << i;
    EXPECT_TRUE(done[i].outlook.mean.empty());
    EXPECT_FALSE(done[i].usable);
  }
  EXPECT_EQ(done[1].error, "forecast::forecast_many: the horizon must be in [1, 1,000,000]; got 0");
  EXPECT_EQ(done[6].error, "forecast::fit_naive: y must be finite, or NaN where missing; got inf at index 8");
}

stats::Forecaster throwing(auto exception, double where) {
  return {"throwing", [=](Values y, std::size_t) -> stats::Fitted {
            if (y[0] == where) throw exception;
            return fitted(fit_naive(y));
          }};
}

TEST(ForecastMany, OtherErrorsOfTheLibraryAreDataToo) {
  const Set set(5);
  const auto done = forecast_many(set.inputs, throwing(IoError("no file"), set.values[2][0]));
  EXPECT_EQ(done[2].failure, SeriesFailure::error);
  EXPECT_EQ(done[2].error, "no file");
  EXPECT_EQ(done[3].failure, SeriesFailure::none);
}

TEST(ForecastMany, WhatIsNotOursComesThrough) {
  const Set set(5);
  for (const unsigned threads : {1u, 3u}) {
    const ManyOptions options{.execution = {.threads = threads}};
    EXPECT_THROW((void)forecast_many(set.inputs, throwing(std::bad_alloc(), set.values[2][0]), options),
                 std::bad_alloc);
    EXPECT_THROW((void)forecast_many(set.inputs, throwing(Cancelled("enough"), set.values[2][0]), options), Cancelled);
  }
}

TEST(ForecastMany, PointsThatAreNoNumbersAreToldOf) {
  const stats::Forecaster model{"bad", [](Values, std::size_t) {
                                  return stats::Fitted{.model = "bad", .predict = [](std::size_t h, auto& levels) {
                                                         std::vector<double> mean(h, 1.0);
                                                         mean.back() = std::nan("");
                                                         return stats::Outlook{mean, levels, {}};
                                                       }};
                                }};
  const Set set(3);
  const auto done = forecast_many(set.inputs, model);
  EXPECT_EQ(done[2].failure, SeriesFailure::not_finite);
  EXPECT_EQ(done[2].error, "forecast::forecast_many: point forecasts must be finite; got NaN at step 3");
  EXPECT_EQ(done[2].outlook.mean[1], 1);
}

TEST(ForecastMany, SinkHasThemInOrder) {
  const Set set(2'500);  // more than are held at a time
  const auto all = forecast_many(set.inputs, named_model("naive"));
  std::size_t next = 0;
  forecast_many(set.inputs, named_model("naive"), {.execution = {.threads = 3}},
                [&](std::size_t index, SeriesOutcome&& outcome) {
                  ASSERT_EQ(index, next++);
                  ASSERT_EQ(outcome, all[index]);
                });
  EXPECT_EQ(next, 2'500u);
}

TEST(ForecastMany, LongHorizonsAreHeldAFewAtATime) {
  Set set(20);
  for (SeriesInput& input : set.inputs) input.horizon = 1'000'000;
  std::atomic<int> alive{0}, most{0};
  const stats::Forecaster model{"counted", [&](Values y, std::size_t) {
                                  stats::Fitted fit = fitted(fit_naive(y));
                                  fit.predict = [&, predict = fit.predict](std::size_t h, const auto& levels) {
                                    const int now = ++alive;
                                    if (now > most) most = now;
                                    return predict(h, levels);
                                  };
                                  return fit;
                                }};
  forecast_many(set.inputs, model, {}, [&](std::size_t, SeriesOutcome&& outcome) {
    if (outcome.failure == SeriesFailure::none) --alive;
  });
  EXPECT_LE(most, 4);
}

TEST(ForecastMany, ProgressCountsSeriesAndMayCancel) {
  const Set set(2'500);
  for (const unsigned threads : {1u, 3u}) {
    std::vector<std::size_t> told;
    ManyOptions options{.execution = {.threads = threads}};
    options.execution.progress = [&](std::size_t done, std::size_t total) {
      EXPECT_EQ(total, 2'500u);
      told.push_back(done);
      return true;
    };
    (void)forecast_many(set.inputs, named_model("naive"), options);
    ASSERT_EQ(told.size(), 2'500u);
    for (std::size_t i = 0; i < told.size(); ++i) ASSERT_EQ(told[i], i + 1);

    for (const std::size_t stop : {1u, 1'024u, 2'000u}) {
      std::size_t delivered = 0;
      options.execution.progress = [&](std::size_t done, std::size_t) { return done < stop; };
      EXPECT_THROW(
          forecast_many(set.inputs, named_model("naive"), options, [&](std::size_t, SeriesOutcome&&) { ++delivered; }),
          Cancelled);
      EXPECT_EQ(delivered, stop / 1'024 * 1'024);
    }
  }
}

TEST(ForecastMany, TokenCancels) {
  const Set set(2'500);
  ManyOptions options{};
  std::size_t delivered = 0;
  EXPECT_THROW(forecast_many(set.inputs, named_model("naive"), options,
                             [&](std::size_t, SeriesOutcome&&) {
                               if (++delivered == 500) options.execution.cancel.cancel();
                             }),
               Cancelled);
  EXPECT_EQ(delivered, 1'024u);
}

TEST(ForecastMany, RefusesWhatConcernsAll) {
  const Set set(1);
  EXPECT_THROW((void)forecast_many(set.inputs, named_model("naive"), {.levels = {0.5, 1.0}}), InvalidArgument);
  EXPECT_THROW((void)forecast_many(set.inputs, stats::Forecaster{"empty"}), InvalidArgument);
  EXPECT_THROW(forecast_many(set.inputs, named_model("naive"), {}, OutcomeSink{}), InvalidArgument);
  EXPECT_TRUE(forecast_many({}, named_model("naive")).empty());
}

}  // namespace
}  // namespace foreplan::forecast
