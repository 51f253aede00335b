#pragma once
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::stats {

/// Symmetric k x k covariance of coefficients, row by row.
///
/// `influence` holds, row by row, the n x k matrix whose row t is (X'X)^-1 x_t; `leverage` the n numbers h, and
/// `residuals` those of the (weighted) rows. `lags` is for newey_west alone.
std::vector<double> robust_covariance(const CovarianceOptions&, std::span<const double> influence,
                                      std::span<const double> leverage, std::span<const double> residuals,
                                      std::size_t lags);

/// The bandwidth of Newey & West (1994) for Bartlett's kernel, from the sum of scores of each row.
std::size_t automatic_lags(std::vector<double> scores);

}  // namespace foreplan::inline v0::stats
