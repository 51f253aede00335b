#include <foreplan/growth/compare_curves.hpp>
#include <foreplan/stats/accuracy.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/check.hpp"
#include "growth/curve_points.hpp"
#include "numeric/parallel.hpp"

namespace foreplan::inline v0::growth {
namespace {

constexpr std::string_view kFunction = "growth::compare_curves";
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Sample {
  std::span<const double> t, y;
};

Sample first(const Sample& all, std::size_t n) { return {all.t.first(n), all.y.first(n)}; }

// What is refused -------------------------------------------------------------------------------------------

void check_candidates(const std::vector<CurveCandidate>& candidates) {
  detail::require(!candidates.empty(), kFunction, "there must be a candidate", "none");
  std::vector<std::string_view> met;
  for (const CurveCandidate& c : candidates) {
    detail::require(!c.name.empty(), kFunction, "candidates must have names", "an empty one");
    detail::require(static_cast<bool>(c.fit), kFunction, "candidates must be callable",
                    "an empty function for " + detail::quoted(c.name));
    if (std::find(met.begin(), met.end(), c.name) != met.end())
      detail::fail(kFunction, "names of candidates must differ", "two of " + detail::quoted(c.name));
    met.push_back(c.name);
  }
}

void check_sample(const Sample& all, const CompareCurvesOptions& options) {
  if (all.t.size() != all.y.size())
    detail::fail(kFunction, "t and y must have one length",
                 std::to_string(all.t.size()) + " and " + std::to_string(all.y.size()));
  for (std::size_t i = 1; i < all.t.size(); ++i)
    if (!(all.t[i] > all.t[i - 1]))
      detail::fail(kFunction, "t must be rising", detail::number_text(all.t[i]),
                   "after " + detail::number_text(all.t[i - 1]));
  // Cut to a training sample, weights of another length would still be of a length that fits.
  if (!options.weights.empty() && options.weights.size() != all.y.size())
    detail::fail(kFunction, "weights must be one for each of the " + std::to_string(all.y.size()) + " observations",
                 std::to_string(options.weights.size()));
}

/// How many observations are known at each origin.
std::vector<std::size_t> training_sizes(const std::vector<CurveCandidate>& candidates, std::size_t n,
                                        const CompareCurvesOptions& options) {
  detail::require(options.horizon >= 1, kFunction, "horizon must be >= 1", std::to_string(options.horizon));
  detail::require(!options.origins || *options.origins >= 1, kFunction, "origins must be >= 1", "0");
  std::size_t least = (n + 1) / 2;
  for (const CurveCandidate& c : candidates)
    if (c.parameters > 0) least = std::max(least, c.parameters + 2);
  if (options.minimum_training) least = *options.minimum_training;
  detail::require(least >= 2, kFunction, "minimum_training must be >= 2", std::to_string(least));
  if (options.horizon >= n || least > n - options.horizon)
    detail::fail(kFunction, "an origin must lie between minimum_training and the last horizon observations",
                 std::to_string(least) + " and " + std::to_string(options.horizon) + " of " + std::to_string(n));
  std::vector<std::size_t> sizes;
  for (std::size_t m = least; m + options.horizon <= n; ++m) sizes.push_back(m);
  if (options.origins && *options.origins < sizes.size())
    sizes.erase(sizes.begin(), sizes.end() - static_cast<std::ptrdiff_t>(*options.origins));
  return sizes;
}

/// A likelihood of other observations, or under another law of errors, says nothing beside this one.
void check_comparable(const CurveCandidate& candidate, const CurveFit& fit, const Sample& sample,
                      const CurveOptions& options) {
  const std::string where = "from " + detail::quoted(candidate.name);
  if (!std::equal(fit.y.begin(), fit.y.end(), sample.y.begin(), sample.y.end()) ||
      !std::equal(fit.t.begin(), fit.t.end(), sample.t.begin(), sample.t.end()))
    detail::fail(kFunction, "candidates must be fitted to the observations given", "others", where);
  if (fit.errors != options.errors)
    detail::fail(kFunction, "candidates must have the comparison's errors", "others", where);
  if (!fit.usable()) return;
  for (std::size_t i = 0; i < fit.y.size(); ++i) {
    const double given = options.weights.empty() ? 1 : options.weights[i];
    double used = fit.weights.empty() ? 1 : fit.weights[i];
    if (fit.errors == CurveErrors::proportional) used *= std::max(fit.fitted[i] * fit.fitted[i], 1e-300);
    if (!(std::abs(used - given) <= 1e-6 * given))
      detail::fail(kFunction, "candidates must have the comparison's weights, and no robust loss",
                   detail::number_text(used) + " for " + detail::number_text(given), where);
  }
}

// One candidate -------------------------------------------------------------------------------------------

CurveFit fit_first(const CurveCandidate& candidate, const Sample& all, std::size_t n,
                   const CompareCurvesOptions& options) {
  CurveOptions own{.errors = options.errors,
                   .starts = options.starts,
                   .max_iterations = options.max_iterations,
                   .cancel = options.execution.cancel};
  if (!options.weights.empty())
    own.weights.assign(options.weights.begin(), options.weights.begin() + static_cast<std::ptrdiff_t>(n));
  const Sample sample = first(all, n);
  CurveFit fit = candidate.fit(sample.t, sample.y, own);
  check_comparable(candidate, fit, sample, own);
  return fit;
}

CurveOrigin forecast_from(const CurveCandidate& candidate, const Sample& all, std::size_t training,
                          const CompareCurvesOptions& options) {
  const CurveFit fit = fit_first(candidate, all, training, options);
  CurveOrigin origin{.training = training, .stop = fit.stop};
  if (!fit.usable()) return origin;
  const auto free = static_cast<std::size_t>(
      std::count_if(fit.parameters.begin(), fit.parameters.end(), [](const CurveParameter& p) { return !p.held; }));
  const std::span<const double> ahead = all.t.subspan(training, options.horizon);
  std::vector<double> values(ahead.size()), b;
  for (const CurveParameter& p : fit.parameters) b.push_back(p.value);
  fit.function(b, ahead, values, {});
  if (fit.rank < free)
    origin.stop = Stop::singular;
  else if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
    origin.stop = Stop::not_finite;
  else  // what an autocorrelated error leaves to be expected is part of the forecast
    origin.forecast = band(fit, ahead).mean;
  return origin;
}

// Errors --------------------------------------------------------------------------------------------------

bool squared(CurveErrorMeasure m) { return m == CurveErrorMeasure::rmse || m == CurveErrorMeasure::rmsse; }
bool scaled(CurveErrorMeasure m) { return m == CurveErrorMeasure::mase || m == CurveErrorMeasure::rmsse; }

/// What a naive forecast of one step misses by within the training sample.
double naive_error(std::span<const double> y, CurveErrorMeasure measure) {
  const double scale = squared(measure) ? stats::naive_squared_scale(y) : stats::naive_absolute_scale(y);
  if (!(scale > 0))
    detail::fail(kFunction, "scaled errors need observations that differ", "a constant",
                 "over the first " + std::to_string(y.size()));
  return scale;
}

double term(double actual, double forecast, double scale, CurveErrorMeasure measure) {
  const double e = std::abs(actual - forecast);
  if (measure == CurveErrorMeasure::mape) return e / std::abs(actual);
  return (squared(measure) ? e * e : e) / scale;
}

void check_measure(const Sample& all, const std::vector<std::size_t>& trainings, CurveErrorMeasure measure) {
  if (measure == CurveErrorMeasure::mape)
    for (std::size_t i = trainings.front(); i < all.y.size(); ++i)
      if (all.y[i] == 0)
        detail::fail(kFunction, "percentage errors need observations other than 0", "0",
                     "at index " + std::to_string(i));
  if (scaled(measure)) (void)naive_error(all.y.first(trainings.front()), measure);
}

void fill_errors(ComparedCurve& curve, const Sample& all, std::size_t horizon, CurveErrorMeasure measure) {
  std::vector<double> sums(horizon);
  std::size_t used = 0;
  for (const CurveOrigin& origin : curve.origins) {
    if (!origin.usable()) continue;
    ++used;
    const double scale = scaled(measure) ? naive_error(all.y.first(origin.training), measure) : 1;
    for (std::size_t h = 0; h < horizon; ++h)
      sums[h] += term(all.y[origin.training + h], origin.forecast[h], scale, measure);
  }
  curve.failures = curve.origins.size() - used;
  const auto finished = [&](double sum, std::size_t count) {
    if (count == 0) return kNan;
    const double mean = sum / static_cast<double>(count);
    return squared(measure) ? std::sqrt(mean) : mean;
  };
  for (const double sum : sums) curve.error_by_step.push_back(finished(sum, used));
  curve.error = finished(std::accumulate(sums.begin(), sums.end(), 0.0), used * horizon);
}

// Ranks ---------------------------------------------------------------------------------------------------

double criterion(const ComparedCurve& curve) {
  return curve.fit.usable() && !std::isnan(curve.fit.aicc) ? curve.fit.aicc : kInfinity;
}

void fill_weights(std::vector<ComparedCurve>& curves) {
  double least = kInfinity, sum = 0;
  for (const ComparedCurve& c : curves) least = std::min(least, criterion(c));
  for (ComparedCurve& c : curves) {
    // Perfect fits have minus infinity, and share all the weight.
    c.delta = criterion(c) == kInfinity ? kInfinity : criterion(c) == least ? 0 : criterion(c) - least;
    c.weight = std::exp(-c.delta / 2);
    sum += c.weight;
  }
  for (ComparedCurve& c : curves) c.weight = sum > 0 ? c.weight / sum : 0;
}

/// Places by `before`, and ranks that those share who are `equal` to the first of them.
template <class Before, class Equal>
std::vector<std::size_t> ranked(std::vector<ComparedCurve>& curves, std::size_t ComparedCurve::*rank, Before before,
                                Equal equal) {
  std::vector<std::size_t> order(curves.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return before(curves[a], curves[b]); });
  std::size_t leader = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && !equal(curves[order[leader]], curves[order[i]])) leader = i;
    curves[order[i]].*rank = leader + 1;
  }
  // Equals come in the order given, whatever rounding says.
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && curves[order[end]].*rank == i + 1) ++end;
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(i), order.begin() + static_cast<std::ptrdiff_t>(end));
    i = end;
  }
  return order;
}

