#pragma once
#include <array>
#include <cstddef>
#include <span>

#include "numeric/lanes.hpp"

namespace foreplan::inline v0::numeric {

/// What `DampedStep` finds, of up to eight problems side by side: the same numbers to the bit in every tier and lane.
class DampedSteps {
 public:
  static constexpr std::size_t kMostVariables = 5;

  /// @param n  [1, 5]
  explicit DampedSteps(std::size_t n, Tier tier = best_tier());

  /// Arguments as those of `DampedStep::solve`, copied.
  void set(std::size_t lane, std::span<const double> hessian, std::span<const double> gradient, double damping,
           std::span<const double> x, std::span<const double> lower, std::span<const double> upper);
  /// Finds the steps of the first `count` lanes.
  void solve(std::size_t count);
  [[nodiscard]] double promised(std::size_t lane) const noexcept { return work_.promised[lane]; }
  /// The number j of a step.
  [[nodiscard]] double step(std::size_t lane, std::size_t j) const noexcept { return work_.step[j][lane]; }

  /// Implementation: one call of the kernel.
  struct Work {
    std::size_t lanes = 0;
    Conditions conditions{};
    Row damping{}, promised{};
    std::array<Row, kMostVariables> gradient{}, x{}, lower{}, upper{}, step{};
    std::array<Row, kMostVariables*(kMostVariables + 1) / 2> hessian{};  ///< Rows of its lower triangle.
  };
  using Kernel = void (*)(Work&);

 private:
  std::size_t n_;
  Kernel kernel_;
  Work work_;
};

}  // namespace foreplan::inline v0::numeric
