#include "growth/curve_time_profile.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "growth/curve_task.hpp"
#include "growth/profile_end.hpp"

namespace foreplan::inline v0::growth::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Least squares of curves that pass the level at a given time: one more residual, the distance from it, so heavy that
/// what it gives up shows only in the tenth digit of the sum of squares.
class Constrained {
 public:
  Constrained(const CurveFit& fit, const Crossing& crossing, double limit)
      : fit_(fit),
        crossing_(crossing),
        limit_(limit),
        weight_(1e5 * fit.sigma / crossing.level_error),
        task_(fit.function, fit.t, fit.y, fit.parameters, 500, {}) {
    task_.weights = fit.weights;
    task_.rho = fit.rho;
    options_.max_iterations = 500;
    for (const CurveParameter& p : fit.parameters) {
      options_.lower.push_back(p.lower);
      options_.upper.push_back(p.upper);
      estimate_.push_back(p.value);
    }
  }

  double end(double direction, double step) {
    warm_ = estimate_;
    const double bound = direction > 0 ? kInfinity : crossing_.first_time;
    return profile_end([this](double t) { return excess_at(t); }, crossing_.t, step, direction, bound,
                       fit_.sum_of_squares + limit_);
  }

 private:
  double excess_at(double t) {
    const auto residuals = [this, t](std::span<const double> b, std::span<double> r, std::span<double> jacobian) {
      return fill(t, b, r, jacobian);
    };
    const numeric::LeastSquares least = numeric::least_squares(fit_.y.size() + 1, warm_, residuals, options_);
    if (least.stop == Stop::not_finite) return kInfinity;
    // The search goes on from curves within the limit: far outside it they may be of another kind altogether.
    if (least.sum_of_squares < limit_) warm_ = least.x;
    return least.sum_of_squares - limit_;
  }

  bool fill(double t, std::span<const double> b, std::span<double> r, std::span<double> jacobian) const {
    const std::size_t n = fit_.y.size(), p = b.size();
    std::vector<double> inner(jacobian.empty() ? 0 : n * p), slope(jacobian.empty() ? 0 : p);
    fit_.function(b, fit_.t, r.first(n), inner);
    for (std::size_t i = 0; i < n; ++i) r[i] -= fit_.y[i];
    task_.transform(r.first(n));
    fit_.function(b, {&t, 1}, r.subspan(n, 1), slope);
    r[n] -= crossing_.level;
    for (std::size_t j = 0; j < p; ++j) r[n] -= crossing_.level_gradient[j] * b[j];
    r[n] *= weight_;
    if (jacobian.empty()) return true;
    for (std::size_t j = 0; j < p; ++j) {
      const std::span<double> column = std::span(inner).subspan(j * n, n), to = jacobian.subspan(j * (n + 1), n + 1);
      task_.transform(column);
      std::copy(column.begin(), column.end(), to.begin());
      to[n] = weight_ * (slope[j] - crossing_.level_gradient[j]);
    }
    return true;
  }

  const CurveFit& fit_;
  const Crossing& crossing_;
  double limit_, weight_;
  CurveTask task_;
  numeric::LeastSquaresOptions options_{};
  std::vector<double> estimate_{}, warm_{};
};

}  // namespace

Interval profiled_time(const CurveFit& fit, const Crossing& crossing, double quantile) {
  const double limit = fit.sum_of_squares + quantile * quantile * fit.sigma * fit.sigma;
  Constrained constrained(fit, crossing, limit);
  const double step = quantile * crossing.time_error;
  const double lower = constrained.end(-1, step);
  return {lower, constrained.end(1, step)};
}

}  // namespace foreplan::inline v0::growth::internal
