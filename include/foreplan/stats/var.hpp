#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Vector autoregression y_t = c + d t + A_1 y_(t-1) + ... + A_p y_(t-p) + u_t of k variables, Cov(u) = S, by ordinary
/// least squares equation by equation (Lütkepohl 2005, chapter 3). Matrices are lists of numbers, row by row.
namespace foreplan::inline v0::stats {

/// The terms beside the lags. t is 1 in the first period of the data.
enum class VarTerms : std::uint8_t { none, constant, constant_and_trend };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(VarTerms) noexcept;

/// What chooses the lag order: log |S_ml| + penalty x k r / n, S_ml = U'U / n, n rows, r regressors of an equation.
enum class LagCriterion : std::uint8_t {
  aic,  ///< Penalty 2 (Akaike 1974).
  bic,  ///< log n (Schwarz 1978).
  hq,   ///< 2 log log n (Hannan & Quinn 1979).
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(LagCriterion) noexcept;

struct VarOptions {
  std::optional<std::size_t> lags{};  ///< p; 0 is white noise around the terms. Unset: chosen from 0 to max_lags.
  /// All orders are compared over the rows that this many leave; lowered until n - r >= k and 2 at that order, so that a
  /// short history does not choose the order that fits it without error.
  std::size_t max_lags = 4;
  LagCriterion criterion = LagCriterion::aic;
  VarTerms terms = VarTerms::constant;

  bool operator==(const VarOptions&) const = default;
};

/// One order among those compared.
struct VarOrder {
  std::size_t lags = 0;
  double aic = 0, bic = 0, hq = 0;

  bool operator==(const VarOrder&) const = default;
};

struct VarFit {
  std::vector<std::string> names{};  ///< k
  Period last{};                     ///< Last observed period.
  std::size_t lags = 0;              ///< p
  VarTerms terms = VarTerms::constant;
  std::size_t observations = 0;           ///< n rows fitted: periods less p.
  std::size_t regressors = 0;             ///< r: terms, then the k variables at lag 1, at lag 2, ...
  std::vector<double> coefficients{};     ///< r x k: a row a regressor, a column an equation.
  std::vector<double> standard_errors{};  ///< r x k, of S and the inverse below.
  std::vector<double> covariance{};       ///< S = U'U / (n - r), k x k.
  std::vector<double> inverse{};          ///< (X'X)^-1, r x r.
  std::vector<double> residuals{};        ///< U, n x k.
  double log_likelihood = 0;              ///< Gaussian, at S_ml = U'U / n.
  double aic = 0, bic = 0, hq = 0;        ///< As `LagCriterion` says, over all n rows.
  std::vector<VarOrder> orders{};         ///< Compared, when the order was chosen.
  std::vector<double> moduli{};           ///< Of the k p eigenvalues of the companion matrix, largest first.
  std::vector<double> newest{};           ///< The last p rows of data, newest first: p x k.
  Stop stop = Stop::not_run;              ///< converged, or singular: a regressor depends on the others.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  /// All moduli < 1: shocks die out. The fit of an unstable process is usable; its forecasts run away.
  [[nodiscard]] bool stable() const noexcept { return moduli.empty() || moduli.front() < 1; }
};

/// On all series of a frame. Cost O(n r^2).
/// @throws InvalidArgument  for an empty frame, more than 100 series, a missing or infinite value, naming series and
///   period; an order that leaves n <= r rows, naming both.
[[nodiscard]] FOREPLAN_EXPORT VarFit fit_var(const Frame& data, const VarOptions& = {});

/// A list a step, of k numbers or k x k.
struct VarForecast {
  double coverage = 0.90;
  std::vector<std::vector<double>> mean{};
  std::vector<std::vector<double>> lower{};
  std::vector<std::vector<double>> upper{};
  /// Of the forecast error: sum of F_i S F_i', F_i the coefficients of the moving average.
  std::vector<std::vector<double>> covariance{};
};
/// Parameters are taken for known and errors for normal: intervals are too narrow after few observations, which
/// `simulate` mends.
/// @throws InvalidArgument  unless the fit is usable, 0 < coverage < 1 and horizon <= 10,000.
[[nodiscard]] FOREPLAN_EXPORT VarForecast predict(const VarFit&, std::size_t horizon, const PredictOptions& = {});

struct VarSimulateOptions {
  std::size_t draws = 10'000;
  std::uint64_t seed = 0;
  /// Parameters drawn as they were estimated. With V = n - r degrees and the prior of Geisser & Cornfield (1963) S is
  /// inverse Wishart of U'U with V + k - 1 degrees, the coefficients are normal around the estimates given S. One step
  /// of a fit without lags, and the sum of several, then has exactly Student's t with V degrees along every combination
  /// of the variables. False: parameters as estimated, errors normal.
  bool parameter_uncertainty = true;
  Execution execution{};
};
/// Paths of the variables, step by step: number (draw x horizon + step) x k + variable. The same for any number of
/// threads. No draw is left out, those whose coefficients happen to be unstable included.
/// @throws InvalidArgument  unless the fit is usable, there are draws and steps, and at most 10^8 numbers.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> simulate(const VarFit&, std::size_t horizon,
                                                           const VarSimulateOptions& = {});

}  // namespace foreplan::inline v0::stats
