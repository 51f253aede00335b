#include <foreplan/structure/specialisation.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "reference_table.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

// Class means of United States incomes in 1968, the example of R's package ineq, which prints these figures; and the
// example of Stoermann (2009), whose Theil index is L.
TEST(Inequality, AgreesWithPublishedFigures) {
  const double incomes[] = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
  EXPECT_NEAR(gini(incomes, GiniSample::population), 0.4620911, 5e-8);
  EXPECT_NEAR(gini(incomes, GiniSample::sample), 0.5134346, 5e-8);
  EXPECT_NEAR(theil_t(incomes), 0.3623412, 5e-8);
  const double stoermann[] = {10, 10, 10, 20, 50};
  EXPECT_NEAR(theil_l(stoermann), 0.2326302, 5e-8);
}

Region region(const std::string& name, const std::vector<double>& levels, const Unit& unit = {}) {
  std::vector<Series> sectors;
  for (std::size_t i = 0; i < levels.size(); ++i) sectors.push_back({std::to_string(i), 2015, unit, {levels[i]}});
  return {name, Frame(sectors)};
}
std::vector<Region> four_regions() {
  return {region("a", {120, 30, 0, 50, 0, 0}), region("b", {15, 65, 20, 70, 8, 0}), region("c", {40, 5, 90, 200, 0, 0}),
          region("d", {1, 22, 33, 44, 0, 0})};
}

void expect_measures(const SpecialisationMeasures& m, const std::string& key,
                     const std::map<std::string, double>& expected) {
  const std::pair<const char*, double> rows[] = {{"weight", m.weight},
                                                 {"krugman", m.krugman},
                                                 {"hoover", m.hoover},
                                                 {"locational_gini", m.locational_gini},
                                                 {"gini_of_quotients", m.gini_of_quotients},
                                                 {"theil_against", m.theil_against},
                                                 {"gini", m.gini},
                                                 {"herfindahl", m.herfindahl},
                                                 {"normalised_herfindahl", m.normalised_herfindahl},
                                                 {"theil_t", m.theil_t},
                                                 {"entropy", m.entropy},
                                                 {"normalised_entropy", m.normalised_entropy}};
  for (const auto& [name, value] : rows) EXPECT_NEAR(value, expected.at(key + "." + name), 2e-15) << key << '.' << name;
}

// Double sums of the definitions in exact fractions: tests/reference/specialisation.py.
TEST(Specialisation, AgreesWithExactFractions) {
  const auto expected = ::reference::values("specialisation.txt");
  const Specialisation all = specialisation(four_regions(), 2015);
  ASSERT_EQ(all.by_region.size(), 4U);
  ASSERT_EQ(all.by_sector.size(), 5U);
  EXPECT_EQ(all.absent_sectors, std::vector<std::string>{"5"});
  for (const auto& m : all.by_region) expect_measures(m, "region." + m.name, expected);
  for (const auto& m : all.by_sector) expect_measures(m, "sector." + m.name, expected);
  for (const std::string& r : all.regions) {
    for (int i = 0; i < 5; ++i) {
      const std::string sector = std::to_string(i);
      EXPECT_NEAR(all.location_quotient(r, sector), expected.at("quotient." + r + "." + sector), 1e-15 * 8);
    }
    EXPECT_EQ(all.location_quotient(r, "5"), 0);
  }
  const Specialisation rest =
      specialisation(four_regions(), 2015, {.reference = SpecialisationReference::rest, .gini = GiniSample::sample});
  for (const auto& m : rest.by_region) {
    EXPECT_NEAR(m.krugman, expected.at("region." + m.name + ".krugman_rest"), 2e-15);
    EXPECT_EQ(m.hoover, m.krugman / 2);
    EXPECT_NEAR(m.gini, expected.at("region." + m.name + ".gini_sample"), 2e-15);
  }
  for (const auto& m : rest.by_sector) EXPECT_NEAR(m.krugman, expected.at("sector." + m.name + ".krugman_rest"), 2e-15);
  const double sector[] = {120, 15, 40, 1}, total[] = {200, 178, 335, 100};
  const EllisonGlaeser index = ellison_glaeser(sector, total, 0.05);
  EXPECT_NEAR(index.raw, expected.at("ellison_glaeser.raw"), 1e-15);
  EXPECT_NEAR(index.gamma, expected.at("ellison_glaeser.gamma"), 1e-15);
}

