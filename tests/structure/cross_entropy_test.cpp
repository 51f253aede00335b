#include <foreplan/structure/cross_entropy.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

const Matrix kSam = matrix({{0, 40, 30, 12}, {55, 10, 0, 21}, {20, 25, 5, 0}, {8, 0, 18, 2}});
const std::vector<double> kTotals = {84, 85, 54, 29};

void expect_balanced(const CrossEntropyTable& t) {
  const std::vector<double> received = row_sums(t.flows), paid = column_sums(t.flows);
  for (std::size_t i = 0; i < t.totals.size(); ++i) {
    EXPECT_NEAR(received[i] / t.totals[i], 1, 1e-10) << i;
    EXPECT_NEAR(paid[i] / t.totals[i], 1, 1e-12) << i;
  }
}

// The problem solved in the coefficients by another program: tests/reference/balancing.py.
TEST(BalanceCrossEntropy, AgreesWithAnotherSolver) {
  const reference::Lines lines = reference::read_lines("balancing.txt");
  const CrossEntropyTable exact = balance_cross_entropy(kSam, {.totals = kTotals});
  ASSERT_TRUE(exact.usable()) << to_string(exact.stop);
  expect_balanced(exact);
  for (std::size_t k = 0; k < 16; ++k)
    EXPECT_NEAR(exact.flows.values[k], reference::line(lines, "entropy exact")[k], 1e-8) << k;
  EXPECT_EQ(exact.errors, std::vector<double>(4, 0));
  EXPECT_LE(exact.history.back(), 1e-10);
  EXPECT_EQ(exact.history.size(), static_cast<std::size_t>(exact.iterations) + 1);
}

// The same over the flows, which leaves totals free; found by another way down.
TEST(BalanceCrossEntropy, LetsTotalsErrAsAnotherSolverDoes) {
  const reference::Lines lines = reference::read_lines("balancing.txt");
  const CrossEntropyTable t = balance_cross_entropy(kSam, {.totals = kTotals, .standard_errors = {2, 1, 0.5, 3}});
  ASSERT_TRUE(t.usable()) << to_string(t.stop);
  expect_balanced(t);
  for (std::size_t k = 0; k < 16; ++k)
    EXPECT_NEAR(t.flows.values[k], reference::line(lines, "entropy errors")[k], 1e-6) << k;
  EXPECT_GT(t.error_iterations, 0);
  EXPECT_LE(t.error_gradient, 1e-9);
  const CrossEntropyTable exact = balance_cross_entropy(kSam, {.totals = kTotals});
  EXPECT_LT(t.cross_entropy + t.error_penalty, exact.cross_entropy);
  // A total without an error stays.
  const CrossEntropyTable one = balance_cross_entropy(kSam, {.totals = kTotals, .standard_errors = {0, 1, 0, 0}});
  ASSERT_TRUE(one.usable());
  EXPECT_NEAR(one.totals[0], 84, 1e-12);
  EXPECT_NE(one.errors[1], 0);
}

TEST(BalanceCrossEntropy, TakesMeansOfRowAndColumnSumsAndLeavesABalancedTable) {
  const CrossEntropyTable t = balance_cross_entropy(kSam);
  ASSERT_TRUE(t.usable());
  const std::vector<double> received = row_sums(kSam), paid = column_sums(kSam);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(t.totals[i], (received[i] + paid[i]) / 2, 1e-12);
  const CrossEntropyTable again = balance_cross_entropy(t.flows, {.totals = t.totals});
  for (std::size_t k = 0; k < 16; ++k) EXPECT_NEAR(again.flows.values[k], t.flows.values[k], 1e-8);
  EXPECT_NEAR(again.cross_entropy, 0, 1e-15);
}

