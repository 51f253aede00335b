#pragma once
#include <foreplan/scenario/solve.hpp>

#include <span>

#include "scenario/inputs.hpp"
#include "scenario/program.hpp"

namespace foreplan::inline v0::scenario::detail {

struct StackedTrouble {
  Stop stop = Stop::not_run;
  std::size_t column = 0;        ///< Of the largest imbalance.
  std::vector<double> values{};  ///< Of the segment's stores in that period.
};

/// A block that looks ahead, all periods of the window together: Newton on the torn variables and those read in other
/// periods, everything else condensed out period by period; one sparse factorisation of the whole, its pattern found
/// once. What leads read after the window stands in `values`.
/// (Laffargue 1990 and Boucekkine 1995 solve the same system by recursion over periods.)
StackedTrouble solve_stacked(const Stage& stage, double* values, std::span<const double> fixed, const Window& window,
                             const SolveOptions& options, SolveWork& work);

}  // namespace foreplan::inline v0::scenario::detail