TEST(Specialisation, OfOneRegionAgainstAGivenNation) {
  const Region nation = region("nation", {176, 122, 143, 364, 8, 0});
  const Specialisation one = specialisation({four_regions()[1]}, nation, 2015);
  const Specialisation all = specialisation(four_regions(), 2015);
  EXPECT_FALSE(one.nation_is_sum);
  EXPECT_TRUE(one.by_sector.empty());
  EXPECT_EQ(one.by_region.front(), all.by_region[1]);
}

TEST(LocalisationCurve, FallsFromTheMostLocalised) {
  const double s[] = {10, 60, 30, 0, 0}, q[] = {40, 20, 30, 10, 0};
  const LocalisationCurve curve = localisation_curve(s, q);
  EXPECT_EQ(curve.order, (std::vector<std::size_t>{1, 2, 0, 3, 4}));
  const double reference[] = {0, 0.2, 0.5, 0.9, 1, 1}, activity[] = {0, 0.6, 0.9, 1, 1, 1};
  for (std::size_t k = 0; k < 6; ++k) {
    EXPECT_NEAR(curve.reference[k], reference[k], 1e-15);
    EXPECT_NEAR(curve.activity[k], activity[k], 1e-15);
  }
  EXPECT_NEAR(locational_gini(s, q), 0.2 * 0.6 + 0.3 * 1.5 + 0.4 * 1.9 + 0.1 * 2 - 1, 1e-15);
}

TEST(SpecialisationProperties, HoldForAnyDistribution) {
  EXPECT_TRUE(rc::check("bounds, identities, scale", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 12));
    const auto draw = [n] { return *rc::gen::container<std::vector<int>>(n, rc::gen::inRange(1, 10'000)); };
    const auto a = draw(), b = draw();
    std::vector<double> x(a.begin(), a.end()), q(b.begin(), b.end()), scaled = x;
    for (double& v : scaled) v *= 0.37;
    const double count = static_cast<double>(n);
    RC_ASSERT(std::abs(theil_t(x) + entropy(x) - std::log(count)) < 1e-13);
    RC_ASSERT(herfindahl(x) <= 1 && herfindahl(x) >= 1 / count - 1e-15);
    RC_ASSERT(std::abs(gini(x, GiniSample::sample) * (count - 1) - gini(x, GiniSample::population) * count) < 1e-13);
    RC_ASSERT(std::abs(gini(scaled, GiniSample::population) - gini(x, GiniSample::population)) < 1e-14);
    RC_ASSERT(locational_gini(x, q) < 1 && locational_gini(x, x) < 1e-14);
    RC_ASSERT(locational_gini(x, q) >= hoover(x, q) - 1e-14);  // The curve lies above the chord of its farthest point.
    RC_ASSERT(std::abs(krugman(x, q) - 2 * hoover(x, q)) < 1e-15);
    const std::vector<double> even(n, 3);
    RC_ASSERT(std::abs(theil_against(x, even) - theil_t(x)) < 1e-13);
    RC_ASSERT(std::abs(locational_gini(x, even) - gini(x, GiniSample::population)) < 1e-13);
    double mean = 0;
    const auto lq = location_quotients(x, q);
    for (std::size_t i = 0; i < n; ++i) mean += lq[i] * q[i];
    RC_ASSERT(std::abs(mean / std::accumulate(q.begin(), q.end(), 0.0) - 1) < 1e-13);
  }));
}

TEST(Extremes, AreExact) {
  const double one[] = {0, 7, 0}, even[] = {2, 2, 2};
  EXPECT_EQ(herfindahl(one), 1);
  EXPECT_EQ(normalised_herfindahl(one), 1);
  EXPECT_EQ(entropy(one), 0);
  EXPECT_NEAR(theil_t(one), std::log(3.0), 1e-15);
  EXPECT_NEAR(gini(one, GiniSample::sample), 1, 1e-15);
  EXPECT_EQ(gini(even, GiniSample::population), 0);
  EXPECT_NEAR(normalised_entropy(even), 1, 1e-15);
  EXPECT_NEAR(normalised_herfindahl(even), 0, 1e-15);
}

