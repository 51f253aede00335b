#pragma once
#include <foreplan/export.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <span>
#include <vector>

/// Tests of whether the coefficients of a regression are the same over the whole sample.
///
/// All take y and the columns of X as `fit_regression` does and throw as it does; moreover columns must be independent
/// where a test divides by their rank. n observations, k columns. No columns and an intercept: the mean of y.
/// A place in time is the index, from 0, of the first observation of the later regime.
namespace foreplan::inline v0::stats {

struct StabilityOptions {
  bool intercept = true;
};

struct ChowTest {
  double f{};                 ///< ((RSS - RSS1 - RSS2) / k) / ((RSS1 + RSS2) / (n - 2 k)); NaN for 0 / 0.
  double p_value{};           ///< F with k and n - 2 k degrees, Gaussian errors of one variance.
  std::size_t numerator{};    ///< k
  std::size_t denominator{};  ///< n - 2 k
};
/// A break at a date known beforehand (Chow 1960).
/// @throws InvalidArgument  unless k <= split <= n - k, n > 2 k, and both parts have full rank.
[[nodiscard]] FOREPLAN_EXPORT ChowTest chow_test(std::span<const double> y, const std::vector<Regressor>& x,
                                                 std::size_t split, const StabilityOptions& = {});

struct CusumTest {
  std::vector<double> process{};  ///< Starts with 0.
  double statistic{};             ///< NaN when the residuals are all zero: nothing can be judged.
  double p_value{};
};
/// Cumulated OLS residuals / (sigma sqrt(n)), sigma^2 = RSS / (n - k); n + 1 values. The statistic is the largest in
/// size; p by `cusum_upper`.
[[nodiscard]] FOREPLAN_EXPORT CusumTest ols_cusum_test(std::span<const double> y, const std::vector<Regressor>& x,
                                                       const StabilityOptions& = {});

/// What recursive residuals w are divided by.
enum class RecursiveScale {
  about_zero,  ///< sum of w^2 / (n - k), which is RSS / (n - k) (Brown, Durbin & Evans 1975).
  about_mean,  ///< sum of (w - mean)^2 / (n - k - 1): more power, since a break moves the mean (Harvey 1975).
};
/// Cumulated recursive residuals / (sigma sqrt(n - k)); n - k + 1 values. The statistic is the largest of
/// |process(t)| / (1 + 2 t), t in [0, 1]; p by `recursive_cusum_upper`. Rows that only complete the rank give no
/// residual, wherever they stand.
[[nodiscard]] FOREPLAN_EXPORT CusumTest recursive_cusum_test(std::span<const double> y, const std::vector<Regressor>& x,
                                                             RecursiveScale scale = RecursiveScale::about_zero,
                                                             const StabilityOptions& = {});

struct SupFOptions {
  bool intercept = true;
  double trimming = 0.15;  ///< (0, 0.5]; splits run from floor(trimming n) to n - floor(trimming n).
};
struct SupFTest {
  std::size_t first_split{};         ///< The split of statistics[0]; the next ones follow one by one.
  std::vector<double> statistics{};  ///< (RSS - RSS1 - RSS2) / ((RSS1 + RSS2) / (n - 2 k)) = k F for each split.
  std::size_t split{};               ///< Of the largest; the earliest among equals.
  double statistic{};                ///< The largest. Infinite when a split fits exactly, 0 when no split is needed to.
  double p_value{};                  ///< By `sup_f_upper`; NaN when the statistic is.
};
/// A break at a date not known (Andrews 1993). Cost O(n k^2).
/// @throws InvalidArgument  unless floor(trimming n) > k and k <= 60.
[[nodiscard]] FOREPLAN_EXPORT SupFTest sup_f_test(std::span<const double> y, const std::vector<Regressor>& x,
                                                  const SupFOptions& = {});

}  // namespace foreplan::inline v0::stats
