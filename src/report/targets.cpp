#include <foreplan/report/targets.hpp>

#include "core/check.hpp"
#include "report/source_note.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::report {
namespace {

using plan::Bound;
using plan::Target;
using text::capitalised;
using text::message;

constexpr int kDigits = 4;

int decimals_of(const Target& target) { return text::decimals_for(target.value, kDigits); }

std::string level_text(const Target& target, double x, Language language) {
  return text::amount(x, decimals_of(target), target.unit, language);
}

double floor_of(const plan::Attainment& a) {
  const plan::PrintableProbability shown = plan::printable(a.probability, a.paths);
  switch (shown.kind) {
    case plan::PrintableProbability::Kind::value: return 0.001;
    case plan::PrintableProbability::Kind::below: return shown.value;
    case plan::PrintableProbability::Kind::above: return 1 - shown.value;
  }
  return 0.001;
}

std::string in_period(std::string_view key, Period period, Language language) {
  return message(language, key, {{"period", text::period_text(period, language)}});
}

std::string bounded(Bound bound, const std::string& value, const std::string& upper, Language language) {
  if (bound == Bound::exactly) return value;
  return message(language, "kind." + std::string(to_string(bound)), {{"value", value}, {"upper", upper}});
}

std::string target_name(const Target& target, Language language) {
  return message(language, "report.target_in",
                 {{"period", text::period_text(target.period, language)},
                  {"bound", bounded(target.bound, text::number(Rounded(target.value), language),
                                    text::number(Rounded(target.upper), language), language)}});
}

/// The path of `years` from the base on, as a line to compare with.
Series required_series(const Target& target, const plan::Attainment& a, Language language) {
  Series s;
  s.name = message(language, "report.required_path");
  s.start = a.base_period;
  s.unit = target.unit;
  s.values.push_back(a.base);
  for (const plan::AttainmentYear& year : a.years) s.values.push_back(year.required);
  return s;
}

std::string uncertainty_text(const plan::Attainment& a, Language language) {
  const std::string key = "report.method." + std::string(to_string(a.method));
  const std::string spread = text::percent(a.growth.log_sd, 1, language);
  return message(language, key,
                 {{"spread", spread},
                  {"each", text::each_period(a.base_period.frequency(), language)},
                  {"growths", text::number(static_cast<double>(a.growths), 0, language)},
                  {"paths", text::number(static_cast<double>(a.paths), 0, language)}});
}

const plan::Attainment& outlook_of(const TargetOutlook& o, std::string_view function) {
  detail::require(o.attainment.has_value(), function, "the target must have an outlook", detail::quoted(o.target.name));
  return *o.attainment;
}

/// "Industrial gross output, as the plan states it"
std::string outlook_title(const TargetOutlook& o) {
  return capitalised(o.target.name) + (o.reading.empty() ? "" : ", " + o.reading);
}

Series named(Series s, std::string_view name) {
  s.name = name;
  return s;
}

}  // namespace

std::string target_text(const Target& target, Language language) {
  const std::string whole = text::quantity(Rounded(target.value), target.unit, language);
  if (target.bound != Bound::between) return bounded(target.bound, whole, {}, language);
  return bounded(target.bound, text::number(Rounded(target.value), language),
                 text::quantity(Rounded(target.upper), target.unit, language), language);
}

Table attainment_table(const std::vector<TargetOutlook>& outlooks, Language language) {
  detail::require(!outlooks.empty(), "report::attainment_table", "there must be a target", "none");
  Table t;
  // Outlooks of one table are of one plan, whose periods have one frequency.
  const Frequency frequency = outlooks.front().target.period.frequency();
  const auto column = [&](std::string_view key, NumberStyle style, Align align) {
    Column c;
    c.header = message(language, key, {{"each", text::each_period(frequency, language)}});
    c.style = style;
    c.decimals = style == NumberStyle::percent ? 2 : 1;
    c.align = align;
    t.columns.push_back(std::move(c));
  };
  const bool readings = std::any_of(outlooks.begin(), outlooks.end(), [](const TargetOutlook& o) { return !o.reading.empty(); });
  std::vector<std::string> methods;
  for (const TargetOutlook& o : outlooks) {
    const std::string how = o.attainment ? uncertainty_text(*o.attainment, language) : std::string();
    if (!how.empty() && std::find(methods.begin(), methods.end(), how) == methods.end()) methods.push_back(how);
  }
  const bool many = methods.size() > 1;
  column("report.target", NumberStyle::plain, Align::left);
  if (readings) column("report.reading", NumberStyle::plain, Align::left);
  column("report.base", NumberStyle::plain, Align::right);
  column("report.growth_needed", NumberStyle::percent, Align::right);
  column("report.growth_expected", NumberStyle::percent, Align::right);
  column("report.probability", NumberStyle::plain, Align::right);
  if (many) column("report.how", NumberStyle::plain, Align::left);
  for (const TargetOutlook& o : outlooks) {
    std::vector<Cell> row = {message(language, "report.target_cell",
                                     {{"name", capitalised(o.target.name)},
                                      {"goal", target_text(o.target, language)},
                                      {"period", text::period_text(o.target.period, language)}})};
    if (readings) row.emplace_back(o.reading);
    if (const auto& a = o.attainment) {
      row.emplace_back(text::number(a->base, decimals_of(o.target), language) + " (" + text::period_label(a->base_period, language) + ')');
      row.emplace_back(a->required_growth);
      row.emplace_back(a->growth.median);
      row.emplace_back(text::probability_text(a->probability, language, 2, floor_of(*a)));
    } else {
      for (int i = 0; i < 3; ++i) row.emplace_back(std::numeric_limits<double>::quiet_NaN());
      row.emplace_back(message(language, "report.cannot_be_said"));
    }
    if (many) row.emplace_back(o.attainment ? uncertainty_text(*o.attainment, language) : std::string());
    t.rows.push_back(std::move(row));
  }
  t.cards = true;
  if (methods.size() == 1) t.note = message(language, "report.note.method", {{"how", methods.front()}});
  return t;
}

