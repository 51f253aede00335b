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

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A line or the centre of a fan, on the chart's periods.
struct Track {
  std::string name{};
  Key::Mark mark = Key::Mark::line;
  int colour = 0;
  std::vector<double> values{};
  std::vector<double> lower{}, upper{};  ///< Empty without a band.
  double coverage = 0;
  std::size_t first = 0, last = 0;  ///< Of the values that are not missing.
};

struct Prepared {
  PeriodSpan periods{};
  std::vector<Track> tracks{};
  Extent extent{};
  int decimals = 0;
};

void check(const LineChart& chart) {
  check_decimals(chart.decimals);
  check_count(chart.lines.size() + chart.fans.size(), kMostLines, "lines and fans");
  if (chart.targets.size() > kMostLines) check_count(chart.targets.size(), kMostLines, "targets");
  for (const ChartLine& line : chart.lines) check_series(line.series, chart.unit);
  for (const ChartFan& fan : chart.fans) {
    check_count(fan.centre.size(), kMostPeriods, "values in a fan");
    const bool banded = !fan.lower.empty() || !fan.upper.empty();
    if (banded && (fan.lower.size() != fan.centre.size() || fan.upper.size() != fan.centre.size()))
      detail::fail(kChart, "lower and upper must be as long as centre, " + std::to_string(fan.centre.size()),
                   std::to_string(fan.lower.size()) + " and " + std::to_string(fan.upper.size()),
                   "for " + detail::quoted(fan.name));
    detail::require(fan.coverage > 0 && fan.coverage < 1, kChart, "coverage must lie in (0, 1)", fan.coverage);
    check_values(fan.centre, fan.name);
    check_values(fan.lower, fan.name);
    check_values(fan.upper, fan.name);
    for (std::size_t i = 0; i < fan.lower.size(); ++i)
      if (fan.lower[i] > fan.upper[i])
        detail::fail(kChart, "lower must not be above upper",
                     detail::number_text(fan.lower[i]) + " and " + detail::number_text(fan.upper[i]),
                     "for " + detail::quoted(fan.name));
  }
  for (const ChartTarget& target : chart.targets) check_value(target.value, target.name);
}

std::vector<double> on_axis(const std::vector<double>& values, std::size_t offset, std::size_t count) {
  std::vector<double> all(count, kNaN);
  std::copy(values.begin(), values.end(), all.begin() + static_cast<std::ptrdiff_t>(offset));
  return all;
}

void add_track(Prepared& p, Track track) {
  const auto known = [](double x) { return !std::isnan(x); };
  const auto first = std::find_if(track.values.begin(), track.values.end(), known);
  if (first == track.values.end())
    detail::fail(kChart, "a line must have a value", "only missing values", "for " + detail::quoted(track.name));
  track.first = static_cast<std::size_t>(first - track.values.begin());
  track.last = track.values.size() - 1;
  while (!known(track.values[track.last])) --track.last;
  p.extent.add(track.values);
  p.extent.add(track.lower);
  p.extent.add(track.upper);
  p.tracks.push_back(std::move(track));
}

Prepared prepare(const LineChart& chart) {
  check(chart);
  Prepared p;
  for (const ChartLine& line : chart.lines) p.periods.add(line.series.start, line.series.size());
  for (const ChartFan& fan : chart.fans) p.periods.add(fan.start, fan.centre.size());
  for (const ChartTarget& target : chart.targets) p.periods.add(target.period, 1);
  const std::size_t n = p.periods.count();
  int colour = 0;
  for (const ChartLine& line : chart.lines) {
    Track t;
    t.name = line.series.name;
    t.mark = line.style == LineStyle::series    ? Key::Mark::line
             : line.style == LineStyle::history ? Key::Mark::history
                                                : Key::Mark::reference;
    if (line.style == LineStyle::series) t.colour = colour++;
    t.values = on_axis(line.series.values, p.periods.index(line.series.start), n);
    add_track(p, std::move(t));
  }
  for (const ChartFan& fan : chart.fans) {
    Track t;
    t.name = fan.name;
    t.colour = colour++;
    const std::size_t offset = p.periods.index(fan.start);
    t.values = on_axis(fan.centre, offset, n);
    if (!fan.lower.empty()) {
      t.lower = on_axis(fan.lower, offset, n);
      t.upper = on_axis(fan.upper, offset, n);
      t.coverage = fan.coverage;
    }
    add_track(p, std::move(t));
  }
  for (const ChartTarget& target : chart.targets) p.extent.add(target.value);
  p.decimals = chart_decimals(chart.decimals, p.extent.magnitude());
  return p;
}

