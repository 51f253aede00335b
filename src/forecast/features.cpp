#include <foreplan/forecast/decomposition.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/features.hpp>
#include <foreplan/stats/autocorrelation.hpp>
#include <foreplan/stats/residual_tests.hpp>
#include <foreplan/stats/unit_roots.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "forecast/decomposition_data.hpp"
#include "forecast/feature_estimates.hpp"
#include "numeric/loess.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNone = SeriesFeatures::kNone;
constexpr std::size_t kLeastDecomposed = 4, kLeastEstimated = 8;
constexpr std::size_t kArchLags = 12, kLongestSmoothedSeason = 24;

struct NamedFeature {
  std::string_view name{};
  double SeriesFeatures::*member{};
};
using F = SeriesFeatures;
constexpr std::array<NamedFeature, 37> kFeatures{{
    {"length", &F::length},
    {"season_length", &F::season_length},
    {"trend_strength", &F::trend_strength},
    {"seasonal_strength", &F::seasonal_strength},
    {"spike", &F::spike},
    {"linearity", &F::linearity},
    {"curvature", &F::curvature},
    {"e_acf1", &F::e_acf1},
    {"e_acf10", &F::e_acf10},
    {"entropy", &F::entropy},
    {"x_acf1", &F::x_acf1},
    {"x_acf10", &F::x_acf10},
    {"diff1_acf1", &F::diff1_acf1},
    {"diff1_acf10", &F::diff1_acf10},
    {"diff2_acf1", &F::diff2_acf1},
    {"diff2_acf10", &F::diff2_acf10},
    {"seas_acf1", &F::seas_acf1},
    {"x_pacf5", &F::x_pacf5},
    {"diff1_pacf5", &F::diff1_pacf5},
    {"diff2_pacf5", &F::diff2_pacf5},
    {"seas_pacf", &F::seas_pacf},
    {"lumpiness", &F::lumpiness},
    {"stability", &F::stability},
    {"crossing_points", &F::crossing_points},
    {"flat_spots", &F::flat_spots},
    {"hurst", &F::hurst},
    {"nonlinearity", &F::nonlinearity},
    {"arch_acf", &F::arch_acf},
    {"arch_r2", &F::arch_r2},
    {"kpss", &F::kpss},
    {"phillips_perron", &F::phillips_perron},
    {"ses_alpha", &F::ses_alpha},
    {"holt_alpha", &F::holt_alpha},
    {"holt_beta", &F::holt_beta},
    {"hw_alpha", &F::hw_alpha},
    {"hw_beta", &F::hw_beta},
    {"hw_gamma", &F::hw_gamma},
}};
static_assert(sizeof(SeriesFeatures) == kFeatures.size() * sizeof(double));

/// From the first value that is not missing to the last one, over a power of two that brings them to the size of 1.
std::vector<double> between_ends(std::string_view function, std::span<const double> y) {
  const std::vector<double> scaled = scaled_data(function, y, {}).y;
  const auto observed = [](double v) { return !std::isnan(v); };
  const auto first = std::find_if(scaled.begin(), scaled.end(), observed);
  if (first == scaled.end())
    detail::fail(function, "y must have an observation", std::to_string(y.size()) + " values, all missing");
  return {first, std::find_if(scaled.rbegin(), scaled.rend(), observed).base()};
}

/// Mean and sum of squares about it, missing values left out. In two passes: exact far from zero too.
struct Moments {
  double count = 0, mean = 0, squares = 0;

  [[nodiscard]] double variance() const { return squares / (count - 1); }
};
Moments moments(std::span<const double> x) {
  Moments m;
  for (const double v : x) m.count += std::isnan(v) ? 0 : 1;
  for (const double v : x) m.mean += std::isnan(v) ? 0 : v / m.count;
  double left = 0;
  for (const double v : x) left += std::isnan(v) ? 0 : (v - m.mean) / m.count;
  m.mean += left;
  for (const double v : x) m.squares += std::isnan(v) ? 0 : (v - m.mean) * (v - m.mean);
  return m;
}

/// A series of mean 0 and standard deviation 1, with the gaps it had and without.
struct Standardised {
  std::vector<double> observed{};
  std::vector<double> filled{};
  std::vector<double> levels{};  ///< Filled, before standardising: whole numbers still are, but for a power of two.
  double noise = 0;              ///< What rounding may have left in a value.
  std::size_t m = 1;
  bool seasonal = false;
};

Decomposition decomposed(const Standardised& s) {
  if (s.seasonal) return decompose_stl(s.observed, s.m);
  const std::size_t n = s.observed.size();
  Decomposition d{.trend = std::vector<double>(n), .remainder = s.observed};
  numeric::Loess loess({.window = std::max<std::size_t>(7, (n + 1) / 2) | 1});
  loess.smooth(s.observed, {}, d.trend);
  for (std::size_t t = 0; t < n; ++t) d.remainder[t] -= d.trend[t];
  return d;
}

bool varies(std::span<const double> x, double noise) {
  double least = INFINITY, most = -INFINITY;
  for (const double v : x)
    if (!std::isnan(v)) least = std::min(least, v), most = std::max(most, v);
  return most - least > 8 * noise;
}

