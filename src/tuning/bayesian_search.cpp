#include <foreplan/tuning/search.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include <foreplan/core/errors.hpp>
#include <foreplan/core/random.hpp>
#include <foreplan/stats/designs.hpp>
#include <foreplan/stats/distributions.hpp>

#include "core/check.hpp"
#include "numeric/minimise.hpp"
#include "tuning/gaussian_process.hpp"
#include "tuning/search_space.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr std::string_view kFunction = "tuning::bayesian_search";
using Point = std::vector<double>;

/// A coordinate such that what stands for the same value stands at the same place: the middle of a whole number's
/// stretch, the number of a choice.
double settled(const SearchParameter& p, double u) {
  if (p.kind == ParameterKind::real) return u;
  if (p.kind == ParameterKind::choice) return std::floor(std::min(u * values_of(p), values_of(p) - 1));
  const auto x = static_cast<double>(value_at(p, u).as_integer());
  const double low = p.lower - 0.5, high = p.upper + 0.5;
  return p.scale == Scale::linear ? (x - low) / (high - low)
                                  : (std::log(x) - std::log(low)) / (std::log(high) - std::log(low));
}

Point settled(const SearchSpace& space, Point u) {
  for (std::size_t j = 0; j < u.size(); ++j) u[j] = settled(space.parameters[j], u[j]);
  return u;
}

/// log E max(0, best - Y), Y normal.
struct Improvement {
  double log_value = 0;
  double by_mean = 0, by_deviation = 0;  ///< Slopes.
};

Improvement improvement(double best, double mean, double deviation) {
  const double z = (best - mean) / deviation;
  const double log_density = -z * z / 2 - std::log(2 * std::numbers::pi) / 2;
  constexpr double kFar = -8;  // where density + z P(Z < z) cancels
  if (z < kFar) return {std::log(deviation) + log_density - 2 * std::log(-z), z / deviation, z * z / deviation};
  const double below = stats::normal_cdf(z), density = std::exp(log_density);
  const double expected = deviation * (density + z * below);
  return {std::log(expected), -below / expected, density / expected};
}

/// What trials so far say: where to go next.
class Proposer {
 public:
  Proposer(const SearchSpace& space, const BayesianSearchOptions& options) : space_(space), options_(options) {
    for (const SearchParameter& p : space.parameters) choices_.push_back(p.kind == ParameterKind::choice);
  }

  /// A point whose options were not tried; nothing when none was found.
  [[nodiscard]] std::optional<Point> next(const std::vector<Point>& points, const std::vector<SearchTrial>& trials) {
    if (trials.size() < 2 || !best_of(trials)) return untried(spread(trials.size()), trials);
    const std::vector<double> losses = standardised(trials);
    std::vector<double> places;
    for (const Point& p : points) {
      const Point at = settled(space_, p);
      places.insert(places.end(), at.begin(), at.end());
    }
    const GaussianProcess process(std::move(places), losses, choices_, parameters_, options_.limits.execution.cancel);
    parameters_ = process.parameters();
    const double best = *std::min_element(losses.begin(), losses.end());
    std::vector<Point> looked = spread(trials.size());
    for (const Point& p : near_best(points, losses, trials.size())) looked.push_back(p);
    std::vector<double> gains;
    for (const Point& p : looked) gains.push_back(gain(process, best, settled(space_, p)));
    std::vector<std::size_t> order(looked.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return gains[a] > gains[b]; });

