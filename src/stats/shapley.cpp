#include <foreplan/core/random.hpp>
#include <foreplan/stats/shapley.hpp>

#include <bit>
#include <cmath>
#include <numeric>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {

std::vector<double> shapley_values(std::size_t players, std::span<const double> worth, std::size_t outputs) {
  constexpr std::string_view kFunction = "stats::shapley_values";
  detail::require(players >= 1 && players <= kMostExactPlayers, kFunction, "players must be 1 to 20",
                  std::to_string(players));
  detail::require(outputs >= 1, kFunction, "outputs must be >= 1", "0");
  const std::size_t coalitions = std::size_t{1} << players;
  if (worth.size() / outputs != coalitions || worth.size() % outputs != 0)
    detail::fail(kFunction, "worth must hold a value for each coalition and output",
                 std::to_string(worth.size()) + " for " + std::to_string(coalitions) + " coalitions of " +
                     std::to_string(outputs));
  for (std::size_t i = 0; i < worth.size(); ++i)
    if (!std::isfinite(worth[i]))
      detail::fail(kFunction, "worth must be finite", detail::number_text(worth[i]), "at index " + std::to_string(i));

  // |S|! (n - |S| - 1)! / n! = 1 / (n C(n - 1, |S|))
  std::vector<double> weight(players, 1.0 / static_cast<double>(players));
  for (std::size_t s = 1; s < players; ++s)
    weight[s] = weight[s - 1] * static_cast<double>(s) / static_cast<double>(players - s);
  std::vector<double> out(players * outputs, 0);
  for (std::size_t i = 0; i < players; ++i) {
    const std::size_t bit = std::size_t{1} << i;
    for (std::size_t s = 0; s < coalitions; ++s) {
      if ((s & bit) != 0) continue;
      const double w = weight[static_cast<std::size_t>(std::popcount(s))];
      for (std::size_t o = 0; o < outputs; ++o)
        out[i * outputs + o] += w * (worth[(s | bit) * outputs + o] - worth[s * outputs + o]);
    }
  }
  return out;
}

std::vector<std::vector<std::size_t>> joining_orders(std::size_t players, std::size_t count, std::uint64_t seed) {
  constexpr std::string_view kFunction = "stats::joining_orders";
  detail::require(players >= 1, kFunction, "players must be >= 1", "0");
  detail::require(count >= 2 && count % 2 == 0, kFunction, "count must be even, >= 2", std::to_string(count));
  static_cast<void>(detail::checked_product(players, count, 100'000'000, kFunction, "players times count"));
  std::vector<std::vector<std::size_t>> out;
  out.reserve(count);
  for (std::size_t pair = 0; pair < count / 2; ++pair) {
    Stream random({seed, purpose_id(kFunction), pair});
    std::vector<std::size_t> order(players);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = players; i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
    out.push_back(order);
    out.emplace_back(order.rbegin(), order.rend());
  }
  return out;
}

}  // namespace foreplan::inline v0::stats
