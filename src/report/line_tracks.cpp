#include "report/line_tracks.hpp"

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Ends that were computed by different roundings of one formula may pass each other by that much.
constexpr double kSlack = 1e-9;

std::vector<ChartBand> bands_of(const ChartFan& fan) {
  std::vector<ChartBand> bands;
  if (!fan.lower.empty() || !fan.upper.empty()) bands.push_back({fan.coverage, fan.lower, fan.upper});
  bands.insert(bands.end(), fan.inner.begin(), fan.inner.end());
  return bands;
}

void check_band(const ChartBand& band, const ChartFan& fan) {
  if (band.lower.size() != fan.centre.size() || band.upper.size() != fan.centre.size())
    detail::fail(kChart, "lower and upper must be as long as centre, " + std::to_string(fan.centre.size()),
                 std::to_string(band.lower.size()) + " and " + std::to_string(band.upper.size()),
                 "for " + detail::quoted(fan.name));
  detail::require(band.coverage > 0 && band.coverage < 1, kChart, "coverage must lie in (0, 1)", band.coverage);
  check_values(band.lower, fan.name);
  check_values(band.upper, fan.name);
  for (std::size_t i = 0; i < band.lower.size(); ++i)
    if (band.lower[i] > band.upper[i])
      detail::fail(kChart, "lower must not be above upper",
                   detail::number_text(band.lower[i]) + " and " + detail::number_text(band.upper[i]),
                   "for " + detail::quoted(fan.name));
}

void check_nested(const ChartBand& outer, const ChartBand& inner, const ChartFan& fan) {
  const std::string where = "for " + detail::quoted(fan.name);
  if (!(inner.coverage < outer.coverage))
    detail::fail(kChart, "coverages of bands must fall from each to the next within it",
                 detail::number_text(outer.coverage) + " and " + detail::number_text(inner.coverage), where);
  for (std::size_t i = 0; i < outer.lower.size(); ++i) {
    const double slack = kSlack * std::max(std::fabs(outer.lower[i]), std::fabs(outer.upper[i]));
    if (inner.lower[i] < outer.lower[i] - slack || inner.upper[i] > outer.upper[i] + slack)
      detail::fail(kChart, "a band must lie within the next wider one",
                   detail::number_text(inner.lower[i]) + " to " + detail::number_text(inner.upper[i]) + " at " +
                       detail::number_text(inner.coverage) + " and " + detail::number_text(outer.lower[i]) + " to " +
                       detail::number_text(outer.upper[i]) + " at " + detail::number_text(outer.coverage),
                   where + ", value " + std::to_string(i));
  }
}

void check(const LineChart& chart) {
  check_decimals(chart.decimals);
  check_count(chart.lines.size() + chart.fans.size(), kMostLines, "lines and fans");
  if (chart.targets.size() > kMostLines) check_count(chart.targets.size(), kMostLines, "targets");
  for (const ChartLine& line : chart.lines) check_series(line.series, chart.unit);
  for (const ChartFan& fan : chart.fans) {
    check_count(fan.centre.size(), kMostPeriods, "values in a fan");
    check_values(fan.centre, fan.name);
    detail::require(fan.coverage > 0 && fan.coverage < 1, kChart, "coverage must lie in (0, 1)", fan.coverage);
    check_count(fan.inner.size() + 1, kMostBands, "bands in a fan");
    const std::vector<ChartBand> bands = bands_of(fan);
    for (const ChartBand& band : bands) check_band(band, fan);
    for (std::size_t k = 1; k < bands.size(); ++k) check_nested(bands[k - 1], bands[k], fan);
  }
  for (const ChartTarget& target : chart.targets) check_value(target.value, target.name);
}

std::vector<double> on_axis(const std::vector<double>& values, std::size_t offset, std::size_t count) {
  std::vector<double> all(count, kNaN);
  std::copy(values.begin(), values.end(), all.begin() + static_cast<std::ptrdiff_t>(offset));
  return all;
}

