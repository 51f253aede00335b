#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/forecast/any_fit.hpp>
#include <foreplan/forecast/default_combination.hpp>

#include <utility>
#include <variant>
#include <vector>

#include "forecast/fields.hpp"
#include "io/fields.hpp"
#include "io/fit_fields.hpp"
#include "io/smoothing_fields.hpp"

/// The lists of fields of fits; those of exponential smoothing are in smoothing_fields.hpp. What a fit has is required,
/// so that no document without it is taken for a fit; a member that is added later has a default (visit without
/// `required`), so that documents written before are still read. A new model takes its list, its line in
/// `forecast::AnyFit`, and its rules in forecast/fit_rules.hpp.
namespace foreplan::inline v0::io::internal {

inline About about(Described, const forecast::RandomWalkFit&) {
  return {"random_walk", "A random walk, by itself in each season: naive, seasonal naive, drift."};
}
void fields(auto& visit, forecast::RandomWalkFit& x) {
  source_fields(visit, x);
  visit.required("season_length", x.season_length, "m: [1, 100,000].");
  visit.required("with_drift", x.with_drift, "Only with m = 1.");
  visit.required("drift", x.drift, "A step.");
  visit.required("last", x.last, "Last observation of each season, that of the next period first.");
  visit.required("age", x.age, "How many repetitions each of them is old.");
  visit.required("steps", x.steps, ">= 0; between first and last observation.");
  visit.open("sigma2", x.sigma2, ">= 0; variance of a step; null when not known.");
  visit.open("residuals", x.residuals, "Of each value; null where there is none.");
}

inline About about(Described, const forecast::MeanFit&) { return {"mean", "The mean of all or the last values."}; }
void fields(auto& visit, forecast::MeanFit& x) {
  source_fields(visit, x);
  visit("window", x.window, "At most how many values it is of; left out or null: all.");
  visit.required("observations", x.observations, ">= 1; that the mean is of.");
  visit.required("mean", x.mean, "On the transformed scale.");
  visit.open("sigma2", x.sigma2, ">= 0; variance around it; null when not known.");
  visit.open("residuals", x.residuals, "Of each value; null for what came before.");
}

inline About about(Described, const forecast::ThetaState&) { return {"theta_state", "What a step starts from."}; }
void fields(auto& visit, forecast::ThetaState& x) {
  visit.required("level", x.level, "l, without the season.");
  visit.required("periods", x.periods, "A whole number in [0, 2^53]; missing ones too.");
  visit.required("observations", x.observations, "That the line is through.");
  visit.required("mean_time", x.mean_time, "Of these.");
  visit.required("mean", x.mean, "Of their values.");
  visit.required("time_squares", x.time_squares, "Sum of (time - mean_time)^2.");
  visit.required("slope", x.slope, "Of the line.");
}

inline About about(Described, const forecast::ThetaFit&) { return {"theta", "The theta method."}; }
void fields(auto& visit, forecast::ThetaFit& x) {
  source_fields(visit, x);
  visit.required("form", x.form, "Static or dynamic, theta 2 or estimated.");
  visit.required("season_length", x.season_length, "m: [1, 100,000].");
  visit.required("season", x.season, "That was taken out.");
  visit.required("seasonals", x.seasonals, "m indices, that of the first value first; empty without a season.");
  visit.open("seasonality", x.seasonality, "The test for a season over its limit; null without one.");
  visit.required("alpha", x.alpha, "[0, 1]; smooths the level.");
  visit.required("theta", x.theta, ">= 1.");
  visit.required("initial", x.initial, "Before the first value.");
  visit.required("last", x.last, "After the last one: as many periods on as there are residuals.");
  visit("coefficients", x.coefficients, "Of the regressors; left out without any.");
  likelihood_fields(visit, x);
}

inline About about(Described, const forecast::ArimaOrder&) { return {"arima_order", "Orders of an ARIMA model."}; }

inline About about(Described, const forecast::ArimaFit&) { return {"arima", "Seasonal ARIMA with regressors."}; }
void fields(auto& visit, forecast::ArimaFit& x) {
  source_fields(visit, x);
  visit.required("order", x.order, "Its orders.");
  visit.required("season_length", x.season_length, "m: [1, 10,000].");
  visit.required("method", x.method, "How it was estimated.");
  visit.required("with_constant", x.with_constant, "Whether it has a mean or drift; only with one difference at most.");
  visit.required("ar", x.ar, "p of them, stationary.");
  visit.required("ma", x.ma, "q of them.");
  visit.required("seasonal_ar", x.seasonal_ar, "seasonal_p of them, stationary.");
  visit.required("seasonal_ma", x.seasonal_ma, "seasonal_q of them.");
  visit.required("constant", x.constant, "Mean or drift.");
  visit.required("regression", x.regression, "Of the regressors.");
  visit.required("coefficients", x.coefficients,
                 "All of these in this order, with names and standard errors; the last are the regressors'.");
  visit.open("covariance", x.covariance, "Of all coefficients, row by row; empty when not asked for.");
  likelihood_fields(visit, x);
  visit.open("errors", x.errors, "The transformed series less constant and regressors; null where missing.");
}

inline About about(Described, const forecast::DemandPattern&) {
  return {"demand_pattern", "What kind of demand it is."};
}
void fields(auto& visit, forecast::DemandPattern& x) {
  visit.required("demand", x.demand, "Its class.");
  visit.open("mean_interval", x.mean_interval, "Periods over periods with demand; infinite without any.");
  visit.open("size_variation", x.size_variation, "Squared coefficient of variation of the sizes.");
  visit.open("mean_size", x.mean_size, "Of the periods with demand.");
}

inline About about(Described, const forecast::AggregationLevel&) {
  return {"aggregation_level", "One level of temporal aggregation."};
}
void fields(auto& visit, forecast::AggregationLevel& x) {
  visit.required("periods", x.periods, ">= 1; in a block, not more than there are.");
  visit.required("alpha", x.alpha, "[0, 1]; smooths the blocks' totals.");
  visit.required("rate", x.rate, "The smoothed total over the periods.");
}

inline About about(Described, const forecast::IntermittentFit&) { return {"intermittent", "Rare demand."}; }
void fields(auto& visit, forecast::IntermittentFit& x) {
  source_fields(visit, x);
  visit.required("method", x.method, "Of forecasting.");
  visit.required("pattern", x.pattern, "Of the demand.");
  visit.required("alpha", x.alpha, "[0, 1]; smooths sizes.");
  visit.required("beta", x.beta, "[0, 1]; smooths intervals, or probabilities.");
  visit.required("size", x.size, ">= 0; of a demand.");
  visit.required("interval", x.interval, ">= 0; of croston and sba.");
  visit.required("probability", x.probability, ">= 0; of tsb.");
  visit.required("levels", x.levels, "Of adida and imapa.");
  visit.required("rate", x.rate, ">= 0; the forecast of a period.");
  visit.open("sigma2", x.sigma2, ">= 0; mean square of the residuals; null without any.");
  visit.required("history", x.history, "Demand without missing values, >= 0; at least one.");
  visit.open("residuals", x.residuals, "As long as history, or empty for adida and imapa.");
  visit.required("stop", x.stop, "How the search ended.");
}

inline About about(Described, const forecast::Decomposition&) {
  return {"decomposition", "Trend, seasons and remainder; each as long as the series was."};
}
void fields(auto& visit, forecast::Decomposition& x) {
  source_fields(visit, x);
  visit.required("form", x.form, "How they make up the series.");
  visit.required("season_lengths", x.season_lengths, "Shortest first: [2, 100,000].");
  visit.open("trend", x.trend, "With the cycle.");
  visit.open("seasonal", x.seasonal, "A list for each season length.");
  visit.open("remainder", x.remainder, "Null where the value is missing.");
  visit.open("weights", x.weights, "Of robust fits; else empty.");
}

inline About about(Described, const forecast::SeasonalAdjustment&) {
  return {"seasonal_adjustment", "A series without its seasons, and what they will be."};
}
void fields(auto& visit, forecast::SeasonalAdjustment& x) {
  source_fields(visit, x);
  visit.required("decomposition", x.decomposition, "Of the series that was estimated from.");
  visit.open("adjusted", x.adjusted, "The series without its seasons; null where missing.");
  visit.required("next", x.next, "The last season of each length, that of the next period first.");
}

/// `model` is what a document calls the kind of a fit.
template <class V, class Fit>
void fields(V& visit, forecast::AdjustedFit<Fit>& x) {
  visit.required("seasons", x.seasons, "The seasonal adjustment.");
  visit.required("fit", x.model, "Of the adjusted series.");
}
inline About about(Described, const forecast::AdjustedFit<forecast::EtsFit>&) {
  return {"adjusted_ets", "Exponential smoothing of the seasonally adjusted series."};
}
inline About about(Described, const forecast::AdjustedFit<forecast::ThetaFit>&) {
  return {"adjusted_theta", "The theta method of the seasonally adjusted series."};
}
inline About about(Described, const forecast::AdjustedFit<forecast::ArimaFit>&) {
  return {"adjusted_arima", "ARIMA of the seasonally adjusted series."};
}

/// A fit of one of several models, in a document by itself or within another.
template <class... Models>
About about(Described, const std::variant<Models...>&) {
  return {"any_fit", "A fit of one of several models."};
}
template <class V, class... Models>
void fields(V& visit, std::variant<Models...>& x) {
  visit.one_of("model", x, "What was fitted.");
}

struct FitDocument {
  Mark<"fit"> foreplan{};
  forecast::AnyFit fit{};
};
inline About about(Described, const FitDocument&) { return {"fit", "A forecasting model fitted to a series."}; }
void fields(auto& visit, FitDocument& x) {
  visit.required("foreplan", x.foreplan, "What the document holds.");
  fields(visit, x.fit);
}

struct CombinationDocument {
  Mark<"combination"> foreplan{};
  forecast::DefaultFit fit{};
};
inline About about(Described, const CombinationDocument&) {
  return {"combination", "The default combination fitted to a series."};
}
void fields(auto& visit, CombinationDocument& x) {
  visit.required("foreplan", x.foreplan, "What the document holds.");
  visit("origin", x.fit.origin, "Left out: values without periods.");
  visit.required("season_length", x.fit.season_length, "m: [1, 100,000].");
  visit.required("calibrated", x.fit.calibrated, "Whether quantiles are moved by the factors of its season.");
  visit.required("members", x.fit.members, "At least one; at most 100.");
  visit("left_out", x.fit.left_out, "Members that could not be fitted, and why.");
}

}  // namespace foreplan::inline v0::io::internal
