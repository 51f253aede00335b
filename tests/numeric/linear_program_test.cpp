#include "numeric/linear_program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace foreplan::numeric {
namespace {

using Terms = std::vector<std::pair<std::size_t, double>>;

struct Printed {
  const char* where;
  std::vector<double> objective;          ///< To be maximised.
  std::vector<std::vector<double>> rows;  ///< Coefficients, then the bound.
  double optimum;
};

Terms terms(const std::vector<double>& coefficients, std::size_t n) {
  Terms t;
  for (std::size_t j = 0; j < n; ++j)
    if (coefficients[j] != 0) t.emplace_back(j, coefficients[j]);
  return t;
}

std::vector<LinearRow> linear_rows(const std::vector<std::vector<double>>& rows, std::size_t n) {
  std::vector<LinearRow> result;
  for (const auto& row : rows) result.push_back({terms(row, n), row.back()});
  return result;
}

// Printed optima: Chvatal, Linear Programming (1983); Hillier & Lieberman, Introduction to Operations Research (9th
// ed.).
TEST(LinearProgram, ReachesTheOptimaOfTextbooks) {
  const std::vector<Printed> problems = {
      {"Chvatal, chapter 2, first example", {5, 4, 3}, {{2, 3, 1, 5}, {4, 1, 2, 11}, {3, 4, 2, 8}}, 13},
      {"Chvatal, chapter 2, second example",
       {5, 5, 3},
       {{1, 3, 1, 3}, {-1, 0, 3, 2}, {2, -1, 2, 4}, {2, 3, -1, 2}},
       10},
      {"Chvatal, chapter 3, two phases", {1, -1, 1}, {{2, -1, 2, 4}, {2, -3, 1, -5}, {-1, 1, -2, -1}}, 0.6},
      {"Chvatal, chapter 3, cycles by the largest coefficient",
       {10, -57, -9, -24},
       {{0.5, -5.5, -2.5, 9, 0}, {0.5, -1.5, -0.5, 1, 0}, {1, 0, 0, 0, 1}},
       1},
      {"Chvatal, chapter 4, Klee and Minty", {100, 10, 1}, {{1, 0, 0, 1}, {20, 1, 0, 100}, {200, 20, 1, 10000}}, 10000},
      {"Hillier & Lieberman, Wyndor Glass", {3, 5}, {{1, 0, 4}, {0, 2, 12}, {3, 2, 18}}, 36},
      {"Hillier & Lieberman, radiation therapy",
       {-0.4, -0.5},
       {{0.3, 0.1, 2.7}, {0.5, 0.5, 6}, {-0.5, -0.5, -6}, {-0.6, -0.4, -6}},
       -5.25},
  };
  for (const Printed& p : problems) {
    const std::size_t n = p.objective.size();
    const Optimum best = maximise(linear_rows(p.rows, n), n, terms(p.objective, n));
    EXPECT_EQ(best.stop, Stop::converged) << p.where;
    EXPECT_NEAR(best.value, p.optimum, 1e-12 * std::abs(p.optimum)) << p.where;
  }
}

TEST(LinearProgram, SaysWhenThereIsNoOptimum) {
  const Terms objective{{0, 3}, {1, 2}};
  const std::vector<LinearRow> open{{{{0, -1}, {1, -1}}, -2}};
  EXPECT_EQ(maximise(open, 2, objective).stop, Stop::unbounded);
  const std::vector<LinearRow> none{{{{0, 1}}, -1}};
  EXPECT_EQ(maximise(none, 1, {objective.begin(), 1}).stop, Stop::infeasible);
  EXPECT_EQ(maximise({}, 2, objective).stop, Stop::unbounded);
  EXPECT_TRUE(find_feasibility({}, 2).feasible());
}

// A fraction of integers, always in lowest terms.
__extension__ typedef __int128 Wide;
struct Fraction {
  Wide above = 0, below = 1;
  Fraction(Wide a, Wide b = 1) : above(a), below(b) {  // NOLINT: integers are fractions
    Wide x = a < 0 ? -a : a, y = b;
    while (y != 0) std::swap(x %= y, y);
    if (x != 0) above /= x, below /= x;
  }
  friend Fraction operator+(const Fraction& p, const Fraction& q) {
    return {p.above * q.below + q.above * p.below, p.below * q.below};
  }
  friend Fraction operator*(const Fraction& p, const Fraction& q) { return {p.above * q.above, p.below * q.below}; }
};

/// The fraction with the least denominator that rounds to about x >= 0 (its continued fraction).
Fraction recovered(double x) {
  std::int64_t above = 1, below = 0, above_before = 0, below_before = 1;
  for (double rest = x;;) {
    const auto whole = static_cast<std::int64_t>(std::floor(rest + 1e-6));
    above_before = std::exchange(above, whole * above + above_before);
    below_before = std::exchange(below, whole * below + below_before);
    const double error = rest - static_cast<double>(whole);
    if (std::abs(static_cast<double>(above) - x * static_cast<double>(below)) < 1e-9 * static_cast<double>(below) ||
        below > 1'000'000)
      return {above, below};
    rest = 1 / error;
  }
}

/// In exact arithmetic: the multiplied rows add up to coefficients >= 0 and a bound < 0, which no x >= 0 satisfies.
bool proves_exactly(const std::vector<LinearRow>& rows, std::size_t n, const Feasibility& f) {
  std::vector<Fraction> sum(n, Fraction(0));
  Fraction bound(0);
  for (std::size_t k = 0; k < f.conflict.size(); ++k) {
    const Fraction y = recovered(f.multipliers[k]);
    if (y.above <= 0) return false;
    const LinearRow& row = rows[f.conflict[k]];
    for (const auto& [j, c] : row.terms) sum[j] = sum[j] + y * Fraction(static_cast<std::int64_t>(c));
    bound = bound + y * Fraction(static_cast<std::int64_t>(row.bound));
  }
  return bound.above < 0 && std::all_of(sum.begin(), sum.end(), [](const Fraction& c) { return c.above >= 0; });
}

// tests/reference/linear_programs.txt: random integer systems, and what scipy's HiGHS says about them.
TEST(LinearProgram, AgreesWithHighs) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/linear_programs.txt");
  std::size_t n = 0, m = 0;
  std::string verdict;
  double optimum = 0;
  int count[3] = {0, 0, 0};
  while (in >> n >> m >> verdict >> optimum) {
    std::vector<double> objective(n);
    for (double& c : objective) in >> c;
    std::vector<std::vector<double>> numbers(m, std::vector<double>(n + 1));
    for (auto& row : numbers)
      for (double& c : row) in >> c;
    ASSERT_TRUE(in);
    const std::vector<LinearRow> rows = linear_rows(numbers, n);
    const Optimum best = maximise(rows, n, terms(objective, n));
    const Feasibility f = find_feasibility(rows, n);
    if (verdict == "infeasible") {
      ++count[0];
      ASSERT_EQ(best.stop, Stop::infeasible);
      ASSERT_EQ(f.stop, Stop::infeasible);
      ASSERT_TRUE(proves_exactly(rows, n, f));
      continue;
    }
    ASSERT_TRUE(f.feasible());
    for (const LinearRow& row : rows) {
      double sum = 0;
      for (const auto& [j, c] : row.terms) sum += c * f.point[j];
      ASSERT_LE(sum, row.bound + 1e-9);
    }
    if (verdict == "unbounded") {
      ++count[1];
      ASSERT_EQ(best.stop, Stop::unbounded);
    } else {
      ++count[2];
      ASSERT_EQ(best.stop, Stop::converged);
      ASSERT_NEAR(best.value, optimum, 1e-9 * std::max(1.0, std::abs(optimum)));
    }
  }
  EXPECT_EQ(count[0] + count[1] + count[2], 300);
  for (const int c : count) EXPECT_GE(c, 50);
}

