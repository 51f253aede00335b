#pragma once
#include "report/layout.hpp"

#include <foreplan/report/chart.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What every chart is drawn with. Classes are those of `chart_style`.
namespace foreplan::inline v0::report {

constexpr int kColours = 7;

enum class Anchor { start, middle, end };

/// The body of an SVG as it grows.
class Canvas {
 public:
  /// @throws InvalidArgument  for options out of range.
  explicit Canvas(const SvgOptions& options);

  [[nodiscard]] double width() const noexcept { return options_.width; }
  [[nodiscard]] Language language() const noexcept { return options_.language; }
  /// Room left at both sides: none on a page, whose text begins at the same edge.
  [[nodiscard]] double margin() const noexcept { return options_.standalone ? 16 : 0; }
  [[nodiscard]] double left() const noexcept { return margin(); }
  [[nodiscard]] double right() const noexcept { return width() - margin(); }
  /// True where there is no room for labels beside the drawing.
  [[nodiscard]] bool narrow() const noexcept { return options_.width < 560; }

  void text(double x, double y, Anchor anchor, std::string_view classes, std::string_view text);
  /// Lines one below the other, the first with its baseline at `y`.
  void text(double x, double y, Anchor anchor, std::string_view classes, const std::vector<std::string>& lines);
  void line(Point a, Point b, std::string_view classes);
  void polyline(const std::vector<Point>& points, std::string_view classes);
  void polygon(const std::vector<Point>& points, std::string_view classes);
  void rect(const Box& box, std::string_view classes);
  /// A bar of a part: its colour, and hatching for every other one.
  void bar(const Box& box, int colour);
  /// The marker of a series: one of seven shapes in the colour of the series.
  void marker(Point at, int colour);
  void dot(Point at, double radius, std::string_view classes);
  void diamond(Point at, double radius, std::string_view classes);

  /// Title and unit at the top of a standalone chart; returns where the drawing begins.
  double heading(std::string_view title, const Unit& unit);
  /// Note at the foot of a standalone chart, below `y`; returns the whole height.
  double footnote(double y, std::string_view note);
  [[nodiscard]] std::string finish(double height, std::string_view title, std::string_view description) const;

 private:
  void open(std::string_view element, std::string_view classes);
  void attribute(std::string_view name, double value);
  void points(const std::vector<Point>& points);
  void shape(std::string_view path, std::string_view classes);

  SvgOptions options_;
  std::string body_;
};

/// One entry of a legend.
struct Key {
  enum class Mark { line, history, reference, curve, band, area, bar, stem, total, target };
  Mark mark = Mark::line;
  int colour = 0;
  std::string name{};
  int layers = 1;  ///< So many bands lie over each other there.
};
/// Entries side by side and wrapped over the width, from `y` down; returns where they end.
double legend(Canvas& canvas, const std::vector<Key>& keys, double y);

/// What periods are called: by their dates, or by numbers where they have none.
struct PeriodNames {
  Period first{};
  std::optional<std::int64_t> number{};  ///< Of the first.

  [[nodiscard]] std::string label(std::size_t i, Language language) const;  ///< On an axis.
  [[nodiscard]] std::string text(std::size_t i, Language language) const;   ///< In a sentence.
  [[nodiscard]] Cell cell(std::size_t i) const;
};

/// Places along an axis of periods.
struct PeriodAxis {
  PeriodNames names{};
  std::size_t count = 1;
  Scale scale{};  ///< From 0 to count - 1.

  [[nodiscard]] double at(std::size_t i) const noexcept { return scale(static_cast<double>(i)); }
};
/// The periods that are labelled: as many as fit, on round years or numbers where there is a choice.
[[nodiscard]] std::vector<std::size_t> period_ticks(const Canvas& canvas, const PeriodAxis& axis);
/// Their labels below `y`; returns where they end.
double period_labels(Canvas& canvas, const PeriodAxis& axis, double y);

/// Horizontal grid lines with their numbers to the left of them; the line of zero is stronger.
void value_grid(Canvas& canvas, const Ticks& ticks, const Scale& scale, double left, double right, const Unit& unit);
/// Vertical grid lines with their numbers below.
void value_grid_below(Canvas& canvas, const Ticks& ticks, const Scale& scale, double top, double bottom,
                      const Unit& unit);
[[nodiscard]] std::string tick_text(const Ticks& ticks, std::size_t i, const Unit& unit, Language language);
/// The widest of them.
[[nodiscard]] double tick_width(const Ticks& ticks, const Unit& unit, Language language);

/// A number of the chart: "38.2 %", "6,513".
[[nodiscard]] std::string value_text(double x, int decimals, const Unit& unit, Language language);
/// The decimals asked for; otherwise enough for three significant digits of the largest magnitude.
[[nodiscard]] int chart_decimals(const std::optional<int>& asked, double largest);
/// What a chart says below its title: "billion VND, constant 1994 prices". Nothing for a pure number, nor for per
/// cent, which every number of the axis carries.
[[nodiscard]] std::string unit_line(const Unit& unit, Language language);
[[nodiscard]] std::string title_or(std::string_view title, Language language);
/// "Industrial output; billion VND, constant 1994 prices"
[[nodiscard]] std::string caption_of(std::string_view title, const Unit& unit, Language language);

[[nodiscard]] std::string with_colour(std::string_view classes, std::string_view name, int colour);

/// Style sheet of the charts.
[[nodiscard]] std::string_view chart_style() noexcept;

}  // namespace foreplan::inline v0::report
