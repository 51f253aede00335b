#include <foreplan/structure/balancing.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"
#include "structure/balanced_tables.hpp"

namespace foreplan::structure {
namespace {

/// The largest distance between cells, as a fraction of the largest cell.
double distance(const Matrix& a, const Matrix& b) {
  double off = 0, largest = 0;
  for (std::size_t k = 0; k < a.values.size(); ++k) {
    off = std::max(off, std::abs(a.values[k] - b.values[k]));
    largest = std::max(largest, std::abs(a.values[k]));
  }
  return off / largest;
}

// Miller & Blair (2009), Input-Output Analysis, section 7.4.2: coefficients, outputs and what they converge to.
TEST(Ras, ConvergesToMillerAndBlairsTable) {
  const std::vector<double> output = {421, 284, 283};
  Matrix flows = matrix({{.120, .100, .049}, {.210, .247, .265}, {.026, .249, .145}});
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) flows(i, j) *= output[j];
  const auto balanced = ras(flows, {245, 136, 159}, {251, 107, 182});
  ASSERT_TRUE(balanced.usable()) << to_string(balanced.stop);
  const Matrix printed = matrix({{.3924, .1219, .1596}, {.1509, .0661, .1897}, {.0529, .1887, .2938}});
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(balanced.table(i, j) / output[j], printed(i, j), 0.5e-4);
  EXPECT_LE(off_margins(balanced.table, {245, 136, 159}, {251, 107, 182}), 1e-10);
  EXPECT_EQ(balanced.margins.attainability, Attainability::interior);
  EXPECT_EQ(balanced.history.size(), static_cast<std::size_t>(balanced.iterations));
  EXPECT_LE(balanced.history.back(), 1e-10);
  EXPECT_GT(balanced.history.front(), balanced.history.back());
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      EXPECT_NEAR(balanced.row_multipliers[i] * flows(i, j) * balanced.column_multipliers[j], balanced.table(i, j),
                  1e-12 * balanced.table(i, j));
}

// The example of Junius & Oosterhaven (2003), used again by Lenzen et al. (2007) and Temurshoev et al. (2013).
TEST(Gras, AgreesWithJuniusAndOosterhavensExample) {
  const Matrix table = matrix({{7, 3, 5, -3}, {2, 9, 8, 0}, {-2, 0, 2, 0}});
  const auto balanced = gras(table, {15, 26, -1}, {9, 16, 17, -2});
  ASSERT_TRUE(balanced.usable()) << to_string(balanced.stop);
  EXPECT_LE(off_margins(balanced.table, {15, 26, -1}, {9, 16, 17, -2}), 1e-10);
  // As the tests of the R package riot have them from these papers, where iterations ended at a coarser tolerance.
  const Matrix printed = matrix({{8.424, 3.375, 5.200, -2.000}, {3.001, 12.625, 10.374, 0}, {-2.425, 0, 1.425, 0}});
  // The convex problem solved by another program (tests/reference/balancing.py).
  const reference::Lines lines = reference::read_lines("balancing.txt");
  const std::vector<double>& solved = reference::line(lines, "gras");
  for (std::size_t k = 0; k < table.values.size(); ++k) {
    EXPECT_NEAR(balanced.table.values[k], printed.values[k], 2e-3) << k;
    EXPECT_NEAR(balanced.table.values[k], solved[k], 1e-8) << k;
  }
}

TEST(Gras, IsRasWithoutNegativeCells) {
  const Matrix table = matrix({{4, 0, 2}, {1, 5, 3}});
  const auto by_ras = ras(table, {10, 12}, {6, 7, 9}), by_gras = gras(table, {10, 12}, {6, 7, 9});
  EXPECT_LE(distance(by_ras.table, by_gras.table), 1e-14);
}

TEST(Gras, TakesRowsAndColumnsWithoutPositiveCells) {
  const Matrix table = matrix({{-2, 0, -1}, {5, 4, 0}, {3, 2, -4}});
  const std::vector<double> u = {-4, 10, 2}, v = {7, 7, -6};
  const auto balanced = gras(table, u, v);
  ASSERT_TRUE(balanced.usable()) << to_string(balanced.stop);
  EXPECT_LE(off_margins(balanced.table, u, v), 1e-10);
  for (std::size_t k = 0; k < table.values.size(); ++k)
    EXPECT_EQ(std::signbit(balanced.table.values[k]), std::signbit(table.values[k])) << k;
}

TEST(Ras, GivesTheLimitWhereCellsVanish) {
  // The first column needs all of the second row: its other cell has nothing left.
  const auto balanced = ras(matrix({{1, 1}, {1, 0}}), {1, 1}, {1, 1});
  ASSERT_TRUE(balanced.usable());
  EXPECT_EQ(balanced.margins.attainability, Attainability::boundary);
  EXPECT_EQ(balanced.margins.vanishing, (std::vector<Cell>{{0, 0, 1}}));
  EXPECT_LE(distance(balanced.table, matrix({{0, 1}, {1, 0}})), 1e-14);
  EXPECT_EQ(to_string(balanced.margins), "the margins are only met with zeros in (row 0, column 0)");
}

TEST(Ras, GivesTheLimitThatIterationsCreepUpTo) {
  // Rows 0 and 1 ask for what columns 0 and 1 take: nothing is left there for the third row.
  const Matrix table = matrix({{1, 2, 0}, {3, 1, 0}, {2, 5, 4}});
  const std::vector<double> u = {3, 4, 5}, v = {2, 5, 5};
  Matrix crept = table;
  for (int iteration = 0; iteration < 100'000; ++iteration) {
    const std::vector<double> rows = row_sums(crept);
    for (std::size_t k = 0; k < 9; ++k) crept.values[k] *= u[k / 3] / rows[k / 3];
    const std::vector<double> columns = column_sums(crept);
    for (std::size_t k = 0; k < 9; ++k) crept.values[k] *= v[k % 3] / columns[k % 3];
  }
  const auto balanced = ras(table, u, v);
  ASSERT_TRUE(balanced.usable());
  EXPECT_EQ(balanced.margins.vanishing, (std::vector<Cell>{{2, 0, 2}, {2, 1, 5}}));
  EXPECT_LE(off_margins(balanced.table, u, v), 1e-10);
  EXPECT_GT(crept(2, 0), 0);
  EXPECT_LE(distance(balanced.table, crept), 1e-4);
}

// Three cells a row: scaling alone is off by 3e-4 after 10,000 iterations.
TEST(Ras, BalancesATableThatScalingIsSlowOn) {
  constexpr std::size_t n = 300;
  Matrix a = filled_matrix(n, n), b = a;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i == 0 ? 0 : i - 1; j < std::min(n, i + 2); ++j) {
      a(i, j) = static_cast<double>(1 + (7 * i + 3 * j) % 10);
      b(i, j) = a(i, j) * static_cast<double>(1 + (5 * i + 11 * j) % 13);
    }
  for (const double sign : {1.0, -1.0}) {
    a(10, 11) *= sign;
    b(10, 11) *= sign;
    const std::vector<double> u = row_sums(b), v = column_sums(b);
    const auto balanced = gras(sparse(a), u, v);
    ASSERT_TRUE(balanced.usable()) << to_string(balanced.stop);
    EXPECT_LE(off_margins(dense(balanced.table), u, v), 1e-10);
    EXPECT_LT(balanced.iterations, 400);
    EXPECT_EQ(balanced.history.size(), static_cast<std::size_t>(balanced.iterations));
    if (sign > 0) {
      EXPECT_LE(off_margins(ras(a, u, v).table, u, v), 1e-10);
    }
  }
}

