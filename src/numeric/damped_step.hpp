#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

/// The step d that minimises g'd + d'(H + damping diag H)d / 2 while x + d stays in a box. Variables at a bound that
/// the gradient pushes against are held, and those that the step takes over a bound are put there one after another.
/// Nothing is allocated after construction.
class DampedStep {
 public:
  explicit DampedStep(std::size_t n);

  /// What the undamped model promises, -(g'd + d'Hd / 2): never negative.
  /// @param hessian  n x n, symmetric, positive semi-definite.
  double solve(std::span<const double> hessian, std::span<const double> gradient, double damping,
               std::span<const double> x, std::span<const double> lower, std::span<const double> upper);
  [[nodiscard]] std::span<const double> step() const noexcept { return step_; }

 private:
  void solve_free(std::span<const double> hessian, double damping);

  std::size_t n_;
  std::vector<std::size_t> free_;
  std::vector<double> step_, factor_, right_, rest_;
};

}  // namespace foreplan::inline v0::numeric
