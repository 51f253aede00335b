#include <foreplan/report/forecast.hpp>
#include <foreplan/report/frames.hpp>

#include "core/check.hpp"
#include "report/chart_check.hpp"
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
  const std::size_t most = kMostPeriods - std::min(forecast.horizon(), kMostPeriods - 1);
  return forecast_fan(history, {forecast},
                      {.history = std::clamp<std::size_t>(history.size(), 1, most), .language = language});
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
