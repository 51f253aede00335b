#include <foreplan/structure/balancing.hpp>
#include <foreplan/structure/constrained_balancing.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

const Matrix kTable = matrix({{10, 5, 3}, {4, -2, 6}, {7, 8, 1}});

CellConstraint total_of(const Matrix& table, double value, double error = 0) {
  CellConstraint c{"total", {}, value, error};
  for (std::size_t i = 0; i < table.rows; ++i)
    for (std::size_t j = 0; j < table.columns; ++j) c.terms.push_back({i, j, 1});
  return c;
}
/// A total that holds, two margins, a difference, and two figures for one subtotal.
std::vector<CellConstraint> sources() {
  return {total_of(kTable, 60),
          row_constraint(kTable, 0, 22, 1),
          column_constraint(kTable, 0, 30, 2),
          {"difference", {{0, 1, 1}, {0, 2, 1}, {2, 0, -0.5}}, 3, 0.5},
          {"survey", {{0, 0}, {1, 0}}, 20, 1},
          {"census", {{0, 0}, {1, 0}}, 16, 0.5}};
}

// The problem solved in the cells by another program: tests/reference/balancing.py.
TEST(Kras, AgreesWithAnotherSolver) {
  const reference::Lines lines = reference::read_lines("balancing.txt");
  for (const auto& [name, weight] : {std::pair{"constrained even", 1.0}, std::pair{"constrained slight", 1e-2}}) {
    const ConstrainedBalance balanced = kras(kTable, sources(), {.prior_weight = weight});
    ASSERT_TRUE(balanced.usable()) << to_string(balanced.stop);
    for (std::size_t k = 0; k < 9; ++k)
      EXPECT_NEAR(balanced.table.values[k], reference::line(lines, name)[k], 2e-8) << name << ' ' << k;
  }
}

TEST(Kras, MovesTheLessReliableOfTwoFiguresFurther) {
  const ConstrainedBalance balanced = kras(kTable, {total_of(kTable, 60),
                                                    {"survey", {{0, 0}, {1, 0}}, 20, 1},
                                                    {"census", {{0, 0}, {1, 0}}, 16, 0.5},
                                                    column_constraint(kTable, 2, 12, 0.5)});
  ASSERT_TRUE(balanced.usable()) << to_string(balanced.stop);
  const auto& c = balanced.constraints;
  EXPECT_NEAR(c[0].reached, 60, 1e-8);
  EXPECT_FALSE(c[0].conflicting);
  // Moves go by squared errors: 4 is split 4 to 1.
  EXPECT_TRUE(c[1].conflicting);
  EXPECT_TRUE(c[2].conflicting);
  EXPECT_NEAR(c[1].move, -3.2, 1e-3);
  EXPECT_NEAR(c[2].move, 0.8, 1e-3);
  EXPECT_NEAR(c[1].moved_errors, -3.2, 1e-3);
  EXPECT_NEAR(c[2].moved_errors, 1.6, 1e-3);
  EXPECT_NEAR(balanced.misfit, 3.2 * 3.2 + 1.6 * 1.6, 1e-2);
  // Nothing disagrees with the column, so that it is met.
  EXPECT_FALSE(c[3].conflicting);
  EXPECT_NEAR(c[3].reached, 12, 1e-4);
  EXPECT_EQ(c[3].name, "column 2");
  EXPECT_EQ(balanced.history.size(), static_cast<std::size_t>(balanced.iterations) + 1);
}

TEST(Kras, SaysByHowMuchExactFiguresContradictEachOther) {
  const ConstrainedBalance balanced = kras(kTable, {total_of(kTable, 60),
                                                    {"survey", {{0, 0}, {1, 0}}, 20},
                                                    {"census", {{0, 0}, {1, 0}}, 16},
                                                    row_constraint(kTable, 2, 20)});
  EXPECT_EQ(balanced.stop, Stop::infeasible);
  EXPECT_FALSE(balanced.usable());
  const auto& c = balanced.constraints;
  EXPECT_FALSE(c[0].conflicting);
  EXPECT_TRUE(c[1].conflicting);
  EXPECT_TRUE(c[2].conflicting);
  EXPECT_FALSE(c[3].conflicting);
  EXPECT_NEAR(c[2].move - c[1].move, 4, 1e-3);
  // A sum of positive cells below zero contradicts their signs.
  const ConstrainedBalance sign = kras(kTable, {{"below", {{0, 0}, {0, 1}}, -3}, row_constraint(kTable, 2, 20)});
  EXPECT_EQ(sign.stop, Stop::infeasible);
  EXPECT_TRUE(sign.constraints[0].conflicting);
  EXPECT_NEAR(sign.constraints[0].reached, 0, 1e-3);
  EXPECT_FALSE(sign.constraints[1].conflicting);
}

TEST(Kras, EmptiesCellsWhoseSumIsZero) {
  const ConstrainedBalance balanced = kras(kTable, {row_constraint(kTable, 0, 0), column_constraint(kTable, 0, 9, 1)});
  ASSERT_TRUE(balanced.usable()) << to_string(balanced.stop);
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(balanced.table(0, j), 0, 1e-8);
  EXPECT_NEAR(balanced.constraints[1].reached, 9, 1e-3);
}