TEST(Ras, EmptiesRowsWhoseSumIsZero) {
  const auto balanced = ras(matrix({{1, 2}, {3, 4}, {5, 6}}), {3, 0, 4}, {5, 2});
  ASSERT_TRUE(balanced.usable());
  EXPECT_EQ(balanced.table(1, 0), 0);
  EXPECT_EQ(balanced.table(1, 1), 0);
  EXPECT_EQ(balanced.margins.attainability, Attainability::boundary);
  EXPECT_EQ(balanced.margins.vanishing, (std::vector<Cell>{{1, 0, 3}, {1, 1, 4}}));
}

TEST(Ras, NamesRowsThatAskForTooMuch) {
  const Matrix table = matrix({{1, 0, 0, 0}, {2, 3, 4, 1}, {5, 0, 0, 0}});
  const auto refused = ras(table, {10, 15, 10}, {15, 8, 6, 6});
  EXPECT_EQ(refused.stop, Stop::infeasible);
  EXPECT_EQ(refused.margins.attainability, Attainability::infeasible);
  EXPECT_EQ(refused.margins.conflict, (MarginConflict{{0, 2}, {0}, 20, 15}));
  EXPECT_EQ(to_string(refused.margins),
            "rows 0, 2 ask for 20 together, but have cells to put it in only in column 0, which asks for 15");
  EXPECT_EQ(to_string(refused.margins, {"rice", "fish", "tea"}, {"farms", "mills", "homes", "trade"}),
            "rows rice, tea ask for 20 together, but have cells to put it in only in column farms, which asks for 15");
  EXPECT_EQ(refused.table, table);
}

