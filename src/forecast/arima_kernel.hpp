#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/dispatch.hpp"

/// The innovations of a stationary process in O(n r) by Schur's (1917) recursion on its autocovariances, r the larger
/// degree of its two polynomials.
///
/// With e_t = w_t - E(w_t | w_0 ... w_(t-1)), and h_t the same backwards, w_0 - E(w_0 | w_1 ... w_t), let
/// u_t[i] = cov(w_(t+i), e_t) and g_t[i] = cov(w_(t+i), h_t). From u_0 = g_0 = the autocovariances,
///
///   k = g_t[1] / u_t[0],  u_(t+1)[i] = u_t[i] - k g_t[i+1],  g_(t+1)[i] = g_t[i+1] - k u_t[i]
///
/// in which k is the partial autocorrelation at lag t + 1 and u_t[0] the variance of e_t. Lags 0 to r are enough, for
/// g_t[r+1] follows from g_t[1 ... r] by the autoregression. Predictions move on by u_t[i] / u_t[0] e_t each, and the
/// one that comes in at t + r follows from those before it by the autoregression. These are the quantities of the
/// Kalman filter with a stationary start (Pearlman 1980; Melard 1984) without its matrices.
namespace foreplan::inline v0::forecast {

/// What is allocated once for a series and an order.
class ArmaPass {
 public:
  /// @param powers  of the AR polynomial that can differ from zero.
  ArmaPass(std::size_t n, std::size_t r, std::span<const std::size_t> powers,
           numeric::Tier tier = numeric::best_tier());

  [[nodiscard]] std::size_t lags() const noexcept { return r_; }

  /// u and g for all times; false when a variance is not positive.
  [[nodiscard]] bool factor(std::span<const double> phi, std::span<const double> autocovariances);
  /// Sum of log variances; after `factor`.
  [[nodiscard]] double log_determinant() const noexcept { return log_determinant_; }
  [[nodiscard]] double variance(std::size_t t) const noexcept { return row(t)[0]; }
  /// u_t[i] for i = 0, ..., r.
  [[nodiscard]] const double* row(std::size_t t) const noexcept {
    return u_.data() + (t < steady_ ? t : steady_) * stride_;
  }
  /// From here on u does not change.
  [[nodiscard]] std::size_t steady() const noexcept { return steady_; }

  /// e of a series. From place n on, `ahead` has r predictions of what follows the series.
  void innovations(std::span<const double> phi, const double* w, double* e, std::vector<double>& ahead) const;

  /// Derivatives of sum over c, t of e_ct^2 / variance_t + log_weight x log determinant by phi (added to `by_phi`) and
  /// by the autocovariances (r + 1). Columns are series and their e, one after another.
  void pull_back(std::span<const double> phi, const double* series, const double* e, std::size_t columns,
                 double log_weight, std::span<double> by_phi, std::span<double> by_autocovariances);

 private:
  std::size_t n_, r_, stride_, steady_ = 0;
  numeric::Tier tier_;
  std::vector<std::size_t> powers_;
  double log_determinant_ = 0;
  std::vector<double> u_, g_, kappa_;  ///< Rows of `stride_`; g_t from its place 1 on; partial autocorrelations.
  std::vector<double> work_;
};

}  // namespace foreplan::inline v0::forecast
