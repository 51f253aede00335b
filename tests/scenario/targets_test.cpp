#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <fstream>

#include "refusals.hpp"
#include "scenario/three_sectors.hpp"

/// Targets that a scenario states itself.
namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using foreplan::testing::three_sectors;
using foreplan::testing::three_sectors_base;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}

/// y = (10 + i + g) / (1 - b), c = 10 + b y
Model keynes() { return compile("parameter b = 0.6\n behavioural c = 10 + b * y\n y = c + i + g"); }
Scenario keynes_base() {
  return {"base",
          Frame({annual("i", 2020, {20, 21, 22}), annual("g", 2020, {30, 30, 30}), annual("h", 2020, {1, 1, 1})})};
}
const PeriodRange kRange{2020, 2022};
const SeekInstrument kSpending{"g", {2021, 2021}};
/// Output of 200 takes 49 of g, whose data say 30, as i is 21.
Scenario keynes_goal() { return keynes_base().layer("goal").target("y", {200}, {2021, 2021}, {kSpending}); }

void expect_same_bits(const Run& a, const Run& b) {
  ASSERT_EQ(a.range(), b.range());
  for (const ModelVariable& v : a.model().variables())
    for (Period p = a.range().first; p <= a.range().last; ++p) {
      const double x = a.at(v.name, p), y = b.at(v.name, p);
      EXPECT_TRUE((std::isnan(x) && std::isnan(y)) ||
                  std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y))
          << v.name << " in " << to_string(p) << ": " << x << " and " << y;
    }
}

double moved(const Run& run, std::size_t instrument = 0) { return run.targets()->instruments.at(instrument).amount; }

}  // namespace

TEST(Targets, AreMetByWhatBisectionFinds) {
  std::ifstream file(FOREPLAN_REFERENCE_DIR "/three_sectors.txt");
  double shift = 0, share = 0, later = 0, factor = 0;
  ASSERT_TRUE(file >> shift >> share >> later >> factor);
  const Model model = three_sectors();
  const Scenario goal = three_sectors_base().layer("goal");
  const std::vector<SeekInstrument> alloc{{"alloc_ind", {2016, 2020}}};

  const auto run = solve(model, goal.target("share_ind", {0.40}, {2020, 2020}, alloc), {2016, 2025});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_NEAR(run.at("share_ind", 2020), 0.40, 1e-10);
  ASSERT_TRUE(run.targets());
  EXPECT_TRUE(run.targets()->usable());
  EXPECT_TRUE(run.targets()->reached);
  EXPECT_NEAR(run.targets()->targets[0].before, share, 1e-13);
  EXPECT_NEAR(moved(run), shift, 1e-10);
  for (int year = 2016; year <= 2025; ++year)
    EXPECT_NEAR(run.at("alloc_ind", year), 0.36 + (year <= 2020 ? shift : 0), 1e-10) << year;
  EXPECT_EQ(run.scenario(), "goal");
  EXPECT_LT(largest_residual(run), 1e-9);

  const auto next = solve(model, goal.target("share_ind", {0.41}, {2021, 2021}, alloc), {2016, 2021});
  EXPECT_NEAR(moved(next), later, 1e-10);
  const auto rate =
      solve(model, goal.target("gdp", {30000}, {2020, 2020}, {{"rate", {2016, 2020}, SeekProfile::proportional}}),
            {2016, 2020});
  EXPECT_NEAR(1 + moved(rate), factor, 1e-9);
}

TEST(Targets, AreWhatSeekFindsToTheBit) {
  const Model model = three_sectors();
  const Scenario base = three_sectors_base();
  const PeriodRange range{2016, 2022};
  for (const SeekProfile profile : {SeekProfile::shift, SeekProfile::proportional, SeekProfile::free}) {
    const SeekInstrument alloc{"alloc_ind", {2016, 2020}, profile};
    const auto run = solve(model, base.layer("goal").target("share_ind", {0.40}, {2020, 2020}, {alloc}), range);
    const SeekResult found =
        seek(model, base, {.target = {"share_ind", 2020, 0.40}, .instrument = alloc, .range = range});
    ASSERT_TRUE(run.usable());
    expect_same_bits(run, found.run);
    expect_same_bits(run, solve(model, run.targets()->scenario, range));
    EXPECT_EQ(run.targets()->instruments[0].changes, found.instruments[0].changes);
    EXPECT_EQ(run.targets()->sensitivities, found.sensitivities);
    EXPECT_EQ(run.targets()->sentence, found.sentence);
    EXPECT_EQ(run.targets()->scenario.name(), "targets");
  }
  EXPECT_FALSE(solve(model, base, range).targets());
}