TEST(LinearProgram, DecidesSystemsWithAPlantedAnswer) {
  std::mt19937 random(1);  // the same numbers everywhere; the normal ones only here
  std::normal_distribution<> normal;
  for (int trial = 0; trial < 2000; ++trial) {
    constexpr std::size_t kVariables = 8, kRows = 30;
    double x[kVariables];
    for (auto& v : x) v = std::abs(normal(random));
    std::vector<LinearRow> rows;
    for (std::size_t i = 0; i < kRows; ++i) {
      LinearRow row;
      double sum = 0;
      for (std::size_t j = 0; j < kVariables; ++j)
        if (random() % 3 == 0) {
          row.terms.emplace_back(j, normal(random));
          sum += row.terms.back().second * x[j];
        }
      row.bound = sum + (random() % 2 ? 0 : std::abs(normal(random)));
      rows.push_back(row);
    }
    ASSERT_TRUE(find_feasibility(rows, kVariables).feasible());
    LinearRow against;  // contradicts row 3 + 2 row 7
    for (const auto& [j, c] : rows[3].terms) against.terms.emplace_back(j, -c);
    for (const auto& [j, c] : rows[7].terms) against.terms.emplace_back(j, -2 * c);
    against.bound = -(rows[3].bound + 2 * rows[7].bound) - 0.01;
    rows.push_back(against);
    const Feasibility f = find_feasibility(rows, kVariables);
    ASSERT_EQ(f.stop, Stop::infeasible);
    std::vector<LinearRow> blamed;
    for (const std::size_t i : f.conflict) blamed.push_back(rows[i]);
    ASSERT_EQ(find_feasibility(blamed, kVariables).stop, Stop::infeasible);
  }
}

}  // namespace
}  // namespace foreplan::numeric
