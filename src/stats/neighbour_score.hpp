#pragma once
#include <cstddef>
#include <optional>
#include <span>

/// How far one change lies outside what its neighbours do, robustly. Private: not installed.
namespace foreplan::inline v0::stats {

struct NeighbourScore {
  double typical = 0;   ///< The neighbours' median.
  double distance = 0;  ///< The value less that.
  double score = 0;     ///< distance / (1.4826 MAD); 0 for no distance, infinite when all neighbours are alike.
};

/// x[t] beside the `neighbours` values on each side that are not missing (NaN), itself left out. Empty when x[t] is
/// missing or fewer than four are left.
std::optional<NeighbourScore> neighbour_score(std::span<const double> x, std::size_t t, std::size_t neighbours);

}  // namespace foreplan::inline v0::stats
