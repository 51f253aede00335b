#include <foreplan/structure/breaks.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "refusals.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::structure {
namespace {

using ::testing::HasSubstr;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> names(const StructureBreak& b) {
  std::vector<std::string> result;
  for (const SectorJump& s : b.sectors) result.push_back(s.sector);
  return result;
}

// Growth as published: manufacturing -21.84 %, trade -25.70 %; the other figures, the medians among them, worked out
// independently of this library.
TEST(BreaksOfVietnam, TheEtdsIn2010IsFoundAndReported) {
  const auto breaks = structure_breaks(reference::vietnam_etd("VA_Q15"));
  ASSERT_EQ(breaks.size(), 1u);
  const StructureBreak& b = breaks[0];
  EXPECT_EQ(b.period, Period(2010));
  EXPECT_TRUE(b.shift.breaks && b.growth.breaks);
  EXPECT_NEAR(b.shift.value, 0.0605, 5e-5);
  EXPECT_NEAR(b.shift.typical, 0.0139, 5e-5);
  EXPECT_NEAR(b.shift.score, 13.5, 5e-2);
  EXPECT_NEAR(b.growth.value, -0.066, 5e-4);
  EXPECT_NEAR(b.growth.score, -15.0, 5e-2);
  EXPECT_EQ(names(b), (std::vector<std::string>{"Trade", "Manufacturing", "Utilities", "Business"}));
  EXPECT_NEAR(b.sectors[0].growth, -0.257, 5e-4);
  EXPECT_NEAR(b.sectors[1].growth, -0.218, 5e-4);
  EXPECT_NEAR(b.sectors[1].typical_growth, 0.102, 5e-4);
  EXPECT_NEAR(b.sectors[1].score, -9.3, 5e-2);
  const std::string text = to_string(b);
  EXPECT_THAT(text, HasSubstr("In 2010, 6.0 % of the total changed sector (usually 1.4 %)"));
  EXPECT_THAT(text, HasSubstr("Manufacturing −21.8 % (usually +10.2 %)"));
  EXPECT_THAT(to_string(b, Language::vietnamese), HasSubstr("Manufacturing −21,8%"));
}

/// At current prices the same sectors fall in the same year, so that another price base does not explain it.
TEST(BreaksOfVietnam, TheEtdsIn2010IsARevisionAtCurrentPricesToo) {
  const auto breaks = structure_breaks(reference::vietnam_etd("VA"));
  const auto found = std::find_if(breaks.begin(), breaks.end(), [](const auto& b) { return b.shift.breaks; });
  ASSERT_NE(found, breaks.end());
  EXPECT_EQ(found->period, Period(2010));
  EXPECT_EQ(names(*found), (std::vector<std::string>{"Trade", "Manufacturing"}));
  for (const auto& b : breaks) EXPECT_EQ(b.shift.breaks, b.period == Period(2010)) << to_string(b);
}

// Growth of GDP as published: 35.13 % between neighbours of 5.4 and 6.4 %; at current prices 51.44 %.
TEST(BreaksOfVietnam, TheStatisticsOfficesIn2010IsFoundAndReported) {
  const auto real = structure_breaks(reference::vietnam_gso("VA_R"), {.total = "GDP"});
  ASSERT_EQ(real.size(), 1u);
  EXPECT_EQ(real[0].period, Period(2010));
  EXPECT_TRUE(real[0].shift.breaks && real[0].growth.breaks);
  EXPECT_NEAR(real[0].growth.value, 0.3513, 5e-5);
  EXPECT_NEAR(real[0].shift.value, 0.1253, 5e-5);
  EXPECT_EQ(real[0].sectors.size(), 14u);
  EXPECT_EQ(real[0].sectors.front().sector, "J");
  EXPECT_THAT(to_string(real[0]), HasSubstr("G −22.8 % (usually +8.2 %)"));
  EXPECT_THAT(to_string(real[0]), HasSubstr(" and 9 more."));
  const auto nominal = structure_breaks(reference::vietnam_gso("VA"), {.total = "GDP"});
  const auto same = std::find_if(nominal.begin(), nominal.end(), [](const auto& b) { return b.shift.breaks; });
  ASSERT_NE(same, nominal.end());
  EXPECT_EQ(same->period, Period(2010));
  EXPECT_NEAR(same->growth.value, 0.5144, 5e-5);
}

// Worked by hand: shares of the first sector 50 51 52 53 | 63 | 64 66 67 %, so that 1 1 1 | 10 | 1 2 1 % move.
Frame by_hand() {
  Series a{"a", 2000, {}, {50, 51, 52, 53, 63, 64, 66, 67}}, b{"b", 2000, {}, {}};
  for (const double x : a.values) b.values.push_back(100 - x);
  return Frame({a, b});
}

TEST(StructureBreaks, AgreeWithWorkByHand) {
  const auto breaks = structure_breaks(by_hand());
  ASSERT_EQ(breaks.size(), 1u);
  EXPECT_EQ(breaks[0].period, Period(2004));
  EXPECT_NEAR(breaks[0].shift.value, 0.10, 1e-15);
  EXPECT_NEAR(breaks[0].shift.typical, 0.01, 1e-15);
  EXPECT_GT(breaks[0].shift.score, 1e10);  // five of six neighbours move alike
  EXPECT_FALSE(breaks[0].growth.breaks);
  EXPECT_EQ(breaks[0].growth.value, 0);
  ASSERT_EQ(breaks[0].sectors.size(), 2u);
  EXPECT_NEAR(breaks[0].sectors[0].growth, 63.0 / 53 - 1, 1e-15);
  // Growth of its neighbours: 51/50, 52/51, 53/52, 64/63, 66/64, 67/66; their median lies between 53/52 and 52/51.
  const double usual = std::sqrt(53.0 / 52 * 52 / 51);
  const auto a = breaks[0].sectors[breaks[0].sectors[0].sector == "a" ? 0 : 1];
  EXPECT_NEAR(a.typical_growth, usual - 1, 1e-14);
  EXPECT_NEAR(a.points, (63 - 53 * usual) / 100, 1e-14);
  EXPECT_TRUE(structure_breaks(by_hand(), {.least_shift = 0.0901}).empty());
  EXPECT_EQ(structure_breaks(by_hand(), {.least_shift = 0.0899}).size(), 1u);
}

TEST(StructureBreaks, PassOverWhatIsMissing) {
  Frame levels = by_hand();
  Series a = levels["a"], opened{"c", 2000, {}, {0, 0, 0, 0, 0, 0, 0, 0}};
  a.values[0] = kNaN;
  levels.set(a);
  levels.set(opened);
  const auto breaks = structure_breaks(levels);
  ASSERT_EQ(breaks.size(), 1u);
  EXPECT_EQ(names(breaks[0]).size(), 2u);
  a.values[4] = kNaN;
  levels.set(a);
  EXPECT_TRUE(structure_breaks(levels).empty());
}

TEST(StructureBreakProperties, UnitsAndOrderDoNotMatter) {
  EXPECT_TRUE(rc::check("scaled, reversed", [] {
    std::vector<Series> series(*rc::gen::inRange<std::size_t>(2, 8));
    const double by = std::ldexp(1, *rc::gen::inRange(-30, 31));
    for (std::size_t i = 0; i < series.size(); ++i) {
      series[i] = {"s" + std::to_string(i), 2000, {}, {}};
      double x = 100;
      for (int t = 0; t < 20; ++t) {
        x *= std::exp(*rc::gen::inRange(-20, 60) / 1000.0 + (t == 10 && i == 0 ? 1 : 0));
        series[i].values.push_back(x);
      }
    }
    std::vector<Series> other(series.rbegin(), series.rend());
    for (Series& s : other)
      for (double& x : s.values) x *= by;
    const auto a = structure_breaks(Frame(series)), b = structure_breaks(Frame(other));
    RC_ASSERT(a.size() == b.size());
    RC_ASSERT(std::any_of(a.begin(), a.end(), [](const auto& one) {
      return one.period == Period(2010) && !one.sectors.empty() && one.sectors.front().sector == "s0";
    }));
    for (std::size_t i = 0; i < a.size(); ++i) {
      RC_ASSERT(a[i].period == b[i].period);
      RC_ASSERT(std::abs(a[i].shift.value - b[i].shift.value) < 1e-14);
      RC_ASSERT(a[i].sectors.size() == b[i].sectors.size());
    }
  }));
}

TEST(StructureBreaks, RefuseWhatIsNoTable) {
  const std::string f = "structure::structure_breaks: ";
  const Frame good = by_hand();
  const auto with = [&](const std::function<void(Frame&)>& change) {
    Frame levels = good;
    change(levels);
    return [levels] { (void)structure_breaks(levels); };
  };
  testing::expect_refused({
      {f + "at least two sectors are needed; got 1", [&] { (void)structure_breaks(good, {.total = "b"}); }},
      {"got \"B\"", [&] { (void)structure_breaks(good, {.total = "B"}); }},
      {f + "neighbours must be >= 2; got 1", [&] { (void)structure_breaks(good, {.neighbours = 1}); }},
      {f + "threshold must be > 0 and finite; got 0", [&] { (void)structure_breaks(good, {.threshold = 0}); }},
      {f + "least_shift must be >= 0 and finite; got -1", [&] { (void)structure_breaks(good, {.least_shift = -1}); }},
      {f + "least_jump must be >= 0 and finite; got NaN", [&] { (void)structure_breaks(good, {.least_jump = kNaN}); }},
      {f + "levels must be >= 0 and finite, or missing; got -1 in series \"c\" in 2001", with([](Frame& l) {
         l.set({"c", 2000, {}, {1, -1}});
       })},
      {f + "the total must be > 0 and finite; got 0 in 2003", with([](Frame& l) {
         l.set({"a", 2003, {}, {0, 1}});
         l.set({"b", 2003, {}, {0, 1}});
       })},
  });
  testing::expect_refused<UnitMismatch>({{f + "units must agree", with([](Frame& l) {
                                            l.set({"c", 2000, Unit::percent(), {1}});
                                          })}});
}

}  // namespace
}  // namespace foreplan::structure
