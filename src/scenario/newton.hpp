#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/scenario/solve.hpp>

#include <array>
#include <cstdint>
#include <vector>

#include "scenario/machine.hpp"

/// Newton's method on the torn variables of one simultaneous block, for one scenario or eight side by side. A lane
/// goes the way that it would go alone, so that its bits do not depend on its neighbours.
namespace foreplan::inline v0::scenario::detail {

/// What a block keeps from period to period in one lane: the factors of the last derivatives, and, within a period,
/// what its steps have told of how these changed (Broyden 1965, his first method, in the product form of Deuflhard
/// 2004, section 4.1.4).
struct TornState {
  std::vector<double> factors{};  ///< LU of d residual / d torn, row by row.
  std::vector<std::uint32_t> pivots{};
  bool factored = false;
  std::vector<double> updates{};  ///< Two rows each: what is added, for how much of what.
  std::size_t updated = 0;
};

struct TornLane {
  std::vector<double> offset{};  ///< Taken from the residuals; empty: nothing.
  std::vector<double> step{}, next{}, origin{};
};
struct TornScratch {
  std::array<TornLane, kLanes> lanes{};
  std::vector<double> gradients{};
};

/// Iterates `segment.loop` from the torn values standing in `w` until the residuals are 0; at the end every slot of the
/// loop belongs to the solution. Where there is none, `w` is left at the last point where all was finite.
/// The step is damped until the next one, with the same derivatives, is smaller (Deuflhard 2004, the natural
/// monotonicity test): it does not depend on units, and a point outside the domain of a logarithm is a step too long.
/// @param w       `Lanes` values a slot.
/// @param active  lanes to be solved; the others' torn values are left alone.
template <std::size_t Lanes>
std::array<Stop, Lanes> solve_torn(const Segment& segment, double* w, const std::array<TornState*, Lanes>& states,
                                   const std::array<bool, Lanes>& active, TornScratch& scratch,
                                   const SolveOptions& options, const std::array<SolveWork*, Lanes>& work);

inline Stop solve_torn(const Segment& segment, double* w, TornState& state, TornScratch& scratch,
                       const SolveOptions& options, SolveWork& work) {
  return solve_torn<1>(segment, w, {&state}, {true}, scratch, options, {&work})[0];
}

/// The other ways, from the torn values standing in `w`; what they leave there is as solve_torn's.
Stop solve_by_trust_region(const Segment& segment, double* w, TornState& state, TornScratch& scratch,
                           const SolveOptions& options, SolveWork& work);
Stop solve_by_homotopy(const Segment& segment, double* w, TornState& state, TornScratch& scratch,
                       const SolveOptions& options, SolveWork& work);

/// Residuals' derivatives where `w` stands, one lane: row i of `scratch.gradients` at residual_rows[i] * the columns
/// returned.
std::size_t differentiate(const Segment& segment, double* w, TornScratch& scratch);

/// LU with partial pivoting of an n x n matrix in place, row by row. False when singular or not finite.
bool factor(double* a, std::uint32_t* pivots, std::size_t n) noexcept;
void solve_factored(const double* a, const std::uint32_t* pivots, double* x, std::size_t n) noexcept;

}  // namespace foreplan::inline v0::scenario::detail
