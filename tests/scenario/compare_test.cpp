#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <algorithm>

namespace foreplan::scenario {
namespace {

/// y = (10 + i + g) / 0.4
Model keynes() { return compile("c = 10 + 0.6 * y\n y = c + i + g"); }
Scenario keynes_base() {
  return {"base", Frame({{"i", Period(2020), {}, {20, 21, 22}}, {"g", Period(2020), {}, {30, 30, 30}}})};
}

}  // namespace

TEST(Compare, ShowsDifferencesAndPerCent) {
  const auto base = solve(keynes(), keynes_base(), {2020, 2022});
  const auto high = solve(keynes(), keynes_base().layer("high").shift("g", 4, {2021, 2022}), {2020, 2022});
  const Comparison c = compare(high, base, {"y"});
  EXPECT_EQ(c.scenario, "high");
  EXPECT_EQ(c.base, "base");
  EXPECT_NEAR(c["y"].difference[1], 10, 1e-10);
  EXPECT_NEAR(c["y"].per_cent[1], 100 * 10 / (61 / 0.4), 1e-10);
  EXPECT_EQ(c["y"].difference[0], 0);
  EXPECT_THROW((void)c["yy"], InvalidArgument);
  EXPECT_THROW((void)compare(high, scenario::Run()), InvalidArgument);
}

TEST(LargestDifferences, StandInOrder) {
  const auto base = solve(keynes(), keynes_base(), {2020, 2022});
  const auto high = solve(keynes(), keynes_base().layer("high").shift("g", 4, {2021, 2021}).shift("g", 6, {2022, 2022}),
                          {2020, 2022});
  const Comparison c = compare(high, base);
  const auto all = largest_differences(c, {.tolerance = 1e-9});
  ASSERT_EQ(all.size(), 6U);  // c, y and g in two years
  EXPECT_TRUE(
      std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.relative > b.relative; }));
  EXPECT_EQ(all[0].variable, "g");
  EXPECT_EQ(all[0].period, Period(2022));
  EXPECT_DOUBLE_EQ(all[0].relative, 6.0 / 31);
  const auto peaks = largest_differences(c, {.tolerance = 1e-9, .peaks = true});
  ASSERT_EQ(peaks.size(), 3U);
  for (const auto& one : peaks) EXPECT_EQ(one.period, Period(2022));
  EXPECT_EQ(largest_differences(c, {.most = 2}).size(), 2U);
  EXPECT_TRUE(largest_differences(c, {.tolerance = 1}).empty());
  EXPECT_THROW((void)largest_differences(c, {.tolerance = -1}), InvalidArgument);
}

}  // namespace foreplan::scenario
