#include <foreplan/stats/break_distributions.hpp>
#include <foreplan/stats/breaks.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "core/check.hpp"
#include "stats/best_partitions.hpp"
#include "stats/linear_model.hpp"
#include "stats/segment_sums.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFunction = "stats::fit_breaks";
constexpr std::size_t kMostRows = 20'000;
constexpr std::size_t kMostColumns = 60;  // Of `sup_f_upper`.

std::size_t trimmed(double trimming, std::size_t rows) {
  return static_cast<std::size_t>(trimming * static_cast<double>(rows));
}

void require_options(const BreakOptions& options, const LinearModel& model) {
  const auto fraction = [](std::string_view rule, double value, double most) {
    detail::require(value > 0 && value <= most && value < 1, kFunction, rule, value);
  };
  fraction("trimming must be in (0, 0.5]", options.trimming, 0.5);
  fraction("significance must be in (0, 1)", options.significance, 1);
  fraction("coverage must be in (0, 1)", options.coverage, 1);
  const std::size_t n = model.rows, k = model.columns(), least = trimmed(options.trimming, n);
  if (n > kMostRows) detail::fail(kFunction, "at most 20000 observations", std::to_string(n));
  if (k > kMostColumns) detail::fail(kFunction, "at most 60 columns", std::to_string(k));
  if (least <= k)
    detail::fail(kFunction, "floor(trimming n) must be above the number of columns",
                 std::to_string(least) + " for " + std::to_string(k));
  for (const auto& wanted : {options.breaks, options.max_breaks})
    if (wanted && *wanted > n / least - 1)
      detail::fail(kFunction, "at most " + std::to_string(n / least - 1) + " breaks fit", std::to_string(*wanted));
}

BreakPartition described(Partition partition, std::size_t rows, std::size_t columns, double rounding) {
  const double n = static_cast<double>(rows), k = static_cast<double>(columns);
  const double m = static_cast<double>(partition.breaks.size());
  BreakPartition all{.breaks = std::move(partition.breaks)};
  all.residual_sum = partition.residual_sum > rounding ? partition.residual_sum : 0;
  all.log_likelihood = -n / 2 * (std::log(2 * std::numbers::pi * all.residual_sum / n) + 1);
  all.bic = -2 * all.log_likelihood + std::log(n) * (m + 1) * (k + 1);
  const double p = (m + 1) * k + m;
  all.lwz = n > p ? std::log(all.residual_sum / (n - p)) + 0.299 * p * std::pow(std::log(n), 2.1) / n
                  : std::numeric_limits<double>::infinity();
  return all;
}

// ---- how many ----

/// The largest fall of RSS that one split of rows [first, end) brings, parts of at least `least` rows; 0 if none fits.
double best_gain(const SegmentRows& rows, std::size_t first, std::size_t end, std::size_t least) {
  const std::size_t n = end - first;
  if (2 * least > n) return 0;
  const std::vector<double> before = running_sums(rows, first, n, false), after = running_sums(rows, end - 1, n, true);
  double gain = 0;
  for (std::size_t split = least; split <= n - least; ++split)
    gain = std::max(gain, before[n - 1] - before[split - 1] - after[n - split - 1]);
  return gain;
}

SequentialTest sequential_test(const SegmentRows& rows, const BreakPartition& partition, double trimming) {
  const std::size_t n = rows.rows, k = rows.columns, l = partition.breaks.size();
  SequentialTest test{.breaks = l, .p_value = 1};
  if (partition.residual_sum == 0) return test;
  double gain = 0;
  for (std::size_t i = 0, first = 0; i <= l; ++i) {
    const std::size_t end = i < l ? partition.breaks[i] : n;
    gain = std::max(gain, best_gain(rows, first, end, std::max(trimmed(trimming, end - first), k + 1)));
    first = end;
  }
  test.statistic = gain / (partition.residual_sum / static_cast<double>(n - (l + 1) * k));
  const double p = sup_f_upper(test.statistic, static_cast<int>(k), trimming, 1 - trimming);
  test.p_value = -std::expm1(static_cast<double>(l + 1) * std::log1p(-p));
  return test;
}

std::size_t chosen_number(const BreakFit& fit, const BreakOptions& options) {
  if (options.breaks) return *options.breaks;
  if (options.selection == BreakSelection::sequential) {
    const auto accepted = [&](const SequentialTest& test) { return !(test.p_value < options.significance); };
    const auto end = std::find_if(fit.sequential.begin(), fit.sequential.end(), accepted);
    return static_cast<std::size_t>(end - fit.sequential.begin());
  }
  const auto criterion = [&](const BreakPartition& p) {
    return options.selection == BreakSelection::bic ? p.bic : p.lwz;
  };
  const auto best =
      std::min_element(fit.partitions.begin(), fit.partitions.end(),
                       [&](const BreakPartition& a, const BreakPartition& b) { return criterion(a) < criterion(b); });
  return static_cast<std::size_t>(best - fit.partitions.begin());
}

// ---- when ----

/// delta' (X'X / rows) delta over rows [first, end) of the caller's columns.
double shift_size(const LinearModel& model, std::size_t first, std::size_t end, std::span<const double> delta) {
  double sum = 0;
  for (std::size_t t = first; t < end; ++t) {
    double move = 0;
    for (std::size_t j = 0; j < delta.size(); ++j) move += model.column(j)[t] * delta[j];
    sum += move * move;
  }
  return sum / static_cast<double>(end - first);
}

