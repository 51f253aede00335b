#pragma once
#include <cstddef>
#include <vector>

#include "plan/constraints.hpp"

namespace foreplan::inline v0::plan::internal {

/// The minimal sets of sources that cannot all be true, each in the order of the sources.
struct Conflicts {
  std::vector<std::vector<std::size_t>> sets{};
  std::size_t checks = 0;  ///< Feasibility checks made; a statement that shares no amount with another takes none.
  /// False when `max_checks`, or 16 times as many sets of removals, ended the search, or a check decided nothing.
  bool complete = true;
};

/// Sets apart from each other are found first. Every further one is found by removing, in turn, each element of the
/// sets already met (the hitting-set tree of Reiter 1987), breadth first, with sets of removals visited once and none
/// looked at that contains removals after which nothing was left to find.
[[nodiscard]] Conflicts find_conflicts(const Constraints&, std::size_t max_checks);

}  // namespace foreplan::inline v0::plan::internal
