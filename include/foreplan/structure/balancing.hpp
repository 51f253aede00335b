#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/margins.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstdint>
#include <vector>

/// Balancing of a table to given row and column sums (margins), as near to the table as it can be.
///
/// | name | cells | margins | x_ij                                             | least sum over cells of   |
/// |------|-------|---------|--------------------------------------------------|---------------------------|
/// | RAS  | >= 0  | >= 0    | r_i a_ij s_j                                     | x log(x / a) - x + a      |
/// | GRAS | any   | any     | a_ij r_i s_j where a > 0, a_ij / (r_i s_j) else | abs(a) (z log z - z + 1)  |
///
/// with z = x / a. Zero cells stay zero and no cell changes its sign. RAS keeps the cross products
/// a_ij a_kl / (a_il a_kj), and nothing else of the table matters to it.
namespace foreplan::inline v0::structure {

/// What to do when row sums and column sums have different totals. They differ when that is by more than 10^-12 of the
/// sum of |margins|.
enum class DifferingTotals : std::uint8_t {
  refuse,
  scale_columns,  ///< The rows are right: column sums times (total of rows / total of columns).
  scale_rows,     ///< The columns are right.
};

struct BalancingOptions {
  /// Converged when no row is off by more than this, relative to max(|margin|, sum of |cells|) of the row, the columns
  /// being exact to rounding. In [1e-12, 0.01].
  double tolerance = 1e-10;
  int max_iterations = 10'000;  ///< >= 1; an iteration is once all rows and once all columns.
  DifferingTotals differing_totals = DifferingTotals::refuse;
  CancelToken cancel{};  ///< Looked at once an iteration. @throws Cancelled
};

/// @tparam Table  `Matrix`, or `SparseMatrix`: then of the compressed rows that were given, with zeros in cells that
///   vanish.
template <class Table>
struct Balanced {
  Table table{};  ///< Units of the margins. Left as it was given when the margins are infeasible.
  /// r and s. Determined up to a factor f for r, 1 / f for s in each block of rows and columns that cells connect.
  std::vector<double> row_multipliers{}, column_multipliers{};
  std::vector<double> row_sums{}, column_sums{};  ///< Margins balanced to: as given, or scaled to one total.
  /// Of the table as it stands: the largest |sum - margin| / max(|margin|, sum of |cells|).
  double row_residual = 0, column_residual = 0;
  int iterations = 0;
  /// The row residual after each iteration; of a Newton step, that of rows and columns.
  std::vector<double> history{};
  /// Found by a maximum flow, unless the cells settle it: a converged table whose smallest cell is larger than all
  /// residuals together is in the interior, as is one without zeros. On the boundary the vanishing cells are
  /// set to zero and the rest is balanced: the limit that iterations would only creep up to.
  MarginDiagnosis margins{};
  Stop stop = Stop::not_run;  ///< converged, iteration_limit, not_finite or infeasible: `margins` says why.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};

/// RAS: rows and columns scaled in turn until both have their sums (Stone 1961; Bacharach 1970; Miller & Blair 2009,
/// section 7.4; the same as iterative proportional fitting, Deming & Stephan 1940).
/// Where a hundred or two iterations do not do, as for banded tables, Newton steps on the dual by conjugate gradients
/// take their place and lead to the same table.
/// Cost: one pass over the cells an iteration, two multiplications a cell; about ten iterations for dense tables. A
/// Newton step takes up to sqrt(condition) such passes, a few seconds for a band of 5,000 rows.
/// @throws InvalidArgument  for cells or margins that are negative or not finite, with their place (`gras` takes
///   negative ones); margins of the wrong number, all zero, or of different totals unless an option says what to do; a
///   table without a cell; options out of range; more than 10^9 cells.
[[nodiscard]] FOREPLAN_EXPORT Balanced<Matrix> ras(const Matrix& table, const std::vector<double>& row_sums,
                                                   const std::vector<double>& column_sums,
                                                   const BalancingOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT Balanced<SparseMatrix> ras(const SparseMatrix& table, const std::vector<double>& row_sums,
                                                         const std::vector<double>& column_sums,
                                                         const BalancingOptions& options = {});

/// GRAS: the same for tables with negative cells, such as subsidies or changes in stocks (Junius & Oosterhaven 2003,
/// with the objective as corrected by Lenzen, Wood & Gallego 2007, and rows or columns without positive cells as in
/// Temurshoev, Miller & Bouwmeester 2013). r_i is the positive root of p r - n / r = margin, p and n the sums of
/// a_ij s_j over positive and |a_ij| / s_j over negative cells; -n / margin where there are no positive ones.
/// For tables without negative cells, RAS. A dense table is worked on as a sparse one.
/// @throws InvalidArgument  as `ras`, but for negative cells and margins; scaling needs totals of one sign, not zero.
[[nodiscard]] FOREPLAN_EXPORT Balanced<Matrix> gras(const Matrix& table, const std::vector<double>& row_sums,
                                                    const std::vector<double>& column_sums,
                                                    const BalancingOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT Balanced<SparseMatrix> gras(const SparseMatrix& table,
                                                          const std::vector<double>& row_sums,
                                                          const std::vector<double>& column_sums,
                                                          const BalancingOptions& options = {});

}  // namespace foreplan::inline v0::structure
