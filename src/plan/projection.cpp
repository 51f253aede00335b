#include <foreplan/core/random.hpp>
#include <foreplan/plan/projection.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "plan/quantiles.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::string_view kFunction = "plan::project";
constexpr std::size_t kMostCells = 100'000'000;

using Matrix = std::vector<std::vector<double>>;

std::string place(std::string_view what, std::string_view id) {
  return "of " + std::string(what) + " " + detail::quoted(id);
}

void check_each(const Projection& p, const std::vector<double>& values, std::string_view name, bool zero_allowed) {
  if (values.size() != p.sectors.size())
    detail::fail(kFunction,
                 std::string(name) + " must be one for each of the " + std::to_string(p.sectors.size()) + " sectors",
                 std::to_string(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]) || values[i] < 0 || (values[i] == 0 && !zero_allowed))
      detail::fail(kFunction,
                   std::string(name) + (zero_allowed ? " must be >= 0 and finite" : " must be > 0 and finite"),
                   detail::number_text(values[i]), place("sector", p.sectors[i]));
}

void check_event(const Projection& p, const ProjectionEvent& event) {
  const std::string where = place("event", event.id);
  if (!event.indicator.empty() && std::find(p.sectors.begin(), p.sectors.end(), event.indicator) == p.sectors.end()) {
    const std::string nearest = detail::nearest_name(event.indicator, p.sectors);
    detail::fail(kFunction, "indicator must be a projected sector", detail::quoted(event.indicator),
                 where + (nearest.empty() ? "" : " (did you mean " + detail::quoted(nearest) + "?)"));
  }
  if (event.share && event.indicator.empty()) detail::fail(kFunction, "a share must be a sector's", "none", where);
  if (event.bound != Bound::at_least && event.bound != Bound::at_most)
    detail::fail(kFunction, "bound must be at_least or at_most", to_string(event.bound), where);
  if (!std::isfinite(event.value) || event.value <= 0 || (event.share && event.value >= 100))
    detail::fail(kFunction, event.share ? "a share must be in (0, 100)" : "value must be > 0 and finite",
                 detail::number_text(event.value), where);
  if (!(event.period > p.base) || !(event.period <= p.last))
    detail::fail<PeriodMismatch>(kFunction,
                                 "period must be after " + to_string(p.base) + " and not after " + to_string(p.last),
                                 to_string(event.period), where);
}

void check(const Projection& p) {
  detail::require(!p.sectors.empty(), kFunction, "sectors must not be empty", "none");
  for (std::size_t i = 0; i < p.sectors.size(); ++i) {
    detail::require(!p.sectors[i].empty(), kFunction, "sectors must have names", "\"\"");
    for (std::size_t j = 0; j < i; ++j)
      detail::require(p.sectors[j] != p.sectors[i], kFunction, "sectors must be different",
                      detail::quoted(p.sectors[i]));
  }
  check_each(p, p.levels, "levels", false);
  check_each(p, p.sigma, "sigma", true);
  if (!(p.last > p.base))
    detail::fail<PeriodMismatch>(kFunction, "last must be after the base, " + to_string(p.base), to_string(p.last));
  detail::require(p.paths >= 1, kFunction, "paths must be >= 1", std::to_string(p.paths));
  detail::require(p.seed >= 0, kFunction, "seed must be >= 0", std::to_string(p.seed));
  detail::require(p.coverage > 0 && p.coverage < 1, kFunction, "coverage must be in (0, 1)", p.coverage);
  for (std::size_t i = 0; i < p.events.size(); ++i) {
    detail::require(!p.events[i].id.empty(), kFunction, "events must have ids", "\"\"");
    for (std::size_t j = 0; j < i; ++j)
      detail::require(p.events[j].id != p.events[i].id, kFunction, "events must have different ids",
                      detail::quoted(p.events[i].id));
    check_event(p, p.events[i]);
  }
}

Matrix correlation_matrix(const Projection& p) {
  const std::size_t n = p.sectors.size();
  if (p.correlations.empty()) {
    detail::require(n == 1 || std::abs(p.correlation) <= 1, kFunction, "correlation must be in [-1, 1]", p.correlation);
    Matrix m(n, std::vector<double>(n, p.correlation));
    for (std::size_t i = 0; i < n; ++i) m[i][i] = 1;
    return m;
  }
  detail::require(p.correlations.size() == n, kFunction, "correlations must have a row for each sector",
                  std::to_string(p.correlations.size()));
  for (std::size_t i = 0; i < n; ++i) {
    const std::string where = "in row " + std::to_string(i) + " of correlations";
    if (p.correlations[i].size() != n)
      detail::fail(kFunction, "rows must have a value for each sector", std::to_string(p.correlations[i].size()),
                   where);
    for (std::size_t j = 0; j < n; ++j) {
      const double r = p.correlations[i][j];
      if (i == j ? r != 1 : !(std::abs(r) <= 1))
        detail::fail(kFunction, i == j ? "the diagonal must be 1" : "correlations must be in [-1, 1]",
                     detail::number_text(r), where);
      if (j < i && r != p.correlations[j][i])
        detail::fail(kFunction, "correlations must be symmetric",
                     detail::number_text(r) + " and " + detail::number_text(p.correlations[j][i]), where);
    }
  }
  return p.correlations;
}

