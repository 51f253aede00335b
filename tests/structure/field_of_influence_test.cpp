#include <foreplan/structure/field_of_influence.hpp>
#include <foreplan/structure/leontief.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "germany.hpp"
#include "random_table.hpp"
#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using reference::germany_1995;

TEST(FieldOfInfluence, IsTheSlopeOfTheInverse) {
  const reference::Lines lines = reference::read_lines("linkages.txt");
  for (const auto& [supplier, buyer] : std::vector<std::pair<std::string, std::string>>{
           {"industry_group", "business_services_group"}, {"construction", "construction"}}) {
    const Matrix field = field_of_influence(germany_1995(), supplier, buyer);
    const auto& expected = reference::line(lines, "influence " + supplier + " " + buyer);
    ASSERT_EQ(field.values.size(), expected.size());
    // Differences over steps of 10^-6 have about ten digits.
    for (std::size_t k = 0; k < expected.size(); ++k) EXPECT_NEAR(field.values[k], expected[k], 1e-9);
  }
}

TEST(FieldOfInfluence, SumsToItsTotals) {
  const Matrix sums = influence_sums(germany_1995());
  const auto& sectors = germany_1995().sectors;
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < 6; ++j) {
      const Matrix field = field_of_influence(germany_1995(), sectors[i], sectors[j]);
      EXPECT_NEAR(std::accumulate(field.values.begin(), field.values.end(), 0.0), sums(i, j), 1e-13);
    }
}

TEST(FieldOfInfluence, IsExactForChangesOfAnySize) {
  EXPECT_TRUE(rc::check("L + e / (1 - e l) F is the inverse with e more", [] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 8);
    const InputOutputTable t = testing::random_table(n);
    const auto i = *rc::gen::inRange<std::size_t>(0, n), j = *rc::gen::inRange<std::size_t>(0, n);
    Matrix a = input_coefficients(t);
    const Matrix before = factor(a).inverse(), field = field_of_influence(t, t.sectors[i], t.sectors[j]);
    const double e = -a(i, j);  // the coefficient taken away
    a(i, j) = 0;
    const Matrix after = factor(a).inverse();
    double most = 1;
    for (const double x : before.values) most = std::max(most, std::abs(x));
    for (std::size_t k = 0; k < n * n; ++k)
      RC_ASSERT(std::abs(before.values[k] + e / (1 - e * before(j, i)) * field.values[k] - after.values[k]) <
                1e-12 * most * most);
  }));
}

TEST(TolerableLimits, AreWhereAnOutputFirstMovesByOnePerCent) {
  const reference::Lines lines = reference::read_lines("linkages.txt");
  const InputOutputTable t = germany_1995();
  const Matrix limits = tolerable_limits(t, .01);
  for (std::size_t i = 0; i < 6; ++i) {
    const auto& expected = reference::line(lines, "limit " + t.sectors[i]);
    for (std::size_t j = 0; j < 6; ++j) EXPECT_NEAR(limits(i, j) / expected[j], 1, 1e-9) << i << ' ' << j;
  }
  const auto important = important_coefficients(t);
  ASSERT_EQ(important.size(), 12u);  // those below .2 in linkages.txt
  // Deliveries of agriculture to industry lead: agriculture has few other buyers.
  EXPECT_EQ(important[0].supplier, "agriculture_group");
  EXPECT_EQ(important[0].buyer, "industry_group");
  EXPECT_NEAR(important[0].coefficient, 25480.0 / 1079446, 1e-15);
  for (std::size_t k = 1; k < important.size(); ++k) EXPECT_LE(important[k - 1].limit, important[k].limit);
}

TEST(TolerableLimits, AreInfiniteForNothing) {
  InputOutputTable t = germany_1995();
  t.flows(0, 2) = 0;
  EXPECT_TRUE(std::isinf(tolerable_limits(t, .01)(0, 2)));
  testing::expect_refused(
      {{"structure::tolerable_limits: tolerance must be > 0 and finite; got 0", [&] { (void)tolerable_limits(t, 0); }},
       {"structure::important_coefficients: below must be > 0; got -1",
        [&] { (void)important_coefficients(t, .01, -1); }},
       {"structure::field_of_influence: sectors must be of the table; got \"x\"",
        [&] { (void)field_of_influence(t, "x", "construction"); }}});
}

}  // namespace
}  // namespace foreplan::structure
