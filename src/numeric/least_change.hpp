#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

/// Which bound a variable stands on.
enum class Side : signed char { lower = -1, none = 0, upper = 1 };

struct LeastChange {
  std::vector<double> x{};
  std::vector<Side> at{};  ///< Of each variable; `lower` where its bounds are equal.
  double gap = 0;          ///< |A x - b|
  bool finished = false;   ///< False: the working set did not settle; x is within the bounds and no worse than `start`.
};

/// The shortest x among those between the bounds that bring A x nearest to b: b is reached where it can be, by least
/// squares where it cannot, and what A leaves open is as small as possible. An active set of bounds around singular
/// value decompositions (Golub & Van Loan 2013, section 5.5; Stark & Parker 1995 for the bounds); small and dense.
/// @param a      m x n, row by row, finite; units must make rows comparable, and columns.
/// @param lower  n, may be -infinity, <= upper, which may be infinity.
/// @param start  n, moved into the bounds.
[[nodiscard]] LeastChange least_change(std::span<const double> a, std::span<const double> b,
                                       std::span<const double> lower, std::span<const double> upper,
                                       std::span<const double> start);

}  // namespace foreplan::inline v0::numeric
