#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <fstream>

#include "refusals.hpp"
#include "scenario/three_sectors.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using foreplan::testing::three_sectors;
using foreplan::testing::three_sectors_base;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}

/// y = (10 + i + g) / 0.4, c = 10 + 0.6 y
Model keynes() { return compile("parameter b = 0.6\n behavioural c = 10 + b * y\n y = c + i + g"); }
Scenario keynes_base() {
  return {"base",
          Frame({annual("i", 2020, {20, 21, 22}), annual("g", 2020, {30, 30, 30}), annual("h", 2020, {1, 1, 1})})};
}

/// Income from capital, labour and what it leaves of itself: curved in every instrument.
Model curved() {
  return compile(R"(
    k = 0.9 * k(-1) + i(-1)
    y = a * k^0.4 + 0.3 * c + 0.05 * exp(0.01 * c)
    c = 2 + 0.7 * y - 3 * log(1 + r) + 0.1 * c(-1)
    i = 0.2 * y - 4 * r + g
  )");
}
Scenario curved_base() {
  return {"base", Frame({annual("k", 2019, {100}), annual("i", 2019, {10}), annual("c", 2019, {20}),
                         annual("a", 2020, std::vector<double>(6, 3)), annual("r", 2020, std::vector<double>(6, 0.05)),
                         annual("g", 2020, std::vector<double>(6, 5))})};
}

/// What every result that reached its targets must be.
void expect_reached(const SeekResult& r, const Model& model) {
  ASSERT_TRUE(r.usable()) << r.sentence;
  EXPECT_TRUE(r.reached) << r.sentence;
  for (const SoughtTarget& t : r.targets) {
    EXPECT_NEAR(t.value, t.wished, 1e-9 * std::abs(t.wished)) << t.variable;
    EXPECT_EQ(t.value, r.run.at(t.variable, t.period));
  }
  const Run again = solve(model, r.scenario, r.run.range());
  for (const SoughtTarget& t : r.targets)
    EXPECT_EQ(again.at(t.variable, t.period), t.value) << "the layer reproduces it";
  for (const SoughtInstrument& i : r.instruments)
    for (std::size_t t = 0; t < i.values.size(); ++t)
      EXPECT_EQ(r.run.at(i.variable, i.range.first + static_cast<std::int64_t>(t)), i.values[t]);
}

}  // namespace

TEST(Seek, FindsTheSharesOfInvestmentThatThreeSectorsTake) {
  std::ifstream file(FOREPLAN_REFERENCE_DIR "/three_sectors.txt");
  double shift = 0, share = 0, later = 0, factor = 0;
  ASSERT_TRUE(file >> shift >> share >> later >> factor);
  const Model model = three_sectors();
  const Scenario base = three_sectors_base();
  const auto need = seek(model, base, {.target = {"share_ind", 2020, 0.40}, .instrument = {"alloc_ind", {2016, 2020}}});
  expect_reached(need, model);
  EXPECT_NEAR(need.instruments[0].amount, shift, 1e-10);
  EXPECT_NEAR(need.targets[0].before, share, 1e-13);
  for (const double change : need.instruments[0].changes) EXPECT_NEAR(change, shift, 1e-10);
  EXPECT_EQ(need.run.range(), (PeriodRange{2016, 2020}));
  EXPECT_EQ(need.scenario.name(), "seek");
  EXPECT_LE(need.iterations, 4);

  const auto next = seek(model, base, {.target = {"share_ind", 2021, 0.41}, .instrument = {"alloc_ind", {2016, 2020}}});
  expect_reached(next, model);
  EXPECT_NEAR(next.instruments[0].amount, later, 1e-10);

  const auto rate =
      seek(model, base,
           {.target = {"gdp", 2020, 30000},
            .instrument = {.variable = "rate", .range = {2016, 2020}, .profile = SeekProfile::proportional}});
  expect_reached(rate, model);
  EXPECT_NEAR(1 + rate.instruments[0].amount, factor, 1e-9);
}

TEST(Seek, IsWhatASwapSolvesFor) {
  const Model model = curved();
  for (const char* instrument : {"r", "g", "a"}) {
    // Investment of 2020 is capital of 2021 only: g acts on y a year later, and on i at once.
    const bool later = std::string(instrument) == "g";
    const std::string target = later ? "i" : "y";
    const double wished = later ? 20 : 40;
    const auto run = solve(model, curved_base().swap(target, {wished}, instrument, {2021, 2021}), {2020, 2021});
    ASSERT_TRUE(run.usable()) << run.failure()->sentence;
    const auto found =
        seek(model, curved_base(), {.target = {target, 2021, wished}, .instrument = {instrument, {2021, 2021}}});
    expect_reached(found, model);
    EXPECT_NEAR(found.instruments[0].values[0], run.at(instrument, 2021), 1e-9 * std::abs(run.at(instrument, 2021)))
        << instrument;
  }
}

