#pragma once
#include <foreplan/forecast/ces.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/tbats.hpp>

#include "io/fit_fields.hpp"

/// The lists of fields of exponential smoothing in its three kinds.
namespace foreplan::inline v0::io::internal {

inline About about(Described, const forecast::EtsForm&) { return {"ets_form", "Components of exponential smoothing."}; }
void fields(auto& visit, forecast::EtsForm& x) {
  visit.required("error", x.error, "How the error enters.");
  visit.required("trend", x.trend, "How growth enters.");
  visit.required("season", x.season, "How the season enters.");
}

inline About about(Described, const forecast::EtsState&) { return {"ets_state", "States after an observation."}; }
void fields(auto& visit, forecast::EtsState& x) {
  visit.required("level", x.level, "On the transformed scale.");
  visit.required("growth", x.growth, "0 without a trend.");
  visit.required("seasonals", x.seasonals, "m of them, that of the next period first; empty without seasons.");
}

inline About about(Described, const forecast::EtsCandidate&) { return {"ets_candidate", "A form that was tried."}; }
void fields(auto& visit, forecast::EtsCandidate& x) {
  visit.required("form", x.form, "Its components.");
  visit.open("log_likelihood", x.log_likelihood, "At its best.");
  visit.open("criterion", x.criterion, "What was compared.");
}

inline About about(Described, const forecast::EtsFit&) { return {"ets", "Exponential smoothing in state space form."}; }
void fields(auto& visit, forecast::EtsFit& x) {
  source_fields(visit, x);
  visit.required("form", x.form, "Its components.");
  visit.required("season_length", x.season_length, "m: [1, 100,000], from 2 with seasons.");
  visit.required("alpha", x.alpha, "Smooths the level.");
  visit.required("beta", x.beta, "Smooths the growth; 0 without a trend.");
  visit.required("gamma", x.gamma, "Smooths the season; 0 without one.");
  visit.required("phi", x.phi, "Damps the growth; 1: not.");
  visit.required("initial", x.initial, "Before the first value.");
  visit.required("last", x.last, "After the last one.");
  visit("coefficients", x.coefficients, "Of the regressors; left out without any.");
  likelihood_fields(visit, x);
  visit.required("tried", x.tried, "All forms, in the order tried.");
}

inline About about(Described, const forecast::CesState&) { return {"ces_state", "States after an observation."}; }
void fields(auto& visit, forecast::CesState& x) {
  visit.required("level", x.level, "One; m in the simple form.");
  visit.required("potential", x.potential, "As many.");
  visit.required("seasonals", x.seasonals, "m in the partial and full forms, else none.");
  visit.required("seasonal_potentials", x.seasonal_potentials, "m in the full form, else none.");
}

inline About about(Described, const forecast::CesCandidate&) { return {"ces_candidate", "A form that was tried."}; }
void fields(auto& visit, forecast::CesCandidate& x) {
  visit.required("season", x.season, "Its season.");
  visit.open("log_likelihood", x.log_likelihood, "At its best.");
  visit.open("criterion", x.criterion, "What was compared.");
}

inline About about(Described, const forecast::CesFit&) { return {"ces", "Complex exponential smoothing."}; }
void fields(auto& visit, forecast::CesFit& x) {
  source_fields(visit, x);
  visit.required("season", x.season, "How the season enters.");
  visit.required("season_length", x.season_length, "m: [1, 100,000], from 2 with seasons.");
  visit.required("a0", x.a0, "Smooths, the real part.");
  visit.required("a1", x.a1, "The imaginary part.");
  visit.required("b0", x.b0, "Smooths the season; 0 without one.");
  visit.required("b1", x.b1, "Of the full form.");
  visit.required("initial", x.initial, "Before the first value.");
  visit.required("last", x.last, "After the last one.");
  likelihood_fields(visit, x);
  visit.required("tried", x.tried, "All forms, in the order tried.");
}

inline About about(Described, const forecast::TbatsForm&) { return {"tbats_form", "Components of TBATS."}; }
void fields(auto& visit, forecast::TbatsForm& x) {
  visit.required("box_cox", x.box_cox, "Whether lambda is not 1.");
  visit.required("trend", x.trend, "Whether there is growth.");
  visit.required("damped", x.damped, "Whether it is damped.");
  visit.required("ar", x.ar, "Order of the autoregression of the disturbances.");
  visit.required("ma", x.ma, "Order of their moving average.");
  visit.required("season_lengths", x.season_lengths, "Of the seasons.");
  visit.required("harmonics", x.harmonics, "Of each of them.");
}

inline About about(Described, const forecast::TbatsSeason&) { return {"tbats_season", "A season of TBATS."}; }
void fields(auto& visit, forecast::TbatsSeason& x) {
  visit.required("length", x.length, "m: [2, 100,000].");
  visit.required("harmonics", x.harmonics, "k: [1, m / 2].");
  visit.required("gamma1", x.gamma1, "Smooths the harmonics.");
  visit.required("gamma2", x.gamma2, "Smooths their partners.");
}

inline About about(Described, const forecast::TbatsState&) { return {"tbats_state", "States after an observation."}; }
void fields(auto& visit, forecast::TbatsState& x) {
  visit.required("level", x.level, "On the transformed scale.");
  visit.required("growth", x.growth, "0 without a trend.");
  visit.required("harmonics", x.harmonics, "Season by season the k harmonics and then their partners.");
  visit.required("disturbances", x.disturbances, "Newest first, as many as ar.");
  visit.required("innovations", x.innovations, "Newest first, as many as ma.");
}

inline About about(Described, const forecast::TbatsCandidate&) { return {"tbats_candidate", "A form that was tried."}; }
void fields(auto& visit, forecast::TbatsCandidate& x) {
  visit.required("form", x.form, "Its components.");
  visit.open("log_likelihood", x.log_likelihood, "At its best.");
  visit.open("criterion", x.criterion, "What was compared.");
}

inline About about(Described, const forecast::TbatsFit&) { return {"tbats", "TBATS."}; }
void fields(auto& visit, forecast::TbatsFit& x) {
  source_fields(visit, x);
  visit.required("trend", x.trend, "Whether there is growth.");
  visit.required("alpha", x.alpha, "Smooths the level.");
  visit.required("beta", x.beta, "Smooths the growth; 0 without a trend.");
  visit.required("phi", x.phi, "Damps the growth; 1: not.");
  visit.required("seasons", x.seasons, "At most 16.");
  visit.required("ar", x.ar, "Of the disturbances.");
  visit.required("ma", x.ma, "Of the disturbances.");
  visit.required("form", x.form, "What was chosen.");
  visit.required("initial", x.initial, "Before the first value.");
  visit.required("last", x.last, "After the last one.");
  visit.open("spectral_radius", x.spectral_radius, "Of the recursion's matrix.");
  likelihood_fields(visit, x);
  visit.required("tried", x.tried, "All forms, in the order tried.");
}

}  // namespace foreplan::inline v0::io::internal
