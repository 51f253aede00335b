#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

/// Tests of how often a series has to be differenced until it is stationary.
///
/// `adf_test` and `phillips_perron_test` have the null hypothesis of a unit root, `kpss_test` that of stationarity; the
/// seasonal ones ask for (1 - B^m). n is the number of values. Values must be finite; none may be missing.
namespace foreplan::inline v0::stats {

/// What the test regression has beside the series' own past.
enum class Deterministic : std::uint8_t { none, constant, trend };

struct UnitRootOptions {
  Deterministic deterministic = Deterministic::constant;
  /// < n / 2. Unset: for `adf_test` the number from 0 to 12 (n/100)^(1/4), rounded up, of least AIC, all over the
  /// same observations; for the others, whose Bartlett weights are 1 - j / (lags + 1), the whole part of 4
  /// (n/100)^(1/4).
  std::optional<std::size_t> lags{};
};

struct UnitRootResult {
  double statistic = 0;
  double p_value = 0;
  double critical_1 = 0, critical_5 = 0, critical_10 = 0;  ///< Where p is 0.01, 0.05 and 0.1.
  std::size_t lags = 0;
  std::size_t observations = 0;  ///< That the regression is over.

  bool operator==(const UnitRootResult&) const = default;
};

/// The t of y_(t-1) in the regression of the difference on y_(t-1), its own `lags` past values and the deterministic
/// part (Said & Dickey 1984). p by MacKinnon's (1994) surface, critical values by that of MacKinnon (2010) for this n.
/// A zero residual sum gives -infinity or infinity by the sign of the coefficient.
/// @throws InvalidArgument  (all of this header) for values that are not finite or all equal; too few of them; options
///   out of range.
[[nodiscard]] FOREPLAN_EXPORT UnitRootResult adf_test(std::span<const double> y, const UnitRootOptions& = {});

/// The t of y_(t-1) in the regression of y_t on it and the deterministic part, freed of serial correlation (Phillips &
/// Perron 1988, Z_t): with g0 the mean square of the residuals, l2 their long-run variance by Bartlett's weights,
/// Q the residual sum of squares of y_(t-1) on the deterministic part and s2 = g0 n / (n - k),
/// sqrt(g0 / l2) t - (l2 - g0) / 2 n / sqrt(l2 Q). p and critical values as for `adf_test`.
[[nodiscard]] FOREPLAN_EXPORT UnitRootResult phillips_perron_test(std::span<const double> y,
                                                                  const UnitRootOptions& = {});

/// Sum of squared partial sums of the residuals from the constant or trend, over n^2 and their long-run variance by
/// Bartlett's weights (Kwiatkowski, Phillips, Schmidt & Shin 1992). p between the four critical values of their table 1
/// by straight lines, 0.01 and 0.1 beyond. `Deterministic::none` is refused.
[[nodiscard]] FOREPLAN_EXPORT UnitRootResult kpss_test(std::span<const double> y, const UnitRootOptions& = {});

struct OcsbResult {
  double statistic = 0;   ///< t of the second of the two; seasonal differences are needed unless it is below
  double critical_5 = 0;  ///< this one, by a surface through those that R's forecast package gives for any m.
  std::size_t lags = 0;
};
/// Osborn, Chui, Smith & Birchenhall (1988): with a(B) the autoregression of order `lags`, without a constant, of
/// x = (1 - B)(1 - B^m) y, the regression of x_t on a(B)(1 - B^m) y_(t-1), a(B)(1 - B) y_(t-m) and its own `lags` past
/// values.
/// @param season_length  m >= 2; y has more than 2 m + 2 lags + 5 values.
/// @param lags  Unset: the number from 0 to 3 for which the last regression has the least AIC, all four over the same
///   observations. R's choice is mostly one less than the best of 1 to 3; at equal lags the statistics agree.
[[nodiscard]] FOREPLAN_EXPORT OcsbResult ocsb_test(std::span<const double> y, std::size_t season_length,
                                                   std::optional<std::size_t> lags = {});

/// max(0, 1 - var(remainder) / var(season + remainder)) of a decomposition by loess (STL; Cleveland, Cleveland, McRae &
/// Terpenning 1990) with seasonal windows of 11 and the trend window that they advise (Wang, Smith & Hyndman 2006). 0
/// where nothing varies.
/// @param season_length  m >= 2; y has at least 2 m values.
[[nodiscard]] FOREPLAN_EXPORT double seasonal_strength(std::span<const double> y, std::size_t season_length);

enum class UnitRootTest : std::uint8_t { kpss, adf, phillips_perron };
enum class SeasonalTest : std::uint8_t {
  strength,  ///< Differences as long as `seasonal_strength` is above 0.64.
  ocsb,
};

struct DifferencesOptions {
  UnitRootTest test = UnitRootTest::kpss;
  double level = 0.05;      ///< [0.01, 0.1] for KPSS, (0, 1) for others.
  std::size_t largest = 2;  ///< <= 10.
  bool trend = false;       ///< Whether the test regression has a trend rather than a constant alone.
};
/// How many differences the test asks for, one after another (Hyndman & Khandakar 2008). KPSS uses the whole part of
/// 3 sqrt(n) / 13 lags, ADF that of (n - 1)^(1/3). Missing values (NaN) are taken out; a series that does not vary, or
/// is too short for the test, needs none.
[[nodiscard]] FOREPLAN_EXPORT std::size_t differences(std::span<const double> y, const DifferencesOptions& = {});

struct SeasonalDifferencesOptions {
  SeasonalTest test = SeasonalTest::strength;
  std::size_t largest = 1;  ///< <= 10.
};
/// The same for (1 - B^m). Missing values are replaced by straight lines between their neighbours. None for m = 1 and
/// series shorter than 2 m.
[[nodiscard]] FOREPLAN_EXPORT std::size_t seasonal_differences(std::span<const double> y, std::size_t season_length,
                                                               const SeasonalDifferencesOptions& = {});

}  // namespace foreplan::inline v0::stats
