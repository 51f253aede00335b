#include <foreplan/report/uncertainty.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {

using text::message;

LineChart fan_chart(const scenario::Simulation& simulation, std::string_view variable, std::optional<double> coverage,
                    Language language) {
  constexpr std::string_view kFunction = "report::fan_chart";
  const scenario::SimulatedVariable& v = simulation[variable];
  const std::vector<double>& known = simulation.coverages;
  detail::require(simulation.failed < simulation.draws, kFunction, "a draw must have been solved",
                  simulation.first_failure);
  const auto at = coverage ? std::find(known.begin(), known.end(), *coverage) : std::max_element(known.begin(), known.end());
  detail::require(at != known.end(), kFunction, "coverage must be one of the simulation's", coverage.value_or(NAN));
  const auto place = static_cast<std::size_t>(at - known.begin());
  LineChart chart;
  chart.title = v.name;
  chart.unit = v.unit;
  chart.note = message(language, "report.note.draws",
                       {{"draws", text::number(static_cast<double>(simulation.draws - simulation.failed), 0, language)}});
  if (simulation.failed > 0)
    chart.note += " " + message(language, "report.note.draws_failed",
                                {{"failed", text::number(static_cast<double>(simulation.failed), 0, language)}});
  chart.fans.push_back({.name = simulation.scenario,
                        .start = simulation.range.first,
                        .coverage = *at,
                        .centre = v.median,
                        .lower = v.lower[place],
                        .upper = v.upper[place]});
  return chart;
}

Table event_table(const std::vector<std::pair<std::string, scenario::EventProbability>>& events, Language language) {
  detail::require(!events.empty(), "report::event_table", "there must be an event", "none");
  Table t;
  t.columns.push_back({std::string(message(language, "report.event"))});
  for (const char* header : {"report.probability", "report.from", "report.to"})
    t.columns.push_back({.header = std::string(message(language, header)), .align = Align::right});
  for (const auto& [name, odds] : events) {
    // An event that was never seen in N draws may still be as likely as 3 / N.
    const double rarest = 3 / static_cast<double>(std::max<std::size_t>(odds.draws, 1));
    const double floor = std::clamp(std::ceil(1000 * rarest) / 1000, 0.001, 0.4);
    const auto shown = [&](double p) { return text::probability_text(p, language, 1, floor); };
    t.rows.push_back({name, shown(odds.probability), shown(std::max(odds.interval.lower, 0.0)),
                      shown(std::min(odds.interval.upper, 1.0))});
  }
  t.note = message(language, "report.note.wilson");
  return t;
}

TornadoChart tornado_chart(const scenario::Tornado& tornado, const Unit& unit, Language language) {
  detail::require(!tornado.rows.empty(), "report::tornado_chart", "there must be a factor", "none");
  TornadoChart chart;
  chart.title = tornado.outcome.variable + ", " + text::period_text(tornado.outcome.period, language);
  chart.unit = unit;
  chart.base = tornado.base;
  for (const scenario::TornadoRow& row : tornado.rows) {
    // As given where that is short; a quantile has three digits.
    const auto value = [&](double x) {
      const Rounded exact(x);
      return text::number(exact.text().size() <= 7 ? exact : Rounded(x, text::decimals_for(std::abs(x), 3)), language);
    };
    chart.rows.push_back({row.factor, row.outcome_low, row.outcome_high, value(row.low), value(row.high)});
  }
  return chart;
}

BarChart attribution_chart(const scenario::Attribution& attribution, std::string_view variable, Language language) {
  detail::require(attribution.usable(), "report::attribution_chart", "the attribution must be usable",
                  attribution.failure);
  const scenario::AttributedVariable& v = attribution[variable];
  BarChart chart;
  chart.title = message(language, "report.runs.difference", {{"name", v.name}, {"base", attribution.base}});
  chart.unit = v.unit.value_or(Unit{});
  for (std::size_t t = 0; t < v.total.size(); ++t)
    chart.categories.push_back(
        text::period_label(attribution.range.first + static_cast<std::int64_t>(t), language));
  for (std::size_t p = 0; p < attribution.players.size(); ++p)
    chart.parts.push_back({attribution.players[p], v.contributions[p]});
  chart.totals = v.total;
  return chart;
}

}  // namespace foreplan::inline v0::report
