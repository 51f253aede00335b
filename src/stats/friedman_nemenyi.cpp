#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/forecast_comparison.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "stats/losses.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Sums of ranks over the series, and of t^3 - t over the ties.
struct RankSums {
  std::vector<double> ranks{};
  double ties = 0;
};

RankSums rank_sums(const std::vector<double>& losses, std::size_t models) {
  RankSums out;
  out.ranks.resize(models, 0);
  std::vector<std::size_t> order(models);
  for (std::size_t row = 0; row < losses.size(); row += models) {
    std::iota(order.begin(), order.end(), row);
    std::ranges::sort(order, {}, [&](std::size_t i) { return losses[i]; });
    for (std::size_t from = 0, to = 0; from < models; from = to) {
      while (to < models && losses[order[to]] == losses[order[from]]) ++to;
      const auto tied = static_cast<double>(to - from);
      for (std::size_t i = from; i < to; ++i) out.ranks[order[i] - row] += static_cast<double>(from + to + 1) / 2;
      out.ties += tied * tied * tied - tied;
    }
  }
  return out;
}

std::vector<std::vector<std::size_t>> stretches(const std::vector<double>& ranks, double critical_difference) {
  std::vector<std::size_t> order(ranks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return ranks[i]; });
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t from = 0, to = 0; from < order.size(); ++from) {
    const std::size_t before = to;
    while (to < order.size() && (to <= from || ranks[order[to]] - ranks[order[from]] < critical_difference)) ++to;
    if (to > before)
      groups.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(from),
                          order.begin() + static_cast<std::ptrdiff_t>(to));
  }
  return groups;
}

}  // namespace

FriedmanNemenyi friedman_nemenyi(std::span<const double> losses, std::size_t models,
                                 const FriedmanNemenyiOptions& options) {
  constexpr std::string_view kFunction = "stats::friedman_nemenyi";
  detail::require(models >= 2 && models <= 10'000, kFunction, "models must be in [2, 10000]", std::to_string(models));
  detail::require(options.level >= 1e-10 && options.level <= 0.5, kFunction, "options.level must be in [1e-10, 0.5]",
                  options.level);
  const std::vector<double> known = internal::known_rows(kFunction, losses, models);
  const RankSums sums = rank_sums(known, models);
  FriedmanNemenyi out{.series = known.size() / models};
  const auto k = static_cast<double>(models), n = static_cast<double>(out.series);

  double squares = 0;
  for (const double sum : sums.ranks) {
    out.mean_ranks.push_back(sum / n);
    squares += (sum - n * (k + 1) / 2) * (sum - n * (k + 1) / 2);
  }
  const double untied = options.correct_ties ? 1 - sums.ties / (n * (k * k * k - k)) : 1;
  out.chi_squared = untied > 0 ? 12 * squares / (n * k * (k + 1)) / untied : kNaN;
  const double most = n * (k - 1), left = most - out.chi_squared;
  out.f = left <= 1e-12 * most ? kInfinity : (n - 1) * out.chi_squared / left;
  const bool varied = !std::isnan(out.chi_squared);
  out.chi_squared_p = varied ? chi_squared_upper(out.chi_squared, k - 1) : kNaN;
  out.f_p = varied ? f_upper(out.f, k - 1, std::min(1e9, (k - 1) * (n - 1))) : kNaN;

  out.critical_difference = normal_range_upper_quantile(options.level, models) * std::sqrt(k * (k + 1) / (12 * n));
  out.groups = stretches(out.mean_ranks, out.critical_difference);
  return out;
}

}  // namespace foreplan::inline v0::stats
