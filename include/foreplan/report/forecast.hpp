#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/forecast/ces.hpp>
#include <foreplan/forecast/decomposition.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/tbats.hpp>
#include <foreplan/forecast/theta.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/document.hpp>
#include <foreplan/report/panels.hpp>
#include <foreplan/report/table.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Forecasts and the models behind them: fans, decompositions, residuals, the forms that were tried.
///
///   const auto fan = quantiles(fit, 24, {0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975});
///   page.section("Where does it go?", forecast_fan(sales, fan));
///   page.section("What is it made of?", decomposition_panel(decompose_stl(sales, 12), sales));
///   page.section("What does the model leave?", residual_panel(fit, {.season_length = 12}), model_table(fit.tried));
///
/// Values given as a span have the name, unit and periods of the origin of forecast or decomposition, and periods that
/// are only numbered, from 1, where that has none.
namespace foreplan::inline v0::report {

struct ForecastFanOptions {
  std::string title{};  ///< Empty: the name of the series.
  /// How many of the last periods of the history are shown; unset: five times the horizon, at least 60. What is left
  /// out is said below the chart. Together with the horizon at most 5,000.
  std::optional<std::size_t> history{};
  Language language = Language::english;
};

/// What was observed, where a forecast goes from there, and bands around it: one for each forecast, which differ in
/// coverage alone. Bands grow from the last observation. A forecast without intervals, or with none but missing ends,
/// has no band; missing values of the history are gaps.
/// @throws PeriodMismatch   unless the origins, where there are any, are the last period of the history.
/// @throws UnitMismatch     when an origin has another unit.
/// @throws InvalidArgument  for no history or forecast, horizons, means or origins that differ, coverages that do not,
///   bands that do not nest.
[[nodiscard]] FOREPLAN_EXPORT LineChart forecast_fan(const Series& history, const std::vector<Forecast>& forecasts,
                                                     const ForecastFanOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT LineChart forecast_fan(std::span<const double> history,
                                                     const std::vector<Forecast>& forecasts,
                                                     const ForecastFanOptions& options = {});

/// The same from quantiles: the median, and a band between every level below it and its counterpart above.
/// @throws InvalidArgument  also unless 0.5 is among the levels and each other one has a counterpart, once.
[[nodiscard]] FOREPLAN_EXPORT LineChart forecast_fan(const Series& history, const forecast::QuantileForecast& forecast,
                                                     const ForecastFanOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT LineChart forecast_fan(std::span<const double> history,
                                                     const forecast::QuantileForecast& forecast,
                                                     const ForecastFanOptions& options = {});

/// Observations, trend, each season and remainder under each other, each on a scale of its own, with bars that stand
/// for the same amount in all of them. Of multiplicative forms seasons and remainder are in per cent, and the bars
/// stand for the same per cent of the mean of the trend.
/// @throws PeriodMismatch, UnitMismatch  unless the decomposition's origin, if any, is that of the series.
/// @throws InvalidArgument  for another length than the decomposition's.
[[nodiscard]] FOREPLAN_EXPORT PanelChart decomposition_panel(const forecast::Decomposition& parts, const Series& y,
                                                             Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT PanelChart decomposition_panel(const forecast::Decomposition& parts,
                                                             std::span<const double> y,
                                                             Language language = Language::english);

struct ResidualPanelOptions {
  std::size_t season_length = 1;      ///< >= 1
  std::size_t fitted = 0;             ///< Parameters of autocorrelation, AR and MA terms: `stats::ljung_box_test`.
  std::optional<std::size_t> lags{};  ///< Of Ljung-Box. Unset: two seasons, or 10 without, at most n / 5 and at least
                                      ///< `fitted` + 3; always at most n - 1.
  std::optional<std::size_t> arch_lags{};  ///< Unset: one season, or 5 without, fewer for few residuals.
  double level = 0.05;                     ///< (0, 1), of all tests: below it a p-value counts as a sign.
  Language language = Language::english;
};

/// What a model leaves: its residuals over time; their autocorrelations about zero with the limits that those of white
/// noise pass in 5 of 100 lags; a histogram beside the normal density of the same mean and variance; and the tests of
/// Ljung & Box, Jarque & Bera and Engle (ARCH), each with a sentence.
///
/// Missing residuals are gaps in time and left out elsewhere; Ljung-Box and ARCH are of the longest stretch without one
/// then, which the table says. Where nothing varies, or a single residual is known, there are no autocorrelations
/// and no histogram; a test that cannot be made has a row that says so.
/// @param residuals  of any model, divided by what their size is proportional to, if that differs.
/// @throws InvalidArgument  for no known residual, an infinite one, magnitudes above 1e15 or all below 1e-9 but not 0,
///   options out of range.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Block> residual_panel(const Series& residuals,
                                                                const ResidualPanelOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT std::vector<Block> residual_panel(std::span<const double> residuals,
                                                                const ResidualPanelOptions& options = {});

template <class Fit>
concept HasResiduals = requires(const Fit& fit) {
  { fit.residuals } -> std::convertible_to<const std::vector<double>&>;
  { fit.origin } -> std::convertible_to<const std::optional<Origin>&>;
};
/// Of a fit whose residuals end with its data.
template <HasResiduals Fit>
[[nodiscard]] std::vector<Block> residual_panel(const Fit& fit, const ResidualPanelOptions& options = {}) {
  if (!fit.origin || fit.residuals.empty()) return residual_panel(std::span<const double>(fit.residuals), options);
  const auto before = static_cast<std::int64_t>(fit.residuals.size()) - 1;
  return residual_panel(Series{fit.origin->name, fit.origin->last - before, {}, fit.residuals}, options);
}

struct ModelTableOptions {
  forecast::Criterion criterion = forecast::Criterion::aicc;  ///< That the candidates were compared by: its name.
  Language language = Language::english;
};
/// The forms that were tried, best first, with log likelihood, criterion and how far that is above the best; those that
/// have none stand last.
/// @throws InvalidArgument  for no candidate.
[[nodiscard]] FOREPLAN_EXPORT Table model_table(const std::vector<forecast::EtsCandidate>& tried,
                                                const ModelTableOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT Table model_table(const std::vector<forecast::ArimaCandidate>& tried,
                                                std::size_t season_length, const ModelTableOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT Table model_table(const std::vector<forecast::CesCandidate>& tried,
                                                const ModelTableOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT Table model_table(const std::vector<forecast::TbatsCandidate>& tried,
                                                const ModelTableOptions& options = {});

/// Coefficients, of exponential smoothing and theta those of regressors, with standard errors and the ratio of the two;
/// the variance of the innovations below.
/// @throws InvalidArgument  for a fit without coefficients.
[[nodiscard]] FOREPLAN_EXPORT Table coefficient_table(const forecast::ArimaFit& fit,
                                                      Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table coefficient_table(const forecast::EtsFit& fit,
                                                      Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table coefficient_table(const forecast::ThetaFit& fit,
                                                      Language language = Language::english);

}  // namespace foreplan::inline v0::report
