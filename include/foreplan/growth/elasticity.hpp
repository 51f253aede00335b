#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <string_view>

/// Demand that follows another quantity's growth through an elasticity.
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
/// @throws InvalidArgument  unless periods >= 0, all are finite, and over the whole of the intervals rate > -1 and, in
/// the
///   linear form, 1 + e g > 0.
[[nodiscard]] FOREPLAN_EXPORT Estimate elasticity_multiple(const Rounded& elasticity, const Rounded& rate,
                                                           double periods, ElasticityForm form);

}  // namespace foreplan::inline v0::growth
