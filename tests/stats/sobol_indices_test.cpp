#include <foreplan/stats/sobol_indices.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

#include "refusals.hpp"

namespace foreplan::stats {
namespace {

using foreplan::testing::expect_refused;

constexpr double kPi = std::numbers::pi;

/// Ishigami & Homma (1990) with a = 7, b = 0.1.
void ishigami(std::span<const double> x, std::span<double> y) {
  y[0] = std::sin(x[0]) + 7 * std::sin(x[1]) * std::sin(x[1]) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]);
}
const std::vector<InputDistribution> kIshigami(3, uniform(-kPi, kPi));

/// Sobol's g-function: prod (|4 x - 2| + a) / (1 + a), V_i = 1 / (3 (1 + a_i)^2), V = prod (1 + V_i) - 1.
const std::vector<double> kA{0, 1, 4.5, 9, 99, 99};
void g_function(std::span<const double> x, std::span<double> y) {
  y[0] = 1;
  for (std::size_t i = 0; i < x.size(); ++i) y[0] *= (std::abs(4 * x[i] - 2) + kA[i]) / (1 + kA[i]);
}
double g_part(std::size_t i) { return 1 / (3 * (1 + kA[i]) * (1 + kA[i])); }

TEST(SobolIndices, OfIshigamisFunctionAreThePublishedOnes) {
  const auto indices = sobol_indices(ishigami, kIshigami, 1, {.base_points = 1 << 14, .resamples = 0});
  const OutputIndices& y = indices.outputs.at(0);
  ASSERT_TRUE(y.usable());
  const double first[] = {0.3139, 0.4424, 0}, total[] = {0.5576, 0.4424, 0.2437};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(y.first[i].value, first[i], 2e-3) << i;
    EXPECT_NEAR(y.total[i].value, total[i], 2e-3) << i;
  }
  // V = a^2 / 8 + b pi^4 / 5 + b^2 pi^8 / 18 + 1 / 2, mean a / 2
  EXPECT_NEAR(y.mean, 3.5, 1e-3);
  EXPECT_NEAR(y.variance, 49 / 8.0 + 0.1 * std::pow(kPi, 4) / 5 + 0.01 * std::pow(kPi, 8) / 18 + 0.5, 2e-2);
  EXPECT_EQ(indices.evaluations, 5U << 14);
  EXPECT_EQ(indices.not_finite, 0U);
}

/// Errors of an estimate over seeds: their mean must be 0 within its own Monte Carlo error.
struct Errors {
  std::vector<double> each{};
  [[nodiscard]] double mean() const {
    return std::accumulate(each.begin(), each.end(), 0.0) / static_cast<double>(each.size());
  }
  [[nodiscard]] double spread() const {
    double squares = 0;
    for (const double e : each) squares += (e - mean()) * (e - mean());
    return std::sqrt(squares / static_cast<double>(each.size() - 1));
  }
};

TEST(SobolIndices, EveryEstimatorIsCentredOnTheExactIndicesOnEveryDesign) {
  double variance = 1;
  for (std::size_t i = 0; i < kA.size(); ++i) variance *= 1 + g_part(i);
  variance -= 1;
  constexpr int kSeeds = 40;
  for (const SobolDesign design : {SobolDesign::sobol, SobolDesign::latin_hypercube})
    for (const bool second : {false, true}) {
      SobolIndicesOptions options{.base_points = 1024, .design = design, .resamples = 0};
      if (second) {
        options.first = FirstOrderEstimator::jansen;
        options.total = TotalEstimator::sobol;
      }
      std::vector<Errors> first(kA.size()), total(kA.size());
      for (int seed = 0; seed < kSeeds; ++seed) {
        options.seed = static_cast<std::uint64_t>(seed);
        const auto y = sobol_indices(g_function, std::vector(kA.size(), uniform(0, 1)), 1, options).outputs[0];
        for (std::size_t i = 0; i < kA.size(); ++i) {
          const double own = g_part(i);
          first[i].each.push_back(y.first[i].value - own / variance);
          total[i].each.push_back(y.total[i].value - own * (variance + 1) / (1 + own) / variance);
        }
      }
      for (std::size_t i = 0; i < kA.size(); ++i) {
        // The ratio to an estimated variance is biased by the order of 1 / N.
        EXPECT_NEAR(first[i].mean(), 0, 4 * first[i].spread() / std::sqrt(kSeeds) + 2.0 / 1024) << i;
        EXPECT_NEAR(total[i].mean(), 0, 4 * total[i].spread() / std::sqrt(kSeeds) + 2.0 / 1024) << i;
        EXPECT_LT(first[i].spread(), 0.05) << i;
        EXPECT_LT(total[i].spread(), 0.05) << i;
      }
    }
}

/// y0 = 1 + 3 x0 - 2 x1 + x2, y1 = 10^6 + x0: exact shares a_i^2 Var(x_i) / sum.
void linear(std::span<const double> x, std::span<double> y) {
  y[0] = 1 + 3 * x[0] - 2 * x[1] + x[2];
  y[1] = 1e6 + x[0];
}
const std::vector<InputDistribution> kLinear{uniform(0, 1), normal(5, 0.5), triangular(0, 1, 2)};

