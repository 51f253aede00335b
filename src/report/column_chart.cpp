#include <foreplan/report/panels.hpp>

#include "core/check.hpp"
#include "report/canvas.hpp"
#include "report/chart_check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr std::size_t kMostColumns = 1'000;
constexpr std::size_t kMostLimits = 4;
constexpr std::size_t kMostHeights = 10'000;

struct Prepared {
  Extent extent{};  ///< With zero, where columns stand.
  std::size_t lowest = 0, highest = 0;
  int decimals = 0;
  int axis_decimals = 0;

  [[nodiscard]] static double edge(const ColumnChart& chart, std::size_t k) {
    return chart.start + chart.width * static_cast<double>(k);
  }
};

/// As many decimals as it takes to print the edges, or the places of thin columns.
int decimals_of_places(const ColumnChart& chart) {
  constexpr int kMost = 6;
  const double first = chart.thin ? chart.start + chart.width / 2 : chart.start;
  for (int decimals = 0; decimals < kMost; ++decimals) {
    const double power = std::pow(10.0, decimals);
    const auto whole = [&](double x) { return std::fabs(x * power - std::round(x * power)) < 1e-6; };
    if (whole(first) && whole(chart.width) && chart.width * power >= 1) return decimals;
  }
  return text::decimals_for(chart.width, 3);
}

Prepared prepare(const ColumnChart& chart) {
  check_decimals(chart.decimals);
  check_count(chart.values.size(), kMostColumns, "columns");
  if (chart.limits.size() > kMostLimits) check_count(chart.limits.size(), kMostLimits, "limits");
  if (!chart.curve.empty()) check_count(chart.curve.size() - 1, kMostHeights - 1, "steps of a curve");
  detail::require(chart.width > 0 && chart.width <= kLargestValue, kChart,
                  "the width of columns must be > 0 and at most 1e15", chart.width);
  if (chart.axis_step)
    detail::require(*chart.axis_step >= chart.width && *chart.axis_step <= kLargestValue, kChart,
                    "axis_step must be at least the width of a column", *chart.axis_step);
  check_value(chart.start, chart.axis_name);
  check_value(Prepared::edge(chart, chart.values.size()), chart.axis_name);
  check_values(chart.values, chart.name);
  Prepared p;
  p.extent.add(chart.values);
  detail::require(p.extent.any, kChart, "a chart must have a value", "only missing values");
  const auto above = [&](std::size_t a, std::size_t b) { return chart.values[a] > chart.values[b]; };
  for (std::size_t k = 0; k < chart.values.size(); ++k) {
    if (std::isnan(chart.values[p.highest]) || above(k, p.highest)) p.highest = k;
    if (std::isnan(chart.values[p.lowest]) || above(p.lowest, k)) p.lowest = k;
  }
  for (const double x : chart.limits) check_value(x, chart.limits_name);
  for (const double x : chart.curve) check_value(x, chart.curve_name);
  p.extent.add(chart.limits);
  p.extent.add(chart.curve);
  p.extent.add(0.0);
  check_extent(p.extent);
  p.decimals = chart_decimals(chart.decimals, p.extent.magnitude());
  p.axis_decimals = decimals_of_places(chart);
  return p;
}

std::string place_text(const ColumnChart& chart, const Prepared& data, std::size_t k, Language language) {
  const auto number = [&](double x) { return value_text(x, data.axis_decimals, chart.axis_unit, language); };
  const double low = Prepared::edge(chart, k), high = Prepared::edge(chart, k + 1);
  if (chart.thin) return number((low + high) / 2);
  return message(language, "number.from_to", {{"low", number(low)}, {"high", number(high)}});
}

