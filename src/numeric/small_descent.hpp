#pragma once
#include <foreplan/core/stop.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/damped_step.hpp"

namespace foreplan::inline v0::numeric {

struct SmallDescentLimits {
  std::span<const double> lower{}, upper{};  ///< A variable with equal bounds is held.
  int iterations = 100;
  double tolerance = 1e-12;  ///< Converged when the model promises to lower F by no more than this part of it.
};

/// Minimises F > 0 of a few dozen variables in a box, given as log F, by damped steps on a quadratic model
/// (Levenberg 1944; Marquardt 1963). The model's Hessian is that of Gauss and Newton, corrected along the last step so
/// that it agrees with how the gradient changed (the BFGS formula; Al-Baali & Fletcher 1985). Nothing is allocated
/// after construction.
///
/// `Problem` has
///   double value(std::span<const double> x)   log F, infinite outside the domain;
///   void model(std::span<const double> x, std::span<double> gradient, std::span<double> hessian)
///                                             at the x of the last value: the gradient of log F and the Hessian of the
///                                             model of F over F, n x n.
template <class Problem>
class SmallDescent {
 public:
  SmallDescent(Problem& problem, std::size_t n) : problem_(problem), n_(n), step_(n), memory_(4 * n + n * n) {
    std::size_t taken = 0;
    const auto take = [&](std::size_t size) { return std::span(memory_).subspan((taken += size) - size, size); };
    trial_ = take(n), gradient_ = take(n), before_ = take(n), product_ = take(n), hessian_ = take(n * n);
  }

  /// Moves `x`, within the limits, as far down as the limits let it.
  Stop run(std::span<double> x, const SmallDescentLimits& limits) {
    for (std::size_t j = 0; j < n_; ++j) x[j] = std::clamp(x[j], limits.lower[j], limits.upper[j]);
    value_ = problem_.value(x);
    if (!std::isfinite(value_)) return Stop::not_finite;
    problem_.model(x, gradient_, hessian_);
    double damping = 1e-3;
    for (int iteration = 0; iteration < limits.iterations; ++iteration) {
      for (;;) {
        const double promised = step_.solve(hessian_, gradient_, damping, x, limits.lower, limits.upper);
        if (!(promised > limits.tolerance)) return damping <= 1 ? Stop::converged : Stop::no_progress;
        const auto d = step_.step();
        for (std::size_t j = 0; j < n_; ++j) trial_[j] = std::clamp(x[j] + d[j], limits.lower[j], limits.upper[j]);
        const double value = problem_.value(trial_);
        const double kept = std::exp(value - value_), gain = (1 - kept) / promised;
        if (gain > 1e-4) {
          damping = gain > 0.75 ? std::max(damping / 8, 1e-9) : gain < 0.25 ? damping * 3 : damping;
          accept(x, value, kept);
          break;
        }
        damping *= std::isfinite(value) ? 6 : 20;
        if (damping > 1e12) return Stop::no_progress;
      }
    }
    return Stop::iteration_limit;
  }
  [[nodiscard]] double value() const noexcept { return value_; }

 private:
  void accept(std::span<double> x, double value, double kept) {
    std::copy(gradient_.begin(), gradient_.end(), before_.begin());
    problem_.model(trial_, gradient_, hessian_);
    value_ = value;
    // How F's gradient changed, over F now.
    double along = 0, curvature = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const double move = trial_[j] - x[j];
      before_[j] = gradient_[j] - before_[j] / kept;
      along += before_[j] * move;
      trial_[j] = move;
      x[j] += move;
    }
    for (std::size_t j = 0; j < n_; ++j) {
      product_[j] = 0;
      for (std::size_t k = 0; k < n_; ++k) product_[j] += hessian_[j * n_ + k] * trial_[k];
      curvature += product_[j] * trial_[j];
    }
    if (!(curvature > 0 && along > 0.01 * curvature && along < 100 * curvature)) return;
    for (std::size_t j = 0; j < n_; ++j)
      for (std::size_t k = 0; k < n_; ++k)
        hessian_[j * n_ + k] += before_[j] * before_[k] / along - product_[j] * product_[k] / curvature;
  }

  Problem& problem_;
  std::size_t n_;
  DampedStep step_;
  std::vector<double> memory_;
  std::span<double> trial_, gradient_, before_, product_, hessian_;
  double value_ = 0;
};

}  // namespace foreplan::inline v0::numeric
