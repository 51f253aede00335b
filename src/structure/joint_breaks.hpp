#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstddef>
#include <vector>

/// Breaks common to several series. Private: not installed.
namespace foreplan::inline v0::structure {

struct JointPartition {
  std::vector<std::size_t> breaks{};  ///< First row of each later regime.
  double log_determinant = 0;         ///< Of the residuals' covariance.
  Stop stop = Stop::not_run;
};

/// The partition of z, a row a period and a column a series, of least log determinant into `breaks` + 1 regimes of at
/// least `least` rows, each a line over time or a constant. (breaks + 1) least <= rows.
/// @param fewer  the partition found for one break less, where there is one.
JointPartition joint_partition(const Matrix& z, const std::vector<std::size_t>& fewer, std::size_t breaks,
                               std::size_t least, bool trend);

}  // namespace foreplan::inline v0::structure
