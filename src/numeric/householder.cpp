#include "numeric/householder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace foreplan::inline v0::numeric {
namespace {

/// Subtracts beta v (v . y) from y, where v = (first, rest).
void reflect(double first, std::span<const double> rest, double beta, std::span<double> y) {
  double dot = first * y[0];
  for (std::size_t i = 0; i < rest.size(); ++i) dot += rest[i] * y[i + 1];
  dot *= beta;
  y[0] -= dot * first;
  for (std::size_t i = 0; i < rest.size(); ++i) y[i + 1] -= dot * rest[i];
}

}  // namespace

double length(std::span<const double> x) noexcept {
  double sum = 0;
  for (const double v : x) sum += v * v;
  return std::sqrt(sum);
}

void orthogonalise(std::span<double> a, std::size_t m, std::size_t n, std::span<double> rhs,
                   std::span<std::size_t> order) {
  const auto below = [&](std::size_t column, std::size_t row) { return a.subspan(column * m + row, m - row); };
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t k = 0; k < n; ++k) {
    if (!order.empty()) {
      std::size_t longest = k;
      double most = -1;
      for (std::size_t j = k; j < n; ++j)
        if (const double size = length(below(j, k)); size > most) {
          most = size;
          longest = j;
        }
      if (longest != k) {
        std::swap_ranges(below(longest, 0).begin(), below(longest, 0).end(), below(k, 0).begin());
        std::swap(order[longest], order[k]);
      }
    }
    const std::span<double> column = below(k, k);
    double alpha = length(column);
    if (alpha == 0) continue;
    if (column[0] > 0) alpha = -alpha;
    const double first = column[0] - alpha;
    const double beta = -1 / (alpha * first);  // 2 / |v|^2
    for (std::size_t j = k + 1; j < n; ++j) reflect(first, column.subspan(1), beta, below(j, k));
    reflect(first, column.subspan(1), beta, rhs.subspan(k, m - k));
    column[0] = alpha;
    std::fill(column.begin() + 1, column.end(), 0.0);
  }
}

void back_substitute(std::span<const double> r, std::size_t stride, std::size_t n, std::span<double> b, double least) {
  for (std::size_t j = n; j-- > 0;) {
    const double pivot = r[j * stride + j];
    b[j] = std::abs(pivot) > least ? b[j] / pivot : 0;
    for (std::size_t i = 0; i < j; ++i) b[i] -= r[j * stride + i] * b[j];
  }
}

}  // namespace foreplan::inline v0::numeric
