#pragma once
#include <foreplan/scenario/estimate.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// The linear algebra of estimation: polynomial lags, projections, and the regression that every method ends in.
namespace foreplan::inline v0::scenario::detail {

using Columns = std::vector<std::vector<double>>;

/// parameters = basis x free coefficients, its columns orthonormal: unit vectors, and one column for each degree of a
/// polynomial lag.
struct FreeCoefficients {
  std::vector<std::string> names{};
  Columns basis{};
};
/// @throws InvalidArgument  as `estimate`.
[[nodiscard]] FreeCoefficients free_coefficients(const std::vector<std::string>& parameters,
                                                 const std::vector<PolynomialLag>& lags);
/// basis x free
[[nodiscard]] std::vector<double> combined(const Columns& basis, std::span<const double> free, std::size_t size);

/// An orthonormal basis of the columns; those that the earlier ones determine, to 1e-10 of their length, are left out.
struct Orthonormal {
  Columns columns{};
  std::vector<std::size_t> kept{};
};
[[nodiscard]] Orthonormal orthonormal(const Columns& columns);
[[nodiscard]] std::vector<double> projected(const Orthonormal& basis, std::span<const double> y);

/// target = columns x coefficients + error, whose covariance, rank and statistics are those of the estimates. A
/// constant column is the regression's intercept.
struct LinearForm {
  stats::RegressionFit fit{};
  std::vector<double> coefficients{};  ///< In the order of the columns; NaN for dependent ones.
  std::vector<double> covariance{};
  std::vector<stats::Dependence> dependent{};
  std::size_t constant = static_cast<std::size_t>(-1);  ///< The column that is constant, if one is.
};
[[nodiscard]] LinearForm linear_form(const std::vector<double>& target, const Columns& columns,
                                     const std::vector<std::string>& names, const stats::CovarianceOptions& covariance);

/// That all coefficients but the constant are 0. nullopt where their covariance is singular.
[[nodiscard]] std::optional<FTest> f_test(const LinearForm& form);

}  // namespace foreplan::inline v0::scenario::detail
