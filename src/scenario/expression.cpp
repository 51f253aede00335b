#include "scenario/expression.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <unordered_map>

#include "scenario/operation_values.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

std::uint64_t hash(const Node& n) noexcept {
  const auto mix = [](std::uint64_t h, std::uint64_t v) { return (h ^ v) * 0x9e3779b97f4a7c15 ^ (h >> 29); };
  std::uint64_t h = mix(static_cast<std::uint64_t>(n.op), static_cast<std::uint32_t>(n.offset));
  h = mix(h, (std::uint64_t{n.a} << 32) | n.b);
  h = mix(h, n.c);
  h = mix(h, std::bit_cast<std::uint64_t>(n.value));
  return h ^ (h >> 32);
}

/// By the C library: a constant as exact as it can be.
struct LibraryFunctions {
  static double exp(double x) noexcept { return std::exp(x); }
  static double log(double x) noexcept { return std::log(x); }
  static double power(double a, double b) noexcept { return std::isnan(a) || std::isnan(b) ? a + b : std::pow(a, b); }
  static double normal_cdf(double x) noexcept { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }
  static double normal_pdf(double x) noexcept {
    return std::exp(-0.5 * x * x) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
  }
  static double logistic(double x) noexcept {
    return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
  }
};

}  // namespace

double evaluate(Op op, double a, double b, double c) noexcept { return value_of<LibraryFunctions>(op, a, b, c); }

bool Node::operator==(const Node& o) const noexcept {
  return op == o.op && offset == o.offset && a == o.a && b == o.b && c == o.c &&
         std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(o.value);
}

void Expressions::grow() {
  table_.assign(std::max<std::size_t>(64, table_.size() * 2), 0);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    std::size_t at = hash(nodes_[i]) & mask;
    while (table_[at] != 0) at = (at + 1) & mask;
    table_[at] = static_cast<NodeId>(i + 1);
  }
}

NodeId Expressions::intern(const Node& node) {
  if (2 * (nodes_.size() + 1) > table_.size()) grow();
  const std::size_t mask = table_.size() - 1;
  std::size_t at = hash(node) & mask;
  for (; table_[at] != 0; at = (at + 1) & mask)
    if (nodes_[table_[at] - 1] == node) return table_[at] - 1;
  if (nodes_.size() >= 0xfffffff0) throw std::length_error("scenario: more than 2^32 different terms");
  nodes_.push_back(node);
  table_[at] = static_cast<NodeId>(nodes_.size());
  return table_[at] - 1;
}

NodeId Expressions::constant(double value) { return intern({.op = Op::constant, .value = value}); }
NodeId Expressions::variable(std::uint32_t variable, std::int32_t offset) {
  return intern({.op = Op::variable, .offset = offset, .a = variable});
}
NodeId Expressions::at_period(std::uint32_t variable, std::uint32_t period) {
  return intern({.op = Op::at_period, .a = variable, .b = period});
}

NodeId Expressions::make(Op op, NodeId a, NodeId b, NodeId c) {
  const int n = operands(op);
  const auto is_constant = [&](NodeId id) { return nodes_[id].op == Op::constant; };
  const auto is = [&](NodeId id, double v) { return is_constant(id) && nodes_[id].value == v; };
  if (is_constant(a) && (n < 2 || is_constant(b)) && (n < 3 || is_constant(c)))
    return constant(evaluate(op, nodes_[a].value, n > 1 ? nodes_[b].value : 0, n > 2 ? nodes_[c].value : 0));
  switch (op) {
    case Op::negate:
      if (nodes_[a].op == Op::negate) return nodes_[a].a;
      break;
    case Op::add:
      if (is(a, 0)) return b;
      if (is(b, 0)) return a;
      if (a > b) std::swap(a, b);
      break;
    case Op::subtract:
      if (is(b, 0)) return a;
      break;
    case Op::multiply:
      if (is(a, 1)) return b;
      if (is(b, 1)) return a;
      if (a > b) std::swap(a, b);
      break;
    case Op::divide:
    case Op::power:
      if (is(b, 1)) return a;
      break;
    case Op::select:
      if (is_constant(a)) return nodes_[a].value != 0 ? b : c;
      if (b == c) return b;
      break;
    default:
      break;
  }
  return intern({.op = op, .a = a, .b = n > 1 ? b : 0, .c = n > 2 ? c : 0});
}

const std::vector<NodeId>& Walk::below(std::span<const NodeId> roots) {
  if (seen_.size() < expressions_->size()) seen_.resize(expressions_->size());
  if (++turn_ == 0) {
    std::fill(seen_.begin(), seen_.end(), 0);
    turn_ = 1;
  }
  found_.clear();
  todo_.assign(roots.begin(), roots.end());
  while (!todo_.empty()) {
    const NodeId id = todo_.back();
    todo_.pop_back();
    if (seen_[id] == turn_) continue;
    seen_[id] = turn_;
    found_.push_back(id);
    const Node& n = (*expressions_)[id];
    const int count = operands(n.op);
    if (count > 0) todo_.push_back(n.a);
    if (count > 1) todo_.push_back(n.b);
    if (count > 2) todo_.push_back(n.c);
  }
  std::sort(found_.begin(), found_.end());
  return found_;
}

