#include <foreplan/report/capacity.hpp>

#include "core/check.hpp"
#include "report/source_note.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>

namespace foreplan::inline v0::report {
namespace {

using text::capitalised;
using text::message;

constexpr int kDigits = 4;

Column numbers(std::string header, const Unit& unit, double largest) {
  return {.header = std::move(header), .unit = unit, .decimals = text::decimals_for(largest, kDigits), .align = Align::right};
}

Column shares(std::string_view header, NumberStyle style = NumberStyle::percent) {
  return {.header = std::string(header), .style = style, .align = Align::right};
}

Column words(std::string_view header, Align align = Align::left) {
  return {.header = std::string(header), .align = align};
}

std::string amount(double x, const Unit& unit, Language language) {
  return text::amount(x, text::decimals_for(std::fabs(x), kDigits), unit, language);
}

std::string with_interval(const plan::SimulatedAmount& a, int decimals, Language language) {
  return text::number(a.expected, decimals, language) + ' ' + text::interval({a.lower, a.upper}, decimals, language);
}

std::string period_or(const std::optional<Period>& period, std::string_view otherwise, Language language) {
  return period ? text::period_label(*period, language) : std::string(otherwise);
}

template <class Items>
std::vector<std::string> sources_of(const Items& items) {
  std::vector<std::string> sources;
  for (const auto& item : items) sources.push_back(item.source);
  return sources;
}

/// How the amounts of a column are written: its unit in the header when all have it, or else behind each; the
/// same decimals for all.
struct Amounts {
  Unit unit{};  ///< Pure number: not one for all.
  int decimals = 0;
  Language language = Language::english;