TEST(Seek, AsManyInstrumentsAsTargetsAreTinbergens) {
  // y = (10 + i + g) / (1 - b) = 200 and c = 10 + b y = 110: b = 0.5, i + g = 90.
  const Model model = keynes();
  const auto r = seek(
      model, keynes_base(),
      {.targets = {{"y", 2021, 200}, {"c", 2021, 110}}, .instruments = {{"g", {2021, 2021}}, {"b", {2021, 2021}}}});
  expect_reached(r, model);
  EXPECT_NEAR(r.instruments[0].values[0], 90 - 21, 1e-7);
  EXPECT_NEAR(r.instruments[1].values[0], 0.5, 1e-9);
}

TEST(Seek, OfManyWaysItTakesTheLeastChange) {
  // dy = 2.5 (di + dg) = 10 by weights 1 and 3: di = 3, dg = 1.
  const auto r = seek(keynes(), keynes_base(),
                      {.target = {"y", 2021, 61 / 0.4 + 10},
                       .instruments = {{.variable = "i", .range = {2021, 2021}, .scale = 1},
                                       {.variable = "g", .range = {2021, 2021}, .weight = 3, .scale = 1}}});
  expect_reached(r, keynes());
  EXPECT_NEAR(r.instruments[0].changes[0], 3, 1e-9);
  EXPECT_NEAR(r.instruments[1].changes[0], 1, 1e-9);
  // The same by the default scales, 21 and 30: di / dg = 21^2 / 30^2.
  const auto scaled =
      seek(keynes(), keynes_base(),
           {.target = {"y", 2021, 61 / 0.4 + 10}, .instruments = {{"i", {2021, 2021}}, {"g", {2021, 2021}}}});
  EXPECT_NEAR(scaled.instruments[0].changes[0] / scaled.instruments[1].changes[0], 21.0 * 21 / (30 * 30), 1e-9);
}

TEST(Seek, FreePeriodsMoveWhereTheyActMostAndAreOptimal) {
  // At the least change the changes are in proportion to the target's derivatives (Lagrange), here over curved ones.
  const Model model = curved();
  const auto r =
      seek(model, curved_base(),
           {.target = {"y", 2024, 60},
            .instrument = {.variable = "g", .range = {2020, 2024}, .profile = SeekProfile::free, .scale = 1}});
  expect_reached(r, model);
  ASSERT_EQ(r.unknowns, 5U);
  const auto& changes = r.instruments[0].changes;
  for (std::size_t t = 0; t < 4; ++t)
    EXPECT_NEAR(changes[t] / r.sensitivities[t], changes[0] / r.sensitivities[0],
                1e-6 * changes[0] / r.sensitivities[0]);
  EXPECT_NEAR(changes[4], 0, 1e-12) << "acts only after the target";
}

TEST(Seek, MoreTargetsThanInstrumentsAreMetByLeastSquares) {
  // y = 2.5 (10 + i + g), c = 10 + 1.5 (10 + i + g) with x = 10 + i + g: weighted least squares of (2.5 x / 200 - 1)
  // and (1.5 x + 10) / 150 - 1 by weights 1 and 2.
  const auto r = seek(keynes(), keynes_base(),
                      {.targets = {{"y", 2021, 200}, {.variable = "c", .period = 2021, .value = 150, .weight = 2}},
                       .instrument = {"g", {2021, 2021}}});
  EXPECT_EQ(r.stop, Stop::converged) << r.sentence;
  EXPECT_FALSE(r.reached);
  const double a = 2.5 / 200, b = 1.5 / 150, want = (a * 1 + 2 * b * (140.0 / 150)) / (a * a + 2 * b * b);
  EXPECT_NEAR(r.instruments[0].values[0], want - 31, 1e-8);
  EXPECT_NEAR(r.targets[1].gap, 10 + 1.5 * want - 150, 1e-8);
  EXPECT_THAT(r.sentence, HasSubstr("y in 2021 comes to"));
}

