#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>

#include <string>
#include <vector>

/// Balancing of a table to any sums of its cells, when what is known of them is not equally reliable and does not
/// agree.
namespace foreplan::inline v0::structure {

struct ConstraintTerm {
  std::size_t row = 0;
  std::size_t column = 0;
  double coefficient = 1;

  bool operator==(const ConstraintTerm&) const = default;
};

/// sum of coefficient x_ij over the terms = value, give or take a standard error.
struct CellConstraint {
  std::string name{};  ///< The result repeats it; may be empty.
  std::vector<ConstraintTerm> terms{};
  double value = 0;
  double standard_error = 0;  ///< >= 0, in units of the value; 0: it holds exactly.

  bool operator==(const CellConstraint&) const = default;
};
/// Of all cells of one row, or one column, named "row 3". @throws InvalidArgument  for a place outside the table.
[[nodiscard]] FOREPLAN_EXPORT CellConstraint row_constraint(const Matrix& table, std::size_t row, double value,
                                                            double standard_error = 0);
[[nodiscard]] FOREPLAN_EXPORT CellConstraint column_constraint(const Matrix& table, std::size_t column, double value,
                                                               double standard_error = 0);

struct ConstrainedBalancingOptions {
  /// W, what the table counts for against the constraints with an error; > 0. Small: the constraints come first, and
  /// the table only decides what they leave open. A constraint that disagrees with none moves by about W e^2 / sum
  /// |a| times its multiplier, e its standard error.
  double prior_weight = 1e-3;
  double tolerance = 1e-10;  ///< Of the residual; in [1e-13, 0.01].
  int max_iterations = 200;  ///< >= 1; Newton steps.
  CancelToken cancel{};      ///< Looked at once an iteration. @throws Cancelled
};

/// What became of a constraint.
struct ConstraintOutcome {
  std::string name{};
  double value = 0;          ///< As stated.
  double reached = 0;        ///< Of the balanced table.
  double move = 0;           ///< reached - value.
  double moved_errors{};     ///< move / standard error; 0 for exact constraints that hold.
  double multiplier = 0;     ///< eta: log(x / a) = sign(a) times the sum of coefficient eta over a cell's constraints.
  bool conflicting = false;  ///< It disagrees with others: moved by more than a thousandth of its standard error.

  bool operator==(const ConstraintOutcome&) const = default;
};

struct ConstrainedBalance {
  Matrix table{};
  std::vector<ConstraintOutcome> constraints{};  ///< In the order given.
  double distance = 0;                           ///< sum of |a| (z log z - z + 1).
  double misfit = 0;  ///< sum of (move / standard error)^2: large when errors are larger than stated.
  /// The largest distance from G_i x = value_i - (W / sum |a|) e_i^2 eta_i, the first-order condition, relative to
  /// max(|value|, sum of |g a|, sum of |g x|); the other one, log(x / a) = sign(a) G' eta, holds by construction.
  double residual = 0;
  int iterations = 0;
  std::vector<double> history{};  ///< The residual at the start and after each iteration.
  Stop stop = Stop::not_run;      ///< converged, iteration_limit, no_progress, infeasible.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};

/// The problem of KRAS (Lenzen, Gallego & Wood 2009): of all tables with the signs and zeros of a, the one that
/// minimises
///
///   (W / sum |a|) sum of |a| (z log z - z + 1)  +  1/2 sum over i of ((G_i x - value_i) / e_i)^2,   z = x / a >= 0,
///
/// subject to G_i x = value_i where e_i = 0. The first part is GRAS' objective; the second makes those that disagree
/// give way as the squares of their errors. Lenzen et al. come to an agreement by moving values step by step while they
/// scale constraint by constraint; here it is the solution of a convex problem, which is unique. It is found through
/// the dual, one variable eta_i a constraint, by Newton's method: x = a exp(sign(a) G' eta). A cell may come so near to
/// zero that it is zero. With exact row and column sums only it is GRAS.
///
/// When exact constraints contradict each other the result is `infeasible`, and shows the table and the moves of least
/// squares that would make them agree, each in units of its own value: those that moved are `conflicting`.
/// Cost: constraints^3 / 3 + constraints x terms an iteration; about ten iterations.
///
/// @throws InvalidArgument  for cells that are not finite, a table of zeros, no constraint or more than 5,000; terms
///   outside the table, without a cell that is not zero, or with a coefficient that is not finite; values that are not
///   finite, negative errors; options out of range.
[[nodiscard]] FOREPLAN_EXPORT ConstrainedBalance kras(const Matrix& table,
                                                      const std::vector<CellConstraint>& constraints,
                                                      const ConstrainedBalancingOptions& options = {});

}  // namespace foreplan::inline v0::structure
