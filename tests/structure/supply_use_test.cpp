#include <foreplan/structure/supply_use.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "reference_table.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = InputOutputFindingKind;
using Model = TransformationModel;

constexpr Model kModels[] = {Model::product_technology, Model::industry_technology, Model::fixed_industry_sales,
                             Model::fixed_product_sales};

/// The tables of tests/reference/supply_use.py.
SupplyUseTables three_products() {
  return {.products = {"grain", "goods", "services"},
          .industries = {"farms", "factories", "offices"},
          .unit = Unit::money("USD", 6, PriceBasis::current(), Valuation::basic),
          .supply = matrix({{90, 6, 0}, {10, 200, 5}, {4, 14, 171}}),
          .use = matrix({{20, 30, 3}, {25, 80, 30}, {14, 40, 36}}),
          .final_demand = {{"households", FinalDemandKind::household_consumption, {30, 50, 70}, {}, {}},
                           {"exports", FinalDemandKind::exports, {13, 30, 29}, {}, {}}},
          .primary_inputs = {{"wages", PrimaryInputKind::compensation_of_employees, {25, 40, 80}},
                             {"surplus", PrimaryInputKind::other_value_added, {20, 30, 27}}}};
}

/// One value of the result, by the names of the reference.
double value(const InputOutputTable& t, bool products, const std::string& row, std::size_t j) {
  if (row.starts_with("flow")) {
    const auto i = static_cast<std::size_t>(row[4] - '0');
    return products ? t.flows(i, j) : t.flows(j, i);
  }
  for (const auto& p : t.primary_inputs)
    if (p.name == row) return p.values[j];
  for (const auto& f : t.final_demand)
    if (f.name == row) return f.values[j];
  return std::nan("");
}

TEST(SupplyUse, FourModelsAgreeWithTheirDefinitionsInExactFractions) {
  ASSERT_TRUE(check(three_products()).findings.empty());
  for (const Model model : kModels) {
    const SymmetricTransformation s = to_symmetric(three_products(), model);
    ASSERT_TRUE(s.usable());
    const bool products = model == Model::product_technology || model == Model::industry_technology;
    EXPECT_EQ(s.table.sectors.front(), products ? "grain" : "farms");
    EXPECT_TRUE(check(s.table).consistent()) << to_string(model);
    std::ifstream file = ::reference::open("supply_use.txt");
    std::size_t compared = 0;
    for (std::string line; std::getline(file, line);) {
      const auto cells = ::reference::cells(line);
      if (cells[0] != to_string(model)) continue;
      EXPECT_NEAR(value(s.table, products, cells[1], std::stoul(cells[2])), std::stod(cells[3]), 1e-12) << line;
      ++compared;
    }
    EXPECT_EQ(compared, 15u);
  }
}

TEST(SupplyUse, ReportsTheNegativesOfProductTechnology) {
  // A unit of grain takes 12/90 of grain. The factories make 10 of grain and are said to use none: what their goods
  // then take of it is -10 x 12/90.
  const SupplyUseTables t{.products = {"grain", "goods"},
                          .industries = {"farms", "factories"},
                          .unit = Unit::money("USD", 6, PriceBasis::current()),
                          .supply = matrix({{90, 10}, {0, 100}}),
                          .use = matrix({{12, 0}, {10, 7}})};
  const SymmetricTransformation a = to_symmetric(t, Model::product_technology);
  EXPECT_NEAR(a.table.flows(0, 1), -4. / 3, 1e-14);
  ASSERT_EQ(a.negatives.size(), 1u);
  EXPECT_EQ(a.negatives[0].row, "grain");
  EXPECT_EQ(a.negatives[0].column, "goods");
  EXPECT_THAT(a.negatives[0].sentence, HasSubstr("goods uses products of grain of \u22121.333"));
  EXPECT_TRUE(to_symmetric(t, Model::industry_technology).negatives.empty());
}

TEST(SupplyUse, SaysWhichIndustryMakesTheMixOfAnother) {
  SupplyUseTables t = three_products();
  for (std::size_t i = 0; i < 3; ++i) t.supply(i, 2) = 3 * t.supply(i, 0);
  for (const Model model : {Model::product_technology, Model::fixed_industry_sales}) {
    const SymmetricTransformation s = to_symmetric(t, model);
    EXPECT_EQ(s.stop, Stop::singular);
    EXPECT_FALSE(s.usable());
    EXPECT_EQ(s.singular_industry, "offices");
  }
  EXPECT_TRUE(to_symmetric(t, Model::fixed_product_sales).usable());
}

