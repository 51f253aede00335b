#include <foreplan/growth/curve_diagnostics.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "core/check.hpp"
#include "growth/curve_task.hpp"

namespace foreplan::inline v0::growth {
namespace {

constexpr std::string_view kFunction = "growth::diagnose";

void check(const CurveFit& fit, const CurveDiagnosticsOptions& options) {
  detail::require(static_cast<bool>(fit.function) && fit.usable(), kFunction, "fit must be usable",
                  to_string(fit.stop));
  const std::size_t n = fit.y.size();
  detail::require(n >= 4, kFunction, "there must be at least 4 observations", std::to_string(n));
  if (fit.rank < n - fit.degrees_of_freedom)
    detail::fail(kFunction, "the data must tell the parameters apart", "rank " + std::to_string(fit.rank),
                 "for " + std::to_string(n - fit.degrees_of_freedom) + " free ones");
  if (!options.lags) return;
  const std::size_t least = fit.errors == CurveErrors::ar1 ? 2 : 1;
  if (*options.lags < least || *options.lags >= n)
    detail::fail(kFunction, "lags must be in [" + std::to_string(least) + ", " + std::to_string(n - 1) + "]",
                 std::to_string(*options.lags));
}

std::vector<std::size_t> order_of_time(const CurveFit& fit) {
  std::vector<std::size_t> order(fit.t.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return fit.t[a] < fit.t[b]; });
  return order;
}

std::vector<double> ordered(const std::vector<double>& x, const std::vector<std::size_t>& order) {
  std::vector<double> out;
  for (const std::size_t i : order) out.push_back(x[i]);
  return out;
}

/// Rows' leverage g' C g / sigma^2, g a row of the transformed Jacobian and C the covariance of the parameters.
std::vector<double> leverage(const CurveFit& fit, const internal::CurveTask& task) {
  const std::size_t n = fit.y.size(), p = fit.parameters.size();
  std::vector<double> b, values(n), jacobian(n * p);
  for (const CurveParameter& parameter : fit.parameters) b.push_back(parameter.value);
  fit.function(b, fit.t, values, jacobian);
  for (std::size_t j = 0; j < p; ++j) task.transform(std::span(jacobian).subspan(j * n, n));
  std::vector<double> h(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t a = 0; a < p; ++a)
      for (std::size_t c = 0; c < p; ++c)
        if (fit.covariance[a * p + c] != 0)
          h[i] += jacobian[a * n + i] * fit.covariance[a * p + c] * jacobian[c * n + i];
    h[i] = std::clamp(h[i] / (fit.sigma * fit.sigma), 0.0, 1.0);
  }
  return h;
}

}  // namespace

CurveDiagnostics diagnose(const CurveFit& fit, const CurveDiagnosticsOptions& options) {
  check(fit, options);
  internal::CurveTask task(fit.function, fit.t, fit.y, fit.parameters, 1, {});
  task.weights = fit.weights;
  task.rho = fit.rho;
  std::vector<double> innovations = fit.residuals;
  task.transform(innovations);

  const std::vector<std::size_t> order = order_of_time(fit);
  CurveDiagnostics out{.t = ordered(fit.t, order),
                       .innovations = ordered(innovations, order),
                       .leverage = ordered(leverage(fit, task), order)};
  const std::size_t n = fit.y.size();
  const auto degrees = static_cast<double>(fit.degrees_of_freedom), p = static_cast<double>(n) - degrees;
  for (std::size_t i = 0; i < n; ++i) {
    const double h = out.leverage[i], r = out.innovations[i] / (fit.sigma * std::sqrt(1 - h));
    out.standardised.push_back(r);
    const double left = std::max(degrees - r * r, 0.0);
    out.studentised.push_back(degrees > 1 ? r * std::sqrt((degrees - 1) / left)
                                          : std::numeric_limits<double>::quiet_NaN());
    out.cooks_distance.push_back(r * r * h / (p * (1 - h)));
  }
  const bool follows = fit.errors == CurveErrors::ar1;
  const std::size_t lags = options.lags.value_or(std::clamp<std::size_t>(n / 5, follows ? 2 : 1, 10));
  out.autocorrelation = stats::ljung_box_test(out.innovations, lags, follows ? 1 : 0);
  out.runs = stats::runs_test(out.innovations);
  out.normality = stats::jarque_bera_test(out.innovations);
  out.variance = stats::breusch_pagan_test(out.innovations, {{"fitted", ordered(fit.fitted, order)}});
  return out;
}

}  // namespace foreplan::inline v0::growth
