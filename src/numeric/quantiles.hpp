#pragma once
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

/// Sample quantiles of Hyndman & Fan's (1996) type 7: with h = p (n - 1), the order statistics floor(h) and floor(h) + 1
/// interpolated linearly. The order statistics are exact. About 2 n operations that run in vector lanes for each
/// probability: a bracket is guessed from a thin sample, what lies in it is copied and only that is ordered.
///
/// @param sample         not empty, without NaN; not changed.
/// @param probabilities  in [0, 1].
[[nodiscard]] std::vector<double> quantiles(std::span<const double> sample, std::span<const double> probabilities);

/// The median, and the interval that leaves (1 - coverage) / 2 of the sample out at either end.
struct CentralInterval {
  double lower = 0, median = 0, upper = 0;
};
[[nodiscard]] CentralInterval central_interval(std::span<const double> sample, double coverage);

}  // namespace foreplan::inline v0::numeric
