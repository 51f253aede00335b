#include "numeric/dense_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "numeric/tier_table.hpp"

namespace foreplan::inline v0::numeric {
namespace {

using Two = double __attribute__((vector_size(16)));
using Four = double __attribute__((vector_size(32)));
using Eight = double __attribute__((vector_size(64)));

// product -------------------------------------------------------------------------------------------------

/// Terms of a product added up in registers before they are taken off: part of the result's definition.
constexpr std::size_t kDepth = 256;
/// Rows of A and columns of B copied at a time: the one stays in the second-level cache, the other in the third.
constexpr std::size_t kRows = 192, kColumns = 960;

/// A tile of C is `kVectors` registers of type V high and `kWide` columns wide: as much as the registers hold.
template <class V, std::size_t kVectors, std::size_t kWide>
struct Tile {
  static constexpr std::size_t kLanes = sizeof(V) / sizeof(double), kHigh = kVectors * kLanes;

  /// The tile of A's strip and B's strip, both by depth, taken off the m x n corner of C.
  static FOREPLAN_KERNEL_BODY void subtract(std::size_t depth, const double* a, const double* b, double* c,
                                            std::size_t stride, std::size_t m, std::size_t n) {
    V sum[kWide][kVectors] = {};
    for (std::size_t p = 0; p < depth; ++p, a += kHigh, b += kWide) {
      V x[kVectors];
#pragma GCC unroll 16
      for (std::size_t i = 0; i < kVectors; ++i) __builtin_memcpy(&x[i], a + i * kLanes, sizeof(V));
#pragma GCC unroll 16
      for (std::size_t j = 0; j < kWide; ++j)
#pragma GCC unroll 16
        for (std::size_t i = 0; i < kVectors; ++i) sum[j][i] += x[i] * b[j];
    }
    if (m == kHigh && n == kWide) {
#pragma GCC unroll 16
      for (std::size_t j = 0; j < kWide; ++j)
#pragma GCC unroll 16
        for (std::size_t i = 0; i < kVectors; ++i) {
          V old;
          __builtin_memcpy(&old, c + j * stride + i * kLanes, sizeof old);
          old -= sum[j][i];
          __builtin_memcpy(c + j * stride + i * kLanes, &old, sizeof old);
        }
      return;
    }
    double corner[kWide * kHigh];
    __builtin_memcpy(corner, sum, sizeof corner);
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t i = 0; i < m; ++i) c[j * stride + i] -= corner[j * kHigh + i];
  }
};

/// Copies an m x n matrix in strips of kHigh rows, each column by column; zeros fill the last strip.
template <std::size_t kHigh>
FOREPLAN_KERNEL_BODY void copy_strips(MatrixView a, std::size_t m, std::size_t n, double* to) {
  for (std::size_t top = 0; top < m; top += kHigh, to += kHigh * n) {
    const std::size_t rows = std::min(kHigh, m - top);
    const double* const from = a.data + top * a.down;
    if (rows < kHigh) std::fill(to, to + kHigh * n, 0.0);
    if (a.down == 1 && rows == kHigh) {
      for (std::size_t j = 0; j < n; ++j) __builtin_memcpy(to + j * kHigh, from + j * a.across, kHigh * sizeof(double));
    } else {
      for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < n; ++j) to[j * kHigh + i] = from[i * a.down + j * a.across];
    }
  }
}

constexpr std::size_t round_up(std::size_t x, std::size_t step) { return (x + step - 1) / step * step; }

template <class V, std::size_t kVectors, std::size_t kWide>
FOREPLAN_KERNEL_BODY void subtract_product_body(std::size_t m, std::size_t n, std::size_t k, MatrixView a, MatrixView b,
                                                double* c, std::size_t stride, ProductRoom& room) {
  using T = Tile<V, kVectors, kWide>;
  static_assert(kRows % T::kHigh == 0 && kColumns % kWide == 0);
  const auto provide = [](std::vector<double>& of, std::size_t size) {
    if (of.size() < size) of.resize(size);
    return of.data();
  };
  for (std::size_t left = 0; left < n; left += kColumns) {
    const std::size_t columns = std::min(kColumns, n - left);
    for (std::size_t at = 0; at < k; at += kDepth) {
      const std::size_t depth = std::min(kDepth, k - at);
      double* const right_copy = provide(room.right, round_up(columns, kWide) * depth);
      copy_strips<kWide>(b.from(at, left).transposed(), columns, depth, right_copy);
      for (std::size_t top = 0; top < m; top += kRows) {
        const std::size_t rows = std::min(kRows, m - top);
        double* const left_copy = provide(room.left, round_up(rows, T::kHigh) * depth);
        copy_strips<T::kHigh>(a.from(top, at), rows, depth, left_copy);
        for (std::size_t j = 0; j < columns; j += kWide)
          for (std::size_t i = 0; i < rows; i += T::kHigh)
            T::subtract(depth, left_copy + i * depth, right_copy + j * depth, c + (left + j) * stride + top + i, stride,
                        std::min(T::kHigh, rows - i), std::min(kWide, columns - j));
      }
    }
  }
}

// triangle ------------------------------------------------------------------------------------------------