std::string description_of(const ColumnChart& chart, const Prepared& data, Language language) {
  const auto value = [&](std::size_t k) { return value_text(chart.values[k], data.decimals, chart.unit, language); };
  std::string all = message(language, "report.describe.columns",
                            {{"name", chart.name},
                             {"axis", chart.axis_name},
                             {"high", value(data.highest)},
                             {"high_place", place_text(chart, data, data.highest, language)},
                             {"low", value(data.lowest)},
                             {"low_place", place_text(chart, data, data.lowest, language)}});
  if (!chart.limits_name.empty()) all += ". " + chart.limits_name;
  if (chart.limits.empty()) return all;
  const auto [low, high] = std::minmax_element(chart.limits.begin(), chart.limits.end());
  std::vector<std::string> beyond;
  for (std::size_t k = 0; k < chart.values.size(); ++k)
    if (chart.values[k] > *high || (chart.values[k] < *low && chart.limits.size() > 1))
      beyond.push_back(place_text(chart, data, k, language));
  if (beyond.empty()) return all;
  return all + "; " + message(language, "report.describe.beyond", {{"places", text::list_text(language, beyond)}});
}

/// Multiples of a step from one end of the scale to the other, about as many as there are of a round one.
Ticks multiples(double step, const Scale& x, double round_step) {
  Ticks ticks;
  ticks.step = step * std::max(1.0, std::ceil(round_step / step - 1e-9));
  ticks.first = std::ceil(x.from / ticks.step) * ticks.step;
  ticks.count =
      static_cast<std::size_t>(std::max(0.0, std::floor(x.to / ticks.step) - std::ceil(x.from / ticks.step))) + 1;
  while (ticks.decimals < 6 && std::fabs(std::remainder(ticks.step * std::pow(10.0, ticks.decimals), 1.0)) > 1e-6)
    ++ticks.decimals;
  return ticks;
}

/// Numbers below the columns, at round places, and what they are.
double axis_below(Canvas& canvas, const ColumnChart& chart, const Scale& x, double y) {
  const Language language = canvas.language();
  const double shift = chart.thin ? chart.width / 2 : 0;
  Ticks ticks = nice_ticks(x.from + shift, x.to - shift, canvas.narrow() ? 4 : 8);
  // Between whole numbers there are no lags.
  if (chart.thin && ticks.step < chart.width) ticks = {x.from + shift, chart.width, chart.values.size(), 0};
  if (chart.axis_step) ticks = multiples(*chart.axis_step, x, ticks.step);
  double edge = -canvas.width();
  for (std::size_t i = 0; i < ticks.count; ++i) {
    const double at = ticks.at(i), hair = 1e-9 * (x.to - x.from);
    if (at < x.from - hair || at > x.to + hair) continue;
    const std::string text = tick_text(ticks, i, chart.axis_unit, language);
    const double half = text_width(text) / 2, middle = std::clamp(x(at), half, canvas.width() - half);
    canvas.line({x(at), y}, {x(at), y + 5}, "fp-axis");
    if (middle - half < edge + 6) continue;
    edge = middle + half;
    canvas.text(middle, y + 20, Anchor::middle, "fp-muted", text);
  }
  y += 24;
  std::string name = caption_of(chart.axis_name, chart.axis_unit, language);
  if (name.empty()) return y + 3;
  const std::vector<std::string> lines = wrap(name, canvas.right() - canvas.left());
  canvas.text((canvas.left() + canvas.right()) / 2, y + 14, Anchor::middle, "fp-muted", lines);
  return y + 3 + kLineHeight * static_cast<double>(lines.size());
}

}  // namespace

