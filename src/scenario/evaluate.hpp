#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "scenario/assemble.hpp"
#include "scenario/bindings.hpp"

namespace foreplan::inline v0::scenario::detail {

/// What names stand for: variables of the draft, made when first met, or constants.
class Names {
 public:
  Names(Reading& reading, Draft& draft) : r_(reading), draft_(draft) {}

  std::uint32_t variable(std::uint32_t symbol);
  /// kNone where it is not met yet.
  [[nodiscard]] std::uint32_t known_variable(std::uint32_t symbol) const {
    return symbol < meanings_.size() ? meanings_[symbol].variable : kNone;
  }
  [[nodiscard]] const double* constant(std::uint32_t symbol) const {
    return symbol < meanings_.size() && meanings_[symbol].is_constant ? &meanings_[symbol].value : nullptr;
  }
  void set_constant(std::uint32_t symbol, double value);

 private:
  struct Meaning {
    std::uint32_t variable = kNone;
    bool is_constant = false;
    double value = 0;
  };
  Meaning& meaning(std::uint32_t symbol);
  Reading& r_;
  Draft& draft_;
  std::vector<Meaning> meanings_{};
};

/// Runs the steps of an expression with the elements that loops are at, into nodes of the graph.
class Evaluator {
 public:
  Evaluator(Reading& reading, Bindings& bindings, Names& names, Draft& draft)
      : r_(reading), bindings_(bindings), names_(names), draft_(draft), e_(draft.data.expressions) {}

  /// `unlagged`: variables met in the current period, each once, in order.
  NodeId evaluate(StepRange steps, std::vector<std::uint32_t>* unlagged = nullptr);
  /// The variable that a single step names, or kNone.
  std::uint32_t plain_variable(StepRange steps);

 private:
  struct Frame {
    std::uint32_t step = 0;
    std::uint64_t iteration = 0, count = 0;
    std::int64_t periods = 0;  ///< Of a time function.
    std::int64_t shift = 0;    ///< Around it.
  };
  void run(const Step& step);
  void name(const Step& step, std::uint32_t symbol);
  void pattern(const Step& step);
  void fixed(const Step& step);
  void begin_time(const Step& step);
  void end_time(const Step& step);
  void begin_loop(const Step& step);
  void end_loop(const Step& step);
  std::int64_t periods(std::uint32_t place, std::uint32_t offset);
  void push(NodeId id) { values_.push_back(id); }
  NodeId pop() {
    const NodeId id = values_.back();
    values_.pop_back();
    return id;
  }
  void push_missing() { push(e_.constant(0)); }

  Reading& r_;
  Bindings& bindings_;
  Names& names_;
  Draft& draft_;
  Expressions& e_;
  std::vector<NodeId> values_{};
  std::vector<Frame> frames_{};
  std::vector<std::uint32_t>* unlagged_ = nullptr;
  std::int64_t shift_ = 0;
  std::uint32_t at_ = 0;
  std::string text_{};
};

}  // namespace foreplan::inline v0::scenario::detail
