#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/scenario/solve.hpp>

#include <vector>

#include "scenario/machine.hpp"

/// Newton's method on the torn variables of one simultaneous block.
namespace foreplan::inline v0::scenario::detail {

/// What one block keeps from period to period: the factors of the last derivatives are tried first.
struct TornState {
  std::vector<double> factors{};        ///< LU of d residual / d torn, row by row.
  std::vector<std::uint32_t> pivots{};
  bool factored = false;
};

struct TornScratch {
  std::vector<double> offset{};  ///< Taken from the residuals; empty: nothing.
  std::vector<double> gradients{}, step{}, next{}, origin{}, size{};
};

/// Iterates `segment.loop` from the torn values standing in `w` until the residuals are 0; at the end every slot of the
/// loop belongs to the solution. `w` is left at the last point where all was finite.
/// The step is damped until the next one, with the same derivatives, is smaller (Deuflhard 2004, the natural
/// monotonicity test): it does not depend on units, and a point outside the domain of a logarithm is a step too long.
Stop solve_torn(const Segment& segment, double* w, TornState& state, TornScratch& scratch, const SolveOptions& options,
                SolveWork& work);

/// The other ways, from the torn values standing in `w`; what they leave there is as solve_torn's.
Stop solve_by_trust_region(const Segment& segment, double* w, TornState& state, TornScratch& scratch, const SolveOptions& options, SolveWork& work);
Stop solve_by_homotopy(const Segment& segment, double* w, TornState& state, TornScratch& scratch,
                       const SolveOptions& options, SolveWork& work);

/// LU with partial pivoting of an n x n matrix in place, row by row. False when singular or not finite.
bool factor(double* a, std::uint32_t* pivots, std::size_t n) noexcept;
void solve_factored(const double* a, const std::uint32_t* pivots, double* x, std::size_t n) noexcept;

}  // namespace foreplan::inline v0::scenario::detail
