#include <foreplan/structure/share_trends.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::structure {
namespace {

using Vector = std::vector<double>;

/// Value added at current prices: agriculture, mining to construction, services.
Frame broad() {
  const Frame all = reference::vietnam_etd("VA");
  const Unit unit = all.series()[0].unit;
  std::vector<Series> s{all.series()[0], {"Industry", 1990, unit, {}}, {"Services", 1990, unit, {}}};
  for (std::size_t t = 0; t < all.periods(); ++t) {
    double industry = 0, services = 0;
    for (std::size_t i = 1; i < all.size(); ++i) (i < 5 ? industry : services) += all.series()[i].values[t];
    s[1].values.push_back(industry);
    s[2].values.push_back(services);
  }
  return Frame(s);
}
const CompositionOptions kLevels{.parts = PartsAs::levels};

const Vector& line(const std::string& words) {
  static const reference::Lines lines = reference::read_lines("share_trends.txt");
  return reference::line(lines, words);
}
void expect_near(const Vector& a, const Vector& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], tolerance) << "index " << i;
}

TEST(ShareTrends, AgreeWithRegressionsOfLogRatios) {
  const ShareTrendFit linear = fit_share_trend(broad(), {ShareSpace::clr, ShareTrend::linear, kLevels, {}});
  ASSERT_TRUE(linear.usable());
  expect_near(linear.rate, line("linear clr rate"), 1e-14);
  expect_near(linear.rate_errors, line("linear clr errors"), 1e-14);
  expect_near(predict(linear, 5, {.draws = 100}).centre.values, line("linear centre"), 1e-13);
  const ShareTrendFit drift =
      fit_share_trend(broad(), {ShareSpace::alr, ShareTrend::random_walk_with_drift, kLevels, {}});
  expect_near(drift.rate, line("drift alr rate"), 1e-14);
  expect_near(drift.rate_errors, line("drift alr errors"), 1e-14);
  const ShareForecast f = predict(drift, 5, {.draws = 100});
  expect_near(f.centre.values, line("drift centre"), 1e-13);
  EXPECT_EQ(f.start, Period(2019));
}

TEST(ShareTrends, HaveTheExactBandOfTwoParts) {
  const Frame all = broad();
  Series rest = all["Agriculture"] + all["Services"];
  rest.name = "rest";
  const Frame two({all["Industry"], rest});
  for (const ShareSpace space : {ShareSpace::ilr, ShareSpace::alr}) {
    const ShareTrendFit fit = fit_share_trend(two, {space, ShareTrend::random_walk_with_drift, kLevels, {}});
    const std::size_t draws = 100'000;
    const ShareForecast f = predict(fit, 5, {.coverage = 0.9, .draws = draws, .seed = 11});
    // A quantile's standard error is sqrt(p q / draws) / density, below 4e-4 here.
    EXPECT_NEAR(f.lower(4, 0), line("two parts")[0], 1.2e-3);
    EXPECT_NEAR(f.median(4, 0), line("two parts")[1], 1.2e-3);
    EXPECT_NEAR(f.upper(4, 0), line("two parts")[2], 1.2e-3);
  }
}

TEST(ShareTrends, StayInsideTheSimplexForEver) {
  for (const ShareSpace space : {ShareSpace::alr, ShareSpace::clr, ShareSpace::ilr, ShareSpace::logit})
    for (const ShareTrend trend : {ShareTrend::linear, ShareTrend::random_walk, ShareTrend::random_walk_with_drift,
                                   ShareTrend::vector_autoregression}) {
      const ShareTrendFit fit = fit_share_trend(broad(), {space, trend, kLevels, {}});
      ASSERT_TRUE(fit.usable()) << to_string(space) << ' ' << to_string(trend);
      const std::size_t horizon = 60, draws = 300;
      const ShareForecast f = predict(fit, horizon, {.draws = draws, .keep_draws = true});
      for (std::size_t row = 0; row < draws * horizon; ++row) {
        double sum = 0;
        for (std::size_t j = 0; j < 3; ++j) {
          const double s = f.paths[row * 3 + j];
          ASSERT_TRUE(s >= 0 && s <= 1);
          sum += s;
        }
        ASSERT_LE(std::abs(sum - 1), 3 * 0x1p-52);
      }
      for (const Matrix* m : {&f.centre, &f.mean})
        for (const double sum : row_sums(*m)) EXPECT_LE(std::abs(sum - 1), 3 * 0x1p-52);
      for (std::size_t i = 0; i < f.lower.values.size(); ++i) {
        EXPECT_LE(f.lower.values[i], f.median.values[i]);
        EXPECT_LE(f.median.values[i], f.upper.values[i]);
      }
      EXPECT_TRUE(space == ShareSpace::logit || f.sums == Vector(horizon, 1.0));
    }
}