TEST(SobolIndices, OfALinearModelAreItsSharesOfVarianceWithinTheirErrors) {
  const auto indices = sobol_indices(linear, kLinear, 2, {.base_points = 4096, .design = SobolDesign::latin_hypercube});
  const double parts[] = {9.0 / 12, 4 * 0.25, 1.0 / 6};  // Var of a triangle on [0, 2] with mode 1: 1 / 6
  const double sum = parts[0] + parts[1] + parts[2];
  const OutputIndices& y = indices.outputs.at(0);
  for (std::size_t i = 0; i < 3; ++i) {
    for (const SensitivityIndex& index : {y.first[i], y.total[i]}) {
      EXPECT_GT(index.standard_error, 0);
      EXPECT_NEAR(index.value, parts[i] / sum, 4 * index.standard_error);
      EXPECT_LT(index.lower, index.value);
      EXPECT_GT(index.upper, index.value);
      EXPECT_LT(index.upper - index.lower, 0.15);
    }
  }
  // The second output hangs on one input alone; a level of 10^6 costs no digits.
  EXPECT_NEAR(indices.outputs.at(1).first[0].value, 1, 4 * indices.outputs.at(1).first[0].standard_error);
  EXPECT_EQ(indices.outputs.at(1).total[1].value, 0);
  EXPECT_EQ(indices.outputs.at(1).first[2].value, 0);
}

TEST(SobolIndices, IntervalsHoldTheExactIndexAsOftenAsTheySay) {
  int held = 0;
  constexpr int kSeeds = 200;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto y = sobol_indices(linear, kLinear, 2,
                                 {.base_points = 256,
                                  .design = SobolDesign::latin_hypercube,
                                  .resamples = 100,
                                  .coverage = 0.9,
                                  .seed = static_cast<std::uint64_t>(seed)})
                       .outputs[0];
    const double exact = 1 / (9.0 / 12 + 1 + 1.0 / 6);
    if (y.total[1].lower <= exact && exact <= y.total[1].upper) ++held;
  }
  // 90 % of 200 is 180; four binomial standard deviations are 17. Even points hold more often, never less.
  EXPECT_GE(held, 163);
}

TEST(SobolIndices, OfSecondOrderFindInteractionsOnly) {
  const auto indices =
      sobol_indices(ishigami, kIshigami, 1, {.base_points = 1 << 14, .second_order = true, .resamples = 100});
  const auto& pairs = indices.outputs.at(0).second;
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_EQ(indices.evaluations, 8U << 14);
  EXPECT_EQ(pairs[1].i, 0U);
  EXPECT_EQ(pairs[1].j, 2U);
  EXPECT_NEAR(pairs[0].index.value, 0, 6e-3);
  EXPECT_NEAR(pairs[1].index.value, 0.2437, 6e-3);  // V_13 = 8 b^2 pi^8 / 225
  EXPECT_NEAR(pairs[2].index.value, 0, 6e-3);
  EXPECT_LT(pairs[1].index.lower, pairs[1].index.upper);
}

TEST(SobolIndices, AreTheSameBitsForAnyNumberOfThreads) {
  const SobolIndicesOptions one{.base_points = 512, .resamples = 50};
  SobolIndicesOptions three = one;
  three.execution.threads = 3;
  const auto a = sobol_indices(ishigami, kIshigami, 1, one).outputs[0];
  const auto b = sobol_indices(ishigami, kIshigami, 1, three).outputs[0];
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(a.first[i].value, b.first[i].value);
    EXPECT_EQ(a.total[i].lower, b.total[i].lower);
    EXPECT_EQ(a.total[i].standard_error, b.total[i].standard_error);
  }
}

TEST(SobolIndices, OfAConstantAreNotIdentified) {
  const auto constant = [](std::span<const double> x, std::span<double> y) {
    y[0] = 0.1;
    y[1] = x[0];
    y[2] = 1e6 + 1e-9 * x[0];  // rounding, not variance
  };
  const auto indices = sobol_indices(constant, {uniform(0, 1), uniform(0, 1)}, 3, {.second_order = true});
  for (const std::size_t o : {0U, 2U}) {
    EXPECT_EQ(indices.outputs[o].status, SensitivityStatus::constant_output);
    EXPECT_FALSE(indices.outputs[o].usable());
    EXPECT_TRUE(std::isnan(indices.outputs[o].first.at(0).value));
    EXPECT_TRUE(std::isnan(indices.outputs[o].total.at(1).upper));
    EXPECT_TRUE(std::isnan(indices.outputs[o].second.at(0).index.value));
  }
  EXPECT_DOUBLE_EQ(indices.outputs[0].mean, 0.1);
  EXPECT_TRUE(indices.outputs[1].usable());
  EXPECT_EQ(to_string(SensitivityStatus::constant_output), "constant output");
}