double sum_of_squares(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += v * v;
  return sum;
}

/// Lags 0, 1, ... of a series that varies, none of others.
std::vector<double> correlations(std::span<const double> x, double noise, std::size_t lags, bool partial = false) {
  if (x.size() < 3 || !varies(x, noise)) return {};
  const stats::AutocorrelationOptions options{.lags = std::min(lags, x.size() - 1),
                                              .missing = stats::MissingPairs::skip};
  return (partial ? stats::partial_autocorrelations(x, options) : stats::autocorrelations(x, options)).values;
}

/// The first of them, and the sum of squares of up to `most`.
double first(const std::vector<double>& r) { return r.empty() ? kNone : r[1]; }
double squares(const std::vector<double>& r, std::size_t most) {
  return r.empty() ? kNone : sum_of_squares(std::span(r).subspan(1, std::min(most, r.size() - 1)));
}

std::vector<double> differenced(std::span<const double> x) {
  std::vector<double> d;
  for (std::size_t t = 1; t < x.size(); ++t) d.push_back(x[t] - x[t - 1]);
  return d;
}

/// With v the variance of n values, leaving out one at distance e from their mean gives
/// ((n - 1) v - e^2 n / (n - 1)) / (n - 2).
double spike_of(std::span<const double> remainder) {
  const Moments all = moments(remainder);
  std::vector<double> without;
  for (const double v : remainder) {
    const double e = v - all.mean;
    if (!std::isnan(e)) without.push_back((all.squares - e * e * all.count / (all.count - 1)) / (all.count - 2));
  }
  return moments(without).variance();
}

void add_decomposition(SeriesFeatures& f, const Standardised& s, const Decomposition& d) {
  f.trend_strength = trend_strength(d);
  if (s.seasonal) f.seasonal_strength = seasonal_strengths(d)[0];
  if (moments(d.remainder).count > 3) f.spike = spike_of(d.remainder);
  const auto n = static_cast<double>(d.trend.size());
  // Orthogonal polynomials over evenly spaced times about zero: c, and c^2 less its mean.
  const double middle = (n - 1) / 2, mean_square = (n * n - 1) / 12;
  double line = 0, lines = 0, bend = 0, bends = 0;
  for (std::size_t t = 0; t < d.trend.size(); ++t) {
    const double c = static_cast<double>(t) - middle, q = c * c - mean_square;
    line += c * d.trend[t], lines += c * c;
    bend += q * d.trend[t], bends += q * q;
  }
  f.linearity = line / std::sqrt(lines);
  f.curvature = bend / std::sqrt(bends);
  const std::vector<double> r = correlations(d.remainder, s.noise, 10);
  f.e_acf1 = first(r), f.e_acf10 = squares(r, 10);
}

void add_correlations(SeriesFeatures& f, const Standardised& s) {
  const std::vector<double> once = differenced(s.filled), twice = differenced(once);
  const std::size_t season = s.seasonal ? s.m : 0;
  const std::vector<double> r = correlations(s.filled, s.noise, std::max<std::size_t>(10, season));
  const std::vector<double> r1 = correlations(once, 2 * s.noise, 10), r2 = correlations(twice, 4 * s.noise, 10);
  f.x_acf1 = first(r), f.x_acf10 = squares(r, 10);
  f.diff1_acf1 = first(r1), f.diff1_acf10 = squares(r1, 10);
  f.diff2_acf1 = first(r2), f.diff2_acf10 = squares(r2, 10);
  const std::vector<double> p = correlations(s.filled, s.noise, std::max<std::size_t>(5, season), true);
  f.x_pacf5 = squares(p, 5);
  f.diff1_pacf5 = squares(correlations(once, 2 * s.noise, 5, true), 5);
  f.diff2_pacf5 = squares(correlations(twice, 4 * s.noise, 5, true), 5);
  if (season > 0 && !r.empty()) f.seas_acf1 = r[season], f.seas_pacf = p[season];
}

void add_blocks(SeriesFeatures& f, const Standardised& s) {
  const std::size_t width = s.m > 1 ? s.m : 10, blocks = s.filled.size() / width;
  f.lumpiness = f.stability = 0;
  if (blocks < 2) return;
  std::vector<double> means, variances;
  for (std::size_t b = 0; b < blocks; ++b) {
    const Moments block = moments(std::span(s.filled).subspan(b * width, width));
    means.push_back(block.mean);
    variances.push_back(block.variance());
  }
  f.lumpiness = moments(variances).variance();
  f.stability = moments(means).variance();
}

/// Of levels, whose comparisons are exact.
void add_runs(SeriesFeatures& f, std::span<const double> x) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t half = sorted.size() / 2;
  const double median = sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  const double low = sorted.front(), range = sorted.back() - low;
  const auto interval = [&](double v) { return range > 0 ? std::max(1.0, std::ceil(10 * (v - low) / range)) : 1; };
  std::size_t crossings = 0, run = 1, longest = 1;
  for (std::size_t t = 1; t < x.size(); ++t) {
    crossings += (x[t] > median) != (x[t - 1] > median) ? 1 : 0;
    run = interval(x[t]) == interval(x[t - 1]) ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  f.crossing_points = static_cast<double>(crossings);
  f.flat_spots = static_cast<double>(longest);
}

