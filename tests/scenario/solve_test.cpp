#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}
Frame frame(std::vector<Series> series) { return Frame(std::move(series)); }

// Solutions are as near as SolveOptions::tolerance says, 1e-11 of their size.
constexpr SolveMethod kMethods[] = {SolveMethod::torn, SolveMethod::full_block, SolveMethod::trust_region,
                                    SolveMethod::homotopy};

/// Income and expenditure: y = c + i + g, c = a + b y, so that y = (a + i + g) / (1 - b).
Model keynes() {
  return compile(R"(
    parameter a = 10
    parameter b = 0.6
    behavioural c = a + b * y
    identity y = c + i + g
  )");
}
Scenario keynes_base() { return {"base", frame({annual("i", 2020, {20, 21, 22}), annual("g", 2020, {30, 30, 30})})}; }

}  // namespace

TEST(Solve, SimultaneousLinearEquationsHaveTheirClosedForm) {
  const auto run = solve(keynes(), keynes_base(), {2020, 2022});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  for (int t = 0; t < 3; ++t) EXPECT_NEAR(run.at("y", 2020 + t), (10 + 20 + t + 30) / 0.4, 1e-10);
  EXPECT_LT(largest_residual(run), 1e-13);
  EXPECT_EQ(run.periods(), 3U);
  EXPECT_EQ(run.range(), (PeriodRange{2020, 2022}));
  EXPECT_EQ(run.scenario(), "base");
}

TEST(Solve, LagsRunFromHistoryThroughTheRange) {
  // x(t) = 0.5 x(t - 1) + 1 from x = 4: 3, 2.5, 2.25.
  const Model model = compile("x = 0.5 * x(-1) + 1");
  const auto run = solve(model, {"base", frame({annual("x", 2019, {4})})}, {2020, 2022});
  ASSERT_TRUE(run.usable());
  EXPECT_THAT(run["x"].values, ElementsAre(3, 2.5, 2.25));
  EXPECT_EQ(run.at("x", 2019), 4);
  EXPECT_EQ(run["x"].start, Period(2020));
}

TEST(Solve, FunctionsOfTheLeftSideAreTakenApart) {
  const Model model = compile("dlog(x) = g\n pct(z) = 100 * g");
  const auto run =
      solve(model, {"base", frame({annual("x", 2019, {2}), annual("z", 2019, {2}), annual("g", 2020, {0.1, 0.1})})},
            {2020, 2021});
  EXPECT_NEAR(run.at("x", 2021), 2 * std::exp(0.2), 1e-14);
  EXPECT_NEAR(run.at("z", 2021), 2 * 1.1 * 1.1, 1e-14);
}

TEST(Solve, EveryMethodEndsAtTheSamePoint) {
  // Two coupled equations with one solution: x = cos(y), y = x, the fixed point of the cosine.
  const Model model = compile("x = cos(y)\n y = 0.5 * x + 0.5 * y");
  for (const SolveMethod method : kMethods) {
    const auto run = solve(model, {"base", Frame()}, {2020, 2020}, {.method = method});
    ASSERT_TRUE(run.usable()) << to_string(method);
    EXPECT_NEAR(run.at("x", 2020), 0.7390851332151606, 1e-11) << to_string(method);
  }
}

TEST(Solve, ImplicitEquationsFindTheirVariableByMatching) {
  // Demand 10 - p, supply 2 p^2: 2 p^2 + p - 10 = 0, p = 2.
  const Model model = compile(R"(
    endogenous p
    demand = 10 - p
    supply = 2 * p^2
    0 = supply - demand
  )");
  const auto run = solve(model, {"base", Frame()}, {2020, 2020});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_NEAR(run.at("p", 2020), 2, 2e-11);
}

TEST(Solve, StaysInTheDomainOfLogarithms) {
  // log(x) = 3 - y, y = x: x + log(x) = 3. From x = 1e-3 the whole Newton step would go below 0.
  const Model model = compile("endogenous x\n y = x\n 0 = log(x) + y - 3");
  for (const double start : {1e-3, 1.0, 1e3}) {
    const auto run = solve(model, {"base", frame({annual("x", 2020, {start})})}, {2020, 2020});
    ASSERT_TRUE(run.usable()) << start;
    EXPECT_NEAR(run.at("x", 2020), 2.2079400315693044, 3e-11);  // the Lambert function W(e^3)
  }
}

