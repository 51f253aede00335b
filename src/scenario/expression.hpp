#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Expressions of a model as one directed acyclic graph: equal subexpressions are one node, constants are folded, and
/// an operand always has a smaller number than what uses it.
namespace foreplan::inline v0::scenario::detail {

enum class Op : std::uint8_t {
  constant,   ///< value
  variable,   ///< variable a, `offset` periods from the current one
  at_period,  ///< variable a in a fixed period: periods[b] of the model
  // one operand
  negate,
  abs,
  exp,
  log,
  sqrt,
  normal_cdf,
  normal_pdf,
  logistic,  ///< 1 / (1 + exp(-x))
  sine,
  cosine,
  logical_not,  ///< 1 if x = 0, else 0
  // two operands
  add,
  subtract,
  multiply,
  divide,
  power,  ///< a^b; missing where a or b is
  min,
  max,
  less,  ///< 1 or 0, as the following
  less_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  // three operands
  select,  ///< a != 0 ? b : c
};
[[nodiscard]] constexpr int operands(Op op) noexcept {
  return op < Op::negate ? 0 : op < Op::add ? 1 : op < Op::select ? 2 : 3;
}
[[nodiscard]] double evaluate(Op op, double a, double b, double c) noexcept;

using NodeId = std::uint32_t;

struct Node {
  Op op = Op::constant;
  std::int32_t offset = 0;  ///< Op::variable only.
  std::uint32_t a = 0, b = 0, c = 0;
  double value = 0;  ///< Op::constant only.

  bool operator==(const Node&) const noexcept;  ///< Bits of `value`.
};

/// A variable read by an expression.
struct Read {
  std::uint32_t variable = 0;
  std::int32_t offset = 0;
  auto operator<=>(const Read&) const = default;
};

class Expressions {
 public:
  NodeId constant(double value);
  NodeId variable(std::uint32_t variable, std::int32_t offset = 0);
  NodeId at_period(std::uint32_t variable, std::uint32_t period);
  /// Folds constants and what does nothing (x + 0, 1 x, x^1, -(-x), a choice by a constant). 0 x is not folded: x may
  /// be missing.
  NodeId make(Op op, NodeId a, NodeId b = 0, NodeId c = 0);

  [[nodiscard]] const Node& operator[](NodeId id) const noexcept { return nodes_[id]; }
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }

 private:
  NodeId intern(const Node& node);
  void grow();
  std::vector<Node> nodes_;
  std::vector<NodeId> table_;  ///< Open addressing over nodes_, size a power of 2; 0 is empty, n + 1 is node n.
};

/// Walks over expressions; keeps its marks between walks, so that one costs what it meets.
class Walk {
 public:
  explicit Walk(const Expressions& expressions) : expressions_(&expressions) {}
  /// The nodes below `roots` and these, each once, operands first. Valid until the next call.
  const std::vector<NodeId>& below(std::span<const NodeId> roots);
  /// The different reads below the roots, sorted.
  [[nodiscard]] std::vector<Read> reads(std::span<const NodeId> roots);

 private:
  const Expressions* expressions_;
  std::vector<std::uint32_t> seen_{};
  std::uint32_t turn_ = 0;
  std::vector<NodeId> found_{}, todo_{};
};

inline constexpr std::int32_t kMaxOffset = 1'000'000;

/// The expression `periods` later: every variable's offset grows by it. @throws std::overflow_error beyond kMaxOffset.
NodeId shifted(Expressions&, Walk&, NodeId root, std::int32_t periods);

/// `left = right` solved for the variable at offset 0, where it occurs once in the two together and every operation
/// above it has exactly one inverse: + - * / exp log logistic and powers that are not whole numbers.
std::optional<NodeId> isolate(Expressions&, Walk&, NodeId left, NodeId right, std::uint32_t variable);

}  // namespace foreplan::inline v0::scenario::detail
