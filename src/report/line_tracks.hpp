#pragma once
#include "report/canvas.hpp"
#include "report/chart_check.hpp"

#include <foreplan/report/chart.hpp>

#include <string>
#include <vector>

/// The lines and fans of a chart brought onto one axis of periods.
namespace foreplan::inline v0::report {

/// A line or the centre of a fan, on the chart's periods.
struct Track {
  std::string name{};
  Key::Mark mark = Key::Mark::line;
  int colour = 0;
  std::vector<double> values{};
  std::vector<ChartBand> bands{};  ///< The widest first.
  std::size_t first = 0, last = 0;  ///< Of the values that are not missing.
};

struct LineTracks {
  PeriodSpan periods{};
  PeriodNames names{};
  std::vector<Track> tracks{};
  Extent extent{};
  int decimals = 0;
};

/// @throws InvalidArgument, UnitMismatch, PeriodMismatch  for what chart.hpp says is refused.
[[nodiscard]] LineTracks line_tracks(const LineChart& chart);

}  // namespace foreplan::inline v0::report