RC_GTEST_PROP(Solve, RandomLinearModelsAreSolvedByAllMethods, ()) {
  // x = A x + b with |A| < 1 in every row: unique solution, checked by its residual.
  const int n = *rc::gen::inRange(2, 9);
  std::string text;
  for (int i = 0; i < n; ++i) {
    text += "x" + std::to_string(i) + " = " + std::to_string(*rc::gen::inRange(-50, 50));
    for (int j = 0; j < n; ++j) {
      const int a = *rc::gen::inRange(-9, 10);
      if (a % 3 == 0 && a != 0) text += " + " + std::to_string(0.1 * a / n) + " * x" + std::to_string(j);
    }
    text += "\n";
  }
  const Model model = compile(text);
  for (const SolveMethod method : kMethods) {
    const auto run = solve(model, {"base", Frame()}, {2020, 2020}, {.method = method});
    RC_ASSERT(run.usable());
    RC_ASSERT(largest_residual(run) < 1e-11);
  }
}

TEST(Solve, ParametersAreDefaultsThatDataAndLayersReplace) {
  EXPECT_EQ(solve(keynes(), keynes_base().shift("b", 0.1, {2021, 2022}), {2020, 2022}).at("b", 2021), 0.7);
  const auto run = solve(keynes(), keynes_base().override_values("b", {0.5}, {2020, 2022}), {2020, 2022});
  EXPECT_NEAR(run.at("y", 2020), 60 / 0.5, 1e-10);
}

TEST(Solve, AddFactorsEnterTheRightSide) {
  const auto run = solve(keynes(), keynes_base().add_factor("c", {4}, {2021, 2021}), {2020, 2022});
  EXPECT_NEAR(run.at("y", 2020), 60 / 0.4, 1e-10);
  EXPECT_NEAR(run.at("y", 2021), (61 + 4) / 0.4, 1e-10);
}

TEST(Solve, ExcludedEquationsGiveWayToValues) {
  const auto run = solve(keynes(), keynes_base().exclude("c", {100}, {2021, 2021}), {2020, 2022});
  EXPECT_EQ(run.at("c", 2021), 100);
  EXPECT_NEAR(run.at("y", 2021), 100 + 21 + 30, 1e-12);
  EXPECT_NEAR(run.at("y", 2022), 62 / 0.4, 1e-10);
  EXPECT_LT(largest_residual(run), 1e-13);
}

TEST(Solve, SwapsFindTheInstrumentThatReachesAValue) {
  const auto run = solve(keynes(), keynes_base().swap("y", {200}, "g", {2021, 2022}), {2020, 2022});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_EQ(run.at("g", 2020), 30);
  EXPECT_NEAR(run.at("g", 2021), 200 * 0.4 - 31, 1e-10);
  EXPECT_NEAR(run.at("c", 2022), 10 + 0.6 * 200, 1e-12);
  EXPECT_LT(largest_residual(run), 1e-12);
}

TEST(Solve, SwapsThatMakeTheSystemSingularAreSaidBeforehand) {
  EXPECT_THAT(
      [] {
        (void)solve(keynes(), keynes_base().swap("c", {50}, "unrelated", {2020, 2020}), {2020, 2020});
      },
      ::testing::Throws<InvalidArgument>());
  const Model model = compile("x = a + 1\n y = b + 1");
  const Scenario base{"base", frame({annual("a", 2020, {1}), annual("b", 2020, {1})})};
  EXPECT_THAT(
      [&] {
        (void)solve(model, base.swap("x", {5}, "b", {2020, 2020}), {2020, 2020});
      },
      ::testing::Throws<InvalidArgument>(::testing::Property(
          &InvalidArgument::what, ::testing::AllOf(HasSubstr("determine the unknowns"), HasSubstr("x")))));
}

// Looking ahead ---------------------------------------------------------------------------------------------

TEST(Solve, AnAssetIsWorthItsDiscountedDividends) {
  // p(t) = d(t) + p(t + 1) / (1 + r), p = 0 after the end.
  const Model model = compile("p = d + p(+1) / (1 + r)\n twice = 2 * p");
  const double r = 0.05;
  std::vector<double> d, rate(40, r);
  for (int t = 0; t < 40; ++t) d.push_back(1 + 0.1 * t);
  const Scenario base{"base", frame({annual("d", 2020, d), annual("r", 2020, rate), annual("p", 2060, {0})})};
  const auto run = solve(model, base, {2020, 2059});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  double worth = 0;
  for (int t = 39; t >= 0; --t) {
    worth = d[static_cast<std::size_t>(t)] + worth / (1 + r);
    EXPECT_NEAR(run.at("p", 2020 + t), worth, 1e-11 * worth);
    EXPECT_NEAR(run.at("twice", 2020 + t), 2 * worth, 1e-10 * worth);
  }
}

