#include <foreplan/structure/balancing.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "structure/balancing_cells.hpp"
#include "structure/balancing_newton.hpp"
#include "structure/margins_check.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr double kWithin = 0.99;  // so that the table's sums, added up in another order, meet the tolerance too
constexpr int kPatience =
    100;  // iterations before it is asked whether there is a table at all, and whether Newton is faster
constexpr int kMostNewton = 100;

/// The multiplier that gives a line its margin: the positive root of p r - n / r = margin.
double multiplier(const LineSums& line, double margin) {
  const auto [p, n] = line;
  if (n == 0) return p == 0 && margin == 0 ? 1 : margin / p;
  if (p == 0) return -n / margin;
  const double root = std::hypot(margin, 2 * std::sqrt(p) * std::sqrt(n));
  return margin >= 0 ? (margin + root) / (2 * p) : 2 * n / (root - margin);  // neither sum cancels
}

double relative(double off, double margin, double gross) {
  const double scale = std::max(std::abs(margin), gross);
  return off == 0 ? 0 : std::abs(off) / scale;
}

/// One balancing: the cells, on which it works in place, and what becomes of them.
template <class Table, class Cells>
class Balancing {
 public:
  Balancing(Balanced<Table>& result, const BalancingOptions& options)
      : result_(result),
        options_(options),
        cells_(result.table),
        u_(result.row_sums),
        v_(result.column_sums),
        r_(u_.size(), 1),
        s_(v_.size(), 1),
        inverse_(v_.size(), 1),
        next_(u_.size()),
        positive_(v_.size()),
        negative_(v_.size()) {}

  /// @param positive  how many of all its cells are; most tables need no closer look.
  void run(const Table& given, std::size_t positive) {
    clear_zero_lines();
    const bool full = without_zeros(positive);
    iterate(std::min(options_.max_iterations, kPatience));
    if (!full && !(result_.stop == Stop::converged && surely_interior())) {
      const MarginDiagnosis found = diagnose_margins(result_.table, u_, v_);
      if (found.attainability == Attainability::infeasible) return end_as_given(given, Stop::infeasible);
      clear(found.vanishing);
      const bool lost = result_.stop == Stop::not_finite;
      if (lost) restart();
      if (lost || !found.vanishing.empty() || result_.stop != Stop::converged)
        iterate(std::min(options_.max_iterations, result_.iterations + kPatience));
    }
    if (result_.stop == Stop::iteration_limit && result_.iterations < options_.max_iterations) {
      hasten();
      iterate(options_.max_iterations);
    }
    if (result_.stop == Stop::not_finite) return end_as_given(given, Stop::not_finite);
    finish(r_, s_);
  }

 private:
  /// A line whose margin is zero and whose cells are of one sign can hold nothing else than zeros.
  void clear_zero_lines() {
    const auto any_zero = [](const std::vector<double>& sums) {
      return std::find(sums.begin(), sums.end(), 0.0) != sums.end();
    };
    if (!any_zero(u_) && !any_zero(v_)) return;
    std::vector<unsigned char> signs(v_.size(), 0);  // of each column: 1 positive, 2 negative
    std::vector<bool> row_clears(u_.size());
    for (std::size_t i = 0; i < u_.size(); ++i) {
      unsigned char row_signs = 0;
      cells_.each(i, [&](std::size_t j, double a) {
        const unsigned char sign = a > 0 ? 1 : a < 0 ? 2 : 0;
        row_signs |= sign;
        signs[j] |= sign;
      });
      row_clears[i] = u_[i] == 0 && row_signs != 3;
    }
    std::vector<Cell> vanishing;
    for (std::size_t i = 0; i < u_.size(); ++i)
      cells_.each(i, [&](std::size_t j, double a) {
        if (a != 0 && (row_clears[i] || (v_[j] == 0 && signs[j] != 3))) vanishing.push_back({i, j, a});
      });
    clear(vanishing);
  }

