#include "scenario/frml.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/check.hpp"
#include "scenario/assemble.hpp"
#include "scenario/evaluate.hpp"
#include "scenario/expression_parser.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

class FrmlReader {
 public:
  FrmlReader(std::string_view text, const FrmlOptions& options, const CompileOptions& limits, Issues& issues)
      : r_(text, Dialect::frml, limits, issues),
        options_(options),
        expressions_(r_),
        bindings_(r_),
        names_(r_, draft_),
        evaluator_(r_, bindings_, names_, draft_) {}

  FrmlModel read();

 private:
  enum class Use : std::uint8_t { model, fitted, add_factor };
  struct Flags {
    bool behavioural = false;
    Use use = Use::model;
  };
  void formula();
  Flags flags();
  void add(const Token& name, const Flags& flags, StepRange right, std::string text);
  void kinds();

  Reading r_;
  const FrmlOptions& options_;
  ExpressionParser expressions_;
  Draft draft_{};
  Bindings bindings_;
  Names names_;
  Evaluator evaluator_;
  std::vector<std::uint32_t> places_{};
  FrmlModel made_{};
};

FrmlModel FrmlReader::read() {
  draft_.explicit_add_factors = true;
  r_.advance();
  while (!r_.is(TokenKind::end_of_text) && !r_.issues->full()) {
    try {
      formula();
    } catch (const Refused& refused) {
      r_.lexer.seek(std::min(refused.resume, r_.lexer.text().size()));
      r_.advance();
      if (r_.is(TokenKind::dollar)) r_.advance();
    }
  }
  draft_.complete = r_.issues->empty();
  for (Problem& p : assemble(draft_))
    r_.issues->add(places_[p.index], std::move(p.expected), std::move(p.found), std::move(p.suggestion));
  kinds();
  made_.data = std::move(draft_.data);
  return std::move(made_);
}

void FrmlReader::formula() {
  if (r_.token.kind != TokenKind::name || upper(r_.text(r_.token)) != "FRML") r_.refuse(r_.token, "FRML");
  r_.advance();
  const Flags what = r_.is(TokenKind::less) ? flags() : Flags{};
  if (r_.is(TokenKind::not_equal)) r_.advance();  // <>: no flags
  const Token name = r_.take(TokenKind::name, "the name of a variable");
  r_.take(TokenKind::assign, "= after the name");
  const StepRange right = expressions_.read();
  const std::size_t end = r_.previous.offset + r_.previous.length;
  r_.take(TokenKind::dollar, "an operator or $");
  add(name, what, right, one_line(r_.lexer.text().substr(name.offset, end - name.offset)));
  r_.syntax.steps.resize(right.begin);
}

/// `<DAMP,STOC>`; flags not known here, and what they are set to, change nothing.
FrmlReader::Flags FrmlReader::flags() {
  Flags made;
  do {
    r_.advance();
    const std::string flag = upper(r_.text(r_.token));
    if (flag == "DAMP" || flag == "STOC") made.behavioural = true;
    if (flag == "FIT") made.use = Use::fitted;
    if (flag == "CALC_ADD_FACTOR") made.use = Use::add_factor;
  } while (!r_.is(TokenKind::greater) && !r_.is(TokenKind::dollar) && !r_.is(TokenKind::end_of_text));
  r_.take(TokenKind::greater, "> after the flags");
  return made;
}

void FrmlReader::add(const Token& name, const Flags& flags, StepRange right, std::string text) {
  ModelEquation equation;
  equation.variable = upper(r_.text(name));
  equation.text = std::move(text);
  equation.kind = flags.behavioural ? EquationKind::behavioural : EquationKind::identity;
  const Place place = r_.issues->place(name.offset);
  equation.line = place.line;
  equation.column = place.column;
  const bool aside = flags.use == Use::add_factor || (flags.use == Use::fitted && !options_.include_fitted);
  if (aside) {
    equation.name = equation.variable;
    (flags.use == Use::fitted ? made_.fitted : made_.add_factors).push_back(std::move(equation));
    return;
  }
  if (draft_.data.equations.size() >= r_.options->max_equations)
    r_.refuse_limit(name.offset, "equations, CompileOptions::max_equations", r_.options->max_equations);
  EquationSides sides;
  sides.variable = names_.variable(r_.symbols.intern(equation.variable));
  sides.left = draft_.data.expressions.variable(sides.variable);
  sides.right = evaluator_.evaluate(right);
  draft_.add_equation(std::move(equation), sides, nullptr);
  places_.push_back(name.offset);
}

/// X_A, X_D and X_X of an endogenous X, where nothing determines them.
void FrmlReader::kinds() {
  for (ModelVariable& v : draft_.data.variables) {
    const auto size = v.name.size();
    if (v.kind != VariableKind::exogenous || size < 3 || v.name[size - 2] != '_') continue;
    const std::uint32_t symbol = r_.symbols.find(std::string_view(v.name).substr(0, size - 2));
    const std::uint32_t stem = symbol == kNone ? kNone : names_.known_variable(symbol);
    if (stem == kNone || draft_.data.variables[stem].kind != VariableKind::endogenous) continue;
    const char suffix = v.name[size - 1];
    if (suffix == 'A')
      v.kind = VariableKind::add_factor;
    else if (suffix == 'D')
      v.kind = VariableKind::exclusion;
    else if (suffix == 'X')
      v.kind = VariableKind::exclusion_value;
    if (v.kind != VariableKind::exogenous) v.value = 0;
  }
}

}  // namespace

FrmlModel parse_frml(std::string_view text, const FrmlOptions& options, const CompileOptions& limits) {
  require_readable(text, limits);
  Issues issues(text, limits.file);
  FrmlModel made;
  try {
    made = FrmlReader(text, options, limits, issues).read();
  } catch (const LimitReached&) {
    // recorded among the issues
  }
  issues.raise();
  return made;
}

}  // namespace foreplan::inline v0::scenario::detail
