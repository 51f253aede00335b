#include "numeric/quantiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "numeric/kernels.hpp"

namespace foreplan::numeric {
namespace {

// numpy 1.24: numpy.quantile([15, 20, 35, 40, 50, 2, 7.5], [0, .05, .3, .5, .9, 1]); its default is type 7.
TEST(Quantiles, AgreeWithNumpy) {
  const std::vector<double> x{15, 20, 35, 40, 50, 2, 7.5};
  const std::vector<double> expected{2.00, 3.65, 13.50, 20.00, 44.00, 50.00};
  const std::vector<double> got = quantiles(x, std::vector<double>{0, 0.05, 0.3, 0.5, 0.9, 1});
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-12) << i;
  EXPECT_EQ(x, (std::vector<double>{15, 20, 35, 40, 50, 2, 7.5}));
}

double by_sorting(std::vector<double> x, double p) {
  std::sort(x.begin(), x.end());
  const double h = p * static_cast<double>(x.size() - 1);
  const auto rank = static_cast<std::size_t>(h);
  const double fraction = h - static_cast<double>(rank);
  return fraction == 0 ? x[rank] : x[rank] + fraction * (x[rank + 1] - x[rank]);
}

std::vector<double> sample(std::size_t n, int shape) {
  std::vector<double> x(n);
  kernels().uniform({.seed = n, .variable = static_cast<std::uint32_t>(shape)}, 0, x.data(), n);
  for (std::size_t i = 0; i < n; ++i) {
    if (shape == 1) x[i] = std::floor(3 * x[i]);                 // three values
    if (shape == 2) x[i] = static_cast<double>(i);               // rising
    if (shape == 3) x[i] = i % 1000 == 0 ? 1e300 : -x[i];        // far outliers
    if (shape == 4) x[i] = 7;                                    // constant
    if (shape == 5) x[i] = static_cast<double>((i * 7919) % n);  // a permutation with a period
  }
  return x;
}

TEST(Quantiles, AreThoseOfTheSortedSampleForEveryShapeAndSize) {
  const std::vector<double> probabilities{0, 1e-6, 0.05, 0.25, 0.5, 0.501, 0.95, 0.9999, 1};
  for (const std::size_t n : {1u, 2u, 3u, 100u, 2047u, 2048u, 20'000u, 300'000u})
    for (int shape = 0; shape <= 5; ++shape) {
      const std::vector<double> x = sample(n, shape);
      const std::vector<double> got = quantiles(x, probabilities);
      for (std::size_t i = 0; i < probabilities.size(); ++i)
        EXPECT_EQ(got[i], by_sorting(x, probabilities[i])) << n << ' ' << shape << ' ' << probabilities[i];
    }
}

TEST(CentralInterval, LeavesEqualPartsOut) {
  const CentralInterval c = central_interval(sample(100'001, 2), 0.9);
  EXPECT_NEAR(c.lower, 5'000, 1e-6);
  EXPECT_EQ(c.median, 50'000);
  EXPECT_NEAR(c.upper, 95'000, 1e-6);
}

TEST(CentralInterval, OfAnyCoverageIsThatOfTheSortedSample) {
  for (const std::size_t n : {2u, 999u, 5000u, 100'000u})
    for (const double coverage : {1e-9, 0.001, 0.5, 0.9, 0.9999, 1 - 1e-9}) {
      const std::vector<double> x = sample(n, 0);
      const CentralInterval c = central_interval(x, coverage);
      EXPECT_EQ(c.lower, by_sorting(x, (1 - coverage) / 2)) << n << ' ' << coverage;
      EXPECT_EQ(c.median, by_sorting(x, 0.5)) << n << ' ' << coverage;
      EXPECT_EQ(c.upper, by_sorting(x, (1 + coverage) / 2)) << n << ' ' << coverage;
    }
}

/// In parts of 777 values.
std::optional<std::array<double, 3>> searched(const std::vector<double>& x, std::size_t pilots, double coverage) {
  std::vector<double> pilot(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(pilots));
  const PlaceSearch search(pilot, x.size(), central_places(coverage, x.size()));
  std::vector<PlaceSearch::Part> parts;
  for (std::size_t begin = 0; begin < x.size(); begin += 777)
    search.note(std::span(x).subspan(begin, std::min<std::size_t>(777, x.size() - begin)), parts.emplace_back());
  return search.found(parts);
}

TEST(PlaceSearch, FindsWhatTheSortedSampleHas) {
  for (const std::size_t n : {1u, 2u, 1000u, 50'000u})
    for (const std::size_t pilots : {1u, 30u, 1000u})
      for (const int shape : {0, 1, 3, 4})
        for (const double coverage : {1e-6, 0.9, 0.999}) {
          if (pilots > n) continue;
          const std::vector<double> x = sample(n, shape);
          const auto found = searched(x, pilots, coverage);
          ASSERT_TRUE(found.has_value()) << n << ' ' << pilots << ' ' << shape << ' ' << coverage;
          EXPECT_EQ((*found)[0], by_sorting(x, (1 - coverage) / 2));
          EXPECT_EQ((*found)[1], by_sorting(x, 0.5));
          EXPECT_EQ((*found)[2], by_sorting(x, (1 + coverage) / 2));
        }
}

TEST(PlaceSearch, SaysSoWhenThePilotMisled) {
  // The first thousand of a rising sample are its smallest: no bracket reaches the upper end.
  EXPECT_FALSE(searched(sample(50'000, 2), 1000, 0.5).has_value());
  // Of a falling one they are the greatest.
  std::vector<double> falling = sample(50'000, 2);
  std::reverse(falling.begin(), falling.end());
  EXPECT_FALSE(searched(falling, 1000, 0.5).has_value());
}

}  // namespace
}  // namespace foreplan::numeric
