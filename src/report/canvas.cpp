#include "report/canvas.hpp"

#include "core/check.hpp"
#include "report/escape.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace foreplan::inline v0::report {
namespace {

constexpr double kTitleSize = 17;
constexpr double kTitleLineHeight = 22;
constexpr double kNoteSize = 12;
constexpr double kNoteLineHeight = 16;

/// Hundredths of a unit are far finer than any screen.
void append_place(std::string& out, double x) {
  const double rounded = std::round(x * 100) / 100;
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded + 0.0).ptr;
  out.append(buffer.data(), end);
}

std::string_view anchor_name(Anchor anchor) {
  return anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 100 && is_letter(id.front()) && std::all_of(id.begin(), id.end(), [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace

Canvas::Canvas(const SvgOptions& options) : options_(options) {
  detail::require(options.width >= 300 && options.width <= 2000, "report::svg", "width must lie in 300 to 2000",
                  options.width);
  detail::require(is_id(options.id), "report::svg", "id must be a letter followed by letters, digits, - or _",
                  detail::quoted(options.id));
  body_.reserve(8192);
}

void Canvas::open(std::string_view element, std::string_view classes) {
  body_.append("<").append(element);
  if (!classes.empty()) body_.append(" class=\"").append(classes).append("\"");
}

void Canvas::attribute(std::string_view name, double value) {
  body_.append(" ").append(name).append("=\"");
  append_place(body_, value);
  body_.append("\"");
}

void Canvas::points(const std::vector<Point>& points) {
  body_.append(" points=\"");
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i > 0) body_.push_back(' ');
    append_place(body_, points[i].x);
    body_.push_back(',');
    append_place(body_, points[i].y);
  }
  body_.append("\"/>\n");
}

void Canvas::text(double x, double y, Anchor anchor, std::string_view classes, std::string_view text) {
  open("text", classes);
  attribute("x", x);
  attribute("y", y);
  if (anchor != Anchor::start) body_.append(" text-anchor=\"").append(anchor_name(anchor)).append("\"");
  body_.append(">").append(xml_text(text)).append("</text>\n");
}

void Canvas::text(double x, double y, Anchor anchor, std::string_view classes,
                  const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    text(x, y + static_cast<double>(i) * kLineHeight, anchor, classes, lines[i]);
}

void Canvas::line(Point a, Point b, std::string_view classes) {
  open("line", classes);
  attribute("x1", a.x);
  attribute("y1", a.y);
  attribute("x2", b.x);
  attribute("y2", b.y);
  body_.append("/>\n");
}

void Canvas::polyline(const std::vector<Point>& p, std::string_view classes) {
  open("polyline", classes);
  points(p);
}

void Canvas::polygon(const std::vector<Point>& p, std::string_view classes) {
  open("polygon", classes);
  points(p);
}

void Canvas::rect(const Box& box, std::string_view classes) {
  open("rect", classes);
  attribute("x", box.left);
  attribute("y", box.top);
  attribute("width", std::max(0.0, box.right - box.left));
  attribute("height", std::max(0.0, box.bottom - box.top));
  body_.append("/>\n");
}

void Canvas::bar(const Box& box, int colour) {
  rect(box, with_colour("fp-part", "f", colour));
  if (colour % 2 == 0) return;
  // Drawn line by line: a pattern would need an id, and many viewers lose patterns.
  constexpr double kApart = 7;
  const double height = box.bottom - box.top, width = box.right - box.left;
  for (double offset = kApart - height; offset < width; offset += kApart) {
    const double from = std::max(0.0, -offset), to = std::min(height, width - offset);
    if (to - from < 1) continue;
    line({box.left + offset + from, box.bottom - from}, {box.left + offset + to, box.bottom - to}, "fp-hatch");
  }
}

void Canvas::shape(std::string_view path, std::string_view classes) {
  open("path", classes);
  body_.append(" d=\"").append(path).append("\"/>\n");
}

void Canvas::dot(Point at, double radius, std::string_view classes) {
  open("circle", classes);
  attribute("cx", at.x);
  attribute("cy", at.y);
  attribute("r", radius);
  body_.append("/>\n");
}

void Canvas::diamond(Point at, double r, std::string_view classes) {
  polygon({{at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}}, classes);
}

void Canvas::marker(Point at, int colour) {
  const std::string filled = with_colour("fp-mark", "f", colour);
  const auto [x, y] = at;
  switch (colour % kColours) {
    case 0: return dot(at, 4, filled);
    case 1: return rect({x - 3.6, y - 3.6, x + 3.6, y + 3.6}, filled);
    case 2: return polygon({{x, y - 4.8}, {x + 4.6, y + 3.4}, {x - 4.6, y + 3.4}}, filled);
    case 3: return diamond(at, 5, filled);
    case 4: return polygon({{x, y + 4.8}, {x + 4.6, y - 3.4}, {x - 4.6, y - 3.4}}, filled);
    case 5: return rect({x - 5, y - 2.2, x + 5, y + 2.2}, filled);
    default: return rect({x - 2.2, y - 5, x + 2.2, y + 5}, filled);
  }
}

double Canvas::heading(std::string_view title, const Unit& unit) {
  double y = 0;
  if (!options_.standalone) return 6;
  const double room = right() - left();
  if (!title.empty()) {
    const std::vector<std::string> lines = wrap(title, room, kTitleSize, true);
    y += kTitleLineHeight + 4;
    for (const std::string& line : lines) {
      text(left(), y, Anchor::start, "fp-title", line);
      y += kTitleLineHeight;
    }
    y -= kTitleLineHeight;
  }
  if (const std::string named = unit_line(unit, language()); !named.empty()) {
    for (const std::string& line : wrap(named, room)) {
      y += kLineHeight + 3;
      text(left(), y, Anchor::start, "fp-muted", line);
    }
  }
  return y + 16;
}

double Canvas::footnote(double y, std::string_view note) {
  if (!options_.standalone) return y + 2;
  if (!note.empty()) {
    y += 8;
    for (const std::string& line : wrap(note, right() - left(), kNoteSize)) {
      y += kNoteLineHeight;
      text(left(), y, Anchor::start, "fp-note", line);
    }
  }
  return y + 16;
}

std::string Canvas::finish(double height, std::string_view title, std::string_view description) const {
  std::string size;
  append_place(size, width());
  std::string high;
  append_place(high, std::ceil(height));
  std::string out = "<svg class=\"fp-chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + ' ' + high + '"';
  if (options_.standalone) out.append(" width=\"" + size + "\" height=\"" + high + '"');
  out.append(" lang=\"").append(tag(language())).append("\" role=\"img\" aria-labelledby=\"");
  out.append(options_.id + "-title " + options_.id + "-desc\">\n");
  out.append("<title id=\"" + options_.id + "-title\">" + xml_text(title) + "</title>\n");
  out.append("<desc id=\"" + options_.id + "-desc\">" + xml_text(description) + "</desc>\n");
  if (options_.standalone) {
    out.append("<style>").append(chart_style()).append("</style>\n");
    out.append("<rect class=\"fp-paper\" width=\"" + size + "\" height=\"" + high + "\"/>\n");
  }
  return out.append(body_).append("</svg>\n");
}

double legend(Canvas& canvas, const std::vector<Key>& keys, double y) {
  if (keys.empty()) return y;
  constexpr double kSwatch = 26, kGap = 20;
  const double left = canvas.left(), right = canvas.right();
  double x = left;
  for (const Key& key : keys) {
    const std::vector<std::string> lines = wrap(key.name, right - left - kSwatch);
    const double wide = kSwatch + text_width(lines);
    if (x > left && x + wide > right) {
      x = left;
      y += kLineHeight + 4;
    }
    const double middle = y + 8;
    const Point a{x, middle}, b{x + 18, middle}, centre{x + 9, middle};
    const Box box{x, middle - 6, x + 18, middle + 6};
    switch (key.mark) {
      case Key::Mark::line:
        canvas.line(a, b, with_colour("fp-line", "l", key.colour));
        canvas.marker(centre, key.colour);
        break;
      case Key::Mark::history:
        canvas.line(a, b, "fp-line fp-history");
        canvas.dot(centre, 3, "fp-ink");
        break;
      case Key::Mark::reference: canvas.line(a, b, "fp-reference"); break;
      case Key::Mark::curve: canvas.line(a, b, with_colour("fp-line", "l", key.colour)); break;
      case Key::Mark::band:
        for (int layer = 0; layer < key.layers; ++layer)
          canvas.rect(box, key.colour < 0 ? std::string("fp-band-any") : with_colour("fp-band", "f", key.colour));
        break;
      case Key::Mark::area: canvas.rect(box, with_colour("fp-part", "f", key.colour)); break;
      case Key::Mark::bar: canvas.bar(box, key.colour); break;
      case Key::Mark::stem: canvas.rect({x + 7, middle - 6, x + 11, middle + 6}, with_colour({}, "f", key.colour).substr(1)); break;
      case Key::Mark::total: canvas.diamond(centre, 5, "fp-total"); break;
      case Key::Mark::target: canvas.diamond(centre, 6, "fp-target"); break;
    }
    canvas.text(x + kSwatch, y + 12.5, Anchor::start, {}, lines);
    y += kLineHeight * static_cast<double>(lines.size() - 1);
    x += wide + kGap;
    if (lines.size() > 1) x = right + 1;
  }
  return y + kLineHeight + 10;
}

std::string PeriodNames::label(std::size_t i, Language language) const {
  const auto steps = static_cast<std::int64_t>(i);
  return number ? text::number(static_cast<double>(*number + steps), 0, language)
                : text::period_label(first + steps, language);
}

std::string PeriodNames::text(std::size_t i, Language language) const {
  if (!number) return text::period_text(first + static_cast<std::int64_t>(i), language);
  return text::message(language, "period.numbered", {{"number", label(i, language)}});
}

Cell PeriodNames::cell(std::size_t i) const {
  const auto steps = static_cast<std::int64_t>(i);
  return number ? Cell(*number + steps) : Cell(first + steps);
}

std::vector<std::size_t> period_ticks(const Canvas& canvas, const PeriodAxis& axis) {
  // Of a long axis the two ends tell how wide labels are: every month, and the largest number, is among them.
  constexpr std::size_t kEnd = 400;
  double widest = 0;
  for (std::size_t i = 0; i < axis.count; i += i == kEnd && axis.count > 2 * kEnd ? axis.count - 2 * kEnd : 1)
    widest = std::max(widest, text_width(axis.names.label(i, canvas.language())));
  const double room = axis.count > 1 ? std::fabs(axis.at(1) - axis.at(0)) : canvas.width();
  const auto needed = static_cast<std::size_t>(std::max(1.0, std::ceil((widest + 10) / room)));
  static constexpr std::array<std::size_t, 18> kNumbers = {1,     2,     5,     10,    20,     50,     100,    200,    500,
                                                           1000,  2000,  5000,  10000, 20000,  50000,  100000, 200000, 500000};
  static constexpr std::array<std::size_t, 16> kYears = {1,   2,   5,   10,  20,   25,   50,   100,
                                                         200, 250, 500, 1000, 2000, 2500, 5000, 10000};
  static constexpr std::array<std::size_t, 11> kQuarters = {1, 2, 4, 8, 20, 40, 80, 200, 400, 2000, 8000};
  static constexpr std::array<std::size_t, 13> kMonths = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 3000, 6000};
  const auto at_least = [&](const auto& steps) {
    for (const std::size_t s : steps)
      if (s >= needed) return s;
    return std::max(steps.back(), needed);
  };
  std::size_t step = needed;
  std::size_t offset = 0;
  const auto align = [&](std::int64_t ordinal) {
    const auto s = static_cast<std::int64_t>(step);
    return static_cast<std::size_t>(((-ordinal) % s + s) % s);
  };
  const std::int64_t first = axis.names.number.value_or(axis.names.first.ordinal());
  if (axis.names.number) {
    step = at_least(kNumbers), offset = align(first);
  } else {
    switch (axis.names.first.frequency()) {
      case Frequency::annual: step = at_least(kYears), offset = align(first); break;
      case Frequency::quarterly: step = at_least(kQuarters), offset = align(first); break;
      case Frequency::monthly: step = at_least(kMonths), offset = align(first); break;
      case Frequency::weekly:
      case Frequency::daily: break;
    }
  }
  if (offset >= axis.count) offset = 0;
  std::vector<std::size_t> ticks;
  for (std::size_t i = offset; i < axis.count; i += step) ticks.push_back(i);
  return ticks;
}

