#include "stats/regression_covariance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::stats {
namespace {

/// A leverage this near to 1 is 1 to rounding: the row is fitted whatever its y, and its residual says nothing.
constexpr double kWhollyFitted = 1e-12;

double squared_residual(Covariance kind, double e, double leverage, double n, double k) {
  const double free = 1 - leverage;
  if ((kind == Covariance::hc2 || kind == Covariance::hc3) && free < kWhollyFitted)
    return std::numeric_limits<double>::quiet_NaN();
  switch (kind) {
    case Covariance::hc1:
      return e * e * n / (n - k);
    case Covariance::hc2:
      return e * e / free;
    case Covariance::hc3:
      return e * e / (free * free);
    default:
      return e * e;
  }
}

/// Adds factor * (a_t b_t' + b_t a_t') / 2 over rows t of a, b being `shift` rows later.
void add_products(std::span<const double> rows, std::size_t k, std::size_t shift, double factor,
                  std::vector<double>& sum) {
  const std::size_t n = rows.size() / k;
  std::vector<double> products(k * k);
  for (std::size_t t = 0; t + shift < n; ++t)
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) products[i * k + j] += rows[t * k + i] * rows[(t + shift) * k + j];
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) sum[i * k + j] += factor * (products[i * k + j] + products[j * k + i]) / 2;
}

}  // namespace

std::vector<double> robust_covariance(const CovarianceOptions& options, std::span<const double> influence,
                                      std::span<const double> leverage, std::span<const double> residuals,
                                      std::size_t lags) {
  const std::size_t rows = residuals.size(), k = influence.size() / rows;
  const double n = static_cast<double>(rows), columns = static_cast<double>(k);
  std::vector<double> scores(influence.begin(), influence.end());
  for (std::size_t t = 0; t < rows; ++t) {
    const double d = squared_residual(options.kind, residuals[t], leverage[t], n, columns);
    const double size = std::copysign(std::sqrt(d), residuals[t]);
    for (std::size_t j = 0; j < k; ++j) scores[t * k + j] *= size;
  }
  std::vector<double> covariance(k * k);
  add_products(scores, k, 0, 1, covariance);
  if (options.kind != Covariance::newey_west) return covariance;
  for (std::size_t j = 1; j <= lags; ++j)
    add_products(scores, k, j, 2 * (1 - static_cast<double>(j) / static_cast<double>(lags + 1)), covariance);
  if (options.small_sample)
    for (double& c : covariance) c *= n / (n - columns);
  return covariance;
}

std::size_t automatic_lags(std::vector<double> scores) {
  double largest = 0;
  for (const double s : scores) largest = std::max(largest, std::abs(s));
  if (largest == 0) return 0;
  for (double& s : scores) s /= largest;  // Only ratios matter; their squares stay in range.
  const double n = static_cast<double>(scores.size());
  const auto most = std::min(static_cast<std::size_t>(4 * std::pow(n / 100, 2.0 / 9)), scores.size() - 1);
  double s0 = 0, s1 = 0;
  for (std::size_t j = 0; j <= most; ++j) {
    double sigma = 0;
    for (std::size_t t = 0; t + j < scores.size(); ++t) sigma += scores[t] * scores[t + j];
    s0 += (j == 0 ? 1 : 2) * sigma;
    s1 += 2 * static_cast<double>(j) * sigma;
  }
  if (s0 == 0) return 0;
  const double lags = 1.1447 * std::cbrt(s1 / s0 * (s1 / s0)) * std::cbrt(n);
  return lags < n - 1 ? static_cast<std::size_t>(lags) : scores.size() - 1;
}

}  // namespace foreplan::inline v0::stats
