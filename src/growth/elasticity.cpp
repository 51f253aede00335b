#include <foreplan/growth/elasticity.hpp>

#include <cmath>

#include "core/check.hpp"
#include "core/estimate.hpp"

namespace foreplan::inline v0::growth {

Estimate elasticity_multiple(const Rounded& elasticity, const Rounded& rate, double periods, ElasticityForm form) {
  constexpr std::string_view kName = "growth::elasticity_multiple";
  detail::require(std::isfinite(elasticity.value()), kName, "elasticity must be finite", elasticity.value());
  detail::require_above(kName, "rate", rate, -1);
  detail::require(std::isfinite(periods) && periods >= 0, kName, "periods must be >= 0 and finite", periods);
  const auto finite = [&](double multiple) {
    detail::require(multiple > 0 && std::isfinite(multiple), kName, "the multiple must stay > 0 and finite", multiple);
    return multiple;
  };
  const auto multiple = [&](double e, double g) {
    if (form == ElasticityForm::power) return finite(std::exp(e * periods * std::log1p(g)));
    if (!(1 + e * g > 0))
      detail::fail(kName, "1 + elasticity * rate must be > 0 in the linear form, over the whole intervals",
                   detail::number_text(1 + e * g),
                   "at elasticity " + detail::number_text(e) + ", rate " + detail::number_text(g));
    return finite(std::exp(periods * std::log1p(e * g)));
  };
  // Both forms rise or fall with e g or e log(1 + g), which are monotone in each factor: the extremes are corners.
  const Interval e = elasticity.interval(), g = rate.interval();
  return detail::spanned(
      multiple(elasticity.value(), rate.value()),
      {multiple(e.lower, g.lower), multiple(e.lower, g.upper), multiple(e.upper, g.lower), multiple(e.upper, g.upper)});
}

Estimate implied_elasticity(const Rounded& multiple, const Rounded& rate, double periods, ElasticityForm form) {
  constexpr std::string_view kName = "growth::implied_elasticity";
  detail::require_above(kName, "multiple", multiple, 0);
  detail::require_above(kName, "rate", rate, -1);
  detail::require(std::isfinite(periods) && periods > 0, kName, "periods must be > 0 and finite", periods);
  const Interval m = multiple.interval(), g = rate.interval();
  if (g.lower <= 0 && g.upper >= 0)
    detail::fail(kName, "rate must not be 0 over its whole interval: the quantity does not move", rate.text());
  const auto elasticity = [&](double x, double r) {
    const double per_period = std::log(x) / periods;
    return form == ElasticityForm::power ? per_period / std::log1p(r) : std::expm1(per_period) / r;
  };
  // It rises with the multiple where the rate is > 0, falls where it is < 0, and is monotone in the rate: corners.
  const Estimate result = detail::spanned(elasticity(multiple.value(), rate.value()),
                                          {elasticity(m.lower, g.lower), elasticity(m.lower, g.upper),
                                           elasticity(m.upper, g.lower), elasticity(m.upper, g.upper)});
  detail::require(std::isfinite(result.range.lower) && std::isfinite(result.range.upper), kName,
                  "the elasticity must be finite", result.value);
  return result;
}

std::string_view to_string(ElasticityForm form) noexcept {
  switch (form) {
    case ElasticityForm::linear:
      return "linear";
    case ElasticityForm::power:
      return "power";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::growth
