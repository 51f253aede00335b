#include "plan/ratio_graph.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace foreplan::plan::internal {
namespace {

Ratio between(int from, int to, double lower, double upper, std::size_t source) {
  return {from, to, {lower, upper}, {std::log(lower), std::log(upper)}, source};
}

// Doubling twice is 4: a bound of 3 on the way back closes the only cycle below 1, of 4 / 3.
TEST(NegativeCycle, IsTheRatiosThatDoNotMultiplyToOne) {
  const System s{
      4, {between(1, 2, 2, 2, 0), between(2, 3, 2, 2, 1), between(1, 3, 3, 3, 2), between(0, 1, 5, 9, 3)}, {}};
  bool settled = true;
  EXPECT_EQ(negative_cycle(s, {1, 1, 1, 1}, settled), (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_TRUE(negative_cycle(s, {1, 1, 0, 1}, settled).empty());
  EXPECT_TRUE(settled);
}

TEST(NegativeCycle, WhatOnlyTouchesIsNone) {
  const System s{2, {between(0, 1, 1, 2, 0), between(0, 1, 2, 3, 1)}, {}};
  bool settled = true;
  EXPECT_TRUE(negative_cycle(s, {1, 1}, settled).empty());
  EXPECT_TRUE(settled);
}

// (1 + 900 %)^8000 is beyond every double, its logarithm is not.
TEST(NegativeCycle, HoldsRatiosThatOnlyLogarithmsCan) {
  const double infinity = std::numeric_limits<double>::infinity(), steep = 8000 * std::log(10.0);
  const System s{
      3, {{1, 2, {infinity, infinity}, {steep, steep}, 0}, between(0, 1, 99, 101, 1), between(0, 2, 199, 201, 2)}, {}};
  bool settled = true;
  EXPECT_EQ(negative_cycle(s, {1, 1, 1}, settled), (std::vector<std::size_t>{0, 1, 2}));
}

TEST(RatioByGraph, MultipliesTheTightestWay) {
  const System s{3, {between(0, 1, 2, 3, 0), between(1, 2, 5, 7, 1), between(0, 2, 11, 20, 2)}, {}};
  const Interval r = ratio_by_graph(s, {1, 1, 1}, 0, 2);
  EXPECT_NEAR(r.lower, 11, 1e-12);
  EXPECT_NEAR(r.upper, 20, 1e-12);
  const Interval other = ratio_by_graph(s, {1, 1, 0}, 0, 2);
  EXPECT_NEAR(other.lower, 10, 1e-12);
  EXPECT_NEAR(other.upper, 21, 1e-12);
}

}  // namespace
}  // namespace foreplan::plan::internal
