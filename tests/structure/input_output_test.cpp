#include <foreplan/structure/input_output.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "germany.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = InputOutputFindingKind;

/// Miller & Blair (2009), section 2.3.
InputOutputTable two_sectors() {
  return complete({.sectors = {"agriculture", "manufactures"},
                   .unit = Unit::money("USD", 6, PriceBasis::current()),
                   .flows = matrix({{150, 500}, {200, 100}}),
                   .output = {1000, 2000}});
}

std::vector<InputOutputFinding> of_kind(const InputOutputTable& t, Kind kind,
                                        const InputOutputCheckOptions& options = {}) {
  std::vector<InputOutputFinding> found;
  for (const InputOutputFinding& f : check(t, options).findings)
    if (f.kind == kind) found.push_back(f);
  return found;
}
InputOutputFinding only(const InputOutputTable& t, Kind kind) {
  const auto found = of_kind(t, kind);
  EXPECT_EQ(found.size(), 1u) << to_string(kind);
  return found.empty() ? InputOutputFinding{} : found.front();
}

TEST(InputOutputTable, IsCompletedByWhatIsLeft) {
  // Final demand (350, 1700) and value added (650, 1400) are Miller & Blair's table 2.3.
  const InputOutputTable t = two_sectors();
  ASSERT_EQ(t.final_demand.size(), 1u);
  EXPECT_THAT(t.final_demand[0].values, ElementsAre(350, 1700));
  EXPECT_THAT(value_added(t), ElementsAre(650, 1400));
  EXPECT_TRUE(check(t).findings.empty());

  const InputOutputTable by_rows = complete({.sectors = {"a", "b"},
                                             .flows = matrix({{150, 500}, {200, 100}}),
                                             .final_demand = {{"all", FinalDemandKind::other, {350, 1700}, {}, {}}}});
  EXPECT_THAT(by_rows.output, ElementsAre(1000, 2000));
}

TEST(InputOutputTable, GermanyAddsUpButForThePrintedTotal) {
  // The manual's rows and columns add up to the last digit; the total uses it prints for industry do not.
  const InputOutputTable t = reference::germany_1995();
  EXPECT_THAT(intermediate_use(t), ElementsAre(28691, 460104, 49543, 196708, 423933, 66638));
  EXPECT_THAT(intermediate_inputs(t), ElementsAre(18235, 521216, 115007, 198364, 255217, 117578));
  EXPECT_THAT(value_added(t), ElementsAre(21664, 395022, 115624, 311407, 415426, 365017));
  const InputOutputCheck result = check(t);
  ASSERT_EQ(result.count(Kind::stated_uses_differ), 1u);
  EXPECT_EQ(result.findings.front().sentence,
            "industry_group: intermediate use of 460,104 million EUR and final demand of 619,342 million EUR add to "
            "1,079,446 million EUR, 46 million EUR more than the total of 1,079,400 million EUR that the source "
            "states.");
  EXPECT_FALSE(result.consistent());
  EXPECT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(
      check(t, {.language = Language::vietnamese}).findings.front().sentence,
      "industry_group: tiêu dùng trung gian 460.104 triệu EUR và sử dụng cuối cùng 619.342 triệu EUR cộng lại bằng "
      "1.079.446 triệu EUR, nhiều hơn 46 triệu EUR so với tổng số 1.079.400 triệu EUR ghi trong nguồn.");
  // Half a unit for each of eleven cells and the total does not explain 46; ten times as much does.
  EXPECT_EQ(check(t, {.rounding = 0.5}).findings.size(), 1u);
  EXPECT_TRUE(check(t, {.rounding = 5}).consistent());
}

TEST(InputOutputTable, NamesRowsAndColumnsThatDoNotAddUp) {
  InputOutputTable t = two_sectors();
  t.flows(0, 1) += 25;
  const InputOutputFinding row = only(t, Kind::row_does_not_add_up);
  EXPECT_EQ(row.row, "agriculture");
  EXPECT_EQ(row.value, 1025);
  EXPECT_EQ(row.expected, 1000);
  EXPECT_EQ(row.sentence,
            "agriculture: intermediate use of 675 million USD and final demand of 350 million USD add to 1,025 million "
            "USD, 25 million USD more than the output of 1,000 million USD.");
  const InputOutputFinding column = only(t, Kind::column_does_not_add_up);
  EXPECT_EQ(column.column, "manufactures");
  EXPECT_THAT(column.sentence, HasSubstr("add to 2,025 million USD, 25 million USD more than the output"));
  EXPECT_FALSE(check(t).consistent());
  EXPECT_TRUE(check(t, {.tolerance = 0.03}).consistent());
}

