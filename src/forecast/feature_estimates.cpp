#include "forecast/feature_estimates.hpp"

#include <foreplan/stats/regression.hpp>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <utility>

#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::size_t kLongestMemory = 100;
constexpr double kLargestDifference = 0.4999;

/// sum of a_j b_j in four strands, which processors do side by side.
double product(std::span<const double> a, std::span<const double> b) {
  double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  std::size_t j = 0;
  for (; j + 4 <= a.size(); j += 4)
    s0 += a[j] * b[j], s1 += a[j + 1] * b[j + 1], s2 += a[j + 2] * b[j + 2], s3 += a[j + 3] * b[j + 3];
  for (; j < a.size(); ++j) s0 += a[j] * b[j];
  return (s0 + s1) + (s2 + s3);
}

/// -log likelihood of fractional noise with the variance at its maximum, less what does not depend on d. The partial
/// autocorrelation of lag k is d / (k - d) (Hosking 1981).
double fractional_noise_score(std::span<const double> backwards, double d, std::vector<double>& phi,
                              std::vector<double>& before) {
  const std::size_t n = backwards.size();
  phi.clear();
  double share = 1, squares = 0, logs = 0;
  for (std::size_t t = 0; t < n; ++t) {
    if (t >= 1 && t <= kLongestMemory) {
      const double last = d / (static_cast<double>(t) - d);
      before = phi;
      for (std::size_t j = 0; j + 1 < t; ++j) phi[j] = before[j] - last * before[t - 2 - j];
      phi.push_back(last);
      share *= 1 - last * last;
    }
    const double e = backwards[n - 1 - t] - product(phi, backwards.subspan(n - t, phi.size()));
    squares += e * e / share;
    logs += std::log(share);
  }
  return static_cast<double>(n) / 2 * std::log(squares) + logs / 2;
}

}  // namespace

Autoregression burg_autoregression(std::span<const double> x, double noise) {
  const std::size_t n = x.size();
  const auto rows = static_cast<double>(n);
  const std::size_t most = std::min(n - 1, static_cast<std::size_t>(10 * std::log10(rows)));
  std::vector<double> forward(x.begin(), x.end()), backward = forward, a, before;
  double variance = 0;
  for (const double v : x) variance += v * v / rows;
  Autoregression best{.errors = forward};
  double least = rows * std::log(variance);
  for (std::size_t k = 1; k <= most; ++k) {
    double both = 0, each = 0;
    for (std::size_t t = k; t < n; ++t) {
      both += forward[t] * backward[t - 1];
      each += forward[t] * forward[t] + backward[t - 1] * backward[t - 1];
    }
    if (!(each > rows * noise * noise)) break;
    const double last = 2 * both / each;
    // Nothing would be left of a series that follows from its past: the density would be a spike without width.
    if (!(1 - last * last > 1e-12)) break;
    for (std::size_t t = n - 1; t >= k; --t) {
      const double f = forward[t], b = backward[t - 1];
      forward[t] = f - last * b;
      backward[t] = b - last * f;
    }
    before = a;
    for (std::size_t j = 0; j + 1 < k; ++j) a[j] = before[j] - last * before[k - 2 - j];
    a.push_back(last);
    variance *= 1 - last * last;
    if (const double aic = rows * std::log(variance) + 2 * static_cast<double>(k); aic < least) {
      least = aic;
      best.coefficients = a;
      best.errors.assign(forward.begin() + static_cast<std::ptrdiff_t>(k), forward.end());
    }
  }
  return best;
}

double spectral_entropy(std::span<const double> coefficients, std::size_t frequencies) {
  // With S the sum of densities g, -sum of (g/S) log(g/S) is log S - (sum of g log g) / S.
  double sum = 0, logs = 0;
  for (std::size_t i = 0; i < frequencies; ++i) {
    const double w = std::numbers::pi * static_cast<double>(i) / static_cast<double>(frequencies - 1);
    const std::complex<double> turn = std::polar(1.0, -w);
    std::complex<double> response = 0;
    for (std::size_t j = coefficients.size(); j-- > 0;) response = turn * (coefficients[j] + response);
    const double density = 1 / std::norm(1.0 - response), times = i == 0 ? 1 : 2;
    sum += times * density;
    logs += times * density * std::log(density);
  }
  return (std::log(sum) - logs / sum) / std::log(2 * static_cast<double>(frequencies) - 1);
}

double fractional_difference(std::span<const double> x) {
  const std::vector<double> backwards(x.rbegin(), x.rend());
  std::vector<double> phi, before;
  const auto score = [&](double d) { return fractional_noise_score(backwards, d, phi, before); };
  return numeric::find_minimum(score, 0, kLargestDifference, {.bits = 20}).x;
}

NextValueSquares next_value_squares(std::span<const double> x) {
  std::vector<stats::Regressor> powers{{"last", {x.begin(), x.end() - 1}}};
  NextValueSquares left{.line = stats::fit_regression(x.subspan(1), powers).residual_sum};
  for (const char* name : {"square", "cube"}) {
    stats::Regressor next{name, powers.back().values};
    for (std::size_t t = 0; t < next.values.size(); ++t) next.values[t] *= x[t];
    powers.push_back(std::move(next));
  }
  left.cubic = stats::fit_regression(x.subspan(1), powers).residual_sum;
  return left;
}

}  // namespace foreplan::inline v0::forecast