/// The chart while it is drawn.
struct Plot {
  Canvas& canvas;
  const LineChart& chart;
  const Prepared& data;
  PeriodAxis axis{};
  Scale y{};
  double left = 0, right = 0, top = 0, bottom = 0;

  [[nodiscard]] std::string value(double x) const {
    return value_text(x, data.decimals, chart.unit, canvas.language());
  }
};

std::string_view line_class(const Track& t) {
  return t.mark == Key::Mark::reference ? "fp-reference" : t.mark == Key::Mark::history ? "fp-line fp-history" : "fp-line";
}

/// The stretches of values without a gap.
std::vector<std::vector<Point>> stretches(const Plot& plot, const std::vector<double>& values) {
  std::vector<std::vector<Point>> all;
  bool open = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      open = false;
      continue;
    }
    if (!open) all.emplace_back();
    open = true;
    all.back().push_back({plot.axis.at(i), plot.y(values[i])});
  }
  return all;
}

void draw_band(const Plot& plot, const Track& t) {
  for (std::size_t i = 0; i < t.lower.size();) {
    if (std::isnan(t.lower[i]) || std::isnan(t.upper[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < t.lower.size() && !std::isnan(t.lower[end]) && !std::isnan(t.upper[end])) ++end;
    std::vector<Point> edge;
    for (std::size_t k = i; k < end; ++k) edge.push_back({plot.axis.at(k), plot.y(t.upper[k])});
    for (std::size_t k = end; k-- > i;) edge.push_back({plot.axis.at(k), plot.y(t.lower[k])});
    if (end - i > 1)
      plot.canvas.polygon(edge, with_colour("fp-band", "f", t.colour));
    else
      plot.canvas.line(edge[0], edge[1], with_colour("fp-whisker", "l", t.colour));
    i = end;
  }
}

void draw_track(const Plot& plot, const Track& t) {
  const std::string classes =
      t.mark == Key::Mark::line ? with_colour("fp-line", "l", t.colour) : std::string(line_class(t));
  for (const std::vector<Point>& stretch : stretches(plot, t.values))
    if (stretch.size() > 1) plot.canvas.polyline(stretch, classes);
  if (t.mark == Key::Mark::reference && t.first != t.last) return;
  constexpr double kRoomForMarkers = 16;
  const bool all = plot.axis.count < 2 || plot.axis.at(1) - plot.axis.at(0) >= kRoomForMarkers;
  for (std::size_t i = t.first; i <= t.last; ++i) {
    if (std::isnan(t.values[i])) continue;
    const bool alone = (i == 0 || std::isnan(t.values[i - 1])) &&
                       (i + 1 == t.values.size() || std::isnan(t.values[i + 1]));
    if (!all && !alone && i != t.last) continue;
    const Point at{plot.axis.at(i), plot.y(t.values[i])};
    if (t.mark == Key::Mark::line) plot.canvas.marker(at, t.colour);
    else plot.canvas.dot(at, 3, "fp-ink");
  }
}

std::vector<Key> band_keys(const Prepared& data, Language language) {
  std::vector<Key> keys;
  for (const Track& t : data.tracks) {
    if (t.lower.empty()) continue;
    const std::string name =
        message(language, "report.interval", {{"coverage", text::percent(t.coverage, text::decimals_for(t.coverage * 100, 2), language)}});
    const auto same = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == name; });
    if (same == keys.end()) keys.push_back({Key::Mark::band, t.colour, name});
    else same->colour = -1;  // several colours of band mean the same
  }
  return keys;
}

struct EndLabel {
  std::vector<std::string> lines{};
  std::size_t bold = 0;  ///< So many of the lines are the name.
  const Track* track = nullptr;
  Slot slot{};
};

std::string label_class(const Track& t) {
  return t.mark == Key::Mark::line ? with_colour({}, "x", t.colour).substr(1) : std::string();
}

