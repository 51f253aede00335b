#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/transform.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Complex exponential smoothing (Svetunkov, Kourentzes & Ord 2022): y + i e, e the error standing for the series'
/// information potential, smoothed with a complex parameter a0 + i a1. As a state space model of a single source of
/// error with level l and potential c, one step from the states of t-1 to y_t is
///
///   f = l                                    forecast
///   e = y - f                                innovation, normal with variance sigma2
///   l <- l - (1 - a1) c + (a0 - a1) e        level
///   c <- l + (1 - a0) c + (a0 + a1) e        potential, l that of t-1
///
/// Without an innovation the level moves by the roots x of x^2 - (2 - a0) x + 2 - a0 - a1: with a1 = 1 it stays, with
/// a1 > 1 it grows for ever, with a1 < 1 it dies down or swings. One model so does for series with and without a trend,
/// and with a1 = 1 it is simple smoothing with the parameter a0 - 1. With m seasons (Svetunkov & Kourentzes 2018)
///
///   simple    every season has l and c of its own: those of t-m take the place of those of t-1
///   partial   f = l + s, s <- s + b0 e, s the seasonal of t-m
///   full      f = l + s, s <- s - (1 - b1) g + (b0 - b1) e, g <- s + (1 - b0) g + (b0 + b1) e, seasonals s and their
///             potentials g those of t-m
///
/// and the Gaussian log likelihood of n observations, with sigma2 at its maximum SSE / n, SSE the sum of e^2, is
///
///   -n/2 (log(2 pi SSE / n) + 1)
///
/// on the transformed scale, given the states before the first value. Missing values (NaN) move the states on without
/// an innovation and are left out of the likelihood. Forecasts follow the scale and the sign of a series, but a shift
/// of it only where a1 = 1, as a level that dies down does so towards zero.
///
///   const CesFit fit = fit_ces(sales, {.season_length = 12});            // the season chosen by AICc
///   const Forecast next = predict(fit, 24, {.coverage = 0.9});           // prediction.hpp: also quantiles and paths
///   const CesFit plain = fit_ces(sales, {.season = CesSeason::none});
namespace foreplan::inline v0::forecast {

enum class CesSeason : std::uint8_t { none, simple, partial, full };
/// "CES(none)", "CES(simple)", "CES(partial)", "CES(full)".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(CesSeason) noexcept;

/// Where a0, a1, b0 and b1 may lie.
enum class CesBounds : std::uint8_t {
  /// Forecasts do not depend on the distant past: the eigenvalues of the transition less persistence times measurement
  /// are less than 0.999 in size (the m-th powers of those of the simple form). With 1 in its place that is, without a
  /// season and in the simple form, (a0 - 2.5)^2 + a1^2 > 1.25, (a0 - 0.5)^2 + (a1 - 1)^2 > 0.25 and
  /// (a0 - 1.5)^2 + (a1 - 0.5)^2 < 1.5. In the partial form a level that grows (a1 > 1) needs b0 < 0, as the seasonals
  /// would follow it. Of the partial and full forms b0 and b1 are looked for in [-1, 3].
  admissible,
  practical,  ///< Admissible, and 0 < a0 < 2.5, 0.5 < a1 < 1.5, and so of b0 and b1 of the full form.
};

/// Where the states before the first value come from.
enum class CesInitial : std::uint8_t {
  /// What the same recursion leaves after running over the values forwards and then backwards; not counted. It begins
  /// with level and potential at the mean of the first max(10, 2 m) observations, seasonals and theirs at the means of
  /// each season less that one, less their own mean (simple form: levels and potentials at each season's mean).
  backcast,
  /// Maximum likelihood, and counted as parameters: residuals are linear in them, so that they are the least-squares
  /// solution for any smoothing parameters. Seasonals and their potentials sum to 0 in the partial and full forms,
  /// where the level would say the same again. The likelihood of these can still have narrow spikes, of large states
  /// that all but cancel: the search may creep along to its limit of iterations, or miss one.
  estimated,
};

/// An unset season is chosen by the criterion, unset parameters are estimated by maximum likelihood.
struct CesOptions {
  std::size_t season_length = 1;      ///< m: [1, 100,000]. Automatic choice takes seasons of 2 to 24.
  std::optional<CesSeason> season{};  ///< Partial and full ones, when stated, with m up to 400.
  Criterion criterion = Criterion::aicc;
  CesBounds bounds = CesBounds::admissible;
  /// Likelihoods are higher with estimated states, forecasts better with backcast ones: on a spread sample of M4's
  /// yearly series the last six values are forecast with a sMAPE of 14.2 instead of 14.9.
  CesInitial initial = CesInitial::backcast;
  /// Held where set, whatever the bounds say of them: [-2, 4]. A form without the parameter pays no heed.
  std::optional<double> a0{}, a1{}, b0{}, b1{};
  Transform transform{};
  int max_iterations = 200;  ///< Of each search from one start: >= 1.
};

/// The states after an observation, those of the next period first.
struct CesState {
  std::vector<double> level{};                ///< l: one, m in the simple form.
  std::vector<double> potential{};            ///< c: as many.
  std::vector<double> seasonals{};            ///< s: m in the partial and full forms.
  std::vector<double> seasonal_potentials{};  ///< g: m in the full form.

