#include <foreplan/core/random.hpp>
#include <foreplan/plan/projection.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "core/check.hpp"
#include "numeric/cholesky.hpp"
#include "numeric/kernels.hpp"
#include "numeric/parallel.hpp"
#include "numeric/quantiles.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::string_view kFunction = "plan::project";
constexpr std::size_t kMostCells = 30'000'000;  // three numbers each: 720 MB

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

/// Row by row.
std::vector<double> correlation_matrix(const Projection& p) {
  const std::size_t n = p.sectors.size();
  std::vector<double> rows(n * n, p.correlation);
  if (p.correlations.empty()) {
    detail::require(n == 1 || std::abs(p.correlation) <= 1, kFunction, "correlation must be in [-1, 1]", p.correlation);
    for (std::size_t i = 0; i < n; ++i) rows[i * n + i] = 1;
    return rows;
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
      rows[i * n + j] = r;
    }
  }
  return rows;
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

/// Paths of one period after the other: the levels of a period are made for all paths, summed up, and overwritten by
/// the next. Path k's normal number of sector i in period t stands at position k of the stream (seed, this function, t,
/// i), so that neither threads nor the number of paths change it.
class Simulation {
 public:
  Simulation(const Projection& p, const Matrix& levels, const std::vector<double>& factor)
      : p_(p), scenario_(levels), factor_(factor), paths_(static_cast<std::size_t>(p.paths)) {
    const std::size_t n = p.sectors.size();
    detail::checked_product(paths_, n, kMostCells, kFunction, "paths times sectors");
    for (Matrix* m : {&departure_, &level_, &share_}) m->assign(n, std::vector<double>(paths_, 0.0));
    total_.resize(paths_);
    sum_.assign(2 * n + 1, std::vector<double>(blocks()));
  }

  [[nodiscard]] std::size_t blocks() const noexcept { return (paths_ + kBlock - 1) / kBlock; }

  /// Period t (1 is the first after the base) of the paths of one block.
  void advance(std::size_t t, std::size_t block) {
    const std::size_t n = p_.sectors.size(), begin = block * kBlock, size = std::min(kBlock, paths_ - begin);
    const numeric::Kernels& kernel = numeric::kernels();
    std::vector<double> z(n * kBlock);
    for (std::size_t i = 0; i < n; ++i) {
      kernel.uniform({.seed = static_cast<std::uint64_t>(p_.seed),
                      .purpose = purpose_,
                      .draw = t,
                      .variable = static_cast<std::uint32_t>(i)},
                     begin, z.data() + i * kBlock, size);
      kernel.normal_quantile(z.data() + i * kBlock, size);
    }
    double* const total = total_.data() + begin;
    std::fill_n(total, size, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      double* const departure = departure_[i].data() + begin;
      double* const level = level_[i].data() + begin;
      for (std::size_t k = 0; k <= i; ++k)
        kernel.add_multiple(departure, p_.sigma[i] * factor_[i * n + k], z.data() + k * kBlock, size);
      kernel.exponential(departure, scenario_[i][t], level, size);
      kernel.add_multiple(total, 1, level, size);
    }
    for (std::size_t i = 0; i < n; ++i)
      kernel.ratio(level_[i].data() + begin, 100, total, share_[i].data() + begin, size);
    for (std::size_t q = 0; q < sum_.size(); ++q) sum_[q][block] = kernel.sum(quantity(q).data() + begin, size);
  }

  [[nodiscard]] double mean(std::size_t q) const {
    return numeric::kernels().sum(sum_[q].data(), sum_[q].size()) / static_cast<double>(paths_);
  }

  /// Each sector's share, each sector's level, and the total, in this order.
  [[nodiscard]] const std::vector<double>& quantity(std::size_t q) const {
    const std::size_t n = p_.sectors.size();
    return q < n ? share_[q] : q < 2 * n ? level_[q - n] : total_;
  }

 private:
  static constexpr std::size_t kBlock = 1024;

  const Projection& p_;
  const Matrix& scenario_;
  const std::vector<double>& factor_;
  std::size_t paths_;
  std::uint64_t purpose_ = purpose_id(kFunction);
  Matrix departure_, level_, share_;  // [sector][path]; departures of log levels from the scenario's
  std::vector<double> total_;
  Matrix sum_;  // [quantity][block]
};

Fan empty_fan(const Projection& p, std::string indicator, std::string name, Unit unit, std::size_t periods) {
  const std::vector<double> zeros(periods, 0.0);
  return {
      std::move(indicator), {Origin{std::move(name), p.base, std::move(unit)}, p.coverage, zeros, zeros, zeros}, zeros};
}

Fan& fan_of(ProjectionResult& result, std::size_t quantity) {
  const std::size_t n = result.shares.size();
  return quantity < n ? result.shares[quantity] : quantity < 2 * n ? result.levels[quantity - n] : result.total;
}

/// Mean, median and central interval of one quantity in one period.
void describe(const Simulation& simulation, std::size_t quantity, std::size_t t, ProjectionResult& result) {
  Fan& fan = fan_of(result, quantity);
  const numeric::CentralInterval interval =
      numeric::central_interval(simulation.quantity(quantity), fan.forecast.coverage);
  fan.forecast.mean[t] = simulation.mean(quantity);
  fan.forecast.lower[t] = interval.lower;
  fan.median[t] = interval.median;
  fan.forecast.upper[t] = interval.upper;
}

EventProbability happening(const Projection& p, const ProjectionEvent& event, const Simulation& simulation) {
  const auto sector =
      static_cast<std::size_t>(std::find(p.sectors.begin(), p.sectors.end(), event.indicator) - p.sectors.begin());
  const std::size_t n = p.sectors.size();
  const std::vector<double>& x = simulation.quantity(event.indicator.empty() ? 2 * n
                                                     : event.share           ? sector
                                                                             : n + sector);
  const auto below = [&](double bound) { return numeric::kernels().count_below(x.data(), x.size(), bound); };
  const std::size_t happened = event.bound == Bound::at_least
                                   ? x.size() - below(event.value)
                                   : below(std::nextafter(event.value, std::numeric_limits<double>::infinity()));
  const double q = static_cast<double>(happened) / static_cast<double>(x.size());
  return {event.id, q, std::sqrt(q * (1 - q) / static_cast<double>(x.size()))};
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
  const auto factor = numeric::cholesky(correlation_matrix(projection), projection.sectors.size());
  if (!factor)
    detail::fail(kFunction, "correlations must be positive semi-definite", "a negative variance of some sum");
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

  Simulation simulation(projection, levels, *factor);
  const std::size_t blocks = simulation.blocks();
  const Execution silent{.threads = execution.threads, .executor = execution.executor, .cancel = execution.cancel};
  for (std::size_t t = 0; t < periods; ++t) {
    Execution told = silent;
    if (execution.progress)
      told.progress = [&](std::size_t done, std::size_t) {
        return execution.progress(t * blocks + done, periods * blocks);
      };
    numeric::parallel_for(blocks, told, [&](std::size_t block) { simulation.advance(t + 1, block); });
    numeric::parallel_for(2 * projection.sectors.size() + 1, silent,
                          [&](std::size_t q) { describe(simulation, q, t, result); });
    for (std::size_t e = 0; e < projection.events.size(); ++e)
      if (projection.events[e].period == projection.base + static_cast<std::int64_t>(t + 1))
        result.events[e] = happening(projection, projection.events[e], simulation);
  }
  return result;
}

}  // namespace foreplan::inline v0::plan
