#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

/// The model |J p + r|^2 + damping |D p|^2 of a sum of squares near a point, over those columns of J that are free.
/// Columns are brought to length 1, so that units decide nothing. Where they are far from dependent the normal
/// equations serve: they err in a step's length by eps condition^2, not in where the steps end, which is J' r = 0.
/// Elsewhere Householder's reflections do. Nothing is allocated after construction.
class DampedModel {
 public:
  DampedModel(std::size_t m, std::size_t n);

  /// @param columns  r, then the n columns of J, m rows each, in place until the next call.
  /// @param gram     Their products (`Kernels::gram`).
  /// @param free     Which columns of J take part, rising.
  void set(std::span<const double> columns, std::span<const double> gram, std::span<const std::size_t> free);
  /// Of the free columns at length 1, with pivots above 10^-12.
  [[nodiscard]] std::size_t rank() const noexcept { return rank_; }
  /// The p that minimises the model; 0 for columns that are not free, and without damping for dependent ones.
  void solve(double damping, std::span<const double> scale, std::span<double> step);
  /// The p that minimises |J p + other|^2 + damping |D p|^2, `damping` being the last one solved for.
  void solve_for(std::span<const double> other, double damping, std::span<const double> scale, std::span<double> step);
  /// d |D p| / d damping at the last solution, whose |D p| is given: -|R'^-1 P' D^2 p|^2 / |D p|.
  [[nodiscard]] double slope(std::span<const double> scale, std::span<const double> step, double step_length);
  /// |J p|^2
  [[nodiscard]] double curvature(std::span<const double> step);

 private:
  [[nodiscard]] bool cholesky(double damping, std::span<const double> scale);
  void substitute(std::span<double> step);
  void scatter(std::span<double> step) const;
  void factorise_columns(std::span<const double> r);
  void reduce_columns(double damping, std::span<const double> scale);
  [[nodiscard]] std::size_t variable(std::size_t k) const { return free_[order_[k]]; }

  std::size_t m_, n_, rows_;
  std::span<const double> columns_{}, gram_{};
  std::span<const std::size_t> free_{};
  bool by_products_ = false, undamped_ = false;  // damped_ holds R without damping
  std::size_t rank_ = 0;
  std::vector<double> memory_;
  std::span<double> length_;            // by which columns of J are divided: 1 for products
  std::span<double> damped_, rhs_, z_;  // R with damping, 2 f rows a column; of products L' and D L' below it
  std::span<double> reciprocal_;        // of the pivots D of products
  std::vector<std::size_t> order_;
  std::vector<double> factor_, rotated_;  // R of the free columns and Q' r, from reflections,
  std::vector<double> other_;             // and Q' times another right-hand side
};

}  // namespace foreplan::inline v0::numeric
