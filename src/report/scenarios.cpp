#include <foreplan/report/scenarios.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>

#include "core/check.hpp"
#include "report/chart_check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using scenario::ComparedVariable;
using scenario::Comparison;
using text::message;

void require_common_base(const std::vector<Comparison>& comparisons, std::string_view function) {
  check_count(comparisons.size(), kMostScenarios, "scenarios");
  for (const Comparison& c : comparisons)
    if (c.base != comparisons.front().base)
      detail::fail(function, "all comparisons must be with " + detail::quoted(comparisons.front().base),
                   detail::quoted(c.base), "for " + detail::quoted(c.scenario));
}

Unit unit_of(const ComparedVariable& v) { return v.unit.value_or(Unit{}); }

/// The variable in each comparison.
std::vector<const ComparedVariable*> in_all(const std::vector<Comparison>& comparisons, std::string_view variable,
                                            std::string_view function) {
  require_common_base(comparisons, function);
  std::vector<const ComparedVariable*> out;
  for (const Comparison& c : comparisons) {
    out.push_back(&c[variable]);
    require_same_unit(unit_of(*out.front()), unit_of(*out.back()), function);
  }
  return out;
}

Series series_of(const std::string& name, const Comparison& c, const Unit& unit, const std::vector<double>& values) {
  return {name, c.range.first, unit, values};
}

const std::vector<double>& values_of(const ComparedVariable& v, RunView view) {
  return view == RunView::level ? v.scenario : view == RunView::difference ? v.difference : v.per_cent;
}

std::string_view view_key(RunView view) {
  return view == RunView::difference ? "report.runs.difference" : "report.runs.per_cent";
}

bool any_value(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return !std::isnan(x); });
}

/// From the first to the last period of any of them.
PeriodRange whole_of(const std::vector<Comparison>& comparisons) {
  PeriodRange out = comparisons.front().range;
  for (const Comparison& c : comparisons) {
    if (c.range.first < out.first) out.first = c.range.first;
    if (out.last < c.range.last) out.last = c.range.last;
  }
  return out;
}

double at(const Comparison& c, const std::vector<double>& values, Period p) {
  return c.range.contains(p) ? values[static_cast<std::size_t>(p - c.range.first)]
                             : std::numeric_limits<double>::quiet_NaN();
}

/// The base's value wherever one of the comparisons has it.
double base_at(const std::vector<Comparison>& comparisons, const std::vector<const ComparedVariable*>& all, Period p) {
  for (std::size_t k = 0; k < all.size(); ++k)
    if (const double x = at(comparisons[k], all[k]->base, p); !std::isnan(x)) return x;
  return std::numeric_limits<double>::quiet_NaN();
}

/// Numbers of one row with five digits of the largest: rows are of different units.
std::vector<Cell> in_digits(std::initializer_list<double> values) {
  Extent extent;
  for (const double x : values)
    if (std::isfinite(x)) extent.add(x);
  const int decimals = text::decimals_for(extent.magnitude(), 5);
  std::vector<Cell> out;
  for (const double x : values) {
    if (std::isfinite(x))
      out.emplace_back(Rounded(x, decimals));
    else
      out.emplace_back(x);
  }
  return out;
}

int decimals_of(const std::vector<const ComparedVariable*>& all, RunView view) {
  Extent extent;
  for (const ComparedVariable* v : all) {
    extent.add(values_of(*v, view));
    if (view == RunView::level) extent.add(v->base);
  }
  return text::decimals_for(extent.magnitude(), 4);
}

}  // namespace

LineChart run_chart(const std::vector<Comparison>& comparisons, std::string_view variable, RunView view,
                    Language language) {
  const auto all = in_all(comparisons, variable, "report::run_chart");
  const std::string& base = comparisons.front().base;
  LineChart chart;
  chart.unit = view == RunView::per_cent ? Unit::percent() : unit_of(*all.front());
  chart.title = view == RunView::level ? std::string(variable)
                                       : message(language, view_key(view), {{"name", variable}, {"base", base}});
  for (std::size_t k = 0; k < all.size(); ++k)
    chart.lines.push_back({series_of(comparisons[k].scenario, comparisons[k], chart.unit, values_of(*all[k], view))});
  if (view == RunView::level) {
    const PeriodRange whole = whole_of(comparisons);
    Series line{base, whole.first, chart.unit, {}};
    for (std::size_t i = 0; i < whole.size(); ++i)
      line.values.push_back(base_at(comparisons, all, whole.first + static_cast<std::int64_t>(i)));
    chart.lines.push_back({std::move(line), LineStyle::reference});
  }
  return chart;
}