/// Lower triangular L with L L' = m, for m that may be singular (perfect correlation).
Matrix cholesky(const Matrix& m) {
  constexpr double kSingular = 1e-12;
  const std::size_t n = m.size();
  Matrix l(n, std::vector<double>(n, 0));
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = j; i < n; ++i) {
      double rest = m[i][j];
      for (std::size_t k = 0; k < j; ++k) rest -= l[i][k] * l[j][k];
      if (i == j) {
        if (rest < -kSingular)
          detail::fail(kFunction, "correlations must be positive semi-definite",
                       "a variance of " + detail::number_text(rest));
        l[j][j] = rest > kSingular ? std::sqrt(rest) : 0;
      } else if (l[j][j] > 0) {
        l[i][j] = rest / l[j][j];
      } else if (std::abs(rest) > 1e-9) {
        detail::fail(kFunction, "correlations must be positive semi-definite",
                     "a covariance of " + detail::number_text(rest) + " with a variance of 0");
      }
    }
  return l;
}

/// The scenario's levels, [sector][period], from base to last.
Matrix scenario_levels(const Projection& p, const scenario::Scenario& scenario) {
  const Frame frame = scenario.evaluate();
  Matrix levels;
  for (const std::string& sector : p.sectors) {
    const std::string where = "in scenario " + detail::quoted(scenario.name());
    if (!frame.contains(sector))
      detail::fail(kFunction, "sectors must be variables of the scenario", detail::quoted(sector), where);
    const Series& series = frame[sector];
    require_same_unit(series.unit, p.unit, kFunction);
    const Series path = series.slice({p.base, p.last});
    for (std::size_t t = 0; t < path.size(); ++t)
      if (!(path.values[t] > 0) || !std::isfinite(path.values[t]))
        detail::fail(kFunction, "levels must be > 0 and finite", detail::number_text(path.values[t]),
                     place("sector", sector) + " in " + to_string(path.period(t)) + " " + where);
    levels.push_back(path.values);
  }
  return levels;
}

Frame path_frame(const Projection& p, const Matrix& levels) {
  std::vector<Series> series;
  std::vector<double> total(levels.front().size(), 0.0);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    series.push_back({p.sectors[i], p.base, p.unit, levels[i]});
    for (std::size_t t = 0; t < total.size(); ++t) total[t] += levels[i][t];
  }
  series.push_back({"total", p.base, p.unit, total});
  for (std::size_t i = 0; i < levels.size(); ++i) {
    Series share{"share_" + p.sectors[i], p.base, Unit::percent(), levels[i]};
    for (std::size_t t = 0; t < total.size(); ++t) share.values[t] = 100 * levels[i][t] / total[t];
    series.push_back(std::move(share));
  }
  return Frame(std::move(series));
}

/// Simulated levels of the periods after the base, [period][sector][path].
using Simulated = std::vector<Matrix>;

Simulated simulate(const Projection& p, const Matrix& levels, const Matrix& factor, const Execution& execution) {
  constexpr std::size_t kBlock = 1024;
  const auto paths = static_cast<std::size_t>(p.paths);
  const std::size_t sectors = levels.size();
  const std::size_t periods = levels.front().size() - 1;
  detail::checked_product(detail::checked_product(paths, periods, kMostCells, kFunction, "paths times periods"),
                          sectors, kMostCells, kFunction, "paths times periods times sectors");
  Simulated simulated(periods, Matrix(sectors, std::vector<double>(paths)));
  const std::uint64_t purpose = purpose_id(kFunction);
  numeric::parallel_for((paths + kBlock - 1) / kBlock, execution, [&](std::size_t block) {
    std::vector<double> z(sectors), departure(sectors);
    const std::size_t last = std::min(paths, (block + 1) * kBlock);
    for (std::size_t path = block * kBlock; path < last; ++path) {
      Stream random({.seed = static_cast<std::uint64_t>(p.seed), .purpose = purpose, .draw = path});
      std::fill(departure.begin(), departure.end(), 0.0);
      for (std::size_t t = 0; t < periods; ++t) {
        for (double& x : z) x = stats::normal_quantile(random.uniform());
        for (std::size_t i = 0; i < sectors; ++i) {
          double shock = 0;
          for (std::size_t k = 0; k <= i; ++k) shock += factor[i][k] * z[k];
          departure[i] += p.sigma[i] * shock;
          simulated[t][i][path] = levels[i][t + 1] * std::exp(departure[i]);
        }
      }
    }
  });
  return simulated;
}

