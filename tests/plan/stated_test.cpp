#include "plan/stated.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plan/founding_case.hpp"

namespace foreplan::plan::internal {
namespace {

using testing::stated;
using enum StatementKind;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Interval interval(StatementKind kind, const char* value, Bound bound, Digits digits = Digits::printed) {
  return stated_interval(stated("s", kind, "x", {2020, 2020}, value, {}, {}, bound), digits, 0.05);
}

TEST(StatedInterval, IsHalfAUnitOfTheLastDigitWide) {
  EXPECT_EQ(interval(level, "6513", Bound::exactly), (Interval{6512.5, 6513.5}));
  EXPECT_EQ(interval(growth, "11.4", Bound::exactly), (Interval{0.114 - 0.0005, 0.114 + 0.0005}));
  EXPECT_EQ(interval(level, "6513", Bound::exactly, Digits::rates_only), (Interval{6513, 6513}));
  EXPECT_EQ(interval(growth, "11.4", Bound::exactly, Digits::rates_only), (Interval{0.114 - 0.0005, 0.114 + 0.0005}));
  EXPECT_EQ(interval(growth, "11.4", Bound::exactly, Digits::none), (Interval{0.114, 0.114}));
}

TEST(StatedInterval, OverAndUnderAreNotRounded) {
  EXPECT_EQ(interval(level, "17600", Bound::at_least), (Interval{17600, kInfinity}));
  EXPECT_EQ(interval(growth, "0", Bound::at_most), (Interval{-kInfinity, 0}));
  EXPECT_EQ(interval(level, "17600", Bound::at_least, Digits::rates_only), (Interval{17600, 17600}));
}

TEST(StatedInterval, SharesEndAtAHundredPerCent) {
  EXPECT_EQ(interval(share, "40", Bound::at_least), (Interval{0.4, 1}));
  EXPECT_EQ(interval(share, "100", Bound::exactly), (Interval{0.995, 1}));
  EXPECT_EQ(interval(share, "98", Bound::about).upper, 1);
}

TEST(StatedInterval, AboutIsNoNarrowerThanItsDigits) {
  EXPECT_EQ(interval(level, "1000", Bound::about), (Interval{950, 1050}));
  EXPECT_EQ(interval(level, "5", Bound::about), (Interval{4.5, 5.5}));
  EXPECT_EQ(interval(growth, "0", Bound::about), (Interval{-0.005, 0.005}));
}

TEST(StatedInterval, BetweenReachesFromDigitToDigit) {
  Statement s = stated("s", growth, "x", {2020, 2020}, "8", {}, {}, Bound::between);
  s.upper = Rounded("9.0");
  EXPECT_EQ(stated_interval(s, Digits::printed, 0.05), (Interval{0.08 - 0.005, 0.09 + 0.0005}));
}

}  // namespace
}  // namespace foreplan::plan::internal
