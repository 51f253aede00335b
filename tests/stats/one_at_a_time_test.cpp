#include <foreplan/stats/one_at_a_time.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "refusals.hpp"

namespace foreplan::stats {
namespace {

using foreplan::testing::expect_refused;

void polynomial(std::span<const double> x, std::span<double> y) {
  y[0] = x[0] + 10 * x[1] - x[2] * x[2];
  y[1] = x[2] > 1.5 ? NAN : x[2];
}
const std::vector<InputRange> kRanges{{-1, 0, 2}, {0, 0.5, 1}, {-2, 0, 2}};

TEST(OneAtATime, GivesLowAndHighOfEachInputTheWidestSwingFirst) {
  const auto rows = one_at_a_time(polynomial, kRanges, 2);
  ASSERT_EQ(rows.size(), 2U);
  ASSERT_EQ(rows[0].size(), 3U);
  EXPECT_EQ(rows[0][0].input, 1U);
  EXPECT_EQ(rows[0][0].outcome_low, 0);
  EXPECT_EQ(rows[0][0].outcome_high, 10);
  EXPECT_EQ(rows[0][0].base, 5);
  EXPECT_EQ(rows[0][1].input, 2U) << "both ends lie 4 below the base";
  EXPECT_EQ(rows[0][1].outcome_low, 1);
  EXPECT_EQ(rows[0][1].outcome_high, 1);
  EXPECT_EQ(rows[0][2].input, 0U);
  EXPECT_EQ(rows[0][2].low, -1);
  EXPECT_EQ(rows[0][2].high, 2);
  EXPECT_EQ(rows[0][2].outcome_high, 7);
  EXPECT_EQ(rows[1][2].input, 2U) << "a NaN goes last";
  EXPECT_EQ(rows[1][0].input, 0U);
}

TEST(OneAtATime, SwingReachesFromTheHighestToTheLowest) {
  EXPECT_EQ(swing(5, 5, 3), 2);
  EXPECT_EQ(swing(2, 5, 3), 3);
  EXPECT_EQ(swing(3, 3, 3), 0);
  EXPECT_TRUE(std::isnan(swing(NAN, 5, 3)));
  EXPECT_TRUE(std::isnan(swing(1, 5, NAN)));
}

TEST(OneAtATime, RefusesWhatMakesNoSense) {
  const std::vector<double> few(3);
  const double inf = std::numeric_limits<double>::infinity();
  expect_refused({
      {"stats::one_at_a_time: there must be inputs to vary; got none", [] { (void)one_at_a_time(polynomial, {}); }},
      {"low < high must hold, base finite too; got 2, 1 and base 0 for input 0",
       [] {
         (void)one_at_a_time(polynomial, {{2, 0, 1}});
       }},
      {"got 0, 1 and base inf for input 0",
       [&] {
         (void)one_at_a_time(polynomial, {{0, inf, 1}});
       }},
      {"outputs must be >= 1; got 0", [] { (void)one_at_a_time(polynomial, kRanges, 0); }},
      {"function must not be empty", [] { (void)one_at_a_time(InputFunction{}, kRanges); }},
      {"got 3 for 7 evaluations of 1", [&] { (void)one_at_a_time(kRanges, few, 1); }},
  });
  EXPECT_THROW((void)one_at_a_time([](auto, auto) { throw std::logic_error("mine"); }, kRanges), std::logic_error);
}

}  // namespace
}  // namespace foreplan::stats