void rank(CurveComparison& all) {
  all.by_aicc = ranked(
      all.curves, &ComparedCurve::aicc_rank,
      [](const ComparedCurve& a, const ComparedCurve& b) { return criterion(a) < criterion(b); },
      [](const ComparedCurve& a, const ComparedCurve& b) {
        return criterion(a) == criterion(b) || criterion(b) - criterion(a) <= 1e-6;
      });
  all.by_error = ranked(
      all.curves, &ComparedCurve::error_rank,
      [](const ComparedCurve& a, const ComparedCurve& b) {
        return a.failures != b.failures ? a.failures < b.failures : a.error < b.error;
      },
      [](const ComparedCurve& a, const ComparedCurve& b) {
        return a.failures == b.failures &&
               (b.error - a.error <= 1e-9 * b.error || (std::isnan(a.error) && std::isnan(b.error)));
      });
}

}  // namespace

CurveCandidate::CurveCandidate(Curve curve, CurveLimits limits)
    : name(limits.name.empty() ? std::string(to_string(curve)) : limits.name),
      parameters(parameter_names(curve).size()) {
  fit = [curve, own = std::move(limits)](std::span<const double> t, std::span<const double> y,
                                         const CurveOptions& options) {
    CurveOptions all = options;
    all.ranges = own.ranges;
    all.ceiling = own.ceiling;
    all.floor = own.floor;
    return fit_curve(curve, t, y, all);
  };
}

