#include <foreplan/stats/break_distributions.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/stability.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "stats/linear_model.hpp"
#include "stats/segment_sums.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Numbers of a statistic that may be 0 / 0.
double upper(double statistic, double (*distribution)(double)) {
  return std::isnan(statistic) ? kNaN : distribution(statistic);
}

double cleaned(double sum, double rounding) { return sum > rounding ? sum : 0; }

void require_degree(std::string_view function, const LinearModel& model) {
  if (model.rows <= model.columns())
    detail::fail(function, "more observations than columns are needed",
                 std::to_string(model.rows) + " for " + std::to_string(model.columns()));
}

}  // namespace

ChowTest chow_test(std::span<const double> y, const std::vector<Regressor>& x, std::size_t split,
                   const StabilityOptions& options) {
  constexpr std::string_view function = "stats::chow_test";
  const LinearModel model = checked_model(function, y, x, options.intercept);
  const std::size_t n = model.rows, k = model.columns();
  if (n <= 2 * k || split < k || split > n - k)
    detail::fail(function, "both parts need k observations, and one of them more",
                 "split " + std::to_string(split) + " of " + std::to_string(n) + " for k = " + std::to_string(k));
  const RegressionOptions plain{.intercept = options.intercept};
  const auto part = [&](std::size_t first, std::size_t rows, std::string_view where) {
    const RegressionFit fit = fit_regression(y.subspan(first, rows), cut(x, first, rows), plain);
    require_full_rank(function, fit, where);
    return fit.residual_sum;
  };
  const double rounding = rounding_only(y);
  const double whole = cleaned(part(0, n, "in the whole sample"), rounding);
  const double parts =
      cleaned(part(0, split, "before the split") + part(split, n - split, "after the split"), rounding);

  ChowTest test{.numerator = k, .denominator = n - 2 * k};
  test.f = std::max(0.0, whole - parts) / static_cast<double>(k) / (parts / static_cast<double>(n - 2 * k));
  test.p_value = std::isnan(test.f) ? kNaN : f_upper(test.f, static_cast<double>(k), static_cast<double>(n - 2 * k));
  return test;
}

CusumTest ols_cusum_test(std::span<const double> y, const std::vector<Regressor>& x, const StabilityOptions& options) {
  constexpr std::string_view function = "stats::ols_cusum_test";
  require_degree(function, checked_model(function, y, x, options.intercept));
  const RegressionFit fit = fit_regression(y, x, {.intercept = options.intercept});
  require_full_rank(function, fit, "in the whole sample");
  const double sigma = std::sqrt(fit.residual_sum > rounding_only(y) ? fit.sigma2 : 0);
  const double scale = sigma * std::sqrt(static_cast<double>(y.size()));
  CusumTest test{.process = {0}, .statistic = sigma > 0 ? 0 : kNaN};
  double sum = 0;
  for (const double e : fit.residuals) {
    sum += e;
    test.process.push_back(sigma > 0 ? sum / scale : 0);
    test.statistic = std::isnan(test.statistic) ? kNaN : std::max(test.statistic, std::abs(test.process.back()));
  }
  test.p_value = upper(test.statistic, cusum_upper);
  return test;
}

CusumTest recursive_cusum_test(std::span<const double> y, const std::vector<Regressor>& x, RecursiveScale scale,
                               const StabilityOptions& options) {
  constexpr std::string_view function = "stats::recursive_cusum_test";
  const LinearModel model = checked_model(function, y, x, options.intercept);
  require_degree(function, model);
  require_full_rank(function, fit_regression(y, x, {.intercept = options.intercept}), "in the whole sample");
  const SegmentRows rows = segment_rows(model);
  const std::size_t k = rows.columns;
  std::vector<double> r(k * (k + 1) / 2), z(k), row(k), residuals;
  for (std::size_t t = 0; t < rows.rows; ++t) {
    std::copy_n(rows.row(t).begin(), k, row.begin());
    bool raised = false;
    const double w = rotate_in(r, z, row, rows.y[t], raised);
    if (!raised) residuals.push_back(w);
  }
  const double count = static_cast<double>(residuals.size());
  double mean = 0, squares = 0, deviations = 0;
  for (const double w : residuals) mean += w / count;
  for (const double w : residuals) {
    squares += w * w;
    deviations += (w - mean) * (w - mean);
  }
  const bool about_zero = scale == RecursiveScale::about_zero;
  const double variance = about_zero ? squares / count : deviations / (count - 1);
  const double sigma = squares > rounding_only(y) ? std::sqrt(variance) : 0;
  CusumTest test{.process = {0}, .statistic = sigma > 0 ? 0 : kNaN};
  double sum = 0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    sum += residuals[i];
    test.process.push_back(sigma > 0 ? sum / (sigma * std::sqrt(count)) : 0);
    const double line = 1 + 2 * static_cast<double>(i + 1) / count;
    if (sigma > 0) test.statistic = std::max(test.statistic, std::abs(test.process.back()) / line);
  }
  test.p_value = upper(test.statistic, recursive_cusum_upper);
  return test;
}

SupFTest sup_f_test(std::span<const double> y, const std::vector<Regressor>& x, const SupFOptions& options) {
  constexpr std::string_view function = "stats::sup_f_test";
  detail::require(options.trimming > 0 && options.trimming <= 0.5, function, "trimming must be in (0, 0.5]",
                  options.trimming);
  const LinearModel model = checked_model(function, y, x, options.intercept);
  const std::size_t n = model.rows, k = model.columns();
  const std::size_t least = trimmed_rows(options.trimming, n);
  if (least <= k)
    detail::fail(function, "floor(trimming n) must be above k",
                 std::to_string(least) + " for k = " + std::to_string(k));
  require_full_rank(function, fit_regression(y, x, {.intercept = options.intercept}), "in the whole sample");

  const SegmentRows rows = segment_rows(model);
  const std::vector<double> before = running_sums(rows, 0, n, false), after = running_sums(rows, n - 1, n, true);
  const double rounding = rounding_only(y), degrees = static_cast<double>(n - 2 * k);
  const double whole = cleaned(before[n - 1], rounding);
  SupFTest test{.first_split = least, .split = least, .statistic = -1};
  for (std::size_t split = least; split <= n - least; ++split) {
    const double parts = cleaned(before[split - 1] + after[n - split - 1], rounding);
    const double gain = std::max(0.0, whole - parts);
    test.statistics.push_back(gain == 0 ? 0 : gain / (parts / degrees));
    if (test.statistics.back() > test.statistic) {
      test.statistic = test.statistics.back();
      test.split = split;
    }
  }
  const double from = static_cast<double>(least) / static_cast<double>(n);
  test.p_value = sup_f_upper(test.statistic, static_cast<int>(k), from, 1 - from);
  return test;
}

}  // namespace foreplan::inline v0::stats
