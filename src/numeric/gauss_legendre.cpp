#include "numeric/gauss_legendre.hpp"

#include <cmath>
#include <numbers>

namespace foreplan::inline v0::numeric {

std::vector<QuadratureNode> gauss_legendre(std::size_t points) {
  std::vector<QuadratureNode> rule;
  const double n = static_cast<double>(points);
  for (std::size_t i = 0; i < points; ++i) {
    double x = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (n + 0.5)), slope = 1;
    for (int step = 0; step < 20; ++step) {
      // P_j and P_j' by P_(j+1)' = P_(j-1)' + (2 j + 1) P_j: nothing cancels, not even beside the ends.
      double last = 1, value = x, last_slope = 0;
      slope = 1;
      for (std::size_t j = 2; j <= points; ++j) {
        const double m = static_cast<double>(j);
        const double next_slope = last_slope + (2 * m - 1) * value;
        const double next = ((2 * m - 1) * x * value - (m - 1) * last) / m;
        last = value;
        value = next;
        last_slope = slope;
        slope = next_slope;
      }
      const double move = value / slope;
      // The weight takes place and slope of one point: beside the ends it feels a step between them.
      if (std::abs(move) < 2e-16) break;
      x -= move;
    }
    rule.push_back({(1 - x) / 2, 1 / ((1 - x * x) * slope * slope)});
  }
  return rule;
}

}  // namespace foreplan::inline v0::numeric
