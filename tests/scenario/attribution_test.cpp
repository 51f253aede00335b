#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <numeric>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}
const PeriodRange kRange{2020, 2021};

/// y = a b, from 2 x 5 to 3 x 7.
const Model& product() {
  static const Model model = compile("y = a * b\n s = a + b");
  return model;
}
Scenario product_base() { return {"base", Frame({annual("a", 2020, {2, 2}), annual("b", 2020, {5, 5})})}; }
Scenario product_shocked() {
  return product_base()
      .layer("up a")
      .shift("a", 1, {2021, 2021})
      .layer("set b")
      .override_values("b", {7}, {2021, 2021});
}
std::vector<double> in_2021(const AttributedVariable& v) {
  std::vector<double> out;
  for (const auto& player : v.contributions) out.push_back(player[1]);
  return out;
}

}  // namespace

TEST(Attribution, OfAProductSharesTheInteractionAsTheMethodSays) {
  const auto by = [](AttributionMethod method) {
    return attribute(product(), product_shocked(), product_base(), kRange, {"y", "s"}, {.method = method});
  };
  const auto shapley = by(AttributionMethod::shapley);
  ASSERT_TRUE(shapley.usable());
  EXPECT_THAT(shapley.players, ElementsAre("up a", "set b"));
  EXPECT_EQ(shapley["y"].total[1], 11);
  EXPECT_EQ(shapley["y"].total[0], 0);
  EXPECT_THAT(in_2021(shapley["y"]), ElementsAre(6, 5)) << "half of 1 x 2 each";
  EXPECT_EQ(shapley["y"].residual[1], 0);
  EXPECT_FALSE(shapley.sampled);
  EXPECT_EQ(shapley.runs, 4U);
  EXPECT_THAT(in_2021(by(AttributionMethod::sequential)["y"]), ElementsAre(5, 6));
  const auto first = by(AttributionMethod::first_in), last = by(AttributionMethod::last_in);
  EXPECT_THAT(in_2021(first["y"]), ElementsAre(5, 4));
  EXPECT_EQ(first["y"].residual[1], 2);
  EXPECT_THAT(in_2021(last["y"]), ElementsAre(7, 6));
  EXPECT_EQ(last["y"].residual[1], -2);
  EXPECT_NEAR(first.check, 2.0 / 11, 1e-15);
  const auto path = by(AttributionMethod::path_integral);
  EXPECT_NEAR(path["y"].contributions[0][1], 6, 1e-9);
  EXPECT_NEAR(path["y"].contributions[1][1], 5, 1e-9);
  for (const auto& method : {shapley, first, last, path, by(AttributionMethod::sequential)}) {
    // Without interaction all agree.
    EXPECT_NEAR(method["s"].contributions[0][1], 1, 1e-9) << to_string(method.method);
    EXPECT_NEAR(method["s"].contributions[1][1], 2, 1e-9) << to_string(method.method);
  }
}

TEST(Attribution, AlongThePathAndOverOrdersDifferWhereShocksEnterDifferently) {
  // y = a^2 b, both from 1 to 2: orders give (3 + 6) / 2 and (1 + 4) / 2, the diagonal 14/3 and 7/3.
  const Model model = compile("y = a^2 * b");
  const PeriodRange range{2020, 2020};
  const Scenario base{"base", Frame({annual("a", 2020, {1}), annual("b", 2020, {1})})};
  const Scenario shocked = base.layer("a").growth_path("a", 0, range).layer("b").shift("b", 1, range);
  EXPECT_THROW((void)attribute(model, shocked, base, range, {"y"}), InvalidArgument) << "no 2019 to grow from";
  const Scenario both = base.layer("a").override_values("a", {2}, range).layer("b").shift("b", 1, range);
  const auto orders = attribute(model, both, base, range, {"y"});
  EXPECT_NEAR(orders["y"].contributions[0][0], 4.5, 1e-12);
  EXPECT_NEAR(orders["y"].contributions[1][0], 2.5, 1e-12);
  const auto path = attribute(model, both, base, range, {"y"},
                              {.method = AttributionMethod::path_integral, .remainder = PathRemainder::reported});
  EXPECT_NEAR(path["y"].contributions[0][0], 14.0 / 3, 1e-9);
  EXPECT_NEAR(path["y"].contributions[1][0], 7.0 / 3, 1e-9);
  EXPECT_LT(std::abs(path["y"].residual[0]), 1e-8);
  EXPECT_EQ(path.runs, 2 + 8U * 2 * 4);
}

