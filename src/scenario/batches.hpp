#pragma once
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/sensitivity.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/run_data.hpp"

/// Many scenarios of which little is kept.
namespace foreplan::inline v0::scenario::detail {

/// Solves scenarios 0 ... count - 1, some at a time so that their runs stay within a fixed amount of memory, and shows
/// each run in order, until `see` returns false. Progress counts scenarios.
/// @throws as solve_all, and what the functions throw.
void solve_batches(const Model& model, std::size_t count, PeriodRange range, const SolveOptions& options,
                   const std::function<Scenario(std::size_t)>& make,
                   const std::function<bool(std::size_t, const Run&)>& see);

/// Where a run holds a value; also after the periods solved. The variable is one of the model, the period held.
[[nodiscard]] double value_of(const Run& run, std::string_view variable, Period period);

/// @throws InvalidArgument  naming `function`, unless the model has the variable (naming the nearest).
void require_variable(std::string_view function, const Model& model, std::string_view what, std::string_view variable);
/// @throws InvalidArgument  also for a period outside the range.
void require_outcome(std::string_view function, const Model& model, const PeriodRange& range, const Outcome& outcome);

/// `name`, or with as many primes as make it new to the scenario's layers.
[[nodiscard]] std::string free_name(const Scenario& scenario, std::string name);

/// The scenario with one layer more. @throws as Scenario::layer and Scenario::with.
[[nodiscard]] Scenario with_layer(const Scenario& scenario, const Layer& layer);

}  // namespace foreplan::inline v0::scenario::detail
