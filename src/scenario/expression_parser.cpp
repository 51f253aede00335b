#include "scenario/expression_parser.hpp"

#include <algorithm>
#include <charconv>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

// Of operators; the higher binds first.
constexpr std::uint8_t kOr = 1, kAnd = 2, kNot = 3, kComparison = 4, kSum = 5, kProduct = 6, kSign = 7, kPower = 8;

constexpr const char* kOperand = "a number, a name, a function or (";

std::string arguments_text(const FunctionInfo& f) {
  if (f.most == 255) return std::to_string(f.least) + " or more arguments";
  const std::string count =
      f.least == f.most ? std::to_string(f.least) : std::to_string(f.least) + " or " + std::to_string(f.most);
  return count + (f.most == 1 ? " argument" : " arguments");
}

}  // namespace

StepRange ExpressionParser::read() {
  stack_.clear();
  brackets_ = 0;
  expects_operand_ = true;
  const std::uint32_t begin = step_count();
  for (;;) {
    if (expects_operand_)
      operand();
    else if (!after_operand())
      break;
  }
  reduce_to_bracket();
  return {begin, step_count()};
}

void ExpressionParser::push(Entry entry) {
  if (stack_.size() >= r_.options->max_depth)
    r_.refuse_limit(entry.token.offset, "nested parentheses, calls and operators, CompileOptions::max_depth",
                    r_.options->max_depth);
  brackets_ += entry.kind != Kind::operation;
  stack_.push_back(entry);
}

void ExpressionParser::emit(StepKind kind, std::uint8_t code, std::uint32_t a, std::uint32_t b, std::uint32_t offset) {
  if (r_.syntax.steps.size() >= r_.options->max_terms)
    r_.refuse_limit(offset, "operands and operations, CompileOptions::max_terms", r_.options->max_terms);
  r_.syntax.steps.push_back({kind, code, a, b, offset});
}

void ExpressionParser::emit_operator(const Entry& e) {
  emit(StepKind::operation, static_cast<std::uint8_t>(e.op), e.swapped, 0, e.token.offset);
}

void ExpressionParser::reduce_to_bracket() {
  while (!stack_.empty() && stack_.back().kind == Kind::operation) {
    emit_operator(stack_.back());
    stack_.pop_back();
  }
}

void ExpressionParser::operand() {
  r_.skip_newlines();
  const Token t = r_.token;
  switch (t.kind) {
    case TokenKind::number:
      r_.advance();
      emit(StepKind::number, 0, static_cast<std::uint32_t>(r_.syntax.numbers.size()), 0, t.offset);
      r_.syntax.numbers.push_back(t.value);
      expects_operand_ = false;
      if (r_.is(TokenKind::open))
        r_.refuse(r_.token, "an operator after the number", "a number has no lag, and a product is written with *");
      return;
    case TokenKind::name:
      return name();
    case TokenKind::plus:
      return r_.advance();
    case TokenKind::minus:
      push({.kind = Kind::operation, .precedence = kSign, .op = Op::negate, .token = t});
      return r_.advance();
    case TokenKind::open:
      push({.kind = Kind::parenthesis, .token = t});
      return r_.advance();
    case TokenKind::word:
      r_.refuse(t, kOperand, "a product is written with *, and names do not begin with a digit");
    case TokenKind::end_of_text:
      if (brackets_ > 0) refuse_end();
      [[fallthrough]];
    default:
      r_.refuse(t, kOperand);
  }
}

void ExpressionParser::name() {
  const Token t = r_.token;
  const std::string_view text = r_.text(t);
  if (t.at && t.braces) r_.refuse(t, "a function after @", "names of functions have no braces");
  if (t.braces) return variable();
  if (r_.dialect == Dialect::model && is_keyword(text) && !t.at) {
    if (text != "not") {
      // A keyword at the beginning of a line belongs to the next statement.
      if (brackets_ > 0) refuse_end();
      r_.refuse(t, kOperand, std::string(text) + " is a reserved word");
    }
    if (!stack_.empty() && stack_.back().kind == Kind::operation && stack_.back().precedence > kNot)
      r_.refuse(t, kOperand, "write not in parentheses here");
    push({.kind = Kind::operation, .precedence = kNot, .op = Op::logical_not, .token = t});
    return r_.advance();
  }
  const FunctionInfo* function = find_function(text, r_.dialect);
  const bool called = r_.after().kind == TokenKind::open;
  if (function != nullptr && (called || r_.dialect == Dialect::model)) {
    r_.advance();
    if (!called) r_.refuse(r_.token, "( after the function " + std::string(text), "names of functions are reserved");
    return call(*function);
  }
  if (t.at) r_.refuse(t, "a function after @", nearest_function(text, r_.dialect));
  variable();
}

