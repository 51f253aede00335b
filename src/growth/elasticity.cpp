#include <foreplan/growth/elasticity.hpp>

#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::growth {

double elasticity_multiple(double elasticity, double rate, double periods, ElasticityForm form) {
  constexpr std::string_view kName = "growth::elasticity_multiple";
  detail::require(std::isfinite(elasticity), kName, "elasticity must be finite", elasticity);
  detail::require(std::isfinite(rate) && rate > -1, kName, "rate must be > -1 and finite", rate);
  detail::require(std::isfinite(periods) && periods >= 0, kName, "periods must be >= 0 and finite", periods);
  if (form == ElasticityForm::power) return std::pow(1 + rate, elasticity * periods);
  detail::require(1 + elasticity * rate > 0, kName, "1 + elasticity * rate must be > 0 in the linear form", 1 + elasticity * rate);
  return std::pow(1 + elasticity * rate, periods);
}

}  // namespace foreplan::inline v0::growth
