#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/coefficient.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/transform.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Seasonal ARIMA models with regressors (Box & Jenkins 1976): a regression whose errors n_t are an ARIMA process.
///
///   y_t = c k_t + sum of b_j x_jt + n_t          k_t = 1 when nothing is differenced (c is a mean),
///                                                t = 1, 2, ... when d + D = 1 (c is the drift a period)
///   w_t = (1 - B)^d (1 - B^m)^D n_t
///   (1 - phi_1 B - ...)(1 - Phi_1 B^m - ...) w_t = (1 + theta_1 B + ...)(1 + Theta_1 B^m + ...) e_t
///
/// with e_t independent, normal, of variance s2. The likelihood is that of the stationary w, exactly. With V s2 the
/// covariance matrix of the N = n - d - D m values of w, r their distance from what c and b say, S = r' V^-1 r:
///
///   -N/2 (log(2 pi S / N) + 1) - 1/2 log |V|
///
/// at s2 = S / N and at the c and b of generalised least squares, which are functions of phi and theta. Less
/// (d + D m)/2 log(2 pi) it is the exact diffuse likelihood of y (Durbin & Koopman 2012), that of n with nothing known
/// of its first d + D m values; R's `arima` takes the same with a large prior variance in place of an infinite one.
///
/// Missing values (NaN) inside the series are integrated out, also exactly: each is a coefficient of a column with a
/// one in its place, n counts the others, and -1/2 log |A' V^-1 A| is added, A those columns differenced (Gomez,
/// Maravall & Pena 1999). Their cost is that of a regressor each. Missing values at both ends say nothing.
namespace foreplan::inline v0::forecast {

/// p, d, q and, at the lag of a season, P, D, Q.
struct ArimaOrder {
  std::size_t p = 0, d = 0, q = 0;
  std::size_t seasonal_p = 0, seasonal_d = 0, seasonal_q = 0;

  bool operator==(const ArimaOrder&) const = default;
};
/// "ARIMA(2,1,1)", or "ARIMA(0,1,1)(0,1,1)[12]" when one of P, D, Q is not 0.
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const ArimaOrder&, std::size_t season_length);

enum class ArimaMethod : std::uint8_t {
  exact,  ///< Largest likelihood, from a start by conditional least squares.
  /// Least sum of squares of e, those before the first p + m P values of w taken to be 0 and these values given (Box &
  /// Jenkins 1976); the likelihood reported is -N/2 (log(2 pi S / N) + 1) with N less those p + m P.
  conditional,
};

struct ArimaOptions {
  ArimaOrder order{};              ///< p, q <= 60, P, Q <= 10, d, D <= 3, (p + m P) and (q + m Q) <= 2,000.
  std::size_t season_length = 1;   ///< m: [1, 10,000]; > 1 for seasonal orders.
  std::optional<bool> constant{};  ///< Whether there is a c. Unset: when d + D = 0. Refused when d + D > 1.
  /// As long as y, at most 1e100 in size, of distinct names; not transformed. Independent of each other and the
  /// constant after differencing.
  std::vector<stats::Regressor> regressors{};
  ArimaMethod method = ArimaMethod::exact;
  bool standard_errors = true;  ///< From second derivatives: some 4 (p + q + P + Q) evaluations more.
  Transform transform{};
  int max_iterations = 200;  ///< >= 1.
};


