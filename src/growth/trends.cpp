#include <foreplan/growth/trends.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "growth/checks.hpp"
#include "numeric/householder.hpp"

namespace foreplan::inline v0::growth {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

void require_values(std::string_view function, std::span<const double> y, std::size_t least) {
  if (y.size() < least)
    detail::fail(function, "at least " + std::to_string(least) + " values are needed", std::to_string(y.size()));
  for (std::size_t i = 0; i < y.size(); ++i)
    if (!(std::abs(y[i]) <= 1e300))
      detail::fail(function, "values must be finite and at most 1e300 in size", detail::number_text(y[i]),
                   "at index " + std::to_string(i));
}

TrendCycle with_trend(std::span<const double> y, std::vector<double> cycle) {
  TrendCycle parts{std::vector<double>(y.size()), std::move(cycle)};
  for (std::size_t t = 0; t < y.size(); ++t) parts.trend[t] = y[t] - parts.cycle[t];
  return parts;
}

TrendCycleSeries as_series(const Series& y, TrendCycle parts) {
  return {{y.name + " trend", y.start, y.unit, std::move(parts.trend)},
          {y.name + " cycle", y.start, y.unit, std::move(parts.cycle)}};
}

// ---- Hodrick & Prescott ----

/// How far the trend's level and slope are open, given the values so far, in units of the cycle's variance: the inverse
/// of what elimination has left of the equations' 2 x 2 corner. All entries are sums of positive terms but one, where a
/// small term is taken from a large one, so that each keeps its digits.
struct Openness {
  double level, both, slope;