TEST(Solve, ASaddlePathIsTheStableRoot) {
  // x(t) = (x(t - 1) + x(t + 1)) / 2.5 has roots 0.5 and 2: from x = 1 to 0 far away, x(t) = 0.5^t.
  const Model model = compile("x = (x(-1) + x(+1)) / 2.5");
  const Scenario base{"base", frame({annual("x", 2000, {1}), annual("x_", 2000, {0})})};
  const Scenario ended = base.override_values("x", {0}, {2081, 2081});
  const auto run = solve(model, ended, {2001, 2080});
  ASSERT_TRUE(run.usable());
  for (int t = 1; t <= 20; ++t) EXPECT_NEAR(run.at("x", 2000 + t), std::pow(0.5, t), 1e-12);
}

// Many at once ----------------------------------------------------------------------------------------------

TEST(SolveAll, GivesTheBitsOfSolveForAnyNumberOfThreads) {
  const Model model = compile(R"(
    c = 10 + 0.6 * y^0.9 + 0.1 * c(-1)
    y = c + i + exp(0.01 * c)
  )");
  const Scenario base{"base", frame({annual("c", 2019, {50}), annual("i", 2020, {20, 21, 22})})};
  std::vector<Scenario> scenarios;
  for (int k = 0; k < 21; ++k) scenarios.push_back(base.layer(std::to_string(k)).shift("i", k, {2021, 2022}));
  for (const unsigned threads : {1U, 3U}) {
    const auto runs = solve_all(model, scenarios, {2020, 2022}, {.execution = {.threads = threads}});
    ASSERT_EQ(runs.size(), scenarios.size());
    for (std::size_t k = 0; k < runs.size(); ++k) {
      const auto alone = solve(model, scenarios[k], {2020, 2022});
      EXPECT_EQ(runs[k]["y"].values, alone["y"].values);
      EXPECT_EQ(runs[k].work().iterations, alone.work().iterations);
      EXPECT_EQ(runs[k].scenario(), scenarios[k].name());
    }
  }
}

TEST(SolveAll, TakesOtherDataAndChangesInAnyOrder) {
  // Enough for what a thread sets up to serve several groups of lanes.
  const Model model = compile("x = 0.5 * x(-1) + log(y) + i\n y = 2 + 0.3 * x + at(i, 2020)");
  const Scenario base{"base", frame({annual("x", 2019, {1}), annual("i", 2020, {1, 2})})};
  const Scenario other{"other", frame({annual("x", 2019, {3}), annual("i", 2020, {2, 5})})};
  std::vector<Scenario> scenarios;
  for (int k = 0; k < 600; ++k) {
    const Scenario layer = (k % 7 == 3 || k % 11 == 5 ? other : base).layer(std::to_string(k));
    scenarios.push_back(k % 3 == 0 ? layer.shift("i", 0.01 * k, {2020, 2020 + k % 2}) : layer);
  }
  const auto runs = solve_all(model, scenarios, {2020, 2021});
  for (std::size_t k = 0; k < runs.size(); ++k)
    EXPECT_EQ(runs[k].frame(), solve(model, scenarios[k], {2020, 2021}).frame()) << k;
}

TEST(SolveAll, OneThatFailsDoesNotTouchTheOthers) {
  const Model model = compile("x = log(i) + 0.1 * y\n y = x + 1");
  const Scenario base{"base", frame({annual("i", 2020, {2, 2})})};
  const std::vector<Scenario> scenarios{base.layer("a"), base.layer("bad").shift("i", -3, {2021, 2021}),
                                        base.layer("b")};
  const auto runs = solve_all(model, scenarios, {2020, 2021});
  EXPECT_TRUE(runs[0].usable());
  EXPECT_TRUE(runs[2].usable());
  EXPECT_EQ(runs[0]["x"].values, runs[2]["x"].values);
  ASSERT_FALSE(runs[1].usable());
  EXPECT_EQ(runs[1].failure()->period, Period(2021));
  EXPECT_EQ(runs[1].periods(), 1U);
}

