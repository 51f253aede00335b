#include <gtest/gtest.h>

#include "plan/findings.hpp"
#include "plan/small_plan.hpp"

namespace foreplan::plan {
namespace {

using testing::add;
using testing::plan_of;
using enum StatementKind;

// 1 point a year for two years, then 3: three times as fast.
TEST(Warnings, AShareThatMovesAsNeverBefore) {
  Plan p = plan_of({"x", "total"});
  add(p, "b", share, "x", {2012, 2012}, "22", "total");
  add(p, "a", share, "x", {2010, 2010}, "20", "total");
  add(p, "c", share, "x", {2013, 2013}, "25", "total");
  const Audit a = audit(p);
  ASSERT_EQ(a.count(FindingKind::definition_break), 1u);
  EXPECT_EQ(a.findings.front().statements, (std::vector<std::string>{"b", "c"}));
  EXPECT_DOUBLE_EQ(a.findings.front().value, 0.03);
  EXPECT_EQ(audit(p, {.definition_break_factor = 3}).count(FindingKind::definition_break), 0u);
  EXPECT_EQ(audit(p, {.definition_break_points = 3}).count(FindingKind::definition_break), 0u);
}

TEST(Warnings, ATargetNeedsAnEarlierObservationOfItsKind) {
  Plan p = plan_of({"x", "total"});
  add(p, "t", level, "x", {2020, 2020}, "100");
  p.statements[0].role = Role::target;
  add(p, "s", share, "x", {2015, 2015}, "20", "total");  // of another kind
  EXPECT_EQ(audit(p).count(FindingKind::missing_base), 1u);
  add(p, "l", level, "x", {2020, 2020}, "100");  // not earlier
  EXPECT_EQ(audit(p).count(FindingKind::missing_base), 1u);
  add(p, "e", level, "x", {2019, 2019}, "100");
  EXPECT_EQ(audit(p).count(FindingKind::missing_base), 0u);
}

}  // namespace
}  // namespace foreplan::plan
