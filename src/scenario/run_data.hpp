#pragma once
#include <foreplan/scenario/solve.hpp>

#include <string>
#include <vector>

namespace foreplan::inline v0::scenario::detail {

/// What a Run holds.
struct RunData {
  Model model{};
  std::string scenario{};
  PeriodRange range{};          ///< Solved.
  std::size_t solved = 0;       ///< Periods; `range` means nothing when 0.
  Period origin{};              ///< Of column 0.
  std::size_t columns = 0;      ///< Periods held of every variable.
  std::vector<double> values{};  ///< [variable][column]
  Stop stop = Stop::not_run;
  std::optional<SolveFailure> failure{};
  SolveWork work{};
};

}  // namespace foreplan::inline v0::scenario::detail