RC_GTEST_PROP(Targets, AreWhatSeekFindsWhateverTheyAre, ()) {
  const double y = 150 + *rc::gen::inRange(0, 1000) * 0.1, c = 80 + *rc::gen::inRange(0, 300) * 0.1;
  const bool both = *rc::gen::arbitrary<bool>();
  const Model model = keynes();
  Scenario goal = keynes_base().layer("goal").target("y", {y}, {2021, 2021}, {kSpending});
  SeekOptions options{.targets = {{"y", 2021, y}}, .instruments = {kSpending}, .range = kRange};
  if (both) {
    goal = goal.layer("more").target("c", {c}, {2021, 2021}, {{"b", {2021, 2021}}});
    options.targets.push_back({"c", 2021, c});
    options.instruments.push_back({"b", {2021, 2021}});
  }
  const auto run = solve(model, goal, kRange);
  const SeekResult found = seek(model, goal.without_targets(), options);
  RC_ASSERT(run.usable());
  for (const char* name : {"y", "c", "g", "b", "i"}) RC_ASSERT(run.at(name, 2021) == found.run.at(name, 2021));
}

TEST(Targets, OfAllLayersAreMetTogether) {
  // Tinbergen's: y = 200 and c = 110 take b = 0.5 and i + g = 90.
  const auto run =
      solve(keynes(), keynes_goal().layer("thrift").target("c", {110}, {2021, 2021}, {{"b", {2021, 2021}}}), kRange);
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_NEAR(run.at("g", 2021), 90 - 21, 1e-7);
  EXPECT_NEAR(run.at("b", 2021), 0.5, 1e-9);
  EXPECT_EQ(run.at("b", 2022), 0.6);
  EXPECT_EQ(run.at("g", 2020), 30);
}

TEST(Targets, AreMetByTheWholeScenarioWhateverTheOrderOfLayers) {
  const Model model = keynes();
  const auto goal = [](const Scenario& s) { return s.layer("goal").target("y", {200}, {2021, 2021}, {kSpending}); };
  const auto news = [](const Scenario& s) {
    return s.layer("news").shift("i", 4, kRange).shift("g", -2, kRange).exclude("c", {100}, {2022, 2022});
  };
  const auto below = solve(model, goal(news(keynes_base())), kRange),
             above = solve(model, news(goal(keynes_base())), kRange);
  ASSERT_TRUE(below.usable());
  expect_same_bits(below, above);
  EXPECT_NEAR(above.at("g", 2021), 49 - 4, 1e-9);
  EXPECT_NEAR(moved(above), 45 - 28, 1e-9) << "from where the other layers leave it";
  EXPECT_EQ(above.at("c", 2022), 100);
  EXPECT_EQ(above.scenario(), "news");
}

TEST(Targets, AreReplacedByLaterOnes) {
  const Model model = keynes();
  const auto higher = solve(model, keynes_goal().layer("higher").target("y", {210}, {2021, 2021}, {kSpending}), kRange);
  EXPECT_NEAR(higher.at("y", 2021), 210, 1e-8);
  EXPECT_EQ(higher.targets()->targets.size(), 1U);
  // Nothing is left of the first: its instrument stays still.
  const auto other =
      solve(model, keynes_goal().layer("by i").target("y", {200}, {2021, 2021}, {{"i", {2021, 2021}}}), kRange);
  EXPECT_EQ(other.at("g", 2021), 30);
  EXPECT_NEAR(other.at("i", 2021), 40, 1e-8);
  // Of a path one year is replaced, and both move.
  const Scenario path =
      keynes_base().layer("path").target("y", {200, 210}, {2021, 2022}, {{"g", {2021, 2022}, SeekProfile::free}});
  const auto mixed = solve(model, path.layer("end").target("y", {220}, {2022, 2022}, {{"i", {2022, 2022}}}), kRange);
  ASSERT_TRUE(mixed.usable()) << mixed.failure()->sentence;
  EXPECT_NEAR(mixed.at("y", 2021), 200, 1e-8);
  EXPECT_NEAR(mixed.at("y", 2022), 220, 1e-8);
  EXPECT_NEAR(mixed.at("g", 2021), 49, 1e-8);
  EXPECT_EQ(mixed.targets()->instruments.size(), 2U);
}

