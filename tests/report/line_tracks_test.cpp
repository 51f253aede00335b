#include "report/line_tracks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <limits>

namespace foreplan::report {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

LineChart history_and_fan() {
  LineChart chart;
  chart.unit = Unit::percent();
  chart.lines = {{{"Observed", 2013, Unit::percent(), {29.93, kNaN, 38.2}}, LineStyle::history}};
  chart.fans = {{"Forecast", 2015, 0.9, {38.2, 40}, {38.2, 37}, {38.2, 43}}};
  chart.targets = {{"Target", 2020, 40}};
  return chart;
}

TEST(LineTracks, StandOnOneAxisOfPeriods) {
  const LineTracks data = line_tracks(history_and_fan());
  EXPECT_EQ(data.periods.first(), Period(2013));
  EXPECT_EQ(data.periods.count(), 8u);
  ASSERT_EQ(data.tracks.size(), 2u);
  EXPECT_EQ(data.tracks[0].first, 0u);
  EXPECT_EQ(data.tracks[0].last, 2u);
  EXPECT_TRUE(std::isnan(data.tracks[0].values[1]));
  EXPECT_EQ(data.tracks[1].first, 2u);
  EXPECT_EQ(data.tracks[1].values[3], 40);
  EXPECT_EQ(data.extent.low, 29.93);
  EXPECT_EQ(data.extent.high, 43);  // of the band
}

TEST(LineTracks, OnlySeriesAndFansTakeColours) {
  LineChart chart = history_and_fan();
  chart.lines.push_back({{"a", 2015, Unit::percent(), {1}}, LineStyle::series});
  const LineTracks data = line_tracks(chart);
  EXPECT_EQ(data.tracks[1].colour, 0);
  EXPECT_EQ(data.tracks[2].colour, 1);
}

TEST(LineTracks, RefuseBandsThatDoNotFit) {
  const auto with = [](auto change) {
    LineChart chart = history_and_fan();
    change(chart.fans[0]);
    return [chart] { (void)line_tracks(chart); };
  };
  EXPECT_THAT(with([](ChartFan& f) { f.lower.pop_back(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("for \"Forecast\"")));
  EXPECT_THAT(with([](ChartFan& f) { f.upper.clear(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("as long as centre")));
  EXPECT_THAT(with([](ChartFan& f) { f.lower[1] = 44; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("lower must not be above upper")));
  EXPECT_THAT(with([](ChartFan& f) { f.coverage = 1; }), ThrowsMessage<InvalidArgument>(HasSubstr("coverage")));
  EXPECT_THAT(with([](ChartFan& f) {
                f.centre = {kNaN, kNaN};
              }),
              ThrowsMessage<InvalidArgument>(HasSubstr("a line must have a value")));
}

TEST(LineTable, HasAColumnForEveryEndOfABandAndARowForEveryPeriodWithANumber) {
  const Table t = table(history_and_fan());
  ASSERT_EQ(t.columns.size(), 6u);
  EXPECT_EQ(t.columns[1].header, "Observed");
  EXPECT_EQ(t.columns[3].header, "Lower end, 90 %");
  EXPECT_EQ(t.columns[5].header, "Target");
  EXPECT_EQ(t.caption, "%");
  std::vector<Period> periods;
  for (const auto& row : t.rows) periods.push_back(std::get<Period>(row[0].value));
  EXPECT_EQ(periods, (std::vector<Period>{2013, 2015, 2016, 2020}));  // 2014 and 2017 to 2019 have no number
  EXPECT_EQ(std::get<double>(t.rows[2][4].value), 43);
  EXPECT_EQ(std::get<double>(t.rows[3][5].value), 40);
}

}  // namespace
}  // namespace foreplan::report
