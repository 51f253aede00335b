#include <foreplan/report/projection.hpp>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <set>

namespace foreplan::inline v0::report {
namespace {

using text::capitalised;
using text::message;
using plan::Plan;
using plan::ProjectionResult;

std::string scenario_name(const ProjectionResult& result, Language language) {
  return std::string(text::message_or(language, "scenario." + result.scenario, result.scenario));
}

/// What the sectors add up to, by the identity of the plan that says so.
std::string total_name(const Plan& plan, Language language) {
  const std::set<std::string> sectors(plan.projection.sectors.begin(), plan.projection.sectors.end());
  for (const plan::Identity& identity : plan.identities)
    if (std::set<std::string>(identity.parts.begin(), identity.parts.end()) == sectors)
      return plan::find_indicator(plan, identity.total).name.in(language);
  return std::string(message(language, "report.total"));
}

std::string sector_name(const Plan& plan, std::string_view sector, Language language) {
  return sector.empty() ? total_name(plan, language) : plan::find_indicator(plan, sector).name.in(language);
}

Unit unit_of(const Plan& plan, Measure measure) {
  return measure == Measure::share ? Unit::percent() : plan.projection.unit;
}

const plan::Fan& fan_of(const Plan& plan, const ProjectionResult& result, std::string_view sector, Measure measure,
                        std::string_view function) {
  if (sector.empty()) {
    detail::require(measure == Measure::level, function, "the total has levels only", "share");
    return result.total;
  }
  const std::vector<plan::Fan>& fans = measure == Measure::share ? result.shares : result.levels;
  for (const plan::Fan& fan : fans)
    if (fan.indicator == sector) return fan;
  detail::fail(function, "sector must be one of the projection's", detail::quoted(sector),
               "(nearest: \"" + detail::nearest_name(sector, plan.projection.sectors) + "\")");
}

const Series& path_of(const ProjectionResult& result, std::string_view sector, Measure measure) {
  if (sector.empty()) return result.path["total"];
  return result.path[measure == Measure::share ? "share_" + std::string(sector) : std::string(sector)];
}

void require_results(const std::vector<ProjectionResult>& results, std::string_view function) {
  detail::require(!results.empty(), function, "there must be a result", "none");
}

std::string simulation_note(const ProjectionResult& result, Language language) {
  return message(language, "report.note.simulated",
                 {{"paths", text::number(static_cast<double>(result.paths), 0, language)}});
}

std::string variable_name(const Plan& plan, std::string_view variable, Language language) {
  for (const plan::Indicator& indicator : plan.indicators)
    if (indicator.id == variable) return capitalised(indicator.name.in(language));
  return std::string(variable);
}

const Series& variable_of(const ProjectionResult& result, std::string_view variable, std::string_view function) {
  std::vector<std::string> known;
  for (const Series& series : result.variables.series()) {
    if (series.name == variable) return series;
    known.push_back(series.name);
  }
  const std::string nearest = detail::nearest_name(std::string(variable), known);
  detail::fail(function, "variable must be one of the model's that is no sector", detail::quoted(variable),
               nearest.empty() ? "" : "(did you mean " + detail::quoted(nearest) + "?)");
}

}  // namespace

LineChart scenario_chart(const Plan& plan, const std::vector<ProjectionResult>& results, std::string_view sector,
                         Measure measure, Language language) {
  constexpr std::string_view kFunction = "report::scenario_chart";
  require_results(results, kFunction);
  LineChart chart;
  chart.unit = unit_of(plan, measure);
  const std::string name = sector_name(plan, sector, language);
  chart.title = capitalised(measure == Measure::share
                                ? message(language, "report.share_of", {{"name", name}, {"of", total_name(plan, language)}})
                                : name);
  chart.note = simulation_note(results.front(), language);
  for (const ProjectionResult& result : results) {
    const plan::Fan& fan = fan_of(plan, result, sector, measure, kFunction);
    const Series& path = path_of(result, sector, measure);
    const auto from_base = [&](const std::vector<double>& values) {
      std::vector<double> all = {path.values.front()};
      all.insert(all.end(), values.begin(), values.end());
      return all;
    };
    ChartFan drawn;
    drawn.name = scenario_name(result, language);
    drawn.start = path.start;
    drawn.coverage = fan.forecast.coverage;
    drawn.centre = from_base(fan.median);
    if (!fan.forecast.lower.empty()) {
      drawn.lower = from_base(fan.forecast.lower);
      drawn.upper = from_base(fan.forecast.upper);
    }
    chart.fans.push_back(std::move(drawn));
  }
  for (const plan::ProjectionEvent& event : plan.projection.events)
    if (event.indicator == sector && event.share == (measure == Measure::share))
      chart.targets.push_back({capitalised(message(language, "report.goal." + std::string(to_string(event.bound)),
                                                   {{"period", text::period_text(event.period, language)}})),
                               event.period, event.value});
  return chart;
}

AreaChart share_chart(const Plan& plan, const ProjectionResult& result, Language language) {
  AreaChart chart;
  chart.title = message(language, "report.shares_title",
                        {{"of", total_name(plan, language)}, {"scenario", scenario_name(result, language)}});
  for (const std::string& sector : plan.projection.sectors) {
    Series part = path_of(result, sector, Measure::share);
    part.name = capitalised(sector_name(plan, sector, language));
    chart.parts.push_back(std::move(part));
  }
  chart.note = message(language, "report.note.own_path", {{"unit", text::unit_text(plan.projection.unit, language)}});
  return chart;
}

BarChart growth_contributions(const Plan& plan, const ProjectionResult& result, Language language) {
  BarChart chart;
  const Series& total = path_of(result, {}, Measure::level);
  detail::require(total.size() > 1, "report::growth_contributions", "the path must have two periods or more",
                  static_cast<double>(total.size()));
  chart.title = message(language, "report.growth_title",
                        {{"of", total_name(plan, language)}, {"scenario", scenario_name(result, language)}});
  chart.unit = Unit::physical("point");
  chart.decimals = 1;
  chart.total_name = message(language, "report.growth");
  for (std::size_t i = 1; i < total.size(); ++i) {
    chart.categories.push_back(text::period_label(total.period(i), language));
    chart.totals.push_back(100 * (total.values[i] / total.values[i - 1] - 1));
  }
  for (const std::string& sector : plan.projection.sectors) {
    const Series& level = path_of(result, sector, Measure::level);
    BarPart part{capitalised(sector_name(plan, sector, language)), {}};
    for (std::size_t i = 1; i < total.size(); ++i)
      part.values.push_back(100 * (level.values[i] - level.values[i - 1]) / total.values[i - 1]);
    chart.parts.push_back(std::move(part));
  }
  chart.note = message(language, "report.note.contributions", {{"unit", text::unit_text(plan.projection.unit, language)}});
  return chart;
}

LineChart variable_chart(const Plan& plan, const std::vector<ProjectionResult>& results, std::string_view variable,
                         Language language) {
  constexpr std::string_view kFunction = "report::variable_chart";
  require_results(results, kFunction);
  LineChart chart;
  chart.title = variable_name(plan, variable, language);
  chart.unit = variable_of(results.front(), variable, kFunction).unit;
  chart.note = message(language, "report.note.model_path");
  for (const ProjectionResult& result : results) {
    Series line = variable_of(result, variable, kFunction);
    line.name = scenario_name(result, language);
    chart.lines.push_back({std::move(line)});
  }
  return chart;
}

AreaChart composition_chart(const Plan& plan, const ProjectionResult& result,
                            const std::vector<std::string>& variables, std::string title, Language language) {
  constexpr std::string_view kFunction = "report::composition_chart";
  AreaChart chart;
  chart.title = std::move(title);
  chart.note = message(language, "report.note.model_path");
  std::vector<double> sum;
  for (const std::string& variable : variables) {
    const Series& series = variable_of(result, variable, kFunction);
    require_same_unit(variable_of(result, variables.front(), kFunction).unit, series.unit, kFunction);
    sum.resize(series.size());
    for (std::size_t t = 0; t < sum.size(); ++t) sum[t] += series.values[t];
  }
  for (const std::string& variable : variables) {
    Series part = variable_of(result, variable, kFunction);
    part.name = variable_name(plan, variable, language);
    part.unit = Unit::percent();
    for (std::size_t t = 0; t < sum.size(); ++t) part.values[t] *= 100 / sum[t];
    chart.parts.push_back(std::move(part));
  }
  return chart;
}

ComparisonChart comparison(const Plan& plan, const std::vector<ProjectionResult>& results, Measure measure,
                           Language language) {
  constexpr std::string_view kFunction = "report::comparison";
  require_results(results, kFunction);
  ComparisonChart chart;
  chart.unit = unit_of(plan, measure);
  const Period last = results.front().path.range().last;
  chart.title = message(language, measure == Measure::share ? "report.comparison_shares" : "report.comparison_levels",
                        {{"period", text::period_text(last, language)}});
  chart.note = simulation_note(results.front(), language);
  for (const ProjectionResult& result : results) chart.scenarios.push_back(scenario_name(result, language));
  std::vector<std::string> sectors = plan.projection.sectors;
  if (measure == Measure::level) sectors.emplace_back();
  for (const std::string& sector : sectors) {
    ComparisonRow row;
    row.name = capitalised(sector_name(plan, sector, language));
    for (const ProjectionResult& result : results) {
      const plan::Fan& fan = fan_of(plan, result, sector, measure, kFunction);
      detail::require(!fan.median.empty(), kFunction, "a fan must not be empty", detail::quoted(result.scenario));
      Estimate e{fan.median.back(), {}};
      if (!fan.forecast.lower.empty()) e.range = {fan.forecast.lower.back(), fan.forecast.upper.back()};
      row.values.push_back(e);
    }
    for (const plan::ProjectionEvent& event : plan.projection.events)
      if (event.indicator == sector && event.share == (measure == Measure::share) && event.period == last) row.target = event.value;
    chart.rows.push_back(std::move(row));
  }
  return chart;
}

Table event_table(const Plan& plan, const std::vector<ProjectionResult>& results, Language language) {
  require_results(results, "report::event_table");
  Table t;
  t.columns.push_back({std::string(message(language, "report.event"))});
  t.columns.push_back({std::string(message(language, "report.by"))});
  for (const ProjectionResult& result : results) {
    Column column;
    column.header = scenario_name(result, language);
    column.align = Align::right;
    t.columns.push_back(std::move(column));
  }
  for (std::size_t i = 0; i < plan.projection.events.size(); ++i) {
    const plan::ProjectionEvent& event = plan.projection.events[i];
    std::vector<Cell> row = {capitalised(event.name.in(language)), event.period};
    for (const ProjectionResult& result : results) {
      const auto found = std::find_if(result.events.begin(), result.events.end(),
                                      [&](const plan::EventProbability& e) { return e.event == event.id; });
      if (found == result.events.end())
        detail::fail("report::event_table", "a result must have every event of the plan", detail::quoted(event.id), "for scenario " + detail::quoted(result.scenario));
      const plan::PrintableProbability shown = plan::printable(found->probability, result.paths);
      const double floor = shown.kind == plan::PrintableProbability::Kind::value ? 0.001
                           : shown.kind == plan::PrintableProbability::Kind::below ? shown.value
                                                                                    : 1 - shown.value;
      row.emplace_back(text::probability_text(found->probability, language, 1, floor));
    }
    t.rows.push_back(std::move(row));
  }
  t.note = simulation_note(results.front(), language);
  return t;
}

Table projection_table(const Plan& plan, const ProjectionResult& result, Language language) {
  Table t;
  t.caption = scenario_name(result, language);
  t.columns.push_back({std::string(message(language, "report.period"))});
  std::vector<const Series*> series;
  const auto add = [&](std::string header, const Series& values, const Unit& unit) {
    Column column;
    column.header = capitalised(std::move(header));
    column.unit = unit;
    column.decimals = unit == Unit::percent() ? 1 : text::decimals_for(values.values.back(), 4);
    t.columns.push_back(std::move(column));
    series.push_back(&values);
  };
  for (const std::string& sector : plan.projection.sectors)
    add(sector_name(plan, sector, language), path_of(result, sector, Measure::level), plan.projection.unit);
  const Series& total = path_of(result, {}, Measure::level);
  add(total_name(plan, language), total, plan.projection.unit);
  Column growth;
  growth.header = message(language, "report.growth");
  growth.style = NumberStyle::signed_percent;
  t.columns.push_back(growth);
  const std::size_t shares_from = series.size();
  for (const std::string& sector : plan.projection.sectors)
    add(message(language, "report.share_of", {{"name", sector_name(plan, sector, language)}, {"of", total_name(plan, language)}}),
        path_of(result, sector, Measure::share), Unit::percent());
  for (std::size_t i = 0; i < total.size(); ++i) {
    std::vector<Cell> row = {total.period(i)};
    for (std::size_t k = 0; k < series.size(); ++k) {
      if (k == shares_from) {
        if (i == 0) row.emplace_back("");
        else row.emplace_back(total.values[i] / total.values[i - 1] - 1);
      }
      row.emplace_back(series[k]->values.at(i));
    }
    t.rows.push_back(std::move(row));
  }
  return t;
}

}  // namespace foreplan::inline v0::report