/// Mean, median and central interval of one quantity in one period; reorders the sample.
void describe(std::vector<double>& sample, std::size_t t, double coverage, Fan& fan) {
  fan.forecast.mean[t] = std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size());
  const CentralInterval interval = central_interval(sample, coverage);
  fan.forecast.lower[t] = interval.lower;
  fan.median[t] = interval.median;
  fan.forecast.upper[t] = interval.upper;
}

Fan empty_fan(const Projection& p, std::string indicator, std::string name, Unit unit, std::size_t periods) {
  const std::vector<double> zeros(periods, 0.0);
  return {
      std::move(indicator), {Origin{std::move(name), p.base, std::move(unit)}, p.coverage, zeros, zeros, zeros}, zeros};
}

double probability(const Projection& p, const ProjectionEvent& event, const Matrix& levels,
                   const std::vector<double>& total) {
  const auto at = std::find(p.sectors.begin(), p.sectors.end(), event.indicator);
  const std::vector<double>& level =
      event.indicator.empty() ? total : levels[static_cast<std::size_t>(at - p.sectors.begin())];
  std::size_t happened = 0;
  for (std::size_t path = 0; path < total.size(); ++path) {
    const double x = event.share ? 100 * level[path] / total[path] : level[path];
    happened += event.bound == Bound::at_least ? x >= event.value : x <= event.value;
  }
  return static_cast<double>(happened) / static_cast<double>(total.size());
}

/// Everything about one period. The period's simulated levels are used up.
void summarise(const Projection& p, std::size_t t, Matrix& levels, ProjectionResult& result) {
  const std::size_t paths = levels.front().size();
  std::vector<double> total(paths, 0.0);
  for (const std::vector<double>& level : levels)
    for (std::size_t path = 0; path < paths; ++path) total[path] += level[path];

  for (std::size_t e = 0; e < p.events.size(); ++e) {
    if (p.events[e].period != p.base + static_cast<std::int64_t>(t + 1)) continue;
    const double q = probability(p, p.events[e], levels, total);
    result.events[e] = {p.events[e].id, q, std::sqrt(q * (1 - q) / static_cast<double>(paths))};
  }
  std::vector<double> share(paths);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    for (std::size_t path = 0; path < paths; ++path) share[path] = 100 * levels[i][path] / total[path];
    describe(share, t, p.coverage, result.shares[i]);
    describe(levels[i], t, p.coverage, result.levels[i]);
  }
  describe(total, t, p.coverage, result.total);
}

}  // namespace

Frame base_data(const Projection& projection) {
  check(projection);
  std::vector<Series> series;
  for (std::size_t i = 0; i < projection.sectors.size(); ++i)
    series.push_back({projection.sectors[i], projection.base, projection.unit, {projection.levels[i]}});
  return Frame(std::move(series));
}

ProjectionResult project(const Projection& projection, const scenario::Scenario& scenario, const Execution& execution) {
  check(projection);
  const Matrix factor = cholesky(correlation_matrix(projection));
  const Matrix levels = scenario_levels(projection, scenario);
  const std::size_t periods = levels.front().size() - 1;

  ProjectionResult result{.scenario = scenario.name(), .path = path_frame(projection, levels)};
  result.paths = static_cast<std::size_t>(projection.paths);
  for (const std::string& sector : projection.sectors) {
    result.levels.push_back(empty_fan(projection, sector, sector, projection.unit, periods));
    result.shares.push_back(empty_fan(projection, sector, "share_" + sector, Unit::percent(), periods));
  }
  result.total = empty_fan(projection, "", "total", projection.unit, periods);
  result.events.resize(projection.events.size());

  Simulated simulated = simulate(projection, levels, factor, execution);
  const Execution silent{.threads = execution.threads, .executor = execution.executor, .cancel = execution.cancel};
  numeric::parallel_for(periods, silent, [&](std::size_t t) { summarise(projection, t, simulated[t], result); });
  return result;
}

}  // namespace foreplan::inline v0::plan
