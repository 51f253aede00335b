#include <foreplan/report/chart.hpp>

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

bool has_range(const Estimate& e) { return std::isfinite(e.range.lower) && std::isfinite(e.range.upper); }

enum class Role { base, observed, required, projected, target };

/// One thing on the scale, with the line below it that names it.
struct Mark {
  Role role = Role::base;
  std::string name{};
  double value = 0;
  Interval range{};
};

struct Prepared {
  std::vector<Mark> marks{};
  Extent extent{};
  int decimals = 0;
};

std::string name_or(const std::string& name, Language language, std::string_view key) {
  return name.empty() ? std::string(message(language, key)) : name;
}

Prepared prepare(const Gauge& g, Language language) {
  check_decimals(g.decimals);
  Prepared p;
  const auto add = [&](Role role, std::string name, double value, std::string_view what, Interval range = {}) {
    check_value(value, what);
    p.extent.add(value);
    p.marks.push_back({role, std::move(name), value, range});
  };
  add(Role::base, name_or(g.base_name, language, "report.base"), g.base, "base");
  if (g.observed) add(Role::observed, name_or(g.observed_name, language, "report.observed"), *g.observed, "observed");
  if (g.required) add(Role::required, name_or(g.required_name, language, "report.required"), *g.required, "required");
  if (g.projected) {
    const Estimate& e = *g.projected;
    if (has_range(e)) {
      check_value(e.range.lower, "projected");
      check_value(e.range.upper, "projected");
      detail::require(e.range.lower <= e.range.upper, kChart, "lower must not be above upper", e.range.lower);
      p.extent.add(e.range.lower);
      p.extent.add(e.range.upper);
    }
    add(Role::projected, name_or(g.projected_name, language, "report.projected"), e.value, "projected",
        has_range(e) ? e.range : Interval{});
  }
  add(Role::target, name_or(g.target_name, language, "report.target"), g.target, "target");
  detail::require(g.target != g.base, kChart, "target must differ from base", g.target);
  if (g.probability)
    detail::require(*g.probability >= 0 && *g.probability <= 1, kChart, "probability must lie in 0 to 1", *g.probability);
  detail::require(g.probability_floor >= 0.001 && g.probability_floor < 0.5, kChart,
                  "probability_floor must lie in 0.001 to 0.5", g.probability_floor);
  check_extent(p.extent);
  p.decimals = chart_decimals(g.decimals, p.extent.magnitude());
  return p;
}

std::string probability_of(const Gauge& g, Language language) {
  return text::probability_text(*g.probability, language, 1, g.probability_floor);
}

std::string mark_text(const Mark& mark, int decimals, const Unit& unit, Language language) {
  std::string value = value_text(mark.value, decimals, unit, language);
  if (std::isfinite(mark.range.lower)) value += ' ' + text::interval(mark.range, decimals, language);
  return value;
}

constexpr double kBarHeight = 22;

void draw_mark(Canvas& canvas, const Mark& mark, double x, double middle, const Scale* scale) {
  switch (mark.role) {
    case Role::base: canvas.line({x, middle - 11}, {x, middle + 11}, "fp-axis"); break;
    case Role::observed: canvas.dot({x, middle}, 6, "fp-mark fp-f0"); break;
    case Role::required: canvas.line({x, middle - 17}, {x, middle + 17}, "fp-goal-thin"); break;
    case Role::projected:
      if (scale != nullptr && std::isfinite(mark.range.lower)) {
        const double a = (*scale)(mark.range.lower), b = (*scale)(mark.range.upper);
        canvas.line({a, middle}, {b, middle}, "fp-whisker fp-l1");
        canvas.line({a, middle - 5}, {a, middle + 5}, "fp-whisker fp-l1");
        canvas.line({b, middle - 5}, {b, middle + 5}, "fp-whisker fp-l1");
      }
      canvas.diamond({x, middle}, 7, "fp-mark fp-f1");
      break;
    case Role::target: canvas.line({x, middle - 17}, {x, middle + 17}, "fp-goal"); break;
  }
}

}  // namespace

