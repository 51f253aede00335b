#pragma once
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "growth/curve_shapes.hpp"

namespace foreplan::inline v0::growth::internal {

inline constexpr std::size_t kMostColumns = 4;

/// Coefficients of a linear regression.
struct Line {
  std::array<double, kMostColumns> coefficient{};
  /// Infinite when the columns do not tell the coefficients apart.
  double sum_of_squares = std::numeric_limits<double>::infinity();
};

/// Least squares of one column of n values on the k <= 4 that follow it in memory, by their products: for starting
/// values, with half the digits of a factorisation.
[[nodiscard]] Line regress(const double* columns, std::size_t n, std::size_t k);

/// Sum of squares after the parameters of `b` that enter linearly have been solved for, which are put in place
/// (variable projection). `memory` has room for 4 n numbers.
double project(const CurveShape& shape, std::span<const double> t, std::span<const double> y, std::vector<double>& b,
               std::span<double> memory);

}  // namespace foreplan::inline v0::growth::internal
