#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/steady_state.hpp>

#include <complex>
#include <cstddef>
#include <vector>

/// Whether one path leads to a steady state, many or none.
namespace foreplan::inline v0::scenario {

struct StabilityOptions {
  double threshold = 1 + 1e-6;    ///< >= 1; eigenvalues of larger modulus count as unstable.
  std::size_t max_order = 2'000;  ///< Of the eigenvalue problem, which takes O(order^3); more is refused.
};

/// Dynamics near a steady state, by the eigenvalues of the linearised equations.
struct Stability {
  Stop stop = Stop::not_run;  ///< `singular`: the equations do not determine how the variables move.
  std::vector<std::complex<double>> eigenvalues{};  ///< By increasing modulus; infinite ones last.
  std::size_t unstable = 0;                         ///< How many are.
  std::size_t forward_looking = 0;  ///< Variables read ahead, each as many times as it is read periods ahead.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  /// As many unstable eigenvalues as forward-looking variables: one path leads to the steady state from any start
  /// nearby. (Where there are more, none does; where fewer, many.) That the unstable directions span the
  /// forward-looking variables, the rank condition, is not checked.
  [[nodiscard]] bool determinate() const noexcept { return usable() && unstable == forward_looking; }
};

/// The order condition of Blanchard & Kahn (1980), with exact derivatives and the generalised Schur form (Klein 2000).
/// On a path of growth it is that of deviations from the path.
/// @throws InvalidArgument  for a state that is not usable, or an option out of its range.
[[nodiscard]] FOREPLAN_EXPORT Stability stability(const SteadyState& state, const StabilityOptions& options = {});

}  // namespace foreplan::inline v0::scenario
