#include <gtest/gtest.h>

#include "plan/findings.hpp"
#include "plan/small_plan.hpp"

namespace foreplan::plan {
namespace {

using testing::add;
using testing::plan_of;
using enum StatementKind;

const Finding* first(const Audit& a, FindingKind kind) {
  for (const auto& f : a)
    if (f.kind == kind) return &f;
  return nullptr;
}

// (121 / 100)^(1 / 2) - 1 is 10 %; at the ends of the digits sqrt(120.5 / 100.5) and sqrt(121.5 / 99.5).
TEST(Agreements, AGrowthBetweenTwoLevels) {
  Plan p = plan_of({"x"});
  add(p, "a", level, "x", {2018, 2018}, "100");
  add(p, "b", level, "x", {2020, 2020}, "121");
  add(p, "g", growth, "x", {2019, 2020}, "10.0");
  const Audit audited = audit(p);
  const Finding* f = first(audited, FindingKind::consistent_path);
  ASSERT_NE(f, nullptr);
  EXPECT_EQ(f->statements, (std::vector<std::string>{"a", "b", "g"}));
  EXPECT_NEAR(f->value, 0.1, 1e-12);
  EXPECT_NEAR(f->range.lower, 0.09499, 1e-5);
  EXPECT_NEAR(f->range.upper, 0.10504, 1e-5);
}

TEST(Agreements, ContributionsAddUpToTheGrowthOfTheTotal) {
  Plan p = plan_of({"total", "a", "b"});
  p.identities.push_back({"sum", "total", {"a", "b"}, {}, {}});
  add(p, "ca", contribution, "a", {2020, 2020}, "3.00", "total");
  add(p, "cb", contribution, "b", {2020, 2020}, "-1.25", "total");
  add(p, "g", growth, "total", {2020, 2020}, "1.75");
  const Audit audited = audit(p);
  const Finding* f = first(audited, FindingKind::consistent_sum);
  ASSERT_NE(f, nullptr);
  EXPECT_EQ(f->statements, (std::vector<std::string>{"sum", "ca", "cb", "g"}));
  EXPECT_NEAR(f->value, 0.0175, 1e-15);
}

// 30 levels at either end and 30 growths between them are 27,000 paths.
TEST(Agreements, EndWithTheBudgetAndSaySo) {
  Plan p = plan_of({"x"});
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i);
    add(p, "a" + n, level, "x", {2019, 2019}, "100");
    add(p, "b" + n, level, "x", {2020, 2020}, "110");
    add(p, "g" + n, growth, "x", {2020, 2020}, "10");
  }
  const Audit a = audit(p, {.max_checks = 1000});
  EXPECT_FALSE(a.complete);
  EXPECT_LE(a.count(FindingKind::consistent_path), 1000u);
  EXPECT_EQ(a.count(FindingKind::search_exhausted), 1u);
}

TEST(Agreements, TheFirstYearHasNoneBefore) {
  Plan p = plan_of({"x"});
  add(p, "g", growth, "x", {1, 1}, "10");
  EXPECT_TRUE(audit(p).findings.empty());
}

}  // namespace
}  // namespace foreplan::plan
