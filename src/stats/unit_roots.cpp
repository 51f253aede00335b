#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/regression.hpp>
#include <foreplan/stats/unit_roots.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "stats/loess_seasons.hpp"
#include "stats/unit_root_data.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kSeasonalWindow = 11;
constexpr double kStrong = 0.64;
constexpr std::size_t kOcsbLags = 3;

/// MacKinnon (1994), tables 3 and 4: p is the normal probability of a polynomial in the statistic, one for small p up
/// to `middle`, another beyond; 0 and 1 outside [least, most].
struct Surface {
  double most, least, middle;
  std::array<double, 3> small;
  std::array<double, 4> large;
  /// MacKinnon (2010), table 2, for 1, 5 and 10 %: a polynomial in 1 / observations.
  std::array<std::array<double, 4>, 3> critical;
};
constexpr std::array<Surface, 3> kSurfaces{{
    {kInfinity,
     -19.04,
     -1.04,
     {0.6344, 1.2378, 0.032496},
     {0.4797, 0.93557, -0.06999, 0.033066},
     {{{-2.56574, -2.2358, -3.627, 0}, {-1.941, -0.2686, -3.365, 31.223}, {-1.61682, 0.2656, -2.714, 25.364}}}},
    {2.74,
     -18.83,
     -1.61,
     {2.1659, 1.4412, 0.038269},
     {1.7339, 0.93202, -0.12745, -0.010368},
     {{{-3.43035, -6.5393, -16.786, -79.433}, {-2.86154, -2.8903, -4.234, -40.04}, {-2.56677, -1.5384, -2.809, 0}}}},
    {0.7,
     -16.18,
     -2.89,
     {3.2512, 1.6047, 0.049588},
     {2.5261, 0.61654, -0.37956, -0.060285},
     {{{-3.95877, -9.0531, -28.428, -134.155},
       {-3.41049, -4.3904, -9.036, -45.374},
       {-3.12705, -2.5856, -3.925, -22.38}}}},
}};

template <std::size_t N>
double polynomial(const std::array<double, N>& c, double x) {
  double sum = 0;
  for (std::size_t k = N; k-- > 0;) sum = sum * x + c[k];
  return sum;
}

void judge(UnitRootResult& result, Deterministic kind) {
  const Surface& s = kSurfaces[static_cast<std::size_t>(kind)];
  const double t = result.statistic;
  if (t > s.most)
    result.p_value = 1;
  else if (t < s.least)
    result.p_value = 0;
  else
    result.p_value = normal_cdf(t <= s.middle ? polynomial(s.small, t) : polynomial(s.large, t));
  const double over = 1 / static_cast<double>(result.observations);
  result.critical_1 = polynomial(s.critical[0], over);
  result.critical_5 = polynomial(s.critical[1], over);
  result.critical_10 = polynomial(s.critical[2], over);
}

std::size_t require_lags(std::string_view function, const UnitRootOptions& o, std::size_t n) {
  const std::size_t lags = o.lags.value_or(static_cast<std::size_t>(4 * std::pow(static_cast<double>(n) / 100, 0.25)));
  if (2 * lags >= n) detail::fail(function, "lags must be below half the number of values", std::to_string(lags));
  return lags;
}

/// Mean square with Bartlett's weights on its covariances.
double long_run_variance(const std::vector<double>& e, std::size_t lags) {
  const double n = static_cast<double>(e.size());
  double sum = 0;
  for (std::size_t j = 0; j <= lags; ++j) {
    double product = 0;
    for (std::size_t t = j; t < e.size(); ++t) product += e[t] * e[t - j];
    sum += (j == 0 ? 1 : 2 * (1 - static_cast<double>(j) / static_cast<double>(lags + 1))) * product / n;
  }
  return sum;
}

RegressionFit dickey_fuller(const std::vector<double>& y, Deterministic kind, std::size_t lags, std::size_t first) {
  const std::vector<double> d = lagged_difference(y, 1);
  const auto cut = [&](const std::vector<double>& x, std::size_t back) {
    return std::vector<double>(x.begin() + static_cast<std::ptrdiff_t>(first - back),
                               x.begin() + static_cast<std::ptrdiff_t>(d.size() - back));
  };
  std::vector<Regressor> x{{"level", cut(y, 0)}};
  for (std::size_t j = 1; j <= lags; ++j) x.push_back({"lag" + std::to_string(j), cut(d, j)});
  if (kind == Deterministic::trend) x.push_back({"trend", times(d.size() - first)});
  return fit_regression(cut(d, 0), x, {.intercept = kind != Deterministic::none});
}

