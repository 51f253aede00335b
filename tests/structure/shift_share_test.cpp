#include <foreplan/structure/shift_share.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_table.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using Form = ShiftShareForm;
using Effect = ShiftEffect;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const Form kForms[] = {Form::dunn, Form::esteban_marquillas, Form::arcelus, Form::gerfin, Form::spatial};

/// One row a year from 2010, one column a sector named "s0", "s1", ...
Region region(const std::string& name, const std::vector<std::vector<double>>& years,
              const Unit& unit = Unit::physical("person", 3)) {
  std::vector<Series> sectors;
  for (std::size_t i = 0; i < years.front().size(); ++i) {
    sectors.push_back({"s" + std::to_string(i), 2010, unit, {}});
    for (const auto& year : years) sectors.back().values.push_back(year[i]);
  }
  return {name, Frame(sectors)};
}

// Published with its results to the digits shown.
const Region kRegion = region("region", {{90, 20, 10, 60}, {100, 40, 10, 55}});
const Region kNation = region("nation", {{400, 150, 150, 400}, {440, 210, 135, 480}});

TEST(ShiftShareOfOneRegion, AgreesWithTheKnownAnswers) {
  const ShiftShare dunn = shift_share({kRegion}, kNation);
  const double national[] = {13.5, 3, 1.5, 9}, mix[] = {-4.5, 5, -2.5, 3}, regional[] = {1, 12, 1, -17};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(dunn(0, 0, 0, i), national[i], 1e-12);
    EXPECT_NEAR(dunn(1, 0, 0, i), mix[i], 1e-12);
    EXPECT_NEAR(dunn(2, 0, 0, i), regional[i], 1e-12);
  }
  EXPECT_NEAR(dunn.change(), 25, 1e-12);
  EXPECT_NEAR(dunn.sum(Effect::national), 27, 1e-12);
  EXPECT_NEAR(dunn.sum(Effect::industry_mix), 1, 1e-12);
  EXPECT_NEAR(dunn.sum(Effect::competitive), -3, 1e-12);
  const ShiftShare esteban = shift_share({kRegion}, kNation, {.form = Form::esteban_marquillas});
  EXPECT_NEAR(esteban.sum(Effect::competitive), -0.6364, 5e-5);
  EXPECT_NEAR(esteban.sum(Effect::allocation), -2.3636, 5e-5);
}

std::vector<Region> three_regions() {
  return {region("north", {{90, 20, 10, 60}, {94, 31, 11, 57}, {100, 40, 10, 55}}),
          region("middle", {{150, 70, 45, 140}, {149, 83, 47, 158}, {160, 90, 40, 170}}),
          region("south", {{160, 60, 95, 200}, {171, 66, 90, 231}, {180, 80, 85, 255}})};
}
SpatialWeights three_neighbours() { return {.weights = matrix({{0, 0.75, 0.25}, {0.5, 0, 0.5}, {0, 1, 0}})}; }

// Exact fractions from the papers' definitions: tests/reference/shift_share.py.
TEST(ShiftShare, AgreesWithExactFractionsInEveryFormAndTiming) {
  const auto expected = ::reference::values("shift_share.txt");
  std::size_t compared = 0;
  for (const Form form : kForms)
    for (const auto growth : {NeighbourGrowth::of_weighted_levels, NeighbourGrowth::mean_of_rates})
      for (const auto timing : {ShiftShareTiming::comparative_static, ShiftShareTiming::dynamic}) {
        ShiftShareOptions options{.form = form, .timing = timing, .spatial = three_neighbours()};
        options.spatial.growth = growth;
        const bool of_rates = growth == NeighbourGrowth::mean_of_rates;
        if (of_rates && form != Form::spatial) continue;
        const ShiftShare result = shift_share(three_regions(), options);
        EXPECT_EQ(result.steps(), timing == ShiftShareTiming::dynamic ? 2U : 1U);
        for (const std::string& r : result.regions)
          for (std::size_t i = 0; i < 4; ++i)
            for (const Effect effect : result.effects) {
              const std::string key = std::string(to_string(form)) + (of_rates ? "_of_rates." : ".") +
                                      std::string(to_string(timing)) + "." + r + "." + std::to_string(i) + "." +
                                      std::string(to_string(effect));
              const double value = result.sum(effect, {.region = r, .sector = "s" + std::to_string(i)});
              EXPECT_NEAR(value, expected.at(key), 1e-12 * (1 + std::abs(expected.at(key)))) << key;
              ++compared;
            }
      }
  EXPECT_EQ(compared + 9, expected.size());
  const ShiftShare gerfin = shift_share(three_regions(), {.form = Form::gerfin});
  for (const std::string& r : gerfin.regions) {
    const GerfinFactors f = gerfin.factors_of(r);
    EXPECT_NEAR(f.regional, expected.at("factors." + r + ".regional"), 1e-14);
    EXPECT_NEAR(f.structural, expected.at("factors." + r + ".structural"), 1e-14);
    EXPECT_NEAR(f.locational, expected.at("factors." + r + ".locational"), 1e-14);
    EXPECT_NEAR(f.structural * f.locational, f.regional, 1e-14);
  }
}

