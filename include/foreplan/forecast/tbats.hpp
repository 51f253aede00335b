#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/transform.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// TBATS: exponential smoothing with trigonometric seasons of any number and of lengths that need not be whole, Box-Cox
/// transformation and ARMA errors (De Livera, Hyndman & Snyder 2011).
///
/// With z the transformed series, level l, growth b damped by phi, and for season i of length m_i the harmonics
/// s_j, s*_j of frequencies v = 2 pi j / m_i, j = 1, ..., k_i, one step from the states of t-1 to z_t is
///
///   f = l + phi b + sum of all s_j + d'      d' = sum of ar_i d(t-i) + sum of ma_i e(t-i)
///   e = z - f                                innovation;  d = d' + e, the ARMA process
///   l <- l + phi b + alpha d                 b <- phi b + beta d
///   s_j <- s_j cos v + s*_j sin v + gamma1_i d
///   s*_j <- -s_j sin v + s*_j cos v + gamma2_i d
///
/// and the log likelihood of n observations, sigma2 at its maximum SSE / n, SSE the sum of e^2, is
///
///   -n/2 (log(2 pi SSE / n) + 1) + sum of log dz/dy      (lambda - 1) sum of log y for Box-Cox, 0 untransformed
///
/// in which l, b and the harmonics before the first value are parameters, at their best given the others by least
/// squares; d and e before it are 0. Missing values (NaN) move the states on with e = 0 and are left out of the
/// likelihood. SSE is taken as at least 3e-33 of the sum of z^2, which is rounding.
///
/// Where 2 j = m_i no s* is seen, and it is 0. A frequency that a shorter season has already is left out: its s and s*
/// are 0. Parameters are admissible when forecasts forget the distant past: with x <- F x + g d, d = z - w'x for the
/// states x without ARMA, all eigenvalues of F - g w' are at most `largest_root` in size. With these two conventions
/// there is no eigenvalue on the unit circle that parameters could not move, such as the root 1 of seasons s(t-m).
/// ARMA polynomials are stationary and invertible.
///
///   const TbatsFit fit = fit_tbats(load, {.season_lengths = {24, 168}});  // hourly: the day and the week
///   const TbatsFit weekly = fit_tbats(sales, {.season_lengths = {365.25 / 7}});
///   const Forecast next = predict(fit, 48, {.coverage = 0.9});            // prediction.hpp: also quantiles and paths
namespace foreplan::inline v0::forecast {

/// Which components there are.
struct TbatsForm {
  bool box_cox = false;
  bool trend = false;
  bool damped = false;                   ///< Only with a trend.
  std::size_t ar = 0, ma = 0;            ///< Orders of the ARMA process.
  std::vector<double> season_lengths{};  ///< Those that are modelled,
  std::vector<std::size_t> harmonics{};  ///< and k of each.

  bool operator==(const TbatsForm&) const = default;
};
/// "TBATS(Box-Cox, ARMA(1,0), damped trend, <12,5>)".
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const TbatsForm&);

/// Unset components are chosen by the criterion, ARMA orders together.
struct TbatsOptions {
  std::vector<double> season_lengths{};  ///< [2, 100,000] each, at most 16 and different; those longer than half the
                                         ///< series are left out.
  /// Unset: none, or Box-Cox with lambda in [0, 1] where all values are > 0. `box_cox()`: lambda between its bounds by
  /// maximum likelihood together with all else (its `choice` is not read), or as set. Box-Cox needs values > 0.
  std::optional<Transform> transform{};
  std::optional<bool> trend{}, damped{};
  std::optional<std::size_t> ar{}, ma{};  ///< <= 10. Chosen when both are unset; where one is set the other is 0.
  std::vector<std::size_t> harmonics{};   ///< Empty: chosen. Else k for each season: [1, m / 2], at most 500 in all.
  Criterion criterion = Criterion::aicc;  ///< The paper's is aic.
  double largest_root = 1;                ///< [0.5, 1.1]. R's forecast package takes 1.01.
  int max_iterations = 200;               ///< Of each search: >= 1.
};

/// A season of the fit.
struct TbatsSeason {
  double length = 0;
  std::size_t harmonics = 0;
  double gamma1 = 0, gamma2 = 0;

  bool operator==(const TbatsSeason&) const = default;
};