    std::vector<std::pair<double, Point>> ends;
    for (std::size_t i = 0; i < std::min<std::size_t>(kClimbed, order.size()); ++i)
      ends.push_back(climbed(process, best, looked[order[i]]));
    std::stable_sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Point> by_gain;
    for (auto& [value, point] : ends) by_gain.push_back(std::move(point));
    for (const std::size_t i : order) by_gain.push_back(looked[i]);
    return untried(by_gain, trials);
  }

 private:
  static constexpr std::size_t kClimbed = 5;

  [[nodiscard]] std::vector<Point> spread(std::size_t trial) const {
    const std::size_t d = space_.parameters.size();
    const std::uint64_t seed = options_.seed ^ (purpose_id("tuning::bayesian_search spread") + trial);
    const stats::Design design = stats::sobol(options_.candidates, d, {.seed = seed});
    std::vector<Point> points;
    for (std::size_t i = 0; i < design.points; ++i) points.emplace_back(design.point(i).begin(), design.point(i).end());
    return points;
  }

  /// Steps of several sizes from the three best.
  [[nodiscard]] std::vector<Point> near_best(const std::vector<Point>& points, const std::vector<double>& losses,
                                             std::size_t trial) const {
    constexpr std::size_t kBest = 3, kEach = 8;
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return losses[a] < losses[b]; });
    Stream random({.seed = options_.seed, .purpose = purpose_id("tuning::bayesian_search near"), .draw = trial});
    std::vector<Point> near;
    for (std::size_t b = 0; b < std::min(kBest, order.size()); ++b)
      for (const double step : {0.1, 0.02, 0.004})
        for (std::size_t i = 0; i < kEach; ++i) {
          Point p = points[order[b]];
          for (double& u : p) u = std::clamp(u + step * stats::normal_quantile(random.uniform()), 0.0, 1.0);
          near.push_back(std::move(p));
        }
    return near;
  }

  [[nodiscard]] static double gain(const GaussianProcess& process, double best, const Point& at) {
    const ProcessValue y = process.at(at, false);
    return improvement(best, y.mean, y.deviation).log_value;
  }

  /// Uphill along real parameters, the others held.
  [[nodiscard]] std::pair<double, Point> climbed(const GaussianProcess& process, double best, const Point& from) const {
    const std::size_t d = from.size();
    Point start = settled(space_, from);
    numeric::MinimiseOptions options{.max_iterations = 40,
                                     .lower = start,
                                     .upper = start,
                                     .tolerance = 1e-7,
                                     .cancel = options_.limits.execution.cancel};
    bool any = false;
    for (std::size_t j = 0; j < d; ++j)
      if (space_.parameters[j].kind == ParameterKind::real) {
        options.lower[j] = 0;
        options.upper[j] = 1;
        any = true;
      }
    const double before = gain(process, best, start);
    if (!any || !std::isfinite(before)) return {before, from};
    const numeric::Minimum found = numeric::minimise(
        std::move(start),
        [&](std::span<const double> x, std::span<double> slope) {
          const ProcessValue y = process.at(x, !slope.empty());
          const Improvement i = improvement(best, y.mean, y.deviation);
          for (std::size_t j = 0; j < slope.size(); ++j)
            slope[j] = -(i.by_mean * y.mean_slope[j] + i.by_deviation * y.deviation_slope[j]);
          return -i.log_value;
        },
        options);
    if (!(-found.value > before)) return {before, from};
    Point to = from;
    for (std::size_t j = 0; j < d; ++j)
      if (space_.parameters[j].kind == ParameterKind::real) to[j] = found.x[j];
    return {-found.value, std::move(to)};
  }

  /// Mean 0 and variance 1; a failed trial as the worst, and what is far above the median cut, so that the process is not
  /// all about how bad the bad ones are.
  [[nodiscard]] static std::vector<double> standardised(const std::vector<SearchTrial>& trials) {
    std::vector<double> known;
    for (const SearchTrial& t : trials)
      if (!std::isnan(t.loss)) known.push_back(t.loss);
    std::sort(known.begin(), known.end());
    constexpr double kFar = 10;
    const double least = known.front(), median = known[known.size() / 2];
    const double most = std::min(known.back(), median + kFar * (median - least));
    const double size = std::max({std::fabs(least), std::fabs(most), std::numeric_limits<double>::min()});
    std::vector<double> y;
    double mean = 0, squares = 0;
    for (const SearchTrial& t : trials) {
      y.push_back((std::isnan(t.loss) ? most : std::min(t.loss, most)) / size);
      mean += y.back() / static_cast<double>(trials.size());
    }
    for (const double v : y) squares += (v - mean) * (v - mean) / static_cast<double>(trials.size());
    const double deviation = squares > 0 ? std::sqrt(squares) : 1;
    for (double& v : y) v = (v - mean) / deviation;
    return y;
  }

  [[nodiscard]] std::optional<Point> untried(const std::vector<Point>& points,
                                             const std::vector<SearchTrial>& trials) const {
    const auto is_new = [&](const Point& p) {
      const Value options = options_at(space_, p);
      return std::none_of(trials.begin(), trials.end(), [&](const SearchTrial& t) { return t.options == options; });
    };
    for (const Point& p : points)
      if (is_new(p)) return p;
    return among_all(is_new);
  }

  /// Of a space of few values the first that is left.
  template <class IsNew>
  [[nodiscard]] std::optional<Point> among_all(const IsNew& is_new) const {
    constexpr double kMost = 10'000;
    double count = 1;
    for (const SearchParameter& p : space_.parameters) count *= values_of(p);
    if (!(count > 0 && count <= kMost)) return std::nullopt;
    for (double i = 0; i < count; ++i) {
      Point p;
      double rest = i;
      for (const SearchParameter& parameter : space_.parameters) {
        const double n = values_of(parameter), at = std::fmod(rest, n);
        rest = std::floor(rest / n);
        p.push_back(middle(parameter, at));
      }
      if (is_new(p)) return p;
    }
    return std::nullopt;
  }
  /// A coordinate that stands for value number `at`.
  [[nodiscard]] static double middle(const SearchParameter& p, double at) {
    if (p.kind == ParameterKind::choice || p.scale == Scale::linear) return (at + 0.5) / values_of(p);
    const double low = std::log(p.lower - 0.5), high = std::log(p.upper + 0.5);
    return (std::log(p.lower + at) - low) / (high - low);
  }

  const SearchSpace& space_;
  const BayesianSearchOptions& options_;
  std::vector<bool> choices_{};
  std::vector<double> parameters_{};
};

