#include <foreplan/structure/trade_content.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "germany.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

TEST(TradeContent, AgreesWithExactFractionsForGermany) {
  const InputOutputTable t = reference::germany_1995();
  const auto expected = ::reference::values("germany_1995.txt");
  const TradeContent c = trade_content(t);
  ASSERT_TRUE(c.usable());
  EXPECT_EQ(c.figures, ImportFigures::imports_row);
  for (std::size_t j = 0; j < 6; ++j) {
    EXPECT_NEAR(c.value_added[j], expected.at("content_gva_" + std::to_string(j)), 1e-14);
    EXPECT_NEAR(c.imports[j], expected.at("content_imports_" + std::to_string(j)), 1e-14);
    EXPECT_NEAR(c.taxes_on_products[j], expected.at("content_taxes_" + std::to_string(j)), 1e-14);
    EXPECT_NEAR(c.unaccounted[j], 0, 1e-14);
  }
  // Of the manual's printed multipliers.
  const double printed[] = {.8450, .7647, .8615, .9019, .9393, .9199};
  for (std::size_t j = 0; j < 6; ++j) EXPECT_NEAR(c.value_added[j], printed[j], 5e-5);
  ASSERT_EQ(c.final_demand.size(), 5u);
  for (const DemandContent& d : c.final_demand) {
    EXPECT_NEAR(d.value_added, expected.at(d.name + "_gva"), 1e-8);
    EXPECT_NEAR(d.imports, expected.at(d.name + "_imports"), 1e-8);
    EXPECT_NEAR(d.taxes_on_products, expected.at(d.name + "_taxes"), 1e-8);
  }
  EXPECT_EQ(c.final_demand[0].direct_imports, 80187);
  EXPECT_EQ(c.final_demand[4].direct_taxes, -1160);
  EXPECT_EQ(c.exports, 379293);
  EXPECT_NEAR(c.vertical_specialisation_share, expected.at("vs_share"), 1e-14);
  EXPECT_NEAR(c.domestic_value_added, expected.at("exports_gva"), 1e-8);
  EXPECT_NEAR(c.domestic_value_added_share, expected.at("exports_gva") / 379293, 1e-14);
  EXPECT_NEAR(c.vertical_specialisation[1], expected.at("content_imports_1") * 313711, 1e-8);
}

TEST(TradeContent, ContainsAllThatWasUsed) {
  // Over all final demand, contents are the totals of the table's rows: nothing is lost, nothing is made.
  const TradeContent c = trade_content(reference::germany_1995());
  double value_added = 0, imports = 0, taxes = 0;
  for (const DemandContent& d : c.final_demand) {
    value_added += d.value_added;
    imports += d.imports;
    taxes += d.taxes_on_products;
    EXPECT_NEAR(d.value_added + d.imports + d.taxes_on_products + d.unaccounted, d.demand, 1e-12 * std::abs(d.demand));
  }
  EXPECT_NEAR(value_added, 1624160, 1e-6);
  EXPECT_NEAR(imports, 222143, 1e-6);
  EXPECT_NEAR(taxes, 38510, 1e-6);
}

TEST(TradeContent, RowsAndFlowsOfImportsAgree) {
  EXPECT_TRUE(rc::check([] {
    InputOutputTable t = reference::germany_1995();
    const std::size_t n = t.sectors.size();
    const std::vector<double> row = t.primary_inputs[0].values;
    t.imported_flows = filled_matrix(n, n);
    for (std::size_t j = 0; j < n; ++j) {
      double left = row[j];
      for (std::size_t i = 0; i + 1 < n; ++i) {
        t.imported_flows(i, j) = std::floor(left * *rc::gen::inRange(0, 60) / 100.0);
        left -= t.imported_flows(i, j);
      }
      t.imported_flows(n - 1, j) = left;
    }
    const TradeContent by_flows = trade_content(t), by_row = trade_content(t, ImportFigures::imports_row);
    RC_ASSERT(by_flows.figures == ImportFigures::imported_flows);
    RC_ASSERT(by_row.imports_by_product.rows == 0u);
    RC_ASSERT(by_flows.vertical_specialisation == by_row.vertical_specialisation);
    for (std::size_t k = 0; k < t.final_demand.size(); ++k) {
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += by_flows.imports_by_product(i, k);
      RC_ASSERT(std::abs(sum - by_row.final_demand[k].imports) <= 1e-12 * std::abs(sum));
    }
  }));
}

TEST(TradeContent, SaysWhatTheColumnsLack) {
  InputOutputTable t = reference::germany_1995();
  t.primary_inputs.erase(t.primary_inputs.begin() + 1);  // product taxes
  const TradeContent c = trade_content(t);
  const auto expected = ::reference::values("germany_1995.txt");
  for (std::size_t j = 0; j < 6; ++j)
    EXPECT_NEAR(c.unaccounted[j], expected.at("content_taxes_" + std::to_string(j)), 1e-14);
  t.final_demand.pop_back();
  EXPECT_TRUE(std::isnan(trade_content(t).vertical_specialisation_share));
}

TEST(TradeContent, RefusesTablesWithoutImports) {
  const auto refused = [](const std::string& says, auto change, std::optional<ImportFigures> figures = std::nullopt) {
    return testing::Refusal{"structure::trade_content: " + says, [=] {
                              InputOutputTable t = reference::germany_1995();
                              change(t);
                              (void)trade_content(t, figures);
                            }};
  };
  testing::expect_refused({
      refused("the table must have imports_row; got none",
              [](auto& t) { t.primary_inputs.erase(t.primary_inputs.begin()); }),
      refused(
          "the table must have imported_flows; got none", [](auto&) {}, ImportFigures::imported_flows),
      refused("output must have 6 values, as there are names; got 0", [](auto& t) { t.output.clear(); }),
      refused("a sector with primary inputs or imports must have output; got none in \"construction\"",
              [](auto& t) {
                t.output[2] = 0;
                for (std::size_t i = 0; i < 6; ++i) t.flows(i, 2) = 0;
              }),
  });
}

}  // namespace
}  // namespace foreplan::structure