/// Room for differences of values at the end of the doubles, whose unit no test depends on.
void make_room(std::vector<double>& y) {
  constexpr double kLarge = 0x1p900, kDown = 0x1p-128;
  if (std::any_of(y.begin(), y.end(), [](double x) { return std::fabs(x) > kLarge; }))
    for (double& x : y) x *= kDown;
}

/// Whether anything but rounding errors is left of differences.
bool varies(std::span<const double> y) {
  return std::any_of(y.begin(), y.end(), [&](double x) { return x != y[0]; });
}

/// The values of x at times first - back, ..., last - back, x[0] being that of time `starts`.
std::vector<double> at_times(const std::vector<double>& x, std::size_t starts, std::size_t first, std::size_t last,
                             std::size_t back) {
  const auto place = [&](std::size_t t) { return x.begin() + static_cast<std::ptrdiff_t>(t - back - starts); };
  return {place(first), place(last + 1)};
}

/// Coefficients of the autoregression of that order, without a constant, by least squares; 0 where there is nothing to
/// estimate one from.
std::vector<double> autoregression(const std::vector<double>& x, std::size_t order) {
  std::vector<double> a(order);
  if (order == 0) return a;
  std::vector<Regressor> past;
  for (std::size_t j = 1; j <= order; ++j)
    past.push_back({"lag" + std::to_string(j), at_times(x, 0, order, x.size() - 1, j)});
  const RegressionFit fit = fit_regression(at_times(x, 0, order, x.size() - 1, 0), past, {.intercept = false});
  for (std::size_t j = 0; j < order; ++j)
    if (const double v = fit.coefficients[j].estimate; std::isfinite(v)) a[j] = v;
  return a;
}

/// x_t - a_1 x_(t-1) - ...
std::vector<double> filtered(const std::vector<double>& x, const std::vector<double>& a) {
  std::vector<double> result(x.begin() + static_cast<std::ptrdiff_t>(a.size()), x.end());
  for (std::size_t t = 0; t < result.size(); ++t)
    for (std::size_t j = 0; j < a.size(); ++j) result[t] -= a[j] * x[t + a.size() - 1 - j];
  return result;
}

/// Over the times from m + 1 + `unused` on, of which `lags` are the fewest; times count from 0.
RegressionFit ocsb_regression(const std::vector<double>& y, std::size_t m, std::size_t lags, std::size_t unused) {
  const std::vector<double> seasonal = lagged_difference(y, m), plain = lagged_difference(y, 1);
  const std::vector<double> x = lagged_difference(seasonal, 1);
  const std::vector<double> a = autoregression(x, lags);
  const std::size_t first = m + 1 + unused, last = y.size() - 1;
  std::vector<Regressor> columns{{"level", at_times(filtered(seasonal, a), m + lags, first, last, 1)},
                                 {"season", at_times(filtered(plain, a), 1 + lags, first, last, m)}};
  for (std::size_t j = 1; j <= lags; ++j)
    columns.push_back({"lag" + std::to_string(j), at_times(x, m + 1, first, last, j)});
  return fit_regression(at_times(x, m + 1, first, last, 0), columns, {.intercept = false});
}

}  // namespace

UnitRootResult adf_test(std::span<const double> y, const UnitRootOptions& o) {
  constexpr std::string_view kName = "stats::adf_test";
  const std::size_t extra = static_cast<std::size_t>(o.deterministic);
  const std::vector<double> z = unit_root_values(kName, y, 6 + extra);
  const std::size_t n = z.size();
  std::size_t lags = 0;
  if (o.lags) {
    lags = require_lags(kName, o, n);
    if (2 * lags + extra + 3 > n) detail::fail(kName, "there must be more values than lags twice", std::to_string(n));
  } else {
    auto largest = static_cast<std::size_t>(std::ceil(12 * std::pow(static_cast<double>(n) / 100, 0.25)));
    largest = std::min(largest, n / 2 - extra - 1);
    double least = kInfinity;
    for (std::size_t k = 0; k <= largest; ++k)
      if (const double aic = dickey_fuller(z, o.deterministic, k, largest).aic; aic < least) least = aic, lags = k;
  }
  const RegressionFit fit = dickey_fuller(z, o.deterministic, lags, lags);
  UnitRootResult result{.statistic = t_of(fit["level"]), .lags = lags, .observations = fit.observations};
  judge(result, o.deterministic);
  return result;
}

