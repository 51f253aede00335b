#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// How far forecasts were from what came: y the actual values, f the forecasts, e = y - f, h their number.
///
/// A pair of which one number is NaN counts for none; without any pair a measure is NaN. Where a denominator is zero
/// the measure says what it does. Sums are taken in the order of the values.
///
///   const double score = mase(actual, forecast, training, 12);
namespace foreplan::inline v0::stats {

/// @throws InvalidArgument  (all of this header) for spans of different lengths; an argument out of its range.
[[nodiscard]] FOREPLAN_EXPORT double mean_error(std::span<const double> y, std::span<const double> f);
[[nodiscard]] FOREPLAN_EXPORT double mean_absolute_error(std::span<const double> y, std::span<const double> f);
[[nodiscard]] FOREPLAN_EXPORT double root_mean_squared_error(std::span<const double> y, std::span<const double> f);

/// MAPE: 100 / h sum |e / y|, per cent. A pair with y = 0 adds 0 if e = 0, else infinity.
[[nodiscard]] FOREPLAN_EXPORT double mape(std::span<const double> y, std::span<const double> f);
/// sMAPE of the M4 competition (Makridakis, Spiliotis & Assimakopoulos 2020): 200 / h sum |e| / (|y| + |f|), 0 to 200
/// per cent. A pair of two zeros adds 0.
[[nodiscard]] FOREPLAN_EXPORT double smape(std::span<const double> y, std::span<const double> f);
/// WAPE, also called MAD/mean (Kolassa & Schuetz 2007): sum |e| / sum |y|, a pure number. Infinite where all y are 0
/// and an e is not; 0 where all e are 0.
[[nodiscard]] FOREPLAN_EXPORT double wape(std::span<const double> y, std::span<const double> f);

/// What errors are compared with (Hyndman & Koehler 2006): the mean |x_t - x_(t-m)| of the training values x, and the
/// mean square of the same differences. NaN without two observations m apart.
/// @param season_length  m >= 1.
[[nodiscard]] FOREPLAN_EXPORT double naive_absolute_scale(std::span<const double> training,
                                                          std::size_t season_length = 1);
[[nodiscard]] FOREPLAN_EXPORT double naive_squared_scale(std::span<const double> training,
                                                         std::size_t season_length = 1);
/// MASE: mean |e| over `naive_absolute_scale` (Hyndman & Koehler 2006). Where the scale is 0: 0 if all e are, else
/// infinite. A competition leaves such series out.
[[nodiscard]] FOREPLAN_EXPORT double mase(std::span<const double> y, std::span<const double> f,
                                          std::span<const double> training, std::size_t season_length = 1);
/// RMSSE: the root of mean e^2 over `naive_squared_scale` (Hyndman & Koehler 2006; of the M5 competition with m = 1).
[[nodiscard]] FOREPLAN_EXPORT double rmsse(std::span<const double> y, std::span<const double> f,
                                           std::span<const double> training, std::size_t season_length = 1);

/// OWA of the M4 competition: the mean of sMAPE and MASE, each averaged over all series and divided by that of Naive2.
[[nodiscard]] FOREPLAN_EXPORT double owa(double smape, double mase, double naive2_smape, double naive2_mase);
/// RelMAE: mean |e| of f over that of another forecast, the benchmark (Davydenko & Fildes 2013); over several series
/// take the geometric mean. Pairs count where both are known. 1 where both are 0.
[[nodiscard]] FOREPLAN_EXPORT double relative_mae(std::span<const double> y, std::span<const double> f,
                                                  std::span<const double> benchmark);
/// Share of periods in which y and f move to the same side of the value before them, the first one from `last`: signs
/// of y_t - y_(t-1) and f_t - y_(t-1), no movement a sign of its own.
[[nodiscard]] FOREPLAN_EXPORT double directional_accuracy(double last, std::span<const double> y,
                                                          std::span<const double> f);

/// How far two compositions are apart (Aitchison 1986, 1992): the root of the sum of (clr_i(x) - clr_i(y))^2, clr_i(x) =
/// log(x_i / g) with g the geometric mean of the parts. Only ratios count, so that shares, per cent and levels give the
/// same, and 0.01 for 0.02 is as wrong as 0.1 for 0.2.
///
/// A part that is 0 in one of the two is infinitely far away. NaN for a part that is 0 in both, since a composition does
/// not say what that is worth, or missing in one.
/// @throws InvalidArgument  also for fewer than two parts, or one that is negative or infinite.
[[nodiscard]] FOREPLAN_EXPORT double aitchison_distance(std::span<const double> x, std::span<const double> y);

/// Quantile or pinball loss of level p, the mean of max(p (y - q), (p - 1) (y - q)), in units of y (Koenker & Bassett
/// 1978). @param level  (0, 1)
[[nodiscard]] FOREPLAN_EXPORT double pinball_loss(std::span<const double> y, std::span<const double> q, double level);
/// Share of y within [lower, upper].
[[nodiscard]] FOREPLAN_EXPORT double coverage(std::span<const double> y, std::span<const double> lower,
                                              std::span<const double> upper);
/// Interval score of central intervals of probability 1 - alpha, the mean of u - l + 2 / alpha (max(0, l - y) +
/// max(0, y - u)) (Winkler 1972; Gneiting & Raftery 2007). @param probability  (0, 1), of the intervals.
[[nodiscard]] FOREPLAN_EXPORT double interval_score(std::span<const double> y, std::span<const double> lower,
                                                    std::span<const double> upper, double probability);
/// MSIS of the M4 competition, where the probability is 0.95: the interval score over `naive_absolute_scale`; zero
/// scales as for `mase`.
[[nodiscard]] FOREPLAN_EXPORT double msis(std::span<const double> y, std::span<const double> lower,
                                          std::span<const double> upper, double probability,
                                          std::span<const double> training, std::size_t season_length = 1);

/// A central interval for every period.
struct ScoredInterval {
  double probability = 0.9;  ///< (0, 1)
  std::vector<double> lower{};
  std::vector<double> upper{};
};
/// Weighted interval score (Bracher, Ray, Gneiting & Reich 2021): with K intervals, the mean over the periods of
/// (|y - median| / 2 + sum of alpha_k / 2 IS_k) / (K + 1/2). Periods count where everything is known.
[[nodiscard]] FOREPLAN_EXPORT double weighted_interval_score(std::span<const double> y, std::span<const double> median,
                                                             const std::vector<ScoredInterval>& intervals);

/// What a score of a sample takes the sample for.
enum class SampleScore : std::uint8_t {
  empirical,  ///< The distribution itself: pairs of draws over k^2.
  fair,       ///< Draws from a distribution, whose score is estimated without bias: over k (k - 1) (Ferro 2014).
};
/// Continuous ranked probability score of one value by k draws: mean |x_i - y| - 1/2 mean |x_i - x_j| (Gneiting &
/// Raftery 2007). O(k log k). NaN for a NaN among them; `fair` needs two draws.
/// @throws InvalidArgument  without a draw.
[[nodiscard]] FOREPLAN_EXPORT double crps(double y, std::span<const double> draws,
                                          SampleScore = SampleScore::empirical);
/// The same for several values together, by the Euclidean distance: how well paths forecast a whole horizon (Gneiting &
/// Raftery 2007). O(k^2 h). @param paths  path by path, as many numbers each as y has.
[[nodiscard]] FOREPLAN_EXPORT double energy_score(std::span<const double> y, std::span<const double> paths,
                                                  SampleScore = SampleScore::empirical);

}  // namespace foreplan::inline v0::stats
