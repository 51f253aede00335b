#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace foreplan::inline v0::numeric {

/// Lower triangular L with L L' = m, both n x n row by row, for a symmetric positive semi-definite m; nothing when m has a
/// negative direction. A pivot within 1e-12 of zero, relative to its own diagonal element, is taken for zero, so that
/// perfect correlation is no error.
[[nodiscard]] std::optional<std::vector<double>> cholesky(std::span<const double> m, std::size_t n);

}  // namespace foreplan::inline v0::numeric
