#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/adjusted.hpp>
#include <foreplan/forecast/arima.hpp>
#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/ces.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/intermittent.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/tbats.hpp>
#include <foreplan/forecast/theta.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// Any model with `predictive` as a `stats::Forecaster`:
///
///   const auto ets = forecaster("ets", [](std::span<const double> y, std::size_t season_length) {
///     return fit_ets(y, {.season_length = season_length, .largest_beta = 0.2});
///   });
namespace foreplan::inline v0::forecast {

/// What was fitted: "ETS(A,Ad,N)", "ARIMA(0,1,1)(0,1,1)[12]", "dynamic optimised theta".
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const EtsFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const ThetaFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const ArimaFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const CesFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const TbatsFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const RandomWalkFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const MeanFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string describe(const IntermittentFit&);
template <class Fit>
[[nodiscard]] std::string describe(const AdjustedFit<Fit>& fit) {
  return describe(fit.model) + (fit.seasons.next.empty() ? "" : " after STL");
}

/// What the likelihood of a fit is of, for `stats::FitCriteria::of`: "y" for all models of the values as they are, with
/// innovations (exponential smoothing, theta, TBATS whatever its transformation, whose slope is in its likelihood) or,
/// not differenced, ARIMA; else with the transformation or the differences: "y, Box-Cox 0.3", "y differenced 1, 1
/// [12]"; "by conditional least squares" where the first values are given.
[[nodiscard]] FOREPLAN_EXPORT std::string likelihood_of(const EtsFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string likelihood_of(const ThetaFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string likelihood_of(const ArimaFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string likelihood_of(const CesFit&);
[[nodiscard]] FOREPLAN_EXPORT std::string likelihood_of(const TbatsFit&);
/// "of the series without its season by STL" in front: comparable among fits of one decomposition.
template <class Fit>
[[nodiscard]] std::string likelihood_of(const AdjustedFit<Fit>& fit) {
  return (fit.seasons.next.empty() ? "" : "after STL, ") + likelihood_of(fit.model);
}

/// The criteria of a fit that has them, of the model within an `AdjustedFit`, of what a variant holds; else none. Of a
/// fit of the caller's own the likelihood is said to be of `name`: comparable with fits of that name.
template <class Fit>
[[nodiscard]] stats::FitCriteria criteria(const Fit& fit, const std::string& name = {}) {
  if constexpr (requires { std::variant_size<Fit>::value; }) {
    return std::visit([&](const auto& model) { return criteria(model, name); }, fit);
  } else if constexpr (requires { fit.log_likelihood, fit.aic, fit.aicc, fit.bic; }) {
    stats::FitCriteria result{fit.log_likelihood, fit.aic, fit.aicc, fit.bic, name};
    if constexpr (requires { likelihood_of(fit); }) result.of = likelihood_of(fit);
    return result;
  } else if constexpr (requires { fit.model.aicc, likelihood_of(fit); }) {
    stats::FitCriteria result = criteria(fit.model, name);
    result.of = likelihood_of(fit);
    return result;
  } else {
    return {};
  }
}

/// Points as `predict` has them, and quantiles. @throws InvalidArgument  as these two.
[[nodiscard]] FOREPLAN_EXPORT stats::Outlook outlook(const Predictive&, const std::vector<double>& levels,
                                                     const ForecastOptions& = {});

/// A fit whatever its type. Its description is `describe(fit)` where there is one, else `name`; it is usable as
/// `fit.usable()` says, or `usable(fit)` of a variant, and otherwise always; its criteria are `criteria(fit)`.
template <HasPredictive Fit>
[[nodiscard]] stats::Fitted fitted(Fit fit, const ForecastOptions& options = {}, const std::string& name = {}) {
  stats::Fitted result{.model = name};
  if constexpr (requires {
                  { describe(fit) } -> std::convertible_to<std::string>;
                })
    result.model = describe(fit);
  if constexpr (requires {
                  { fit.usable() } -> std::convertible_to<bool>;
                })
    result.usable = fit.usable();
  else if constexpr (requires {
                       std::variant_size<Fit>::value;
                       { usable(fit) } -> std::convertible_to<bool>;
                     })
    result.usable = usable(fit);  // as `AnyFit` has it
  result.criteria = criteria(fit, name);
  result.predict = [fit, options](std::size_t horizon, const std::vector<double>& levels) {
    return outlook(predictive(fit, horizon), levels, options);
  };
  if constexpr (requires(std::span<const double> more) {
                  { update(fit, more) } -> std::convertible_to<Fit>;
                })
    result.update = [fit = std::move(fit), options, name](std::span<const double> more) {
      return fitted(Fit(update(fit, more)), options, name);
    };
  return result;
}

/// What fits a model to values and a season length.
template <class Model>
concept FitsSeries = std::invocable<const Model&, std::span<const double>, std::size_t> &&
    HasPredictive<std::invoke_result_t<const Model&, std::span<const double>, std::size_t>>;

/// @param model  called for every series; it must not change.
template <FitsSeries Model>
[[nodiscard]] stats::Forecaster forecaster(std::string name, Model model, const ForecastOptions& options = {}) {
  auto fit = [name, model = std::move(model), options](std::span<const double> y, std::size_t season_length) {
    return fitted(model(y, season_length), options, name);
  };
  return {std::move(name), std::move(fit)};
}

}  // namespace foreplan::inline v0::forecast
