#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "real_business_cycle.hpp"
#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::HasSubstr;

/// Starting values that are not the solution.
Scenario guess() {
  return foreplan::testing::cycle_base({0.8, 0.33, 1, 0.25, 10, 0, 2, 0.01}, {0.8, 0.33, 1, 0.25, 10, 0, 2, 0.01}, 1);
}

/// Growth by capital and effective labour (Solow 1956): k = (1 - d) k(-1) + s y, y = k(-1)^a (A L)^(1 - a).
Model solow() {
  return compile(R"(
    parameter a = 0.3
    parameter s = 0.2
    parameter d = 0.05
    y = k(-1)^a * (technology * labour)^(1 - a)
    k = (1 - d) * k(-1) + s * y
    per_head = y / labour
    dlog_y = dlog(y)
  )");
}
Scenario solow_base() {
  return {"base", Frame({{"technology", Period(2020), {}, {2}},
                         {"labour", Period(2020), {}, {50}},
                         // At 0 capital rests too.
                         {"k", Period(2020), {}, {500}},
                         {"y", Period(2020), {}, {150}}})};
}
/// On the path k(t) = K (1 + g)^t: K (1 - (1 - d) / (1 + g)) = s (K / (1 + g))^a (A L)^(1 - a).
double solow_capital(double g) { return 100 * std::pow(0.2 * std::pow(1 + g, -0.3) / (1 - 0.95 / (1 + g)), 1 / 0.7); }

}  // namespace

TEST(SteadyState, OfTheBusinessCycleIsItsClosedForm) {
  const SteadyState state = steady_state(foreplan::testing::real_business_cycle(), guess(), 2000);
  ASSERT_TRUE(state.usable()) << state.failure;
  const double rate = 1 / 0.99 - 1, capital_output = 0.33 / (rate + 0.025);
  const double output_labour = std::pow(capital_output, 0.33 / 0.67), wage = 0.67 * output_labour;
  const double consumption_output = 1 - 0.025 * capital_output;
  // 3 l^1.5 = w c^-2, c = l * consumption_labour.
  const double consumption_labour = consumption_output * output_labour;
  const double labour = std::pow(wage / (3 * consumption_labour * consumption_labour), 1 / 3.5);
  EXPECT_NEAR(state["rate"], rate, 1e-12);
  EXPECT_NEAR(state["wage"], wage, 1e-11);
  EXPECT_NEAR(state["labour"], labour, 1e-11);
  EXPECT_NEAR(state["output"], labour * output_labour, 1e-11);
  EXPECT_NEAR(state["capital"], labour * output_labour * capital_output, 1e-10);
  EXPECT_EQ(state["technology"], 0);
  EXPECT_EQ(state["patience"], 0.99);
  EXPECT_LT(state.residual, 1e-11);
}

TEST(SteadyState, AgreesWithDynareBeforeAndAfterAShock) {
  const auto dynare = foreplan::testing::dynare_cycle();
  for (const std::size_t which : {0U, 1U}) {
    const Scenario at = guess().shift("level", which == 0 ? 0 : 0.1, {2000, 2000});
    const SteadyState state = steady_state(foreplan::testing::real_business_cycle(), at, 2000);
    ASSERT_TRUE(state.usable()) << state.failure;
    for (std::size_t v = 0; v < dynare.at("steady")[which].size(); ++v)
      EXPECT_NEAR(state[foreplan::testing::cycle_variables()[v]], dynare.at("steady")[which][v], 1e-10)
          << foreplan::testing::cycle_variables()[v];
  }
}

TEST(SteadyState, IsWhereASolutionStays) {
  const Model model = foreplan::testing::real_business_cycle();
  // What is left of the default tolerance grows along the unstable root.
  const SolveOptions exact{.tolerance = 1e-13};
  const SteadyState state = steady_state(model, guess(), 2000, {.solve = exact});
  const auto run = solve(model, {"still", state.path({2000, 2050})}, {2001, 2049}, exact);
  ASSERT_TRUE(run.usable());
  for (const std::string& name : foreplan::testing::cycle_variables())
    for (int t = 2001; t <= 2049; ++t) EXPECT_NEAR(run.at(name, t), state[name], 1e-10) << name << t;
}

TEST(SteadyState, IsFoundByEveryMethod) {
  const SteadyState one = steady_state(foreplan::testing::real_business_cycle(), guess(), 2000);
  for (const SolveMethod method : {SolveMethod::full_block, SolveMethod::trust_region, SolveMethod::homotopy}) {
    const SteadyState other =
        steady_state(foreplan::testing::real_business_cycle(), guess(), 2000, {.solve = {.method = method}});
    ASSERT_TRUE(other.usable()) << to_string(method) << other.failure;
    for (std::size_t v = 0; v < one.values.size(); ++v)
      EXPECT_NEAR(other.values[v], one.values[v], 1e-9 * (1 + std::abs(one.values[v])));
  }
}

