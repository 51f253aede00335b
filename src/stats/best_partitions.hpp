#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

#include "stats/linear_model.hpp"
#include "stats/segment_sums.hpp"

namespace foreplan::inline v0::stats {

/// h = floor(trimming n), the fewest rows of a segment.
/// @throws InvalidArgument  for n > 20,000, k > 60 and h <= k.
std::size_t checked_segment(std::string_view function, const LinearModel& model, double trimming);

/// @throws InvalidArgument  when a covariance cannot be had from `least` rows of k columns.
void require_segment_covariance(std::string_view function, const CovarianceOptions& options, std::size_t least,
                                std::size_t columns);

struct Partition {
  std::vector<std::size_t> breaks{};
  double residual_sum{};
};

/// The partitions of least RSS with 0, 1, ... `most` breaks, every segment of at least `least` rows.
/// (most + 1) least <= rows.
/// @throws Cancelled  in the name of `function`.
std::vector<Partition> best_partitions(std::string_view function, const SegmentRows& rows, std::size_t least,
                                       std::size_t most, const CancelToken& cancel = {});

}  // namespace foreplan::inline v0::stats
