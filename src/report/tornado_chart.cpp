#include <foreplan/report/chart.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "report/canvas.hpp"
#include "report/chart_check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using text::message;

struct Prepared {
  std::vector<TornadoRow> rows{};  ///< The widest first.
  Extent extent{};
  int decimals = 0;
  std::string base_name{};
};

/// How far a row reaches, from its lowest to its highest outcome, the base among them.
double width_of(const TornadoRow& row, double base) {
  Extent reach;
  reach.add(base);
  reach.add(row.outcome_low);
  reach.add(row.outcome_high);
  return reach.high - reach.low;
}

Prepared prepare(const TornadoChart& chart, Language language) {
  check_decimals(chart.decimals);
  check_count(chart.rows.size(), kMostCategories, "rows");
  check_value(chart.base, "base");
  Prepared p;
  p.extent.add(chart.base);
  for (const TornadoRow& row : chart.rows) {
    for (const double x : {row.outcome_low, row.outcome_high}) {
      if (std::isnan(x)) continue;
      check_value(x, row.name);
      p.extent.add(x);
    }
  }
  check_extent(p.extent);
  // Enough to tell the outcomes apart, too.
  p.decimals = std::max(chart_decimals(chart.decimals, p.extent.magnitude()),
                        chart_decimals(chart.decimals, p.extent.high - p.extent.low) - 1);
  p.base_name = chart.base_name.empty() ? std::string(message(language, "report.base")) : chart.base_name;
  p.rows = chart.rows;
  std::stable_sort(p.rows.begin(), p.rows.end(), [&](const TornadoRow& a, const TornadoRow& b) {
    return width_of(a, chart.base) > width_of(b, chart.base);
  });
  return p;
}

/// The picture while it is drawn.
struct Plot {
  Canvas& canvas;
  const TornadoChart& chart;
  const Prepared& data;
  Scale scale{};
  double names = 0;     ///< Width of the column of names; 0: they stand above their bars.
  bool valued = false;  ///< Whether there is room for numbers at the ends of bars.

  [[nodiscard]] std::string value(double x) const {
    return value_text(x, data.decimals, chart.unit, canvas.language());
  }
  [[nodiscard]] std::vector<std::string> name_lines(const TornadoRow& row) const {
    const double room = names > 0 ? names : canvas.right() - canvas.left();
    return wrap(row.name, room, kTextSize, true);
  }
  /// The low and high value of the factor, below its name.
  [[nodiscard]] std::string inputs(const TornadoRow& row) const {
    if (row.low_name.empty() || row.high_name.empty()) return row.low_name + row.high_name;
    return message(canvas.language(), "number.from_to", {{"low", row.low_name}, {"high", row.high_name}});
  }
  [[nodiscard]] std::vector<std::string> input_lines(const TornadoRow& row) const {
    const std::string text = inputs(row);
    if (text.empty()) return {};
    return wrap(text, names > 0 ? names : canvas.right() - canvas.left());
  }
  [[nodiscard]] double height(const TornadoRow& row) const {
    const double text = kLineHeight * static_cast<double>(name_lines(row).size() + input_lines(row).size());
    return names > 0 ? std::max(text, kBar) + 12 : text + kBar + 16;
  }

  static constexpr double kBar = 20;
};

/// Both bars from the base; one beside the other when they point the same way, so that none is hidden.
void draw_bars(const Plot& plot, const TornadoRow& row, double top) {
  const double base = plot.scale(plot.chart.base);
  const bool same_side = (row.outcome_low - plot.chart.base) * (row.outcome_high - plot.chart.base) > 0;
  const double half = top + Plot::kBar / 2, bottom = top + Plot::kBar;
  const auto bar = [&](double outcome, double from, double to, int colour) {
    if (std::isnan(outcome)) return;
    const double x = plot.scale(outcome);
    plot.canvas.bar({std::min(base, x), from, std::max(base, x), to}, colour);
  };
  bar(row.outcome_low, top, same_side ? half : bottom, 0);
  bar(row.outcome_high, same_side ? half : top, bottom, 1);
  if (!plot.valued) return;
  Extent reach;
  reach.add(plot.chart.base);
  reach.add(row.outcome_low);
  reach.add(row.outcome_high);
  // The outermost numbers only: the base is told once for all.
  const double y = top + Plot::kBar / 2 + 4.5;
  if (reach.low < plot.chart.base)
    plot.canvas.text(plot.scale(reach.low) - 6, y, Anchor::end, "fp-halo", plot.value(reach.low));
  if (reach.high > plot.chart.base)
    plot.canvas.text(plot.scale(reach.high) + 6, y, Anchor::start, "fp-halo", plot.value(reach.high));
}

}  // namespace

