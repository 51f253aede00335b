#include "numeric/singular_values.hpp"

#include <cmath>

#include "numeric/householder.hpp"

namespace foreplan::inline v0::numeric {
namespace {

struct Rotation {
  double cosine, sine;

  void apply(double* p, double* q, std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) {
      const double x = p[i], y = q[i];
      p[i] = cosine * x - sine * y;
      q[i] = sine * x + cosine * y;
    }
  }
};

/// The rotation that makes columns of squared lengths pp and qq and product pq orthogonal.
Rotation orthogonal(double pp, double qq, double pq) {
  const double zeta = (qq - pp) / (2 * pq);
  const double tangent = std::copysign(1 / (std::abs(zeta) + std::sqrt(1 + zeta * zeta)), zeta);
  const double cosine = 1 / std::sqrt(1 + tangent * tangent);
  return {cosine, cosine * tangent};
}

}  // namespace

void singular_values(std::span<double> a, std::size_t m, std::size_t n, std::span<double> singular,
                     double orthogonal_to) {
  bool rotated = true;
  for (int sweep = 0; rotated && sweep < 40; ++sweep) {
    rotated = false;
    for (std::size_t p = 0; p + 1 < n; ++p)
      for (std::size_t q = p + 1; q < n; ++q) {
        double pp = 0, qq = 0, pq = 0;
        for (std::size_t i = 0; i < m; ++i) {
          const double x = a[p * m + i], y = a[q * m + i];
          pp += x * x;
          qq += y * y;
          pq += x * y;
        }
        if (!(std::abs(pq) > orthogonal_to * std::sqrt(pp * qq))) continue;
        rotated = true;
        orthogonal(pp, qq, pq).apply(&a[p * m], &a[q * m], m);
      }
  }
  for (std::size_t j = 0; j < n; ++j) singular[j] = length(a.subspan(j * m, m));
}

}  // namespace foreplan::inline v0::numeric
