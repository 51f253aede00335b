#include "numeric/minimise.hpp"

#include <foreplan/core/errors.hpp>

#include <array>

#include "numeric/descent.hpp"
#include "numeric/line_search.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kMemory = 8;

class Solver : private Descent {
 public:
  Solver(std::size_t n, const Objective& objective, const MinimiseOptions& options)
      : Descent(objective, options), n_(n), memory_((6 + 2 * kMemory) * n_), free_(n_) {
    std::size_t taken = 0;
    const auto take = [&] { return std::span(memory_).subspan(n_ * taken++, n_); };
    for (std::span<double>* v : {&x_, &gradient_, &trial_, &trial_gradient_, &direction_, &origin_}) *v = take();
    for (std::size_t i = 0; i < kMemory; ++i) {
      moves_[i] = take();
      changes_[i] = take();
    }
    along_ = [this](double step) { return evaluate_along(step); };
  }

  Minimum run(std::span<const double> start) {
    return descend(
        start, [] {}, [this] { return iterate(); });
  }

 private:
  /// Value and derivative at the trial point origin + step direction.
  Slope evaluate_along(double step) {
    for (std::size_t j = 0; j < n_; ++j) trial_[j] = bounds_.project(j, origin_[j] + step * direction_[j]);
    Slope s{evaluate(trial_, trial_gradient_), 0};
    for (std::size_t j = 0; j < n_; ++j) s.derivative += trial_gradient_[j] * direction_[j];
    return s;
  }

  bool iterate() {
    if (options_.cancel.cancelled()) throw Cancelled("cancelled by the caller");
    if (bounds_.slope(x_, gradient_, value_) <= options_.tolerance) return end(Stop::converged);
    ++result_.iterations;
    for (std::size_t j = 0; j < n_; ++j)
      free_[j] = bounds_.lower(j) < bounds_.upper(j) && !bounds_.blocks(j, x_[j], gradient_[j]);
    if (!quasi_newton()) {
      kept_ = 0;
      steepest();
    }
    if (!search()) {
      if (kept_ == 0) return end(Stop::no_progress);
      kept_ = 0;  // the metric may be at fault: once more along the gradient
      steepest();
      if (!search()) return end(Stop::no_progress);
    }
    remember();
    const double change = value_ - trial_value_;
    std::copy(trial_.begin(), trial_.end(), x_.begin());
    std::copy(trial_gradient_.begin(), trial_gradient_.end(), gradient_.begin());
    value_ = trial_value_;
    flat_ = change <= kEpsilon * std::abs(value_) ? flat_ + 1 : 0;
    return flat_ >= 10 ? end(Stop::no_progress) : false;
  }

  void steepest() {
    double size = 0;
    for (std::size_t j = 0; j < n_; ++j)
      if (free_[j] != 0) size = std::max(size, std::abs(gradient_[j]));
    for (std::size_t j = 0; j < n_; ++j) direction_[j] = free_[j] != 0 ? -gradient_[j] / std::max(size, 1.0) : 0;
  }

  double dot(std::span<const double> a, std::span<const double> b) const {
    double sum = 0;
    for (std::size_t j = 0; j < n_; ++j)
      if (free_[j] != 0) sum += a[j] * b[j];
    return sum;
  }

  /// Nocedal's two loops over the free variables; false without a direction of descent.
  bool quasi_newton() {
    if (kept_ == 0) return false;
    for (std::size_t j = 0; j < n_; ++j) direction_[j] = free_[j] != 0 ? -gradient_[j] : 0;
    std::array<double, kMemory> share{}, curvature{};
    double metric = 0;
    for (std::size_t age = 0; age < kept_; ++age) {
      const std::size_t i = (newest_ + kMemory - age) % kMemory;
      curvature[i] = dot(moves_[i], changes_[i]);
      const double square = dot(changes_[i], changes_[i]);
      if (!(curvature[i] > kEpsilon * square)) {
        curvature[i] = 0;
        continue;
      }
      if (metric == 0) metric = curvature[i] / square;
      share[i] = dot(moves_[i], direction_) / curvature[i];
      for (std::size_t j = 0; j < n_; ++j)
        if (free_[j] != 0) direction_[j] -= share[i] * changes_[i][j];
    }
    if (metric == 0) return false;
    for (double& d : direction_) d *= metric;
    for (std::size_t age = kept_; age-- > 0;) {
      const std::size_t i = (newest_ + kMemory - age) % kMemory;
      if (curvature[i] == 0) continue;
      const double back = share[i] - dot(changes_[i], direction_) / curvature[i];
      for (std::size_t j = 0; j < n_; ++j)
        if (free_[j] != 0) direction_[j] += back * moves_[i][j];
    }
    const double slope = dot(gradient_, direction_);
    return slope < -1e-10 * std::sqrt(dot(gradient_, gradient_) * dot(direction_, direction_));
  }

  /// The trial point, better than the present one.
  bool search() {
    double longest = kInfinity;
    for (std::size_t j = 0; j < n_; ++j)
      if (direction_[j] != 0)
        longest = std::min(longest,
                           (direction_[j] > 0 ? bounds_.upper(j) - x_[j] : bounds_.lower(j) - x_[j]) / direction_[j]);
    std::copy(x_.begin(), x_.end(), origin_.begin());
    return longest >= 1 ? straight(std::min(longest, 1e10)) : bent();
  }

  bool straight(double longest) {
    const LineStep step = line_search(along_, {value_, dot(gradient_, direction_)}, 1, longest);
    trial_value_ = step.at.value;
    return step.step > 0;
  }

  /// Armijo's rule along the projection of the path.
  bool bent() {
    double step = 1;
    for (int i = 0; i < 60; ++i) {
      trial_value_ = evaluate_along(step).value;
      double promised = 0;
      for (std::size_t j = 0; j < n_; ++j) promised += gradient_[j] * (trial_[j] - x_[j]);
      if (!(promised < 0)) return false;
      if (trial_value_ <= value_ + 1e-4 * promised && trial_value_ < value_) return true;
      // The minimum of the parabola through both values and the slope here.
      const double parabola = promised / (2 * (promised - (trial_value_ - value_)));
      step *= std::isfinite(trial_value_) ? std::clamp(parabola, 0.1, 0.5) : 0.1;
    }
    return false;
  }

  void remember() {
    const std::size_t i = kept_ == 0 ? 0 : (newest_ + 1) % kMemory;
    for (std::size_t j = 0; j < n_; ++j) {
      moves_[i][j] = trial_[j] - x_[j];
      changes_[i][j] = trial_gradient_[j] - gradient_[j];
    }
    double curvature = 0, square = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      curvature += moves_[i][j] * changes_[i][j];
      square += changes_[i][j] * changes_[i][j];
    }
    if (!(curvature > kEpsilon * square)) return;
    newest_ = i;
    kept_ = std::min(kept_ + 1, kMemory);
  }

  std::size_t n_;
  std::vector<double> memory_;
  std::span<double> trial_, trial_gradient_, direction_, origin_;
  std::array<std::span<double>, kMemory> moves_, changes_;  // of x and of the gradient, a ring
  std::size_t kept_ = 0, newest_ = 0;
  std::vector<char> free_;
  AlongLine along_;
  double trial_value_ = 0;
  int flat_ = 0;
};

}  // namespace

Minimum minimise(std::vector<double> start, const Objective& objective, const MinimiseOptions& options) {
  return Solver(start.size(), objective, options).run(start);
}

}  // namespace foreplan::inline v0::numeric