TEST(Targets, FollowAPathByAnAmountInEachPeriod) {
  const auto run = solve(
      keynes(), keynes_base().layer("path").target("y", {190, 200, 205}, kRange, {{"g", kRange, SeekProfile::free}}),
      kRange);
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  const double wished[] = {190, 200, 205}, invested[] = {20, 21, 22};
  for (int t = 0; t < 3; ++t) EXPECT_NEAR(run.at("g", 2020 + t), 0.4 * wished[t] - 10 - invested[t], 1e-8);
  // By one constant in all three they cannot be met: the nearest stands in the run.
  const auto one =
      solve(keynes(), keynes_base().layer("path").target("y", {190, 200, 205}, kRange, {{"g", kRange}}), kRange);
  EXPECT_FALSE(one.usable());
  EXPECT_EQ(one.stop(), Stop::infeasible);
  EXPECT_EQ(one.targets()->stop, Stop::converged) << "the sum of squares is least";
  EXPECT_FALSE(one.targets()->reached);
  EXPECT_EQ(one.failure()->period, Period(2020));
}

TEST(Targets, MoveLeastWhereThereIsAChoice) {
  // dy = 2.5 (di + dg) = 10 by weights 1 and 3: di = 3, dg = 1.
  const std::vector<SeekInstrument> both{{.variable = "i", .range = {2021, 2021}, .scale = 1},
                                         {.variable = "g", .range = {2021, 2021}, .weight = 3, .scale = 1}};
  const auto run =
      solve(keynes(), keynes_base().layer("goal").target("y", {61 / 0.4 + 10}, {2021, 2021}, both), kRange);
  ASSERT_TRUE(run.usable());
  EXPECT_NEAR(run.at("i", 2021) - 21, 3, 1e-9);
  EXPECT_NEAR(run.at("g", 2021) - 30, 1, 1e-9);
}

TEST(Targets, MayHaveAnInstrumentInCommon) {
  const SeekInstrument g{"g", {2020, 2022}, SeekProfile::free};
  const Scenario two =
      keynes_base().layer("a").target("y", {200}, {2021, 2021}, {g}).layer("b").target("y", {210}, {2022, 2022}, {g});
  const auto run = solve(keynes(), two, kRange);
  ASSERT_TRUE(run.usable());
  EXPECT_EQ(run.targets()->instruments.size(), 1U);
  EXPECT_NEAR(run.at("g", 2022), 0.4 * 210 - 32, 1e-8);
  EXPECT_NEAR(run.at("g", 2020), 30, 1e-12);
  const Scenario unlike = two.layer("c").target("c", {100}, {2020, 2020}, {{"g", {2020, 2020}}});
  expect_refused(
      {{"scenario::solve: targets that have an instrument in common must state it alike; got \"g\" in 2020-2022 "
        "in layer \"a\" and in 2020 in layer \"c\"",
        [&] { (void)solve(keynes(), unlike, kRange); }}});
}