TEST(Attribution, AlongThePathScalesEveryKindOfChangeThatHasParts) {
  // Everything linear, so that each share is what its change does alone, however it is scaled.
  const Model model = compile(R"(
    behavioural c = 0.5 * i
    identity y = c + i + g + h
  )");
  const PeriodRange range{2021, 2022};
  const Scenario base{
      "base", Frame({annual("i", 2020, {10, 10, 10}), annual("g", 2020, {20, 20, 20}), annual("h", 2020, {5, 5, 5})})};
  const Scenario shocked = base.layer("factor")
                               .add_factor("c", {1, 2}, range)
                               .layer("growth")
                               .growth_path("g", 0.1, range)
                               .layer("value")
                               .override_values("h", {8}, range)
                               .layer("shift")
                               .shift("i", 4, {2022, 2022});
  const auto path =
      attribute(model, shocked, base, range, {"y"}, {.method = AttributionMethod::path_integral, .nodes = 2});
  ASSERT_TRUE(path.usable()) << path.failure;
  const double expected[4][2] = {{1, 2}, {2, 4.2}, {3, 3}, {0, 6}};
  for (std::size_t p = 0; p < 4; ++p)
    for (std::size_t t = 0; t < 2; ++t) EXPECT_NEAR(path["y"].contributions[p][t], expected[p][t], 1e-9) << p << t;
  EXPECT_LT(path.check, 1e-12);
}

TEST(Attribution, AlongThePathAppliesShocksOnOneVariableInOrder) {
  // h: set to 8 from 5, then 2 more: y = h^2 goes 25, (5 + 3 t + 2 t)^2: shares 3/5 and 2/5 of 75.
  const Model model = compile("y = h^2");
  const PeriodRange range{2020, 2020};
  const Scenario base{"base", Frame({annual("h", 2020, {5})})};
  const Scenario shocked = base.layer("set").override_values("h", {8}, range).layer("more").shift("h", 2, range);
  const auto path = attribute(model, shocked, base, range, {"y"}, {.method = AttributionMethod::path_integral});
  EXPECT_NEAR(path["y"].contributions[0][0], 45, 1e-9);
  EXPECT_NEAR(path["y"].contributions[1][0], 30, 1e-9);
}

TEST(Attribution, TakesChangesAsPlayersASwapsTwoTogether) {
  const Model model = compile(R"(
    behavioural c = 10 + 0.6 * y
    identity y = c + i + g
  )");
  const Scenario base{"base", Frame({annual("i", 2020, {20, 21}), annual("g", 2020, {30, 30})})};
  const Scenario shocked =
      base.layer("plan").shift("i", 1, kRange).swap("y", {200}, "g", {2021, 2021}).shift("i", 2, kRange);
  const auto found = attribute(model, shocked, base, kRange, {"y", "g"}, {.players = AttributionPlayers::changes});
  ASSERT_TRUE(found.usable()) << found.failure;
  EXPECT_THAT(found.players, ElementsAre("plan: shift i", "plan: exogenise y", "plan: shift i (2)"));
  EXPECT_NEAR(found["y"].contributions[0][0], 2.5, 1e-9);
  EXPECT_NEAR(found["y"].contributions[1][0], 0, 1e-9);
  EXPECT_NEAR(found["y"].contributions[2][0], 5, 1e-9);
  EXPECT_NEAR(found["y"].scenario[1], 200, 1e-9);
  EXPECT_LT(found.check, 1e-12);
}

TEST(Attribution, OfManyShocksIsSampledAndStillSums) {
  // y = (x0 + ... + x14)^2: by symmetry of equal shifts, one share each.
  std::string sum;
  std::vector<Series> data;
  Scenario shocked;
  for (int i = 0; i < 15; ++i) {
    sum += (i == 0 ? "x" : " + x") + std::to_string(i);
    data.push_back(annual("x" + std::to_string(i), 2020, {1}));
  }
  const Model model = compile("y = (" + sum + ")^2");
  const Scenario base{"base", Frame(data)};
  shocked = base;
  for (int i = 0; i < 15; ++i)
    shocked = shocked.layer("shock " + std::to_string(i)).shift("x" + std::to_string(i), 1 + 0.1 * i, {2020, 2020});
  const auto found = attribute(model, shocked, base, {2020, 2020}, {"y"}, {.orders = 100});
  ASSERT_TRUE(found.usable());
  EXPECT_TRUE(found.sampled);
  EXPECT_LT(found.check, 1e-12);
  const double total = 15 + 0.1 * 15 * 7;
  for (std::size_t i = 0; i < 15; ++i) {
    // Exact: own^2 + 2 own (15 + half of the others), the quadratic game's Shapley value.
    const double own = 1 + 0.1 * static_cast<double>(i), exact = own * own + 2 * own * (15 + (total - own) / 2);
    // An order and its reverse share a quadratic game out exactly.
    EXPECT_NEAR(found["y"].contributions[i][0], exact, 1e-9);
    EXPECT_NEAR(found["y"].standard_errors[i][0], 0, 1e-9);
  }
}

