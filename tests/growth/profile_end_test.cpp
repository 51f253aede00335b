#include "growth/profile_end.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace foreplan::growth::internal {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(ProfileEnd, IsTheRootInEitherDirection) {
  const auto excess = [](double x) { return x * x - 7; };
  EXPECT_NEAR(profile_end(excess, 0, 0.5, 1, kInf, 100), std::sqrt(7.0), 1e-11);
  EXPECT_NEAR(profile_end(excess, 0, 40, -1, -kInf, 100), -std::sqrt(7.0), 1e-11);
}

TEST(ProfileEnd, IsTheBoundOrEndlessWhereTheExcessStaysNegative) {
  const auto excess = [](double x) { return -1 / (1 + x * x); };
  EXPECT_EQ(profile_end(excess, 0, 1, 1, 12.5, 100), 12.5);
  EXPECT_EQ(profile_end(excess, 0, 1, 1, kInf, 100), kInf);
  EXPECT_EQ(profile_end(excess, 0, 1, -1, -kInf, 100), -kInf);
}

// Beyond 3 nothing can be evaluated: the end is there.
TEST(ProfileEnd, WhatIsNotFiniteIsOutside) {
  for (const double bad : {kInf, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_NEAR(profile_end([&](double x) { return x > 3 ? bad : -1.0; }, 0, 1, 1, kInf, 100), 3, 1e-6);
}

// A search that starts from where the last one ended may find another minimum the second time.
TEST(ProfileEnd, AsksNoPlaceTwice) {
  std::set<double> asked;
  const auto excess = [&](double x) { return asked.insert(x).second ? x - 2.3 : -(x - 2.3); };
  EXPECT_NEAR(profile_end(excess, 0, 1, 1, kInf, 100), 2.3, 1e-9);
}

}  // namespace
}  // namespace foreplan::growth::internal
