#include <foreplan/forecast/joint_paths.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>

#include "core/check.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::couple";

void require_fitting(const QuantileForecast& each, const SamplePaths& like) {
  if (like.paths() == 0 || like.values.size() % like.horizon != 0)
    detail::fail(kName, "there must be at least one whole path",
                 std::to_string(like.values.size()) + " values for a horizon of " + std::to_string(like.horizon));
  if (each.levels.size() < 2) detail::fail(kName, "there must be two levels", std::to_string(each.levels.size()));
  for (std::size_t l = 0; l < each.levels.size(); ++l)
    if (!(each.levels[l] > (l == 0 ? 0 : each.levels[l - 1]) && each.levels[l] < 1))
      detail::fail(kName, "levels must rise within (0, 1)", detail::number_text(each.levels[l]),
                   "at index " + std::to_string(l));
  if (each.values.size() != each.levels.size())
    detail::fail(kName, "there must be quantiles for each of " + std::to_string(each.levels.size()) + " levels",
                 std::to_string(each.values.size()));
  for (const std::vector<double>& values : each.values)
    if (values.size() != like.horizon)
      detail::fail(kName, "each level must have a quantile for " + std::to_string(like.horizon) + " periods",
                   std::to_string(values.size()));
}

/// Where the quantile of a probability lies: between levels `below` and `below` + 1, so much of the way.
struct Place {
  std::size_t below = 0;
  double part = 0;
};

/// For probabilities (i + 1/2) / n.
std::vector<Place> places(const std::vector<double>& levels, std::size_t n) {
  std::vector<double> z;
  for (const double level : levels) z.push_back(stats::normal_quantile(level));
  std::vector<Place> result(n);
  std::size_t below = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    while (below + 2 < levels.size() && p > levels[below + 1]) ++below;
    const double part = (stats::normal_quantile(p) - z[below]) / (z[below + 1] - z[below]);
    result[i] = {below, std::clamp(part, 0.0, 1.0)};
  }
  return result;
}

}  // namespace

std::vector<double> path_levels() {
  return {0.001, 0.005, 0.01, 0.025, 0.05, 0.1,   0.2,  0.3,   0.4,  0.5,
          0.6,   0.7,   0.8,  0.9,   0.95, 0.975, 0.99, 0.995, 0.999};
}

SamplePaths couple(const QuantileForecast& each, const SamplePaths& like) {
  require_fitting(each, like);
  const std::size_t horizon = like.horizon, n = like.paths();
  SamplePaths result{each.origin ? each.origin : like.origin, horizon, std::vector<double>(like.values.size())};
  const std::vector<Place> of_rank = places(each.levels, n);
  std::vector<std::size_t> order(n);
  for (std::size_t h = 0; h < horizon; ++h) {
    const auto at = [&](std::size_t path) { return like.values[path * horizon + h]; };
    bool known = true;
    for (const std::vector<double>& values : each.values) known = known && !std::isnan(values[h]);
    for (std::size_t i = 0; i < n; ++i) known = known && !std::isnan(at(i));
    if (known) {
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return at(a) < at(b); });
    }
    for (std::size_t rank = 0; rank < n; ++rank) {
      const auto [below, part] = of_rank[rank];
      const double low = each.values[below][h], high = each.values[below + 1][h];
      result.values[(known ? order[rank] : rank) * horizon + h] =
          known ? (low == high ? low : low * (1 - part) + high * part) : std::numeric_limits<double>::quiet_NaN();
    }
  }
  return result;
}

}  // namespace foreplan::inline v0::forecast
