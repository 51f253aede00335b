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
  double tolerance = 1e-11;  ///< Converged when the model promises to lower F by no more than this part of it.
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
  SmallDescent(Problem& problem, std::size_t n) : problem_(problem), n_(n), step_(n), memory_(5 * n + n * n) {
    std::size_t taken = 0;
    const auto take = [&](std::size_t size) { return std::span(memory_).subspan((taken += size) - size, size); };
    trial_ = take(n), moved_ = take(n), gradient_ = take(n), before_ = take(n), product_ = take(n);
    hessian_ = take(n * n);
  }

  /// Moves `x`, within the limits, as far down as the limits let it.
  Stop run(std::span<double> x, const SmallDescentLimits& limits) {
    return run(x, limits, [](std::span<const double>, double) { return false; });
  }
  /// The same, ending as at the limit of iterations when abandoned(x, value) is true, which is asked before each.
  template <class Abandoned>
  Stop run(std::span<double> x, const SmallDescentLimits& limits, Abandoned abandoned) {
    for (std::size_t j = 0; j < n_; ++j) x[j] = std::clamp(x[j], limits.lower[j], limits.upper[j]);
    value_ = problem_.value(x);
    if (!std::isfinite(value_)) return Stop::not_finite;
    double damping = kFirstDamping;
    bool undamped = false;  // what is damped away was tried
    for (int iteration = 0; iteration < limits.iterations; ++iteration) {
      if (abandoned(x, value_)) break;
      if (iteration == 0)
        problem_.model(x, gradient_, hessian_);
      else
        correct(x);
      for (;;) {
        const double promised = step_.solve(hessian_, gradient_, damping, x, limits.lower, limits.upper);
        if (!(promised > limits.tolerance)) {
          if (damping <= kLeastDamping) return Stop::converged;
          if (undamped) return damping <= kFirstDamping ? Stop::converged : Stop::no_progress;
          damping = kLeastDamping;
          undamped = true;
          continue;
        }
        const auto d = step_.step();
        for (std::size_t j = 0; j < n_; ++j) trial_[j] = std::clamp(x[j] + d[j], limits.lower[j], limits.upper[j]);
        const double value = problem_.value(trial_);
        kept_ = std::exp(value - value_);
        const double gain = (1 - kept_) / promised;
        if (gain > 1e-4) {
          damping = gain > 0.75 ? std::max(damping / 8, kLeastDamping) : gain < 0.25 ? damping * 3 : damping;
          undamped = undamped && 1 - kept_ < 1e3 * limits.tolerance;
          value_ = value;
          for (std::size_t j = 0; j < n_; ++j) moved_[j] = trial_[j] - x[j], x[j] = trial_[j];
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
  static constexpr double kFirstDamping = 1e-3, kLeastDamping = 1e-9;

  /// The model at x, which the last step led to.
  void correct(std::span<const double> x) {
    std::copy(gradient_.begin(), gradient_.end(), before_.begin());
    problem_.model(x, gradient_, hessian_);
    // How F's gradient changed, over F now.
    double along = 0, curvature = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      before_[j] = gradient_[j] - before_[j] / kept_;
      along += before_[j] * moved_[j];
      product_[j] = 0;
      for (std::size_t k = 0; k < n_; ++k) product_[j] += hessian_[j * n_ + k] * moved_[k];
      curvature += product_[j] * moved_[j];
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
  std::span<double> trial_, moved_, gradient_, before_, product_, hessian_;
  double value_ = 0, kept_ = 1;  ///< The last step's F over F before it.
};

}  // namespace foreplan::inline v0::numeric