double period_labels(Canvas& canvas, const PeriodAxis& axis, double y) {
  double edge = -canvas.width();
  for (const std::size_t i : period_ticks(canvas, axis)) {
    const std::string text = axis.names.label(i, canvas.language());
    const double half = text_width(text) / 2, middle = std::clamp(axis.at(i), half, canvas.width() - half);
    canvas.line({axis.at(i), y}, {axis.at(i), y + 5}, "fp-axis");
    if (middle - half < edge + 3) continue;  // moved in from the side onto its neighbour
    edge = middle + half;
    canvas.text(middle, y + 20, Anchor::middle, "fp-muted", text);
  }
  return y + 27;
}

void value_grid(Canvas& canvas, const Ticks& ticks, const Scale& scale, double left, double right,
                const Unit& unit) {
  for (std::size_t i = 0; i < ticks.count; ++i) {
    const double y = scale(ticks.at(i));
    const bool zero = std::fabs(ticks.at(i)) < ticks.step / 2;
    canvas.line({left, y}, {right, y}, zero ? "fp-axis" : "fp-grid");
    canvas.text(left - 8, y + 4.5, Anchor::end, "fp-muted", tick_text(ticks, i, unit, canvas.language()));
  }
}

void value_grid_below(Canvas& canvas, const Ticks& ticks, const Scale& scale, double top, double bottom,
                      const Unit& unit) {
  const double room = ticks.count > 1 ? scale(ticks.at(1)) - scale(ticks.at(0)) : canvas.width();
  const auto every = static_cast<std::size_t>(
      std::max(1.0, std::ceil((tick_width(ticks, unit, canvas.language()) + 12) / room)));
  double edge = -canvas.width();
  for (std::size_t i = 0; i < ticks.count; ++i) {
    const double x = scale(ticks.at(i));
    const bool zero = std::fabs(ticks.at(i)) < ticks.step / 2;
    canvas.line({x, top}, {x, bottom}, zero ? "fp-axis" : "fp-grid");
    if (i % every != 0) continue;
    const std::string text = tick_text(ticks, i, unit, canvas.language());
    const double half = text_width(text) / 2;
    const double middle = std::clamp(x, half, canvas.width() - half);
    if (middle - half < edge + 3) continue;  // moved in from the side onto its neighbour
    edge = middle + half;
    canvas.text(middle, bottom + 16, Anchor::middle, "fp-muted", text);
  }
}

