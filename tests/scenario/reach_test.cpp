#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;

/// x(t) = 1.1^(t - 2020) from 2020.
Model growth() { return compile("x = x(-1) * (1 + g)\n y = -x"); }
Scenario growth_base() {
  return {"base", Frame({{"x", Period(2020), {}, {1}}, {"g", Period(2021), {}, std::vector<double>(20, 0.1)}})};
}

}  // namespace

TEST(FirstReached, IsThePeriodAfterTheTimeThatGrowthTakes) {
  // Doubling takes log 2 / log 1.1 = 7.2725 years: in 2028, at 0.2725 of it.
  const auto r = first_reached(growth(), growth_base(), {2021, 2040},
                               {.variable = "x", .value = 2, .within = WithinPeriod::geometric});
  ASSERT_TRUE(r.reached);
  EXPECT_EQ(r.period, Period(2028));
  EXPECT_NEAR(*r.part, std::log(2) / std::log(1.1) - 7, 1e-12);
  EXPECT_NEAR(r.value, std::pow(1.1, 8), 1e-12);
  const auto linear = first_reached(growth(), growth_base(), {2021, 2040},
                                    {.variable = "x", .value = 2, .within = WithinPeriod::linear});
  const double a = std::pow(1.1, 7);
  EXPECT_NEAR(*linear.part, (2 - a) / (0.1 * a), 1e-12);
  const auto falling =
      first_reached(growth(), growth_base(), {2021, 2040}, {.variable = "y", .value = -2, .side = ReachSide::at_most});
  EXPECT_EQ(falling.period, Period(2028));
  EXPECT_FALSE(falling.part);
  EXPECT_EQ(falling.sentence, "y of at most -2 is first reached in 2028");
}

TEST(FirstReached, NotReachedIsDataWithTheNearestValue) {
  const auto r = first_reached(growth(), growth_base(), {2021, 2025}, {.variable = "x", .value = 2});
  EXPECT_FALSE(r.reached);
  EXPECT_FALSE(r.period);
  EXPECT_EQ(r.stop, Stop::converged);
  EXPECT_NEAR(r.value, std::pow(1.1, 5), 1e-12);
  EXPECT_EQ(r.sentence, "x of at least 2 is not reached in 2021-2025: nearest is 1.61051");
}

TEST(FirstReached, ValuesMetExactlyAndBeforehand) {
  const auto exact = first_reached(compile("x = x(-1) + 1"), {"base", Frame({{"x", Period(2020), {}, {0}}})},
                                   {2021, 2025}, {.variable = "x", .value = 3, .within = WithinPeriod::linear});
  EXPECT_EQ(exact.period, Period(2023));
  EXPECT_EQ(exact.part, 1);
  const auto early = first_reached(growth(), growth_base(), {2021, 2025},
                                   {.variable = "x", .value = 0.5, .within = WithinPeriod::linear});
  EXPECT_TRUE(early.before);
  EXPECT_FALSE(early.part);
  EXPECT_EQ(early.period, Period(2021));
}

TEST(FirstReached, RunsThatStopSayHowFarTheyWent) {
  const Model model = compile("x = log(i)");
  const auto r = first_reached(model, {"base", Frame({{"i", Period(2020), {}, {1, 2, -1, 9}}})}, {2020, 2023},
                               {.variable = "x", .value = 1});
  EXPECT_FALSE(r.reached);
  EXPECT_EQ(r.stop, Stop::not_finite);
  EXPECT_THAT(r.sentence,
              ::testing::HasSubstr("in 2020-2021: nearest is 0.693147; the model was not solved further: 2022"));
}

TEST(FirstReached, Refuses) {
  const auto run = solve(growth(), growth_base(), {2021, 2025});
  expect_refused({
      {"options.variable must be a variable of the model; got \"xx\" (did you mean \"x\"?)",
       [&] { (void)first_reached(run, {.variable = "xx", .value = 1}); }},
      {"options.value must be finite; got NaN", [&] { (void)first_reached(run, {.variable = "x", .value = NAN}); }},
      {"a geometric passage needs values > 0; got -1.331",
       [&] {
         (void)first_reached(
             run, {.variable = "y", .value = -1.4, .side = ReachSide::at_most, .within = WithinPeriod::geometric});
       }},
  });
}

}  // namespace foreplan::scenario
