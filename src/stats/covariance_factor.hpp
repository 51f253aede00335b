#pragma once
#include <string_view>
#include <vector>

namespace foreplan::inline v0::stats::internal {

/// The lower Cholesky factor, row by row, of a symmetric positive semi-definite matrix. Entries across the diagonal may
/// differ by rounding, as those of estimated covariances do; the ones below it are taken.
/// @param n      how many rows it must have: one for each of the `order`, "means" say.
/// @param name   of the matrix, for messages of `function`.
/// @throws InvalidArgument
[[nodiscard]] std::vector<double> covariance_factor(const std::vector<std::vector<double>>& covariance, std::size_t n,
                                                    std::string_view function, std::string_view name,
                                                    std::string_view order);

}  // namespace foreplan::inline v0::stats::internal