void draw_label(Canvas& canvas, double x, double y, Anchor anchor, const EndLabel& label, bool halo) {
  const std::string classes = label_class(*label.track) + (halo ? " fp-halo" : "");
  for (std::size_t i = 0; i < label.lines.size(); ++i)
    canvas.text(x, y + static_cast<double>(i) * kLineHeight, anchor, classes + (i < label.bold ? " fp-strong" : ""),
                label.lines[i]);
}

}  // namespace

std::string svg(const LineChart& chart, const SvgOptions& options) {
  const Prepared data = prepare(chart);
  Canvas canvas(options);
  const Language language = options.language;
  double y = canvas.heading(chart.title, chart.unit);

  const std::size_t n = data.periods.count();
  const double widest_label = std::min(170.0, canvas.width() * 0.25);
  std::vector<EndLabel> ends, inner;
  for (const Track& t : data.tracks) {
    EndLabel label;
    label.track = &t;
    const std::string value = value_text(t.values[t.last], data.decimals, chart.unit, language);
    if (!canvas.narrow()) {
      if (!t.name.empty()) label.lines = wrap(t.name, widest_label, kTextSize, true);
      label.bold = label.lines.size();
    }
    const bool at_end = t.last + 1 == n;
    if (at_end || label.lines.empty()) label.lines.push_back(value);
    label.slot.height = kLineHeight * static_cast<double>(label.lines.size()) + 3;
    (at_end ? ends : inner).push_back(std::move(label));
  }

  std::vector<Key> keys;
  if (canvas.narrow())
    for (const Track& t : data.tracks)
      if (!t.name.empty()) keys.push_back({t.mark, t.colour, t.name});
  for (Key& key : band_keys(data, language)) keys.push_back(std::move(key));
  y = legend(canvas, keys, y);

  Extent range = data.extent;
  const bool zero = chart.from_zero ? *chart.from_zero : range.low >= 0 && range.low < 0.45 * range.high;
  if (zero) range.add(0.0);
  const double height = canvas.narrow() ? 230 : 340;
  const Ticks ticks = nice_ticks(range.low, range.high, canvas.narrow() ? 4 : 5);

  Plot plot{canvas, chart, data};
  plot.left = 16 + tick_width(ticks, chart.unit, language) + 8;
  double label_width = 0;
  for (const EndLabel& label : ends) label_width = std::max(label_width, text_width(label.lines, kTextSize, label.bold > 0));
  plot.right = canvas.width() - 16 - (ends.empty() ? 8 : label_width + 16);
  plot.top = y + 8;
  plot.bottom = plot.top + height;
  plot.y = {ticks.first, ticks.last(), plot.bottom, plot.top};
  plot.axis = {data.periods.first(), n, {0, static_cast<double>(std::max<std::size_t>(n, 2) - 1), plot.left + 10, plot.right - 6}};
  if (n == 1) plot.axis.scale = {0, 0, plot.left, plot.right};

  value_grid(canvas, ticks, plot.y, plot.left, plot.right, chart.unit);
  const double foot = period_labels(canvas, plot.axis, plot.bottom);
  for (const Track& t : data.tracks) draw_band(plot, t);
  for (const Track& t : data.tracks) draw_track(plot, t);

  Placer placer({plot.left + 2, plot.top, plot.right, plot.bottom - 2});
  for (const Track& t : data.tracks)
    for (const std::vector<Point>& stretch : stretches(plot, t.values)) placer.avoid(stretch);
  for (const ChartTarget& target : chart.targets) {
    const Point at{plot.axis.at(data.periods.index(target.period)), plot.y(target.value)};
    placer.avoid(Box{at.x - 7, at.y - 7, at.x + 7, at.y + 7});
  }
  const auto beside = [&](Point at, const EndLabel& label, double gap) {
    const double width = text_width(label.lines, kTextSize, true), high = kLineHeight * static_cast<double>(label.lines.size());
    const Box box = placer.place(at, width, high, gap);
    const bool to_left = box.right <= at.x, to_right = box.left >= at.x;
    const Anchor anchor = to_left ? Anchor::end : to_right ? Anchor::start : Anchor::middle;
    draw_label(canvas, to_left ? box.right : to_right ? box.left : (box.left + box.right) / 2, box.top + 13, anchor, label, true);
  };
  Track ink;
  ink.mark = Key::Mark::target;
  for (const ChartTarget& target : chart.targets) {
    const Point at{plot.axis.at(data.periods.index(target.period)), plot.y(target.value)};
    canvas.diamond(at, 6, "fp-target");
    EndLabel label;
    label.track = &ink;
    label.lines = wrap(target.name.empty() ? std::string(message(language, "report.target")) : target.name,
                       std::min(190.0, (plot.right - plot.left) * 0.5), kTextSize, true);
    label.bold = label.lines.size();
    label.lines.push_back(plot.value(target.value));
    beside(at, label, 10);
  }
  if (!canvas.narrow())
    for (const EndLabel& label : inner)
      beside({plot.axis.at(label.track->last), plot.y(label.track->values[label.track->last])}, label, 9);

  std::vector<Slot> slots;
  for (EndLabel& label : ends) {
    label.slot.wanted = plot.y(label.track->values[label.track->last]);
    slots.push_back(label.slot);
  }
  if (!spread(slots, plot.top - 14, foot)) {
    // More labels than height: values alone, and what still does not fit is in the table.
    slots.clear();
    for (EndLabel& label : ends) {
      label.lines.erase(label.lines.begin(), label.lines.end() - 1);
      label.bold = 0;
      label.slot.height = kLineHeight;
      slots.push_back(label.slot);
    }
    (void)spread(slots, plot.top - 14, foot);
  }
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const Slot& slot = slots[i];
    const double line_end = plot.axis.at(ends[i].track->last);
    const double text_left = plot.right + 12;
    if (std::fabs(slot.centre - slot.wanted) > 8)
      canvas.line({line_end + 7, slot.wanted}, {text_left - 3, slot.centre}, "fp-leader");
    draw_label(canvas, text_left, slot.centre - slot.height / 2 + 14, Anchor::start, ends[i], false);
  }

  std::vector<std::string> said;
  for (const Track& t : data.tracks)
    said.push_back(message(language, "report.describe.line",
                           {{"name", t.name},
                            {"first", plot.value(t.values[t.first])},
                            {"from", text::period_text(data.periods.first() + static_cast<std::int64_t>(t.first), language)},
                            {"last", plot.value(t.values[t.last])},
                            {"to", text::period_text(data.periods.first() + static_cast<std::int64_t>(t.last), language)}}));
  for (const ChartTarget& target : chart.targets)
    said.push_back(message(language, "report.describe.target",
                           {{"name", target.name},
                            {"value", plot.value(target.value)},
                            {"period", text::period_text(target.period, language)}}));
  std::string description = caption_of({}, chart.unit, language);
  for (const std::string& s : said) description += (description.empty() ? "" : ". ") + s;
  return canvas.finish(canvas.footnote(foot, chart.note), title_or(chart.title, language), description);
}

