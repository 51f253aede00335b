#pragma once
#include <foreplan/scenario/solve.hpp>

#include <span>

#include "scenario/inputs.hpp"
#include "scenario/program.hpp"

namespace foreplan::inline v0::scenario::detail {

/// The code of one period, a forward stage; periods with the same unknowns share it.
struct StackedCode {
  const Stage* stage = nullptr;
  std::span<const double> fixed{};  ///< Values for the stage's fixed loads.
};

struct StackedTrouble {
  Stop stop = Stop::not_run;
  std::size_t column = 0;        ///< Of the largest imbalance.
  std::vector<double> values{};  ///< Of the segment's stores in that period.
};

/// A block that looks ahead, all periods of the window together: Newton on the torn variables and those read in other
/// periods, everything else condensed out period by period; one sparse factorisation of the whole, its pattern found
/// once. What is read and not solved for, before, in or after the window, stands in `values`.
/// (Laffargue 1990 and Boucekkine 1995 solve the same system by recursion over periods.)
/// @param codes    made by one choice of `elsewhere` (program.hpp), where there are several.
/// @param code_of  for each period of the window its place in `codes`.
StackedTrouble solve_stacked(std::span<const StackedCode> codes, std::span<const std::size_t> code_of, double* values,
                             const Window& window, const SolveOptions& options, SolveWork& work);

}  // namespace foreplan::inline v0::scenario::detail