std::vector<Read> Walk::reads(std::span<const NodeId> roots) {
  std::vector<Read> out;
  for (const NodeId id : below(roots))
    if (const Node& n = (*expressions_)[id]; n.op == Op::variable) out.push_back({n.a, n.offset});
  std::sort(out.begin(), out.end());
  return out;
}

NodeId shifted(Expressions& e, Walk& walk, NodeId root, std::int32_t periods) {
  if (periods == 0) return root;
  const std::vector<NodeId> ids = walk.below({&root, 1});  // a copy: new nodes are made below
  std::unordered_map<NodeId, NodeId> moved;
  moved.reserve(ids.size());
  for (const NodeId id : ids) {
    const Node n = e[id];
    const int count = operands(n.op);
    if (n.op == Op::variable) {
      const std::int64_t offset = std::int64_t{n.offset} + periods;
      if (std::abs(offset) > kMaxOffset) throw std::overflow_error("scenario: lag or lead too long");
      moved[id] = e.variable(n.a, static_cast<std::int32_t>(offset));
    } else if (count == 0) {
      moved[id] = id;
    } else {
      moved[id] = e.make(n.op, moved[n.a], count > 1 ? moved[n.b] : 0, count > 2 ? moved[n.c] : 0);
    }
  }
  return moved[root];
}

namespace {

/// How often the variable is met on the ways down from each node, 0, 1, or 2 for more.
std::unordered_map<NodeId, int> occurrences(const Expressions& e, const std::vector<NodeId>& ids,
                                            std::uint32_t variable) {
  std::unordered_map<NodeId, int> count;
  count.reserve(ids.size());
  for (const NodeId id : ids) {
    const Node& n = e[id];
    const int below = operands(n.op);
    int c = n.op == Op::variable && n.a == variable && n.offset == 0 ? 1 : 0;
    if (below > 0) c += count[n.a];
    if (below > 1) c += count[n.b];
    if (below > 2) c += count[n.c];
    count[id] = std::min(c, 2);
  }
  return count;
}

/// One step of taking `node = value` apart: what the operand on the way must equal. False where it is not unique.
bool undo(Expressions& e, const Node& n, bool in_first, NodeId value, NodeId& operand_value) {
  switch (n.op) {
    case Op::negate:
      operand_value = e.make(Op::negate, value);
      return true;
    case Op::exp:
      operand_value = e.make(Op::log, value);
      return true;
    case Op::log:
      operand_value = e.make(Op::exp, value);
      return true;
    case Op::logistic:
      operand_value = e.make(Op::log, e.make(Op::divide, value, e.make(Op::subtract, e.constant(1), value)));
      return true;
    case Op::add:
      operand_value = e.make(Op::subtract, value, in_first ? n.b : n.a);
      return true;
    case Op::subtract:
      operand_value = in_first ? e.make(Op::add, value, n.b) : e.make(Op::subtract, n.a, value);
      return true;
    case Op::multiply:
      operand_value = e.make(Op::divide, value, in_first ? n.b : n.a);
      return true;
    case Op::divide:
      operand_value = in_first ? e.make(Op::multiply, value, n.b) : e.make(Op::divide, n.a, value);
      return true;
    case Op::power: {
      // A whole exponent has two roots or a root that may be negative: left to Newton.
      if (!in_first || e[n.b].op != Op::constant) return false;
      const double p = e[n.b].value;
      if (!std::isfinite(p) || p == std::floor(p)) return false;
      operand_value = e.make(Op::power, value, e.constant(1 / p));
      return true;
    }
    default:
      return false;
  }
}

}  // namespace

std::optional<NodeId> isolate(Expressions& e, Walk& walk, NodeId left, NodeId right, std::uint32_t variable) {
  const NodeId roots[] = {left, right};
  const std::vector<NodeId> ids = walk.below(roots);
  const auto count = occurrences(e, ids, variable);
  if (count.at(left) + count.at(right) != 1) return std::nullopt;
  NodeId at = count.at(left) == 1 ? left : right;
  NodeId value = at == left ? right : left;
  while (e[at].op != Op::variable) {
    const Node n = e[at];
    const bool in_first = count.at(n.a) == 1;
    NodeId next = 0;
    if (!undo(e, n, in_first, value, next)) return std::nullopt;
    value = next;
    at = in_first ? n.a : n.b;
  }
  return value;
}

}  // namespace foreplan::inline v0::scenario::detail
