#pragma once
#include <foreplan/core/stop.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

struct QuadraticProgram {
  Stop stop = Stop::not_run;  ///< converged or iteration_limit; x is feasible either way.
  std::vector<double> x{};
  std::vector<double> slack{};  ///< H x - g - A' y of each variable: >= 0, and 0 where x > 0, at the minimum.
  /// How far the conditions of Karush, Kuhn and Tucker are from holding: the largest of |slack| where x > 0, of -slack
  /// where x = 0, and of |A x - A start|, beside the sizes of what they are made of.
  double violation = 0;
  bool unique = true;  ///< H is positive definite on the directions that sums and slacks leave open, so that x is the
                       ///< only minimum; otherwise it may be one of many.
  int iterations = 0;
};

/// Minimises x'Hx / 2 - g'x over x >= 0 with A x = A start, by a primal active set (Nocedal & Wright 2006, algorithm
/// 16.3). Small and dense: an iteration factors the blocks of H that hold the variables not at 0, variables of
/// different blocks having nothing to do with each other but by the sums.
/// @param h      n x n, row by row, symmetric positive semi-definite; g in its range, as for least squares.
/// @param a      m x n, row by row; dependent rows are allowed.
/// @param start  n numbers >= 0, best > 0.
[[nodiscard]] QuadraticProgram minimise_quadratic(std::span<const double> h, std::span<const double> g,
                                                  std::span<const double> a, std::span<const double> start);

}  // namespace foreplan::inline v0::numeric