void ExpressionParser::call(const FunctionInfo& function) {
  Entry entry{.kind = Kind::call, .function = &function, .step = step_count(), .token = r_.previous};
  r_.advance();
  if (function.function == Function::value) return fixed_period();
  const auto code = static_cast<std::uint8_t>(function.function);
  if (is_timed(function.function)) {
    entry.kind = Kind::timed;
    emit(StepKind::time_begin, code, kNone, 0, entry.token.offset);
  } else if (is_aggregate(function.function) && r_.dialect == Dialect::model) {
    r_.skip_newlines();
    if (function.least == 1 || runs_over_lists()) {
      entry.kind = Kind::aggregate;
      entry.scope = static_cast<std::uint32_t>(r_.scope.size());
      entry.span = static_cast<std::uint32_t>(r_.syntax.aggregates.size());
      const std::uint32_t loop = read_loop(r_);
      r_.take(TokenKind::colon, ": and an expression after the list");
      emit(StepKind::loop_begin, code, loop, 0, entry.token.offset);
      r_.skip_newlines();
      const std::uint32_t begin = entry.token.offset - (entry.token.at ? 1 : 0);
      r_.syntax.aggregates.push_back({begin, r_.token.offset, 0, loop, function.function});
    }
  }
  push(entry);
}

/// Whether `min(` goes on with `s in` or `(s, r) in`: min and max take numbers too.
bool ExpressionParser::runs_over_lists() const {
  Lexer ahead = r_.lexer;
  Token t = r_.token;
  if (t.kind == TokenKind::open) {
    do {
      if (ahead.next().kind != TokenKind::name) return false;
      t = ahead.next();
    } while (t.kind == TokenKind::comma);
    if (t.kind != TokenKind::close) return false;
  } else if (t.kind != TokenKind::name) {
    return false;
  }
  return r_.is_word(ahead.next(), "in");
}

void ExpressionParser::variable() {
  const Token t = r_.token;
  r_.advance();
  Step step{t.braces ? StepKind::pattern : StepKind::symbol, 0, 0, kNone, t.offset};
  if (t.braces) {
    step.a = r_.pattern(t);
  } else if (r_.dialect == Dialect::model) {
    step.a = r_.symbols.intern(r_.text(t));
  } else {
    std::string upper(r_.text(t));
    for (char& c : upper)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    step.a = r_.symbols.intern(upper);
  }
  if (r_.is(TokenKind::open)) lag(t, step);
  emit(step.kind, 0, step.a, step.b, step.offset);
  expects_operand_ = false;
}

void ExpressionParser::lag(const Token& variable, Step& step) {
  const auto name = std::string(r_.text(variable));
  r_.advance();
  if (r_.is(TokenKind::number) && r_.after().kind == TokenKind::close)
    r_.refuse(r_.token, "a sign before the lag",
              "write " + name + "(-" + std::string(r_.text(r_.token)) + ") for an earlier period, " + name + "(+" +
                  std::string(r_.text(r_.token)) + ") for a later one");
  if (!r_.is(TokenKind::minus) && !r_.is(TokenKind::plus))
    r_.refuse(variable, "a function before (", nearest_function(name, r_.dialect));
  step.b = add_periods(periods(true, variable));
  r_.take(TokenKind::close, ") after the lag");
}

