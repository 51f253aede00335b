#include "plan/constraints.hpp"

#include <foreplan/plan/audit.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plan/small_plan.hpp"

namespace foreplan::plan {
namespace {

using namespace internal;
using testing::add;
using testing::all_ids;
using testing::plan_of;
using testing::stated;
using enum StatementKind;

Sources sources_of(const Plan& p) {
  Sources s;
  for (const auto& x : p.statements) s.statements.push_back(&x);
  for (const auto& x : p.identities) s.identities.push_back(&x);
  return s;
}

bool holds(const Plan& p) { return can_all_be_true(p, all_ids(p)); }

Interval implied_ratio(const Plan& p, const std::string& indicator, int first, int last) {
  const Constraints c(p, sources_of(p), Digits::printed);
  const int i = indicator_index(p, indicator);
  const PriceBasis basis = c.usual_basis(i);
  const auto at = [&](int year) { return c.find({i, -1, Period(year).ordinal(), basis}); };
  return c.ratio(Active(c.sources().size(), 1), at(first), at(last));
}

Unit billions(PriceBasis basis) { return Unit::money("VND", 9, basis); }

TEST(Constraints, LevelsAndGrowthBoundTheLevelBetween) {
  Plan p = plan_of({"x"});
  add(p, "a", level, "x", {2015, 2015}, "1000");
  add(p, "g", growth, "x", {2016, 2016}, "10.0");
  const Interval r = implied_ratio(p, "x", 2015, 2016);
  EXPECT_NEAR(r.lower, 1.0995, 1e-12);
  EXPECT_NEAR(r.upper, 1.1005, 1e-12);
}

TEST(Constraints, AShareIsAtMostAHundredPerCent) {
  Plan p = plan_of({"part", "total"});
  add(p, "t", level, "total", {2020, 2020}, "100");
  add(p, "s", share, "part", {2020, 2020}, "40", "total", {}, Bound::at_least);
  add(p, "x", level, "part", {2020, 2020}, "102");  // at least 101.5, of 100.5 at most
  EXPECT_FALSE(holds(p));
  p.statements.back().value = Rounded("101");
  EXPECT_TRUE(holds(p));
}

// Nothing ties contributions to a level here: they must not shrink below the tolerance.
TEST(Constraints, SumsThatNoLevelTiesStillContradict) {
  Plan p = plan_of({"total", "a", "b"});
  p.identities.push_back({"sum", "total", {"a", "b"}, {}, {}});
  add(p, "ga", contribution, "a", {2020, 2020}, "3.00", "total");
  add(p, "gb", contribution, "b", {2020, 2020}, "2.00", "total");
  add(p, "g", growth, "total", {2020, 2020}, "5.02");  // 5.015 at least, 5.01 is what the parts reach
  add(p, "s", share, "a", {2019, 2019}, "40", "total");
  EXPECT_FALSE(holds(p));
  p.statements[2].value = Rounded("5.01");
  EXPECT_TRUE(holds(p));
}

TEST(Constraints, PartsThatExhaustTheTotalLeaveNothingForTheRest) {
  Plan p = plan_of({"total", "a", "b", "rest"});
  p.identities.push_back({"sum", "total", {"a", "b", "rest"}, {}, {}});
  p.statements.push_back(stated("t", level, "total", {2020, 2020}, "1"));
  for (const char* id : {"a", "b"}) p.statements.push_back(stated(id, level, id, {2020, 2020}, "1"));
  p.statements[0].value = Rounded::exact(100);
  p.statements[1].value = Rounded::exact(60);
  p.statements[2].value = Rounded::exact(40);
  EXPECT_TRUE(holds(p));
  add(p, "r", share, "rest", {2020, 2020}, "0.1", "total");
  EXPECT_FALSE(holds(p));
}

TEST(Constraints, ASetThroughASumAShareAndAGrowth) {
  Plan p = plan_of({"total", "a", "b"});
  p.identities.push_back({"sum", "total", {"a", "b"}, {}, {}});
  add(p, "t", level, "total", {2020, 2020}, "200");
  add(p, "s", share, "a", {2020, 2020}, "40.0", "total");  // a = 80
  add(p, "b0", level, "b", {2019, 2019}, "100");
  add(p, "g", growth, "b", {2020, 2020}, "20.0");  // b = 120
  EXPECT_TRUE(holds(p));
  p.statements[3].value = Rounded("22.0");  // b = 122
  EXPECT_FALSE(holds(p));
  const auto ids = all_ids(p);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto rest = ids;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(can_all_be_true(p, rest)) << "without " << ids[i];
  }
}

TEST(Constraints, PartsAndTotalsMayDifferInScale) {
  Plan p;
  p.indicators.push_back({"exports", {"exports", {}}, Unit::money("VND", 6, PriceBasis::current()), Concept::other});
  p.indicators.push_back({"output", {"output", {}}, Unit::money("VND", 9, PriceBasis::current()), Concept::other});
  add(p, "x", level, "exports", {2020, 2020}, "250000");  // million
  add(p, "y", level, "output", {2020, 2020}, "1000");     // billion
  add(p, "s", share, "exports", {2020, 2020}, "25.0", "output");
  EXPECT_TRUE(holds(p));
  EXPECT_EQ(audit(p).count(FindingKind::contradiction), 0u);
  p.statements[2].value = Rounded("30.0");
  const Audit a = audit(p);
  ASSERT_EQ(a.count(FindingKind::contradiction), 1u);
  const Contradiction& c = *a.findings.front().contradiction;
  EXPECT_NEAR(c.implied[0].value, 300'000, 1e-6);  // million
  EXPECT_NEAR(c.implied[1].value, 250 / 0.3, 1e-9);
  EXPECT_NEAR(c.implied[2].value, 0.25, 1e-12);
  p.statements[2] = stated("c", contribution, "exports", {2020, 2020}, "10.0", "output");
  add(p, "x0", level, "exports", {2019, 2019}, "150000");
  add(p, "y0", level, "output", {2019, 2019}, "1000");
  EXPECT_TRUE(holds(p));
  p.statements[2].value = Rounded("11.0");
  EXPECT_FALSE(holds(p));
}

TEST(Constraints, NastyScalesInOneSystem) {
  Plan p = plan_of({"huge", "rest", "tiny", "dust"});
  p.identities.push_back({"sum", "huge", {"rest", "tiny", "dust"}, {}, {}});
  add(p, "h", level, "huge", {2020, 2020}, "1000000000000000");
  add(p, "r", level, "rest", {2020, 2020}, "999999000000000");
  add(p, "t", level, "tiny", {2020, 2020}, "1000000000");
  add(p, "d", level, "dust", {2020, 2020}, "0.000001");
  add(p, "g", growth, "dust", {2021, 2030}, "1.0");
  add(p, "e", level, "dust", {2030, 2030}, "0.0000011046");
  EXPECT_TRUE(holds(p));
  p.statements[5].value = Rounded("0.0000012");  // 1.01^10 is 1.105, and 1.5e-6 the most that 0.000001 could be
  EXPECT_TRUE(holds(p));
  p.statements[3].value = Rounded("0.0000010000");
  EXPECT_FALSE(holds(p));
  p.statements[5].value = Rounded("0.0000011046");
  EXPECT_TRUE(holds(p));
  p.statements[2].value = Rounded("1000020000");  // 20,000 t too many, two parts in 10^11
  EXPECT_TRUE(holds(p)) << "closer than the audit looks";
  p.statements[2].value = Rounded("1100000000");  // 10^8 t too many, one part in 10^7
  EXPECT_FALSE(holds(p));
}

TEST(Constraints, DegenerateStatements) {
  Plan p = plan_of({"x", "total"});
  add(p, "a", level, "x", {2019, 2019}, "100");
  add(p, "zero", growth, "x", {2020, 2020}, "0");
  add(p, "b", level, "x", {2020, 2020}, "100");
  add(p, "all", share, "x", {2020, 2020}, "100", "total");
  add(p, "t", level, "total", {2020, 2020}, "101");
  EXPECT_TRUE(holds(p));
  p.statements[4].value = Rounded("99");  // 99.5 of 99.5
  EXPECT_TRUE(holds(p));
  p.statements[4].value = Rounded("98");
  EXPECT_FALSE(holds(p));
  p.statements[4].value = Rounded("100");
  p.statements[1].bound = Bound::at_least;
  p.statements[1].value = Rounded::exact(0);
  p.statements[0].value = Rounded::exact(100);
  p.statements[2].value = Rounded::exact(100);  // touches
  EXPECT_TRUE(holds(p));
  p.statements[2].value = Rounded::exact(99.999);
  EXPECT_FALSE(holds(p));
}

TEST(Constraints, IndicatorsTiedByASumShareTheirPrices) {
  Plan p = plan_of({"total", "a", "b"}, billions(PriceBasis::unstated()));
  p.indicators[0].unit.price_basis = PriceBasis::constant(2010);
  add(p, "s", share, "a", {2020, 2020}, "40.0", "total");
  const Constraints c(p, sources_of(p), Digits::printed);
  EXPECT_EQ(c.usual_basis(1), PriceBasis::constant(2010));  // tied to the total
  EXPECT_EQ(c.usual_basis(2).kind(), PriceBasis::Kind::unstated);
  EXPECT_EQ(c.basis_of(0), PriceBasis::constant(2010));
}

// A growth by more than any double holds is no contradiction by itself, and one with the levels at its ends.
TEST(Constraints, GrowthBeyondDoubles) {
  Plan p = plan_of({"total", "a", "b"});
  p.identities.push_back({"sum", "total", {"a", "b"}, {}, {}});
  add(p, "t", level, "total", {2000, 2000}, "100");
  add(p, "x", level, "a", {2000, 2000}, "50");
  for (const char* rate : {"900", "-99"}) {
    p.statements.resize(2);
    add(p, "g", growth, "a", {2001, 9999}, rate);
    EXPECT_TRUE(holds(p)) << rate;
    add(p, "e", level, "a", {9999, 9999}, "50");
    EXPECT_FALSE(holds(p)) << rate;
  }
}

TEST(Constraints, GroupsAreWhatSharesAmounts) {
  Plan p = plan_of({"x", "y"});
  add(p, "a", level, "x", {2015, 2015}, "1");
  add(p, "b", level, "y", {2015, 2015}, "1");
  add(p, "g", growth, "x", {2016, 2016}, "1");
  const Constraints c(p, sources_of(p), Digits::printed);
  EXPECT_EQ(c.groups(), (std::vector<std::vector<std::size_t>>{{0, 2}, {1}}));
}

}  // namespace
}  // namespace foreplan::plan
