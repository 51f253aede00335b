#include "plan/contradiction.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "plan/small_plan.hpp"

namespace foreplan::plan {
namespace {

using namespace internal;
using testing::add;
using testing::plan_of;
using enum StatementKind;

const Contradiction only(const Audit& a) { return *a.findings.front().contradiction; }

bool says(const std::string& sentence, const std::string& words) { return sentence.find(words) != std::string::npos; }

// total 100, a 60, b 50: each as what the other two leave, worked out by hand; c is not stated but not negative.
TEST(ExplainContradiction, SaysWhatEachMemberOfASumWouldHaveToBe) {
  Plan p = plan_of({"total", "a", "b", "c"});
  p.identities.push_back({"sum", "total", {"a", "b", "c"}, {}, {}});
  add(p, "t", level, "total", {2020, 2020}, "100");
  add(p, "a1", level, "a", {2020, 2020}, "60");
  add(p, "b1", level, "b", {2020, 2020}, "50");
  const Audit a = audit(p);
  ASSERT_EQ(a.count(FindingKind::contradiction), 1u);
  const Contradiction& c = only(a);
  ASSERT_EQ(c.implied.size(), 3u);
  EXPECT_NEAR(c.implied[0].range.lower, 109, 1e-9);
  EXPECT_TRUE(std::isinf(c.implied[0].range.upper));
  EXPECT_NEAR(c.implied[1].range.upper, 51, 1e-9);
  EXPECT_NEAR(c.implied[2].range.upper, 41, 1e-9);
  for (const auto& i : c.implied) EXPECT_TRUE(std::isnan(i.value)) << "c leaves it open";
}

TEST(ExplainContradiction, SaysWhatFitsInstead) {
  Plan p = plan_of({"total", "a", "b"});
  p.identities.push_back({"sum", "total", {"a", "b"}, {}, {}});
  add(p, "t", level, "total", {2020, 2020}, "100");
  add(p, "s", share, "a", {2020, 2020}, "30.0", "total");
  add(p, "b1", level, "b", {2020, 2020}, "80");
  const Audit a = audit(p);
  ASSERT_EQ(a.count(FindingKind::contradiction), 1u);
  const Contradiction& c = only(a);
  EXPECT_NEAR(c.implied[0].value, 80 / 0.7, 1e-6);
  EXPECT_NEAR(c.implied[1].value, 0.2, 1e-9);
  EXPECT_NEAR(c.implied[2].value, 70, 1e-6);
  for (const char* words : {"114.3 t", "20.00 %", "70.0 t"}) EXPECT_TRUE(says(c.sentence, words)) << c.sentence;
}

TEST(ExplainContradiction, ReadsValueAddedAgainstGrossOutputByAStatedRatio) {
  Plan p = plan_of({"output", "added"});
  p.indicators[0].measures = Concept::gross_output;
  p.indicators[1].measures = Concept::value_added;
  add(p, "a", level, "output", {2015, 2015}, "1000");
  add(p, "g", growth, "output", {2016, 2020}, "10.0");
  add(p, "b", level, "output", {2020, 2020}, "483");  // 1000 * 1.1^5 * 0.3
  add(p, "ratio", share, "added", {2010, 2010}, "30.0", "output");
  const Audit a = audit(p);
  ASSERT_EQ(a.count(FindingKind::contradiction), 1u);
  std::vector<Verdict> verdicts;
  for (const Reading& r : only(a).readings)
    if (r.kind == ReadingKind::other_concept) verdicts.push_back(r.verdict);
  EXPECT_EQ(verdicts, (std::vector<Verdict>{Verdict::does_not, Verdict::reconciles}));
}

// 100 growing 10 % reaches 110, not 165: a factor of 1.5, which is stated the other way round as 0.667.
TEST(ExplainContradiction, ReadsConversionsInTheirDirection) {
  const PriceBasis c94 = PriceBasis::constant(1994), c10 = PriceBasis::constant(2010);
  Plan p = plan_of({"x"}, Unit{"VND", 9, PriceBasis::unstated(), {}});
  add(p, "a", level, "x", {2019, 2019}, "100.0", {}, c94);
  add(p, "g", growth, "x", {2020, 2020}, "10.0");
  add(p, "b", level, "x", {2020, 2020}, "165.0", {}, PriceBasis::unstated());
  add(p, "f", conversion, "x", {2011, 2030}, "0.667", {}, c10);
  p.statements.back().to_price_basis = c94;
  EXPECT_EQ(only(audit(p)).readings[0].verdict, Verdict::reconciles);
  p.statements.back().value = Rounded("0.800");
  EXPECT_EQ(only(audit(p)).readings[0].verdict, Verdict::does_not);
  p.statements.back().period = {2011, 2019};  // not in 2020
  EXPECT_EQ(only(audit(p)).readings[0].verdict, Verdict::reconciles);
}

// At least 110, but at most 90: multiplied by 0.8 it would fit, however large it may be.
TEST(ExplainContradiction, ReadsWhatNothingBoundsFromBelow) {
  const PriceBasis c94 = PriceBasis::constant(1994);
  Plan p = plan_of({"x"}, Unit{"VND", 9, PriceBasis::unstated(), {}});
  add(p, "a", level, "x", {2019, 2019}, "100.0", {}, c94);
  add(p, "g", growth, "x", {2020, 2020}, "10.0", {}, {}, Bound::at_least);
  add(p, "b", level, "x", {2020, 2020}, "90.0", {}, PriceBasis::unstated(), Bound::at_most);
  add(p, "f", conversion, "x", {2020, 2020}, "0.80", {}, c94);
  p.statements.back().to_price_basis = PriceBasis::constant(2010);
  EXPECT_EQ(only(audit(p)).readings[0].verdict, Verdict::reconciles);
}

// 1 - 5 * 0.25 is less than nothing.
TEST(ExplainContradiction, NothingIsReachedByMoreThanAWholeFall) {
  Plan p = plan_of({"x"});
  add(p, "a", level, "x", {2015, 2015}, "100");
  add(p, "g", growth, "x", {2016, 2020}, "-25.0");
  add(p, "b", level, "x", {2020, 2020}, "10");
  const Audit a = audit(p);
  ASSERT_EQ(only(a).readings[0].kind, ReadingKind::arithmetic_growth);
  EXPECT_EQ(only(a).readings[0].verdict, Verdict::does_not);
}

TEST(ExplainContradiction, CountsThePeriodsOfThePlan) {
  Plan p = plan_of({"x"});
  const Period q = Period::quarter(2019, 4);
  add(p, "a", level, "x", {q, q}, "100");
  add(p, "g", growth, "x", {q + 1, q + 2}, "10.0");
  add(p, "b", level, "x", {q + 2, q + 2}, "150");
  const Audit a = audit(p);
  for (const char* words : {"growing 10.0 % a quarter", "in 2 quarters needs", "would take 4.3 quarters", "over 1 quarter "})
    EXPECT_TRUE(says(a.findings.front().sentence, words)) << a.findings.front().sentence;
  const Audit vi = audit(p, {.language = Language::vietnamese});
  for (const char* words : {"10,0%/quý", "sau 2 quý", "mất 4,3 quý"})
    EXPECT_TRUE(says(vi.findings.front().sentence, words)) << vi.findings.front().sentence;
  EXPECT_FALSE(says(vi.findings.front().sentence, "năm quý"));
}

TEST(FromRatio, UndoesPeriodsAndScale) {
  Statement s;
  s.kind = growth;
  EXPECT_NEAR(from_ratio(s, 1.21, {1, 2, 2}), 0.1, 1e-15);
  s.kind = share;
  EXPECT_EQ(from_ratio(s, 250, {1, 2, 1, 1000}), 0.25);
}

}  // namespace
}  // namespace foreplan::plan
