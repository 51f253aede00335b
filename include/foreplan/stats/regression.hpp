#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Linear regression y = X b + e by ordinary or weighted least squares.
///
/// The columns are scaled to unit length and factored by Householder's reflections with column pivoting, so that
/// neither units nor the order of columns matter beyond rounding. n is the number of observations, k of columns (the
/// intercept is one of them), both after the factorisation has left out dependent columns.
namespace foreplan::inline v0::stats {

/// One named column of X.
struct Regressor {
  std::string name{};
  std::vector<double> values{};
};

/// The series of a frame over `range`, as columns for a fit or for a prediction.
/// @throws PeriodMismatch  unless the frame covers the range.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Regressor> regressors(const Frame&, const PeriodRange& range);

/// How the covariance matrix of the estimates is computed. With h the leverages (diagonal of X (X'X)^-1 X') and e the
/// residuals, the HC kinds are (X'X)^-1 X' diag(d) X (X'X)^-1. Under weights, X and e are the rows times sqrt(weight).
enum class Covariance {
  classical,           ///< sigma2 (X'X)^-1: errors of one variance, uncorrelated.
  hc0,                 ///< d = e^2 (White 1980).
  hc1,                 ///< d = e^2 n / (n - k) (MacKinnon & White 1985).
  hc2,                 ///< d = e^2 / (1 - h). NaN when a leverage is 1.
  hc3,                 ///< d = e^2 / (1 - h)^2. NaN when a leverage is 1.
  newey_west,          ///< Autocorrelated errors too: weights 1 - j / (L + 1) on lags j = 1..L (Newey & West 1987).
  quadratic_spectral,  ///< Autocorrelated errors too, by the kernel of Andrews (1991): weights k(j / b)
                       ///< on all lags, k(z) = 3 (sin(u) / u - cos(u)) / u^2, u = 6 pi z / 5.
};
/// "classical", "HC0", ..., "Newey-West", "quadratic spectral".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Covariance) noexcept;

/// How newey_west finds L where none is given.
enum class LagRule {
  newey_west_1994,  ///< From the data: the whole part of 1.1447 ((s1/s0)^2)^(1/3) n^(1/3), s0 and s1 from the
                    ///< autocovariances up to lag 4 (n/100)^(2/9), or 3 (n/100)^(2/9) of prewhitened scores, of the sum
                    ///< of x e over all columns but the intercept (over the intercept where it is alone).
  two_ninths,       ///< From n alone: the whole part of 4 (n/100)^(2/9), a rule of thumb.
};

struct CovarianceOptions {
  Covariance kind = Covariance::classical;
  std::optional<std::size_t> lags{};  ///< For newey_west: L < n, prewhitened < n - 1. Unset: by `lag_rule`.
  bool small_sample = true;           ///< For newey_west and quadratic_spectral: times n / (n - k).
  LagRule lag_rule = LagRule::newey_west_1994;
  /// For quadratic_spectral: b, >= 0 and finite; 0 takes no lags. Unset: the plug-in choice of Andrews (1991),
  /// 1.3221 (a n)^(1/5), n less one when prewhitened, a = sum of 4 r^2 s^4 / (1 - r)^8 over sum of s^4 / (1 - r)^4, r
  /// the coefficient and s^2 the error variance of a first-order autoregression with a constant of each column's x e,
  /// columns as in `LagRule`.
  std::optional<double> bandwidth{};
  /// For newey_west and quadratic_spectral: x e is first freed of its first-order vector autoregression (no constant),
  /// which then inflates the kernel's estimate by (I - A)^-1 on both sides (Andrews & Monahan 1992). It needs n > 2 k.
  bool prewhiten = false;
};

struct RegressionOptions {
  bool intercept = true;          ///< Puts a column of ones, named "intercept", before the others.
  std::vector<double> weights{};  ///< Empty: all 1. Else one a row, > 0, proportional to 1 / variance.
  CovarianceOptions covariance{};
  /// In (0, 1): a column is dependent when, scaled to unit length, less than this of it is left after the columns
  /// already taken.
  double rank_tolerance = 1e-13;
};

/// Of a dependent column the four numbers are NaN.
struct Coefficient {
  std::string name{};
  double estimate{};
  double standard_error{};  ///< By the covariance asked for.
  double t{};               ///< estimate / standard_error
  double p_value{};         ///< Two-sided, Student t with n - k degrees, for every kind of covariance.
};

/// A column that the others determine: column = sum of weight x column over `terms`, to rounding.
struct Dependence {
  struct Term {
    std::string name{};
    double weight{};
  };
  std::string name{};
  std::vector<Term> terms{};  ///< Empty for a column of zeros.
};

struct RegressionFit {
  std::optional<Origin> origin{};
  std::vector<Coefficient> coefficients{};  ///< The intercept first, then the columns as given.
  std::vector<Dependence> dependent{};      ///< Columns left out; empty when X has full rank.
  bool intercept = true;
  std::size_t observations{};        ///< n
  std::size_t rank{};                ///< k
  std::vector<double> covariance{};  ///< Of the estimates, row by row; NaN for dependent columns.
  Covariance covariance_kind = Covariance::classical;
  std::optional<std::size_t> lags{};  ///< L, for newey_west.
  std::optional<double> bandwidth{};  ///< b, for quadratic_spectral.
  std::vector<double> fitted{};
  std::vector<double> residuals{};  ///< y - fitted, unweighted.
  double residual_sum{};            ///< RSS = sum of weight x residual^2.
  double sigma2{};                  ///< RSS / (n - k); NaN when n = k.
  double r2_centred{};              ///< 1 - RSS / sum of weight (y - weighted mean)^2; NaN for a constant y.
  double r2_uncentred{};            ///< 1 - RSS / sum of weight y^2; NaN when y is zero.
  double log_likelihood{};          ///< Gaussian at its maximum: -n/2 (log(2 pi RSS / n) + 1) + sum of log(weight) / 2.
  double aic{};                     ///< -2 log_likelihood + 2 p, p = k + 1: the variance is a parameter.
  double aicc{};                    ///< aic + 2 p (p + 1) / (n - p - 1); infinite unless n > p + 1.
  double bic{};                     ///< -2 log_likelihood + log(n) p
  double durbin_watson{};  ///< sum of (e_t - e_(t-1))^2 / sum of e_t^2 of sqrt(weight) x residual; NaN for 0 / 0.

