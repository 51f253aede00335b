#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/simulate.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A model's behavioural equations estimated in place, on the data of a scenario:
///
///   parameter a = 0
///   parameter b = 0
///   behavioural c = a + b * y
///
///   const EquationFit fit = estimate(model, base, "c", {1921, 1941});
///   const Run run = solve(model, with_estimates(base, {fit}), {1942, 1950});
///
/// The error of an equation is u = left - right, as the equation is written and without its add-factor: for
/// `dlog(c) = ...` it is in growth of c. Regressors are the derivatives of right - left by the parameters, exact.
namespace foreplan::inline v0::scenario {

enum class EstimationMethod : std::uint8_t {
  ordinary_least_squares,
  two_stage_least_squares,  ///< Regressors replaced by their projection on the instruments (Theil 1953, Basmann 1957).
  nonlinear_least_squares,  ///< Levenberg-Marquardt from the parameters' values in the scenario; with `autoregressive`,
                            ///< on the quasi-differenced equation.
  three_stage_least_squares,  ///< Of several equations together: `estimate_system`.
};
/// "ordinary least squares", ...
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(EstimationMethod) noexcept;

enum class MissingData : std::uint8_t {
  refuse,  ///< A value missing in the sample is an InvalidArgument that names it.
  trim,    ///< Incomplete periods at the ends of the range are left out; one between complete ones is still refused.
};

/// Weights of a distributed lag on a polynomial (Almon 1965): w_j = sum of a_d j^d over d = 0..degree for lags j =
/// 0..L. In the language such a lag is a sum, `sum(j in 0..4: w{j} * x(-{j}))`; here its parameters are tied together.
struct PolynomialLag {
  std::vector<std::string> parameters{};  ///< w_0 ... w_L, in the order of their lags.
  int degree = 2;                         ///< 0 to L.
  bool near_zero = false;                 ///< The polynomial is 0 at j = -1: it rises from nothing.
  bool far_zero = false;                  ///< It is 0 at j = L + 1: it fades away.
};

struct EstimationOptions {
  EstimationMethod method = EstimationMethod::ordinary_least_squares;
  /// What is estimated. Empty: everything declared as `parameter` that the equation reads, which no other equation may
  /// share. Those listed may also be exogenous variables, and shared: what other equations read changes with them.
  std::vector<std::string> parameters{};
  /// For two stages: expressions of the language, such as "p(-1)", "g" or "log(x(-2))", of the model's variables or of
  /// other series in the data. All exogenous regressors of the equation are usually among them.
  std::vector<std::string> instruments{};
  bool constant_instrument = true;  ///< A column of ones, named "constant", before the instruments listed.
  std::vector<PolynomialLag> polynomial_lags{};
  /// p >= 0, for nonlinear least squares: u_t = r_1 u_(t-1) + ... + r_p u_(t-p) + e_t. The sum of e^2 over the range is
  /// minimised, with the errors of the p periods before it as they are (conditional least squares): what the
  /// Cochrane-Orcutt iteration also converges to. The r are named "ar(1)", ..., "ar(p)" and start at 0.
  std::size_t autoregressive = 0;
  stats::CovarianceOptions covariance{};
  MissingData missing = MissingData::refuse;
  CancelToken cancel{};  ///< For nonlinear least squares.
};

struct FTest {
  double statistic{};
  double numerator{}, denominator{};  ///< Degrees of freedom.
  double p_value{};
};

/// How well the instruments tell about a regressor that is not one of them: F of the instruments that are no
/// regressors, in its regression on all of them. Below 10 they are called weak (Staiger & Stock 1997).
struct FirstStage {
  std::string parameter{};  ///< Whose regressor it is.
  FTest f{};
};

/// n times the uncentred R2 of the residuals on the instruments (Sargan 1958), chi-squared.
struct SarganTest {
  double statistic{};
  double degrees{};  ///< Instruments less parameters.
  double p_value{};
};

/// One equation's estimates. n is the number of observations, k of free coefficients: parameters and ar(i), less what
/// polynomials take away.
struct EquationFit {
  std::string equation{};    ///< Its name in the model,
  std::string variable{};    ///< and what it determines.
  std::string add_factor{};  ///< Name of its add-factor; empty where it has none.
  EstimationMethod method = EstimationMethod::ordinary_least_squares;
  Stop stop = Stop::not_run;  ///< converged; singular: not identified; or how the search for nonlinear ones ended.
  std::string sentence{};     ///< Why it is not usable, or which periods were left out; empty where neither.
  PeriodRange range{};        ///< The n periods fitted.
  std::vector<std::string> instruments{};      ///< "constant" first; those that others determine left out.
  std::vector<stats::Dependence> collinear{};  ///< Regressors, by their parameters' names, that others determine.

