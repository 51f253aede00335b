#pragma once
#include <foreplan/export.hpp>
#include <foreplan/forecast/adjusted.hpp>
#include <foreplan/forecast/arima.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/ces.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/intermittent.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/tbats.hpp>
#include <foreplan/forecast/theta.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <variant>

/// A fit whose model is known only when the program runs: chosen from data, or read from a document (io/forecast.hpp).
///
///   AnyFit fit = fit_ets(sales, {.season_length = 12});
///   fit = update(fit, new_values);                                 // nothing is estimated again
///   const Forecast next = predict(fit, 12, {.coverage = 0.90});    // prediction.hpp: also quantiles and paths
///   if (const auto* ets = std::get_if<EtsFit>(&fit)) draw(ets->residuals);
namespace foreplan::inline v0::forecast {

using AnyFit = std::variant<RandomWalkFit, MeanFit, EtsFit, ThetaFit, ArimaFit, CesFit, TbatsFit, IntermittentFit,
                            AdjustedFit<EtsFit>, AdjustedFit<ThetaFit>, AdjustedFit<ArimaFit>>;

/// Both as the model's own functions.
/// @throws InvalidArgument  for a fit with regressors too: these need their values over the same periods, which only
///   the model's own functions take.
[[nodiscard]] FOREPLAN_EXPORT Predictive predictive(const AnyFit&, std::size_t horizon);
[[nodiscard]] FOREPLAN_EXPORT AnyFit update(const AnyFit&, std::span<const double> more);
/// What was fitted: "ETS(A,Ad,N)" (forecaster.hpp).
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const AnyFit&);
/// What the model says; true of models that have nothing to search for.
[[nodiscard]] FOREPLAN_EXPORT bool usable(const AnyFit&);

/// Refuses a fit that no fit function returns and that `predictive` or `update` could not answer: for one made by hand
/// or by another program. What `fit_x` and `update` return is valid, and so is what `apply_x` returns unless its
/// parameters let the states explode.
/// @throws InvalidArgument  for members whose sizes contradict each other; orders and season lengths out of the ranges
///   of the model's options; parameters and states that are not finite or not what the model has; a transformation
///   without its lambda; ARIMA errors of which differencing leaves none, or whose number times that of their gaps, or
///   times the larger of p + m P and q + m Q, passes 10^8 (an update would ask for gigabytes).
FOREPLAN_EXPORT void validate(const AnyFit&);

}  // namespace foreplan::inline v0::forecast
