#pragma once
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "structure/balancing_cells.hpp"
#include "structure/dual_newton.hpp"

namespace foreplan::inline v0::structure {

/// Balancing through its dual, for tables on which scaling rows and columns in turn is slow: the logarithms of all
/// multipliers minimise sum |x| - sum u log r - sum v log s. Newton's steps come by conjugate gradients with the
/// diagonal, the sums of |x|, as preconditioner (Hestenes & Stiefel 1952).
template <class Cells>
class BalancingDual {
 public:
  BalancingDual(const Cells& cells, const std::vector<double>& row_sums, const std::vector<double>& column_sums)
      : cells_(cells),
        rows_(row_sums.size()),
        margin_(row_sums),
        r_(row_sums.size()),
        s_(column_sums.size()),
        inverse_(column_sums.size()),
        positive_(column_sums.size()),
        negative_(column_sums.size()) {
    margin_.insert(margin_.end(), column_sums.begin(), column_sums.end());
    weight_.resize(static_cast<Eigen::Index>(margin_.size()));
  }

  /// From multipliers above 0, which it moves.
  DualSolution solve(std::vector<double>& r, std::vector<double>& s, const DualOptions& options) {
    first_r_ = r;
    first_s_ = s;
    Eigen::VectorXd point = Eigen::VectorXd::Zero(weight_.size()), gradient(weight_.size());
    (void)value(point, gradient);
    unit_ = weight_.sum();
    const DualProblem problem{
        [this](const Eigen::VectorXd& where, Eigen::VectorXd& slope) { return value(where, slope); },
        [this, &options](const Eigen::VectorXd& slope) { return step(slope, options.cancel); },
        [this](const Eigen::VectorXd& slope) { return residual(slope); }};
    DualSolution solution = solve_dual(problem, std::move(point), options);
    (void)value(solution.at, gradient);
    r = r_;
    s = s_;
    return solution;
  }

 private:
  static Eigen::Index at(std::size_t k) { return static_cast<Eigen::Index>(k); }

  /// @param point  logarithms of multipliers over the first ones.
  double value(const Eigen::VectorXd& point, Eigen::VectorXd& gradient) {
    for (std::size_t j = 0; j < s_.size(); ++j) {
      s_[j] = first_s_[j] * std::exp(point[at(rows_ + j)]);
      inverse_[j] = 1 / s_[j];
    }
    std::fill(positive_.begin(), positive_.end(), 0);
    std::fill(negative_.begin(), negative_.end(), 0);
    double value = 0;
    const auto line = [&](std::size_t k, double give, double take) {
      const double margin = margin_[k] / unit_;
      weight_[at(k)] = (give + take) / unit_;
      gradient[at(k)] = (give - take) / unit_ - margin;
      value -= margin * point[at(k)];
    };
    for (std::size_t i = 0; i < rows_; ++i) {
      r_[i] = first_r_[i] * std::exp(point[at(i)]);
      const LineSums sums = cells_.sums(i, s_, inverse_);
      line(i, sums.positive * r_[i], sums.negative / r_[i]);
      value += weight_[at(i)];
      cells_.spread(i, r_[i], positive_, negative_);
    }
    for (std::size_t j = 0; j < s_.size(); ++j) line(rows_ + j, positive_[j] * s_[j], negative_[j] * inverse_[j]);
    return value;
  }

  [[nodiscard]] double residual(const Eigen::VectorXd& gradient) const {
    double worst = 0;
    for (std::size_t k = 0; k < margin_.size(); ++k)
      if (gradient[at(k)] != 0)
        worst = std::max(worst, std::abs(gradient[at(k)]) / std::max(std::abs(margin_[k] / unit_), weight_[at(k)]));
    return worst;
  }

  /// Second derivatives times w: of row i its weight times w_i and |x_ij| times the w_j of its columns, and so on.
  [[nodiscard]] Eigen::VectorXd curvature_times(const Eigen::VectorXd& w) const {
    Eigen::VectorXd out = weight_.cwiseProduct(w);
    for (std::size_t i = 0; i < rows_; ++i) {
      double sum = 0;
      const double own = w[at(i)];
      cells_.each(i, [&](std::size_t j, double a) {
        if (a == 0) return;
        const double size = (a > 0 ? a * (r_[i] * s_[j]) : -a / (r_[i] * s_[j])) / unit_;
        sum += size * w[at(rows_ + j)];
        out[at(rows_ + j)] += size * own;
      });
      out[at(i)] += sum;
    }
    return out;
  }

  [[nodiscard]] Eigen::VectorXd step(const Eigen::VectorXd& gradient, const CancelToken& cancel) const {
    constexpr int kMostRounds = 20'000;
    const Eigen::VectorXd scale = (weight_.array() > 0).select(weight_, 1.0);
    Eigen::VectorXd x = Eigen::VectorXd::Zero(gradient.size()), rest = -gradient;
    Eigen::VectorXd scaled = rest.cwiseQuotient(scale), direction = scaled;
    double size = rest.dot(scaled);
    // Steps become exact as the solution comes near, so that convergence stays faster than linear.
    const double enough = size * std::pow(std::min(0.1, residual(gradient)), 2);
    for (int round = 0; round < kMostRounds && size > enough && !cancel.cancelled(); ++round) {
      const Eigen::VectorXd image = curvature_times(direction);
      const double bend = direction.dot(image);
      if (!(bend > 0)) break;
      const double length = size / bend;
      x += length * direction;
      rest -= length * image;
      scaled = rest.cwiseQuotient(scale);
      const double next = rest.dot(scaled);
      direction = scaled + next / size * direction;
      size = next;
    }
    return x;
  }

  const Cells& cells_;
  std::size_t rows_;
  std::vector<double> margin_;  ///< Of rows, then of columns.
  std::vector<double> first_r_, first_s_, r_, s_, inverse_, positive_, negative_;
  Eigen::VectorXd weight_;  ///< Sums of |x|, of rows, then of columns, in `unit_`.
  double unit_ = 1;         ///< So that values are of the order of 1, and the same in any unit of the margins.
};

}  // namespace foreplan::inline v0::structure