TEST(Seek, BoundsThatBindAreSaidAndOthersMakeUpForThem) {
  const Model model = keynes();
  const auto r = seek(model, keynes_base(),
                      {.target = {"y", 2021, 61 / 0.4 + 10},
                       .instruments = {{.variable = "i", .range = {2021, 2021}, .upper = 22, .scale = 1},
                                       {.variable = "g", .range = {2021, 2021}, .scale = 1}}});
  expect_reached(r, model);
  EXPECT_NEAR(r.instruments[0].changes[0], 1, 1e-12);
  EXPECT_NEAR(r.instruments[1].changes[0], 3, 1e-9);
  EXPECT_THAT(r.bounds, ElementsAre(BindingBound{"i", Period(2021), true, 22}));
}

TEST(Seek, OutOfReachItComesNearestAndSaysWhatStandsInTheWay) {
  const auto r = seek(keynes(), keynes_base(),
                      {.target = {"y", 2021, 200},
                       .instruments = {{.variable = "g", .range = {2020, 2021}, .upper = 32},
                                       {.variable = "i", .range = {2020, 2020}}}});
  EXPECT_EQ(r.stop, Stop::infeasible);
  EXPECT_FALSE(r.usable());
  EXPECT_NEAR(r.targets[0].value, (31 + 32) / 0.4, 1e-9);
  EXPECT_THAT(r.bounds,
              ElementsAre(BindingBound{"g", Period(2020), true, 32}, BindingBound{"g", Period(2021), true, 32}));
  EXPECT_THAT(r.without_effect, ElementsAre(NoEffect{"i", "y", Period(2021)}));
  EXPECT_THAT(r.sentence,
              HasSubstr("y in 2021 comes to 157.5, not to 200; g stands on its upper bound 32 in 2020-2021; "
                        "i has no effect on y in 2021; stopped: infeasible"));
}

TEST(Seek, OutOfReachOfACurveEndsNearItsTop) {
  // y = 4 - (x - 1)^2 is never 5.
  const Model model = compile("y = 4 - (x - 1)^2");
  const auto r = seek(model, {"base", Frame({annual("x", 2020, {3})})},
                      {.target = {"y", 2020, 5}, .instrument = {"x", {2020, 2020}}});
  EXPECT_FALSE(r.usable());
  EXPECT_NEAR(r.targets[0].value, 4, 1e-3);
  EXPECT_THAT(r.sentence, HasSubstr("y in 2020 comes to"));
}

TEST(Seek, ReachesTargetsOfZeroAndOnesThatAreMetAlready) {
  const Model model = compile("y = x^3 - 8 + z");
  const Scenario base{"base", Frame({annual("x", 2020, {3}), annual("z", 2020, {0})})};
  const auto zero = seek(model, base, {.target = {"y", 2020, 0}, .instrument = {"x", {2020, 2020}}});
  ASSERT_TRUE(zero.reached);
  EXPECT_NEAR(zero.instruments[0].values[0], 2, 1e-9);
  const auto met = seek(model, base, {.target = {"y", 2020, 19}, .instrument = {"z", {2020, 2020}}});
  EXPECT_TRUE(met.reached);
  EXPECT_EQ(met.iterations, 0);
  EXPECT_EQ(met.instruments[0].amount, 0);
}

TEST(Seek, BeginsWhereHistoryAndEarlierChangesAreKnown) {
  // Data of what is solved for end in 2019: a target for 2024 by 2022 and 2023 is solved from 2020 on.
  const Model model = curved();
  const auto r = seek(model, curved_base(), {.target = {"y", 2024, 50}, .instrument = {"g", {2022, 2023}}});
  expect_reached(r, model);
  EXPECT_EQ(r.run.range(), (PeriodRange{2020, 2024}));
  // With a baseline in the data it begins with the instrument, unless a layer changes something before.
  const auto baseline = solve(model, curved_base(), {2020, 2025});
  Frame data = curved_base().data();
  for (const char* name : {"k", "y", "c", "i"}) {
    std::vector<double> values;
    for (int year = 2019; year <= 2025; ++year)
      values.push_back(std::string(name) == "y" && year == 2019 ? 30 : baseline.at(name, year));
    data.set(annual(name, 2019, values));
  }
  const Scenario full{"full", data};
  const SeekOptions options{.target = {"y", 2024, 50}, .instrument = {"g", {2022, 2023}}};
  const auto late = seek(model, full, options);
  EXPECT_EQ(late.run.range(), (PeriodRange{2022, 2024}));
  EXPECT_NEAR(late.instruments[0].amount, r.instruments[0].amount, 1e-9);
  EXPECT_EQ(seek(model, full.layer("tax").shift("r", 0.01, {2021, 2024}), options).run.range(),
            (PeriodRange{2021, 2024}));
}