  bool operator==(const Openness&) const = default;
};

/// How the next surprise (value less what level and slope foretell) moves level and slope, and its variance's inverse.
struct Gain {
  double level, slope, precision;
};

Gain gain(const Openness& p) {
  const double precision = 1 / (1 + p.level);
  return {(p.level + p.both) * precision, p.both * precision, precision};
}

Openness after(const Openness& p, const Gain& k, double slope_variance) {
  const double level = p.level * k.precision, both = k.slope, slope = p.slope - k.slope * p.both;
  return {level + 2 * both + slope, both + slope, slope + slope_variance};
}

/// The gains of the values 2, 3, ...; the last one holds for all that follow, once they have settled: on one openness,
/// or on a few neighbours that rounding goes round among, which is seen as Brent (1980) does, by a mark set ever
/// further on.
std::vector<Gain> gains(std::size_t count, double slope_variance) {
  // Two values fix level and slope: 1, 1 and 2 are their variances and covariance, carried one period on.
  Openness p{5 + slope_variance, 3 + slope_variance, 2 + 2 * slope_variance};
  Openness marked = p;
  std::size_t next_mark = 1;
  std::vector<Gain> result;
  while (result.size() < count) {
    result.push_back(gain(p));
    p = after(p, result.back(), slope_variance);
    if (p == marked) break;
    if (result.size() == next_mark) {
      marked = p;
      next_mark *= 2;
    }
  }
  return result;
}

/// The cycle, which is y less its best linear estimate under the model that Hodrick and Prescott's trend is the
/// estimate of: slope(t) = slope(t - 1) + noise of variance 1 / lambda, level(t) = level(t - 1) + slope(t - 1), y =
/// level + noise of variance 1, nothing known of the start. Down: surprises over their variance. Up: Koopman's (1993)
/// disturbance smoother.
std::vector<double> hodrick_prescott_cycle(std::span<const double> y, double lambda) {
  const std::size_t n = y.size();
  const std::vector<Gain> gain_at = gains(n - 2, 1 / lambda);
  const auto gain_of = [&](std::size_t t) -> const Gain& { return gain_at[std::min(t - 2, gain_at.size() - 1)]; };
  std::vector<double> cycle(n);
  double slope = y[1] - y[0], level = y[1] + slope;
  for (std::size_t t = 2; t < n; ++t) {
    const Gain& k = gain_of(t);
    const double surprise = y[t] - level;
    cycle[t] = surprise * k.precision;
    level += slope + k.level * surprise;
    slope += k.slope * surprise;
  }
  double sum = 0, sum_of_sums = 0;  // of the cycle from t on
  for (std::size_t t = n - 1; t >= 2; --t) {
    const Gain& k = gain_of(t);
    cycle[t] -= k.level * sum + k.slope * sum_of_sums;
    sum_of_sums += sum;
    sum += cycle[t];
  }
  // The cycle has no mean and no linear trend, which gives the first two values.
  cycle[1] = -2 * sum - sum_of_sums;
  cycle[0] = sum + sum_of_sums;
  return cycle;
}

// ---- Hamilton ----

/// The values as (y - origin) / scale, which are at most 2 in size: squares cannot overflow, nor a large mean drown the
/// rest.
struct Standardised {
  double origin = 0, scale = 1;
  std::vector<double> values{};
  double grain = 0;  ///< How far doubles of y's size lie apart, in the same scale.
};

double largest(std::span<const double> x) {
  double size = 0;
  for (const double v : x) size = std::max(size, std::abs(v));
  return size;
}

Standardised standardised(std::span<const double> y) {
  Standardised s;
  s.origin = y[0];
  for (const double v : y) s.values.push_back(v - s.origin);
  if (const double size = largest(s.values); size > 0) s.scale = std::ldexp(1.0, std::ilogb(size));
  for (double& v : s.values) v /= s.scale;
  s.grain = std::numeric_limits<double>::epsilon() * std::max(1.0, largest(y) / s.scale);
  return s;
}

void require_options(std::string_view function, const HamiltonOptions& options) {
  constexpr std::size_t kMost = 100'000;
  for (const std::size_t x : {options.horizon, options.lags})
    detail::require(x >= 1 && x <= kMost, function, "horizon and lags must be 1 to 100000", std::to_string(x));
}

// ---- Band-pass ----

void require_band(std::string_view function, const Band& band) {
  detail::require(band.shortest >= 2, function, "shortest must be >= 2 periods", band.shortest);
  detail::require(band.longest > band.shortest && std::isfinite(band.longest), function,
                  "longest must be finite and > shortest", band.longest);
}

/// Weights of the ideal band-pass at leads and lags 0..count - 1.
std::vector<double> ideal_weights(const Band& band, std::size_t count) {
  const double low = 2 * std::numbers::pi / band.longest, high = 2 * std::numbers::pi / band.shortest;
  std::vector<double> weights(count);
  weights[0] = (high - low) / std::numbers::pi;
  for (std::size_t j = 1; j < count; ++j) {
    const auto lag = static_cast<double>(j);
    weights[j] = (std::sin(lag * high) - std::sin(lag * low)) / (std::numbers::pi * lag);
  }
  return weights;
}

/// result(t) = sum over s of weights(|t - s|) x(s). Several t at a time, so that the sums stay in registers.
std::vector<double> symmetric_product(const std::vector<double>& weights, std::span<const double> x) {
  constexpr std::size_t kLanes = 16;
  const std::size_t n = x.size(), blocks = (n + kLanes - 1) / kLanes;
  std::vector<double> mirrored(2 * blocks * kLanes, 0.0);  // mirrored(n - 1 + d) is the weight at distance d
  for (std::size_t d = 0; d < n; ++d) mirrored[n - 1 + d] = mirrored[n - 1 - d] = weights[d];
  std::vector<double> result(blocks * kLanes);
  for (std::size_t t = 0; t < result.size(); t += kLanes) {
    std::array<double, kLanes> sums{};
    for (std::size_t s = 0; s < n; ++s) {
      const double* w = mirrored.data() + (n - 1 + t - s);
      for (std::size_t k = 0; k < kLanes; ++k) sums[k] += w[k] * x[s];
    }
    std::copy(sums.begin(), sums.end(), result.begin() + static_cast<std::ptrdiff_t>(t));
  }
  result.resize(n);
  return result;
}

}  // namespace

TrendCycle hodrick_prescott(std::span<const double> y, double lambda) {
  constexpr std::string_view kName = "growth::hodrick_prescott";
  require_values(kName, y, 3);
  detail::require(lambda > 0 && std::isfinite(lambda), kName, "lambda must be > 0 and finite", lambda);
  return with_trend(y, hodrick_prescott_cycle(y, lambda));
}

