#pragma once
#include "scenario/scenario_solver.hpp"

namespace foreplan::inline v0::scenario::detail {

/// Reads what Op::at_period stands for in any equation. @throws InvalidArgument where the data have no value.
[[nodiscard]] std::vector<RunData::FixedValue> read_fixed(const ModelData& model, const Scenario& scenario);

/// A run that holds the base alone: no layer is applied, nothing checked.
[[nodiscard]] Prepared begin_run(const Model& model, const Scenario& scenario, const Window& window,
                                 std::vector<double> base);

}  // namespace foreplan::inline v0::scenario::detail