/// Eight columns of B at a time, side by side, so that every lane does the same.
FOREPLAN_KERNEL_BODY void solve_small_body(const Triangle& t, std::size_t k, double* b, std::size_t n,
                                           std::size_t stride) {
  constexpr std::size_t kLanes = 8;
  double of[kSmallTriangle][kSmallTriangle];  // of[p][i]: what x_p is subtracted with from b_i
  for (std::size_t p = 0; p < k; ++p)
    for (std::size_t i = 0; i < k; ++i) of[p][i] = t.view(i, p);
  Eight x[kSmallTriangle];
  for (std::size_t left = 0; left < n; left += kLanes, b += kLanes * stride) {
    const std::size_t columns = std::min(kLanes, n - left);
    double rows[kSmallTriangle][kLanes] = {};
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t i = 0; i < k; ++i) rows[i][j] = b[j * stride + i];
    __builtin_memcpy(x, rows, sizeof x);
    if (t.lower) {
      for (std::size_t p = 0; p < k; ++p) {
        if (!t.unit) x[p] /= of[p][p];
        for (std::size_t i = p + 1; i < k; ++i) x[i] -= x[p] * of[p][i];
      }
    } else {
      for (std::size_t p = k; p-- > 0;) {
        if (!t.unit) x[p] /= of[p][p];
        for (std::size_t i = 0; i < p; ++i) x[i] -= x[p] * of[p][i];
      }
    }
    __builtin_memcpy(rows, x, sizeof x);
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t i = 0; i < k; ++i) b[j * stride + i] = rows[i][j];
  }
}

// panel ---------------------------------------------------------------------------------------------------

/// The first place of the largest size.
FOREPLAN_KERNEL_BODY std::size_t largest_body(const double* x, std::size_t n) {
  constexpr std::size_t kLanes = 16;
  double lane[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    for (std::size_t k = 0; k < kLanes; ++k) lane[k] = std::abs(x[i + k]) > lane[k] ? std::abs(x[i + k]) : lane[k];
  for (std::size_t k = 0; i < n; ++i, ++k) lane[k] = std::max(lane[k], std::abs(x[i]));
  const double most = *std::max_element(lane, lane + kLanes);
  for (i = 0; i + 1 < n && std::abs(x[i]) != most;) ++i;
  return i;
}

FOREPLAN_KERNEL_BODY void factor_panel_body(double* a, std::size_t m, std::size_t n, std::size_t stride,
                                            std::size_t* swapped) {
  for (std::size_t k = 0; k < n; ++k) {
    double* const column = a + k * stride;
    const std::size_t pivot = k + largest_body(column + k, m - k);
    swapped[k] = pivot;
    const double divisor = column[pivot];
    if (divisor == 0) continue;
    for (std::size_t j = 0; j < n; ++j) std::swap(a[j * stride + k], a[j * stride + pivot]);
    for (std::size_t i = k + 1; i < m; ++i) column[i] /= divisor;
    for (std::size_t j = k + 1; j < n; ++j) {
      double* const to = a + j * stride;
      const double factor = to[k];
      for (std::size_t i = k + 1; i < m; ++i) to[i] -= column[i] * factor;
    }
  }
}

FOREPLAN_KERNEL_BODY double dot_body(const double* x, const double* y, std::size_t n) {
  constexpr std::size_t kLanes = 16;
  double lane[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    for (std::size_t k = 0; k < kLanes; ++k) lane[k] += x[i + k] * y[i + k];
  for (std::size_t k = 0; i < n; ++i, ++k) lane[k] += x[i] * y[i];
  for (std::size_t half = kLanes / 2; half > 0; half /= 2)
    for (std::size_t k = 0; k < half; ++k) lane[k] += lane[k + half];
  return lane[0];
}

#define FOREPLAN_DENSE_KERNELS(suffix, target, ...)                                                                  \
  target void subtract_product_##suffix(std::size_t m, std::size_t n, std::size_t k, MatrixView a, MatrixView b,     \
                                        double* c, std::size_t stride, ProductRoom& room) {                          \
    subtract_product_body<__VA_ARGS__>(m, n, k, a, b, c, stride, room);                                              \
  }                                                                                                                  \
  target void solve_small_##suffix(const Triangle& t, std::size_t k, double* b, std::size_t n, std::size_t stride) { \
    solve_small_body(t, k, b, n, stride);                                                                            \
  }                                                                                                                  \
  target void factor_panel_##suffix(double* a, std::size_t m, std::size_t n, std::size_t stride,                     \
                                    std::size_t* swapped) {                                                          \
    factor_panel_body(a, m, n, stride, swapped);                                                                     \
  }                                                                                                                  \
  target double dot_##suffix(const double* x, const double* y, std::size_t n) { return dot_body(x, y, n); }          \
  constexpr DenseKernels k##suffix{subtract_product_##suffix, solve_small_##suffix, factor_panel_##suffix,           \
                                   dot_##suffix};

// Tiles of 4 x 6, 8 x 6 and 24 x 8 leave room for the operands in 16, 16 and 32 registers.
FOREPLAN_DENSE_KERNELS(Baseline, , Two, 2, 6)
FOREPLAN_DENSE_KERNELS(V3, FOREPLAN_TIER_V3, Four, 2, 6)
FOREPLAN_DENSE_KERNELS(V4, FOREPLAN_TIER_V4, Eight, 3, 8)

}  // namespace

const DenseKernels& dense_kernels(Tier tier) noexcept { return of_tier(tier, kBaseline, kV3, kV4); }

}  // namespace foreplan::inline v0::numeric
