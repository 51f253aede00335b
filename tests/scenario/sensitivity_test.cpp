#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>
#include <foreplan/stats/prim.hpp>

#include <cmath>
#include <limits>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}

/// y = (a + c_A + i + g) / (1 - b), so that every outcome has a closed form.
Model keynes() {
  return compile(R"(
    parameter a = 10
    parameter b = 0.6
    behavioural c = a + b * y
    identity y = c + i + g
  )");
}
Scenario base() { return {"base", Frame({annual("i", 2020, {20, 21, 22}), annual("g", 2020, {30, 30, 30})})}; }
constexpr int kFirst = 2020, kLast = 2022;
const PeriodRange kRange{kFirst, kLast};
const std::vector<Outcome> kY{{"y", 2021}};

}  // namespace

TEST(Tornado, HasTheClosedFormsOutcomesTheWidestFirst) {
  const auto result =
      tornado(keynes(), base(), kRange,
              {{.name = "investment", .variable = "i", .range = kRange, .low = -2, .high = 3},
               {.variable = "b", .range = kRange, .low = -0.1, .high = 0.1},
               {.variable = "g", .range = {2021, 2021}, .how = FactorKind::override_values, .low = 28, .high = 31},
               {.variable = "c", .range = kRange, .how = FactorKind::add_factor, .low = -1, .high = 1}},
              {{"y", 2021}, {"y", 2022}});
  ASSERT_TRUE(result.usable());
  EXPECT_EQ(result.count.runs, 9U);
  ASSERT_EQ(result.outcomes.size(), 2U);
  const Tornado& y = result.outcomes[0];
  EXPECT_EQ(y.outcome, (Outcome{"y", 2021}));
  EXPECT_NEAR(y.base, 61 / 0.4, 1e-9);
  ASSERT_EQ(y.rows.size(), 4U);
  EXPECT_EQ(y.rows[0].factor, "b");
  EXPECT_NEAR(y.rows[0].outcome_low, 61 / 0.5, 1e-9);
  EXPECT_NEAR(y.rows[0].outcome_high, 61 / 0.3, 1e-9);
  EXPECT_NEAR(y.rows[0].swing(), 61 / 0.3 - 61 / 0.5, 1e-9);
  EXPECT_EQ(y.rows[1].factor, "investment");
  EXPECT_EQ(y.rows[1].low, -2);
  EXPECT_NEAR(y.rows[1].outcome_high, 64 / 0.4, 1e-9);
  EXPECT_EQ(y.rows[2].factor, "g");
  EXPECT_NEAR(y.rows[2].outcome_low, 59 / 0.4, 1e-9);
  EXPECT_EQ(y.rows[3].factor, "c");
  EXPECT_NEAR(y.rows[3].outcome_low, 60 / 0.4, 1e-9);
  EXPECT_EQ(y.rows[3].base, y.base);
  EXPECT_EQ(result.outcomes[1].rows[3].factor, "g") << "does not reach 2022";
  EXPECT_EQ(result.outcomes[1].rows[3].swing(), 0);
}

TEST(Tornado, FactorsStandAtTheirBaseWhileOthersMove) {
  const auto result =
      tornado(keynes(), base(), kRange,
              {{.variable = "i", .range = kRange, .low = 0, .base = 4, .high = 6},
               {.variable = "g", .range = kRange, .how = FactorKind::proportional, .low = -0.1, .high = 0.2}},
              kY);
  const Tornado& y = result.outcomes[0];
  EXPECT_NEAR(y.base, 65 / 0.4, 1e-9);
  EXPECT_EQ(y.rows[0].factor, "g");
  EXPECT_NEAR(y.rows[0].outcome_low, 62 / 0.4, 1e-9);
  EXPECT_NEAR(y.rows[0].outcome_high, 71 / 0.4, 1e-9);
  EXPECT_NEAR(y.rows[1].outcome_low, 61 / 0.4, 1e-9);
}

TEST(Tornado, SwingReachesFromTheHighestToTheLowestOfTheThree) {
  EXPECT_EQ((TornadoRow{"f", -1, 1, 5, 5, 3}).swing(), 2) << "both ends on one side";
  EXPECT_EQ((TornadoRow{"f", -1, 1, 2, 5, 3}).swing(), 3);
  EXPECT_TRUE(std::isnan((TornadoRow{"f", -1, 1, NAN, 5, 3}).swing()));
}

