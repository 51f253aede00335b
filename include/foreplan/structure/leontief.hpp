#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

/// The linear system (I - M) of an input-output table, prepared once and solved for as many right sides as are asked.
/// With M = A, A(i, j) = flows(i, j) / output(j), it is Leontief's (1936) demand model x = A x + f; with
/// M = B, B(i, j) = flows(i, j) / output(i), Ghosh's (1958) supply model x' = x' B + v'.
///
/// @par Example  Output for a final demand of (600, 1500), and multipliers of anything by its coefficients.
///     const InputOutputSystem a = factor(input_coefficients(table), table.sectors);
///     a.solve({600, 1500}).values;
///     a.solve_transposed(direct_coefficients(table, "employment")).values;
namespace foreplan::inline v0::structure {

/// A solution, how it was reached and how good it is.
struct SystemSolution {
  std::vector<double> values{};  ///< One a sector.
  double residual = 0;           ///< Largest of |(I - M) x - f| over the largest of |f|, from M as it was given.
  std::size_t iterations = 0;    ///< 0 for a factorisation.
  /// converged: by elimination always; by iteration when the residual is at most 1e-12, or as small as rounding
  /// allows and at most 1e-8; otherwise iteration_limit (1,000) or no_progress.
  Stop stop = Stop::not_run;
  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }

  bool operator==(const SystemSolution&) const = default;
};

class InputOutputSystem;

/// Prepares I - M. A dense M is factored, L U = P (I - M), in 2/3 n^3 operations; a sparse one is kept, and each
/// solution is an iteration of its own: GMRES (Saad & Schultz 1986) with the triangle of Gauss & Seidel standing in for
/// I - M.
/// @param sectors  their names, for messages; empty, or one a row.
/// @throws InvalidArgument  unless M is square and finite; and where I - M has no use: when it is singular to working
///   precision, or when M >= 0 does not leave anything over (a spectral radius of 1 or more; Hawkins & Simon 1949),
///   which flows passed for coefficients do. The message names the sectors that together use all that they make, or
///   more. A sparse M with cells below zero is not checked: its solutions say whether they were found.
[[nodiscard]] FOREPLAN_EXPORT InputOutputSystem factor(const Matrix& m, const std::vector<std::string>& sectors = {});
[[nodiscard]] FOREPLAN_EXPORT InputOutputSystem factor(const SparseMatrix& m,
                                                       const std::vector<std::string>& sectors = {});

/// I - M, ready to be solved: made by `factor`. Copies share one factorisation; const calls are safe side by side.
class FOREPLAN_EXPORT InputOutputSystem {
 public:
  InputOutputSystem(const InputOutputSystem&);
  InputOutputSystem(InputOutputSystem&&) noexcept;
  InputOutputSystem& operator=(const InputOutputSystem&);
  InputOutputSystem& operator=(InputOutputSystem&&) noexcept;
  ~InputOutputSystem();

  [[nodiscard]] std::size_t size() const noexcept;
  /// The names that `factor` was given; empty without.
  [[nodiscard]] const std::vector<std::string>& sectors() const noexcept;
  /// x of (I - M) x = f: with M = A the output that final demand f calls for. O(n^2).
  /// @throws InvalidArgument  unless f has one finite number a sector.
  [[nodiscard]] SystemSolution solve(const std::vector<double>& f) const;
  /// x of x' (I - M) = v': with M = A and v an input per unit of output, what one unit of final demand needs of it in
  /// all.
  /// @throws InvalidArgument  as `solve`.
  [[nodiscard]] SystemSolution solve_transposed(const std::vector<double>& v) const;
  /// (I - M)^-1 in full, 2 n^3 operations: only where every cell of it is asked for. A sparse M is factored densely for
  /// it. @throws InvalidArgument  for more than 10^9 cells.
  [[nodiscard]] Matrix inverse() const;

 private:
  struct Factors;
  explicit InputOutputSystem(std::shared_ptr<const Factors>);
  std::shared_ptr<const Factors> factors_;
  friend InputOutputSystem factor(const Matrix& m, const std::vector<std::string>& sectors);
  friend InputOutputSystem factor(const SparseMatrix& m, const std::vector<std::string>& sectors);
};

/// A: inputs for one unit of output. A sector without output has no inputs either, and a column of zeros.
/// @throws InvalidArgument  naming a sector that uses inputs without output.
[[nodiscard]] FOREPLAN_EXPORT Matrix input_coefficients(const InputOutputTable&);
/// B: what one unit of output is delivered to. A sector without output has a row of zeros.
/// @throws InvalidArgument  naming a sector that delivers without output.
[[nodiscard]] FOREPLAN_EXPORT Matrix allocation_coefficients(const InputOutputTable&);

}  // namespace foreplan::inline v0::structure
