#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/default_combination.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/joint_paths.hpp>
#include <foreplan/stats/distributions.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

using V = std::vector<double>;

V sales() {
  V y;
  for (int t = 0; t < 60; ++t) y.push_back(200 + 2 * t + 3 * (t * 7 % 11) + 40 * std::sin(t % 12));
  return y;
}

QuantileForecast normal_quantiles(const V& mean, const V& deviation) {
  QuantileForecast q{{}, path_levels(), {}};
  for (const double level : q.levels) {
    V& values = q.values.emplace_back();
    for (std::size_t h = 0; h < mean.size(); ++h)
      values.push_back(mean[h] + deviation[h] * stats::normal_quantile(level));
  }
  return q;
}

TEST(Couple, KeepsRanksAndHasTheQuantilesOfEachPeriod) {
  const SamplePaths like{{}, 2, {3, -1, 1, 0, 2, 5, 0, 7}};  // four paths: ranks 4 3 .. and 1 2 ..
  const SamplePaths got = couple(normal_quantiles({100, 0}, {10, 1}), like);
  const auto z = [](double p) { return stats::normal_quantile(p); };
  const V expected{100 + 10 * z(0.875), z(0.125), 100 + 10 * z(0.375), z(0.375),
                   100 + 10 * z(0.625), z(0.625), 100 + 10 * z(0.125), z(0.875)};
  ASSERT_EQ(got.values.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(got.values[i], expected[i], 1e-12) << i;
}

TEST(Couple, SumsOfPeriodsThatMoveTogetherHaveTheSumsOfQuantiles) {
  SamplePaths like{{}, 3, {}};
  for (int i = 0; i < 999; ++i) like.values.insert(like.values.end(), 3, i * 7 % 999);
  const SamplePaths paths = couple(normal_quantiles({1, 2, 3}, {1, 2, 3}), like);
  const Forecast sum = total(paths), each = summary(paths);
  EXPECT_NEAR(sum.upper[0], each.upper[0] + each.upper[1] + each.upper[2], 1e-9);
  EXPECT_NEAR(sum.lower[0], each.lower[0] + each.lower[1] + each.lower[2], 1e-9);
  EXPECT_NEAR(each.upper[2], 3 + 3 * stats::normal_quantile(0.95), 0.03);  // one rank of 999 is 0.01
}

TEST(Couple, AModelsOwnQuantilesGiveItsOwnPaths) {
  const EtsFit fit =
      fit_ets(sales(), {.error = EtsError::additive, .trend = EtsTrend::none, .season = EtsSeason::none});
  const SamplePaths own = sample_paths(fit, 12, {.paths = 20'000});
  const Forecast expected = total(own), got = total(couple(quantiles(fit, 12, path_levels()), own));
  const double width = expected.upper[0] - expected.lower[0];
  EXPECT_NEAR(got.upper[0], expected.upper[0], 0.01 * width);
  EXPECT_NEAR(got.lower[0], expected.lower[0], 0.01 * width);
}

TEST(Couple, StaysWithinTheQuantilesAndTheDoubles) {
  constexpr double kMost = std::numeric_limits<double>::max();
  SamplePaths like{{}, 1, V(5000)};
  std::iota(like.values.begin(), like.values.end(), 0.0);
  const SamplePaths wide = couple({{}, {0.1, 0.9}, {{-kMost}, {kMost}}}, like);
  EXPECT_EQ(wide.values.front(), -kMost);
  EXPECT_EQ(wide.values.back(), kMost);
  EXPECT_TRUE(std::is_sorted(wide.values.begin(), wide.values.end()));
  const SamplePaths same = couple({{}, {0.1, 0.9}, {{0.1}, {0.1}}}, like);
  EXPECT_EQ(same.values, V(5000, 0.1));
}

TEST(Couple, APeriodThatIsNotKnownIsNaN) {
  const SamplePaths got = couple({{}, {0.1, 0.9}, {{1, NAN}, {2, 3}}}, {{}, 2, {1, 1, 2, 2}});
  EXPECT_EQ(std::isnan(got.values[0]) + std::isnan(got.values[2]), 0);
  EXPECT_EQ(std::isnan(got.values[1]) + std::isnan(got.values[3]), 2);
}

TEST(Couple, RefusesWhatDoesNotFit) {
  const SamplePaths like{{}, 2, {1, 2, 3, 4}};
  testing::expect_refused({
      {"couple: there must be at least one whole path", [] { (void)couple(normal_quantiles({1}, {1}), {}); }},
      {"there must be two levels; got 1",
       [&] {
         (void)couple({{}, {0.5}, {{1, 2}}}, like);
       }},
      {"levels must rise within (0, 1); got 0.5 at index 1",
       [&] {
         (void)couple({{}, {0.5, 0.5}, {{1, 2}, {1, 2}}}, like);
       }},
      {"quantiles for each of 2 levels; got 1",
       [&] {
         (void)couple({{}, {0.4, 0.5}, {{1, 2}}}, like);
       }},
      {"a quantile for 2 periods; got 1",
       [&] {
         (void)couple({{}, {0.4, 0.5}, {{1, 2}, {1}}}, like);
       }},
  });
}

TEST(DefaultCombination, HasPathsForSumsOverTheHorizon) {
  const Series y{"sales", Period::month(2011, 3), Unit{}, sales()};
  const DefaultFit fit = fit_default(y, {.season_length = 12});
  const PathOptions options{.paths = 4'000, .seed = 3};
  const SamplePaths paths = sample_paths(fit, 12, options);
  ASSERT_EQ(paths.paths(), 4'000u);
  EXPECT_EQ(paths.origin, fit.origin);
  // Each period by itself is what the combination says of it.
  const Forecast each = predict(fit, 12, {.coverage = 0.8}), got = summary(paths, 0.8);
  double apart = 0, width = 0;
  for (std::size_t h = 0; h < 12; ++h) {
    EXPECT_NEAR(got.lower[h], each.lower[h], 0.02 * (each.upper[h] - each.lower[h])) << h;
    EXPECT_NEAR(got.upper[h], each.upper[h], 0.02 * (each.upper[h] - each.lower[h])) << h;
    apart += std::pow(each.upper[h] - each.lower[h], 2);
    width += each.upper[h] - each.lower[h];
  }
  // Their sum is surer than if they moved as one, and less sure than if they had nothing to do with each other.
  const Forecast sum = total(paths, 0.8);
  EXPECT_GT(sum.upper[0] - sum.lower[0], 0.95 * std::sqrt(apart));
  EXPECT_LT(sum.upper[0] - sum.lower[0], 1.01 * width);

  PathOptions threads = options;
  threads.execution.threads = 3;
  EXPECT_EQ(sample_paths(fit, 12, threads), paths);
  for (const double x : sample_paths(fit_default(V{5}), 2, {.paths = 3}).values) EXPECT_TRUE(std::isnan(x));
  EXPECT_THROW((void)sample_paths(DefaultFit{}, 2), InvalidArgument);
  EXPECT_THROW((void)sample_paths(fit, 0), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::forecast