TEST(Kras, IsGrasWithExactMargins) {
  EXPECT_TRUE(rc::check("row and column sums, one of which follows from the others", [] {
    Matrix a = filled_matrix(*rc::gen::inRange<std::size_t>(1, 6), *rc::gen::inRange<std::size_t>(1, 6));
    for (double& x : a.values) x = *rc::gen::inRange(-3, 10);
    for (std::size_t i = 0; i < a.rows; ++i) a(i, 0) = std::abs(a(i, 0)) + 1;  // no line without a cell
    for (std::size_t j = 0; j < a.columns; ++j) a(0, j) = std::abs(a(0, j)) + 1;
    Matrix b = a;
    for (double& x : b.values) x *= *rc::gen::inRange(1, 20);
    std::vector<CellConstraint> constraints;
    for (std::size_t i = 0; i < a.rows; ++i) constraints.push_back(row_constraint(a, i, row_sums(b)[i]));
    for (std::size_t j = 0; j < a.columns; ++j) constraints.push_back(column_constraint(a, j, column_sums(b)[j]));
    const ConstrainedBalance x = kras(a, constraints);
    const auto y = gras(a, row_sums(b), column_sums(b));
    RC_ASSERT(x.usable());
    for (std::size_t k = 0; k < a.values.size(); ++k)
      RC_ASSERT(std::abs(x.table.values[k] - y.table.values[k]) <= 1e-7 * (1 + std::abs(y.table.values[k])));
  }));
}

TEST(Kras, FulfilsItsFirstOrderConditionsInAnyUnit) {
  EXPECT_TRUE(rc::check("log ratios, moves, units", [] {
    Matrix a = filled_matrix(3, 4);
    for (double& x : a.values) x = *rc::gen::inRange(1, 30) * (*rc::gen::inRange(0, 5) == 0 ? -1 : 1);
    std::vector<CellConstraint> constraints;
    for (int i = 0; i < 5; ++i) {
      CellConstraint c{"", {}, 0, *rc::gen::inRange(1, 8) / 4.0};
      for (std::size_t k = 0; k < 12; ++k)
        if (const int g = *rc::gen::inRange(-1, 3); g != 0) {
          c.terms.push_back({k / 4, k % 4, g / 2.0});
          c.value += g / 2.0 * a.values[k] * *rc::gen::inRange(8, 13) / 10;
        }
      if (c.terms.empty()) c.terms.push_back({0, 0, 1});
      constraints.push_back(c);
    }
    const ConstrainedBalance x = kras(a, constraints);
    RC_ASSERT(x.usable());
    double gross = 0;
    for (const double v : a.values) gross += std::abs(v);
    std::vector<double> exponent(12, 0);
    for (std::size_t i = 0; i < constraints.size(); ++i) {
      const ConstraintOutcome& o = x.constraints[i];
      double reached = 0;
      for (const ConstraintTerm& t : constraints[i].terms) {
        reached += t.coefficient * x.table(t.row, t.column);
        exponent[t.row * 4 + t.column] += t.coefficient * o.multiplier;
      }
      RC_ASSERT(std::abs(reached - o.reached) <= 1e-10 * gross);
      const double e = constraints[i].standard_error;
      RC_ASSERT(std::abs(o.move + 1e-3 / gross * e * e * o.multiplier) <= 1e-8 * gross);
    }
    for (std::size_t k = 0; k < 12; ++k) {
      const double meant = (a.values[k] > 0 ? 1 : -1) * exponent[k];
      // A conflict may only be eased by a cell that is zero: its logarithm is below all doubles'.
      if (x.table.values[k] == 0)
        RC_ASSERT(meant < -700);
      else
        RC_ASSERT(std::abs(std::log(x.table.values[k] / a.values[k]) - meant) <= 1e-7);
    }
    Matrix thousand = a;
    for (double& v : thousand.values) v *= 1000;
    for (CellConstraint& c : constraints) {
      c.value *= 1000;
      c.standard_error *= 1000;
    }
    const ConstrainedBalance y = kras(thousand, constraints);
    for (std::size_t k = 0; k < 12; ++k)
      RC_ASSERT(std::abs(y.table.values[k] / 1000 - x.table.values[k]) <= 1e-6 * std::abs(x.table.values[k]) + 1e-9);
  }));
}

TEST(Kras, RefusesWhatIsNoConstraint) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  testing::expect_refused({
      {"structure::kras: 1 to 5000 constraints are possible; got 0", [] { (void)kras(kTable, {}); }},
      {"structure::kras: terms must lie in the table of 3 x 3; got row 3, column 0 in constraint 0 \"x\"",
       [] {
         (void)kras(kTable, {{"x", {{3, 0}}, 1}});
       }},
      {"structure::kras: a constraint must have a cell that is not zero; got 0 terms in constraint 0",
       [] {
         (void)kras(kTable, {{"", {}, 1}});
       }},
      {"structure::kras: values must be finite and standard errors finite and >= 0; got 1 with -1 in constraint 0",
       [] {
         (void)kras(kTable, {{"", {{0, 0}}, 1, -1}});
       }},
      {"structure::kras: coefficients must be finite; got NaN in constraint 0",
       [&] {
         (void)kras(kTable, {{"", {{0, 0, nan}}, 1}});
       }},
      {"structure::kras: cells must be finite; got NaN in row 0, column 1",
       [&] {
         (void)kras(matrix({{1, nan}}), {{"", {{0, 0}}, 1}});
       }},
      {"structure::kras: cells must have a finite sum of sizes, not zero; got 0",
       [] {
         (void)kras(filled_matrix(2, 2), {{"", {{0, 0}}, 1}});
       }},
      {"structure::kras: prior_weight must be > 0 and finite; got 0",
       [] {
         (void)kras(kTable, {{"", {{0, 0}}, 1}}, {.prior_weight = 0});
       }},
      {"structure::row_constraint: row must lie in the table of 3; got 3", [] { (void)row_constraint(kTable, 3, 1); }},
  });
  ConstrainedBalancingOptions options;
  options.cancel.cancel();
  EXPECT_THROW((void)kras(kTable, {{"", {{0, 0}}, 1}}, options), Cancelled);
}

}  // namespace
}  // namespace foreplan::structure
