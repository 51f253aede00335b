#include <foreplan/core/random.hpp>
#include <foreplan/growth/rates.hpp>
#include <foreplan/growth/targets.hpp>
#include <foreplan/plan/attainment.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "numeric/quantiles.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::string_view kFunction = "plan::attainment";
constexpr std::size_t kFewestGrowths = 4;
constexpr std::size_t kMostCells = 100'000'000;

void check_target(const Target& target) {
  const bool between = target.bound == Bound::between;
  if (target.bound != Bound::at_least && target.bound != Bound::at_most && !between)
    detail::fail(kFunction, "target must be at_least, at_most or between", to_string(target.bound));
  detail::require(target.value > 0 && std::isfinite(target.value), kFunction, "target must be > 0 and finite",
                  target.value);
  if (between)
    detail::require(target.upper > target.value && std::isfinite(target.upper), kFunction,
                    "target's upper end must be above its value and finite", target.upper);
}

void check_options(const AttainmentOptions& options) {
  if (options.growth) {
    detail::require(options.growth->median > -1 && std::isfinite(options.growth->median), kFunction,
                    "growth.median must be > -1 and finite", options.growth->median);
    detail::require(options.growth->log_sd > 0 && std::isfinite(options.growth->log_sd), kFunction,
                    "growth.log_sd must be > 0 and finite", options.growth->log_sd);
  }
  detail::require(options.paths >= 1 && options.paths <= kMostCells, kFunction, "paths must be in [1, 10^8]",
                  std::to_string(options.paths));
  detail::require(options.coverage > 0 && options.coverage < 1, kFunction, "coverage must be in (0, 1)",
                  options.coverage);
}

void check_history(const Series& history, Period date) {
  detail::require(!history.empty(), kFunction, "history must hold at least one level", "none");
  for (std::size_t i = 0; i < history.size(); ++i)
    if (!(history.values[i] > 0) || !std::isfinite(history.values[i]))
      detail::fail(kFunction, "levels must be > 0 and finite", detail::number_text(history.values[i]),
                   "in " + to_string(history.period(i)));
  const Period last = history.last();
  if (last.frequency() != date.frequency())
    detail::fail<PeriodMismatch>(
        kFunction, "target and history must have one frequency",
        std::string(to_string(date.frequency())) + " and " + std::string(to_string(last.frequency())));
  if (date <= last)
    detail::fail<PeriodMismatch>(kFunction, "target must be after the last observation, " + to_string(last),
                                 to_string(date));
}

std::vector<double> log_growths(const Series& history) {
  std::vector<double> growths;
  for (std::size_t i = 1; i < history.size(); ++i)
    growths.push_back(std::log(history.values[i] / history.values[i - 1]));
  if (growths.size() < kFewestGrowths)
    detail::fail(kFunction, "growth is estimated from at least 4 growths", std::to_string(growths.size()),
                 "in the history; give options.growth instead");
  return growths;
}

/// Mean and standard deviation of the log growths.
struct Moments {
  double mean = 0, sd = 0;
};
Moments moments(const std::vector<double>& growths) {
  const auto k = static_cast<double>(growths.size());
  Moments m{.mean = std::accumulate(growths.begin(), growths.end(), 0.0) / k};
  double squares = 0;
  double largest = 0;
  for (const double r : growths) {
    squares += (r - m.mean) * (r - m.mean);
    largest = std::max(largest, std::abs(r));
  }
  m.sd = std::sqrt(squares / (k - 1));
  // Growths that differ only by the rounding of the levels' logarithms carry no information on their spread.
  detail::require(m.sd > 1e-12 * (1 + largest), kFunction, "the history's growths must not be all alike",
                  "standard deviation " + detail::number_text(m.sd));
  return m;
}

/// Distribution of z = (ln(X / L0) - n mu) / scale(n), and what is needed to go to levels.
struct Predictive {
  double mu = 0;
  double s = 0;
  double k = 0;  ///< How many growths mu and s were estimated from; 0 when they were given.

