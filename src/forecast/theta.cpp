#include <foreplan/forecast/theta.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/criterion.hpp"
#include "forecast/data.hpp"
#include "forecast/fit_rules.hpp"
#include "forecast/regressors.hpp"
#include "forecast/seasonal_indices.hpp"
#include "forecast/theta_estimate.hpp"
#include "forecast/theta_regression.hpp"
#include "forecast/theta_walk.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::fit_theta";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require_options(const ThetaOptions& o) {
  const auto held = [](const std::optional<double>& x, std::string_view rule, double lower, double upper) {
    if (x && !(*x >= lower && *x <= upper)) detail::fail(kName, rule, detail::number_text(*x));
  };
  if (o.season_length < 1 || o.season_length > 100'000)
    detail::fail(kName, "season_length must be in [1, 100,000]", std::to_string(o.season_length));
  if (o.season.value_or(ThetaSeason::none) != ThetaSeason::none && o.season_length < 2)
    detail::fail(kName, "a season needs a season_length >= 2", std::to_string(o.season_length));
  held(o.alpha, "alpha must be in [0, 1] to be held", 0, 1);
  held(o.theta, "theta must be in [1, 10^10] to be held", 1, kLargestTheta);
  if (o.initial_level && !std::isfinite(*o.initial_level))
    detail::fail(kName, "the initial level must be finite to be held", detail::number_text(*o.initial_level));
  if (o.season_test && !(*o.season_test > 0 && *o.season_test < 1))
    detail::fail(kName, "season_test must be in (0, 1)", detail::number_text(*o.season_test));
  if (!(o.least_alpha >= 0 && o.least_alpha < o.largest_alpha && o.largest_alpha <= 1))
    detail::fail(kName, "alpha must be looked for between two values of [0, 1]",
                 detail::number_text(o.least_alpha) + " and " + detail::number_text(o.largest_alpha));
}

/// Takes the states of a fit over more values, of the scaled data without season and regression, and adds fitted
/// values, with both, and residuals. The sum of squares, scaled.
double walk_over(ThetaFit& fit, std::span<const double> y, double scale, std::span<const double> regression) {
  ThetaWalk walk(fit.form, fit.alpha, fit.theta, times(fit.last, 1 / scale));
  const auto from = static_cast<std::size_t>(fit.last.periods);
  double squares = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double mu = walk.forecast(), e = y[t] - mu;
    const double index = fit.season == ThetaSeason::none ? 0 : fit.seasonals[(from + t) % fit.season_length];
    const double f = within_doubles(with_season(within_doubles(mu * scale), index, fit.season));
    fit.fitted.push_back(within_doubles(f + (regression.empty() ? 0 : regression[t])));
    fit.residuals.push_back(within_doubles(e * scale));
    const bool observed = !std::isnan(e);
    if (observed) squares += e * e;
    walk.advance(observed ? y[t] : mu, observed);
  }
  fit.last = times(walk.state(), scale);
  return squares;
}

/// What is measured in units of y: of the states, and of additive seasons.
std::vector<double> states_of(const ThetaFit& fit, const ThetaState& state) {
  std::vector<double> states{state.level, state.mean, state.slope};
  if (fit.season == ThetaSeason::additive) states.insert(states.end(), fit.seasonals.begin(), fit.seasonals.end());
  return states;
}

/// Fills a fit from its parameters, `initial` in units of y.
void complete(ThetaFit& fit, const ThetaData& data, std::span<const double> regression) {
  fit.transform = data.transform;
  fit.observations = data.observations;
  fit.last = fit.initial;
  const double squares = walk_over(fit, data.y, data.scale, regression);
  double logs = 0, size = 0;
  for (std::size_t t = 0; t < data.y.size(); ++t) {
    if (std::isnan(data.y[t])) continue;
    size += data.y[t] * data.y[t];
    if (fit.season == ThetaSeason::multiplicative) logs += std::log(fit.seasonals[t % fit.season_length]);
  }
  const double n = static_cast<double>(fit.observations), p = static_cast<double>(fit.parameters);
  fit.log_likelihood = gaussian_log_likelihood(std::log(squares + rounding_of(size)), n, data.scale) - logs;
  set_criteria(fit, n);
  const double degrees = n - p + 1;
  fit.sigma2 = n < 2 ? kNaN : squares / (degrees > 0 ? degrees : n) * data.scale * data.scale;
}

}  // namespace

