#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/residual_tests.hpp>

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void check(std::string_view function, std::span<const double> residuals, std::size_t least) {
  if (residuals.size() < least)
    detail::fail(function, "there must be at least " + std::to_string(least) + " residuals",
                 std::to_string(residuals.size()));
  for (std::size_t i = 0; i < residuals.size(); ++i)
    if (!(std::abs(residuals[i]) <= 1e75))
      detail::fail(function, "residuals must be finite and at most 1e75 in size", detail::number_text(residuals[i]),
                   "at index " + std::to_string(i));
}

double upper(double statistic, std::size_t degrees) {
  return std::isnan(statistic) || degrees == 0 ? kNaN : chi_squared_upper(statistic, static_cast<double>(degrees));
}

/// Residuals over the largest of them, so that no power of theirs leaves the range of a double.
std::vector<double> scaled(std::span<const double> residuals) {
  double most = 0;
  for (const double e : residuals) most = std::max(most, std::abs(e));
  std::vector<double> out(residuals.begin(), residuals.end());
  if (most > 0)
    for (double& e : out) e /= most;
  return out;
}

VarianceTest variance_test(std::span<const double> residuals, const std::vector<Regressor>& drivers,
                           VarianceTestForm form) {
  const auto n = static_cast<double>(residuals.size());
  std::vector<double> squares;
  double mean = 0;
  for (const double e : scaled(residuals)) {
    squares.push_back(e * e);
    mean += e * e / n;
  }
  if (mean > 0)
    for (double& s : squares) s /= mean;
  const RegressionFit fit = fit_regression(squares, drivers);
  VarianceTest test{.statistic = kNaN, .degrees = fit.rank - 1};
  double total = 0;
  for (const double s : squares) total += (s - 1) * (s - 1);
  const double explained = total - fit.residual_sum;
  // Errors of one size leave what rounding left of them.
  if (mean > 0 && total > 1e-24 * n && test.degrees > 0)
    test.statistic = std::max(0.0, form == VarianceTestForm::studentised ? n * explained / total : explained / 2);
  test.p_value = upper(test.statistic, test.degrees);
  return test;
}

double log_choose(double n, double k) {
  using boost::math::lgamma;
  return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/// P(R = r) for r = 2, 3, ..., 2 min(a, b) + 1 with a signs of one kind and b of the other (Wald & Wolfowitz 1940).
std::vector<double> runs_distribution(std::size_t positive, std::size_t negative) {
  const auto a = static_cast<double>(positive), b = static_cast<double>(negative);
  const std::size_t least = std::min(positive, negative);
  // P(2 k) = 2 C(a - 1, k - 1) C(b - 1, k - 1) / C(a + b, a), each from the last, as logarithms: small ones underflow.
  double log_even = std::log(2.0) - log_choose(a + b, a);
  std::vector<double> p;
  for (std::size_t i = 1; i <= least; ++i) {
    const auto k = static_cast<double>(i);
    const double even = std::exp(log_even);
    p.push_back(even);
    p.push_back(even / 2 * ((a - k) + (b - k)) / k);
    if (i < least) log_even += std::log((a - k) / k * ((b - k) / k));
  }
  return p;
}

}  // namespace

LjungBoxTest ljung_box_test(std::span<const double> residuals, std::size_t lags, std::size_t fitted) {
  constexpr std::string_view function = "stats::ljung_box_test";
  check(function, residuals, 2);
  if (lags < 1 || lags >= residuals.size())
    detail::fail(function, "lags must be in [1, n - 1]", std::to_string(lags),
                 "for n = " + std::to_string(residuals.size()));
  if (fitted >= lags)
    detail::fail(function, "fitted must be below lags", std::to_string(fitted), "of " + std::to_string(lags));
  const std::vector<double> e = scaled(residuals);
  const auto n = static_cast<double>(e.size());
  double square = 0;
  for (const double x : e) square += x * x;
  LjungBoxTest test{.lags = lags, .degrees = lags - fitted};
  for (std::size_t k = 1; k <= lags; ++k) {
    double product = 0;
    for (std::size_t i = k; i < e.size(); ++i) product += e[i] * e[i - k];
    const double r = product / square;
    test.autocorrelations.push_back(r);
    test.statistic += n * (n + 2) * r * r / (n - static_cast<double>(k));
  }
  test.p_value = upper(test.statistic, test.degrees);
  return test;
}