TEST(Attribution, SampledLiesWithinItsErrorsOfTheExact) {
  const Model model = compile("y = a * b * c * d + a^3 * c");
  const PeriodRange range{2020, 2020};
  const Scenario base{
      "base", Frame({annual("a", 2020, {1}), annual("b", 2020, {1}), annual("c", 2020, {1}), annual("d", 2020, {1})})};
  Scenario shocked = base;
  for (const char* name : {"a", "b", "c", "d"}) shocked = shocked.layer(name).shift(name, 1, range);
  const auto exact = attribute(model, shocked, base, range, {"y"});
  const auto sampled = attribute(model, shocked, base, range, {"y"}, {.most_exact = 1, .orders = 400, .seed = 3});
  EXPECT_TRUE(sampled.sampled);
  EXPECT_EQ(sampled.runs <= 16U * 25, true);
  for (std::size_t p = 0; p < 4; ++p) {
    EXPECT_GT(sampled["y"].standard_errors[p][0], 0);
    EXPECT_NEAR(sampled["y"].contributions[p][0], exact["y"].contributions[p][0],
                4 * sampled["y"].standard_errors[p][0]);
  }
  EXPECT_LT(sampled.check, 1e-12);
}

TEST(Attribution, OfTheWorldBanksPakistanModelSums) {
  const auto pakistan = io::read_pcim_file(FOREPLAN_REFERENCE_DIR "/pak.pcim");
  const PeriodRange range{2024, 2034};
  const Scenario base{"baseline", pakistan.data};
  const Scenario shocked = base.layer("oil")
                               .shift("WLDFCRUDE_PETRO", 25, {2025, 2027})
                               .layer("carbon tax")
                               .shift("PAKGGREVCO2CER", 30, {2025, 2034})
                               .layer("interest")
                               .shift("USAINTRXN", 1, {2026, 2029});
  const std::vector<std::string> track{"PAKNYGDPMKTPKN", "PAKNECONPRVTXN", "PAKGGDBTTOTLCN_"};
  const auto before = solve(pakistan.model, base, range), after = solve(pakistan.model, shocked, range);
  const auto oil = solve(pakistan.model, base.layer("oil").shift("WLDFCRUDE_PETRO", 25, {2025, 2027}), range);
  for (const auto method : {AttributionMethod::shapley, AttributionMethod::path_integral, AttributionMethod::sequential,
                            AttributionMethod::first_in}) {
    const auto found = attribute(pakistan.model, shocked, base, range, track, {.method = method, .nodes = 4});
    ASSERT_TRUE(found.usable()) << found.failure;
    for (const AttributedVariable& v : found.variables)
      for (std::size_t t = 0; t < range.size(); ++t) {
        EXPECT_EQ(v.base[t], before.values(v.name)[t]);
        EXPECT_EQ(v.scenario[t], after.values(v.name)[t]);
        EXPECT_EQ(v.total[t], after.values(v.name)[t] - before.values(v.name)[t]);
      }
    if (method != AttributionMethod::first_in) {
      EXPECT_LT(found.check, 1e-12) << to_string(method);
    }
    const AttributedVariable& gdp = found["PAKNYGDPMKTPKN"];
    for (const auto& player : gdp.contributions) EXPECT_EQ(player[0], 0) << "before any shock";
    // Interaction is of second order: oil's share is near what oil does alone, -0.89 % of GDP in 2025.
    const double alone = oil.values("PAKNYGDPMKTPKN")[1] - before.values("PAKNYGDPMKTPKN")[1];
    EXPECT_NEAR(alone / gdp.base[1], -0.0089, 5e-5);
    EXPECT_NEAR(gdp.contributions[0][1] / alone, 1, 0.1) << to_string(method);
  }
  const auto remainder =
      attribute(pakistan.model, shocked, base, range, track,
                {.method = AttributionMethod::path_integral, .nodes = 4, .remainder = PathRemainder::reported});
  EXPECT_LT(remainder.check, 1e-5);
  EXPECT_GT(remainder.check, 0);
}

