#include <foreplan/plan/projection.hpp>
#include <foreplan/scenario/solve.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "plan/simulation.hpp"

namespace foreplan::inline v0::plan {
namespace {

using Matrix = std::vector<std::vector<double>>;

std::string place(std::string_view what, std::string_view id) {
  return "of " + std::string(what) + " " + detail::quoted(id);
}

void check_each(const Projection& p, const std::vector<double>& values, std::string_view name, bool zero_allowed) {
  if (values.size() != p.sectors.size())
    detail::fail(kProject,
                 std::string(name) + " must be one for each of the " + std::to_string(p.sectors.size()) + " sectors",
                 std::to_string(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]) || values[i] < 0 || (values[i] == 0 && !zero_allowed))
      detail::fail(kProject,
                   std::string(name) + (zero_allowed ? " must be >= 0 and finite" : " must be > 0 and finite"),
                   detail::number_text(values[i]), place("sector", p.sectors[i]));
}

using Names = std::vector<std::string_view>;

/// In order, each once and not empty.
Names distinct(Names names, std::string_view what) {
  std::sort(names.begin(), names.end());
  if (!names.empty() && names.front().empty()) detail::fail(kProject, std::string(what) + " must not be empty", "\"\"");
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    detail::fail(kProject, std::string(what) + " must be different", detail::quoted(*twice));
  return names;
}

bool has(const Names& names, std::string_view name) { return std::binary_search(names.begin(), names.end(), name); }

/// The result's path names the sum and the shares beside the sectors.
void check_reserved(const Names& sectors) {
  for (const std::string_view sector : sectors) {
    constexpr std::string_view kShare = "share_";
    if (sector == "total" || (sector.starts_with(kShare) && has(sectors, sector.substr(kShare.size()))))
      detail::fail(kProject, "a sector must not be named as the total or as another sector's share",
                   detail::quoted(sector));
  }
}

void check_event(const Projection& p, const Names& sectors, const ProjectionEvent& event) {
  const auto where = [&] { return place("event", event.id); };
  if (!event.indicator.empty() && !has(sectors, event.indicator)) {
    const std::string nearest = detail::nearest_name(event.indicator, p.sectors);
    detail::fail(kProject, "indicator must be a projected sector", detail::quoted(event.indicator),
                 where() + (nearest.empty() ? "" : " (did you mean " + detail::quoted(nearest) + "?)"));
  }
  if (event.share && event.indicator.empty()) detail::fail(kProject, "a share must be a sector's", "none", where());
  if (event.bound != Bound::at_least && event.bound != Bound::at_most)
    detail::fail(kProject, "bound must be at_least or at_most", to_string(event.bound), where());
  if (!std::isfinite(event.value) || event.value <= 0 || (event.share && event.value >= 100))
    detail::fail(kProject, event.share ? "a share must be in (0, 100)" : "value must be > 0 and finite",
                 detail::number_text(event.value), where());
  if (!(event.period > p.base) || !(event.period <= p.last))
    detail::fail<PeriodMismatch>(kProject,
                                 "period must be after " + to_string(p.base) + " and not after " + to_string(p.last),
                                 to_string(event.period), where());
}

void check(const Projection& p) {
  detail::require(!p.sectors.empty(), kProject, "sectors must not be empty", "none");
  const Names sectors = distinct(Names(p.sectors.begin(), p.sectors.end()), "sectors");
  check_reserved(sectors);
  check_each(p, p.levels, "levels", false);
  check_each(p, p.sigma, "sigma", true);
  if (!(p.last > p.base))
    detail::fail<PeriodMismatch>(kProject, "last must be after the base, " + to_string(p.base), to_string(p.last));
  detail::require(p.paths >= 1, kProject, "paths must be >= 1", std::to_string(p.paths));
  detail::require(p.coverage > 0 && p.coverage < 1, kProject, "coverage must be in (0, 1)", p.coverage);
  Names events;
  for (const ProjectionEvent& event : p.events) events.push_back(event.id);
  (void)distinct(std::move(events), "ids of events");
  for (const ProjectionEvent& event : p.events) check_event(p, sectors, event);
}

/// A scenario's own path, without uncertainty.
struct Path {
  Matrix levels{};  ///< [sector][period], from base to last.
  Frame variables{};
};

void check_levels(const Projection& p, const Matrix& levels, const scenario::Scenario& scenario) {
  for (std::size_t i = 0; i < levels.size(); ++i)
    for (std::size_t t = 0; t < levels[i].size(); ++t)
      if (!(levels[i][t] > 0) || !std::isfinite(levels[i][t]))
        detail::fail(kProject, "levels must be > 0 and finite", detail::number_text(levels[i][t]),
                     place("sector", p.sectors[i]) + " in " + to_string(p.base + static_cast<std::int64_t>(t)) +
                         " in scenario " + detail::quoted(scenario.name()));
}

Path evaluated(const Projection& p, const scenario::Scenario& scenario) {
  const Frame frame = scenario.evaluate();
  std::unordered_map<std::string_view, const Series*> variables;
  for (const Series& series : frame.series()) variables.emplace(series.name, &series);
  Path path;
  for (const std::string& sector : p.sectors) {
    const auto at = variables.find(sector);
    if (at == variables.end())
      detail::fail(kProject, "sectors must be variables of the scenario", detail::quoted(sector),
                   "in scenario " + detail::quoted(scenario.name()));
    require_same_unit(at->second->unit, p.unit, kProject);
    path.levels.push_back(at->second->slice({p.base, p.last}).values);
  }
  return path;
}

/// From base to last, NaN where the run does not hold it.
Series from_base(const Projection& p, const Series& series) {
  Series out{series.name, p.base, series.unit, {}};
  for (Period t = p.base; t <= p.last; t = t + 1) out.values.push_back(series.covers(t) ? series.at(t) : NAN);
  return out;
}

Path solved(const Projection& p, const scenario::Scenario& scenario) {
  const scenario::Model model = compile_model(p);
  const scenario::Run run = scenario::solve(model, scenario, {p.base + 1, p.last});
  if (!run.usable())
    detail::fail(kProject, "the model must have a solution", run.failure()->sentence,
                 "in scenario " + detail::quoted(scenario.name()));
  const Frame frame = run.frame();
  Path path;
  for (std::size_t i = 0; i < p.sectors.size(); ++i) {
    path.levels.push_back(from_base(p, frame[p.sectors[i]]).values);
    // A model that does not look back does not read the base.
    if (std::isnan(path.levels.back().front())) path.levels.back().front() = p.levels[i];
  }
  const Names sectors = distinct(Names(p.sectors.begin(), p.sectors.end()), "sectors");
  for (const scenario::ModelVariable& v : model.variables())
    if (v.kind <= scenario::VariableKind::parameter && !has(sectors, v.name))
      path.variables.set(from_base(p, frame[v.name]));
  return path;
}

Path path_of(const Projection& p, const scenario::Scenario& scenario) {
  Path path = p.model.empty() ? evaluated(p, scenario) : solved(p, scenario);
  check_levels(p, path.levels, scenario);
  return path;
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
  const numeric::CentralInterval interval = simulation.interval(quantity);
  fan.forecast.mean[t] = simulation.mean(quantity);
  fan.forecast.lower[t] = interval.lower;
  fan.median[t] = interval.median;
  fan.forecast.upper[t] = interval.upper;
}

}  // namespace