/// `-1`, `+{i}` with a sign, `1`, `{i}` without one.
Periods ExpressionParser::periods(bool with_sign, const Token& of) {
  Periods p;
  if (with_sign) {
    p.negative = r_.is(TokenKind::minus);
    r_.advance();
  }
  const Token t = r_.token;
  const std::string_view text = r_.text(t);
  if (t.kind == TokenKind::name && t.braces) {
    p.pattern = r_.pattern(t);
  } else if (t.kind == TokenKind::number && is_whole(text)) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), p.value);
    if (read.ec != std::errc() || p.value > kMaxOffset)
      r_.refuse(t, "a whole number of at most " + std::to_string(kMaxOffset) + " periods");
    if (p.negative) p.value = -p.value;
  } else if (with_sign && t.kind != TokenKind::number) {
    r_.refuse(of, "a function before (, or a whole number of periods in it", nearest_function(r_.text(of), r_.dialect));
  } else {
    r_.refuse(t, "a whole number of periods");
  }
  r_.advance();
  return p;
}

std::uint32_t ExpressionParser::add_periods(const Periods& p) {
  if (p.pattern == kNone && p.value == 0) return kNone;
  r_.syntax.periods.push_back(p);
  return static_cast<std::uint32_t>(r_.syntax.periods.size() - 1);
}

/// `value(x, 2015Q1)`, after its parenthesis. A period is no token of its own: `2015-07` would be a difference.
void ExpressionParser::fixed_period() {
  r_.skip_newlines();
  if (!r_.is(TokenKind::name) ||
      (!r_.token.braces && (find_function(r_.text(r_.token), r_.dialect) != nullptr || is_keyword(r_.text(r_.token)))))
    r_.refuse(r_.token, "the name of a variable");
  variable();
  if (r_.syntax.steps.back().b != kNone) r_.refuse(r_.previous, "a variable without a lag");
  if (!r_.is(TokenKind::comma)) r_.refuse(r_.token, ", and a period after the variable", "as in: value(x, 2015Q1)");
  const std::string_view all = r_.lexer.text();
  const auto ends = [](char c) { return !is_letter(c) && !is_digit(c) && c != '-' && c != '{' && c != '}'; };
  std::size_t begin = r_.lexer.position();
  while (begin < all.size() && (all[begin] == ' ' || all[begin] == '"')) ++begin;
  const auto end = static_cast<std::size_t>(
      std::find_if(all.begin() + static_cast<std::ptrdiff_t>(begin), all.end(), ends) - all.begin());
  const std::uint32_t period = r_.pattern(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin));
  emit(StepKind::fixed, 0, period, 0, static_cast<std::uint32_t>(begin));
  r_.lexer.seek(end < all.size() && all[end] == '"' ? end + 1 : end);
  r_.advance();
  r_.take(TokenKind::close, ") after the period");
}

bool ExpressionParser::after_operand() {
  if (brackets_ > 0) r_.skip_newlines();
  switch (r_.token.kind) {
    case TokenKind::plus:
      binary(Op::add, kSum);
      return true;
    case TokenKind::minus:
      binary(Op::subtract, kSum);
      return true;
    case TokenKind::times:
      binary(Op::multiply, kProduct);
      return true;
    case TokenKind::divide:
      binary(Op::divide, kProduct);
      return true;
    case TokenKind::power:
      binary(Op::power, kPower);
      return true;
    case TokenKind::less:
    case TokenKind::greater:
      binary(Op::less, kComparison, r_.is(TokenKind::greater));
      return true;
    case TokenKind::less_equal:
    case TokenKind::greater_equal:
      binary(Op::less_equal, kComparison, r_.is(TokenKind::greater_equal));
      return true;
    case TokenKind::equal:
      binary(Op::equal, kComparison);
      return true;
    case TokenKind::not_equal:
      binary(Op::not_equal, kComparison);
      return true;
    case TokenKind::comma:
      if (brackets_ == 0) return false;
      comma();
      return true;
    case TokenKind::close:
      if (brackets_ == 0) return false;
      close();
      return true;
    default:
      break;
  }
  if (r_.is_word("and") || r_.is_word("or")) {
    const bool both = r_.is_word("and");
    binary(both ? Op::logical_and : Op::logical_or, both ? kAnd : kOr);
    return true;
  }
  if (brackets_ == 0) return false;
  if (r_.is(TokenKind::open))
    r_.refuse(r_.token, "an operator or )", "the lag of an expression is lag(x, 1), a product is written with *");
  if (r_.is(TokenKind::assign) &&
      r_.lexer.text().substr(r_.previous.offset, r_.token.offset - r_.previous.offset).find('\n') ==
          std::string_view::npos)
    r_.refuse(r_.token, "an operator or )", "a comparison is written ==");
  refuse_end();
}

