#include <foreplan/stats/elementary_effects.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "refusals.hpp"

namespace foreplan::stats {
namespace {

using foreplan::testing::expect_refused;

TEST(ElementaryEffects, OfALinearModelAreItsSlopesTimesTheRanges) {
  const auto linear = [](std::span<const double> x, std::span<double> y) {
    y[0] = 2 * x[0] - 3 * x[1];
    y[1] = x[0] + 0 * x[2];
  };
  for (const std::size_t levels : {2U, 4U, 10U}) {
    const auto table =
        elementary_effects(linear, {uniform(0, 1), uniform(-1, 3), uniform(0, 5)}, 2, {.levels = levels});
    EXPECT_NEAR(table.at(0, 0).mu, 2, 1e-12);
    EXPECT_NEAR(table.at(0, 1).mu, -12, 1e-12);
    EXPECT_NEAR(table.at(0, 1).mu_star, 12, 1e-12);
    EXPECT_NEAR(table.at(0, 1).sigma, 0, 1e-12);
    EXPECT_EQ(table.at(0, 2).mu_star, 0);
    EXPECT_NEAR(table.at(1, 0).mu, 1, 1e-12);
    EXPECT_EQ(table.at(0, 0).effects, 20U);
    EXPECT_EQ(table.evaluations, 80U);
  }
}

TEST(ElementaryEffects, OfASquareAreTheTwoThatFourLevelsAllow) {
  // From 0 to 2/3: 2/3. From 1/3 to 1: 4/3.
  const auto square = [](std::span<const double> x, std::span<double> y) { y[0] = x[0] * x[0]; };
  const auto effects = elementary_effects(square, {uniform(0, 1)}, 1, {.trajectories = 400}).at(0, 0);
  std::size_t low = 0;
  for (const double e : effects.each) {
    if (std::abs(e - 2.0 / 3) < 1e-12)
      ++low;
    else
      EXPECT_NEAR(e, 4.0 / 3, 1e-12);
  }
  // Each in half of the trajectories: 200, with a standard deviation of 10.
  EXPECT_NEAR(static_cast<double>(low), 200, 40);
  const double n = 400, l = static_cast<double>(low) / n;
  EXPECT_NEAR(effects.mu, 4.0 / 3 - l * 2 / 3, 1e-12);
  EXPECT_NEAR(effects.sigma, 2.0 / 3 * std::sqrt(l * (1 - l) * n / (n - 1)), 1e-12);
  EXPECT_NEAR(effects.mu_star_error, effects.sigma / 20, 1e-12);
}

TEST(ElementaryEffects, OppositeOnesCancelInMuButNotInMuStar) {
  const auto hump = [](std::span<const double> x, std::span<double> y) { y[0] = std::abs(x[0] - 0.5) * x[1]; };
  const auto effects = elementary_effects(hump, {uniform(0, 1), uniform(1, 1.0001)}, 1, {.trajectories = 100}).at(0, 0);
  EXPECT_LT(std::abs(effects.mu), effects.mu_star);
  EXPECT_GT(effects.sigma, 0);
}

/// The test function of Morris (1991) without its small random coefficients: w = 2 (x - 1/2), but 2 (1.1 x / (x + .1) -
/// 1/2) for inputs 3, 5 and 7; coefficients 20 of the first ten, -15 of pairs of the first six, -10 of triples of the
/// first five, 5 of quadruples of the first four.
void morris(std::span<const double> x, std::span<double> y) {
  double w[20], sum = 0;
  for (std::size_t i = 0; i < 20; ++i)
    w[i] = i == 2 || i == 4 || i == 6 ? 2 * (1.1 * x[i] / (x[i] + 0.1) - 0.5) : 2 * (x[i] - 0.5);
  for (std::size_t i = 0; i < 10; ++i) sum += 20 * w[i];
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = i + 1; j < 6; ++j) {
      sum -= 15 * w[i] * w[j];
      for (std::size_t l = j + 1; l < 5; ++l) {
        sum -= 10 * w[i] * w[j] * w[l];
        for (std::size_t s = l + 1; s < 4; ++s) sum += 5 * w[i] * w[j] * w[l] * w[s];
      }
    }
  y[0] = sum;
}

TEST(ElementaryEffects, SortTheInputsOfMorrissFunctionAsHisPaperDoes) {
  for (const TrajectoryDesign design : {TrajectoryDesign::plain, TrajectoryDesign::spread}) {
    const auto table = elementary_effects(morris, std::vector(20, uniform(0, 1)), 1,
                                          {.trajectories = 30, .design = design, .candidates = 60});
    for (std::size_t i = 0; i < 7; ++i) {  // curved or interacting
      EXPECT_GT(table.at(0, i).mu_star, 15) << i;
      EXPECT_GT(table.at(0, i).sigma, 5) << i;
    }
    for (std::size_t i = 7; i < 10; ++i) {  // linear: 20 x 2
      EXPECT_NEAR(table.at(0, i).mu, 40, 1e-9) << i;
      EXPECT_NEAR(table.at(0, i).sigma, 0, 1e-9) << i;
    }
    for (std::size_t i = 10; i < 20; ++i) EXPECT_NEAR(table.at(0, i).mu_star, 0, 1e-9) << i;
  }
}

RC_GTEST_PROP(TrajectorySample, MovesEveryInputOnceByDelta, ()) {
  const std::size_t k = *rc::gen::inRange<std::size_t>(1, 8), levels = 2 * *rc::gen::inRange<std::size_t>(1, 6);
  const bool spread = *rc::gen::arbitrary<bool>();
  const auto sample = trajectory_sample(std::vector(k, uniform(0, 1)),
                                        {.trajectories = 5,
                                         .levels = levels,
                                         .design = spread ? TrajectoryDesign::spread : TrajectoryDesign::plain,
                                         .candidates = 12,
                                         .seed = *rc::gen::arbitrary<std::uint64_t>()});
  RC_ASSERT(sample.size() == 5 * (k + 1));
  for (std::size_t t = 0; t < 5; ++t) {
    std::vector<int> moved(k, 0);
    for (std::size_t step = 0; step < k; ++step)
      for (std::size_t i = 0; i < k; ++i) {
        const double by = sample.levels[(t * (k + 1) + step + 1) * k + i] - sample.levels[(t * (k + 1) + step) * k + i];
        if (by == 0) continue;
        ++moved[i];
        RC_ASSERT(std::abs(std::abs(by) - sample.delta) < 1e-12);
      }
    RC_ASSERT(std::all_of(moved.begin(), moved.end(), [](int m) { return m == 1; }));
  }
  for (const double level : sample.levels) RC_ASSERT(level >= 0 && level <= 1);
}

/// Sum of squared distances of all pairs of trajectories, each the sum over pairs of points.
double criterion(const TrajectorySample& s) {
  const std::size_t k = s.inputs.size(), length = k + 1;
  double out = 0;
  for (std::size_t t = 0; t < s.trajectories; ++t)
    for (std::size_t u = t + 1; u < s.trajectories; ++u) {
      double sum = 0;
      for (std::size_t i = 0; i < length; ++i)
        for (std::size_t j = 0; j < length; ++j) {
          double squares = 0;
          for (std::size_t z = 0; z < k; ++z)
            squares += std::pow(s.levels[(t * length + i) * k + z] - s.levels[(u * length + j) * k + z], 2);
          sum += std::sqrt(squares);
        }
      out += sum * sum;
    }
  return out;
}

TEST(TrajectorySample, SpreadOnesAreFurtherApartThanPlainOnes) {
  const std::vector inputs(5, uniform(0, 1));
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto plain = trajectory_sample(inputs, {.trajectories = 8, .seed = seed});
    const auto spread =
        trajectory_sample(inputs, {.trajectories = 8, .design = TrajectoryDesign::spread, .seed = seed});
    EXPECT_GT(criterion(spread), 1.05 * criterion(plain)) << seed;
  }
}