TEST(ShiftShare, SaysItsConventionAndTakesTheSumOfRegionsForTheNation) {
  const std::vector<Region> regions = three_regions();
  const ShiftShare of_sum = shift_share(regions, {.form = Form::spatial, .spatial = three_neighbours()});
  EXPECT_TRUE(of_sum.nation_is_sum);
  EXPECT_EQ(of_sum.form, Form::spatial);
  EXPECT_EQ(of_sum.neighbour_growth, NeighbourGrowth::of_weighted_levels);
  EXPECT_EQ(to_string(of_sum.unit), "thousand person");
  const Region nation = region("nation", {{400, 150, 150, 400}, {414, 180, 148, 446}, {440, 210, 135, 480}});
  ShiftShare given = shift_share(regions, nation, {.form = Form::spatial, .spatial = three_neighbours()});
  EXPECT_FALSE(given.nation_is_sum);
  given.nation_is_sum = true;
  EXPECT_EQ(given, of_sum);
}

TEST(ShiftShare, MatchesSectorsByNameAndStepsByPeriod) {
  std::vector<Series> turned(kRegion.sectors.series().rbegin(), kRegion.sectors.series().rend());
  const Region other{"region", Frame(turned)};
  const ShiftShare result = shift_share({other}, kNation);
  EXPECT_NEAR(result.sum(Effect::competitive, {.sector = "s1"}), 12, 1e-12);
  EXPECT_EQ(result.sectors.front(), "s3");
  const ShiftShare two = shift_share(three_regions(), {.periods = {2010, 2011, 2012}});
  const ShiftShare dynamic = shift_share(three_regions(), {.timing = ShiftShareTiming::dynamic});
  EXPECT_EQ(two.values, dynamic.values);
  const ShiftShare last = shift_share(three_regions(), {.periods = {2011, 2012}});
  EXPECT_EQ(two.sum(Effect::competitive, {.region = "north", .to = 2012}),
            last.sum(Effect::competitive, {.region = "north"}));
}

TEST(ShiftShare, SpatialRowsMatterOnlyToMeansOfRates) {
  SpatialWeights twice = three_neighbours();
  for (double& x : twice.weights.values) x *= 2;
  const auto neighbour = [](const SpatialWeights& w) {
    return shift_share(three_regions(), {.form = Form::spatial, .spatial = w})
        .sum(Effect::neighbour, {.region = "north"});
  };
  EXPECT_THROW((void)neighbour(twice), InvalidArgument);
  const double standard = neighbour(three_neighbours());
  twice.rows = SpatialRows::as_given;
  EXPECT_NEAR(neighbour(twice), standard, 1e-12);
  SpatialWeights rates = three_neighbours();
  rates.growth = twice.growth = NeighbourGrowth::mean_of_rates;
  EXPECT_GT(std::abs(neighbour(twice) - neighbour(rates)), 1);
  twice.rows = SpatialRows::standardise;
  EXPECT_NEAR(neighbour(twice), neighbour(rates), 1e-12);
}