TEST(Ras, NamesAnEmptyRowAndAnEmptyColumn) {
  const auto row = ras(matrix({{1, 2}, {0, 0}}), {3, 4}, {3, 4});
  EXPECT_EQ(row.stop, Stop::infeasible);
  EXPECT_EQ(to_string(row.margins), "row 1 asks for 4, but has no cell to put it in");
  const auto column = ras(sparse(matrix({{1, 0}, {2, 0}})), {3, 4}, {3, 4});
  EXPECT_EQ(column.stop, Stop::infeasible);
  EXPECT_EQ(to_string(column.margins), "column 1 asks for 4, but has no cell to put it in");
}

TEST(Gras, NamesARowWithoutCellsAndASumBelowZero) {
  const auto refused = gras(matrix({{1, 2}, {0, 0}}), {5, -1}, {2, 2});
  EXPECT_EQ(refused.stop, Stop::infeasible);
  EXPECT_EQ(refused.margins.attainability, Attainability::infeasible);
}

TEST(Ras, TellsOfTheTableGivenNotOfOneWithoutItsEmptiedColumns) {
  const auto refused = ras(matrix({{1, 1, 0}, {1, 1, 1}}), {2, 1}, {1, 0, 2});
  EXPECT_EQ(refused.margins.conflict, (MarginConflict{{1}, {2}, 1, 2}));
  EXPECT_EQ(to_string(refused.margins),
            "column 2 asks for 2, but has cells to put it in only in row 1, which asks for 1");
}

TEST(Gras, SeesCellsThatVanishOnlyBecauseOthersDo) {
  // The second column has nothing to offset its negative cell, and then neither has the second row.
  const auto balanced = gras(matrix({{1, 0}, {1, -4}, {0, 0}}), {1, 0, 0}, {1, 0});
  ASSERT_TRUE(balanced.usable());
  EXPECT_EQ(balanced.margins.vanishing, (std::vector<Cell>{{1, 0, 1}, {1, 1, -4}}));
  EXPECT_EQ(balanced.table, matrix({{1, 0}, {0, 0}, {0, 0}}));
}

TEST(Gras, NamesASumOfTheWrongSign) {
  const auto refused = gras(matrix({{-1, -2}, {4, 5}}), {3, 4}, {3, 4});
  EXPECT_EQ(refused.stop, Stop::infeasible);
  EXPECT_EQ(to_string(refused.margins), "row 0 asks for 3, but has no cell to put it in");
}

TEST(Ras, ScalesTotalsOnlyWhenTold) {
  const Matrix table = matrix({{1, 2}, {3, 4}});
  const auto by_rows = ras(table, {3, 7}, {8, 8}, {.differing_totals = DifferingTotals::scale_columns});
  EXPECT_EQ(by_rows.column_sums, (std::vector<double>{5, 5}));
  EXPECT_LE(off_margins(by_rows.table, {3, 7}, {5, 5}), 1e-10);
  const auto by_columns = ras(table, {3, 7}, {8, 8}, {.differing_totals = DifferingTotals::scale_rows});
  EXPECT_LE(off_margins(by_columns.table, {4.8, 11.2}, {8, 8}), 1e-10);
}

/// Margins of the table with every cell multiplied by another number from 1 to 30: they can be met.
Matrix disturbed(const Matrix& a) {
  Matrix b = a;
  for (double& x : b.values) x *= *rc::gen::inRange(1, 31);
  return b;
}

TEST(Ras, MeetsMarginsKeepsCrossProductsAndScales) {
  EXPECT_TRUE(rc::check("margins, cross products, units, transposition, sparse tables", [] {
    const Matrix a = *tables(false), b = disturbed(a);
    const std::vector<double> u = row_sums(b), v = column_sums(b);
    const auto x = ras(a, u, v);
    RC_ASSERT(x.usable());
    RC_ASSERT(x.margins.attainability == Attainability::interior);
    RC_ASSERT(off_margins(x.table, u, v) <= 1e-10);
    RC_ASSERT(std::max(x.row_residual, x.column_residual) <= 1e-10);
    for (std::size_t i = 1; i < a.rows; ++i)
      for (std::size_t j = 1; j < a.columns; ++j) {
        const double before = a(0, 0) * a(i, j), other = a(0, j) * a(i, 0);
        if (before * other == 0) continue;
        const double after = x.table(0, 0) * x.table(i, j) / (x.table(0, j) * x.table(i, 0));
        RC_ASSERT(std::abs(after / (before / other) - 1) < 1e-12);
      }
    // The table's own unit does not matter; that of the margins is the result's.
    Matrix a1000 = a;
    for (double& c : a1000.values) c *= 1024;
    RC_ASSERT(distance(ras(a1000, u, v).table, x.table) <= 1e-14);
    std::vector<double> u8 = u, v8 = v;
    for (double& m : u8) m *= 8;
    for (double& m : v8) m *= 8;
    Matrix x8 = x.table;
    for (double& c : x8.values) c *= 8;
    RC_ASSERT(ras(a, u8, v8).table == x8);
    // Both meet the margins within 1e-10, perhaps after another number of iterations.
    RC_ASSERT(distance(transposed(ras(transposed(a), v, u).table), x.table) <= 1e-8);
    RC_ASSERT(distance(dense(ras(sparse(a), u, v).table), x.table) <= 1e-8);
  }));
}