TEST(InputOutputTable, SeesProductTaxesLeftOut) {
  InputOutputTable t = reference::germany_1995();
  t.primary_inputs.erase(t.primary_inputs.begin() + 1);
  const InputOutputFinding f = only(t, Kind::product_taxes_left_out);
  EXPECT_EQ(f.value, 38510);  // the manual's total of the row
  EXPECT_EQ(f.severity, FindingSeverity::warning);
  EXPECT_THAT(f.sentence, HasSubstr("6 of 6 sectors fall short of output, by 38,510 million EUR"));
  EXPECT_EQ(of_kind(t, Kind::column_does_not_add_up).size(), 6u);
  // One column alone is an error of that column.
  t = two_sectors();
  t.primary_inputs[0].values[0] -= 10;
  EXPECT_TRUE(of_kind(t, Kind::product_taxes_left_out).empty());
}

TEST(InputOutputTable, SeesCoefficientsPassedAsFlows) {
  InputOutputTable t = two_sectors();
  t.flows = matrix({{.15, .25}, {.20, .05}});
  const InputOutputCheck result = check(t);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].kind, Kind::coefficients_as_flows);
  EXPECT_THAT(result.findings[0].sentence, HasSubstr("no column adds to more than 0.35, but output is up to 2,000"));
  // A small table whose output is of the size of its flows is none.
  EXPECT_EQ(check(complete({.sectors = {"a", "b"}, .flows = matrix({{.15, .5}, {.2, .1}}), .output = {1, 2}}))
                .count(Kind::coefficients_as_flows),
            0u);
}

TEST(InputOutputTable, ComparesImportedFlowsWithTheRowOfImports) {
  InputOutputTable t = two_sectors();
  t.imported_flows = matrix({{10, 20}, {5, 40}});
  EXPECT_TRUE(check(t).findings.empty());
  t.primary_inputs.push_back({"imports", PrimaryInputKind::imports, {15, 61}});
  for (std::size_t j = 0; j < 2; ++j) t.primary_inputs[0].values[j] -= t.primary_inputs[1].values[j];
  EXPECT_EQ(
      only(t, Kind::imports_differ).sentence,
      "manufactures: imported flows add to 60 million USD, 1 million USD less than the imports of 61 million USD.");
}

TEST(InputOutputTable, HasAPolicyForEmptySectors) {
  const auto table = [](const Matrix& flows, std::vector<double> output) {
    return complete({.sectors = {"a", "b"},
                     .unit = Unit::money("USD", 6, PriceBasis::current()),
                     .flows = flows,
                     .output = std::move(output)});
  };
  const InputOutputFinding idle = only(table(matrix({{1, 0}, {0, 0}}), {4, 0}), Kind::no_output);
  EXPECT_EQ(idle.row, "b");
  EXPECT_EQ(idle.severity, FindingSeverity::note);
  const InputOutputFinding uses = only(table(matrix({{1, 2}, {0, 0}}), {4, 0}), Kind::no_output);
  EXPECT_EQ(uses.severity, FindingSeverity::contradiction);
  EXPECT_EQ(uses.sentence, "b has no output but uses inputs of 2 million USD.");
  EXPECT_EQ(only(table(matrix({{1, 0}, {1, 0}}), {4, 3}), Kind::no_inputs).row, "b");
  EXPECT_EQ(only(table(matrix({{1, 0}, {4, 1}}), {4, 9}), Kind::inputs_exceed_output).column, "a");
}

TEST(InputOutputTable, FindsNegativeCellsWhereTheyMeanNothing) {
  InputOutputTable t = reference::germany_1995();  // Taxes on production and inventories are negative in places.
  EXPECT_TRUE(of_kind(t, Kind::negative_cell).empty());
  t.flows(2, 0) = -426;
  t.final_demand[4].values[5] = -2042;
  t.primary_inputs[2].values[1] = -1;
  t.satellites[0].values[3] = -7;
  const auto found = of_kind(t, Kind::negative_cell);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].sentence,
            "agriculture_group uses products of construction of \u2212426 million EUR, less than zero.");
  EXPECT_EQ(found[0].severity, FindingSeverity::contradiction);
  EXPECT_EQ(found[1].column, "exports");
  EXPECT_EQ(found[2].row, "compensation_employees");
  EXPECT_EQ(found[3].row, "employment_wage_salary");
  EXPECT_THAT(found[3].sentence, HasSubstr("trade_group has employment_wage_salary of \u22127 thousand people"));
}

