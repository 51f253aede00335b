#include "growth/profile_end.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

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
      std::uintmax_t steps = 60;
      const bool rising = inside < outside;
      const auto bracket = boost::math::tools::toms748_solve(
          finite, std::min(inside, outside), std::max(inside, outside), rising ? below : above, rising ? above : below,
          boost::math::tools::eps_tolerance<double>(40), steps);
      return (bracket.first + bracket.second) / 2;
    }
    if (at_bound) return bound;
    inside = outside;
    below = above;
  }
  return direction * std::numeric_limits<double>::infinity();
}

}  // namespace foreplan::inline v0::growth::internal
