#include <foreplan/stats/regression.hpp>
#include <foreplan/stats/seasonal_unit_roots.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "stats/unit_root_data.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kName = "stats::hegy_test";
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTwoPi = 6.28318530717958647692;

constexpr std::array<double, 4> kProbability{0.01, 0.025, 0.05, 0.1};
using Levels = std::array<double, 4>;
/// By statistic (t at frequency zero, t at the highest, F of a pair), then by deterministic part (none; constant;
/// constant and dummies; constant and trend; all), then by observations.
template <std::size_t N>
using Table = std::array<std::array<std::array<Levels, N>, 5>, 3>;

/// Hylleberg, Engle, Granger & Yoo (1990), tables 1a and 1b.
constexpr std::array<double, 4> kQuarterlyObservations{48, 100, 136, 200};
constexpr Table<4> kQuarterly{{
    {{
        {{{-2.72, -2.29, -1.95, -1.59},
          {-2.60, -2.26, -1.97, -1.61},
          {-2.62, -2.25, -1.93, -1.59},
          {-2.62, -2.23, -1.94, -1.62}}},
        {{{-3.66, -3.25, -2.96, -2.62},
          {-3.47, -3.14, -2.88, -2.58},
          {-3.51, -3.17, -2.89, -2.58},
          {-3.48, -3.13, -2.87, -2.57}}},
        {{{-3.77, -3.39, -3.08, -2.72},
          {-3.55, -3.22, -2.95, -2.63},
          {-3.56, -3.23, -2.94, -2.62},
          {-3.51, -3.18, -2.91, -2.59}}},
        {{{-4.23, -3.85, -3.56, -3.21},
          {-4.07, -3.73, -3.47, -3.16},
          {-4.09, -3.75, -3.46, -3.16},
          {-4.05, -3.70, -3.44, -3.15}}},
        {{{-4.46, -4.04, -3.71, -3.37},
          {-4.09, -3.80, -3.53, -3.22},
          {-4.15, -3.80, -3.52, -3.21},
          {-4.05, -3.74, -3.49, -3.18}}},
    }},
    {{
        {{{-2.67, -2.27, -1.95, -1.60},
          {-2.61, -2.22, -1.92, -1.57},
          {-2.60, -2.23, -1.94, -1.61},
          {-2.60, -2.24, -1.95, -1.61}}},
        {{{-2.68, -2.27, -1.95, -1.60},
          {-2.61, -2.24, -1.95, -1.60},
          {-2.60, -2.21, -1.91, -1.58},
          {-2.58, -2.22, -1.92, -1.59}}},
        {{{-3.75, -3.37, -3.04, -2.69},
          {-3.60, -3.22, -2.94, -2.63},
          {-3.49, -3.15, -2.90, -2.59},
          {-3.50, -3.16, -2.89, -2.60}}},
        {{{-2.65, -2.24, -1.91, -1.57},
          {-2.58, -2.24, -1.94, -1.60},
          {-2.65, -2.25, -1.96, -1.63},
          {-2.59, -2.25, -1.95, -1.62}}},
        {{{-3.80, -3.41, -3.08, -2.73},
          {-3.60, -3.22, -2.94, -2.63},
          {-3.57, -3.18, -2.93, -2.61},
          {-3.52, -3.18, -2.91, -2.60}}},
    }},
    {{
        {{{5.02, 4.04, 3.26, 2.45}, {4.89, 3.89, 3.12, 2.39}, {4.81, 3.86, 3.14, 2.41}, {4.81, 3.92, 3.16, 2.42}}},
        {{{4.78, 3.78, 3.04, 2.32}, {4.77, 3.81, 3.08, 2.35}, {4.73, 3.70, 3.00, 2.36}, {4.76, 3.86, 3.12, 2.37}}},
        {{{9.22, 7.68, 6.60, 5.50}, {8.74, 7.72, 6.57, 5.56}, {8.92, 7.66, 6.63, 5.56}, {8.93, 7.53, 6.61, 5.56}}},
        {{{4.64, 3.70, 2.95, 2.23}, {4.70, 3.71, 2.98, 2.31}, {4.57, 3.69, 3.04, 2.33}, {4.66, 3.76, 3.07, 2.34}}},
        {{{9.27, 7.70, 6.55, 5.37}, {8.79, 7.52, 6.60, 5.52}, {8.77, 7.59, 6.62, 5.55}, {8.96, 7.56, 6.57, 5.56}}},
    }},
}};

