#include <foreplan/structure/balancing.hpp>
#include <foreplan/structure/margins.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "numeric/linear_program.hpp"
#include "structure/balanced_tables.hpp"

namespace foreplan::structure {
namespace {

/// Can some table of this pattern have the margins? By linear programming, cells' sizes as variables.
numeric::Feasibility by_program(const Matrix& a, const std::vector<double>& u, const std::vector<double>& v) {
  std::vector<numeric::LinearRow> rows;
  const auto equal = [&](const std::vector<std::pair<std::size_t, double>>& terms, double sum) {
    rows.push_back({terms, sum});
    rows.push_back({terms, -sum});
    for (auto& term : rows.back().terms) term.second = -term.second;
  };
  for (std::size_t i = 0; i < a.rows; ++i) {
    std::vector<std::pair<std::size_t, double>> terms;
    for (std::size_t j = 0; j < a.columns; ++j)
      if (a(i, j) != 0) terms.push_back({i * a.columns + j, a(i, j) > 0 ? 1 : -1});
    equal(terms, u[i]);
  }
  for (std::size_t j = 0; j < a.columns; ++j) {
    std::vector<std::pair<std::size_t, double>> terms;
    for (std::size_t i = 0; i < a.rows; ++i)
      if (a(i, j) != 0) terms.push_back({i * a.columns + j, a(i, j) > 0 ? 1 : -1});
    equal(terms, v[j]);
  }
  return numeric::find_feasibility(rows, a.values.size());
}

/// The largest that one cell can be, between 0 and 1.
double most(const Matrix& a, const std::vector<double>& u, const std::vector<double>& v, std::size_t cell) {
  // Taken out of the table: feasible with 1 / 64 of a unit in it?
  Matrix rest = a;
  std::vector<double> row = u, column = v;
  const double amount = std::copysign(1.0 / 64, a.values[cell]);
  row[cell / a.columns] -= amount;
  column[cell % a.columns] -= amount;
  return by_program(rest, row, column).feasible() ? 1.0 / 64 : 0;
}

TEST(DiagnoseMargins, AgreesWithLinearProgramming) {
  int infeasible = 0, boundary = 0, interior = 0;
  EXPECT_TRUE(rc::check("conflicts, vanishing cells, balancing", [&] {
    const bool negatives = *rc::gen::arbitrary<bool>();
    Matrix a = *tables(negatives);
    for (double& x : a.values) x *= *rc::gen::inRange(0, 2);
    a.values[0] = 1;
    // Margins that any full table could have, or those of some other table of the pattern with zeros in it.
    Matrix b = a;
    for (double& x : b.values) x = std::copysign(*rc::gen::inRange(0, 3), x) * (x == 0 ? 0 : 1);
    std::vector<double> u = row_sums(b), v = column_sums(b);
    if (*rc::gen::arbitrary<bool>()) {
      const auto i = *rc::gen::inRange<std::size_t>(0, u.size()), k = *rc::gen::inRange<std::size_t>(0, u.size());
      u[i] += 1;
      u[k] -= 1;
    }
    const MarginDiagnosis d = diagnose_margins(a, u, v);
    const bool feasible = by_program(a, u, v).feasible();
    RC_ASSERT(feasible == (d.attainability != Attainability::infeasible));
    if (!feasible) {
      ++infeasible;
      const MarginConflict& c = d.conflict;
      double row_sum = 0, column_sum = 0;
      for (const std::size_t i : c.rows) row_sum += u[i];
      for (const std::size_t j : c.columns) column_sum += v[j];
      RC_ASSERT(row_sum == c.row_sum);
      RC_ASSERT(column_sum == c.column_sum);
      RC_ASSERT(row_sum != column_sum);
      // What asks for more has its positive cells only in the others, which have their negative ones only in it.
      const auto in = [](const std::vector<std::size_t>& list, std::size_t x) {
        return std::find(list.begin(), list.end(), x) != list.end();
      };
      for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < a.columns; ++j) {
          const bool asks = row_sum > column_sum ? in(c.rows, i) : in(c.columns, j);
          const bool gives = row_sum > column_sum ? in(c.columns, j) : in(c.rows, i);
          if (asks && !gives) RC_ASSERT(a(i, j) <= 0);
          if (gives && !asks) RC_ASSERT(a(i, j) >= 0);
        }
      if (!negatives && (*std::min_element(u.begin(), u.end()) < 0 || total(u) == 0)) return;
      const auto x = negatives ? gras(a, u, v) : ras(a, u, v);
      RC_ASSERT(x.stop == Stop::infeasible);
      RC_ASSERT(x.margins == d);
      RC_ASSERT(x.table == a);
      return;
    }
    ++(d.vanishing.empty() ? interior : boundary);
    for (std::size_t k = 0; k < a.values.size(); ++k) {
      if (a.values[k] == 0) continue;
      const Cell cell{k / a.columns, k % a.columns, a.values[k]};
      const bool vanishes = std::find(d.vanishing.begin(), d.vanishing.end(), cell) != d.vanishing.end();
      RC_ASSERT(vanishes == (most(a, u, v, k) == 0));
    }
    // Balancing comes to the same verdict and meets the margins either way.
    if (total(u) == 0 && !negatives) return;
    const auto x = negatives ? gras(a, u, v) : ras(a, u, v);
    RC_ASSERT(x.usable());
    RC_ASSERT(x.margins == d);
    RC_ASSERT(off_margins(x.table, u, v) <= 1e-10);
  }));
  // Of a hundred some 11, 64 and 24: by chance none of a kind in one run of 100,000.
  EXPECT_GT(infeasible, 0);
  EXPECT_GT(boundary, 0);
  EXPECT_GT(interior, 0);
}

TEST(DiagnoseMargins, TakesTotalsThatDifferForAConflictOfAll) {
  const MarginDiagnosis d = diagnose_margins(matrix({{1, 2}, {3, 4}}), {3, 8}, {4, 6});
  EXPECT_EQ(d.attainability, Attainability::infeasible);
  EXPECT_EQ(d.conflict, (MarginConflict{{0, 1}, {0, 1}, 11, 10}));
}

}  // namespace
}  // namespace foreplan::structure
