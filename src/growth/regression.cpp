#include <foreplan/growth/regression.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/regression.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "core/check.hpp"

namespace foreplan::inline v0::growth {
namespace {

constexpr std::string_view kFunction = "growth::growth_regression";

std::vector<double> logarithms(std::span<const double> levels, const Series* series) {
  std::vector<double> logs;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (!(levels[i] > 0) || !std::isfinite(levels[i]))
      detail::fail(kFunction, "levels must be > 0 and finite", detail::number_text(levels[i]),
                   series ? "in " + to_string(series->period(i)) : "at index " + std::to_string(i));
    logs.push_back(std::log(levels[i]));
  }
  return logs;
}

GrowthRegression regress(std::span<const double> levels, const Series* series, const GrowthRegressionOptions& options) {
  if (levels.size() < 4) detail::fail(kFunction, "at least four levels are needed", std::to_string(levels.size()));
  detail::require(options.coverage > 0 && options.coverage < 1, kFunction, "coverage must be in (0, 1)",
                  options.coverage);
  const std::vector<double> logs = logarithms(levels, series);
  stats::Regressor time{.name = "time"};
  for (std::size_t t = 0; t < logs.size(); ++t) time.values.push_back(static_cast<double>(t));
  const stats::RegressionFit fit = stats::fit_regression(
      logs, {time}, {.covariance = {.kind = stats::Covariance::newey_west, .lags = options.lags}});

  const stats::Coefficient& slope = fit["time"];
  GrowthRegression result{.rate = std::expm1(slope.estimate),
                          .log_rate = slope.estimate,
                          .log_standard_error = slope.standard_error,
                          .r2 = fit.r2_centred,
                          .durbin_watson = fit.durbin_watson,
                          .lags = fit.lags.value_or(0)};
  result.rate_standard_error = (1 + result.rate) * slope.standard_error;
  const double t = stats::student_t_quantile((1 + options.coverage) / 2, static_cast<double>(logs.size() - 2));
  result.range = {std::expm1(slope.estimate - t * slope.standard_error),
                  std::expm1(slope.estimate + t * slope.standard_error)};
  return result;
}

}  // namespace

GrowthRegression growth_regression(std::span<const double> levels, const GrowthRegressionOptions& options) {
  return regress(levels, nullptr, options);
}

GrowthRegression growth_regression(const Series& levels, const GrowthRegressionOptions& options) {
  return regress(levels.span(), &levels, options);
}

}  // namespace foreplan::inline v0::growth
