#pragma once
#include <cstddef>
#include <span>

#include "numeric/dispatch.hpp"
#include "scenario/program.hpp"

/// Runs a program's code. Slots hold `kLanes` scenarios side by side, or one. All tiers, one lane or eight, give the
/// same bits.
namespace foreplan::inline v0::scenario::detail {

inline constexpr std::size_t kLanes = 8;

struct Machine {
  /// w[out] = op(w[a], w[b], w[c]) for each instruction.
  void (*values)(const Instruction* code, std::size_t count, double* w);
  /// The same, and derivatives: row g of `gradients` is gradients[g * columns] ..., columns a multiple of 8.
  void (*derivatives)(const Instruction* code, const Gradients* rows, std::size_t count, double* w, double* gradients,
                      std::size_t columns);
  /// Eight lanes: slot s is w[8 s] ... w[8 s + 7].
  void (*values8)(const Instruction* code, std::size_t count, double* w);
  /// Derivative j of row g in lane l is gradients[(g * columns + j) * 8 + l].
  void (*derivatives8)(const Instruction* code, const Gradients* rows, std::size_t count, double* w, double* gradients,
                       std::size_t columns);
};

[[nodiscard]] const Machine& machine(numeric::Tier tier) noexcept;
[[nodiscard]] inline const Machine& machine() noexcept { return machine(numeric::best_tier()); }

/// Derivatives of op at (a, b, c) with value v, as the machine computes them.
struct Partials {
  double a = 0, b = 0, c = 0;
};
[[nodiscard]] Partials partials(Op op, double a, double b, double c, double v) noexcept;

}  // namespace foreplan::inline v0::scenario::detail
