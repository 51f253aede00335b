#include "report/chart_check.hpp"

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
constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(CheckValue, RefusesWhatNoChartShowsAndNamesIt) {
  EXPECT_NO_THROW(check_value(1e15, "x"));
  EXPECT_NO_THROW(check_value(-1e15, "x"));
  for (const double bad : {kNaN, kInf, -kInf, 1.1e15})
    EXPECT_THAT([&] { check_value(bad, "exports"); }, ThrowsMessage<InvalidArgument>(HasSubstr("for \"exports\"")));
}

TEST(CheckValues, PassesOverMissingValues) {
  EXPECT_NO_THROW(check_values(std::vector<double>{1, kNaN, 2}, "x"));
  EXPECT_THROW(check_values(std::vector<double>{1, kInf}, "x"), InvalidArgument);
}

TEST(CheckCount, NamesTheLimit) {
  EXPECT_NO_THROW(check_count(12, 12, "lines"));
  EXPECT_THAT([] { check_count(0, 12, "lines"); }, ThrowsMessage<InvalidArgument>(HasSubstr("1 to 12 lines; got 0")));
  EXPECT_THAT([] { check_count(30, 12, "lines"); }, ThrowsMessage<InvalidArgument>(HasSubstr("1 to 12 lines; got 30")));
}

TEST(CheckDecimals, LieIn0To12) {
  EXPECT_NO_THROW(check_decimals({}));
  EXPECT_NO_THROW(check_decimals(12));
  EXPECT_THROW(check_decimals(13), InvalidArgument);
  EXPECT_THROW(check_decimals(-1), InvalidArgument);
}

TEST(CheckSeries, RefusesAnotherUnitWithBothInTheMessage) {
  const Unit vnd = Unit::money("VND", 9, PriceBasis::constant(1994));
  EXPECT_NO_THROW(check_series({"a", 2015, vnd, {1}}, vnd));
  EXPECT_THAT(
      [&] {
        check_series({"a", 2015, Unit::money("VND", 9, PriceBasis::current()), {1}}, vnd);
      },
      ThrowsMessage<UnitMismatch>(
          AllOf(HasSubstr("constant 1994 prices"), HasSubstr("current prices"), HasSubstr("\"a\""))));
  EXPECT_THROW(check_series({"a", 2015, vnd, {}}, vnd), InvalidArgument);
}

TEST(PeriodSpan, ReachesFromTheEarliestToTheLatest) {
  PeriodSpan span;
  EXPECT_TRUE(span.empty());
  span.add(2015, 3);
  span.add(2010, 1);
  EXPECT_EQ(span.first(), Period(2010));
  EXPECT_EQ(span.count(), 8u);
  EXPECT_EQ(span.index(2015), 5u);
}

TEST(PeriodSpan, RefusesOtherFrequenciesAndTooManyPeriods) {
  PeriodSpan span;
  span.add(2015, 1);
  EXPECT_THROW(span.add(Period::quarter(2015, 1), 1), PeriodMismatch);
  PeriodSpan wide;
  wide.add(Period::day(2000, 1, 1), 1);
  EXPECT_THROW(wide.add(Period::day(2020, 1, 1), 1), InvalidArgument);
}

TEST(CheckExtent, RefusesNothingAndWhatWouldPrintAsZero) {
  Extent extent;
  EXPECT_THROW(check_extent(extent), InvalidArgument);
  extent.add(kNaN);
  EXPECT_THROW(check_extent(extent), InvalidArgument);
  extent.add(0.0);
  EXPECT_NO_THROW(check_extent(extent));
  extent.add(1e-10);
  EXPECT_THAT([&] { check_extent(extent); }, ThrowsMessage<InvalidArgument>(HasSubstr("another scale")));
  extent.add(-1e-9);
  EXPECT_NO_THROW(check_extent(extent));
  EXPECT_EQ(extent.low, -1e-9);
  EXPECT_EQ(extent.magnitude(), 1e-9);
}

}  // namespace
}  // namespace foreplan::report
