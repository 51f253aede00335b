#include "numeric/lu.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <Eigen/LU>
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "numeric/dense_kernels.hpp"

namespace foreplan::numeric {
namespace {

using Map = Eigen::Map<const Eigen::MatrixXd>;

std::vector<double> random_values(std::size_t count, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::vector<double> x(count);
  for (double& v : x) v = static_cast<double>(engine() >> 11) * 0x1p-52 - 1;
  return x;
}

Map map(const std::vector<double>& x, std::size_t rows) {
  const auto m = static_cast<Eigen::Index>(rows);
  return {x.data(), m, static_cast<Eigen::Index>(x.size()) / m};
}

std::vector<std::uint64_t> bits(const std::vector<double>& x) {
  std::vector<std::uint64_t> b;
  for (const double v : x) b.push_back(std::bit_cast<std::uint64_t>(v));
  return b;
}

// Around the sizes at which panels, small triangles, tiles and stretches of the product end.
constexpr std::size_t kSizes[] = {1,  2,  7,  8,  9,  15,  16,  17,  24,  25,  31,
                                  33, 47, 48, 49, 64, 100, 191, 193, 257, 300, 517};

TEST(Lu, HasEigensFactors) {
  for (const std::size_t n : kSizes) {
    SCOPED_TRACE(n);
    const auto a = random_values(n * n, static_cast<unsigned>(n));
    const LuFactors f = lu_factor(a, n);
    const Eigen::PartialPivLU<Eigen::MatrixXd> eigen(map(a, n));
    // Both pivot by the largest; random columns have no ties.
    EXPECT_LT((map(f.values, n) - eigen.matrixLU()).cwiseAbs().maxCoeff(), 1e-11);
    std::vector<int> order(n);
    for (std::size_t i = 0; i < n; ++i) order[i] = static_cast<int>(i);
    for (std::size_t k = 0; k < n; ++k) std::swap(order[k], order[f.swapped[k]]);
    for (std::size_t k = 0; k < n; ++k) EXPECT_EQ(eigen.permutationP().indices()[order[k]], static_cast<int>(k));
  }
}

TEST(Lu, SolvesFewAndManyRightSides) {
  for (const std::size_t n : kSizes)
    for (const std::size_t columns : {1UL, 3UL, 4UL, 9UL, 40UL}) {
      SCOPED_TRACE(std::to_string(n) + " x " + std::to_string(columns));
      const auto a = random_values(n * n, static_cast<unsigned>(n)), b = random_values(n * columns, 1);
      const LuFactors f = lu_factor(a, n);
      const double sizes = map(a, n).cwiseAbs().rowwise().sum().maxCoeff();
      auto x = b;
      lu_solve(f, x);
      // The residual of elimination is of the order of rounding times the sizes that are added up.
      EXPECT_LT((map(a, n) * map(x, n) - map(b, n)).cwiseAbs().maxCoeff(),
                4e-16 * static_cast<double>(n) * sizes * map(x, n).cwiseAbs().maxCoeff() + 1e-15);
      auto y = b;
      lu_solve_transposed(f, y);
      const double sums = map(a, n).cwiseAbs().colwise().sum().maxCoeff();
      EXPECT_LT((map(a, n).transpose() * map(y, n) - map(b, n)).cwiseAbs().maxCoeff(),
                4e-16 * static_cast<double>(n) * sums * map(y, n).cwiseAbs().maxCoeff() + 1e-15);
    }
}

TEST(Lu, HasTheSameBitsOnEveryTier) {
  for (const std::size_t n : kSizes) {
    SCOPED_TRACE(n);
    const auto a = random_values(n * n, static_cast<unsigned>(n));
    const auto all = [&](Tier tier) {
      const LuFactors f = lu_factor(a, n, tier);
      std::vector<double> results = f.values;
      for (const std::size_t columns : {1UL, 37UL}) {
        auto x = random_values(n * columns, 2), y = x;
        lu_solve(f, x, tier);
        lu_solve_transposed(f, y, tier);
        results.insert(results.end(), x.begin(), x.end());
        results.insert(results.end(), y.begin(), y.end());
      }
      return bits(results);
    };
    for (const Tier tier : tiers()) EXPECT_EQ(all(tier), all(Tier::baseline)) << to_string(tier);
  }
}

TEST(Lu, MultipliesAnyShape) {
  EXPECT_TRUE(rc::check([] {
    const auto m = *rc::gen::inRange<std::size_t>(1, 230), n = *rc::gen::inRange<std::size_t>(1, 40),
               k = *rc::gen::inRange<std::size_t>(0, 300);
    const auto a = random_values(m * k + 1, 3), b = random_values(k * n + 1, 4);
    const auto before = random_values(m * n, 5);
    const bool flipped = *rc::gen::arbitrary<bool>();
    const MatrixView left = flipped ? MatrixView{a.data(), k, 1} : MatrixView{a.data(), 1, m};
    const MatrixView right = flipped ? MatrixView{b.data(), n, 1} : MatrixView{b.data(), 1, k};
    for (const Tier tier : tiers()) {
      auto c = before;
      ProductRoom room;
      dense_kernels(tier).subtract_product(m, n, k, left, right, c.data(), m, room);
      for (std::size_t j = 0; j < n; ++j)
        for (std::size_t i = 0; i < m; ++i) {
          double expected = before[j * m + i];
          for (std::size_t p = 0; p < k; ++p) expected -= left(i, p) * right(p, j);
          RC_ASSERT(std::abs(c[j * m + i] - expected) < 1e-13);
        }
    }
  }));
}

TEST(Lu, KnowsItsCondition) {
  // Eigen's inverse is the oracle of the exact norm; the estimate is never above, and seldom much below.
  for (const std::size_t n : {1UL, 2UL, 10UL, 100UL}) {
    const auto a = random_values(n * n, 7);
    const double exact = 1 / (map(a, n).cwiseAbs().colwise().sum().maxCoeff() *
                              map(a, n).inverse().cwiseAbs().colwise().sum().maxCoeff());
    const double estimate = reciprocal_condition(lu_factor(a, n));
    EXPECT_GE(estimate, exact * (1 - 1e-10)) << n;
    EXPECT_LE(estimate, exact * 3) << n;
  }
  EXPECT_EQ(reciprocal_condition(lu_factor({1, 2, 2, 4}, 2)), 0);
  EXPECT_EQ(reciprocal_condition(lu_factor({0, 0, 0, 0}, 2)), 0);
  // Hilbert's matrix of order 10 has the condition 3.535e13 in this norm (Higham 2002, section 28.1: of the order of
  // exp(3.5 n)).
  std::vector<double> hilbert;
  for (int i = 0; i < 10; ++i)
    for (int j = 0; j < 10; ++j) hilbert.push_back(1.0 / (i + j + 1));
  EXPECT_NEAR(1 / reciprocal_condition(lu_factor(hilbert, 10)) / 3.5354e13, 1, 0.01);
}

}  // namespace
}  // namespace foreplan::numeric
