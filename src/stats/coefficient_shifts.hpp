#pragma once
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::stats {

/// Regressions on the segments that `breaks` divide the rows into, each with its own covariance of the estimates.
std::vector<RegressionFit> segment_regressions(std::span<const double> y, const std::vector<Regressor>& x,
                                               const std::vector<std::size_t>& breaks, const RegressionOptions&);

/// Wald's statistic of equal coefficients in all of the regressions, which are independent of each other: the sum of
/// (b_i - b)' V_i^-1 (b_i - b), b = (sum of V_i^-1)^-1 sum of V_i^-1 b_i. NaN unless every V_i is positive definite.
double shift_statistic(const std::vector<RegressionFit>& fits);

/// Of the segments that `breaks` divide the rows into; NaN also where one of them has no residuals but rounding.
double shift_statistic_at(std::span<const double> y, const std::vector<Regressor>& x,
                          const std::vector<std::size_t>& breaks, const RegressionOptions&);

}  // namespace foreplan::inline v0::stats
