#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/dispatch.hpp"

namespace foreplan::inline v0::numeric {

/// P A = L U of a square matrix, L with ones on its diagonal, in one array column by column.
struct LuFactors {
  std::size_t n = 0;
  std::vector<double> values{};        ///< U on and above the diagonal, L below.
  std::vector<std::size_t> swapped{};  ///< Row k was swapped with row swapped[k] >= k, k rising.
  double norm = 0;                     ///< Of A: its largest column sum of absolute values.
};

/// Gaussian elimination with partial pivoting; halves of the columns are factored one after the other (Toledo 1997), so
/// that nearly all the work is products of matrices. The same bits on every tier.
/// @param a  n x n, finite, column by column. Where a column has no pivot, U has a zero on its diagonal.
[[nodiscard]] LuFactors lu_factor(std::vector<double> a, std::size_t n, Tier tier = best_tier());

/// Overwrites each of the columns that follow one another in `b` by the x of A x = b, or of A' x = b.
void lu_solve(const LuFactors&, std::span<double> b, Tier tier = best_tier());
void lu_solve_transposed(const LuFactors&, std::span<double> b, Tier tier = best_tier());

/// 1 / (|A| |A^-1|) in the norm of column sums, |A^-1| by Higham's (1988) algorithm, a few solves: rarely more than
/// three times too large. 0 when U has a zero on its diagonal.
[[nodiscard]] double reciprocal_condition(const LuFactors&);

}  // namespace foreplan::inline v0::numeric
