#pragma once
#include <foreplan/core/unit.hpp>
#include <foreplan/scenario/model.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/functions.hpp"
#include "scenario/model_data.hpp"

/// A text after parsing and before loops are run: each statement once, expressions as steps of a stack machine, names
/// as pieces. Places are bytes from the beginning of the text.
namespace foreplan::inline v0::scenario::detail {

struct Span {
  std::uint32_t offset = 0, length = 0;
};

/// A part of a name: text as written, or the element that a loop is at (for whole numbers plus `delta`).
struct Piece {
  std::uint32_t offset = 0, length = 0;
  std::uint32_t slot = kNone;
  std::int32_t delta = 0;
  bool refused = false;  ///< Of no loop: reported, and its name is not made.
};

/// A name with {index} in it: pieces[first, first + count).
struct NamePattern {
  std::uint32_t first = 0, count = 0;
  std::uint32_t offset = 0;
};

/// A number of periods: as written, or what a pattern gives.
struct Periods {
  std::int32_t value = 1;
  std::uint32_t pattern = kNone;
  bool negative = false;  ///< Of a pattern.
};

enum class StepKind : std::uint8_t {
  number,      ///< numbers[a]
  symbol,      ///< symbol a, periods[b] away (kNone: this period)
  pattern,     ///< the same for a name pattern
  operation,   ///< code: Op
  call,        ///< code: Function, a arguments
  fixed,       ///< the step before it, a symbol or pattern, in the period whose text is patterns[a]
  time_begin,  ///< code: Function; periods[a]; its time_end is step b
  time_end,    ///< its time_begin is step b
  loop_begin,  ///< code: Function; loops[a]; its loop_end is step b
  loop_end,    ///< its loop_begin is step b
};
struct Step {
  StepKind kind = StepKind::number;
  std::uint8_t code = 0;
  std::uint32_t a = 0, b = 0;
  std::uint32_t offset = 0;
};
static_assert(sizeof(Step) == 16);

/// What one name of a loop runs through: the elements of a list, or whole numbers.
struct LoopSource {
  std::uint32_t list = kNone;
  std::int64_t first = 0;
  std::uint64_t count = 0;
};
/// `(s, k) in (sector, product)`: sources of one length, side by side.
struct LoopRange {
  std::vector<LoopSource> sources{};
};
/// `s in sector, r in region`: all combinations, the last one fastest. Its names take slots from `first_slot` on.
struct Loop {
  std::vector<LoopRange> ranges{};
  std::uint32_t first_slot = 0;
};

/// Where an aggregate stands in the text, to write it out.
struct AggregateSpan {
  std::uint32_t begin = 0, body = 0, end = 0;  ///< From the function's name; the body, up to the closing parenthesis.
  std::uint32_t loop = 0;
  Function function = Function::sum;
};

enum class StatementKind : std::uint8_t {
  loop_begin,
  loop_end,
  parameter,
  constant,
  variable,
  endogenous,
  exogenous,
  equation
};

struct StepRange {
  std::uint32_t begin = 0, end = 0;
};

struct Statement {
  StatementKind kind = StatementKind::equation;
  EquationKind equation = EquationKind::identity;
  std::uint32_t offset = 0;
  std::uint32_t other = 0;  ///< loop_begin: its end; loop_end: its begin.
  std::uint32_t loop = 0;
  std::uint32_t name = kNone;  ///< Pattern: what is declared, or the equation's label.
  StepRange left{}, right{};   ///< A declaration's value is `right`.
  Span body{};                 ///< Text of the equation.
  StepRange aggregates{};
  std::uint32_t description = kNone;  ///< Pattern.
  std::uint32_t unit = kNone;
};

struct Syntax {
  std::string_view text{};
  std::vector<Piece> pieces{};
  std::vector<NamePattern> patterns{};
  std::vector<double> numbers{};
  std::vector<Periods> periods{};
  std::vector<Step> steps{};
  std::vector<Loop> loops{};
  std::vector<std::vector<std::string>> lists{};
  std::vector<Statement> statements{};
  std::vector<AggregateSpan> aggregates{};
  std::vector<Unit> units{};
};

}  // namespace foreplan::inline v0::scenario::detail
