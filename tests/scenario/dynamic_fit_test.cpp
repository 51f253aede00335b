#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}

/// x = x(-1) / 2 + g with actual values beside.
const char* const kText = "x = 0.5 * x(-1) + g\ny = 2 * x";
Scenario halves() { return {"base", Frame({annual("x", 2019, {4, 4, 2, 1}), annual("g", 2020, {1, 1, 0.5})})}; }

}  // namespace

// By hand. From x = 4: 3, 2.5, 1.75 against 4, 2, 1, so e = -1, 0.5, 0.75.
TEST(DynamicFit, DynamicByHand) {
  const DynamicFit fit = dynamic_fit(compile(kText), halves(), {2020, 2022});
  ASSERT_TRUE(fit.usable());
  EXPECT_THAT(fit.simulated["x"].values, ::testing::ElementsAre(3, 2.5, 1.75));
  ASSERT_EQ(fit.variables.size(), 1U);  // no data for y
  const VariableFit& x = fit["x"];
  EXPECT_EQ(x.observations, 3U);
  EXPECT_NEAR(x.mean_error, 0.25 / 3, 1e-15);
  EXPECT_NEAR(x.mean_absolute_error, 2.25 / 3, 1e-15);
  EXPECT_NEAR(x.rmse, std::sqrt(1.8125 / 3), 1e-15);
  EXPECT_NEAR(x.rmspe, 100 * std::sqrt((1. / 16 + 1. / 16 + 0.5625) / 3), 1e-12);
  EXPECT_NEAR(x.theil_u1, std::sqrt(1.8125 / 3) / (std::sqrt((9 + 6.25 + 3.0625) / 3) + std::sqrt(21. / 3)), 1e-15);
  EXPECT_NEAR(x.theil_u2, std::sqrt(1.8125 / (0 + 4 + 1)), 1e-15);
  EXPECT_NEAR(x.theil_u2_relative, std::sqrt((1. / 16 + 0.25 / 16 + 0.5625 / 4) / (0 + 0.25 + 0.25)), 1e-15);
  // Means 7.25/3 and 7/3; sums of squares about them 18.3125 - 7.25^2/3 and 21 - 49/3; of products 18.75 - 7.25 7/3.
  const double spp = (18.3125 - 7.25 * 7.25 / 3) / 3, saa = (21 - 49. / 3) / 3, spa = (18.75 - 7.25 * 7 / 3) / 3;
  const double square = 1.8125 / 3;
  EXPECT_NEAR(x.bias_proportion, 0.0625 / 9 / square, 1e-14);
  EXPECT_NEAR(x.variance_proportion, std::pow(std::sqrt(spp) - std::sqrt(saa), 2) / square, 1e-13);
  EXPECT_NEAR(x.covariance_proportion, 2 * (std::sqrt(spp * saa) - spa) / square, 1e-13);
}

// Lags are actual: 4/2 + 1, 4/2 + 1, 2/2 + 0.5.
TEST(DynamicFit, OneStepByHand) {
  const DynamicFit fit = dynamic_fit(compile(kText), halves(), {2020, 2022}, HistoricalSimulation::one_step);
  ASSERT_TRUE(fit.usable());
  EXPECT_THAT(fit.simulated["x"].values, ::testing::ElementsAre(3, 3, 1.5));
  EXPECT_NEAR(fit["x"].rmse, std::sqrt((1 + 1 + 0.25) / 3), 1e-15);
  EXPECT_EQ(to_string(fit.simulation), "one step");
}

RC_GTEST_PROP(DynamicFit, ProportionsAddUpToOne, ()) {
  const auto number = [] { return *rc::gen::inRange(-1000, 1000) / 100.0; };
  std::vector<double> g, x{1};
  for (int t = 0; t < 6; ++t) g.push_back(number());
  for (int t = 0; t < 6; ++t) x.push_back(number());
  const DynamicFit fit =
      dynamic_fit(compile(kText), {"base", Frame({annual("x", 2019, x), annual("g", 2020, g)})}, {2020, 2025},
                  *rc::gen::element(HistoricalSimulation::dynamic, HistoricalSimulation::one_step));
  const VariableFit& v = fit["x"];
  if (v.rmse < 1e-6) return;
  RC_ASSERT(std::abs(v.bias_proportion + v.variance_proportion + v.covariance_proportion - 1) < 1e-9);
  RC_ASSERT(v.theil_u1 >= 0 && v.theil_u1 <= 1 + 1e-12);
}

TEST(DynamicFit, ComparesWhereThereAreData) {
  Frame data = halves().data();
  data.set(annual("x", 2019, {4, 4, NAN, 1}));
  const DynamicFit fit = dynamic_fit(compile(kText), {"base", data}, {2020, 2022});
  EXPECT_EQ(fit["x"].observations, 2U);
  EXPECT_TRUE(std::isnan(fit["x"].theil_u2)) << "only 2020 has a value before it, and no change";
}

TEST(DynamicFit, SaysWhereTheModelHasNoSolution) {
  const Model model = compile("x = x(-1) + g\nexp(y) = x");
  const DynamicFit fit = dynamic_fit(
      model, {"base", Frame({annual("x", 2019, {1, 2, 3}), annual("y", 2019, {0, 1, 1}), annual("g", 2020, {1, -5})})},
      {2020, 2021}, HistoricalSimulation::one_step);
  EXPECT_FALSE(fit.usable());
  ASSERT_TRUE(fit.failure);
  EXPECT_EQ(fit.failure->period, Period(2021));
  EXPECT_EQ(fit["y"].observations, 1U);
}

TEST(DynamicFit, BadInput) {
  const Model model = compile(kText);
  expect_refused({
      {"scenario::dynamic_fit: the data must hold an endogenous variable in the range; got none in 2030-2031",
       [&] {
         (void)dynamic_fit(model, halves(), {2030, 2031});
       }},
      {"scenario::DynamicFit: variable must be one compared; got \"xx\" (did you mean \"x\"?)",
       [&] {
         (void)dynamic_fit(model, halves(), {2020, 2022})["xx"];
       }},
      {"none for x in 2018; g in 2019",
       [&] {
         (void)dynamic_fit(model, halves(), {2019, 2022});
       }},
      {"2020",
       [&] {
         (void)dynamic_fit(model, halves(), {2022, 2020});
       }},
  });
}

}  // namespace foreplan::scenario