Table required_path(const TargetOutlook& outlook, Language language) {
  const plan::Attainment& a = outlook_of(outlook, "report::required_path");
  Table t;
  t.caption = message(language, "report.path_to", {{"name", outlook.target.name}, {"goal", target_text(outlook.target, language)}});
  const int decimals = decimals_of(outlook.target);
  const auto column = [&](std::string_view key, NumberStyle style) {
    Column c;
    c.header = message(language, key);
    c.style = style;
    c.decimals = style == NumberStyle::percent ? 1 : decimals;
    if (style != NumberStyle::percent && !t.columns.empty()) c.unit = outlook.target.unit;
    t.columns.push_back(std::move(c));
  };
  column("report.period", NumberStyle::plain);
  column("report.required_level", NumberStyle::plain);
  column("report.year_adds", NumberStyle::signed_plain);
  column("report.share_of_increase", NumberStyle::percent);
  for (const plan::AttainmentYear& year : a.years)
    t.rows.push_back({year.period, year.required, year.contribution, year.share});
  t.note = message(language, "report.note.required_growth",
                   {{"growth", text::percent(a.required_growth, 2, language)},
                    {"each", text::each_period(a.base_period.frequency(), language)}});
  return t;
}

LineChart attainment_chart(const TargetOutlook& o, const std::optional<Series>& history, double coverage, Language language) {
  const plan::Attainment& a = outlook_of(o, "report::attainment_chart");
  LineChart chart;
  chart.title = outlook_title(o);
  chart.unit = o.target.unit;
  chart.decimals = decimals_of(o.target);
  chart.note = message(language, "report.note.method", {{"how", uncertainty_text(a, language)}});
  if (history) chart.lines.push_back({named(*history, message(language, "report.history")), LineStyle::history});
  chart.lines.push_back({required_series(o.target, a, language), LineStyle::reference});
  ChartFan fan;
  fan.name = message(language, "report.median");
  fan.start = a.base_period;
  fan.coverage = coverage;
  fan.centre = fan.lower = fan.upper = {a.base};
  for (const plan::AttainmentYear& year : a.years) {
    fan.centre.push_back(year.median);
    fan.lower.push_back(year.lower);
    fan.upper.push_back(year.upper);
  }
  chart.fans.push_back(std::move(fan));
  chart.targets.push_back({in_period("report.target_at", o.target.period, language), o.target.period, a.goal});
  return chart;
}

Gauge gauge(const TargetOutlook& o, Language language) {
  const plan::Attainment& a = outlook_of(o, "report::gauge");
  Gauge g;
  g.title = outlook_title(o);
  g.unit = o.target.unit;
  g.decimals = decimals_of(o.target);
  g.base = a.base;
  g.base_name = in_period("report.base_in", a.base_period, language);
  g.target = a.goal;
  g.target_name = target_name(o.target, language);
  Estimate median{a.median, {}};
  if (!a.years.empty()) median.range = {a.years.back().lower, a.years.back().upper};
  g.projected = median;
  g.projected_name = in_period("report.median_in", o.target.period, language);
  g.probability = a.probability;
  g.probability_floor = floor_of(a);
  g.note = message(language, "report.note.method", {{"how", uncertainty_text(a, language)}});
  return g;
}

Gauge gauge(const Target& target, const plan::Progress& progress, const plan::Monitoring& m, Language language) {
  Gauge g;
  g.title = capitalised(target.name);
  g.unit = target.unit;
  g.decimals = decimals_of(target);
  detail::require(!m.path.empty(), "report::gauge", "the required path must not be empty", progress.id);
  g.base = m.path.front();
  g.base_name = in_period("report.base_in", progress.base_period, language);
  g.target = m.path.back();
  g.target_name = target_name(target, language);
  g.observed = m.observed;
  g.observed_name = in_period("report.observed_in", m.period, language);
  g.required = m.required;
  g.required_name = in_period("report.required_in", m.period, language);
  g.projected = Estimate{m.projected, {}};
  g.projected_name = in_period("report.projected_in", target.period, language);
  g.note = joined_notes(std::string(message(language, "report.projection." + std::string(to_string(m.projection)))), source_note({progress.source}, language));
  return g;
}