void check(const BayesianSearchOptions& o) {
  if (o.evaluations < 1 || o.evaluations > 1'000)
    detail::fail(kFunction, "evaluations must lie in [1, 1,000]", std::to_string(o.evaluations));
  if (o.candidates < 16 || o.candidates > 100'000)
    detail::fail(kFunction, "candidates must lie in [16, 100,000]", std::to_string(o.candidates));
}

/// The first so many points of the sequence whose options differ.
std::vector<Point> first_points(const SearchSpace& space, const BayesianSearchOptions& options) {
  const std::size_t d = space.parameters.size();
  const std::size_t asked = options.first == 0 ? std::max<std::size_t>(5, 2 * (d + 1)) : options.first;
  const std::size_t wanted = std::min(asked, options.evaluations);
  const stats::Design design = stats::sobol(4 * wanted, d, {.seed = options.seed});
  std::vector<Point> points;
  std::vector<Value> seen;
  for (std::size_t i = 0; i < design.points && points.size() < wanted; ++i) {
    Point p(design.point(i).begin(), design.point(i).end());
    Value value = options_at(space, p);
    if (std::find(seen.begin(), seen.end(), value) != seen.end()) continue;
    seen.push_back(std::move(value));
    points.push_back(std::move(p));
  }
  return points;
}

}  // namespace

SearchResult bayesian_search(const SearchSpace& space, const SearchObjective& objective,
                             const BayesianSearchOptions& options) {
  check_space(kFunction, space);
  check_limits(kFunction, options.limits.seconds, objective);
  check(options);
  const Deadline deadline(options.limits.seconds);
  const Execution& execution = options.limits.execution;
  SearchResult result;
  std::vector<Point> points = first_points(space, options);
  for (const Point& p : points)
    result.trials.push_back({.options = options_at(space, p), .resource = options.limits.resource});
  Execution first = execution;
  const auto tell = [&](std::size_t done) {
    if (execution.cancel.cancelled() || (execution.progress && !execution.progress(done, options.evaluations)))
      throw Cancelled(std::string(kFunction) + ": cancelled by the caller");
  };
  if (execution.progress)
    first.progress = [&](std::size_t done, std::size_t) { return execution.progress(done, options.evaluations); };
  result.stop = Stop::iteration_limit;
  if (!run_trials(result.trials, objective, deadline, first)) {
    result.stop = Stop::time_limit;
  } else {
    Proposer proposer(space, options);
    while (result.trials.size() < options.evaluations) {
      if (deadline.passed()) {
        result.stop = Stop::time_limit;
        break;
      }
      const std::optional<Point> next = proposer.next(points, result.trials);
      if (!next) {
        result.stop = Stop::converged;
        break;
      }
      points.push_back(*next);
      result.trials.push_back({.options = options_at(space, *next), .resource = options.limits.resource});
      run_trial(result.trials.back(), objective);
      tell(result.trials.size());
    }
  }
  result.best = best_of(result.trials);
  return result;
}

}  // namespace foreplan::inline v0::tuning