TEST(Attribution, SaysWhichShocksWereInForceWhenARunIsNotSolved) {
  // The log's argument is positive with both and with neither, not with the first alone.
  const Model model = compile("y = log(a + b)");
  const PeriodRange range{2020, 2020};
  const Scenario base{"base", Frame({annual("a", 2020, {1}), annual("b", 2020, {1})})};
  const Scenario shocked = base.layer("down").shift("a", -3, range).layer("up").shift("b", 4, range);
  const auto found = attribute(model, shocked, base, range, {"y"});
  EXPECT_FALSE(found.usable());
  EXPECT_TRUE(found.variables.empty());
  EXPECT_THAT(found.failure, HasSubstr("with \"down\": 2020: equation y"));
  EXPECT_TRUE(attribute(model, shocked, base, range, {"y"}, {.method = AttributionMethod::path_integral}).usable())
      << "the diagonal stays where the logarithm is";
}

TEST(Attribution, StandsAboveABaseThatHasLayersItself) {
  const Scenario base = product_base().layer("plan").shift("a", 1, kRange);
  const auto found = attribute(product(), base.layer("b").shift("b", 1, kRange), base, kRange, {"y"});
  EXPECT_THAT(found.players, ElementsAre("b"));
  EXPECT_NEAR(found["y"].contributions[0][0], 3, 1e-12);
  const auto path = attribute(product(), base.layer("c").growth_path("b", 0.2, {2021, 2021}), base, kRange, {"y"},
                              {.method = AttributionMethod::path_integral});
  EXPECT_NEAR(path["y"].contributions[0][1], 3, 1e-12);
  // Changes without a layer of their own.
  const auto own = attribute(product(), product_base().shift("b", 1, kRange), product_base(), kRange, {"y"});
  EXPECT_THAT(own.players, ElementsAre("base"));
  EXPECT_NEAR(own["y"].contributions[0][0], 2, 1e-12);
}

TEST(Attribution, RefusesWhatMakesNoSense) {
  const auto with = [](AttributionOptions options) {
    (void)attribute(product(), product_shocked(), product_base(), kRange, {"y"}, options);
  };
  const Model model = compile("behavioural c = 0.5 * i\n y = c + i");
  const Scenario base{"base", Frame({annual("i", 2020, {10, 10})})};
  const auto along = [&](const Scenario& scenario) {
    (void)attribute(model, scenario, base, kRange, {"y"}, {.method = AttributionMethod::path_integral});
  };
  Scenario many = product_base();
  for (int i = 0; i < 64; ++i) many = many.layer(std::to_string(i)).shift("a", 1, kRange);
  expect_refused({
      {"scenario::attribute: there must be variables to track; got none",
       [] { (void)attribute(product(), product_shocked(), product_base(), kRange, {}); }},
      {"track must be a variable of the model; got \"ss\" (did you mean \"s\"?)",
       [] { (void)attribute(product(), product_shocked(), product_base(), kRange, {"ss"}); }},
      {"there must be something above the base; got nothing in \"base\"",
       [] { (void)attribute(product(), product_base(), product_base(), kRange, {"y"}); }},
      {"scenario must begin with the base's layers; got \"set b\" above \"other\"",
       [] {
         (void)attribute(product(), product_shocked(), product_base().layer("other").shift("a", 2, kRange), kRange,
                         {"y"});
       }},
      {"scenario must have the base's data; got \"set b\"",
       [] {
         (void)attribute(product(), product_shocked(), {"base", Frame({annual("a", 2020, {1})})}, kRange, {"y"});
       }},
      {"there may be at most 63 shocks; got 64",
       [&] { (void)attribute(product(), many, product_base(), kRange, {"y"}); }},
      {"options.most_exact must be 1 to 16; got 17", [&] { with({.most_exact = 17}); }},
      {"options.orders must be even, 4 to 10^5; got 5", [&] { with({.orders = 5}); }},
      {"options.nodes must be 1 to 64; got 0", [&] { with({.nodes = 0}); }},
      {"options.step must be in [1e-4, 0.1]; got 1", [&] { with({.step = 1}); }},
      {"a path integral needs shocks that can be in force in part; got exclude c in layer \"x\"",
       [&] { along(base.layer("x").exclude("c", {4}, kRange)); }},
      {"a path integral needs shocks that can be in force in part; got exogenise y",
       [&] { along(base.layer("x").swap("y", {4}, "i", kRange)); }},
  });
  const Attribution found = attribute(product(), product_shocked(), product_base(), kRange, {"y"});
  EXPECT_THROW((void)found["z"], InvalidArgument);
  AttributionOptions cancelled;
  cancelled.solve.execution.cancel.cancel();
  EXPECT_THROW(with(cancelled), Cancelled);
}

}  // namespace foreplan::scenario
