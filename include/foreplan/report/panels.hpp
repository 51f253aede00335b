#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/table.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Drawings that statisticians look at a series by, as values drawn like the other charts: its parts under each other
/// over one axis of time, and columns along an axis of numbers (a correlogram, a histogram).
namespace foreplan::inline v0::report {

/// One drawing of several: a line on a scale of its own. Missing values (NaN) are gaps.
struct ChartPanel {
  std::string name{};
  std::vector<double> values{};
  std::optional<Unit> unit{};  ///< Set where it is not the chart's.
  LineStyle style = LineStyle::series;
  std::optional<double> base{};  ///< A level to compare with, which is drawn and on the scale: 0 of residuals.
  /// Height of a bar at the side, >= 0: bars that stand for the same in every panel show how their scales compare, as
  /// those of R's `plot.stl` do. 0: none.
  double scale_bar = 0;
  double least_range = 0;  ///< The scale spans at least this, >= 0, so that rounding errors do not look like a season.

  bool operator==(const ChartPanel&) const = default;
};

/// Panels under each other over one axis of time. Where a line has several values for each place of the picture it
/// is drawn through the lowest and the highest of them, so that a long series takes no more room than a short one.
struct PanelChart {
  std::string title{};
  std::string note{};
  Unit unit{};
  Period start{};
  std::optional<std::int64_t> first_number{};  ///< As in `LineChart`; `start` is not read then.
  std::vector<ChartPanel> panels{};            ///< 1 to 8, with values for the same periods.

  bool operator==(const PanelChart&) const = default;
};

/// Columns along an axis of numbers, all of one width, side by side. Missing values have no column.
struct ColumnChart {
  std::string title{};
  std::string note{};
  Unit unit{};              ///< Of the values.
  std::string name{};       ///< What the values are: "Autocorrelation"
  std::string axis_name{};  ///< What runs along the axis: "Lag"
  Unit axis_unit{};
  double start = 0;  ///< Left edge of the first column.
  double width = 1;  ///< Of a column, > 0.
  std::optional<double>
      axis_step{};  ///< > 0: numbers of the axis are multiples of it, and at least `width`: lags of whole seasons.
  std::vector<double> values{};  ///< 1 to 1,000.
  bool thin = false;             ///< A stem in the middle of each column: what counts is the place, not the area.
  std::vector<double> limits{};  ///< Levels to compare with, at most 4.
  std::string limits_name{};
  std::vector<double> curve{};  ///< A line to compare with: none, or 2 to 10,000 heights, evenly from the first edge to
                                ///< the last.
  std::string curve_name{};
  std::optional<int> decimals{};  ///< [0, 12]; unset: by magnitude.

  bool operator==(const ColumnChart&) const = default;
};

/// As the `svg` of other charts.
/// @throws InvalidArgument  for no panel or column, panels of different lengths or with more than 1,000,000 values,
///   values that cannot be shown, lists or options out of range.
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const PanelChart& chart, const SvgOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const ColumnChart& chart, const SvgOptions& options = {});

/// The numbers of a chart: of panels the last 1,000 periods, which the caption says. @throws as `svg`.
[[nodiscard]] FOREPLAN_EXPORT Table table(const PanelChart& chart, Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table table(const ColumnChart& chart, Language language = Language::english);

}  // namespace foreplan::inline v0::report