  std::vector<stats::Coefficient> coefficients{};  ///< The parameters, in the model's order or as listed, then ar(i).
  std::size_t parameters{};                        ///< How many of them are the model's: all but ar(i).
  std::vector<double> covariance{};                ///< Of the coefficients, row by row.
  stats::Covariance covariance_kind = stats::Covariance::classical;
  std::optional<std::size_t> lags{};  ///< For Newey-West.

  std::size_t observations{};       ///< n
  std::size_t free_coefficients{};  ///< k
  std::vector<double> actual{};     ///< The left side as written; NaN where it holds a parameter estimated.
  std::vector<double> fitted{};     ///< actual - residuals
  std::vector<double> residuals{};  ///< u, or with autoregressive errors e. Two stages: with the regressors themselves.
  std::vector<double> errors{};     ///< u, what the add-factor must be for the equation to hold.
  double residual_sum{};            ///< SSR = sum of residuals^2
  double standard_error{};          ///< Of the regression: sqrt(SSR / (n - k)).
  double r2{};                      ///< 1 - SSR / sum of (actual - mean)^2; two stages: may be negative.
  double adjusted_r2{};             ///< 1 - (1 - r2) (n - 1) / (n - k)
  double squared_correlation{};     ///< Of actual and fitted: what gretl prints as R2 of two stages.
  double log_likelihood{};          ///< Gaussian at its maximum: -n/2 (log(2 pi SSR / n) + 1).
  double aic{};                     ///< -2 log_likelihood + 2 (k + 1): the variance is a parameter (as R counts).
  double bic{};                     ///< -2 log_likelihood + log(n) (k + 1)
  double durbin_watson{};           ///< Of the residuals.
  /// That all coefficients but the constant are 0, by the covariance asked for (Wald's statistic over its degrees); not
  /// for nonlinear least squares.
  std::optional<FTest> f{};
  std::vector<FirstStage> first_stage{};
  std::optional<SarganTest> sargan{};  ///< Where there are more instruments than parameters.
  int iterations = 0;

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  /// @throws InvalidArgument  naming the nearest known name.
  [[nodiscard]] FOREPLAN_EXPORT const stats::Coefficient& operator[](std::string_view name) const;
};

/// Estimates one behavioural equation. Lags are read from the periods before the range. Standard errors of nonlinear
/// least squares are those of its linear form at the estimates, of two stages those of the projected regressors with
/// the residuals of the equation itself; all have n - k degrees of freedom. Cost O(n k^2) beside the data of the
/// scenario.
/// @throws InvalidArgument  for an equation that is not known (naming the nearest) or an identity; for a parameter that
///   is not known, not in the equation, or, unless listed, in another one too; for an equation that is not linear in
///   its parameters and a method that needs it; for fewer instruments than parameters; for n <= k; for data that are
///   missing or make the equation undefined, naming variables and periods; for a scenario that states targets; for
///   options out of range. PeriodMismatch for a range of another frequency. UnitMismatch as `solve`.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT EquationFit estimate(const Model& model, const Scenario& scenario,
                                                   std::string_view equation, PeriodRange range,
                                                   const EstimationOptions& options = {});

struct EstimateLayerOptions {
  std::string layer = "estimates";
  /// Where the estimates hold. Unset: from 100 years before the first to 100 years after the last period of the data
  /// and samples; outside, the model's own values stand.
  std::optional<PeriodRange> range{};
  /// Puts the errors of each equation into its add-factor over its sample, in place of what stood there: over it the
  /// model then reproduces history where its identities hold in the data.
  bool residuals = false;
  /// Equations with autoregressive errors are expected to go on erring: for so many periods after its sample the
  /// add-factor of each holds u_t = r_1 u_(t-1) + ... + r_p u_(t-p), from the errors at the sample's end.
  std::size_t error_periods = 0;
};

/// The scenario with a layer that gives the parameters their estimates.
/// @throws InvalidArgument  for fits that are not usable, two estimates of one parameter, a layer name that is taken,
///   residuals or expected errors asked for where an equation has no add-factor.
[[nodiscard]] FOREPLAN_EXPORT Scenario with_estimates(const Scenario& scenario, const std::vector<EquationFit>& fits,
                                                      const EstimateLayerOptions& options = {});

/// Estimates and covariance of the model's parameters (not of ar(i)), as `SimulateOptions::parameters` draws them; block
/// by block: equations estimated one by one are taken for independent.
/// @throws InvalidArgument  as `with_estimates`.
[[nodiscard]] FOREPLAN_EXPORT ParameterDraws parameter_draws(const std::vector<EquationFit>& fits);

}  // namespace foreplan::inline v0::scenario