/// Beaulieu & Miron (1993), table A.1.
constexpr std::array<double, 3> kMonthlyObservations{240, 480, kInfinity};
constexpr Table<3> kMonthly{{
    {{
        {{{-2.51, -2.18, -1.89, -1.58}, {-2.52, -2.21, -1.91, -1.59}, {-2.57, -2.24, -1.95, -1.62}}},
        {{{-3.35, -3.06, -2.80, -2.51}, {-3.40, -3.11, -2.85, -2.55}, {-3.41, -3.12, -2.86, -2.57}}},
        {{{-3.32, -3.02, -2.76, -2.47}, {-3.37, -3.06, -2.81, -2.53}, {-3.41, -3.12, -2.86, -2.57}}},
        {{{-3.87, -3.58, -3.32, -3.06}, {-3.92, -3.63, -3.37, -3.09}, {-3.97, -3.67, -3.40, -3.12}}},
        {{{-3.83, -3.54, -3.28, -2.99}, {-3.85, -3.57, -3.32, -3.04}, {-3.97, -3.67, -3.40, -3.12}}},
    }},
    {{
        {{{-2.53, -2.16, -1.87, -1.57}, {-2.52, -2.20, -1.91, -1.59}, {-2.57, -2.24, -1.95, -1.62}}},
        {{{-2.48, -2.15, -1.89, -1.57}, {-2.54, -2.20, -1.91, -1.59}, {-2.57, -2.24, -1.95, -1.62}}},
        {{{-3.28, -3.01, -2.76, -2.48}, {-3.37, -3.07, -2.81, -2.52}, {-3.41, -3.12, -2.86, -2.57}}},
        {{{-2.52, -2.18, -1.88, -1.55}, {-2.55, -2.20, -1.93, -1.60}, {-2.57, -2.24, -1.95, -1.62}}},
        {{{-3.31, -3.02, -2.75, -2.47}, {-3.40, -3.08, -2.84, -2.54}, {-3.41, -3.12, -2.86, -2.57}}},
    }},
    {{
        {{{4.60, 3.71, 3.03, 2.34}, {4.70, 3.78, 3.08, 2.38}, {4.68, 3.79, 3.10, 2.40}}},
        {{{4.60, 3.68, 3.01, 2.32}, {4.66, 3.76, 3.06, 2.36}, {4.68, 3.79, 3.10, 2.40}}},
        {{{8.35, 7.19, 6.26, 5.27}, {8.60, 7.38, 6.42, 5.42}, {8.79, 7.63, 6.67, 5.64}}},
        {{{4.53, 3.64, 2.97, 2.30}, {4.62, 3.72, 3.05, 2.36}, {4.68, 3.79, 3.10, 2.40}}},
        {{{8.33, 7.14, 6.23, 5.25}, {8.52, 7.35, 6.43, 5.44}, {8.79, 7.63, 6.67, 5.64}}},
    }},
}};

template <std::size_t N>
Levels between(const std::array<Levels, N>& rows, const std::array<double, N>& observations, double n) {
  if (n <= observations.front()) return rows.front();
  for (std::size_t i = 1; i < N; ++i) {
    if (n > observations[i]) continue;
    const double before = 1 / observations[i - 1], after = 1 / observations[i];
    const double share = (before - 1 / n) / (before - after);
    Levels result{};
    for (std::size_t k = 0; k < result.size(); ++k) result[k] = rows[i - 1][k] + share * (rows[i][k] - rows[i - 1][k]);
    return result;
  }
  return rows.back();
}

std::string name_of(const char* kind, std::size_t k) { return kind + std::to_string(k); }

/// Sums over a season before each of the times first, ..., n - 1.
std::vector<double> wave(const std::vector<double>& y, std::size_t m, std::size_t first, std::size_t k, double phase) {
  std::vector<double> weights;
  for (std::size_t j = 1; j <= m; ++j)
    weights.push_back(std::cos(kTwoPi * (static_cast<double>((k * j) % m) / static_cast<double>(m) - phase)));
  std::vector<double> sums;
  for (std::size_t t = first; t < y.size(); ++t) {
    double sum = 0;
    for (std::size_t j = 1; j <= m; ++j) sum += weights[j - 1] * y[t - j];
    sums.push_back(sum);
  }
  return sums;
}

