#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/bounds.hpp"
#include "numeric/damped_model.hpp"

namespace foreplan::inline v0::numeric {

/// A step p from a point on the way to the least sum of squares: as long as a radius lets it be, in a box. Lengths are
/// |D p|, D Moré's (1978) scaling. Nothing is allocated after construction.
class BoundedStep {
 public:
  /// How many numbers a step remembers.
  static constexpr std::size_t room(std::size_t n) noexcept { return 3 * n; }
  /// @param memory  room(n) numbers, which outlive this.
  BoundedStep(std::size_t m, std::size_t n, const Bounds& bounds, std::span<double> memory);
  BoundedStep(const BoundedStep&) = delete;  // its model knows which variables are free by where they stand
  BoundedStep& operator=(const BoundedStep&) = delete;

  /// D: the longest that each column has been; from the products of r and J.
  void widen_scale(std::span<const double> gram);
  [[nodiscard]] double length(std::span<const double> x) const;
  void set_radius(double radius) noexcept { radius_ = radius; }
  [[nodiscard]] double radius() const noexcept { return radius_; }
  /// After a trial: by what part the sum of squares fell, over what was promised, and J' r along the step over that sum.
  void resize_radius(double actual, double ratio, double along, double step);

  /// Goes to the point x: the gradient J' r, the variables that it does not push against a bound, and the model over
  /// them. All are in place until the next call.
  /// @param columns  r, then J column by column.
  /// @param gram     Their products (`Kernels::gram`).
  void begin(std::span<const double> x, std::span<const double> columns, std::span<const double> gram);
  /// How many variables are free, and the rank of their columns.
  [[nodiscard]] std::size_t free() const noexcept { return free_.size(); }
  [[nodiscard]] std::size_t rank() const noexcept { return model_.rank(); }

  /// Finds a step about as long as the radius, or the whole Gauss-Newton step when that is shorter: true for that.
  bool within_radius();
  /// Finds the Gauss-Newton step.
  void whole();
  /// `to` is x + p, or the place where the way there meets a bound, to which the step is cut: the direction stays, so
  /// that it still leads down. True when it was.
  bool cut(std::span<double> to);
  [[nodiscard]] std::span<double> step() noexcept { return step_; }
  [[nodiscard]] std::span<const double> scale() const noexcept { return scale_; }
  [[nodiscard]] const Bounds& bounds() const noexcept { return bounds_; }

  /// J' r along the step, and |J p|^2.
  [[nodiscard]] double slope() const;
  [[nodiscard]] double curvature() { return model_.curvature(step_); }
  /// The p that minimises |J p + other|^2, damped as the step was.
  void solve_for(std::span<const double> other, std::span<double> p) { model_.solve_for(other, damping_, scale_, p); }

 private:
  void factorise();
  bool hold_blocked();
  bool try_radius();

  Bounds bounds_;
  DampedModel model_;
  double radius_ = 0, damping_ = 0;
  std::span<double> scale_, gradient_, step_;
  std::span<const double> x_, columns_, gram_;
  std::vector<std::size_t> free_;
  std::vector<char> held_;  // at this point, because the step would leave the bound that they stand on
};

}  // namespace foreplan::inline v0::numeric