void add_estimates(SeriesFeatures& f, const Standardised& s) {
  const std::vector<double>& x = s.filled;
  const Autoregression ar = burg_autoregression(x, s.noise);
  f.entropy = spectral_entropy(ar.coefficients, (x.size() + 1) / 2 + 1);
  f.hurst = 0.5 + fractional_difference(x);
  const NextValueSquares left = next_value_squares(x);
  const double rounding = 16 * static_cast<double>(x.size()) * s.noise * s.noise;
  if (left.cubic > rounding) f.nonlinearity = 10 * std::max(0.0, std::log(left.line / left.cubic));
  if (ar.errors.size() > 2 * kArchLags + 1) {
    std::vector<double> size = ar.errors;
    for (double& e : size) e *= e;
    f.arch_acf = squares(correlations(size, s.noise, kArchLags), kArchLags);
    const double rows = static_cast<double>(ar.errors.size() - kArchLags);
    f.arch_r2 = stats::arch_test(ar.errors, kArchLags).statistic / rows;
  }
  f.kpss = stats::kpss_test(x).statistic;
  // Its own regression, of differences, may leave exactly nothing where the other leaves rounding errors.
  const double z = left.line > rounding ? stats::phillips_perron_test(x).statistic : kNone;
  f.phillips_perron = std::isfinite(z) ? z : kNone;
}

EtsFit smoothed(const Standardised& s, EtsTrend trend, EtsSeason season) {
  return fit_ets(s.observed, {.season_length = s.m, .error = EtsError::additive, .trend = trend, .season = season});
}

void add_smoothing(SeriesFeatures& f, const Standardised& s) {
  if (const EtsFit fit = smoothed(s, EtsTrend::none, EtsSeason::none); fit.usable()) f.ses_alpha = fit.alpha;
  if (const EtsFit fit = smoothed(s, EtsTrend::additive, EtsSeason::none);
      fit.usable() && fit.form.trend == EtsTrend::additive)
    f.holt_alpha = fit.alpha, f.holt_beta = fit.beta;
  if (!s.seasonal || s.m > kLongestSmoothedSeason) return;
  if (const EtsFit fit = smoothed(s, EtsTrend::additive, EtsSeason::additive);
      fit.usable() && fit.form.trend == EtsTrend::additive && fit.form.season == EtsSeason::additive)
    f.hw_alpha = fit.alpha, f.hw_beta = fit.beta, f.hw_gamma = fit.gamma;
}

}  // namespace

SeriesFeatures series_features(std::span<const double> y, std::size_t season_length, const FeatureOptions& options) {
  constexpr std::string_view function = "forecast::series_features";
  if (season_length < 1 || season_length > 100'000)
    detail::fail(function, "season_length must be in [1, 100,000]", std::to_string(season_length));
  Standardised s{.levels = between_ends(function, y), .m = season_length};
  const std::size_t n = s.levels.size();
  SeriesFeatures f{.length = static_cast<double>(n), .season_length = static_cast<double>(season_length)};
  const Moments all = moments(s.levels);
  const double deviation = all.count > 1 ? std::sqrt(all.variance()) : 0;
  // As for autocorrelations: less than that, of values up to 1, is what rounding left.
  if (!(deviation > 1e-14)) {
    f.trend_strength = f.crossing_points = 0;
    f.flat_spots = f.length;
    return f;
  }
  s.observed = s.levels;
  for (double& v : s.observed) v = (v - all.mean) / deviation;
  s.noise = std::numeric_limits<double>::epsilon() / deviation;
  s.seasonal = s.m > 1 && n > 2 * s.m && !place_never_observed(s.observed, s.m);

  const Decomposition d = decomposed(s);
  s.filled = s.observed;
  for (std::size_t t = 0; t < n; ++t) {
    if (!std::isnan(s.observed[t])) continue;
    s.filled[t] = d.trend[t] + (s.seasonal ? d.seasonal[0][t] : 0);
    s.levels[t] = all.mean + deviation * s.filled[t];
  }
  if (n >= kLeastDecomposed) add_decomposition(f, s, d);
  add_correlations(f, s);
  add_blocks(f, s);
  add_runs(f, s.levels);
  if (n >= kLeastEstimated) add_estimates(f, s);
  if (n >= kLeastEstimated && options.smoothing) add_smoothing(f, s);
  return f;
}

std::vector<std::string> feature_names() {
  std::vector<std::string> names;
  for (const NamedFeature& feature : kFeatures) names.emplace_back(feature.name);
  return names;
}

std::vector<double> feature_values(const SeriesFeatures& features, double undefined) {
  std::vector<double> values;
  for (const NamedFeature& feature : kFeatures) {
    const double value = features.*feature.member;
    values.push_back(std::isnan(value) ? undefined : value);
  }
  return values;
}

}  // namespace foreplan::inline v0::forecast
