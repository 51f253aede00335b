#include <foreplan/stats/unit_root_breaks.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::stats {
namespace {

const std::vector<double>& series(const std::string& name) {
  static const reference::Lines all = reference::read_lines("unit_roots.txt");
  return reference::line(all, "series " + name);
}

struct Words {
  BreakingPart part;
  std::string name;
  std::size_t lags;
};

/// "both air lag3"
Words words_of(const std::string& words) {
  const std::size_t space = words.find(' '), last = words.rfind(" lag");
  const std::string part = words.substr(0, space);
  return {part == "both"    ? BreakingPart::both
          : part == "trend" ? BreakingPart::trend
                            : BreakingPart::intercept,
          words.substr(space + 1, last - space - 1), std::stoul(words.substr(last + 4))};
}

TEST(ZivotAndrews, AgreesWithUrca) {
  const reference::Lines all = reference::read_lines("unit_root_breaks.txt");
  ASSERT_GE(all.size(), 81u);
  for (const auto& [words, values] : all) {
    const auto [part, name, lags] = words_of(words);
    const ZivotAndrewsResult result = zivot_andrews_test(series(name), {part, 0, lags});
    EXPECT_NEAR(result.statistic, values[0], 1e-8) << words;
    EXPECT_EQ(static_cast<double>(result.index), values[1]) << words;
    EXPECT_EQ(result.critical_1, values[2]);
    EXPECT_EQ(result.critical_5, values[3]);
    EXPECT_EQ(result.critical_10, values[4]);
    EXPECT_EQ(result.observations, series(name).size() - 1 - lags);
  }
}

TEST(ZivotAndrews, AgreesWithStatsmodelsWithinItsTrimming) {
  const reference::Lines all = reference::read_lines("unit_root_breaks_statsmodels.txt");
  ASSERT_GE(all.size(), 54u);
  for (const auto& [words, values] : all) {
    const auto [part, name, lags] = words_of(words);
    // It counts breaks from the value before, those of a slope alone from the first one after.
    const double moved = part == BreakingPart::trend ? 0 : 1;
    const double trimming = 0.15 + moved / static_cast<double>(series(name).size());
    const ZivotAndrewsResult result = zivot_andrews_test(series(name), {part, trimming, lags});
    EXPECT_NEAR(result.statistic, values[0], 1e-7) << words;
    EXPECT_EQ(static_cast<double>(result.index), values[1] + moved) << words;
    // Its probabilities are of a simulation of its own.
    EXPECT_NEAR(result.p_value, values[2], 0.06) << words;
  }
}

TEST(ZivotAndrews, FindsAStepAndDoesNotDependOnScale) {
  std::vector<double> y, large;
  for (int t = 0; t < 80; ++t) y.push_back(std::sin(12.9898 * t * t) + (t < 50 ? 0 : 9));
  for (const double v : y) large.push_back(1e280 * v);
  const ZivotAndrewsResult result = zivot_andrews_test(y);
  EXPECT_EQ(result.index, 50u);
  EXPECT_EQ(result.p_value, 0.01);
  EXPECT_LT(result.statistic, result.critical_1);
  EXPECT_NEAR(zivot_andrews_test(large).statistic / result.statistic, 1, 1e-9);
}

TEST(ZivotAndrews, RefusesWhatItCannotJudge) {
  using V = std::vector<double>;
  testing::expect_refused({
      {"stats::zivot_andrews_test: there must be at least 12 values; got 3",
       [] {
         (void)zivot_andrews_test(V{2, 1, 3});
       }},
      {"stats::zivot_andrews_test: values must be finite; got NaN at index 1",
       [] {
         (void)zivot_andrews_test(V{2, NAN, 2, 1, 2, 3, 4, 5, 6, 1, 2, 3});
       }},
      {"stats::zivot_andrews_test: values must not be all equal; got 2", [] { (void)zivot_andrews_test(V(20, 2.0)); }},
      {"stats::zivot_andrews_test: trimming must be in [0, 0.4]; got 0.5",
       [] {
         (void)zivot_andrews_test(V{2, 1, 3}, {.trimming = 0.5});
       }},
      {"stats::zivot_andrews_test: lags must be below a third of the values; got 4",
       [] {
         (void)zivot_andrews_test(V{2, 1, 3, 2, 1, 4, 3, 2, 5, 6, 3, 2}, {.lags = 4});
       }},
  });
}

}  // namespace
}  // namespace foreplan::stats
