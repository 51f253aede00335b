#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "scenario/functions.hpp"
#include "scenario/reading.hpp"

namespace foreplan::inline v0::scenario::detail {

/// Expressions to steps, by precedence and an explicit stack: nesting costs memory, never the program's own stack.
class ExpressionParser {
 public:
  explicit ExpressionParser(Reading& reading) : r_(reading) {}

  /// Reads up to the first token that is no part of an expression, and leaves it.
  StepRange read();

 private:
  enum class Kind : std::uint8_t { operation, parenthesis, call, timed, aggregate };
  struct Entry {
    Kind kind = Kind::operation;
    std::uint8_t precedence = 0;
    Op op = Op::add;
    bool swapped = false;  ///< a > b is b < a.
    const FunctionInfo* function = nullptr;
    std::uint32_t arguments = 1;
    std::uint32_t step = 0;   ///< timed, aggregate: the step that begins it.
    std::uint32_t span = 0;   ///< aggregate
    std::uint32_t scope = 0;  ///< aggregate: names in scope outside it.
    Token token{};
  };

  void operand();
  /// False at the end of the expression.
  bool after_operand();
  void binary(Op op, std::uint8_t precedence, bool swapped = false);
  void name();
  void call(const FunctionInfo& function);
  void variable();
  void lag(const Token& variable, Step& step);
  void fixed_period();
  bool runs_over_lists() const;
  void comma();
  void close();
  [[noreturn]] void refuse_end();

  void push(Entry entry);
  void emit(StepKind kind, std::uint8_t code, std::uint32_t a, std::uint32_t b, std::uint32_t offset);
  void emit_operator(const Entry& entry);
  void reduce_to_bracket();
  Periods periods(bool with_sign, const Token& of);
  std::uint32_t add_periods(const Periods& p);
  [[nodiscard]] std::uint32_t step_count() const { return static_cast<std::uint32_t>(r_.syntax.steps.size()); }

  Reading& r_;
  std::vector<Entry> stack_{};
  std::size_t brackets_ = 0;
  bool expects_operand_ = true;
};

}  // namespace foreplan::inline v0::scenario::detail
