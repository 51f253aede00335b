#pragma once
#include <foreplan/forecast/arima.hpp>
#include <foreplan/forecast/transform.hpp>

#include <limits>
#include <optional>

/// The lists of fields that documents of fits and options of models share. A visitor is called as visit(key, member,
/// description), or visit.required where documents must give the key.
namespace foreplan::inline v0::forecast {

void fields(auto& visit, Transform& x) {
  constexpr double kUnbounded = std::numeric_limits<double>::infinity();
  std::optional<double> floor, ceiling;  // a document has no infinity here
  if (x.floor != -kUnbounded) floor = x.floor;
  if (x.ceiling != kUnbounded) ceiling = x.ceiling;
  visit.required("kind", x.kind, "none, box_cox, or bounded: the logarithm of the distances from floor and ceiling.");
  visit("lambda", x.lambda, "[-5, 5]; of box_cox, which needs it.");
  visit("choice", x.choice, "How lambda was found.");
  visit("lower", x.lower, "Where lambda was looked for.");
  visit("upper", x.upper, "As lower.");
  visit("floor", floor, "Of bounded; left out or null: none.");
  visit("ceiling", ceiling, "As floor.");
  x.floor = floor.value_or(-kUnbounded);
  x.ceiling = ceiling.value_or(kUnbounded);
}

void fields(auto& visit, ArimaOrder& x) {
  visit.required("p", x.p, "Of the autoregression; <= 60.");
  visit.required("d", x.d, "Differences; <= 3.");
  visit.required("q", x.q, "Of the moving average; <= 60.");
  visit.required("seasonal_p", x.seasonal_p, "<= 10");
  visit.required("seasonal_d", x.seasonal_d, "<= 3");
  visit.required("seasonal_q", x.seasonal_q, "<= 10");
}

}  // namespace foreplan::inline v0::forecast
