#include <foreplan/core/random.hpp>
#include <foreplan/stats/elementary_effects.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "core/check.hpp"
#include "stats/input_points.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFunction = "stats::elementary_effects";
constexpr std::size_t kMostCandidates = 2000;

void check_options(const ElementaryEffectsOptions& options) {
  detail::require(options.trajectories >= 2, kFunction, "options.trajectories must be >= 2",
                  std::to_string(options.trajectories));
  detail::require(options.levels >= 2 && options.levels <= 1000 && options.levels % 2 == 0, kFunction,
                  "options.levels must be even, 2 to 1000", std::to_string(options.levels));
  detail::require(options.tail > 0 && options.tail < 0.5, kFunction, "options.tail must be in (0, 0.5)", options.tail);
  if (options.design == TrajectoryDesign::spread)
    detail::require(options.candidates >= options.trajectories && options.candidates <= kMostCandidates, kFunction,
                    "options.candidates must be >= trajectories and at most 2,000", std::to_string(options.candidates));
}

std::size_t below(Stream& random, std::size_t n) {
  return static_cast<std::size_t>(random.uniform() * static_cast<double>(n));
}

/// (k + 1) points of k levels, counted in steps of 1 / (p - 1): a jump of p / 2 steps from the lower half upwards or
/// from the upper half downwards, one input after the other.
std::vector<double> trajectory(std::size_t k, std::size_t p, Stream random) {
  std::vector<std::size_t> at(k), order(k);
  for (std::size_t& level : at) level = below(random, p);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = k; i > 1; --i) std::swap(order[i - 1], order[below(random, i)]);
  std::vector<double> out;
  out.reserve(k * (k + 1));
  const auto note = [&] {
    for (const std::size_t level : at) out.push_back(static_cast<double>(level) / static_cast<double>(p - 1));
  };
  note();
  for (const std::size_t i : order) {
    at[i] = at[i] < p / 2 ? at[i] + p / 2 : at[i] - p / 2;
    note();
  }
  return out;
}

/// Sum over all pairs of points of the two of their distance.
double distance(const std::vector<double>& a, const std::vector<double>& b, std::size_t k) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); i += k)
    for (std::size_t j = 0; j < b.size(); j += k) {
      double squares = 0;
      for (std::size_t z = 0; z < k; ++z) squares += (a[i + z] - b[j + z]) * (a[i + z] - b[j + z]);
      sum += std::sqrt(squares);
    }
  return sum;
}

/// Indices of `count` that are far apart, in ascending order.
std::vector<std::size_t> far_apart(const std::vector<std::vector<double>>& all, std::size_t k, std::size_t count,
                                   const CancelToken& cancel) {
  const std::size_t n = all.size();
  std::vector<double> squared(n * n, 0);
  std::size_t first = 0, second = 1;
  for (std::size_t i = 0; i < n; ++i) {
    if (cancel.cancelled()) throw Cancelled("stats::elementary_effects: cancelled");
    for (std::size_t j = i + 1; j < n; ++j) {
      const double d = distance(all[i], all[j], k);
      squared[i * n + j] = squared[j * n + i] = d * d;
      if (squared[i * n + j] > squared[first * n + second]) first = i, second = j;
    }
  }
  std::vector<std::size_t> taken{first, second};
  std::vector<double> sum(n);
  for (std::size_t i = 0; i < n; ++i) sum[i] = squared[i * n + first] + squared[i * n + second];
  std::vector<bool> used(n, false);
  used[first] = used[second] = true;
  while (taken.size() < count) {
    std::size_t best = n;
    for (std::size_t i = 0; i < n; ++i)
      if (!used[i] && (best == n || sum[i] > sum[best])) best = i;
    used[best] = true;
    taken.push_back(best);
    for (std::size_t i = 0; i < n; ++i) sum[i] += squared[i * n + best];
  }
  std::sort(taken.begin(), taken.end());
  return taken;
}