TEST(ShiftShareOfZeros, FollowsThePolicyAndNamesTheCells) {
  // s1 enters the region; s2 is absent from the nation and enters; s3 leaves.
  const Region here = region("here", {{50, 0, 0, 5}, {60, 7, 3, 0}}),
               there = region("there", {{40, 10, 0, 5}, {44, 12, 0, 6}});
  for (const Form form : kForms) {
    const ShiftShare result =
        shift_share({here, there}, {.form = form, .spatial = {.weights = matrix({{0, 1}, {1, 0}})}});
    for (const double x : result.values) EXPECT_TRUE(std::isfinite(x)) << to_string(form);
    const Effect own = form == Form::arcelus ? Effect::expected_regional_mix : Effect::competitive;
    EXPECT_EQ(result.sum(own, {.region = "here", .sector = "s1"}), 7) << to_string(form);
    EXPECT_EQ(result.sum(own, {.region = "here", .sector = "s2"}), 3) << to_string(form);
    const ShiftSelection entered{.region = "here", .sector = "s1"};
    double sum = 0;
    for (const Effect effect : result.effects) sum += result.sum(effect, entered);
    EXPECT_EQ(sum, result.change(entered));
    std::vector<ZeroBase> zeros = {{ZeroBaseKind::sector_enters, 0, 0, 1}, {ZeroBaseKind::absent_nation, 0, 0, 2}};
    if (form == Form::spatial) zeros.push_back({ZeroBaseKind::no_neighbour, 0, 1, 1});
    EXPECT_EQ(result.zero_bases, zeros) << to_string(form);
    if (form == Form::spatial) {
      EXPECT_EQ(result.sum(Effect::neighbour, {.region = "there", .sector = "s1"}), 0);
    }
  }
  const ShiftShare empty =
      shift_share({region("desert", {{0, 0}, {2, 0}})}, region("nation", {{5, 5}, {6, 6}}), {.form = Form::arcelus});
  EXPECT_EQ(empty.sum(Effect::expected_regional_mix), 2);
}

