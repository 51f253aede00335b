#include "plan/sum_program.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace foreplan::plan::internal {
namespace {

Ratio level(int amount, double lower, double upper, std::size_t source) {
  return {0, amount, {lower, upper}, {std::log(lower), std::log(upper)}, source};
}
Sum total_of(int total, int a, int b, std::size_t source) {
  return {{{total, 1.0}, {a, -1.0}, {b, -1.0}}, -1, {}, source};
}

TEST(ConflictByProgram, BlamesTheSumAndItsMembers) {
  System s{4, {level(1, 99, 101, 0), level(2, 60, 61, 1), level(3, 41, 42, 2)}, {total_of(1, 2, 3, 3)}};
  bool settled = true;
  EXPECT_TRUE(conflict_by_program(s, {1, 1, 1, 1}, settled).empty());  // 60 + 41 = 101 touches
  s.ratios[2] = level(3, 41.1, 42, 2);
  EXPECT_EQ(conflict_by_program(s, {1, 1, 1, 1}, settled), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_TRUE(conflict_by_program(s, {1, 1, 0, 1}, settled).empty());
  EXPECT_TRUE(settled);
}

// A growth that no double holds says nothing here, and says that it does not.
TEST(ConflictByProgram, LeavesBoundsBeyondDoublesOpen) {
  const double infinity = std::numeric_limits<double>::infinity(), steep = 8000 * std::log(10.0);
  const System s{
      5,
      {level(1, 99, 101, 0), {3, 4, {infinity, infinity}, {steep, steep}, 1}, {2, 3, {0, 0}, {-steep, -steep}, 2}},
      {total_of(1, 2, 3, 3)}};
  bool settled = true;
  EXPECT_TRUE(conflict_by_program(s, {1, 1, 1, 1}, settled).empty());
  EXPECT_FALSE(settled);
}

// total 100 = a + b with a in [60, 61]: b / a lies between 39 / 61 and 40 / 60.
TEST(RatioByProgram, IsWhatTheRestLeaves) {
  const System s{4, {level(1, 100, 100, 0), level(2, 60, 61, 1)}, {total_of(1, 2, 3, 2)}};
  const Interval r = ratio_by_program(s, {1, 1, 1}, 2, 3);
  EXPECT_NEAR(r.lower, 39.0 / 61, 1e-9);
  EXPECT_NEAR(r.upper, 40.0 / 60, 1e-9);
}

}  // namespace
}  // namespace foreplan::plan::internal