std::string svg(const Gauge& chart, const SvgOptions& options) {
  const Language language = options.language;
  const Prepared data = prepare(chart, language);
  Canvas canvas(options);
  double y = canvas.heading(chart.title, chart.unit);

  const double left = canvas.left(), right = canvas.right();
  const Ticks ticks = nice_ticks(data.extent.low, data.extent.high, canvas.narrow() ? 3 : 6);
  const double edge = tick_width(ticks, chart.unit, language) / 2;
  const Scale scale{ticks.first, ticks.last(), left + edge, right - edge};
  const double middle = y + 26, bottom = middle + 24;
  value_grid_below(canvas, ticks, scale, middle - 22, bottom, chart.unit);
  const auto span = [&](double a, double b, double half, std::string_view classes) {
    canvas.rect({std::min(scale(a), scale(b)), middle - half, std::max(scale(a), scale(b)), middle + half}, classes);
  };
  span(chart.base, chart.target, kBarHeight / 2, "fp-track");
  if (chart.observed) span(chart.base, *chart.observed, 4, "fp-f0");
  for (const Mark& mark : data.marks) draw_mark(canvas, mark, scale(mark.value), middle, &scale);
  y = bottom + 34;

  for (const Mark& mark : data.marks) {
    const std::string value = mark_text(mark, data.decimals, chart.unit, language);
    const double value_width = text_width(value, kTextSize, true);
    const double room = right - left - 30 - 14;
    // The value stands on the line of the name, or below it where both are too long for one.
    const bool below = text_width(mark.name) + value_width > room && value_width > room * 0.5;
    const std::vector<std::string> names = wrap(mark.name, below ? room : room - value_width);
    const double first = y + 13;
    Mark key = mark;
    key.range = {};
    draw_mark(canvas, key, left + 10, first - 4.5, nullptr);
    canvas.text(left + 30, first, Anchor::start, {}, names);
    double last = first + kLineHeight * static_cast<double>(names.size() - 1);
    if (below) last += kLineHeight;
    const std::vector<std::string> values = wrap(value, right - left - 30, kTextSize, true);
    canvas.text(right, last, Anchor::end, "fp-strong", values);
    y = last + 12 + kLineHeight * static_cast<double>(values.size() - 1);
    canvas.line({left, y}, {right, y}, "fp-grid");
    y += 10;
  }

  if (chart.probability) {
    const std::string value = probability_of(chart, language);
    const std::vector<std::string> names = wrap(message(language, "report.probability_of_target"), right - left - text_width(value, kTextSize, true) - 20);
    canvas.text(left, y + 13, Anchor::start, {}, names);
    canvas.text(right, y + 13, Anchor::end, "fp-strong", value);
    y += kLineHeight * static_cast<double>(names.size()) + 7;
    const double p = *chart.probability;
    canvas.rect({left, y, right, y + 10}, "fp-track");
    canvas.rect({left, y, left + (right - left) * p, y + 10}, "fp-f0");
    const double half = (left + right) / 2;
    canvas.line({half, y - 2}, {half, y + 12}, "fp-axis");
    y += 27;
    canvas.text(left, y, Anchor::start, "fp-muted", text::percent(0, 0, language));
    canvas.text(half, y, Anchor::middle, "fp-muted", text::percent(0.5, 0, language));
    canvas.text(right, y, Anchor::end, "fp-muted", text::percent(1, 0, language));
    y += 8;
  }

  std::string description = caption_of({}, chart.unit, language);
  for (const Mark& mark : data.marks)
    description += ". " + message(language, "report.describe.value",
                                  {{"name", mark.name}, {"value", mark_text(mark, data.decimals, chart.unit, language)}});
  if (chart.probability)
    description += ". " + message(language, "report.describe.value",
                                  {{"name", std::string(message(language, "report.probability_of_target"))}, {"value", probability_of(chart, language)}});
  return canvas.finish(canvas.footnote(y, chart.note), title_or(chart.title, language), description);
}

Table table(const Gauge& chart, Language language) {
  const Prepared data = prepare(chart, language);
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  t.note = chart.note;
  t.columns.push_back({});
  t.columns.push_back({.header = std::string(message(language, "report.value")), .align = Align::right});
  for (const Mark& mark : data.marks)
    t.rows.push_back({mark.name, mark_text(mark, data.decimals, chart.unit, language)});
  if (chart.probability)
    t.rows.push_back({message(language, "report.probability_of_target"), probability_of(chart, language)});
  return t;
}

}  // namespace foreplan::inline v0::report
