#include <foreplan/structure/share_breaks.hpp>
#include <foreplan/structure/shares.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"
#include "structure/joint_breaks.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::structure {
namespace {

Frame three() {
  return sum_sectors(
      reference::vietnam_etd("VA_Q15"),
      {{"agriculture", {"Agriculture"}},
       {"industry", {"Mining", "Manufacturing", "Utilities", "Construction"}},
       {"services", {"Trade", "Transport", "Business", "Financial", "RealEstate", "Government", "Other"}}});
}
Frame five() {
  return sum_sectors(reference::vietnam_etd("VA_Q15"),
                     {{"agriculture", {"Agriculture"}},
                      {"manufacturing", {"Manufacturing"}},
                      {"other industry", {"Mining", "Utilities", "Construction"}},
                      {"trade", {"Trade"}},
                      {"services", {"Transport", "Business", "Financial", "RealEstate", "Government", "Other"}}});
}

// tests/reference/share_breaks.py tries every partition, in other log ratios.
TEST(CommonBreaksOfVietnam, AreThoseOfLeastDeterminantOverAllPartitions) {
  const auto lines = reference::read_lines("share_breaks.txt");
  const std::vector<std::string> words{"none", "one", "two", "three"};
  for (const auto& [name, levels] : {std::pair{"three", three()}, std::pair{"five", five()}}) {
    const ShareBreakFit fit = fit_share_breaks(levels, {.each = {.max_breaks = 3}});
    ASSERT_EQ(fit.partitions.size(), 4u);
    for (std::size_t m = 1; m <= 3; ++m) {
      const auto& expected = reference::line(lines, std::string(name) + " " + words[m]);
      const SharePartition& p = fit.partitions[m];
      ASSERT_TRUE(p.usable()) << to_string(p.stop);
      ASSERT_EQ(p.breaks.size(), m);
      for (std::size_t i = 0; i < m; ++i)
        EXPECT_EQ(p.breaks[i], Period(static_cast<int>(expected[i]))) << name << ' ' << m;
      EXPECT_NEAR(p.bic - fit.partitions[0].bic, expected[m], 1e-7) << name << ' ' << m;
    }
    // The break of 2010 is among those chosen.
    EXPECT_EQ(std::count(fit.breaks.begin(), fit.breaks.end(), Period(2010)), 1) << name;
  }
}

TEST(SectorBreaksOfVietnam, AreThoseOfTheShareAgainstTheRest) {
  const ShareBreakFit fit = fit_share_breaks(five(), {.each = {.breaks = 1}});
  ASSERT_EQ(fit.sectors.size(), 5u);
  EXPECT_EQ(fit.breaks.size(), 1u);
  const stats::BreakFit& manufacturing = fit.sectors[1].fit;
  ASSERT_EQ(manufacturing.breaks.size(), 1u);
  EXPECT_EQ(*manufacturing.breaks[0].period, Period(2010));
  EXPECT_EQ(manufacturing.columns, 2u);
  EXPECT_EQ(fit_share_breaks(five(), {.trend = false, .each = {.breaks = 1}}).sectors[1].fit.columns, 1u);
}

/// Twelve sectors as one system, and the order and unit of sectors.
TEST(CommonBreaksOfVietnam, DoNotDependOnOrderOrUnit) {
  const Frame all = reference::vietnam_etd("VA_Q15");
  std::vector<Series> turned(all.series().rbegin(), all.series().rend());
  for (Series& s : turned)
    for (double& x : s.values) x *= 1e-6;
  const ShareBreakFit a = fit_share_breaks(all, {.each = {.max_breaks = 2}}),
                      b = fit_share_breaks(Frame(turned), {.each = {.max_breaks = 2}});
  ASSERT_EQ(a.partitions.size(), 3u);
  for (std::size_t m = 0; m < 3; ++m) {
    EXPECT_EQ(a.partitions[m].breaks, b.partitions[m].breaks);
    EXPECT_NEAR(a.partitions[m].bic, b.partitions[m].bic, 1e-6);
  }
  EXPECT_EQ(a.breaks.back(), Period(2010));
}

// ---- The joint partition against all partitions ----

/// Noise about a line, and from row `at` on a step in every column.
Matrix stepped(std::size_t rows, std::size_t columns, std::size_t at) {
  std::mt19937 bits(*rc::gen::inRange(0u, 1'000'000u));
  Matrix z = filled_matrix(rows, columns);
  for (std::size_t t = 0; t < rows; ++t)
    for (std::size_t c = 0; c < columns; ++c) {
      z(t, c) = static_cast<double>(bits() % 201) / 1000.0 + 0.1 * static_cast<double>(t * (c + 1));
      if (t >= at) z(t, c) += c % 2 == 0 ? 2 : -2;
    }
  return z;
}

TEST(JointPartition, FindsAStepThatAllSeriesTake) {
  EXPECT_TRUE(rc::check("the step's place", [] {
    const std::size_t rows = *rc::gen::inRange<std::size_t>(16, 40), at = *rc::gen::inRange<std::size_t>(4, rows - 4);
    const Matrix z = stepped(rows, *rc::gen::inRange<std::size_t>(1, 5), at);
    const JointPartition p = joint_partition(z, {}, 1, 4, true);
    RC_ASSERT(p.stop == Stop::converged);
    RC_ASSERT(p.breaks == std::vector<std::size_t>{at});
    // More breaks never have a larger determinant.
    const JointPartition none = joint_partition(z, {}, 0, 4, true);
    RC_ASSERT(p.log_determinant < none.log_determinant);
    if (rows >= 12) RC_ASSERT(joint_partition(z, p.breaks, 2, 4, true).log_determinant <= p.log_determinant);
  }));
}

TEST(JointPartition, SaysWhenResidualsAreSingular) {
  Matrix z = filled_matrix(12, 2);
  for (std::size_t t = 0; t < 12; ++t) z(t, 0) = t % 3 == 0, z(t, 1) = 2 * z(t, 0);
  EXPECT_EQ(joint_partition(z, {}, 0, 3, true).stop, Stop::singular);
  EXPECT_TRUE(std::isnan(joint_partition(z, {}, 1, 3, true).log_determinant));
}

TEST(ShareBreaks, OfSharesThatNeverMoveAreNotUsable) {
  const Frame still({{"a", 2000, {}, std::vector<double>(12, 1)}, {"b", 2000, {}, std::vector<double>(12, 3)}});
  const ShareBreakFit fit = fit_share_breaks(still, {.each = {.trimming = 0.3}});
  EXPECT_FALSE(fit.partitions.front().usable());
  EXPECT_TRUE(fit.breaks.empty());
}

TEST(ShareBreaks, RefuseWhatHasNoLogRatios) {
  const std::string f = "structure::fit_share_breaks: ";
  const Frame good({{"a", 2000, {}, {1, 2, 3, 4, 5, 6}}, {"b", 2000, {}, {3, 2, 1, 2, 3, 4}}});
  const auto with = [&](Series s) {
    return [=] {
      Frame levels = good;
      levels.set(s);
      (void)fit_share_breaks(levels, {.each = {.trimming = 0.5}});
    };
  };
  EXPECT_NO_THROW(with({"c", 2000, {}, {1, 1, 1, 1, 1, 2}})());
  testing::expect_refused({
      {f + "at least two sectors are needed; got 1",
       [] {
         (void)fit_share_breaks(Frame({{"a", 2000, {}, {1, 2, 3, 4, 5, 6}}}));
       }},
      {f + "levels must be > 0 and finite; got 0 in \"b\" in 2002", with({"b", 2000, {}, {1, 1, 0, 1, 1, 1}})},
      {f + "periods must be at least sectors + 2, and at most 500; got 3 of 2 sectors",
       [] {
         (void)fit_share_breaks(Frame({{"a", 2000, {}, {1, 2, 3}}, {"b", 2000, {}, {3, 2, 1}}}));
       }},
  });
  testing::expect_refused<PeriodMismatch>({{f + "levels must not be missing; got NaN in \"b\" in 2000",
                                            with({"b", 2000, {}, {std::nan(""), 1, 1, 1, 1, 1}})}});
  testing::expect_refused<UnitMismatch>(
      {{f + "units must agree", with({"b", 2000, Unit::percent(), {1, 1, 1, 1, 1, 1}})}});
}

}  // namespace
}  // namespace foreplan::structure