std::string_view to_string(ThetaForm form) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"standard theta", "optimised theta", "dynamic theta",
                                                   "dynamic optimised theta"};
  const auto i = static_cast<std::size_t>(form);
  return i < kNames.size() ? kNames[i] : "unknown";
}

ThetaFit fit_theta(std::span<const double> y, const ThetaOptions& options) {
  require_options(options);
  ThetaData data{scaled_data(kName, y, options.transform, options.season_length)};
  if (data.observations == 0)
    detail::fail(kName, "y must have an observation", std::to_string(y.size()) + " values, all missing");
  ThetaEstimate e;
  std::vector<ModelCoefficient> b;
  if (options.regressors.empty()) adjust(kName, data, options, data.y);
  if (!options.regressors.empty())
    e = estimate_theta_regression(kName, data, options, b);
  else if (data.observations >= 4)
    e = estimate_theta(data, options);
  else
    e.level = *std::find_if(data.y.begin(), data.y.end(), [](double x) { return !std::isnan(x); });
  ThetaFit fit{.form = options.form,
               .season_length = options.season_length,
               .season = data.season,
               .seasonals = data.seasonals,
               .seasonality = data.seasonality,
               .alpha = e.alpha,
               .theta = e.theta,
               .parameters = e.parameters + b.size(),
               .stop = e.stop,
               .coefficients = std::move(b)};
  if (fit.season == ThetaSeason::additive) multiply(fit.seasonals, data.scale);
  fit.initial = state_before(data.y, options.form);
  fit.initial.level = e.level;
  fit.initial = times(fit.initial, data.scale);
  complete(fit, data, regression_of(fit.coefficients, options.regressors, y.size()));
  for (ModelCoefficient& c : fit.coefficients) c.standard_error *= std::sqrt(fit.sigma2);
  return fit;
}

ThetaFit fit_theta(const Series& y, const ThetaOptions& options) {
  ThetaFit fit = fit_theta(y.span(), options);
  fit.origin = origin_of(y);
  return fit;
}

ThetaFit apply_theta(const ThetaFit& model, std::span<const double> y,
                     const std::vector<stats::Regressor>& regressors) {
  constexpr std::string_view kApply = "forecast::apply_theta";
  require_theta(kApply, model);
  const std::vector<stats::Regressor> x = matched_regressors(kApply, model.coefficients, regressors, y.size());
  const std::vector<double> regression = regression_of(model.coefficients, x, y.size());
  ThetaData data{scaled_data(kApply, y, model.transform, model.season_length, states_of(model, model.initial))};
  data.season = model.season;
  data.seasonals = model.seasonals;
  if (data.season == ThetaSeason::additive) divide(data.seasonals, data.scale);
  for (std::size_t t = 0; t < regression.size(); ++t) data.y[t] -= regression[t] / data.scale;
  data.take_season_out();
  ThetaFit fit = model;
  fit.fitted.clear();
  fit.residuals.clear();
  fit.stop = Stop::converged;
  complete(fit, data, regression);
  return fit;
}

ThetaFit update(const ThetaFit& model, std::span<const double> more, const std::vector<stats::Regressor>& regressors) {
  const std::vector<stats::Regressor> x =
      matched_regressors("forecast::update", model.coefficients, regressors, more.size());
  const std::vector<double> regression = regression_of(model.coefficients, x, more.size());
  ThetaFit fit = model;
  ScaledData data = scaled_data("forecast::update", more, fit.transform, fit.season_length, states_of(fit, fit.last));
  const auto from = static_cast<std::size_t>(fit.last.periods);
  const double unit = fit.season == ThetaSeason::additive ? data.scale : 1;
  for (std::size_t t = 0; t < more.size(); ++t) {
    const double index = fit.season == ThetaSeason::none ? 0 : fit.seasonals[(from + t) % fit.season_length];
    if (!regression.empty()) data.y[t] -= regression[t] / data.scale;
    data.y[t] = without_season(data.y[t], index / unit, fit.season);
  }
  (void)walk_over(fit, data.y, data.scale, regression);
  if (fit.origin) fit.origin->last = fit.origin->last + static_cast<std::int64_t>(more.size());
  return fit;
}

}  // namespace foreplan::inline v0::forecast