Table run_table(const std::vector<Comparison>& comparisons, std::string_view variable, Language language) {
  const auto all = in_all(comparisons, variable, "report::run_table");
  const Unit unit = unit_of(*all.front());
  Table t;
  t.caption = variable;
  t.columns.push_back({std::string(message(language, "report.period"))});
  const auto column = [&](const std::string& header, const Unit& of, RunView view) {
    t.columns.push_back({.header = header,
                         .unit = of,
                         .style = view == RunView::level ? NumberStyle::plain : NumberStyle::signed_plain,
                         .decimals = view == RunView::per_cent ? 2 : decimals_of(all, view),
                         .align = Align::right});
  };
  column(comparisons.front().base, unit, RunView::level);
  for (const Comparison& c : comparisons) {
    column(c.scenario, unit, RunView::level);
    column(c.scenario + ": " + text::capitalised(message(language, "report.difference")), unit, RunView::difference);
    column(c.scenario + ": " + text::capitalised(message(language, "report.per_cent")), Unit::percent(),
           RunView::per_cent);
  }
  const PeriodRange whole = whole_of(comparisons);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const Period p = whole.first + static_cast<std::int64_t>(i);
    std::vector<Cell> row = {p, base_at(comparisons, all, p)};
    for (std::size_t k = 0; k < all.size(); ++k)
      for (const RunView view : {RunView::level, RunView::difference, RunView::per_cent})
        row.emplace_back(at(comparisons[k], values_of(*all[k], view), p));
    t.rows.push_back(std::move(row));
  }
  return t;
}

Table table(const Comparison& comparison, RunView view, Language language) {
  detail::require(!comparison.variables.empty(), "report::table", "there must be a variable", "none");
  Table t;
  t.caption = view == RunView::level
                  ? comparison.scenario
                  : message(language, view_key(view), {{"name", comparison.scenario}, {"base", comparison.base}});
  t.columns.push_back({std::string(message(language, "report.period"))});
  for (const ComparedVariable& v : comparison.variables)
    t.columns.push_back({.header = v.name,
                         .unit = view == RunView::per_cent ? Unit::percent() : unit_of(v),
                         .style = view == RunView::level ? NumberStyle::plain : NumberStyle::signed_plain,
                         .decimals = view == RunView::per_cent ? 2 : decimals_of({&v}, view),
                         .align = Align::right});
  for (std::size_t i = 0; i < comparison.range.size(); ++i) {
    std::vector<Cell> row = {comparison.range.first + static_cast<std::int64_t>(i)};
    for (const ComparedVariable& v : comparison.variables) row.emplace_back(values_of(v, view)[i]);
    t.rows.push_back(std::move(row));
  }
  return t;
}

ComparisonChart effects_chart(const std::vector<Comparison>& comparisons, const std::vector<std::string>& variables,
                              Period period, Language language) {
  constexpr std::string_view kFunction = "report::effects_chart";
  require_common_base(comparisons, kFunction);
  detail::require(!variables.empty(), kFunction, "there must be a variable", "none");
  ComparisonChart chart;
  chart.unit = Unit::percent();
  chart.title = message(language, "report.runs.effects",
                        {{"base", comparisons.front().base}, {"period", text::period_text(period, language)}});
  for (const Comparison& c : comparisons) {
    if (!c.range.contains(period))
      detail::fail<PeriodMismatch>(kFunction, "period must be one of " + to_string(c.range), to_string(period),
                                   "for " + detail::quoted(c.scenario));
    chart.scenarios.push_back(c.scenario);
  }
  for (const std::string& name : variables) {
    ComparisonRow row{name, {}, {}};
    for (const Comparison& c : comparisons) row.values.push_back({at(c, c[name].per_cent, period), {}});
    chart.rows.push_back(std::move(row));
  }
  return chart;
}

