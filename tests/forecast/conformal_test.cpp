#include <foreplan/core/random.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/conformal.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/variates.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "../refusals.hpp"
#include "awkward_series.hpp"

namespace foreplan::forecast {
namespace {

using ::testing::HasSubstr;
using Values = std::vector<double>;

stats::Forecaster naive() {
  return forecaster("naive", [](std::span<const double> y, std::size_t) { return fit_naive(y); });
}
/// The point 0 and normal quantiles of the spread that is given: wrong, unless that is 1.
stats::Forecaster zero(double spread = 1) {
  return {"zero", [=](std::span<const double>, std::size_t) {
            return stats::Fitted{.model = "zero", .predict = [=](std::size_t horizon, const Values& levels) {
                                   stats::Outlook o{Values(horizon, 0.0), levels, {}};
                                   for (const double level : levels)
                                     o.quantiles.emplace_back(horizon, spread * stats::normal_quantile(level));
                                   return o;
                                 }};
          }};
}
stats::Forecaster points_only(double point = 0) {
  return {"points", [=](std::span<const double>, std::size_t) {
            return stats::Fitted{
                .model = "points", .predict = [=](std::size_t horizon, const Values& levels) {
                  return stats::Outlook{Values(horizon, point), levels, {levels.size(), Values(horizon, NAN)}};
                }};
          }};
}

enum class Kind { noise, walk, autoregression, heavy_walk };

/// Student's t with 3 degrees of freedom, or normal.
Values simulated(Kind kind, std::size_t n, std::uint64_t seed, std::uint64_t series) {
  Stream stream({.seed = seed, .purpose = purpose_id("conformal test"), .series = series});
  Values y;
  double x = 0;
  for (std::size_t t = 0; t < n; ++t) {
    double e = stats::normal(stream);
    if (kind == Kind::heavy_walk) e /= std::sqrt(stats::gamma(stream, 1.5, 2.0) / 3);
    x = (kind == Kind::noise ? 0 : kind == Kind::autoregression ? 0.5 : 1) * x + e;
    y.push_back(x);
  }
  return y;
}

/// How often a central interval holds what came, for each step: the last `horizon` values of `count` series.
Values coverage(const stats::Forecaster& model, Kind kind, std::size_t n, std::size_t horizon, double covered,
                std::uint64_t seed, std::size_t from, std::size_t count) {
  Values held(horizon);
  for (std::size_t i = 0; i < count; ++i) {
    const Values y = simulated(kind, n + horizon, seed, from + i);
    const auto fit = model.fit(std::span(y).first(n), 1);
    const Forecast f =
        stats::interval(stats::predict(fit, horizon, {(1 - covered) / 2, 1 - (1 - covered) / 2}), covered);
    for (std::size_t h = 0; h < horizon; ++h)
      if (f.lower[h] <= y[n + h] && y[n + h] <= f.upper[h]) held[h] += 1 / static_cast<double>(count);
  }
  return held;
}

TEST(Conformal, TakesTheErrorOfTheRank) {
  // Against 0 the errors of one step are the values themselves: of the 19 after the first.
  Values y{0};
  for (int i = 1; i <= 19; ++i) y.push_back(i % 2 == 0 ? i : -i);
  const ConformalOptions options{.origins = {.horizon = 1, .origins = 100, .least = 1}, .pooled_below = 0};
  const auto absolute = conformal(points_only(), options).fit(y, 1);
  const auto q = stats::predict(absolute, 1, {0.025, 0.05, 0.5, 0.75, 0.95, 0.975, 0.98}).quantiles;
  EXPECT_EQ(q[1][0], -18);  // ceil(20 x 0.90) = 18
  EXPECT_EQ(q[2][0], 0);    // no error at all
  EXPECT_EQ(q[3][0], 10);   // ceil(20 x 0.50)
  EXPECT_EQ(q[4][0], 18);
  EXPECT_EQ(q[5][0], 19);  // ceil(20 x 0.95) = 19, the last there is
  EXPECT_EQ(q[0][0], -19);
  EXPECT_TRUE(std::isnan(q[6][0]));  // the model's own
  EXPECT_THAT(absolute.model, HasSubstr("points, conformal up to 0.950 from 19 origins"));

  ConformalOptions two_sided = options;
  two_sided.score = ConformalScore::two_sided;
  const auto signs = conformal(points_only(), two_sided).fit(y, 1);
  const auto s = stats::predict(signs, 1, {0.05, 0.1, 0.9, 0.95, 0.96}).quantiles;
  EXPECT_EQ(s[0][0], -19);  // ceil(20 x 0.95) = 19 from above: the lowest
  EXPECT_EQ(s[1][0], -17);  // the second
  EXPECT_EQ(s[2][0], 16);   // the eighteenth of -19, -17, ... -1, 2, ... 18
  EXPECT_EQ(s[3][0], 18);
  EXPECT_TRUE(std::isnan(s[4][0]));
  EXPECT_THAT(signs.model, HasSubstr("conformal up to 0.900 from 19 origins"));
}

TEST(Conformal, PoolsStepsInUnitsOfTheSpread) {
  // Errors are 1 ... 12 in turn, two steps from each of ten origins: pooled rank ceil(11 c 20 / 10).
  Values y{0, 0};
  for (int i = 1; i <= 11; ++i) y.push_back(i);
  const ConformalOptions options{.origins = {.horizon = 2, .origins = 10, .least = 1}};
  const auto fit = conformal(zero(2), options).fit(y, 1);
  Values errors;
  for (int first = 1; first <= 10; ++first)
    for (const int e : {first, first + 1}) errors.push_back(e);
  std::sort(errors.begin(), errors.end());
  const auto next = stats::predict(fit, 5, {0.9, 0.95});
  EXPECT_NEAR(next.quantiles[0][0], errors[18 - 1], 1e-9);  // ceil(11 x 0.8 x 2) = ceil(17.6)
  EXPECT_NEAR(next.quantiles[0][4], errors[18 - 1], 1e-9);  // beyond the horizon too
  EXPECT_NEAR(next.quantiles[1][0], errors[20 - 1], 1e-9);  // ceil(19.8)
  EXPECT_THAT(fit.model, HasSubstr("zero, conformal up to 0.909 from 10 origins, steps pooled"));
  const auto none =
      conformal(zero(2), {.origins = {.horizon = 2, .origins = 10, .least = 1}, .pooled_below = 0}).fit(y, 1);
  EXPECT_EQ(stats::predict(none, 1, {0.9}).quantiles[0][0], 9);  // ceil(11 x 0.8) of 1 ... 10
}

TEST(Conformal, TooFewOriginsLeaveTheModelsOwn) {
  const Values y{1, 2, 3, 4, 5};
  const auto fit = conformal(naive()).fit(y, 1);
  const Values levels{0.05, 0.95};
  EXPECT_EQ(stats::predict(fit, 3, levels), stats::predict(naive().fit(y, 1), 3, levels));
  EXPECT_EQ(fit.model, "random walk, intervals its own: no errors at 0 origins");
}

TEST(Conformal, WiderLevelsAreNeverNarrower) {
  // Spread 0.001 is far too small, and its quantiles stand where there are too few errors.
  const Values y = simulated(Kind::noise, 40, 3, 0);
  const auto fit = conformal(zero(0.001), {.origins = {.horizon = 1, .origins = 20, .least = 1}}).fit(y, 1);
  const auto q = stats::predict(fit, 1, {0.999, 0.9, 0.6, 0.4, 0.1, 0.001}).quantiles;
  EXPECT_EQ(q[0][0], q[1][0]);
  EXPECT_GT(q[1][0], 0.1);
  EXPECT_GE(q[1][0], q[2][0]);
  EXPECT_LE(q[4][0], q[3][0]);
  EXPECT_EQ(q[5][0], q[4][0]);
}

TEST(Conformal, UpdatesWithTheErrorsThatItHas) {
  const Values y = simulated(Kind::walk, 60, 5, 0), more{7, 9};
  const auto fit = conformal(naive()).fit(y, 1);
  ASSERT_TRUE(fit.update);
  const auto a = stats::predict(fit, 3, {0.1, 0.9}), b = stats::predict(fit.update(more), 3, {0.1, 0.9});
  EXPECT_EQ(b.mean[0], 9);
  for (std::size_t h = 0; h < 3; ++h)
    EXPECT_NEAR(b.quantiles[1][h] - b.quantiles[0][h], a.quantiles[1][h] - a.quantiles[0][h], 1e-9);
  EXPECT_FALSE(conformal(zero()).fit(y, 1).update);
}

// Bounds: 3.5 standard deviations of 400 independent series, 0.056 at 0.9 and 0.073 at 0.8.
TEST(Conformal, HoldsOnLongSeriesWhateverTheModelSays) {
  // A random walk's formula, for a process that comes back to its mean: far too wide from the second step on.
  const ConformalOptions options{.origins = {.horizon = 4, .origins = 120, .refit = false}};
  const Values own = coverage(naive(), Kind::autoregression, 200, 4, 0.8, 1, 0, 400);
  EXPECT_GT(own[3], 0.9);
  for (const double covered : {0.8, 0.9}) {
    const double bound = 3.5 * std::sqrt(covered * (1 - covered) / 400);
    for (const Kind kind : {Kind::autoregression, Kind::walk, Kind::heavy_walk})
      for (const double held : coverage(conformal(naive(), options), kind, 200, 4, covered, 1, 0, 400))
        EXPECT_NEAR(held, covered, bound) << static_cast<int>(kind);
    ConformalOptions signs = options;
    signs.score = ConformalScore::two_sided;
    for (const double held : coverage(conformal(naive(), signs), Kind::heavy_walk, 200, 4, covered, 2, 0, 400))
      EXPECT_NEAR(held, covered, bound);
  }
}

TEST(Conformal, PooledStepsHoldOnShortSeries) {
  const ConformalOptions options{.origins = {.horizon = 4, .origins = 15, .least = 10}};
  const double bound = 3.5 * std::sqrt(0.8 * 0.2 / 400);
  for (const Kind kind : {Kind::walk, Kind::heavy_walk})
    for (const double held : coverage(conformal(naive(), options), kind, 28, 4, 0.8, 3, 0, 400)) {
      EXPECT_GT(held, 0.8 - bound);
      EXPECT_LT(held, 0.9);  // rather too wide: ranks are counted in origins
    }
}

TEST(Conformal, AnswersAwkwardSeries) {
  for (const Values& y : testing::awkward_series())
    for (const auto& next : {stats::predict(conformal(naive(), {.origins = {.horizon = 2, .least = 1}}).fit(y, 1), 4)})
      for (const double x : next.mean) EXPECT_TRUE(std::isfinite(x)) << y.size() << " values from " << y[0];
  // where the model knows its quantiles, so does the conformal one
  for (const Values& y : testing::awkward_series()) {
    const auto own = stats::predict(naive().fit(y, 1), 4, {0.1, 0.9});
    const auto next =
        stats::predict(conformal(naive(), {.origins = {.horizon = 2, .least = 1}}).fit(y, 1), 4, {0.1, 0.9});
    for (std::size_t l = 0; l < 2; ++l)
      for (std::size_t h = 0; h < 4; ++h)
        EXPECT_TRUE(std::isnan(own.quantiles[l][h]) || !std::isnan(next.quantiles[l][h]));
  }
}

RC_GTEST_PROP(Conformal, IsNestedAndFollowsScaleAndShift, ()) {
  const auto y =
      *rc::gen::container<Values>(24, rc::gen::map(rc::gen::inRange(-500, 500), [](int i) { return i / 10.0; }));
  const auto score = *rc::gen::element(ConformalScore::absolute, ConformalScore::two_sided);
  const auto pooled_below = *rc::gen::element<std::size_t>(0, 20);
  Values moved = y;
  for (double& x : moved) x = 4 * x + 256;
  const auto model =
      conformal(naive(), {.score = score, .origins = {.horizon = 3, .least = 5}, .pooled_below = pooled_below});
  const Values levels{0.05, 0.2, 0.5, 0.8, 0.95};
  const auto a = stats::predict(model.fit(y, 1), 4, levels), b = stats::predict(model.fit(moved, 1), 4, levels);
  for (std::size_t h = 0; h < 4; ++h)
    for (std::size_t l = 0; l < levels.size(); ++l) {
      RC_ASSERT(std::abs(b.quantiles[l][h] - (4 * a.quantiles[l][h] + 256)) < 1e-6);
      if (l > 0) RC_ASSERT(a.quantiles[l - 1][h] <= a.quantiles[l][h]);
    }
}

std::vector<stats::PanelSeries> panel(Kind kind, std::size_t n, std::uint64_t seed, std::size_t from,
                                      std::size_t count) {
  std::vector<stats::PanelSeries> result(count);
  for (std::size_t i = 0; i < count; ++i) result[i].values = simulated(kind, n, seed, from + i);
  return result;
}

TEST(IntervalCalibration, IsTheScoreOfTheRank) {
  // Nine series whose last value is 1 ... 9 against quantiles of twice the normal ones; below, nothing was ever lower.
  std::vector<stats::PanelSeries> nine(9);
  for (std::size_t i = 0; i < 9; ++i) nine[i].values = {0, 0, 0, static_cast<double>((i * 4) % 9 + 1)};
  const auto c = calibrate(zero(2), nine, {.levels = {0.6, 0.8, 0.9, 0.95}, .origins = {.horizon = 1, .origins = 1}});
  const auto scale = [](double level) { return 2 * stats::normal_quantile(level); };
  EXPECT_NEAR(c.upper[0][0], 6 / scale(0.6), 1e-12);
  EXPECT_NEAR(c.upper[0][1], 8 / scale(0.8), 1e-12);
  EXPECT_NEAR(c.upper[0][2], 9 / scale(0.9), 1e-12);
  EXPECT_EQ(c.upper[0][3], 1);  // rank 10 of 9
  EXPECT_NEAR(c.lower[0][1], -2 / scale(0.8), 1e-12);
  EXPECT_EQ(c.series, (std::vector<std::size_t>{9}));
}

TEST(IntervalCalibration, OriginsOfASeriesShareItsPlace) {
  // Of four series one has the scores 1, 2, 3 and 4, the others 0.5, 0.6 and 10. Rank ceil(5 x 0.51) = 3: two places
  // below 1, and the four quarters end at 4. Among seven equal scores it would be 3.
  const double z = stats::normal_quantile(0.51);
  std::vector<stats::PanelSeries> four(4);
  four[0].values = {0, 1, 2, 3, 4};
  four[1].values = {NAN, NAN, NAN, 0, 0.5};
  four[2].values = {NAN, NAN, NAN, 0, 0.6};
  four[3].values = {NAN, NAN, NAN, 0, 10};
  const CalibrationOptions options{.levels = {0.51}, .origins = {.horizon = 1, .origins = 4, .least = 1}};
  EXPECT_NEAR(calibrate(zero(), four, options).upper[0][0], 4 / z, 1e-9);
  four[0].values[4] = 11;  // three quarters are not enough
  EXPECT_NEAR(calibrate(zero(), four, options).upper[0][0], 10 / z, 1e-9);
}

TEST(IntervalCalibration, FactorsMoveQuantilesFromThePoint) {
  const IntervalCalibration c{{0.75, 0.95}, {{2, 3}, {0.5, 1}}, {{1, 2}, {4, 4}}, {9, 9}};
  const auto fit = calibrated(zero(), c).fit(Values{1}, 1);
  EXPECT_EQ(fit.model, "zero, calibrated");
  const double z75 = stats::normal_quantile(0.75), z95 = stats::normal_quantile(0.95);
  const double middle = stats::normal_cdf((z75 + z95) / 2);
  const auto next = stats::predict(fit, 3, {0.05, 0.25, 0.5, 0.6, 0.75, middle, 0.95, 0.999});
  const auto q = [&](std::size_t l, std::size_t h) { return next.quantiles[l][h]; };
  EXPECT_NEAR(q(0, 0), -3 * z95, 1e-12);
  EXPECT_NEAR(q(1, 0), -2 * z75, 1e-12);
  EXPECT_NEAR(q(1, 1), -0.5 * z75, 1e-12);
  EXPECT_EQ(q(2, 0), 0);
  EXPECT_NEAR(q(3, 1), 4 * stats::normal_quantile(0.6), 1e-12);
  EXPECT_NEAR(q(4, 0), z75, 1e-12);
  EXPECT_NEAR(q(5, 0), 1.5 * (z75 + z95) / 2, 1e-9);
  EXPECT_NEAR(q(6, 0), 2 * z95, 1e-12);
  EXPECT_NEAR(q(7, 0), 2 * stats::normal_quantile(0.999), 1e-12);
  for (std::size_t l = 0; l < 8; ++l) EXPECT_EQ(q(l, 2), q(l, 1));  // beyond the last step
  EXPECT_EQ(next.mean, (Values{0, 0, 0}));
}

TEST(IntervalCalibration, QuantilesStayInOrderWhereThePointIsBeyondThem) {
  const stats::Forecaster skewed{"skewed", [](std::span<const double>, std::size_t) {
                                   return stats::Fitted{.predict = [](std::size_t horizon, const Values& levels) {
                                     stats::Outlook o{Values(horizon, 10.0), levels, {}};
                                     for (const double level : levels)
                                       o.quantiles.emplace_back(horizon, stats::normal_quantile(level));
                                     return o;
                                   }};
                                 }};
  const IntervalCalibration factors{.levels = {0.9}, .lower = {{0.9}}, .upper = {{1.5}}, .series = {1}};
  const stats::Fitted fit = calibrated(skewed, factors).fit(Values{1}, 1);
  for (const Values& levels : {Values{0.1, 0.5, 0.9}, Values{0.1, 0.9}}) {
    const auto q = stats::predict(fit, 1, levels).quantiles;
    for (std::size_t l = 1; l < levels.size(); ++l) EXPECT_LE(q[l - 1][0], q[l][0]);
  }
}

TEST(IntervalCalibration, DegenerateSpreadsAreCoveredOrMissed) {
  // Nine series that never moved, and one that did: no factor helps it, and the rest need none.
  std::vector<stats::PanelSeries> ten(10);
  for (auto& series : ten) series.values = Values(6, 7.5);
  ten[9].values = {7.5, 7.5, 7.5, 7.5, 7.5, 9};
  const CalibrationOptions options{.levels = {0.6, 0.9}, .origins = {.horizon = 1, .origins = 1}};
  const auto c = calibrate(naive(), ten, options);
  EXPECT_EQ(c.series, (std::vector<std::size_t>{10}));
  EXPECT_EQ(c.upper[0], (Values{1, 1}));
  // Finite scores among them: what is missed whatever the factor takes no more than the largest.
  ten[0].values = {0, 1, 0, 1, 0, 2};
  ten[1].values = ten[2].values = ten[3].values = ten[9].values;
  const auto d = calibrate(naive(), ten, options);
  EXPECT_TRUE(std::isfinite(d.upper[0][1]));
  EXPECT_GT(d.upper[0][1], 1);
  EXPECT_EQ(calibrate(points_only(), ten, options).series, (std::vector<std::size_t>{0}));
  EXPECT_EQ(calibrate(points_only(), ten, options).upper[0], (Values{1, 1}));
}

TEST(IntervalCalibration, FailuresAreLeftOut) {
  auto series = panel(Kind::walk, 20, 1, 0, 30);
  series.push_back({"short", {1, 2}, 1});
  series.push_back({"unknown", Values(20, NAN), 1});
  const auto c = calibrate(naive(), series, {.origins = {.horizon = 3, .origins = 1}});
  EXPECT_EQ(c.series, (std::vector<std::size_t>{30, 30, 30}));
  series.resize(30);
  EXPECT_EQ(c, calibrate(naive(), series, {.origins = {.horizon = 3, .origins = 1}}));
}

TEST(IntervalCalibration, IsTheSameForAnyNumberOfThreads) {
  const auto series = panel(Kind::heavy_walk, 30, 2, 0, 50);
  CalibrationOptions options{.origins = {.horizon = 3, .origins = 4}};
  const auto one = calibrate(naive(), series, options);
  options.execution.threads = 4;
  EXPECT_EQ(one, calibrate(naive(), series, options));
}

// 300 series calibrate, 300 others are forecast, twenty times over. Standard deviation of the mean of 20 coverages that
// vary by both samples: sqrt(c (1 - c) 2 / 300 / 20); bounds are 3.5 of them.
TEST(IntervalCalibration, HoldsOnOtherSeries) {
  constexpr std::size_t kLength = 12, kHorizon = 3, kSeries = 300, kTimes = 20;
  const CalibrationOptions options{.origins = {.horizon = kHorizon, .origins = 1}};
  for (const Kind kind : {Kind::walk, Kind::autoregression, Kind::heavy_walk})
    for (const double covered : {0.8, 0.9}) {
      Values held(kHorizon), own(kHorizon);
      for (std::uint64_t seed = 0; seed < kTimes; ++seed) {
        const auto c = calibrate(naive(), panel(kind, kLength + kHorizon, seed, 0, kSeries), options);
        const Values a = coverage(calibrated(naive(), c), kind, kLength, kHorizon, covered, seed, kSeries, kSeries);
        const Values b = coverage(naive(), kind, kLength, kHorizon, covered, seed, kSeries, kSeries);
        for (std::size_t h = 0; h < kHorizon; ++h) {
          held[h] += a[h] / kTimes;
          own[h] += b[h] / kTimes;
        }
      }
      const double bound = 3.5 * std::sqrt(covered * (1 - covered) * 2 / kSeries / kTimes);
      for (std::size_t h = 0; h < kHorizon; ++h)
        EXPECT_NEAR(held[h], covered, bound) << static_cast<int>(kind) << " step " << h + 1 << ", own " << own[h];
      // what there is to mend: few values for the walk's variance, and a process that is no walk
      if (kind != Kind::heavy_walk) {
        EXPECT_GT(std::abs(own[kHorizon - 1] - covered), bound) << static_cast<int>(kind);
      }
    }
}

RC_GTEST_PROP(IntervalCalibration, IsNestedAndFollowsScaleAndShift, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1000);
  auto series = panel(Kind::heavy_walk, 15, seed, 0, 25);
  const CalibrationOptions options{.levels = {0.6, 0.75, 0.9}, .origins = {.horizon = 2, .origins = 2}};
  const auto c = calibrate(naive(), series, options);
  const auto next =
      stats::predict(calibrated(naive(), c).fit(series[0].values, 1), 3, {0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98});
  for (std::size_t h = 0; h < 3; ++h)
    for (std::size_t l = 1; l < 7; ++l)
      if ((l < 3) == (l - 1 < 3)) RC_ASSERT(next.quantiles[l - 1][h] <= next.quantiles[l][h]);
  for (auto& one : series)
    for (double& x : one.values) x = 4 * x + 64;
  const auto moved = calibrate(naive(), series, options);
  for (std::size_t h = 0; h < 2; ++h)
    for (std::size_t l = 0; l < 3; ++l) {
      RC_ASSERT(std::abs(moved.upper[h][l] - c.upper[h][l]) < 1e-9);
      RC_ASSERT(std::abs(moved.lower[h][l] - c.lower[h][l]) < 1e-9);
    }
}

TEST(Conformal, RefusesWhatMakesNoSense) {
  const auto series = panel(Kind::walk, 10, 1, 0, 3);
  const auto levels = [&](const Values& l) { (void)calibrate(naive(), series, {.levels = l}); };
  const auto with = [](const IntervalCalibration& c) { (void)calibrated(naive(), c); };
  testing::expect_refused({
      {"forecast::conformal: a forecaster must have `fit`; got none in \"empty\"", [] { (void)conformal({"empty"}); }},
      {"step must be >= 1; got 0", [] { (void)conformal(naive(), {.origins = {.step = 0}}); }},
      {"forecast::calibrate: at least one series is needed", [] { (void)calibrate(naive(), {}); }},
      {"forecast::calibrate: a forecaster must have `fit`", [&] { (void)calibrate({"empty"}, series); }},
      {"at least one level is needed", [&] { levels({}); }},
      {"levels must rise within (0.5, 1); got 0.5 at index 0", [&] { levels({0.5}); }},
      {"levels must rise within (0.5, 1); got 0.9 at index 1",
       [&] {
         levels({0.9, 0.9});
       }},
      {"forecast::calibrated: at least one level is needed", [&] { with({}); }},
      {"at least one step is needed",
       [&] {
         with({{0.9}, {}, {}, {}});
       }},
      {"lower and upper factors must be of the same steps; got 0 and 1",
       [&] {
         with({{0.9}, {}, {{1}}, {1}});
       }},
      {"a step needs a factor for each of 1 levels; got 2 in the lower ones of step 1",
       [&] {
         with({{0.9}, {{1, 1}}, {{1}}, {1}});
       }},
      {"factors must be finite; got NaN in the upper ones of step 1",
       [&] {
         with({{0.9}, {{1}}, {{NAN}}, {1}});
       }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
