#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/margins.hpp>
#include <foreplan/structure/matrix.hpp>

#include <vector>

/// Social accounting matrices (SAMs) by minimum cross-entropy of their column coefficients.
namespace foreplan::inline v0::structure {

struct CrossEntropyOptions {
  /// Of each account, what it receives and what it pays, in units of the table. Empty: means of row and column sums.
  std::vector<double> totals{};
  /// Of each total, in units of the table; 0: the total is exact. Empty: all are.
  std::vector<double> standard_errors{};
  double tolerance = 1e-10;  ///< Of a row sum, relative to its total; in [1e-13, 0.01].
  int max_iterations = 200;  ///< >= 1; Newton steps, and quasi-Newton steps over the errors around them.
  CancelToken cancel{};      ///< @throws Cancelled
};

struct CrossEntropyTable {
  Matrix flows{};                                ///< Row sum i = column sum i = total i.
  Matrix coefficients{};                         ///< A: flows over totals of columns; columns sum to 1.
  std::vector<double> totals{};                  ///< X, with errors.
  std::vector<double> errors{};                  ///< totals - those given (or the means).
  std::vector<double> multipliers{};             ///< lambda of each row's sum; determined up to a common term.
  double cross_entropy = 0;                      ///< sum of A log(A / A0).
  double error_penalty = 0;                      ///< 1/2 sum of (error / standard error)^2.
  double row_residual = 0, column_residual = 0;  ///< Of the flows: the largest |sum - total| / total.
  /// With errors: the largest derivative of the objective by an error, measured in standard errors.
  double error_gradient = 0;
  int iterations = 0;             ///< Newton steps at the last totals.
  int error_iterations = 0;       ///< Quasi-Newton steps over the errors.
  std::vector<double> history{};  ///< Row residuals at the start and after each Newton step, at the last totals.
  MarginDiagnosis margins{};      ///< Of the pattern and the totals; cells that can only vanish are set to zero.
  Stop stop = Stop::not_run;      ///< converged, infeasible (then see `margins`), iteration_limit, no_progress.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};

/// The SAM nearest to a table whose accounts do not balance (Golan, Judge & Robinson 1994; Robinson, Cattaneo & El-Said
/// 2001): with A0 the column coefficients of the table,
///
///   minimise  sum over i, j of A_ij log(A_ij / A0_ij)  +  1/2 sum over i of (error_i / standard error_i)^2
///   subject to  sum_i A_ij = 1,  sum_j A_ij X_j = X_i,  X = totals given + errors.
///
/// Unlike RAS, which is near to the flows, every column counts alike however small its account is. Errors in totals are
/// normal, one for row and column of an account; Robinson et al. give them weights on a few support points instead.
/// For given X the problem is convex and solved through its dual, one variable lambda_i an account, by Newton's method:
/// A_ij = A0_ij exp(lambda_i X_j) / sum_k A0_kj exp(lambda_k X_j). Over the errors it need not be convex: they start
/// at zero and go down to a minimum by quasi-Newton steps with exact derivatives, lambda_j - sum_i lambda_i A_ij.
/// Cells below zero are refused: move them to the transposed place with the sign changed, as payments the other way.
/// Cost: accounts^3 a Newton step, about ten steps; with errors some twenty times that.
///
/// @throws InvalidArgument  unless the table is square, of 1 to 2,000 accounts, its cells >= 0 and finite, with a cell
///   above 0 in each column; totals > 0 and finite, one an account; standard errors >= 0 and finite, one an account;
///   options in range.
[[nodiscard]] FOREPLAN_EXPORT CrossEntropyTable balance_cross_entropy(const Matrix& table,
                                                                      const CrossEntropyOptions& options = {});

}  // namespace foreplan::inline v0::structure
