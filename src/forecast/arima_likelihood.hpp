#pragma once
#include <foreplan/forecast/arima.hpp>

#include <cstddef>
#include <span>
#include <vector>

#include "forecast/arima_kernel.hpp"
#include "forecast/arima_process.hpp"

/// The likelihood of an ARIMA process as a function of its ARMA coefficients alone, with its gradient.
namespace foreplan::inline v0::forecast {

/// (1 - B)^d (1 - B^m)^D of a column, which is d + D m shorter.
[[nodiscard]] std::vector<double> differenced(std::span<const double> x, std::size_t d, std::size_t seasonal_d,
                                              std::size_t m);

/// A differenced series and the differenced columns that it is explained by, first one for each missing value, then the
/// regressors, made orthonormal: columns = q r.
struct ArimaColumns {
  std::size_t n = 0;
  std::size_t missing = 0;       ///< Columns of missing values that are in q: those that the others leave free.
  std::size_t observations = 0;  ///< n less those: N.
  std::vector<double> w{};
  std::vector<double> q{};               ///< Column by column.
  std::vector<double> r{};               ///< Upper triangle, column by column with as many rows as columns.
  std::vector<std::size_t> gaps{};       ///< Places in the series of the missing columns that are in q.
  std::vector<double> filled{};          ///< The series with something near in place of what is missing.
  std::vector<std::size_t> dependent{};  ///< Regressors that others or the differencing leave nothing of.

  [[nodiscard]] std::size_t columns() const noexcept { return n == 0 ? 0 : q.size() / n; }
};
/// @param z  neither the first nor the last is missing; longer than d + D m.
[[nodiscard]] ArimaColumns arima_columns(std::span<const double> z, const std::vector<std::vector<double>>& x,
                                         const ArimaOrder& order, std::size_t m);

/// Coefficients are phi, theta, Phi, Theta in one row.
class ArimaLikelihood {
 public:
  ArimaLikelihood(const ArimaColumns& data, const ArimaOrder& order, std::size_t m);

  [[nodiscard]] std::size_t size() const noexcept { return p_ + q_ + seasonal_p_ + seasonal_q_; }
  /// log S + (log |V| + log |A' V^-1 A|) / N; infinite where the autoregression is not stationary.
  double exact(std::span<const double> coefficients, std::span<double> gradient);
  /// log S, of all values but the first p + m P.
  double conditional(std::span<const double> coefficients, std::span<double> gradient);
  /// How many values the conditional sum is of, less the missing ones; may be negative.
  [[nodiscard]] double conditional_observations() const noexcept {
    return static_cast<double>(data_.n) - static_cast<double>(ar_.degree() + data_.missing);
  }

  // Of the last evaluation:
  [[nodiscard]] double sum_of_squares() const noexcept { return squares_; }
  /// log |V| + log |A' V^-1 A|, A not orthonormal.
  [[nodiscard]] double log_determinants() const noexcept { return determinants_; }
  /// Coefficients of the columns, as given.
  [[nodiscard]] std::vector<double> column_coefficients() const;
  /// (A' V^-1 A)^-1 of all columns, as given.
  [[nodiscard]] std::vector<double> column_covariance() const;
  [[nodiscard]] std::span<const double> innovations() const noexcept { return residual_e_; }
  /// w less what the columns explain.
  [[nodiscard]] std::span<const double> residual() const noexcept { return residual_; }
  [[nodiscard]] double variance(std::size_t t) const noexcept { return exact_ ? pass_.variance(t) : 1; }
  [[nodiscard]] std::span<const double> phi() const noexcept { return phi_; }      ///< Of both polynomials together.
  [[nodiscard]] std::span<const double> theta() const noexcept { return theta_; }  ///< Likewise.
  [[nodiscard]] const ArmaPass& pass() const noexcept { return pass_; }

 private:
  void expand(std::span<const double> coefficients);
  void solve();
  void conditional_innovations(const double* w, double* e) const;
  void pull_back_polynomials(std::span<const double> coefficients, std::span<double> gradient);

  const ArimaColumns& data_;
  std::size_t p_, q_, seasonal_p_, seasonal_q_, columns_;
  ProductPolynomial ar_, ma_;
  Autocovariance autocovariance_;
  ArmaPass pass_;
  bool exact_ = true;
  double floor_ = 0, squares_ = 0, determinants_ = 0;
  std::vector<double> phi_, theta_, by_phi_, by_theta_, by_autocovariances_;
  std::vector<double> e_, over_, gram_, gamma_, residual_, residual_e_, combined_, combined_e_, ahead_;
};

}  // namespace foreplan::inline v0::forecast
