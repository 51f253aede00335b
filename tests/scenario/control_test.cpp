#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <fstream>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::ElementsAre;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}

/// The problem of tests/reference/linear_quadratic.py.
Model linear() {
  return compile(R"(
    x1 = 0.8 * x1(-1) + 0.15 * x2(-1) + u1 + 0.3 * u2 + 0.5
    x2 = -0.1 * x1(-1) + 0.9 * x2(-1) + 0.2 * u1 + 0.7 * u2 - 0.2
  )");
}
Scenario linear_base() {
  std::vector<double> u1(11, 0.0), u2(11, 0.0);
  u1[0] = 0.1;
  u2[0] = 0.4;
  return {"base",
          Frame({annual("x1", 2020, {2}), annual("x2", 2020, {1}), annual("u1", 2020, u1), annual("u2", 2020, u2)})};
}
ControlOptions linear_options() {
  const PeriodRange all{2021, 2030};
  return {.targets = {{"x1", all, {5}, 1}, {"x2", all, {3}, 2.5}},
          .instruments = {{.variable = "u1", .range = all, .level_cost = 0.3, .wish = {0.5}, .change_cost = 0.05},
                          {.variable = "u2", .range = all, .level_cost = 0.1, .wish = {0.2}, .change_cost = 0.2}},
          .discount = 0.95};
}

/// y = (10 + i + g) / 0.4
Model keynes() { return compile("c = 10 + 0.6 * y\n y = c + i + g"); }
Scenario keynes_base() {
  return {"base", Frame({annual("i", 2020, {20, 21, 22}), annual("g", 2019, {30, 30, 30, 30})})};
}

}  // namespace

TEST(OptimalControl, OfALinearModelIsThatOfTheRiccatiRecursion) {
  std::ifstream file(FOREPLAN_REFERENCE_DIR "/linear_quadratic.txt");
  double objective = 0;
  ASSERT_TRUE(file >> objective);
  const auto r = optimal_control(linear(), linear_base(), linear_options());
  ASSERT_TRUE(r.usable()) << r.sentence;
  EXPECT_NEAR(r.objective, objective, 1e-12 * objective);
  for (std::size_t t = 0; t < 10; ++t) {
    double u1 = 0, u2 = 0;
    ASSERT_TRUE(file >> u1 >> u2);
    EXPECT_NEAR(r.instruments[0].values[t], u1, 1e-8);
    EXPECT_NEAR(r.instruments[1].values[t], u2, 1e-8);
  }
  EXPECT_LT(r.projected_gradient, 1e-9);
  EXPECT_LE(r.iterations, 12);
  double before = 0, after = 0;
  for (const ControlPart& part : r.parts) {
    before += part.before;
    after += part.after;
  }
  EXPECT_DOUBLE_EQ(before, r.objective_before);
  EXPECT_DOUBLE_EQ(after, r.objective);
  EXPECT_EQ(r.parts.size(), 6U);
  const auto again = solve(linear(), r.scenario, r.run.range());
  EXPECT_EQ(again["x1"].values, r.run["x1"].values);
}

TEST(OptimalControl, GradientsByAdjointAreThoseOfDifferences) {
  // Bounds hold the instruments at a point that is no optimum.
  const Model model = compile(R"(
    k = 0.9 * k(-1) + i(-1)
    y = 3 * k^0.4 + 0.3 * c + exp(0.01 * c)
    c = 2 + 0.7 * y - 3 * log(1 + r) + 0.1 * c(-1)
    i = 0.2 * y - 4 * r + g
  )");
  const Scenario base{
      "base", Frame({annual("k", 2019, {100}), annual("i", 2019, {10}), annual("c", 2019, {20}),
                     annual("r", 2019, std::vector<double>(6, 0.05)), annual("g", 2019, std::vector<double>(6, 5))})};
  const PeriodRange all{2020, 2024};
  ControlOptions held{
      .targets = {{"y", all, {50, 52, 54, 56, 58}, 2, Deviation::relative}, {"c", {2022, 2024}, {45}, 0.01}},
      .instruments =
          {{.variable = "g", .range = all, .lower = 5, .upper = 5, .level_cost = 0.1, .wish = {4}, .change_cost = 0.2},
           {.variable = "r", .range = all, .lower = 0.05, .upper = 0.05}},
      .discount = 0.9};
  // What the objective is before anything moves, with other values in the scenario.
  const auto objective = [&](const std::vector<double>& g, const std::vector<double>& r) {
    return optimal_control(model, base.override_values("g", g, all).override_values("r", r, all), held)
        .objective_before;
  };
  const auto at = optimal_control(model, base, held);
  ASSERT_EQ(at.gradient.size(), 10U) << at.sentence;
  EXPECT_EQ(at.bounds.size(), 10U);
  for (std::size_t t = 0; t < 5; ++t) {
    std::vector<double> g(5, 5.0), r(5, 0.05), up = g, down = g;
    up[t] += 1e-4;
    down[t] -= 1e-4;
    EXPECT_NEAR(at.gradient[t], (objective(up, r) - objective(down, r)) / 2e-4, 1e-7 * std::abs(at.gradient[0]));
    up = down = r;
    up[t] += 1e-6;
    down[t] -= 1e-6;
    EXPECT_NEAR(at.gradient[5 + t], (objective(g, up) - objective(g, down)) / 2e-6, 1e-6 * std::abs(at.gradient[5]));
  }
}

