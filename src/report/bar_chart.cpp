#include <foreplan/report/chart.hpp>

#include "core/check.hpp"
#include "report/canvas.hpp"
#include "report/chart_check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::report {
namespace {

using text::message;

struct Prepared {
  std::vector<double> totals{};
  std::vector<double> above{}, below{};  ///< Heights of the stacks by category.
  Extent extent{};
  int decimals = 0;
  std::string total_name{};
};

Prepared prepare(const BarChart& chart, Language language) {
  check_decimals(chart.decimals);
  check_count(chart.categories.size(), kMostCategories, "categories");
  check_count(chart.parts.size(), kMostParts, "parts");
  const std::size_t n = chart.categories.size();
  Prepared p;
  p.above.assign(n, 0);
  p.below.assign(n, 0);
  p.extent.add(0.0);
  bool any = false;
  std::vector<bool> seen(n, false);
  for (const BarPart& part : chart.parts) {
    if (part.values.size() != n)
      detail::fail(kChart, "a part must have one value for each of " + std::to_string(n) + " categories",
                   std::to_string(part.values.size()), "for " + detail::quoted(part.name));
    check_values(part.values, part.name);
    for (std::size_t i = 0; i < n; ++i) {
      const double x = part.values[i];
      if (std::isnan(x)) continue;
      any = true;
      seen[i] = true;
      (x < 0 ? p.below : p.above)[i] += x;
    }
  }
  detail::require(any, kChart, "a chart must have a value", "only missing values");
  if (!chart.totals.empty() && chart.totals.size() != n)
    detail::fail(kChart, "there must be one total for each of " + std::to_string(n) + " categories",
                 std::to_string(chart.totals.size()));
  p.totals = chart.totals;
  if (p.totals.empty())
    for (std::size_t i = 0; i < n; ++i)
      p.totals.push_back(seen[i] ? p.above[i] + p.below[i] : std::numeric_limits<double>::quiet_NaN());
  check_values(p.totals, "totals");
  p.extent.add(p.above);
  p.extent.add(p.below);
  p.extent.add(p.totals);
  check_extent(p.extent);
  p.decimals = chart_decimals(chart.decimals, p.extent.magnitude());
  p.total_name = chart.total_name.empty() ? std::string(message(language, "report.total")) : chart.total_name;
  return p;
}

std::string signed_value(double x, int decimals, const Unit& unit, Language language) {
  const std::string text = text::signed_number(x, decimals, language);
  return unit == Unit::percent() ? message(language, "number.percent", {{"number", text}}) : text;
}

}  // namespace

