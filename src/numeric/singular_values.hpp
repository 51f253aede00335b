#pragma once
#include <cstddef>
#include <span>

namespace foreplan::inline v0::numeric {

/// Singular values of the m x n matrix `a` (column by column, m >= n), in no order, by one-sided rotations (Hestenes
/// 1958; accurate for small ones too: Demmel & Veselic 1992). `a` becomes A V for the orthogonal V of its singular
/// value decomposition. O(m n^2) a sweep, three to six of them.
/// @param orthogonal_to  Cosine up to which two columns count as orthogonal; the values err by its square.
void singular_values(std::span<double> a, std::size_t m, std::size_t n, std::span<double> singular,
                     double orthogonal_to = 1e-8);

}  // namespace foreplan::inline v0::numeric
