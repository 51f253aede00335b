#include <foreplan/report/frames.hpp>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>

namespace foreplan::inline v0::report {
namespace {

using text::message;

/// The one unit of a frame. @throws UnitMismatch, InvalidArgument
const Unit& common_unit(const Frame& frame, std::string_view function) {
  detail::require(!frame.empty(), function, "frame must not be empty");
  const Unit& unit = frame.series().front().unit;
  for (const Series& s : frame.series()) require_same_unit(unit, s.unit, function);
  return unit;
}

}  // namespace

Table table(const Frame& frame, Language language, int decimals) {
  detail::require(!frame.empty(), "report::table", "frame must not be empty");
  Table t;
  t.columns.push_back({std::string(message(language, "report.period"))});
  for (const Series& s : frame.series()) {
    t.columns.push_back({.header = s.name, .unit = s.unit, .decimals = decimals, .align = Align::right});
  }
  for (std::size_t i = 0; i < frame.periods(); ++i) {
    const auto& all = frame.series();
    if (std::all_of(all.begin(), all.end(), [&](const Series& s) { return std::isnan(s.values[i]); })) continue;
    std::vector<Cell> row = {all.front().period(i)};
    for (const Series& s : all) row.emplace_back(s.values[i]);
    t.rows.push_back(std::move(row));
  }
  return t;
}

LineChart fan_chart(const Series& history, const Forecast& forecast, Language language) {
  constexpr std::string_view kFunction = "report::fan_chart";
  detail::require(!history.empty(), kFunction, "history must not be empty", history.name);
  detail::require(forecast.horizon() > 0, kFunction, "forecast must not be empty", history.name);
  if (forecast.origin) {
    require_same_unit(history.unit, forecast.origin->unit, kFunction);
    detail::require<PeriodMismatch>(forecast.origin->last == history.last(), kFunction,
                                    "the forecast must start after the history's last period, " + to_string(history.last()),
                                    to_string(forecast.origin->last));
  }
  LineChart chart;
  chart.title = history.name;
  chart.unit = history.unit;
  chart.lines.push_back({history, LineStyle::history});
  chart.lines.back().series.name = message(language, "report.history");
  ChartFan fan;
  fan.name = message(language, "report.forecast");
  fan.start = history.last();
  fan.coverage = forecast.coverage;
  // The band opens from the last observation, about which nothing is uncertain.
  const auto from_last = [&](const std::vector<double>& values) {
    std::vector<double> all = {history.values.back()};
    all.insert(all.end(), values.begin(), values.end());
    return all;
  };
  fan.centre = from_last(forecast.mean);
  if (!forecast.lower.empty() || !forecast.upper.empty()) {
    fan.lower = from_last(forecast.lower);
    fan.upper = from_last(forecast.upper);
  }
  chart.fans.push_back(std::move(fan));
  return chart;
}

LineChart line_chart(const Frame& frame, std::string title) {
  LineChart chart;
  chart.unit = common_unit(frame, "report::line_chart");
  chart.title = std::move(title);
  for (const Series& s : frame.series()) chart.lines.push_back({s, LineStyle::series});
  return chart;
}

AreaChart area_chart(const Frame& frame, std::string title) {
  AreaChart chart;
  chart.unit = common_unit(frame, "report::area_chart");
  chart.title = std::move(title);
  chart.parts = frame.series();
  return chart;
}

BarChart contribution_chart(const Frame& frame, std::string title, std::string_view total, Language language) {
  BarChart chart;
  chart.unit = common_unit(frame, "report::contribution_chart");
  chart.title = std::move(title);
  for (std::size_t i = 0; i < frame.periods(); ++i)
    chart.categories.push_back(text::period_label(frame.series().front().period(i), language));
  for (const Series& s : frame.series()) {
    if (!total.empty() && s.name == total) {
      chart.totals = s.values;
      chart.total_name = s.name;
    } else {
      chart.parts.push_back({s.name, s.values});
    }
  }
  detail::require(!chart.parts.empty(), "report::contribution_chart", "there must be a series besides the total");
  return chart;
}

}  // namespace foreplan::inline v0::report
