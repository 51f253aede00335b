#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/breaks.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// Dates at which shares leave their course for another, estimated: for all sectors at once, and for each by itself.
/// Shares are taken in log ratios, which may go anywhere; within a regime each follows a line over time, or a constant.
/// A lasting new course is a regime; a single step between two periods is found by `structure_breaks` too.
namespace foreplan::inline v0::structure {

struct ShareBreakOptions {
  bool trend = true;  ///< Regimes have a level and a slope; false: a level.
  /// Trimming, `max_breaks` and `breaks` hold for both; all else for the sectors' own fits. Their number is chosen by
  /// least BIC in both unless `selection` says otherwise for the sectors.
  stats::BreakOptions each{};
};

/// The partition that fits all log ratios best, for one number of breaks.
struct SharePartition {
  std::vector<Period> breaks{};  ///< The first period of each later regime.
  double log_determinant = 0;    ///< log |S|, S the residuals' covariance (divisor T) in isometric log ratios.
  double bic = 0;                ///< T log |S| + log(T) ((m + 1) k (n - 1) + m), k = 2 with trend, 1 without.
  Stop stop = Stop::not_run;     ///< `singular`: the residuals do not span all log ratios, and bic is missing (NaN).

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  bool operator==(const SharePartition&) const = default;
};

struct SectorShareBreaks {
  std::string sector{};
  stats::BreakFit fit{};  ///< Of log(s / (1 - s)), the sector against all others; dates have confidence intervals.
};

struct ShareBreakFit {
  std::vector<SharePartition> partitions{};  ///< For 0, 1, ... breaks common to all sectors.
  std::vector<Period> breaks{};              ///< Of the usable partition of least BIC; empty too when none is usable.
  std::vector<SectorShareBreaks> sectors{};  ///< In the order of the frame.
};

/// Common breaks are those of the Gaussian quasi-likelihood for a system of equations (Bai, Lumsdaine & Stock 1998; Qu
/// & Perron 2007), whose maximum has the least |S| and does not depend on which log ratios are taken. The search starts
/// from the dates that are best for a given covariance (dynamic programming over all partitions, in turn with the
/// covariance of the residuals) and from one break more than the last partition, and moves single breaks until none
/// lowers |S|. Breaks of one sector are those of Bai & Perron (1998, 2003), by `stats::fit_breaks`. As many common
/// breaks are tried as leave T - (m + 1) k >= n, for T periods and n sectors. O(T^2 n^2) for each sweep and break.
/// @throws UnitMismatch     unless all series are in one unit.
/// @throws PeriodMismatch   for a missing value, naming the series.
/// @throws InvalidArgument  for fewer than two sectors, levels that are not > 0, fewer than n + k periods or more than
///   500, and as `stats::fit_breaks`.
[[nodiscard]] FOREPLAN_EXPORT ShareBreakFit fit_share_breaks(const Frame& levels,
                                                             const ShareBreakOptions& options = {});

}  // namespace foreplan::inline v0::structure
