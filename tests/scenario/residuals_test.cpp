#include <foreplan/scenario/residuals.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "refusals.hpp"
#include "scenario/frml.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}

}  // namespace

TEST(Residuals, AreLeftSideLessRightSideAsWritten) {
  const Model model = compile(R"(
    parameter b = 0.5
    behavioural c = 10 + b * y
    behavioural dlog(k) = 0.02
    identity y = c + k
  )");
  const Frame data(
      {annual("c", 2019, {0, 20, 30}), annual("y", 2019, {0, 24, 34}), annual("k", 2019, {100, 104, 103})});
  const Frame got = residuals(model, data, {2020, 2021});
  ASSERT_EQ(got.size(), 2U);
  EXPECT_EQ(got["c"].values, (std::vector<double>{20 - (10 + 12), 30 - (10 + 17)}));
  EXPECT_NEAR(got["k"].values[0], std::log(104.0 / 100) - 0.02, 1e-15);
  EXPECT_NEAR(got["k"].values[1], std::log(103.0 / 104) - 0.02, 1e-15);
  EXPECT_EQ(got.range(), (PeriodRange{2020, 2021}));
}

TEST(Residuals, AsAddFactorsReproduceTheData) {
  const Model model = compile(R"(
    behavioural dlog(c) = 0.3 * dlog(y) + 0.1 * log(y(-1) / c(-1)) + 0.01
    behavioural i / y = 0.2 + 0.1 * dlog(y)
    identity y = c + i
  )");
  const std::vector<double> c{80, 83, 81, 90}, i{20, 22, 19, 25};
  std::vector<double> y;
  for (std::size_t t = 0; t < c.size(); ++t) y.push_back(c[t] + i[t]);
  const Frame data({annual("c", 2019, c), annual("i", 2019, i), annual("y", 2019, y)});
  const Frame factors = residuals(model, data, {2020, 2022});
  Scenario scenario("base", data);
  for (const Series& s : factors.series()) scenario = scenario.add_factor(s.name, s.values, {2020, 2022});
  const auto run = solve(model, scenario, {2020, 2022});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  for (std::size_t t = 1; t < c.size(); ++t) {
    EXPECT_NEAR(run["c"].values[t - 1], c[t], 1e-9);
    EXPECT_NEAR(run["i"].values[t - 1], i[t], 1e-9);
  }
}

TEST(Residuals, AreThoseOfFormulasThatHoldTheirAddFactor) {
  // The World Bank's way of writing dlog(c) = 0.02 + c_A.
  const Model model =
      detail::finish(detail::parse_frml("FRML <DAMP,STOC> C = (C(-1)*EXP(0.02+C_A)) * (1-C_D)+ C_X*C_D $").data, "");
  const Frame data({annual("C", 2019, {100, 105}), annual("C_A", 2019, {7, 7}), annual("C_D", 2019, {1, 1})});
  EXPECT_NEAR(residuals(model, data, {2020, 2020}).at("C", 2020), std::log(1.05) - 0.02, 1e-15);
}

TEST(Residuals, AreMissingWhereTheDataAre) {
  const Model model = compile("behavioural x = 0.5 * x(-1) + log(z)");
  const Frame data({annual("x", 2019, {1, 2, NAN, 4}), annual("z", 2019, {1, 1, 1, 0})});
  const auto got = residuals(model, data, {2019, 2023})["x"].values;
  EXPECT_TRUE(std::isnan(got[0]));  // no value before
  EXPECT_EQ(got[1], 1.5);
  for (std::size_t t = 2; t < 5; ++t) EXPECT_TRUE(std::isnan(got[t])) << t;  // x, log 0, no data
}

TEST(ResidualsRefuse, WhatCannotBeEvaluated) {
  const Model model = compile("behavioural x = 0.5 * x(-1) + z");
  const Frame data({annual("x", 2019, {1, 2})});
  expect_refused({
      {"data must hold every variable that a behavioural equation reads; got none for z",
       [&] {
         (void)residuals(model, data, {2020, 2020});
       }},
      {"model must have behavioural equations",
       [&] {
         (void)residuals(compile("x = 1"), data, {2020, 2020});
       }},
      {"a range ends after it begins; got 2021..2020",
       [&] {
         (void)residuals(model, data, {2021, 2020});
       }},
  });
  EXPECT_THROW((void)residuals(model, data, {Period::quarter(2020, 1), Period::quarter(2020, 2)}), PeriodMismatch);
}

}  // namespace foreplan::scenario