  /// Every row that has a sum has a positive cell in every column that has one, and no other line has cells: any
  /// margins do.
  [[nodiscard]] bool without_zeros(std::size_t positive) const {
    const auto smallest = [](const std::vector<double>& sums) { return *std::min_element(sums.begin(), sums.end()); };
    const double least = std::min(smallest(u_), smallest(v_));
    if (least != 0) return least > 0 && positive == u_.size() * v_.size();
    const auto wanted = static_cast<std::size_t>(std::count_if(v_.begin(), v_.end(), [](double v) { return v != 0; }));
    for (std::size_t i = 0; i < u_.size(); ++i) {
      const auto [cells, sound] = cells_.count(i, v_);
      if (cells != sound || sound != (u_[i] > 0 ? wanted : 0)) return false;
    }
    return true;
  }

  void clear(const std::vector<Cell>& cells) {
    if (cells.empty()) return;
    std::size_t next = 0;
    for (std::size_t i = 0; i < u_.size(); ++i)
      cells_.each(i, [&](std::size_t j, double& a) {
        if (next == cells.size() || cells[next].row != i || cells[next].column != j) return;
        a = 0;
        ++next;
      });
    MarginDiagnosis& margins = result_.margins;
    margins.attainability = Attainability::boundary;
    margins.vanishing.insert(margins.vanishing.end(), cells.begin(), cells.end());
    std::inplace_merge(margins.vanishing.begin(), margins.vanishing.end() - static_cast<std::ptrdiff_t>(cells.size()),
                       margins.vanishing.end(), [](const Cell& a, const Cell& b) {
                         return a.row != b.row ? a.row < b.row : a.column < b.column;
                       });
  }

  void restart() {
    std::fill(r_.begin(), r_.end(), 1);
    std::fill(s_.begin(), s_.end(), 1);
    std::fill(inverse_.begin(), inverse_.end(), 1);
  }

  /// Rows to their sums and, in the same pass over the cells, what that makes of the columns; then columns to theirs.
  /// The rows are off by what the next pass finds before it moves them.
  void iterate(int limit) {
    result_.stop = Stop::iteration_limit;
    for (bool columns_met = false;; columns_met = true) {
      if (options_.cancel.cancelled()) throw Cancelled("structure: balancing was cancelled");
      std::fill(positive_.begin(), positive_.end(), 0);
      std::fill(negative_.begin(), negative_.end(), 0);
      double worst = 0;
      bool finite = true;
      for (std::size_t i = 0; i < u_.size(); ++i) {
        const LineSums line = cells_.sums(i, s_, inverse_);
        const double give = line.positive * r_[i], take = line.negative == 0 ? 0 : line.negative / r_[i];
        worst = std::max(worst, relative(give - take - u_[i], u_[i], give + take));
        next_[i] = multiplier(line, u_[i]);
        finite = finite && std::isfinite(next_[i]) && std::isfinite(give + take);
        cells_.spread(i, next_[i], positive_, negative_);
      }
      if (columns_met) {
        ++result_.iterations;
        result_.history.push_back(worst);
        if (worst <= kWithin * options_.tolerance) result_.stop = Stop::converged;
      }
      if (!finite) result_.stop = Stop::not_finite;
      if (result_.stop != Stop::iteration_limit || result_.iterations >= limit) return;
      std::swap(r_, next_);
      for (std::size_t j = 0; j < v_.size(); ++j) {
        s_[j] = multiplier({positive_[j], negative_[j]}, v_[j]);
        inverse_[j] = 1 / s_[j];
        finite = finite && std::isfinite(s_[j]);
      }
      if (!finite) {
        result_.stop = Stop::not_finite;
        return;
      }
    }
  }

  /// Newton's steps count as iterations.
  void hasten() {
    const auto above_zero = [](double x) { return x > 0 && std::isfinite(x); };
    if (!std::all_of(r_.begin(), r_.end(), above_zero) || !std::all_of(s_.begin(), s_.end(), above_zero)) return;
    BalancingDual<Cells> dual(cells_, u_, v_);
    const int most = std::min(kMostNewton, options_.max_iterations - result_.iterations);
    const DualSolution solution =
        dual.solve(r_, s_, {kWithin / 10 * options_.tolerance, most, options_.cancel, "structure: balancing"});
    result_.history.insert(result_.history.end(), solution.history.begin() + 1, solution.history.end());
    result_.iterations = static_cast<int>(result_.history.size());
    for (std::size_t j = 0; j < s_.size(); ++j) inverse_[j] = 1 / s_[j];
  }

