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

/// Printed shares do not add up to exactly 100.
constexpr double kSumTolerance = 1.0;
constexpr double kLabelGap = 3;

struct Prepared {
  PeriodSpan periods{};
  std::vector<std::vector<double>> values{};  ///< By part, then period; NaN where missing.
  std::vector<std::vector<double>> tops{};    ///< The stack's edges: one more than parts.
  std::vector<bool> complete{};               ///< By period.
  double highest = 0;
  int decimals = 0;
};

Prepared prepare(const AreaChart& chart) {
  check_decimals(chart.decimals);
  check_count(chart.parts.size(), kMostParts, "parts");
  Prepared p;
  for (const Series& part : chart.parts) {
    check_series(part, chart.unit);
    for (const double x : part.values)
      if (x < 0) detail::fail(kChart, "a part of a whole must be >= 0", detail::number_text(x), "for " + detail::quoted(part.name));
    p.periods.add(part.start, part.size());
  }
  const std::size_t n = p.periods.count();
  p.complete.assign(n, true);
  p.tops.assign(chart.parts.size() + 1, std::vector<double>(n, 0));
  for (std::size_t k = 0; k < chart.parts.size(); ++k) {
    const Series& part = chart.parts[k];
    std::vector<double> all(n, std::numeric_limits<double>::quiet_NaN());
    std::copy(part.values.begin(), part.values.end(),
              all.begin() + static_cast<std::ptrdiff_t>(p.periods.index(part.start)));
    for (std::size_t i = 0; i < n; ++i) {
      p.complete[i] = p.complete[i] && !std::isnan(all[i]);
      p.tops[k + 1][i] = p.tops[k][i] + all[i];
    }
    p.values.push_back(std::move(all));
  }
  bool any = false;
  for (std::size_t i = 0; i < n; ++i) {
    if (!p.complete[i]) continue;
    any = true;
    const double sum = p.tops.back()[i];
    p.highest = std::max(p.highest, sum);
    if (chart.unit == Unit::percent() && std::fabs(sum - 100) > kSumTolerance)
      detail::fail(kChart, "shares must add up to 100 within 1", detail::number_text(sum),
                   "in " + to_string(p.periods.first() + static_cast<std::int64_t>(i)));
  }
  detail::require(any, kChart, "in some period every part must have a value", "none");
  detail::require(p.highest > 0, kChart, "the whole must be > 0 in some period", "0 in all");
  check_extent({0, p.highest, true});
  p.decimals = chart.decimals ? *chart.decimals : chart.unit == Unit::percent() ? 1 : chart_decimals({}, p.highest);
  return p;
}

}  // namespace

