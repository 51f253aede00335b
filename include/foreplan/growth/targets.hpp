#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/export.hpp>
#include <foreplan/growth/rates.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

/// Arithmetic of targets: what growth a target needs, where a rate leads, which base two figures imply.
///
/// Every input may be a `Rounded`, and the result is then an `Estimate`: the value from the printed figures, and the
/// range that their rounding leaves open. A plain double is exact. All functions are monotone in each input, so that
/// the ends of a range are the function at the ends of the inputs' intervals: attained, not linearised, and right to a
/// few units in the last place of a double.
///
/// Rates are fractions per period, `Rounded("11.4").scaled_by_power_of_ten(-2)` for a printed 11.4 %, and compound
/// unless a `RateForm` says otherwise. `periods` is > 0, and fractions are allowed.
///
/// All throw InvalidArgument unless, over the whole of their intervals, levels are > 0, compound rates are > -1, and
/// what comes out is > 0 and finite where it is a level.
namespace foreplan::inline v0::growth {

/// Growth that takes `base` to `target`; compound: (target / base)^(1 / periods) - 1.
[[nodiscard]] FOREPLAN_EXPORT Estimate required_growth(const Rounded& base, const Rounded& target, double periods,
                                                       RateForm form = RateForm::compound);
/// Where growth leads, or the level that a target rate requires; compound: base (1 + rate)^periods.
[[nodiscard]] FOREPLAN_EXPORT Estimate level_reached(const Rounded& base, const Rounded& rate, double periods,
                                                     RateForm form = RateForm::compound);
/// The base that a target and a rate imply; compound: target / (1 + rate)^periods.
[[nodiscard]] FOREPLAN_EXPORT Estimate implied_base(const Rounded& target, const Rounded& rate, double periods,
                                                    RateForm form = RateForm::compound);
/// Conversion factor between two price bases when one amount is known at both: at_new / at_old.
[[nodiscard]] FOREPLAN_EXPORT Estimate implied_factor(const Rounded& at_old, const Rounded& at_new);
/// Periods until `target` is reached; compound: log(target / base) / log(1 + rate). The target must lie ahead, over the
/// whole of the intervals: not below the base when the rate is > 0, not above it when the rate is < 0.
[[nodiscard]] FOREPLAN_EXPORT Estimate periods_to_target(const Rounded& base, const Rounded& target,
                                                         const Rounded& rate, RateForm form = RateForm::compound);

enum class PathForm : std::uint8_t {
  compound,  ///< Equal rates: a geometric path.
  linear,    ///< Equal steps: an arithmetic path.
};
/// Levels from `first` to `last` in `periods` steps, both ends included and exact.
/// @throws InvalidArgument  unless both and their ratio are > 0 and finite, and 1 <= periods <= 10^6.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> path(double first, double last, std::size_t periods,
                                                       PathForm form = PathForm::compound);

}  // namespace foreplan::inline v0::growth
