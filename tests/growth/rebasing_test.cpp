#include <foreplan/core/errors.hpp>
#include <foreplan/growth/rebasing.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "growth/reference.hpp"

namespace foreplan::growth {
namespace {

using namespace foreplan::reference;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Unit dong(int base_year) { return Unit::money("VND", 9, PriceBasis::constant(base_year)); }

// Worked by hand: the new base is 1.21 times the old one in 2002, two years after the benchmark, which is 1.1 a year.
const Series kOld{"output", 2000, dong(2000), {100, 110, 121, 133.1}};
const Series kNew{"output", 2002, dong(2002), {146.41, 154, 165}};

Series at_current_prices(Series s) {
  s.unit.price_basis = PriceBasis::current();
  return s;
}
// The same figures with nothing but a revision between them.
const Series kBefore = at_current_prices(kOld), kRevised = at_current_prices(kNew);

TEST(Splice, RetropolationKeepsOldGrowth) {
  const Splice s = splice(kOld, kNew, SpliceMethod::retropolation);
  expect_all_near(s.series.values, std::vector<double>{121, 133.1, 146.41, 154, 165}, 1e-15);
  EXPECT_EQ(s.series.unit, dong(2002));
  EXPECT_EQ(s.series.start, Period(2000));
  EXPECT_EQ(s.links.at(0).benchmark, std::nullopt);
}

TEST(Splice, InterpolationKeepsTheBenchmarkAndSpreadsTheGapEvenly) {
  const Splice s = splice(kBefore, kRevised, SpliceMethod::interpolation, {.benchmark = Period(2000)});
  expect_all_near(s.series.values, std::vector<double>{100, 121, 146.41, 154, 165}, 1e-15);
  EXPECT_EQ(s.links.at(0).benchmark, Period(2000));
}

TEST(Splice, MixedLeavesItsShareInTheBenchmark) {
  const Splice s = splice(kBefore, kRevised, SpliceMethod::mixed, {.benchmark = Period(2000), .initial_share = 0.5});
  EXPECT_NEAR(s.series.values[0], 100 * std::sqrt(1.21), 1e-13);
  EXPECT_NEAR(s.series.values[1], 110 * std::pow(1.21, std::sqrt(0.5)), 1e-13);
  EXPECT_EQ(s.series.values[2], 146.41);
  EXPECT_EQ(s.links.at(0).initial_share, 0.5);
}

// Of 1.21, 1.1 are prices: they move every level, and only the other 1.1 is a gap to be placed.
TEST(Splice, ThePriceFactorMovesLevelsAndTheRestIsTheGap) {
  const Splice s = splice(kOld, kNew, SpliceMethod::interpolation, {.price_factor = 1.1});
  expect_all_near(s.series.values, std::vector<double>{110, 121 * std::sqrt(1.1), 146.41, 154, 165}, 1e-15);
  EXPECT_EQ(s.links.at(0).benchmark, Period(2000));  // the old base year
  EXPECT_EQ(s.links.at(0).price_factor, 1.1);
  EXPECT_NEAR(s.links.at(0).gap, 0.1, 1e-14);
  EXPECT_NEAR(s.links.at(0).overlap.at(1).gap, 154 / (1.1 * 133.1) - 1, 1e-14);
  const Splice r = splice(kOld, kNew, SpliceMethod::retropolation, {.price_factor = 1.1});
  expect_all_near(r.series.values, splice(kOld, kNew, SpliceMethod::retropolation).series.values, 1e-15);
}

TEST(Splice, WithoutAPriceFactorAGapBetweenPriceBasesIsNotSpreadOverGrowth) {
  for (const SpliceMethod m : {SpliceMethod::interpolation, SpliceMethod::mixed}) {
    const std::string said = message_of<UnitMismatch>([&] { (void)splice(kOld, kNew, m, {.initial_share = 0.5}); });
    EXPECT_EQ(said,
              "growth::splice: " + std::string(to_string(m)) +
                  " between two price bases needs price_factor; got billion VND, constant 2000 prices and billion VND, "
                  "constant 2002 prices");
  }
}

// tests/reference/index_numbers.py cumulates growth rates, where the library moves levels.
TEST(Splice, AgreesWithCumulatedGrowth) {
  const Series old_base{"x", 1998, dong(2000), {100, 104, 113, 117, 125, 140, 155, 180}};
  const Series new_base{"y", 2005, dong(2000), {300}};
  const auto spliced = [&](SpliceMethod m, SpliceOptions o) { return splice(old_base, new_base, m, o).series.values; };
  expect_all_near(spliced(SpliceMethod::retropolation, {}), oracle("retropolation"), 1e-14);
  expect_all_near(spliced(SpliceMethod::interpolation, {}), oracle("interpolation"), 1e-14);
  expect_all_near(spliced(SpliceMethod::mixed, {.initial_share = 0.4}), oracle("mixed .4"), 1e-14);
}

TEST(Splice, ShowsTheBreakAndTheOverlap) {
  const SpliceLink link = splice(kOld, kNew, SpliceMethod::retropolation).links.at(0);
  EXPECT_EQ(link.period, Period(2002));
  EXPECT_NEAR(link.gap, 0.21, 1e-15);
  EXPECT_EQ(link.old_unit, dong(2000));
  EXPECT_EQ(link.new_unit, dong(2002));
  ASSERT_EQ(link.overlap.size(), 2u);
  EXPECT_NEAR(*link.overlap[0].old_growth, 0.10, 1e-15);
  EXPECT_EQ(link.overlap[0].new_growth, std::nullopt);  // the new base begins there
  EXPECT_NEAR(link.overlap[1].gap, 154 / 133.1 - 1, 1e-15);
  EXPECT_NEAR(*link.overlap[1].old_growth, 0.10, 1e-14);
  EXPECT_NEAR(*link.overlap[1].new_growth, 154 / 146.41 - 1, 1e-15);

  const Splice later = splice(kOld, kNew, SpliceMethod::retropolation, {.link = Period(2003)});
  expect_all_near(later.series.values,
                  std::vector<double>{100 * 154 / 133.1, 110 * 154 / 133.1, 121 * 154 / 133.1, 154, 165}, 1e-15);
}

// The 1994 base ends in 2003 and the 2010 base begins in 2004: nothing says what one is in terms of the other.
TEST(Splice, RefusesVietnamsBasesWithoutOverlapAndNamesThem) {
  const std::string said = message_of<PeriodMismatch>(
      [] { (void)splice(vietnam("NGDP_R_BY1994_XDC"), vietnam("NGDP_R_PA_XDC"), SpliceMethod::retropolation); });
  EXPECT_EQ(said,
            "growth::splice: the bases must have a period in common to be linked in; got \"GDP of Vietnam\" (billion "
            "VND, constant "
            "1994 prices) of 2000..2003 and \"GDP of Vietnam\" (billion VND, constant 2010 prices) of 2004..2023");
}

TEST(SpliceSequence, LinksThreeBases) {
  const Series first{"output", 1998, dong(1998), {50, 55, 60.5}};
  const Series second{"output", 2000, dong(2000), {66.55, 70, 80}};
  const Series third{"output", 2002, dong(2002), {96.8, 100}};
  // 60.5 -> 66.55 is 1.1, 80 -> 96.8 is 1.21.
  const Splice r = splice_sequence({first, second, third}, SpliceMethod::retropolation);
  expect_all_near(r.series.values, std::vector<double>{66.55, 73.205, 80.5255, 84.7, 96.8, 100}, 1e-15);
  ASSERT_EQ(r.links.size(), 2u);
  EXPECT_NEAR(r.links[0].gap, 0.1, 1e-15);
  EXPECT_NEAR(r.links[1].gap, 0.21, 1e-15);
  EXPECT_EQ(r.series.unit, dong(2002));
  // By interpolation the later link moves only prices before the second base's benchmark. Of 1.1, all is a gap;
  // of 1.21, 1.1.
  const Splice i = splice_sequence({first, second, third}, SpliceMethod::interpolation,
                                   {{.price_factor = 1}, {.price_factor = 1.1}});
  expect_all_near(i.series.values,
                  std::vector<double>{55, 60.5 * std::sqrt(1.1), 73.205, 77 * std::sqrt(1.1), 96.8, 100}, 1e-15);
  EXPECT_EQ(i.links[1].benchmark, Period(2000));
  EXPECT_NE(message_of<UnitMismatch>([&] {
              (void)splice_sequence({first, second, third}, SpliceMethod::interpolation, {{.price_factor = 1}, {}});
            }).find("constant 2000 prices and billion VND, constant 2002 prices"),
            std::string::npos);
}

TEST(SpliceProperties, MethodsAgreeWhereTheyMust) {
  EXPECT_TRUE(rc::check("the benchmark and the link hold what each method promises", [] {
    const auto n = *rc::gen::inRange<std::size_t>(3, 12);
    Series x{"x", 2000, dong(2001), {}};
    for (std::size_t i = 0; i < n; ++i) x.values.push_back(*rc::gen::inRange(1, 1000) / 8.0);
    const Series y{"y", x.last(), dong(2001), {*rc::gen::inRange(1, 1000) / 8.0, 7}};
    const double share = *rc::gen::inRange(1, 101) / 100.0;
    const Splice r = splice(x, y, SpliceMethod::retropolation), i = splice(x, y, SpliceMethod::interpolation);
    const Splice m = splice(x, y, SpliceMethod::mixed, {.initial_share = share});
    const double gap = y.values[0] / x.values.back();
    const auto close = [](double a, double b) { return std::abs(a - b) <= 1e-12 * (std::abs(a) + std::abs(b)); };
    for (std::size_t t = 0; t + 1 < n; ++t) {
      RC_ASSERT(close(r.series.values[t], x.values[t] * gap));
      const double low = std::min(x.values[t], r.series.values[t]), high = std::max(x.values[t], r.series.values[t]);
      for (const Splice* s : {&i, &m})
        RC_ASSERT(low * (1 - 1e-12) <= s->series.values[t] && s->series.values[t] <= high * (1 + 1e-12));
    }
    RC_ASSERT(i.series.values[1] == x.values[1]);
    RC_ASSERT(close(m.series.values[1], x.values[1] * std::pow(gap, share)));
    const Splice whole = splice(x, y, SpliceMethod::mixed, {.initial_share = 1});
    for (std::size_t t = 0; t < n; ++t) RC_ASSERT(close(whole.series.values[t], r.series.values[t]));
  }));
}

TEST(SpliceBadInput, OutOfRangeIsRefusedAndNotReturned) {
  const Series x{"old", 2000, Unit::money("VND", 9, PriceBasis::constant(1994)), {1e-300, 1e-300, 1e-300}};
  const Series y{"new", 2002, Unit::money("VND", 9, PriceBasis::constant(2010)), {1e300, 1e300}};
  EXPECT_THROW((void)splice(x, y, SpliceMethod::retropolation), InvalidArgument);
  EXPECT_THROW((void)splice(x, y, SpliceMethod::interpolation, {.price_factor = 1e-200}), InvalidArgument);
}

TEST(Splice, MixedFollowsFromAnActivityThatTheOldBaseMisses) {
  // The old base covers A, which grows at 4 %, and misses B, which begins at 0.001 of A and grows at 12 %: small
  // enough that ln(1 + B / A) is B / A to one part in 500. The new base has both.
  Series x{"old", 2000, Unit{}, {}}, y{"new", 2010, Unit{}, {}};
  for (int t = 0; t <= 12; ++t) {
    const double a = 100 * std::pow(1.04, t), b = 0.1 * std::pow(1.12, t);
    x.values.push_back(a);
    if (t >= 10) y.values.push_back(a + b);
  }
  const double share = std::pow(1.04 / 1.12, 10);
  const Splice spliced = splice(x, y, SpliceMethod::mixed, {.benchmark = Period(2000), .initial_share = share});
  for (int t = 0; t < 10; ++t) {
    const double missed = 0.001 * std::pow(1.12 / 1.04, t);
    EXPECT_NEAR(spliced.series.values[static_cast<std::size_t>(t)] / x.values[static_cast<std::size_t>(t)] - 1, missed,
                missed * 2e-3)
        << t;
  }
}

TEST(SpliceBadInput, IsRefused) {
  const auto link = [](Series a, Series b, SpliceMethod m = SpliceMethod::retropolation, SpliceOptions o = {}) {
    return [=] { (void)splice(a, b, m, o); };
  };
  Series dollars = kNew, current = kRevised, bad = kOld, missing = kNew;
  dollars.unit.name = "USD";
  bad.values[1] = 0;
  missing.values[0] = kNan;
  EXPECT_THROW(link(kOld, dollars)(), UnitMismatch);
  EXPECT_NE(message_of<UnitMismatch>(link(kOld, current)).find("constant 2000 prices and billion VND, current prices"),
            std::string::npos);
  EXPECT_NE(message_of<InvalidArgument>(link(bad, kNew)).find("got 0 in series \"output\" in 2001"), std::string::npos);
  EXPECT_THROW(link(kOld, kNew, SpliceMethod::retropolation, {.link = Period(2004)})(), PeriodMismatch);
  EXPECT_THROW(link(kOld, missing, SpliceMethod::retropolation, {.link = Period(2002)})(), PeriodMismatch);
  EXPECT_EQ(splice(kOld, missing, SpliceMethod::retropolation).links.at(0).period, Period(2003));
  EXPECT_THROW(link(kOld.slice(PeriodRange::years(2002, 2003)), kNew)(), PeriodMismatch);  // nothing before the link
  for (const Period wrong : {Period(2002), Period(2003), Period::quarter(2000, 1)})
    EXPECT_THROW(link(kBefore, kRevised, SpliceMethod::interpolation, {.benchmark = wrong})(), PeriodMismatch);
  EXPECT_NE(message_of<InvalidArgument>(link(kBefore, kRevised, SpliceMethod::interpolation)).find("benchmark"),
            std::string::npos);
  const Period at = 2000;
  EXPECT_NE(message_of<InvalidArgument>(link(kBefore, kRevised, SpliceMethod::mixed, {.benchmark = at}))
                .find("needs initial_share"),
            std::string::npos);
  for (const double share : {0.0, 1.5, kNan})
    EXPECT_THROW(link(kBefore, kRevised, SpliceMethod::mixed, {.benchmark = at, .initial_share = share})(),
                 InvalidArgument);
  for (const double factor : {0.0, -1.0, kNan})
    EXPECT_THROW(link(kOld, kNew, SpliceMethod::retropolation, {.price_factor = factor})(), InvalidArgument);
  EXPECT_THROW(link(Series{"none", 2000, dong(2000), {}}, kNew)(), PeriodMismatch);
  EXPECT_THROW((void)splice_sequence({kOld}, SpliceMethod::retropolation), InvalidArgument);
  EXPECT_THROW((void)splice_sequence({kOld, kNew}, SpliceMethod::retropolation, {{}, {}}), InvalidArgument);
}

TEST(RebaseIndex, MakesTheMeanOfTheYearAHundred) {
  const Series index{"CPI",
                     Period::quarter(2009, 3),
                     Unit{"", 0, PriceBasis::index(2005), Valuation::unspecified},
                     {90, 110, 115, 120, 125, 120, 132}};
  const Series r = rebase_index(index, 2010);  // mean of 115, 120, 125, 120 is 120
  EXPECT_EQ(r.unit.price_basis, PriceBasis::index(2010));
  EXPECT_NEAR(r.at(Period::quarter(2009, 3)), 75, 1e-13);
  EXPECT_NEAR(r.at(Period::quarter(2011, 1)), 110, 1e-13);
  EXPECT_THROW((void)rebase_index(index, 2009), PeriodMismatch);
  EXPECT_THROW((void)rebase_index(index, 2011), PeriodMismatch);
  EXPECT_THROW((void)rebase_index(index, 2012), PeriodMismatch);
  EXPECT_THROW((void)rebase_index(kOld, 2001), UnitMismatch);
  Series holed = index;
  holed.values[3] = kNan;
  EXPECT_THROW((void)rebase_index(holed, 2010), PeriodMismatch);
  const Series annual{"I", 2001, Unit{}, {100, 125}};
  EXPECT_NEAR(rebase_index(annual, 2002).at(2001), 80, 1e-13);
}

}  // namespace
}  // namespace foreplan::growth
