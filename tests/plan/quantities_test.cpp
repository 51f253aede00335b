#include <foreplan/core/errors.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include "plan/findings.hpp"
#include "plan/small_plan.hpp"

namespace foreplan::plan {
namespace {

using testing::add;
using testing::plan_of;
using enum StatementKind;

// A part of 40 % that becomes 50 % while it grows by 21 % in all leaves the total 0.4 * 1.21 / 0.5 = 0.968 of itself.
TEST(Quantities, GrowthOfATotalFromAPart) {
  Plan p = plan_of({"part", "total"});
  add(p, "a", share, "part", {2018, 2018}, "40", "total");
  add(p, "b", share, "part", {2020, 2020}, "50", "total");
  add(p, "g", growth, "part", {2019, 2020}, "10");
  p.quantities.push_back({"q", QuantityKind::growth, "total", {}, {2019, 2020}, {"a", "b", "g"}, {}});
  const Audit a = audit(p);
  ASSERT_EQ(a.count(FindingKind::derived), 1u);
  EXPECT_NEAR(a.findings.front().value, std::sqrt(0.968) - 1, 1e-9);
  p.quantities[0].given.pop_back();
  EXPECT_EQ(audit(p).count(FindingKind::not_derived), 1u);
}

TEST(Quantities, HaveAPeriodOfThePlan) {
  Plan p = plan_of({"x"});
  add(p, "a", level, "x", {2018, 2018}, "40");
  p.quantities.push_back({"q", QuantityKind::growth, "x", {}, {2020, 2019}, {"a"}, {}});
  EXPECT_THROW((void)audit(p), InvalidArgument);
  p.quantities[0].period = {Period::quarter(2019, 1), Period::quarter(2019, 4)};
  EXPECT_THROW((void)audit(p), PeriodMismatch);
}

}  // namespace
}  // namespace foreplan::plan