  /// A cell that is zero in every table of these margins can here hold no more than all that rows are off by and what
  /// counts as zero in a flow.
  [[nodiscard]] bool surely_interior() const {
    double gross = 0, smallest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < u_.size(); ++i)
      cells_.each(i, [&](std::size_t j, double a) {
        if (a == 0) return;
        const double x = a > 0 ? a * (r_[i] * s_[j]) : -a / (r_[i] * s_[j]);
        gross += x;
        smallest = std::min(smallest, x);
      });
    return smallest > (result_.history.back() + 2e-11) * gross;
  }

  /// What is wrong is told of the table given, whatever was cleared from it since.
  void end_as_given(const Table& given, Stop stop) {
    result_.table = given;
    result_.margins = diagnose_margins(given, u_, v_);
    result_.stop = result_.margins.attainability == Attainability::infeasible ? Stop::infeasible : stop;
    restart();
    finish(r_, s_);
  }

  /// The cells by the multipliers, and how far the margins of that are off.
  void finish(const std::vector<double>& r, const std::vector<double>& s) {
    const std::vector<double> ones(s.size(), 1);
    std::fill(positive_.begin(), positive_.end(), 0);
    std::fill(negative_.begin(), negative_.end(), 0);
    for (std::size_t i = 0; i < u_.size(); ++i) {
      cells_.scale(i, r[i], s);
      const auto [give, take] = cells_.sums(i, ones, ones);
      result_.row_residual = std::max(result_.row_residual, relative(give - take - u_[i], u_[i], give + take));
      cells_.spread(i, 1, positive_, negative_);
    }
    for (std::size_t j = 0; j < v_.size(); ++j) {
      const double give = positive_[j], take = negative_[j];
      result_.column_residual = std::max(result_.column_residual, relative(give - take - v_[j], v_[j], give + take));
    }
    result_.row_multipliers = r;
    result_.column_multipliers = s;
  }

  Balanced<Table>& result_;
  const BalancingOptions& options_;
  Cells cells_;
  const std::vector<double>&u_, &v_;
  std::vector<double> r_, s_, inverse_;  ///< `inverse_` is 1 / s.
  std::vector<double> next_;             ///< r of the next iteration.
  std::vector<double> positive_, negative_;
};

void require_options(std::string_view function, const BalancingOptions& o) {
  detail::require(o.tolerance >= 1e-12 && o.tolerance <= 0.01, function, "tolerance must be in [1e-12, 0.01]",
                  o.tolerance);
  detail::require(o.max_iterations >= 1, function, "max_iterations must be >= 1", o.max_iterations);
}

void require_non_negative(std::string_view function, std::string_view what, const std::vector<double>& sums) {
  for (std::size_t i = 0; i < sums.size(); ++i)
    if (sums[i] < 0)
      detail::fail(function, std::string(what) + " sums must be >= 0 (gras takes negative ones)",
                   detail::number_text(sums[i]), "for " + std::string(what) + ' ' + std::to_string(i));
}

/// The margins, with one total.
void read_totals(std::string_view function, DifferingTotals differing, std::vector<double>& row_sums,
                 std::vector<double>& column_sums, std::size_t rows, std::size_t columns) {
  const MarginTotals totals = read_margins(function, rows, columns, row_sums, column_sums);
  if (totals.differ() && differing == DifferingTotals::refuse)
    detail::fail(
        function, "row and column sums must have one total, or an option must say which to scale",
        detail::number_text(totals.rows) + " by rows and " + detail::number_text(totals.columns) + " by columns",
        "which differ by " + detail::number_text(std::abs(totals.rows - totals.columns)));
  // Totals that differ by rounding are made one as well, where the ratio says something.
  const double ratio = totals.rows / totals.columns;
  const bool sound = ratio > 0 && std::isfinite(ratio) && std::abs(totals.rows) > 1e-6 * totals.gross;
  if (totals.differ() && !sound)
    detail::fail(
        function, "totals must have one sign and not be zero, to be scaled",
        detail::number_text(totals.rows) + " by rows and " + detail::number_text(totals.columns) + " by columns");
  if (!sound) return;
  if (differing == DifferingTotals::scale_rows)
    for (double& u : row_sums) u /= ratio;
  else
    for (double& v : column_sums) v *= ratio;
}

