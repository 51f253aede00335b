#include "report/layout.hpp"

#include "report/escape.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace foreplan::inline v0::report {
namespace {

/// Advance of a character over the size of the font: rounded up over the usual sans-serif fonts.
double advance(char32_t c) {
  static constexpr std::u32string_view kNarrow = U"iIjl.,:;'|!()[]/ìíỉĩịÌÍỈĨỊ";
  static constexpr std::u32string_view kMedium = U" frt-\"*Jĭ\u00A0\u2013";
  static constexpr std::u32string_view kWide = U"mwMWæœ\u2014";
  if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c >= 0xFFF0) return 1.05;  // shown as U+FFFD
  if ((c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F)) return 0;
  if (c >= U'0' && c <= U'9') return 0.64;
  if (kNarrow.find(c) != kNarrow.npos) return 0.36;
  if (kMedium.find(c) != kMedium.npos) return 0.42;
  if (kWide.find(c) != kWide.npos) return 0.98;
  if (c == U'%' || c == U'@') return 0.98;
  if (c == U'+' || c == U'=' || c == U'<' || c == U'>' || c == U'~' || c == U'\u2212') return 0.84;
  if (c >= U'A' && c <= U'Z') return 0.74;
  const bool marked_capital = (c >= 0xC0 && c <= 0xDE) || c == 0x1A0 || c == 0x1AF || (c >= 0x1EA0 && c <= 0x1EF8 && c % 2 == 0);
  if (marked_capital) return 0.84;
  if (c < 0x80) return 0.62;
  if (c < 0x1100 || (c >= 0x1E00 && c <= 0x20FF)) return 0.68;
  return 1.05;
}

bool fits(std::string_view text, double width, double size, bool bold) {
  return text_width(text, size, bold) <= width;
}

}  // namespace

double text_width(std::string_view text, double size, bool bold) {
  double width = 0;
  for (std::size_t at = 0; at < text.size();) width += advance(next_code_point(text, at));
  return width * size * (bold ? 1.1 : 1.0);
}

double text_width(const std::vector<std::string>& lines, double size, bool bold) {
  double width = 0;
  for (const std::string& line : lines) width = std::max(width, text_width(line, size, bold));
  return width;
}

std::vector<std::string> wrap(std::string_view text, double width, double size, bool bold) {
  std::vector<std::string> lines;
  std::string line;
  const auto finish = [&] {
    if (!line.empty()) lines.push_back(std::move(line));
    line.clear();
  };
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find_first_of(" \t\r\n", from), text.size());
    const std::string_view word = text.substr(from, to - from);
    from = to + 1;
    if (word.empty()) continue;
    const std::string joined = line.empty() ? std::string(word) : line + ' ' + std::string(word);
    if (fits(joined, width, size, bold)) {
      line = joined;
      continue;
    }
    finish();
    for (std::size_t at = 0; at < word.size();) {
      const std::size_t begin = at;
      (void)next_code_point(word, at);
      const std::string_view letter = word.substr(begin, at - begin);
      if (!line.empty() && !fits(line + std::string(letter), width, size, bold)) finish();
      line.append(letter);
    }
  }
  finish();
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::vector<std::string> shortened(std::string_view text, double width, std::size_t most_lines, bool bold) {
  if (text.empty()) return {};
  std::vector<std::string> lines = wrap(text, width, kTextSize, bold);
  if (lines.size() <= most_lines) return lines;
  lines.resize(most_lines);
  std::string& last = lines.back();
  while (!last.empty() && text_width(last + "\u2026", kTextSize, bold) > width) {
    do last.pop_back();
    while (!last.empty() && (static_cast<unsigned char>(last.back()) & 0xC0) == 0x80);
    // A lead byte without its followers goes too.
    if (!last.empty() && static_cast<unsigned char>(last.back()) >= 0xC0) last.pop_back();
  }
  last += "\u2026";
  return lines;
}

Ticks nice_ticks(double low, double high, int wanted) {
  // A range of rounding errors is none: its steps would all print alike.
  if (!(high - low > 1e-10 * std::max(std::fabs(low), std::fabs(high)))) {
    const double room = low == 0 ? 1 : std::fabs(low) * 0.1;
    low -= room;
    high += room;
  }
  const double rough = (high - low) / std::max(wanted, 1);
  const int power = static_cast<int>(std::floor(std::log10(rough)));
  const double unit = std::pow(10.0, power);
  static constexpr std::array kSteps = {1.0, 2.0, 2.5, 5.0, 10.0};
  const double* chosen = &kSteps.back();
  for (const double& s : kSteps)
    if (s * unit >= rough * 0.999999) {
      chosen = &s;
      break;
    }
  Ticks ticks;
  ticks.step = *chosen * unit;
  const double slack = 1e-9;
  const double first = std::floor(low / ticks.step + slack);
  const double last = std::ceil(high / ticks.step - slack);
  ticks.first = first * ticks.step;
  ticks.count = static_cast<std::size_t>(std::max(last - first, 1.0)) + 1;
  ticks.decimals = std::clamp((*chosen == 2.5 ? 1 : 0) - power, 0, 12);
  return ticks;
}

