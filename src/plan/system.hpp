#pragma once
#include <foreplan/core/interval.hpp>

#include <cstddef>
#include <utility>
#include <vector>

/// A system of constraints between positive amounts. The number 1 is an amount too (0), so that every constraint
/// is homogeneous: what satisfies the system satisfies it in any unit.
namespace foreplan::inline v0::plan::internal {

/// Relative; what only touches is no contradiction, and what passes by less than this only touches.
constexpr double kSlack = 1e-10;

/// x(to) / x(from) lies in `range`; from below it may be unbounded (0 or less), from above too (infinite).
struct Ratio {
  int from = 0, to = 0;
  Interval range{};
  Interval log_range{};    ///< Of its logarithm.
  std::size_t source = 0;  ///< What says so.
};

/// sum of coefficient * x = factor * x(times), for some factor of the interval. Without `times` the sum is 0, and no
/// more than that: amounts that only such a sum speaks of may be zero.
struct Sum {
  std::vector<std::pair<int, double>> terms{};
  int times = -1;
  Interval factor{};
  std::size_t source = 0;
};

struct System {
  std::size_t amounts = 1;
  std::vector<Ratio> ratios{};
  std::vector<Sum> sums{};
};

using Active = std::vector<char>;  ///< One flag a source: whether its constraints hold.

}  // namespace foreplan::inline v0::plan::internal
