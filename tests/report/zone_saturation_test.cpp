#include "drawing.hpp"

#include <gmock/gmock.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/report/capacity.hpp>
#include <foreplan/report/needs.hpp>

namespace foreplan::report {
namespace {

using foreplan::testing::expect_well_drawn;
using ::testing::HasSubstr;
using ::testing::Not;

/// The counts of tests/plan/zone_saturation_test.cpp, made up: 95 % are let in 2023 (2022-2023).
plan::Zone counted_zone() {
  plan::Zone zone;
  zone.id = "north", zone.name = {"north zone", "khu phía bắc"}, zone.unit = Unit::physical("ha"), zone.period = 2015,
  zone.total_area = 170, zone.let_area = 99, zone.absorption = 10, zone.source = "made up";
  const std::vector<double> let{14, 17, 24, 34, 43, 58, 70, 88};
  for (std::size_t i = 0; i < let.size(); ++i) zone.history.push_back({2007 + static_cast<int>(i), let[i]});
  return zone;
}

TEST(ZoneSaturationTable, SaysWhenZonesFill) {
  plan::Zone without = counted_zone();
  without.name = {"south zone", ""};
  without.history.clear();
  const std::string english = markdown(zone_saturation_table({counted_zone(), without}));
  EXPECT_THAT(english, HasSubstr("| Industrial zone | Counts | 95 % let in |"));
  EXPECT_THAT(english, HasSubstr("| North zone | 9 (2007–2015) | 2023 (2022–2023) |"));
  EXPECT_THAT(english, Not(HasSubstr("South zone")));
  EXPECT_THAT(english, HasSubstr("Source: made up."));
  EXPECT_THAT(markdown(zone_saturation_table({counted_zone()}, Language::vietnamese)),
              HasSubstr("| Khu phía bắc | 9 (2007–2015) | 2023 (2022–2023) |"));
  EXPECT_THROW((void)zone_saturation_table({without}), InvalidArgument);
  EXPECT_THROW((void)zone_saturation_chart(without), InvalidArgument);
}

TEST(ZoneSaturationChart, ShowsCountsAndTheirCurve) {
  const LineChart chart = zone_saturation_chart(counted_zone());
  ASSERT_EQ(chart.lines.size(), 2u);
  EXPECT_EQ(chart.lines[0].series.size(), 9u);
  EXPECT_EQ(chart.lines[0].series.values.back(), 99);
  EXPECT_EQ(chart.lines[1].series.size(), 17u);
  ASSERT_EQ(chart.targets.size(), 1u);
  EXPECT_EQ(chart.targets[0].period, Period(2023));
  EXPECT_NEAR(chart.targets[0].value, 161.5, 1e-9);
  expect_well_drawn(chart);
}

TEST(Needs, ShowTheCourseOfZonesThatHaveAHistory) {
  plan::Plan plan;
  plan.zones = {counted_zone()};
  Document page("p");
  page.section("s", needs(plan, {2016, 2018}));
  EXPECT_THAT(markdown(page), HasSubstr("| North zone | 9 (2007–2015) | 2023 (2022–2023) |"));
  plan.zones[0].history.clear();
  Document plain("p");
  plain.section("s", needs(plan, {2016, 2018}));
  EXPECT_THAT(markdown(plain), Not(HasSubstr("let in")));
}

}  // namespace
}  // namespace foreplan::report
