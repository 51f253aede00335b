#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/stop.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

/// Minima of smooth functions of several variables between bounds.
namespace foreplan::inline v0::numeric {

/// f(x), with its gradient unless that is empty; not finite outside the domain.
using Objective = std::function<double(std::span<const double> x, std::span<double> gradient)>;
/// product = H(x) v, H the Hessian matrix. Asked for at one x many times in a row.
using HessianProduct =
    std::function<void(std::span<const double> x, std::span<const double> v, std::span<double> product)>;

struct MinimiseOptions {
  int max_iterations = 1000;    ///< >= 1.
  std::vector<double> lower{};  ///< Empty, or a bound for each variable; may be -infinity,
  std::vector<double> upper{};  ///< and infinity. A variable with equal bounds is held.
  /// Converged when no |projected gradient_j| max(|x_j|, 1) exceeds this times max(|f|, 1): Dennis & Schnabel (1983),
  /// section 7.2.
  double tolerance = 1e-9;
  CancelToken cancel{};  ///< Looked at once an iteration. @throws Cancelled
};

struct Minimum {
  Stop stop = Stop::not_run;  ///< converged, iteration_limit, no_progress, not_finite (at the start).
  std::vector<double> x{};
  double value = 0;
  std::vector<double> gradient{};
  double projected_gradient = 0;  ///< What `tolerance` is compared with.
  int iterations = 0;
  int evaluations = 0;  ///< Of the objective.
};

/// Quasi-Newton steps from the last eight changes of the gradient (Nocedal 1980). Variables at a bound that the
/// gradient pushes against leave the metric, and steps are projected onto the bounds (Bertsekas 1982): Armijo's rule
/// along the bent path, Moré & Thuente's search where it is straight. Everything but the line's own closure is
/// allocated before the first iteration; O(n) an iteration beside the objective.
/// @param start  finite values, at least one; moved into the bounds.
[[nodiscard]] Minimum minimise(std::vector<double> start, const Objective& objective,
                               const MinimiseOptions& options = {});

/// Newton steps in a trust region by truncated conjugate gradients (Steihaug 1983; Toint 1981), after a Cauchy step
/// along the projected gradient has found the bounds that hold (Lin & Moré 1999). Serves where the Hessian is at hand,
/// leaves saddle points, converges quadratically.
[[nodiscard]] Minimum minimise_newton(std::vector<double> start, const Objective& objective,
                                      const HessianProduct& hessian, const MinimiseOptions& options = {});

}  // namespace foreplan::inline v0::numeric