std::string svg(const ColumnChart& chart, const SvgOptions& options) {
  const Prepared data = prepare(chart);
  Canvas canvas(options);
  const Language language = options.language;
  const std::size_t n = chart.values.size();

  std::vector<Key> keys;
  if (!chart.limits.empty() && !chart.limits_name.empty()) keys.push_back({Key::Mark::reference, 0, chart.limits_name});
  if (!chart.curve.empty() && !chart.curve_name.empty()) keys.push_back({Key::Mark::curve, 1, chart.curve_name});
  if (!keys.empty() && !chart.name.empty())
    keys.insert(keys.begin(), {chart.thin ? Key::Mark::stem : Key::Mark::area, 0, chart.name});
  const double y = legend(canvas, keys, canvas.heading(chart.title, chart.unit));

  Ticks ticks = nice_ticks(data.extent.low, data.extent.high, canvas.narrow() ? 3 : 4);
  if (chart.decimals == 0 && ticks.step < 1)  // counts have no halves
    ticks = {std::floor(data.extent.low), 1,
             static_cast<std::size_t>(std::max(1.0, std::ceil(data.extent.high) - std::floor(data.extent.low))) + 1, 0};
  const double left = canvas.left() + tick_width(ticks, chart.unit, language) + 8, right = canvas.right() - 8;
  const double top = y + 8, bottom = top + (canvas.narrow() ? 180 : 220);
  const Scale scale{ticks.first, ticks.last(), bottom, top};
  const Scale x{chart.start, Prepared::edge(chart, n), left + 2, right - 2};
  value_grid(canvas, ticks, scale, left, right, chart.unit);
  for (std::size_t k = 0; k < n; ++k) {
    const double value = chart.values[k];
    if (std::isnan(value)) continue;
    const double from = x(Prepared::edge(chart, k)), to = x(Prepared::edge(chart, k + 1));
    const double above = scale(std::max(value, 0.0)), below = scale(std::min(value, 0.0));
    if (!chart.thin) {
      if (below > above) canvas.rect({from, above, to, below}, with_colour("fp-part", "f", 0));
      continue;
    }
    const double half = std::clamp((to - from) * 0.15, 0.5, 2.5);
    canvas.rect({(from + to) / 2 - half, above, (from + to) / 2 + half, below}, with_colour({}, "f", 0).substr(1));
    if (to - from > 9) canvas.dot({(from + to) / 2, scale(value)}, 3.5, with_colour({}, "f", 0).substr(1));
  }
  canvas.line({left, scale(0)}, {right, scale(0)}, "fp-axis");
  for (const double limit : chart.limits) canvas.line({left, scale(limit)}, {right, scale(limit)}, "fp-reference");
  if (chart.curve.size() > 1) {
    std::vector<Point> curve;
    const Scale along{0, static_cast<double>(chart.curve.size() - 1), x.begin, x.end};
    for (std::size_t i = 0; i < chart.curve.size(); ++i)
      curve.push_back({along(static_cast<double>(i)), scale(chart.curve[i])});
    canvas.polyline(thinned(curve), with_colour("fp-line", "l", 1));
  }
  const double foot = axis_below(canvas, chart, x, bottom);
  return canvas.finish(canvas.footnote(foot, chart.note), title_or(chart.title, language),
                       description_of(chart, data, language));
}

Table table(const ColumnChart& chart, Language language) {
  const Prepared data = prepare(chart);
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  t.note = chart.note;
  const auto column = [&](const std::string& header, int decimals, const Unit& unit = {}) {
    t.columns.push_back({.header = header, .unit = unit, .decimals = decimals, .align = Align::right});
  };
  const auto bound = [&](std::string_view key) {
    const std::string end(message(language, key));
    return chart.axis_name.empty() ? end : chart.axis_name + ": " + end;
  };
  if (chart.thin) {
    column(chart.axis_name, data.axis_decimals, chart.axis_unit);
  } else {
    column(bound("report.from"), data.axis_decimals, chart.axis_unit);
    column(bound("report.to"), data.axis_decimals, chart.axis_unit);
  }
  column(chart.name, data.decimals);
  for (std::size_t k = 0; k < chart.values.size(); ++k) {
    const double low = Prepared::edge(chart, k), high = Prepared::edge(chart, k + 1);
    if (chart.thin)
      t.rows.push_back({(low + high) / 2, chart.values[k]});
    else
      t.rows.push_back({low, high, chart.values[k]});
  }
  return t;
}

}  // namespace foreplan::inline v0::report
