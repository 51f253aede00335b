#include "plan/price_bases.hpp"

#include <gtest/gtest.h>

#include "plan/small_plan.hpp"

namespace foreplan::plan::internal {
namespace {

using testing::add;
using testing::plan_of;
using enum StatementKind;

std::vector<PriceBasis> usual(const Plan& p) {
  Sources s;
  for (const auto& x : p.statements) s.statements.push_back(&x);
  for (const auto& x : p.identities) s.identities.push_back(&x);
  return usual_bases(p, s, subjects_of(indicator_names(p), s));
}

const PriceBasis c94 = PriceBasis::constant(1994), c10 = PriceBasis::constant(2010), unstated = PriceBasis::unstated();

TEST(UsualBases, AreTheOnlyOneThatIsStatedForWhatIsTied) {
  Plan p = plan_of({"total", "part", "apart"}, Unit{"VND", 9, unstated, {}});
  add(p, "t", level, "total", {2015, 2015}, "100", {}, c94);
  add(p, "s", share, "part", {2016, 2016}, "40", "total");
  EXPECT_EQ(usual(p), (std::vector<PriceBasis>{c94, c94, unstated}));
  add(p, "x", level, "part", {2015, 2015}, "50", {}, c10);  // two bases: neither is usual
  EXPECT_EQ(usual(p), (std::vector<PriceBasis>{unstated, unstated, unstated}));
  p.indicators[1].unit.price_basis = c10;  // but its own is
  EXPECT_EQ(usual(p), (std::vector<PriceBasis>{unstated, c10, unstated}));
}

TEST(UsualBases, OfPartsFollowFromTheirTotal) {
  Plan p = plan_of({"a", "b", "total"}, Unit{"VND", 9, unstated, {}});
  p.identities.push_back({"sum", "total", {"a", "b"}, {}, {}});
  add(p, "x", level, "b", {2015, 2015}, "100", {}, c94);
  EXPECT_EQ(usual(p), (std::vector<PriceBasis>{c94, c94, c94}));
}

TEST(SubjectsOf, ArePlacesInThePlan) {
  Plan p = plan_of({"a", "b", "total"});
  p.identities.push_back({"sum", "total", {"b", "a"}, {}, {}});
  add(p, "s", share, "b", {2016, 2016}, "40", "total");
  add(p, "l", level, "a", {2016, 2016}, "40");
  const Subjects s = subjects_of(indicator_names(p), {{&p.statements[0], &p.statements[1]}, {&p.identities[0]}});
  EXPECT_EQ(s.statements[0].indicator, 1);
  EXPECT_EQ(s.statements[0].of, 2);
  EXPECT_EQ(s.statements[1].of, -1);
  EXPECT_EQ(s.identities[0], (std::vector<int>{2, 1, 0}));
}

}  // namespace
}  // namespace foreplan::plan::internal
