#include "scenario/begin_run.hpp"

#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {

std::vector<RunData::FixedValue> read_fixed(const ModelData& model, const Scenario& scenario) {
  std::vector<RunData::FixedValue> out;
  for (NodeId id = 0; id < model.expressions.size(); ++id) {
    const Node& n = model.expressions[id];
    if (n.op != Op::at_period) continue;
    const std::string& name = model.variables[n.a].name;
    const Period period = model.periods[n.b];
    const bool there = scenario.data().contains(name) && scenario.data()[name].covers(period);
    const double value = there ? scenario.data().at(name, period) : NAN;
    if (!std::isfinite(value))
      foreplan::detail::fail("scenario::solve", "data must hold every value that the model reads",
                             "none for " + name + " in " + to_string(period));
    out.push_back({n.a, n.b, value});
  }
  return out;
}

Prepared begin_run(const Model& model, const Scenario& scenario, const Window& window, std::vector<double> base) {
  Prepared out{std::make_shared<RunData>(), {}};
  RunData& run = *out.run;
  run.model = model;
  run.scenario = scenario.name();
  run.range = {window.period(window.first), window.period(window.first)};
  run.origin = window.origin;
  run.columns = window.columns;
  run.values = std::move(base);
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