TEST(ShiftShareProperties, EffectsAddUpByCellSectorRegionAndYear) {
  EXPECT_TRUE(rc::check("additive in every form and selection", [] {
    const auto form = *rc::gen::elementOf(std::vector<Form>(std::begin(kForms), std::end(kForms)));
    const auto regions = static_cast<std::size_t>(*rc::gen::inRange(2, 5));
    const auto sectors = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    const auto years = static_cast<std::size_t>(*rc::gen::inRange(2, 5));
    std::vector<Region> all;
    for (std::size_t r = 0; r < regions; ++r) {
      std::vector<std::vector<double>> table(years);
      for (auto& year : table) {
        for (std::size_t i = 0; i < sectors; ++i)
          year.push_back(*rc::gen::weightedOneOf<int>({{1, rc::gen::just(0)}, {6, rc::gen::inRange(1, 100'000)}}) /
                         7.0);
        year[0] += 1;  // Someone is always there.
      }
      all.push_back(region("r" + std::to_string(r), table));
    }
    Matrix weights = filled_matrix(regions, regions, 1);
    for (std::size_t r = 0; r < regions; ++r) weights(r, r) = 0;
    const ShiftShare result = shift_share(all, {.form = form,
                                                .timing = ShiftShareTiming::dynamic,
                                                .spatial = {.weights = weights, .rows = SpatialRows::standardise}});
    const auto check = [&](const ShiftSelection& selection) {
      double sum = 0, size = 0;
      for (const Effect effect : result.effects) {
        const double x = result.sum(effect, selection);
        sum += x;
        size += std::abs(x);
      }
      RC_ASSERT(std::abs(sum - result.change(selection)) <= 1e-12 * size);
    };
    check({});
    for (const std::string& r : result.regions) check({.region = r});
    for (const std::string& s : result.sectors) check({.sector = s});
    for (std::size_t t = 1; t < years; ++t) check({.to = result.periods[t]});
    check({.region = "r0", .sector = "s0", .to = result.periods[1]});
    // The total is the sum of the parts of any dimension; and regions that make up the nation gain from each other only
    // what enters the nation.
    for (const Effect effect : result.effects) {
      double by_region = 0, size = 1;
      for (const std::string& r : result.regions) {
        by_region += result.sum(effect, {.region = r});
        size += std::abs(result.sum(effect, {.region = r}));
      }
      RC_ASSERT(std::abs(by_region - result.sum(effect)) <= 1e-12 * size);
    }
    if (form != Form::dunn) return;
    for (std::size_t i = 0; i < sectors; ++i) {
      double entered = 0, size = 1;
      for (const ZeroBase& zero : result.zero_bases)
        if (zero.kind == ZeroBaseKind::absent_nation && zero.sector == i)
          entered += result.changes[(zero.step * regions + zero.region) * sectors + i];
      for (std::size_t t = 0; t < result.steps(); ++t)
        for (std::size_t r = 0; r < regions; ++r)
          for (std::size_t e = 0; e < 3; ++e) size += std::abs(result(e, t, r, i));
      RC_ASSERT(std::abs(result.sum(Effect::competitive, {.sector = result.sectors[i]}) - entered) <= 1e-12 * size);
    }
  }));
}

TEST(DecomposeShift, IsTheKernelOfThePanel) {
  const double e0[] = {90, 20, 10, 60}, e1[] = {100, 40, 10, 55}, n0[] = {400, 150, 150, 400},
               n1[] = {440, 210, 135, 480};
  for (const Form form : {Form::dunn, Form::esteban_marquillas, Form::arcelus, Form::gerfin}) {
    std::vector<double> out(4 * effects_of(form).size());
    decompose_shift(form, e0, e1, n0, n1, out);
    EXPECT_EQ(out, shift_share({kRegion}, kNation, {.form = form}).values);
  }
  std::vector<double> out(16);
  const double k[] = {0.1, 0.4, -0.1, 0.2};  // The nation's own growth: neighbours differ in nothing.
  decompose_shift(Form::spatial, e0, e1, n0, n1, out, k);
  EXPECT_NEAR(out[8], 0, 1e-13);
  EXPECT_NEAR(out[12 + 1], 12, 1e-12);
}

TEST(ShiftShareBadInput, IsRefusedWithNamesAndValues) {
  const auto with = [](const std::vector<std::vector<double>>& years) { return region("region", years); };
  const Region nation = region("nation", {{4, 5}, {6, 7}});
  Region misspelt = with({{1, 2}, {3, 4}});
  misspelt.sectors =
      Frame({{"s0", 2010, Unit::physical("person", 3), {1, 2}}, {"s_1", 2010, Unit::physical("person", 3), {1, 2}}});
  const Region dong = region("region", {{1, 2}, {3, 4}}, Unit::money("VND", 9, PriceBasis::unstated()));
  const Region percent = region("region", {{60, 39.9}, {50, 50}}, Unit::percent());
  const Region constant = region("region", {{1, 2}, {3, 4}}, Unit::money("VND", 9, PriceBasis::constant(2010)));
  const Region current = region("nation", {{1, 2}, {3, 4}}, Unit::money("VND", 9, PriceBasis::current()));
  const auto one = with({{1, 2}, {3, 4}});
  const auto spatial = [&](const Matrix& w) {
    return [=] { (void)shift_share(three_regions(), {.form = ShiftShareForm::spatial, .spatial = {.weights = w}}); };
  };
  std::vector<double> few(5);
  const double two[] = {1, 2}, three[] = {1, 2, 3}, hole[] = {0, 2};
  testing::expect_refused(
      {{"structure::shift_share: at least one region is needed", [&] { (void)shift_share({}, nation); }},
       {"structure::shift_share: at least one region is needed", [&] { (void)shift_share({}); }},
       {"got -2 in sector \"s1\" of \"region\" in 2010",
        [&] {
          (void)shift_share({with({{1, -2}, {3, 4}})}, nation);
        }},
       {"got NaN in sector \"s0\" of \"region\" in 2011",
        [&] {
          (void)shift_share({with({{1, 2}, {kNaN, 4}})}, nation);
        }},
       {"\"s1\" of \"region\", which \"misspelt\" has not; it has \"s_1\"",
        [&] {
          misspelt.name = "misspelt";
          (void)shift_share({one, misspelt});
        }},
       {"\"s2\" of \"nation\", which \"region\" has not",
        [&] {
          (void)shift_share({one}, region("nation", {{1, 2, 3}, {1, 2, 3}}));
        }},
       {"a region must be named once; got \"region\"",
        [&] {
          (void)shift_share({one, one});
        }},
       {"a region needs sectors; got none in \"empty\"",
        [&] {
          (void)shift_share({one, Region{"empty", {}}});
        }},
       {"money must state its prices", [&] { (void)shift_share({dong}); }},
       {"levels are needed, not percentages", [&] { (void)shift_share({percent}); }},
       {"none of \"s0\", and 1 in region \"region\" in 2010",
        [&] {
          (void)shift_share({one}, region("nation", {{0, 5}, {6, 7}}));
        }},
       {"the nation's total must be > 0 and finite; got 0",
        [&] {
          (void)shift_share({with({{0, 0}, {1, 1}})}, region("nation", {{0, 0}, {1, 1}}));
        }},
       {"Gerfin's factors need a region with something at the base",
        [&] {
          (void)shift_share({with({{0, 0}, {1, 1}})}, nation, {.form = ShiftShareForm::gerfin});
        }},
       {"every region needs a neighbour; got weights of sum 0 in the row of \"south\"",
        spatial(matrix({{0, 1, 0}, {1, 0, 0}, {0, 0, 0}}))},
       {"row-standardised weights must sum to 1; got 2 in the row of \"north\"",
        spatial(matrix({{0, 1, 1}, {1, 0, 0}, {0, 1, 0}}))},
       {"a region is not its own neighbour; got 1 in the row of \"north\"",
        spatial(matrix({{1, 0, 0}, {1, 0, 0}, {0, 1, 0}}))},
       {"spatial weights must be >= 0 and finite; got -1", spatial(matrix({{0, 2, -1}, {1, 0, 0}, {0, 1, 0}}))},
       {"must have a row and a column for each region; got 2 x 2 for 3 regions", spatial(matrix({{0, 1}, {1, 0}}))},
       {"no region has this name; got \"regionn\"; did you mean \"region\"?",
        [&] { (void)shift_share({one}).change({.region = "regionn"}); }},
       {"a step must end in this period; got 2010", [&] { (void)shift_share({one}).change({.to = 2010}); }},
       {"the effect must be one of the form dunn; got allocation",
        [&] { (void)shift_share({one}).sum(Effect::allocation); }},
       {"only the form gerfin has factors; got dunn", [&] { (void)shift_share({one}).factors_of("region"); }},
       {"structure::decompose_shift: levels must be of one length, at least 1; got 2, 3, 2 and 2",
        [&] { decompose_shift(Form::dunn, two, three, two, two, few); }},
       {"effects must have 3 places a sector; got 5 for 2 sectors",
        [&] { decompose_shift(Form::dunn, two, two, two, two, few); }},
       {"needs the neighbours' growth of each sector; got 0",
        [&] {
          std::vector<double> eight(8);
          decompose_shift(Form::spatial, two, two, two, two, eight);
        }},
       {"the nation must have the sectors that its regions have; got 0, and 1 at index 0", [&] {
          std::vector<double> six(6);
          decompose_shift(Form::dunn, two, two, hole, two, six);
        }}});
  testing::expect_refused<UnitMismatch>({{"units must agree", [&] { (void)shift_share({constant}, current); }}});
  testing::expect_refused<PeriodMismatch>(
      {{"every region must cover the periods; got 2012",
        [&] {
          (void)shift_share({one}, {.periods = {2010, 2012}});
        }},
       {"periods must rise; got 2011 before 2010",
        [&] {
          (void)shift_share({one}, {.periods = {2011, 2010}});
        }},
       {"at least two periods are needed; got 1", [&] { (void)shift_share({one}, {.periods = {2011}}); }}});
}

}  // namespace
}  // namespace foreplan::structure
