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
  const auto multiple = [&](double e, double g) {
    if (form == ElasticityForm::power) return std::exp(e * periods * std::log1p(g));
    if (!(1 + e * g > 0))
      detail::fail(kName, "1 + elasticity * rate must be > 0 in the linear form, over the whole intervals",
                   detail::number_text(1 + e * g),
                   "at elasticity " + detail::number_text(e) + ", rate " + detail::number_text(g));
    return std::pow(1 + e * g, periods);
  };
  // Both forms rise or fall with e g or e log(1 + g), which are monotone in each factor: the extremes are corners.
  const Interval e = elasticity.interval(), g = rate.interval();
  return detail::spanned(
      multiple(elasticity.value(), rate.value()),
      {multiple(e.lower, g.lower), multiple(e.lower, g.upper), multiple(e.upper, g.lower), multiple(e.upper, g.upper)});
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
