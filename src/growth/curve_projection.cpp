#include "growth/curve_projection.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/kernels.hpp"

namespace foreplan::inline v0::growth::internal {

Line regress(const double* columns, std::size_t n, std::size_t k) {
  std::array<double, (kMostColumns + 1) * (kMostColumns + 2) / 2> gram{};
  numeric::kernels().gram(columns, n, k + 1, gram.data());
  const auto product = [&](std::size_t a, std::size_t b) { return gram[a * (a + 1) / 2 + b]; };
  std::array<std::array<double, kMostColumns>, kMostColumns> l{};  // Cholesky's factor at columns of length 1
  std::array<double, kMostColumns> size{}, z{};
  Line line;
  double rest = product(0, 0);
  for (std::size_t a = 0; a < k; ++a) {
    size[a] = std::sqrt(product(a + 1, a + 1));
    if (!(size[a] > 0)) return line;
    for (std::size_t b = 0; b < a; ++b) {
      double sum = product(a + 1, b + 1) / (size[a] * size[b]);
      for (std::size_t c = 0; c < b; ++c) sum -= l[a][c] * l[b][c];
      l[a][b] = sum / l[b][b];
    }
    double pivot = 1, dot = product(a + 1, 0) / size[a];
    for (std::size_t c = 0; c < a; ++c) {
      pivot -= l[a][c] * l[a][c];
      dot -= l[a][c] * z[c];
    }
    if (!(pivot > 1e-14)) return line;
    l[a][a] = std::sqrt(pivot);
    z[a] = dot / l[a][a];
    rest -= z[a] * z[a];
  }
  for (std::size_t a = k; a-- > 0;) {
    for (std::size_t c = a + 1; c < k; ++c) z[a] -= l[c][a] * z[c];
    z[a] /= l[a][a];
  }
  for (std::size_t a = 0; a < k; ++a) line.coefficient[a] = z[a] / size[a];
  line.sum_of_squares = std::isfinite(rest) ? std::max(rest, 0.0) : std::numeric_limits<double>::infinity();
  return line;
}

double project(const CurveShape& shape, std::span<const double> t, std::span<const double> y, std::vector<double>& b,
               std::span<double> memory) {
  const std::size_t n = t.size(), k = shape.linear.size();
  std::copy(y.begin(), y.end(), memory.begin());
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t i = 0; i < k; ++i) b[shape.linear[i]] = i == j ? 1 : 0;
    shape.kernel(b.data(), t.data(), n, &memory[(j + 1) * n], nullptr);
  }
  const Line line = regress(memory.data(), n, k);
  for (std::size_t j = 0; j < k; ++j) b[shape.linear[j]] = line.coefficient[j];
  return line.sum_of_squares;
}

}  // namespace foreplan::inline v0::growth::internal
