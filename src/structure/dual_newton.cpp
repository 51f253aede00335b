#include "structure/dual_newton.hpp"

#include <foreplan/core/errors.hpp>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace foreplan::inline v0::structure {

Eigen::VectorXd newton_step(Eigen::MatrixXd curvature, const Eigen::VectorXd& gradient) {
  const double largest = curvature.diagonal().maxCoeff();
  for (Eigen::Index i = 0; i < gradient.size(); ++i)
    curvature(i, i) += 1e-10 * std::max(curvature(i, i), 1e-6 * largest) + 1e-300;
  return curvature.ldlt().solve(-gradient);
}

DualSolution solve_dual(const DualProblem& problem, Eigen::VectorXd start, const DualOptions& options) {
  DualSolution result{std::move(start), {}, Stop::iteration_limit};
  const Eigen::Index n = result.at.size();
  Eigen::VectorXd gradient(n), trial_gradient(n), trial(n);
  double value = problem.value(result.at, gradient);
  double residual = problem.residual(gradient);
  result.history.push_back(residual);
  for (int iteration = 0; residual > options.tolerance; ++iteration) {
    if (options.cancel.cancelled()) throw Cancelled(std::string(options.function) + ": cancelled");
    if (iteration == options.max_iterations) return result;
    const Eigen::VectorXd step = problem.step(gradient);
    const double slope = gradient.dot(step);
    if (!step.allFinite() || !(slope < 0)) {
      result.stop = Stop::no_progress;
      return result;
    }
    // Close to the solution values differ by rounding only: then the residual decides.
    const double rounding = 1e-13 * (std::abs(value) + 1);
    bool found = false;
    double part = 1;
    for (; part > 1e-12 && !found; part = found ? part : part / 2) {
      trial = result.at + part * step;
      const double there = problem.value(trial, trial_gradient);
      if (!std::isfinite(there) || !trial_gradient.allFinite()) continue;
      const double off = problem.residual(trial_gradient);
      found = there <= value + 1e-4 * part * slope || (there <= value + rounding && off < residual);
      if (found) {
        value = there;
        residual = off;
      }
    }
    if (!found) {
      (void)problem.value(result.at, gradient);
      result.stop = Stop::no_progress;
      return result;
    }
    result.at = trial;
    gradient = trial_gradient;
    result.history.push_back(residual);
  }
  result.stop = Stop::converged;
  return result;
}

}  // namespace foreplan::inline v0::structure
