#include <foreplan/core/errors.hpp>
#include <foreplan/growth/level_breaks.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "growth/reference.hpp"

namespace foreplan::growth {
namespace {

using namespace foreplan::reference;

// Growth as published: 35.13 % in 2010 between 5.40 % and 6.41 %; at current prices 51.44 % (General Statistics
// Office).
TEST(RebasingBreaks, VietnamsJumpOf2010IsARevisionAndNotOnlyANewBase) {
  const auto breaks = rebasing_breaks(vietnam("NGDP_R_PA_XDC"), vietnam("NGDP_XDC"));
  ASSERT_EQ(breaks.size(), 1u);
  EXPECT_EQ(breaks[0].period, Period(2010));
  EXPECT_EQ(breaks[0].kind, BreakKind::revision);
  ASSERT_TRUE(breaks[0].constant && breaks[0].current);
  EXPECT_NEAR(breaks[0].constant->growth, 0.3513, 5e-5);
  EXPECT_NEAR(*breaks[0].constant->growth_before, 0.054, 5e-4);
  EXPECT_NEAR(*breaks[0].constant->growth_after, 0.064, 5e-4);
  EXPECT_NEAR(breaks[0].current->growth, 0.514, 5e-4);
}

TEST(LevelBreaks, VietnamsSeriesHasOne) {
  const auto breaks = level_breaks(vietnam("NGDP_R_PA_XDC"));
  ASSERT_EQ(breaks.size(), 1u);
  EXPECT_EQ(breaks[0].period, Period(2010));
  EXPECT_TRUE(level_breaks(vietnam("NGDP_R_BY1994_XDC")).empty());
}

// Worked by hand: growth doubles, trebles ... in powers of e. Neighbours of the fourth: 1 2 3 | 2 3 in hundredths.
TEST(LevelBreaks, ScoreIsTheDistanceFromTheMedianOverTheScaledMad) {
  Series s{"x", 2000, {}, {1}};
  for (const double g : {.01, .02, .03, .20, .02, .03}) s.values.push_back(s.values.back() * std::exp(g));
  const auto breaks = level_breaks(s);
  ASSERT_EQ(breaks.size(), 1u);
  EXPECT_EQ(breaks[0].period, Period(2004));
  // Median .02; deviations .01 0 .01 0 .01, their median .01.
  EXPECT_NEAR(breaks[0].score, .18 / (1.4826 * .01), 1e-8);
  EXPECT_NEAR(breaks[0].typical_growth, std::expm1(.02), 1e-12);
  EXPECT_NEAR(breaks[0].jump, std::expm1(.18), 1e-12);
  EXPECT_NEAR(breaks[0].growth, std::expm1(.20), 1e-12);
  EXPECT_TRUE(level_breaks(s, {.least_jump = .2}).empty());
  EXPECT_TRUE(level_breaks(s, {.threshold = 12.2}).empty());
  // Neighbours of two on each side: .02 .03 .02 .03; median .025, deviations .005.
  EXPECT_NEAR(level_breaks(s, {.neighbours = 2}).at(0).score, .175 / (1.4826 * .005), 1e-7);
}

TEST(RebasingBreaks, TellABaseChangeFromARevision) {
  const Unit constant = Unit::money("VND", 9, PriceBasis::constant(2010)),
             current = Unit::money("VND", 9, PriceBasis::current());
  const auto series = [](const Unit& unit, std::size_t jump_at) {
    Series s{"x", 2000, unit, {100}};
    for (std::size_t i = 1; i < 12; ++i)
      s.values.push_back(s.values.back() * (i == jump_at ? 1.4 : 1.05 + 0.004 * double(i % 3)));
    return s;
  };
  const auto kinds = [&](std::size_t constant_jump, std::size_t current_jump) {
    std::vector<BreakKind> all;
    for (const auto& b : rebasing_breaks(series(constant, constant_jump), series(current, current_jump)))
      all.push_back(b.kind);
    return all;
  };
  using Kinds = std::vector<BreakKind>;
  EXPECT_EQ(kinds(6, 99), Kinds{BreakKind::price_base});
  EXPECT_EQ(kinds(6, 6), Kinds{BreakKind::revision});
  EXPECT_EQ(kinds(99, 6), Kinds{BreakKind::current_only});
  EXPECT_EQ(kinds(4, 8), (Kinds{BreakKind::price_base, BreakKind::current_only}));
  EXPECT_TRUE(kinds(99, 99).empty());
  const Series later{"x", 2007, current, {1, 2}};
  const auto unknown = rebasing_breaks(series(constant, 6), later);
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown[0].kind, BreakKind::unknown);
}

TEST(LevelBreakProperties, UnitsDoNotMatterAndSteadyGrowthHasNone) {
  EXPECT_TRUE(rc::check("one jump in otherwise quiet growth is found wherever it is", [] {
    const auto n = *rc::gen::inRange<std::size_t>(8, 30);
    const auto at = *rc::gen::inRange<std::size_t>(1, n);
    const double scale = *rc::gen::inRange(1, 1000) / 3.0;
    Series s{"x", 1990, {}, {scale}};
    for (std::size_t i = 1; i < n; ++i) {
      const double quiet = 1 + *rc::gen::inRange(40, 60) / 1000.0;
      s.values.push_back(s.values.back() * (i == at ? 1.5 : quiet));
    }
    const auto breaks = level_breaks(s);
    RC_ASSERT(breaks.size() == 1 && breaks[0].period == s.period(at));
    s.values[at] = std::numeric_limits<double>::quiet_NaN();
    for (const auto& b : level_breaks(s)) RC_ASSERT(b.period != s.period(at));
  }));
  Series steady{"x", 1990, {}, {}};
  for (int i = 0; i < 20; ++i) steady.values.push_back(std::ldexp(1.0, i));
  EXPECT_TRUE(level_breaks(steady).empty());
  for (std::size_t i = 10; i < 20; ++i) steady.values[i] *= 2;
  ASSERT_EQ(level_breaks(steady).size(), 1u);
  EXPECT_TRUE(std::isinf(level_breaks(steady)[0].score));
}

TEST(LevelBreaksBadInput, IsRefused) {
  // The published total of 2023 is a residual of -4,901: not a level.
  Series gdp = vietnam("NGDP_R_PA_XDC");
  gdp.values.back() = -4900.98;
  const std::string said = message_of<InvalidArgument>([&] { (void)level_breaks(gdp); });
  EXPECT_NE(said.find("got -4900.98 in series \"GDP of Vietnam\" in 2023"), std::string::npos) << said;
  const Series fine = vietnam("NGDP_R_PA_XDC");
  EXPECT_THROW((void)level_breaks(fine, {.neighbours = 1}), InvalidArgument);
  EXPECT_THROW((void)level_breaks(fine, {.threshold = 0}), InvalidArgument);
  EXPECT_THROW((void)level_breaks(fine, {.least_jump = -1}), InvalidArgument);
  EXPECT_THROW((void)rebasing_breaks(fine, fine), UnitMismatch);
  EXPECT_TRUE(level_breaks(Series{}).empty());
  EXPECT_TRUE(level_breaks(fine.slice(PeriodRange::years(2008, 2012))).empty());  // three neighbours tell nothing
}

}  // namespace
}  // namespace foreplan::growth
