#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

/// What a series is like, in numbers by which a model is chosen (Hyndman, Wang & Laptev 2015; Montero-Manso,
/// Athanasopoulos, Hyndman & Talagala 2020).
///
///   const auto x = feature_values(series_features(sales, 12));     // one row for learning, columns feature_names()
///
/// Features are of x, the series less its mean over its standard deviation (of divisor n - 1), and so do not depend on
/// the unit or on where zero is, beyond rounding. n counts from the first value that is not missing to the last one.
/// Missing values between them are replaced by trend + season of the decomposition; what is said of the remainder is of
/// the places observed.
namespace foreplan::inline v0::forecast {

/// A feature that the series does not have is NaN: all but the two lengths where nothing varies, unless told otherwise;
/// the seasonal ones unless the series has a season: m > 1, n > 2 m and each place of the season observed; others for
/// the lengths given.
struct SeriesFeatures {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  double length = 0;         ///< n
  double season_length = 1;  ///< m

  /// Of trend, season and remainder: STL as `decompose_stl` does it, with a seasonal window of 11. Without a season the
  /// trend is of local lines over the nearest half of the values, the least odd number of them that is neither below
  /// n / 2 nor below 7 (Cleveland 1979, without robustness weights). NaN below four values.
  double trend_strength = kNone;     ///< [0, 1]: max(0, 1 - Var(remainder) / Var(trend + remainder)); constant: 0.
  double seasonal_strength = kNone;  ///< [0, 1]: max(0, 1 - Var(remainder) / Var(season + remainder)). Seasonal.
  double spike = kNone;              ///< >= 0: variance of the variances of the remainder with one value left out.
  double linearity = kNone;  ///< Coefficient of the trend on the orthonormal line over 1, ..., n: up to sqrt(n).
  double curvature = kNone;  ///< On the orthonormal parabola, which opens upwards.
  double e_acf1 = kNone;     ///< [-1, 1]: first autocorrelation of the remainder; NaN where it is rounding.
  double e_acf10 = kNone;    ///< >= 0: sum of squares of its first ten (n - 1 where there are fewer; so below).

  /// (0, 1]: -sum of p log p / log of their number, p the spectral density at ceil(n/2 + 1) frequencies evenly from 0
  /// to pi and their mirror images, over their sum: near 0 for what is easily forecast, 1 for white noise. Of the
  /// autoregression by Burg (1975) of the order up to min(n - 1, 10 log10(n)) of least AIC. NaN below eight values.
  double entropy = kNone;

  /// Autocorrelations of x, its differences and their differences; NaN below three of them or where these do not vary.
  double x_acf1 = kNone, x_acf10 = kNone;           ///< The first, and the sum of squares of the first ten.
  double diff1_acf1 = kNone, diff1_acf10 = kNone;   ///< The same of first
  double diff2_acf1 = kNone, diff2_acf10 = kNone;   ///< and of second differences.
  double seas_acf1 = kNone;                         ///< That of lag m. Seasonal.
  double x_pacf5 = kNone;                           ///< Sum of squares of the first five partial autocorrelations,
  double diff1_pacf5 = kNone, diff2_pacf5 = kNone;  ///< of differences;
  double seas_pacf = kNone;                         ///< that of lag m. Seasonal.

  /// Over whole blocks of m values, 10 without a period, from the first on; the two are 0 below two blocks.
  double lumpiness = kNone;  ///< >= 0: variance of the blocks' variances.
  double stability = kNone;  ///< >= 0: variance of the blocks' means.

  double crossing_points = kNone;  ///< [0, n - 1]: how often one of two neighbours is above the median; constant: 0.
  /// [1, n]: longest run within one of the ten intervals (low, high] of equal width into which the range is cut, the
  /// lowest value in the first; constant: n.
  double flat_spots = kNone;

  /// [0.5, 1): d + 1/2 of fractional noise (1 - B)^d x, 0 <= d < 1/2, of largest Gaussian likelihood in which a value
  /// is predicted from the (up to) 100 before it (Haslett & Raftery 1989; Vecchia 1988). NaN below eight values.
  double hurst = kNone;
  /// >= 0: 10 log(S0 / S1), 10 / n times the statistic of Terasvirta, Lin & Granger (1993): sums of squared residuals
  /// S0 of x_t on a constant and x_(t-1), S1 with its square and cube too. NaN below eight values, or where S1 is
  /// rounding.
  double nonlinearity = kNone;

  /// Of the errors of the autoregression of `entropy`; NaN unless there are more than 25 of them.
  double arch_acf = kNone;  ///< >= 0: sum of squares of the first 12 autocorrelations of their squares.
  double arch_r2 = kNone;   ///< [0, 1]: R^2 of their squares on their 12 last (Engle 1982).

  /// Statistics of tests with a constant, 4 (n/100)^(1/4) lags (stats/unit_roots.hpp). NaN below eight values.
  double kpss = kNone;             ///< > 0: large where the level moves.
  double phillips_perron = kNone;  ///< Z_t: far below 0 where it returns. NaN where x follows without error.

  /// Parameters of exponential smoothing by maximum likelihood, as `fit_ets` bounds them. NaN below eight values, or
  /// where the search failed; the last three are seasonal and NaN for m > 24.
  double ses_alpha = kNone;                                    ///< Of ETS(A,N,N).
  double holt_alpha = kNone, holt_beta = kNone;                ///< Of ETS(A,A,N).
  double hw_alpha = kNone, hw_beta = kNone, hw_gamma = kNone;  ///< Of ETS(A,A,A).
};

struct FeatureOptions {
  bool smoothing = true;  ///< Whether the six of exponential smoothing are had; else they are NaN.
};

/// Cost: O(n (100 + m)), some 0.2 ms for 120 monthly values; smoothing takes two or three times as much besides.
/// @param y              NaN where missing.
/// @param season_length  m: [1, 100,000]; 1 for none.
/// @throws InvalidArgument  without any observation; for an infinite value; m out of range.
[[nodiscard]] FOREPLAN_EXPORT SeriesFeatures series_features(std::span<const double> y, std::size_t season_length,
                                                             const FeatureOptions& = {});

/// The members' names, in their order; new ones are only added at the end.
[[nodiscard]] FOREPLAN_EXPORT std::vector<std::string> feature_names();
/// The members' values in the same order.
/// @param undefined  stands in place of NaN: 0, as Montero-Manso et al. (2020) have it, or NaN for what can read it.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> feature_values(const SeriesFeatures&, double undefined = 0);

}  // namespace foreplan::inline v0::forecast
