#include "scenario/print.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <string>

#include "scenario/evaluate_model.hpp"
#include "scenario/parse_model.hpp"

namespace foreplan::scenario::detail {
namespace {

const char* const kNames[] = {"a", "b", "gdp", "x_1"};

double made_up(std::string_view name, int offset) {
  return 0.3 + 0.17 * static_cast<double>(name.size()) + 0.01 * name[0] + 0.25 * offset;
}

ModelData empty_model() {
  ModelData m;
  for (const char* name : kNames) m.variables.emplace_back().name = name;
  m.periods.push_back(Period::quarter(2015, 3));
  return m;
}

/// A random expression of about `size` operations, built from the leaves up.
NodeId random_expression(ModelData& m, int size) {
  const auto leaf = [&]() -> NodeId {
    const auto v = *rc::gen::inRange<std::uint32_t>(0, 4);
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        return m.expressions.constant(*rc::gen::element(0.0, 1.0, 2.5, -3.0, 1e-7, 1e22, -0.1));
      case 1:
        return m.expressions.at_period(v, 0);
      default:
        return m.expressions.variable(v, *rc::gen::inRange(-3, 3));
    }
  };
  std::vector<NodeId> stack{leaf()};
  for (int i = 0; i < size; ++i) {
    const auto op = static_cast<Op>(*rc::gen::inRange(static_cast<int>(Op::negate), static_cast<int>(Op::select) + 1));
    const auto any = [&]() -> NodeId {
      return *rc::gen::inRange(0, 2) == 0 ? leaf() : stack[*rc::gen::inRange<std::size_t>(0, stack.size())];
    };
    const bool first = *rc::gen::inRange(0, 2) == 0;
    const NodeId a = first ? stack.back() : any(), b = first ? any() : stack.back(), c = any();
    stack.push_back(m.expressions.make(op, a, b, c));
  }
  return stack.back();
}

RC_GTEST_PROP(Print, WhatIsPrintedIsReadBackToTheSameValue, ()) {
  ModelData m = empty_model();
  const NodeId root = random_expression(m, *rc::gen::inRange(0, 12));
  const std::string text = expression_text(m, root, 1'000'000);
  const ModelData again = parse_model("result = " + text, {});
  const auto fixed = [](std::string_view name, Period p) {
    return made_up(name, 0) + 0.001 * static_cast<double>(p.ordinal());
  };
  const double before = testing::value_of(m, root, made_up, fixed);
  const double after = testing::value_of(again, again.sides[0].right, made_up, fixed);
  if (!(before == after || (std::isnan(before) && std::isnan(after)))) RC_FAIL(text);
}

TEST(Print, NeedsNoMoreParenthesesThanTheLanguage) {
  for (const char* text : {"a + b * gdp", "(a + b) * gdp", "a - (b - gdp)", "a - b - gdp", "a ^ b ^ gdp",
                           "(a ^ b) ^ gdp", "-a ^ 2", "(-a) ^ 2", "a ^ (-b)", "a - -b", "a / (b * gdp)", "not a == b",
                           "a and (b or gdp)", "a < b and b < gdp", "(a < b) < gdp", "if(a, b(-1), gdp(+2))",
                           "max(a, min(b, 2))", "value(a, 2015Q3) * 2.5", "(a < b) * log(gdp)"}) {
    const ModelData m = parse_model(std::string("result = ") + text, {});
    const std::string printed = expression_text(m, m.sides[0].right);
    EXPECT_EQ(printed.size(), std::string_view(text).size()) << printed;  // a sum may be turned around
    const ModelData again = parse_model("result = " + printed, {});
    EXPECT_EQ(expression_text(again, again.sides[0].right), printed);
  }
}

TEST(Print, VeryLongTextsAreCut) {
  ModelData m = empty_model();
  NodeId x = m.expressions.variable(0);
  for (int i = 0; i < 200; ++i) x = m.expressions.make(Op::multiply, m.expressions.make(Op::log, x), x);
  EXPECT_LE(expression_text(m, x, 100).size(), 130u);
}

}  // namespace
}  // namespace foreplan::scenario::detail
