#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// Klein's Model I (Klein 1950): consumption, investment and private wages, output and profits simultaneous; the
/// capital stock follows.
Model klein() {
  return compile(R"(
    behavioural c = c0 + c1 * p + c2 * p(-1) + c3 * (wp + wg)
    behavioural i = i0 + i1 * p + i2 * p(-1) + i3 * k(-1)
    behavioural wp = w0 + w1 * x + w2 * x(-1) + w3 * trend
    identity x = c + i + g
    identity p = x - t - wp
    identity k = k(-1) + i
    identity trend = trend(-1) + 1
    identity kx = k / x
  )");
}

std::string names(const CausalTrace& t) {
  std::string out;
  for (const TracedVariable& v : t.variables) out += v.name + ":" + std::to_string(v.step) + " ";
  return out;
}

}  // namespace

TEST(Describe, FindsThePartsOfKleinsModel) {
  const ModelStructure s = describe(klein());
  ASSERT_EQ(s.blocks.size(), 4U);
  EXPECT_EQ(s.prologue, 1U);
  EXPECT_EQ(s.core, 5U);
  EXPECT_EQ(s.epilogue, 2U);
  EXPECT_EQ(s.solved, 5U);
  const ModelBlock& core = s.blocks[s.largest];
  EXPECT_EQ(core.kind, BlockKind::simultaneous);
  EXPECT_EQ(core.part, ModelPart::core);
  EXPECT_THAT(core.variables, UnorderedElementsAre("c", "i", "wp", "x", "p"));
  EXPECT_EQ(core.torn.size(), s.torn);
  EXPECT_GE(core.torn.size(), 1U);
  EXPECT_LE(core.torn.size(), 2U);  // profits and output, or less: every loop passes through p or x
  std::map<std::string, const ModelBlock*> of;
  for (const ModelBlock& b : s.blocks)
    for (const std::string& v : b.variables) of[v] = &b;
  EXPECT_EQ(of["trend"]->part, ModelPart::prologue);
  EXPECT_EQ(of["k"]->part, ModelPart::epilogue);
  EXPECT_EQ(of["kx"]->inputs.size(), 2U);
  EXPECT_EQ(core.inputs.size(), 1U);
  EXPECT_EQ(s.exogenous, 15U);  // 12 coefficients, wg, g, t
}

TEST(Describe, TellsKindsApart) {
  const ModelStructure s = describe(compile("a = z + 1\n b = b(+1) * 0.5 + a\n c = exp(c) - a\n d = b + c"));
  std::map<std::string, BlockKind> kind;
  for (const ModelBlock& b : s.blocks) kind[b.variables[0]] = b.kind;
  EXPECT_EQ(kind["a"], BlockKind::recursive);
  EXPECT_EQ(kind["b"], BlockKind::forward);
  EXPECT_EQ(kind["c"], BlockKind::simultaneous);
  EXPECT_EQ(kind["d"], BlockKind::recursive);
  EXPECT_THAT(describe(Model()).blocks, IsEmpty());
}

TEST(Describe, CallsWhatStandsBetweenSolvedBlocksCore) {
  const ModelStructure s = describe(compile("a = b\n b = 0.5 * a + x\n m = a * 2\n c = d + m\n d = 0.5 * c\n e = c"));
  for (const ModelBlock& b : s.blocks)
    EXPECT_EQ(b.part, b.variables[0] == "e" ? ModelPart::epilogue : ModelPart::core) << b.variables[0];
}

RC_GTEST_PROP(Describe, BlocksComeAfterWhatTheyReadAndHoldEveryEquationOnce, ()) {
  const int n = *rc::gen::inRange(1, 30);
  std::string text;
  for (int i = 0; i < n; ++i) {
    text += "y" + std::to_string(i) + " = z";
    for (int k = 0; k < 2; ++k)
      if (const int j = *rc::gen::inRange(0, n); j != i) text += " + 0.1 * y" + std::to_string(j);
    text += "\n";
  }
  const Model model = compile(text);
  const ModelStructure s = describe(model);
  std::vector<std::string> seen;
  for (std::size_t b = 0; b < s.blocks.size(); ++b) {
    seen.insert(seen.end(), s.blocks[b].variables.begin(), s.blocks[b].variables.end());
    for (const std::size_t i : s.blocks[b].inputs) RC_ASSERT(i < b);
    RC_ASSERT((s.blocks[b].kind == BlockKind::recursive) == s.blocks[b].torn.empty());
  }
  std::sort(seen.begin(), seen.end());
  RC_ASSERT(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
  RC_ASSERT(seen.size() == model.equations().size());
  RC_ASSERT(s.prologue + s.core + s.epilogue == seen.size());
}

TEST(Trace, FindsCausesAndEffects) {
  const CausalTrace t = trace(klein(), "i");
  EXPECT_EQ(names(t), "p:-1 i0:-1 i1:-1 i2:-1 i3:-1 k:-1 i:0 x:1 ");
  std::string into_i;
  for (const CausalLink& l : t.links)
    if (l.effect == "i" && l.cause == "p") {
      EXPECT_THAT(l.offsets, ElementsAre(-1, 0));
      into_i = l.cause;
    }
  EXPECT_EQ(into_i, "p");
  EXPECT_EQ(names(trace(klein(), "i", {.upstream = 0, .downstream = 1})), "i:0 k:1 x:1 ");
  EXPECT_EQ(names(trace(klein(), "i", {.upstream = 0, .downstream = 0})), "i:0 ");
  EXPECT_EQ(names(trace(klein(), "trend")), "trend:0 wp:1 ");
  EXPECT_THAT(trace(klein(), "trend").links.front().offsets, ElementsAre(-1));  // its own past
  EXPECT_EQ(names(trace(klein(), "k", {.upstream = 1, .downstream = 1, .lagged = false})), "i:-1 k:0 kx:1 ");
}

TEST(Trace, ShowsAddFactorsWhenAsked) {
  const CausalTrace t = trace(klein(), "wp", {.downstream = 0, .add_factors = true});
  std::vector<std::string> found;
  for (const TracedVariable& v : t.variables) found.push_back(v.name);
  EXPECT_THAT(found, ::testing::IsSupersetOf({"wp_A", "wp_D", "wp_X"}));
}

TEST(Trace, RefusesAndCuts) {
  const CausalTrace t = trace(klein(), "x", {.upstream = 5, .downstream = 5, .most = 4});
  EXPECT_TRUE(t.cut);
  EXPECT_EQ(t.variables.size(), 4U);
  expect_refused({{"did you mean \"trend\"?", [] { (void)trace(klein(), "trnd"); }},
                  {"steps must be >= 0; got -1", [] { (void)trace(klein(), "x", {.upstream = -1}); }},
                  {"most must be > 0", [] { (void)trace(klein(), "x", {.most = 0}); }}});
}

}  // namespace foreplan::scenario
