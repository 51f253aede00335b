#pragma once
#include <foreplan/export.hpp>

#include <cstdint>

/// Demand that follows another quantity's growth through an elasticity.
namespace foreplan::inline v0::growth {

enum class ElasticityForm : std::uint8_t {
  linear,  ///< (1 + e g)^n: the elasticity multiplies the yearly rate.
  power,   ///< (1 + g)^(e n): demand is a power of the quantity.
};

/// What demand is multiplied by over `periods` when the quantity grows at `rate` per period.
/// @throws InvalidArgument  unless rate > -1, periods >= 0, all finite, and for the linear form 1 + e g > 0.
[[nodiscard]] FOREPLAN_EXPORT double elasticity_multiple(double elasticity, double rate, double periods, ElasticityForm form);

}  // namespace foreplan::inline v0::growth