TEST(Targets, OutOfReachAreDataInTheRun) {
  SeekInstrument capped = kSpending;
  capped.upper = 32;
  const Scenario goal = keynes_base().layer("goal").target("y", {200}, {2021, 2021}, {capped});
  const auto run = solve(keynes(), goal, kRange);
  EXPECT_FALSE(run.usable());
  EXPECT_EQ(run.stop(), Stop::infeasible);
  EXPECT_EQ(run.periods(), 3U) << "as near as it comes, over all periods";
  EXPECT_NEAR(run.at("y", 2021), (31 + 32) / 0.4, 1e-9);
  EXPECT_NEAR(run.at("y", 2022), 62 / 0.4, 1e-9);
  ASSERT_TRUE(run.failure());
  EXPECT_EQ(run.failure()->period, Period(2021));
  EXPECT_THAT(run.failure()->variables, ElementsAre("y"));
  EXPECT_THAT(run.failure()->sentence,
              HasSubstr("y in 2021 comes to 157.5, not to 200; g stands on its upper bound 32 in 2021"));
  EXPECT_THAT(run.targets()->bounds, ElementsAre(BindingBound{"g", Period(2021), true, 32}));
  EXPECT_FALSE(run.targets()->reached);
  const Comparison compared = compare(run, solve(keynes(), keynes_base(), kRange), {"g"});
  EXPECT_EQ(compared.scenario, "goal");
  EXPECT_NEAR(compared["g"].difference[1], 2, 1e-12);

  const Model logs = compile("x = log(i)\n y = x + g");
  const auto none = solve(logs,
                          Scenario("base", Frame({annual("i", 2020, {1, -1}), annual("g", 2020, {1, 1})}))
                              .target("y", {1}, {2021, 2021}, {{"g", {2021, 2021}}}),
                          {2020, 2021});
  EXPECT_FALSE(none.usable());
  EXPECT_EQ(none.periods(), 1U) << "the model itself has no solution in the second";
  EXPECT_EQ(none.at("y", 2020), 1);
  EXPECT_EQ(none.failure()->period, Period(2021));
  EXPECT_THAT(none.targets()->sentence, HasSubstr("the model could not be solved: 2021"));
}

TEST(Targets, StandBesideSwapsAndAddFactors) {
  const Scenario mixed = keynes_base()
                             .layer("mixed")
                             .swap("c", {100}, "i", {2020, 2020})
                             .add_factor("c", {2}, {2021, 2021})
                             .target("y", {200}, {2021, 2021}, {{"c_A", {2021, 2021}}});
  const auto run = solve(keynes(), mixed, kRange);
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  // 0.4 y = 10 + a + 21 + 30: an add-factor of 19, 2 of which the scenario has.
  EXPECT_NEAR(run.at("c_A", 2021), 19, 1e-8);
  EXPECT_NEAR(moved(run), 17, 1e-8);
  EXPECT_EQ(run.at("c", 2020), 100);
}

TEST(Targets, OfAModelThatLooksAhead) {
  const Model model = compile("p = d + p(+1) / (1 + r)");
  const Scenario base{"base", Frame({annual("d", 2020, std::vector<double>(10, 1)),
                                     annual("r", 2020, std::vector<double>(10, .05)), annual("p", 2030, {20})})};
  const auto run =
      solve(model, base.layer("goal").target("p", {25}, {2020, 2020}, {{"d", {2024, 2026}}}), {2020, 2029});
  ASSERT_TRUE(run.usable());
  double worth = 20 * std::pow(1.05, -10), weight = 0;
  for (int t = 0; t < 10; ++t) worth += std::pow(1.05, -t);
  for (int t = 4; t < 7; ++t) weight += std::pow(1.05, -t);
  EXPECT_NEAR(moved(run), (25 - worth) / weight, 1e-8);
}

TEST(Targets, TakePakistansOutputToALevelInTenYears) {
  const auto world = io::read_pcim_file(FOREPLAN_REFERENCE_DIR "/pak.pcim");
  const Scenario base("base", world.data);
  const double level = world.data.at("PAKNYGDPMKTPKN", 2030) * 1.005;
  const SeekInstrument spending{"PAKGGEXPGNFSCN_A", {2024, 2030}};
  const auto run =
      solve(world.model, base.layer("goal").target("PAKNYGDPMKTPKN", {level}, {2030, 2030}, {spending}), {2024, 2040});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_NEAR(run.at("PAKNYGDPMKTPKN", 2030), level, 1e-9 * level);
  const SeekResult found =
      seek(world.model, base,
           {.target = {"PAKNYGDPMKTPKN", 2030, level}, .instrument = spending, .range = PeriodRange{2024, 2040}});
  expect_same_bits(run, found.run);
  EXPECT_LT(largest_residual(run), 1e-9);
}

