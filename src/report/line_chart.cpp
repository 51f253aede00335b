#include <foreplan/report/chart.hpp>

#include "report/canvas.hpp"
#include "report/line_tracks.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace foreplan::inline v0::report {
namespace {

using text::message;

/// The chart while it is drawn.
struct Plot {
  Canvas& canvas;
  const LineChart& chart;
  const LineTracks& data;
  PeriodAxis axis{};
  Scale y{};
  double left = 0, right = 0, top = 0, bottom = 0;

  [[nodiscard]] std::string value(double x) const {
    return value_text(x, data.decimals, chart.unit, canvas.language());
  }
};

std::string_view line_class(const Track& t) {
  return t.mark == Key::Mark::reference ? "fp-reference"
         : t.mark == Key::Mark::history ? "fp-line fp-history"
                                        : "fp-line";
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
  for (std::vector<Point>& stretch : all) stretch = thinned(stretch);
  return all;
}

/// Where several fans lie over each other they are fainter, and have edges.
void draw_band(const Plot& plot, const ChartBand& band, int colour, bool alone) {
  const auto known = [&](std::size_t i) { return !std::isnan(band.lower[i]) && !std::isnan(band.upper[i]); };
  for (std::size_t i = 0; i < band.lower.size();) {
    if (!known(i)) {
      ++i;
      continue;
    }
    std::vector<Point> upper, lower;
    for (; i < band.lower.size() && known(i); ++i) {
      upper.push_back({plot.axis.at(i), plot.y(band.upper[i])});
      lower.push_back({plot.axis.at(i), plot.y(band.lower[i])});
    }
    if (upper.size() == 1) {
      plot.canvas.line(upper[0], lower[0], with_colour("fp-whisker", "l", colour));
      continue;
    }
    std::vector<Point> around = upper;
    around.insert(around.end(), lower.rbegin(), lower.rend());
    plot.canvas.polygon(around, with_colour(alone ? "fp-band" : "fp-band fp-faint", "f", colour));
    if (alone) continue;
    plot.canvas.polyline(upper, with_colour("fp-edge", "l", colour));
    plot.canvas.polyline(lower, with_colour("fp-edge", "l", colour));
  }
}

void draw_track(const Plot& plot, const Track& t) {
  std::string classes =
      t.mark == Key::Mark::line ? with_colour("fp-line", "l", t.colour) : std::string(line_class(t));
  constexpr double kRoomForThickLines = 5;  // seasons of months would run into each other
  if (plot.axis.count > 1 && plot.axis.at(1) - plot.axis.at(0) < kRoomForThickLines) classes += " fp-fine";
  for (const std::vector<Point>& stretch : stretches(plot, t.values))
    if (stretch.size() > 1) plot.canvas.polyline(stretch, classes);
  if (t.mark == Key::Mark::reference && t.first != t.last) return;
  constexpr double kRoomForMarkers = 16;
  const bool all = plot.axis.count < 2 || plot.axis.at(1) - plot.axis.at(0) >= kRoomForMarkers;
  for (std::size_t i = t.first; i <= t.last; ++i) {
    if (std::isnan(t.values[i])) continue;
    const bool alone =
        (i == 0 || std::isnan(t.values[i - 1])) && (i + 1 == t.values.size() || std::isnan(t.values[i + 1]));
    if (!all && !alone && i != t.last) continue;
    const Point at{plot.axis.at(i), plot.y(t.values[i])};
    if (t.mark == Key::Mark::line)
      plot.canvas.marker(at, t.colour);
    else
      plot.canvas.dot(at, 3, "fp-ink");
  }
}

std::vector<Key> band_keys(const LineTracks& data, Language language) {
  std::vector<Key> keys;
  for (const Track& t : data.tracks) {
    int layers = 0;
    for (const ChartBand& band : t.bands) {
      ++layers;
      const std::string name =
          message(language, "report.interval",
                  {{"coverage", text::percent(band.coverage, text::decimals_for(band.coverage * 100, 2), language)}});
      const auto same = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == name; });
      if (same == keys.end())
        keys.push_back({Key::Mark::band, t.colour, name, layers});
      else
        same->colour = -1;  // several colours of band mean the same
    }
  }
  return keys;
}

/// A name with a value, or one of them, beside a point.
struct PointLabel {
  std::vector<std::string> lines{};
  std::size_t bold = 0;  ///< So many of the lines are the name.
  std::string classes{};
  Point at{};

  [[nodiscard]] double width() const { return text_width(lines, kTextSize, bold > 0); }
  [[nodiscard]] double height() const { return kLineHeight * static_cast<double>(lines.size()); }
};

std::string label_class(const Track& t) {
  return t.mark == Key::Mark::line        ? with_colour({}, "x", t.colour).substr(1)
         : t.mark == Key::Mark::reference ? "fp-muted"
                                          : "";
}

