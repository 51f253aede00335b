#pragma once
#include <foreplan/forecast/conformal.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::forecast {

/// Whole ranks in spite of rounding: (19 + 1) 0.95 is 19.
[[nodiscard]] inline double rank_of(double product) { return std::ceil(product - 1e-9); }

/// Moves quantiles that lie nearer to the point than those of levels nearer to 1/2 out to these, and those of the other
/// side than the innermost to that one. NaN stays.
inline void nest(stats::Outlook& outlook) {
  std::vector<std::size_t> outwards(outlook.levels.size());
  std::iota(outwards.begin(), outwards.end(), std::size_t{0});
  std::stable_sort(outwards.begin(), outwards.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(outlook.levels[a] - 0.5) < std::abs(outlook.levels[b] - 0.5);
  });
  for (std::size_t h = 0; h < outlook.horizon(); ++h) {
    double lowest = INFINITY, highest = -INFINITY;
    for (const std::size_t l : outwards) {
      double& q = outlook.quantiles[l][h];
      if (std::isnan(q)) continue;
      const bool below = outlook.levels[l] < 0.5;
      q = below ? std::min(q, lowest) : std::max(q, highest);
      if (lowest > highest)
        lowest = highest = q;  // the innermost, which no other side passes
      else
        (below ? lowest : highest) = q;
    }
  }
}

/// Normalised errors of one series over its origins: [step][level], lower side before upper.
using IntervalScores = std::vector<std::vector<std::vector<double>>>;
/// The levels whose quantiles are scored: 1 - level of each, then each.
[[nodiscard]] std::vector<double> scored_levels(const std::vector<double>& levels);
/// @param outlook  of `scored_levels`.
/// @param actual   as many values, or more.
void add_scores(IntervalScores& to, const stats::Outlook& outlook, std::span<const double> actual);
/// As `calibrate` says, of scores of each series.
[[nodiscard]] IntervalCalibration calibration_of(const std::vector<IntervalScores>& all,
                                                 const std::vector<double>& levels, std::size_t horizon);

/// What `calibrated` refuses. @throws InvalidArgument  for `function`.
void check_factors(std::string_view function, const IntervalCalibration& calibration);

/// Quantiles moved by factors that `calibrated` takes.
[[nodiscard]] stats::Outlook moved(stats::Outlook outlook, const IntervalCalibration& calibration);

}  // namespace foreplan::inline v0::forecast