TEST(SupplyUse, WithoutByProductsAllModelsAreTheUseTable) {
  SupplyUseTables t = three_products();
  t.supply = matrix({{96, 0, 0}, {0, 215, 0}, {0, 0, 189}});
  t.satellites = {{"jobs", Unit::physical("person", 3), {5, 7, 9}}};
  t.imported_use = matrix({{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
  for (const Model model : kModels) {
    const SymmetricTransformation s = to_symmetric(t, model);
    ASSERT_TRUE(s.usable());
    for (std::size_t k = 0; k < 9; ++k) {
      EXPECT_NEAR(s.table.flows.values[k], t.use.values[k], 1e-13);
      EXPECT_NEAR(s.table.imported_flows.values[k], t.imported_use.values[k], 1e-14);
    }
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(s.table.satellites[0].values[j], t.satellites[0].values[j], 1e-14);
  }
}

TEST(SupplyUse, TransformedTablesAddUpAndKeepTotals) {
  EXPECT_TRUE(rc::check([] {
    const auto products = *rc::gen::inRange<std::size_t>(1, 7), industries = *rc::gen::inRange<std::size_t>(1, 7);
    SupplyUseTables t;
    t.unit = Unit::money("USD", 6, PriceBasis::current());
    for (std::size_t i = 0; i < products; ++i) t.products.push_back("p" + std::to_string(i));
    for (std::size_t j = 0; j < industries; ++j) t.industries.push_back("i" + std::to_string(j));
    const auto cells = [&](int low) {
      Matrix m = filled_matrix(products, industries);
      for (double& x : m.values) x = *rc::gen::inRange(low, 100) / 7.0;
      return m;
    };
    t.supply = cells(1);
    t.use = cells(0);
    t.final_demand = {{"f", FinalDemandKind::inventory_change, row_sums(t.supply), {}, {}}};
    t.primary_inputs = {{"v", PrimaryInputKind::other_value_added, column_sums(t.supply)}};
    for (std::size_t i = 0; i < products; ++i)
      for (std::size_t j = 0; j < industries; ++j) {
        t.final_demand[0].values[i] -= t.use(i, j);
        t.primary_inputs[0].values[j] -= t.use(i, j);
      }
    const double used = std::accumulate(t.use.values.begin(), t.use.values.end(), 0.0);
    for (const Model model : kModels) {
      const bool inverts = model == Model::product_technology || model == Model::fixed_industry_sales;
      if (inverts && products != industries) continue;
      const SymmetricTransformation s = to_symmetric(t, model);
      if (!s.usable()) continue;
      // An ill-conditioned supply table makes T large, and rounding in proportion.
      double size = 1;
      for (const double x : s.matrix.values) size = std::max(size, std::abs(x));
      const double total = std::accumulate(s.table.flows.values.begin(), s.table.flows.values.end(), 0.0);
      RC_ASSERT(std::abs(total - used) <= 1e-10 * size * size * (1 + used));
      for (const InputOutputFinding& f : check(s.table, {.rounding = 1e-10 * size * size}).findings)
        RC_ASSERT(f.kind != Kind::row_does_not_add_up && f.kind != Kind::column_does_not_add_up);
      if (!inverts) RC_ASSERT(s.negatives.empty());
    }
  }));
}

TEST(SupplyUse, ChecksProductsAndIndustries) {
  SupplyUseTables t = three_products();
  t.supply(0, 2) = -4;
  const InputOutputCheck result = check(t);
  EXPECT_EQ(result.count(Kind::row_does_not_add_up), 1u);
  EXPECT_EQ(result.count(Kind::column_does_not_add_up), 1u);
  const auto& sentences = result.findings;
  EXPECT_THAT(sentences[0].sentence, HasSubstr("grain: intermediate use of 53 million USD and final demand of 43"));
  EXPECT_THAT(sentences[1].sentence, HasSubstr("offices: intermediate inputs of 69 million USD"));
  EXPECT_EQ(sentences[2].sentence, "offices makes \u22124 million USD of grain, less than zero.");
  t = three_products();
  for (std::size_t j = 0; j < 3; ++j) t.supply(1, j) = 0;
  EXPECT_THAT(check(t).findings[0].sentence, HasSubstr("goods has no output but delivers 215 million USD"));
}

TEST(SupplyUse, RefusesWhatCannotBeTransformed) {
  const auto refused = [](const std::string& says, Model model, auto change) {
    return testing::Refusal{"structure::to_symmetric: " + says, [model, change] {
                              SupplyUseTables t = three_products();
                              change(t);
                              (void)to_symmetric(t, model);
                            }};
  };
  const auto without_goods = [](auto& t) {
    for (std::size_t j = 0; j < 3; ++j) t.supply(1, j) = 0;
  };
  const auto without_farms = [](auto& t) {
    for (std::size_t i = 0; i < 3; ++i) t.supply(i, 0) = 0;
  };
  testing::expect_refused({
      refused("a table must have at least one product", Model::industry_technology,
              [](auto& t) { t.products.clear(); }),
      refused("each industry must stand once; got \"farms\"", Model::industry_technology,
              [](auto& t) { t.industries[1] = "farms"; }),
      refused("supply must have 3 x 3 cells, as there are names; got 2 x 1", Model::industry_technology,
              [](auto& t) {
                t.supply = matrix({{1}, {2}});
              }),
      refused("use must be finite; got NaN from \"grain\" to \"offices\"", Model::industry_technology,
              [](auto& t) { t.use(0, 2) = std::nan(""); }),
      refused("product_technology needs as many products as industries; got 3 and 2", Model::product_technology,
              [](auto& t) {
                t = {.products = t.products,
                     .industries = {"a", "b"},
                     .supply = filled_matrix(3, 2, 1),
                     .use = filled_matrix(3, 2, 1)};
              }),
      refused("an industry that uses products must have output; got none for \"farms\"", Model::industry_technology,
              without_farms),
      refused("a product that is used must have output, by which its makers are known; got none for \"goods\"",
              Model::fixed_product_sales, without_goods),
  });
}

}  // namespace
}  // namespace foreplan::structure