void ExpressionParser::binary(Op op, std::uint8_t precedence, bool swapped) {
  const Token t = r_.token;
  while (!stack_.empty() && stack_.back().kind == Kind::operation &&
         (stack_.back().precedence > precedence || (stack_.back().precedence == precedence && precedence != kPower))) {
    if (precedence == kComparison && stack_.back().precedence == kComparison)
      r_.refuse(t, "one comparison", "a < b < c is written a < b and b < c");
    emit_operator(stack_.back());
    stack_.pop_back();
  }
  push({.kind = Kind::operation, .precedence = precedence, .op = op, .swapped = swapped, .token = t});
  expects_operand_ = true;
  r_.advance();
}

void ExpressionParser::comma() {
  reduce_to_bracket();
  Entry& entry = stack_.back();
  if (entry.kind == Kind::parenthesis) r_.refuse(r_.token, "an operator or )", r_.decimal_comma());
  if (entry.kind == Kind::aggregate) r_.refuse(r_.token, ") after the expression", r_.decimal_comma());
  if (++entry.arguments > entry.function->most)
    r_.refuse(r_.token, arguments_text(*entry.function) + " of " + std::string(entry.function->name),
              r_.decimal_comma());
  r_.advance();
  if (entry.kind == Kind::timed) {
    r_.skip_newlines();
    r_.syntax.steps[entry.step].a = add_periods(periods(false, entry.token));
    if (r_.syntax.steps[entry.step].a == kNone) r_.refuse(r_.previous, "a whole number of periods of at least 1");
    r_.skip_newlines();
    if (!r_.is(TokenKind::close)) r_.refuse(r_.token, ") after the number of periods");
  } else {
    expects_operand_ = true;
  }
}

void ExpressionParser::close() {
  reduce_to_bracket();
  const Entry entry = stack_.back();
  const Token at = r_.token;
  stack_.pop_back();
  --brackets_;
  r_.advance();
  const auto function =
      entry.function == nullptr ? std::uint8_t{0} : static_cast<std::uint8_t>(entry.function->function);
  if (entry.function != nullptr && entry.kind != Kind::aggregate && entry.arguments < entry.function->least)
    r_.refuse(at, arguments_text(*entry.function) + " of " + std::string(entry.function->name));
  if (entry.kind == Kind::call) {
    emit(StepKind::call, function, entry.arguments, 0, entry.token.offset);
  } else if (entry.kind == Kind::timed || entry.kind == Kind::aggregate) {
    r_.syntax.steps[entry.step].b = step_count();
    const bool timed = entry.kind == Kind::timed;
    emit(timed ? StepKind::time_end : StepKind::loop_end, function, 0, entry.step, entry.token.offset);
    if (!timed) {
      r_.syntax.aggregates[entry.span].end = at.offset;
      r_.scope.resize(entry.scope);
    }
  }
  if (r_.is(TokenKind::open))
    r_.refuse(r_.token, "an operator after )", "the lag of an expression is lag(x, 1), a product is written with *");
}

/// Something that cannot go on within a parenthesis: most likely that was not closed, and reading goes on with the
/// line.
void ExpressionParser::refuse_end() {
  const auto open =
      std::find_if(stack_.rbegin(), stack_.rend(), [](const Entry& e) { return e.kind != Kind::operation; });
  const Place place = r_.issues->place(open->token.offset);
  const std::string_view all = r_.lexer.text();
  const std::size_t line = r_.token.offset == 0 ? 0 : all.rfind('\n', r_.token.offset - 1) + 1;
  const bool later = line > open->token.offset;
  r_.report(r_.token, "an operator or )",
            "the parenthesis of line " + std::to_string(place.line) + ", column " + std::to_string(place.column) +
                " is not closed");
  throw Refused{later && r_.dialect == Dialect::model && r_.token.kind != TokenKind::end_of_text
                    ? line
                    : all.find(r_.dialect == Dialect::frml ? '$' : '\n', r_.token.offset)};
}

}  // namespace foreplan::inline v0::scenario::detail
