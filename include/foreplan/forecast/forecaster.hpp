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

/// Points as `predict` has them, and quantiles. @throws InvalidArgument  as these two.
[[nodiscard]] FOREPLAN_EXPORT stats::Outlook outlook(const Predictive&, const std::vector<double>& levels,
                                                     const ForecastOptions& = {});

/// A fit whatever its type. Its description is `describe(fit)` where there is one, else `name`; it is usable as
/// `fit.usable()` says, or `usable(fit)` of a variant, and otherwise always.
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