TEST(Tornado, ADistributionGivesItsQuantiles) {
  const auto result =
      tornado(keynes(), base(), kRange, {{.variable = "i", .range = kRange, .distribution = stats::normal(0, 2)}}, kY,
              {.tail = 0.025});
  EXPECT_NEAR(result.outcomes[0].rows[0].low, -2 * 1.959963984540054, 1e-12);
  EXPECT_NEAR(result.outcomes[0].rows[0].outcome_high, (61 + 2 * 1.959963984540054) / 0.4, 1e-9);
}

TEST(Tornado, CountsWhatIsNotSolvedAndPutsItLast) {
  const Model model = compile("x = log(i) + j");
  const Scenario start{"base", Frame({annual("i", 2020, {2}), annual("j", 2020, {0})})};
  const auto result = tornado(model, start, {2020, 2020},
                              {{.variable = "i", .range = {2020, 2020}, .low = -3, .high = 1},
                               {.variable = "j", .range = {2020, 2020}, .low = -1, .high = 1}},
                              {{"x", 2020}});
  EXPECT_FALSE(result.usable());
  EXPECT_EQ(result.count.failed, 1U);
  EXPECT_THAT(result.count.first_failure, ::testing::HasSubstr("2020: equation x"));
  EXPECT_EQ(result.outcomes[0].rows[0].factor, "j");
  EXPECT_TRUE(std::isnan(result.outcomes[0].rows[1].outcome_low));
  EXPECT_NEAR(result.outcomes[0].rows[1].outcome_high, std::log(3), 1e-12);
}

TEST(SobolSensitivity, OfAProductAreThreeSeventhsEachAndOneSeventhTogether) {
  // y = p q, both uniform on [0, 1]: Var(y) = 7/144, Var(E(y | p)) = 3/144.
  const Model model = compile("y = p * q\n z = 2 * p");
  const Scenario start{"base", Frame({annual("p", 2020, {0.5}), annual("q", 2020, {0.5})})};
  const std::vector<Factor> factors{
      {.variable = "p", .range = {2020, 2020}, .how = FactorKind::override_values, .low = 0, .high = 1},
      {.variable = "q", .range = {2020, 2020}, .distribution = stats::uniform(-0.5, 0.5)}};
  const auto result = sobol_sensitivity(model, start, {2020, 2020}, factors, {{"y", 2020}, {"z", 2020}},
                                        {.indices = {.base_points = 2048, .second_order = true, .resamples = 100}});
  ASSERT_TRUE(result.usable());
  EXPECT_EQ(result.factors, (std::vector<std::string>{"p", "q"}));
  EXPECT_EQ(result.count.runs, 2048U * 6);
  const auto& y = result.indices.outputs.at(0);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(y.first[i].value, 3.0 / 7, 0.01);
    EXPECT_NEAR(y.total[i].value, 4.0 / 7, 0.01);
  }
  EXPECT_NEAR(y.second[0].index.value, 1.0 / 7, 0.01);
  const auto& z = result.indices.outputs.at(1);
  EXPECT_NEAR(z.first[0].value, 1, 0.01);
  EXPECT_EQ(z.total[1].value, 0);
}

TEST(SobolSensitivity, OfAnOutcomeThatNothingMovesIsNotIdentified) {
  const auto result =
      sobol_sensitivity(keynes(), base(), kRange, {{.variable = "i", .range = {2022, 2022}, .low = -1, .high = 1}}, kY,
                        {.indices = {.base_points = 64}});
  EXPECT_TRUE(result.usable());
  EXPECT_EQ(result.indices.outputs[0].status, stats::SensitivityStatus::constant_output);
}

TEST(SobolSensitivity, IsNotUsableWhenTooManyRunsFail) {
  const Model model = compile("x = log(i)");
  const Scenario start{"base", Frame({annual("i", 2020, {1})})};
  const auto at = [&](double low) {
    return sobol_sensitivity(model, start, {2020, 2020},
                             {{.variable = "i", .range = {2020, 2020}, .low = low, .high = 1}}, {{"x", 2020}},
                             {.indices = {.base_points = 128}});
  };
  const auto few = at(-1.05), many = at(-3);
  EXPECT_GT(few.count.failed, 0U);
  EXPECT_TRUE(few.usable());
  EXPECT_FALSE(many.usable());
  EXPECT_GT(many.count.failed, many.count.runs / 3);
  EXPECT_FALSE(many.count.first_failure.empty());
}

