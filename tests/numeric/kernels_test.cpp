#include "numeric/kernels.hpp"

#include <gtest/gtest.h>
#include <foreplan/core/random.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace foreplan::numeric {
namespace {

std::vector<double> uniform(std::size_t n, std::uint64_t first = 0) {
  std::vector<double> u(n);
  kernels(Tier::baseline).uniform({.seed = 9, .purpose = 2, .series = 3, .draw = 4, .variable = 5}, first, u.data(), n);
  return u;
}

std::vector<std::uint64_t> bits(const std::vector<double>& x) {
  std::vector<std::uint64_t> out;
  for (const double v : x) out.push_back(std::bit_cast<std::uint64_t>(v));
  return out;
}

/// Everything that the kernels of one tier make of n values.
std::vector<double> all_results(const Kernels& k, std::size_t n) {
  std::vector<double> out(n), all;
  const auto keep = [&] { all.insert(all.end(), out.begin(), out.end()); };
  k.uniform({.seed = 9, .purpose = 2, .series = 3, .draw = 4, .variable = 5}, 7, out.data(), n);
  keep();
  const std::vector<double> u = out;
  k.normal_quantile(out.data(), n);
  keep();
  const std::vector<double> z = out;
  k.exponential(z.data(), 1.7, out.data(), n);
  keep();
  k.add_multiple(out.data(), -0.3, z.data(), n);
  keep();
  k.reciprocal(u.data(), out.data(), n);
  keep();
  k.product(z.data(), 100, u.data(), out.data(), n);
  keep();
  out = u;
  k.normal_pairs(out.data(), n - n % 2);
  keep();
  all.push_back(k.sum(z.data(), n));
  all.push_back(k.dot(z.data(), u.data(), n));
  all.push_back(static_cast<double>(k.count_below(z.data(), n, 0.25)));
  k.logarithm(u.data(), out.data(), n);
  keep();
  if (n >= 3) {  // three columns of the numbers so far
    std::vector<double> products(6);
    k.gram(all.data(), n, 3, products.data());
    all.insert(all.end(), products.begin(), products.end());
  }
  std::vector<double> room(n + 8);
  const Selected s = k.select_inside(z.data(), n, {.low = {-0.4, 0.2, -3}, .high = {0.25, 0.3, -2}}, room.data());
  all.insert(all.end(), room.data(), room.data() + s.inside);
  for (const std::size_t below : s.below) all.push_back(static_cast<double>(below));
  return all;
}

TEST(Kernels, EveryTierGivesTheSameBits) {
  for (const Tier tier : tiers()) {
    SCOPED_TRACE(std::string(to_string(tier)));
    for (const std::size_t n : {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 511, 512, 513, 5000})
      EXPECT_EQ(bits(all_results(kernels(tier), n)), bits(all_results(kernels(Tier::baseline), n))) << n;
  }
}

TEST(Kernels, UniformIsTheStreamsOwnNumberAtEveryPosition) {
  const StreamKey key{.seed = 1, .purpose = 5, .series = 2, .draw = 8, .variable = 3};
  for (const std::uint64_t first : {0u, 1u, 2u, 3u, 4u, 1001u})
    for (const std::size_t n : {0u, 1u, 2u, 3u, 4u, 5u, 11u}) {
      Stream stream(key);
      stream.seek(first);
      std::vector<double> expected(n), got(n);
      for (double& x : expected) x = stream.uniform();
      kernels().uniform(key, first, got.data(), n);
      EXPECT_EQ(got, expected) << first << ' ' << n;
    }
}

double ulps(double got, double expected) {
  if (got == expected) return 0;
  const double unit = std::nextafter(std::abs(expected), std::numeric_limits<double>::infinity()) - std::abs(expected);
  return std::abs(got - expected) / unit;
}

/// Largest error against the values that mpmath gave to 40 digits.
template <class F>
double worst_error(const std::string& function, F f) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/elementary.csv");
  std::string line;
  double worst = 0;
  int count = 0;
  while (std::getline(in, line)) {
    if (!line.starts_with(function + ",")) continue;
    const auto comma = line.rfind(',');
    const double x = std::strtod(line.c_str() + function.size() + 1, nullptr);
    worst = std::max(worst, ulps(f(x), std::strtod(line.c_str() + comma + 1, nullptr)));
    ++count;
  }
  EXPECT_GT(count, 200);
  return worst;
}

TEST(Kernels, ExponentialIsWithinOneUnitInTheLastPlace) {
  const auto one = [](double x) {
    kernels().exponential(&x, 1, &x, 1);
    return x;
  };
  EXPECT_LE(worst_error("exp", one), 1.0);
  EXPECT_EQ(one(0), 1);
  EXPECT_EQ(one(710), std::numeric_limits<double>::infinity());
  EXPECT_EQ(one(std::numeric_limits<double>::infinity()), std::numeric_limits<double>::infinity());
  EXPECT_EQ(one(-746), 0);
  EXPECT_EQ(one(-std::numeric_limits<double>::infinity()), 0);
  EXPECT_TRUE(std::isnan(one(std::numeric_limits<double>::quiet_NaN())));
}

