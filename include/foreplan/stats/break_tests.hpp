#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <span>
#include <vector>

/// Whether the coefficients of a regression change at all, when neither the dates nor the number of changes are known
/// (Bai & Perron 1998, 2003). `fit_breaks` says how many and when. n observations, k columns, all of which may change.
namespace foreplan::inline v0::stats {

/// Critical values are the published ones, which exist for these options and up to ten columns only.
struct BreakTestOptions {
  bool intercept = true;   ///< Adds a column of ones. No columns and an intercept: breaks of the mean.
  double trimming = 0.15;  ///< 0.05, 0.10, 0.15, 0.20 or 0.25; a segment has at least h = floor(trimming n) > k rows.
  double significance = 0.05;  ///< 0.10, 0.05, 0.025 or 0.01.
  /// classical: errors of one variance throughout, uncorrelated. Any other kind: found in each segment by itself, so
  /// that variances and correlations may differ between segments as well. `lags` must be below h. On short samples of
  /// correlated errors the tests still reject too often, though far less than with classical.
  CovarianceOptions covariance{};
  CancelToken cancel{};  ///< Looked at once an observation. @throws Cancelled
};

/// supF of no break against m breaks, in chi-squared form (k times a mean F), at the dates of least RSS:
/// (n - (m + 1) k) / (n m) W, W being Wald's statistic of equal coefficients in all segments. With classical covariance
/// it is (n - (m + 1) k) / m (RSS_0 / RSS_m - 1). The dates, and so the statistic, need not be those that would
/// maximise W itself with another covariance, but are as good in large samples.
struct BreakNumberTest {
  std::vector<std::size_t> breaks{};  ///< First observation of each later regime, from 0.
  /// Infinite where m breaks leave no residuals and none does; 0 where y needs no break to be fitted exactly; NaN where
  /// a segment's covariance is singular.
  double statistic{};
  double critical{};
  [[nodiscard]] bool rejects() const noexcept { return statistic > critical; }  ///< No break is rejected.
};

/// Of no break against some number of them up to M.
struct DoubleMaximum {
  double statistic{};  ///< NaN where one of those it is the largest of is.
  double critical{};
  [[nodiscard]] bool rejects() const noexcept { return statistic > critical; }
};

struct BreakTests {
  std::vector<BreakNumberTest> numbers{};  ///< Of m = 1, ..., M; M is 5, with trimming 0.20 3, with 0.25 2.
  DoubleMaximum ud_max{};                  ///< Of the largest supF.
  DoubleMaximum wd_max{};  ///< Of the largest supF c(1) / c(m), c(m) the critical value of m: all weigh alike.
};

/// Cost as `fit_breaks`, O(n^2 (k^2 + M)).
/// @throws InvalidArgument  as `fit_regression`; for n > 20,000, k > 10, h <= k, options that are not among the
///   published, and unless columns are independent over all rows.
[[nodiscard]] FOREPLAN_EXPORT BreakTests test_breaks(std::span<const double> y, const std::vector<Regressor>& x = {},
                                                     const BreakTestOptions& = {});
/// @throws PeriodMismatch  unless the frame covers y.
[[nodiscard]] FOREPLAN_EXPORT BreakTests test_breaks(const Series& y, const BreakTestOptions& = {});
[[nodiscard]] FOREPLAN_EXPORT BreakTests test_breaks(const Series& y, const Frame& x, const BreakTestOptions& = {});

}  // namespace foreplan::inline v0::stats