TEST(OptimalControl, WithoutCostsItReachesWhatSeekReaches) {
  const auto r =
      optimal_control(keynes(), keynes_base(),
                      {.targets = {{"y", {2020, 2022}, {150, 155, 160}}}, .instruments = {{"g", {2020, 2022}}}});
  ASSERT_TRUE(r.usable()) << r.sentence;
  EXPECT_NEAR(r.objective, 0, 1e-16);
  for (int t = 0; t < 3; ++t)
    EXPECT_NEAR(r.instruments[0].values[static_cast<std::size_t>(t)], (150 + 5 * t) * 0.4 - 30 - t, 1e-8);
}

TEST(OptimalControl, BoundsThatBindAreSaid) {
  // One period, y = 2.5 (30 + g): without a bound g = 50 reaches 200; it may be 40.
  const auto r = optimal_control(keynes(), keynes_base(),
                                 {.targets = {{"y", {2020, 2020}, {200}}},
                                  .instruments = {{.variable = "g", .range = {2020, 2020}, .upper = 40}}});
  ASSERT_TRUE(r.usable()) << r.sentence;
  EXPECT_EQ(r.instruments[0].values[0], 40);
  EXPECT_NEAR(r.objective, 25 * 25, 1e-8);
  EXPECT_NEAR(r.gradient[0], 2 * -25 * 2.5, 1e-7);
  EXPECT_EQ(r.projected_gradient, 0);
  EXPECT_THAT(r.bounds, ElementsAre(BindingBound{"g", Period(2020), true, 40}));
}

TEST(OptimalControl, SaysWhenTheMinimumIsNotTheOnlyOne) {
  const auto r = optimal_control(
      keynes(), keynes_base(),
      {.targets = {{"y", {2020, 2020}, {200}}}, .instruments = {{"g", {2020, 2020}}, {"i", {2020, 2020}}}});
  EXPECT_EQ(r.stop, Stop::singular);
  EXPECT_NEAR(r.objective, 0, 1e-12);
  EXPECT_THAT(r.sentence, ::testing::HasSubstr("give them a cost"));
}

TEST(OptimalControl, OfPakistanEndsWhereTheAdjointGradientIsZero) {
  const auto world = io::read_pcim_file(FOREPLAN_REFERENCE_DIR "/pak.pcim");
  const Scenario base("base", world.data);
  const PeriodRange years{2024, 2028};
  std::vector<double> wish;
  for (int year = 2024; year <= 2028; ++year) wish.push_back(1.002 * world.data.at("PAKNYGDPMKTPKN", year));
  const auto r =
      optimal_control(world.model, base,
                      {.targets = {{"PAKNYGDPMKTPKN", years, wish, 1e4, Deviation::relative}},
                       .instruments = {{.variable = "PAKGGEXPGNFSCN_A", .range = years, .level_cost = 0.1}}});
  ASSERT_TRUE(r.usable()) << r.sentence;
  EXPECT_LT(r.objective, r.objective_before);
  EXPECT_LT(r.projected_gradient, 1e-7);
}

TEST(OptimalControlRefuses, WhatMakesNoSense) {
  const Model model = keynes();
  const Scenario base = keynes_base();
  const PeriodRange all{2020, 2022};
  const ControlTarget y{"y", all, {150}};
  const ControlInstrument g{"g", all};
  const auto call = [&](ControlOptions options) {
    return [&, options] { (void)optimal_control(model, base, options); };
  };
  expect_refused({
      {"options.targets must not be empty", call({.instruments = {g}})},
      {"options.instruments must not be empty", call({.targets = {y}})},
      {"target must be a variable of the model; got \"yy\" (did you mean \"y\"?)",
       call({.targets = {{"yy", all, {1}}}, .instruments = {g}})},
      {"wishes must be one, or one for each of the 3 periods; got 2 for \"y\"",
       call({.targets = {{"y", all, {1, 2}}}, .instruments = {g}})},
      {"wishes must be finite; got NaN", call({.targets = {{"y", all, {NAN}}}, .instruments = {g}})},
      {"weights must be >= 0 and finite; got -1", call({.targets = {{"y", all, {1}, -1}}, .instruments = {g}})},
      {"relative deviations need wishes that are not 0; got 0",
       call({.targets = {{"y", all, {0}, 1, Deviation::relative}}, .instruments = {g}})},
      {"change costs must be >= 0 and finite; got -2",
       call({.targets = {y}, .instruments = {{.variable = "g", .range = all, .change_cost = -2}}})},
      {"a change cost needs the value before the range; got none for i in 2019",
       call({.targets = {y}, .instruments = {{.variable = "i", .range = all, .change_cost = 1}}})},
      {"bounds must be numbers, lower <= upper; got 2 and 1",
       call({.targets = {y}, .instruments = {{"g", all, 2, 1}}})},
      {"instrument must not be solved for; got \"c\" in 2020", call({.targets = {y}, .instruments = {{"c", all}}})},
      {"options.discount must be in (0, 1]; got 0", call({.targets = {y}, .instruments = {g}, .discount = 0})},
      {"periods must lie in the range that is solved, 2021-2022; got 2020-2022 for \"g\"",
       call({.targets = {y}, .instruments = {g}, .range = PeriodRange{2021, 2022}})},
      {"some weight or cost must be > 0", call({.targets = {{"y", all, {1}, 0}}, .instruments = {g}})},
  });
}

}  // namespace foreplan::scenario