std::string svg(const AreaChart& chart, const SvgOptions& options) {
  const Prepared data = prepare(chart);
  Canvas canvas(options);
  const Language language = options.language;
  const std::size_t n = data.periods.count(), parts = chart.parts.size();
  const auto value = [&](double x) { return value_text(x, data.decimals, chart.unit, language); };
  const std::size_t last = static_cast<std::size_t>(
      std::find(data.complete.rbegin(), data.complete.rend(), true).base() - data.complete.begin() - 1);
  const std::size_t first =
      static_cast<std::size_t>(std::find(data.complete.begin(), data.complete.end(), true) - data.complete.begin());

  double y = canvas.heading(chart.title, chart.unit);
  const double height = canvas.narrow() ? 230 : 340;
  std::vector<std::vector<std::string>> labels;
  const auto write_labels = [&](bool names) {
    labels.clear();
    double high = 0;
    for (std::size_t k = 0; k < parts; ++k) {
      std::vector<std::string> lines;
      if (names && !chart.parts[k].name.empty()) lines = wrap(chart.parts[k].name, std::min(180.0, canvas.width() * 0.26), kTextSize, true);
      lines.push_back(value(data.values[k][last]));
      high += kLineHeight * static_cast<double>(lines.size()) + kLabelGap;
      labels.push_back(std::move(lines));
    }
    return high <= height;
  };
  if (canvas.narrow() || !write_labels(true)) {
    (void)write_labels(false);
    std::vector<Key> keys;
    for (std::size_t k = parts; k-- > 0;)  // as they are stacked
      keys.push_back({Key::Mark::area, static_cast<int>(k), chart.parts[k].name});
    y = legend(canvas, keys, y);
  }
  double label_width = 0;
  for (const auto& lines : labels) label_width = std::max(label_width, text_width(lines, kTextSize, true));

  const double whole = chart.unit == Unit::percent() ? 100.0 : data.highest;
  Ticks ticks = nice_ticks(0, whole, 4);
  if (chart.unit == Unit::percent()) ticks = {0, 25, 5, 0};
  const double left = canvas.left() + tick_width(ticks, chart.unit, language) + 8;
  const bool labelled = canvas.right() - label_width - 16 - left >= 0.3 * canvas.width();  // or else the numbers are in the table
  const double right = labelled ? canvas.right() - label_width - 16 : canvas.right() - 8;
  const double top = y + 8, bottom = top + height;
  const Scale scale{ticks.first, std::max(ticks.last(), data.highest), bottom, top};
  const double margin = n == 1 ? 0 : 6;
  PeriodAxis axis{{data.periods.first()}, n, {0, static_cast<double>(n - 1), left + margin, right}};
  value_grid(canvas, ticks, scale, left, right, chart.unit);

  // A period without neighbours is a column of half a step.
  const double half_column = n > 1 ? std::min(24.0, (axis.at(1) - axis.at(0)) / 4) : (right - left) / 6;
  for (std::size_t i = 0; i < n;) {
    if (!data.complete[i]) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < n && data.complete[end]) ++end;
    for (std::size_t k = 0; k < parts; ++k) {
      if (end - i == 1) {
        const double x = std::clamp(axis.at(i), left + half_column, right - half_column);
        canvas.rect({x - half_column, scale(data.tops[k + 1][i]), x + half_column, scale(data.tops[k][i])},
                    with_colour("fp-part", "f", static_cast<int>(k)));
        continue;
      }
      std::vector<Point> edge;
      for (std::size_t j = i; j < end; ++j) edge.push_back({axis.at(j), scale(data.tops[k + 1][j])});
      for (std::size_t j = end; j-- > i;) edge.push_back({axis.at(j), scale(data.tops[k][j])});
      canvas.polygon(edge, with_colour("fp-part", "f", static_cast<int>(k)));
    }
    i = end;
  }

  // What the parts were at first, inside them, where there is room.
  for (std::size_t k = 0; k < parts; ++k) {
    const double low = scale(data.tops[k][first]), high = scale(data.tops[k + 1][first]);
    const std::string text = value(data.values[k][first]);
    const double step = n > 1 ? axis.at(1) - axis.at(0) : 0;
    const bool run = first + 1 < n && data.complete[first + 1];
    if (!run || low - high < 26 || step * static_cast<double>(last - first) < text_width(text) + 60) continue;
    // The band may narrow to the right of the edge: the text must stay within it.
    double room_low = low, room_high = high;
    for (std::size_t j = first; j <= last && data.complete[j] && axis.at(j) <= axis.at(first) + text_width(text) + 12 + step; ++j) {
      room_low = std::min(room_low, scale(data.tops[k][j]));
      room_high = std::max(room_high, scale(data.tops[k + 1][j]));
    }
    if (room_low - room_high < 20) continue;
    canvas.text(axis.at(first) + 8, (room_low + room_high) / 2 + 4.5, Anchor::start, "fp-inside fp-strong", text);
  }

  const double foot = period_labels(canvas, axis, bottom);
  std::vector<Slot> slots;
  for (std::size_t k = 0; k < parts; ++k)
    slots.push_back({scale((data.tops[k][last] + data.tops[k + 1][last]) / 2), kLineHeight * static_cast<double>(labels[k].size()) + kLabelGap, 0});
  const bool placed = labelled && spread(slots, top - 10, bottom + 6);
  for (std::size_t k = 0; k < parts && placed; ++k) {
    const std::string colour = with_colour({}, "x", static_cast<int>(k)).substr(1);
    if (std::fabs(slots[k].centre - slots[k].wanted) > 8)
      canvas.line({axis.at(last) + 2, slots[k].wanted}, {right + 9, slots[k].centre}, "fp-leader");
    for (std::size_t i = 0; i < labels[k].size(); ++i)
      canvas.text(right + 12, slots[k].centre - slots[k].height / 2 + 14 + static_cast<double>(i) * kLineHeight,
                  Anchor::start, i + 1 < labels[k].size() ? colour + " fp-strong" : colour, labels[k][i]);
  }

  std::string description = caption_of({}, chart.unit, language);
  for (std::size_t k = 0; k < parts; ++k)
    description += ". " + message(language, "report.describe.line",
                                  {{"name", chart.parts[k].name},
                                   {"first", value(data.values[k][first])},
                                   {"from", text::period_text(data.periods.first() + static_cast<std::int64_t>(first), language)},
                                   {"last", value(data.values[k][last])},
                                   {"to", text::period_text(data.periods.first() + static_cast<std::int64_t>(last), language)}});
  return canvas.finish(canvas.footnote(foot, chart.note), title_or(chart.title, language), description);
}

Table table(const AreaChart& chart, Language language) {
  const Prepared data = prepare(chart);
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  t.note = chart.note;
  t.columns.push_back({std::string(message(language, "report.period"))});
  for (const Series& part : chart.parts) {
    t.columns.push_back({.header = part.name, .decimals = data.decimals, .align = Align::right});
  }
  for (std::size_t i = 0; i < data.periods.count(); ++i) {
    std::vector<Cell> row = {data.periods.first() + static_cast<std::int64_t>(i)};
    bool any = false;
    for (const std::vector<double>& part : data.values) {
      row.emplace_back(part[i]);
      any = any || !std::isnan(part[i]);
    }
    if (any) t.rows.push_back(std::move(row));
  }
  return t;
}

}  // namespace foreplan::inline v0::report
