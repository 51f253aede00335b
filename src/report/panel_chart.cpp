#include <foreplan/report/panels.hpp>

#include "core/check.hpp"
#include "report/canvas.hpp"
#include "report/chart_check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr std::size_t kMostPanelPeriods = 1'000'000;
constexpr std::size_t kMostRows = 1'000;
constexpr double kBarRoom = 20;

/// A panel and what its scale must show.
struct Prepared {
  const ChartPanel* panel = nullptr;
  Unit unit{};
  std::size_t first = 0, last = 0;  ///< Of the values that are not missing.
  Extent values{};
  double low = 0, high = 0;  ///< Of the scale.
  int decimals = 0;
};

Prepared prepare(const ChartPanel& panel, const Unit& chart_unit) {
  Prepared p;
  p.panel = &panel;
  p.unit = panel.unit.value_or(chart_unit);
  check_values(panel.values, panel.name);
  if (panel.base) check_value(*panel.base, panel.name);
  for (const double x : {panel.scale_bar, panel.least_range})
    if (!(x >= 0 && x <= kLargestValue))
      detail::fail(kChart, "scale_bar and least_range must lie in 0 to 1e15", detail::number_text(x),
                   "for " + detail::quoted(panel.name));
  p.values.add(panel.values);
  if (!p.values.any)
    detail::fail(kChart, "a panel must have a value", "only missing values", "for " + detail::quoted(panel.name));
  const auto known = [](double x) { return !std::isnan(x); };
  const auto& all = panel.values;
  p.first = static_cast<std::size_t>(std::find_if(all.begin(), all.end(), known) - all.begin());
  p.last = static_cast<std::size_t>(std::find_if(all.rbegin(), all.rend(), known).base() - all.begin()) - 1;
  Extent scale = p.values;
  if (panel.base) scale.add(*panel.base);
  const double least = std::max({panel.least_range, panel.scale_bar, kSmallestLargest});
  const double lacking = std::max(0.0, least - (scale.high - scale.low)) / 2;
  p.low = scale.low - lacking;
  p.high = scale.high + lacking;
  p.decimals = chart_decimals({}, p.values.magnitude());
  return p;
}

std::vector<Prepared> prepare(const PanelChart& chart) {
  check_count(chart.panels.size(), kMostParts, "panels");
  const std::size_t n = chart.panels.front().values.size();
  check_count(n, kMostPanelPeriods, "values in a panel");
  std::vector<Prepared> all;
  Extent extent;
  for (const ChartPanel& panel : chart.panels) {
    if (panel.values.size() != n)
      detail::fail(kChart, "all panels must have values for the same " + std::to_string(n) + " periods",
                   std::to_string(panel.values.size()), "for " + detail::quoted(panel.name));
    all.push_back(prepare(panel, chart.unit));
    extent.add(all.back().values.low);
    extent.add(all.back().values.high);
  }
  check_extent(extent);
  return all;
}

PeriodNames names_of(const PanelChart& chart) { return {chart.start, chart.first_number}; }

void draw_line(Canvas& canvas, const ChartPanel& panel, const PeriodAxis& axis, const Scale& scale) {
  const bool history = panel.style == LineStyle::history;
  const std::string line = panel.style == LineStyle::reference ? "fp-reference"
                           : history                           ? "fp-line fp-fine fp-history"
                                                               : with_colour("fp-line fp-fine", "l", 0);
  const std::vector<double>& values = panel.values;
  for (std::size_t i = 0; i < values.size();) {
    if (std::isnan(values[i])) {
      ++i;
      continue;
    }
    std::vector<Point> stretch;
    for (; i < values.size() && !std::isnan(values[i]); ++i) stretch.push_back({axis.at(i), scale(values[i])});
    if (stretch.size() > 1)
      canvas.polyline(thinned(stretch), line);
    else
      canvas.dot(stretch.front(), 2, history ? "fp-ink" : with_colour({}, "f", 0).substr(1));
  }
}

/// The name of a panel and, where it is not the chart's, its unit.
double draw_name(Canvas& canvas, const Prepared& p, const Unit& chart_unit, double y) {
  if (p.panel->name.empty()) return y;
  const std::string unit = p.unit == chart_unit ? std::string() : unit_line(p.unit, canvas.language());
  const double room = canvas.right() - canvas.left();
  for (const std::string& line : wrap(p.panel->name, room, kTextSize, true)) {
    y += kLineHeight;
    canvas.text(canvas.left(), y, Anchor::start, "fp-strong", line);
  }
  if (!unit.empty())
    for (const std::string& line : wrap(unit, room)) {
      y += kLineHeight;
      canvas.text(canvas.left(), y, Anchor::start, "fp-muted", line);
    }
  return y + 6;
}

