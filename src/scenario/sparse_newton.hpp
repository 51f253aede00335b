#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/scenario/solve.hpp>

#include <functional>
#include <span>
#include <vector>

#include "scenario/program.hpp"

/// Newton's method for many unknowns of which each equation holds few.
namespace foreplan::inline v0::scenario::detail {

/// d residual[row] / d x[column]
struct SparseEntry {
  std::uint32_t row = 0, column = 0;
  double value = 0;
};

struct SparseSystem {
  /// residuals(x, r): false where one is not finite.
  std::function<bool(std::span<const double>, std::span<double>)> residuals{};
  /// Adds the derivatives where `residuals` was last; always the same places, entries of 0 too.
  std::function<void(std::vector<SparseEntry>&)> derivatives{};
};

/// From `x` until the residuals are 0, damped as `solve_torn` is. In the end the residuals were last asked for at `x`:
/// the solution, or, where there is none, the last point where all was finite.
/// @throws Cancelled
Stop solve_sparse(const SparseSystem& system, std::vector<double>& x, const SolveOptions& options, SolveWork& work);

/// One block, from the torn values standing in `w`; what it leaves there is as solve_torn's.
Stop solve_sparse(const Segment& segment, double* w, const SolveOptions& options, SolveWork& work);

/// From how many unknowns on sparse factors are faster than dense ones, where derivatives are `sparse`.
inline constexpr std::size_t kSparseFrom = 300;
/// Whether few of the derivatives of a block are other than 0.
[[nodiscard]] bool sparse(const Segment& segment);

}  // namespace foreplan::inline v0::scenario::detail