/// The states after an observation, on the transformed scale.
struct TbatsState {
  double level = 0;
  double growth = 0;                   ///< 0 without a trend.
  std::vector<double> harmonics{};     ///< Season by season s_1, ..., s_k and then s*_1, ..., s*_k.
  std::vector<double> disturbances{};  ///< d, newest first, as many as AR coefficients.
  std::vector<double> innovations{};   ///< e, newest first, as many as MA coefficients.

  bool operator==(const TbatsState&) const = default;
};

/// One form that was tried. Only the form that was taken is searched for with all care: likelihoods of others may be
/// lower than they could by a little.
struct TbatsCandidate {
  TbatsForm form{};
  double log_likelihood = 0;
  double criterion = 0;  ///< Infinite where it cannot be had.

  bool operator==(const TbatsCandidate&) const = default;
};

/// What estimation found, in units of z.
struct TbatsFit {
  std::optional<Origin> origin{};
  Transform transform{};  ///< With lambda, the paper's omega.
  bool trend = false;
  double alpha = 0, beta = 0;          ///< beta is 0 without a trend.
  double phi = 1;                      ///< 1 undamped.
  std::vector<TbatsSeason> seasons{};  ///< In the order of the options.
  std::vector<double> ar{}, ma{};
  TbatsForm form{};
  TbatsState initial{};          ///< Before the first value.
  TbatsState last{};             ///< After the last one.
  double spectral_radius = 0;    ///< Largest eigenvalue of F - g w' in size.
  std::size_t observations = 0;  ///< n, not missing.
  std::size_t parameters = 0;    ///< p: those estimated with lambda, initial states and sigma2.
  double log_likelihood = 0;
  double aic = 0, aicc = 0, bic = 0;    ///< As in `Criterion`.
  double sigma2 = 0;                    ///< SSE / (n - p + 1), SSE / n unless n > p - 1; NaN for n = 1.
  std::vector<double> fitted{};         ///< f, also where y is missing.
  std::vector<double> residuals{};      ///< e; NaN where y is missing.
  std::vector<TbatsCandidate> tried{};  ///< In the order tried.
  /// Of the best search: converged, no_progress (rounding ended it), iteration_limit, not_finite.
  Stop stop = Stop::not_run;

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged || stop == Stop::no_progress; }
};

/// Parameters by maximum likelihood in phi in [0.8, 1] and the admissible region, from several starts. What is left
/// open is chosen so, for no transformation and for Box-Cox: for each season as many harmonics as sequential F tests
/// find significant at 0.001 in z less its moving average over the longest season; then, one season after another and
/// with a trend if it may have one, one harmonic more or less as long as the criterion falls; the other forms of trend
/// with these; for the best of all, ARMA errors of the orders that automatic ARIMA finds for its residuals, if the
/// criterion falls.
///
/// Of a series too short for what is asked ARMA errors, damping, trend and harmonics go, in this order, until there are
/// more observations than parameters. With fewer than four observations, or a constant series, the forecast is the last
/// value.
/// Cost: with S initial states one or two hundred evaluations of O(n S^2 + S^3) for each form tried, ten forms as a
/// rule: some 100 ms for 144 monthly values.
/// @throws InvalidArgument  without any observation; for infinite values; options out of range, or that contradict each
///   other or the data, naming which.
[[nodiscard]] FOREPLAN_EXPORT TbatsFit fit_tbats(std::span<const double> y, const TbatsOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT TbatsFit fit_tbats(const Series& y, const TbatsOptions& options = {});

/// What the formulas above give for parameters and initial states of any source; nothing is estimated. `transform`
/// (lambda set), `trend`, the coefficients, `seasons` and `initial` of `model` are read.
/// @throws InvalidArgument  for states of the wrong number, parameters that are not finite, seasons out of range.
[[nodiscard]] FOREPLAN_EXPORT TbatsFit apply_tbats(const TbatsFit& model, std::span<const double> y);

/// The fit with its states taken over more values; parameters and likelihood stay as they are.
[[nodiscard]] FOREPLAN_EXPORT TbatsFit update(const TbatsFit&, std::span<const double> more);

/// Variance of z h steps ahead: sigma2 (1 + c_1^2 + ... + c_{h-1}^2), c_j what an innovation adds to f j steps on.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const TbatsFit&, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
