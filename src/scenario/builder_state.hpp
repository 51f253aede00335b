#pragma once
#include <foreplan/scenario/builder.hpp>

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include "scenario/assemble.hpp"

namespace foreplan::inline v0::scenario::detail {

struct BuilderState {
  Draft draft{};
  Walk walk{draft.data.expressions};
  std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>> names{};
  std::deque<Unit> units{};  ///< Of equations; the draft points to them.
};

/// The insides of expressions and builders.
struct ExprAccess {
  using State = std::shared_ptr<BuilderState>;

  static const BuilderState& state(const ModelBuilder& builder) { return *builder.state_; }
  static const State& state(const Expr& x) { return x.state_; }
  static double value(const Expr& x) { return x.value_; }
  static Expr make(const State& state, NodeId node) {
    Expr made(0);
    made.state_ = state;
    made.node_ = node;
    return made;
  }
  /// The expression's node in this builder. @throws InvalidArgument for an expression of another one.
  static NodeId node(const Expr& x, const State& state, std::string_view function);
};

}  // namespace foreplan::inline v0::scenario::detail