scenario::Model compile_model(const Projection& projection) {
  std::string text;
  for (const std::string& line : projection.model) (text += line) += '\n';
  // A plan is not the place for millions of equations, which its documents could ask for by a loop.
  scenario::Model model =
      scenario::compile(text, {.file = "projection.model", .max_equations = 10'000, .max_terms = 1'000'000});
  const auto determined = [&](const std::string& name) {
    return model.contains(name) && model[name].kind == scenario::VariableKind::endogenous;
  };
  for (const std::string& sector : projection.sectors)
    if (!determined(sector))
      detail::fail(kProject, "the model must determine every sector's level", detail::quoted(sector));
    else if (const auto& unit = model[sector].unit)
      require_same_unit(*unit, projection.unit, kProject);
  return model;
}

Frame base_data(const Projection& projection) {
  check(projection);
  std::vector<Series> series;
  for (std::size_t i = 0; i < projection.sectors.size(); ++i)
    series.push_back({projection.sectors[i], projection.base, projection.unit, {projection.levels[i]}});
  return Frame(std::move(series));
}

ProjectionResult project(const Projection& projection, const scenario::Scenario& scenario, const Execution& execution) {
  check(projection);
  const CorrelationFactor factor = correlation_factor(projection);
  Path path = path_of(projection, scenario);
  const Matrix& levels = path.levels;
  const std::size_t periods = levels.front().size() - 1;
  Simulation simulation(projection, levels, factor);

  ProjectionResult result{.scenario = scenario.name(), .path = path_frame(projection, levels)};
  result.paths = projection.paths;
  result.variables = std::move(path.variables);
  for (const std::string& sector : projection.sectors) {
    result.levels.push_back(empty_fan(projection, sector, sector, projection.unit, periods));
    result.shares.push_back(empty_fan(projection, sector, "share_" + sector, Unit::percent(), periods));
  }
  result.total = empty_fan(projection, "", "total", projection.unit, periods);
  for (const ProjectionEvent& event : projection.events) result.events.push_back({.event = event.id});

  const std::size_t units = simulation.units();
  Execution silent = execution;
  silent.progress = nullptr;
  for (std::size_t t = 0; t < periods; ++t) {
    simulation.advance(part_of(execution, t * units, periods * units));
    numeric::parallel_for(simulation.quantities(), silent, [&](std::size_t q) { describe(simulation, q, t, result); });
    for (const std::size_t e : simulation.due()) {
      const double q = static_cast<double>(simulation.happened(e)) / static_cast<double>(result.paths);
      result.events[e].probability = q;
      result.events[e].standard_error = std::sqrt(q * (1 - q) / static_cast<double>(result.paths));
    }
  }
  return result;
}

}  // namespace foreplan::inline v0::plan