CurveCandidate::CurveCandidate(std::string own_name, CurveFitter own_fit)
    : name(std::move(own_name)), fit(std::move(own_fit)) {}

std::string_view to_string(CurveErrorMeasure measure) noexcept {
  switch (measure) {
    case CurveErrorMeasure::rmse:
      return "RMSE";
    case CurveErrorMeasure::mae:
      return "MAE";
    case CurveErrorMeasure::mape:
      return "MAPE";
    case CurveErrorMeasure::mase:
      return "MASE";
    case CurveErrorMeasure::rmsse:
      return "RMSSE";
  }
  return "unknown";
}

CurveComparison compare_curves(const std::vector<CurveCandidate>& candidates, std::span<const double> t,
                               std::span<const double> y, const CompareCurvesOptions& options) {
  const Sample all{t, y};
  check_candidates(candidates);
  check_sample(all, options);
  const std::vector<std::size_t> trainings = training_sizes(candidates, y.size(), options);
  check_measure(all, trainings, options.measure);

  CurveComparison out{.observations = y.size(),
                      .minimum_training = trainings.front(),
                      .origins = trainings.size(),
                      .horizon = options.horizon,
                      .measure = options.measure};
  for (const CurveCandidate& c : candidates) {
    out.curves.push_back({.name = c.name});
    out.curves.back().origins.resize(trainings.size());
  }
  // Whole samples first, so that a candidate that fits nothing says so about all observations.
  const std::size_t count = candidates.size();
  numeric::parallel_for(count * (1 + trainings.size()), options.execution, [&](std::size_t unit) {
    ComparedCurve& curve = out.curves[unit % count];
    const CurveCandidate& candidate = candidates[unit % count];
    if (unit < count)
      curve.fit = fit_first(candidate, all, y.size(), options);
    else
      curve.origins[unit / count - 1] = forecast_from(candidate, all, trainings[unit / count - 1], options);
  });
  for (ComparedCurve& curve : out.curves) fill_errors(curve, all, options.horizon, options.measure);
  fill_weights(out.curves);
  rank(out);
  return out;
}

CurveComparison compare_curves(const std::vector<CurveCandidate>& candidates, const Series& series,
                               const CompareCurvesOptions& options) {
  const internal::CurvePoints points(series);
  CurveComparison out = compare_curves(candidates, points.t, points.y, options);
  out.origin = internal::origin_of(series, points);
  for (ComparedCurve& curve : out.curves) {
    curve.fit.step = 1;
    curve.fit.origin = out.origin;
  }
  return out;
}

}  // namespace foreplan::inline v0::growth
