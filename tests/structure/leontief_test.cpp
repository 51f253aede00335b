#include <foreplan/structure/leontief.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using testing::expect_refused;

/// Miller & Blair (2009), section 2.3: two sectors, Z = [150 500; 200 100], x = (1000, 2000).
InputOutputTable two_sectors() {
  return {
      .sectors = {"agriculture", "manufacturing"}, .flows = matrix({{150, 500}, {200, 100}}), .output = {1000, 2000}};
}

TEST(Leontief, SolvesMillerAndBlairsExample) {
  const Matrix a = input_coefficients(two_sectors());
  EXPECT_EQ(a, matrix({{.15, .25}, {.20, .05}}));
  const InputOutputSystem system = factor(a, two_sectors().sectors);
  const Matrix l = system.inverse();
  EXPECT_NEAR(l(0, 0), 1.2541, 5e-5);
  EXPECT_NEAR(l(0, 1), .3300, 5e-5);
  EXPECT_NEAR(l(1, 0), .2640, 5e-5);
  EXPECT_NEAR(l(1, 1), 1.1221, 5e-5);
  const SystemSolution x = system.solve({600, 1500});
  ASSERT_TRUE(x.usable());
  EXPECT_LT(x.residual, 1e-15);
  EXPECT_NEAR(x.values[0], 1247.5, .05);
  EXPECT_NEAR(x.values[1], 1841.6, .05);
  // Output multipliers are the column sums of L.
  const SystemSolution multipliers = system.solve_transposed({1, 1});
  EXPECT_NEAR(multipliers.values[0], l(0, 0) + l(1, 0), 1e-15);
  EXPECT_NEAR(multipliers.values[1], l(0, 1) + l(1, 1), 1e-15);
}

TEST(Leontief, AllocatesByRows) { EXPECT_EQ(allocation_coefficients(two_sectors()), matrix({{.15, .5}, {.10, .05}})); }

TEST(Leontief, NamesClosedGroups) {
  // b and c buy from each other alone and use all that they make; a buys from them and has value added.
  expect_refused({
      {"structure::factor: coefficients must leave something over, a spectral radius below 1 (Hawkins & Simon 1949); "
       "got 1 from \"b\", \"c\"",
       [] {
         (void)factor(matrix({{.1, 0, 0}, {.2, 0, 1}, {.3, 1, 0}}), {"a", "b", "c"});
       }},
      {"are these flows, not coefficients?", [] { (void)factor(two_sectors().flows, two_sectors().sectors); }},
      {"the column of \"manufacturing\" sums to 600", [] { (void)factor(two_sectors().flows, two_sectors().sectors); }},
      // Cells below zero: singular all the same.
      {"I - M must not be singular to working precision; got a reciprocal condition of 0 from sector 0, sector 2",
       [] {
         (void)factor(matrix({{.5, 0, -.25}, {0, .5, 0}, {-1, 0, .5}}));
       }},
  });
}

/// A table's coefficients: a tenth of the cells, columns that sum to `most` or to nothing.
Matrix random_coefficients(std::size_t n, double most, unsigned seed) {
  std::mt19937 engine(seed);
  Matrix a = filled_matrix(n, n);
  for (std::size_t j = 0; j < n; ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i)
      if (engine() % 10 == 0) sum += a(i, j) = static_cast<double>(1 + engine() % 1000);
    for (std::size_t i = 0; i < n; ++i)
      if (sum > 0) a(i, j) *= most / sum;
  }
  return a;
}

TEST(Leontief, SolvesTheSameSparseAndDense) {
  EXPECT_TRUE(rc::check([] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 60);
    const double most = *rc::gen::element(.3, .9, .999);
    const Matrix a = random_coefficients(n, most, *rc::gen::arbitrary<unsigned>());
    std::vector<double> f(n);
    for (double& x : f) x = *rc::gen::inRange(-50, 1000) / 1000.0;
    const InputOutputSystem eliminated = factor(a), iterated = factor(sparse(a));
    for (const bool transposed : {false, true}) {
      const auto solved = [&](const InputOutputSystem& s) { return transposed ? s.solve_transposed(f) : s.solve(f); };
      const SystemSolution x = solved(eliminated), y = solved(iterated);
      RC_ASSERT(x.usable() && y.usable());
      RC_ASSERT(x.iterations == 0u);
      RC_ASSERT(x.residual < 1e-10);
      // As promised: 1e-12, or eight roundings of what is added up.
      const auto largest = [](const std::vector<double>& v) {
        double size = 0;
        for (const double w : v) size = std::max(size, std::abs(w));
        return size;
      };
      const auto sums = transposed ? column_sums(a) : row_sums(a);
      const double size = std::max(largest(f), 1e-300), eps = std::numeric_limits<double>::epsilon();
      RC_ASSERT(y.residual <= std::max(1e-12, 8 * eps * (1 + largest(sums)) * largest(y.values) / size));
      // Columns of the inverse sum to 1 / (1 - most) at most: so many times the sum of the residuals is the error. The
      // residuals are themselves rounded once for each number that is added.
      const double count = static_cast<double>(n);
      const double rounding = 2 * count * eps * (1 + largest(sums)) * largest(y.values);
      const double error = ((x.residual + y.residual) * size + rounding) * count / (1 - most);
      for (std::size_t i = 0; i < n; ++i) RC_ASSERT(std::abs(x.values[i] - y.values[i]) <= error);
    }
    const Matrix l = eliminated.inverse();
    RC_ASSERT(iterated.inverse() == l);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        double product = l(i, j);
        for (std::size_t k = 0; k < n; ++k) product -= a(i, k) * l(k, j);
        RC_ASSERT(std::abs(product - (i == j ? 1 : 0)) < 1e-15 * static_cast<double>(n) / (1 - most));
      }
  }));
}

