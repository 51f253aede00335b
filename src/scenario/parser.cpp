#include "scenario/parser.hpp"

#include <algorithm>
#include <optional>

#include "core/check.hpp"
#include "scenario/expression_parser.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr const char* kStatement = "list, for, end, a declaration or an equation";

class Parser {
 public:
  explicit Parser(Reading& reading) : r_(reading), expressions_(reading) {}
  void read();

 private:
  void statement();
  void list();
  void begin_loop();
  void end_loop();
  void close_loop(const Token& at);
  void declaration(StatementKind kind);
  void equation();
  void label(Statement& s);
  void description_and_unit(Statement& s);
  void end_of_line();
  Token free_name(const char* expected);
  void add(Statement s);
  std::string nearest_keyword(const Token& word) const;

  struct OpenLoop {
    std::uint32_t statement;  ///< kNone where its header was refused.
    std::uint32_t scope;
    Token token;
  };
  Reading& r_;
  ExpressionParser expressions_;
  std::vector<OpenLoop> loops_{};
};

void Parser::read() {
  r_.advance();
  while (!r_.is(TokenKind::end_of_text) && !r_.issues->full()) {
    if (r_.is(TokenKind::newline)) {
      r_.advance();
      continue;
    }
    const std::size_t scope = r_.scope.size();
    try {
      statement();
    } catch (const Refused& refused) {
      r_.scope.resize(std::min(scope, r_.scope.size()));
      r_.lexer.seek(std::min(refused.resume, r_.lexer.text().size()));
      r_.advance();
    }
  }
  while (!loops_.empty()) {  // closed here, so that what they hold is checked too
    r_.issues->add(loops_.back().token.offset, "end after the lines of this loop", "the end of the text");
    close_loop(r_.token);
  }
}

void Parser::statement() {
  struct Word {
    std::string_view text;
    StatementKind kind;
  };
  static constexpr Word kDeclarations[] = {{"parameter", StatementKind::parameter},
                                           {"constant", StatementKind::constant},
                                           {"variable", StatementKind::variable},
                                           {"endogenous", StatementKind::endogenous},
                                           {"exogenous", StatementKind::exogenous}};
  if (r_.is(TokenKind::invalid)) r_.refuse(r_.token, kStatement);
  if (r_.is_word("list")) return list();
  if (r_.is_word("for")) return begin_loop();
  if (r_.is_word("end")) return end_loop();
  for (const Word& word : kDeclarations)
    if (r_.is_word(word.text)) return declaration(word.kind);
  equation();
}

void Parser::list() {
  r_.advance();
  const Token name = r_.token;
  if (name.kind != TokenKind::name || name.braces || name.at) r_.refuse(name, "a name for the list");
  if (is_keyword(r_.text(name))) r_.refuse(name, "a name that is not reserved");
  r_.advance();
  r_.take(TokenKind::assign, "= and the elements of the list");
  const std::uint32_t elements = read_elements(r_, false);
  if (!loops_.empty()) r_.refuse(name, "lists outside loops");
  if (!r_.lists.emplace(std::string(r_.text(name)), elements).second) r_.report(name, "a name that no other list has");
}

void Parser::begin_loop() {
  const OpenLoop open{static_cast<std::uint32_t>(r_.syntax.statements.size()),
                      static_cast<std::uint32_t>(r_.scope.size()), r_.token};
  if (loops_.size() >= r_.options->max_depth)
    r_.refuse_limit(r_.token.offset, "nested loops, CompileOptions::max_depth", r_.options->max_depth);
  loops_.push_back(open);  // even if its header is refused, its `end` will come
  Statement s{.kind = StatementKind::loop_begin, .offset = r_.token.offset};
  loops_.back().statement = kNone;
  ++r_.refused_loops;
  r_.advance();
  s.loop = read_loop(r_);
  if (r_.refused_loops == 1) {
    r_.refused_loops = 0;
    loops_.back().statement = open.statement;
    add(s);
  }
  end_of_line();
}

void Parser::end_loop() {
  const Token at = r_.token;
  r_.advance();
  if (loops_.empty()) r_.refuse(at, "end only after for");
  close_loop(at);
  end_of_line();
}

void Parser::close_loop(const Token& at) {
  const OpenLoop loop = loops_.back();
  loops_.pop_back();
  r_.scope.resize(loop.scope);
  if (loop.statement != kNone) {
    r_.syntax.statements[loop.statement].other = static_cast<std::uint32_t>(r_.syntax.statements.size());
    add({.kind = StatementKind::loop_end, .offset = at.offset, .other = loop.statement});
  } else {
    --r_.refused_loops;
  }
}

Token Parser::free_name(const char* expected) {
  const Token name = r_.token;
  if (name.kind != TokenKind::name || name.at) r_.refuse(name, expected);
  if (!name.braces && (is_keyword(r_.text(name)) || find_function(r_.text(name), r_.dialect) != nullptr))
    r_.refuse(name, expected, std::string(r_.text(name)) + " is reserved");
  r_.advance();
  return name;
}

