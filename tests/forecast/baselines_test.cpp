#include <foreplan/forecast/baselines.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <vector>

#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

using reference::baseline;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kZ90 = 1.6448536269514722;

void expect_all_near(const std::vector<double>& values, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], tolerance) << "at " << i;
}

TEST(Baselines, AgreeWithR) {
  const auto& nile = baseline("nile");
  expect_all_near(predict(fit_naive(nile), 4).mean, baseline("naive nile mean"), 0);
  expect_all_near(predict(fit_drift(nile), 4).mean, baseline("drift nile mean"), 1e-10);
  expect_all_near(predict(fit_mean(nile), 4).mean, baseline("mean nile mean"), 1e-10);
  expect_all_near(predict(fit_seasonal_naive(baseline("air"), 12), 14).mean, baseline("seasonal air mean"), 0);
  const Forecast mean = predict(fit_mean(nile), 1, {.coverage = 0.90});
  EXPECT_NEAR((mean.upper[0] - mean.lower[0]) / 2 / kZ90, baseline("mean nile error")[0], 1e-9);
}

// Worked by hand: steps 1, 2, -1, so sigma2 = 6/3 without drift; with drift 2/3 they miss by 1/3, 4/3, -5/3 and
// sigma2 = (42/9) / 2.
TEST(Baselines, HaveTheVariancesOfTheirFormulas) {
  const std::vector<double> y{1, 2, 4, 3};
  EXPECT_DOUBLE_EQ(fit_naive(y).sigma2, 2);
  const Predictive walk = predictive(fit_naive(y), 3);
  expect_all_near(walk.variance, {2, 4, 6}, 1e-15);
  const Predictive drift = predictive(fit_drift(y), 2);
  expect_all_near(drift.mean, {3 + 2.0 / 3, 3 + 4.0 / 3}, 1e-15);
  expect_all_near(drift.variance, {7.0 / 3 * (1 + 1.0 / 3), 7.0 / 3 * 2 * (1 + 2.0 / 3)}, 1e-14);
  const Predictive seasonal = predictive(fit_seasonal_naive(y, 2), 5);  // Repetitions: 3 and 1, sigma2 (9 + 1) / 2.
  expect_all_near(seasonal.mean, {4, 3, 4, 3, 4}, 0);
  expect_all_near(seasonal.variance, {5, 5, 10, 10, 15}, 0);
  expect_all_near(predictive(fit_window(y, 2), 1).variance, {0.5 * 1.5}, 1e-15);
}

// 1, -, 5, -: one repetition of two steps, error 4 / sqrt 2; the last observation is one step old.
TEST(Baselines, MeasureGapsByTheirLength) {
  const std::vector<double> y{1, kNaN, 5, kNaN};
  const RandomWalkFit fit = fit_naive(y);
  EXPECT_DOUBLE_EQ(fit.sigma2, 8);
  expect_all_near(predictive(fit, 2).variance, {16, 24}, 1e-14);
  EXPECT_DOUBLE_EQ(predictive(fit_drift(y), 1).mean[0], 5 + 2 * 2);
  const RandomWalkFit seasonal = fit_seasonal_naive(y, 2);  // The second season was never observed.
  expect_all_near(predictive(seasonal, 3).mean, {5, 5, 5}, 0);
  EXPECT_EQ(fit_mean(y).observations, 2u);
  EXPECT_DOUBLE_EQ(fit_mean(y).mean, 3);
}

TEST(Baselines, SayThatOneObservationTellsNothingOfErrors) {
  for (const Forecast& f : {predict(fit_naive(std::vector<double>{4}), 2),
                            predict(fit_drift(std::vector<double>{4}), 2), predict(fit_mean(std::vector<double>{4}), 2),
                            predict(fit_mean(std::vector<double>{4}), 2, {.intervals = IntervalMethod::simulated}),
                            predict(fit_seasonal_naive(std::vector<double>{4}, 12), 2)}) {
    EXPECT_EQ(f.mean, (std::vector<double>{4, 4}));
    EXPECT_TRUE(std::isnan(f.lower[0]) && std::isnan(f.upper[1]));
  }
}

TEST(Baselines, StayWithinTheBoundsGiven) {
  const std::vector<double> share{0.5, 0.8, 0.6, 0.9, 0.97};
  for (const auto method : {IntervalMethod::analytic, IntervalMethod::simulated, IntervalMethod::bootstrapped}) {
    const Forecast f = predict(fit_naive(share, {.transform = between(0, 1)}), 30, {.intervals = method});
    for (std::size_t h = 0; h < 30; ++h) {
      EXPECT_GT(f.lower[h], 0);
      EXPECT_LT(f.upper[h], 1);
      EXPECT_NEAR(f.mean[h], 0.97, 1e-15);
    }
  }
}

TEST(Baselines, InheritTheOriginOfTheirSeries) {
  const Series y{"sales", 2015, Unit::money("VND", 9, PriceBasis::current()), {3, 4, 6}};
  const Forecast f = predict(fit_drift(y), 2);
  ASSERT_TRUE(f.origin);
  EXPECT_EQ(f.origin->name, "sales");
  EXPECT_EQ(f.origin->last, Period(2017));
  EXPECT_EQ(update(fit_drift(y), std::vector<double>{7}).origin->last, Period(2018));
}

