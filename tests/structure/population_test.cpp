#include <foreplan/structure/population.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "reference_table.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

// Sweden's women of 1993: Preston, Heuveline & Guillot (2001), boxes 6.1 and 6.2.
const std::vector<double> kWomen{293395, 248369, 240012, 261346, 285209, 314388, 281290, 286923, 304108,
                                 324946, 247613, 211351, 215140, 221764, 223506, 183654, 141990, 112424};
const std::vector<double> kYears{497487, 497138, 496901, 496531, 495902, 495168, 494213, 492760, 490447,
                                 486613, 480665, 471786, 457852, 436153, 402775, 350358, 271512, 291707};
const std::vector<double> kFertility{0,      0, 0, 0.0120, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074,
                                     0.0003, 0, 0, 0,      0,      0,      0,      0,      0};
const std::vector<double> kMigrants{6840, 4150, 3365, 5270, 9240, 8230, 5470, 3155, 1770,
                                    1115, 1075, 845,  645,  530,  465,  300,  250,  175};
const AgeGroups kAges{5, 18};

PopulationRates swedish() {
  const std::vector<double> survival = survival_ratios(kYears, 100'000, kAges);
  return {{survival, survival}, kFertility, 1.05, {kMigrants, kMigrants}};
}
PopulationRates closed(PopulationRates rates) {
  rates.net_migration = {};
  return rates;
}
double sum(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

// Box 6.2: Sweden's women of 1998 with net migration, to the person, by way of the data of R's ccmppWPP, whose tests
// hold them against the book. The men there are women but for the births.
TEST(PopulationOfSweden, AgreesWithTheBox) {
  const std::vector<double> printed{302392, 298682, 252007, 244150, 268267, 293515, 320624, 284767, 288031,
                                    303166, 322062, 243989, 205841, 205516, 205270, 194771, 142565, 131966};
  const PopulationProjection p = project_population({1993, {kWomen, kWomen}}, kAges, {swedish()}, 1);
  ASSERT_EQ(p.populations.size(), 2u);
  EXPECT_EQ(p.populations[1].year, 1998);
  for (std::size_t i = 0; i < 18; ++i) {
    EXPECT_NEAR(p.populations[1].persons.female[i], printed[i], 0.5) << age_labels(kAges)[i];
    EXPECT_NEAR(p.populations[1].persons.male[i], i == 0 ? 317340 : printed[i], 0.5) << age_labels(kAges)[i];
  }
  // Births by age of mother: 15,244 + 126,688 + 229,354 + 170,057 + 63,203 + 10,971 + 472, each to the unit.
  EXPECT_NEAR(p.changes[0].births.female + p.changes[0].births.male, 615'989, 3.5);
}

TEST(PopulationInFractions, AgreesOverThreeSteps) {
  const auto table = reference::values("population.txt");
  std::vector<double> men_years = kYears, men = kWomen;
  for (std::size_t i = 0; i < 18; ++i) {
    men_years[i] -= 1000.0 * static_cast<double>(i);
    men[i] -= 50.0 * static_cast<double>(i);
  }
  PopulationRates rates = swedish();
  rates.survival.male = survival_ratios(men_years, 100'000, kAges);
  for (const std::string name : {"closed", "late"}) {
    const PopulationProjection p = project_population(
        {1993, {kWomen, men}}, kAges, {name == "closed" ? closed(rates) : rates}, 3, MigrationTiming::at_end);
    for (std::size_t t = 0; t < 3; ++t) {
      const SexTotals& births = p.changes[t].births;
      EXPECT_NEAR((births.female + births.male) / table.at(name + " births " + std::to_string(t)), 1, 1e-13);
      for (std::size_t i = 0; i < 18; ++i) {
        const std::string key = std::to_string(t) + " " + std::to_string(i);
        EXPECT_NEAR(p.populations[t + 1].persons.female[i] / table.at(name + " female " + key), 1, 1e-13) << key;
        EXPECT_NEAR(p.populations[t + 1].persons.male[i] / table.at(name + " male " + key), 1, 1e-13) << key;
      }
    }
  }
  const StablePopulation s = stable_population(rates, kAges);
  ASSERT_TRUE(s.usable());
  EXPECT_NEAR(s.factor, table.at("stable factor"), 1e-14);
  EXPECT_NEAR(s.growth, std::log(s.factor) / 5, 1e-16);
  for (std::size_t i = 0; i < 18; ++i) EXPECT_NEAR(s.shares[i], table.at("stable share " + std::to_string(i)), 1e-14);
}

TEST(LeslieMatrix, IsTheProjectionOfWomen) {
  const PopulationRates rates = closed(swedish());
  const Matrix m = leslie_matrix(rates, kAges);
  const PopulationProjection p = project_population({1993, {kWomen, kWomen}}, kAges, {rates}, 1);
  for (std::size_t i = 0; i < 18; ++i) {
    double next = 0;
    for (std::size_t j = 0; j < 18; ++j) next += m(i, j) * kWomen[j];
    EXPECT_NEAR(next / p.populations[1].persons.female[i], 1, 1e-14);
  }
}

/// Rates of any population that people bear and die in, in groups of one or five years.
struct AnyPopulation {
  AgeGroups ages{};
  PopulationRates rates{};
  Population base{2020, {}};
};
AnyPopulation any_population(bool migration) {
  AnyPopulation any;
  any.ages = {*rc::gen::element<std::size_t>(1, 5), *rc::gen::inRange<std::size_t>(4, 30)};
  const auto list = [&](int low, int high, double scale) {
    std::vector<double> x(any.ages.count);
    for (double& v : x) v = *rc::gen::inRange(low, high) * scale;
    return x;
  };
  any.rates.survival = {list(500, 1001, 1e-3), list(500, 1001, 1e-3)};
  any.rates.survival.female.back() = *rc::gen::inRange(0, 200) * 1e-3;
  any.rates.fertility = list(200, 800, 1e-3);
  any.rates.fertility.front() = any.rates.fertility.back() = 0;
  any.rates.sex_ratio_at_birth = *rc::gen::inRange(900, 1200) * 1e-3;
  any.base.persons = {list(100, 100'000, 1), list(100, 100'000, 1)};
  if (!migration) return any;
  any.rates.net_migration = {list(-5, 200, 1), list(-5, 200, 1)};
  for (auto* list_of : {&any.rates.net_migration.female, &any.rates.net_migration.male})
    for (double* end : {&list_of->front(), &list_of->back()}) *end = std::abs(*end);  // there may be nobody to leave
  return any;
}

TEST(PopulationProperties, BirthsDeathsAndMigrationBalance) {
  EXPECT_TRUE(rc::check("balance", [] {
    const AnyPopulation any = any_population(true);
    for (const MigrationTiming timing : {MigrationTiming::half_and_half, MigrationTiming::at_end}) {
      const PopulationProjection p = project_population(any.base, any.ages, {any.rates}, 1, timing);
      const PopulationChange& c = p.changes.front();
      const auto off = [&](const std::vector<double>& first, const std::vector<double>& last, double births,
                           double deaths, double net) {
        return std::abs(sum(first) + births - deaths + net - sum(last)) / (sum(first) + births);
      };
      const BySex &a = p.populations[0].persons, &b = p.populations[1].persons;
      RC_ASSERT(off(a.female, b.female, c.births.female, c.deaths.female, c.net_migration.female) < 1e-13);
      RC_ASSERT(off(a.male, b.male, c.births.male, c.deaths.male, c.net_migration.male) < 1e-13);
      RC_ASSERT(std::abs(c.births.male - any.rates.sex_ratio_at_birth * c.births.female) <= 1e-12 * c.births.male);
    }
  }));
}

TEST(PopulationProperties, NobodyIsLostWithoutDeathsBirthsAndMigration) {
  EXPECT_TRUE(rc::check("people stay", [] {
    AnyPopulation any = any_population(false);
    any.rates.survival = {std::vector<double>(any.ages.count, 1), std::vector<double>(any.ages.count, 1)};
    any.rates.fertility.assign(any.ages.count, 0);
    const PopulationProjection p = project_population(any.base, any.ages, {any.rates}, 40);
    RC_ASSERT(sum(p.populations.back().persons.female) == sum(any.base.persons.female));
    RC_ASSERT(p.populations.back().persons.male.back() == sum(any.base.persons.male) || any.ages.count > 40);
    RC_ASSERT(p.changes.back().deaths == SexTotals{});
  }));
}

TEST(PopulationProperties, StablePopulationsKeepTheirAgesAndGrowAtLotkasRate) {
  EXPECT_TRUE(rc::check("stability", [] {
    AnyPopulation any = any_population(false);
    const StablePopulation s = stable_population(any.rates, any.ages);
    RC_PRE(s.usable());
    RC_ASSERT(std::abs(sum(s.shares) - 1) < 1e-14);
    any.base.persons.female = s.shares;
    const PopulationProjection p = project_population(any.base, any.ages, {any.rates}, 1);
    for (std::size_t i = 0; i < any.ages.count; ++i)
      RC_ASSERT(std::abs(p.populations[1].persons.female[i] - s.factor * s.shares[i]) <= 1e-12 * s.factor);
    // At rates that just replace the women the population is stationary.
    for (double& f : any.rates.fertility) f /= s.net_reproduction;
    const StablePopulation stationary = stable_population(any.rates, any.ages);
    RC_ASSERT(std::abs(stationary.net_reproduction - 1) < 1e-13);
    RC_ASSERT(std::abs(stationary.growth) < 1e-13);
  }));
}

TEST(PopulationProperties, SwedenConvergesToItsStablePopulation) {
  const PopulationRates rates = closed(swedish());
  const StablePopulation s = stable_population(rates, kAges);
  const PopulationProjection p = project_population({1993, {kWomen, kWomen}}, kAges, {rates}, 300);
  const std::vector<double>&last = p.populations.back().persons.female, &before = p.populations[299].persons.female;
  for (std::size_t i = 0; i < 18; ++i) {
    EXPECT_NEAR(last[i] / before[i], s.factor, 1e-10);
    EXPECT_NEAR(last[i] / sum(last), s.shares[i], 1e-10);
  }
}

TEST(StationaryPopulation, StaysAsItIs) {
  // The life table's own population, with births that replace it.
  PopulationRates rates = closed(swedish());
  const double net = stable_population(rates, kAges).net_reproduction;
  for (double& f : rates.fertility) f /= net;
  const PopulationProjection p = project_population({1993, {kYears, kYears}}, kAges, {rates}, 50);
  for (std::size_t i = 0; i < 18; ++i) EXPECT_NEAR(p.populations.back().persons.female[i] / kYears[i], 1, 1e-12);
}

TEST(StablePopulationOutcome, SaysWhereThereIsNone) {
  PopulationRates rates = closed(swedish());
  rates.fertility.assign(18, 0);
  EXPECT_EQ(stable_population(rates, kAges).stop, Stop::infeasible);
  rates.fertility[5] = 1e-6;
  const StablePopulation dying = stable_population(rates, kAges);
  EXPECT_EQ(dying.stop, Stop::infeasible) << "the old outlive the rest";
  EXPECT_LT(dying.factor, rates.survival.female.back());
}

TEST(LabourForceOfAProjection, IsSuppliedYearByYear) {
  const PopulationProjection p = project_population({1993, {kWomen, kWomen}}, kAges, {swedish()}, 2);
  BySex participation{std::vector<double>(18, 0), std::vector<double>(18, 0)};
  for (std::size_t i = 3; i < 13; ++i) participation.female[i] = 0.7, participation.male[i] = 0.8;
  const std::vector<LabourForce> force = labour_force(p, {participation});
  ASSERT_EQ(force.size(), 3u);
  double women = 0;
  for (std::size_t i = 3; i < 13; ++i) women += 0.7 * kWomen[i];
  EXPECT_NEAR(force[0].persons.female, women, 1e-9);
  EXPECT_NEAR(force[0].persons.male, women / 7 * 8, 1e-9);
  const Series supply = labour_supply(force, Unit::physical("person"));
  EXPECT_EQ(supply.size(), 11u);
  EXPECT_EQ(supply.at(1998), force[1].persons.female + force[1].persons.male);
  EXPECT_NEAR(supply.at(1995) * supply.at(1995) / (supply.at(1994) * supply.at(1996)), 1, 1e-14);
  EXPECT_NEAR(supply.at(1994) / supply.at(1993), std::pow(supply.at(1998) / supply.at(1993), 0.2), 1e-14);
}

TEST(AgeLabels, NameTheOpenGroup) {
  EXPECT_EQ(age_labels({5, 18}).front(), "0-4");
  EXPECT_EQ(age_labels({5, 18})[16], "80-84");
  EXPECT_EQ(age_labels({5, 18}).back(), "85+");
  EXPECT_EQ(age_labels({1, 101})[7], "7");
  EXPECT_EQ(age_labels({1, 101}).back(), "100+");
}

TEST(PopulationBadInput, IsRefusedWithPlace) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const auto with =
      [](const std::function<void(Population&, AgeGroups&, std::vector<PopulationRates>&, std::size_t&)>& spoil) {
        return [=] {
          Population base{1993, {kWomen, kWomen}};
          AgeGroups ages = kAges;
          std::vector<PopulationRates> rates{swedish()};
          std::size_t steps = 1;
          spoil(base, ages, rates, steps);
          (void)project_population(base, ages, rates, steps);
        };
      };
  const std::string name = "structure::project_population: ";
  testing::expect_refused({
      {name + "age groups must be 1 to 20 years wide; got 0", with([](auto&, auto& a, auto&, auto&) { a.width = 0; })},
      {name + "age groups must be 3 to 200; got 1000000",
       with([](auto&, auto& a, auto&, auto&) { a.count = 1'000'000; })},
      {name + "steps must be 1 to 1000; got 0", with([](auto&, auto&, auto&, auto& s) { s = 0; })},
      {name + "rates must be one, or one for each of the 1 steps; got 0",
       with([](auto&, auto&, auto& r, auto&) { r.clear(); })},
      {name + "years must be in [1, 9999]; got 9998 to 10003",
       with([](auto& b, auto&, auto&, auto&) { b.year = 9998; })},
      {name + "females must have a value for each of the 18 age groups; got 17",
       with([](auto& b, auto&, auto&, auto&) { b.persons.female.pop_back(); })},
      {name + "males must be >= 0 and finite; got -1 for ages 10-14",
       with([](auto& b, auto&, auto&, auto&) { b.persons.male[2] = -1; })},
      {name + "females must be >= 0 and finite; got NaN for ages 85+",
       with([](auto& b, auto&, auto&, auto&) { b.persons.female.back() = kNaN; })},
      {name + "survival of males must be in [0, 1]; got 1.5 for ages 0-4",
       with([](auto&, auto&, auto& r, auto&) { r[0].survival.male[0] = 1.5; })},
      {name + "fertility in step 1 must be >= 0 and finite; got -0.1 for ages 20-24",
       with([](auto&, auto&, auto& r, auto& s) {
         s = 2;
         r.push_back(r[0]);
         r[1].fertility[4] = -0.1;
       })},
      {name + "fertility must be 0 in the first and in the open age group; got 1 for ages 85+",
       with([](auto&, auto&, auto& r, auto&) { r[0].fertility.back() = 1; })},
      {name + "sex_ratio_at_birth must be > 0 and finite; got 0",
       with([](auto&, auto&, auto& r, auto&) { r[0].sex_ratio_at_birth = 0; })},
      {name + "net_migration of males must have a value for each of the 18 age groups; got 0",
       with([](auto&, auto&, auto& r, auto&) { r[0].net_migration.male.clear(); })},
      {name + "net_migration of females must be finite; got inf for ages 5-9", with([](auto&, auto&, auto& r, auto&) {
         r[0].net_migration.female[1] = std::numeric_limits<double>::infinity();
       })},
      {name + "migration must not take more than there are; got -6605 left for females 0-4 in step 0",
       with([](auto&, auto&, auto& r, auto&) { r[0].net_migration.female[0] = -600'000; })},
      {"structure::survival_ratios: person years must be > 0 and at most those of the group below, or width x radix; "
       "got "
       "497487 after 250000 for ages 0-4",
       [] { (void)survival_ratios(kYears, 50'000, kAges); }},
      {"structure::survival_ratios: radix must be > 0 and finite; got NaN",
       [] { (void)survival_ratios(kYears, kNaN, kAges); }},
      {"structure::survival_ratios: person years must have a value for each of the 21 age groups; got 18",
       [] {
         (void)survival_ratios(kYears, 100'000, {5, 21});
       }},
      {"structure::labour_force: participation of females must be in [0, 1]; got 70 for ages 0-4",
       [] {
         const PopulationProjection p = project_population({1993, {kWomen, kWomen}}, kAges, {swedish()}, 1);
         (void)labour_force(p, {{std::vector<double>(18, 70), std::vector<double>(18, 0.7)}});
       }},
      {"structure::labour_force: participation must be one, or one for each of the 2 populations; got 0",
       [] {
         (void)labour_force(project_population({1993, {kWomen, kWomen}}, kAges, {swedish()}, 1), {});
       }},
      {"structure::labour_supply: years must rise, at most to 9999; got 1993 after 1993",
       [] {
         (void)labour_supply({{1993, {1, 1}}, {1993, {1, 1}}}, {});
       }},
      {"structure::labour_supply: persons must be > 0 and finite; got 0 in 1993",
       [] {
         (void)labour_supply({{1993, {}}}, {});
       }},
      {"structure::labour_supply: at least one year is needed", [] { (void)labour_supply({}, {}); }},
      {"structure::age_labels: age groups must be 3 to 200; got 2",
       [] {
         (void)age_labels({5, 2});
       }},
  });
}

TEST(MigrationTimings, HaveNames) {
  EXPECT_EQ(to_string(MigrationTiming::half_and_half), "half_and_half");
  EXPECT_EQ(to_string(MigrationTiming::at_end), "at_end");
}

}  // namespace
}  // namespace foreplan::structure
