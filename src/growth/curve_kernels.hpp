#pragma once
#include <foreplan/growth/curves.hpp>

#include <cstddef>

#include "numeric/dispatch.hpp"

namespace foreplan::inline v0::growth::internal {

/// values[i] = f(t[i]; b) and, unless `jacobian` is null, jacobian[j n + i] = df(t[i]; b) / db_j; values that are not
/// finite where b makes no sense. `b` holds as many parameters as the curve has. All tiers give the same bits.
using CurveKernel = void (*)(const double* b, const double* t, std::size_t n, double* values, double* jacobian);

/// @param tier  one that this machine runs (`numeric::tiers()`).
[[nodiscard]] CurveKernel curve_kernel(Curve curve, numeric::Tier tier) noexcept;

}  // namespace foreplan::inline v0::growth::internal
