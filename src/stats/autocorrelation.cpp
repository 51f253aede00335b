#include <foreplan/stats/autocorrelation.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Centred {
  std::vector<double> values{};  ///< Over the largest in size, less their mean.
  std::size_t known = 0;
  double square = 0;  ///< Mean square; 0 where nothing varies but by rounding.
};

Centred centred(std::string_view function, std::string_view name, std::span<const double> y,
                const AutocorrelationOptions& options) {
  Centred c;
  double most = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const bool missing = std::isnan(y[i]);
    if (std::isinf(y[i]) || (missing && options.missing == MissingPairs::refuse))
      detail::fail(
          function,
          std::string(name) + (missing ? " must have no missing values unless they are skipped" : " must be finite"),
          detail::number_text(y[i]), "at index " + std::to_string(i));
    if (missing) continue;
    most = std::max(most, std::abs(y[i]));
    ++c.known;
  }
  if (c.known < 2)
    detail::fail(function, std::string(name) + " must have at least two values", std::to_string(c.known));
  c.values.assign(y.begin(), y.end());
  const auto n = static_cast<double>(c.known);
  if (most > 0)
    for (double& x : c.values) x /= most;
  // The mean of what remains after a first mean: exact for values that lie far from zero.
  for (int pass = 0; options.centred && pass < 2; ++pass) {
    double mean = 0;
    for (const double x : c.values)
      if (!std::isnan(x)) mean += x / n;
    for (double& x : c.values) x -= mean;
  }
  for (const double x : c.values)
    if (!std::isnan(x)) c.square += x * x / n;
  if (c.square < 1e-28) c.square = 0;
  return c;
}

std::size_t lags_of(std::string_view function, std::size_t n, const AutocorrelationOptions& options) {
  if (options.lags && *options.lags >= n)
    detail::fail(function, "lags must be below n", std::to_string(*options.lags), "for n = " + std::to_string(n));
  return options.lags.value_or(std::min(n - 1, static_cast<std::size_t>(10 * std::log10(static_cast<double>(n)))));
}

double normal_quantile(std::string_view function, double coverage) {
  detail::require(coverage > 0 && coverage < 1, function, "coverage must be in (0, 1)", coverage);
  return stats::normal_quantile(0.5 + coverage / 2);
}

/// Mean product of a_(t+k) and b_t.
double covariance(const std::vector<double>& a, const std::vector<double>& b, std::size_t k, LagDivisor divisor) {
  double sum = 0, pairs = 0;
  for (std::size_t t = 0; t + k < a.size(); ++t) {
    const double product = a[t + k] * b[t];
    if (!std::isnan(product)) sum += product, pairs += 1;
  }
  if (pairs == 0) return kNaN;
  return sum / (divisor == LagDivisor::pairs ? pairs : pairs + static_cast<double>(k));
}

Autocorrelations correlations(std::string_view function, std::span<const double> y,
                              const AutocorrelationOptions& options) {
  const Centred c = centred(function, "y", y, options);
  const std::size_t lags = lags_of(function, y.size(), options);
  const double z = normal_quantile(function, options.coverage), n = static_cast<double>(c.known);
  Autocorrelations r{.observations = c.known, .values = {1}, .band = z / std::sqrt(n), .bartlett = {0}};
  double squares = 0;
  for (std::size_t k = 1; k <= lags; ++k) {
    r.values.push_back(c.square > 0 ? covariance(c.values, c.values, k, options.divisor) / c.square : kNaN);
    r.bartlett.push_back(z * std::sqrt((1 + 2 * squares) / n));
    squares += r.values.back() * r.values.back();
  }
  return r;
}

}  // namespace

Autocorrelations autocorrelations(std::span<const double> y, const AutocorrelationOptions& options) {
  return correlations("stats::autocorrelations", y, options);
}

Autocorrelations partial_autocorrelations(std::span<const double> y, const AutocorrelationOptions& options) {
  Autocorrelations r = correlations("stats::partial_autocorrelations", y, options);
  r.bartlett.clear();
  std::vector<double> phi, before, partial{1};
  double variance = 1;
  for (std::size_t k = 1; k < r.values.size(); ++k) {
    before = phi;
    double rest = r.values[k];
    for (std::size_t j = 1; j < k; ++j) rest -= before[j - 1] * r.values[k - j];
    double last = rest / variance;
    // Nothing is left to explain, or the numbers are those of no process.
    if (!(variance > 1e-14) || !(std::abs(last) <= 1 + 1e-12)) last = kNaN;
    for (std::size_t j = 1; j < k; ++j) phi[j - 1] = before[j - 1] - last * before[k - 1 - j];
    phi.push_back(last);
    variance *= 1 - last * last;
    partial.push_back(last);
  }
  r.values = std::move(partial);
  return r;
}

CrossCorrelations cross_correlations(std::span<const double> x, std::span<const double> y,
                                     const AutocorrelationOptions& options) {
  constexpr std::string_view function = "stats::cross_correlations";
  if (x.size() != y.size())
    detail::fail(function, "x and y must be of one length",
                 std::to_string(x.size()) + " and " + std::to_string(y.size()));
  // A period of which one is missing says nothing of means and variances that are to go together.
  std::vector<double> a(x.begin(), x.end()), b(y.begin(), y.end());
  for (std::size_t t = 0; t < a.size(); ++t)
    if (options.missing == MissingPairs::skip && (std::isnan(a[t]) || std::isnan(b[t]))) a[t] = b[t] = kNaN;
  const Centred first = centred(function, "x", a, options), second = centred(function, "y", b, options);
  CrossCorrelations r{.observations = first.known, .lags = lags_of(function, x.size(), options)};
  r.band = normal_quantile(function, options.coverage) / std::sqrt(static_cast<double>(r.observations));
  const double size = std::sqrt(first.square * second.square);
  const auto add = [&](double c) { r.values.push_back(size > 0 ? c / size : kNaN); };
  for (std::size_t k = r.lags; k > 0; --k) add(covariance(second.values, first.values, k, options.divisor));
  for (std::size_t k = 0; k <= r.lags; ++k) add(covariance(first.values, second.values, k, options.divisor));
  return r;
}

}  // namespace foreplan::inline v0::stats