// What goes wrong -------------------------------------------------------------------------------------------

TEST(SolveFails, NamingPeriodEquationsValuesAndWhatWasTried) {
  // x = x^2 + 1 has no real solution.
  const Model model = compile("x = y^2 + 1\n y = x\n z = 3");
  const auto run = solve(model, {"base", Frame()}, {2020, 2021});
  ASSERT_FALSE(run.usable());
  const SolveFailure& failure = *run.failure();
  EXPECT_EQ(failure.period, Period(2020));
  EXPECT_EQ(failure.variables.size(), 2U);
  EXPECT_EQ(failure.tried.size(), 4U);
  EXPECT_EQ(run.periods(), 0U);
  EXPECT_THAT(failure.sentence, HasSubstr("2020: block of 2 equations"));
  EXPECT_THAT(failure.sentence, HasSubstr("tried torn, full block, trust region, homotopy"));
}

TEST(SolveFails, OnALogarithmOfWhatIsNegativeNamingTheEquation) {
  const Model model = compile("x = log(i)\n y = x + 1");
  const auto run = solve(model, {"base", frame({annual("i", 2020, {1, -1})})}, {2020, 2021});
  ASSERT_FALSE(run.usable());
  EXPECT_EQ(run.failure()->stop, Stop::not_finite);
  EXPECT_EQ(run.failure()->period, Period(2021));
  EXPECT_THAT(run.failure()->equations, ::testing::Contains("x"));
  EXPECT_EQ(run.at("x", 2020), 0) << "what was solved stays";
}

TEST(SolveRefuses, WhatMakesNoSense) {
  const Model model = keynes();
  const Scenario base = keynes_base();
  expect_refused({
      {"data must hold every value that the model reads; got none for i in 2023 to 2024; g in 2023 to 2024",
       [&] {
         (void)solve(model, base, {2020, 2024});
       }},
      {"got none for x in 2018 to 2019",
       [] {
         (void)solve(compile("x = x(-1) + x(-2)"), {"base", Frame()}, {2020, 2021});
       }},
      {"variable must be one of the data or the model; got \"gg\" in layer \"base\" (did you mean \"g\"?)",
       [&] {
         (void)solve(model, base.shift("gg", 1, {2020, 2020}), {2020, 2020});
       }},
      {"exclude needs a variable with a behavioural equation; got \"y\"",
       [&] {
         (void)solve(model, base.exclude("y", {1}, {2020, 2020}), {2020, 2020});
       }},
      {"only what the model solves for can be exogenised; got \"i\"",
       [&] {
         (void)solve(model, base.swap("i", {1}, "g", {2020, 2020}), {2020, 2020});
       }},
      {"only what the model does not solve for can be endogenised; got \"c\"",
       [&] {
         (void)solve(model, base.swap("y", {1}, "c", {2020, 2020}), {2020, 2020});
       }},
      {"options.tolerance must be in (0, 1e-3]; got 0",
       [&] {
         (void)solve(model, base, {2020, 2020}, {.tolerance = 0});
       }},
      {"options.max_iterations must be >= 1; got 0",
       [&] {
         (void)solve(model, base, {2020, 2020}, {.max_iterations = 0});
       }},
      {"range must have the data's frequency",
       [&] {
         (void)solve(model, base, {Period::quarter(2020, 1), Period::quarter(2020, 2)});
       }},
  });
}

TEST(SolveRefuses, DataOfAnotherUnitThanTheModelDeclares) {
  const Model model = compile("x = 2 * i\n variable i \"investment\" [bn VND, 2010 prices]");
  const Series wrong{"i", Period(2020), Unit::money("VND", 9, PriceBasis::constant(1994)), {1}};
  EXPECT_THROW((void)solve(model, {"base", frame({wrong})}, {2020, 2020}), UnitMismatch);
}

TEST(Solve, IsCancelled) {
  SolveOptions options;
  options.execution.cancel.cancel();
  EXPECT_THROW((void)solve(keynes(), keynes_base(), {2020, 2022}, options), Cancelled);
  EXPECT_THROW((void)solve_all(keynes(), std::vector<Scenario>{keynes_base()}, {2020, 2022}, options), Cancelled);
}

}  // namespace foreplan::scenario
