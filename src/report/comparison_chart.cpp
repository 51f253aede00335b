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

bool has_range(const Estimate& e) { return std::isfinite(e.range.lower) && std::isfinite(e.range.upper); }

struct Prepared {
  Extent extent{};
  int decimals = 0;
  bool ranges = false;
};

Prepared prepare(const ComparisonChart& chart) {
  check_decimals(chart.decimals);
  check_count(chart.scenarios.size(), kMostScenarios, "scenarios");
  check_count(chart.rows.size(), kMostCategories, "rows");
  Prepared p;
  for (const ComparisonRow& row : chart.rows) {
    if (row.values.size() != chart.scenarios.size())
      detail::fail(kChart, "a row must have one value for each of " + std::to_string(chart.scenarios.size()) + " scenarios",
                   std::to_string(row.values.size()), "for " + detail::quoted(row.name));
    for (const Estimate& e : row.values) {
      if (std::isnan(e.value)) continue;
      check_value(e.value, row.name);
      p.extent.add(e.value);
      if (!has_range(e)) continue;
      check_value(e.range.lower, row.name);
      check_value(e.range.upper, row.name);
      if (e.range.lower > e.range.upper)
        detail::fail(kChart, "lower must not be above upper", detail::number_text(e.range.lower), "for " + detail::quoted(row.name));
      p.extent.add(e.range.lower);
      p.extent.add(e.range.upper);
      p.ranges = true;
    }
    if (row.target) {
      check_value(*row.target, row.name);
      p.extent.add(*row.target);
    }
  }
  check_extent(p.extent);
  p.decimals = chart_decimals(chart.decimals, p.extent.magnitude());
  return p;
}

}  // namespace