TEST(SteadyState, WithoutGrowthIsSolows) {
  const SteadyState state = steady_state(solow(), solow_base(), 2020);
  ASSERT_TRUE(state.usable()) << state.failure;
  EXPECT_NEAR(state["k"], solow_capital(0), 1e-8);
  EXPECT_NEAR(state["y"], 0.05 * solow_capital(0) / 0.2, 1e-9);
  EXPECT_EQ(state["dlog_y"], 0);
}

TEST(SteadyState, OnAPathOfGivenGrowthIsSolows) {
  const double g = 1.02 * 1.01 - 1;
  const SteadyState state =
      steady_state(solow(), solow_base(), 2020,
                   {.growth = {{"technology", 0.02}, {"labour", 0.01}, {"k", g}, {"y", g}, {"per_head", 0.02}}});
  ASSERT_TRUE(state.usable()) << state.failure;
  EXPECT_NEAR(state["k"], solow_capital(g), 1e-9 * solow_capital(g));
  EXPECT_NEAR(state["dlog_y"], std::log(1 + g), 1e-13);
  // The path solves the model in every period.
  const auto run = solve(solow(), {"path", state.path({2019, 2060})}, {2020, 2060});
  ASSERT_TRUE(run.usable());
  EXPECT_NEAR(run.at("k", 2060), solow_capital(g) * std::pow(1 + g, 40), 1e-9 * run.at("k", 2060));
  EXPECT_NEAR(run.at("per_head", 2060), state["per_head"] * std::pow(1.02, 40), 1e-9 * run.at("per_head", 2060));
}

TEST(SteadyState, FindsTheRatesOfGrowth) {
  const double g = 1.02 * 1.01 - 1;
  const SteadyState state =
      steady_state(solow(), solow_base(), 2020,
                   {.growth = {{"technology", 0.02}, {"labour", 0.01}}, .growing = {"per_head", "k", "y"}});
  ASSERT_TRUE(state.usable()) << state.failure;
  EXPECT_NEAR(state.growth_of("k"), g, 1e-11);
  EXPECT_NEAR(state.growth_of("y"), g, 1e-11);
  EXPECT_NEAR(state.growth_of("per_head"), 0.02, 1e-11);
  EXPECT_EQ(state.growth_of("dlog_y"), 0);
  EXPECT_NEAR(state["k"], solow_capital(g), 1e-8 * solow_capital(g));
}

TEST(SteadyState, TakesLayersAndSwaps) {
  // The saving rate for which capital comes to rest at 600.
  const SteadyState state = steady_state(solow(), solow_base().swap("k", {600}, "s", {2020, 2020}), 2020);
  ASSERT_TRUE(state.usable()) << state.failure;
  EXPECT_EQ(state["k"], 600);
  EXPECT_NEAR(state["s"], 0.05 * 600 / (std::pow(600, 0.3) * std::pow(100, 0.7)), 1e-12);
}

TEST(SteadyState, StartsFromTheLastValueBefore) {
  // x = x^3 - 6 x^2 + 12 x - 6 rests at 1, 2 and 3.
  const Model model = compile("x = x(-1)^3 - 6 * x(-1)^2 + 12 * x(-1) - 6");
  for (const double start : {0.8, 2.0, 3.2})
    EXPECT_NEAR(steady_state(model, {"base", Frame({{"x", Period(2010), {}, {9, start}}})}, 2015)["x"],
                std::round(start), 1e-10);
}

TEST(SteadyState, SaysWhereThereIsNone) {
  const Scenario nothing{"base", Frame()};
  // A level that nothing singles out.
  const SteadyState any = steady_state(compile("x = x(-1)\n y = 2 * x"), nothing, 2020);
  EXPECT_EQ(any.stop, Stop::singular);
  EXPECT_THAT(any.failure, HasSubstr("equation x"));
  // x = x(-1) + 1 has none at all.
  EXPECT_FALSE(steady_state(compile("x = x(-1) + 1"), nothing, 2020).usable());
  // Equations that do not hold the variable once lags are current.
  const SteadyState none = steady_state(compile("endogenous x\n 0 = x - x(-1) + y - 2\n y = 3"), nothing, 2020);
  EXPECT_FALSE(none.usable());
  EXPECT_FALSE(none.failure.empty());
}

TEST(SteadyStateRefuses, WhatMakesNoSense) {
  const auto found = [](SteadyStateOptions options) {
    return [options] { (void)steady_state(solow(), solow_base(), 2020, options); };
  };
  expect_refused({
      {"did you mean \"labour\"?", found({.growth = {{"labor", 0.01}}})},
      {"growth of a variable must be stated once; got \"k\"", found({.growth = {{"k", 0.01}}, .growing = {"k"}})},
      {"rates must be > -1 and finite; got -1", found({.growth = {{"k", -1}}})},
      {"only growth of an endogenous variable can be found; got \"labour\"", found({.growing = {"labour"}})},
      {"none for technology in 2021", [] { (void)steady_state(solow(), solow_base(), 2021); }},
      {"variable must be one of the model; got \"K\"", [] { (void)steady_state(solow(), solow_base(), 2020)["K"]; }},
  });
}

}  // namespace foreplan::scenario