TEST(MorrisSensitivity, OfALinearModelAreItsMultipliersTimesTheRanges) {
  const auto result = morris_sensitivity(keynes(), base(), kRange,
                                         {{.variable = "i", .range = kRange, .low = -2, .high = 2},
                                          {.variable = "g", .range = {2022, 2022}, .low = 0, .high = 1}},
                                         {{"y", 2021}, {"y", 2022}});
  ASSERT_TRUE(result.usable());
  EXPECT_NEAR(result.effects.at(0, 0).mu, 4 / 0.4, 1e-8);
  EXPECT_NEAR(result.effects.at(0, 0).sigma, 0, 1e-8);
  EXPECT_EQ(result.effects.at(0, 1).mu_star, 0);
  EXPECT_NEAR(result.effects.at(1, 1).mu_star, 1 / 0.4, 1e-8);
}

TEST(Discover, GivesSamplesInWhichPrimFindsWhereThePlanFails) {
  // y < 140 where i + g < 56: low investment and little government spending together.
  const std::vector<Factor> factors{{.variable = "i", .range = kRange, .low = -10, .high = 10},
                                    {.variable = "g", .range = kRange, .low = -10, .high = 10},
                                    {.variable = "a", .range = kRange, .low = -0.1, .high = 0.1}};
  const auto found = discover(keynes(), base(), kRange, factors, kY, {.points = 400, .seed = 2});
  ASSERT_TRUE(found.usable());
  ASSERT_EQ(found.points, 400U);
  ASSERT_EQ(found.x.size(), 1200U);
  for (std::size_t p = 0; p < found.points; ++p)
    EXPECT_NEAR(found.y[p], (61 + found.x[3 * p] + found.x[3 * p + 1] + found.x[3 * p + 2]) / 0.4, 1e-8);
  const auto box = stats::prim(found.x, 3, found.outcome(), {.threshold = 140, .below = true}).box;
  EXPECT_GT(box.density, 0.75);
  EXPECT_TRUE(box.bounds[0].high < 10 && box.bounds[1].high < 10);
  for (const auto& r : box.restrictions)
    if (r.input == 2) {
      EXPECT_GT(r.quasi_p, 1e-3) << "does not matter";
    }
}

TEST(Discover, KeepsWhatWasNotSolvedApart) {
  const Model model = compile("x = log(i)");
  const Scenario start{"base", Frame({annual("i", 2020, {1})})};
  const auto found =
      discover(model, start, {2020, 2020}, {{.variable = "i", .range = {2020, 2020}, .low = -2, .high = 2}},
               {{"x", 2020}}, {.points = 100, .most_failed = 0.3});
  EXPECT_EQ(found.points, 75U) << "a Latin hypercube has a quarter of its points below -1";
  EXPECT_EQ(found.failed_x.size(), 25U);
  EXPECT_TRUE(found.usable());
  for (const double x : found.failed_x) EXPECT_LT(x, -1);
  EXPECT_THROW((void)found.outcome(1), InvalidArgument);
}

TEST(Sensitivity, IsTheSameForAnyNumberOfThreadsAndTellsProgress) {
  const std::vector<Factor> factors{{.variable = "i", .range = kRange, .low = -2, .high = 2},
                                    {.variable = "b", .range = kRange, .low = -0.1, .high = 0.1}};
  std::size_t last = 0, total = 0;
  DiscoverOptions options{.points = 300};
  const auto one = discover(keynes(), base(), kRange, factors, kY, options);
  options.solve.execution.threads = 3;
  options.solve.execution.progress = [&](std::size_t done, std::size_t of) {
    last = done;
    total = of;
    return true;
  };
  const auto three = discover(keynes(), base(), kRange, factors, kY, options);
  EXPECT_EQ(one.y, three.y);
  EXPECT_EQ(last, 300U);
  EXPECT_EQ(total, 300U);
  options.solve.execution.progress = [](std::size_t, std::size_t) { return false; };
  EXPECT_THROW((void)discover(keynes(), base(), kRange, factors, kY, options), Cancelled);
}