TEST(Targets, GiveTheSameBitsAmongManyScenarios) {
  const Model model = keynes();
  SeekInstrument capped = kSpending;
  capped.upper = 32;
  std::vector<Scenario> all;
  for (int k = 0; k < 21; ++k) {
    const Scenario s = (k % 7 == 3 ? Scenario("other", keynes_base().data()) : keynes_base())
                           .layer("s" + std::to_string(k))
                           .shift("i", 0.1 * k, kRange);
    all.push_back(k % 3 == 0   ? s
                  : k % 3 == 1 ? s.target("y", {180.0 + k}, {2021, 2021}, {kSpending})
                               : s.target("y", {200}, {2021, 2021}, {capped}));
  }
  for (const unsigned threads : {1U, 2U}) {
    const auto runs = solve_all(model, all, kRange, {.execution = {.threads = threads}});
    ASSERT_EQ(runs.size(), all.size());
    for (std::size_t k = 0; k < all.size(); ++k) {
      const auto alone = solve(model, all[k], kRange);
      expect_same_bits(runs[k], alone);
      EXPECT_EQ(runs[k].stop(), alone.stop());
      EXPECT_EQ(runs[k].scenario(), all[k].name());
      EXPECT_EQ(runs[k].targets().has_value(), k % 3 != 0);
    }
  }
}

TEST(Targets, AreReachedWhenTheySay) {
  const ReachResult r = first_reached(keynes(), keynes_goal(), kRange, {.variable = "y", .value = 199.9});
  EXPECT_TRUE(r.reached);
  EXPECT_EQ(r.period, Period(2021));
}

// What is done with scenarios that state some -------------------------------------------------------------------------

TEST(Targets, AreHeldInASimulation) {
  const Model model = keynes();
  SimulateOptions options{.draws = 200,
                          .seed = 3,
                          .track = {"y", "g"},
                          .shocks = NormalShocks{.equations = {"c"}, .deviations = {1}},
                          .antithetic = true};
  const Simulation fan = simulate(model, keynes_goal(), kRange, options);
  ASSERT_TRUE(fan.usable());
  EXPECT_EQ(fan.scenario, "goal");
  EXPECT_NEAR(fan["y"].mean[1], 200, 1e-8) << "linear, in pairs of opposite shocks";
  EXPECT_GT(fan["y"].standard_deviation[1], 1);
  EXPECT_NEAR(fan["g"].mean[1], 49, 1e-8);
  EXPECT_LT(fan["g"].standard_deviation[1], 1e-9);
  ASSERT_TRUE(fan.targets);
  EXPECT_NEAR(fan.targets->instruments[0].amount, 19, 1e-8);
  const Simulation held = simulate(model, solve(model, keynes_goal(), kRange).targets()->scenario, kRange, options);
  EXPECT_EQ(fan.kept, held.kept);
  EXPECT_FALSE(held.targets);

  SeekInstrument capped = kSpending;
  capped.upper = 32;
  const Simulation none =
      simulate(model, keynes_base().layer("goal").target("y", {200}, {2021, 2021}, {capped}), kRange, options);
  EXPECT_FALSE(none.usable());
  EXPECT_EQ(none.stop, Stop::infeasible);
  EXPECT_EQ(none.failed, none.draws);
  EXPECT_THAT(none.first_failure, HasSubstr("y in 2021 comes to 157.5, not to 200"));
  EXPECT_TRUE(std::isnan(none["y"].mean[1]));
  EXPECT_TRUE(std::isnan(none.values("y", 2021)[0]));
}

TEST(Targets, AreMetInEveryRunOfASensitivity) {
  // What the target takes of g is 59 - i, whatever else: which assumption matters for it?
  const std::vector<Factor> factors{{.variable = "i", .range = {2021, 2021}, .low = -1, .base = 0, .high = 2},
                                    {.variable = "h", .range = {2021, 2021}, .low = -1, .base = 0, .high = 2}};
  const Model model = compile("parameter b = 0.6\n behavioural c = 10 + b * y\n y = c + i + g + 0 * h");
  const TornadoAnalysis bars = tornado(model, keynes_goal(), kRange, factors, {{"g", 2021}, {"y", 2021}});
  EXPECT_EQ(bars.count.failed, 0U);
  EXPECT_NEAR(bars.outcomes[0].base, 49, 1e-8);
  EXPECT_EQ(bars.outcomes[0].rows[0].factor, "i");
  EXPECT_NEAR(bars.outcomes[0].rows[0].outcome_low, 50, 1e-8);
  EXPECT_NEAR(bars.outcomes[0].rows[0].outcome_high, 47, 1e-8);
  EXPECT_NEAR(bars.outcomes[1].rows[0].outcome_high, 200, 1e-8);
}

