#include <foreplan/stats/break_distributions.hpp>
#include <foreplan/stats/breaks.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "core/check.hpp"
#include "stats/best_partitions.hpp"
#include "stats/coefficient_shifts.hpp"
#include "stats/linear_model.hpp"
#include "stats/segment_sums.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFunction = "stats::fit_breaks";
void require_options(const BreakOptions& options, const LinearModel& model) {
  const auto fraction = [](std::string_view rule, double value, double most) {
    detail::require(value > 0 && value <= most && value < 1, kFunction, rule, value);
  };
  fraction("trimming must be in (0, 0.5]", options.trimming, 0.5);
  fraction("significance must be in (0, 1)", options.significance, 1);
  fraction("coverage must be in (0, 1)", options.coverage, 1);
  const std::size_t least = checked_segment(kFunction, model, options.trimming), n = model.rows;
  require_segment_covariance(kFunction, options.covariance, least, model.columns());
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

/// One more break in some rows.
struct Split {
  std::size_t at{};
  double gain = -1;  ///< The fall of RSS; below 0 where no split fits.
};

/// The best split of rows [first, end) into parts of at least `least` rows.
Split best_split(const SegmentRows& rows, std::size_t first, std::size_t end, std::size_t least) {
  const std::size_t n = end - first;
  Split best;
  if (2 * least > n) return best;
  const std::vector<double> before = running_sums(rows, first, n, false), after = running_sums(rows, end - 1, n, true);
  for (std::size_t split = least; split <= n - least; ++split)
    if (const double gain = std::max(0.0, before[n - 1] - before[split - 1] - after[n - split - 1]); gain > best.gain)
      best = {first + split, gain};
  return best;
}

/// What all steps read.
struct Task {
  const LinearModel& model;
  const std::vector<Regressor>& x;
  const BreakOptions& options;
  SegmentRows rows;
  std::size_t least{};  ///< h

  [[nodiscard]] bool robust() const noexcept { return options.covariance.kind != Covariance::classical; }
  [[nodiscard]] RegressionOptions regression() const {
    return {.intercept = options.intercept, .covariance = options.covariance};
  }
  /// Fewest rows of a part when a segment of `rows` is split.
  [[nodiscard]] std::size_t least_part(std::size_t segment) const {
    return robust() ? least : std::max(trimmed_rows(options.trimming, segment), model.columns() + 1);
  }
};

/// (n - 2 k) / n W of a split; NaN where it cannot be had.
double robust_statistic(const Task& task, std::size_t first, std::size_t end, std::size_t split) {
  const std::size_t n = end - first, k = task.model.columns();
  if (n <= 2 * k) return std::numeric_limits<double>::quiet_NaN();
  const double w =
      shift_statistic_at(task.model.y.subspan(first, n), cut(task.x, first, n), {split - first}, task.regression());
  return w * static_cast<double>(n - 2 * k) / static_cast<double>(n);
}

struct NextBreak {
  SequentialTest test{};
  std::size_t at{};  ///< Where the next break would be.
};

NextBreak next_break(const Task& task, const std::vector<std::size_t>& breaks, double residual_sum) {
  const std::size_t n = task.model.rows, k = task.model.columns(), l = breaks.size();
  NextBreak next{.test = {.breaks = l, .p_value = 1}};
  if (residual_sum == 0) return next;
  const double variance = residual_sum / static_cast<double>(n - (l + 1) * k);
  for (std::size_t i = 0, first = 0; i <= l; ++i) {
    const std::size_t end = i < l ? breaks[i] : n;
    const Split split = best_split(task.rows, first, end, task.least_part(end - first));
    if (split.gain >= 0) {
      const double statistic = task.robust() ? robust_statistic(task, first, end, split.at) : split.gain / variance;
      if (statistic > next.test.statistic) {
        next.test.statistic = statistic;
        next.at = split.at;
      }
    }
    first = end;
  }
  const double trimming = task.options.trimming;
  const double p = sup_f_upper(next.test.statistic, static_cast<int>(k), trimming, 1 - trimming);
  next.test.p_value = -std::expm1(static_cast<double>(l + 1) * std::log1p(-p));
  return next;
}

/// RSS of a partition.
double residual_sum(const Task& task, const std::vector<std::size_t>& breaks) {
  double sum = 0;
  for (std::size_t i = 0, first = 0; i <= breaks.size(); ++i) {
    const std::size_t end = i < breaks.size() ? breaks[i] : task.model.rows;
    sum += running_sums(task.rows, first, end - first, false).back();
    first = end;
  }
  return sum > rounding_only(task.model.y) ? sum : 0;
}

/// Bai (1997): breaks one at a time, and then each date from the rows between its neighbours.
std::vector<std::size_t> repartitioned(const Task& task, std::size_t most) {
  std::vector<std::size_t> breaks;
  while (breaks.size() < most) {
    const NextBreak next = next_break(task, breaks, residual_sum(task, breaks));
    if (!(next.test.p_value < task.options.significance)) break;
    breaks.insert(std::lower_bound(breaks.begin(), breaks.end(), next.at), next.at);
  }
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    const std::size_t first = i > 0 ? breaks[i - 1] : 0, end = i + 1 < breaks.size() ? breaks[i + 1] : task.model.rows;
    breaks[i] = best_split(task.rows, first, end, task.least_part(end - first)).at;
  }
  return breaks;
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

/// Q delta, Q = X'X / rows over rows [first, end) of the caller's columns.
std::vector<double> moment_product(const LinearModel& model, std::size_t first, std::size_t end,
                                   std::span<const double> delta) {
  std::vector<double> product(delta.size());
  for (std::size_t t = first; t < end; ++t) {
    double move = 0;
    for (std::size_t j = 0; j < delta.size(); ++j) move += model.column(j)[t] * delta[j];
    for (std::size_t j = 0; j < delta.size(); ++j)
      product[j] += model.column(j)[t] * (move / static_cast<double>(end - first));
  }
  return product;
}

double product(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// delta' Omega delta, Omega the long-run variance of x e over rows [first, end): (end - first) Q V Q, V being the
/// covariance of the coefficients there.
double score_variance(const LinearModel& model, std::size_t first, std::size_t end, std::span<const double> delta,
                      const RegressionFit& fit) {
  const std::vector<double> g = moment_product(model, first, end, delta);
  double sum = 0;
  for (std::size_t i = 0; i < g.size(); ++i)
    sum += g[i] * product(g, std::span(fit.covariance).subspan(i * g.size(), g.size()));
  return sum * static_cast<double>(end - first);
}

/// Of all rows, about the partition's segments.
struct Whole {
  double variance{};          ///< RSS / n
  RegressionFit residuals{};  ///< Of the partition's residuals on the columns, where covariances are robust.
};

/// Bai & Perron (2003): (delta'Q1 delta)^2 / delta'Omega1 delta (estimate - date) tends to the argmax
/// of V with xi = delta'Q2 delta / delta'Q1 delta and phi = delta'Omega2 delta / delta'Omega1 delta. With classical
/// covariance Omega is sigma^2 Q.
std::optional<Break::Range> date_range(const Task& task, const Segment& before, const Segment& after,
                                       const Whole& whole) {
  const LinearModel& model = task.model;
  const BreakOptions& options = task.options;
  std::vector<double> delta;
  for (std::size_t j = 0; j < model.columns(); ++j)
    delta.push_back(after.regression.coefficients[j].estimate - before.regression.coefficients[j].estimate);
  const auto shift_size = [&](std::size_t first, std::size_t end) {
    return product(delta, moment_product(model, first, end, delta));
  };
  double q1 = shift_size(0, model.rows), q2 = q1;
  if (options.regressors_change) {
    q1 = shift_size(before.first, before.last + 1);
    q2 = shift_size(after.first, after.last + 1);
  }
  const double rounding = rounding_only(model.y) / static_cast<double>(model.rows);
  // Omega in units of Q: the errors' variance where they are uncorrelated.
  const auto variance = [&](const Segment& s, double q) {
    const double mean = s.regression.residual_sum / static_cast<double>(s.regression.observations);
    if (!options.variance_changes)
      return task.robust() ? score_variance(model, 0, model.rows, delta, whole.residuals) / q : whole.variance;
    if (!(mean > rounding)) return 0.0;
    return task.robust() ? score_variance(model, s.first, s.last + 1, delta, s.regression) / q : mean;
  };
  const double variance1 = variance(before, q1), variance2 = variance(after, q2);
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

void describe_regimes(BreakFit& fit, const std::vector<std::size_t>& breaks, const Task& task) {
  std::vector<RegressionFit> regressions = segment_regressions(task.model.y, task.x, breaks, task.regression());
  for (std::size_t i = 0, first = 0; i <= breaks.size(); ++i) {
    const std::size_t end = i < breaks.size() ? breaks[i] : task.model.rows;
    fit.segments.push_back({.first = first, .last = end - 1, .regression = std::move(regressions[i])});
    first = end;
  }
  Whole whole{.variance = residual_sum(task, breaks) / static_cast<double>(task.model.rows)};
  if (task.robust() && !task.options.variance_changes) {
    std::vector<double> residuals;
    for (const Segment& s : fit.segments)
      residuals.insert(residuals.end(), s.regression.residuals.begin(), s.regression.residuals.end());
    whole.residuals = fit_regression(residuals, task.x, task.regression());
  }
  for (std::size_t i = 0; i < breaks.size(); ++i)
    fit.breaks.push_back({.index = breaks[i], .range = date_range(task, fit.segments[i], fit.segments[i + 1], whole)});
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
    case BreakSelection::repartition:
      return "repartition";
  }
  return "";
}

BreakFit fit_breaks(std::span<const double> y, const std::vector<Regressor>& x, const BreakOptions& options) {
  const LinearModel model = checked_model(kFunction, y, x, options.intercept);
  require_options(options, model);
  require_full_rank(kFunction, fit_regression(y, x, {.intercept = options.intercept}), "in the whole sample");

  const std::size_t least = trimmed_rows(options.trimming, model.rows);
  BreakFit fit{.observations = model.rows, .columns = model.columns(), .minimum_segment = least};
  const Task task{model, x, options, segment_rows(model), least};
  const std::size_t most = options.breaks ? std::max(*options.breaks, options.max_breaks.value_or(0))
                                          : options.max_breaks.value_or(model.rows / least - 1);
  const double rounding = rounding_only(y);
  for (Partition& partition : best_partitions(kFunction, task.rows, least, most, options.cancel))
    fit.partitions.push_back(described(std::move(partition), fit.observations, fit.columns, rounding));
  for (std::size_t l = 0; l < most; ++l)
    fit.sequential.push_back(next_break(task, fit.partitions[l].breaks, fit.partitions[l].residual_sum).test);
  const bool one_at_a_time = options.selection == BreakSelection::repartition && !options.breaks;
  describe_regimes(fit, one_at_a_time ? repartitioned(task, most) : fit.partitions[chosen_number(fit, options)].breaks,
                   task);
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
