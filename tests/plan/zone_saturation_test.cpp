#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/plan/zone_saturation.hpp>

#include <cmath>
#include <limits>

namespace foreplan::plan {
namespace {

/// The counts of tests/reference/plan_oracle.py, made up.
Zone counted_zone() {
  Zone zone{.id = "north", .unit = Unit::physical("ha"), .period = 2015, .total_area = 170, .let_area = 99};
  const std::vector<double> let{14, 17, 24, 34, 43, 58, 70, 88};
  for (std::size_t i = 0; i < let.size(); ++i) zone.history.push_back({2007 + static_cast<int>(i), let[i]});
  return zone;
}

TEST(ZoneSaturation, AgreesWithScipy) {
  const auto s = zone_saturation(counted_zone());
  ASSERT_TRUE(s);
  EXPECT_EQ(s->counts, 9u);
  EXPECT_NEAR(s->rate, 0.35727737626689327, 2e-9);
  EXPECT_NEAR(s->sigma, 1.4524243349406079, 1e-9);
  EXPECT_EQ(s->filled, Period(2023));    // 2022.187: after the end of 2022
  EXPECT_EQ(s->earliest, Period(2022));  // 2021.806
  EXPECT_EQ(s->latest, Period(2023));    // 2022.593
  EXPECT_EQ(s->course.start, Period(2007));
  ASSERT_EQ(s->course.size(), 17u);
  EXPECT_LT(s->course.values[15], 0.95 * 170);
  EXPECT_GT(s->course.values[16], 0.95 * 170);
}

/// Rate 0.4, half let at the end of 2012: 95 % at 2012 + log(19) / 0.4 = 2019.36, in 2020, and 90 % in 2018.
TEST(ZoneSaturation, FindsTheCurveThatCountsLieOn) {
  const auto let = [](int year) { return 100 / (1 + std::exp(-0.4 * (year - 2012))); };
  Zone zone{.id = "z", .unit = Unit::physical("ha"), .period = 2014, .total_area = 100, .let_area = let(2014)};
  for (const int year : {2006, 2007, 2009, 2010, 2013}) zone.history.push_back({year, let(year)});
  const auto s = zone_saturation(zone);
  ASSERT_TRUE(s);
  EXPECT_NEAR(s->rate, 0.4, 1e-9);
  EXPECT_EQ(s->filled, Period(2020));
  EXPECT_EQ(zone_saturation(zone, {.share = 0.90})->filled, Period(2018));
}

TEST(ZoneSaturation, OfAFullZoneIsTheFirstCountThatReachedIt) {
  Zone zone = counted_zone();
  zone.history.push_back({2015, 168});
  zone.period = 2016;
  zone.let_area = 170;
  const auto s = zone_saturation(zone);
  ASSERT_TRUE(s);
  EXPECT_EQ(s->filled, Period(2015));
  EXPECT_EQ(s->latest, Period(2015));
}

TEST(ZoneSaturation, NeedsCountsThatRise) {
  Zone zone = counted_zone();
  zone.history.erase(zone.history.begin() + 3, zone.history.end());
  EXPECT_EQ(zone.history.size() + 2, kFewestZoneCounts);
  EXPECT_FALSE(zone_saturation(zone));
  zone = counted_zone();
  zone.let_area = 10;
  for (std::size_t i = 0; i < zone.history.size(); ++i) zone.history[i].let_area = 60 - 5.0 * static_cast<double>(i);
  const auto falls = zone_saturation(zone);
  EXPECT_TRUE(!falls || !falls->filled);
}

TEST(ZoneSaturation, IsLetAfterTheLatestCount) {
  Zone zone = counted_zone();
  zone.let_area = 161;  // 94.7 %
  const auto s = zone_saturation(zone);
  ASSERT_TRUE(s && s->earliest);
  EXPECT_GE(*s->earliest, Period(2016));
}

TEST(ZoneSaturationRefuses, HistoriesOutOfRangeOrOrder) {
  Zone zone = counted_zone();
  zone.history[2].let_area = 171;
  try {
    (void)zone_saturation(zone);
    ADD_FAILURE();
  } catch (const InvalidArgument& e) {
    EXPECT_STREQ(e.what(), "plan::zone_saturation: let_area must be in [0, total_area]; got 171 in zone \"north\"");
  }
  for (const double bad : {-1.0, std::numeric_limits<double>::quiet_NaN()}) {
    zone.history[2].let_area = bad;
    EXPECT_THROW((void)zone_saturation(zone), InvalidArgument) << bad;
  }
  zone = counted_zone();
  zone.history.back().period = 2015;
  EXPECT_THROW((void)zone_saturation(zone), PeriodMismatch);
  zone = counted_zone();
  std::swap(zone.history[0], zone.history[1]);
  EXPECT_THROW((void)zone_outlook(zone), PeriodMismatch);
  zone.history = {{Period::parse("2014Q1"), 1}};
  EXPECT_THROW((void)zone_outlook(zone), PeriodMismatch);
  for (const double bad : {0.0, 1.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW((void)zone_saturation(counted_zone(), {.share = bad}), InvalidArgument) << bad;
    EXPECT_THROW((void)zone_saturation(counted_zone(), {.coverage = bad}), InvalidArgument) << bad;
  }
}

}  // namespace
}  // namespace foreplan::plan