TEST(Gras, MeetsMarginsAndMinimisesItsObjective) {
  EXPECT_TRUE(rc::check("margins, transposition, first-order conditions", [] {
    const Matrix a = *tables(true), b = disturbed(a);
    const std::vector<double> u = row_sums(b), v = column_sums(b);
    const auto x = gras(a, u, v);
    RC_ASSERT(x.usable());
    RC_ASSERT(off_margins(x.table, u, v) <= 1e-10);
    RC_ASSERT(std::max(x.row_residual, x.column_residual) <= 1e-10);
    RC_ASSERT(distance(transposed(gras(transposed(a), v, u).table), x.table) <= 1e-7);
    // First-order conditions of the convex problem: sign(a) log(x / a) is a term of the row and one of the column.
    for (std::size_t i = 0; i < a.rows; ++i)
      for (std::size_t j = 0; j < a.columns; ++j) {
        if (a(i, j) == 0 || x.table(i, j) == 0) continue;
        const double slope = std::log(x.table(i, j) / a(i, j)) * (a(i, j) > 0 ? 1 : -1);
        const double terms = std::log(x.row_multipliers[i]) + std::log(x.column_multipliers[j]);
        RC_ASSERT(std::abs(slope - terms) < 1e-10 * (1 + std::abs(terms)));
      }
  }));
}

TEST(Balancing, RefusesWhatCannotBeBalanced) {
  const Matrix table = matrix({{1, 2}, {3, 4}});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  testing::expect_refused({
      {"structure::ras: cells must be >= 0 and finite (gras takes negative ones); got -3 in row 1, column 0",
       [] {
         (void)ras(matrix({{1, 2}, {-3, 4}}), {3, 7}, {4, 6});
       }},
      {"structure::gras: cells must be finite; got NaN in row 0, column 1",
       [&] {
         (void)gras(matrix({{1, nan}, {-3, 4}}), {3, 7}, {4, 6});
       }},
      {"structure::ras: row sums must be >= 0 (gras takes negative ones); got -7 for row 1",
       [&] {
         (void)ras(table, {3, -7}, {4, 6});
       }},
      {"structure::ras: column sums must be finite; got NaN for column 0",
       [&] {
         (void)ras(table, {3, 7}, {nan, 6});
       }},
      {"structure::ras: row sums must be as many as the table has rows; got 3 for 2",
       [&] {
         (void)ras(table, {3, 7, 1}, {4, 6});
       }},
      {"structure::ras: row and column sums must have one total, or an option must say which to scale; got 10 by rows "
       "and 10.5 by columns which differ by 0.5",
       [&] {
         (void)ras(table, {3, 7}, {4, 6.5});
       }},
      {"structure::ras: a row must have a sum above 0; got only zeros",
       [&] {
         (void)ras(table, {0, 0}, {0, 0});
       }},
      {"structure::ras: a cell of the table must not be zero; got 2 x 3 zeros",
       [] {
         (void)ras(filled_matrix(2, 3), {3, 3}, {2, 2, 2});
       }},
      {"structure::ras: tolerance must be in [1e-12, 0.01]; got 0",
       [&] {
         (void)ras(table, {3, 7}, {4, 6}, {.tolerance = 0});
       }},
      {"structure::ras: max_iterations must be >= 1; got 0",
       [&] {
         (void)ras(table, {3, 7}, {4, 6}, {.max_iterations = 0});
       }},
      {"structure::gras: totals must have one sign and not be zero, to be scaled; got 1 by rows and -1 by columns",
       [] {
         (void)gras(matrix({{1, -2}, {3, 4}}), {-1, 2}, {-3, 2}, {.differing_totals = DifferingTotals::scale_columns});
       }},
      {"structure::to_string: every row and column must have a name; got 1 for row 1",
       [] {
         (void)to_string(ras(matrix({{1, 2}, {0, 0}}), {3, 4}, {3, 4}).margins, {"rice"}, {"farms", "mills"});
       }},
  });
}

TEST(Balancing, StopsWhenAsked) {
  BalancingOptions options;
  options.cancel.cancel();
  EXPECT_THROW((void)ras(matrix({{1, 2}, {3, 4}}), {3, 7}, {4, 6}, options), Cancelled);
  const auto cut = ras(matrix({{1, 2}, {3, 4}}), {7, 3}, {4, 6}, {.max_iterations = 1});
  EXPECT_EQ(cut.stop, Stop::iteration_limit);
  EXPECT_FALSE(cut.usable());
  EXPECT_EQ(cut.iterations, 1);
}

}  // namespace
}  // namespace foreplan::structure
