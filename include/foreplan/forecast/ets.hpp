#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/coefficient.hpp>
#include <foreplan/forecast/criterion.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/transform.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Exponential smoothing as state space models of a single source of error (Hyndman, Koehler, Ord & Snyder 2008):
/// thirty forms, of additive or multiplicative error, trend and season.
///
/// With level l, growth b, seasonals s of m seasons, smoothing parameters alpha, beta, gamma and damping phi, one step
/// from the states of t-1 to y_t is
///
///   p = phi b (additive trend), b^phi (multiplicative), phi = 1 undamped     growth that is carried on
///   q = l + p, or l p, or l without a trend                                  level that is expected
///   f = q + s, or q s, or q without a season                                 forecast, s the seasonal of t-m
///   e = y - f (additive error), (y - f) / f (multiplicative)                 innovation
///   l <- q + alpha d / k       d = y - f; k = s for multiplicative seasons, else 1
///   b <- p + beta d / (k r)    r = l of t-1 for multiplicative trends, else 1
///   s <- s + gamma d / u       u = q for multiplicative seasons, else 1
///
/// and the Gaussian log likelihood of n observations with sigma2 at its maximum SSE / n, SSE the sum of e^2, is
///
///   -n/2 (log(2 pi SSE / n) + 1) - [multiplicative error] sum of log |f|
///
/// in which the initial states are parameters; seasonals before the first value sum to 0, or to m where they multiply.
/// Missing values (NaN) move the states on without an innovation and are left out of the likelihood. Parameters for
/// which a form with a multiplicative part has a forecast or state that is not positive have no likelihood.
///
/// With regressors x, y_t = x_t' b + n_t on the transformed scale, n_t of one of the six additive forms (Hyndman et al.
/// 2008, section 9.1, with coefficients that do not change): f is x_t' b + q (+ s), and the b, of largest likelihood
/// like the initial states, count as parameters. A multiplicative part would need y_t - x_t' b > 0, whose units and
/// signs it could not follow: it is refused.
///
///   const EtsFit fit = fit_ets(sales, {.season_length = 12});            // the form chosen by AICc
///   const Forecast next = predict(fit, 24, {.coverage = 0.9});           // prediction.hpp: also quantiles and paths
///   const EtsFit holt = fit_ets(sales, {.error = EtsError::additive, .trend = EtsTrend::additive,
///                                       .season = EtsSeason::none});     // one form
///   const EtsFit promoted = fit_ets(sales, {.regressors = {{"price", price}}});
///   const Forecast cheap = predict(predictive(promoted, 3, {{"price", {9, 9, 8}}}));
namespace foreplan::inline v0::forecast {

enum class EtsError : std::uint8_t { additive, multiplicative };
enum class EtsTrend : std::uint8_t { none, additive, additive_damped, multiplicative, multiplicative_damped };
enum class EtsSeason : std::uint8_t { none, additive, multiplicative };

struct EtsForm {
  EtsError error = EtsError::additive;
  EtsTrend trend = EtsTrend::none;
  EtsSeason season = EtsSeason::none;

  bool operator==(const EtsForm&) const = default;
};
/// "ETS(A,Ad,M)".
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const EtsForm&);
/// Reads "ETS(A,Ad,M)" and the short "AAdM". @throws InvalidArgument for anything else, with the text met.
[[nodiscard]] FOREPLAN_EXPORT EtsForm parse_ets_form(std::string_view text);

/// Where alpha, beta, gamma and phi may lie.
enum class EtsBounds : std::uint8_t {
  usual,  ///< 0 < alpha < 1, 0 < beta < alpha, 0 < gamma < 1 - alpha, each 0.0001 inside; 0.8 <= phi <= 0.98.
  /// Forecasts do not depend on the distant past: the moduli of the characteristic roots of the additive model are at
  /// most 1 (Hyndman, Akram & Archibald 2008), but for the root 1 that seasons always have; 0.0001 <= phi <= 1. With
  /// the growth as above the polynomial has beta phi where R's forecast package takes beta.
  admissible,
  both,  ///< What both allow; without seasons that is `usual`.
};

/// Unset components are chosen by the criterion, unset parameters estimated by maximum likelihood.
struct EtsOptions {
  std::size_t season_length = 1;  ///< m: [1, 100,000]. Automatic choice takes seasons of 2 to 24, a stated one of any.
  std::optional<EtsError> error{};
  std::optional<EtsTrend> trend{};
  std::optional<EtsSeason> season{};
  bool multiplicative_trend = false;  ///< Whether an automatic choice may take one.
  /// Whether it leaves out forms whose variance is infinite or nearly so: additive errors with multiplicative trend or
  /// season, multiplicative errors with a multiplicative trend and additive seasons.
  bool stable_only = true;
  Criterion criterion = Criterion::aicc;
  EtsBounds bounds = EtsBounds::both;
  double largest_beta = 1;  ///< (0, 1]: a cap such as 0.2 keeps trends from following the last values.
  /// Held where set, whatever the bounds say of them: alpha in [0, 2], beta in [-1, 4], gamma in [-1, 2], phi in
  /// [0.0001, 1]. A form without the component pays no heed.
  std::optional<double> alpha{}, beta{}, gamma{}, phi{};
  Transform transform{};     ///< Of kind none for multiplicative components.
  int max_iterations = 500;  ///< Of each search from one start: >= 1.
  /// As long as y, at most 1e100 in size, of distinct names; not transformed. Where y is observed, independent of each
  /// other and a constant, and of the line or season of a form: automatic choice leaves out the forms that have these
  /// themselves.
  std::vector<stats::Regressor> regressors{};
};

