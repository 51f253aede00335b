#include <foreplan/scenario/solve.hpp>

#include "core/check.hpp"
#include "scenario/begin_run.hpp"
#include "scenario/inputs.hpp"
#include "scenario/scenario_solver.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario {

std::string_view to_string(SolveMethod method) noexcept {
  switch (method) {
    case SolveMethod::automatic:
      return "automatic";
    case SolveMethod::torn:
      return "torn";
    case SolveMethod::full_block:
      return "full block";
    case SolveMethod::trust_region:
      return "trust region";
    case SolveMethod::homotopy:
      return "homotopy";
  }
  return "unknown";
}

namespace detail {

void check_options(const SolveOptions& options) {
  foreplan::detail::require(options.tolerance > 0 && options.tolerance <= 1e-3, "scenario::solve",
                            "options.tolerance must be in (0, 1e-3]", options.tolerance);
  foreplan::detail::require(options.max_iterations >= 1, "scenario::solve", "options.max_iterations must be >= 1",
                            std::to_string(options.max_iterations));
}

Prepared prepare(const Model& model, const Scenario& scenario, const Window& window, std::vector<double> base) {
  Prepared out = begin_run(model, scenario, window, std::move(base));
  RunData& run = *out.run;
  out.switches = apply_layers(model.data(), scenario, window, run.values);
  run.switches = out.switches;
  require_complete(model.data(), out.switches, window, run.values);
  run.fixed_values = read_fixed(model.data(), scenario);
  return out;
}

}  // namespace detail

Run solve(const Model& model, const Scenario& scenario, PeriodRange range, const SolveOptions& options) {
  detail::check_options(options);
  if (detail::states_targets(scenario)) return detail::meet_targets(model, scenario, range, options);
  const detail::ModelData& data = model.data();
  const detail::Window window = detail::window_of(data, scenario, range);
  detail::Prepared prepared = detail::prepare(model, scenario, window, detail::gather(data, scenario.data(), window));
  detail::solve_alone(*prepared.run, prepared.switches, window, options);
  return Run(std::move(prepared.run));
}

}  // namespace foreplan::inline v0::scenario
