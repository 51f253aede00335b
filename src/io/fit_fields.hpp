#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/forecast/coefficient.hpp>
#include <foreplan/forecast/transform.hpp>

#include "forecast/fields.hpp"
#include "forecast/names.hpp"
#include "io/fields.hpp"

/// The fields that fits of several models have.
namespace foreplan::inline v0::io::internal {

inline About about(Described, const Origin&) { return {"origin", "Where the data came from."}; }
void fields(auto& visit, Origin& x) {
  visit("name", x.name, "Of the series.");
  visit.required("last", x.last, "Last observed period.");
  visit("unit", x.unit, "Of the values.");
}

inline About about(Described, const forecast::Transform&) {
  return {"transform", "What took the series to the scale of the model."};
}
/// What most fits begin with.
void source_fields(auto& visit, auto& x) {
  visit("origin", x.origin, "Left out: values without periods.");
  if constexpr (requires { x.transform; }) visit("transform", x.transform, "Left out: none.");
}
/// What fits by maximum likelihood end with.
void likelihood_fields(auto& visit, auto& x) {
  visit.required("observations", x.observations, "Of the estimation; not missing.");
  visit.required("parameters", x.parameters, "That were estimated, the variance too.");
  visit.open("log_likelihood", x.log_likelihood, "Of the estimation.");
  visit.open("aic", x.aic, "Akaike's information criterion.");
  visit.open("aicc", x.aicc, "The same, corrected for small samples; infinite without the observations for it.");
  visit.open("bic", x.bic, "The Bayesian one.");
  visit.open("sigma2", x.sigma2, ">= 0; variance of an innovation; null when not known.");
  visit.open("fitted", x.fitted, "One-step forecasts on the transformed scale.");
  visit.open("residuals", x.residuals, "Innovations; null where the value is missing.");
  visit.required("stop", x.stop, "How the search ended.");
}

inline About about(Described, const forecast::ModelCoefficient&) {
  return {"coefficient", "A number of a model by its name."};
}
void fields(auto& visit, forecast::ModelCoefficient& x) {
  visit.required("name", x.name, "ar1, ma1, sar1, sma1, mean or drift, or a regressor's own.");
  visit.required("estimate", x.estimate, "Its value.");
  visit.open("standard_error", x.standard_error, "Null when not known.");
}

}  // namespace foreplan::inline v0::io::internal