std::string svg(const ComparisonChart& chart, const SvgOptions& options) {
  const Prepared data = prepare(chart);
  Canvas canvas(options);
  const Language language = options.language;
  const auto value = [&](double x) { return value_text(x, data.decimals, chart.unit, language); };
  double y = canvas.heading(chart.title, chart.unit);
  const double left = canvas.left(), right = canvas.right();

  double name_width = 0, value_width = 0;
  std::vector<std::vector<std::string>> names;
  for (const std::string& s : chart.scenarios) {
    names.push_back(wrap(s, canvas.width() * 0.34));
    name_width = std::max(name_width, text_width(names.back()));
  }
  for (const ComparisonRow& row : chart.rows)
    for (const Estimate& e : row.values) value_width = std::max(value_width, text_width(value(e.value), kTextSize, true));

  // Numbers of very many digits are left to the table: the drawing comes first.
  const bool valued = name_width + value_width < 0.65 * canvas.width();
  if (!valued) value_width = 0;

  Extent range = data.extent;
  if (range.low >= 0 && range.low < 0.45 * range.high) range.add(0.0);
  const Ticks ticks = nice_ticks(range.low, range.high, canvas.narrow() ? 3 : 5);
  const double edge = tick_width(ticks, chart.unit, language) / 2;
  const Scale scale{ticks.first, ticks.last(), left + name_width + 14 + std::max(6.0, edge - 10), right - value_width - 14 - 6};

  // The grid runs behind all rows, so their heights come first.
  constexpr double kRow = 24, kAfterGroup = 16;
  const auto height_of = [&](const ComparisonRow& row) {
    double h = row.name.empty() && !row.target ? 0 : kLineHeight * static_cast<double>(wrap(row.name, (right - left) * (row.target ? 0.6 : 1), kTextSize, true).size()) + 6;
    for (const auto& n : names) h += std::max(kRow, kLineHeight * static_cast<double>(n.size()) + 5);
    return h + kAfterGroup;
  };
  double bottom = y + 4;
  for (const ComparisonRow& row : chart.rows) bottom += height_of(row);
  bottom -= kAfterGroup - 4;
  value_grid_below(canvas, ticks, scale, y + 4, bottom, chart.unit);

  y += 4;
  for (const ComparisonRow& row : chart.rows) {
    const std::vector<std::string> heading = wrap(row.name, (right - left) * (row.target ? 0.6 : 1), kTextSize, true);
    if (!row.name.empty() || row.target) {
      canvas.text(left, y + 14, Anchor::start, "fp-strong fp-halo", heading);
      const std::string aim = row.target ? message(language, "report.target_value", {{"value", value(*row.target)}}) : std::string();
      if (row.target && text_width(aim) < (right - left) * 0.38) canvas.text(right, y + 14, Anchor::end, "fp-halo", aim);
      y += kLineHeight * static_cast<double>(heading.size()) + 6;
    }
    const double top = y;
    double down = y;
    for (const auto& n : names) down += std::max(kRow, kLineHeight * static_cast<double>(n.size()) + 5);
    if (row.target) canvas.line({scale(*row.target), top - 2}, {scale(*row.target), down}, "fp-goal-thin");
    for (std::size_t k = 0; k < names.size(); ++k) {
      const double high = std::max(kRow, kLineHeight * static_cast<double>(names[k].size()) + 5);
      const double middle = y + high / 2;
      const int colour = static_cast<int>(k);
      const Estimate& e = row.values[k];
      canvas.text(left, middle + 4.5 - kLineHeight * static_cast<double>(names[k].size() - 1) / 2, Anchor::start, {}, names[k]);
      if (valued) canvas.text(right, middle + 4.5, Anchor::end, "fp-strong", value(e.value));
      if (!std::isnan(e.value)) {
        if (has_range(e)) {
          const double a = scale(e.range.lower), b = scale(e.range.upper);
          canvas.line({a, middle}, {b, middle}, with_colour("fp-whisker", "l", colour));
          canvas.line({a, middle - 4}, {a, middle + 4}, with_colour("fp-whisker", "l", colour));
          canvas.line({b, middle - 4}, {b, middle + 4}, with_colour("fp-whisker", "l", colour));
        }
        canvas.marker({scale(e.value), middle}, colour);
      }
      y += high;
    }
    y += kAfterGroup;
  }
  const double foot = bottom + 26;

  std::string description = caption_of({}, chart.unit, language);
  for (const ComparisonRow& row : chart.rows)
    for (std::size_t k = 0; k < row.values.size(); ++k)
      description += ". " + message(language, "report.describe.value",
                                    {{"name", row.name + (row.name.empty() ? "" : ", ") + chart.scenarios[k]}, {"value", value(row.values[k].value)}});
  return canvas.finish(canvas.footnote(foot, chart.note), title_or(chart.title, language), description);
}

Table table(const ComparisonChart& chart, Language language) {
  const Prepared data = prepare(chart);
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  t.note = chart.note;
  t.columns.push_back({});
  t.columns.push_back({std::string(message(language, "report.scenario"))});
  const auto column = [&](std::string_view key) {
    t.columns.push_back(
        {.header = std::string(message(language, key)), .decimals = data.decimals, .align = Align::right});
  };
  column("report.value");
  if (data.ranges) {
    column("report.from");
    column("report.to");
  }
  const bool targets = std::any_of(chart.rows.begin(), chart.rows.end(), [](const ComparisonRow& r) { return r.target.has_value(); });
  if (targets) column("report.target");
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  for (const ComparisonRow& row : chart.rows)
    for (std::size_t k = 0; k < row.values.size(); ++k) {
      const Estimate& e = row.values[k];
      std::vector<Cell> cells = {row.name, chart.scenarios[k], e.value};
      if (data.ranges) {
        cells.emplace_back(has_range(e) ? e.range.lower : kNaN);
        cells.emplace_back(has_range(e) ? e.range.upper : kNaN);
      }
      if (targets) cells.emplace_back(row.target.value_or(kNaN));
      t.rows.push_back(std::move(cells));
    }
  return t;
}

}  // namespace foreplan::inline v0::report
