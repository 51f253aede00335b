#pragma once
#include <span>
#include <vector>

#include "growth/curve_shapes.hpp"

namespace foreplan::inline v0::growth::internal {

/// A starting point in a few passes over the observations, or nothing where these do not give one. A curve's
/// differential equation, linear in unknown constants, is integrated once: y(t) = c + a * integral of y + b * integral
/// of y^2 for the logistic, and so on; its integrals are sums of trapezoids, and linear regression gives the constants
/// (the integral approach of Himmelblau, Jones & Bischoff 1967). It asks neither for derivatives of noisy observations
/// nor for a guessed ceiling; only Weibull's curve is made a line (in double logarithms) for some ceilings.
[[nodiscard]] std::vector<double> quick_start(const CurveShape& shape, std::span<const double> t,
                                              std::span<const double> y);

}  // namespace foreplan::inline v0::growth::internal
