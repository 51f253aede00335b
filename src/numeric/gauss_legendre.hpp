#pragma once
#include <cstddef>
#include <vector>

namespace foreplan::inline v0::numeric {

struct QuadratureNode {
  double at = 0, weight = 0;
};

/// Gauss's rule over [0, 1], by rising place: exact for polynomials of degree up to 2 points - 1. The places are the
/// roots of the Legendre polynomial, by Newton's method. O(points^2).
[[nodiscard]] std::vector<QuadratureNode> gauss_legendre(std::size_t points);

}  // namespace foreplan::inline v0::numeric
