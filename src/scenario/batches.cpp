#include "scenario/batches.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "scenario/model_data.hpp"

namespace foreplan::inline v0::scenario::detail {

void solve_batches(const Model& model, std::size_t count, PeriodRange range, const SolveOptions& options,
                   const std::function<Scenario(std::size_t)>& make,
                   const std::function<bool(std::size_t, const Run&)>& see) {
  constexpr std::size_t kMemory = std::size_t{64} << 20, kLeast = 8, kMost = 4096;
  const auto columns = range.size() + static_cast<std::size_t>(model.max_lag() + model.max_lead());
  const std::size_t bytes = sizeof(double) * (model.variables().size() + 1) * columns;
  const std::size_t batch = std::clamp(kMemory / std::max<std::size_t>(bytes, 1), kLeast, kMost) / kLeast * kLeast;
  SolveOptions quiet = options;
  quiet.execution.progress = {};
  std::vector<Scenario> scenarios;
  for (std::size_t begin = 0; begin < count; begin += batch) {
    if (options.execution.cancel.cancelled()) throw Cancelled("scenario::solve_all: cancelled");
    const std::size_t end = std::min(count, begin + batch);
    scenarios.clear();
    for (std::size_t i = begin; i < end; ++i) scenarios.push_back(make(i));
    const std::vector<Run> runs = solve_all(model, scenarios, range, quiet);
    for (std::size_t i = begin; i < end; ++i)
      if (!see(i, runs[i - begin])) return;
    if (options.execution.progress && !options.execution.progress(end, count))
      throw Cancelled("scenario::solve_all: cancelled by the caller");
  }
}

double value_of(const Run& run, std::string_view variable, Period period) {
  const RunData& data = run.data();
  const std::uint32_t v = data.model.data().index.find(variable)->second;
  return data.values[v * data.columns + static_cast<std::size_t>(period - data.origin)];
}

void require_variable(std::string_view function, const Model& model, std::string_view what, std::string_view variable) {
  if (model.contains(variable)) return;
  std::vector<std::string> known;
  for (const ModelVariable& v : model.variables()) known.push_back(v.name);
  const std::string nearest = foreplan::detail::nearest_name(variable, known);
  foreplan::detail::fail(function, std::string(what) + " must be a variable of the model",
                         foreplan::detail::quoted(variable),
                         nearest.empty() ? "" : "(did you mean " + foreplan::detail::quoted(nearest) + "?)");
}

void require_outcome(std::string_view function, const Model& model, const PeriodRange& range, const Outcome& outcome) {
  require_variable(function, model, "outcome", outcome.variable);
  if (!range.contains(outcome.period))
    foreplan::detail::fail<PeriodMismatch>(function, "outcome must lie in the range " + to_string(range),
                                           to_string(outcome));
}

std::string free_name(const Scenario& scenario, std::string name) {
  const auto taken = [&](const std::string& n) {
    return scenario.name() == n || std::any_of(scenario.layers().begin(), scenario.layers().end(),
                                               [&](const Layer& layer) { return layer.name == n; });
  };
  while (taken(name)) name += '\'';
  return name;
}

Scenario with_layer(const Scenario& scenario, const Layer& layer) {
  Scenario out = scenario.layer(layer.name);
  for (const Change& change : layer.changes) out = out.with(change);
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
