#include "growth/curve_task.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::growth::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

CurveTask::CurveTask(const CurveFunction& function, std::span<const double> t, std::span<const double> y,
                     const std::vector<CurveParameter>& parameters, int max_iterations, const CancelToken& cancel)
    : function_(function), t_(t), y_(y), options_{.max_iterations = max_iterations, .cancel = cancel} {
  if (std::all_of(parameters.begin(), parameters.end(),
                  [](const CurveParameter& p) { return p.lower == -kInfinity && p.upper == kInfinity; }))
    return;
  options_.lower.reserve(parameters.size());
  options_.upper.reserve(parameters.size());
  for (const CurveParameter& p : parameters) {
    options_.lower.push_back(p.lower);
    options_.upper.push_back(p.upper);
  }
}

/// Weights, and with autocorrelation the innovations of what is weighted (Prais & Winsten's first one included).
void CurveTask::transform(std::span<double> column) const {
  if (!weights.empty())
    for (std::size_t i = 0; i < column.size(); ++i) column[i] *= std::sqrt(weights[i]);
  if (rho == 0) return;
  for (std::size_t i = column.size(); i-- > 1;) column[i] -= rho * column[i - 1];
  column[0] *= std::sqrt(1 - rho * rho);
}

numeric::LeastSquares CurveTask::solve(std::vector<double> start, std::size_t held) {
  const auto residuals = [this](std::span<const double> b, std::span<double> r, std::span<double> jacobian) {
    function_(b, t_, r, jacobian);
    for (std::size_t i = 0; i < r.size(); ++i) r[i] -= y_[i];
    transform(r);
    for (std::size_t j = 0; j < jacobian.size() / r.size(); ++j) transform(jacobian.subspan(j * r.size(), r.size()));
    return true;
  };
  options_.rounding = std::numeric_limits<double>::epsilon() / 4 * weighted_length();
  if (held >= start.size()) return numeric::least_squares(t_.size(), std::move(start), residuals, options_);
  numeric::LeastSquaresOptions options = options_;
  options.lower.resize(start.size(), -kInfinity);
  options.upper.resize(start.size(), kInfinity);
  options.lower[held] = options.upper[held] = start[held];
  return numeric::least_squares(t_.size(), std::move(start), residuals, options);
}

/// Of the observations: a curve's values are at best as exact as they are.
double CurveTask::weighted_length() const {
  double sum = 0;
  for (std::size_t i = 0; i < y_.size(); ++i) sum += (weights.empty() ? 1 : weights[i]) * y_[i] * y_[i];
  return std::sqrt(sum);
}

}  // namespace foreplan::inline v0::growth::internal
