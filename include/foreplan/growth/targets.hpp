#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

/// Arithmetic of targets: what growth a target needs, where a rate leads, which base two figures imply.
///
/// Every input may be a `Rounded`, and the result is then an `Estimate`: the value from the printed
/// figures, and the exact range that their rounding leaves open. A plain double is exact. Growth is
/// compound; rates are fractions per period, `Rounded("11.4").scaled_by_power_of_ten(-2)` for a
/// printed 11.4 %. `periods` is > 0, and fractions are allowed.
///
/// All throw InvalidArgument unless levels are > 0 and rates > -1, over the whole of their intervals,
/// and everything is finite.
namespace foreplan::inline v0::growth {

/// Growth that takes `base` to `target`: (target / base)^(1 / periods) - 1.
[[nodiscard]] FOREPLAN_EXPORT Estimate required_growth(const Rounded& base, const Rounded& target, double periods);
/// Where growth leads: base (1 + rate)^periods.
[[nodiscard]] FOREPLAN_EXPORT Estimate level_reached(const Rounded& base, const Rounded& rate, double periods);
/// The base that a target and a rate imply: target / (1 + rate)^periods.
[[nodiscard]] FOREPLAN_EXPORT Estimate implied_base(const Rounded& target, const Rounded& rate, double periods);
/// Conversion factor between two price bases when one amount is known at both: at_new / at_old.
[[nodiscard]] FOREPLAN_EXPORT Estimate implied_factor(const Rounded& at_old, const Rounded& at_new);
/// Periods until `target` is reached: log(target / base) / log(1 + rate). Both logarithms must have one sign
/// over the whole of the intervals, so that the target lies ahead.
[[nodiscard]] FOREPLAN_EXPORT Estimate periods_to_target(const Rounded& base, const Rounded& target, const Rounded& rate);

enum class PathForm : std::uint8_t {
  compound,  ///< Equal rates: a geometric path.
  linear,    ///< Equal steps: an arithmetic path.
};
/// Levels from `first` to `last` in `periods` steps, both ends included and exact.
/// @throws InvalidArgument  unless both are > 0 and finite and 1 <= periods <= 10^6.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> path(double first, double last, std::size_t periods,
                                                       PathForm form = PathForm::compound);

}  // namespace foreplan::inline v0::growth
