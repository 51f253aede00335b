#include <foreplan/growth/regression.hpp>
#include <foreplan/stats/distributions.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "growth/checks.hpp"
#include "growth/forms.hpp"

namespace foreplan::inline v0::growth {
namespace {

constexpr std::string_view kGrowth = "growth::growth_regression", kElasticity = "growth::elasticity_regression";

void require_coverage(std::string_view function, const GrowthRegressionOptions& options) {
  detail::require(options.coverage > 0 && options.coverage < 1, function, "coverage must be in (0, 1)",
                  options.coverage);
}

std::vector<double> logarithms(std::string_view function, std::span<const double> levels, const Series* series) {
  std::vector<double> logs;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (!(levels[i] > 0) || !std::isfinite(levels[i]))
      detail::fail(function, "levels must be > 0 and finite", detail::number_text(levels[i]),
                   series ? "in " + detail::quoted(series->name) + " in " + to_string(series->period(i))
                          : "at index " + std::to_string(i));
    logs.push_back(std::log(levels[i]));
  }
  return logs;
}

Interval confidence(const stats::RegressionFit& fit, const stats::Coefficient& c, double coverage) {
  const double degrees = static_cast<double>(fit.observations - fit.rank);
  const double reach = stats::student_t_quantile((1 + coverage) / 2, degrees) * c.standard_error;
  return {c.estimate - reach, c.estimate + reach};
}

GrowthRegression regress(std::span<const double> levels, const Series* series, const GrowthRegressionOptions& options) {
  if (levels.size() < 4) detail::fail(kGrowth, "at least four levels are needed", std::to_string(levels.size()));
  require_coverage(kGrowth, options);
  const std::vector<double> logs = logarithms(kGrowth, levels, series);
  stats::Regressor time{.name = "time"};
  for (std::size_t t = 0; t < logs.size(); ++t) time.values.push_back(static_cast<double>(t));
  const stats::RegressionFit fit = stats::fit_regression(logs, {time}, {.covariance = options.covariance});
  const stats::Coefficient& slope = fit["time"];
  const Interval range = confidence(fit, slope, options.coverage);
  return {.rate = std::expm1(slope.estimate),
          .rate_standard_error = std::exp(slope.estimate) * slope.standard_error,
          .range = {std::expm1(range.lower), std::expm1(range.upper)},
          .log_rate = slope.estimate,
          .log_standard_error = slope.standard_error,
          .r2 = fit.r2_centred,
          .durbin_watson = fit.durbin_watson,
          .lags = fit.lags,
          .bandwidth = fit.bandwidth};
}

/// Logarithms over the periods of demand, or their changes.
std::vector<double> prepared(const Series& series, const Series& demand, ElasticityBasis basis) {
  require_volume(kElasticity, series);
  for (const Period p : {demand.start, demand.last()})
    if (!series.covers(p))
      detail::fail<PeriodMismatch>(kElasticity, detail::quoted(series.name) + " must cover the periods of demand",
                                   "none for " + to_string(p));
  const Series part = series.slice({demand.start, demand.last()});
  require_no_gaps(kElasticity, part);
  std::vector<double> logs = logarithms(kElasticity, part.span(), &part);
  if (basis == ElasticityBasis::levels) return logs;
  for (std::size_t t = 0; t + 1 < logs.size(); ++t) logs[t] = log_ratio(part.values[t], part.values[t + 1]);
  logs.pop_back();
  return logs;
}

}  // namespace

GrowthRegression growth_regression(std::span<const double> levels, const GrowthRegressionOptions& options) {
  return regress(levels, nullptr, options);
}

GrowthRegression growth_regression(const Series& levels, const GrowthRegressionOptions& options) {
  return regress(levels.span(), &levels, options);
}

ElasticityRegression elasticity_regression(const Series& demand, const Series& quantity, ElasticityBasis basis,
                                           const GrowthRegressionOptions& options) {
  if (demand.size() < 5)
    detail::fail(kElasticity, "at least five values are needed", std::to_string(demand.size()),
                 "in " + detail::quoted(demand.name));
  require_coverage(kElasticity, options);
  const std::vector<double> y = prepared(demand, demand, basis), x = prepared(quantity, demand, basis);
  const stats::RegressionFit fit = stats::fit_regression(y, {{"quantity", x}}, {.covariance = options.covariance});
  if (!fit.dependent.empty())
    detail::fail(
        kElasticity,
        basis == ElasticityBasis::levels ? "quantity must not be constant" : "quantity must not grow at one rate",
        detail::quoted(quantity.name));
  const stats::Coefficient& slope = fit["quantity"];
  return {.elasticity = slope.estimate,
          .standard_error = slope.standard_error,
          .range = confidence(fit, slope, options.coverage),
          .drift = fit["intercept"].estimate,
          .r2 = fit.r2_centred,
          .durbin_watson = fit.durbin_watson,
          .observations = fit.observations,
          .lags = fit.lags,
          .bandwidth = fit.bandwidth};
}

}  // namespace foreplan::inline v0::growth
