#include "scenario/program.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr std::uint32_t kNoSlot = 0xffffffff;

/// The same instructions with equal operations together, as far as operands allow, so that the processor foresees the
/// choice by operation. No slot is written twice: only operands bind the order.
std::vector<Instruction> grouped(const std::vector<Instruction>& code) {
  constexpr std::size_t kOps = static_cast<std::size_t>(Op::select) + 1;
  std::unordered_map<std::uint32_t, std::uint32_t> writer;
  for (std::uint32_t i = 0; i < code.size(); ++i) writer[code[i].out] = i;
  std::vector<std::vector<std::uint32_t>> readers(code.size());
  std::vector<std::uint32_t> waits_for(code.size());
  std::array<std::vector<std::uint32_t>, kOps> ready;
  for (std::uint32_t i = 0; i < code.size(); ++i) {
    for (const std::uint32_t slot : {code[i].a, code[i].b, code[i].c})
      if (const auto found = writer.find(slot); found != writer.end()) {
        readers[found->second].push_back(i);
        ++waits_for[i];
      }
    if (waits_for[i] == 0) ready[static_cast<std::size_t>(code[i].op)].push_back(i);
  }
  std::vector<Instruction> out;
  while (out.size() < code.size()) {
    auto& run =
        *std::max_element(ready.begin(), ready.end(), [](const auto& x, const auto& y) { return x.size() < y.size(); });
    for (std::size_t k = 0; k < run.size(); ++k) {  // `run` grows where one of it makes another ready
      const std::uint32_t i = run[k];
      out.push_back(code[i]);
      for (const std::uint32_t reader : readers[i])
        if (--waits_for[reader] == 0) ready[static_cast<std::size_t>(code[reader].op)].push_back(reader);
    }
    run.clear();
  }
  return out;
}

class Generator {
 public:
  /// @param elsewhere  for each variable whether other periods solve for it, in code for periods that differ.
  Generator(Expressions& e, Order order, std::vector<bool> elsewhere = {})
      : e_(e), walk_(e), program_(std::make_shared<Program>()), elsewhere_(std::move(elsewhere)) {
    program_->order = std::move(order);
    elsewhere_.resize(program_->order.owner.size());
    slot_of_variable_.assign(program_->order.owner.size(), kNoSlot);
  }

  std::shared_ptr<const Program> run() {
    const Order& order = program_->order;
    for (std::uint32_t b = 0; b < order.blocks.size(); ++b) {
      if (program_->stages.empty() || order.blocks[b].forward || stage().forward) begin_stage(order.blocks[b].forward);
      if (order.blocks[b].torn == 0 && !order.blocks[b].forward) {
        straight(b);
      } else {
        simultaneous(b);
      }
    }
    end_stage();
    for (Stage& made : program_->stages)
      for (Segment& segment : made.segments) {
        segment.code = grouped(segment.code);
        segment.loop = grouped(segment.loop);
        if (!segment.torn.empty() || made.forward) number_gradients(segment);
      }
    return program_;
  }

 private:
  [[nodiscard]] Stage& stage() noexcept { return program_->stages.back(); }

  /// Stages share nothing but the values of periods.
  void begin_stage(bool forward) {
    end_stage();
    program_->stages.emplace_back().forward = forward;
    slots_ = 0;
    slots_of_nodes_.clear();
    changes_.clear();
    std::fill(slot_of_variable_.begin(), slot_of_variable_.end(), kNoSlot);
  }
  void end_stage() {
    if (!program_->stages.empty()) stage().slots = slots_;
  }

  std::uint32_t new_slot(bool in_loop) {
    changes_.push_back(in_loop ? iterated_ : 0);
    return slots_++;
  }
  /// Whether a slot changes while the current block is iterated.
  [[nodiscard]] bool in_loop(std::uint32_t slot) const noexcept {
    return iterated_ != 0 && changes_[slot] == iterated_;
  }

  /// The slot of an expression; code for what has none yet is added to the segment.
  std::uint32_t emit(NodeId root, Segment& segment) {
    for (const NodeId id : walk_.below({&root, 1})) {
      if (slots_of_nodes_.size() < e_.size()) slots_of_nodes_.resize(e_.size(), kNoSlot);
      if (e_[id].op == Op::variable && e_[id].offset == 0 && slot_of_variable_[e_[id].a] != kNoSlot) {
        slots_of_nodes_[id] = slot_of_variable_[e_[id].a];
        continue;
      }
      if (slots_of_nodes_[id] == kNoSlot) slots_of_nodes_[id] = emit_node(e_[id], segment);
    }
    return slots_of_nodes_[root];
  }
  std::uint32_t emit_node(const Node& n, Segment& segment) {
    const int count = operands(n.op);
    if (n.op == Op::variable && stage().forward && in_block_[n.a]) {
      segment.links.push_back({new_slot(true), n.a, n.offset});
      return segment.links.back().slot;
    }
    if (count == 0) {
      const std::uint32_t slot = new_slot(false);
      if (n.op == Op::constant) stage().constants.emplace_back(slot, n.value);
      if (n.op == Op::variable) stage().loads.push_back({slot, n.a, n.offset});
      if (n.op == Op::at_period) stage().fixed_loads.push_back({slot, n.a, n.b});
      return slot;
    }
    const std::uint32_t a = slots_of_nodes_[n.a];
    const std::uint32_t b = count > 1 ? slots_of_nodes_[n.b] : a;
    const std::uint32_t c = count > 2 ? slots_of_nodes_[n.c] : a;
    const bool loops = in_loop(a) || in_loop(b) || in_loop(c);
    return instruct(n.op, a, b, c, loops, segment);
  }
  std::uint32_t instruct(Op op, std::uint32_t a, std::uint32_t b, std::uint32_t c, bool loops, Segment& segment) {
    const std::uint32_t out = new_slot(loops);
    (loops ? segment.loop : segment.code).push_back({op, out, a, b, c});
    return out;
  }

