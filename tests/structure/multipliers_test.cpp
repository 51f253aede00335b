#include <foreplan/structure/multipliers.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "germany.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using testing::expect_refused;

void expect_all_near(const std::vector<double>& x, const std::vector<double>& expected, double tolerance,
                     const char* what) {
  ASSERT_EQ(x.size(), expected.size()) << what;
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], expected[i], tolerance) << what << ' ' << i;
}

/// Miller & Blair (2009), sections 2.5 and 6.2: households earn (300, 500) of outputs of (1000, 2000) and 50 of their
/// own, 1000 with another 150 from elsewhere, of which they spend (50, 400) and 50.
InputOutputTable two_sectors() {
  return {.sectors = {"agriculture", "manufacturing"},
          .flows = matrix({{150, 500}, {200, 100}}),
          .final_demand = {{"consumption", FinalDemandKind::household_consumption, {50, 400}, {}, {}},
                           {"other final demand", FinalDemandKind::other, {300, 1300}, {}, {}}},
          .primary_inputs = {{"labour", PrimaryInputKind::compensation_of_employees, {300, 500}},
                             {"other value added", PrimaryInputKind::other_value_added, {350, 900}}},
          .output = {1000, 2000},
          .satellites = {{"persons", Unit::physical("person"), {400, 300}}}};
}

Households two_sector_households() {
  Households h = households(two_sectors(), {.total_income = 1000});
  h.own_income = .05;
  return h;
}

TEST(Multipliers, AreMillerAndBlairs) {
  const Households h = two_sector_households();
  EXPECT_EQ(h.income, (std::vector<double>{.30, .25}));
  EXPECT_EQ(h.consumption, (std::vector<double>{.05, .40}));
  const auto all = multipliers(two_sectors(), h);
  ASSERT_EQ(all.size(), 4u);
  const Multipliers& output = all[0];
  EXPECT_TRUE(output.usable());
  EXPECT_EQ(output.kind, MultiplierKind::output);
  expect_all_near(output.simple, {1.518, 1.452}, 5e-4, "simple output");
  expect_all_near(output.total, {2.462, 2.262}, 5e-4, "total output");
  // Column sums without the households' row: 1.365 + .527 and .425 + 1.348.
  expect_all_near(output.total_truncated, {1.892, 1.773}, 1e-3, "truncated output");
  const Multipliers& income = all[1];
  EXPECT_EQ(income.kind, MultiplierKind::income);
  // Of the printed inverses: .3 (1.254) + .25 (.264) and so on; the households' row of the closed inverse.
  expect_all_near(income.simple, {.442, .380}, 5e-4, "simple income");
  expect_all_near(income.total, {.570, .489}, 5e-4, "total income");
  expect_all_near(income.type_1, {1.47, 1.52}, 5e-3, "type I");
  expect_all_near(income.type_2, {1.90, 1.96}, 5e-3, "type II");
  EXPECT_EQ(all[3].name, "persons");
  EXPECT_EQ(all[3].direct, (std::vector<double>{.4, .15}));
}

TEST(Multipliers, AreThoseOfTheClosedInverse) {
  // The model with households as a third sector, solved as a whole.
  const InputOutputSystem closed = factor(matrix({{.15, .25, .05}, {.20, .05, .40}, {.30, .25, .05}}));
  const auto all = multipliers(two_sectors(), two_sector_households());
  const auto check = [&](const Multipliers& m, double weight) {
    const SystemSolution whole = closed.solve_transposed({m.direct[0], m.direct[1], weight}),
                         truncated = closed.solve_transposed({m.direct[0], m.direct[1], 0});
    for (std::size_t j = 0; j < 2; ++j) {
      EXPECT_NEAR(m.total[j], whole.values[j], 1e-15) << m.name;
      EXPECT_NEAR(m.total_truncated[j], truncated.values[j], 1e-15) << m.name;
      EXPECT_NEAR(m.type_2[j] * m.direct[j], m.total[j], 1e-15) << m.name;
      EXPECT_NEAR(m.type_2_truncated[j] * m.direct[j], m.total_truncated[j], 1e-15) << m.name;
    }
  };
  check(all[0], 1);
  check(all[1], .05);
  check(all[2], 0);
  check(all[3], 0);
}

// Published for this table to four digits.
TEST(Multipliers, OfGermanysValueAdded) {
  const auto all = multipliers(reference::germany_1995());
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[2].kind, MultiplierKind::value_added);
  expect_all_near(all[2].simple, {.8450, .7647, .8615, .9019, .9393, .9199}, 5e-5, "value added");
  // Imports, product taxes and value added are all that output is paid for: their multipliers add up to one. The
  // columns as printed miss the output by up to 4 in a million.
  const InputOutputTable germany = reference::germany_1995();
  const InputOutputSystem a = factor(input_coefficients(germany));
  for (std::size_t j = 0; j < 6; ++j) {
    double sum = all[2].simple[j];
    for (const char* name : {"imports", "net_tax_products"})
      sum += multipliers(a, direct_coefficients(germany, name)).simple[j];
    EXPECT_NEAR(sum, 1, 1e-4);
  }
}