TEST(Sensitivity, FactorsActAboveTheBasesOwnLayers) {
  // A name that the factors' own layer would like, and an exogenised variable, which may be varied.
  const Scenario layered = base().layer("factors").swap("y", {200}, "g", kRange);
  const auto result =
      tornado(keynes(), layered, kRange, {{.variable = "y", .range = kRange, .low = -10, .high = 10}}, {{"g", 2021}});
  ASSERT_TRUE(result.usable());
  EXPECT_NEAR(result.outcomes[0].base, 200 * 0.4 - 31, 1e-9);
  EXPECT_NEAR(result.outcomes[0].rows[0].outcome_high, 210 * 0.4 - 31, 1e-9);
}

TEST(Sensitivity, RefusesWhatMakesNoSense) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Factor i{.variable = "i", .range = kRange, .low = -1, .high = 1};
  const auto with = [&](Factor f) { (void)tornado(keynes(), base(), kRange, {i, std::move(f)}, kY); };
  const auto looking = [&](std::vector<Outcome> outcomes) { (void)tornado(keynes(), base(), kRange, {i}, outcomes); };
  expect_refused({
      {"scenario::tornado: there must be factors to vary; got none",
       [&] { (void)tornado(keynes(), base(), kRange, {}, kY); }},
      {"there must be outcomes; got none", [&] { looking({}); }},
      {"outcome must be a variable of the model; got \"yy\" (did you mean \"y\"?)",
       [&] {
         looking({{"yy", 2021}});
       }},
      {"outcome must lie in the range 2020-2022; got y 2023",
       [&] {
         looking({{"y", 2023}});
       }},
      {"factor 1 must be a variable of the model; got \"gg\" (did you mean \"g\"?)",
       [&] { with({.variable = "gg", .range = kRange, .low = 0, .high = 1}); }},
      {"factors must have different names; got \"i\" for factors 0 and 1", [&] { with(i); }},
      {"low < high must hold; got 2 and 1 for factor 1 \"g\"",
       [&] { with({.variable = "g", .range = kRange, .low = 2, .high = 1}); }},
      {"factor values must be finite; got NaN",
       [&] { with({.variable = "g", .range = kRange, .low = nan, .high = 1}); }},
      {"low and high must be given together; got one", [&] { with({.variable = "g", .range = kRange, .low = 1}); }},
      {"low and high or a distribution must be given; got neither", [&] { with({.variable = "g", .range = kRange}); }},
      {"distribution must be one; got stats::quantile: low < high must hold",
       [&] {
         with({.variable = "g", .range = kRange, .distribution = stats::InputDistribution{.low = 3, .high = 1}});
       }},
      {"factor must not be solved for (add_factor serves); got \"c\"",
       [&] { with({.variable = "c", .range = kRange, .low = 0, .high = 1}); }},
      {"add_factor needs a variable with a behavioural equation; got \"y\"",
       [&] { with({.variable = "y", .range = kRange, .how = FactorKind::add_factor, .low = 0, .high = 1}); }},
      {"range must hold a period that the solution reads, 2020-2022; got 2030-2031",
       [&] {
         with({.variable = "g", .range = {2030, 2031}, .low = 0, .high = 1});
       }},
      {"options.tail must be in (0, 0.5); got 0.5",
       [&] { (void)tornado(keynes(), base(), kRange, {i}, kY, {.tail = 0.5}); }},
      {"options.points must be 2 to 10^7; got 1",
       [&] { (void)discover(keynes(), base(), kRange, {i}, kY, {.points = 1}); }},
      {"options.most_failed must be in [0, 1]; got 2",
       [&] { (void)sobol_sensitivity(keynes(), base(), kRange, {i}, kY, {.most_failed = 2}); }},
      {"options.base_points must be >= 4; got 1",
       [&] { (void)sobol_sensitivity(keynes(), base(), kRange, {i}, kY, {.indices = {.base_points = 1}}); }},
      {"options.trajectories must be >= 2; got 0",
       [&] { (void)morris_sensitivity(keynes(), base(), kRange, {i}, kY, {.effects = {.trajectories = 0}}); }},
      {"data must hold every value that the model reads",
       [&] {
         (void)tornado(keynes(), base(), {2020, 2030}, {i}, kY);
       }},
  });
}

}  // namespace foreplan::scenario
