#include <foreplan/scenario/model.hpp>

#include <algorithm>
#include <utility>

#include "core/check.hpp"
#include "scenario/model_data.hpp"
#include "scenario/program.hpp"

namespace foreplan::inline v0::scenario {

std::string_view to_string(EquationKind kind) noexcept {
  return kind == EquationKind::identity ? "identity" : "behavioural";
}

std::string_view to_string(VariableKind kind) noexcept {
  switch (kind) {
    case VariableKind::endogenous:
      return "endogenous";
    case VariableKind::exogenous:
      return "exogenous";
    case VariableKind::parameter:
      return "parameter";
    case VariableKind::add_factor:
      return "add-factor";
    case VariableKind::exclusion:
      return "exclusion";
    case VariableKind::exclusion_value:
      return "exclusion value";
  }
  return "unknown";
}

Model::Model() {
  auto empty = std::make_shared<detail::ModelData>();
  empty->program = std::make_shared<detail::Program>();
  data_ = std::move(empty);
}
Model::Model(std::shared_ptr<const detail::ModelData> data) noexcept : data_(std::move(data)) {}

const std::vector<ModelVariable>& Model::variables() const noexcept { return data_->variables; }
const std::vector<ModelEquation>& Model::equations() const noexcept { return data_->equations; }
bool Model::contains(std::string_view variable) const noexcept {
  return data_->index.find(variable) != data_->index.end();
}
int Model::max_lag() const noexcept { return data_->max_lag; }
int Model::max_lead() const noexcept { return data_->max_lead; }

const ModelVariable& Model::operator[](std::string_view variable) const {
  const auto found = data_->index.find(variable);
  if (found != data_->index.end()) return data_->variables[found->second];
  std::vector<std::string> known;
  for (const ModelVariable& v : data_->variables) known.push_back(v.name);
  const std::string nearest = foreplan::detail::nearest_name(variable, known);
  foreplan::detail::fail("scenario::Model", "variable must be one of the model", foreplan::detail::quoted(variable),
                         nearest.empty() ? "" : "(did you mean " + foreplan::detail::quoted(nearest) + "?)");
}

namespace detail {
namespace {

/// Fills in how far the equations look back and ahead, for each variable and in all.
void find_reach(ModelData& data) {
  Walk walk(data.expressions);
  for (const EquationSides& sides : data.sides) {
    const NodeId roots[] = {sides.left, sides.right};
    for (const Read read : walk.reads(roots)) {
      ModelVariable& v = data.variables[read.variable];
      v.max_lag = std::max(v.max_lag, -read.offset);
      v.max_lead = std::max(v.max_lead, read.offset);
    }
  }
  for (const ModelVariable& v : data.variables) {
    data.max_lag = std::max(data.max_lag, v.max_lag);
    data.max_lead = std::max(data.max_lead, v.max_lead);
  }
}

[[noreturn]] void refuse(const ModelData& data, const Order& order, const std::string& file) {
  std::vector<ParseIssue> issues;
  const std::vector<std::string> sentences = explain(data, order);
  // Where the first equation concerned stands.
  const auto& rows = order.misfit.over_rows.empty() ? order.misfit.under_rows : order.misfit.over_rows;
  ParseIssue issue{.file = file};
  if (!rows.empty()) {
    issue.line = data.equations[rows.front()].line;
    issue.column = data.equations[rows.front()].column;
  }
  for (const std::string& sentence : sentences) {
    issue.expected = "as many independent equations as unknowns";
    issue.found = sentence;
    issues.push_back(issue);
  }
  throw ParseError(std::move(issues));
}

}  // namespace

Model finish(ModelData data, const std::string& file) {
  data.index.clear();
  data.index.reserve(data.variables.size());
  for (std::uint32_t v = 0; v < data.variables.size(); ++v) data.index.emplace(data.variables[v].name, v);
  find_reach(data);
  std::vector<bool> unknown(data.variables.size());
  for (std::size_t v = 0; v < unknown.size(); ++v) unknown[v] = data.variables[v].kind == VariableKind::endogenous;
  // Solutions are of this choice of unknowns only: they stay out of the model's own expressions.
  Expressions e = data.expressions;
  Order order = order_equations(data, e, unknown);
  if (order.singular()) refuse(data, order, file);
  data.program = generate(data, e, std::move(order));
  return Model(std::make_shared<const ModelData>(std::move(data)));
}

}  // namespace detail
}  // namespace foreplan::inline v0::scenario