UnitRootResult phillips_perron_test(std::span<const double> y, const UnitRootOptions& o) {
  constexpr std::string_view kName = "stats::phillips_perron_test";
  const std::vector<double> z = unit_root_values(kName, y, 5 + static_cast<std::size_t>(o.deterministic));
  const std::size_t lags = require_lags(kName, o, z.size() - 1);
  // In differences: the same residuals and t, without the loss of a coefficient near 1 less 1.
  const RegressionFit fit = dickey_fuller(z, o.deterministic, 0, 0);
  const double n = static_cast<double>(fit.observations);
  UnitRootResult result{.lags = lags, .observations = fit.observations};
  const double g0 = fit.residual_sum / n, l2 = long_run_variance(fit.residuals, lags);
  const Coefficient& level = fit["level"];
  // Of y_(t-1) the deterministic part leaves Q = sigma2 / standard error^2.
  const double q = fit.sigma2 / (level.standard_error * level.standard_error);
  result.statistic = level.standard_error > 0 && l2 > 0
                         ? std::sqrt(g0 / l2) * level.t - (l2 - g0) / 2 * n / std::sqrt(l2 * q)
                         : t_of(level);
  judge(result, o.deterministic);
  return result;
}

UnitRootResult kpss_test(std::span<const double> y, const UnitRootOptions& o) {
  constexpr std::string_view kName = "stats::kpss_test";
  if (o.deterministic == Deterministic::none)
    detail::fail(kName, "the deterministic part must be a constant or a trend", "none");
  std::vector<double> e = unit_root_values(kName, y, 3);
  const std::size_t lags = require_lags(kName, o, e.size());
  const double n = static_cast<double>(e.size());
  const bool trend = o.deterministic == Deterministic::trend;
  double mean = 0, tt = 0, te = 0;
  for (const double x : e) mean += x / n;
  const auto time = [&](std::size_t t) { return static_cast<double>(t) - (n - 1) / 2; };
  for (std::size_t t = 0; t < e.size(); ++t) {
    e[t] -= mean;
    tt += time(t) * time(t);
    te += time(t) * e[t];
  }
  double partial = 0, squares = 0;
  for (std::size_t t = 0; t < e.size(); ++t) {
    if (trend) e[t] -= te / tt * time(t);
    partial += e[t];
    squares += partial * partial;
  }
  UnitRootResult result{.lags = lags, .observations = e.size()};
  const double variance = long_run_variance(e, lags);
  result.statistic = variance > 0 ? squares / (n * n) / variance : 0;
  constexpr std::array<double, 4> kP{0.1, 0.05, 0.025, 0.01};
  constexpr std::array<double, 4> kConstant{0.347, 0.463, 0.574, 0.739}, kTrend{0.119, 0.146, 0.176, 0.216};
  const auto& c = trend ? kTrend : kConstant;
  result.critical_10 = c[0], result.critical_5 = c[1], result.critical_1 = c[3];
  result.p_value = table_probability(result.statistic, c, kP);
  return result;
}

