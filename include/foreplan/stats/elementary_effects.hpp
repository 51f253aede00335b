#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/inputs.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Screening by elementary effects (Morris 1991): which of many inputs matter at all, in few evaluations.
///
/// Inputs stand on p levels 0, 1 / (p - 1), ..., 1 of their probability; a trajectory moves one input after the other
/// by delta = p / (2 (p - 1)), in random order. The elementary effect of an input is (change of y) / (change of its
/// level), in units of the output: what it would do over its whole range at that rate.
namespace foreplan::inline v0::stats {

enum class TrajectoryDesign : std::uint8_t {
  plain,  ///< Random ones.
  /// Of `candidates` random ones, those that are far apart by the distance of Campolongo, Cariboni & Saltelli (2007):
  /// the pair furthest apart, then always the one that adds most to the sum of squared distances.
  spread,
};

struct ElementaryEffectsOptions {
  std::size_t trajectories = 20;  ///< r, >= 2.
  std::size_t levels = 4;         ///< p, even, [2, 1000].
  TrajectoryDesign design = TrajectoryDesign::plain;
  std::size_t candidates = 200;  ///< For `spread`: >= trajectories, at most 2,000.
  /// Normal inputs have no ends: their levels 0 and 1 are the probabilities tail and 1 - tail. (0, 0.5)
  double tail = 0.005;
  std::uint64_t seed = 0;
  Execution execution{};
};

/// Of one input on one output.
struct ElementaryEffects {
  double mu = 0;               ///< Mean effect; NaN without effects, as the following.
  double mu_star = 0;          ///< Mean |effect| (Campolongo et al. 2007): overall importance.
  double sigma = 0;            ///< Standard deviation of effects: curvature and interactions. NaN below two effects.
  double mu_star_error = 0;    ///< Standard error of mu_star. NaN below two effects.
  std::size_t effects = 0;     ///< Used: those of which both ends are finite.
  std::vector<double> each{};  ///< One a trajectory; NaN where an end is not finite.
};

struct ElementaryEffectsTable {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  std::vector<ElementaryEffects> effects{};  ///< Output by output.
  std::size_t evaluations = 0;               ///< r (k + 1)
  std::size_t not_finite = 0;                ///< Evaluations that gave an output that is not finite.

  [[nodiscard]] const ElementaryEffects& at(std::size_t output, std::size_t input) const {
    return effects.at(output * inputs + input);
  }
};

struct TrajectorySample {
  std::size_t trajectories = 0;
  std::vector<InputDistribution> inputs{};
  double delta = 0;              ///< Of level.
  std::vector<double> levels{};  ///< On [0, 1], point by point: trajectories x (k + 1) points of k coordinates.
  std::vector<double> points{};  ///< The inputs' values there.

  [[nodiscard]] std::size_t size() const noexcept { return trajectories * (inputs.size() + 1); }
  [[nodiscard]] std::span<const double> point(std::size_t row) const {
    return std::span(points).subspan(row * inputs.size(), inputs.size());
  }
};

/// O(trajectories x inputs^2); spread ones O(candidates^2 x inputs^3).
/// @throws InvalidArgument  without inputs, for an option out of its range, for more than 10^8 values. Cancelled.
[[nodiscard]] FOREPLAN_EXPORT TrajectorySample trajectory_sample(const std::vector<InputDistribution>& inputs,
                                                                 const ElementaryEffectsOptions& options = {});

/// @param values  row by row, `outputs` of each; NaN where there is none.
/// @throws InvalidArgument  for another number of values than sample.size() x outputs, for outputs == 0.
[[nodiscard]] FOREPLAN_EXPORT ElementaryEffectsTable elementary_effects(const TrajectorySample& sample,
                                                                        std::span<const double> values,
                                                                        std::size_t outputs);

/// Both in one, on the threads of `options.execution`.
/// @throws InvalidArgument  as both, and for an empty function. Cancelled. What the function throws.
[[nodiscard]] FOREPLAN_EXPORT ElementaryEffectsTable elementary_effects(const InputFunction& function,
                                                                        const std::vector<InputDistribution>& inputs,
                                                                        std::size_t outputs = 1,
                                                                        const ElementaryEffectsOptions& options = {});

}  // namespace foreplan::inline v0::stats
