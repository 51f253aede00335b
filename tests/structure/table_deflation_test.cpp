#include <foreplan/core/errors.hpp>
#include <foreplan/structure/table_deflation.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <vector>

#include "germany.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using ::testing::ElementsAre;

InputOutputTable two_sectors() {
  return complete({.sectors = {"a", "b"},
                   .unit = Unit::money("USD", 6, PriceBasis::current()),
                   .flows = matrix({{150, 500}, {200, 100}}),
                   .output = {1000, 2000}});
}

TEST(DoubleDeflation, LeavesValueAddedToTheColumns) {
  // Prices of a doubled: its row is halved; 500 - 75 - 200 and 2000 - 250 - 100 are left of output.
  const DeflatedTable d = double_deflated(two_sectors(), {.base_year = 1990, .output = {200, 100}});
  EXPECT_EQ(d.table.flows, matrix({{75, 250}, {200, 100}}));
  EXPECT_THAT(d.table.output, ElementsAre(500, 2000));
  EXPECT_THAT(d.table.final_demand[0].values, ElementsAre(175, 1700));
  EXPECT_THAT(value_added(d.table), ElementsAre(225, 1650));
  EXPECT_THAT(d.value_added_deflator, ElementsAre(100. * 650 / 225, 100. * 1400 / 1650));
  EXPECT_EQ(d.table.unit.price_basis, PriceBasis::constant(1990));
  EXPECT_TRUE(check(d.table).findings.empty());
  // Prices of b halved, so that twice as much of it was used: more than a makes.
  const DeflatedTable below = double_deflated(two_sectors(), {.base_year = 1990, .output = {300, 50}});
  EXPECT_NEAR(value_added(below.table)[0], 1000. / 3 - 50 - 400, 1e-12);
  EXPECT_TRUE(std::isnan(below.value_added_deflator[0]));
}

TEST(DoubleDeflation, OnePriceForAllDividesAllByIt) {
  EXPECT_TRUE(rc::check([] {
    InputOutputTable t = reference::germany_1995();
    const double index = *rc::gen::inRange(1, 1000);
    const std::vector<double> indices(6, index);
    const DeflatedTable d = double_deflated(t, {.base_year = 1991, .output = indices, .imports = indices});
    for (std::size_t k = 0; k < 36; ++k)
      RC_ASSERT(std::abs(d.table.flows.values[k] * index / 100 - t.flows.values[k]) <= 1e-12 * t.flows.values[k]);
    for (std::size_t j = 0; j < 6; ++j) {
      RC_ASSERT(std::abs(d.value_added_deflator[j] - index) <= 1e-11 * index);
      RC_ASSERT(std::abs(value_added(d.table)[j] * index / 100 - value_added(t)[j]) <= 1e-11 * t.output[j]);
    }
    RC_ASSERT(check(d.table).consistent());
  }));
}

TEST(DoubleDeflation, TakesImportsByProductOrByUser) {
  InputOutputTable t = two_sectors();
  t.imported_flows = matrix({{10, 20}, {5, 40}});
  t.primary_inputs = {{"imports", PrimaryInputKind::imports, {15, 60}},
                      {"taxes", PrimaryInputKind::taxes_on_products, {73, 66}},
                      {"value added", PrimaryInputKind::other_value_added, {562, 1274}}};
  const TableDeflators prices{.base_year = 1990, .output = {100, 100}, .imports = {200, 50}};
  const DeflatedTable by_product = double_deflated(t, prices);
  EXPECT_THAT(by_product.table.primary_inputs[0].values, ElementsAre(15, 90));  // 5 + 10 and 10 + 80
  // Taxes follow the inputs, 365 as before and 690 after 660.
  EXPECT_NEAR(by_product.table.primary_inputs[1].values[0], 73, 1e-12);
  EXPECT_NEAR(by_product.table.primary_inputs[1].values[1], 69, 1e-12);
  EXPECT_NEAR(value_added(by_product.table)[1], 2000 - 690 - 69, 1e-12);
  t.imported_flows = {};
  EXPECT_THAT(double_deflated(t, prices).table.primary_inputs[0].values, ElementsAre(7.5, 120));
}

TEST(DoubleDeflation, RefusesOtherPricesAndIndices) {
  InputOutputTable constant = two_sectors();
  constant.unit.price_basis = PriceBasis::constant(1990);
  testing::expect_refused<UnitMismatch>(
      {{"structure::double_deflated: the table must be at current prices; got million USD, constant 1990 prices", [=] {
          (void)double_deflated(constant, {.base_year = 1990, .output = {100, 100}});
        }}});
  testing::expect_refused({
      {"structure::double_deflated: base_year must be in [1, 9999]; got 0",
       [] {
         (void)double_deflated(two_sectors(), {.output = {100, 100}});
       }},
      {"structure::double_deflated: output price indices must have 2 values, as there are names; got 1",
       [] { (void)double_deflated(two_sectors(), {.base_year = 1990, .output = {100}}); }},
      {"structure::double_deflated: output price indices must be > 0; got 0 for \"b\"",
       [] {
         (void)double_deflated(two_sectors(), {.base_year = 1990, .output = {100, 0}});
       }},
      {"structure::double_deflated: import price indices must have 6 values, as there are names; got 0",
       [] {
         (void)double_deflated(reference::germany_1995(), {.base_year = 1990, .output = std::vector<double>(6, 100)});
       }},
  });
}

}  // namespace
}  // namespace foreplan::structure