TEST(ShareTrends, AreTheSameInAllThreeLogRatios) {
  for (const ShareTrend trend : {ShareTrend::linear, ShareTrend::vector_autoregression}) {
    const auto forecast = [&](ShareSpace space) {
      return predict(fit_share_trend(broad(), {space, trend, kLevels, {}}), 8, {.draws = 500, .seed = 2});
    };
    const ShareForecast a = forecast(ShareSpace::alr), b = forecast(ShareSpace::clr), c = forecast(ShareSpace::ilr);
    EXPECT_EQ(a.upper, b.upper);
    EXPECT_EQ(b.upper, c.upper);
  }
  // And they do not depend on which part is the reference: the order of the series does not matter to the centre.
  const Frame all = broad();
  const Frame turned({all["Services"], all["Agriculture"], all["Industry"]});
  const ShareTrendOptions o{ShareSpace::alr, ShareTrend::vector_autoregression, kLevels, {.lags = 2}};
  const ShareForecast a = predict(fit_share_trend(all, o), 8, {.draws = 10}),
                      b = predict(fit_share_trend(turned, o), 8, {.draws = 10});
  for (std::size_t h = 0; h < 8; ++h) {
    EXPECT_NEAR(a.centre(h, 0), b.centre(h, 1), 1e-12);
    EXPECT_NEAR(a.centre(h, 2), b.centre(h, 0), 1e-12);
  }
}

TEST(ShareTrends, GiveTheSameBitsForAnyThreads) {
  const ShareTrendFit fit = fit_share_trend(broad(), {.composition = kLevels});
  const ShareForecast one = predict(fit, 5, {.draws = 500, .seed = 4, .keep_draws = true});
  const ShareForecast three =
      predict(fit, 5, {.draws = 500, .seed = 4, .keep_draws = true, .execution = {.threads = 3}});
  EXPECT_EQ(one.paths, three.paths);
  EXPECT_EQ(one.lower, three.lower);
  EXPECT_EQ(one.mean, three.mean);
}

TEST(ShareTrends, SayHowFarLogitsAreFromOne) {
  const ShareForecast f =
      predict(fit_share_trend(broad(), {ShareSpace::logit, ShareTrend::linear, kLevels, {}}), 20, {.draws = 500});
  EXPECT_GT(std::abs(f.sums[19] - 1), 1e-4);
}

TEST(ShareTrendsBadInput, IsRefusedByName) {
  const Frame brief({{"a", 2013, {}, {0.4, 0.41, 0.42}}, {"b", 2013, {}, {0.6, 0.59, 0.58}}});
  const Frame off({{"a", 2013, {}, {40, 41, 42, 43}}, {"b", 2013, {}, {60, 59, 57.9, 57}}});
  const Frame zero({{"a", 2013, {}, {0, 41, 42, 43}}, {"b", 2013, {}, {100, 59, 58, 57}}});
  const CompositionOptions percent{.parts = PartsAs::percent};
  testing::expect_refused({
      {"structure::fit_share_trend: a history of at least 4 periods is needed for random_walk_with_drift; got 3",
       [&] { (void)fit_share_trend(brief); }},
      {"must sum to 100 within rounding of 1e-09; got 99.9 in 2015",
       [&] { (void)fit_share_trend(off, {.composition = percent}); }},
      {"parts must be > 0 unless a policy says what becomes of zeros; got 0 in series \"a\" in 2013",
       [&] { (void)fit_share_trend(zero, {.composition = percent}); }},
      {"zeros have no logarithm",
       [&] {
         (void)fit_share_trend(zero, {.composition = {.parts = PartsAs::percent, .zeros = {ZeroPolicy::keep, 0}}});
       }},
      {"a history that leaves at least 2 degrees of freedom is needed; got 4 periods",
       [&] {
         (void)fit_share_trend(
             zero, {.trend = ShareTrend::vector_autoregression,
                    .composition = {.parts = PartsAs::percent, .zeros = {ZeroPolicy::multiplicative, 0.001}},
                    .var = {.lags = 1}});
       }},
      {"structure::predict: the trend must be usable; got not run", [] { (void)predict(ShareTrendFit{}, 3); }},
      {"coverage must be in (0, 1); got 0",
       [] { (void)predict(fit_share_trend(broad(), {.composition = kLevels}), 3, {.coverage = 0}); }},
  });
}

}  // namespace
}  // namespace foreplan::structure