void add_track(LineTracks& p, Track track) {
  const auto known = [](double x) { return !std::isnan(x); };
  const auto first = std::find_if(track.values.begin(), track.values.end(), known);
  if (first == track.values.end())
    detail::fail(kChart, "a line must have a value", "only missing values", "for " + detail::quoted(track.name));
  track.first = static_cast<std::size_t>(first - track.values.begin());
  track.last = track.values.size() - 1;
  while (!known(track.values[track.last])) --track.last;
  p.extent.add(track.values);
  for (const ChartBand& band : track.bands) {
    p.extent.add(band.lower);
    p.extent.add(band.upper);
  }
  p.tracks.push_back(std::move(track));
}

}  // namespace

LineTracks line_tracks(const LineChart& chart) {
  check(chart);
  LineTracks p;
  for (const ChartLine& line : chart.lines) p.periods.add(line.series.start, line.series.size());
  for (const ChartFan& fan : chart.fans) p.periods.add(fan.start, fan.centre.size());
  for (const ChartTarget& target : chart.targets) p.periods.add(target.period, 1);
  const std::size_t n = p.periods.count();
  p.names = {p.periods.first(), chart.first_number};
  int colour = 0;
  for (const ChartLine& line : chart.lines) {
    Track t;
    t.name = line.series.name;
    t.mark = line.style == LineStyle::series    ? Key::Mark::line
             : line.style == LineStyle::history ? Key::Mark::history
                                                : Key::Mark::reference;
    if (line.style == LineStyle::series) t.colour = colour++;
    t.values = on_axis(line.series.values, p.periods.index(line.series.start), n);
    add_track(p, std::move(t));
  }
  for (const ChartFan& fan : chart.fans) {
    Track t;
    t.name = fan.name;
    t.colour = colour++;
    const std::size_t offset = p.periods.index(fan.start);
    t.values = on_axis(fan.centre, offset, n);
    for (const ChartBand& band : bands_of(fan))
      t.bands.push_back({band.coverage, on_axis(band.lower, offset, n), on_axis(band.upper, offset, n)});
    add_track(p, std::move(t));
  }
  for (const ChartTarget& target : chart.targets) p.extent.add(target.value);
  check_extent(p.extent);
  p.decimals = chart_decimals(chart.decimals, p.extent.magnitude());
  return p;
}

Table table(const LineChart& chart, Language language) {
  const LineTracks data = line_tracks(chart);
  Table t;
  t.caption = caption_of(chart.title, chart.unit, language);
  t.note = chart.note;
  const auto column = [&](std::string header) {
    t.columns.push_back({.header = std::move(header), .decimals = data.decimals, .align = Align::right});
  };
  t.columns.push_back({std::string(message(language, "report.period"))});
  for (const Track& track : data.tracks) {
    column(track.name);
    for (const ChartBand& band : track.bands) {
      const std::string coverage = text::percent(band.coverage, text::decimals_for(band.coverage * 100, 2), language);
      column(message(language, "report.lower", {{"coverage", coverage}}));
      column(message(language, "report.upper", {{"coverage", coverage}}));
    }
  }
  for (const ChartTarget& target : chart.targets)
    column(target.name.empty() ? std::string(message(language, "report.target")) : target.name);
  for (std::size_t i = 0; i < data.periods.count(); ++i) {
    const Period period = data.periods.first() + static_cast<std::int64_t>(i);
    std::vector<Cell> row = {data.names.cell(i)};
    bool any = false;
    const auto cell = [&](double x) {
      any = any || !std::isnan(x);
      row.emplace_back(x);
    };
    for (const Track& track : data.tracks) {
      cell(track.values[i]);
      for (const ChartBand& band : track.bands) {
        cell(band.lower[i]);
        cell(band.upper[i]);
      }
    }
    for (const ChartTarget& target : chart.targets) cell(target.period == period ? target.value : kNaN);
    if (any) t.rows.push_back(std::move(row));
  }
  return t;
}

}  // namespace foreplan::inline v0::report