void Parser::declaration(StatementKind kind) {
  Statement s{.kind = kind, .offset = r_.token.offset};
  r_.advance();
  const Token name = free_name("a name to declare");
  s.offset = name.offset;
  s.name = r_.pattern(name);
  const bool has_value = kind == StatementKind::parameter || kind == StatementKind::constant;
  if (has_value) {
    r_.take(TokenKind::assign, "= and a value");
    s.right = expressions_.read();
  } else if (r_.is(TokenKind::assign)) {
    r_.refuse(r_.token, "a description, a unit or the end of the line", "an equation is a line of its own");
  }
  description_and_unit(s);
  end_of_line();
  add(s);
}

void Parser::equation() {
  Statement s{.kind = StatementKind::equation, .offset = r_.token.offset};
  const Token first = r_.token;
  if (r_.is_word("behavioural") || r_.is_word("behavioral")) {
    s.equation = EquationKind::behavioural;
    r_.advance();
  } else if (r_.is_word("identity")) {
    r_.advance();
  }
  label(s);
  s.aggregates.begin = static_cast<std::uint32_t>(r_.syntax.aggregates.size());
  s.body.offset = r_.token.offset;
  if (r_.is(TokenKind::newline) || r_.is(TokenKind::end_of_text)) r_.refuse(r_.token, "an equation");
  s.left = expressions_.read();
  if (!r_.is(TokenKind::assign)) {
    std::string cause;
    if (r_.token.kind == TokenKind::name && r_.previous.offset == first.offset) cause = nearest_keyword(first);
    if (s.left.end > s.left.begin && r_.syntax.steps[s.left.end - 1].kind == StepKind::operation &&
        r_.syntax.steps[s.left.end - 1].code == static_cast<std::uint8_t>(Op::equal))
      cause = "an equation is written with one =";
    r_.refuse(r_.token, "= after the left side", cause);
  }
  r_.advance();
  s.right = expressions_.read();
  s.body.length = r_.previous.offset + r_.previous.length - s.body.offset;
  s.aggregates.end = static_cast<std::uint32_t>(r_.syntax.aggregates.size());
  description_and_unit(s);
  end_of_line();
  add(s);
}

void Parser::label(Statement& s) {
  if (!r_.is(TokenKind::name) || r_.after().kind != TokenKind::colon) return;
  s.name = r_.pattern(free_name("a label"));
  r_.advance();
  r_.skip_newlines();
}

void Parser::description_and_unit(Statement& s) {
  if (r_.is(TokenKind::string)) {
    s.description = r_.pattern(r_.token.offset + 1, r_.token.length - 2, true);
    r_.advance();
  }
  if (!r_.is(TokenKind::unit)) return;
  std::string_view text = r_.text(r_.token).substr(1, r_.token.length - 2);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  try {
    r_.syntax.units.push_back(parse_unit(text));
    s.unit = static_cast<std::uint32_t>(r_.syntax.units.size() - 1);
  } catch (const InvalidArgument&) {
    r_.report(r_.token, "a unit such as [million t] or [bn VND, 2010 prices]");
  }
  r_.advance();
}

void Parser::end_of_line() {
  if (r_.is(TokenKind::newline) || r_.is(TokenKind::end_of_text)) return;
  std::string cause;
  if (r_.is(TokenKind::assign)) cause = "a comparison is written ==";
  if (r_.is(TokenKind::comma)) cause = r_.decimal_comma();
  if (r_.is(TokenKind::close)) cause = "no parenthesis is open here";
  if (r_.is(TokenKind::string) && r_.previous.kind == TokenKind::unit) cause = "the description comes before the unit";
  const bool operand = r_.is(TokenKind::name) || r_.is(TokenKind::number) || r_.is(TokenKind::open);
  if (operand && r_.previous.kind == TokenKind::number) cause = "a product is written with *";
  r_.refuse(r_.token, operand ? "an operator or the end of the line" : "the end of the line", cause);
}

void Parser::add(Statement s) {
  if (r_.refused_loops > 0) return;
  if (r_.syntax.statements.size() >= kNone - 1) r_.refuse_limit(s.offset, "statements", kNone - 1);
  r_.syntax.statements.push_back(s);
}

std::string Parser::nearest_keyword(const Token& word) const {
  const std::string near =
      v0::detail::nearest_name(r_.text(word), {"behavioural", "identity", "parameter", "constant", "variable",
                                               "endogenous", "exogenous", "list", "for", "end"});
  return near.empty() ? std::string() : "did you mean " + near + "?";
}

}  // namespace

void parse_statements(Reading& reading) { Parser(reading).read(); }

}  // namespace foreplan::inline v0::scenario::detail
