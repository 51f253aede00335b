#include "tuning/search_space.hpp"

#include <algorithm>
#include <cmath>

#include <foreplan/core/errors.hpp>
#include <foreplan/core/random.hpp>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "stats/attempt.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr double kLargestInteger = 9007199254740992.0;  // 2^53
constexpr std::size_t kMostParameters = 100;

bool is_known(double x) { return std::isfinite(x); }

void check_range(std::string_view function, const SearchParameter& p) {
  const std::string where = "for " + detail::quoted(p.name);
  if (!(std::isfinite(p.lower) && std::isfinite(p.upper) && p.lower < p.upper))
    detail::fail(function, "a range must be finite, lower < upper",
                 detail::number_text(p.lower) + " to " + detail::number_text(p.upper), where);
  if (p.scale == Scale::logarithmic && !(p.lower > 0))
    detail::fail(function, "a range on a logarithmic scale must be > 0", detail::number_text(p.lower), where);
  if (!(p.upper - p.lower <= std::numeric_limits<double>::max()))
    detail::fail(function, "the width of a range must be finite", detail::number_text(p.upper - p.lower), where);
  if (p.kind != ParameterKind::integer) return;
  for (const double end : {p.lower, p.upper})
    if (end != std::floor(end) || std::fabs(end) > kLargestInteger)
      detail::fail(function, "an integer range must have whole ends of at most 2^53 in size", detail::number_text(end),
                   where);
}

}  // namespace

void check_space(std::string_view function, const SearchSpace& space) {
  if (space.parameters.empty() || space.parameters.size() > kMostParameters)
    detail::fail(function, "there must be 1 to 100 parameters", std::to_string(space.parameters.size()));
  if (!space.base.is(Value::Kind::null) && !space.base.is(Value::Kind::object))
    detail::fail(function, "base must be an object or null", to_string(space.base.kind()));
  for (std::size_t i = 0; i < space.parameters.size(); ++i) {
    const SearchParameter& p = space.parameters[i];
    for (std::size_t k = 0; k < i; ++k)
      if (space.parameters[k].name == p.name)
        detail::fail(function, "parameters must have different names", detail::quoted(p.name) + " twice");
    if (p.kind != ParameterKind::choice) {
      check_range(function, p);
      continue;
    }
    detail::require(!p.choices.empty(), function, "a choice must have values", "none for " + detail::quoted(p.name));
    for (std::size_t a = 0; a < p.choices.size(); ++a)
      for (std::size_t b = 0; b < a; ++b)
        if (p.choices[a] == p.choices[b])
          detail::fail(function, "the values of a choice must differ",
                       "values " + std::to_string(b) + " and " + std::to_string(a), "for " + detail::quoted(p.name));
  }
}

void check_limits(std::string_view function, double seconds, const SearchObjective& objective) {
  detail::require(seconds > 0, function, "seconds must be > 0", seconds);
  detail::require(static_cast<bool>(objective), function, "there must be an objective", "none");
}

double values_of(const SearchParameter& p) {
  switch (p.kind) {
    case ParameterKind::integer:
      return p.upper - p.lower + 1;
    case ParameterKind::choice:
      return static_cast<double>(p.choices.size());
    case ParameterKind::real:
      break;
  }
  return 0;
}

Value value_at(const SearchParameter& p, double u) {
  if (p.kind == ParameterKind::choice)
    return p.choices[static_cast<std::size_t>(std::min(u * values_of(p), values_of(p) - 1))];
  const bool whole = p.kind == ParameterKind::integer;
  // A whole number has the stretch of half a unit about it.
  const double half = whole ? 0.5 : 0, low = p.lower - half, high = p.upper + half;
  double x = low + u * (high - low);
  if (p.scale == Scale::logarithmic) x = std::exp(std::log(low) + u * (std::log(high) - std::log(low)));
  if (u <= 0) x = low;
  if (u >= 1) x = high;
  x = std::clamp(whole ? std::round(x) : x, p.lower, p.upper);
  return whole ? Value(static_cast<std::int64_t>(x)) : Value(x);
}

Value options_at(const SearchSpace& space, std::span<const double> point) {
  Value options = space.base.is(Value::Kind::null) ? Value::object() : space.base;
  for (std::size_t j = 0; j < space.parameters.size(); ++j)
    options.set(space.parameters[j].name, value_at(space.parameters[j], point[j]));
  return options;
}

void run_trial(SearchTrial& trial, const SearchObjective& objective) {
  trial.error = stats::attempt([&] { trial.loss = objective(trial.options, trial.resource); });
  if (!trial.error.empty() || !is_known(trial.loss)) trial.loss = std::numeric_limits<double>::quiet_NaN();
}

bool run_trials(std::vector<SearchTrial>& trials, const SearchObjective& objective, const Deadline& deadline,
                const Execution& execution) {
  std::vector<char> begun(trials.size(), 0);
  numeric::parallel_for(trials.size(), execution, [&](std::size_t i) {
    if (deadline.passed()) return;
    begun[i] = 1;
    run_trial(trials[i], objective);
  });
  const bool all = std::all_of(begun.begin(), begun.end(), [](char b) { return b == 1; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (begun[i] == 0) continue;
    if (kept != i) trials[kept] = std::move(trials[i]);
    ++kept;
  }
  trials.resize(kept);
  return all;
}

std::optional<std::size_t> best_of(std::span<const SearchTrial> trials) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < trials.size(); ++i)
    if (is_known(trials[i].loss) && (!best || trials[i].loss < trials[*best].loss)) best = i;
  return best;
}

std::vector<double> random_point(const SearchSpace& space, std::uint64_t seed, std::size_t number) {
  Stream random({.seed = seed, .purpose = purpose_id("tuning::random_search"), .draw = number});
  std::vector<double> point(space.parameters.size());
  for (double& u : point) u = random.uniform();
  return point;
}

}  // namespace foreplan::inline v0::tuning
