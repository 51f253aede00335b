#include "scenario/assemble.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

class Assembly {
 public:
  explicit Assembly(Draft& draft) : d_(draft), data_(draft.data), by_(draft.data.variables.size(), kNone) {}

  std::vector<Problem> run() {
    plain_left_sides();
    other_left_sides();
    names();
    descriptions_and_units();
    kinds();
    if (!d_.explicit_add_factors) add_factors();
    for (std::uint32_t i = 0; i < data_.equations.size(); ++i)
      if (data_.equations[i].kind == EquationKind::identity) same_units(i);
    return std::move(problems_);
  }

 private:
  void plain_left_sides();
  void other_left_sides();
  bool may_determine(std::uint32_t variable) const {
    return d_.declared[variable] != Declared::parameter && d_.declared[variable] != Declared::exogenous;
  }
  std::uint32_t first_candidate(std::uint32_t equation, bool declared_only) const;
  void names();
  void descriptions_and_units();
  void kinds();
  void add_factors();
  std::uint32_t add_factor(std::uint32_t equation, const char* suffix, VariableKind kind);
  void same_units(std::uint32_t equation);

  std::string where(std::uint32_t equation) const {
    const ModelEquation& e = data_.equations[equation];
    return e.line == 0 ? e.text : "in line " + std::to_string(e.line);
  }
  void problem(std::uint32_t equation, std::string expected, std::string found, std::string suggestion = {}) {
    problems_.push_back({false, equation, std::move(expected), std::move(found), std::move(suggestion)});
  }

  Draft& d_;
  ModelData& data_;
  std::vector<std::uint32_t> by_;            ///< The equation that determines each variable.
  std::unordered_set<std::string> taken_{};  ///< Names that could be those of add-factors.
  std::vector<NodeId> todo_{};
  std::vector<std::uint32_t> seen_{};  ///< Of each node: 1 + the equation whose walk met it last.
  std::vector<Problem> problems_{};
};

void Assembly::plain_left_sides() {
  for (std::uint32_t i = 0; i < data_.equations.size(); ++i) {
    const std::uint32_t v = data_.sides[i].variable;
    if (v == kNone) continue;
    const std::string& name = data_.variables[v].name;
    if (!may_determine(v)) {
      problem(i, "a variable that an equation may determine",
              name + ", which is declared " + (d_.declared[v] == Declared::parameter ? "as a parameter" : "exogenous"));
    } else if (by_[v] != kNone) {
      problem(i, "one equation for each variable", "a second one for " + name, "the first is " + where(by_[v]));
    } else {
      by_[v] = i;
    }
  }
}

std::uint32_t Assembly::first_candidate(std::uint32_t equation, bool declared_only) const {
  const std::uint32_t begin = equation == 0 ? 0 : d_.unlagged_end[equation - 1];
  for (std::uint32_t k = begin; k < d_.unlagged_end[equation]; ++k) {
    const std::uint32_t v = d_.unlagged[k];
    if (by_[v] == kNone && may_determine(v) && (!declared_only || d_.declared[v] == Declared::endogenous)) return v;
  }
  return kNone;
}

/// Left sides with one variable first: `log(y) = ...` means y, whatever `x + y = ...` above it could take.
void Assembly::other_left_sides() {
  const auto determine = [&](std::uint32_t equation) {
    std::uint32_t v = first_candidate(equation, true);
    if (v == kNone) v = first_candidate(equation, false);
    if (v == kNone) return;
    data_.sides[equation].variable = v;
    by_[v] = equation;
  };
  std::vector<std::uint32_t> later;
  std::uint32_t begin = 0;
  for (std::uint32_t i = 0; i < data_.equations.size(); ++i) {
    const std::uint32_t end = d_.unlagged_end[i];
    if (data_.sides[i].variable == kNone && end > begin) {
      if (end - begin == 1)
        determine(i);
      else
        later.push_back(i);
    }
    begin = end;
  }
  for (const std::uint32_t i : later) determine(i);
}

void Assembly::names() {
  std::unordered_map<std::string_view, std::uint32_t> labels;
  for (std::uint32_t i = 0; i < data_.equations.size(); ++i) {
    ModelEquation& e = data_.equations[i];
    const std::uint32_t v = data_.sides[i].variable;
    if (v != kNone) e.variable = data_.variables[v].name;
    if (!e.name.empty()) {
      const auto [first, fresh] = labels.emplace(e.name, i);
      if (!fresh) problem(i, "a label that no other equation has", e.name, "the first is " + where(first->second));
    } else if (v != kNone) {
      e.name = e.variable;
    } else {
      e.name = "equation_" + std::to_string(i + 1);
    }
  }
}

void Assembly::descriptions_and_units() {
  for (std::uint32_t i = 0; i < data_.equations.size(); ++i) {
    const std::uint32_t v = data_.sides[i].variable;
    if (v == kNone) continue;
    ModelVariable& variable = data_.variables[v];
    if (variable.description.empty()) variable.description = data_.equations[i].description;
    const Unit* unit = d_.equation_units[i];
    if (unit == nullptr) continue;
    if (variable.unit && *variable.unit != *unit)
      problem(i, "the unit that " + variable.name + " is declared with, " + to_string(*variable.unit),
              to_string(*unit));
    variable.unit = *unit;
  }
}