std::string svg(const TornadoChart& chart, const SvgOptions& options) {
  const Language language = options.language;
  const Prepared data = prepare(chart, language);
  Canvas canvas(options);
  Plot plot{canvas, chart, data};
  double y = canvas.heading(chart.title, chart.unit);
  y = legend(canvas,
             {{Key::Mark::bar, 0, std::string(message(language, "report.tornado.low"))},
              {Key::Mark::bar, 1, std::string(message(language, "report.tornado.high"))}},
             y);
  const std::string base_text =
      message(language, "report.tornado.base", {{"name", data.base_name}, {"value", plot.value(chart.base)}});
  y += 4;
  for (const std::string& line : wrap(base_text, canvas.right() - canvas.left(), kTextSize, true)) {
    y += kLineHeight;
    canvas.text(canvas.left(), y, Anchor::start, "fp-strong", line);
  }
  y += 10;

  if (!canvas.narrow()) {
    plot.names = canvas.width() * 0.32;
    double widest = 0;
    for (const TornadoRow& row : data.rows)
      widest = std::max({widest, text_width(plot.name_lines(row), kTextSize, true), text_width(plot.input_lines(row))});
    plot.names = std::min(plot.names, std::max(widest + 1, 40.0));
  }
  double numbers = 0;
  for (const TornadoRow& row : data.rows)
    for (const double x : {row.outcome_low, row.outcome_high})
      if (!std::isnan(x)) numbers = std::max(numbers, text_width(plot.value(x)));
  const double left = canvas.left() + (plot.names > 0 ? plot.names + 14 : 0), right = canvas.right();
  plot.valued = 2 * numbers < 0.5 * (right - left);
  const Ticks ticks = nice_ticks(data.extent.low, data.extent.high, canvas.narrow() ? 3 : 5);
  const double edge = std::max(plot.valued ? numbers + 8 : 4.0, tick_width(ticks, chart.unit, language) / 2);
  plot.scale = {ticks.first, ticks.last(), left + edge, right - edge};

  const double top = y;
  double bottom = top;
  for (const TornadoRow& row : data.rows) bottom += plot.height(row);
  value_grid_below(canvas, ticks, plot.scale, top, bottom, chart.unit);
  for (const TornadoRow& row : data.rows) {
    const std::vector<std::string> name = plot.name_lines(row), inputs = plot.input_lines(row);
    const double text = kLineHeight * static_cast<double>(name.size() + inputs.size());
    const double high = plot.height(row);
    const double text_top = plot.names > 0 ? y + (high - text) / 2 : y + 4;
    canvas.text(canvas.left(), text_top + 13, Anchor::start, "fp-strong fp-halo", name);
    if (!inputs.empty())
      canvas.text(canvas.left(), text_top + 13 + kLineHeight * static_cast<double>(name.size()), Anchor::start,
                  "fp-muted fp-halo", inputs);
    const double bar_top = plot.names > 0 ? y + (high - Plot::kBar) / 2 : text_top + text + 3;
    draw_bars(plot, row, bar_top);
    // Not through the names above the bars.
    const double x = plot.scale(chart.base);
    if (plot.names == 0) canvas.line({x, bar_top - 3}, {x, bar_top + Plot::kBar + 3}, "fp-goal-thin");
    y += high;
  }
  if (plot.names > 0) canvas.line({plot.scale(chart.base), top}, {plot.scale(chart.base), bottom}, "fp-goal-thin");

  std::string description = caption_of({}, chart.unit, language) + (chart.unit == Unit{} ? "" : ". ") + base_text;
  for (const TornadoRow& row : data.rows) {
    const std::string values = message(language, "number.from_to",
                                       {{"low", plot.value(row.outcome_low)}, {"high", plot.value(row.outcome_high)}});
    description += ". " + message(language, "report.describe.value", {{"name", row.name}, {"value", values}});
  }
  return canvas.finish(canvas.footnote(bottom + 26, chart.note), title_or(chart.title, language), description);
}

Table table(const TornadoChart& chart, Language language) {
  const Prepared data = prepare(chart, language);
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  t.note = chart.note;
  t.columns.push_back({std::string(message(language, "report.tornado.factor"))});
  const bool inputs = std::any_of(data.rows.begin(), data.rows.end(),
                                  [](const TornadoRow& r) { return !r.low_name.empty() || !r.high_name.empty(); });
  const auto number = [&](std::string header, NumberStyle style) {
    t.columns.push_back(
        {.header = std::move(header), .style = style, .decimals = data.decimals, .align = Align::right});
  };
  const auto side = [&](std::string_view key) {
    if (inputs) t.columns.push_back({.header = std::string(message(language, key)), .align = Align::right});
    number(inputs ? std::string(message(language, "report.value")) : std::string(message(language, key)),
           NumberStyle::plain);
  };
  side("report.tornado.low");
  side("report.tornado.high");
  number(std::string(message(language, "report.difference")), NumberStyle::plain);
  for (const TornadoRow& row : data.rows) {
    std::vector<Cell> cells = {row.name};
    if (inputs) cells.emplace_back(row.low_name);
    cells.emplace_back(row.outcome_low);
    if (inputs) cells.emplace_back(row.high_name);
    cells.emplace_back(row.outcome_high);
    cells.emplace_back(row.outcome_high - row.outcome_low);
    t.rows.push_back(std::move(cells));
  }
  std::vector<Cell> base = {data.base_name};
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (inputs) base.emplace_back("");
  base.emplace_back(chart.base);
  if (inputs) base.emplace_back("");
  base.emplace_back(chart.base);
  base.emplace_back(kNone);
  t.rows.push_back(std::move(base));
  t.totals = 1;
  return t;
}

}  // namespace foreplan::inline v0::report