  bool operator==(const CesState&) const = default;
};

/// One form that was tried.
struct CesCandidate {
  CesSeason season = CesSeason::none;
  double log_likelihood = 0;
  double criterion = 0;  ///< Infinite where it cannot be had.

  bool operator==(const CesCandidate&) const = default;
};

/// What estimation found, in units of y on the transformed scale.
struct CesFit {
  std::optional<Origin> origin{};
  Transform transform{};
  CesSeason season = CesSeason::none;
  std::size_t season_length = 1;
  double a0 = 2, a1 = 1;         ///< These give the naive forecast.
  double b0 = 0, b1 = 0;         ///< b1 of the full form alone; 0 where the form has none.
  CesState initial{};            ///< Before the first value.
  CesState last{};               ///< After the last one.
  std::size_t observations = 0;  ///< n, not missing.
  std::size_t parameters = 0;    ///< p: estimated smoothing parameters, initial states where estimated, and sigma2.
  double log_likelihood = 0;
  double aic = 0, aicc = 0, bic = 0;  ///< As for ETS.
  double sigma2 = 0;                  ///< SSE / (n - p + 1), SSE / n unless n > p - 1.
  std::vector<double> fitted{};       ///< f on the transformed scale, also where y is missing.
  std::vector<double> residuals{};    ///< e; NaN where y is missing.
  std::vector<CesCandidate> tried{};  ///< In the order tried; one when nothing was left to choose.
  Stop stop = Stop::not_run;          ///< Of the form's best search, as for ETS.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged || stop == Stop::no_progress; }
};

/// A form is taken where n > p + 1, a season of 2 m values at least; a stated one that is not is answered by the one
/// without a season, and where that lacks values too (n < 5, n < 7 with estimated states), or for a constant series, or
/// where held parameters leave no likelihood, by the naive forecast: a0 = 2, a1 = 1, which is its limit at the border
/// of the bounds. Likelihoods have several maxima as often as not: the search goes on from the best of a grid of
/// places, and for two or three of a hundred yearly series still misses the highest.
///
/// Cost: some 180 evaluations and 70 with derivatives for the forms none and simple, 650 and 250 for the others, of one
/// pass over the data each, three for backcast states: 0.1 ms for 30 yearly values, 6 ms for the four forms of 120
/// monthly ones. Estimated states of partial and full forms add O(n m^2) to an evaluation, the bounds O(m^2).
/// @throws InvalidArgument  without any observation; for infinite values; options out of range or that contradict each
///   other.
[[nodiscard]] FOREPLAN_EXPORT CesFit fit_ces(std::span<const double> y, const CesOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT CesFit fit_ces(const Series& y, const CesOptions& options = {});

/// What the formulas above give for parameters and initial states of any source; nothing is estimated. `season`,
/// `season_length`, `transform`, the parameters, `initial` and `parameters` of `model` are read.
/// @throws InvalidArgument  for states of the wrong number, parameters that are not finite.
[[nodiscard]] FOREPLAN_EXPORT CesFit apply_ces(const CesFit& model, std::span<const double> y);

/// The fit with its states taken over more values; parameters and likelihood stay as they are.
[[nodiscard]] FOREPLAN_EXPORT CesFit update(const CesFit&, std::span<const double> more);

/// Variances are exact given the parameters: sigma2 (1 + sum of k_j^2, j < h), k_j what an innovation adds to the
/// forecast j periods later, in O(horizon). Levels with a1 > 1 grow without end.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const CesFit&, std::size_t horizon);

}  // namespace foreplan::inline v0::forecast
