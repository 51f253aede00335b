#include "growth/curve_starts.hpp"

#include <foreplan/stats/designs.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include "growth/curve_projection.hpp"

namespace foreplan::inline v0::growth::internal {
namespace {

double between(double low, double high, double u) { return low * std::pow(high / low, u); }

/// The value at place u in (0, 1) of an axis, for observations from `first` to `last`.
double on_axis(Axis axis, double first, double last, double u) {
  const double span = last > first ? last - first : 1;
  switch (axis) {
    case Axis::rate:
      return between(0.2 / span, 50 / span, u);
    case Axis::any_rate:
      return u < 0.5 ? -between(0.02 / span, 20 / span, 1 - 2 * u) : between(0.02 / span, 20 / span, 2 * u - 1);
    case Axis::time:
      return first - 0.5 * span + 2.5 * span * u;
    case Axis::duration:
      return between(0.05, 5, u) * std::max(last, span);
    case Axis::innovation:
      return between(0.0002 / span, 2 / span, u);
    case Axis::shape:
      return between(0.2, 5, u);
  }
  return 0;
}

/// Waves of growth that pull against each other: one of them takes up what the other does too much, ever more of both.
bool opposed(const CurveShape& shape, const std::vector<double>& b) {
  bool rising = false, falling = false;
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (!shape.parameters[j].starts_with("ceiling")) continue;
    rising = rising || b[j] > 0;
    falling = falling || b[j] < 0;
  }
  return rising && falling;
}

struct Point {
  bool opposed = false;
  double sum = 0;
  std::vector<double> b{};
};

/// Of a curve with one parameter that does not enter linearly, the points from which the sum of squares rises both
/// ways: every other one lies on the way to one of them.
void keep_valleys(std::vector<Point>& tried, std::size_t parameter) {
  std::sort(tried.begin(), tried.end(),
            [&](const Point& a, const Point& b) { return a.b[parameter] < b.b[parameter]; });
  std::vector<Point> valleys;
  for (std::size_t i = 0; i < tried.size(); ++i)
    if ((i == 0 || tried[i].sum <= tried[i - 1].sum) && (i + 1 == tried.size() || tried[i].sum <= tried[i + 1].sum))
      valleys.push_back(tried[i]);
  tried = std::move(valleys);
}

}  // namespace

std::vector<std::vector<double>> grid_starts(const CurveShape& shape, std::span<const double> t,
                                             std::span<const double> y, std::size_t count) {
  const auto [first, last] = std::minmax_element(t.begin(), t.end());
  const std::size_t q = shape.others.size();
  const std::size_t points = q == 0 ? 1 : q == 1 ? 32 : q == 2 ? 128 : 512;
  const stats::Design design =
      stats::sobol(points, std::max<std::size_t>(q, 1), {.scramble = stats::SobolScramble::shift});
  std::vector<double> memory(4 * t.size());
  // Opposed waves often lie closest to the observations on a coarse grid, all in one valley that leads nowhere: last.
  std::vector<Point> tried;
  for (std::size_t i = 0; i < points; ++i) {
    std::vector<double> b(shape.parameters.size());
    for (std::size_t j = 0; j < q; ++j) b[shape.others[j]] = on_axis(shape.axes[j], *first, *last, design.at(i, j));
    const double sum = project(shape, t, y, b, memory);
    if (std::isfinite(sum)) tried.push_back({opposed(shape, b), sum, b});
  }
  if (q == 1) keep_valleys(tried, shape.others.front());
  std::stable_sort(tried.begin(), tried.end(),
                   [](const Point& a, const Point& b) { return a.opposed != b.opposed ? b.opposed : a.sum < b.sum; });
  std::vector<std::vector<double>> best;
  for (Point& point : tried)
    if (best.size() < count) best.push_back(std::move(point.b));
  return best;
}

}  // namespace foreplan::inline v0::growth::internal
