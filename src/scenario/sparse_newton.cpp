#include "scenario/sparse_newton.hpp"

#include <foreplan/core/errors.hpp>

#include <Eigen/SparseLU>
#include <cmath>
#include <limits>

#include "scenario/machine.hpp"
#include "scenario/sparse_gradients.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr double kLeastDamping = 0x1p-30;

class SparseNewton {
 public:
  SparseNewton(const SparseSystem& system, Eigen::VectorXd& x, const SolveOptions& options, SolveWork& work)
      : system_(system), x_(x), options_(options), work_(work), residuals_(x.size()), matrix_(x.size(), x.size()) {}

  Stop run() {
    if (!evaluate()) return Stop::not_finite;
    for (int iteration = 0; iteration < options_.max_iterations; ++iteration) {
      if (!factor()) return Stop::singular;
      const Eigen::VectorXd step = newton_step();
      const double size = relative(step);
      if (!(size < std::numeric_limits<double>::infinity())) return Stop::singular;
      const Eigen::VectorXd origin = x_;
      double damping = 1, next = 0;
      bool accepted = false;
      for (; damping >= kLeastDamping && !accepted; damping /= 2) {
        x_ = origin + damping * step;
        if (!evaluate()) continue;
        next = relative(newton_step());
        accepted = next <= (1 - damping / 4) * size || size <= options_.tolerance;
      }
      ++work_.iterations;
      if (accepted && next <= options_.tolerance) return Stop::converged;
      if (size <= 1e3 * options_.tolerance && !(next < 0.5 * size)) return Stop::converged;  // the bottom of rounding
      if (!accepted) {
        x_ = origin;
        static_cast<void>(evaluate());
        return Stop::no_progress;
      }
    }
    return Stop::iteration_limit;
  }

 private:
  bool evaluate() {
    ++work_.evaluations;
    return system_.residuals(x_, residuals_);
  }
  bool factor() {
    if (options_.execution.cancel.cancelled()) throw Cancelled("scenario::solve: cancelled");
    entries_.clear();
    system_.derivatives(entries_);
    ++work_.derivatives;
    matrix_.setFromTriplets(entries_.begin(), entries_.end());
    if (!analysed_) lu_.analyzePattern(matrix_);
    analysed_ = true;
    lu_.factorize(matrix_);
    return lu_.info() == Eigen::Success;
  }
  Eigen::VectorXd newton_step() { return -Eigen::VectorXd(lu_.solve(residuals_)); }
  /// The largest part of a step relative to the unknown's size.
  [[nodiscard]] double relative(const Eigen::VectorXd& step) const {
    double largest = 0;
    for (Eigen::Index i = 0; i < step.size(); ++i) {
      const double part = std::abs(step[i]) / (std::abs(x_[i]) + 1e-4);
      if (!(part <= largest)) largest = part;
    }
    return largest;
  }

  const SparseSystem& system_;
  Eigen::VectorXd& x_;
  const SolveOptions& options_;
  SolveWork& work_;
  Eigen::VectorXd residuals_;
  std::vector<Eigen::Triplet<double>> entries_{};
  Eigen::SparseMatrix<double> matrix_;
  Eigen::SparseLU<Eigen::SparseMatrix<double>> lu_{};
  bool analysed_ = false;
};

}  // namespace

Stop solve_sparse(const SparseSystem& system, Eigen::VectorXd& x, const SolveOptions& options, SolveWork& work) {
  return SparseNewton(system, x, options, work).run();
}

Stop solve_sparse(const Segment& segment, double* w, const SolveOptions& options, SolveWork& work) {
  const std::size_t n = segment.torn.size();
  SparseGradients gradients(segment);
  SparseSystem system;
  system.residuals = [&](const Eigen::VectorXd& x, Eigen::VectorXd& r) {
    for (std::size_t j = 0; j < n; ++j) w[segment.torn[j].slot] = x[static_cast<Eigen::Index>(j)];
    machine().values(segment.loop.data(), segment.loop.size(), w);
    for (std::size_t j = 0; j < n; ++j) r[static_cast<Eigen::Index>(j)] = w[segment.torn[j].residual];
    return r.allFinite();
  };
  system.derivatives = [&](std::vector<Eigen::Triplet<double>>& entries) {
    gradients.run(w);
    for (std::size_t i = 0; i < n; ++i) {
      const auto columns = gradients.columns(segment.residual_rows[i]);
      const auto values = gradients.values(segment.residual_rows[i]);
      for (std::size_t k = 0; k < columns.size(); ++k)
        entries.emplace_back(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(columns[k]), values[k]);
    }
  };
  Eigen::VectorXd x(static_cast<Eigen::Index>(n));
  for (std::size_t j = 0; j < n; ++j) x[static_cast<Eigen::Index>(j)] = w[segment.torn[j].slot];
  return solve_sparse(system, x, options, work);
}

bool sparse(const Segment& segment) {
  const std::size_t n = segment.torn.size();
  const SparseGradients gradients(segment);
  std::size_t entries = 0;
  for (const std::uint32_t row : segment.residual_rows) entries += gradients.columns(row).size();
  return entries <= n * n / 8;
}

}  // namespace foreplan::inline v0::scenario::detail
