#pragma once
#include <vector>

/// What simulations report of one quantity over their paths. Private: not installed.
namespace foreplan::inline v0::plan {

struct CentralInterval {
  double lower = 0, median = 0, upper = 0;
};

/// Central interval of probability `coverage` and median of a sample, by linear interpolation of the order statistics
/// (Hyndman & Fan 1996, type 7). Reorders the sample, which must not be empty nor hold NaN.
CentralInterval central_interval(std::vector<double>& sample, double coverage);

}  // namespace foreplan::inline v0::plan
