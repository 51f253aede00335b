#include <foreplan/structure/aggregation.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "germany.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using ::testing::ElementsAre;

const std::vector<SectorGroup> kThree = {
    {"primary", {"agriculture_group"}},
    {"secondary", {"construction", "industry_group"}},
    {"tertiary", {"trade_group", "business_services_group", "other_services_group"}}};

TEST(Aggregate, SumsAllThatGermanysTableHas) {
  const InputOutputTable t = aggregate(reference::germany_1995(), kThree);
  EXPECT_THAT(t.sectors, ElementsAre("primary", "secondary", "tertiary"));
  EXPECT_THAT(t.output, ElementsAre(43910, 1079446 + 245606, 540063 + 692487 + 508918));
  EXPECT_EQ(t.flows(1, 1), 304584 + 64167 + 7334 + 3875);
  EXPECT_EQ(t.flows(0, 2), 607 + 710 + 762);
  EXPECT_THAT(t.final_demand[4].values, ElementsAre(3734, 313711 + 149, 46045 + 13612 + 2042));
  EXPECT_THAT(value_added(t), ElementsAre(21664, 395022 + 115624, 311407 + 415426 + 365017));
  EXPECT_THAT(t.satellites[2].values, ElementsAre(1096, 8381 + 3236, 9251 + 4258 + 10206));
  // It adds up as it did before; what the source printed for industry is still 46 short.
  const InputOutputCheck result = check(t);
  EXPECT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].row, "secondary");
}

TEST(Aggregate, BiasAgreesWithExactFractions) {
  const InputOutputTable t = reference::germany_1995();
  const auto expected = ::reference::values("germany_1995.txt");
  for (const auto& [name, sector] : {std::pair("industry", 1), std::pair("construction", 2)}) {
    std::vector<double> demand(6, 0);
    demand[static_cast<std::size_t>(sector)] = 1000;
    const AggregationBias bias = aggregation_bias(t, kThree, demand);
    for (std::size_t g = 0; g < 3; ++g) {
      const std::string at = std::string(name) + "_" + std::to_string(g);
      EXPECT_NEAR(bias.first_order[g], expected.at("bias_first_" + at), 1e-11) << at;
      EXPECT_NEAR(bias.total[g], expected.at("bias_total_" + at), 1e-10) << at;
    }
  }
  for (const double b : aggregation_bias(t, kThree, final_use(t)).total) EXPECT_NEAR(b, 0, 1e-8);
}

TEST(Aggregate, KeepsTotalsAndComesBackFromAnyOrder) {
  EXPECT_TRUE(rc::check([] {
    const InputOutputTable t = reference::germany_1995();
    auto order = t.sectors;
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
    const InputOutputTable other = reordered(t, order);
    RC_ASSERT(other.sectors == order);
    RC_ASSERT(reordered(other, t.sectors) == t);
    // The first k sectors together: whole numbers, so that every sum is exact.
    const auto k = static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(1, 6));
    const std::vector<SectorGroup> two = {{"a", {order.begin(), order.begin() + k}},
                                          {"b", {order.begin() + k, order.end()}}};
    RC_ASSERT(aggregate(other, two) == aggregate(t, two));
    const auto total = [](const Matrix& m) { return std::accumulate(m.values.begin(), m.values.end(), 0.0); };
    RC_ASSERT(total(aggregate(t, two).flows) == total(t.flows));
  }));
}

TEST(Aggregate, LikeSectorsHaveNoBias) {
  // b and c use the groups alike, 0.3 of a and 0.2 of b and c, if not each other alike.
  const InputOutputTable t = complete({.sectors = {"a", "b", "c"},
                                       .flows = matrix({{10, 30, 60}, {5, 20, 10}, {15, 0, 30}}),
                                       .output = {100, 100, 200}});
  const AggregationBias bias = aggregation_bias(t, {{"a", {"a"}}, {"bc", {"b", "c"}}}, {0, 7, 3});
  for (std::size_t g = 0; g < 2; ++g) {
    EXPECT_NEAR(bias.first_order[g], 0, 1e-14);
    EXPECT_NEAR(bias.total[g], 0, 1e-14);
  }
}

TEST(Aggregate, RefusesGroupsThatAreNoPartition) {
  const auto refused = [](const std::string& says, const std::vector<SectorGroup>& groups) {
    return testing::Refusal{
        "structure::aggregate: " + says, [groups] {
          (void)aggregate(
              complete({.sectors = {"agriculture", "goods"}, .flows = matrix({{1, 2}, {3, 4}}), .output = {10, 10}}),
              groups);
        }};
  };
  testing::expect_refused({
      refused("a table must have at least one group; got none", {}),
      refused("each group must stand once; got \"g\"", {{"g", {"agriculture"}}, {"g", {"goods"}}}),
      refused("a group must have sectors; got none \"h\"", {{"g", {"agriculture", "goods"}}, {"h", {}}}),
      refused("groups must hold sectors of the table; got \"agricultur\", did you mean \"agriculture\"?",
              {{"g", {"agricultur", "goods"}}}),
      refused("a sector must be in one group; got \"goods\" in \"g\" and \"h\"",
              {{"g", {"agriculture", "goods"}}, {"h", {"goods"}}}),
      refused("every sector must be in a group; got \"goods\" in none", {{"g", {"agriculture"}}}),
      {"structure::aggregation_bias: demand must have 6 values, as there are names; got 2",
       [] {
         (void)aggregation_bias(reference::germany_1995(), kThree, {1, 2});
       }},
  });
}

}  // namespace
}  // namespace foreplan::structure
