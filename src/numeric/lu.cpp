#include "numeric/lu.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "numeric/dense_kernels.hpp"
#include "numeric/kernels.hpp"

namespace foreplan::inline v0::numeric {
namespace {

double sum_of_sizes(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += std::abs(v);
  return sum;
}

/// Right sides from which on they are worked on together.
constexpr std::size_t kMany = 4;

void swap_rows(double* a, std::size_t stride, std::size_t columns, std::span<const std::size_t> swapped) {
  for (std::size_t j = 0; j < columns; ++j, a += stride)
    for (std::size_t k = 0; k < swapped.size(); ++k) std::swap(a[k], a[swapped[k]]);
}

/// Halves, down to what the kernels take whole.
class Elimination {
 public:
  explicit Elimination(Tier tier) : kernel_(dense_kernels(tier)) {}

  void factor(double* a, std::size_t m, std::size_t n, std::size_t stride, std::size_t* swapped) {
    if (n <= kPanel) {
      kernel_.factor_panel(a, m, n, stride, swapped);
      return;
    }
    const std::size_t left = half(n, kPanel), right = n - left;
    double* const top = a + left * stride;
    factor(a, m, left, stride, swapped);
    swap_rows(top, stride, right, {swapped, left});
    solve({{a, 1, stride}, true, true}, left, top, right, stride);
    kernel_.subtract_product(m - left, right, left, {a + left, 1, stride}, {top, 1, stride}, top + left, stride, room_);
    factor(top + left, m - left, right, stride, swapped + left);
    swap_rows(a + left, stride, left, {swapped + left, right});
    for (std::size_t k = left; k < n; ++k) swapped[k] += left;
  }

  /// B becomes T^-1 B, B k x n.
  void solve(const Triangle& t, std::size_t k, double* b, std::size_t n, std::size_t stride) {
    if (k <= kSmallTriangle) {
      kernel_.solve_small(t, k, b, n, stride);
      return;
    }
    const std::size_t first = half(k, kSmallTriangle), second = k - first;
    const Triangle below{t.view.from(first, first), t.lower, t.unit};
    const MatrixView top{b, 1, stride}, bottom{b + first, 1, stride};
    if (t.lower) {
      solve(t, first, b, n, stride);
      kernel_.subtract_product(second, n, first, t.view.from(first, 0), top, b + first, stride, room_);
      solve(below, second, b + first, n, stride);
    } else {
      solve(below, second, b + first, n, stride);
      kernel_.subtract_product(first, n, second, t.view.from(0, first), bottom, b, stride, room_);
      solve(t, first, b, n, stride);
    }
  }

 private:
  /// About half of n > step, a multiple of the step.
  static std::size_t half(std::size_t n, std::size_t step) { return (n / 2 + step - 1) / step * step; }

  const DenseKernels& kernel_;
  ProductRoom room_{};
};

}  // namespace

LuFactors lu_factor(std::vector<double> a, std::size_t n, Tier tier) {
  LuFactors f{n, std::move(a), std::vector<std::size_t>(n), 0};
  for (std::size_t j = 0; j < n; ++j) f.norm = std::max(f.norm, sum_of_sizes({f.values.data() + j * n, n}));
  Elimination(tier).factor(f.values.data(), n, n, n, f.swapped.data());
  return f;
}

void lu_solve(const LuFactors& f, std::span<double> b, Tier tier) {
  const std::size_t n = f.n;
  if (n == 0) return;
  const std::size_t columns = b.size() / n;
  swap_rows(b.data(), n, columns, f.swapped);
  const MatrixView v{f.values.data(), 1, n};
  if (columns >= kMany) {
    Elimination work(tier);
    work.solve({v, true, true}, n, b.data(), columns, n);
    work.solve({v, false, false}, n, b.data(), columns, n);
    return;
  }
  const Kernels& kernel = kernels(tier);
  for (; !b.empty(); b = b.subspan(n)) {
    for (std::size_t k = 0; k < n; ++k) kernel.add_multiple(&b[k] + 1, -b[k], &f.values[k * n + k] + 1, n - k - 1);
    for (std::size_t k = n; k-- > 0;) {
      b[k] /= f.values[k * n + k];
      kernel.add_multiple(b.data(), -b[k], &f.values[k * n], k);
    }
  }
}

void lu_solve_transposed(const LuFactors& f, std::span<double> b, Tier tier) {
  const std::size_t n = f.n;
  if (n == 0) return;
  const std::size_t columns = b.size() / n;
  const MatrixView v{f.values.data(), n, 1};
  const std::span<double> all = b;
  if (columns >= kMany) {
    Elimination work(tier);
    work.solve({v, true, false}, n, b.data(), columns, n);
    work.solve({v, false, true}, n, b.data(), columns, n);
  } else {
    const DenseKernels& kernel = dense_kernels(tier);
    for (; !b.empty(); b = b.subspan(n)) {
      for (std::size_t k = 0; k < n; ++k)
        b[k] = (b[k] - kernel.dot(&f.values[k * n], b.data(), k)) / f.values[k * n + k];
      for (std::size_t k = n; k-- > 0;) b[k] -= kernel.dot(&f.values[k * n + k] + 1, &b[k] + 1, n - k - 1);
    }
  }
  for (std::size_t j = 0; j < columns; ++j)
    for (std::size_t k = n; k-- > 0;) std::swap(all[j * n + k], all[j * n + f.swapped[k]]);
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
