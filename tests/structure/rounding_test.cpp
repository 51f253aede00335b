#include <foreplan/structure/rounding.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "refusals.hpp"

namespace foreplan::structure {
namespace {

// Cells of one row cannot all go to the nearest number when its sum is to: 0.4 three times is 1.2.
TEST(ControlledRounding, MovesTheCellThatMindsLeast) {
  const RoundedTable r = controlled_rounding(matrix({{0.3, 0.45, 0.4}}));
  EXPECT_EQ(r.table, matrix({{0, 1, 0}}));
  EXPECT_EQ(r.row_sums, (std::vector<double>{1}));
  EXPECT_EQ(r.column_sums, (std::vector<double>{0, 1, 0}));
  EXPECT_EQ(r.total, 1);
  EXPECT_NEAR(r.total_move, -0.15, 1e-15);
  EXPECT_NEAR(r.largest_cell_move, 0.55, 1e-15);
}

TEST(ControlledRounding, KeepsWholeMarginsOfABalancedTable) {
  // Rows of 10 and 20, columns of 8, 9 and 13.
  const Matrix table = matrix({{2.5, 3.25, 4.25}, {5.5, 5.75, 8.75}});
  const RoundedTable r = controlled_rounding(table);
  EXPECT_EQ(r.row_sums, (std::vector<double>{10, 20}));
  EXPECT_EQ(r.column_sums, (std::vector<double>{8, 9, 13}));
  EXPECT_EQ(row_sums(r.table), r.row_sums);
  EXPECT_EQ(column_sums(r.table), r.column_sums);
  EXPECT_EQ(r.margins_off_nearest, 0u);
  EXPECT_EQ(r.total_move, 0);
}

TEST(ControlledRounding, RoundsToTenthsAndThousands) {
  const RoundedTable tenths = controlled_rounding(matrix({{0.33, 0.33, 0.34}}), {.unit = 0.1});
  EXPECT_EQ(tenths.table, matrix({{0.3, 0.3, 0.4}}));
  EXPECT_EQ(tenths.total, 1);
  const RoundedTable thousands = controlled_rounding(matrix({{1400, -2600}, {3400, 800}}), {.unit = 1000});
  EXPECT_EQ(thousands.total, 3000);
  // Rows of -1.2 and 4.2, columns of 4.8 and -1.8: of the nearest cells 1, -3, 3, 1 one must go the other way.
  EXPECT_EQ(thousands.table, matrix({{2000, -3000}, {3000, 1000}}));
}

/// The least cost over all roundings of cells up or down whose margins are next to the exact ones: every one tried.
double least_by_trying(const Matrix& table) {
  const std::size_t m = table.rows, n = table.columns, cells = m * n;
  const double weight = static_cast<double>((m + 1) * (n + 1));
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t choice = 0; choice < std::size_t{1} << cells; ++choice) {
    Matrix x = table;
    double cost = 0;
    for (std::size_t k = 0; k < cells; ++k) {
      x.values[k] = (choice >> k & 1) != 0 ? std::ceil(table.values[k]) : std::floor(table.values[k]);
      cost += std::pow(x.values[k] - table.values[k], 2);
    }
    const auto add = [&](const std::vector<double>& rounded, const std::vector<double>& exact) {
      for (std::size_t i = 0; i < exact.size(); ++i) {
        const double move = std::abs(rounded[i] - exact[i]);
        cost += move < 1 ? weight * move * move : std::numeric_limits<double>::infinity();
      }
    };
    add(row_sums(x), row_sums(table));
    add(column_sums(x), column_sums(table));
    add({std::accumulate(x.values.begin(), x.values.end(), 0.0)},
        {std::accumulate(table.values.begin(), table.values.end(), 0.0)});
    least = std::min(least, cost);
  }
  return least;
}

TEST(ControlledRounding, IsTheNearestOfAll) {
  EXPECT_TRUE(rc::check("no rounding of a small table is nearer", [] {
    Matrix table = filled_matrix(*rc::gen::inRange<std::size_t>(1, 4), *rc::gen::inRange<std::size_t>(1, 4));
    for (double& x : table.values) x = *rc::gen::inRange(-80, 160) / 16.0;  // sixteenths add up exactly
    const RoundedTable r = controlled_rounding(table);
    double cost = 0;
    for (std::size_t k = 0; k < table.values.size(); ++k) cost += std::pow(r.table.values[k] - table.values[k], 2);
    const double weight = static_cast<double>((table.rows + 1) * (table.columns + 1));
    const std::vector<double> u = row_sums(table), v = column_sums(table);
    for (std::size_t i = 0; i < u.size(); ++i) cost += weight * std::pow(r.row_sums[i] - u[i], 2);
    for (std::size_t j = 0; j < v.size(); ++j) cost += weight * std::pow(r.column_sums[j] - v[j], 2);
    cost += weight * r.total_move * r.total_move;
    RC_ASSERT(std::abs(cost - least_by_trying(table)) < 1e-9);
  }));
}

TEST(ControlledRounding, AddsUpAndMovesLessThanAUnit) {
  EXPECT_TRUE(rc::check("sums, moves, the same for a table turned over", [] {
    const double unit = *rc::gen::elementOf(std::vector<double>{1, 8, 0.25});
    Matrix table = filled_matrix(*rc::gen::inRange<std::size_t>(1, 30), *rc::gen::inRange<std::size_t>(1, 30));
    for (double& x : table.values) x = *rc::gen::inRange(-1000, 100000) / 97.0;
    const RoundedTable r = controlled_rounding(table, {.unit = unit});
    for (std::size_t k = 0; k < table.values.size(); ++k) {
      RC_ASSERT(std::abs(r.table.values[k] - table.values[k]) < unit);
      RC_ASSERT(std::fmod(r.table.values[k], unit) == 0);
    }
    RC_ASSERT(row_sums(r.table) == r.row_sums);
    RC_ASSERT(column_sums(r.table) == r.column_sums);
    RC_ASSERT(std::accumulate(r.row_sums.begin(), r.row_sums.end(), 0.0) == r.total);
    const std::vector<double> u = row_sums(table);
    for (std::size_t i = 0; i < u.size(); ++i) RC_ASSERT(std::abs(r.row_sums[i] - u[i]) < unit);
    RC_ASSERT(r.largest_cell_move < 1);
    RC_ASSERT(r.largest_margin_move < 1);
    RC_ASSERT(controlled_rounding(r.table, {.unit = unit}).table == r.table);
  }));
}

TEST(RoundShares, IsHamiltonsMethod) {
  // Three thirds: the first has the unit that is left.
  EXPECT_EQ(round_shares({1, 1, 1}).shares, (std::vector<double>{33.4, 33.3, 33.3}));
  EXPECT_EQ(round_shares({0.2, 0.3, 0.5}).shares, (std::vector<double>{20, 30, 50}));
  // The Alabama paradox (Balinski & Young 1982): with one seat more the smallest state loses one.
  EXPECT_EQ(round_shares({6, 6, 2}, {.unit = 1, .total = 10}).units, (std::vector<std::int64_t>{4, 4, 2}));
  EXPECT_EQ(round_shares({6, 6, 2}, {.unit = 1, .total = 11}).units, (std::vector<std::int64_t>{5, 5, 1}));
}

TEST(RoundShares, SumToTheTotalWithinAUnitOfTheExactShare) {
  EXPECT_TRUE(rc::check("sums, distances, order", [] {
    const auto parts = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000)));
    std::vector<double> x(parts.begin(), parts.end());
    x[0] += 1;
    const double sum = std::accumulate(x.begin(), x.end(), 0.0);
    const RoundedShares r = round_shares(x);
    RC_ASSERT(std::accumulate(r.units.begin(), r.units.end(), std::int64_t{0}) == 1000);
    for (std::size_t i = 0; i < x.size(); ++i) {
      RC_ASSERT(std::abs(static_cast<double>(r.units[i]) - x[i] / sum * 1000) < 1);
      RC_ASSERT(r.shares[i] == static_cast<double>(r.units[i]) / 10);
      for (std::size_t k = 0; k < x.size(); ++k)
        if (x[i] > x[k]) RC_ASSERT(r.units[i] >= r.units[k]);
    }
  }));
}

