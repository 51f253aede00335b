#pragma once
#include <foreplan/core/stop.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "numeric/small_descent.hpp"

/// Searches from several starts, of which the better ones go on.
namespace foreplan::inline v0::numeric {

/// How far a search has come: one that may go on says `iteration_limit`.
struct SearchPoint {
  std::vector<double> x{};
  double value = std::numeric_limits<double>::infinity();
  Stop stop = Stop::iteration_limit;

  bool operator<(const SearchPoint& other) const { return value < other.value; }
};

/// Of equal ones the first comes first.
inline void keep_best(std::vector<SearchPoint>& points, std::size_t count) {
  std::stable_sort(points.begin(), points.end());
  if (points.size() > count) points.resize(count);
}

/// Takes a search on, or ends it as at the limit of iterations when abandoned(x, value) is true.
template <class Problem, class Abandoned>
void follow(SmallDescent<Problem>& descent, SearchPoint& point, const SmallDescentLimits& limits, Abandoned abandoned) {
  point.stop = descent.run(point.x, limits, abandoned);
  point.value = descent.value();
}
template <class Problem>
void follow(SmallDescent<Problem>& descent, SearchPoint& point, const SmallDescentLimits& limits) {
  follow(descent, point, limits, [](std::span<const double>, double) { return false; });
}

/// Takes the best `count` on, one after the other, where they may go on, and leaves where they ended, best first and
/// each place once: whoever comes to where an earlier one ended, same(end, x, value), ends there and is left out.
template <class Problem, class Same>
void follow_best(SmallDescent<Problem>& descent, std::vector<SearchPoint>& points, std::size_t count,
                 const SmallDescentLimits& limits, Same same) {
  keep_best(points, count);
  std::vector<SearchPoint> ends;
  const auto known = [&](std::span<const double> x, double value) {
    return std::any_of(ends.begin(), ends.end(), [&](const SearchPoint& end) { return same(end, x, value); });
  };
  for (SearchPoint& point : points) {
    if (point.stop == Stop::iteration_limit) follow(descent, point, limits, known);
    if (!known(point.x, point.value)) ends.push_back(std::move(point));
  }
  std::stable_sort(ends.begin(), ends.end());
  points = std::move(ends);
}

}  // namespace foreplan::inline v0::numeric
