#include <foreplan/report/model_charts.hpp>

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

constexpr std::size_t kMostLevels = 1'000;

void check(const CalibrationChart& chart) {
  check_count(chart.levels.size(), kMostLevels, "levels");
  check_count(chart.lines.size(), kMostLines, "lines");
  for (std::size_t i = 0; i < chart.levels.size(); ++i)
    if (!(chart.levels[i] > (i == 0 ? 0.0 : chart.levels[i - 1]) && chart.levels[i] < 1))
      detail::fail(kChart, "levels must rise in (0, 1)", detail::number_text(chart.levels[i]),
                   "at index " + std::to_string(i));
  bool any = false;
  for (const CalibrationLine& line : chart.lines) {
    if (line.below.size() != chart.levels.size())
      detail::fail(kChart, "there must be a share for each of " + std::to_string(chart.levels.size()) + " levels",
                   std::to_string(line.below.size()), "for " + detail::quoted(line.name));
    for (const double share : line.below) {
      if (!std::isnan(share) && !(share >= 0 && share <= 1))
        detail::fail(kChart, "shares must lie in [0, 1]", detail::number_text(share),
                     "for " + detail::quoted(line.name));
      any = any || !std::isnan(share);
    }
  }
  detail::require(any, kChart, "a chart must have a value", "only missing shares");
}

std::string per_cent(double share, Language language) { return text::percent(share, 1, language); }

std::string description_of(const CalibrationChart& chart, Language language) {
  std::string all(message(language, "report.calibration.below"));
  for (const CalibrationLine& line : chart.lines) {
    const auto known = [](double x) { return !std::isnan(x); };
    const auto first = std::find_if(line.below.begin(), line.below.end(), known);
    if (first == line.below.end()) continue;
    const auto last = std::find_if(line.below.rbegin(), line.below.rend(), known);
    const auto level = [&](std::ptrdiff_t i) { return per_cent(chart.levels[static_cast<std::size_t>(i)], language); };
    all += "; " + message(language, "report.describe.calibration",
                          {{"name", line.name},
                           {"first", per_cent(*first, language)},
                           {"first_level", level(first - line.below.begin())},
                           {"last", per_cent(*last, language)},
                           {"last_level", level(line.below.rend() - last - 1)}});
  }
  return all;
}

}  // namespace

std::string svg(const CalibrationChart& chart, const SvgOptions& options) {
  check(chart);
  Canvas canvas(options);
  const Language language = options.language;
  std::vector<Key> keys{{Key::Mark::reference, 0, std::string(message(language, "report.calibration.right"))}};
  for (std::size_t c = 0; c < chart.lines.size(); ++c)
    keys.push_back({Key::Mark::line, static_cast<int>(c), chart.lines[c].name});
  double y = legend(canvas, keys, canvas.heading(chart.title, {}));
  const std::vector<std::string> name =
      wrap(message(language, "report.calibration.below"), canvas.right() - canvas.left());
  canvas.text(canvas.left(), y + 12, Anchor::start, "fp-muted", name);
  y += kLineHeight * static_cast<double>(name.size());

  const Ticks ticks = canvas.narrow() ? Ticks{0, 25, 5, 0} : Ticks{0, 10, 11, 0};
  const Unit unit = Unit::percent();
  const double left = canvas.left() + tick_width(ticks, unit, language) + 8, right = canvas.right() - 10;
  const double top = y + 10, bottom = top + (canvas.narrow() ? 250 : 340);
  const Scale scale{0, 100, bottom, top}, x{0, 100, left, right};
  value_grid(canvas, ticks, scale, left, right, unit);
  value_grid_below(canvas, ticks, x, top, bottom + 5, unit);  // clear of the 0 % at the side
  canvas.line({x(0), scale(0)}, {x(100), scale(100)}, "fp-reference");
  for (std::size_t c = 0; c < chart.lines.size(); ++c) {
    const int colour = static_cast<int>(c);
    std::vector<Point> run;
    std::vector<Point> marks;
    const auto finish = [&] {
      if (run.size() > 1) canvas.polyline(run, with_colour("fp-line fp-fine", "l", colour));
      run.clear();
    };
    for (std::size_t i = 0; i < chart.levels.size(); ++i) {
      const double share = chart.lines[c].below[i];
      if (std::isnan(share)) {
        finish();
        continue;
      }
      run.push_back({x(100 * chart.levels[i]), scale(100 * share)});
      marks.push_back(run.back());
    }
    finish();
    for (const Point at : marks) canvas.marker(at, colour);
  }
  const std::vector<std::string> axis = wrap(message(language, "report.calibration.level"), right - left);
  canvas.text((left + right) / 2, bottom + 42, Anchor::middle, "fp-muted", axis);
  return canvas.finish(canvas.footnote(bottom + 30 + kLineHeight * static_cast<double>(axis.size()), chart.note),
                       title_or(chart.title, language), description_of(chart, language));
}

Table table(const CalibrationChart& chart, Language language) {
  check(chart);
  Table t;
  t.caption = chart.title;
  t.note = std::string(message(language, "report.calibration.below")) + "." +
           (chart.note.empty() ? "" : " " + chart.note);
  t.columns.push_back(
      {.header = std::string(message(language, "report.calibration.level")), .style = NumberStyle::percent});
  for (const CalibrationLine& line : chart.lines)
    t.columns.push_back({.header = line.name, .style = NumberStyle::percent, .align = Align::right});
  for (std::size_t i = 0; i < chart.levels.size(); ++i) {
    t.rows.push_back({chart.levels[i]});
    for (const CalibrationLine& line : chart.lines) t.rows.back().push_back(line.below[i]);
  }
  return t;
}

}  // namespace foreplan::inline v0::report