std::string tick_text(const Ticks& ticks, std::size_t i, const Unit& unit, Language language) {
  return value_text(ticks.at(i), ticks.decimals, unit, language);
}

double tick_width(const Ticks& ticks, const Unit& unit, Language language) {
  double width = 0;
  for (std::size_t i = 0; i < ticks.count; ++i)
    width = std::max(width, text_width(tick_text(ticks, i, unit, language)));
  return width;
}

std::string value_text(double x, int decimals, const Unit& unit, Language language) {
  return unit == Unit::percent() ? text::amount(x, decimals, unit, language) : text::number(x, decimals, language);
}

int chart_decimals(const std::optional<int>& asked, double largest) {
  return asked ? *asked : text::decimals_for(largest, 3);
}

std::string title_or(std::string_view title, Language language) {
  return std::string(title.empty() ? text::message(language, "report.chart") : title);
}

std::string caption_of(std::string_view title, const Unit& unit, Language language) {
  std::string caption(title);
  if (unit == Unit{}) return caption;
  if (!caption.empty()) caption.append("; ");
  return caption.append(text::unit_text(unit, language));
}

std::string unit_line(const Unit& unit, Language language) {
  return unit == Unit{} || unit == Unit::percent() ? std::string() : text::unit_text(unit, language);
}

std::string with_colour(std::string_view classes, std::string_view name, int colour) {
  std::string out(classes);
  return out.append(" fp-").append(name).append(std::to_string(colour % kColours));
}

}  // namespace foreplan::inline v0::report