  /// Full rank and at least one degree of freedom.
  [[nodiscard]] bool usable() const noexcept { return dependent.empty() && rank > 0 && observations > rank; }
  /// @throws InvalidArgument  naming the nearest known name.
  [[nodiscard]] FOREPLAN_EXPORT const Coefficient& operator[](std::string_view name) const;
};

/// Cost O(n k^2), for newey_west O(n k^2 L) more, for quadratic_spectral O(n^2 k^2). A dependent column is not an error
/// but a fact of the fit. Missing values are refused: the rows to use are the caller's choice.
/// @throws InvalidArgument  unless all columns are as long as y, every number is finite and at most 1e100 in size,
///   weights are in [1e-50, 1e50], names are distinct and not empty, there is a column, n >= the number of columns, and
///   the options are in range.
[[nodiscard]] FOREPLAN_EXPORT RegressionFit fit_regression(std::span<const double> y, const std::vector<Regressor>& x,
                                                           const RegressionOptions& = {});
/// On all series of the frame, over the periods of y. The fit carries y's origin.
/// @throws PeriodMismatch  unless the frame covers y.
[[nodiscard]] FOREPLAN_EXPORT RegressionFit fit_regression(const Series& y, const Frame& x,
                                                           const RegressionOptions& = {});

/// Vectors run over the rows asked for. Bounds are of Student's t with n - k degrees.
struct RegressionPrediction {
  double coverage = 0.90;
  std::vector<double> mean{};
  std::vector<double> standard_error{};  ///< Of the mean, by the fit's covariance.
  std::vector<double> mean_lower{};      ///< Confidence interval of the mean x'b.
  std::vector<double> mean_upper{};
  std::vector<double> observation_lower{};  ///< Prediction interval of one observation of weight 1: variance
  std::vector<double> observation_upper{};  ///< standard_error^2 + sigma2.
};

/// @param x  the fit's columns in its order, without the intercept; empty for a fit of the intercept alone: one row.
/// @throws InvalidArgument  unless the fit is usable, names agree, numbers are finite, 0 < coverage < 1.
[[nodiscard]] FOREPLAN_EXPORT RegressionPrediction predict(const RegressionFit&, const std::vector<Regressor>& x,
                                                           const PredictOptions& = {});

}  // namespace foreplan::inline v0::stats
