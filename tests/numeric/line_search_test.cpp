#include "numeric/line_search.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace foreplan::numeric {
namespace {

// The functions of Moré & Thuente (1994), section 5, and their starting steps.
Slope first(double a) { return {-a / (a * a + 2), (a * a - 2) / ((a * a + 2) * (a * a + 2))}; }
Slope second(double a) {
  const double b = a + 0.004;
  return {std::pow(b, 5) - 2 * std::pow(b, 4), 5 * std::pow(b, 4) - 8 * std::pow(b, 3)};
}
Slope third(double a) {
  constexpr double beta = 0.01, l = 39, kPi = std::numbers::pi;
  const double wave = 2 * (1 - beta) / (l * kPi) * std::sin(l * kPi / 2 * a);
  const double bend = (1 - beta) * std::cos(l * kPi / 2 * a);
  if (a <= 1 - beta) return {1 - a + wave, -1 + bend};
  if (a >= 1 + beta) return {a - 1 + wave, 1 + bend};
  return {(a - 1) * (a - 1) / (2 * beta) + beta / 2 + wave, (a - 1) / beta + bend};
}

TEST(LineSearch, MeetsBothConditionsFromEveryStart) {
  for (Slope (*f)(double) : {first, second, third}) {
    const Slope start = f(0);
    ASSERT_LT(start.derivative, 0);
    for (const double step : {1e-3, 1e-1, 1e1, 1e3}) {
      const LineStep found = line_search(f, start, step, 1e10);
      EXPECT_GT(found.step, 0);
      EXPECT_EQ(found.at.value, f(found.step).value);
      EXPECT_LE(found.at.value, start.value + 1e-4 * found.step * start.derivative);
      EXPECT_LE(std::abs(found.at.derivative), 0.9 * std::abs(start.derivative));
      EXPECT_LE(found.evaluations, 15);
    }
  }
}

TEST(LineSearch, StopsAtTheLongestStepWhereTheFunctionStillFalls) {
  const LineStep found = line_search([](double a) { return Slope{-a, -1}; }, {0, -1}, 1, 5);
  EXPECT_EQ(found.step, 5);
}

TEST(LineSearch, StepsBackFromWhereThereIsNoValue) {
  const auto f = [](double a) {  // falls to 0.5, no value from 2 on
    return a < 2 ? Slope{a * a - a, 2 * a - 1} : Slope{std::numeric_limits<double>::infinity(), 0};
  };
  const LineStep found = line_search(f, {0, -1}, 100, 1e10);
  EXPECT_GT(found.step, 0);
  EXPECT_LT(found.step, 1);
}

TEST(LineSearch, SaysWhenNothingDecreases) {
  // The slope is a lie.
  EXPECT_EQ(line_search([](double a) { return Slope{1 + a, 1}; }, {1, -1}, 1, 10).step, 0);
}

}  // namespace
}  // namespace foreplan::numeric
