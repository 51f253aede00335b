#include "scenario/expand.hpp"

#include "core/check.hpp"
#include "scenario/bindings.hpp"
#include "scenario/evaluate.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

class Expansion {
 public:
  Expansion(Reading& r, Draft& draft, std::vector<std::uint32_t>& equation_places,
            std::vector<std::uint32_t>& variable_places)
      : r_(r),
        draft_(draft),
        equation_places_(equation_places),
        variable_places_(variable_places),
        bindings_(r),
        names_(r, draft),
        evaluator_(r, bindings_, names_, draft) {}

  void run() {
    walk(true);
    walk(false);
  }

 private:
  void walk(bool declarations);
  std::string written(std::uint32_t pattern) {
    std::string text;
    if (pattern != kNone && !bindings_.write(pattern, text)) text.clear();
    return text;
  }
  const Unit* unit(const Statement& s) const { return s.unit == kNone ? nullptr : &r_.syntax.units[s.unit]; }
  void declare(const Statement& s);
  void declare_constant(const Statement& s, std::uint32_t symbol);
  void declare_variable(const Statement& s, std::uint32_t symbol);
  bool value_of(const Statement& s, double& value);
  void equation(const Statement& s);

  struct Frame {
    std::uint32_t statement;
    std::uint64_t iteration, count;
  };
  Reading& r_;
  Draft& draft_;
  std::vector<std::uint32_t>& equation_places_;
  std::vector<std::uint32_t>& variable_places_;
  Bindings bindings_;
  Names names_;
  Evaluator evaluator_;
  std::vector<Frame> frames_{};
  std::vector<std::uint32_t> unlagged_{};
};

void Expansion::walk(bool declarations) {
  const auto& statements = r_.syntax.statements;
  for (std::uint32_t at = 0; at < statements.size(); ++at) {
    const Statement& s = statements[at];
    bindings_.charge(1, s.offset);
    if (s.kind == StatementKind::loop_begin) {
      const Loop& loop = r_.syntax.loops[s.loop];
      const std::uint64_t count = bindings_.count(loop);
      if (count == 0) {  // over a list that is not known: reported
        at = s.other;
        continue;
      }
      bindings_.set(loop, 0, s.offset);
      frames_.push_back({at, 0, count});
    } else if (s.kind == StatementKind::loop_end) {
      Frame& frame = frames_.back();
      if (++frame.iteration < frame.count) {
        at = frame.statement;
        bindings_.set(r_.syntax.loops[statements[at].loop], frame.iteration, statements[at].offset);
      } else {
        frames_.pop_back();
      }
    } else if (declarations != (s.kind == StatementKind::equation)) {
      declarations ? declare(s) : equation(s);
    }
  }
}

void Expansion::declare(const Statement& s) {
  const std::string name = written(s.name);
  if (!is_name(name) || is_keyword(name) || find_function(name, r_.dialect) != nullptr) {
    r_.issues->add(s.offset, "a name that is not reserved", v0::detail::quoted(name, 40));
    return;
  }
  const std::uint32_t symbol = r_.symbols.intern(name);
  bindings_.charge(8, s.offset);
  const std::uint32_t known = names_.known_variable(symbol);
  const bool declared = known != kNone && known < variable_places_.size() && variable_places_[known] != kNone;
  if (declared || names_.constant(symbol)) {
    r_.issues->add(s.offset, "one declaration for each name", "a second one for " + name,
                   declared ? "the first is in line " + std::to_string(r_.issues->place(variable_places_[known]).line)
                            : std::string());
  } else if (s.kind == StatementKind::constant) {
    declare_constant(s, symbol);
  } else {
    declare_variable(s, symbol);
  }
}

bool Expansion::value_of(const Statement& s, double& value) {
  const NodeId id = evaluator_.evaluate(s.right);
  const Node& node = draft_.data.expressions[id];
  if (node.op != Op::constant) {
    r_.issues->add(r_.syntax.steps[s.right.begin].offset, "a value of numbers and constants",
                   "an expression of variables", "constants are defined above the place where they are used");
    return false;
  }
  value = node.value;
  return true;
}

void Expansion::declare_constant(const Statement& s, std::uint32_t symbol) {
  double value = 0;
  if (names_.known_variable(symbol) != kNone)  // met in another declaration's value: reported there
    return;
  if (value_of(s, value)) names_.set_constant(symbol, value);
}

void Expansion::declare_variable(const Statement& s, std::uint32_t symbol) {
  double value = 0;
  if (s.kind == StatementKind::parameter && !value_of(s, value)) return;
  const std::uint32_t v = names_.variable(symbol);
  variable_places_.resize(draft_.data.variables.size(), kNone);
  variable_places_[v] = s.offset;
  ModelVariable& variable = draft_.data.variables[v];
  variable.description = written(s.description);
  if (const Unit* u = unit(s)) variable.unit = *u;
  if (s.kind == StatementKind::parameter) variable.value = value;
  draft_.declared[v] = s.kind == StatementKind::parameter    ? Declared::parameter
                       : s.kind == StatementKind::endogenous ? Declared::endogenous
                       : s.kind == StatementKind::exogenous  ? Declared::exogenous
                                                             : Declared::variable;
}

void Expansion::equation(const Statement& s) {
  if (draft_.data.equations.size() >= r_.options->max_equations)
    r_.refuse_limit(s.offset, "equations, CompileOptions::max_equations", r_.options->max_equations);
  const Place place = r_.issues->place(s.offset);
  EquationSides sides;
  sides.variable = evaluator_.plain_variable(s.left);
  unlagged_.clear();
  sides.left = evaluator_.evaluate(s.left, &unlagged_);
  const Step& first = r_.syntax.steps[s.left.begin];
  if (s.left.end == s.left.begin + 1 && sides.variable == kNone &&
      draft_.data.expressions[sides.left].op == Op::variable)
    r_.issues->add(first.offset, "a variable without a lag on the left side",
                   r_.symbols.name(first.kind == StepKind::symbol ? first.a : 0) + " with a lag");
  sides.right = evaluator_.evaluate(s.right);
  if (sides.variable == kNone) draft_.unlagged.insert(draft_.unlagged.end(), unlagged_.begin(), unlagged_.end());
  ModelEquation equation;
  equation.name = written(s.name);
  equation.kind = s.equation;
  equation.text = equation_text(r_, bindings_, s);
  equation.description = written(s.description);
  equation.line = place.line;
  equation.column = place.column;
  draft_.add_equation(std::move(equation), sides, unit(s));
  equation_places_.push_back(s.offset);
}

}  // namespace

void expand(Reading& reading, Draft& draft, std::vector<std::uint32_t>& equation_places,
            std::vector<std::uint32_t>& variable_places) {
  Expansion(reading, draft, equation_places, variable_places).run();
}

}  // namespace foreplan::inline v0::scenario::detail