Table monitoring_table(const Target& target, const plan::Monitoring& m, Language language) {
  Table t;
  t.caption = message(language, "report.measures_of", {{"name", capitalised(target.name)}});
  t.columns.push_back({std::string(message(language, "report.measure"))});
  Column value;
  value.header = message(language, "report.value");
  value.align = Align::right;
  t.columns.push_back(std::move(value));
  const auto row = [&](std::string name, std::string text) { t.rows.push_back({std::move(name), std::move(text)}); };
  row(in_period("report.observed_in", m.period, language), level_text(target, m.observed, language));
  row(in_period("report.required_in", m.period, language), level_text(target, m.required, language));
  row(std::string(message(language, m.lead < 0 ? "report.behind" : "report.ahead")), text::percent(std::fabs(m.lead), 2, language));
  row(std::string(message(language, "report.csi")), text::number(m.current_status, 3, language));
  row(in_period("report.projected_in", target.period, language), level_text(target, m.projected, language));
  row(std::string(message(language, m.anticipated ? "report.gap_beyond" : "report.gap")), text::percent(m.anticipated_gap / 100, 1, language));
  const std::string_view each = text::each_period(target.period.frequency(), language);
  const auto growth = [&](std::string_view key, double rate) {
    row(message(language, key, {{"each", each}}), text::percent(rate, 2, language));
  };
  growth("report.growth_needed_from_base", m.required_growth);
  growth("report.growth_achieved", m.achieved_growth);
  if (!std::isnan(m.remaining_growth)) growth("report.growth_remaining", m.remaining_growth);
  t.note = message(language, "report.projection." + std::string(to_string(m.projection)));
  return t;
}

Table milestone_table(const Target& target, const plan::Monitoring& m, Language language) {
  detail::require(!m.milestones.empty(), "report::milestone_table", "there must be a milestone", "none");
  Table t;
  for (const std::string_view key : {"report.milestone", "report.period", "report.required", "report.observed", "report.state"})
    t.columns.push_back({std::string(message(language, key))});
  for (const std::size_t c : {std::size_t{2}, std::size_t{3}}) {
    t.columns[c].unit = target.unit;
    t.columns[c].decimals = decimals_of(target);
    t.columns[c].align = Align::right;
  }
  for (const plan::MilestoneStatus& s : m.milestones) {
    const std::string state = "report.state." + std::string(to_string(s.state));
    t.rows.push_back({s.name.in(language), s.period, s.required, s.observed ? Cell(*s.observed) : Cell("\u2013"), message(language, state)});
  }
  return t;
}

LineChart monitoring_chart(const Target& target, const plan::Progress& progress, const plan::Monitoring& m, Language language) {
  LineChart chart;
  chart.title = message(language, "report.path_and_observations", {{"name", capitalised(target.name)}});
  chart.unit = target.unit;
  chart.decimals = decimals_of(target);
  Series required;
  required.name = message(language, "report.required_path");
  required.start = progress.base_period;
  required.unit = target.unit;
  required.values = m.path;
  chart.lines.push_back({std::move(required), LineStyle::reference});
  detail::require(!m.path.empty(), "report::monitoring_chart", "the required path must not be empty", progress.id);
  // The observations come in the progress's scale, the path in the target's.
  const double scale = scale_factor(progress.unit, target.unit);
  Series observed;
  observed.name = message(language, "report.observed");
  observed.start = progress.base_period;
  observed.unit = target.unit;
  observed.values.push_back(progress.base.value() * scale);
  for (const plan::Observation& o : progress.observations) {
    const auto at = static_cast<std::size_t>(o.period - progress.base_period);
    if (at >= observed.values.size()) observed.values.resize(at + 1, std::numeric_limits<double>::quiet_NaN());
    observed.values[at] = o.value.value() * scale;
  }
  chart.lines.push_back({std::move(observed), LineStyle::history});
  chart.targets.push_back({in_period("report.target_at", target.period, language), target.period, m.path.back()});
  chart.note = source_note({progress.source}, language);
  return chart;
}

Callout monitoring_verdict(const Target& target, const plan::Monitoring& m, Language language) {
  Callout c;
  c.tone = m.on_track ? Tone::good : Tone::bad;
  c.title = message(language, m.on_track ? "plan.monitoring.on_track" : "plan.monitoring.behind");
  c.text = message(language, m.observed < m.required ? "plan.monitoring.below_path" : "plan.monitoring.above_path",
                   {{"name", capitalised(target.name)},
                    {"observed", text::quantity(m.observed, decimals_of(target), target.unit, language)},
                    {"period", text::period_text(m.period, language)},
                    {"lead", text::percent(std::fabs(m.lead), 2, language)}});
  if (!std::isnan(m.remaining_growth))
    c.text += ' ' + message(language, "plan.monitoring.remaining",
                            {{"growth", text::percent(m.remaining_growth, 2, language)},
                             {"achieved", text::percent(m.achieved_growth, 2, language)},
                             {"target", target_text(target, language)},
                             {"period", text::period_text(target.period, language)},
                             {"each", text::each_period(target.period.frequency(), language)}});
  return c;
}

}  // namespace foreplan::inline v0::report
