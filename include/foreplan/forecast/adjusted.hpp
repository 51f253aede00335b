#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/decomposition.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/transform.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

/// Forecasts by decomposition: any model of the seasonally adjusted series, the last season of each length repeated.
///
///   const auto fit = fit_adjusted(load, {.season_lengths = {24, 168}});                         // ETS without seasons
///   const auto walk = fit_adjusted(load, {.season_lengths = {24}}, [](auto y) { return fit_drift(y); });
///   const auto next = predict(fit, 48);
///
/// Intervals are those of the model: that seasons change and were estimated is not in them.
namespace foreplan::inline v0::forecast {

struct AdjustmentOptions {
  /// Distinct, each in [2, 100,000]. Left out are those of which y does not have two whole ones, or a place of which is
  /// never observed; with none left the model is given the series itself.
  std::vector<std::size_t> season_lengths{};
  MstlOptions mstl{};  ///< Windows, robustness; of one season this is STL.
  Transform transform{};
};

/// A series without its seasons, and what they will be.
struct SeasonalAdjustment {
  std::optional<Origin> origin{};
  Transform transform{};                    ///< With lambda set.
  Decomposition decomposition{};            ///< On the transformed scale; empty when no season is left.
  std::vector<double> adjusted{};           ///< On the transformed scale; NaN where y is missing.
  std::vector<std::vector<double>> next{};  ///< The last season of each length, that of the next period first.

  bool operator==(const SeasonalAdjustment&) const = default;
};

/// @throws InvalidArgument  without any observation; as `decompose_mstl` and `resolved`.
[[nodiscard]] FOREPLAN_EXPORT SeasonalAdjustment adjust_seasonally(std::span<const double> y,
                                                                   const AdjustmentOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT SeasonalAdjustment adjust_seasonally(const Series& y, const AdjustmentOptions& = {});
/// The sum of all seasons over the next periods, on the transformed scale. @param horizon  [1, 1,000,000].
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> seasonal_forecast(const SeasonalAdjustment&, std::size_t horizon);
/// What a model of `adjusted` predicts, with the seasons put back.
/// @throws InvalidArgument  for a model with a transformation of its own: it belongs to the adjustment.
[[nodiscard]] FOREPLAN_EXPORT Predictive with_seasons(const SeasonalAdjustment&, Predictive model);
/// More values without the seasons as they are forecast, which stay as they are.
/// @throws InvalidArgument  for a value that is infinite or outside the transformation's domain.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> continue_adjustment(SeasonalAdjustment&,
                                                                      std::span<const double> more);

template <class Fit>
struct AdjustedFit {
  SeasonalAdjustment seasons{};
  Fit model{};  ///< Of `seasons.adjusted`: its residuals and likelihood are on the transformed scale.

  [[nodiscard]] bool usable() const {
    if constexpr (requires { model.usable(); })
      return model.usable();
    else
      return true;
  }
};

/// What fits a model to an adjusted series.
template <class Model>
concept AdjustedModel = std::invocable<const Model&, std::span<const double>> &&
    HasPredictive<std::invoke_result_t<const Model&, std::span<const double>>>;

/// @param model  called once, with the adjusted series. @throws  as `adjust_seasonally`; what `model` throws.
template <class Values, AdjustedModel Model>
[[nodiscard]] auto fit_adjusted(const Values& y, const AdjustmentOptions& options, const Model& model) {
  SeasonalAdjustment seasons = adjust_seasonally(y, options);
  auto fit = model(std::span<const double>(seasons.adjusted));
  return AdjustedFit<decltype(fit)>{std::move(seasons), std::move(fit)};
}
/// By exponential smoothing without a season, its form chosen by AICc.
[[nodiscard]] FOREPLAN_EXPORT AdjustedFit<EtsFit> fit_adjusted(std::span<const double> y,
                                                               const AdjustmentOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT AdjustedFit<EtsFit> fit_adjusted(const Series& y, const AdjustmentOptions& = {});

template <HasPredictive Fit>
[[nodiscard]] Predictive predictive(const AdjustedFit<Fit>& fit, std::size_t horizon) {
  return with_seasons(fit.seasons, predictive(fit.model, horizon));
}

/// The model taken over more values, seasons as forecast; nothing is estimated again.
template <class Fit>
[[nodiscard]] AdjustedFit<Fit> update(const AdjustedFit<Fit>& fit, std::span<const double> more) {
  SeasonalAdjustment seasons = fit.seasons;
  const std::vector<double> adjusted = continue_adjustment(seasons, more);
  return {std::move(seasons), update(fit.model, adjusted)};
}

}  // namespace foreplan::inline v0::forecast