bool spread(std::vector<Slot>& slots, double low, double high) {
  const double total = std::accumulate(slots.begin(), slots.end(), 0.0,
                                       [](double sum, const Slot& s) { return sum + s.height; });
  if (total > high - low) return false;
  std::vector<std::size_t> order(slots.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return slots[a].wanted < slots[b].wanted; });
  double edge = low;
  for (const std::size_t i : order) {
    Slot& s = slots[i];
    s.centre = std::max(s.wanted, edge + s.height / 2);
    edge = s.centre + s.height / 2;
  }
  edge = high;
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    Slot& s = slots[*i];
    s.centre = std::min(s.centre, edge - s.height / 2);
    edge = s.centre - s.height / 2;
  }
  return true;
}

std::vector<Point> thinned(const std::vector<Point>& line) {
  std::vector<Point> kept;
  for (std::size_t from = 0, to = 0; from < line.size(); from = to) {
    std::size_t low = from, high = from;
    for (; to < line.size() && std::floor(line[to].x) == std::floor(line[from].x); ++to) {
      if (line[to].y < line[low].y) low = to;
      if (line[to].y > line[high].y) high = to;
    }
    std::array<std::size_t, 4> places = {from == 0 ? 0 : std::min(low, high), std::min(low, high), std::max(low, high),
                                         to == line.size() ? to - 1 : std::max(low, high)};
    for (std::size_t k = 0; k < places.size(); ++k)
      if (k == 0 || places[k] != places[k - 1]) kept.push_back(line[places[k]]);
  }
  return kept;
}

void Placer::avoid(const std::vector<Point>& line) {
  constexpr double kApart = 6;
  for (std::size_t i = 0; i < line.size(); ++i) {
    dots_.push_back(line[i]);
    if (i + 1 == line.size()) break;
    const Point a = line[i], b = line[i + 1];
    const int steps = static_cast<int>(std::min(400.0, std::hypot(b.x - a.x, b.y - a.y) / kApart));
    for (int k = 1; k < steps; ++k)
      dots_.push_back({a.x + (b.x - a.x) * k / steps, a.y + (b.y - a.y) * k / steps});
  }
}

bool Placer::is_free(const Box& box) const {
  constexpr double kHair = 1e-9;
  if (box.left < bounds_.left - kHair || box.right > bounds_.right + kHair || box.top < bounds_.top - kHair || box.bottom > bounds_.bottom + kHair)
    return false;
  return std::none_of(boxes_.begin(), boxes_.end(), [&](const Box& b) {
    return box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom;
  });
}

double Placer::dots_covered(const Box& box) const {
  return static_cast<double>(std::count_if(dots_.begin(), dots_.end(), [&](const Point& dot) {
    return dot.x > box.left - 3 && dot.x < box.right + 3 && dot.y > box.top - 2 && dot.y < box.bottom + 2;
  }));
}

std::optional<Box> Placer::place(Point at, double width, double height, double gap) {
  const auto beside = [&](double dx, double dy) {
    // dx, dy in {-1, 0, 1}: on which side of the point the box lies.
    const double cx = at.x + dx * (gap + width / 2), cy = at.y + dy * (gap + height / 2);
    return Box{cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2};
  };
  const auto shifted = [](Box b, double dx, double dy) {
    return Box{b.left + dx, b.top + dy, b.right + dx, b.bottom + dy};
  };
  std::vector<Box> candidates = {beside(-1, 0), beside(1, 0)};
  for (const double side : {-1.0, 1.0})  // above first
    for (const double along : {0.0, -0.25, 0.25, -0.5, 0.5}) candidates.push_back(shifted(beside(0, side), along * width, 0));
  for (const double side : {-1.0, 1.0})
    for (const double rise : {-1.0, 1.0, -2.0, 2.0, -3.0, 3.0})
      candidates.push_back(shifted(beside(side, 0), 0, rise * (height * 0.5 + gap)));
  std::optional<Box> best;
  double least = std::numeric_limits<double>::infinity();
  for (Box b : candidates) {
    // What lies outside is moved in, so that a label is never cut.
    b = shifted(b, std::max(0.0, bounds_.left - b.left) - std::max(0.0, b.right - bounds_.right), 0);
    b = shifted(b, 0, std::max(0.0, bounds_.top - b.top) - std::max(0.0, b.bottom - bounds_.bottom));
    const bool covers_point = at.x > b.left - 4 && at.x < b.right + 4 && at.y > b.top - 4 && at.y < b.bottom + 4;
    if (covers_point || !is_free(b)) continue;
    const double away = std::hypot((b.left + b.right) / 2 - at.x, (b.top + b.bottom) / 2 - at.y);
    if (const double cost = 10 * dots_covered(b) + away * 0.2; cost < least) {
      least = cost;
      best = b;
    }
  }
  if (best) boxes_.push_back(*best);
  return best;
}

}  // namespace foreplan::inline v0::report
