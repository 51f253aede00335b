#include <foreplan/forecast/baselines.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "forecast/fit_rules.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// (a - b - c) / sqrt(steps), in quarters where a difference would leave the doubles.
double step_of(double a, double b, double c, double steps) {
  const double root = std::sqrt(steps), whole = (a - b - c) / root;
  return std::isfinite(whole) ? whole : within_doubles((a / 4 - b / 4 - c / 4) / root * 4);
}

/// Takes the walk over more values; the residuals of a season's first observation are missing.
void walk_over(RandomWalkFit& fit, std::span<const double> z) {
  std::size_t season = 0;
  for (const double value : z) {
    double& last = fit.last[season];
    std::size_t& age = fit.age[season];
    double residual = kNaN;
    if (!std::isnan(value)) {
      const double repetitions = static_cast<double>(age + 1);
      residual = step_of(value, last, within_doubles(fit.drift * repetitions), repetitions);
      last = value;
      age = 0;
    } else if (!std::isnan(last)) {
      ++age;
    }
    fit.residuals.push_back(residual);
    season = (season + 1) % fit.season_length;
  }
  // The season that comes next stands first.
  std::rotate(fit.last.begin(), fit.last.begin() + static_cast<std::ptrdiff_t>(season), fit.last.end());
  std::rotate(fit.age.begin(), fit.age.begin() + static_cast<std::ptrdiff_t>(season), fit.age.end());
}

RandomWalkFit fit_walk(std::string_view function, std::span<const double> y, std::size_t season_length, bool drift,
                       const BaselineOptions& options) {
  if (season_length < 1 || season_length > 100'000)
    detail::fail(function, "season_length must be in [1, 100,000]", std::to_string(season_length));
  ModelData data = model_data(function, y, options.transform, season_length);
  require_observation(function, data);
  const std::vector<double>& z = data.values;
  RandomWalkFit fit{
      .transform = data.transform, .season_length = season_length > z.size() ? 1 : season_length, .with_drift = drift};
  const auto observed = [](double x) { return !std::isnan(x); };
  const auto first = std::find_if(z.begin(), z.end(), observed);
  const auto last = std::find_if(z.rbegin(), z.rend(), observed);
  fit.steps = static_cast<double>(std::distance(first, last.base()) - 1);
  if (drift && fit.steps > 0) fit.drift = (*last - *first) / fit.steps;
  if (!std::isfinite(fit.drift)) fit.drift = within_doubles(*last / fit.steps - *first / fit.steps);
  fit.last.assign(fit.season_length, kNaN);
  fit.age.assign(fit.season_length, 0);
  walk_over(fit, z);
  for (double& value : fit.last)
    if (std::isnan(value)) value = *last;

  double squares = 0, count = 0;
  for (const double e : fit.residuals)
    if (observed(e)) squares += e * e, count += 1;
  const double degrees = count - (drift ? 1 : 0);
  fit.sigma2 = degrees > 0 ? squares / degrees : kNaN;
  return fit;
}

/// Takes the mean to that of the last values in the window, from residuals around where it was.
void settle(MeanFit& fit) {
  const auto known = static_cast<std::size_t>(
      std::count_if(fit.residuals.begin(), fit.residuals.end(), [](double e) { return !std::isnan(e); }));
  fit.observations = std::min(fit.window.value_or(known), known);
  std::size_t left = fit.observations;
  for (auto z = fit.residuals.rbegin(); z != fit.residuals.rend(); ++z) {
    if (std::isnan(*z)) continue;
    if (left == 0)
      *z = kNaN;
    else
      --left;
  }
  const double n = static_cast<double>(fit.observations), scale = headroom({fit.residuals, {&fit.mean, 1}});
  divide(fit.residuals, scale);
  fit.mean /= scale;
  // The mean of what remains after a first mean: exact for values that lie far from zero.
  for (int pass = 0; pass < 2; ++pass) {
    double sum = 0;
    for (const double z : fit.residuals)
      if (!std::isnan(z)) sum += z / n;
    fit.mean += sum;
    for (double& z : fit.residuals) z -= sum;
  }
  double squares = 0;
  for (const double e : fit.residuals)
    if (!std::isnan(e)) squares += e * e;
  multiply(fit.residuals, scale);
  fit.mean = within_doubles(fit.mean * scale);
  fit.sigma2 = n > 1 ? squares / (n - 1) * scale * scale : kNaN;
}

MeanFit fit_last(std::string_view function, std::span<const double> y, std::optional<std::size_t> window,
                 const BaselineOptions& options) {
  ModelData data = model_data(function, y, options.transform);
  require_observation(function, data);
  MeanFit fit{.transform = data.transform, .window = window, .residuals = std::move(data.values)};
  settle(fit);
  return fit;
}

/// A fit of a series' values that knows where they come from.
template <class Fit>
Fit with_origin(Fit fit, const Series& y) {
  fit.origin = origin_of(y);
  return fit;
}

template <class Fit>
void advance_origin(Fit& fit, std::size_t periods) {
  if (fit.origin) fit.origin->last = fit.origin->last + static_cast<std::int64_t>(periods);
}

}  // namespace

