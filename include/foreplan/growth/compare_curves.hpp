#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/growth/curve_fit.hpp>
#include <foreplan/growth/curves.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Which curve suits a series: several of them fitted to the same observations, ranked by how well they describe what
/// was seen (AICc) and by how well they would have forecast it (rolling origin). The two often disagree; short series
/// tell curves with a ceiling and without one apart badly, and then both tables say so.
namespace foreplan::inline v0::growth {

/// What a named candidate is held to; see `CurveOptions`.
struct CurveLimits {
  std::string name{};  ///< In the result; empty: the curve's own.
  std::vector<ParameterRange> ranges{};
  std::optional<double> ceiling{};
  std::optional<double> floor{};
};

/// Fits a candidate to the first observations of the series. `options` carry the comparison's errors, starts,
/// iterations and cancellation, and its weights cut to as many as there are observations.
using CurveFitter =
    std::function<CurveFit(std::span<const double> t, std::span<const double> y, const CurveOptions& options)>;

/// A named curve, or the caller's own by how it is fitted:
///
///   compare_curves({Curve::logistic, {Curve::gompertz, {.ceiling = 100}},
///                   {"root", [](auto t, auto y, const auto& o) {
///                      return fit_curve<2>([](const auto& b, double x) { return b[0] + b[1] * std::sqrt(x); },
///                                          {y.front(), 1.0}, t, y, o); }}}, t, y);
struct CurveCandidate {
  FOREPLAN_EXPORT CurveCandidate(Curve curve, CurveLimits limits = {});  // NOLINT: conversion is the purpose
  FOREPLAN_EXPORT CurveCandidate(std::string name, CurveFitter fit);

  std::string name{};
  CurveFitter fit{};
  std::size_t parameters = 0;  ///< Of a named curve; 0 for the caller's own: not known before it is fitted.
};

/// How errors e = y - forecast are put into one number, over all origins and steps ahead together.
enum class CurveErrorMeasure : std::uint8_t {
  rmse,  ///< sqrt(mean e^2), units of y.
  mae,   ///< mean |e|, units of y.
  mape,  ///< mean |e / y|, a fraction; refused where an observation that is forecast is 0.
  /// mean |e| / q, q the mean |y(i) - y(i - 1)| of the origin's training observations (Hyndman & Koehler 2006).
  mase,
  rmsse,  ///< sqrt(mean e^2 / q), q the mean (y(i) - y(i - 1))^2 of the training observations.
};
/// "RMSE", "MAE", "MAPE", "MASE", "RMSSE".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(CurveErrorMeasure) noexcept;

struct CompareCurvesOptions {
  std::vector<double> weights{};  ///< As in `CurveOptions`; of all candidates, or likelihoods could not be compared.
  CurveErrors errors = CurveErrors::homoscedastic;  ///< Likewise.
  int starts = 16;                                  ///< >= 1
  int max_iterations = 1000;                        ///< >= 1
  std::size_t horizon = 3;                          ///< >= 1; observations forecast from each origin.
  /// Observations before the first origin; unset: half of all, rounded up, and two more than any named candidate has
  /// parameters.
  std::optional<std::size_t> minimum_training{};
  std::optional<std::size_t> origins{};  ///< >= 1; only the latest so many. Unset: one after every observation.
  CurveErrorMeasure measure = CurveErrorMeasure::mase;
  Execution execution{};  ///< A unit of progress is one fit. Results are the same for any number of threads.
};

/// What a candidate said of the next `horizon` observations, from a fit of its own to those before.
struct CurveOrigin {
  std::size_t training = 0;  ///< The first so many observations were known.
  /// Why that fit ended. `singular`: the observations do not tell its parameters apart; `not_finite`: the curve
  /// overflows within the horizon.
  Stop stop = Stop::not_run;
  std::vector<double> forecast{};  ///< Empty unless usable.

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  bool operator==(const CurveOrigin&) const = default;
};

/// Ranks count from 1; equals share one, and the next comes after all of them (1, 2, 2, 4).
struct ComparedCurve {
  std::string name{};
  CurveFit fit{};     ///< To all observations.
  double delta = 0;   ///< AICc above the least one; infinite where the fit is not usable or n <= k + 1.
  double weight = 0;  ///< exp(-delta / 2), scaled to add up to 1 (Akaike weights; Burnham & Anderson 2002, p. 75).
  std::size_t aicc_rank = 0;            ///< Within 1e-6 of AICc is equal.
  std::vector<CurveOrigin> origins{};   ///< In the order of time.
  std::size_t failures = 0;             ///< Origins that are not usable.
  double error = 0;                     ///< Over the usable origins; NaN if there is none.
  std::vector<double> error_by_step{};  ///< The same for 1, 2, ... `horizon` steps ahead.
  /// By error, within one part in 10^9 equal; but fewer failures come first, since a curve that could not be fitted
  /// could not have been used either.
  std::size_t error_rank = 0;
};

struct CurveComparison {
  std::vector<ComparedCurve> curves{};  ///< In the order given.
  std::vector<std::size_t> by_aicc{};   ///< Places in `curves`, the best first; among equals in the order given.
  std::vector<std::size_t> by_error{};
  std::size_t observations = 0;
  std::size_t minimum_training = 0;
  std::size_t origins = 0;
  std::size_t horizon = 0;
  CurveErrorMeasure measure = CurveErrorMeasure::mase;
  std::optional<Origin> origin{};  ///< Of a Series.
};

/// Fits every candidate to all observations and, from its automatic starts again, to those before each origin: a
/// forecast never sees what it is judged by. Cost: candidates x (1 + origins) fits.
///
/// AICc and its weights compare likelihoods of the same y under the same law of errors. So candidates have errors and
/// weights in common, and a fit of the caller's that used others, a robust loss, or other observations (logarithms of
/// them, say) is refused.
///
/// @param t  rising; y of the same length.
/// @throws InvalidArgument  as `fit_curve`; without candidates, for two of one name, unless an origin lies between
///   minimum_training and the last `horizon` observations; for the scaled measures when a training sample is constant.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT CurveComparison compare_curves(const std::vector<CurveCandidate>& candidates,
                                                             std::span<const double> t, std::span<const double> y,
                                                             const CompareCurvesOptions& options = {});
/// At t = 1, 2, ... from the first period on; missing values are left out, with no weight of their own, so that a step
/// goes to the next observation.
[[nodiscard]] FOREPLAN_EXPORT CurveComparison compare_curves(const std::vector<CurveCandidate>& candidates,
                                                             const Series& series,
                                                             const CompareCurvesOptions& options = {});

}  // namespace foreplan::inline v0::growth
