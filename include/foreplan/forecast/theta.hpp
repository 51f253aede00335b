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
#include <string_view>
#include <vector>

/// The theta method (Assimakopoulos & Nikolopoulos 2000) as state space models of a single source of error
/// (Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016): the theta line theta y + (1 - theta) (A + B t),
/// smoothed with level l and parameter alpha, combined with the line A + B t so that both reproduce y. With w = 1 - 1 /
/// theta, q = 1 - alpha, g_t = (1 - q^t) / alpha, a step from t-1 to t = 1, 2, ... is
///
///   mu_t = l_(t-1) + w (q^(t-1) A + g_t B)     forecast
///   e_t = y_t - mu_t                           innovation, normal with variance sigma2
///   l_t = alpha y_t + q l_(t-1)                level
///
/// A + B t is the least-squares line: through all observations in the static forms, through those before t in the
/// dynamic ones (B = 0 until there are two, A + B t = 0 before there is one), where it moves on with forecasts and
/// sample paths too. With theta = 2 the static form is simple smoothing with half the line's slope as drift (Hyndman &
/// Billah 2003): the smoothing that they start at s has l_0 = s - w (A + B) here.
///
/// A series with seasons is divided by, or reduced by, indices of the season before, and forecasts carry them again:
///
///   z = y / s, or y - s     s the means over the years of y over (or less) its centred moving average of m values,
///                           brought to the mean 1 (or 0): classical decomposition
///
/// The Gaussian log likelihood of n observations of y, with sigma2 at its maximum SSE / n, SSE the sum of e^2, is
///
///   -n/2 (log(2 pi SSE / n) + 1) - [multiplicative seasons] sum of log s
///
/// on the transformed scale, given the line and the indices. Missing values (NaN) move the level on with the forecast
/// in the place of y, and count neither for the line nor for the likelihood.
///
/// With regressors x all this is of y_t - x_t' b in the place of y_t: its lines, its indices (additive ones or none,
/// since multiplicative ones would need y_t - x_t' b > 0), its SSE, which is least at the b found. Whether there is a
/// season is asked of y_t - x_t' b with a first b, that of the least squares of changes from one observation to the
/// next. Dynamic lines begin at zero: there a constant added to a regressor changes the fit a little, as one added to y
/// does.
namespace foreplan::inline v0::forecast {

enum class ThetaForm : std::uint8_t {
  standard,           ///< STM: static, theta = 2.
  optimised,          ///< OTM: static, theta estimated.
  dynamic,            ///< DSTM: dynamic, theta = 2.
  dynamic_optimised,  ///< DOTM: dynamic, theta estimated.
};
/// "dynamic optimised theta".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ThetaForm) noexcept;

enum class ThetaSeason : std::uint8_t { none, additive, multiplicative };

/// Unset parameters are estimated. Box-Cox theta: `.transform = box_cox()`.
struct ThetaOptions {
  ThetaForm form = ThetaForm::dynamic_optimised;
  std::size_t season_length = 1;  ///< m: [1, 100,000].
  /// Unset: multiplicative for untransformed values all > 0, else additive.
  std::optional<ThetaSeason> season{};
  /// Seasons are taken out only where the autocorrelations r of the (transformed) series say so at this level, (0, 1):
  /// |r_m| > z sqrt((1 + 2 sum of r_k^2, k < m) / n), z of the two-sided normal level. 0.90 is the practice of the
  /// method's authors and of the M4 competition. Unset: always.
  std::optional<double> season_test = 0.90;
  std::optional<double> alpha{};          ///< Held: [0, 1].
  std::optional<double> theta{};          ///< Held: [1, 10^10]; unset in the standard forms: 2.
  std::optional<double> initial_level{};  ///< l_0 held, on the transformed scale without the season.
  double least_alpha = 0.1;               ///< Where alpha is looked for: 0 <= least < largest <= 1. These are
  double largest_alpha = 0.99;            ///< Fiorucci et al.'s.
  Transform transform{};
  /// As long as y, at most 1e100 in size, of distinct names; not transformed. Where y is observed, independent of each
  /// other, a constant and the season that is taken out.
  std::vector<stats::Regressor> regressors{};
};

/// What a step starts from.
struct ThetaState {
  double level = 0;         ///< l
  double periods = 0;       ///< t, missing ones too.
  double observations = 0;  ///< That the line is through; this and what follows is fixed in the static forms.
  double mean_time = 0;     ///< Of these, from t = 1,
  double mean = 0;          ///< of their values without the season,
  double time_squares = 0;  ///< and the sum of (time - mean_time)^2.
  double slope = 0;         ///< B

