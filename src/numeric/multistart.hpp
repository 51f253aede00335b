#pragma once
#include <foreplan/core/stop.hpp>

#include <algorithm>
#include <cmath>
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

/// The best first, of equal ones the first. A `Point` has a value.
template <class Point>
void sort_best_first(std::vector<Point>& points) {
  std::stable_sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.value < b.value; });
}
/// The best `count`, best first.
template <class Point>
void keep_best(std::vector<Point>& points, std::size_t count) {
  sort_best_first(points);
  if (points.size() > count) points.resize(count);
}

/// Where searches end, each place once. A `Point` is a `SearchPoint`, or has its x in an array; same(end, x, value)
/// says whether a search that has come to x is at an end, or would go on to it.
template <class Point, class Same>
class SearchEnds {
 public:
  explicit SearchEnds(Same same) : same_(same) {}

  [[nodiscard]] bool known(std::span<const double> x, double value) const {
    return std::any_of(ends_.begin(), ends_.end(), [&](const Point& end) { return same_(end, x, value); });
  }
  /// At a known place the lower one stays, unless it alone stopped on the way.
  void add(Point& point) {
    if (!std::isfinite(point.value)) return;
    const auto at =
        std::find_if(ends_.begin(), ends_.end(), [&](const Point& end) { return same_(end, point.x, point.value); });
    if (at == ends_.end())
      ends_.push_back(std::move(point));
    else if (point.value < at->value && (point.stop != Stop::iteration_limit || at->stop == Stop::iteration_limit))
      *at = std::move(point);
  }
  /// Makes `points` all of them, best first; none are left.
  void move_to(std::vector<Point>& points) {
    sort_best_first(ends_);
    points.clear();
    points.swap(ends_);
  }

 private:
  Same same_;
  std::vector<Point> ends_;
};

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
/// each place once: whoever comes to where an earlier one ended ends there (`SearchEnds`).
template <class Problem, class Same>
void follow_best(SmallDescent<Problem>& descent, std::vector<SearchPoint>& points, std::size_t count,
                 const SmallDescentLimits& limits, Same same) {
  keep_best(points, count);
  SearchEnds<SearchPoint, Same> ends(same);
  const auto known = [&](std::span<const double> x, double value) { return ends.known(x, value); };
  for (SearchPoint& point : points) {
    if (point.stop == Stop::iteration_limit) follow(descent, point, limits, known);
    ends.add(point);
  }
  ends.move_to(points);
}

}  // namespace foreplan::inline v0::numeric