std::vector<Block> comparison(const std::vector<Comparison>& comparisons, const std::vector<std::string>& variables,
                              Language language) {
  constexpr std::string_view kFunction = "report::comparison";
  require_common_base(comparisons, kFunction);
  detail::require(!variables.empty(), kFunction, "there must be a variable", "none");
  std::vector<Block> blocks;
  if (variables.size() > 1) {
    Period last = comparisons.front().range.last, first = comparisons.front().range.first;
    for (const Comparison& c : comparisons) {
      if (c.range.last < last) last = c.range.last;
      if (first < c.range.first) first = c.range.first;
    }
    // A chart of nothing but missing values would be refused.
    const auto known = [&](const std::string& name) {
      return std::any_of(comparisons.begin(), comparisons.end(),
                         [&](const Comparison& c) { return !std::isnan(at(c, c[name].per_cent, last)); });
    };
    if (first <= last && std::any_of(variables.begin(), variables.end(), known))
      blocks.emplace_back(effects_chart(comparisons, variables, last, language));
  }
  for (const std::string& name : variables) {
    const auto all = in_all(comparisons, name, kFunction);
    const bool relative =
        std::any_of(all.begin(), all.end(), [](const ComparedVariable* v) { return any_value(v->per_cent); });
    blocks.emplace_back(run_chart(comparisons, name, RunView::level, language));
    blocks.emplace_back(run_chart(comparisons, name, relative ? RunView::per_cent : RunView::difference, language));
    blocks.emplace_back(run_table(comparisons, name, language));
  }
  return blocks;
}

Table largest_table(const Comparison& compared, const scenario::DifferenceOptions& options, Language language) {
  Table t;
  t.caption = message(language, "report.runs.largest", {{"scenario", compared.scenario}, {"base", compared.base}});
  t.note = message(language, "report.note.relative", {{"base", compared.base}});
  t.columns = {{std::string(message(language, "report.runs.variable"))},
               {.header = std::string(message(language, "report.period")), .align = Align::left}};
  const auto number = [&](std::string header, NumberStyle style, int decimals) {
    t.columns.push_back({.header = std::move(header), .style = style, .decimals = decimals, .align = Align::right});
  };
  number(compared.base, NumberStyle::plain, 3);
  number(compared.scenario, NumberStyle::plain, 3);
  number(std::string(message(language, "report.difference")), NumberStyle::signed_plain, 3);
  number(std::string(message(language, "report.runs.relative")), NumberStyle::percent, 2);
  for (const scenario::ResultDifference& d : scenario::largest_differences(compared, options)) {
    const double relative = std::isinf(d.relative) ? std::numeric_limits<double>::quiet_NaN() : d.relative;
    std::vector<Cell> row = {d.variable, d.period};
    for (Cell& cell : in_digits({d.base, d.scenario, d.scenario - d.base})) row.push_back(std::move(cell));
    row.emplace_back(relative);
    t.rows.push_back(std::move(row));
  }
  return t;
}

Table input_table(const scenario::ScenarioDiff& diff, Language language, std::size_t rows) {
  detail::require(rows > 0, "report::input_table", "rows must be > 0", "0");
  Table t;
  t.caption = message(language, "report.inputs", {{"first", diff.first}, {"second", diff.second}});
  t.columns = {{std::string(message(language, "report.runs.variable"))},
               {.header = std::string(message(language, "report.inputs.kind")), .align = Align::left},
               {.header = std::string(message(language, "report.period")), .align = Align::left}};
  const auto number = [&](const std::string& header, NumberStyle style) {
    t.columns.push_back({.header = header, .style = style, .decimals = 4, .align = Align::right});
  };
  number(diff.first, NumberStyle::plain);
  number(diff.second, NumberStyle::plain);
  number(std::string(message(language, "report.difference")), NumberStyle::signed_plain);
  t.columns.push_back({.header = std::string(message(language, "report.inputs.layer")), .align = Align::left});
  for (std::size_t i = 0; i < std::min(rows, diff.values.size()); ++i) {
    const scenario::ValueDifference& v = diff.values[i];
    std::string kind(to_string(v.kind));
    std::replace(kind.begin(), kind.end(), '-', '_');
    std::vector<Cell> row = {v.variable, message(language, "report.inputs." + kind), v.period};
    for (Cell& cell : in_digits({v.first, v.second, v.difference()})) row.push_back(std::move(cell));
    row.emplace_back(v.second_layer.empty() ? v.first_layer : v.second_layer);
    t.rows.push_back(std::move(row));
  }
  const auto note = [&](const std::string& text) { t.note += (t.note.empty() ? "" : " ") + text; };
  if (diff.empty()) note(std::string(message(language, "report.inputs.none")));
  const std::size_t more = diff.left_out + diff.values.size() - t.rows.size();
  if (more > 0) note(message(language, "report.inputs.left_out", {{"n", std::to_string(more)}}));
  if (!diff.not_valued.empty()) {
    // A list of thousands helps nobody.
    std::vector<std::string> names(
        diff.not_valued.begin(),
        diff.not_valued.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(diff.not_valued.size(), 20)));
    note(message(language, "report.inputs.not_valued", {{"names", text::list_text(language, names)}}));
  }
  return t;
}

}  // namespace foreplan::inline v0::report