TEST(Targets, AreShocksAmongOthersInAnAttribution) {
  const Scenario both = keynes_base()
                            .layer("boom")
                            .shift("i", 4, {2021, 2021})
                            .layer("goal")
                            .target("y", {200}, {2021, 2021}, {kSpending});
  const auto parts = attribute(keynes(), both, keynes_base(), kRange, {"y", "g"});
  ASSERT_TRUE(parts.usable());
  // y: 152.5 to 162.5 by the boom alone, to 200 by the goal with and without it.
  EXPECT_NEAR(parts["y"].contributions[0][1], 5, 1e-8);
  EXPECT_NEAR(parts["y"].contributions[1][1], (47.5 + 37.5) / 2, 1e-8);
  EXPECT_NEAR(parts["y"].total[1], 47.5, 1e-8);
  EXPECT_NEAR(parts["g"].contributions[0][1], -2, 1e-8);
  EXPECT_NEAR(parts["g"].contributions[1][1], 17, 1e-8);
  expect_refused({{"a path integral needs shocks that can be in force in part; got target y in layer \"goal\"", [&] {
                     (void)attribute(keynes(), both, keynes_base(), kRange, {"y"},
                                     {.method = AttributionMethod::path_integral});
                   }}});
}

TEST(Targets, MayBeAPolicyInATableOfRegret) {
  const Layer goal{"goal", {{ChangeKind::target, "y", {2021, 2021}, {200}, {kSpending}}}};
  const std::vector<Layer> futures{{"calm", {}}, {"boom", {{ChangeKind::shift, "i", {2021, 2021}, {4}}}}};
  const auto table = regret(keynes(), keynes_base(), {{"none", {}}, goal}, futures, kRange, {"y", 2021});
  EXPECT_NEAR(table.policies[0].outcomes[1], 162.5, 1e-8);
  EXPECT_NEAR(table.policies[1].outcomes[0], 200, 1e-8);
  EXPECT_NEAR(table.policies[1].outcomes[1], 200, 1e-8);
}

TEST(Targets, AreInheritedInARegistry) {
  const Scenario higher = keynes_goal().layer("higher").target("y", {210}, {2021, 2021}, {kSpending});
  ScenarioRegistry registry(keynes_base().data());
  registry.add(higher);
  EXPECT_EQ(registry["higher"].layers(), higher.layers());
  registry.add({.name = "with i", .inherits = "higher", .changes = {{ChangeKind::shift, "i", {2021, 2021}, {4}}}});
  EXPECT_NEAR(solve(keynes(), registry["with i"], kRange).at("g", 2021), 84 - 10 - 25, 1e-8);
  EXPECT_THROW(registry.add({.name = "x", .changes = {{ChangeKind::target, "y", {2021, 2021}, {1}}}}), InvalidArgument);
}

TEST(Targets, AreInTheDifferenceOfInputs) {
  const ScenarioDiff d = diff(keynes_base(), keynes_goal());
  ASSERT_EQ(d.values.size(), 2U);
  EXPECT_EQ(d.values[0].variable + " " + std::string(to_string(d.values[0].kind)), "g instrument");
  EXPECT_EQ(d.values[0].second, 1);
  EXPECT_EQ(d.values[1].variable + " " + std::string(to_string(d.values[1].kind)), "y target");
  EXPECT_EQ(d.values[1].second, 200);
  EXPECT_EQ(d.values[1].second_layer, "goal");
  EXPECT_TRUE(diff(keynes_goal(), keynes_goal()).empty());
  SeekInstrument capped = kSpending;
  capped.upper = 60;
  const ScenarioDiff bound =
      diff(keynes_goal(), keynes_base().layer("goal").target("y", {200}, {2021, 2021}, {capped}));
  EXPECT_THAT(bound.values, IsEmpty());
  ASSERT_EQ(bound.layers.size(), 1U);
  EXPECT_EQ(bound.layers[0].second[0].instruments[0].upper, 60);
}

