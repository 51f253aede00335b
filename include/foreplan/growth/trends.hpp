#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Trend and cycle of a series: potential output and the gap to it, and their like. Take logarithms first where the
/// cycle is a percentage of the trend.
///
/// trend + cycle is the series, to rounding, wherever a filter gives values; where it gives none (Hamilton's start,
/// Baxter and King's ends) both are NaN. All throw InvalidArgument unless values are finite and at most 1e300 in size,
/// naming the index; for a missing value of a Series it is PeriodMismatch, naming the period.
namespace foreplan::inline v0::growth {

struct TrendCycle {
  std::vector<double> trend{};
  std::vector<double> cycle{};
};
/// Named "x trend" and "x cycle", in periods and unit of the series.
struct TrendCycleSeries {
  Series trend{};
  Series cycle{};
};

// ---- Hodrick & Prescott ----

/// Smoothing for quarterly data (Hodrick & Prescott 1997), and for others by Ravn & Uhlig (2002): 1600 (f / 4)^4 for f
/// periods a year, which keeps the cut at cycles of about ten years.
inline constexpr double kRavnUhligAnnual = 6.25;
inline constexpr double kHodrickPrescottQuarterly = 1600;
inline constexpr double kRavnUhligMonthly = 129'600;
/// Older practice, (f / 4)^2: Backus & Kehoe (1992) for years, and monthly data in its manner.
inline constexpr double kBackusKehoeAnnual = 100;
inline constexpr double kSquareRuleMonthly = 14'400;

/// Trend that minimises sum (y - trend)^2 + lambda sum (second difference of trend)^2. The cycle adds up to 0 and has
/// no linear trend of its own. Revised by every new value at the end: compare `hamilton`.
///
/// The equations (I + lambda D'D) trend = y are solved exactly, in one pass up and one down. Elimination runs in level
/// and slope, not in neighbouring values: where 1 is added to 6 lambda, up to log10(16 lambda) digits go; here nothing
/// cancels, and the trend keeps 13 digits of the largest |y| for any lambda. O(n) time and memory; 10^6 values take
/// some 15 ms.
///
/// @param y       at least 3 values.
/// @param lambda  > 0 and finite.
/// @throws InvalidArgument, PeriodMismatch
[[nodiscard]] FOREPLAN_EXPORT TrendCycle hodrick_prescott(std::span<const double> y, double lambda);
[[nodiscard]] FOREPLAN_EXPORT TrendCycleSeries hodrick_prescott(const Series& y, double lambda);

// ---- Hamilton ----

struct HamiltonOptions {
  std::size_t horizon = 8;  ///< 1 to 100,000; two years of periods.
  std::size_t lags = 4;     ///< 1 to 100,000; a year of periods.
};
/// Two years ahead of a year of lags, as Hamilton advises.
inline constexpr HamiltonOptions kHamiltonAnnual{2, 1};
inline constexpr HamiltonOptions kHamiltonQuarterly{8, 4};
inline constexpr HamiltonOptions kHamiltonMonthly{24, 12};

struct HamiltonFit {
  TrendCycle parts{};                  ///< As long as y; the first horizon + lags - 1 are NaN.
  std::vector<double> coefficients{};  ///< Constant, then of y(t - horizon), y(t - horizon - 1), ...
  /// Of the regression, 1 + lags where all coefficients are identified. Below (a constant, a line), those that are not
  /// are 0; trend and cycle are determined all the same.
  std::size_t rank = 0;
};

/// Hamilton (2018): the trend of y(t) is its linear projection on a constant and the `lags` values that end `horizon`
/// periods before, by ordinary least squares; the cycle is the residual. No later value enters but through the
/// coefficients.
/// @param y  at least horizon + 2 lags + 1 values, which leave one degree of freedom. O(n lags^2).
/// @throws InvalidArgument, PeriodMismatch
[[nodiscard]] FOREPLAN_EXPORT HamiltonFit hamilton(std::span<const double> y, const HamiltonOptions& options);
[[nodiscard]] FOREPLAN_EXPORT TrendCycleSeries hamilton(const Series& y, const HamiltonOptions& options);

// ---- Band-pass ----

/// Cycles that count as such, in periods: 6 to 32 quarters (Burns & Mitchell; Baxter & King 1999), 2 to 8 years.
struct Band {
  double shortest = 6;  ///< >= 2.
  double longest = 32;  ///< > shortest, finite.
};

/// Whether the line between first and last value is taken out before filtering; it goes to the trend.
enum class Drift : std::uint8_t { none, removed };

/// Christiano & Fitzgerald (2003), full-sample asymmetric filter, optimal if y is a random walk: the cycle is what lies
/// in the band; the trend is everything else, noise faster than `band.shortest` included. O(n^2): 10^4 values take some
/// 30 ms, 10^5 some 3 s.
/// @param y  at least 3 values.
/// @throws InvalidArgument, PeriodMismatch
[[nodiscard]] FOREPLAN_EXPORT TrendCycle christiano_fitzgerald(std::span<const double> y, const Band& band,
                                                               Drift drift);
[[nodiscard]] FOREPLAN_EXPORT TrendCycleSeries christiano_fitzgerald(const Series& y, const Band& band, Drift drift);

/// Baxter & King (1999), the fixed symmetric filter of 2 `half_width` + 1 weights, which add up to 0: removes two unit
/// roots and gives no values for the first and last `half_width` periods. O(n half_width).
/// @param half_width  1 to 10^6; three years of periods (12 for quarters). y needs at least 2 half_width + 1 values.
/// @throws InvalidArgument, PeriodMismatch
[[nodiscard]] FOREPLAN_EXPORT TrendCycle baxter_king(std::span<const double> y, const Band& band,
                                                     std::size_t half_width);
[[nodiscard]] FOREPLAN_EXPORT TrendCycleSeries baxter_king(const Series& y, const Band& band, std::size_t half_width);

}  // namespace foreplan::inline v0::growth
