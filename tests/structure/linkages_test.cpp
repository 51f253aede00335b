#include <foreplan/structure/linkages.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "germany.hpp"
#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using reference::germany_1995;

void expect_reference(const std::vector<double>& x, const std::string& words) {
  static const reference::Lines lines = reference::read_lines("linkages.txt");
  const auto& expected = reference::line(lines, words);
  ASSERT_EQ(x.size(), expected.size()) << words;
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i] / expected[i], 1, 1e-12) << words << ' ' << i;
}

// Published for this table: forward linkages of industry, as sums.
TEST(Linkages, OfGermanysIndustry) {
  const auto forward = [](ForwardLinkage by) {
    return linkages(germany_1995(), {LinkageReach::total, by, LinkageScale::sums}).forward[1];
  };
  EXPECT_NEAR(forward(ForwardLinkage::ghosh), 1.691, 5e-4);
  EXPECT_NEAR(forward(ForwardLinkage::leontief), 2.424, 5e-4);
}

TEST(Linkages, AgreeWithTheirDefinitions) {
  for (const LinkageReach reach : {LinkageReach::direct, LinkageReach::total})
    for (const ForwardLinkage by : {ForwardLinkage::ghosh, ForwardLinkage::leontief}) {
      const Linkages l = linkages(germany_1995(), {reach, by, LinkageScale::sums});
      expect_reference(l.backward, std::string(to_string(reach)) + " backward");
      expect_reference(l.forward, std::string(to_string(reach)) + " forward " + std::string(to_string(by)));
    }
  const LinkageSpread ghosh = linkage_spread(germany_1995(), LinkageReach::total, ForwardLinkage::ghosh);
  expect_reference(ghosh.backward, "spread backward");
  expect_reference(ghosh.forward, "spread forward ghosh");
  expect_reference(linkage_spread(germany_1995(), LinkageReach::total, ForwardLinkage::leontief).forward,
                   "spread forward leontief");
  const LinkageSpread direct = linkage_spread(germany_1995(), LinkageReach::direct, ForwardLinkage::ghosh);
  expect_reference(direct.backward, "spread direct backward");
  expect_reference(direct.forward, "spread direct forward ghosh");
}

TEST(Linkages, AreOneOnAverageWhenNormalised) {
  const LinkageConvention convention{LinkageReach::total, ForwardLinkage::ghosh, LinkageScale::normalised};
  const Linkages l = linkages(germany_1995(), convention),
                 sums = linkages(germany_1995(), {.scale = LinkageScale::sums});
  EXPECT_EQ(l.convention, convention);
  EXPECT_NEAR(std::accumulate(l.backward.begin(), l.backward.end(), 0.0), 6, 1e-14);
  EXPECT_NEAR(std::accumulate(l.forward.begin(), l.forward.end(), 0.0), 6, 1e-14);
  EXPECT_EQ(l.roles, sums.roles);
  // Of the sums in linkages.txt: means 1.656 backward and 1.676 forward.
  EXPECT_EQ(l.roles, (std::vector<LinkageRole>{LinkageRole::key, LinkageRole::key, LinkageRole::backward,
                                               LinkageRole::weak, LinkageRole::forward, LinkageRole::weak}));
}

TEST(Linkages, TakeSectorsWithoutOutput) {
  InputOutputTable t = germany_1995();
  for (std::size_t i = 0; i < 6; ++i) t.flows(i, 2) = t.flows(2, i) = 0;
  t.output[2] = 0;
  const Linkages total = linkages(t, {.scale = LinkageScale::sums});
  EXPECT_NEAR(total.backward[2], 1, 1e-15);
  EXPECT_NEAR(total.forward[2], 1, 1e-15);
  const LinkageSpread spread = linkage_spread(t, LinkageReach::direct, ForwardLinkage::ghosh);
  EXPECT_TRUE(std::isnan(spread.backward[2]));
  EXPECT_TRUE(std::isnan(spread.forward[2]));
  EXPECT_FALSE(std::isnan(linkage_spread(t, LinkageReach::total, ForwardLinkage::ghosh).forward[2]));
}

TEST(LinkagesBadInput, IsRefused) {
  const InputOutputTable one{.sectors = {"all"}, .flows = matrix({{1}}), .output = {4}};
  testing::expect_refused({{"structure::linkage_spread: there must be at least two sectors; got 1",
                            [&] { (void)linkage_spread(one, LinkageReach::total, ForwardLinkage::ghosh); }}});
}

}  // namespace
}  // namespace foreplan::structure
