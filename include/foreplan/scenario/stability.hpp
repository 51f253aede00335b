#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/steady_state.hpp>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

/// Whether one path leads to a steady state, many or none.
namespace foreplan::inline v0::scenario {

struct StabilityOptions {
  double threshold = 1 + 1e-6;    ///< >= 1; eigenvalues of larger modulus count as unstable.
  std::size_t max_order = 2'000;  ///< Of the eigenvalue problem, which takes O(order^3); more is refused.
  double rank_tolerance = 1e-8;   ///< in [0, 1); a rank margin at most this large is none.
};

/// How many paths lead to the steady state from starts nearby.
enum class Determinacy : std::uint8_t {
  not_known,    ///< The result is not usable.
  one_path,     ///< One, from every start.
  many_paths,   ///< Many: fewer unstable eigenvalues than forward-looking variables.
  no_path,      ///< None from most starts: more unstable eigenvalues.
  not_of_rank,  ///< As many, but the unstable directions do not span the forward-looking variables: from most starts
                ///< none, from the others many. (x explodes whatever y does, and y comes to rest wherever it begins:
                ///< one unstable eigenvalue for one variable that may jump, but the wrong one.)
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Determinacy) noexcept;

/// Dynamics near a steady state, by the eigenvalues of the linearised equations.
struct Stability {
  Stop stop = Stop::not_run;  ///< `singular`: the equations do not determine how the variables move.
  std::vector<std::complex<double>> eigenvalues{};  ///< By increasing modulus; infinite ones last.
  std::size_t unstable = 0;                         ///< How many are.
  std::size_t forward_looking = 0;  ///< Variables read ahead, each as many times as it is read periods ahead.
  /// How well the past fixes the way back, where the numbers agree: the smallest singular value of what an orthonormal
  /// basis of the stable directions says of the predetermined variables, in [0, 1]; 0 where the rank condition fails.
  double rank_margin = std::numeric_limits<double>::quiet_NaN();
  Determinacy determinacy = Determinacy::not_known;

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  [[nodiscard]] bool determinate() const noexcept { return determinacy == Determinacy::one_path; }
};

/// The order and rank conditions of Blanchard & Kahn (1980), with exact derivatives, in the form of Klein (2000): as
/// many unstable eigenvalues as forward-looking variables, and stable directions that reach every predetermined
/// state. On a path of growth they are those of deviations from the path.
/// @throws InvalidArgument  for a state that is not usable, or an option out of its range.
[[nodiscard]] FOREPLAN_EXPORT Stability stability(const SteadyState& state, const StabilityOptions& options = {});

}  // namespace foreplan::inline v0::scenario