void Assembly::kinds() {
  const bool free_equations =
      std::any_of(data_.sides.begin(), data_.sides.end(), [](const EquationSides& s) { return s.variable == kNone; });
  for (std::uint32_t v = 0; v < data_.variables.size(); ++v) {
    const bool declared = d_.declared[v] == Declared::endogenous;
    if (by_[v] != kNone || declared) data_.variables[v].kind = VariableKind::endogenous;
    if (d_.declared[v] == Declared::parameter) data_.variables[v].kind = VariableKind::parameter;
    if (declared && by_[v] == kNone && !free_equations && d_.complete)
      problems_.push_back({true, v, "an equation that determines " + data_.variables[v].name, "none", {}});
  }
}

void Assembly::add_factors() {
  std::size_t behavioural = 0;
  for (const ModelEquation& e : data_.equations) behavioural += e.kind == EquationKind::behavioural;
  if (behavioural == 0) return;
  for (const ModelVariable& v : data_.variables)
    if (v.name.ends_with("_A") || v.name.ends_with("_D") || v.name.ends_with("_X")) taken_.insert(v.name);
  data_.variables.reserve(data_.variables.size() + 3 * behavioural);
  for (std::uint32_t i = 0; i < data_.equations.size(); ++i) {
    if (data_.equations[i].kind != EquationKind::behavioural) continue;
    EquationSides& sides = data_.sides[i];
    if (sides.variable == kNone) {
      if (d_.complete) problem(i, "a variable on the left side that the behavioural equation determines", "none");
      continue;
    }
    if (by_[sides.variable] != i) continue;  // refused above
    const std::uint32_t a = add_factor(i, "_A", VariableKind::add_factor);
    sides.exclusion = add_factor(i, "_D", VariableKind::exclusion);
    sides.exclusion_value = add_factor(i, "_X", VariableKind::exclusion_value);
    if (a != kNone) sides.right = data_.expressions.make(Op::add, sides.right, data_.expressions.variable(a));
  }
}

std::uint32_t Assembly::add_factor(std::uint32_t equation, const char* suffix, VariableKind kind) {
  std::string name = data_.variables[data_.sides[equation].variable].name + suffix;
  if (taken_.contains(name)) {
    problem(equation, "no other use of " + name + ", which belongs to this behavioural equation", name);
    return kNone;
  }
  const std::uint32_t v = d_.add_variable(std::move(name));
  data_.variables[v].kind = kind;
  data_.variables[v].value = 0;
  return v;
}

/// Both sides of an identity that only adds variables must be in one unit, where units are declared.
void Assembly::same_units(std::uint32_t equation) {
  const EquationSides& sides = data_.sides[equation];
  const ModelVariable* first = nullptr;
  const ModelVariable* other = nullptr;
  seen_.resize(data_.expressions.size());
  todo_.assign({sides.right, sides.left});
  while (!todo_.empty()) {
    const NodeId id = todo_.back();
    todo_.pop_back();
    if (seen_[id] == equation + 1) continue;
    seen_[id] = equation + 1;
    const Node& n = data_.expressions[id];
    if (n.op == Op::add || n.op == Op::subtract) {
      todo_.push_back(n.b);
      todo_.push_back(n.a);
    } else if (n.op == Op::negate) {
      todo_.push_back(n.a);
    } else if (n.op == Op::variable) {
      const ModelVariable& v = data_.variables[n.a];
      if (!v.unit) continue;
      if (first == nullptr)
        first = &v;
      else if (other == nullptr && *v.unit != *first->unit)
        other = &v;
    } else {
      return;
    }
  }
  if (other != nullptr)
    problem(equation, "variables of one unit in a sum",
            first->name + " in " + to_string(*first->unit) + " and " + other->name + " in " + to_string(*other->unit));
}

}  // namespace

std::uint32_t Draft::add_variable(std::string name) {
  data.variables.emplace_back().name = std::move(name);
  declared.push_back(Declared::nothing);
  return static_cast<std::uint32_t>(data.variables.size() - 1);
}

std::uint32_t Draft::place_of(Period period) {
  std::vector<Period>& all = data.periods;
  if (!all.empty() && all[0].frequency() != period.frequency()) return kNone;
  const auto [found, fresh] = period_places.emplace(period.ordinal(), static_cast<std::uint32_t>(all.size()));
  if (fresh) all.push_back(period);
  return found->second;
}

void Draft::add_equation(ModelEquation equation, EquationSides sides, const Unit* unit) {
  data.equations.push_back(std::move(equation));
  data.sides.push_back(sides);
  equation_units.push_back(unit);
  unlagged_end.push_back(static_cast<std::uint32_t>(unlagged.size()));
}

std::vector<Problem> assemble(Draft& draft) { return Assembly(draft).run(); }

}  // namespace foreplan::inline v0::scenario::detail