TEST(Multipliers, DoNotNeedADenseMatrix) {
  const InputOutputTable germany = reference::germany_1995();
  const Households h = households(germany);
  const Matrix a = input_coefficients(germany);
  const auto w = direct_coefficients(germany, "employment_domestic_total");
  const Multipliers dense = multipliers(factor(a), w, h, 0), iterated = multipliers(factor(sparse(a)), w, h, 0);
  ASSERT_TRUE(iterated.usable());
  expect_all_near(iterated.total, dense.total, 1e-12, "total");
  EXPECT_LT(iterated.residual, 1e-12);
}

TEST(Impact, AddsUpWithTheMultipliers) {
  EXPECT_TRUE(rc::check("impact of a change = multipliers times the change", [] {
    const InputOutputTable germany = reference::germany_1995();
    const Households h = households(germany);
    std::vector<double> change(6);
    for (double& x : change) x = *rc::gen::inRange(-1000, 1001);
    for (const bool closed : {false, true}) {
      const DemandImpact impact = closed ? demand_impact(germany, change, h) : demand_impact(germany, change);
      const auto all = closed ? multipliers(germany, h) : multipliers(germany);
      RC_ASSERT(impact.usable());
      const auto agree = [&](const std::vector<double>& sectors, const Multipliers& m) {
        const auto& per_unit = closed ? m.total_truncated : m.simple;
        double expected = 0, sizes = 1;
        for (std::size_t j = 0; j < 6; ++j) {
          expected += per_unit[j] * change[j];
          sizes += std::abs(per_unit[j] * change[j]);
        }
        RC_ASSERT(std::abs(std::accumulate(sectors.begin(), sectors.end(), 0.0) - expected) < 1e-12 * sizes);
      };
      agree(impact.output, all[0]);
      agree(impact.value_added, all[2]);
      for (std::size_t k = 0; k < impact.satellites.size(); ++k) agree(impact.satellites[k].values, all[3 + k]);
      if (closed) agree({impact.household_income}, all[1]);
    }
  }));
}

TEST(Impact, OfMillerAndBlairsFinalDemand) {
  // f rises from (350, 1700) to (600, 1500): output from (1000, 2000) to (1247.5, 1842).
  const DemandImpact impact = demand_impact(two_sectors(), {250, -200});
  EXPECT_NEAR(1000 + impact.output[0], 1247.5, .05);
  EXPECT_NEAR(2000 + impact.output[1], 1842, .5);
  EXPECT_NEAR(impact.satellites[0].values[0], .4 * impact.output[0], 1e-12);
  EXPECT_EQ(impact.satellites[0].unit, Unit::physical("person"));
  EXPECT_EQ(sector_amounts(two_sectors(), {{"manufacturing", 3}}), (std::vector<double>{0, 3}));
}

TEST(Multipliers, HaveNoRatioWithoutADirectPart) {
  InputOutputTable table = two_sectors();
  table.satellites[0].values[0] = 0;
  const Multipliers persons = multipliers(table).back();
  EXPECT_TRUE(std::isnan(persons.type_1[0]));
  EXPECT_GT(persons.simple[0], 0);
  EXPECT_GT(persons.type_1[1], 1);
  EXPECT_TRUE(persons.total.empty());
}

TEST(MultipliersBadInput, IsRefused) {
  const InputOutputTable table = two_sectors();
  InputOutputTable idle = table, poor = table;
  idle.flows = matrix({{0, 500}, {0, 100}});
  idle.output[0] = 0;
  poor.primary_inputs.erase(poor.primary_inputs.begin());
  const InputOutputSystem a = factor(input_coefficients(table));
  Households h = two_sector_households(), rich = h;
  h.income.pop_back();
  rich.consumption = {1, 2};
  expect_refused({
      {"structure::direct_coefficients: the table must have a primary input or satellite account of this name (did you "
       "mean \"persons\"?); got \"person\"",
       [&] { (void)direct_coefficients(table, "person"); }},
      {"structure::multipliers: a sector without output must have no \"persons\"; got 400 in \"agriculture\"",
       [&] {
         InputOutputTable t = idle;
         t.primary_inputs.clear();
         (void)multipliers(t);
       }},
      {"structure::households: the table must have a primary input that is compensation of employees; got none",
       [&] { (void)households(poor); }},
      {"structure::households: income must be primary inputs of the table (did you mean \"labour\"?); got \"labor\"",
       [&] { (void)households(table, {.income = {"labor"}}); }},
      {"structure::households: total income must be > 0 and finite; got 0",
       [&] { (void)households(table, {.total_income = 0}); }},
      {"structure::multipliers: income of households must be one finite number a sector; got 1 numbers for 2 sectors",
       [&] {
         (void)multipliers(a, {1, 1}, h, 1);
       }},
      {"structure::multipliers: of one unit of household income less than one must come back to households; got ",
       [&] {
         (void)multipliers(a, {1, 1}, rich, 1);
       }},
      {"structure::sector_amounts: sectors must be of the table (did you mean \"manufacturing\"?); got "
       "\"manufactoring\"",
       [&] {
         (void)sector_amounts(table, {{"manufactoring", 1}});
       }},
      {"structure::sector_amounts: a sector must be named once; got \"agriculture\"",
       [&] {
         (void)sector_amounts(table, {{"agriculture", 1}, {"agriculture", 1}});
       }},
      {"f must have one number for each of 2 sectors; got 1", [&] { (void)demand_impact(table, {1}); }},
  });
}

}  // namespace
}  // namespace foreplan::structure
