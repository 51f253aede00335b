#include <foreplan/core/errors.hpp>

#include "numeric/descent.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

class NewtonSolver : private Descent {
 public:
  NewtonSolver(std::size_t n, const Objective& objective, const HessianProduct& hessian, const MinimiseOptions& options)
      : Descent(objective, options), n_(n), hessian_(hessian), memory_(10 * n_), free_(n_) {
    std::size_t taken = 0;
    for (std::span<double>* v :
         {&x_, &gradient_, &trial_, &trial_gradient_, &step_, &model_, &residual_, &search_, &curved_, &inner_})
      *v = std::span(memory_).subspan(n_ * taken++, n_);
  }

  Minimum run(std::span<const double> start) {
    return descend(
        start, [this] { radius_ = std::max(length(x_), 1.0); }, [this] { return iterate(); });
  }

 private:
  static double dot(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
    return sum;
  }
  static double length(std::span<const double> a) { return std::sqrt(dot(a, a)); }

  bool iterate() {
    if (options_.cancel.cancelled()) throw Cancelled("cancelled by the caller");
    if (bounds_.slope(x_, gradient_, value_) <= options_.tolerance) return end(Stop::converged);
    ++result_.iterations;
    cauchy();
    for (std::size_t face = 0; face <= n_ && !follow_face(); ++face) {
    }
    const double predicted = -(dot(gradient_, step_) + dot(step_, model_) / 2);
    for (std::size_t j = 0; j < n_; ++j) trial_[j] = bounds_.project(j, x_[j] + step_[j]);
    const double tried = evaluate(trial_, trial_gradient_);
    const double size = length(step_), ratio = predicted > 0 ? (value_ - tried) / predicted : -1;
    // Near the minimum differences of values are rounding; gradients still tell (Conn, Gould & Toint 2000,
    // section 17.4).
    const double rounding = 10 * kEpsilon * std::max(std::abs(value_), 1e-300);
    const bool even = std::abs(value_ - tried) <= rounding && predicted <= rounding &&
                      bounds_.slope(trial_, trial_gradient_, tried) < bounds_.slope(x_, gradient_, value_);
    if (ratio < 0.25 && !even)
      radius_ = std::isfinite(tried) ? 0.25 * std::min(size, radius_) : 0.1 * size;
    else if (ratio > 0.75 && size > 0.8 * radius_)
      radius_ *= 2;
    if (ratio > 1e-4 || even) {
      std::copy(trial_.begin(), trial_.end(), x_.begin());
      std::copy(trial_gradient_.begin(), trial_gradient_.end(), gradient_.begin());
      value_ = tried;
      return false;
    }
    return radius_ <= kEpsilon * std::max(length(x_), 1e-300) || predicted <= 0 ? end(Stop::no_progress) : false;
  }

  /// How far the model falls along the projected gradient while that pays: Moré & Toraldo's (1991) sufficient decrease.
  /// Leaves the step, and H step in model_.
  void cauchy() {
    const double size = length(gradient_);
    double along = first_along_ > 0 ? first_along_ : radius_ / size;
    const auto go = [this](double a) {
      for (std::size_t j = 0; j < n_; ++j) step_[j] = bounds_.project(j, x_[j] - a * gradient_[j]) - x_[j];
      hessian_(x_, step_, model_);
      const double fall = dot(gradient_, step_);
      return fall + dot(step_, model_) / 2 <= 0.01 * fall && length(step_) <= radius_;
    };
    if (go(along)) {
      for (int i = 0; i < 20 && go(4 * along); ++i) along *= 4;
    } else {
      do along /= 4;
      while (!go(along) && along > 1e-300);
    }
    (void)go(along);
    first_along_ = along;
  }

  /// Conjugate gradients for the variables that the step leaves inside their bounds, to where a bound is met, which the
  /// step then keeps to. True at the end: solved, or on the trust region's boundary.
  bool follow_face() {
    double square = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const double at = x_[j] + step_[j];
      free_[j] = bounds_.lower(j) < at && at < bounds_.upper(j);
      residual_[j] = free_[j] != 0 ? -(gradient_[j] + model_[j]) : 0;
      search_[j] = residual_[j];
      inner_[j] = 0;
      square += residual_[j] * residual_[j];
    }
    const double slope = free_length(gradient_);
    const double target = std::min(0.1, std::sqrt(slope)) * slope;  // superlinear: Dembo & Steihaug (1983)
    if (std::sqrt(square) <= target || square == 0) return true;
    bool boundary = false;
    for (std::size_t i = 0; i < 2 * n_ && !boundary; ++i) {
      hessian_(x_, search_, curved_);
      for (std::size_t j = 0; j < n_; ++j)
        if (free_[j] == 0) curved_[j] = 0;
      const double curvature = dot(search_, curved_);
      const double reach = to_radius();
      double part = curvature > 0 ? square / curvature : reach;
      boundary = !(part < reach);
      part = std::min(part, reach);
      for (std::size_t j = 0; j < n_; ++j) inner_[j] += part * search_[j];
      if (boundary) break;
      for (std::size_t j = 0; j < n_; ++j) residual_[j] -= part * curved_[j];
      const double next = dot(residual_, residual_);
      if (std::sqrt(next) <= target) break;
      for (std::size_t j = 0; j < n_; ++j) search_[j] = residual_[j] + next / square * search_[j];
      square = next;
    }
    return add_inner() || boundary;
  }

  double free_length(std::span<const double> a) const {
    double sum = 0;
    for (std::size_t j = 0; j < n_; ++j)
      if (free_[j] != 0) sum += a[j] * a[j];
    return std::sqrt(sum);
  }

  /// The positive part with |step + inner + part search| = radius.
  double to_radius() const {
    double a = 0, b = 0, c = -radius_ * radius_;
    for (std::size_t j = 0; j < n_; ++j) {
      const double at = step_[j] + inner_[j];
      a += search_[j] * search_[j];
      b += search_[j] * at;
      c += at * at;
    }
    const double root = std::sqrt(std::max(b * b - a * c, 0.0));
    return b > 0 ? -std::min(c, 0.0) / (b + root) : (root - b) / a;
  }

  /// Adds the inner step up to the first bound that it meets; true when it met none.
  bool add_inner() {
    double part = 1;
    std::size_t met = n_;
    for (std::size_t j = 0; j < n_; ++j) {
      if (inner_[j] == 0) continue;
      const double room = (inner_[j] > 0 ? bounds_.upper(j) : bounds_.lower(j)) - (x_[j] + step_[j]);
      if (std::abs(room) < part * std::abs(inner_[j])) {
        part = room / inner_[j];
        met = j;
      }
    }
    for (std::size_t j = 0; j < n_; ++j) step_[j] += part * inner_[j];
    if (met < n_) step_[met] = (inner_[met] > 0 ? bounds_.upper(met) : bounds_.lower(met)) - x_[met];
    hessian_(x_, step_, model_);
    return met == n_;
  }

  std::size_t n_;
  const HessianProduct& hessian_;
  std::vector<double> memory_;
  std::span<double> trial_, trial_gradient_, step_, model_, residual_, search_, curved_, inner_;
  std::vector<char> free_;
  double radius_ = 0, first_along_ = 0;
};

}  // namespace

Minimum minimise_newton(std::vector<double> start, const Objective& objective, const HessianProduct& hessian,
                        const MinimiseOptions& options) {
  return NewtonSolver(start.size(), objective, hessian, options).run(start);
}

}  // namespace foreplan::inline v0::numeric
