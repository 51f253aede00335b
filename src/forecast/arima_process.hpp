#pragma once
#include <cstddef>
#include <span>
#include <vector>

/// The polynomials of an ARMA process, its autocovariances, and how derivatives go back through both. A polynomial's
/// coefficients are those of B, B^2, ...; signs are those of (1 - phi_1 B - ...) w = (1 + theta_1 B + ...) e.
namespace foreplan::inline v0::forecast {

/// Coefficients of a stationary autoregression from its partial autocorrelations (Barndorff-Nielsen & Schou 1973;
/// Monahan 1984). Those of an invertible MA polynomial are the same but for the sign.
void from_partials(std::span<const double> partials, std::span<double> coefficients);
/// Derivatives by coefficients become, in place, derivatives by partials.
void partials_pull_back(std::span<const double> partials, std::span<double> gradient);
/// Partial autocorrelations; false unless all are within `most` in size.
[[nodiscard]] bool to_partials(std::span<const double> coefficients, std::span<double> partials, double most);

/// One polynomial times another in B^m: 1 + sign (a(B) + A(B^m)) + a(B) A(B^m), all over sign.
class ProductPolynomial {
 public:
  ProductPolynomial(std::size_t low, std::size_t high, std::size_t m, double sign);
  [[nodiscard]] std::size_t degree() const noexcept { return degree_; }
  void multiply(std::span<const double> low, std::span<const double> high, std::span<double> product) const;
  void pull_back(std::span<const double> low, std::span<const double> high, std::span<const double> by_product,
                 std::span<double> by_low, std::span<double> by_high) const;
  /// Powers whose coefficients can differ from zero.
  [[nodiscard]] const std::vector<std::size_t>& powers() const noexcept { return powers_; }

 private:
  std::size_t m_, degree_;
  double sign_;
  std::vector<std::size_t> powers_;
};

/// Autocovariances at the lags 0, ..., `lags` of a process with innovations of variance 1.
class Autocovariance {
 public:
  Autocovariance(const ProductPolynomial& ar, const ProductPolynomial& ma, std::size_t lags);
  /// False unless the autoregression is stationary to rounding.
  [[nodiscard]] bool compute(std::span<const double> phi, std::span<const double> theta);
  [[nodiscard]] std::span<const double> values() const noexcept { return values_; }
  /// Adds to the derivatives by phi and theta those that come by the values; after `compute`.
  void pull_back(std::span<const double> by_values, std::span<double> by_phi, std::span<double> by_theta);

 private:
  [[nodiscard]] std::span<double> order(std::size_t k) { return std::span(steps_).subspan(k * (k - 1) / 2, k); }

  const ProductPolynomial &ar_, &ma_;
  std::vector<std::size_t> lags_;  ///< Where the MA polynomial's products with itself can differ from zero.
  std::vector<double> steps_;  ///< Autoregressions of order 1, 2, ..., p by Levinson's recursion, one after another.
  std::vector<double> by_steps_, pure_, by_pure_, squares_, values_, theta_;
};

}  // namespace foreplan::inline v0::forecast