Table table(const LineChart& chart, Language language) {
  const Prepared data = prepare(chart);
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  t.note = chart.note;
  const auto column = [&](std::string header) {
    Column c;
    c.header = std::move(header);
    c.decimals = data.decimals;
    c.align = Align::right;
    t.columns.push_back(std::move(c));
  };
  t.columns.push_back({std::string(message(language, "report.period"))});
  for (const Track& track : data.tracks) {
    column(track.name);
    if (track.lower.empty()) continue;
    const std::string coverage = text::percent(track.coverage, text::decimals_for(track.coverage * 100, 2), language);
    column(message(language, "report.lower", {{"coverage", coverage}}));
    column(message(language, "report.upper", {{"coverage", coverage}}));
  }
  for (const ChartTarget& target : chart.targets)
    column(target.name.empty() ? std::string(message(language, "report.target")) : target.name);
  for (std::size_t i = 0; i < data.periods.count(); ++i) {
    const Period period = data.periods.first() + static_cast<std::int64_t>(i);
    std::vector<Cell> row = {period};
    bool any = false;
    const auto cell = [&](double x) {
      any = any || !std::isnan(x);
      row.emplace_back(x);
    };
    for (const Track& track : data.tracks) {
      cell(track.values[i]);
      if (track.lower.empty()) continue;
      cell(track.lower[i]);
      cell(track.upper[i]);
    }
    for (const ChartTarget& target : chart.targets) cell(target.period == period ? target.value : kNaN);
    if (any) t.rows.push_back(std::move(row));
  }
  return t;
}

}  // namespace foreplan::inline v0::report