/// The states after an observation.
struct EtsState {
  double level = 0;
  double growth = 0;                ///< 0 without a trend.
  std::vector<double> seasonals{};  ///< m of them, that of the next period first; empty without seasons.

  bool operator==(const EtsState&) const = default;
};

/// One form that was tried.
struct EtsCandidate {
  EtsForm form{};
  double log_likelihood = 0;
  double criterion = 0;  ///< Infinite where it cannot be had.

  bool operator==(const EtsCandidate&) const = default;
};

/// What estimation found, in units of y on the transformed scale.
struct EtsFit {
  std::optional<Origin> origin{};
  Transform transform{};
  EtsForm form{};
  std::size_t season_length = 1;
  double alpha = 0, beta = 0, gamma = 0;  ///< 0 where the form has none.
  double phi = 1;
  EtsState initial{};            ///< Before the first value.
  EtsState last{};               ///< After the last one.
  std::size_t observations = 0;  ///< n, not missing.
  std::size_t parameters = 0;    ///< p: estimated smoothing parameters, initial states, b and sigma2.
  double log_likelihood = 0;
  double aic = 0, aicc = 0, bic = 0;
  double sigma2 = 0;             ///< SSE / (n - p + 1), SSE / n unless n > p - 1; relative for multiplicative errors.
  std::vector<double> fitted{};  ///< f on the transformed scale, also where y is missing.
  std::vector<double> residuals{};    ///< e; NaN where y is missing.
  std::vector<EtsCandidate> tried{};  ///< In the order tried; one when nothing was left to choose.
  /// Of the form's best search: converged, no_progress (rounding ended it), iteration_limit, not_finite.
  Stop stop = Stop::not_run;
  /// b of the regressors, on the transformed scale. Standard errors are of least squares given the smoothing
  /// parameters, with which b is asymptotically uncorrelated; NaN in forms of more than 400 states.
  std::vector<ModelCoefficient> coefficients{};

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged || stop == Stop::no_progress; }
};

/// Series too short for a form are answered by one with fewer parameters: seasons need 2 m observations, a trend three
/// (damped: four), estimation two; with one observation the forecast is its value. Forms with multiplicative parts
/// are taken only for values all > 0. A constant series has a zero SSE and the naive forecast, which is also the answer
/// where no form asked for has a likelihood (multiplicative parts under held parameters). Likelihoods have several
/// maxima as often as not: the search starts at 15 to 18 places and goes on from the most likely ones.
/// Cost: 100 to 300 passes over the data for each form tried, half of them with derivatives; up to 24 seasons some 30
/// microseconds a form of 30 yearly values, half a millisecond of 120 monthly ones. Each regressor adds a pass to those
/// with derivatives.
/// @throws InvalidArgument  without any observation; for infinite values; components or parameters that contradict each
///   other, the bounds or the data, naming which; regressors of another length, not finite, dependent, with
///   multiplicative components, or not three fewer than the observations, naming which.
[[nodiscard]] FOREPLAN_EXPORT EtsFit fit_ets(std::span<const double> y, const EtsOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT EtsFit fit_ets(const Series& y, const EtsOptions& options = {});

/// What the formulas above give for parameters and initial states of any source; nothing is estimated. `form`,
/// `season_length`, `transform`, the parameters, `initial` and the names and estimates of `coefficients` of `model` are
/// read.
/// @param regressors  those of the coefficients, by name, over y.
/// @throws InvalidArgument  for states of the wrong number, parameters that are not finite, regressors that are not the
///   model's or stand beside a multiplicative part.
[[nodiscard]] FOREPLAN_EXPORT EtsFit apply_ets(const EtsFit& model, std::span<const double> y,
                                               const std::vector<stats::Regressor>& regressors = {});

/// The fit with its states taken over more values; parameters and likelihood stay as they are.
/// @param regressors  the fit's, by name, over the new values.
/// @throws InvalidArgument  for infinite values, and those that multiplicative components cannot follow
///   (prediction.hpp).
[[nodiscard]] FOREPLAN_EXPORT EtsFit update(const EtsFit&, std::span<const double> more,
                                            const std::vector<stats::Regressor>& regressors = {});

/// Variances by formula for the fifteen forms of classes 1 to 3, those without a multiplicative trend whose seasons are
/// multiplicative only with multiplicative errors (Hyndman et al. 2008, chapter 6); other forms are simulated. b counts
/// as known.
/// @param future  the fit's regressors, by name, over the horizon.
/// @throws InvalidArgument  unless the regressors are the fit's, `horizon` values each, and finite.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const EtsFit&, std::size_t horizon,
                                                    const std::vector<stats::Regressor>& future);
/// Of a fit without regressors.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const EtsFit&, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