TEST(Targets, AreInTheContentHash) {
  const std::string was = content_hash(keynes_goal());
  EXPECT_EQ(was, content_hash(keynes_goal()));
  const auto with = [](double value, const SeekInstrument& i) {
    return content_hash(keynes_base().layer("goal").target("y", {value}, {2021, 2021}, {i}));
  };
  EXPECT_EQ(was, with(200, kSpending));
  EXPECT_NE(was, with(201, kSpending));
  for (const auto& change : std::vector<void (*)(SeekInstrument&)>{
           [](SeekInstrument& i) { i.variable = "h"; },
           [](SeekInstrument& i) {
             i.range = {2020, 2021};
           },
           [](SeekInstrument& i) { i.profile = SeekProfile::free; }, [](SeekInstrument& i) { i.lower = 0; },
           [](SeekInstrument& i) { i.upper = 60; }, [](SeekInstrument& i) { i.weight = 2; },
           [](SeekInstrument& i) { i.scale = 1; }}) {
    SeekInstrument other = kSpending;
    change(other);
    EXPECT_NE(was, with(200, other));
    EXPECT_FALSE(other == kSpending);
  }
  EXPECT_EQ(keynes_goal().without_targets(), keynes_base().layer("goal"));
}

// What is refused -----------------------------------------------------------------------------------------------------

TEST(TargetsRefuse, WhatMakesNoSense) {
  const Scenario layer = keynes_base().layer("goal");
  const auto with = [&](std::vector<double> values, std::vector<SeekInstrument> instruments) {
    return [&layer, values, instruments] { (void)layer.target("y", values, {2021, 2021}, instruments); };
  };
  const auto changed = [](void (*change)(SeekInstrument&)) {
    SeekInstrument i = kSpending;
    change(i);
    return std::vector<SeekInstrument>{i};
  };
  expect_refused({
      {"scenario::target: values must be finite; got NaN at index 0 in layer \"goal\", variable \"y\"",
       with({NAN}, {kSpending})},
      {"values must be one, or one for each of the 1 periods; got 2", with({1, 2}, {kSpending})},
      {"scenario::target: there must be instruments; got 0 in layer \"goal\", variable \"y\"", with({1}, {})},
      {"instruments must be other variables; got \"y\"", with({1}, {{"y", {2021, 2021}}})},
      {"instruments must be other variables; got \"\"", with({1}, {{"", {2021, 2021}}})},
      {"PeriodRange", with({1}, {{"g", {2022, 2021}}})},
      {"range must have the data's frequency, annual; got 2021Q1..2021Q1 for instrument \"g\"",
       with({1}, {{"g", {Period::quarter(2021, 1), Period::quarter(2021, 1)}}})},
      {"bounds must be numbers, lower <= upper; got 40 and 30 for instrument \"g\" in layer \"goal\"",
       with({1}, changed([](SeekInstrument& i) { i.lower = 40, i.upper = 30; }))},
      {"bounds must be numbers", with({1}, changed([](SeekInstrument& i) { i.lower = NAN; }))},
      {"instrument weights must be > 0 and finite; got 0", with({1}, changed([](SeekInstrument& i) { i.weight = 0; }))},
      {"scales must be > 0 and finite; got -1", with({1}, changed([](SeekInstrument& i) { i.scale = -1; }))},
      {"scenario::target: name must not be empty",
       [&] {
         (void)layer.target("", {1}, {2021, 2021}, {kSpending});
       }},
      {"scenario::shift: only a target has instruments; got 1",
       [&] {
         (void)layer.with({ChangeKind::shift, "g", {2021, 2021}, {1}, {{"i", {2021, 2021}}}});
       }},
  });
}