TEST(Rounding, RefusesWhatItCannotRound) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  testing::expect_refused({
      {"structure::controlled_rounding: unit must be > 0 and finite; got 0",
       [] { (void)controlled_rounding(matrix({{1}}), {.unit = 0}); }},
      {"structure::controlled_rounding: cells must be finite and their sizes sum to at most 2^50 units; got NaN in row "
       "0, "
       "column 1",
       [&] {
         (void)controlled_rounding(matrix({{1, nan}}));
       }},
      {"sum to at most 2^50 units; got 1e+300", [] { (void)controlled_rounding(matrix({{1e300}})); }},
      {"structure::controlled_rounding: a table must have 1 to 10^6 cells; got 0 x 0",
       [] { (void)controlled_rounding({}); }},
      {"structure::controlled_rounding: a table must have 1 to 10^6 cells; got 1001 x 1000",
       [] { (void)controlled_rounding(filled_matrix(1001, 1000)); }},
      {"structure::round_shares: total must be a multiple of the unit, from 1 to 2^50 units; got 100 with unit 0.3",
       [] {
         (void)round_shares({1, 2}, {.unit = 0.3});
       }},
      {"structure::round_shares: parts must be >= 0 and finite; got -1 at 1",
       [] {
         (void)round_shares({1, -1});
       }},
      {"structure::round_shares: a part must be > 0; got none", [] { (void)round_shares({}); }},
  });
}

}  // namespace
}  // namespace foreplan::structure
