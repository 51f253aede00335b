#include <foreplan/scenario/builder.hpp>

#include <cmath>
#include <deque>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"
#include "scenario/assemble.hpp"
#include "scenario/builder_data.hpp"
#include "scenario/builder_state.hpp"
#include "scenario/functions.hpp"
#include "scenario/lexer.hpp"
#include "scenario/print.hpp"

namespace foreplan::inline v0::scenario {
namespace detail {
namespace {

/// The variable of a name, made where it is new.
std::uint32_t variable_of(BuilderState& state, std::string_view name, std::string_view function) {
  if (const auto found = state.names.find(name); found != state.names.end()) return found->second;
  if (!is_name(name) || is_keyword(name) || find_function(name, Dialect::model) != nullptr)
    v0::detail::fail(function, "name must be letters, digits and _, not begin with a digit and not be reserved",
                     v0::detail::quoted(name));
  const std::uint32_t v = state.draft.add_variable(std::string(name));
  state.names.emplace(name, v);
  return v;
}

void declare(BuilderState& state, std::uint32_t v, Declared kind, const VariableOptions& options,
             std::string_view function) {
  ModelVariable& variable = state.draft.data.variables[v];
  Declared& declared = state.draft.declared[v];
  const bool said = kind != Declared::nothing || !options.description.empty() || options.unit;
  if (!said) return;
  if (declared != Declared::nothing) v0::detail::fail(function, "a name must be described once", variable.name);
  declared = kind == Declared::nothing ? Declared::variable : kind;
  variable.description = options.description;
  variable.unit = options.unit;
}

void add_equation(BuilderState& state, EquationKind kind, std::uint32_t variable, NodeId left, NodeId right,
                  const EquationOptions& options) {
  Draft& draft = state.draft;
  ModelEquation equation;
  equation.name = options.label;
  equation.kind = kind;
  equation.description = options.description;
  equation.text = expression_text(draft.data, left) + " = " + expression_text(draft.data, right);
  EquationSides sides;
  sides.left = left;
  sides.right = right;
  sides.variable = variable;
  const Unit* unit = nullptr;
  if (options.unit) unit = &state.units.emplace_back(*options.unit);
  if (variable == kNone) {
    const NodeId roots[] = {left};
    for (const Read& read : state.walk.reads(roots))
      if (read.offset == 0) draft.unlagged.push_back(read.variable);
  }
  draft.add_equation(std::move(equation), sides, unit);
}

}  // namespace

ModelData builder_data(const ModelBuilder& builder) {
  Draft draft = ExprAccess::state(builder).draft;
  const std::vector<Problem> problems = assemble(draft);
  if (!problems.empty()) {
    const Problem& p = problems[0];
    const std::string where = p.of_variable
                                  ? draft.data.variables[p.index].name
                                  : draft.data.equations[p.index].name + ": " + draft.data.equations[p.index].text;
    v0::detail::fail("scenario::ModelBuilder::build", "expected " + p.expected, p.found,
                     "in " + where + (p.suggestion.empty() ? "" : " (" + p.suggestion + ")"));
  }
  return std::move(draft.data);
}

}  // namespace detail

using detail::ExprAccess;

ModelBuilder::ModelBuilder() : state_(std::make_shared<detail::BuilderState>()) {}
ModelBuilder::~ModelBuilder() = default;
ModelBuilder::ModelBuilder(ModelBuilder&&) noexcept = default;
ModelBuilder& ModelBuilder::operator=(ModelBuilder&&) noexcept = default;

Expr ModelBuilder::variable(std::string_view name, const VariableOptions& options) {
  constexpr std::string_view kFunction = "scenario::ModelBuilder::variable";
  const std::uint32_t v = detail::variable_of(*state_, name, kFunction);
  detail::declare(*state_, v, options.endogenous ? detail::Declared::endogenous : detail::Declared::nothing, options,
                  kFunction);
  return ExprAccess::make(state_, state_->draft.data.expressions.variable(v));
}

Expr ModelBuilder::parameter(std::string_view name, double value, const VariableOptions& options) {
  constexpr std::string_view kFunction = "scenario::ModelBuilder::parameter";
  v0::detail::require(std::isfinite(value), kFunction, "value must be finite", value);
  const std::uint32_t v = detail::variable_of(*state_, name, kFunction);
  detail::declare(*state_, v, detail::Declared::parameter, options, kFunction);
  state_->draft.data.variables[v].value = value;
  return ExprAccess::make(state_, state_->draft.data.expressions.variable(v));
}

void ModelBuilder::identity(std::string_view name, const Expr& right, const EquationOptions& options) {
  constexpr std::string_view kFunction = "scenario::ModelBuilder::identity";
  const detail::NodeId node = ExprAccess::node(right, state_, kFunction);
  const std::uint32_t v = detail::variable_of(*state_, name, kFunction);
  detail::add_equation(*state_, EquationKind::identity, v, state_->draft.data.expressions.variable(v), node, options);
}

void ModelBuilder::behavioural(std::string_view name, const Expr& right, const EquationOptions& options) {
  constexpr std::string_view kFunction = "scenario::ModelBuilder::behavioural";
  const detail::NodeId node = ExprAccess::node(right, state_, kFunction);
  const std::uint32_t v = detail::variable_of(*state_, name, kFunction);
  detail::add_equation(*state_, EquationKind::behavioural, v, state_->draft.data.expressions.variable(v), node,
                       options);
}

void ModelBuilder::equation(EquationKind kind, const Expr& left, const Expr& right, const EquationOptions& options) {
  constexpr std::string_view kFunction = "scenario::ModelBuilder::equation";
  const detail::NodeId a = ExprAccess::node(left, state_, kFunction), b = ExprAccess::node(right, state_, kFunction);
  const detail::Node& n = state_->draft.data.expressions[a];
  const bool plain = n.op == detail::Op::variable && n.offset == 0;
  detail::add_equation(*state_, kind, plain ? n.a : detail::kNone, a, b, options);
}

}  // namespace foreplan::inline v0::scenario