TEST(InputOutputTable, AsksAtWhosePrices) {
  InputOutputTable t = two_sectors();
  t.unit = Unit::money("USD", 6, PriceBasis::unstated());
  EXPECT_EQ(only(t, Kind::price_basis_not_stated).severity, FindingSeverity::warning);
  t.unit = {};
  EXPECT_THAT(only(t, Kind::price_basis_not_stated).sentence, HasSubstr("no unit"));
  t.unit = Unit::physical("t", 3);
  EXPECT_TRUE(check(t).findings.empty());
}

TEST(InputOutputTable, CompletedTablesAlwaysAddUp) {
  EXPECT_TRUE(rc::check([] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 9);
    InputOutputTable t;
    t.unit = Unit::money("USD", 6, PriceBasis::current());
    for (std::size_t i = 0; i < n; ++i) t.sectors.push_back("s" + std::to_string(i));
    t.flows = filled_matrix(n, n);
    for (double& x : t.flows.values) x = *rc::gen::inRange(1, 100'000) / 7.0;
    std::vector<double> demand(n);
    for (double& x : demand) x = *rc::gen::inRange(1, 100'000) / 3.0;
    t.final_demand = {{"all", FinalDemandKind::other, demand, {}, {}}};
    t = complete(t);
    RC_ASSERT(check(t, {.tolerance = 1e-14}).consistent());
    // Whatever cell is changed, its row and its column are named.
    const auto i = *rc::gen::inRange<std::size_t>(0, n), j = *rc::gen::inRange<std::size_t>(0, n);
    t.flows(i, j) += t.output[i] + t.output[j];
    const auto result = check(t);
    RC_ASSERT(result.count(Kind::row_does_not_add_up) == 1u);
    RC_ASSERT(result.count(Kind::column_does_not_add_up) == 1u);
    RC_ASSERT(std::any_of(result.findings.begin(), result.findings.end(),
                          [&](const auto& f) { return f.row == t.sectors[i]; }));
  }));
}

TEST(InputOutputTable, RefusesBrokenShapes) {
  const auto refused = [](const std::string& says, auto change) {
    return testing::Refusal{"structure::check: " + says, [change] {
                              InputOutputTable t = two_sectors();
                              change(t);
                              (void)check(t);
                            }};
  };
  testing::expect_refused({
      refused("a table must have at least one sector; got none", [](auto& t) { t.sectors.clear(); }),
      refused("every sector must have a name; got none at index 1", [](auto& t) { t.sectors[1].clear(); }),
      refused("each sector must stand once; got \"agriculture\"", [](auto& t) { t.sectors[1] = t.sectors[0]; }),
      refused("flows must have 2 x 2 cells, as there are names; got 1 x 2",
              [](auto& t) {
                t.flows = matrix({{1, 2}});
              }),
      refused("a matrix must have rows x columns values", [](auto& t) { t.flows.values.pop_back(); }),
      refused("flows must be finite; got NaN from \"agriculture\" to \"manufactures\"",
              [](auto& t) { t.flows(0, 1) = std::nan(""); }),
      refused("imported flows must have 2 x 2 cells, as there are names; got 3 x 2",
              [](auto& t) { t.imported_flows = filled_matrix(3, 2); }),
      refused("output must have 2 values, as there are names; got 0", [](auto& t) { t.output.clear(); }),
      refused("output must be finite; got inf in \"manufactures\"",
              [](auto& t) { t.output[1] = std::numeric_limits<double>::infinity(); }),
      refused("final demand \"final demand\" must have 2 values, as there are names; got 3",
              [](auto& t) { t.final_demand[0].values.push_back(1); }),
      refused("imports of final demand must be finite; got NaN in \"final demand\"",
              [](auto& t) { t.final_demand[0].imports = std::nan(""); }),
      refused("each primary input must stand once; got \"value added\"",
              [](auto& t) { t.primary_inputs.push_back(t.primary_inputs[0]); }),
      refused("every satellite account must have a name", [](auto& t) { t.satellites.push_back({}); }),
      refused("stated uses must have 2 values, as there are names; got 1", [](auto& t) { t.stated_uses = {1}; }),
      {"structure::check: tolerance must be >= 0 and finite; got -1",
       [] { (void)check(two_sectors(), {.tolerance = -1}); }},
      {"structure::check: rounding must be >= 0 and finite; got NaN",
       [] { (void)check(two_sectors(), {.rounding = std::nan("")}); }},
      {"structure::complete: output or final demand must be given; got neither",
       [] { (void)complete({.sectors = {"a"}, .flows = matrix({{1}})}); }},
  });
}

}  // namespace
}  // namespace foreplan::structure