TEST(SpecialisationBadInput, IsRefusedWithNamesAndValues) {
  using One = std::function<void(Structure)>;
  using Two = std::function<void(Structure, Structure)>;
  const std::vector<std::pair<std::string, One>> ones{
      {"herfindahl", [](Structure a) { (void)herfindahl(a); }},
      {"normalised_herfindahl", [](Structure a) { (void)normalised_herfindahl(a); }},
      {"entropy", [](Structure a) { (void)entropy(a); }},
      {"normalised_entropy", [](Structure a) { (void)normalised_entropy(a); }},
      {"theil_t", [](Structure a) { (void)theil_t(a); }},
      {"theil_l", [](Structure a) { (void)theil_l(a); }},
      {"gini", [](Structure a) { (void)gini(a, GiniSample::sample); }}};
  const std::vector<std::pair<std::string, Two>> twos{
      {"location_quotients", [](Structure a, Structure b) { (void)location_quotients(a, b); }},
      {"hoover", [](Structure a, Structure b) { (void)hoover(a, b); }},
      {"theil_against", [](Structure a, Structure b) { (void)theil_against(a, b); }},
      {"localisation_curve", [](Structure a, Structure b) { (void)localisation_curve(a, b); }},
      {"locational_gini", [](Structure a, Structure b) { (void)locational_gini(a, b); }},
      {"ellison_glaeser", [](Structure a, Structure b) { (void)ellison_glaeser(a, b, 0.1); }}};
  static const double single[] = {1}, negative[] = {1, -1}, zeros[] = {0, 0}, some[] = {1, 2}, hole[] = {0, 2},
                      nan[] = {std::numeric_limits<double>::quiet_NaN(), 1}, three[] = {1, 2, 3};
  std::vector<testing::Refusal> table;
  for (const auto& [name, f] : ones) {
    const std::string function = "structure::" + name;
    table.insert(table.end(), {{function + ": at least two cells are needed; got 1", [f = f] { f(single); }},
                               {"got -1 at index 1", [f = f] { f(negative); }},
                               {"got NaN at index 0", [f = f] { f(nan); }},
                               {function + ": ", [f = f] { f(zeros); }}});
  }
  for (const auto& [name, f] : twos) {
    const std::string function = "structure::" + name;
    table.insert(table.end(), {{function + ": structures must be of one length, at least 2; got 2 and 3",
                                [f = f] { f(some, three); }},
                               {"got -1 at index 1", [f = f] { f(some, negative); }},
                               {"got NaN at index 0", [f = f] { f(nan, some); }}});
    if (name == "hoover" || name == "ellison_glaeser") continue;
    table.push_back({function + ": the reference must have the cells that the structure has; got 0, and 1 at index 0",
                     [f = f] { f(some, hole); }});
  }
  const Region a = region("a", {1, 2}), b = region("b", {3, 4});
  table.insert(
      table.end(),
      {{"structure::theil_l: sectors must be > 0 and finite; got 0 at index 0", [] { (void)theil_l(hole); }},
       {"structure::ellison_glaeser: plant_herfindahl must be in (0, 1); got 1",
        [] { (void)ellison_glaeser(some, some, 1); }},
       {"structure::ellison_glaeser: the reference must be in more than one region",
        [] { (void)ellison_glaeser(some, hole, 0.5); }},
       {"structure::specialisation: at least two regions are needed where their sum is the nation; got 1",
        [=] { (void)specialisation({a}, 2015); }},
       {"a region needs output in some sector; got 0 in region \"empty\" in 2015",
        [=] {
          (void)specialisation({a, region("empty", {0, 0})}, 2015);
        }},
       {"at least two sectors are needed; got 1",
        [] {
          (void)specialisation({region("a", {1}), region("b", {1})}, 2015);
        }},
       {"levels are needed, not percentages; got % in \"a\"",
        [] {
          (void)specialisation({region("a", {60, 39.9}, Unit::percent()), region("b", {50, 50}, Unit::percent())},
                               2015);
        }},
       {"money must state its prices",
        [] {
          const Unit dong = Unit::money("VND", 9, PriceBasis::unstated());
          (void)specialisation({region("a", {1, 2}, dong), region("b", {1, 2}, dong)}, 2015);
        }},
       {"a region cannot have more of a sector than the nation; got 2 of 1 of \"1\" in region \"a\"",
        [=] {
          (void)specialisation({a}, region("nation", {5, 1}), 2015);
        }},
       {"there is no rest to compare with; got 0 beside \"a\"",
        [=] {
          (void)specialisation({a}, region("nation", {1, 2}), 2015, {.reference = SpecialisationReference::rest});
        }},
       {"no sector has this name; got \"2\"", [=] {
          (void)specialisation({a, b}, 2015).location_quotient("a", "2");
        }}});
  testing::expect_refused(table);
  testing::expect_refused<PeriodMismatch>({{"every region must cover the periods; got 2016 in \"a\"", [=] {
                                              (void)specialisation({a, b}, 2016);
                                            }}});
}

}  // namespace
}  // namespace foreplan::structure
