#include <foreplan/tuning/search.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/check.hpp"
#include "tuning/search_space.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr std::size_t kMostTrials = 1'000'000;

/// Values of a parameter on a grid, evenly on its scale with both ends.
std::vector<Value> grid_of(const SearchParameter& p, std::size_t points) {
  if (p.kind == ParameterKind::choice) return p.choices;
  if (p.kind == ParameterKind::integer && values_of(p) <= static_cast<double>(points)) {
    std::vector<Value> all;
    for (double x = p.lower; x <= p.upper; ++x) all.emplace_back(static_cast<std::int64_t>(x));
    return all;
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < points; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(points - 1);
    double x = p.scale == Scale::linear ? p.lower + t * (p.upper - p.lower)
                                        : std::exp(std::log(p.lower) + t * (std::log(p.upper) - std::log(p.lower)));
    if (i == 0) x = p.lower;
    if (i + 1 == points) x = p.upper;
    if (p.kind == ParameterKind::real) {
      values.emplace_back(x);
    } else if (const Value whole(static_cast<std::int64_t>(std::round(x))); values.empty() || values.back() != whole) {
      values.push_back(whole);
    }
  }
  return values;
}

SearchResult finished(std::vector<SearchTrial> trials, Stop stop) {
  SearchResult result{std::move(trials), {}, stop};
  result.best = best_of(result.trials);
  return result;
}

std::size_t rounds_of(std::size_t n) {
  std::size_t rounds = 0;
  for (std::size_t reached = 1; reached < n; reached *= 2) ++rounds;
  return rounds;
}

}  // namespace

std::string_view to_string(Scale scale) noexcept { return scale == Scale::linear ? "linear" : "logarithmic"; }

SearchParameter real_range(std::string name, double lower, double upper, Scale scale) {
  return {std::move(name), ParameterKind::real, lower, upper, scale, {}};
}

SearchParameter integer_range(std::string name, std::int64_t lower, std::int64_t upper, Scale scale) {
  return {std::move(name), ParameterKind::integer, static_cast<double>(lower), static_cast<double>(upper), scale, {}};
}

SearchParameter choice_of(std::string name, std::vector<Value> choices) {
  return {std::move(name), ParameterKind::choice, 0, 1, Scale::linear, std::move(choices)};
}

bool SearchTrial::operator==(const SearchTrial& other) const {
  const bool same_loss = loss == other.loss || (std::isnan(loss) && std::isnan(other.loss));
  return same_loss && options == other.options && resource == other.resource && error == other.error;
}

SearchResult grid_search(const SearchSpace& space, const SearchObjective& objective, const GridSearchOptions& options) {
  constexpr std::string_view kFunction = "tuning::grid_search";
  check_space(kFunction, space);
  check_limits(kFunction, options.limits.seconds, objective);
  if (options.points < 2 || options.points > 10'000)
    detail::fail(kFunction, "points must lie in [2, 10,000]", std::to_string(options.points));
  std::vector<std::vector<Value>> values;
  std::size_t count = 1;
  for (const SearchParameter& p : space.parameters) {
    values.push_back(grid_of(p, options.points));
    count = detail::checked_product(count, values.back().size(), kMostTrials, kFunction, "combinations");
  }
  const Deadline deadline(options.limits.seconds);
  std::vector<SearchTrial> trials(count);
  for (std::size_t i = 0; i < count; ++i) {
    trials[i].resource = options.limits.resource;
    trials[i].options = space.base.is(Value::Kind::null) ? Value::object() : space.base;
    std::size_t within = count, rest = i;
    for (std::size_t j = 0; j < values.size(); ++j) {
      within /= values[j].size();
      trials[i].options.set(space.parameters[j].name, values[j][rest / within]);
      rest %= within;
    }
  }
  const bool all = run_trials(trials, objective, deadline, options.limits.execution);
  return finished(std::move(trials), all ? Stop::converged : Stop::time_limit);
}

SearchResult random_search(const SearchSpace& space, const SearchObjective& objective,
                           const RandomSearchOptions& options) {
  constexpr std::string_view kFunction = "tuning::random_search";
  check_space(kFunction, space);
  check_limits(kFunction, options.limits.seconds, objective);
  if (options.evaluations < 1 || options.evaluations > kMostTrials)
    detail::fail(kFunction, "evaluations must lie in [1, 1,000,000]", std::to_string(options.evaluations));
  const Deadline deadline(options.limits.seconds);
  std::vector<SearchTrial> trials(options.evaluations);
  for (std::size_t i = 0; i < trials.size(); ++i) {
    trials[i].resource = options.limits.resource;
    trials[i].options = options_at(space, random_point(space, options.seed, i));
  }
  const bool all = run_trials(trials, objective, deadline, options.limits.execution);
  return finished(std::move(trials), all ? Stop::iteration_limit : Stop::time_limit);
}

SearchResult successive_halving(const SearchSpace& space, const SearchObjective& objective,
                                const HalvingOptions& options) {
  constexpr std::string_view kFunction = "tuning::successive_halving";
  check_space(kFunction, space);
  check_limits(kFunction, options.seconds, objective);
  const std::size_t n = options.configurations;
  if (n < 2 || n > 100'000) detail::fail(kFunction, "configurations must lie in [2, 100,000]", std::to_string(n));
  const std::size_t rounds = rounds_of(n), budget = options.budget == 0 ? n * rounds : options.budget;
  if (budget < n * rounds)
    detail::fail(kFunction, "budget must be at least configurations x rounds, " + std::to_string(n * rounds),
                 std::to_string(budget));
  const Deadline deadline(options.seconds);
  std::vector<Value> left;
  for (std::size_t i = 0; i < n; ++i) left.push_back(options_at(space, random_point(space, options.seed, i)));

  SearchResult result;
  result.stop = Stop::converged;
  std::size_t resource = 0;
  for (std::size_t k = 0; k < rounds; ++k) {
    resource += budget / (left.size() * rounds);
    const std::size_t given = options.most_resource == 0 ? resource : std::min(resource, options.most_resource);
    std::vector<SearchTrial> trials;
    for (const Value& chosen : left) trials.push_back({.options = chosen, .resource = given});
    const bool all = run_trials(trials, objective, deadline, options.execution);
    const std::size_t first = result.trials.size();
    std::vector<std::size_t> order(trials.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const auto key = [&](std::size_t i) {
        return std::tuple(std::isnan(trials[i].loss), std::isnan(trials[i].loss) ? 0 : trials[i].loss);
      };
      return key(a) < key(b);
    });
    if (all || k == 0) {
      const std::optional<std::size_t> best = best_of(trials);
      result.best = best ? std::optional(first + *best) : std::nullopt;
    }
    left.clear();
    order.resize(std::max<std::size_t>(1, order.size() / 2));
    std::sort(order.begin(), order.end());
    for (const std::size_t i : order)
      if (i < trials.size()) left.push_back(trials[i].options);
    result.trials.insert(result.trials.end(), std::make_move_iterator(trials.begin()),
                         std::make_move_iterator(trials.end()));
    if (!all) {
      result.stop = Stop::time_limit;
      break;
    }
  }
  return result;
}

}  // namespace foreplan::inline v0::tuning
