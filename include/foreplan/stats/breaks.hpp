#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Several breaks at unknown dates in all coefficients of a regression (pure structural change; Bai & Perron 1998,
/// 2003). n observations, k columns. A break is the index, from 0, of the first observation of the later regime.
namespace foreplan::inline v0::stats {

enum class BreakSelection {
  bic,          ///< Least n log(RSS / n) + n + n log(2 pi) + log(n) p (Yao 1988), p = (m + 1)(k + 1) for m breaks:
                ///< coefficients, dates and the variance.
  lwz,          ///< Least log(RSS / (n - p)) + 0.299 p log(n)^2.1 / n (Liu, Wu & Zidek 1997), p = (m + 1) k + m.
  sequential,   ///< As many as supF(l + 1 | l) finds one after the other at `significance` (Bai & Perron 1998), at the
                ///< dates of the best partition.
  repartition,  ///< As many as are found when each break is sought with the ones before it held, at `significance`;
                ///< then each date is estimated once more between its neighbours, from the left (Bai 1997). Not the
                ///< dates of least RSS, but as good in large samples.
};
/// "BIC", "LWZ", "sequential", "repartition".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(BreakSelection) noexcept;

struct BreakOptions {
  bool intercept = true;   ///< Adds a column of ones. No columns and an intercept: breaks of the mean.
  double trimming = 0.15;  ///< (0, 0.5]; a segment has at least h = floor(trimming n) observations, h > k.
  std::optional<std::size_t> max_breaks{};  ///< Unset: as many as fit, floor(n / h) - 1.
  std::optional<std::size_t> breaks{};      ///< Set: this many, without selection.
  BreakSelection selection = BreakSelection::bic;
  double significance = 0.05;     ///< (0, 1); of each step of the sequential tests.
  double coverage = 0.95;         ///< (0, 1); of the dates' confidence intervals.
  bool regressors_change = true;  ///< Intervals: the regressors' second moments may differ between segments.
  bool variance_changes = true;   ///< Intervals: the errors' variance and correlation may differ between segments.
  /// Of the segments' coefficients, the dates' intervals, and supF(l + 1 | l). classical: errors uncorrelated and of
  /// one variance within segments. hc0..hc3: of changing variance. newey_west, quadratic_spectral: correlated too; Bai
  /// & Perron (2003) use the latter prewhitened. `lags` must be below h.
  CovarianceOptions covariance{};
  CancelToken cancel{};  ///< Looked at once an observation. @throws Cancelled
};

/// The best partition for one number of breaks: least RSS over all dates that leave h observations a segment.
struct BreakPartition {
  std::vector<std::size_t> breaks{};
  double residual_sum{};    ///< RSS; 0 where it is rounding only: at most n (64 x 2^-52 x largest |y|)^2.
  double log_likelihood{};  ///< -n/2 (log(2 pi RSS / n) + 1); infinite for RSS = 0.
  double bic{};
  double lwz{};
};

/// supF(l + 1 | l): the largest gain of one more break inside the segments of the best partition with l breaks,
/// (RSS_l - RSS_(l+1)) / (RSS_l / (n - (l + 1) k)), splits trimmed inside each segment as `trimming` says; 0 where
/// RSS_l is. With another than classical covariance it is the largest of (n_i - 2 k) / n_i W_i, W_i being Wald's
/// statistic for a shift at the split of least RSS in segment i of n_i observations, both parts of at least h (as in
/// Bai & Perron's own program); a segment where W_i cannot be had adds nothing.
struct SequentialTest {
  std::size_t breaks{};  ///< l
  double statistic{};
  double p_value{};  ///< 1 - (1 - sup_f_upper)^(l + 1)
};

struct Break {
  std::size_t index{};             ///< First observation of the later regime.
  std::optional<Period> period{};  ///< Of that observation, when a Series was given.
  /// Confidence interval of `index` (Bai 1997; Bai & Perron 2003), rounded outwards. It may reach beyond
  /// the sample. Unset where it does not exist: residuals that are zero, or a distribution that lies almost wholly on
  /// one side.
  struct Range {
    std::int64_t lower{}, upper{};
  };
  std::optional<Range> range{};
};

struct Segment {
  std::size_t first{}, last{};  ///< Indices, both included.
  std::optional<PeriodRange> periods{};
  RegressionFit regression{};  ///< Ordinary least squares with `covariance`.
};

struct BreakFit {
  std::size_t observations{};
  std::size_t columns{};                     ///< k
  std::size_t minimum_segment{};             ///< h
  std::vector<BreakPartition> partitions{};  ///< For 0, 1, ... breaks.
  std::vector<SequentialTest> sequential{};  ///< For l = 0, 1, ... below the largest number of breaks. A segment too
                                             ///< short to be split again adds nothing.
  std::vector<Break> breaks{};               ///< Of the partition chosen.
  std::vector<Segment> segments{};           ///< One more than breaks.
};

/// Least RSS over all partitions by dynamic programming: O(n^2 (k^2 + m)) time for m breaks at most, O(n (k^2 + m))
/// memory. RSS of every segment come from recursive residuals by plane rotations, which need no inverse and no first
/// full-rank block. When y is fitted exactly, the fewest breaks that do so are chosen. Among equal partitions the
/// earliest last break is taken.
/// @throws InvalidArgument  as `fit_regression`, for n > 20,000, for k > 60, for h <= k, for more breaks than fit, and
///   unless columns are independent.
[[nodiscard]] FOREPLAN_EXPORT BreakFit fit_breaks(std::span<const double> y, const std::vector<Regressor>& x = {},
                                                  const BreakOptions& = {});
/// Breaks and segments carry periods. The frame is cut to the periods of y, which it must cover.
[[nodiscard]] FOREPLAN_EXPORT BreakFit fit_breaks(const Series& y, const BreakOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT BreakFit fit_breaks(const Series& y, const Frame& x, const BreakOptions& = {});

}  // namespace foreplan::inline v0::stats