TEST(TrajectorySample, NormalInputsStayWithinTheirTails) {
  const auto sample = trajectory_sample({normal(10, 2)}, {.trajectories = 50, .tail = 0.025});
  const auto [low, high] = std::minmax_element(sample.points.begin(), sample.points.end());
  EXPECT_NEAR(*low, 10 - 2 * 1.959963984540054, 1e-12);
  EXPECT_NEAR(*high, 10 + 2 * 1.959963984540054, 1e-12);
}

TEST(ElementaryEffects, LeaveOutWhatFailedAndCountIt) {
  const auto partly = [](std::span<const double> x, std::span<double> y) {
    y[0] = x[1] > 0.9 ? NAN : x[0];
    y[1] = NAN;
  };
  const auto table = elementary_effects(partly, {uniform(0, 1), uniform(0, 1)}, 2, {.trajectories = 40});
  EXPECT_EQ(table.not_finite, table.evaluations);
  EXPECT_GT(table.at(0, 0).effects, 5U);
  EXPECT_LT(table.at(0, 0).effects, 40U);
  EXPECT_NEAR(table.at(0, 0).mu, 1, 1e-12);
  EXPECT_EQ(table.at(1, 0).effects, 0U);
  EXPECT_TRUE(std::isnan(table.at(1, 0).mu));
  EXPECT_TRUE(std::isnan(table.at(1, 0).sigma));
}

TEST(ElementaryEffects, RefuseWhatMakesNoSense) {
  const auto f = [](std::span<const double> x, std::span<double> y) { y[0] = x[0]; };
  const std::vector one{uniform(0, 1)};
  const auto sample = trajectory_sample(one);
  const std::vector<double> few(3);
  expect_refused({
      {"stats::elementary_effects: there must be inputs to vary; got none", [&] { (void)elementary_effects(f, {}); }},
      {"options.trajectories must be >= 2; got 1", [&] { (void)elementary_effects(f, one, 1, {.trajectories = 1}); }},
      {"options.levels must be even, 2 to 1000; got 5", [&] { (void)elementary_effects(f, one, 1, {.levels = 5}); }},
      {"options.tail must be in (0, 0.5); got 0", [&] { (void)elementary_effects(f, one, 1, {.tail = 0}); }},
      {"options.candidates must be >= trajectories and at most 2,000; got 3",
       [&] { (void)elementary_effects(f, one, 1, {.design = TrajectoryDesign::spread, .candidates = 3}); }},
      {"points must be at most 100000000",
       [&] { (void)elementary_effects(f, one, 1, {.trajectories = std::size_t{1} << 40}); }},
      {"outputs must be >= 1; got 0", [&] { (void)elementary_effects(f, one, 0); }},
      {"function must not be empty", [&] { (void)elementary_effects(InputFunction{}, one); }},
      {"values must be one for each evaluation and output; got 3 for 40 evaluations of 1",
       [&] { (void)elementary_effects(sample, few, 1); }},
  });
  const auto thrower = [](auto, auto) { throw std::logic_error("mine"); };
  EXPECT_THROW((void)elementary_effects(thrower, one), std::logic_error);
}

}  // namespace
}  // namespace foreplan::stats
