#include "numeric/bounded_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::numeric {

BoundedStep::BoundedStep(std::size_t m, std::size_t n, const Bounds& bounds, std::span<double> memory)
    : bounds_(bounds),
      model_(m, n),
      scale_(memory.first(n)),
      gradient_(memory.subspan(n, n)),
      step_(memory.subspan(2 * n, n)),
      held_(n) {
  std::fill(scale_.begin(), scale_.end(), 0.0);
  free_.reserve(n);
}

void BoundedStep::widen_scale(std::span<const double> gram) {
  for (std::size_t j = 0; j < scale_.size(); ++j) {
    const double size = std::sqrt(gram[(j + 1) * (j + 4) / 2]);
    scale_[j] = std::max(scale_[j], size);
    if (scale_[j] == 0) scale_[j] = 1;
  }
}

double BoundedStep::length(std::span<const double> x) const {
  double sum = 0;
  for (std::size_t j = 0; j < x.size(); ++j) sum += scale_[j] * x[j] * scale_[j] * x[j];
  return std::sqrt(sum);
}

void BoundedStep::resize_radius(double actual, double ratio, double along, double step) {
  if (ratio <= 0.25) {
    double shrink = actual >= 0 ? 0.5 : 0.5 * along / (along + 0.5 * actual);
    if (!(shrink >= 0.1)) shrink = 0.1;
    radius_ = shrink * std::min(radius_, 10 * step);
  } else if (ratio >= 0.75) {
    radius_ = std::max(radius_, 2 * step);
  }
}

void BoundedStep::begin(std::span<const double> x, std::span<const double> columns, std::span<const double> gram) {
  x_ = x;
  columns_ = columns;
  gram_ = gram;
  std::fill(held_.begin(), held_.end(), char{0});
  factorise();
}

void BoundedStep::factorise() {
  free_.clear();
  for (std::size_t j = 0; j < x_.size(); ++j) {
    const double slope = gradient_[j] = gram_[(j + 1) * (j + 2) / 2];
    if (bounds_.lower(j) < bounds_.upper(j) && held_[j] == 0 && !bounds_.blocks(j, x_[j], slope)) free_.push_back(j);
  }
  model_.set(columns_, gram_, free_);
}

/// Holds the variables that stand on a bound which their step would pass. True when there was one: factors are new then.
bool BoundedStep::hold_blocked() {
  bool blocked = false;
  for (const std::size_t j : free_)
    if ((x_[j] <= bounds_.lower(j) && step_[j] < 0) || (x_[j] >= bounds_.upper(j) && step_[j] > 0)) {
      held_[j] = 1;
      blocked = true;
    }
  if (blocked) factorise();
  return blocked;
}

bool BoundedStep::within_radius() {
  bool whole = false;
  do whole = try_radius();
  while (hold_blocked());
  return whole;
}

void BoundedStep::whole() {
  do model_.solve(0, scale_, step_);
  while (hold_blocked());
}

/// Moré 1978, section 5.
bool BoundedStep::try_radius() {
  damping_ = 0;
  model_.solve(0, scale_, step_);
  double size = length(step_);
  if (rank() == free() && size <= 1.1 * radius_) return true;
  double steepest = 0;
  for (const std::size_t j : free_) steepest += gradient_[j] * gradient_[j] / (scale_[j] * scale_[j]);
  double low = 0, high = std::max(std::sqrt(steepest) / radius_, std::numeric_limits<double>::min());
  // Newton's step for 1 / |D p| = 1 / radius, whose first value and slope are those of the whole step.
  double damping = 1e-3 * high;
  if (rank() == free()) {
    low = (size / radius_) * ((radius_ - size) / model_.slope(scale_, step_, size));
    damping = std::max(low, damping);
  }
  for (int i = 0; i < 20; ++i) {
    damping_ = damping;
    model_.solve(damping, scale_, step_);
    size = length(step_);
    const double excess = size - radius_;
    if (std::abs(excess) <= 0.1 * radius_) break;
    (excess < 0 ? high : low) = damping;
    const double next = damping - (size / radius_) * (excess / model_.slope(scale_, step_, size));
    damping = next > low && next < high ? next : low > 0 ? std::sqrt(low * high) : 1e-3 * high;
  }
  return false;
}

bool BoundedStep::cut(std::span<double> to) {
  const std::size_t n = step_.size();
  double part = 1;
  std::size_t met = n;
  for (std::size_t j = 0; j < n; ++j) {
    const double room = step_[j] > 0 ? bounds_.upper(j) - x_[j] : bounds_.lower(j) - x_[j];
    if (step_[j] != 0 && std::abs(room) < part * std::abs(step_[j])) {
      part = room / step_[j];
      met = j;
    }
  }
  for (std::size_t j = 0; j < n; ++j) {
    to[j] = bounds_.project(j, x_[j] + part * step_[j]);
    if (j == met) to[j] = step_[j] > 0 ? bounds_.upper(j) : bounds_.lower(j);
    step_[j] = to[j] - x_[j];
  }
  return met < n;
}

double BoundedStep::slope() const {
  double sum = 0;
  for (std::size_t j = 0; j < step_.size(); ++j) sum += gradient_[j] * step_[j];
  return sum;
}

}  // namespace foreplan::inline v0::numeric
