#pragma once
#include "plan/system.hpp"

/// What bounded ratios alone imply: logarithms are distances, and a contradiction is a negative cycle (Bellman & Ford).
namespace foreplan::inline v0::plan::internal {

/// The sources of a cycle of active ratios that multiply to less than 1; empty when there is none. The weights of what
/// is found are added up afresh: where their rounding could hide a 1, it is none, and `settled` becomes false.
[[nodiscard]] std::vector<std::size_t> negative_cycle(const System&, const Active&, bool& settled);

/// Range of x(to) / x(from) under the active ratios, which have no negative cycle.
[[nodiscard]] Interval ratio_by_graph(const System&, const Active&, int from, int to);

}  // namespace foreplan::inline v0::plan::internal
