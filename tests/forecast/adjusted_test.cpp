#include <foreplan/forecast/adjusted.hpp>
#include <foreplan/forecast/baselines.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const std::vector<double>& r(const std::string& words) {
  static const reference::Lines all = reference::read_lines("decomposition.txt");
  return reference::line(all, words);
}

void expect_near(const std::vector<double>& values, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], tolerance) << "at " << i;
}

RandomWalkFit naive(std::span<const double> y) { return fit_naive(y); }
RandomWalkFit drift(std::span<const double> y) { return fit_drift(y); }

const AdjustmentOptions kMonthly{.season_lengths = {12}, .mstl = {.seasonal_windows = {13}}};

TEST(Adjusted, ForecastsAsRDoes) {
  const Forecast walk = predict(fit_adjusted(r("co"), kMonthly, naive), 30, {.coverage = 0.90});
  expect_near(walk.mean, r("stlf naive mean"), 2e-9);
  expect_near(walk.upper, r("stlf naive upper"), 2e-9);
  expect_near(predict(fit_adjusted(r("co"), kMonthly, drift), 30).mean, r("stlf rwdrift mean"), 2e-9);
  expect_near(predict(fit_adjusted(r("two"), {.season_lengths = {30, 7}}, naive), 40).mean, r("stlf two mean"), 2e-9);
}

TEST(Adjusted, GivesExponentialSmoothingTheAdjustedSeries) {
  const AdjustedFit<EtsFit> fit = fit_adjusted(r("co"), kMonthly);
  ASSERT_TRUE(fit.usable());
  EXPECT_EQ(fit.model.form.season, EtsSeason::none);
  const std::vector<double> trend = predict(fit.model, 24).mean, season = seasonal_forecast(fit.seasons, 24);
  const std::vector<double> mean = predict(fit, 24).mean;
  for (std::size_t h = 0; h < 24; ++h) EXPECT_NEAR(mean[h], trend[h] + season[h], 1e-10);
}

TEST(Adjusted, PutsTheSeasonInEveryPath) {
  const auto fit = fit_adjusted(r("co"), kMonthly, naive);
  const SamplePaths paths = sample_paths(fit, 14, {.paths = 50, .seed = 3}),
                    bare = sample_paths(fit.model, 14, {.paths = 50, .seed = 3});
  const std::vector<double> season = seasonal_forecast(fit.seasons, 14);
  for (std::size_t i = 0; i < 50; ++i)
    for (std::size_t h = 0; h < 14; ++h) EXPECT_NEAR(paths.path(i)[h], bare.path(i)[h] + season[h], 1e-10);
}

TEST(Adjusted, IsRepeatedFromWhereTheDataEnd) {
  std::vector<double> y;
  for (std::size_t t = 0; t < 38; ++t) y.push_back(10 + 5 * static_cast<double>(t % 4));
  const Forecast next = predict(fit_adjusted(y, {.season_lengths = {4}}, naive), 6);
  expect_near(next.mean, {20, 25, 10, 15, 20, 25}, 1e-9);
}

TEST(Adjusted, UpdatesWithoutEstimating) {
  std::vector<double> first(r("co").begin(), r("co").end() - 5), more(r("co").end() - 5, r("co").end());
  const auto before = fit_adjusted(first, kMonthly, naive);
  const auto after = update(before, more);
  EXPECT_EQ(after.seasons.adjusted.size(), r("co").size());
  EXPECT_EQ(after.model.sigma2, before.model.sigma2);
  // The naive forecast of the adjusted series is the last value, and each season goes on where it was.
  const std::vector<double> season = seasonal_forecast(before.seasons, 17);
  const Forecast next = predict(after, 12);
  for (std::size_t h = 0; h < 12; ++h) EXPECT_NEAR(next.mean[h], more[4] - season[4] + season[5 + h], 1e-9) << h;
}

TEST(Adjusted, IsTransformedBeforeItIsAdjusted) {
  std::vector<double> y, logs;
  for (const double x : r("co")) y.push_back(std::exp(x / 50)), logs.push_back(x / 50);
  AdjustmentOptions options = kMonthly;
  const Forecast plain = predict(fit_adjusted(logs, options, naive), 5);
  options.transform = log_transform();
  const Forecast back = predict(fit_adjusted(y, options, naive), 5);
  for (std::size_t h = 0; h < 5; ++h) {
    EXPECT_NEAR(back.mean[h], std::exp(plain.mean[h]), 1e-8 * back.mean[h]);
    EXPECT_NEAR(back.upper[h], std::exp(plain.upper[h]), 1e-8 * back.upper[h]);
  }
}

TEST(Adjusted, LeavesOutSeasonsThatTheDataDoNotTellOf) {
  const std::vector<double> y{1, 5, 2, 6, 1, 5, 2};
  const auto fit = fit_adjusted(y, {.season_lengths = {4, 2}}, naive);
  EXPECT_EQ(fit.seasons.decomposition.season_lengths, (std::vector<std::size_t>{2}));
  const auto none = fit_adjusted(y, {.season_lengths = {12}}, naive);
  EXPECT_EQ(predict(none, 2).mean, (std::vector<double>{2, 2}));
  EXPECT_EQ(predict(fit_adjusted(std::vector<double>{3}, {.season_lengths = {12}}), 2).mean[1], 3);
  std::vector<double> never(24, 1.0);
  for (std::size_t t = 3; t < 24; t += 4) never[t] = kNaN;
  EXPECT_TRUE(fit_adjusted(never, {.season_lengths = {4}}, naive).seasons.next.empty());
}

TEST(Adjusted, IsFiniteForExtremesAndGaps) {
  for (const double size : {0.0, 1e300, -1e300, 5e-324}) {
    std::vector<double> y(30, size);
    y[7] = y[29] = kNaN;
    const auto fit = fit_adjusted(y, {.season_lengths = {4}});
    for (const double x : predict(fit, 9).mean) EXPECT_NEAR(x, size, 1e-9 * std::abs(size));
  }
}

TEST(Adjusted, CarriesTheOriginOfASeries) {
  const Series y{"sales", Period::parse("2010Q1"), {}, r("uk")};
  const auto fit = fit_adjusted(y, {.season_lengths = {4}}, naive);
  ASSERT_TRUE(predict(fit, 2).origin);
  EXPECT_EQ(predict(fit, 2).origin->last, y.last());
  EXPECT_EQ(predict(update(fit, std::vector<double>{1, 2}), 2).origin->last, y.last() + 2);
}

TEST(Adjusted, RefusesWhatItCannotUse) {
  const std::vector<double> y(40, 2.0);
  const auto logs = [](std::span<const double> z) { return fit_naive(z, {.transform = log_transform()}); };
  testing::expect_refused({
      {"forecast::adjust_seasonally: y must have an observation",
       [] { (void)adjust_seasonally(std::vector<double>{}); }},
      {"forecast::adjust_seasonally: season_length must be in [2, 100,000]; got 1",
       [&] { (void)adjust_seasonally(y, {.season_lengths = {1}}); }},
      {"seasonal_windows must be empty or as many as season_lengths; got 2 for 1 seasons",
       [&] {
         (void)adjust_seasonally(y, {.season_lengths = {4}, .mstl = {.seasonal_windows = {7, 9}}});
       }},
      {"forecast::with_seasons: the model of an adjusted series must have no transformation",
       [&] { (void)predict(fit_adjusted(y, AdjustmentOptions{}, logs), 2); }},
      {"the horizon must be in [1, 1,000,000]; got 0", [&] { (void)predict(fit_adjusted(y), 0); }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