  [[nodiscard]] double scale(double n) const { return s * std::sqrt(k > 0 ? n + n * n / k : n); }
  [[nodiscard]] double below(double log_ratio, double n) const {
    const double z = (log_ratio - n * mu) / scale(n);
    return k > 0 ? stats::student_t_cdf(z, k - 1) : stats::normal_cdf(z);
  }
  [[nodiscard]] double above(double log_ratio, double n) const {
    const double z = (log_ratio - n * mu) / scale(n);
    return k > 0 ? stats::student_t_upper(z, k - 1) : stats::normal_upper(z);
  }
  [[nodiscard]] double quantile(double p, double n) const {
    return n * mu + scale(n) * (k > 0 ? stats::student_t_quantile(p, k - 1) : stats::normal_quantile(p));
  }
};

void from_closed_form(Attainment& a, const Target& target, const Predictive& predictive, double coverage) {
  const auto n = static_cast<double>(a.years.size());
  const double log_ratio = std::log(target.value / a.base);
  switch (target.bound) {
    case Bound::at_most:
      a.probability = predictive.below(log_ratio, n);
      break;
    case Bound::between:
      a.probability =
          std::max(0.0, predictive.below(std::log(target.upper / a.base), n) - predictive.below(log_ratio, n));
      break;
    default:
      a.probability = predictive.above(log_ratio, n);
      break;
  }
  for (std::size_t i = 0; i < a.years.size(); ++i) {
    const auto years = static_cast<double>(i + 1);
    a.years[i].median = a.base * std::exp(years * predictive.mu);
    a.years[i].lower = a.base * std::exp(predictive.quantile((1 - coverage) / 2, years));
    a.years[i].upper = a.base * std::exp(predictive.quantile((1 + coverage) / 2, years));
  }
}

bool meets(const Target& target, double level) {
  switch (target.bound) {
    case Bound::at_most:
      return level <= target.value;
    case Bound::between:
      return level >= target.value && level <= target.upper;
    default:
      return level >= target.value;
  }
}

void from_bootstrap(Attainment& a, const Target& target, const std::vector<double>& growths,
                    const AttainmentOptions& options) {
  constexpr std::size_t kBlock = 4096;
  const std::size_t paths = options.paths;
  const std::size_t horizon = a.years.size();
  detail::checked_product(paths, horizon, kMostCells, kFunction, "paths times periods");
  std::vector<std::vector<double>> levels(horizon, std::vector<double>(paths));
  const std::uint64_t purpose = purpose_id("plan::attainment");
  const auto k = static_cast<double>(growths.size());
  numeric::parallel_for((paths + kBlock - 1) / kBlock, options.execution, [&](std::size_t block) {
    const std::size_t last = std::min(paths, (block + 1) * kBlock);
    for (std::size_t path = block * kBlock; path < last; ++path) {
      Stream random({.seed = options.seed, .purpose = purpose, .draw = path});
      double sum = 0;
      for (std::size_t i = 0; i < horizon; ++i) {
        sum += growths[static_cast<std::size_t>(random.uniform() * k)];
        levels[i][path] = a.base * std::exp(sum);
      }
    }
  });
  const auto met =
      std::count_if(levels.back().begin(), levels.back().end(), [&](double level) { return meets(target, level); });
  a.paths = paths;
  a.probability = static_cast<double>(met) / static_cast<double>(paths);
  a.standard_error = std::sqrt(a.probability * (1 - a.probability) / static_cast<double>(paths));
  numeric::parallel_for(horizon, {.threads = options.execution.threads, .executor = options.execution.executor},
                        [&](std::size_t i) {
                          const numeric::CentralInterval interval = numeric::central_interval(levels[i], options.coverage);
                          a.years[i].median = interval.median;
                          a.years[i].lower = interval.lower;
                          a.years[i].upper = interval.upper;
                        });
}

double goal_of(const Target& target, double base) {
  return target.bound == Bound::between ? std::clamp(base, target.value, target.upper) : target.value;
}

/// The path of constant growth from the base to the goal, and what each year adds to it.
void fill_required(Attainment& a, Period date) {
  const std::int64_t n = date - a.base_period;
  a.required_growth = growth::compound_rate(a.base, a.goal, static_cast<double>(n));
  const std::vector<double> levels = growth::path(a.base, a.goal, static_cast<std::size_t>(n));
  for (std::size_t i = 1; i < levels.size(); ++i) {
    AttainmentYear year{.period = a.base_period + static_cast<std::int64_t>(i), .required = levels[i]};
    year.contribution = levels[i] - levels[i - 1];
    year.share = a.goal == a.base ? 0 : year.contribution / (a.goal - a.base);
    a.years.push_back(year);
  }
}

}  // namespace