RandomWalkFit fit_naive(std::span<const double> y, const BaselineOptions& options) {
  return fit_walk("forecast::fit_naive", y, 1, false, options);
}
RandomWalkFit fit_seasonal_naive(std::span<const double> y, std::size_t season_length, const BaselineOptions& options) {
  return fit_walk("forecast::fit_seasonal_naive", y, season_length, false, options);
}
RandomWalkFit fit_drift(std::span<const double> y, const BaselineOptions& options) {
  return fit_walk("forecast::fit_drift", y, 1, true, options);
}
MeanFit fit_mean(std::span<const double> y, const BaselineOptions& options) {
  return fit_last("forecast::fit_mean", y, {}, options);
}
MeanFit fit_window(std::span<const double> y, std::size_t window, const BaselineOptions& options) {
  constexpr std::string_view kFunction = "forecast::fit_window";
  detail::require(window >= 1, kFunction, "window must be >= 1", "0");
  return fit_last(kFunction, y, window, options);
}

RandomWalkFit fit_naive(const Series& y, const BaselineOptions& options) {
  return with_origin(fit_naive(y.span(), options), y);
}
RandomWalkFit fit_seasonal_naive(const Series& y, std::size_t season_length, const BaselineOptions& options) {
  return with_origin(fit_seasonal_naive(y.span(), season_length, options), y);
}
RandomWalkFit fit_drift(const Series& y, const BaselineOptions& options) {
  return with_origin(fit_drift(y.span(), options), y);
}
MeanFit fit_mean(const Series& y, const BaselineOptions& options) {
  return with_origin(fit_mean(y.span(), options), y);
}
MeanFit fit_window(const Series& y, std::size_t window, const BaselineOptions& options) {
  return with_origin(fit_window(y.span(), window, options), y);
}

namespace {

Predictive ahead(const RandomWalkFit& fit, std::size_t horizon) {
  Predictive p{.origin = fit.origin,
               .transform = fit.transform,
               .sigma2 = fit.sigma2,
               .residuals = known(fit.residuals),
               .extra = fit.with_drift ? std::size_t{1} : 0};
  for (std::size_t h = 0; h < horizon; ++h) {
    const std::size_t season = h % fit.season_length;
    const double k = static_cast<double>(h / fit.season_length + 1 + fit.age[season]);
    p.mean.push_back(fit.last[season] + fit.drift * k);
    p.variance.push_back(fit.sigma2 * k * (fit.with_drift ? 1 + k / fit.steps : 1));
  }
  p.path = [fit](std::span<const double> e, std::span<double> path) {
    const std::size_t m = fit.season_length, n = path.size();
    const double drift = fit.with_drift ? fit.drift + e[n] * std::sqrt(fit.sigma2 / fit.steps) : 0;
    for (std::size_t h = 0; h < n; ++h) {
      // An old observation has all the repetitions since behind it in its first step.
      const double repetitions = h < m ? static_cast<double>(fit.age[h] + 1) : 1;
      path[h] = (h < m ? fit.last[h] : path[h - m]) + drift * repetitions + e[h] * std::sqrt(repetitions);
    }
  };
  return p;
}

Predictive ahead(const MeanFit& fit, std::size_t horizon) {
  const double n = static_cast<double>(fit.observations);
  return {
      .origin = fit.origin,
      .transform = fit.transform,
      .mean = std::vector(horizon, fit.mean),
      .variance = std::vector(horizon, fit.sigma2 * (1 + 1 / n)),
      .sigma2 = fit.sigma2,
      .residuals = known(fit.residuals),
      .extra = 1,
      .path = [mean = fit.mean, error = std::sqrt(fit.sigma2 / n)](std::span<const double> e, std::span<double> path) {
        for (std::size_t h = 0; h < path.size(); ++h) path[h] = mean + e[path.size()] * error + e[h];
      }};
}

/// The fit of the series over `scale`.
RandomWalkFit over(RandomWalkFit fit, double scale) {
  divide(fit.last, scale);
  fit.drift /= scale;
  fit.sigma2 = variance_over(fit.sigma2, scale);
  divide(fit.residuals, scale);
  return fit;
}
MeanFit over(MeanFit fit, double scale) {
  fit.mean /= scale;
  fit.sigma2 = variance_over(fit.sigma2, scale);
  divide(fit.residuals, scale);
  return fit;
}

}  // namespace

Predictive predictive(const RandomWalkFit& fit, std::size_t horizon) {
  require_horizon("forecast::predict", horizon);
  const std::array size{fit.drift, std::sqrt(fit.sigma2)};
  const double scale = headroom({fit.last, size});
  return scale == 1 ? ahead(fit, horizon) : times(ahead(over(fit, scale), horizon), scale);
}

Predictive predictive(const MeanFit& fit, std::size_t horizon) {
  require_horizon("forecast::predict", horizon);
  const std::array size{fit.mean, std::sqrt(fit.sigma2)};
  const double scale = headroom({size});
  return scale == 1 ? ahead(fit, horizon) : times(ahead(over(fit, scale), horizon), scale);
}

RandomWalkFit update(const RandomWalkFit& fit, std::span<const double> more) {
  RandomWalkFit result = fit;
  walk_over(result, model_data("forecast::update", more, fit.transform).values);
  advance_origin(result, more.size());
  return result;
}

MeanFit update(const MeanFit& fit, std::span<const double> more) {
  require_window("forecast::update", fit);
  MeanFit result = fit;
  for (const double z : model_data("forecast::update", more, fit.transform).values)
    result.residuals.push_back(within_doubles(z - fit.mean));
  settle(result);
  advance_origin(result, more.size());
  return result;
}

}  // namespace foreplan::inline v0::forecast