TEST(Seek, StandsOnSwapsOfTheScenario) {
  const Model model = curved();
  const Scenario swapped = curved_base().layer("fixed c").swap("c", {30, 31}, "a", {2021, 2022});
  const auto r = seek(model, swapped, {.target = {"y", 2024, 50}, .instrument = {"g", {2020, 2023}}});
  expect_reached(r, model);
  EXPECT_NEAR(r.run.at("c", 2022), 31, 1e-9);
  expect_refused({{"instrument must not be solved for; got \"a\" in 2021",
                   [&] {
                     (void)seek(model, swapped, {.target = {"y", 2024, 50}, .instrument = {"a", {2020, 2023}}});
                   }},
                  {"target must be solved for; got \"c\" in 2021", [&] {
                     (void)seek(model, swapped, {.target = {"c", 2021, 50}, .instrument = {"g", {2020, 2023}}});
                   }}});
}

TEST(Seek, LooksAhead) {
  const Model model = compile("p = d + p(+1) / (1 + r)");
  const Scenario base{"base", Frame({annual("d", 2020, std::vector<double>(10, 1)),
                                     annual("r", 2020, std::vector<double>(10, .05)), annual("p", 2030, {20})})};
  const auto r = seek(model, base,
                      {.target = {"p", 2020, 25}, .instrument = {"d", {2024, 2026}}, .range = PeriodRange{2020, 2029}});
  expect_reached(r, model);
  double worth = 0, weight = 0;
  for (int t = 0; t < 10; ++t) worth += std::pow(1.05, -t);
  for (int t = 4; t < 7; ++t) weight += std::pow(1.05, -t);
  worth += 20 * std::pow(1.05, -10);
  EXPECT_NEAR(r.instruments[0].amount, (25 - worth) / weight, 1e-8);
  EXPECT_THROW((void)seek(model, base, {.target = {"p", 2020, 25}, .instrument = {"d", {2024, 2026}}}),
               InvalidArgument);
}

TEST(Seek, TakesPakistansOutputToALevelInTenYears) {
  const auto world = io::read_pcim_file(FOREPLAN_REFERENCE_DIR "/pak.pcim");
  const Scenario base("base", world.data);
  const double level = world.data.at("PAKNYGDPMKTPKN", 2030) * 1.005;
  const auto r = seek(world.model, base,
                      {.target = {"PAKNYGDPMKTPKN", 2030, level}, .instrument = {"PAKGGEXPGNFSCN_A", {2024, 2030}}});
  expect_reached(r, world.model);
  EXPECT_EQ(r.run.range(), (PeriodRange{2024, 2030}));
  EXPECT_LE(r.iterations, 6);
}

RC_GTEST_PROP(Seek, ReachesWhatSomeInstrumentsDidReach, ()) {
  // Targets made by moving the instruments are found again, whatever the numbers of both.
  const Model model = curved();
  const double by = 0.01 * *rc::gen::inRange(-200, 201), more = 0.001 * *rc::gen::inRange(-30, 31);
  const int targets = *rc::gen::inRange(1, 4);
  const auto moved =
      solve(model, curved_base().layer("x").shift("g", by, {2020, 2022}).shift("r", more, {2021, 2023}), {2020, 2024});
  RC_ASSERT(moved.usable());
  SeekOptions options{.instruments = {{"g", {2020, 2022}}, {"r", {2021, 2023}}}};
  for (const int year : {2022, 2023, 2024})
    if (static_cast<int>(options.targets.size()) < targets) options.targets.push_back({"y", year, moved.at("y", year)});
  const auto found = seek(model, curved_base(), options);
  RC_ASSERT(found.usable());
  RC_ASSERT(found.reached);
  if (targets < 2) return;
  RC_ASSERT(std::abs(found.instruments[0].amount - by) < 1e-6);
  RC_ASSERT(std::abs(found.instruments[1].amount - more) < 1e-6);
}

TEST(Seek, SaysWhenTheModelItselfCannotBeSolved) {
  const Model model = compile("x = log(i)\n y = x + g");
  const auto r = seek(model, {"base", Frame({annual("i", 2020, {-1}), annual("g", 2020, {1})})},
                      {.target = {"y", 2020, 1}, .instrument = {"g", {2020, 2020}}});
  EXPECT_FALSE(r.usable());
  EXPECT_THAT(r.sentence, HasSubstr("the model could not be solved: 2020: "));
}

