#include <foreplan/structure/share_trends.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "numeric/elementary.hpp"
#include "numeric/parallel.hpp"
#include "numeric/quantiles.hpp"

namespace foreplan::inline v0::structure {
namespace {

/// Coordinates as the model has them: pivot coordinates, or the logits of all parts.
std::vector<double> coordinates(std::span<const double> shares, const Matrix& basis) {
  if (basis.values.empty()) {
    std::vector<double> z;
    for (const double s : shares) z.push_back(logit(s));
    return z;
  }
  return ilr(shares, basis);
}

/// Shares of coordinates, in place of `shares`; returns what they summed to before closing, 1 for log ratios.
double shares_of(std::span<const double> z, const Matrix& basis, std::span<double> shares) {
  const bool logits = basis.values.empty();
  double most = 0;
  for (std::size_t j = 0; j < shares.size(); ++j) {
    double log_part = logits ? z[j] : 0;
    if (!logits)
      for (std::size_t i = 0; i < basis.rows; ++i) log_part += basis(i, j) * z[i];
    shares[j] = log_part;
    most = j == 0 ? log_part : std::max(most, log_part);
  }
  double sum = 0;
  for (double& s : shares) {
    s = logits ? 1 / (1 + numeric::exponential(-s)) : numeric::exponential(s - most);
    sum += s;
  }
  for (double& s : shares) s /= sum;
  return logits ? sum : 1;
}

/// The rows that take pivot coordinates (or logits) to those of the space.
Matrix map_to(ShareSpace space, const Matrix& basis, std::size_t parts) {
  Matrix map;
  switch (space) {
    case ShareSpace::ilr:
    case ShareSpace::logit: {
      const std::size_t size = space == ShareSpace::ilr ? parts - 1 : parts;
      map = filled_matrix(size, size);
      for (std::size_t i = 0; i < size; ++i) map(i, i) = 1;
      break;
    }
    case ShareSpace::clr:
      map = transposed(basis);
      break;
    case ShareSpace::alr:
      map = filled_matrix(parts - 1, parts - 1);
      for (std::size_t i = 0; i + 1 < parts; ++i)
        for (std::size_t j = 0; j + 1 < parts; ++j) map(i, j) = basis(j, i) - basis(j, parts - 1);
      break;
  }
  return map;
}

bool of_differences(ShareTrend trend) {
  return trend == ShareTrend::random_walk || trend == ShareTrend::random_walk_with_drift;
}

/// b and its standard errors, from the row of the model's coefficients that holds it.
void describe_rate(ShareTrendFit& fit) {
  if (fit.trend != ShareTrend::linear && fit.trend != ShareTrend::random_walk_with_drift) return;
  const std::size_t row = fit.trend == ShareTrend::linear ? 1 : 0, k = fit.model.names.size();
  const double inverse = fit.model.inverse[row * fit.model.regressors + row];
  const Matrix map = map_to(fit.space, fit.basis, fit.parts.size());
  for (std::size_t i = 0; i < map.rows; ++i) {
    double rate = 0, variance = 0;
    for (std::size_t a = 0; a < k; ++a) {
      rate += map(i, a) * fit.model.coefficients[row * k + a];
      for (std::size_t b = 0; b < k; ++b) variance += map(i, a) * fit.model.covariance[a * k + b] * map(i, b);
    }
    fit.rate.push_back(rate);
    fit.rate_errors.push_back(std::sqrt(std::max(0.0, variance * inverse)));
  }
}

stats::VarOptions model_options(const ShareTrendOptions& options) {
  switch (options.trend) {
    case ShareTrend::linear:
      return {.lags = 0, .terms = stats::VarTerms::constant_and_trend};
    case ShareTrend::random_walk:
      return {.lags = 0, .terms = stats::VarTerms::none};
    case ShareTrend::random_walk_with_drift:
      return {.lags = 0, .terms = stats::VarTerms::constant};
    case ShareTrend::vector_autoregression:
      return options.var;
  }
  return options.var;
}

}  // namespace

ShareTrendFit fit_share_trend(const Frame& shares, const ShareTrendOptions& options) {
  constexpr std::string_view kName = "structure::fit_share_trend";
  constexpr std::size_t kDegrees = 2;
  if (options.composition.zeros.policy == ZeroPolicy::keep)
    detail::fail(kName, "zeros have no logarithm: they are refused or replaced", to_string(ZeroPolicy::keep));
  const Compositions data = compositions(shares, options.composition);
  const std::size_t n = data.parts.size(), periods = data.shares.rows;
  const std::size_t needed = options.trend == ShareTrend::random_walk ? 3 : 4;
  if (periods < needed)
    detail::fail(kName,
                 "a history of at least " + std::to_string(needed) + " periods is needed for " +
                     std::string(to_string(options.trend)),
                 std::to_string(periods));
  ShareTrendFit fit;
  fit.parts = data.parts;
  fit.last = data.start + static_cast<std::int64_t>(periods - 1);
  fit.space = options.space;
  fit.trend = options.trend;
  if (options.space != ShareSpace::logit) fit.basis = pivot_basis(n);

  std::vector<Series> series;
  for (std::size_t i = 0; i < (fit.basis.values.empty() ? n : n - 1); ++i)
    series.push_back({"coordinate " + std::to_string(i + 1), data.start, {}, {}});
  for (std::size_t t = 0; t < periods; ++t) {
    fit.newest = coordinates(data.shares.row(t), fit.basis);
    for (std::size_t i = 0; i < series.size(); ++i) series[i].values.push_back(fit.newest[i]);
  }
  if (of_differences(options.trend))
    for (Series& s : series) {
      for (std::size_t t = 0; t + 1 < periods; ++t) s.values[t] = s.values[t + 1] - s.values[t];
      s.values.pop_back();
      s.start = data.start + 1;
    }
  fit.model = stats::fit_var(Frame(std::move(series)), model_options(options));
  if (fit.model.observations < fit.model.regressors + kDegrees)
    detail::fail(kName, "a history that leaves at least 2 degrees of freedom is needed",
                 std::to_string(periods) + " periods",
                 "for " + std::to_string(fit.model.regressors) + " regressors in an equation");
  if (fit.usable()) describe_rate(fit);
  return fit;
}

ShareForecast predict(const ShareTrendFit& fit, std::size_t horizon, const ShareForecastOptions& options) {
  constexpr std::string_view kName = "structure::predict";
  constexpr std::size_t kMost = 100'000'000, kUnit = 64;
  detail::require(fit.usable(), kName, "the trend must be usable", to_string(fit.model.stop));
  detail::require(options.coverage > 0 && options.coverage < 1, kName, "coverage must be in (0, 1)", options.coverage);
  detail::require(options.draws > 0 && horizon > 0, kName, "draws and horizon must be > 0");
  const std::size_t n = fit.parts.size(), k = fit.newest.size();
  const std::size_t width = detail::checked_product(horizon, n, kMost, kName, "numbers");
  (void)detail::checked_product(options.draws, width, kMost, kName, "numbers");
  const bool walks = of_differences(fit.trend);

  // Progress is told of the longest part, the simulation.
  std::vector<double> z = stats::simulate(fit.model, horizon,
                                          {.draws = options.draws,
                                           .seed = options.seed,
                                           .parameter_uncertainty = options.parameter_uncertainty,
                                           .execution = options.execution});
  ShareForecast result;
  result.parts = fit.parts;
  result.start = fit.last + 1;
  result.coverage = options.coverage;
  result.draws = options.draws;
  result.paths.resize(options.draws * width);
  std::vector<double> sums(options.draws * horizon);
  Execution silent = options.execution;
  silent.progress = {};
  numeric::parallel_for((options.draws + kUnit - 1) / kUnit, silent, [&](std::size_t unit) {
    for (std::size_t d = unit * kUnit; d < std::min(options.draws, (unit + 1) * kUnit); ++d)
      for (std::size_t h = 0; h < horizon; ++h) {
        const std::span<double> now(z.data() + (d * horizon + h) * k, k);
        if (walks)
          for (std::size_t i = 0; i < k; ++i) now[i] += h == 0 ? fit.newest[i] : z[(d * horizon + h - 1) * k + i];
        sums[d * horizon + h] = shares_of(now, fit.basis, std::span(result.paths).subspan(d * width + h * n, n));
      }
  });

  result.centre = result.mean = result.median = result.lower = result.upper = filled_matrix(horizon, n);
  result.sums.resize(horizon);
  const stats::VarForecast forecast = stats::predict(fit.model, horizon);
  std::vector<double> at = fit.newest;
  for (std::size_t h = 0; h < horizon; ++h) {
    for (std::size_t i = 0; i < k; ++i) at[i] = walks ? at[i] + forecast.mean[h][i] : forecast.mean[h][i];
    (void)shares_of(at, fit.basis, result.centre.row(h));
    for (std::size_t d = 0; d < options.draws; ++d) result.sums[h] += sums[d * horizon + h];
    result.sums[h] /= static_cast<double>(options.draws);
  }
  numeric::parallel_for(width, silent, [&](std::size_t cell) {
    std::vector<double> sample(options.draws);
    double sum = 0;
    for (std::size_t d = 0; d < options.draws; ++d) sum += sample[d] = result.paths[d * width + cell];
    const numeric::CentralInterval interval = numeric::central_interval(sample, options.coverage);
    result.mean.values[cell] = sum / static_cast<double>(options.draws);
    result.median.values[cell] = interval.median;
    result.lower.values[cell] = interval.lower;
    result.upper.values[cell] = interval.upper;
  });
  for (std::size_t h = 0; h < horizon; ++h) {
    const std::vector<double> closed = closure(result.mean.row(h));  // a mean of many errs in its last digits
    std::copy(closed.begin(), closed.end(), result.mean.row(h).begin());
  }
  if (!options.keep_draws) result.paths = {};
  return result;
}

std::string_view to_string(ShareSpace space) noexcept {
  switch (space) {
    case ShareSpace::alr:
      return "alr";
    case ShareSpace::clr:
      return "clr";
    case ShareSpace::ilr:
      return "ilr";
    case ShareSpace::logit:
      return "logit";
  }
  return "unknown";
}

std::string_view to_string(ShareTrend trend) noexcept {
  switch (trend) {
    case ShareTrend::linear:
      return "linear";
    case ShareTrend::random_walk:
      return "random_walk";
    case ShareTrend::random_walk_with_drift:
      return "random_walk_with_drift";
    case ShareTrend::vector_autoregression:
      return "vector_autoregression";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