void draw_label(Canvas& canvas, double x, double y, Anchor anchor, const PointLabel& label,
                std::string_view more = {}) {
  for (std::size_t i = 0; i < label.lines.size(); ++i) {
    std::string classes = label.classes + std::string(more) + (i < label.bold ? " fp-strong" : "");
    if (!classes.empty() && classes.front() == ' ') classes.erase(0, 1);
    canvas.text(x, y + static_cast<double>(i) * kLineHeight, anchor, classes, label.lines[i]);
  }
}

/// What is told beside the lines and what by a legend: there is not always room.
struct Telling {
  bool names = true;    ///< Of the lines, at their ends.
  bool targets = true;  ///< At their diamonds.
};

std::string target_name(const ChartTarget& target, Language language) {
  return target.name.empty() ? std::string(message(language, "report.target")) : target.name;
}

std::vector<Key> legend_keys(const LineChart& chart, const LineTracks& data, const Telling& telling,
                             Language language) {
  std::vector<Key> keys;
  for (const Track& t : data.tracks)
    if (!telling.names && !t.name.empty()) keys.push_back({t.mark, t.colour, t.name});
  for (const ChartTarget& target : chart.targets)
    if (!telling.targets)
      keys.push_back({Key::Mark::target, 0,
                      message(language, "report.describe.value",
                              {{"name", target_name(target, language)},
                               {"value", value_text(target.value, data.decimals, chart.unit, language)}})});
  for (Key& key : band_keys(data, language)) keys.push_back(std::move(key));
  return keys;
}

/// Beside its point, clear of the lines if possible and of other texts in any case. False when there is no room.
bool place_label(Canvas& canvas, Placer& placer, const PointLabel& label, double gap) {
  const std::optional<Box> box = placer.place(label.at, label.width(), label.height(), gap);
  if (!box) return false;
  const Point nearest{std::clamp(label.at.x, box->left, box->right), std::clamp(label.at.y, box->top, box->bottom)};
  const double away = std::hypot(nearest.x - label.at.x, nearest.y - label.at.y);
  if (away > gap + 10) {
    const double part = 8 / away;  // clear of the mark
    canvas.line({label.at.x + part * (nearest.x - label.at.x), label.at.y + part * (nearest.y - label.at.y)}, nearest,
                "fp-leader");
  }
  const bool to_left = box->right <= label.at.x, to_right = box->left >= label.at.x;
  const Anchor anchor = to_left ? Anchor::end : to_right ? Anchor::start : Anchor::middle;
  const double x = to_left ? box->right : to_right ? box->left : (box->left + box->right) / 2;
  draw_label(canvas, x, box->top + 13, anchor, label, " fp-halo");
  return true;
}

/// At the right of the plot, each beside the end of its line or led to it. False when there is no room.
bool place_ends(const Plot& plot, const std::vector<PointLabel>& ends) {
  std::vector<Slot> slots;
  for (const PointLabel& label : ends) slots.push_back({label.at.y, label.height() + 3, 0});
  if (!spread(slots, plot.top - 14, plot.bottom + 6)) return false;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const Slot& slot = slots[i];
    const double left = plot.right + 12;
    if (std::fabs(slot.centre - slot.wanted) > 8)
      plot.canvas.line({ends[i].at.x + 7, slot.wanted}, {left - 3, slot.centre}, "fp-leader");
    draw_label(plot.canvas, left, slot.centre - slot.height / 2 + 14, Anchor::start, ends[i]);
  }
  return true;
}

std::string description_of(const Plot& plot, const LineChart& chart) {
  const Language language = plot.canvas.language();
  const auto when = [&](std::size_t i) { return plot.data.names.text(i, language); };
  std::string all = caption_of({}, chart.unit, language);
  const auto say = [&](const std::string& sentence) { all += (all.empty() ? "" : ". ") + sentence; };
  for (const Track& t : plot.data.tracks) {
    say(message(language, "report.describe.line",
                {{"name", t.name},
                 {"first", plot.value(t.values[t.first])},
                 {"from", when(t.first)},
                 {"last", plot.value(t.values[t.last])},
                 {"to", when(t.last)}}));
    for (const ChartBand& band : t.bands)
      if (!std::isnan(band.lower[t.last]) && !std::isnan(band.upper[t.last]))
        say(message(language, "report.describe.band",
                    {{"coverage", text::percent(band.coverage, text::decimals_for(band.coverage * 100, 2), language)},
                     {"lower", plot.value(band.lower[t.last])},
                     {"upper", plot.value(band.upper[t.last])},
                     {"period", when(t.last)}}));
  }
  for (const ChartTarget& target : chart.targets)
    say(message(language, "report.describe.target",
                {{"name", target_name(target, language)},
                 {"value", plot.value(target.value)},
                 {"period", when(plot.data.periods.index(target.period))}}));
  return all;
}

