#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/stop.hpp>

#include <Eigen/Core>
#include <functional>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::structure {

/// A smooth convex function of few variables, the dual of an entropy problem with one variable a constraint.
struct DualProblem {
  /// The value, and the gradient: what the constraints are off by. May be infinite.
  std::function<double(const Eigen::VectorXd& at, Eigen::VectorXd& gradient)> value{};
  /// Newton's step at the point last asked for: minus the gradient over the second derivatives.
  std::function<Eigen::VectorXd(const Eigen::VectorXd& gradient)> step{};
  /// The gradient at that point as what the tolerance is about: the largest relative distance from a constraint.
  std::function<double(const Eigen::VectorXd& gradient)> residual{};
};

struct DualOptions {
  double tolerance = 1e-10;
  int max_iterations = 200;
  CancelToken cancel{};
  std::string_view function{};  ///< Who is cancelled.
};

struct DualSolution {
  Eigen::VectorXd at{};
  std::vector<double> history{};  ///< The residual at the start and after each iteration.
  Stop stop = Stop::not_run;      ///< converged, iteration_limit, no_progress.
};

/// Newton's step by factorisation. Constraints that follow from others make the curvature singular; 10^-10 of its
/// diagonal is added, which moves no solution.
[[nodiscard]] Eigen::VectorXd newton_step(Eigen::MatrixXd curvature, const Eigen::VectorXd& gradient);

/// Newton's method, halving steps until Armijo's condition holds. `problem` was last asked at the solution.
[[nodiscard]] DualSolution solve_dual(const DualProblem& problem, Eigen::VectorXd start, const DualOptions& options);

}  // namespace foreplan::inline v0::structure
