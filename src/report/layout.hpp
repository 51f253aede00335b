#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where things go before they are drawn: text that is measured, axes with round numbers, labels
/// that make room for each other. Units are CSS pixels.
namespace foreplan::inline v0::report {

constexpr double kTextSize = 13;
constexpr double kLineHeight = 17;

/// Width of a text, estimated on the wide side so that it fits in any common sans-serif font.
[[nodiscard]] double text_width(std::string_view text, double size = kTextSize, bool bold = false);
/// Width of the widest line.
[[nodiscard]] double text_width(const std::vector<std::string>& lines, double size = kTextSize, bool bold = false);
/// Lines no wider than `width`, broken at spaces, and within words that are wider by themselves.
/// Never empty.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, double width, double size = kTextSize,
                                            bool bold = false);

/// At most so many of these lines, none of an empty text; what is cut ends in an ellipsis.
[[nodiscard]] std::vector<std::string> shortened(std::string_view text, double width, std::size_t most_lines,
                                                 bool bold = false);

/// Round numbers: 1, 2, 2.5 or 5 times a power of ten apart.
struct Ticks {
  double first = 0;
  double step = 1;
  std::size_t count = 2;
  int decimals = 0;

  [[nodiscard]] double at(std::size_t i) const noexcept { return first + step * static_cast<double>(i); }
  [[nodiscard]] double last() const noexcept { return at(count - 1); }
};
/// About `wanted` steps that cover [low, high], both finite, low <= high.
[[nodiscard]] Ticks nice_ticks(double low, double high, int wanted);

/// Maps data to places.
struct Scale {
  double from = 0, to = 1;    ///< Data.
  double begin = 0, end = 1;  ///< Places.

  [[nodiscard]] double operator()(double x) const noexcept {
    return to == from ? (begin + end) / 2 : begin + (x - from) / (to - from) * (end - begin);
  }
};

/// Something of a height that wants to be centred at `wanted`.
struct Slot {
  double wanted = 0;
  double height = kLineHeight;
  double centre = 0;  ///< Where it goes.
};
/// Places slots without overlap between `low` and `high`, in the order of `wanted`, near where they
/// want to be. False, and nothing placed, when they are higher together than there is room.
[[nodiscard]] bool spread(std::vector<Slot>& slots, double low, double high);

struct Point {
  double x = 0, y = 0;
};
/// A line that looks the same with fewer points: of those within each unit across the lowest and the highest, in their
/// order, and the two ends. Points run from left to right.
[[nodiscard]] std::vector<Point> thinned(const std::vector<Point>& line);

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};

/// Finds room for labels beside points, away from lines and from each other.
class Placer {
 public:
  explicit Placer(Box bounds) : bounds_(bounds) {}
  /// A line that labels should not cover.
  void avoid(const std::vector<Point>& line);
  void avoid(const Box& box) { boxes_.push_back(box); }
  /// The box of that size beside `at`, at a distance of `gap`, that covers the fewest lines; it is avoided from now
  /// on. Nothing when each would cover a box or leave the bounds.
  [[nodiscard]] std::optional<Box> place(Point at, double width, double height, double gap);

 private:
  [[nodiscard]] bool is_free(const Box& box) const;
  [[nodiscard]] double dots_covered(const Box& box) const;

  Box bounds_;
  std::vector<Point> dots_;
  std::vector<Box> boxes_;
};

}  // namespace foreplan::inline v0::report