/// Cells of either table with their places, for checks.
template <class Visit>
void each_cell(const Matrix& a, Visit visit) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; ++j) visit(i, j, a(i, j));
}
template <class Visit>
void each_cell(const SparseMatrix& a, Visit visit) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t k = a.starts[i]; k < a.starts[i + 1]; ++k) visit(i, a.column[k], a.values[k]);
}

/// The first cell that may not be.
template <class Table>
void refuse_cell(std::string_view function, bool negatives, const Table& table) {
  each_cell(table, [&](std::size_t i, std::size_t j, double a) {
    if (std::isfinite(a) && (negatives || a >= 0)) return;
    detail::fail(function,
                 negatives ? "cells must be finite" : "cells must be >= 0 and finite (gras takes negative ones)",
                 detail::number_text(a), "in row " + std::to_string(i) + ", column " + std::to_string(j));
  });
}

template <class Table, class Cells>
Balanced<Table> balance(std::string_view function, bool negatives, const Table& table,
                        const std::vector<double>& row_sums, const std::vector<double>& column_sums,
                        const BalancingOptions& options) {
  require_shape(function, table);
  require_options(function, options);
  // Whether there is something to refuse is found in vector lanes; where it is, only then.
  std::size_t bad = 0, any = 0, positive = 0;
  const double least = negatives ? std::numeric_limits<double>::lowest() : 0;
  for (const double a : table.values) {
    bad += a >= least ? 0 : 1;
    bad += a <= std::numeric_limits<double>::max() ? 0 : 1;
    any += a != 0 ? 1 : 0;
    positive += a > 0 ? 1 : 0;
  }
  if (bad > 0) refuse_cell(function, negatives, table);
  if (any == 0)
    detail::fail(function, "a cell of the table must not be zero",
                 std::to_string(table.rows) + " x " + std::to_string(table.columns) + " zeros");
  Balanced<Table> result;
  result.row_sums = row_sums;
  result.column_sums = column_sums;
  if (!negatives) {
    require_non_negative(function, "row", row_sums);
    require_non_negative(function, "column", column_sums);
    if (std::all_of(row_sums.begin(), row_sums.end(), [](double u) { return u == 0; }))
      detail::fail(function, "a row must have a sum above 0", "only zeros");
  }
  read_totals(function, options.differing_totals, result.row_sums, result.column_sums, table.rows, table.columns);
  result.table = table;
  Balancing<Table, Cells>(result, options).run(table, positive);
  return result;
}

}  // namespace

Balanced<Matrix> ras(const Matrix& table, const std::vector<double>& row_sums, const std::vector<double>& column_sums,
                     const BalancingOptions& options) {
  return balance<Matrix, DenseCells>("structure::ras", false, table, row_sums, column_sums, options);
}

Balanced<SparseMatrix> ras(const SparseMatrix& table, const std::vector<double>& row_sums,
                           const std::vector<double>& column_sums, const BalancingOptions& options) {
  return balance<SparseMatrix, SparseCells>("structure::ras", false, table, row_sums, column_sums, options);
}

Balanced<SparseMatrix> gras(const SparseMatrix& table, const std::vector<double>& row_sums,
                            const std::vector<double>& column_sums, const BalancingOptions& options) {
  return balance<SparseMatrix, SparseCells>("structure::gras", true, table, row_sums, column_sums, options);
}

Balanced<Matrix> gras(const Matrix& table, const std::vector<double>& row_sums, const std::vector<double>& column_sums,
                      const BalancingOptions& options) {
  require_shape("structure::gras", table);
  auto found = gras(sparse(table), row_sums, column_sums, options);
  Balanced<Matrix> result;
  result.table = dense(found.table);
  result.row_multipliers = std::move(found.row_multipliers);
  result.column_multipliers = std::move(found.column_multipliers);
  result.row_sums = std::move(found.row_sums);
  result.column_sums = std::move(found.column_sums);
  result.row_residual = found.row_residual;
  result.column_residual = found.column_residual;
  result.iterations = found.iterations;
  result.history = std::move(found.history);
  result.margins = std::move(found.margins);
  result.stop = found.stop;
  return result;
}

}  // namespace foreplan::inline v0::structure