JarqueBeraTest jarque_bera_test(std::span<const double> residuals) {
  check("stats::jarque_bera_test", residuals, 3);
  const std::vector<double> e = scaled(residuals);
  const auto n = static_cast<double>(e.size());
  double mean = 0, m2 = 0, m3 = 0, m4 = 0;
  for (const double x : e) mean += x / n;
  for (const double x : e) {
    const double d = x - mean;
    m2 += d * d / n;
    m3 += d * d * d / n;
    m4 += d * d * d * d / n;
  }
  // A constant leaves what rounding left of it.
  const bool varies = m2 > 1e-28;
  JarqueBeraTest test{.statistic = kNaN, .skewness = kNaN, .kurtosis = kNaN, .p_value = kNaN};
  if (!varies) return test;
  test.skewness = m3 / (m2 * std::sqrt(m2));
  test.kurtosis = m4 / (m2 * m2);
  test.statistic = n / 6 * (test.skewness * test.skewness + (test.kurtosis - 3) * (test.kurtosis - 3) / 4);
  test.p_value = upper(test.statistic, 2);
  return test;
}

VarianceTest breusch_pagan_test(std::span<const double> residuals, const std::vector<Regressor>& drivers,
                                VarianceTestForm form) {
  constexpr std::string_view function = "stats::breusch_pagan_test";
  check(function, residuals, 3);
  if (drivers.empty() || drivers.size() + 1 >= residuals.size())
    detail::fail(function, "drivers must be at least 1 and fewer than n - 1", std::to_string(drivers.size()),
                 "for n = " + std::to_string(residuals.size()));
  return variance_test(residuals, drivers, form);
}

VarianceTest white_test(std::span<const double> residuals, const std::vector<Regressor>& drivers) {
  constexpr std::string_view function = "stats::white_test";
  check(function, residuals, 3);
  const std::size_t k = drivers.size(), all = k + k * (k + 1) / 2;
  if (k == 0 || all + 1 >= residuals.size())
    detail::fail(function, "drivers, squares and products must be at least 1 and fewer than n - 1", std::to_string(all),
                 "for n = " + std::to_string(residuals.size()));
  std::vector<Regressor> columns = drivers;
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = a; b < k; ++b) {
      Regressor product{.name = drivers[a].name + " x " + drivers[b].name};
      const std::size_t rows = std::min(drivers[a].values.size(), drivers[b].values.size());
      for (std::size_t i = 0; i < rows; ++i) product.values.push_back(drivers[a].values[i] * drivers[b].values[i]);
      columns.push_back(std::move(product));
    }
  return variance_test(residuals, columns, VarianceTestForm::studentised);
}

VarianceTest arch_test(std::span<const double> residuals, std::size_t lags) {
  constexpr std::string_view function = "stats::arch_test";
  check(function, residuals, 4);
  if (lags < 1 || lags > (residuals.size() - 2) / 2)
    detail::fail(function, "lags must be at least 1 and fewer than (n - 1) / 2", std::to_string(lags),
                 "for n = " + std::to_string(residuals.size()));
  const std::vector<double> e = scaled(residuals);
  std::vector<Regressor> before;
  for (std::size_t k = 1; k <= lags; ++k) {
    Regressor column{.name = "lag " + std::to_string(k)};
    for (std::size_t t = lags; t < e.size(); ++t) column.values.push_back(e[t - k] * e[t - k]);
    before.push_back(std::move(column));
  }
  return variance_test(residuals.subspan(lags), before, VarianceTestForm::studentised);
}

RunsTest runs_test(std::span<const double> residuals) {
  check("stats::runs_test", residuals, 2);
  RunsTest test;
  double last = 0;
  for (const double e : residuals) {
    if (e == 0) continue;
    ++(e > 0 ? test.positive : test.negative);
    if (last == 0 || (e > 0) != (last > 0)) ++test.runs;
    last = e;
  }
  const auto a = static_cast<double>(test.positive), b = static_cast<double>(test.negative), n = a + b;
  test.expected = n > 0 ? 1 + 2 * a * b / n : 0;
  test.z = test.p_value = kNaN;
  if (test.positive == 0 || test.negative == 0 || n < 3) return test;  // one order only: nothing is random
  const double variance = (test.expected - 1) * (test.expected - 2) / (n - 1);
  test.z = (static_cast<double>(test.runs) - test.expected) / std::sqrt(variance);
  double below = 0, above = 0;
  const std::vector<double> p = runs_distribution(test.positive, test.negative);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (i + 2 <= test.runs) below += p[i];
    if (i + 2 >= test.runs) above += p[i];
  }
  test.p_value = std::min(1.0, 2 * std::min(below, above));
  return test;
}

}  // namespace foreplan::inline v0::stats