std::string_view to_string(AttainmentMethod method) noexcept {
  switch (method) {
    case AttainmentMethod::lognormal:
      return "lognormal";
    case AttainmentMethod::student_t:
      return "student_t";
    case AttainmentMethod::bootstrap:
      return "bootstrap";
  }
  return "unknown";
}

Target target_of(const Indicator& indicator, const Statement& statement, double about_tolerance) {
  constexpr std::string_view function = "plan::target_of";
  const std::string where = "in statement " + detail::quoted(statement.id);
  if (statement.indicator != indicator.id)
    detail::fail(function, "statement must be about indicator " + detail::quoted(indicator.id),
                 detail::quoted(statement.indicator), where);
  if (statement.kind != StatementKind::level && statement.kind != StatementKind::share)
    detail::fail(function, "statement must be a level or a share", to_string(statement.kind), where);
  if (statement.bound == Bound::exactly)
    detail::fail(function, "bound must be at_least, at_most, about or between", to_string(statement.bound), where);
  if (statement.period.first != statement.period.last)
    detail::fail(function, "period must be one period", to_string(statement.period), where);
  detail::require(about_tolerance > 0 && about_tolerance < 1, function, "about_tolerance must be in (0, 1)",
                  about_tolerance);
  const double value = statement.value.value();
  if (!(value > 0) || !std::isfinite(value))
    detail::fail(function, "value must be > 0 and finite", detail::number_text(value), where);

  Target target{.name = indicator.name.in(Language::english), .bound = statement.bound, .value = value};
  target.period = statement.period.first;
  target.unit = statement.kind == StatementKind::share ? Unit::percent() : indicator.unit;
  if (statement.kind == StatementKind::level && statement.price_basis != PriceBasis::none())
    target.unit.price_basis = statement.price_basis;
  if (statement.bound == Bound::about) {
    target.bound = Bound::between;
    target.value = value * (1 - about_tolerance);
    target.upper = value * (1 + about_tolerance);
  } else if (statement.bound == Bound::between) {
    target.upper = statement.upper.value();
    if (!(target.upper > value) || !std::isfinite(target.upper))
      detail::fail(function, "upper must be above value and finite", detail::number_text(target.upper), where);
  }
  return target;
}

Attainment attainment(const Target& target, const Series& history, const AttainmentOptions& options) {
  check_target(target);
  check_options(options);
  const double scale = scale_factor(history.unit, target.unit);
  check_history(history, target.period);

  Attainment a{.base = history.values.back() * scale, .base_period = history.last()};
  a.goal = goal_of(target, a.base);
  fill_required(a, target.period);
  if (options.growth) {
    a.method = AttainmentMethod::lognormal;
    a.growth = *options.growth;
    from_closed_form(a, target, {.mu = std::log1p(a.growth.median), .s = a.growth.log_sd}, options.coverage);
  } else {
    const std::vector<double> growths = log_growths(history);
    const Moments m = moments(growths);
    a.growths = growths.size();
    a.growth = {.median = std::expm1(m.mean), .log_sd = m.sd};
    a.method = options.bootstrap ? AttainmentMethod::bootstrap : AttainmentMethod::student_t;
    if (options.bootstrap)
      from_bootstrap(a, target, growths, options);
    else
      from_closed_form(a, target, {.mu = m.mean, .s = m.sd, .k = static_cast<double>(growths.size())},
                       options.coverage);
  }
  a.median = a.years.back().median;
  return a;
}

PrintableProbability printable(double probability, std::size_t paths) {
  detail::require(probability >= 0 && probability <= 1, "plan::printable", "probability must be in [0, 1]",
                  probability);
  const double resolution = paths > 0 ? 3 / static_cast<double>(paths) : 0;
  const double floor = std::min(0.5, std::max(0.001, resolution));
  if (probability < floor) return {PrintableProbability::Kind::below, floor};
  if (probability > 1 - floor) return {PrintableProbability::Kind::above, 1 - floor};
  return {PrintableProbability::Kind::value, probability};
}

}  // namespace foreplan::inline v0::plan