TEST(TargetsRefuse, WhatTheModelCannotDo) {
  const Model model = keynes();
  const Scenario layer = keynes_base().layer("goal");
  const auto on = [&](const std::string& variable, int year, SeekInstrument instrument) {
    return [&, variable, year, instrument] {
      (void)solve(model, layer.target(variable, {200}, {year, year}, {instrument}), kRange);
    };
  };
  expect_refused({
      {"scenario::solve: target must be a variable of the model; got \"yy\" in layer \"goal\" (did you mean \"y\"?)",
       on("yy", 2021, kSpending)},
      {"scenario::solve: instrument must be a variable of the model; got \"gg\" in layer \"goal\" (did you mean "
       "\"g\"?)",
       on("y", 2021, {"gg", {2021, 2021}})},
      {"scenario::solve: target periods must lie in the range that is solved, 2020-2022; got 2023 for \"y\" in layer "
       "\"goal\"",
       on("y", 2023, kSpending)},
      {"scenario::solve: instrument periods must lie in the range that is solved, 2020-2022; got 2019-2021 for \"g\" "
       "in "
       "layer \"goal\"",
       on("y", 2021, {"g", {2019, 2021}})},
      {"scenario::solve: target must be solved for; got \"i\" in 2021", on("i", 2021, kSpending)},
      {"scenario::solve: instrument must not be solved for; got \"c\" in 2021 (its add-factor is \"c_A\")",
       on("y", 2021, {"c", {2021, 2021}})},
      {"scenario::solve: some instrument must be able to act on each target in time; got g in 2022",
       on("y", 2021, {"g", {2022, 2022}})},
      {"scenario::solve: bounds must leave a change that is the same in all periods; got none for \"i\"",
       on("y", 2021, {.variable = "i", .range = {2020, 2022}, .lower = 20.9, .upper = 21.1})},
      {"target must be solved for; got \"y\" in 2021",
       [&] {
         (void)solve(model, keynes_goal().layer("fixed").swap("y", {190}, "i", {2021, 2021}), kRange);
       }},
      {"instrument must not be solved for; got \"g\" in 2021",
       [&] {
         (void)solve(model, keynes_goal().layer("fixed").swap("c", {100}, "g", {2021, 2021}), kRange);
       }},
      {"data must hold every value that the model reads; got none for i in 2023",
       [&] {
         (void)solve(model, keynes_goal(), {2020, 2023});
       }},
  });
  // An endogenous variable may move where its equation is out of force.
  const auto run = solve(
      model, layer.exclude("c", {100}, {2021, 2021}).target("y", {160}, {2021, 2021}, {{"c_X", {2021, 2021}}}), kRange);
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_NEAR(run.at("c", 2021), 160 - 51, 1e-8);
  EXPECT_THROW((void)solve(model, keynes_goal(), {Period::quarter(2021, 1), Period::quarter(2021, 4)}), PeriodMismatch);
  SolveOptions cancelled;
  cancelled.execution.cancel.cancel();
  EXPECT_THROW((void)solve(model, keynes_goal(), kRange, cancelled), Cancelled);
}

TEST(TargetsRefuse, ToBePassedOver) {
  // Every function that does not meet them says so, and what to do.
  const Model model = keynes();
  const Scenario goal = keynes_goal();
  const std::string hint = "scenario must not state targets; got \"y\" in layer \"goal\" (";
  const std::string go_on = hint + "solve it, and go on with the scenario of Run::targets)";
  expect_refused({
      {"scenario::seek: the " + hint + "state them among options.targets)",
       [&] {
         (void)seek(model, goal, {.target = {"c", 2022, 90}, .instrument = {"i", {2022, 2022}}});
       }},
      {"scenario::optimal_control: the " + hint,
       [&] {
         (void)optimal_control(model, goal,
                               {.targets = {{"c", {2022, 2022}, {90}}}, .instruments = {{"i", {2022, 2022}}}});
       }},
      {"scenario::solve_with_news: the " + go_on,
       [&] {
         (void)solve_with_news(model, {{2020, keynes_base()}, {2021, goal}}, kRange);
       }},
      {"scenario::steady_state: the " + go_on, [&] { (void)steady_state(model, goal, 2021); }},
      {"scenario::dynamic_fit: the " + go_on, [&] { (void)dynamic_fit(model, goal, kRange); }},
      {"scenario::estimate: the " + go_on, [&] { (void)estimate(model, goal, "c", kRange); }},
      {"scenario::estimate_system: the " + go_on,
       [&] { (void)estimate_system(model, goal, {"c"}, kRange, {.instruments = {"i"}}); }},
      {"scenario::Scenario::evaluate: layers must not need a model; got target in layer \"goal\", variable \"y\": use "
       "scenario::solve",
       [&] { (void)goal.evaluate(); }},
  });
}

}  // namespace foreplan::scenario