  void straight(std::uint32_t block) {
    auto& segments = stage().segments;
    if (segments.empty() || !segments.back().torn.empty()) segments.emplace_back();
    Segment& segment = segments.back();
    segment.blocks.push_back(block);
    const Determined& d = program_->order.determined[program_->order.blocks[block].members.front()];
    determine(d, emit(d.solution, segment), segment);
  }
  void determine(const Determined& d, std::uint32_t slot, Segment& segment) {
    slot_of_variable_[d.variable] = slot;
    segment.stores.push_back({slot, d.variable});
  }

  void simultaneous(std::uint32_t block_index) {
    const OrderedBlock& block = program_->order.blocks[block_index];
    Segment& segment = stage().segments.emplace_back();
    segment.blocks.push_back(block_index);
    in_block_ = elsewhere_;
    for (const std::uint32_t m : block.members) in_block_[program_->order.determined[m].variable] = true;
    iterated_ = ++turn_;
    const std::size_t direct = block.members.size() - block.torn;
    for (std::size_t i = direct; i < block.members.size(); ++i) {
      const Determined& d = program_->order.determined[block.members[i]];
      const std::uint32_t slot = new_slot(true);
      segment.torn.push_back({d.variable, d.equation, slot, 0});
      determine(d, slot, segment);
    }
    for (std::size_t i = 0; i < direct; ++i) {
      const Determined& d = program_->order.determined[block.members[i]];
      determine(d, emit(d.solution, segment), segment);
    }
    for (std::size_t i = 0; i < block.torn; ++i) {
      const Determined& d = program_->order.determined[block.members[direct + i]];
      const std::uint32_t value = emit(d.solution, segment);
      Torn& torn = segment.torn[i];
      torn.residual = d.direct ? instruct(Op::subtract, torn.slot, value, torn.slot, true, segment) : value;
    }
    iterated_ = 0;
  }

  static void number_gradients(Segment& segment) {
    std::unordered_map<std::uint32_t, std::uint32_t> row;
    std::uint32_t rows = 1;
    for (const Torn& torn : segment.torn) row[torn.slot] = rows++;
    for (const Link& link : segment.links) row[link.slot] = rows++;
    const auto row_of = [&](std::uint32_t slot) {
      const auto found = row.find(slot);
      return found == row.end() ? 0 : found->second;
    };
    for (const Instruction& in : segment.loop) {
      Gradients g{0, row_of(in.a), 0, 0};
      if (operands(in.op) > 1) g.b = row_of(in.b);
      if (operands(in.op) > 2) g.c = row_of(in.c);
      row[in.out] = g.out = rows++;
      segment.gradients.push_back(g);
    }
    segment.gradient_rows = rows;
    for (const Torn& torn : segment.torn) segment.residual_rows.push_back(row_of(torn.residual));
    for (const Store& store : segment.stores) segment.store_rows.push_back(row_of(store.slot));
  }

  Expressions& e_;
  Walk walk_;
  std::shared_ptr<Program> program_;
  std::vector<bool> elsewhere_;
  std::uint32_t slots_ = 0, turn_ = 0;
  std::uint32_t iterated_ = 0;  ///< The block being written, 0 outside of one.
  std::vector<std::uint32_t> slots_of_nodes_{};
  std::vector<std::uint32_t> slot_of_variable_{};
  std::vector<bool> in_block_{};          ///< Variables of the simultaneous block written last.
  std::vector<std::uint32_t> changes_{};  ///< For each slot the block that iterates it, 0 for none.
};

}  // namespace

std::shared_ptr<const Program> generate(const ModelData&, Expressions& e, Order order) {
  return Generator(e, std::move(order)).run();
}

namespace {

[[noreturn]] void refuse(const ModelData& model, const Order& order) {
  std::string sentence;
  for (const std::string& part : explain(model, order)) sentence += (sentence.empty() ? "" : "; ") + part;
  foreplan::detail::fail("scenario::solve", "equations must determine the unknowns", sentence);
}

}  // namespace

std::shared_ptr<const Program> build_program(const ModelData& model, const std::vector<bool>& unknown) {
  Expressions e = model.expressions;
  Order order = order_equations(model, e, unknown);
  if (order.singular()) refuse(model, order);
  return generate(model, e, std::move(order));
}

std::shared_ptr<const Program> build_stacked_program(const ModelData& model, const std::vector<bool>& unknown,
                                                     const std::vector<bool>& elsewhere) {
  Expressions e = model.expressions;
  Order order = order_equations(model, e, unknown, true);
  if (order.singular()) refuse(model, order);
  return Generator(e, std::move(order), elsewhere).run();
}

}  // namespace foreplan::inline v0::scenario::detail
