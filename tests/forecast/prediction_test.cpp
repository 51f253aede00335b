#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/prediction.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

const std::vector<double>& nile() { return reference::baseline("nile"); }

TEST(SummaryOfPaths, IsOfEachPeriodAndOfTheSum) {
  // Five paths of two periods; type 7 quantiles by hand: 0.1 (n - 1) = 0.4 of the way from the first to the second.
  const SamplePaths paths{{}, 2, {1, 10, 2, 20, 3, 30, 4, 40, 5, 50}};
  const Forecast each = summary(paths, 0.80);
  EXPECT_EQ(each.mean, (std::vector<double>{3, 30}));
  EXPECT_NEAR(each.lower[0], 1.4, 1e-15);
  EXPECT_NEAR(each.upper[1], 46, 1e-13);
  const Forecast sum = total(paths, 0.80);
  EXPECT_EQ(sum.mean, (std::vector<double>{33}));
  EXPECT_NEAR(sum.lower[0], 15.4, 1e-13);
  EXPECT_NEAR(quantiles(paths, {0.5, 0.1}).values[1][1], 14, 1e-13);
}

// Simulated intervals are the analytic ones within five standard errors of a sample quantile.
TEST(PredictPredictive, SimulatesWhatTheFormulaSays) {
  for (const Predictive& p : {predictive(fit_naive(nile()), 8), predictive(fit_drift(nile()), 8),
                              predictive(fit_mean(nile()), 8), predictive(fit_seasonal_naive(nile(), 3), 8)}) {
    const Forecast exact = predict(p), sample = predict(p, {.intervals = IntervalMethod::simulated, .paths = 40'000});
    for (std::size_t h = 0; h < 8; ++h) {
      const double error = 5 * std::sqrt(p.variance[h]) * 2.11 / std::sqrt(40'000.0);
      EXPECT_NEAR(sample.lower[h], exact.lower[h], error);
      EXPECT_NEAR(sample.upper[h], exact.upper[h], error);
      EXPECT_EQ(sample.mean[h], exact.mean[h]);
    }
  }
}

// The sum of h steps of a random walk has the variance sigma2 h (h + 1) (2 h + 1) / 6.
TEST(PredictPredictive, PathsHoldWhatPeriodsHaveInCommon) {
  const RandomWalkFit fit = fit_naive(nile());
  const Forecast sum = total(sample_paths(fit, 12, {.paths = 100'000, .seed = 3}));
  const double deviation = std::sqrt(fit.sigma2 * 12 * 13 * 25 / 6);
  EXPECT_NEAR((sum.upper[0] - sum.lower[0]) / 2 / 1.6448536269514722 / deviation, 1, 0.02);
}

TEST(PredictPredictive, IntervalsNest) {
  for (const auto method : {IntervalMethod::analytic, IntervalMethod::simulated, IntervalMethod::bootstrapped}) {
    const auto fit = fit_drift(nile());
    const Forecast narrow = predict(fit, 6, {.coverage = 0.8, .intervals = method});
    const Forecast wide = predict(fit, 6, {.coverage = 0.95, .intervals = method});
    for (std::size_t h = 0; h < 6; ++h) {
      EXPECT_LT(wide.lower[h], narrow.lower[h]);
      EXPECT_GT(wide.upper[h], narrow.upper[h]);
    }
  }
}

TEST(PredictPredictive, QuantilesAreTheEndsOfIntervals) {
  const auto fit = fit_naive(nile(), {.transform = log_transform()});
  const Forecast f = predict(fit, 3, {.coverage = 0.9});
  const QuantileForecast q = quantiles(fit, 3, {0.05, 0.5, 0.95});
  for (std::size_t h = 0; h < 3; ++h) {
    EXPECT_NEAR(q.values[0][h] / f.lower[h], 1, 1e-12);
    EXPECT_NEAR(q.values[1][h] / f.mean[h], 1, 1e-12);
    EXPECT_NEAR(q.values[2][h] / f.upper[h], 1, 1e-12);
  }
}

// A log-normal variable has the median exp(m) and the mean exp(m + v / 2).
TEST(PredictPredictive, CentresATransformedForecastAsAsked) {
  const auto fit = fit_naive(nile(), {.transform = log_transform()});
  const Predictive p = predictive(fit, 2);
  const Forecast median = predict(fit, 2), mean = predict(fit, 2, {.point = PointForecast::mean});
  const Forecast sampled =
      predict(fit, 2, {.intervals = IntervalMethod::simulated, .point = PointForecast::mean, .paths = 200'000});
  for (std::size_t h = 0; h < 2; ++h) {
    EXPECT_NEAR(median.mean[h], 740, 1e-9);
    EXPECT_NEAR(mean.mean[h], 740 * std::exp(p.variance[h] / 2), 1e-9);
    EXPECT_NEAR(sampled.mean[h] / mean.mean[h], 1, 5 * std::sqrt(p.variance[h] / 200'000));
  }
}

TEST(PathsOfPredictive, AreTheSameForAnyThreadsAndGrowAtTheEnd) {
  const auto fit = fit_drift(nile());
  for (const bool bootstrap : {false, true}) {
    const SamplePaths one = sample_paths(fit, 7, {.paths = 500, .seed = 9, .bootstrap = bootstrap});
    EXPECT_EQ(one,
              sample_paths(fit, 7, {.paths = 500, .seed = 9, .bootstrap = bootstrap, .execution = {.threads = 3}}));
    const SamplePaths more = sample_paths(fit, 7, {.paths = 900, .seed = 9, .bootstrap = bootstrap});
    EXPECT_TRUE(std::equal(one.values.begin(), one.values.end(), more.values.begin()));
    EXPECT_NE(one, sample_paths(fit, 7, {.paths = 500, .seed = 8, .bootstrap = bootstrap}));
  }
}

// The caller's own model: it says what it predicts, and has the rest.
struct Constant {
  double level = 0;
};
Predictive predictive(const Constant& c, std::size_t horizon) {
  return {.mean = std::vector(horizon, c.level), .variance = std::vector(horizon, 4.0), .sigma2 = 4};
}

TEST(PredictPredictive, ServesTheCallersOwnModel) {
  const Forecast f = predict(Constant{7}, 2, {.coverage = 0.90});
  EXPECT_NEAR(f.upper[1], 7 + 2 * 1.6448536269514722, 1e-12);
  testing::expect_refused({
      {"forecast::sample_paths: this model has no sample paths", [] { (void)sample_paths(Constant{7}, 2); }},
  });
}

// Of values of 1e300 the variance is beyond the range of doubles.
TEST(PredictPredictive, TheMedianIsKnownWhateverTheVariance) {
  const auto q = quantiles(fit_naive(std::vector<double>{1e300, 3e300, 2e300}), 2, {0.1, 0.5, 0.9}).values;
  EXPECT_EQ(q[1], (std::vector<double>{2e300, 2e300}));
  EXPECT_LE(q[0][0], q[1][0]);
  EXPECT_LE(q[1][0], q[2][0]);
}

TEST(PredictPredictive, RefusesWhatMakesNoSense) {
  static const auto fit = fit_naive(nile());
  testing::expect_refused({
      {"forecast::predict: coverage must be in (0, 1); got 95", [] { (void)predict(fit, 2, {.coverage = 95}); }},
      {"forecast::predict: paths must be in [100, 10^7]; got 5",
       [] { (void)predict(fit, 2, {.intervals = IntervalMethod::simulated, .paths = 5}); }},
      {"levels of quantiles must be in (0, 1); got 1", [] { (void)quantiles(fit, 2, {1.0}); }},
      {"forecast::sample_paths: paths times horizon", [] { (void)sample_paths(fit, 1'000, {.paths = 10'000'000}); }},
      {"this model has no formula for its forecast variance; got analytic intervals asked for",
       [] { (void)predict(Predictive{.mean = {1}}, {.intervals = IntervalMethod::analytic}); }},
      {"there must be residuals to draw from; got none",
       [] {
         (void)predict(fit_naive(std::vector<double>{1}), 1, {.intervals = IntervalMethod::bootstrapped});
         (void)predict(Predictive{.mean = {1}, .sigma2 = 1, .path = [](auto, auto) {}},
                       {.intervals = IntervalMethod::bootstrapped});
       }},
      {"forecast::summary: there must be whole paths; got 3 numbers for a horizon of 2",
       [] {
         (void)summary({{}, 2, {1, 2, 3}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
