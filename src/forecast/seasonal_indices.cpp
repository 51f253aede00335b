#include "forecast/seasonal_indices.hpp"

#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The mean of m values around t, with half the weight of both ends for an even m; NaN where one is missing.
double moving_average(std::span<const double> z, std::size_t t, std::size_t m) {
  const std::size_t half = m / 2;
  double sum = 0;
  for (std::size_t i = t - half; i <= t + half; ++i) sum += z[i];
  if (m % 2 == 0) sum -= (z[t - half] + z[t + half]) / 2;
  return sum / static_cast<double>(m);
}

}  // namespace

double seasonality(std::span<const double> z, std::size_t season_length, double level) {
  if (season_length < 2 || z.size() <= 2 * season_length) return kNaN;
  double n = 0, mean = 0;
  for (const double x : z)
    if (!std::isnan(x)) n += 1, mean += (x - mean) / n;
  std::vector<double> deviations;
  double squares = 0;
  for (const double x : z) {
    deviations.push_back(std::isnan(x) ? 0 : x - mean);
    squares += deviations.back() * deviations.back();
  }
  if (!(squares > 0)) return 0;
  const auto autocorrelation = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t t = lag; t < z.size(); ++t) sum += deviations[t] * deviations[t - lag];
    return sum / squares;
  };
  double spread = 1;
  for (std::size_t k = 1; k < season_length; ++k) spread += 2 * std::pow(autocorrelation(k), 2);
  return std::abs(autocorrelation(season_length)) / (stats::normal_quantile((1 + level) / 2) * std::sqrt(spread / n));
}

std::vector<double> seasonal_indices(std::span<const double> z, std::size_t season_length, ThetaSeason kind) {
  const std::size_t m = season_length, half = m / 2;
  if (m < 2 || z.size() <= 2 * m || kind == ThetaSeason::none) return {};
  std::vector<double> indices(m, 0), counts(m, 0);
  for (std::size_t t = half; t + half < z.size(); ++t) {
    const double part = without_season(z[t], moving_average(z, t, m), kind);
    if (std::isnan(part)) continue;
    indices[t % m] += part;
    counts[t % m] += 1;
  }
  if (std::find(counts.begin(), counts.end(), 0) != counts.end()) return {};
  double mean = 0;
  for (std::size_t j = 0; j < m; ++j) {
    indices[j] /= counts[j];
    mean += indices[j] / static_cast<double>(m);
  }
  for (double& index : indices) index = without_season(index, mean, kind);
  const bool usable = std::all_of(indices.begin(), indices.end(), [&](double s) {
    return std::isfinite(s) && (kind == ThetaSeason::additive || s > 0);
  });
  return usable ? indices : std::vector<double>{};
}

}  // namespace foreplan::inline v0::forecast
