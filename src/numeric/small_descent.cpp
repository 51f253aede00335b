#include "numeric/small_descent.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kFirstDamping = 1e-3, kLeastDamping = 1e-9;

}  // namespace

SmallDescentPath::SmallDescentPath(std::size_t n, std::span<double> memory) : n_(n) {
  std::size_t taken = 0;
  const auto take = [&](std::size_t size) { return memory.subspan((taken += size) - size, size); };
  trial_ = take(n), moved_ = take(n), gradient_ = take(n), before_ = take(n), product_ = take(n);
  hessian_ = take(n * n);
}

void SmallDescentPath::begin(double value) noexcept {
  value_ = value;
  damping_ = kFirstDamping;
  has_moved_ = undamped_ = false;
}

SmallDescentPath::Verdict SmallDescentPath::without_promise() noexcept {
  if (damping_ <= kLeastDamping || undamped_) {
    stop_ = damping_ <= kFirstDamping ? Stop::converged : Stop::no_progress;
    return Verdict::ended;
  }
  damping_ = kLeastDamping;
  undamped_ = true;
  return Verdict::again;
}

SmallDescentPath::Verdict SmallDescentPath::judge(double value, std::span<double> x, const SmallDescentLimits& limits) {
  kept_ = std::exp(value - value_);
  const double gain = (1 - kept_) / promised_;
  if (gain > 1e-4) {
    damping_ = gain > 0.75 ? std::max(damping_ / 8, kLeastDamping) : gain < 0.25 ? damping_ * 3 : damping_;
    undamped_ = undamped_ && 1 - kept_ < 1e3 * limits.tolerance;
    value_ = value;
    for (std::size_t j = 0; j < n_; ++j) moved_[j] = trial_[j] - x[j], x[j] = trial_[j], before_[j] = gradient_[j];
    has_moved_ = true;
    return Verdict::moved;
  }
  damping_ *= std::isfinite(value) ? 6 : 20;
  if (damping_ > 1e12) {
    stop_ = Stop::no_progress;
    return Verdict::ended;
  }
  return Verdict::again;
}

void SmallDescentPath::correct() {
  if (!has_moved_) return;
  double along = 0, curvature = 0;
  for (std::size_t j = 0; j < n_; ++j) {
    before_[j] = gradient_[j] - before_[j] / kept_;  // over F now
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

}  // namespace foreplan::inline v0::numeric
