#include "scenario/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "scenario/machine.hpp"

namespace foreplan::scenario::detail {
namespace {

std::uint32_t variable(const Model& model, const char* name) { return model.data().index.at(name); }

std::vector<bool> unknowns(const Model& model) {
  std::vector<bool> out;
  for (const ModelVariable& v : model.variables()) out.push_back(v.kind == VariableKind::endogenous);
  return out;
}

/// Runs straight code with 2 in every load.
std::vector<double> run(const Stage& stage) {
  std::vector<double> w(stage.slots);
  for (const auto& [slot, value] : stage.constants) w[slot] = value;
  for (const Load& load : stage.loads) w[load.slot] = 2;
  for (const Segment& segment : stage.segments) machine().values(segment.code.data(), segment.code.size(), w.data());
  return w;
}

}  // namespace

TEST(Program, OfStraightEquationsIsOneStretchOfCode) {
  const Model model = compile("b = 3 * a + x(-2)\n a = exp(x) + 1\n c = b / a");
  const Program& program = *model.data().program;
  ASSERT_EQ(program.stages.size(), 1U);
  const Stage& stage = program.stages[0];
  ASSERT_EQ(stage.segments.size(), 1U);
  EXPECT_TRUE(stage.segments[0].torn.empty());
  EXPECT_TRUE(stage.segments[0].loop.empty());
  EXPECT_EQ(stage.segments[0].stores.size(), 3U);
  ASSERT_EQ(stage.loads.size(), 2U);
  std::vector<std::int32_t> offsets{stage.loads[0].offset, stage.loads[1].offset};
  EXPECT_THAT(offsets, ::testing::UnorderedElementsAre(0, -2));
  const std::vector<double> w = run(stage);
  for (const Store& store : stage.segments[0].stores) {
    const double a = std::exp(2.0) + 1, b = 3 * a + 2;
    const double expected = store.variable == variable(model, "a")   ? a
                            : store.variable == variable(model, "b") ? b
                                                                     : b / a;
    EXPECT_NEAR(w[store.slot], expected, 1e-13 * expected);
  }
}

TEST(Program, EvaluatesWhatEquationsShareOnce) {
  const Model model = compile("a = exp(x * y) + 1\n b = exp(x * y) + 2\n c = 3 + exp(x * y)");
  std::size_t exponentials = 0;
  for (const Instruction& in : model.data().program->stages[0].segments[0].code) exponentials += in.op == Op::exp;
  EXPECT_EQ(exponentials, 1U);
}

TEST(Program, KeepsOutOfTheLoopWhatDoesNotChangeInIt) {
  const Model model = compile("x = exp(z) * cos(x) + log(z)");
  const Segment& segment = model.data().program->stages[0].segments[0];
  ASSERT_EQ(segment.torn.size(), 1U);
  for (const Instruction& in : segment.loop) EXPECT_TRUE(in.op != Op::exp && in.op != Op::log);
  EXPECT_EQ(segment.code.size(), 2U);
  EXPECT_EQ(segment.gradients.size(), segment.loop.size());
  ASSERT_EQ(segment.residual_rows.size(), 1U);
  EXPECT_EQ(segment.residual_rows[0], segment.gradients.back().out);
  EXPECT_EQ(segment.gradient_rows, 2 + segment.loop.size()) << "zeros, the torn variable, each instruction";
}

TEST(Program, ReadsABlockThatLooksAheadThroughLinks) {
  const Model model = compile("p = d + 0.5 * p(+1) + 0.2 * p(-2) + d(-1)");
  const Program& program = *model.data().program;
  ASSERT_EQ(program.stages.size(), 1U);
  const Stage& stage = program.stages[0];
  EXPECT_TRUE(stage.forward);
  const Segment& segment = stage.segments[0];
  EXPECT_TRUE(segment.torn.empty());
  std::vector<std::int32_t> offsets;
  for (const Link& link : segment.links) {
    EXPECT_EQ(link.variable, variable(model, "p"));
    offsets.push_back(link.offset);
  }
  EXPECT_THAT(offsets, ::testing::UnorderedElementsAre(1, -2));
  EXPECT_EQ(stage.loads.size(), 2U);
  EXPECT_NE(segment.store_rows[0], 0U);
}

TEST(Program, BeginsAStageBeforeAndAfterWhatLooksAhead) {
  const Model model = compile("after = 2 * p\n p = d + 0.9 * p(+1) + before\n before = 0.5 * before(-1)");
  std::vector<bool> forward;
  for (const Stage& stage : model.data().program->stages) forward.push_back(stage.forward);
  EXPECT_THAT(forward, ::testing::ElementsAre(false, true, false));
}

TEST(StackedProgram, LinksWhatOtherPeriodsSolveFor) {
  const Model model = compile("x = 0.5 * x(-1) + g + g(-1)");
  std::vector<bool> elsewhere(model.variables().size());
  const auto plain = build_stacked_program(model.data(), unknowns(model), elsewhere);
  EXPECT_EQ(plain->stages[0].segments[0].links.size(), 1U) << "x(-1)";
  EXPECT_EQ(plain->stages[0].loads.size(), 2U) << "g, g(-1)";
  elsewhere[variable(model, "g")] = elsewhere[variable(model, "x")] = true;
  const auto mixed = build_stacked_program(model.data(), unknowns(model), elsewhere);
  EXPECT_EQ(mixed->stages[0].segments[0].links.size(), 3U);
  EXPECT_TRUE(mixed->stages[0].loads.empty());
}

TEST(Program, RefusesUnknownsThatTheEquationsDoNotDetermine) {
  const Model model = compile("x = g + 1\n y = h");
  std::vector<bool> unknown(model.variables().size());
  unknown[variable(model, "x")] = unknown[variable(model, "g")] = true;
  EXPECT_THROW((void)build_program(model.data(), unknown), InvalidArgument);
  EXPECT_THROW((void)build_stacked_program(model.data(), unknown, unknown), InvalidArgument);
}

}  // namespace foreplan::scenario::detail
