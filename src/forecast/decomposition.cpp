#include <foreplan/forecast/decomposition.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "forecast/decomposition_data.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool is_ratio(const Decomposition& d) { return d.form == DecompositionForm::multiplicative; }

/// max(0, 1 - Var(rest) / Var(part + rest)), of numbers over the largest, the trend's level among them.
double strength(const Decomposition& d, const std::vector<double>& part) {
  std::vector<double> rest, both;
  double size = 0;
  for (std::size_t i = 0; i < d.remainder.size(); ++i) {
    const double r = is_ratio(d) ? std::log(d.remainder[i]) : d.remainder[i];
    const double p = is_ratio(d) ? std::log(part[i]) : part[i];
    if (std::isnan(r) || std::isnan(p)) continue;
    const double level = is_ratio(d) ? std::log(d.trend[i]) : d.trend[i];
    size = std::max({size, std::abs(r), std::abs(p), std::abs(level)});
    rest.push_back(r);
    both.push_back(p);
  }
  if (!(size > 0)) return 0;
  for (std::size_t i = 0; i < rest.size(); ++i) rest[i] /= size, both[i] = both[i] / size + rest[i];
  const auto spread = [](const std::vector<double>& x) {
    const double n = static_cast<double>(x.size());
    double mean = 0, sum = 0;
    for (const double v : x) mean += v / n;
    for (const double v : x) sum += (v - mean) * (v - mean);
    return sum;
  };
  // Components of a constant series are what rounding left of them.
  const double whole = spread(both), noise = 1e-28 * static_cast<double>(both.size());
  return whole > noise ? std::max(0.0, 1 - spread(rest) / whole) : 0;
}

/// The centred mean over a season, NaN where it reaches beyond the series.
std::vector<double> centred_means(std::span<const double> y, std::size_t m) {
  std::vector<double> trend(y.size(), kNaN);
  const std::size_t half = m / 2;
  const double share = 1 / static_cast<double>(m), outer = m % 2 == 0 ? share / 2 : share;
  for (std::size_t i = half; i + half < y.size(); ++i) {
    double sum = outer * y[i - half] + outer * y[i + half];
    for (std::size_t j = i - half + 1; j < i + half; ++j) sum += share * y[j];
    trend[i] = sum;
  }
  return trend;
}

}  // namespace

void require_season_length(std::string_view function, std::size_t season_length) {
  if (season_length < 2 || season_length > 100'000)
    detail::fail(function, "season_length must be in [2, 100,000]", std::to_string(season_length));
}

std::optional<std::size_t> place_never_observed(std::span<const double> y, std::size_t season_length) {
  for (std::size_t place = 0; place < season_length; ++place) {
    bool observed = false;
    for (std::size_t i = place; i < y.size() && !observed; i += season_length) observed = !std::isnan(y[i]);
    if (!observed) return place;
  }
  return {};
}

void require_decomposable(std::string_view function, std::span<const double> y, std::size_t season_length) {
  require_season_length(function, season_length);
  if (y.size() < 2 * season_length)
    detail::fail(function, "y must have at least two whole seasons", std::to_string(y.size()) + " values",
                 "for a season of " + std::to_string(season_length));
  for (std::size_t i = 0; i < y.size(); ++i)
    if (std::isinf(y[i]))
      detail::fail(function, "y must be finite, or NaN where missing", detail::number_text(y[i]),
                   "at index " + std::to_string(i));
  if (const auto place = place_never_observed(y, season_length))
    detail::fail(function, "each place of the season must be observed once", "only missing values",
                 "at index " + std::to_string(*place) + " and every " + std::to_string(season_length) + " on");
}

std::vector<double> seasonally_adjusted(const Decomposition& d) {
  std::vector<double> adjusted = d.remainder;
  for (std::size_t i = 0; i < adjusted.size(); ++i)
    adjusted[i] = within_doubles(is_ratio(d) ? d.trend[i] * adjusted[i] : d.trend[i] + adjusted[i]);
  return adjusted;
}

double trend_strength(const Decomposition& d) { return strength(d, d.trend); }

std::vector<double> seasonal_strengths(const Decomposition& d) {
  std::vector<double> all;
  for (const std::vector<double>& season : d.seasonal) all.push_back(strength(d, season));
  return all;
}

Decomposition decompose_classical(std::span<const double> series, std::size_t season_length, DecompositionForm form) {
  constexpr std::string_view function = "forecast::decompose_classical";
  require_decomposable(function, series, season_length);
  const double scale = power_of_two_above(series);
  std::vector<double> y(series.begin(), series.end());
  divide(y, scale);
  Decomposition d{.form = form, .season_lengths = {season_length}, .trend = centred_means(y, season_length)};
  const bool ratio = is_ratio(d);
  for (std::size_t i = 0; ratio && i < y.size(); ++i)
    if (series[i] <= 0)
      detail::fail(function, "values must be > 0 in the multiplicative form", detail::number_text(series[i]),
                   "at index " + std::to_string(i));
  std::vector<double> place_means;
  double mean = 0;
  for (std::size_t place = 0; place < season_length; ++place) {
    std::vector<double> left;
    for (std::size_t i = place; i < y.size(); i += season_length) {
      const double rest = ratio ? y[i] / d.trend[i] : y[i] - d.trend[i];
      if (!std::isnan(rest)) left.push_back(rest);
    }
    if (left.empty())
      detail::fail(function, "each place of the season must have a trend once", "none",
                   "at index " + std::to_string(place) + " and every " + std::to_string(season_length) + " on");
    double sum = 0;
    for (const double rest : left) sum += rest / static_cast<double>(left.size());
    place_means.push_back(sum);
    mean += sum / static_cast<double>(season_length);
  }
  std::vector<double> season(y.size());
  d.remainder.resize(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double s = place_means[i % season_length];
    season[i] = ratio ? s / mean : s - mean;
    d.remainder[i] = ratio ? y[i] / (d.trend[i] * season[i]) : y[i] - d.trend[i] - season[i];
  }
  d.seasonal.push_back(std::move(season));
  multiply(d.trend, scale);
  if (!ratio) {
    multiply(d.seasonal.front(), scale);
    multiply(d.remainder, scale);
  }
  return d;
}

Decomposition decompose_classical(const Series& y, std::size_t season_length, DecompositionForm form) {
  Decomposition d = decompose_classical(y.span(), season_length, form);
  d.origin = origin_of(y);
  return d;
}

}  // namespace foreplan::inline v0::forecast
