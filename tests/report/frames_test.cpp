#include <foreplan/report/frames.hpp>

#include "drawing.hpp"

#include <gmock/gmock.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <limits>

namespace foreplan::report {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const Unit kUnit = Unit::money("VND", 9, PriceBasis::current());

Frame grdp() {
  return Frame({{"agriculture", 2010, kUnit, {4202, kNaN, 4700}}, {"industry", 2010, kUnit, {2477, kNaN, 4100}}});
}

TEST(FrameTable, LeavesOutPeriodsWithoutAnyValue) {
  const Table t = table(grdp());
  ASSERT_EQ(t.rows.size(), 2u);
  EXPECT_EQ(std::get<Period>(t.rows[1][0].value), Period(2012));
  EXPECT_EQ(std::get<double>(t.rows[1][2].value), 4100);
  EXPECT_EQ(t.columns[1].unit, kUnit);
  EXPECT_THROW((void)table(Frame{}), InvalidArgument);
}

TEST(FanChart, OpensFromTheLastObservation) {
  Forecast forecast;
  forecast.mean = {10, 11};
  forecast.lower = {9, 9};
  forecast.upper = {11, 13};
  forecast.coverage = 0.8;
  const LineChart chart = fan_chart({"exports", 2010, kUnit, {7, 8, 9}}, forecast);
  ASSERT_EQ(chart.fans.size(), 1u);
  EXPECT_EQ(chart.fans[0].start, Period(2012));
  EXPECT_EQ(chart.fans[0].centre, (std::vector<double>{9, 10, 11}));
  EXPECT_EQ(chart.fans[0].lower, (std::vector<double>{9, 9, 9}));
  EXPECT_EQ(chart.fans[0].coverage, 0.8);
  EXPECT_EQ(chart.title, "exports");
  foreplan::testing::expect_well_drawn(chart);
}

TEST(FanChart, RefusesAForecastOfSomethingElse) {
  const Series history{"exports", 2010, kUnit, {7, 8, 9}};
  Forecast forecast;
  EXPECT_THROW((void)fan_chart(history, forecast), InvalidArgument);
  forecast.mean = {10};
  EXPECT_THROW((void)fan_chart({"exports", 2010, kUnit, {}}, forecast), InvalidArgument);
  forecast.origin = {"exports", 2013, kUnit};
  EXPECT_THROW((void)fan_chart(history, forecast), PeriodMismatch);
  forecast.origin = {"exports", 2012, Unit::percent()};
  EXPECT_THROW((void)fan_chart(history, forecast), UnitMismatch);
}

TEST(FrameCharts, TakeOneUnitOnly) {
  const Frame mixed({{"a", 2010, kUnit, {1}}, {"b", 2010, Unit::percent(), {1}}});
  EXPECT_THROW((void)line_chart(mixed), UnitMismatch);
  EXPECT_THROW((void)area_chart(mixed), UnitMismatch);
  EXPECT_THROW((void)contribution_chart(mixed), UnitMismatch);
  EXPECT_THROW((void)line_chart(Frame{}), InvalidArgument);
  EXPECT_EQ(line_chart(grdp(), "GRDP").lines.size(), 2u);
  EXPECT_EQ(area_chart(grdp()).parts.size(), 2u);
}

TEST(ContributionChart, SetsTheTotalApart) {
  const Frame frame({{"a", 2010, kUnit, {1, 2}}, {"b", 2010, kUnit, {3, -1}}, {"all", 2010, kUnit, {4, 1.5}}});
  const BarChart chart = contribution_chart(frame, "title", "all");
  EXPECT_EQ(chart.parts.size(), 2u);
  EXPECT_EQ(chart.totals, (std::vector<double>{4, 1.5}));
  EXPECT_EQ(chart.categories, (std::vector<std::string>{"2010", "2011"}));
  EXPECT_EQ(contribution_chart(frame).parts.size(), 3u);
  EXPECT_THROW((void)contribution_chart(Frame({{"all", 2010, kUnit, {4}}}), "", "all"), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::report
