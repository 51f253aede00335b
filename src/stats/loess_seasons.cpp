#include "stats/loess_seasons.hpp"

#include <cmath>

#include "numeric/loess.hpp"

namespace foreplan::inline v0::stats {
namespace {

numeric::LoessOptions every_tenth(std::size_t window, int degree) {
  return {.window = window, .degree = degree, .jump = (window + 9) / 10};
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
  numeric::Loess loess(every_tenth(window, 0));
  for (std::size_t s = 0; s < m; ++s) {
    std::vector<double> season;
    for (std::size_t t = s; t < y.size(); t += m) season.push_back(y[t]);
    std::vector<double> curve(season.size() + 2);
    loess.smooth(season, {}, curve);
    for (std::size_t i = 0; i < curve.size(); ++i) result[s + i * m] = curve[i];
  }
  return result;
}

std::vector<double> lines(const std::vector<double>& y, std::size_t window) {
  std::vector<double> curve(y.size());
  numeric::Loess(every_tenth(window, 1)).smooth(y, {}, curve);
  return curve;
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
    const std::vector<double> low = lines(moving_mean(moving_mean(moving_mean(cycle, m), m), 3), low_window);
    for (std::size_t t = 0; t < n; ++t) {
      result.season[t] = cycle[m + t] - low[t];
      rest[t] = y[t] - result.season[t];
    }
    result.trend = lines(rest, trend_window);
  }
  return result;
}

}  // namespace foreplan::inline v0::stats
