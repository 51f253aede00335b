#include "plan/ratio_graph.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::plan::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Calls relax(from, to, weight, ratio) for both directions of every active ratio that bounds them.
template <class Relax>
void for_each_edge(const System& system, const Active& active, Relax relax) {
  for (const Ratio& r : system.ratios) {
    if (active[r.source] == 0) continue;
    const auto from = static_cast<std::size_t>(r.from), to = static_cast<std::size_t>(r.to);
    if (r.log_range.upper < kInfinity) relax(from, to, r.log_range.upper, r);
    if (r.log_range.lower > -kInfinity) relax(to, from, -r.log_range.lower, r);
  }
}

double distance(const System& system, const Active& active, int from, int to) {
  std::vector<double> reached(system.amounts, kInfinity);
  reached[static_cast<std::size_t>(from)] = 0;
  bool moved = true;
  for (std::size_t round = 0; moved && round < system.amounts; ++round) {
    moved = false;
    for_each_edge(system, active, [&](std::size_t a, std::size_t b, double weight, const Ratio&) {
      if (!(reached[a] + weight < reached[b] - 1e-15)) return;
      reached[b] = reached[a] + weight;
      moved = true;
    });
  }
  return reached[static_cast<std::size_t>(to)];
}

}  // namespace

std::vector<std::size_t> negative_cycle(const System& system, const Active& active) {
  struct Step {
    std::size_t from = 0;
    const Ratio* ratio = nullptr;
  };
  std::vector<double> reached(system.amounts, 0);
  std::vector<Step> via(system.amounts);
  std::size_t touched = 0;
  bool moved = true;
  for (std::size_t round = 0; moved && round <= system.amounts; ++round) {
    moved = false;
    for_each_edge(system, active, [&](std::size_t a, std::size_t b, double weight, const Ratio& ratio) {
      if (!(reached[a] + weight < reached[b] - kSlack)) return;
      reached[b] = reached[a] + weight;
      via[b] = {a, &ratio};
      touched = b;
      moved = true;
    });
  }
  if (!moved) return {};
  // Far enough back along the predecessors one stands on the cycle itself.
  for (std::size_t i = 0; i < system.amounts; ++i) touched = via[touched].from;
  std::vector<std::size_t> cycle;
  std::size_t x = touched;
  do {
    cycle.push_back(via[x].ratio->source);
    x = via[x].from;
  } while (x != touched);
  std::sort(cycle.begin(), cycle.end());
  cycle.erase(std::unique(cycle.begin(), cycle.end()), cycle.end());
  return cycle;
}

Interval ratio_by_graph(const System& system, const Active& active, int from, int to) {
  return {std::exp(-distance(system, active, to, from)), std::exp(distance(system, active, from, to))};
}

}  // namespace foreplan::inline v0::plan::internal
