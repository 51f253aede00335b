#include "numeric/cholesky.hpp"

#include <cmath>

namespace foreplan::inline v0::numeric {

std::optional<std::vector<double>> cholesky(std::span<const double> m, std::size_t n) {
  constexpr double kSingular = 1e-12, kRounding = 1e-9;
  std::vector<double> l(n * n, 0);
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = j; i < n; ++i) {
      double rest = m[i * n + j];
      for (std::size_t k = 0; k < j; ++k) rest -= l[i * n + k] * l[j * n + k];
      if (i == j) {
        const double zero = kSingular * m[j * n + j];
        if (rest < -zero || std::isnan(rest)) return std::nullopt;
        l[j * n + j] = rest > zero ? std::sqrt(rest) : 0;
      } else if (l[j * n + j] > 0) {
        l[i * n + j] = rest / l[j * n + j];
      } else if (!(std::abs(rest) <= kRounding * std::sqrt(m[i * n + i] * m[j * n + j]))) {
        return std::nullopt;  // a covariance with something that does not vary
      }
    }
  return l;
}

}  // namespace foreplan::inline v0::numeric
