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

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// How far an amount is from anywhere, and over which edge it was reached last.
struct Reached {
  double distance = 0;
  double weight = 0;
  std::size_t from = 0;
  const Ratio* ratio = nullptr;
};

/// An amount on a cycle of predecessors, which is negative by more than the slack; `kNone` when there is none.
std::size_t find_cycle(const std::vector<Reached>& reached) {
  std::vector<std::size_t> walk(reached.size(), kNone);
  for (std::size_t start = 0; start < reached.size(); ++start) {
    std::size_t x = start;
    while (walk[x] == kNone && reached[x].ratio != nullptr) {
      walk[x] = start;
      x = reached[x].from;
    }
    if (walk[x] == start) return x;
    walk[x] = start;
  }
  return kNone;
}

std::vector<std::size_t> proof(const std::vector<Reached>& reached, std::size_t on_cycle, bool& settled) {
  std::vector<std::size_t> sources;
  double sum = 0, size = 0;
  std::size_t x = on_cycle;
  do {
    const Reached& step = reached[x];
    sources.push_back(step.ratio->source);
    sum += step.weight;
    size += std::abs(step.weight);
    x = step.from;
  } while (x != on_cycle);
  const double rounding = static_cast<double>(sources.size() + 2) * std::numeric_limits<double>::epsilon() * size;
  if (!(sum + rounding < 0)) {
    settled = false;
    return {};
  }
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  return sources;
}

}  // namespace

std::vector<std::size_t> negative_cycle(const System& system, const Active& active, bool& settled) {
  for (const Ratio& r : system.ratios)
    if (active[r.source] != 0 && r.log_range.upper == -kInfinity) return {r.source};  // no positive amounts
  std::vector<Reached> reached(system.amounts);
  std::size_t check = 4;
  bool moved = true;
  for (std::size_t round = 1; moved; ++round) {
    moved = false;
    for_each_edge(system, active, [&](std::size_t a, std::size_t b, double weight, const Ratio& ratio) {
      const double distance = reached[a].distance + weight;
      if (!(distance < reached[b].distance - kSlack)) return;
      reached[b] = {distance, weight, a, &ratio};
      moved = true;
    });
    // After as many rounds as there are amounts the predecessors of what still moves go round; mostly they do long
    // before.
    if (!moved || (round < check && round <= system.amounts)) continue;
    check *= 2;
    if (const auto on_cycle = find_cycle(reached); on_cycle != kNone) return proof(reached, on_cycle, settled);
    if (round > 2 * system.amounts) {
      settled = false;
      return {};
    }
  }
  return {};
}

Interval ratio_by_graph(const System& system, const Active& active, int from, int to) {
  return {std::exp(-distance(system, active, to, from)), std::exp(distance(system, active, from, to))};
}

}  // namespace foreplan::inline v0::plan::internal