/// Bai & Perron (2003), equations 13-14, errors uncorrelated: (delta'Q1 delta / sigma1^2)(estimate - date) tends to the
/// argmax of V with xi = delta'Q2 delta / delta'Q1 delta and phi = xi sigma2^2 / sigma1^2.
std::optional<Break::Range> date_range(const LinearModel& model, const Segment& before, const Segment& after,
                                       const BreakOptions& options, double whole_variance) {
  std::vector<double> delta;
  for (std::size_t j = 0; j < model.columns(); ++j)
    delta.push_back(after.regression.coefficients[j].estimate - before.regression.coefficients[j].estimate);
  double q1 = shift_size(model, 0, model.rows, delta), q2 = q1;
  if (options.regressors_change) {
    q1 = shift_size(model, before.first, before.last + 1, delta);
    q2 = shift_size(model, after.first, after.last + 1, delta);
  }
  double variance1 = whole_variance, variance2 = whole_variance;
  if (options.variance_changes) {
    const double rounding = rounding_only(model.y) / static_cast<double>(model.rows);
    const auto variance = [&](const Segment& s) {
      const double mean = s.regression.residual_sum / static_cast<double>(s.regression.observations);
      return mean > rounding ? mean : 0;
    };
    variance1 = variance(before);
    variance2 = variance(after);
  }
  if (!(q1 > 0 && q2 > 0 && variance1 > 0 && variance2 > 0)) return std::nullopt;
  const double xi = q2 / q1, phi = xi * (variance2 / variance1), tail = (1 - options.coverage) / 2;
  if (!(std::isfinite(xi) && phi > 0 && std::isfinite(phi))) return std::nullopt;
  if (const double left = break_date_cdf(0, xi, phi); left < tail || left > 1 - tail) return std::nullopt;
  const double scale = variance1 / q1;
  const double late = std::ceil(break_date_quantile(1 - tail, xi, phi) * scale);
  const double early = std::floor(break_date_quantile(tail, xi, phi) * scale);
  constexpr double kBeyond = 1e15;  // A shift too small to be dated.
  if (!(late < kBeyond && early > -kBeyond)) return std::nullopt;
  const auto index = static_cast<std::int64_t>(after.first);
  return Break::Range{index - static_cast<std::int64_t>(late), index - static_cast<std::int64_t>(early)};
}

void describe_regimes(BreakFit& fit, const BreakPartition& partition, const LinearModel& model,
                      const std::vector<Regressor>& x, const BreakOptions& options) {
  for (std::size_t i = 0, first = 0; i <= partition.breaks.size(); ++i) {
    const std::size_t end = i < partition.breaks.size() ? partition.breaks[i] : model.rows;
    Segment segment{.first = first, .last = end - 1};
    segment.regression = fit_regression(model.y.subspan(first, end - first), cut(x, first, end - first),
                                        {.intercept = options.intercept});
    fit.segments.push_back(std::move(segment));
    first = end;
  }
  const double variance = partition.residual_sum / static_cast<double>(model.rows);
  for (std::size_t i = 0; i < partition.breaks.size(); ++i)
    fit.breaks.push_back({.index = partition.breaks[i],
                          .range = date_range(model, fit.segments[i], fit.segments[i + 1], options, variance)});
}

void date(BreakFit& fit, const Series& y) {
  for (Break& b : fit.breaks) b.period = y.period(b.index);
  for (Segment& s : fit.segments) {
    s.periods = PeriodRange{y.period(s.first), y.period(s.last)};
    s.regression.origin = Origin{y.name, s.periods->last, y.unit};
  }
}

}  // namespace

std::string_view to_string(BreakSelection selection) noexcept {
  switch (selection) {
    case BreakSelection::bic:
      return "BIC";
    case BreakSelection::lwz:
      return "LWZ";
    case BreakSelection::sequential:
      return "sequential";
  }
  return "";
}

BreakFit fit_breaks(std::span<const double> y, const std::vector<Regressor>& x, const BreakOptions& options) {
  const LinearModel model = checked_model(kFunction, y, x, options.intercept);
  require_options(options, model);
  require_full_rank(kFunction, fit_regression(y, x, {.intercept = options.intercept}), "in the whole sample");

  BreakFit fit{
      .observations = model.rows, .columns = model.columns(), .minimum_segment = trimmed(options.trimming, model.rows)};
  const SegmentRows rows = segment_rows(model);
  const std::size_t most = options.breaks ? std::max(*options.breaks, options.max_breaks.value_or(0))
                                          : options.max_breaks.value_or(model.rows / fit.minimum_segment - 1);
  const double rounding = rounding_only(y);
  for (Partition& partition : best_partitions(rows, fit.minimum_segment, most))
    fit.partitions.push_back(described(std::move(partition), fit.observations, fit.columns, rounding));
  for (std::size_t l = 0; l < most; ++l)
    fit.sequential.push_back(sequential_test(rows, fit.partitions[l], options.trimming));
  describe_regimes(fit, fit.partitions[chosen_number(fit, options)], model, x, options);
  return fit;
}

BreakFit fit_breaks(const Series& y, const BreakOptions& options) {
  BreakFit fit = fit_breaks(y.span(), {}, options);
  date(fit, y);
  return fit;
}

BreakFit fit_breaks(const Series& y, const Frame& x, const BreakOptions& options) {
  if (y.empty()) detail::fail(kFunction, "y must not be empty", detail::quoted(y.name));
  BreakFit fit = fit_breaks(y.span(), regressors(x, {y.start, y.last()}), options);
  date(fit, y);
  return fit;
}

}  // namespace foreplan::inline v0::stats