HamiltonFit hamilton(std::span<const double> y, const HamiltonOptions& options) {
  constexpr std::string_view kName = "growth::hamilton";
  require_options(kName, options);
  const std::size_t unknowns = options.lags + 1, skipped = options.horizon + options.lags - 1;
  require_values(kName, y, skipped + unknowns + 1);
  const std::size_t rows = y.size() - skipped;
  const Standardised x = standardised(y);
  std::vector<double> design(detail::checked_product(rows, unknowns, 100'000'000, kName, "rows times unknowns"), 1.0);
  const auto row_start = [&](std::size_t lag) {
    return x.values.begin() + static_cast<std::ptrdiff_t>(options.lags - 1 - lag);
  };
  for (std::size_t lag = 0; lag < options.lags; ++lag)
    std::copy_n(row_start(lag), rows, design.begin() + static_cast<std::ptrdiff_t>((lag + 1) * rows));
  std::vector<double> projected(x.values.begin() + static_cast<std::ptrdiff_t>(skipped), x.values.end());
  std::vector<std::size_t> order(unknowns);
  numeric::orthogonalise(design, rows, unknowns, projected, order);
  const double least = std::abs(design[0]) * static_cast<double>(rows + unknowns) * x.grain;
  numeric::back_substitute(design, rows, unknowns, projected, least);

  HamiltonFit fit{{std::vector<double>(y.size(), kMissing), std::vector<double>(y.size(), kMissing)},
                  std::vector<double>(unknowns),
                  0};
  for (std::size_t k = 0; k < unknowns; ++k) {
    fit.rank += std::abs(design[k * rows + k]) > least;
    fit.coefficients[order[k]] = projected[k];
  }
  for (std::size_t t = 0; t < rows; ++t) {
    double fitted = fit.coefficients[0];
    for (std::size_t lag = 0; lag < options.lags; ++lag)
      fitted += fit.coefficients[lag + 1] * row_start(lag)[static_cast<std::ptrdiff_t>(t)];
    fit.parts.cycle[t + skipped] = (x.values[t + skipped] - fitted) * x.scale;
    fit.parts.trend[t + skipped] = y[t + skipped] - fit.parts.cycle[t + skipped];
  }
  double lag_sum = 0;
  for (std::size_t k = 1; k < unknowns; ++k) lag_sum += fit.coefficients[k];
  fit.coefficients[0] = fit.coefficients[0] * x.scale + x.origin * (1 - lag_sum);
  return fit;
}

TrendCycle christiano_fitzgerald(std::span<const double> y, const Band& band, Drift drift) {
  constexpr std::string_view kName = "growth::christiano_fitzgerald";
  require_values(kName, y, 3);
  require_band(kName, band);
  const std::size_t n = y.size();
  // The weights add up to 0, so that the first value may be taken off throughout.
  const double slope = drift == Drift::removed ? (y[n - 1] - y[0]) / static_cast<double>(n - 1) : 0;
  std::vector<double> x(n);
  for (std::size_t t = 0; t < n; ++t) x[t] = y[t] - y[0] - slope * static_cast<double>(t);
  const double last = drift == Drift::removed ? 0 : x[n - 1];
  const std::vector<double> weights = ideal_weights(band, n);
  x[n - 1] = 0;  // the first value is 0; the last one has weights of its own
  std::vector<double> cycle = symmetric_product(weights, x);
  // A random walk is expected to stay where it ends, so that the last value gets all ideal weights from its own on:
  // over every lead and lag they add up to 0, which leaves -B(0) / 2 less those nearer than itself.
  double end_weight = weights[0] / 2;
  for (std::size_t ahead = 0; ahead < n; ++ahead) {
    cycle[n - 1 - ahead] += end_weight * last;
    end_weight -= weights[ahead];
  }
  return with_trend(y, std::move(cycle));
}

TrendCycle baxter_king(std::span<const double> y, const Band& band, std::size_t half_width) {
  constexpr std::string_view kName = "growth::baxter_king";
  detail::require(half_width >= 1 && half_width <= 1'000'000, kName, "half_width must be 1 to 10^6",
                  std::to_string(half_width));
  require_values(kName, y, 2 * half_width + 1);
  require_band(kName, band);
  std::vector<double> weights = ideal_weights(band, half_width + 1);
  double total = weights[0];
  for (std::size_t j = 1; j <= half_width; ++j) total += 2 * weights[j];
  for (double& w : weights) w -= total / static_cast<double>(2 * half_width + 1);
  std::vector<double> cycle(y.size(), kMissing);
  for (std::size_t t = half_width; t + half_width < y.size(); ++t) {
    double sum = 0;  // of differences from the middle: the weights add up to 0
    for (std::size_t j = 1; j <= half_width; ++j) sum += weights[j] * ((y[t - j] - y[t]) + (y[t + j] - y[t]));
    cycle[t] = sum;
  }
  return with_trend(y, std::move(cycle));
}

TrendCycleSeries hodrick_prescott(const Series& y, double lambda) {
  require_no_gaps("growth::hodrick_prescott", y);
  return as_series(y, hodrick_prescott(y.span(), lambda));
}

TrendCycleSeries hamilton(const Series& y, const HamiltonOptions& options) {
  require_no_gaps("growth::hamilton", y);
  return as_series(y, hamilton(y.span(), options).parts);
}

TrendCycleSeries christiano_fitzgerald(const Series& y, const Band& band, Drift drift) {
  require_no_gaps("growth::christiano_fitzgerald", y);
  return as_series(y, christiano_fitzgerald(y.span(), band, drift));
}

TrendCycleSeries baxter_king(const Series& y, const Band& band, std::size_t half_width) {
  require_no_gaps("growth::baxter_king", y);
  return as_series(y, baxter_king(y.span(), band, half_width));
}

}  // namespace foreplan::inline v0::growth
