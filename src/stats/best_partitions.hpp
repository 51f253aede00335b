#pragma once
#include <cstddef>
#include <vector>

#include "stats/segment_sums.hpp"

namespace foreplan::inline v0::stats {

struct Partition {
  std::vector<std::size_t> breaks{};
  double residual_sum{};
};

/// The partitions of least RSS with 0, 1, ... `most` breaks, every segment of at least `least` rows.
/// (most + 1) least <= rows.
std::vector<Partition> best_partitions(const SegmentRows& rows, std::size_t least, std::size_t most);

}  // namespace foreplan::inline v0::stats
