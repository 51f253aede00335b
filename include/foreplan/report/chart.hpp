#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/table.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Charts as values, drawn as SVG. A chart has one unit, on one axis; what is in another unit or at
/// other prices is refused, not drawn beside it. Missing values (NaN) make gaps; infinities and
/// magnitudes above 10^15 are refused, as is a chart with nothing to show, or nothing of at least 10^-9.
namespace foreplan::inline v0::report {

enum class LineStyle : std::uint8_t {
  series,     ///< A colour and a marker of its own.
  history,    ///< What was observed: in the colour of the text.
  reference,  ///< A path to compare with: thin and dashed.
};

struct ChartLine {
  Series series{};  ///< Its name is the label.
  LineStyle style = LineStyle::series;

  bool operator==(const ChartLine&) const = default;
};

/// One of several bands of a fan.
struct ChartBand {
  double coverage = 0.50;  ///< (0, 1)
  std::vector<double> lower{};
  std::vector<double> upper{};

  bool operator==(const ChartBand&) const = default;
};

/// A line with a band around it, or with several within each other. Lists are of one length, `lower` and `upper` may
/// both be empty.
struct ChartFan {
  std::string name{};
  Period start{};
  double coverage = 0.90;  ///< (0, 1); of the band.
  std::vector<double> centre{};
  std::vector<double> lower{};
  std::vector<double> upper{};
  std::vector<ChartBand> inner{};  ///< Narrower ones, the widest first; each lies within the one before it.

  bool operator==(const ChartFan&) const = default;
};

/// A point to aim at, drawn as an open diamond with its name.
struct ChartTarget {
  std::string name{};
  Period period{};
  double value = 0;

  bool operator==(const ChartTarget&) const = default;
};

/// Lines over time, with fans and targets: history, forecast, scenarios.
struct LineChart {
  std::string title{};
  std::string note{};  ///< Below the chart: source, conventions.
  Unit unit{};         ///< Of all values.
  std::vector<ChartLine> lines{};
  std::vector<ChartFan> fans{};
  std::vector<ChartTarget> targets{};
  std::optional<int> decimals{};  ///< [0, 12]; unset: by magnitude.
  std::optional<bool> from_zero{};///< Whether the axis begins at 0; unset: when the values come near it.
  /// Set where periods have no dates: the earliest is called by this number, those after it by the numbers that follow.
  std::optional<std::int64_t> first_number{};

  bool operator==(const LineChart&) const = default;
};

/// Parts of a whole over time, stacked. Shares are in per cent (`Unit::percent()`) and must then
/// add up to 100 within 1 in each period; levels are stacked as they are. A period in which any part is
/// missing is a gap.
struct AreaChart {
  std::string title{};
  std::string note{};
  Unit unit = Unit::percent();
  std::vector<Series> parts{};  ///< From the bottom up; >= 0, all in `unit`.
  std::optional<int> decimals{};

  bool operator==(const AreaChart&) const = default;
};

struct BarPart {
  std::string name{};
  std::vector<double> values{};  ///< One for each category; missing values are left out of the stack.

  bool operator==(const BarPart&) const = default;
};

/// Contributions: positive parts stacked upwards, negative ones downwards, and the total marked.
struct BarChart {
  std::string title{};
  std::string note{};
  Unit unit{};
  std::vector<std::string> categories{};  ///< Usually periods.
  std::vector<BarPart> parts{};
  std::vector<double> totals{};           ///< Empty: the sums. Given ones may differ (chain linking leaves a residual).
  std::string total_name{};               ///< Empty: "Total" in the language of the chart.
  std::optional<int> decimals{};

  bool operator==(const BarChart&) const = default;
};

/// A target against the way to it, and how likely it is.
struct Gauge {
  std::string title{};
  std::string note{};
  Unit unit{};
  double base = 0;
  std::string base_name{};      ///< "2015"
  double target = 0;
  std::string target_name{};    ///< "over 17,600 in 2020"; empty: "Target" in the language of the chart.
  std::optional<double> observed{};
  std::string observed_name{};  ///< "observed 2017"
  std::optional<double> required{};  ///< What the path to the target needs by now.
  std::string required_name{};
  std::optional<Estimate> projected{};  ///< Where it leads by the target's date; an infinite range draws no interval.
  std::string projected_name{};
  std::optional<double> probability{};  ///< [0, 1]
  double probability_floor = 0.001;     ///< [0.001, 0.5): below it "below 0.1 %" is printed.
  std::optional<int> decimals{};

  bool operator==(const Gauge&) const = default;
};

struct ComparisonRow {
  std::string name{};
  std::vector<Estimate> values{};  ///< One for each scenario; an infinite range draws no interval.
  std::optional<double> target{};

  bool operator==(const ComparisonRow&) const = default;
};

/// Scenarios side by side: for each quantity one line for each scenario.
struct ComparisonChart {
  std::string title{};
  std::string note{};
  Unit unit{};
  std::vector<std::string> scenarios{};
  std::vector<ComparisonRow> rows{};
  std::optional<int> decimals{};

  bool operator==(const ComparisonChart&) const = default;
};

/// What an outcome becomes when one factor moves alone.
struct TornadoRow {
  std::string name{};        ///< Of the factor.
  double outcome_low = 0;    ///< With the factor at its low value; missing: not drawn.
  double outcome_high = 0;   ///< At its high value.
  std::string low_name{};    ///< What the low value is: "1.5 %"; may be empty, as the next.
  std::string high_name{};

  bool operator==(const TornadoRow&) const = default;
};

/// Factors by how far they move an outcome, the widest at the top.
struct TornadoChart {
  std::string title{};
  std::string note{};
  Unit unit{};              ///< Of the outcome.
  double base = 0;          ///< The outcome when no factor moves.
  std::string base_name{};  ///< Empty: "Base" in the language of the chart.
  std::vector<TornadoRow> rows{};
  std::optional<int> decimals{};

  bool operator==(const TornadoChart&) const = default;
};

struct SvgOptions {
  Language language = Language::english;
  double width = 720;         ///< [300, 2000] user units; text stays 13 units high, so draw a phone's chart at 360.
  std::string id = "chart";   ///< A letter, then letters, digits, `-`, `_`: unique on a page.
  bool standalone = true;     ///< With style sheet, background, title and note; false inside a page that has them.
};

/// One `<svg>` element: role "img", labelled by its title and a description in words with the first and last
/// numbers. Light and dark by `prefers-color-scheme`; series differ in marker or place as well as in
/// colour. No script, no font, nothing fetched. The same chart gives the same bytes.
/// @throws UnitMismatch     for a series in another unit than the chart's.
/// @throws PeriodMismatch   for series of different frequencies.
/// @throws InvalidArgument  for nothing to show, lists of different lengths, bands that do not nest, values that cannot be
///   shown, more than 12 lines and fans, 6 bands, 8 parts, 100 categories or rows, 6 scenarios, 5,000 periods; bad options.
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const LineChart& chart, const SvgOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const AreaChart& chart, const SvgOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const BarChart& chart, const SvgOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const Gauge& chart, const SvgOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const ComparisonChart& chart, const SvgOptions& options = {});
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const TornadoChart& chart, const SvgOptions& options = {});

/// The numbers of a chart. @throws as `svg`.
[[nodiscard]] FOREPLAN_EXPORT Table table(const LineChart& chart, Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table table(const AreaChart& chart, Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table table(const BarChart& chart, Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table table(const Gauge& chart, Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table table(const ComparisonChart& chart, Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Table table(const TornadoChart& chart, Language language = Language::english);

}  // namespace foreplan::inline v0::report
