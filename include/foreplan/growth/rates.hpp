#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <span>
#include <string_view>

/// Growth between levels. Rates are fractions per period (0.05 is 5 %), never percentages; levels are strictly
/// positive, in any one unit and at one price basis. `targets.hpp` has the same for printed figures.
namespace foreplan::inline v0::growth {

/// How a rate turns into growth over n periods.
enum class RateForm : std::uint8_t {
  compound,     ///< (1 + r)^n
  simple,       ///< 1 + r n: equal steps, each `r` of the first level. What "arithmetic growth" means in plans.
  logarithmic,  ///< exp(r n): continuous compounding.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(RateForm) noexcept;

/// Rate that, compounded, takes `first` to `last`: (last / first)^(1 / periods) - 1.
///
/// @param periods  > 0; fractions allowed (1.5 years).
/// @throws InvalidArgument  unless all three are > 0 and finite, and the rate is finite.
/// @par Example  compound_rate(100, 121, 2) is 0.10 to rounding.
[[nodiscard]] FOREPLAN_EXPORT double compound_rate(double first, double last, double periods);
/// Of a series over a range: `compound_rate` from the period before it to its last, which is how average growth "of
/// 2011-2015" is counted, per period of the series.
/// @throws PeriodMismatch  unless the series covers both ends, or for a missing value there.
[[nodiscard]] FOREPLAN_EXPORT double compound_rate(const Series& levels, const PeriodRange& periods);

/// Rate that, added up without compounding, takes `first` to `last`: (last / first - 1) / periods.
/// @throws InvalidArgument  as `compound_rate`.
[[nodiscard]] FOREPLAN_EXPORT double simple_rate(double first, double last, double periods);

/// Continuously compounded rate: log(last / first) / periods.
/// @throws InvalidArgument  as `compound_rate`.
[[nodiscard]] FOREPLAN_EXPORT double log_rate(double first, double last, double periods);

/// Level after `periods`: first (1 + rate)^periods, or as `form` says.
/// @throws InvalidArgument  unless first > 0 and periods >= 0, all are finite, rate > -1 where it compounds, and the
///   level is > 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT double level_after(double first, double rate, double periods,
                                                 RateForm form = RateForm::compound);

/// Mean of the period-on-period rates y(t) / y(t - 1) - 1. Above the compound rate unless growth is steady.
/// @param levels  at least two, all > 0 and finite. O(n).
/// @throws InvalidArgument  otherwise, naming the place, and unless the rate is finite.
[[nodiscard]] FOREPLAN_EXPORT double arithmetic_mean_rate(std::span<const double> levels);
/// @throws InvalidArgument  as above; a missing value is refused.
[[nodiscard]] FOREPLAN_EXPORT double arithmetic_mean_rate(const Series& levels);
/// From printed levels, with the range that their rounding leaves open: the upper end is attained, the lower end is not
/// above the least mean and equals it to many digits.
/// @throws InvalidArgument  unless all are > 0 over the whole of their intervals.
[[nodiscard]] FOREPLAN_EXPORT Estimate arithmetic_mean_rate(std::span<const Rounded> levels);

/// Least-squares rate: exp(b) - 1, b the slope of the ordinary least-squares line of log level on time
/// (the World Bank's definition of average growth). Uses every level, not only the ends. O(n).
/// @throws InvalidArgument  as `arithmetic_mean_rate`.
[[nodiscard]] FOREPLAN_EXPORT double least_squares_rate(std::span<const double> levels);
[[nodiscard]] FOREPLAN_EXPORT double least_squares_rate(const Series& levels);
[[nodiscard]] FOREPLAN_EXPORT Estimate least_squares_rate(std::span<const Rounded> levels);

}  // namespace foreplan::inline v0::growth