// With the drift held, going on is the same as having had all from the beginning.
TEST(BaselineProperties, UpdatingIsFittingTheWholeButForEstimates) {
  EXPECT_TRUE(rc::check([] {
    const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-50, 50));
    RC_PRE(values.size() >= 8);
    std::vector<double> y(values.begin(), values.end());
    for (double& x : y)
      if (x > 40) x = kNaN;
    y[0] = 1;
    const auto m = *rc::gen::inRange<std::size_t>(1, 5);
    const auto head = std::span(y).first(6), tail = std::span(y).subspan(6);
    const RandomWalkFit grown = update(fit_seasonal_naive(head, m), tail), whole = fit_seasonal_naive(y, m);
    for (std::size_t i = 0; i < m; ++i) RC_ASSERT(grown.age[i] == whole.age[i]);
    RC_ASSERT(grown.residuals.size() == whole.residuals.size());
  }));
}

// Of 1, 9, 11, 14 the mean is 8.75 and the squared deviations add up to 92.75.
TEST(Baselines, TakeTheMeanOverMoreValues) {
  const Series y{"y", Period(2001), {}, {1, 9, 11}};
  const std::vector<double> more{14, kNaN};
  const MeanFit all = update(fit_mean(y), more);
  EXPECT_EQ(all.observations, 4U);
  EXPECT_DOUBLE_EQ(all.mean, 8.75);
  EXPECT_DOUBLE_EQ(all.sigma2, 92.75 / 3);
  EXPECT_EQ(all.origin->last, Period(2005));
  ASSERT_EQ(all.residuals.size(), 5U);
  EXPECT_DOUBLE_EQ(all.residuals[0], 1 - 8.75);
  EXPECT_TRUE(std::isnan(all.residuals[4]));
  // Of the last two: 11 and 14, deviations 1.5.
  const MeanFit two = update(fit_window(y, 2), more);
  EXPECT_EQ(two.observations, 2U);
  EXPECT_DOUBLE_EQ(two.mean, 12.5);
  EXPECT_DOUBLE_EQ(two.sigma2, 4.5);
  EXPECT_TRUE(std::isnan(two.residuals[1]));
  // A window that was not full takes more.
  EXPECT_DOUBLE_EQ(update(fit_window(y, 4), std::vector<double>{14, 6}).mean, 10);
  EXPECT_EQ(update(fit_mean(y), std::vector<double>{}), fit_mean(y));
}

TEST(BaselineProperties, AMeanOfMoreValuesIsThatOfAllTogether) {
  EXPECT_TRUE(rc::check([] {
    const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-50, 50));
    RC_PRE(values.size() >= 2);
    std::vector<double> y(values.begin(), values.end());
    for (double& x : y)
      if (x > 40) x = kNaN;
    y[0] = 1;
    const auto first = *rc::gen::inRange<std::size_t>(1, y.size());
    const auto window = *rc::gen::inRange<std::size_t>(1, 12);
    const auto head = std::span(y).first(first), tail = std::span(y).subspan(first);
    const auto same = [](const MeanFit& a, const MeanFit& b) {
      RC_ASSERT(a.observations == b.observations && a.window == b.window);
      RC_ASSERT(std::abs(a.mean - b.mean) < 1e-12);
      RC_ASSERT(std::abs(a.sigma2 - b.sigma2) < 1e-10 || (std::isnan(a.sigma2) && std::isnan(b.sigma2)));
      RC_ASSERT(a.residuals.size() == b.residuals.size());
      for (std::size_t i = 0; i < a.residuals.size(); ++i)
        RC_ASSERT(std::isnan(a.residuals[i]) == std::isnan(b.residuals[i]));
    };
    same(update(fit_mean(head), tail), fit_mean(y));
    same(update(fit_window(head, window), tail), fit_window(y, window));
  }));
}

TEST(BaselineProperties, FollowShiftAndScale) {
  const auto& nile = baseline("nile");
  std::vector<double> moved;
  for (const double x : nile) moved.push_back(1000 - 2 * x);
  for (const auto& [f, g] : {std::pair{predict(fit_drift(nile), 5), predict(fit_drift(moved), 5)},
                             std::pair{predict(fit_window(nile, 9), 5), predict(fit_window(moved, 9), 5)}})
    for (std::size_t h = 0; h < 5; ++h) {
      EXPECT_NEAR(g.mean[h], 1000 - 2 * f.mean[h], 1e-9);
      EXPECT_NEAR(g.lower[h], 1000 - 2 * f.upper[h], 1e-9);
    }
}

TEST(Baselines, RefuseWhatIsNoSeries) {
  using V = std::vector<double>;
  testing::expect_refused({
      {"forecast::fit_naive: y must have an observation; got 0 values, all missing", [] { (void)fit_naive(V{}); }},
      {"forecast::fit_mean: y must have an observation; got 2 values, all missing",
       [] {
         (void)fit_mean(V{kNaN, kNaN});
       }},
      {"forecast::fit_drift: y must be finite, or NaN where missing; got inf at index 1",
       [] {
         (void)fit_drift(V{1, std::numeric_limits<double>::infinity()});
       }},
      {"forecast::fit_seasonal_naive: season_length must be in [1, 100,000]; got 0",
       [] { (void)fit_seasonal_naive(V{1}, 0); }},
      {"forecast::fit_window: window must be >= 1; got 0", [] { (void)fit_window(V{1}, 0); }},
      {"forecast::update: y must be finite, or NaN where missing; got inf at index 0",
       [] { (void)update(fit_mean(V{1}), V{std::numeric_limits<double>::infinity()}); }},
      {"forecast::update: as many residuals must be known as the mean is of, 3; got 0",
       [] { (void)update(MeanFit{.observations = 3, .mean = 1}, V{1}); }},
      {"forecast::update: a mean must be of at most the 1 values of its window; got 2",
       [] {
         (void)update(MeanFit{.window = 1, .observations = 2, .residuals = {0, 0}}, V{1});
       }},
      {"the horizon must be in [1, 1,000,000]; got 0", [] { (void)predict(fit_naive(V{1}), 0); }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
