#include "scenario/sparse_newton.hpp"

#include <foreplan/core/errors.hpp>

#include <Eigen/Sparse>
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
  SparseNewton(const SparseSystem& system, std::vector<double>& x, const SolveOptions& options, SolveWork& work)
      : system_(system),
        x_(x.data(), static_cast<Eigen::Index>(x.size())),
        options_(options),
        work_(work),
        residuals_(x_.size()),
        matrix_(x_.size(), x_.size()) {}

  Stop run() {
    if (!evaluate()) return Stop::not_finite;
    for (int iteration = 0; iteration < options_.max_iterations; ++iteration) {
      if (!factor()) return Stop::singular;
      const Eigen::VectorXd step = newton_step(), scale = x_;
      const double size = relative(step, scale);
      if (!(size < std::numeric_limits<double>::infinity())) return Stop::singular;
      const Eigen::VectorXd origin = x_;
      double damping = 1, next = 0;
      bool accepted = false;
      for (; damping >= kLeastDamping && !accepted; damping /= 2) {
        x_ = origin + damping * step;
        if (!evaluate()) continue;
        // By one scale before and after: steps that throw unknowns far away must not seem short beside them.
        const Eigen::VectorXd further = newton_step();
        next = relative(further, x_);
        accepted = relative(further, scale) <= (1 - damping / 4) * size || size <= options_.tolerance;
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
    const auto size = static_cast<std::size_t>(x_.size());
    return system_.residuals({x_.data(), size}, {residuals_.data(), size});
  }
  bool factor() {
    if (options_.execution.cancel.cancelled()) throw Cancelled("scenario::solve: cancelled");
    entries_.clear();
    system_.derivatives(entries_);
    ++work_.derivatives;
    triplets_.clear();
    for (const SparseEntry& e : entries_)
      triplets_.emplace_back(static_cast<int>(e.row), static_cast<int>(e.column), e.value);
    matrix_.setFromTriplets(triplets_.begin(), triplets_.end());
    if (!analysed_) lu_.analyzePattern(matrix_);
    analysed_ = true;
    lu_.factorize(matrix_);
    return lu_.info() == Eigen::Success;
  }
  Eigen::VectorXd newton_step() { return -Eigen::VectorXd(lu_.solve(residuals_)); }
  /// The largest part of a step relative to the unknown's size.
  [[nodiscard]] static double relative(const Eigen::VectorXd& step, const Eigen::VectorXd& x) {
    double largest = 0;
    for (Eigen::Index i = 0; i < step.size(); ++i) {
      const double part = std::abs(step[i]) / (std::abs(x[i]) + 1e-4);
      if (!(part <= largest)) largest = part;
    }
    return largest;
  }

  const SparseSystem& system_;
  Eigen::Map<Eigen::VectorXd> x_;
  const SolveOptions& options_;
  SolveWork& work_;
  Eigen::VectorXd residuals_;
  std::vector<SparseEntry> entries_{};
  std::vector<Eigen::Triplet<double>> triplets_{};
  Eigen::SparseMatrix<double> matrix_;
  Eigen::SparseLU<Eigen::SparseMatrix<double>> lu_{};
  bool analysed_ = false;
};

}  // namespace

Stop solve_sparse(const SparseSystem& system, std::vector<double>& x, const SolveOptions& options, SolveWork& work) {
  return SparseNewton(system, x, options, work).run();
}

Stop solve_sparse(const Segment& segment, double* w, const SolveOptions& options, SolveWork& work) {
  const std::size_t n = segment.torn.size();
  SparseGradients gradients(segment);
  SparseSystem system;
  system.residuals = [&](std::span<const double> x, std::span<double> r) {
    for (std::size_t j = 0; j < n; ++j) w[segment.torn[j].slot] = x[j];
    machine().values(segment.loop.data(), segment.loop.size(), w);
    bool finite = true;
    for (std::size_t j = 0; j < n; ++j) {
      r[j] = w[segment.torn[j].residual];
      finite = finite && std::isfinite(r[j]);
    }
    return finite;
  };
  system.derivatives = [&](std::vector<SparseEntry>& entries) {
    gradients.run(w);
    for (std::uint32_t i = 0; i < n; ++i) {
      const auto columns = gradients.columns(segment.residual_rows[i]);
      const auto values = gradients.values(segment.residual_rows[i]);
      for (std::size_t k = 0; k < columns.size(); ++k) entries.push_back({i, columns[k], values[k]});
    }
  };
  std::vector<double> x;
  for (const Torn& torn : segment.torn) x.push_back(w[torn.slot]);
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
