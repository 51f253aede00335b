#pragma once
#include <span>
#include <vector>

/// Features of a standardised series that have to be estimated; `noise` is what rounding may have left in a value.
namespace foreplan::inline v0::forecast {

/// x_t = a_1 x_(t-1) + ... + e_t of the order that has the least AIC.
struct Autoregression {
  std::vector<double> coefficients{};
  std::vector<double> errors{};  ///< From the first value that has as many before it as there are coefficients.
};
/// By Burg's method, which keeps it stationary.
[[nodiscard]] Autoregression burg_autoregression(std::span<const double> x, double noise);

/// -sum of p log p / log of their number, p of the density at `frequencies` places from 0 to pi, mirrored.
[[nodiscard]] double spectral_entropy(std::span<const double> coefficients, std::size_t frequencies);

/// d of fractional noise, in [0, 1/2).
[[nodiscard]] double fractional_difference(std::span<const double> x);

/// Sums of squared residuals of x_t on a constant and x_(t-1), and on its square and cube besides.
struct NextValueSquares {
  double line = 0, cubic = 0;
};
[[nodiscard]] NextValueSquares next_value_squares(std::span<const double> x);

}  // namespace foreplan::inline v0::forecast
