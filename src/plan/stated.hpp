#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/plan/statement.hpp>

/// The number that a statement states, as a fraction where it was printed in per cent or points.
namespace foreplan::inline v0::plan::internal {

/// What the printed digits leave open.
enum class Digits {
  printed,     ///< Everything within half a unit of its last digit; "over" has no upper end but 100 % for a share.
  rates_only,  ///< Rates and shares so, but levels exact and "over", "under" just met.
  none,        ///< The numbers as printed, bounds just met.
};

/// The interval of what a statement says: levels in the indicator's unit, fractions for per cent and points.
[[nodiscard]] Interval stated_interval(const Statement&, Digits, double about_tolerance);
/// Its printed value in the same form.
[[nodiscard]] double stated_value(const Statement&);

}  // namespace foreplan::inline v0::plan::internal