/// Of the effects of one input on one output.
ElementaryEffects summary(std::vector<double> each) {
  ElementaryEffects out{.each = std::move(each)};
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  double sum = 0, sizes = 0;
  for (const double e : out.each) {
    if (std::isnan(e)) continue;
    ++out.effects;
    sum += e;
    sizes += std::abs(e);
  }
  const auto n = static_cast<double>(out.effects);
  out.mu = out.effects > 0 ? sum / n : kNaN;
  out.mu_star = out.effects > 0 ? sizes / n : kNaN;
  double squares = 0, size_squares = 0;
  for (const double e : out.each) {
    if (std::isnan(e)) continue;
    squares += (e - out.mu) * (e - out.mu);
    size_squares += (std::abs(e) - out.mu_star) * (std::abs(e) - out.mu_star);
  }
  out.sigma = out.effects > 1 ? std::sqrt(squares / (n - 1)) : kNaN;
  out.mu_star_error = out.effects > 1 ? std::sqrt(size_squares / (n - 1) / n) : kNaN;
  return out;
}

}  // namespace

TrajectorySample trajectory_sample(const std::vector<InputDistribution>& inputs,
                                   const ElementaryEffectsOptions& options) {
  check_inputs(kFunction, inputs);
  check_options(options);
  const std::size_t k = inputs.size();
  const bool spread = options.design == TrajectoryDesign::spread;
  const std::size_t made = spread ? options.candidates : options.trajectories;
  const std::size_t points = detail::checked_product(made, k + 1, kMostEvaluations, kFunction, "points");
  static_cast<void>(detail::checked_product(points, k, kMostEvaluations, kFunction, "points times inputs"));

  std::vector<std::vector<double>> all;
  for (std::size_t t = 0; t < made; ++t)
    all.push_back(trajectory(k, options.levels, Stream({options.seed, purpose_id(kFunction), t})));
  std::vector<std::size_t> taken(options.trajectories);
  std::iota(taken.begin(), taken.end(), std::size_t{0});
  if (spread) taken = far_apart(all, k, options.trajectories, options.execution.cancel);

  const auto p = static_cast<double>(options.levels);
  TrajectorySample out{.trajectories = options.trajectories, .inputs = inputs, .delta = p / (2 * (p - 1))};
  for (const std::size_t t : taken) out.levels.insert(out.levels.end(), all[t].begin(), all[t].end());
  out.points.reserve(out.levels.size());
  for (std::size_t i = 0; i < out.levels.size(); ++i) {
    const InputDistribution& input = inputs[i % k];
    const double level = out.levels[i];
    out.points.push_back(
        input_value(input, input.shape == InputShape::normal ? options.tail + level * (1 - 2 * options.tail) : level));
  }
  return out;
}

ElementaryEffectsTable elementary_effects(const TrajectorySample& sample, std::span<const double> values,
                                          std::size_t outputs) {
  check_values(kFunction, sample.size(), outputs, values.size());
  const std::size_t k = sample.inputs.size();
  detail::require(k > 0 && sample.levels.size() == sample.size() * k, kFunction,
                  "sample must be one of trajectory_sample", std::to_string(sample.levels.size()) + " levels");
  ElementaryEffectsTable out{
      .inputs = k, .outputs = outputs, .evaluations = sample.size(), .not_finite = count_not_finite(values, outputs)};
  std::vector<std::vector<double>> each(outputs * k, std::vector<double>(sample.trajectories, NAN));
  for (std::size_t t = 0; t < sample.trajectories; ++t)
    for (std::size_t step = 0; step < k; ++step) {
      const std::size_t row = t * (k + 1) + step;
      const double* from = &sample.levels[row * k];
      const double* to = from + k;
      const auto input = static_cast<std::size_t>(std::mismatch(from, to, to).first - from);
      detail::require(input < k, kFunction, "each step of a trajectory must move an input",
                      "none moved at row " + std::to_string(row));
      for (std::size_t o = 0; o < outputs; ++o) {
        const double effect = (values[(row + 1) * outputs + o] - values[row * outputs + o]) / (to[input] - from[input]);
        each[o * k + input][t] = std::isfinite(effect) ? effect : NAN;
      }
    }
  for (auto& effects : each) out.effects.push_back(summary(std::move(effects)));
  return out;
}

ElementaryEffectsTable elementary_effects(const InputFunction& function, const std::vector<InputDistribution>& inputs,
                                          std::size_t outputs, const ElementaryEffectsOptions& options) {
  const TrajectorySample sample = trajectory_sample(inputs, options);
  const auto values = evaluate_points(
      kFunction, function, sample.size(), inputs.size(), outputs,
      [&](std::size_t row, std::span<double> x) {
        const auto point = sample.point(row);
        std::copy(point.begin(), point.end(), x.begin());
      },
      options.execution);
  return elementary_effects(sample, values, outputs);
}

}  // namespace foreplan::inline v0::stats
