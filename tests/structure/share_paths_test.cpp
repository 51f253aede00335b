#include "structure/share_paths.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <string>
#include <vector>

namespace foreplan::structure {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
using Shares = std::vector<double>;

const std::vector<std::string> kNames{"a", "b", "c"};
const Shares kBase{0.2, 0.3, 0.5};

std::vector<Shares> paths(std::vector<ShareAnchors> anchors, std::size_t periods, SharePath path) {
  return share_paths("test", kNames, kBase, std::move(anchors), periods, path);
}

void expect_near(const Shares& got, const Shares& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t t = 0; t < got.size(); ++t) EXPECT_NEAR(got[t], expected[t], 1e-15) << t;
}

TEST(SharePath, LinearGoesInEqualStepsFromAnchorToAnchorAndStays) {
  // Anchors in any order.
  const auto p = paths({{{4, 0.1}, {2, 0.4}}, {}, {}}, 6, SharePath::linear);
  expect_near(p[0], {0.2, 0.3, 0.4, 0.25, 0.1, 0.1, 0.1});
  EXPECT_EQ(p[0][2], 0.4);
  EXPECT_EQ(p[0][4], 0.1);
  EXPECT_TRUE(p[1].empty());
  EXPECT_TRUE(p[2].empty());
}

// mpmath 1.3, 30 digits: 1 / (1 + exp(-((1 - w) logit(0.2) + w logit(0.4)))) at w = 1/3 and 2/3.
TEST(SharePath, LogitGoesInEqualStepsOfTheLogOdds) {
  const auto p = paths({{{3, 0.4}}, {}, {}}, 4, SharePath::logit);
  expect_near(p[0], {0.2, 0.25743344606371199, 0.3246664887870321, 0.4, 0.4});
}

// mpmath 1.3, 30 digits: (0.2, 0.3, 0.5)^(1 - w) (0.4, 0.1, 0.5)^w divided by its sum.
TEST(SharePath, LogRatioGoesAlongTheStraightLineOfCompositions) {
  const auto p = paths({{{3, 0.4}}, {{3, 0.1}}, {}}, 3, SharePath::log_ratio);
  expect_near(p[0], {0.2, 0.26248557749744115, 0.33012218416576564, 0.4});
  expect_near(p[1], {0.3, 0.2166770701951608, 0.14996795474958421, 0.1});
  EXPECT_TRUE(p[2].empty());
}

TEST(SharePath, LogRatioOfOneSectorIsItsLogit) {
  const auto joint = paths({{}, {{5, 0.6}, {9, 0.1}}, {}}, 10, SharePath::log_ratio);
  const auto own = paths({{}, {{5, 0.6}, {9, 0.1}}, {}}, 10, SharePath::logit);
  expect_near(joint[1], own[1]);
}

TEST(SharePath, ThatStaysWhereItIsIsConstant) {
  for (const SharePath path : {SharePath::linear, SharePath::logit, SharePath::log_ratio}) {
    const auto all = paths({{{7, 0.2}}, {}, {}}, 7, path);
    for (const double share : all[0]) EXPECT_NEAR(share, 0.2, 1e-16);
  }
}

TEST(SharePath, RefusesWhatItCannotStartFromOrGoThrough) {
  const auto refused = [](const Shares& base, std::vector<ShareAnchors> anchors, SharePath path, const char* text) {
    EXPECT_THAT([&] { (void)share_paths("test", kNames, base, anchors, 9, path); },
                ThrowsMessage<InvalidArgument>(HasSubstr(text)));
  };
  for (const SharePath path : {SharePath::logit, SharePath::log_ratio}) {
    refused({0, 0.5, 0.5}, {{{3, 0.4}}, {}, {}}, path,
            "test: a logit or log-ratio path must begin in (0, 1); got 0 for \"a\"");
    refused({1, 0, 0}, {{{3, 0.4}}, {}, {}}, path, "must begin in (0, 1); got 1 for \"a\"");
  }
  refused(kBase, {{{3, 0.4}}, {{4, 0.1}}, {}}, SharePath::log_ratio, "in the same periods; got \"a\" and \"b\"");
  refused(kBase, {{{3, 0.4}, {5, 0.4}}, {{3, 0.1}}, {}}, SharePath::log_ratio, "in the same periods");
  refused(kBase, {{{3, 0.5}}, {{3, 0.5}}, {}}, SharePath::log_ratio, "something left beside its targets; got 0");
  EXPECT_NO_THROW((void)share_paths("test", kNames, {0, 0.5, 0.5}, {{{3, 0.4}}, {}, {}}, 9, SharePath::linear));
}

}  // namespace
}  // namespace foreplan::structure
