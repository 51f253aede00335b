#include <foreplan/forecast/prediction.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/variates.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "numeric/parallel.hpp"
#include "numeric/quantiles.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require_coverage(std::string_view function, double coverage) {
  detail::require(coverage > 0 && coverage < 1, function, "coverage must be in (0, 1)", coverage);
}

void require_levels(std::string_view function, const std::vector<double>& levels) {
  for (const double level : levels)
    detail::require(level > 0 && level < 1, function, "levels of quantiles must be in (0, 1)", level);
}

void require_shape(std::string_view function, const Predictive& p) {
  detail::require(!p.mean.empty(), function, "the horizon must be >= 1", "0");
  if (!p.variance.empty() && p.variance.size() != p.mean.size())
    detail::fail(function, "there must be as many variances as means",
                 std::to_string(p.variance.size()) + " for " + std::to_string(p.mean.size()));
}

/// What lies beyond the doubles is at their end, and what arithmetic beyond them leaves undefined stays where it left.
void keep_within_doubles(std::span<double> path) {
  constexpr double kMost = std::numeric_limits<double>::max();
  double end = kNaN;
  for (double& x : path) {
    x = std::isnan(x) ? end : within_doubles(x);
    if (std::abs(x) == kMost) end = x;
  }
}

/// On the scale of the series.
double restored_within(const Transform& transform, double z) { return within_doubles(restored(transform, z)); }

/// The sample of one period.
std::vector<double> column(const SamplePaths& paths, std::size_t h) {
  std::vector<double> values(paths.paths());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = paths.path(i)[h];
  return values;
}

void require_paths(std::string_view function, const SamplePaths& paths) {
  if (paths.paths() == 0 || paths.values.size() % paths.horizon != 0)
    detail::fail(function, "there must be whole paths", std::to_string(paths.values.size()) + " numbers",
                 "for a horizon of " + std::to_string(paths.horizon));
}

/// The mean in an order that does not depend on anything, and the interval; NaN when a value is.
void summarise(const std::vector<double>& values, double coverage, Forecast& into) {
  const double n = static_cast<double>(values.size());
  double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  if (std::isinf(mean))
    mean = std::accumulate(values.begin(), values.end(), 0.0, [n](double m, double x) { return m + x / n; });
  into.mean.push_back(within_doubles(mean));
  const bool defined = std::none_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
  const auto ends = defined ? numeric::central_interval(values, coverage) : numeric::CentralInterval{kNaN, kNaN, kNaN};
  into.lower.push_back(ends.lower);
  into.upper.push_back(ends.upper);
}

IntervalMethod method_for(const Predictive& p, const ForecastOptions& options, std::string_view function) {
  IntervalMethod method = options.intervals;
  if (method == IntervalMethod::automatic)
    method = !p.variance.empty() ? IntervalMethod::analytic : p.path ? IntervalMethod::simulated : IntervalMethod::none;
  if (method == IntervalMethod::analytic && p.variance.empty())
    detail::fail(function, "this model has no formula for its forecast variance", "analytic intervals",
                 "asked for; take simulated ones");
  return method;
}

std::vector<double> means_of(const Predictive& p) {
  std::vector<double> mean = p.mean;
  keep_within_doubles(mean);
  return mean;
}

SamplePaths paths_for(const Predictive& p, const ForecastOptions& options, IntervalMethod method) {
  detail::require(options.paths >= 100 && options.paths <= 10'000'000, "forecast::predict",
                  "paths must be in [100, 10^7]", std::to_string(options.paths));
  return sample_paths(p, {.paths = options.paths,
                          .seed = options.seed,
                          .bootstrap = method == IntervalMethod::bootstrapped,
                          .execution = options.execution});
}

bool sampled(IntervalMethod method) {
  return method == IntervalMethod::simulated || method == IntervalMethod::bootstrapped;
}

}  // namespace

Forecast summary(const SamplePaths& paths, double coverage) {
  constexpr std::string_view kName = "forecast::summary";
  require_paths(kName, paths);
  require_coverage(kName, coverage);
  Forecast result{.origin = paths.origin, .coverage = coverage};
  for (std::size_t h = 0; h < paths.horizon; ++h) summarise(column(paths, h), coverage, result);
  return result;
}

Forecast total(const SamplePaths& paths, double coverage) {
  constexpr std::string_view kName = "forecast::total";
  require_paths(kName, paths);
  require_coverage(kName, coverage);
  std::vector<double> sums(paths.paths(), 0);
  for (std::size_t i = 0; i < sums.size(); ++i)
    for (const double x : paths.path(i)) sums[i] = within_doubles(sums[i] + x);
  Forecast result{.origin = paths.origin, .coverage = coverage};
  summarise(sums, coverage, result);
  return result;
}

QuantileForecast quantiles(const SamplePaths& paths, const std::vector<double>& levels) {
  constexpr std::string_view kName = "forecast::quantiles";
  require_paths(kName, paths);
  require_levels(kName, levels);
  QuantileForecast result{paths.origin, levels, std::vector(levels.size(), std::vector(paths.horizon, kNaN))};
  for (std::size_t h = 0; h < paths.horizon; ++h) {
    const std::vector<double> values = column(paths, h);
    if (std::any_of(values.begin(), values.end(), [](double x) { return std::isnan(x); })) continue;
    const std::vector<double> found = numeric::quantiles(values, levels);
    for (std::size_t q = 0; q < levels.size(); ++q) result.values[q][h] = found[q];
  }
  return result;
}

