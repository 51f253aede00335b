#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <span>

/// Growth between levels. Rates are fractions per period (0.05 is 5 %), never percentages; levels are
/// strictly positive, in any one unit.
namespace foreplan::inline v0::growth {

/// Rate that, compounded, takes `first` to `last`: (last / first)^(1 / periods) - 1.
///
/// @param periods  > 0; fractions allowed (1.5 years).
/// @throws InvalidArgument  unless all three are > 0 and finite.
/// @par Example  compound_rate(100, 121, 2) is 0.10 to rounding.
[[nodiscard]] FOREPLAN_EXPORT double compound_rate(double first, double last, double periods);

/// Rate that, added up without compounding, takes `first` to `last`: (last / first - 1) / periods.
/// @throws InvalidArgument  as `compound_rate`.
[[nodiscard]] FOREPLAN_EXPORT double simple_rate(double first, double last, double periods);

/// Continuously compounded rate: log(last / first) / periods.
/// @throws InvalidArgument  as `compound_rate`.
[[nodiscard]] FOREPLAN_EXPORT double log_rate(double first, double last, double periods);

/// Mean of the period-on-period rates y(t) / y(t - 1) - 1. Above the compound rate unless growth is steady.
/// @param levels  at least two, all > 0 and finite.
/// @throws InvalidArgument  otherwise, naming the place.
[[nodiscard]] FOREPLAN_EXPORT double arithmetic_mean_rate(std::span<const double> levels);
[[nodiscard]] FOREPLAN_EXPORT double arithmetic_mean_rate(const Series& levels);

/// Least-squares rate: exp(b) - 1, b the slope of the ordinary least-squares line of log level on time
/// (the World Bank's definition of average growth). Uses every level, not only the ends.
/// @throws InvalidArgument  as `arithmetic_mean_rate`.
[[nodiscard]] FOREPLAN_EXPORT double least_squares_rate(std::span<const double> levels);
[[nodiscard]] FOREPLAN_EXPORT double least_squares_rate(const Series& levels);

/// Level after `periods` at a compound rate: first (1 + rate)^periods.
/// @throws InvalidArgument  unless first > 0, rate > -1, periods >= 0, all finite.
[[nodiscard]] FOREPLAN_EXPORT double level_after(double first, double rate, double periods);
/// Level after `periods` at a simple rate: first (1 + rate periods). It must stay positive.
/// @throws InvalidArgument  as `level_after`, and when the level would not be > 0.
[[nodiscard]] FOREPLAN_EXPORT double level_after_simple(double first, double rate, double periods);

}  // namespace foreplan::inline v0::growth