TEST(BalanceCrossEntropy, HasCoefficientsOfTheDualsForm) {
  EXPECT_TRUE(rc::check("balance, multipliers, unit, order of accounts", [] {
    const auto n = *rc::gen::inRange<std::size_t>(2, 7);
    Matrix a = filled_matrix(n, n), b = a;
    for (std::size_t k = 0; k < n * n; ++k) {
      a.values[k] = *rc::gen::inRange(0, 3) == 0 && k % (n + 1) != 0 ? 0 : *rc::gen::inRange(1, 20);
      b.values[k] = a.values[k];
    }
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i)
      x[i] = std::max(row_sums(b)[i], column_sums(b)[i]) * *rc::gen::inRange(8, 13) / 10;
    const CrossEntropyTable t = balance_cross_entropy(a, {.totals = x});
    if (t.margins.attainability != Attainability::interior) {
      RC_ASSERT(t.usable() == (t.margins.attainability == Attainability::boundary));
      return;
    }
    RC_ASSERT(t.usable());
    RC_ASSERT(t.row_residual <= 1e-10);
    RC_ASSERT(t.column_residual <= 1e-12);
    const std::vector<double> paid = column_sums(a);
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < n; ++k) {
          if (t.flows(i, j) < 1e-12 || t.flows(k, j) < 1e-12) continue;
          const double got = std::log(t.coefficients(i, j) / (a(i, j) / paid[j])) -
                             std::log(t.coefficients(k, j) / (a(k, j) / paid[j]));
          const double meant = (t.multipliers[i] - t.multipliers[k]) * t.totals[j];
          RC_ASSERT(std::abs(got - meant) <= 1e-8 * (1 + std::abs(meant)));
        }
    for (double& total : x) total *= 1000;
    const CrossEntropyTable other = balance_cross_entropy(a, {.totals = x});
    for (std::size_t k = 0; k < n * n; ++k)
      RC_ASSERT(std::abs(other.coefficients.values[k] - t.coefficients.values[k]) <= 1e-8);
  }));
}

TEST(BalanceCrossEntropy, SaysWhichAccountsCannotBalance) {
  // Account 0 pays only itself and account 1, and is to pay more than account 1 receives.
  const CrossEntropyTable t = balance_cross_entropy(matrix({{0, 5, 5}, {4, 0, 0}, {0, 1, 2}}), {.totals = {9, 4, 7}});
  EXPECT_EQ(t.stop, Stop::infeasible);
  EXPECT_EQ(to_string(t.margins), "column 0 asks for 9, but has cells to put it in only in row 1, which asks for 4");
}

TEST(BalanceCrossEntropy, RefusesWhatIsNoAccount) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  testing::expect_refused({
      {"structure::balance_cross_entropy: the table must be square, of 1 to 2000 accounts; got 1 x 2",
       [] {
         (void)balance_cross_entropy(matrix({{1, 2}}));
       }},
      {"structure::balance_cross_entropy: the table must be square, of 1 to 2000 accounts; got 0 x 0",
       [] { (void)balance_cross_entropy({}); }},
      {"cells must be >= 0 and finite (a payment below 0 goes to the transposed cell); got -1 in row 0, column 1",
       [] {
         (void)balance_cross_entropy(matrix({{1, -1}, {1, 1}}));
       }},
      {"got NaN in row 1, column 0",
       [&] {
         (void)balance_cross_entropy(matrix({{1, 1}, {nan, 1}}));
       }},
      {"every account must pay something: a column sum must be > 0 and finite; got 0 in column 1",
       [] {
         (void)balance_cross_entropy(matrix({{1, 0}, {1, 0}}));
       }},
      {"totals must be one an account; got 1 for 2",
       [] {
         (void)balance_cross_entropy(matrix({{1, 1}, {1, 1}}), {.totals = {1}});
       }},
      {"totals must be > 0 and finite; got 0 for account 1",
       [] {
         (void)balance_cross_entropy(matrix({{1, 1}, {1, 1}}), {.totals = {1, 0}});
       }},
      {"standard errors must be >= 0 and finite; got -1 for account 0",
       [] {
         (void)balance_cross_entropy(matrix({{1, 1}, {1, 1}}), {.standard_errors = {-1, 0}});
       }},
      {"tolerance must be in [1e-13, 0.01]; got 1",
       [] {
         (void)balance_cross_entropy(matrix({{1, 1}, {1, 1}}), {.tolerance = 1});
       }},
  });
  CrossEntropyOptions options{.totals = kTotals};
  options.cancel.cancel();
  EXPECT_THROW((void)balance_cross_entropy(kSam, options), Cancelled);
}

}  // namespace
}  // namespace foreplan::structure