/// Over the times m + unused, ..., n - 1.
RegressionFit hegy_regression(const std::vector<double>& y, std::size_t m, const HegyOptions& o, std::size_t lags,
                              std::size_t unused) {
  const std::size_t first = m + unused, n = y.size();
  const std::vector<double> x = lagged_difference(y, m);  // from time m on
  const auto cut = [&](std::size_t back) {
    return std::vector<double>(x.begin() + static_cast<std::ptrdiff_t>(unused - back),
                               x.end() - static_cast<std::ptrdiff_t>(back));
  };
  std::vector<Regressor> columns;
  for (std::size_t k = 0; 2 * k <= m; ++k) {
    columns.push_back({name_of("cosine", k), wave(y, m, first, k, 0)});
    if (k > 0 && 2 * k < m) columns.push_back({name_of("sine", k), wave(y, m, first, k, 0.25)});
  }
  if (o.deterministic == Deterministic::trend) columns.push_back({"trend", times(n - first)});
  for (std::size_t s = 1; o.seasonal_dummies && s < m; ++s) {
    std::vector<double> dummy;
    for (std::size_t t = first; t < n; ++t) dummy.push_back(t % m == s ? 1 : 0);
    columns.push_back({name_of("season", s), std::move(dummy)});
  }
  for (std::size_t j = 1; j <= lags; ++j) columns.push_back({name_of("lag", j), cut(j)});
  return fit_regression(cut(0), columns, {.intercept = o.deterministic != Deterministic::none});
}

/// Of the hypothesis that both coefficients are zero.
double pair_f(const RegressionFit& fit, std::size_t k) {
  const Coefficient &a = fit[name_of("cosine", k)], &b = fit[name_of("sine", k)];
  if (!std::isfinite(a.estimate) || !std::isfinite(b.estimate)) return 0;
  const auto place = [&](const Coefficient& c) { return static_cast<std::size_t>(&c - fit.coefficients.data()); };
  const std::size_t size = fit.coefficients.size(), i = place(a), j = place(b);
  const double aa = fit.covariance[i * size + i], bb = fit.covariance[j * size + j], ab = fit.covariance[i * size + j];
  const double determinant = aa * bb - ab * ab;
  if (!(determinant > 0)) return a.estimate == 0 && b.estimate == 0 ? 0 : kInfinity;
  const double form = bb * a.estimate * a.estimate - 2 * ab * a.estimate * b.estimate + aa * b.estimate * b.estimate;
  return form / determinant / 2;
}

}  // namespace

HegyResult hegy_test(std::span<const double> y, std::size_t m, const HegyOptions& o) {
  if (m != 4 && m != 12) detail::fail(kName, "season_length must be 4 or 12", std::to_string(m));
  if (o.seasonal_dummies && o.deterministic == Deterministic::none)
    detail::fail(kName, "seasonal_dummies are for a constant or a trend", "none");
  // Coefficients beside the lags', and a degree of freedom.
  const std::size_t fixed = m + static_cast<std::size_t>(o.deterministic) + (o.seasonal_dummies ? m - 1 : 0);
  if (o.lags && *o.lags > y.size()) detail::fail(kName, "lags must be fewer than the values", std::to_string(*o.lags));
  const std::vector<double> z = unit_root_values(kName, y, m + fixed + 1 + 2 * o.lags.value_or(0));
  HegyResult result{.lags = o.lags.value_or(0)};
  if (!o.lags) {
    const std::size_t most = std::min(m, (z.size() - m - fixed - 1) / 2);
    double least = kInfinity;
    for (std::size_t k = 0; k <= most; ++k)
      if (const double aic = hegy_regression(z, m, o, k, most).aic; aic < least) least = aic, result.lags = k;
  }
  const RegressionFit fit = hegy_regression(z, m, o, result.lags, result.lags);
  result.observations = fit.observations;
  const std::size_t row = o.deterministic == Deterministic::none
                              ? 0
                              : (o.deterministic == Deterministic::trend ? 3u : 1u) + (o.seasonal_dummies ? 1u : 0u);
  for (std::size_t k = 0; 2 * k <= m; ++k) {
    const bool single = k == 0 || 2 * k == m;
    const std::size_t kind = k == 0 ? 0 : single ? 1 : 2;
    const double n = static_cast<double>(result.observations);
    Levels critical = m == 4 ? between(kQuarterly[kind][row], kQuarterlyObservations, n)
                             : between(kMonthly[kind][row], kMonthlyObservations, n);
    SeasonalFrequency f{.cycles = k,
                        .statistic = single ? t_of(fit[name_of("cosine", k)]) : pair_f(fit, k),
                        .critical_1 = critical[0],
                        .critical_5 = critical[2],
                        .critical_10 = critical[3]};
    if (single) {
      f.p_value = table_probability(f.statistic, critical, kProbability);
    } else {
      for (double& c : critical) c = -c;
      f.p_value = table_probability(-f.statistic, critical, kProbability);
    }
    result.frequencies.push_back(f);
  }
  return result;
}

}  // namespace foreplan::inline v0::stats