  [[nodiscard]] std::string text(double x, const Unit& own) const {
    return unit == own ? text::number(x, decimals, language) : text::amount(x, decimals, own, language);
  }
};

template <class Items, class UnitOf, class ValueOf>
Amounts amounts(const Items& items, const UnitOf& unit_of, const ValueOf& value_of, Language language, int digits = 3) {
  Amounts a{unit_of(items.front()), 0, language};
  double largest = 0;
  for (const auto& item : items) {
    if (unit_of(item) != a.unit) a.unit = Unit{};
    largest = std::max(largest, std::fabs(value_of(item)));
  }
  a.decimals = text::decimals_for(largest, digits);
  return a;
}

void require_any(bool any, std::string_view function, std::string_view what) {
  detail::require(any, function, what, "none");
}

}  // namespace

Table pipeline_table(const plan::Pipeline& pipeline, Language language) {
  require_any(!pipeline.years.empty(), "report::pipeline_table", "there must be a year");
  Table t;
  const bool output = pipeline.output_unit != Unit{} ||
                      std::any_of(pipeline.years.begin(), pipeline.years.end(), [](const plan::PipelineYear& y) { return y.output.expected > 0; });
  const plan::PipelineYear& last = pipeline.years.back();
  const int capital = text::decimals_for(last.cumulative.upper, kDigits), made = text::decimals_for(last.output.upper, kDigits);
  t.columns.push_back(words(message(language, "report.period")));
  t.columns.push_back(words(message(language, "report.capital_spent"), Align::right));
  t.columns.push_back(words(message(language, "report.capital_cumulative"), Align::right));
  t.columns[1].unit = t.columns[2].unit = pipeline.capital_unit;
  if (output) {
    t.columns.push_back(words(message(language, "report.output"), Align::right));
    t.columns.back().unit = pipeline.output_unit;
  }
  for (const plan::PipelineYear& year : pipeline.years) {
    std::vector<Cell> row = {year.period, with_interval(year.capital, capital, language), with_interval(year.cumulative, capital, language)};
    if (output) row.emplace_back(with_interval(year.output, made, language));
    t.rows.push_back(std::move(row));
  }
  t.note = message(language, "report.note.pipeline",
                   {{"committed", amount(pipeline.committed, pipeline.capital_unit, language)},
                    {"realised", with_interval(pipeline.realised, capital, language)},
                    {"correlation", text::number(pipeline.correlation, 2, language)},
                    {"paths", text::number(static_cast<double>(pipeline.paths), 0, language)}});
  return t;
}

LineChart pipeline_chart(const plan::Pipeline& pipeline, double coverage, Language language) {
  require_any(!pipeline.years.empty(), "report::pipeline_chart", "there must be a year");
  LineChart chart;
  chart.title = message(language, "report.capital_cumulative");
  chart.unit = pipeline.capital_unit;
  chart.from_zero = true;
  ChartFan fan;
  fan.name = message(language, "report.expected");
  fan.start = pipeline.years.front().period;
  fan.coverage = coverage;
  for (const plan::PipelineYear& year : pipeline.years) {
    fan.centre.push_back(year.cumulative.expected);
    fan.lower.push_back(year.cumulative.lower);
    fan.upper.push_back(year.cumulative.upper);
  }
  chart.fans.push_back(std::move(fan));
  chart.targets.push_back({std::string(message(language, "report.committed")), pipeline.years.back().period, pipeline.committed});
  return chart;
}

Table financing_table(const plan::FinancingNeed& need, Language language) {
  const plan::FinancingBalance balance = plan::financing_balance(need);
  Table t;
  t.caption = capitalised(need.name.in(language));
  t.columns.push_back(words(message(language, "report.period")));
  t.columns.push_back(numbers(std::string(message(language, "report.required_money")), need.unit, balance.required));
  for (const plan::FinancingSource& source : need.sources)
    t.columns.push_back(numbers(source.name.in(language), need.unit, balance.required));
  t.columns.push_back(numbers(std::string(message(language, "report.gap_money")), need.unit, balance.required));
  t.columns.back().style = NumberStyle::signed_plain;
  for (std::size_t i = 0; i < balance.years.size(); ++i) {
    const plan::FinancingYear& year = balance.years[i];
    std::vector<Cell> row = {year.period, year.required};
    for (const plan::FinancingSource& source : need.sources) row.emplace_back(source.amounts[i] * scale_factor(source.unit, need.unit));
    row.emplace_back(year.gap);
    t.rows.push_back(std::move(row));
  }
  std::vector<Cell> total = {message(language, "report.total"), balance.required};
  for (const plan::FinancingSourceTotal& source : balance.sources) total.emplace_back(source.amount);
  total.emplace_back(balance.gap);
  t.rows.push_back(std::move(total));
  t.totals = 1;
  t.note = message(language, "report.note.financing", {{"unfunded", text::quantity(balance.unfunded, text::decimals_for(balance.required, kDigits), need.unit, language)}});
  t.note = joined_notes(std::move(t.note), source_note({need.source}, language));
  return t;
}

BarChart financing_chart(const plan::FinancingNeed& need, Language language) {
  const plan::FinancingBalance balance = plan::financing_balance(need);
  require_any(!need.sources.empty(), "report::financing_chart", "there must be a source");
  BarChart chart;
  chart.title = capitalised(need.name.in(language));
  chart.unit = need.unit;
  chart.total_name = message(language, "report.required_money");
  for (const plan::FinancingYear& year : balance.years) {
    chart.categories.push_back(text::period_label(year.period, language));
    chart.totals.push_back(year.required);
  }
  for (const plan::FinancingSource& source : need.sources) {
    BarPart part{source.name.in(language), {}};
    for (const double x : source.amounts) part.values.push_back(x * scale_factor(source.unit, need.unit));
    chart.parts.push_back(std::move(part));
  }
  return chart;
}

Table zone_table(const std::vector<plan::Zone>& zones, Language language) {
  require_any(!zones.empty(), "report::zone_table", "there must be a zone");
  Table t;
  t.columns.push_back(words(message(language, "report.zone")));
  t.columns.push_back(words(message(language, "report.as_of")));
  for (const std::string_view key : {"report.area", "report.area_let"}) t.columns.push_back(words(message(language, key), Align::right));
  t.columns.push_back(shares(message(language, "report.fill_rate")));
  const std::string_view each = text::each_period(zones.front().period.frequency(), language);
  t.columns.push_back(words(message(language, "report.absorption", {{"each", each}}), Align::right));
  t.columns.push_back(words(message(language, "report.full_in"), Align::right));
  const std::string_view never = message(language, "report.never");
  const Amounts area = amounts(zones, [](const plan::Zone& z) { return z.unit; }, [](const plan::Zone& z) { return z.total_area; }, language);
  const Amounts pace = amounts(zones, [](const plan::Zone& z) { return z.unit; }, [](const plan::Zone& z) { return z.absorption; }, language, 2);
  t.columns[2].unit = t.columns[3].unit = area.unit;
  t.columns[5].unit = pace.unit;
  for (const plan::Zone& zone : zones) {
    const plan::ZoneOutlook o = plan::zone_outlook(zone);
    std::string full = period_or(o.exhaustion, never, language);
    if (o.earliest && o.earliest != o.latest)
      full += " (" + period_or(o.earliest, never, language) + "\u2013" + period_or(o.latest, never, language) + ')';
    t.rows.push_back({capitalised(zone.name.in(language)), zone.period, area.text(zone.total_area, zone.unit), area.text(zone.let_area, zone.unit),
                      o.fill_rate, pace.text(zone.absorption, zone.unit), full});
  }
  t.note = joined_notes(std::string(message(language, "report.note.zones")), source_note(sources_of(zones), language));
  t.cards = true;
  return t;
}

Table raw_material_table(const std::vector<plan::RawMaterial>& materials, Language language) {
  require_any(!materials.empty(), "report::raw_material_table", "there must be a raw material");
  Table t;
  t.columns.push_back(words(message(language, "report.raw_material")));
  for (const std::string_view key : {"report.growing_area", "report.supply", "report.capacity"})
    t.columns.push_back(words(message(language, key), Align::right));
  t.columns.push_back(shares(message(language, "report.utilisation")));
  t.columns.push_back(words(message(language, "report.shortfall"), Align::right));
  t.columns.push_back(words(message(language, "report.area_needed"), Align::right));
  const Amounts area = amounts(materials, [](const plan::RawMaterial& m) { return m.area_unit; }, [](const plan::RawMaterial& m) { return m.area; }, language, kDigits);
  const Amounts mass = amounts(materials, [](const plan::RawMaterial& m) { return m.unit; }, [](const plan::RawMaterial& m) { return m.capacity; }, language, kDigits);
  t.columns[1].unit = t.columns[6].unit = area.unit;
  t.columns[2].unit = t.columns[3].unit = mass.unit;
  for (const plan::RawMaterial& m : materials) {
    const plan::RawMaterialBalance b = plan::raw_material_balance(m);
    // Without variation the outcome is a fact, not a probability.
    const std::string short_of = m.yield_variation > 0 ? text::probability_text(b.shortfall_probability, language)
                                                       : std::string(message(language, b.balance < 0 ? "report.yes" : "report.no"));
    t.rows.push_back({capitalised(m.name.in(language)), area.text(m.area, m.area_unit), mass.text(b.supply, m.unit),
                      mass.text(m.capacity, m.unit), b.expected_utilisation, short_of, area.text(b.area_needed, m.area_unit)});
  }
  t.note = source_note(sources_of(materials), language);
  t.cards = true;
  return t;
}

namespace {

std::string electricity_note(const plan::ElectricityDemand& demand, const plan::ElectricityOutlook& outlook, Language language) {
  std::string note = message(language, "report.note.electricity", {{"growth", text::percent(demand.driver_growth, 1, language)},
                              {"each", text::each_period(demand.base_period.frequency(), language)}});
  if (outlook.extrapolated)
    note += ' ' + message(language, "report.note.extrapolated", {{"period", text::period_text(demand.driver_stated_to, language)}});
  return joined_notes(std::move(note), source_note({demand.source}, language));
}

/// The title says so when the figures go beyond what was stated.
std::string electricity_title(const plan::ElectricityDemand& demand, const plan::ElectricityOutlook& outlook, std::string_view key, Language language) {
  const std::string title = message(language, key, {{"name", capitalised(demand.name.in(language))}, {"period", text::period_text(outlook.periods.last, language)}});
  if (!outlook.extrapolated) return title;
  return message(language, "report.extrapolated", {{"title", title}, {"period", text::period_text(demand.driver_stated_to, language)}});
}

}  // namespace

Table electricity_table(const plan::ElectricityDemand& demand, Language language) {
  const plan::ElectricityOutlook outlook = plan::electricity_outlook(demand);
  Table t;
  t.caption = electricity_title(demand, outlook, "report.electricity_in", language);
  t.columns.push_back(numbers(std::string(message(language, "report.elasticity")), {}, 1));
  t.columns[0].decimals = 1;
  t.columns[0].align = Align::left;
  // A base of 1 without a unit shows multiples already.
  const bool levels = demand.unit != Unit{} || demand.base != 1;
  double largest = demand.base;
  for (const plan::ElectricityPath& path : outlook.paths) largest = std::max({largest, path.linear.back(), path.power.back()});
  for (const std::string_view form : {"linear", "power"}) {
    const std::string name(message(language, "report." + std::string(form) + "_form"));
    if (levels) t.columns.push_back(numbers(name, demand.unit, largest));
    t.columns.push_back(numbers(message(language, "report.times_base", {{"form", name}, {"period", text::period_text(demand.base_period, language)}}), {}, 1));
    t.columns.back().decimals = 2;
  }
  for (const plan::ElectricityPath& path : outlook.paths) {
    std::vector<Cell> row = {path.elasticity};
    if (levels) row.emplace_back(path.linear.back());
    row.emplace_back(path.linear_multiple);
    if (levels) row.emplace_back(path.power.back());
    row.emplace_back(path.power_multiple);
    t.rows.push_back(std::move(row));
  }
  t.note = electricity_note(demand, outlook, language);
  return t;
}

LineChart electricity_chart(const plan::ElectricityDemand& demand, Language language) {
  const plan::ElectricityOutlook outlook = plan::electricity_outlook(demand);
  LineChart chart;
  chart.title = electricity_title(demand, outlook, "report.electricity", language);
  chart.unit = demand.unit;
  chart.note = electricity_note(demand, outlook, language);
  chart.from_zero = true;
  for (const plan::ElectricityPath& path : outlook.paths) {
    const std::string elasticity = text::number(path.elasticity, 1, language);
    const auto add = [&](std::string_view key, const std::vector<double>& values, LineStyle style) {
      Series s;
      s.name = message(language, key, {{"elasticity", elasticity}});
      s.start = outlook.periods.first;
      s.unit = demand.unit;
      s.values = values;
      chart.lines.push_back({std::move(s), style});
    };
    add("report.elasticity_linear", path.linear, LineStyle::series);
    add("report.elasticity_power", path.power, LineStyle::reference);
  }
  return chart;
}

Table labour_table(const std::vector<plan::LabourDemand>& demands, Language language) {
  require_any(!demands.empty(), "report::labour_table", "there must be a demand");
  Table t;
  t.columns.push_back(words(message(language, "report.labour")));
  t.columns.push_back(words(message(language, "report.by")));
  for (const std::string_view key : {"report.employed", "report.needed", "report.additional"})
    t.columns.push_back(words(message(language, key), Align::right));
  t.columns.push_back(words(message(language, "report.output_effect"), Align::right));
  t.columns.push_back(words(message(language, "report.productivity_effect"), Align::right));
  for (const plan::LabourDemand& d : demands) {
    const plan::LabourOutlook o = plan::labour_outlook(d);
    const int decimals = text::decimals_for(o.demand.values.back(), kDigits);
    const auto change = [&](double x) { return text::signed_number(x, decimals, language); };
    t.rows.push_back({capitalised(d.name.in(language)), d.last,
                      text::amount(d.base, decimals, d.unit, language) + " (" + text::period_label(d.base_period, language) + ')',
                      text::amount(o.demand.values.back(), decimals, d.unit, language), change(o.additional), change(o.output_effect), change(o.productivity_effect)});
  }
  t.note = source_note(sources_of(demands), language);
  t.cards = true;
  return t;
}

}  // namespace foreplan::inline v0::report