/// Nothing when what is to be told beside the lines has no room there.
std::optional<std::string> draw(const LineChart& chart, const LineTracks& data, const SvgOptions& options,
                                const Telling& telling) {
  Canvas canvas(options);
  const Language language = options.language;
  const std::size_t n = data.periods.count();
  Plot plot{canvas, chart, data};
  const double y = legend(canvas, legend_keys(chart, data, telling, language), canvas.heading(chart.title, chart.unit));

  std::vector<PointLabel> ends, inner;
  std::vector<const Track*> end_tracks, inner_tracks;
  double label_width = 0;
  for (const Track& t : data.tracks) {
    PointLabel label;
    label.classes = label_class(t);
    if (telling.names && !t.name.empty())
      label.lines = wrap(t.name, std::min(170.0, canvas.width() * 0.25), kTextSize, true);
    label.bold = label.lines.size();
    const bool at_end = t.last + 1 == n;
    label.lines.push_back(plot.value(t.values[t.last]));
    if (at_end) label_width = std::max(label_width, label.width());
    (at_end ? ends : inner).push_back(std::move(label));
    (at_end ? end_tracks : inner_tracks).push_back(&t);
  }

  Extent range = data.extent;
  if (chart.from_zero ? *chart.from_zero : range.low >= 0 && range.low < 0.45 * range.high) range.add(0.0);
  const Ticks ticks = nice_ticks(range.low, range.high, canvas.narrow() ? 4 : 5);
  plot.left = canvas.left() + tick_width(ticks, chart.unit, language) + 8;
  plot.right = canvas.right() - (ends.empty() ? 8 : label_width + 16);
  if (plot.right - plot.left < 0.3 * canvas.width()) {  // numbers of many digits: the drawing comes first
    if (telling.names) return std::nullopt;
    ends.clear();
    plot.right = canvas.right() - 8;
  }
  plot.top = y + 8;
  plot.bottom = plot.top + (canvas.narrow() ? 230 : 340);
  plot.y = {ticks.first, ticks.last(), plot.bottom, plot.top};
  plot.axis = {data.names,
               n,
               {0, static_cast<double>(std::max<std::size_t>(n, 2) - 1), plot.left + 10, plot.right - 6}};
  if (n == 1) plot.axis.scale = {0, 0, plot.left, plot.right};

  value_grid(canvas, ticks, plot.y, plot.left, plot.right, chart.unit);
  const double foot = period_labels(canvas, plot.axis, plot.bottom);
  const auto fans =
      std::count_if(data.tracks.begin(), data.tracks.end(), [](const Track& t) { return !t.bands.empty(); });
  for (const Track& t : data.tracks)
    for (const ChartBand& band : t.bands) draw_band(plot, band, t.colour, fans == 1);
  for (const Track& t : data.tracks) draw_track(plot, t);

  Placer placer({plot.left + 2, plot.top, plot.right, plot.bottom - 2});
  for (const Track& t : data.tracks)
    for (const std::vector<Point>& stretch : stretches(plot, t.values)) placer.avoid(stretch);
  std::vector<Point> aims;
  for (const ChartTarget& target : chart.targets) {
    const Point at{plot.axis.at(data.periods.index(target.period)), plot.y(target.value)};
    aims.push_back(at);
    placer.avoid(Box{at.x - 7, at.y - 7, at.x + 7, at.y + 7});
    canvas.diamond(at, 6, "fp-target");
  }
  for (std::size_t i = 0; i < aims.size() && telling.targets; ++i) {
    PointLabel label;
    label.lines =
        wrap(target_name(chart.targets[i], language), std::min(190.0, (plot.right - plot.left) * 0.5), kTextSize, true);
    label.bold = label.lines.size();
    label.lines.push_back(plot.value(chart.targets[i].value));
    label.at = aims[i];
    if (!place_label(canvas, placer, label, 10)) return std::nullopt;
  }
  const auto end_of = [&](const Track& t) { return Point{plot.axis.at(t.last), plot.y(t.values[t.last])}; };
  for (std::size_t i = 0; i < inner.size() && telling.names; ++i) {
    inner[i].at = end_of(*inner_tracks[i]);
    if (!place_label(canvas, placer, inner[i], 9)) return std::nullopt;
  }
  for (std::size_t i = 0; i < ends.size(); ++i) ends[i].at = end_of(*end_tracks[i]);
  if (!place_ends(plot, ends) && telling.names) return std::nullopt;  // values alone always fit: 12 lines at most
  return canvas.finish(canvas.footnote(foot, chart.note), title_or(chart.title, language), description_of(plot, chart));
}

}  // namespace

std::string svg(const LineChart& chart, const SvgOptions& options) {
  const LineTracks data = line_tracks(chart);
  if (!Canvas(options).narrow())
    if (std::optional<std::string> named = draw(chart, data, options, {true, true})) return *std::move(named);
  if (std::optional<std::string> keyed = draw(chart, data, options, {false, true})) return *std::move(keyed);
  return draw(chart, data, options, {false, false}).value();
}

}  // namespace foreplan::inline v0::report