Forecast predict(const Predictive& p, const ForecastOptions& options) {
  constexpr std::string_view kName = "forecast::predict";
  require_shape(kName, p);
  require_coverage(kName, options.coverage);
  const IntervalMethod method = method_for(p, options, kName);
  const bool untransformed = p.transform.kind == TransformKind::none;
  const PointForecast point = options.point != PointForecast::automatic ? options.point
                              : untransformed                           ? PointForecast::mean
                                                                        : PointForecast::median;
  const std::vector<double> mean = means_of(p);
  const std::size_t horizon = mean.size();
  Forecast result{.origin = p.origin, .coverage = options.coverage};
  const bool known = !std::isnan(p.sigma2);
  if (sampled(method) && known) {
    const SamplePaths paths = paths_for(p, options, method);
    Forecast sample = summary(paths, options.coverage);
    result.lower = std::move(sample.lower);
    result.upper = std::move(sample.upper);
    // The model's own path where it is what is asked for; it has no sampling error.
    if (options.point == PointForecast::median) result.mean = quantiles(paths, {0.5}).values[0];
    if (point == PointForecast::mean && !untransformed) result.mean = std::move(sample.mean);
  } else if (method != IntervalMethod::none) {
    const double z = stats::normal_quantile((1 + options.coverage) / 2);
    for (std::size_t h = 0; h < horizon; ++h) {
      const double spread = known ? z * std::sqrt(p.variance[h]) : kNaN;
      result.lower.push_back(restored_within(p.transform, mean[h] - spread));
      result.upper.push_back(restored_within(p.transform, mean[h] + spread));
    }
  }
  if (!result.mean.empty()) return result;
  for (std::size_t h = 0; h < horizon; ++h) {
    const bool adjusted = point == PointForecast::mean && !untransformed && known && !p.variance.empty();
    result.mean.push_back(adjusted ? within_doubles(restored_mean(p.transform, mean[h], p.variance[h]))
                                   : restored_within(p.transform, mean[h]));
  }
  return result;
}

QuantileForecast quantiles(const Predictive& p, const std::vector<double>& levels, const ForecastOptions& options) {
  constexpr std::string_view kName = "forecast::quantiles";
  require_shape(kName, p);
  require_levels(kName, levels);
  const IntervalMethod method = method_for(p, options, kName);
  if (method == IntervalMethod::none) detail::fail(kName, "quantiles need intervals of some kind", "none");
  QuantileForecast result{p.origin, levels, std::vector(levels.size(), std::vector(p.mean.size(), kNaN))};
  if (std::isnan(p.sigma2)) return result;
  if (sampled(method)) return quantiles(paths_for(p, options, method), levels);
  const std::vector<double> mean = means_of(p);
  for (std::size_t q = 0; q < levels.size(); ++q) {
    const double z = stats::normal_quantile(levels[q]);
    for (std::size_t h = 0; h < p.mean.size(); ++h) {
      // The median stands where it is however large the variance, also where that has left the range of a double.
      const double distance = z == 0 && p.variance[h] > 0 ? 0 : z * std::sqrt(p.variance[h]);
      result.values[q][h] = restored_within(p.transform, mean[h] + distance);
    }
  }
  return result;
}

SamplePaths sample_paths(const Predictive& p, const PathOptions& options) {
  constexpr std::string_view kName = "forecast::sample_paths";
  require_shape(kName, p);
  detail::require(options.paths >= 1 && options.paths <= 10'000'000, kName, "paths must be in [1, 10^7]",
                  std::to_string(options.paths));
  detail::require(static_cast<bool>(p.path), kName, "this model has no sample paths");
  const std::size_t horizon = p.mean.size();
  SamplePaths result{p.origin, horizon, {}};
  result.values.resize(detail::checked_product(options.paths, horizon, 1'000'000'000, kName, "paths times horizon"));
  if (std::isnan(p.sigma2)) {
    std::fill(result.values.begin(), result.values.end(), kNaN);
    return result;
  }
  detail::require(p.sigma2 >= 0, kName, "sigma2 must be >= 0", p.sigma2);
  if (options.bootstrap && p.residuals.empty()) detail::fail(kName, "there must be residuals to draw from", "none");
  const double deviation = within_doubles(std::sqrt(p.sigma2));
  double centre = 0;
  for (const double e : p.residuals) centre += e / static_cast<double>(p.residuals.size());

  // Blocks are large enough to outweigh handing them out, and do not matter to the numbers.
  constexpr std::size_t kBlock = 64;
  numeric::parallel_for((options.paths + kBlock - 1) / kBlock, options.execution, [&](std::size_t block) {
    std::vector<double> innovations(horizon + p.extra);
    for (std::size_t i = block * kBlock; i < std::min(options.paths, (block + 1) * kBlock); ++i) {
      const StreamKey key{.seed = options.seed, .purpose = purpose_id(kName), .draw = i};
      const auto future = std::span(innovations).first(horizon);
      if (options.bootstrap) {
        const auto count = static_cast<double>(p.residuals.size());
        stats::fill_uniform(key, 0, future);
        for (double& e : future)
          e = within_doubles(p.residuals[std::min(p.residuals.size() - 1, static_cast<std::size_t>(e * count))] -
                             centre);
      } else {
        stats::fill_normal(key, 0, future);
        for (double& e : future) e = within_doubles(e * deviation);
      }
      stats::fill_normal(key, horizon, std::span(innovations).subspan(horizon));
      const std::span<double> path{result.values.data() + i * horizon, horizon};
      p.path(innovations, path);
      keep_within_doubles(path);
      if (p.transform.kind != TransformKind::none)
        for (double& x : path) x = restored_within(p.transform, x);
    }
  });
  return result;
}

}  // namespace foreplan::inline v0::forecast