TEST(SobolIndices, LeaveOutBasePointsWithAnEvaluationThatFailedAndCountThem) {
  const auto partly = [](std::span<const double> x, std::span<double> y) { y[0] = x[0] > 0.99 ? NAN : x[0] + x[1]; };
  const std::vector<InputDistribution> inputs(2, uniform(0, 1));
  const auto indices = sobol_indices(partly, inputs, 1, {.base_points = 1024});
  EXPECT_GT(indices.not_finite, 20U);
  EXPECT_LT(indices.outputs[0].points, 1024U);
  EXPECT_GT(indices.outputs[0].points, 950U);
  EXPECT_NEAR(indices.outputs[0].first[0].value, 0.5, 0.03);
  const auto nothing =
      sobol_indices([](auto, std::span<double> y) { y[0] = INFINITY; }, inputs, 1, {.base_points = 16});
  EXPECT_EQ(nothing.outputs[0].status, SensitivityStatus::too_few_points);
  EXPECT_EQ(nothing.not_finite, nothing.evaluations);
  EXPECT_TRUE(std::isnan(nothing.outputs[0].mean));
}

TEST(SobolIndices, FromGivenValuesAreThoseOfTheFunction) {
  const SobolIndicesOptions options{.base_points = 64, .second_order = true, .resamples = 40};
  const SobolSample sample = sobol_sample(kIshigami, options);
  std::vector<double> x(3), values(sample.size());
  for (std::size_t row = 0; row < sample.size(); ++row) {
    sample.point(row, x);
    ishigami(x, std::span(values).subspan(row, 1));
  }
  const auto given = sobol_indices(sample, values, 1, options).outputs[0];
  const auto called = sobol_indices(ishigami, kIshigami, 1, options).outputs[0];
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(given.total[i].upper, called.total[i].upper);
}

TEST(SobolSample, MovesOneInputAtATimeBetweenTwoIndependentSets) {
  const SobolSample sample = sobol_sample(kIshigami, {.base_points = 8, .second_order = true});
  ASSERT_EQ(sample.block(), 8U);
  ASSERT_EQ(sample.size(), 64U);
  std::vector<std::vector<double>> block(8, std::vector<double>(3));
  for (std::size_t e = 0; e < 8; ++e) sample.point(8 * 5 + e, block[e]);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_EQ(block[2 + i][j], block[i == j ? 1 : 0][j]);
      EXPECT_EQ(block[5 + i][j], block[i == j ? 0 : 1][j]);
    }
}

TEST(SobolIndices, RefuseWhatMakesNoSense) {
  const std::vector<double> few(3);
  const SobolSample sample = sobol_sample(kIshigami, {.base_points = 8});
  std::vector<double> x(3);
  expect_refused({
      {"stats::sobol_indices: there must be inputs to vary; got none", [] { (void)sobol_indices(ishigami, {}); }},
      {"function must not be empty", [] { (void)sobol_indices(InputFunction{}, kIshigami); }},
      {"outputs must be >= 1; got 0", [] { (void)sobol_indices(ishigami, kIshigami, 0); }},
      {"low < high must hold, both finite; got 1 and 0 for input 1",
       [] {
         (void)sobol_indices(ishigami, {uniform(0, 1), InputDistribution{.low = 1, .high = 0}});
       }},
      {"options.base_points must be >= 4; got 3",
       [] { (void)sobol_indices(ishigami, kIshigami, 1, {.base_points = 3}); }},
      {"options.base_points times evaluations of each must be at most 100000000",
       [] { (void)sobol_indices(ishigami, kIshigami, 1, {.base_points = std::size_t{1} << 40}); }},
      {"options.resamples must be 0, or 20 to 1,000,000; got 5",
       [] { (void)sobol_indices(ishigami, kIshigami, 1, {.resamples = 5}); }},
      {"options.coverage must be in (0, 1); got 1",
       [] { (void)sobol_indices(ishigami, kIshigami, 1, {.coverage = 1}); }},
      {"options.constant_below must be in [0, 1); got -1",
       [] { (void)sobol_indices(ishigami, kIshigami, 1, {.constant_below = -1}); }},
      {"values must be one for each evaluation and output; got 3 for 40 evaluations of 1",
       [&] { (void)sobol_indices(sample, few, 1); }},
      {"row must be less than size(); got 40", [&] { sample.point(40, x); }},
  });
}

TEST(SobolIndices, LetTheFunctionsOwnErrorsAndCancellationThrough) {
  const auto thrower = [](std::span<const double> x, std::span<double>) {
    if (x[0] > 0) throw std::out_of_range("mine");
  };
  EXPECT_THROW((void)sobol_indices(thrower, kIshigami), std::out_of_range);
  SobolIndicesOptions options;
  options.execution.cancel.cancel();
  EXPECT_THROW((void)sobol_indices(ishigami, kIshigami, 1, options), Cancelled);
}

}  // namespace
}  // namespace foreplan::stats
