#pragma once
#include <foreplan/core/stop.hpp>

#include <memory>
#include <span>
#include <vector>

#include "scenario/sweeps.hpp"

namespace foreplan::inline v0::scenario::detail {

/// Derivatives of a block that looks ahead, all periods together, where it is solved: one sparse factorisation of what
/// solve_stacked solves for.
class StackedDerivatives {
 public:
  /// @param values  of all cells.
  StackedDerivatives(const Stage& stage, const Grid& grid, std::span<const double> values,
                     std::span<const double> fixed);
  ~StackedDerivatives();
  StackedDerivatives(StackedDerivatives&&) noexcept;

  [[nodiscard]] Stop stop() const noexcept;
  void tangent(const ActiveStage& active, Tangents& t);
  /// @param cells  derivatives of a quantity with respect to all cells; those of the block are taken back to what it
  ///   reads.
  void adjoint(std::vector<double>& cells) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace foreplan::inline v0::scenario::detail
