#include <foreplan/structure/leontief.hpp>
#include <foreplan/structure/multipliers.hpp>
#include <foreplan/structure/price_model.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <string>
#include <vector>

#include "germany.hpp"
#include "random_table.hpp"
#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using reference::germany_1995;

TEST(PriceModel, AgreesWithItsDefinition) {
  const reference::Lines lines = reference::read_lines("linkages.txt");
  const auto agree = [&](const CostChange& change, const std::string& words) {
    const PriceImpact impact = price_impact(germany_1995(), {change});
    ASSERT_TRUE(impact.usable());
    const auto& expected = reference::line(lines, words);
    for (std::size_t j = 0; j < 6; ++j) EXPECT_NEAR(impact.price[j] / expected[j], 1, 1e-12) << words;
  };
  agree({"imports", .10}, "price imports");
  agree({"compensation_employees", .05}, "price labour");
}

// Miller & Blair (2009), section 2.6: value added of (.65, .70) for one unit of output; that of sector 1 rises to .75,
// and prices from (1, 1) to (1.125, 1.033).
TEST(PriceModel, IsMillerAndBlairs) {
  const InputOutputTable t = complete(
      {.sectors = {"agriculture", "manufacturing"}, .flows = matrix({{150, 500}, {200, 100}}), .output = {1000, 2000}});
  const PriceImpact impact = price_impact_of_costs(t, {.10, 0});
  EXPECT_NEAR(impact.price[0], .125, 5e-4);
  EXPECT_NEAR(impact.price[1], .033, 5e-4);
  // All costs as much again: so are all prices.
  for (const double p : price_impact(t, {{"value added", 1}}).price) EXPECT_NEAR(p, 1, 1e-15);
}

TEST(PriceModel, IsGhoshsModelInValues) {
  EXPECT_TRUE(rc::check("x dp = dv' G", [] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 9);
    const InputOutputTable t = testing::random_table(n);
    const PriceImpact impact = price_impact(t, {{"value added", .1}});
    std::vector<double> dv = value_added(t);
    for (double& v : dv) v *= .1;
    const SystemSolution ghosh = factor(allocation_coefficients(t)).solve_transposed(dv);
    double sizes = 1;
    for (std::size_t i = 0; i < n; ++i) sizes += std::abs(ghosh.values[i]) + t.output[i];
    for (std::size_t i = 0; i < n; ++i) RC_ASSERT(std::abs(impact.output_value[i] - ghosh.values[i]) < 1e-12 * sizes);
  }));
}

TEST(PriceModel, MakesFinalDemandPayAllCosts) {
  EXPECT_TRUE(rc::check("f' dp = x' dc", [] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 9);
    const InputOutputTable t = testing::random_table(n);
    std::vector<double> cost(n);
    for (double& c : cost) c = *rc::gen::inRange(-100, 101) / 1000.0;
    const PriceImpact impact = price_impact_of_costs(t, cost);
    const auto use = intermediate_use(t);
    double paid = 0, demand = 0, sizes = 0;
    for (std::size_t i = 0; i < n; ++i) {
      paid += t.output[i] * cost[i];
      demand += t.output[i] - use[i];
      sizes += t.output[i];
    }
    RC_ASSERT(std::abs(impact.final_demand_prices * demand - paid) < 1e-12 * sizes);
  }));
}

TEST(PriceModel, RaisesOneSectorsCosts) {
  const PriceImpact one = price_impact(germany_1995(), {{"compensation_employees", .05, "construction"}});
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(one.cost[i] > 0, i == 2);
  EXPECT_NEAR(one.cost[2], .05 * 78819 / 245606, 1e-15);
  // Households buy little from construction itself, all final demand much.
  EXPECT_LT(one.household_prices, one.final_demand_prices);
}

TEST(PriceModelBadInput, IsRefused) {
  testing::expect_refused(
      {{"structure::price_impact: primary inputs must be of the table (did you mean \"imports\"?); got \"import\"",
        [] {
          (void)price_impact(germany_1995(), {{"import", .1}});
        }},
       {"structure::price_impact: change must be >= -1 and finite; got -2",
        [] {
          (void)price_impact(germany_1995(), {{"imports", -2}});
        }},
       {"structure::price_impact: sectors must be of the table; got \"x\"",
        [] {
          (void)price_impact(germany_1995(), {{"imports", .1, "x"}});
        }},
       {"v must have one number for each of 6 sectors; got 1",
        [] { (void)price_impact_of_costs(germany_1995(), {1}); }}});
}

}  // namespace
}  // namespace foreplan::structure