OcsbResult ocsb_test(std::span<const double> y, std::size_t m, std::optional<std::size_t> lags) {
  constexpr std::string_view kName = "stats::ocsb_test";
  if (m < 2 || m > 10'000) detail::fail(kName, "season_length must be in [2, 10,000]", std::to_string(m));
  const std::size_t most = lags.value_or(kOcsbLags);
  if (lags && most > y.size()) detail::fail(kName, "lags must be fewer than the values", std::to_string(most));
  const std::vector<double> z = unit_root_values(kName, y, 2 * m + 2 * most + 6);
  OcsbResult result{.lags = most};
  if (!lags) {
    double least = kInfinity;
    for (std::size_t k = 0; k <= most; ++k)
      if (const double aic = ocsb_regression(z, m, k, most).aic; aic < least) least = aic, result.lags = k;
  }
  result.statistic = t_of(ocsb_regression(z, m, result.lags, result.lags)["season"]);
  const double log_m = std::log(static_cast<double>(m));
  result.critical_5 = -1.652202 - std::exp(-1.041859213 - 0.1934583458 * log_m - 0.05983644 * log_m * log_m);
  return result;
}

double seasonal_strength(std::span<const double> y, std::size_t m) {
  constexpr std::string_view kName = "stats::seasonal_strength";
  if (m < 2 || m > 10'000) detail::fail(kName, "season_length must be in [2, 10,000]", std::to_string(m));
  if (y.size() >= 2 * m && !varies(y)) return 0;
  const std::vector<double> z = unit_root_values(kName, y, 2 * m);
  const LoessSeasons parts = loess_seasons(z, m, kSeasonalWindow);
  std::vector<double> rest, both;
  for (std::size_t t = 0; t < z.size(); ++t) {
    both.push_back(z[t] - parts.trend[t]);
    rest.push_back(both[t] - parts.season[t]);
  }
  const auto variance = [](const std::vector<double>& x) {
    const double n = static_cast<double>(x.size());
    double mean = 0, sum = 0;
    for (const double v : x) mean += v / n;
    for (const double v : x) sum += (v - mean) * (v - mean);
    return sum / (n - 1);
  };
  const double whole = variance(both);
  return whole > 1e-30 ? std::max(0.0, 1 - variance(rest) / whole) : 0;
}

std::size_t differences(std::span<const double> y, const DifferencesOptions& o) {
  constexpr std::string_view kName = "stats::differences";
  const bool table = o.test == UnitRootTest::kpss;
  if (!(table ? o.level >= 0.01 && o.level <= 0.1 : o.level > 0 && o.level < 1))
    detail::fail(kName, table ? "level must be in [0.01, 0.1]" : "level must be in (0, 1)",
                 detail::number_text(o.level));
  if (o.largest > 10) detail::fail(kName, "largest must be at most 10", std::to_string(o.largest));
  std::vector<double> x;
  std::copy_if(y.begin(), y.end(), std::back_inserter(x), [](double v) { return !std::isnan(v); });
  make_room(x);
  UnitRootOptions options{.deterministic = o.trend ? Deterministic::trend : Deterministic::constant};
  for (std::size_t d = 0; d < o.largest; ++d) {
    const std::size_t n = x.size();
    const double root = std::sqrt(static_cast<double>(n));
    if (n < 8 || !varies(x)) return d;
    bool needed = false;
    switch (o.test) {
      case UnitRootTest::kpss:
        options.lags = static_cast<std::size_t>(3 * root / 13);
        needed = kpss_test(x, options).p_value < o.level;
        break;
      case UnitRootTest::adf:
        options.lags = std::min(static_cast<std::size_t>(std::cbrt(static_cast<double>(n - 1))), n / 2 - 3);
        needed = adf_test(x, options).p_value > o.level;
        break;
      case UnitRootTest::phillips_perron:
        needed = phillips_perron_test(x, options).p_value > o.level;
        break;
    }
    if (!needed) return d;
    x = lagged_difference(x, 1);
  }
  return o.largest;
}

std::size_t seasonal_differences(std::span<const double> y, std::size_t m, const SeasonalDifferencesOptions& o) {
  constexpr std::string_view kName = "stats::seasonal_differences";
  if (m < 1 || m > 10'000) detail::fail(kName, "season_length must be in [1, 10,000]", std::to_string(m));
  if (o.largest > 10) detail::fail(kName, "largest must be at most 10", std::to_string(o.largest));
  if (m == 1) return 0;
  std::vector<double> x(y.begin(), y.end());
  while (!x.empty() && std::isnan(x.back())) x.pop_back();
  x.erase(x.begin(), std::find_if(x.begin(), x.end(), [](double v) { return !std::isnan(v); }));
  make_room(x);
  for (std::size_t t = 0; t < x.size(); ++t) {
    if (!std::isnan(x[t])) continue;
    std::size_t next = t;
    while (std::isnan(x[next])) ++next;
    x[t] = x[t - 1] + (x[next] - x[t - 1]) / static_cast<double>(next - t + 1);
  }
  for (std::size_t d = 0; d < o.largest; ++d) {
    if (x.size() < 2 * m || !varies(x)) return d;
    bool needed = false;
    if (o.test == SeasonalTest::strength) {
      needed = seasonal_strength(x, m) > kStrong;
    } else {
      if (x.size() < 2 * m + 2 * kOcsbLags + 6) return d;
      const OcsbResult result = ocsb_test(x, m);
      needed = result.statistic > result.critical_5;
    }
    if (!needed) return d;
    x = lagged_difference(x, m);
  }
  return o.largest;
}

}  // namespace foreplan::inline v0::stats
