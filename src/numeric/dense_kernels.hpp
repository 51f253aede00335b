#pragma once
#include <cstddef>
#include <vector>

#include "numeric/dispatch.hpp"

/// What blocked elimination is made of, one table for each tier. Every number comes from one fixed sequence of
/// operations, whatever the width of the registers: all tiers give the same bits.
namespace foreplan::inline v0::numeric {

/// A matrix that is read: element (i, j) stands at data[i * down + j * across].
struct MatrixView {
  const double* data = nullptr;
  std::size_t down = 1;
  std::size_t across = 0;

  [[nodiscard]] double operator()(std::size_t i, std::size_t j) const noexcept { return data[i * down + j * across]; }
  [[nodiscard]] MatrixView from(std::size_t i, std::size_t j) const noexcept {
    return {data + i * down + j * across, down, across};
  }
  [[nodiscard]] MatrixView transposed() const noexcept { return {data, across, down}; }
};

struct Triangle {
  MatrixView view{};
  bool lower = true;
  bool unit = false;  ///< Ones on the diagonal, whatever stands there.
};
/// Rows that `solve_small` takes at most, and columns that `factor_panel` does.
constexpr std::size_t kSmallTriangle = 16, kPanel = 8;

/// Copies of blocks in the order in which they are worked on; kept from call to call.
struct ProductRoom {
  std::vector<double> left{}, right{};
};

struct DenseKernels {
  /// C -= A B for an m x n matrix C whose columns are `stride` apart, A m x k and B k x n. Products are added up in
  /// stretches of 256, each from its first term on.
  void (*subtract_product)(std::size_t m, std::size_t n, std::size_t k, MatrixView a, MatrixView b, double* c,
                           std::size_t stride, ProductRoom& room);
  /// Overwrites the k x n matrix B by T^-1 B, k <= kSmallTriangle.
  void (*solve_small)(const Triangle& t, std::size_t k, double* b, std::size_t n, std::size_t stride);
  /// Elimination with partial pivoting of m rows and n <= kPanel columns, m >= n; row j is swapped with swapped[j].
  void (*factor_panel)(double* a, std::size_t m, std::size_t n, std::size_t stride, std::size_t* swapped);
  /// x . y in a fixed order of sixteen lanes.
  double (*dot)(const double* x, const double* y, std::size_t n);
};

/// @param tier  one that this machine runs (`tiers()`).
[[nodiscard]] const DenseKernels& dense_kernels(Tier tier) noexcept;

}  // namespace foreplan::inline v0::numeric
