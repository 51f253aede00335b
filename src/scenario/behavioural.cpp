#include "scenario/behavioural.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::quoted;

std::string nearest_sentence(std::string_view name, const std::vector<std::string>& known) {
  const std::string nearest = foreplan::detail::nearest_name(name, known);
  return nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)";
}

}  // namespace

std::vector<Behavioural> behavioural_equations(const ModelData& model, std::string_view function) {
  std::vector<Behavioural> out;
  for (std::uint32_t i = 0; i < model.equations.size(); ++i) {
    const ModelEquation& equation = model.equations[i];
    if (equation.kind != EquationKind::behavioural) continue;
    const auto variable = model.index.find(equation.variable), add_factor = model.index.find(equation.variable + "_A");
    if (variable == model.index.end() || add_factor == model.index.end()) continue;
    out.push_back({i, variable->second, add_factor->second});
  }
  if (out.empty()) foreplan::detail::fail(function, "model must have behavioural equations", "none with an add-factor");
  return out;
}

std::vector<Behavioural> behavioural_equations(const ModelData& model, const std::vector<std::string>& variables,
                                               std::string_view function) {
  const std::vector<Behavioural> all = behavioural_equations(model, function);
  if (variables.empty()) return all;
  std::vector<Behavioural> out;
  for (const std::string& name : variables) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Behavioural& b) { return model.variables[b.variable].name == name; });
    if (found == all.end()) {
      std::vector<std::string> known;
      for (const Behavioural& b : all) known.push_back(model.variables[b.variable].name);
      foreplan::detail::fail(function, "shocks need a variable with a behavioural equation", quoted(name),
                             nearest_sentence(name, known));
    }
    if (std::any_of(out.begin(), out.end(), [&](const Behavioural& b) { return b.variable == found->variable; }))
      foreplan::detail::fail(function, "equations must be named once", quoted(name));
    out.push_back(*found);
  }
  return out;
}

std::uint32_t variable_named(const ModelData& model, std::string_view name, std::string_view function,
                             std::string_view where) {
  const auto found = model.index.find(name);
  if (found != model.index.end()) return found->second;
  std::vector<std::string> known;
  for (const ModelVariable& v : model.variables) known.push_back(v.name);
  const std::string nearest = nearest_sentence(name, known);
  foreplan::detail::fail(function, "variable must be one of the model", quoted(name),
                         std::string(where) + (nearest.empty() || where.empty() ? "" : " ") + nearest);
}

}  // namespace foreplan::inline v0::scenario::detail