struct ArimaFit {
  std::optional<Origin> origin{};
  Transform transform{};
  ArimaOrder order{};
  std::size_t season_length = 1;
  ArimaMethod method = ArimaMethod::exact;
  bool with_constant = false;
  std::vector<double> ar{}, ma{}, seasonal_ar{}, seasonal_ma{};  ///< phi, theta, Phi, Theta.
  double constant = 0;                                           ///< c
  std::vector<double> regression{};                              ///< b
  /// All of these, in this order: "ar1", "ma1", "sar1", "sma1", "mean" or "drift", then the regressors by their own
  /// names. Standard errors are NaN where the likelihood is not curved downwards or nothing was asked.
  std::vector<ModelCoefficient> coefficients{};
  std::vector<double> covariance{};  ///< Of the coefficients, row by row; empty unless standard errors were asked for.
  std::size_t observations = 0;      ///< n, not missing.
  std::size_t parameters = 0;        ///< All coefficients and s2.
  double log_likelihood = 0;
  double aic = 0, aicc = 0, bic = 0;  ///< As in `Criterion`, of N observations.
  double sigma2 = 0;                  ///< S / (N - coefficients); NaN unless N is larger.
  std::vector<double> errors{};       ///< n_t on the transformed scale; NaN where y is missing.
  std::vector<double> fitted{};       ///< One-step predictions on the transformed scale; NaN for the first d + D m.
  /// Innovations over the root of their variance relative to s2; NaN where y is missing and for the first d + D m.
  /// After a gap they are those of the series with the gap filled by its expectation given all that was observed.
  std::vector<double> residuals{};
  Stop stop = Stop::not_run;

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged || stop == Stop::no_progress; }
};

/// AR polynomials are stationary: partial autocorrelations within 1 - 10^-6 (Monahan 1984). MA polynomials are
/// invertible or have roots on the unit circle.
///
/// A series too short for its order (N not above the number of coefficients) is answered by a smaller one: first
/// without seasonal orders, then with fewer of q, p, d, then without the constant; `order` says which. One observation
/// is its own forecast. Where w is constant or explained by the regressors but for rounding all phi and theta are 0.
/// The likelihood has several maxima as often as not. Searches begin at conditional least squares, at zero, and for k
/// coefficients at the k + 1 best, apart from each other, of 30 k evenly spread places (10 k in seasonal models) and, if
/// p > 0, at the 2 k best of 30 k (16 k) where AR and MA roots near the unit circle nearly cancel.
/// Cost: O(n (p + m P + q + m Q)) an evaluation, three times that with its gradient; a fit takes some hundred.
/// G gaps take O(n G^2) each time; with more than 20 of them the many places are left out.
/// @throws InvalidArgument  without any observation; for infinite values; options out of range; regressors of another
///   length, not finite, dependent or too many for the observations, naming which.
[[nodiscard]] FOREPLAN_EXPORT ArimaFit fit_arima(std::span<const double> y, const ArimaOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT ArimaFit fit_arima(const Series& y, const ArimaOptions& options = {});

/// What the formulas above give for coefficients of any source; nothing is estimated but S. `transform`, `order`,
/// `season_length`, `method`, `with_constant`, the coefficients (`ar` to `regression`) and `parameters` of `model` are
/// read. MA polynomials need not be invertible.
/// @throws InvalidArgument  for coefficients that do not match the order or are not finite, an AR polynomial that is
///   not stationary, a series without d + D m + 1 values.
[[nodiscard]] FOREPLAN_EXPORT ArimaFit apply_arima(const ArimaFit& model, std::span<const double> y,
                                                   const std::vector<stats::Regressor>& regressors = {});

/// The fit taken over more values; coefficients, sigma2 and likelihood stay as they are.
/// @param regressors  the fit's, by name, over the new values.
[[nodiscard]] FOREPLAN_EXPORT ArimaFit update(const ArimaFit&, std::span<const double> more,
                                              const std::vector<stats::Regressor>& regressors = {});

/// Means and variances given all that was observed, exact for the coefficients as they are: of the finite past, with
/// what gaps leave unknown. (Exact to a horizon of 3,000; farther the covariance is taken to be steady after 10^7 over
/// the horizon steps.)
/// @param future  the fit's regressors, by name, over the horizon.
/// @throws InvalidArgument  unless the regressors are the fit's, `horizon` values each, and finite.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const ArimaFit&, std::size_t horizon,
                                                    const std::vector<stats::Regressor>& future);
/// Of a fit without regressors.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const ArimaFit&, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
