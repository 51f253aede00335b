#include "scenario/order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/scenario.hpp>

#include <algorithm>

#include "scenario/program.hpp"

namespace foreplan::scenario::detail {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

using Names = std::vector<std::string>;

/// What each block determines, in order.
std::vector<Names> blocks_of(const Model& model, const Order& order) {
  std::vector<Names> out;
  for (const OrderedBlock& block : order.blocks) {
    Names& names = out.emplace_back();
    for (const std::uint32_t m : block.members) names.push_back(model.variables()[order.determined[m].variable].name);
  }
  return out;
}
Order order_of(const Model& model, bool together = false) {
  Expressions e = model.data().expressions;
  std::vector<bool> unknown;
  for (const ModelVariable& v : model.variables()) unknown.push_back(v.kind == VariableKind::endogenous);
  return order_equations(model.data(), e, unknown, together);
}
const Determined& determined(const Model& model, const Order& order, const char* variable) {
  return order.determined[order.owner[model.data().index.find(std::string_view(variable))->second]];
}

}  // namespace

TEST(Order, PutsEachEquationAfterThoseItNeeds) {
  const Model model = compile("c = b + a\n b = 2 * a\n a = x + c(-1)");
  EXPECT_THAT(blocks_of(model, order_of(model)), ElementsAre(Names{"a"}, Names{"b"}, Names{"c"}));
  for (const OrderedBlock& block : order_of(model).blocks) EXPECT_EQ(block.torn, 0U);
}

TEST(Order, SolvesTogetherWhatGoesInACircleAndTearsItOnce) {
  const Model model = compile("z = y + 1\n a = 0.5 * c\n b = a + x\n c = b + 1\n y = a");
  const Order order = order_of(model);
  const auto names = blocks_of(model, order);
  ASSERT_EQ(names.size(), 3U);
  EXPECT_THAT(names[0], UnorderedElementsAre("a", "b", "c"));
  EXPECT_EQ(order.blocks[0].torn, 1U);
  EXPECT_THAT(names[1], ElementsAre("y"));
  EXPECT_THAT(names[2], ElementsAre("z"));
}

TEST(Order, SolvesForAVariableWhereItCanAndTearsItWhereItCannot) {
  const Model model = compile("log(a) = x\n b + exp(b) = a\n dlog(c) = 0.02");
  const Order order = order_of(model);
  EXPECT_TRUE(determined(model, order, "a").direct);
  EXPECT_FALSE(determined(model, order, "b").direct);
  EXPECT_TRUE(determined(model, order, "c").direct);
  EXPECT_THAT(blocks_of(model, order), UnorderedElementsAre(Names{"a"}, Names{"b"}, Names{"c"}));
  for (const OrderedBlock& block : order.blocks)
    EXPECT_EQ(block.torn, order.determined[block.members[0]].direct ? 0U : 1U);
}

TEST(Order, FindsTheVariableOfAnEquationThatNamesNone) {
  const Model model = compile("endogenous p\n demand = 10 - p\n supply = 2 * p\n 0 = supply - demand");
  const Order order = order_of(model);
  EXPECT_EQ(order.blocks.size(), 1U);
  std::vector<std::uint32_t> equations;
  for (const Determined& d : order.determined) equations.push_back(d.equation);
  EXPECT_THAT(equations, ElementsAre(0, 1, 2));
  EXPECT_EQ(order.owner[model.data().index.at("p")] < 3, true);
}

TEST(Order, WrapsTheExclusionOfABehaviouralEquationRoundItsSolution) {
  const Model model = compile("behavioural c = 2 * x");
  Expressions e = model.data().expressions;
  std::vector<bool> unknown;
  for (const ModelVariable& v : model.variables()) unknown.push_back(v.kind == VariableKind::endogenous);
  const Order order = order_equations(model.data(), e, unknown);
  const Node& root = e[order.determined[0].solution];
  EXPECT_EQ(root.op, Op::select);
  EXPECT_EQ(model.variables()[e[root.a].a].name, "c_D");
  EXPECT_EQ(model.variables()[e[root.b].a].name, "c_X");
}

TEST(Order, TakesWhatLooksAheadAtOnceBetweenWhatDoesNot) {
  const Model model = compile("after = 2 * p\n p = d + 0.9 * p(+1) + before\n before = 0.5 * before(-1)");
  const Order order = order_of(model);
  EXPECT_THAT(blocks_of(model, order), ElementsAre(Names{"before"}, Names{"p"}, Names{"after"}));
  EXPECT_FALSE(order.blocks[0].forward);
  EXPECT_TRUE(order.blocks[1].forward);
  EXPECT_FALSE(order.blocks[2].forward);
}

TEST(Order, TiesThroughLagsWhatLooksAhead) {
  // q follows p by a period, and p looks ahead to q.
  const Model model = compile("p = 0.5 * q(+1) + d\n q = p(-1) + 0.1");
  const Order order = order_of(model);
  ASSERT_EQ(order.blocks.size(), 1U);
  EXPECT_TRUE(order.blocks[0].forward);
  EXPECT_EQ(order.blocks[0].torn, 0U) << "no circle within a period";
}

TEST(Order, PutsAllInOneBlockWhenAsked) {
  const Model model = compile("a = x\n b = 2 * a\n c = cos(c) + b");
  const Order order = order_of(model, true);
  ASSERT_EQ(order.blocks.size(), 1U);
  EXPECT_TRUE(order.blocks[0].forward);
  EXPECT_EQ(order.blocks[0].members.size(), 3U);
  EXPECT_EQ(order.blocks[0].torn, 1U);
}

TEST(Order, ExplainsWhatIsTooMuchAndWhatIsTooLittle) {
  const Model model = compile("a = x\n b = y\n c = z + b");
  Expressions e = model.data().expressions;
  std::vector<bool> unknown(model.variables().size());
  for (const char* name : {"x", "b", "z"}) unknown[model.data().index.at(name)] = true;
  EXPECT_FALSE(order_equations(model.data(), e, unknown).singular());
  // a and x both unknown, b known: two unknowns in one equation, and none for b's.
  unknown.assign(unknown.size(), false);
  for (const char* name : {"a", "x", "c"}) unknown[model.data().index.at(name)] = true;
  const Order order = order_equations(model.data(), e, unknown);
  ASSERT_TRUE(order.singular());
  const std::vector<std::string> sentences = explain(model.data(), order);
  ASSERT_EQ(sentences.size(), 2U);
  EXPECT_EQ(sentences[0], "1 equations (b) for 0 unknowns");
  EXPECT_THAT(sentences[1], HasSubstr("2 unknowns ("));
  EXPECT_THAT(sentences[1], HasSubstr("in 1 equations (a)"));
}

}  // namespace foreplan::scenario::detail