std::string description_of(const PanelChart& chart, const std::vector<Prepared>& panels, Language language) {
  const PeriodNames names = names_of(chart);
  std::string all = caption_of({}, chart.unit, language);
  for (const Prepared& p : panels) {
    const auto value = [&](double x) { return value_text(x, p.decimals, p.unit, language); };
    if (!all.empty()) all += ". ";
    all += message(language, "report.describe.panel",
                   {{"name", p.panel->name},
                    {"first", value(p.panel->values[p.first])},
                    {"from", names.text(p.first, language)},
                    {"last", value(p.panel->values[p.last])},
                    {"to", names.text(p.last, language)},
                    {"low", value(p.values.low)},
                    {"high", value(p.values.high)}});
  }
  return all;
}

}  // namespace

std::string svg(const PanelChart& chart, const SvgOptions& options) {
  const std::vector<Prepared> panels = prepare(chart);
  Canvas canvas(options);
  const Language language = options.language;
  const std::size_t n = chart.panels.front().values.size();
  const bool barred =
      std::any_of(chart.panels.begin(), chart.panels.end(), [](const ChartPanel& p) { return p.scale_bar > 0; });
  const double height = (panels.size() == 1 ? 190.0 : 118.0) * (canvas.narrow() ? 0.85 : 1.0);

  std::vector<Ticks> ticks;
  double widest = 0;
  for (const Prepared& p : panels) {
    ticks.push_back(nice_ticks(p.low, p.high, panels.size() == 1 ? 5 : 3));
    widest = std::max(widest, tick_width(ticks.back(), p.unit, language));
  }
  const double left = canvas.left() + widest + 8, right = canvas.right() - (barred ? kBarRoom : 8);
  PeriodAxis axis{names_of(chart), n, {0, static_cast<double>(std::max<std::size_t>(n, 2) - 1), left + 6, right - 6}};
  if (n == 1) axis.scale = {0, 0, left, right};
  const std::vector<std::size_t> dates = period_ticks(canvas, axis);

  double y = canvas.heading(chart.title, chart.unit);
  for (std::size_t k = 0; k < panels.size(); ++k) {
    const ChartPanel& panel = *panels[k].panel;
    const double top = draw_name(canvas, panels[k], chart.unit, y) + 8, bottom = top + height;
    const Scale scale{ticks[k].first, ticks[k].last(), bottom, top};
    for (const std::size_t i : dates) canvas.line({axis.at(i), top}, {axis.at(i), bottom}, "fp-grid");
    value_grid(canvas, ticks[k], scale, left, right, panels[k].unit);
    if (panel.base) canvas.line({left, scale(*panel.base)}, {right, scale(*panel.base)}, "fp-axis");
    draw_line(canvas, panel, axis, scale);
    if (panel.scale_bar > 0) {
      const double middle = (top + bottom) / 2, half = (scale(0) - scale(panel.scale_bar)) / 2;
      canvas.rect({right + 6, middle - half, right + 14, middle + half}, "fp-scale-bar");
    }
    y = bottom + 8;
  }
  const double foot = period_labels(canvas, axis, y - 8);
  return canvas.finish(canvas.footnote(foot, chart.note), title_or(chart.title, language),
                       description_of(chart, panels, language));
}

Table table(const PanelChart& chart, Language language) {
  const std::vector<Prepared> panels = prepare(chart);
  const PeriodNames names = names_of(chart);
  const std::size_t n = chart.panels.front().values.size();
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  if (n > kMostRows)
    t.caption = message(language, "report.last_periods",
                        {{"caption", title_or(t.caption, language)},
                         {"shown", text::number(static_cast<double>(kMostRows), 0, language)},
                         {"all", text::number(static_cast<double>(n), 0, language)}});
  t.note = chart.note;
  t.columns.push_back({std::string(message(language, "report.period"))});
  for (const Prepared& p : panels)
    t.columns.push_back({.header = p.panel->name,
                         .unit = p.unit == chart.unit ? Unit{} : p.unit,
                         .decimals = p.decimals,
                         .align = Align::right});
  for (std::size_t i = n > kMostRows ? n - kMostRows : 0; i < n; ++i) {
    std::vector<Cell> row = {names.cell(i)};
    bool any = false;
    for (const Prepared& p : panels) {
      row.emplace_back(p.panel->values[i]);
      any = any || !std::isnan(p.panel->values[i]);
    }
    if (any) t.rows.push_back(std::move(row));
  }
  return t;
}

}  // namespace foreplan::inline v0::report