std::string svg(const BarChart& chart, const SvgOptions& options) {
  const Language language = options.language;
  const Prepared data = prepare(chart, language);
  Canvas canvas(options);
  const std::size_t n = chart.categories.size(), parts = chart.parts.size();

  double y = canvas.heading(chart.title, chart.unit);
  std::vector<Key> keys;
  for (std::size_t k = 0; k < parts; ++k) keys.push_back({Key::Mark::bar, static_cast<int>(k), chart.parts[k].name});
  if (parts > 1) keys.push_back({Key::Mark::total, 0, data.total_name});
  y = legend(canvas, keys, y);

  const Ticks ticks = nice_ticks(data.extent.low, data.extent.high, canvas.narrow() ? 4 : 5);
  const double left = canvas.left() + tick_width(ticks, chart.unit, language) + 8, right = canvas.right() - 3;
  const double top = y + kLineHeight, bottom = top + (canvas.narrow() ? 240.0 : 320.0);
  // Half a line more at both ends for the numbers of the totals.
  const double step = (right - left) / static_cast<double>(n);
  const double bar = std::min(step * 0.62, 88.0);
  const double mark = std::clamp(step * 0.4, 2.5, 5.0);
  const Scale scale{ticks.first, ticks.last(), bottom, top};
  value_grid(canvas, ticks, scale, left, right, chart.unit);
  const auto centre = [&](std::size_t i) { return left + step * (static_cast<double>(i) + 0.5); };
  const double zero = scale(0);

  for (std::size_t i = 0; i < n; ++i) {
    double up = 0, down = 0;
    for (std::size_t k = 0; k < parts; ++k) {
      const double x = chart.parts[k].values[i];
      if (std::isnan(x) || x == 0) continue;
      double& edge = x < 0 ? down : up;
      const double from = scale(edge), to = scale(edge + x);
      edge += x;
      canvas.bar({centre(i) - bar / 2, std::min(from, to), centre(i) + bar / 2, std::max(from, to)}, static_cast<int>(k));
    }
  }
  canvas.line({left, zero}, {right, zero}, "fp-axis");

  // Numbers of the parts beside the diamonds, where there is room for both.
  for (std::size_t i = 0; i < n; ++i) {
    const double total_place = std::isnan(data.totals[i]) ? -1e9 : scale(data.totals[i]);
    double up = 0, down = 0;
    for (std::size_t k = 0; k < parts && parts > 1; ++k) {
      const double x = chart.parts[k].values[i];
      if (std::isnan(x) || x == 0) continue;
      double& edge = x < 0 ? down : up;
      const double from = scale(edge), to = scale(edge + x);
      edge += x;
      const std::string text = text::signed_number(x, data.decimals, language);
      const double middle = (from + to) / 2;
      const bool clear = std::fabs(middle - total_place) > 15;
      if (std::fabs(from - to) < 20 || text_width(text) + 8 > bar || !clear) continue;
      if (static_cast<int>(k) % 2 == 1) {
        const double half = text_width(text) / 2 + 3;
        canvas.rect({centre(i) - half, middle - 8, centre(i) + half, middle + 8}, with_colour({}, "f", static_cast<int>(k)).substr(1));
      }
      canvas.text(centre(i), middle + 4.5, Anchor::middle, "fp-inside", text);
    }
    if (std::isnan(data.totals[i])) continue;
    if (parts > 1) canvas.diamond({centre(i), total_place}, mark, "fp-total");
    const std::string text = signed_value(data.totals[i], data.decimals, chart.unit, language);
    const bool negative = data.totals[i] < 0 && data.above[i] == 0;
    const double place = negative ? scale(std::min(data.below[i], data.totals[i])) + 19
                                  : std::min(scale(std::max(data.above[i], data.totals[i])) - 9, zero - 9);
    if (text_width(text, kTextSize, true) <= step) canvas.text(centre(i), place, Anchor::middle, "fp-strong fp-halo", text);
  }

  // Names of the categories, wrapped, or every so many of them.
  double widest_word = 0;
  for (const std::string& c : chart.categories) widest_word = std::max(widest_word, text_width(c));
  const double deepest = data.extent.low < 0 ? 14 : 0;
  const std::size_t every =
      widest_word <= step - 6 || step >= 64 ? 1 : static_cast<std::size_t>(std::ceil((std::min(widest_word, 90.0) + 8) / step));
  std::size_t most_lines = 1;
  double edge = -canvas.width();
  for (std::size_t i = 0; i < n; i += every) {
    const double room = std::max(step * static_cast<double>(every) - 6, 30.0);
    const std::vector<std::string> lines = wrap(chart.categories[i], room);
    const double half = text_width(lines) / 2;
    const double middle = std::clamp(centre(i), half, canvas.width() - half);
    if (middle - half < edge + 3) continue;  // moved in from the side onto its neighbour
    edge = middle + half;
    most_lines = std::max(most_lines, lines.size());
    canvas.text(middle, bottom + 19 + deepest, Anchor::middle, "fp-muted", lines);
  }
  const double foot = bottom + 9 + deepest + kLineHeight * static_cast<double>(most_lines);

  std::string description = caption_of({}, chart.unit, language);
  for (std::size_t i = 0; i < n; ++i)
    description += ". " + message(language, "report.describe.value",
                                  {{"name", chart.categories[i]}, {"value", data.total_name + ' ' + signed_value(data.totals[i], data.decimals, chart.unit, language)}});
  return canvas.finish(canvas.footnote(foot, chart.note), title_or(chart.title, language), description);
}

Table table(const BarChart& chart, Language language) {
  const Prepared data = prepare(chart, language);
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  t.note = chart.note;
  t.columns.push_back({});
  const auto column = [&](const std::string& header) {
    t.columns.push_back(
        {.header = header, .style = NumberStyle::signed_plain, .decimals = data.decimals, .align = Align::right});
  };
  for (const BarPart& part : chart.parts) column(part.name);
  column(data.total_name);
  for (std::size_t i = 0; i < chart.categories.size(); ++i) {
    std::vector<Cell> row = {chart.categories[i]};
    for (const BarPart& part : chart.parts) row.emplace_back(part.values[i]);
    row.emplace_back(data.totals[i]);
    t.rows.push_back(std::move(row));
  }
  return t;
}

}  // namespace foreplan::inline v0::report
