#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <string_view>

/// Demand that follows another quantity's growth through an elasticity, and the elasticity that it followed.
namespace foreplan::inline v0::growth {

enum class ElasticityForm : std::uint8_t {
  linear,  ///< (1 + e g)^n: the elasticity multiplies the yearly rate.
  power,   ///< (1 + g)^(e n): demand is a power of the quantity.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ElasticityForm) noexcept;

/// What demand is multiplied by over `periods` when the quantity grows at `rate` per period, and the range that the
/// rounding of elasticity and rate leaves open. Its ends are attained at ends of their intervals.
/// @param elasticity  per cent of demand for 1 % of the quantity; may be negative.
/// @param rate        a fraction per period.
/// @throws InvalidArgument  unless periods >= 0, all are finite, and over the whole of the intervals rate > -1, in the
///   linear form 1 + e g > 0, and the multiple is > 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT Estimate elasticity_multiple(const Rounded& elasticity, const Rounded& rate,
                                                           double periods, ElasticityForm form);

/// The elasticity with which demand was multiplied by `multiple` while the quantity grew at `rate` per period: the
/// inverse of `elasticity_multiple` in the same form. `elasticity_regression` uses every period instead of two.
/// linear: (m^(1/n) - 1) / g, the ratio of average growth rates that plans call elasticity;
/// power: log m / (n log(1 + g)).
/// @param multiple  demand at the end over demand at the start, > 0; of volumes, not values.
/// @throws InvalidArgument  unless periods > 0, all are finite, and over the whole of the intervals multiple > 0,
///   rate > -1 and rate is not 0.
/// @par Example  implied_elasticity(1.21, 0.05, 2, ElasticityForm::linear) is 2 to rounding.
[[nodiscard]] FOREPLAN_EXPORT Estimate implied_elasticity(const Rounded& multiple, const Rounded& rate, double periods,
                                                          ElasticityForm form);

}  // namespace foreplan::inline v0::growth
