#include "numeric/lu.hpp"

#include <algorithm>
#include <cmath>

namespace foreplan::inline v0::numeric {
namespace {

double sum_of_sizes(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += std::abs(v);
  return sum;
}

}  // namespace

LuFactors lu_factor(std::vector<double> a, std::size_t n) {
  LuFactors f{n, std::move(a), std::vector<std::size_t>(n), 0};
  for (std::size_t j = 0; j < n; ++j) f.norm = std::max(f.norm, sum_of_sizes({f.values.data() + j * n, n}));
  double* const v = f.values.data();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (std::abs(v[k * n + i]) > std::abs(v[k * n + pivot])) pivot = i;
    f.swapped[k] = pivot;
    if (v[k * n + pivot] == 0) continue;
    if (pivot != k)
      for (std::size_t j = 0; j < n; ++j) std::swap(v[j * n + k], v[j * n + pivot]);
    for (std::size_t i = k + 1; i < n; ++i) v[k * n + i] /= v[k * n + k];
    for (std::size_t j = k + 1; j < n; ++j)
      for (std::size_t i = k + 1; i < n; ++i) v[j * n + i] -= v[k * n + i] * v[j * n + k];
  }
  return f;
}

void lu_solve(const LuFactors& f, std::span<double> b) {
  const std::size_t n = f.n;
  const double* const v = f.values.data();
  for (; !b.empty(); b = b.subspan(n)) {
    for (std::size_t k = 0; k < n; ++k) std::swap(b[k], b[f.swapped[k]]);
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = k + 1; i < n; ++i) b[i] -= v[k * n + i] * b[k];
    for (std::size_t k = n; k-- > 0;) {
      b[k] /= v[k * n + k];
      for (std::size_t i = 0; i < k; ++i) b[i] -= v[k * n + i] * b[k];
    }
  }
}

void lu_solve_transposed(const LuFactors& f, std::span<double> b) {
  const std::size_t n = f.n;
  const double* const v = f.values.data();
  for (; !b.empty(); b = b.subspan(n)) {
    for (std::size_t k = 0; k < n; ++k) {
      for (std::size_t i = 0; i < k; ++i) b[k] -= v[k * n + i] * b[i];
      b[k] /= v[k * n + k];
    }
    for (std::size_t k = n; k-- > 0;)
      for (std::size_t i = k + 1; i < n; ++i) b[k] -= v[k * n + i] * b[i];
    for (std::size_t k = n; k-- > 0;) std::swap(b[k], b[f.swapped[k]]);
  }
}

double reciprocal_condition(const LuFactors& f) {
  const std::size_t n = f.n;
  for (std::size_t k = 0; k < n; ++k)
    if (f.values[k * n + k] == 0) return 0;
  if (n == 0) return 1;
  std::vector<double> x(n, 1 / static_cast<double>(n)), signs(n);
  double most = 0;
  for (int round = 0; round < 5; ++round) {
    lu_solve(f, x);
    const double size = sum_of_sizes(x);
    if (!(size > most)) break;
    most = size;
    for (std::size_t i = 0; i < n; ++i) signs[i] = x[i] < 0 ? -1 : 1;
    lu_solve_transposed(f, signs);
    const auto largest =
        std::max_element(signs.begin(), signs.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
    std::fill(x.begin(), x.end(), 0.0);
    x[static_cast<std::size_t>(largest - signs.begin())] = 1;
  }
  // Higham's second start, for matrices that the first is blind to.
  for (std::size_t i = 0; i < n; ++i) {
    const double step = n > 1 ? static_cast<double>(i) / static_cast<double>(n - 1) : 0;
    x[i] = (i % 2 == 0 ? 1 : -1) * (1 + step);
  }
  lu_solve(f, x);
  most = std::max(most, 2 * sum_of_sizes(x) / (3 * static_cast<double>(n)));
  return 1 / (f.norm * most);
}

}  // namespace foreplan::inline v0::numeric
