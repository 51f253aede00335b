#include <foreplan/plan/audit.hpp>

#include <gtest/gtest.h>

#include "plan/constraints.hpp"
#include "plan/small_plan.hpp"

/// What statements and identities become ratios and sums of.
namespace foreplan::plan {
namespace {

using namespace internal;
using testing::add;
using testing::all_ids;
using testing::plan_of;
using enum StatementKind;

bool holds(const Plan& p) { return can_all_be_true(p, all_ids(p)); }

Unit billions(PriceBasis basis) { return Unit::money("VND", 9, basis); }

TEST(ConstraintBuilding, GrowthWithoutABasisIsNotHeldAgainstCurrentPrices) {
  Plan p = plan_of({"x"}, Unit{"VND", 9, PriceBasis::unstated(), {}});
  add(p, "a", level, "x", {2019, 2019}, "1000", {}, PriceBasis::current());
  add(p, "b", level, "x", {2020, 2020}, "1200", {}, PriceBasis::current());
  add(p, "g", growth, "x", {2020, 2020}, "9.0");
  EXPECT_TRUE(holds(p));
  p.statements[2].price_basis = PriceBasis::current();
  EXPECT_FALSE(holds(p));
  p.statements[2].price_basis = {};
  p.indicators[0].unit.price_basis = PriceBasis::current();  // exports, said to be at current prices
  EXPECT_FALSE(holds(p));
  p.statements[2].value = Rounded("20.0");
  EXPECT_EQ(audit(p).count(FindingKind::consistent_path), 1u);
}

TEST(ConstraintBuilding, RealGrowthIsTheSameAtEveryConstantBasis) {
  Plan p = plan_of({"x"}, billions(PriceBasis::unstated()));
  const PriceBasis c94 = PriceBasis::constant(1994), c10 = PriceBasis::constant(2010);
  add(p, "a94", level, "x", {2015, 2015}, "1000", {}, c94);
  add(p, "b94", level, "x", {2016, 2016}, "1100", {}, c94);
  add(p, "a10", level, "x", {2015, 2015}, "1500", {}, c10);
  add(p, "b10", level, "x", {2016, 2016}, "1650", {}, c10);
  add(p, "g", growth, "x", {2016, 2016}, "10.0");
  EXPECT_TRUE(holds(p));
  p.statements[3].value = Rounded("1700");
  EXPECT_FALSE(holds(p));
}

TEST(ConstraintBuilding, AConversionTiesPriceBasesAndIsOneInTheBaseYear) {
  Plan p = plan_of({"x"}, billions(PriceBasis::unstated()));
  const PriceBasis c94 = PriceBasis::constant(1994), c10 = PriceBasis::constant(2010);
  add(p, "a", level, "x", {2015, 2015}, "1000", {}, c94);
  add(p, "b", level, "x", {2015, 2015}, "1575", {}, c10);
  add(p, "f", conversion, "x", {2010, 2020}, "1.575", {}, c94);
  p.statements.back().to_price_basis = c10;
  EXPECT_TRUE(holds(p));
  p.statements[1].value = Rounded("1600");
  EXPECT_FALSE(holds(p));
  std::rotate(p.statements.begin(), p.statements.begin() + 2, p.statements.end());  // in whatever order they are said
  EXPECT_FALSE(holds(p));
  Plan q = plan_of({"x"}, billions(PriceBasis::unstated()));
  add(q, "l", level, "x", {2010, 2010}, "1000", {}, c10);
  add(q, "m", level, "x", {2010, 2010}, "1100", {}, PriceBasis::current());
  EXPECT_FALSE(holds(q));  // constant 2010 prices are the current ones of 2010
  q.statements.pop_back();
  add(q, "f", conversion, "x", {2010, 2010}, "0.8", {}, PriceBasis::current());
  q.statements.back().to_price_basis = c10;
  const Audit alone = audit(q);  // the factor cannot be true by itself
  ASSERT_EQ(alone.count(FindingKind::contradiction), 1u);
  EXPECT_EQ(alone.findings.front().statements, std::vector<std::string>{"f"});
}

// The part of a part is no larger than the whole, though no statement speaks of what is between, in either order.
TEST(ConstraintBuilding, SumsOfSumsHoldTogether) {
  Plan p = plan_of({"whole", "a", "b", "a1", "a2"});
  p.identities.push_back({"outer", "whole", {"a", "b"}, {}, {}});
  p.identities.push_back({"inner", "a", {"a1", "a2"}, {}, {}});
  add(p, "w", level, "whole", {2020, 2020}, "100");
  add(p, "x", level, "a1", {2020, 2020}, "102");
  EXPECT_FALSE(holds(p));
  std::swap(p.identities[0], p.identities[1]);
  EXPECT_FALSE(holds(p));
  p.statements[1].value = Rounded("101");
  EXPECT_TRUE(holds(p));
}

// Week 2010 from the first of 1970 is in July 2008: its number is no year.
TEST(ConstraintBuilding, OnlyYearsAreBaseYears) {
  Plan p = plan_of({"x"}, billions(PriceBasis::unstated()));
  const Period week = Period::from_ordinal(Frequency::weekly, 2010);
  add(p, "a", level, "x", {week, week}, "1000", {}, PriceBasis::constant(2010));
  add(p, "b", level, "x", {week, week}, "900", {}, PriceBasis::current());
  EXPECT_TRUE(holds(p));
}

}  // namespace
}  // namespace foreplan::plan
