#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/table.hpp>

#include <string>
#include <string_view>

/// Tables and charts of series, frames and forecasts.
namespace foreplan::inline v0::report {

/// One row a period, one column a series with its unit. Periods in which every series is missing are left out.
/// @throws InvalidArgument  for an empty frame.
[[nodiscard]] FOREPLAN_EXPORT Table table(const Frame& frame, Language language = Language::english, int decimals = 1);

/// What was observed, up to 5,000 periods with the forecast's, and the forecast from there on with its band, as
/// `forecast_fan` draws it; that takes several bands.
/// @throws PeriodMismatch   unless the forecast's origin, when it has one, is the last period of the history.
/// @throws UnitMismatch     when the origin has another unit.
/// @throws InvalidArgument  for an empty history or forecast.
[[nodiscard]] FOREPLAN_EXPORT LineChart fan_chart(const Series& history, const Forecast& forecast,
                                                  Language language = Language::english);

/// The series of a frame as lines. @throws UnitMismatch unless all have one unit.
[[nodiscard]] FOREPLAN_EXPORT LineChart line_chart(const Frame& frame, std::string title = {});
/// The series of a frame stacked, the first at the bottom. @throws UnitMismatch, as above.
[[nodiscard]] FOREPLAN_EXPORT AreaChart area_chart(const Frame& frame, std::string title = {});
/// Contributions by period: every series but `total` is a part. Without a series of that name the totals are sums.
/// @throws UnitMismatch, as above; InvalidArgument when nothing is left.
[[nodiscard]] FOREPLAN_EXPORT BarChart contribution_chart(const Frame& frame, std::string title = {},
                                                          std::string_view total = {}, Language language = Language::english);

}  // namespace foreplan::inline v0::report
