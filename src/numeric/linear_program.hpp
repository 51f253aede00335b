#pragma once
#include <foreplan/core/stop.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

/// Can a system of linear inequalities be satisfied, which rows are to blame if not, and how far can a
/// combination of its variables go? Small and dense: up to some hundreds of variables and rows.
namespace foreplan::inline v0::numeric {

/// sum of coefficient * x[variable] <= bound
struct LinearRow {
  std::vector<std::pair<std::size_t, double>> terms{};
  double bound = 0;
};

struct Feasibility {
  Stop stop = Stop::not_run;  ///< converged (some x was found), infeasible or iteration_limit.
  /// When infeasible: rows whose combination with these positive multipliers is impossible (Farkas' lemma): its
  /// coefficients are >= 0 and its bound is < 0, to rounding. These rows alone cannot be satisfied. Not necessarily
  /// minimal.
  std::vector<std::size_t> conflict{};
  std::vector<double> multipliers{};  ///< One for each row of `conflict`.
  std::vector<double> point{};        ///< When converged: the x >= 0 with the least sum.

  [[nodiscard]] bool feasible() const noexcept { return stop == Stop::converged; }
};

/// Whether some x >= 0 satisfies all rows to within `tolerance`, which is absolute: scale the rows so
/// that their terms are of the order of 1. The sum of x is minimised by the dual simplex method on a condensed
/// dictionary (Chvatal 1983, chapter 10), with the smallest index after a stall. Close to a solution at x = 0 it takes
/// about as many pivots as rows are violated there.
[[nodiscard]] Feasibility find_feasibility(std::span<const LinearRow> rows, std::size_t variables,
                                           double tolerance = 1e-9);

struct Optimum {
  Stop stop = Stop::not_run;  ///< converged, infeasible, unbounded or iteration_limit.
  double value = 0;           ///< Of the objective, when converged.
};

/// The largest value of `objective` over the x >= 0 that satisfy all rows to within `tolerance`.
[[nodiscard]] Optimum maximise(std::span<const LinearRow> rows, std::size_t variables,
                               std::span<const std::pair<std::size_t, double>> objective, double tolerance = 1e-9);

}  // namespace foreplan::inline v0::numeric
