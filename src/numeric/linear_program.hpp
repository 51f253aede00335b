#pragma once
#include <foreplan/core/stop.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

/// Can a system of linear inequalities be satisfied, which rows are to blame if not, and how far can a
/// combination of its variables go? Small and dense: tens of variables, at most some hundreds of rows.
namespace foreplan::inline v0::numeric {

/// sum of coefficient * x[variable] <= bound
struct LinearRow {
  std::vector<std::pair<std::size_t, double>> terms{};
  double bound = 0;
};

struct Feasibility {
  bool feasible = true;
  /// When infeasible: rows whose positive combination is impossible (Farkas' lemma), so that these
  /// rows alone cannot be satisfied. Not necessarily minimal.
  std::vector<std::size_t> conflict{};
};

/// Whether some x >= 0 satisfies all rows to within `tolerance`, which is absolute: scale the rows so
/// that their terms are of the order of 1. One auxiliary variable is minimised by the primal simplex
/// method on a condensed tableau (Chvatal 1983, chapter 3), with Bland's rule after a stall.
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
