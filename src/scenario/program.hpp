#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "scenario/model_data.hpp"
#include "scenario/order.hpp"

/// A model as code: one period's equations as straight instructions over numbered slots.
namespace foreplan::inline v0::scenario::detail {

struct Instruction {
  Op op = Op::constant;
  std::uint32_t out = 0, a = 0, b = 0, c = 0;  ///< Slots.
};

/// slot = variable at `offset` periods from the current one
struct Load {
  std::uint32_t slot = 0, variable = 0;
  std::int32_t offset = 0;
};
/// slot = variable in a fixed period, periods[period] of the model
struct FixedLoad {
  std::uint32_t slot = 0, variable = 0, period = 0;
};
struct Store {
  std::uint32_t slot = 0, variable = 0;
};

/// A variable torn from a simultaneous block: guessed, and right when its residual is 0.
struct Torn {
  std::uint32_t variable = 0, equation = 0;
  std::uint32_t slot = 0, residual = 0;
};

/// One instruction of a loop, with where its operands' derivatives are; 0 is a row of zeros.
struct Gradients {
  std::uint32_t out = 0, a = 0, b = 0, c = 0;
};

/// A value of the block itself in another period, where all periods are solved at once.
struct Link {
  std::uint32_t slot = 0, variable = 0;
  std::int32_t offset = 0;
};

/// A stretch of code. Straight code: `code` once. A simultaneous block: `code` once, `loop` until the torn variables'
/// residuals are 0.
struct Segment {
  std::vector<Instruction> code{};
  std::vector<Instruction> loop{};
  std::vector<Gradients> gradients{};  ///< Parallel to `loop`.
  std::uint32_t gradient_rows = 0;     ///< Row 0 and the torn ones included.
  std::vector<Torn> torn{};            ///< Rows 1 ... torn.size() of the gradients are theirs,
  std::vector<Link> links{};           ///< and the next ones these', in a forward block.
  std::vector<std::uint32_t> residual_rows{};
  std::vector<std::uint32_t> store_rows{};  ///< Gradient rows of `stores`, in a forward block.
  std::vector<Store> stores{};              ///< What the segment determines.
  std::vector<std::uint32_t> blocks{};      ///< Of the order; several for straight code.
};

/// What is solved for all periods before the next stage begins: period by period, or, where a block looks ahead, all
/// periods together; then that block is the only segment.
struct Stage {
  bool forward = false;
  std::size_t slots = 0;
  std::vector<std::pair<std::uint32_t, double>> constants{};  ///< Slots that never change.
  std::vector<Load> loads{};
  std::vector<FixedLoad> fixed_loads{};
  std::vector<Segment> segments{};
};

struct Program {
  Order order{};
  std::vector<Stage> stages{};
};

/// Code for one choice of unknowns. @throws InvalidArgument when the order is singular, with `explain`'s sentences.
[[nodiscard]] std::shared_ptr<const Program> build_program(const ModelData& model, const std::vector<bool>& unknown);

/// Code for all equations together, as one block that looks ahead whether it does or not: for periods solved at once
/// that differ in what they solve for.
/// @param elsewhere  what some period solves for: read as links, so that each period finds an unknown or a value there.
/// @throws as build_program.
[[nodiscard]] std::shared_ptr<const Program> build_stacked_program(const ModelData& model,
                                                                   const std::vector<bool>& unknown,
                                                                   const std::vector<bool>& elsewhere);

/// From an order already found; `e` holds its solutions.
[[nodiscard]] std::shared_ptr<const Program> generate(const ModelData& model, Expressions& e, Order order);

}  // namespace foreplan::inline v0::scenario::detail
