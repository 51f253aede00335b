#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/expression.hpp"
#include "scenario/lexer.hpp"

/// The functions of the language, as tables.
namespace foreplan::inline v0::scenario::detail {

enum class Function : std::uint8_t {
  // an operation of the graph with its own number of operands
  abs,
  exp,
  log,
  sqrt,
  normal_cdf,
  normal_pdf,
  logistic,
  sin,
  cos,
  pow,
  condition,  ///< if(condition, a, b)
  // written with others
  min,
  max,
  log10,
  logit,
  sign,
  pos,
  // the same expression in other periods
  lag,
  lead,
  diff,
  dlog,
  pct,
  growth,
  msum,
  mavg,
  value,  ///< a variable in a fixed period
  // over lists
  sum,
  product,
  mean,
};

struct FunctionInfo {
  std::string_view name;
  Function function;
  std::uint8_t least, most;  ///< Arguments; most = 255: any number.
};
/// Whether the last argument counts periods.
[[nodiscard]] constexpr bool is_timed(Function f) noexcept { return f >= Function::lag && f <= Function::mavg; }
/// Whether it may run over lists.
[[nodiscard]] constexpr bool is_aggregate(Function f) noexcept {
  return f >= Function::sum || f == Function::min || f == Function::max;
}

/// The function of this name, or nullptr. Model text: lower or all upper case. FRML text: any case.
[[nodiscard]] const FunctionInfo* find_function(std::string_view name, Dialect dialect) noexcept;
/// Reserved for statements and operators.
[[nodiscard]] bool is_keyword(std::string_view name) noexcept;
/// ": did you mean log?" for the function or, of these, the name nearest; empty when none is near.
[[nodiscard]] std::string nearest_function(std::string_view name, Dialect dialect);

/// The nodes of a function of operands that are already nodes; `is_timed` ones and `value` have none.
[[nodiscard]] NodeId apply(Expressions& expressions, Function function, const NodeId* arguments, std::size_t count);
/// x in one period against x in another: diff, dlog, pct, growth.
[[nodiscard]] NodeId apply_change(Expressions& expressions, Function function, NodeId now, NodeId before);

}  // namespace foreplan::inline v0::scenario::detail