TEST(Leontief, NamesClosedGroupsOfSparseMatrices) {
  // A ring of a hundred sectors, each of which sells all to the next, and a hundred that sell half to the next.
  std::vector<Cell> cells;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 200; ++i) {
    const std::size_t first = i < 100 ? 0 : 100;
    cells.push_back({i, first + (i + 1 - first) % 100, i < 100 ? 1.0 : .5});
    names.push_back((i < 100 ? "ring " : "chain ") + std::to_string(i));
  }
  cells.push_back({3, 150, .2});
  expect_refused({{"spectral radius below 1 (Hawkins & Simon 1949); got 1 from \"ring ",
                   [&] { (void)factor(sparse_matrix(200, 200, cells), names); }},
                  {"\" and 95 more", [&] { (void)factor(sparse_matrix(200, 200, cells), names); }}});
  for (Cell& cell : cells) cell.value *= .99;
  const InputOutputSystem open = factor(sparse_matrix(200, 200, cells), names);
  const SystemSolution x = open.solve_transposed(std::vector<double>(200, 1));
  ASSERT_TRUE(x.usable());
  EXPECT_NEAR(x.values[7], 100, 1e-8);  // 1 / (1 - .99)
}

TEST(Leontief, TakesColumnsAboveOneWhereTheGroupLeavesSomething) {
  // In units of its own a sector may use more units than it makes: .5 * 1.5 = .75 stays below 1.
  const SystemSolution x = factor(matrix({{0, 1.5}, {.5, 0}})).solve({1, 0});
  EXPECT_NEAR(x.values[0], 4, 1e-14);
  EXPECT_NEAR(factor(sparse(matrix({{0, 1.5}, {.5, 0}}))).solve({1, 0}).values[0], 4, 1e-11);
  expect_refused({{"a spectral radius below 1 (Hawkins & Simon 1949); got 1.224744871",  // sqrt(1.5)
                   [] {
                     (void)factor(matrix({{0, 1.5}, {1, 0}}));
                   }},
                  {"a spectral radius below 1 (Hawkins & Simon 1949); got 1.224744871", [] {
                     (void)factor(sparse(matrix({{0, 1.5}, {1, 0}})));
                   }}});
}

TEST(Leontief, SaysThatAnIterationFailed) {
  // Cells below zero are not checked beforehand; I - M is singular here.
  const SystemSolution x = factor(sparse(matrix({{.5, -.5}, {-.5, .5}}))).solve({1, 0});
  EXPECT_FALSE(x.usable());
  EXPECT_EQ(x.stop, Stop::no_progress);
  EXPECT_GT(x.residual, .1);
}

TEST(Leontief, RefusesWhatIsNoTable) {
  InputOutputTable idle = two_sectors();
  idle.output[1] = 0;
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  expect_refused({
      {"structure::factor: the matrix must be square; got 1 x 2",
       [] {
         (void)factor(matrix({{1, 2}}));
       }},
      {"structure::factor: coefficients must be finite; got NaN in row \"a\", column \"b\"",
       [] {
         (void)factor(matrix({{0, kNaN}, {0, 0}}), {"a", "b"});
       }},
      {"structure::InputOutputSystem::solve: f must have one number for each of 2 sectors; got 1",
       [] { (void)factor(input_coefficients(two_sectors())).solve({1}); }},
      {"structure::input_coefficients: a sector without output must use no inputs; got 500 from \"agriculture\" to "
       "\"manufacturing\"",
       [&] { (void)input_coefficients(idle); }},
      {"structure::allocation_coefficients: a sector without output must deliver nothing; got 200 from "
       "\"manufacturing\" to \"agriculture\"",
       [&] { (void)allocation_coefficients(idle); }},
  });
}

}  // namespace
}  // namespace foreplan::structure