TEST(SeekRefuses, WhatMakesNoSense) {
  const Model model = keynes();
  const Scenario base = keynes_base();
  const SeekTarget y{"y", 2021, 200};
  const SeekInstrument g{"g", {2021, 2021}};
  const auto call = [&](SeekOptions options) { return [&, options] { (void)seek(model, base, options); }; };
  const auto bounded = [&](double lower, double upper) {
    SeekInstrument i = g;
    i.lower = lower;
    i.upper = upper;
    return i;
  };
  expect_refused({
      {"options must hold a target or targets, singular or plural; got neither", call({.instrument = g})},
      {"options must hold a target or targets, singular or plural; got both",
       call({.target = y, .targets = {y}, .instrument = g})},
      {"options must hold an instrument or instruments, singular or plural; got neither", call({.target = y})},
      {"options must hold an instrument or instruments, singular or plural; got both",
       call({.target = y, .instrument = g, .instruments = {g}})},
      {"target must be a variable of the model; got \"yy\" (did you mean \"y\"?)",
       call({.target = {"yy", 2021, 1}, .instrument = g})},
      {"instrument must be a variable of the model; got \"gg\" (did you mean \"g\"?)",
       call({.target = y, .instrument = {"gg", {2021, 2021}}})},
      {"target must be solved for; got \"i\" in 2021", call({.target = {"i", 2021, 1}, .instrument = g})},
      {"instrument must not be solved for; got \"c\" in 2021 (its add-factor is \"c_A\")",
       call({.target = y, .instrument = {"c", {2021, 2021}}})},
      {"target values must be finite; got NaN for \"y\"", call({.target = {"y", 2021, NAN}, .instrument = g})},
      {"target weights must be > 0 and finite; got 0", call({.target = {"y", 2021, 1, 0}, .instrument = g})},
      {"bounds must be numbers, lower <= upper; got 40 and 30 for \"g\"",
       call({.target = y, .instrument = bounded(40, 30)})},
      {"bounds must be numbers, lower <= upper; got NaN and 30", call({.target = y, .instrument = bounded(NAN, 30)})},
      {"instrument weights must be > 0 and finite; got -1",
       call({.target = y, .instrument = {.variable = "g", .range = {2021, 2021}, .weight = -1}})},
      {"scales must be > 0 and finite; got 0",
       call({.target = y, .instrument = {.variable = "g", .range = {2021, 2021}, .scale = 0}})},
      {"bounds must leave a change that is the same in all periods; got none for \"i\"",
       call({.target = y, .instrument = {.variable = "i", .range = {2020, 2022}, .lower = 20.9, .upper = 21.1}})},
      {"there must not be two of one instrument variable in one period; got \"g\" in 2021-2022",
       call({.target = y, .instruments = {g, {"g", {2021, 2022}}}})},
      {"there must not be two of one target variable in one period; got \"y\" in 2021",
       call({.targets = {y, y}, .instrument = g})},
      {"some instrument must be able to act on each target in time; got g in 2022 for \"y\" in 2021",
       call({.target = y, .instrument = {"g", {2022, 2022}}})},
      {"periods must lie in the range that is solved, 2021-2022; got 2020 for \"g\"",
       call({.target = y, .instrument = {"g", {2020, 2020}}, .range = PeriodRange{2021, 2022}})},
      {"periods must lie in the range that is solved, 2020; got 2021 for \"y\"",
       call({.target = y, .instrument = {"g", {2020, 2020}}, .range = PeriodRange{2020, 2020}})},
      {"range", call({.target = y, .instrument = {"g", {2022, 2020}}})},
      {"name must not be in the stack already; got \"base\"", call({.target = y, .instrument = g, .layer = "base"})},
      {"options.tolerance must be in (0, 1e-3]; got 1", call({.target = y, .instrument = g, .tolerance = 1})},
      {"options.max_iterations must be >= 1; got 0", call({.target = y, .instrument = g, .max_iterations = 0})},
  });
  EXPECT_THROW((void)seek(model, base, {.target = {"y", Period::quarter(2021, 1), 1}, .instrument = g}),
               PeriodMismatch);
  const Model chain = compile("x = a + 1\n y = b + 1");
  const Scenario apart{"base", Frame({annual("a", 2020, {1}), annual("b", 2020, {1})})};
  expect_refused({{"determine the unknowns", [&] {
                     (void)seek(chain, apart.swap("x", {5}, "b", {2020, 2020}),
                                {.target = {"y", 2020, 3}, .instrument = {"a", {2020, 2020}}});
                   }}});
}

TEST(Seek, IsCancelled) {
  SeekOptions options{.target = {"y", 2021, 200}, .instrument = {"g", {2021, 2021}}};
  options.solve.execution.cancel.cancel();
  EXPECT_THROW((void)seek(keynes(), keynes_base(), options), Cancelled);
}

}  // namespace foreplan::scenario
