#pragma once
#include <cstddef>
#include <span>

namespace foreplan::inline v0::numeric {

/// Overwrites the m x n matrix `a` (column by column, m >= n) by the upper triangle R of A P = Q R and `rhs` by Q' rhs,
/// by Householder's reflections. With `order` (n places) columns are taken by falling length, and order[k] is the
/// column of A that stands at place k; without, P is the identity. Below the triangle `a` is zero afterwards.
void orthogonalise(std::span<double> a, std::size_t m, std::size_t n, std::span<double> rhs,
                   std::span<std::size_t> order);

/// Solves R z = b in place for the upper triangle in the first n rows of `r`, whose columns are `stride` apart. A pivot
/// not above `least` in size gives a zero.
void back_substitute(std::span<const double> r, std::size_t stride, std::size_t n, std::span<double> b, double least);

/// Length of a vector.
[[nodiscard]] double length(std::span<const double> x) noexcept;

}  // namespace foreplan::inline v0::numeric
