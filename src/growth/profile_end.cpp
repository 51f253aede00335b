#include "growth/profile_end.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::growth::internal {

double profile_end(const std::function<double(double)>& excess, double inside, double step, double direction,
                   double bound, double large) {
  const auto finite = [&](double value) {
    const double e = excess(value);
    return std::isfinite(e) ? e : large;
  };
  double below = finite(inside);
  if (!(below < 0)) return inside;
  for (int i = 0; i < 60; ++i, step *= 1.6) {
    double outside = inside + direction * step;
    const bool at_bound = direction * (outside - bound) >= 0;
    if (at_bound) outside = bound;
    const double above = finite(outside);
    if (above > 0) {
      return numeric::find_root(finite, std::min(inside, outside), std::max(inside, outside), {.bits = 40}).x;
    }
    if (at_bound) return bound;
    inside = outside;
    below = above;
  }
  return direction * std::numeric_limits<double>::infinity();
}

}  // namespace foreplan::inline v0::growth::internal
