#pragma once
#include <foreplan/scenario/solve.hpp>

#include <memory>
#include <span>
#include <vector>

#include "scenario/inputs.hpp"
#include "scenario/program.hpp"
#include "scenario/run_data.hpp"

/// One scenario on its own: down the ladder of methods, with another program wherever other variables are solved for.
namespace foreplan::inline v0::scenario::detail {

/// @throws InvalidArgument
void check_options(const SolveOptions& options);

/// A run before its first period: inputs gathered, layers applied, everything checked.
struct Prepared {
  std::shared_ptr<RunData> run{};
  std::vector<Switch> switches{};
};
/// @param base  `gather` of the scenario's data for this window.
[[nodiscard]] Prepared prepare(const Model& model, const Scenario& scenario, const Window& window,
                               std::vector<double> base);

/// Values for `stage.fixed_loads`, in their order.
[[nodiscard]] std::vector<double> fixed_values(const RunData& run, const Stage& stage);

/// Solves the periods of the window and writes values, range, stop, failure and work into the run.
void solve_alone(RunData& run, std::span<const Switch> switches, const Window& window, const SolveOptions& options);

}  // namespace foreplan::inline v0::scenario::detail
