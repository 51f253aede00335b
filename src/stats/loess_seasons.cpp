#include "stats/loess_seasons.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Local fit of y at place x (1 is y[0]) from the places left to right; NaN where all weights are zero.
double local_fit(std::span<const double> y, std::size_t window, bool line, double x, std::size_t left,
                 std::size_t right) {
  const double n = static_cast<double>(y.size());
  double reach = std::max(x - static_cast<double>(left), static_cast<double>(right) - x);
  if (window > y.size()) reach += static_cast<double>((window - y.size()) / 2);
  std::vector<double> weight(right - left + 1);
  double sum = 0, centre = 0;
  for (std::size_t j = left; j <= right; ++j) {
    const double apart = std::abs(static_cast<double>(j) - x);
    double w = 0;
    if (apart <= 0.999 * reach) {
      const double ratio = apart / reach;
      w = apart <= 0.001 * reach ? 1 : std::pow(1 - ratio * ratio * ratio, 3);
    }
    weight[j - left] = w;
    sum += w;
  }
  if (!(sum > 0)) return kNaN;
  for (std::size_t j = left; j <= right; ++j) centre += (weight[j - left] /= sum) * static_cast<double>(j);
  if (reach > 0 && line) {
    double spread = 0;
    for (std::size_t j = left; j <= right; ++j)
      spread += weight[j - left] * std::pow(static_cast<double>(j) - centre, 2);
    if (std::sqrt(spread) > 0.001 * (n - 1))
      for (std::size_t j = left; j <= right; ++j)
        weight[j - left] *= (x - centre) / spread * (static_cast<double>(j) - centre) + 1;
  }
  double fit = 0;
  for (std::size_t j = left; j <= right; ++j) fit += weight[j - left] * y[j - 1];
  return fit;
}

/// Local fits at every place, those between jumps by straight lines.
std::vector<double> smooth(std::span<const double> y, std::size_t window, bool line) {
  const std::size_t n = y.size();
  if (n < 2) return {y.begin(), y.end()};
  const std::size_t jump = std::min((window + 9) / 10, n - 1), half = (window + 1) / 2;
  std::vector<double> result(n);
  std::size_t left = 1, right = n;
  const auto at = [&](std::size_t i) {
    const double fit = local_fit(y, window, line, static_cast<double>(i), left, right);
    result[i - 1] = std::isnan(fit) ? y[i - 1] : fit;
  };
  std::size_t last = 1;
  for (std::size_t i = 1; i <= n; i += jump) {
    if (window < n) {
      left = i < half ? 1 : i >= n - half + 1 ? n - window + 1 : i - half + 1;
      right = left + window - 1;
    }
    at(i);
    if (i > 1)
      for (std::size_t j = last + 1; j < i; ++j)
        result[j - 1] = result[last - 1] + (result[i - 1] - result[last - 1]) * static_cast<double>(j - last) /
                                               static_cast<double>(i - last);
    last = i;
  }
  if (last < n) {
    at(n);
    for (std::size_t j = last + 1; j < n; ++j)
      result[j - 1] = result[last - 1] + (result[n - 1] - result[last - 1]) * static_cast<double>(j - last) /
                                             static_cast<double>(n - last);
  }
  return result;
}

std::vector<double> moving_mean(const std::vector<double>& x, std::size_t length) {
  std::vector<double> result;
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += x[i];
    if (i >= length) sum -= x[i - length];
    if (i + 1 >= length) result.push_back(sum / static_cast<double>(length));
  }
  return result;
}

/// The values of each season smoothed, with one more on both sides: n + 2 m.
std::vector<double> cycles(const std::vector<double>& y, std::size_t m, std::size_t window) {
  std::vector<double> result(y.size() + 2 * m);
  for (std::size_t s = 0; s < m; ++s) {
    std::vector<double> season;
    for (std::size_t t = s; t < y.size(); t += m) season.push_back(y[t]);
    const std::size_t k = season.size();
    const std::vector<double> inner = smooth(season, window, false);
    const double before = local_fit(season, window, false, 0, 1, std::min(window, k));
    const double after =
        local_fit(season, window, false, static_cast<double>(k + 1), k > window ? k - window + 1 : 1, k);
    result[s] = std::isnan(before) ? inner.front() : before;
    for (std::size_t i = 0; i < k; ++i) result[s + (i + 1) * m] = inner[i];
    result[s + (k + 1) * m] = std::isnan(after) ? inner.back() : after;
  }
  return result;
}

std::size_t next_odd(double x) {
  const auto whole = static_cast<std::size_t>(std::ceil(x));
  return whole % 2 == 0 ? whole + 1 : whole;
}

}  // namespace

LoessSeasons loess_seasons(std::span<const double> y, std::size_t m, std::size_t seasonal_window) {
  const std::size_t n = y.size();
  const double period = static_cast<double>(m);
  const std::size_t trend_window = next_odd(1.5 * period / (1 - 1.5 / static_cast<double>(seasonal_window)));
  const std::size_t low_window = next_odd(period);
  LoessSeasons result{std::vector<double>(n), std::vector<double>(n)};
  for (int pass = 0; pass < 2; ++pass) {
    std::vector<double> rest(n);
    for (std::size_t t = 0; t < n; ++t) rest[t] = y[t] - result.trend[t];
    const std::vector<double> cycle = cycles(rest, m, seasonal_window);
    const std::vector<double> low = smooth(moving_mean(moving_mean(moving_mean(cycle, m), m), 3), low_window, true);
    for (std::size_t t = 0; t < n; ++t) {
      result.season[t] = cycle[m + t] - low[t];
      rest[t] = y[t] - result.season[t];
    }
    result.trend = smooth(rest, trend_window, true);
  }
  return result;
}

}  // namespace foreplan::inline v0::stats