  [[nodiscard]] double intercept() const noexcept { return mean - slope * mean_time; }  ///< A
  bool operator==(const ThetaState&) const = default;
};

struct ThetaFit {
  std::optional<Origin> origin{};
  Transform transform{};
  ThetaForm form = ThetaForm::dynamic_optimised;
  std::size_t season_length = 1;
  ThetaSeason season = ThetaSeason::none;  ///< That was taken out.
  std::vector<double> seasonals{};         ///< The m indices, that of the first value first; empty without a season.
  double seasonality = 0;                  ///< |r_m| over its limit in the test; NaN where there was none.
  double alpha = 0;
  double theta = 1;
  ThetaState initial{};          ///< Before the first value; of static forms with the line of all of them.
  ThetaState last{};             ///< After the last one.
  std::size_t observations = 0;  ///< n, not missing.
  /// p: estimated among alpha, theta and l_0; two of the line in static forms; m - 1 of the season; b; sigma2.
  std::size_t parameters = 0;
  double log_likelihood = 0;
  double aic = 0, aicc = 0, bic = 0;  ///< As for ETS.
  double sigma2 = 0;                  ///< SSE / (n - p + 1), SSE / n unless n > p - 1; without the season.
  std::vector<double> fitted{};       ///< mu with the season, on the transformed scale, also where y is missing.
  std::vector<double> residuals{};    ///< e; NaN where y is missing.
  Stop stop = Stop::not_run;
  /// b of the regressors, on the transformed scale. Standard errors are of least squares given alpha and theta.
  std::vector<ModelCoefficient> coefficients{};

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
};

/// Given alpha, mu is linear in l_0 and w: the least SSE over these (w within [0, 1 - 10^-10]) is found by least
/// squares, and alpha by a grid and Brent's method between its best point's neighbours. Where the data do not identify
/// w (a line without slope) theta is 2. With regressors it is linear in l_0 and b given alpha and theta, and theta is
/// looked for within each alpha.
///
/// With fewer than four observations the forecast is the last value (theta = 1, alpha = 1), whatever is held. No season
/// is taken out of 2 m values or fewer, or where gaps leave one without an index; see `season` of the fit. A constant
/// series has the naive forecast.
/// Cost: some fifty passes over the data; seasons add O(n m), k regressors fifty factorisations of 2 k + 3 columns.
/// @throws InvalidArgument  without any observation; for infinite values; options out of range; multiplicative seasons
///   of values not all > 0; regressors of another length, not finite, dependent, with multiplicative seasons, or not
///   four fewer than the observations, naming which.
[[nodiscard]] FOREPLAN_EXPORT ThetaFit fit_theta(std::span<const double> y, const ThetaOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT ThetaFit fit_theta(const Series& y, const ThetaOptions& options = {});

/// What the formulas above give for parameters of any source; nothing is estimated. `form`, `season_length`, `season`,
/// `seasonals`, `transform`, `alpha`, `theta`, `initial`, `parameters` and the names and estimates of `coefficients` of
/// `model` are read.
/// @param regressors  those of the coefficients, by name, over y.
/// @throws InvalidArgument  for seasonals of the wrong number, parameters out of range or not finite, regressors that
///   are not the model's.
[[nodiscard]] FOREPLAN_EXPORT ThetaFit apply_theta(const ThetaFit& model, std::span<const double> y,
                                                   const std::vector<stats::Regressor>& regressors = {});

/// The fit with its states taken over more values; parameters, the static forms' line, indices and likelihood stay.
/// @param regressors  the fit's, by name, over the new values.
[[nodiscard]] FOREPLAN_EXPORT ThetaFit update(const ThetaFit&, std::span<const double> more,
                                              const std::vector<stats::Regressor>& regressors = {});

/// Means and variances are exact given the parameters: static forms have variance sigma2 (1 + (h - 1) alpha^2), dynamic
/// ones that of their linear recursion, in O(horizon); with multiplicative seasons times s^2. They know nothing of the
/// doubt about parameters, line and indices, nor of variances that grow with the level: on short trending series
/// intervals hold far less than they say (90 % ones of yearly competition series some 0.6 of the values, with Box-Cox
/// 0.75).
/// @param future  the fit's regressors, by name, over the horizon.
/// @throws InvalidArgument  unless the regressors are the fit's, `horizon` values each, and finite.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const ThetaFit&, std::size_t horizon,
                                                    const std::vector<stats::Regressor>& future);
/// Of a fit without regressors.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const ThetaFit&, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