TEST(Kernels, GramIsTheProductsOfColumns) {
  for (const std::size_t m : {1u, 3u, 7u, 8u, 9u, 16u, 30u, 101u}) {
    std::vector<double> columns(6 * m), products(21);
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = static_cast<double>(i % 13) - 5;  // exact sums
    kernels().gram(columns.data(), m, 6, products.data());
    for (std::size_t a = 0; a < 6; ++a)
      for (std::size_t b = 0; b <= a; ++b) {
        double sum = 0;
        for (std::size_t i = 0; i < m; ++i) sum += columns[a * m + i] * columns[b * m + i];
        EXPECT_EQ(products[a * (a + 1) / 2 + b], sum) << m << ' ' << a << ' ' << b;
      }
  }
}

TEST(Kernels, NormalQuantileIsWithinFourUnitsInTheLastPlace) {
  EXPECT_LE(worst_error("normal_quantile",
                        [](double p) {
                          kernels().normal_quantile(&p, 1);
                          return p;
                        }),
            4.0);
}

TEST(Kernels, NormalQuantileIsOddAndRises) {
  std::vector<double> u = uniform(2000);
  std::sort(u.begin(), u.end());
  std::vector<double> z = u, mirrored;
  for (const double p : u) mirrored.push_back(1 - p);
  kernels().normal_quantile(z.data(), z.size());
  kernels().normal_quantile(mirrored.data(), mirrored.size());
  EXPECT_TRUE(std::is_sorted(z.begin(), z.end()));
  for (std::size_t i = 0; i < z.size(); ++i) EXPECT_EQ(z[i], -mirrored[i]);
}

TEST(Kernels, NormalPairsAreWithinFourUnitsInTheLastPlace) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/normal_pairs.csv");
  std::string line;
  std::getline(in, line);
  int count = 0;
  while (std::getline(in, line)) {
    std::array<double, 4> x{};
    const char* at = line.c_str();
    for (double& field : x) {
      char* end = nullptr;
      field = std::strtod(at, &end);
      at = end + (*end == ',' ? 1 : 0);
    }
    std::array<double, 2> pair{x[0], x[1]};
    kernels().normal_pairs(pair.data(), 2);
    EXPECT_LE(ulps(pair[0], x[2]), 4) << line;
    EXPECT_LE(ulps(pair[1], x[3]), 4) << line;
    ++count;
  }
  EXPECT_GT(count, 250);
}

TEST(Kernels, ReciprocalAndProductAreRoundedOnce) {
  const std::vector<double> a = uniform(100), b = uniform(100, 100);
  std::vector<double> inverse(100), product(100);
  kernels().reciprocal(a.data(), inverse.data(), 100);
  kernels().product(a.data(), 3, b.data(), product.data(), 100);
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(inverse[i], 1 / a[i]);
    EXPECT_EQ(product[i], 3 * (a[i] * b[i]));
  }
}

TEST(Kernels, CountAndSelectAgreeWithTheirDefinition) {
  const double infinity = std::numeric_limits<double>::infinity();
  // Apart, overlapping, open at the ends, and one that holds nothing.
  for (const Brackets& brackets :
       {Brackets{{0.1, 0.4, 0.8}, {0.2, 0.5, 0.9}}, Brackets{{0.3, 0.2, 0.5}, {0.6, 0.4, 0.55}},
        Brackets{{-infinity, 0.5, 0.9}, {0.01, 0.4, infinity}}})
    for (const std::size_t n : {1u, 8u, 9u, 1000u}) {
      const std::vector<double> x = uniform(n);
      std::vector<double> room(n + 8), expected;
      std::array<std::size_t, 3> below{};
      for (const double v : x) {
        bool inside = false;
        for (std::size_t k = 0; k < 3; ++k) {
          below[k] += v < brackets.low[k] ? 1 : 0;
          inside = inside || (brackets.low[k] <= v && v <= brackets.high[k]);
        }
        if (inside) expected.push_back(v);
      }
      for (const Tier tier : tiers()) {
        const Selected s = kernels(tier).select_inside(x.data(), n, brackets, room.data());
        EXPECT_EQ(std::vector<double>(room.data(), room.data() + s.inside), expected);
        EXPECT_EQ(s.below, below);
        EXPECT_EQ(kernels(tier).count_below(x.data(), n, brackets.low[1]), below[1]);
      }
    }
}

}  // namespace
}  // namespace foreplan::numeric
