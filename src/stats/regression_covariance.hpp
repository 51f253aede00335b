#pragma once
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace foreplan::inline v0::stats {

/// What the sandwich has inside, in the basis of the orthonormal Q of X = Q R: k x k, row by row.
struct Meat {
  std::vector<double> matrix{};
  std::optional<std::size_t> lags{};
  std::optional<double> bandwidth{};
};

/// For every kind but classical. `basis` holds, row by row, the n x k matrix Q, and `residuals` those of the (weighted)
/// rows. `counted` holds, row by row, the matrix that takes a row of Q to those columns of X which bandwidths are found
/// from, up to one factor for all.
Meat meat(const CovarianceOptions&, std::span<const double> basis, std::span<const double> residuals,
          std::span<const double> counted);

}  // namespace foreplan::inline v0::stats
