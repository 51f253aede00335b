#include "scenario/expression.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace foreplan::scenario::detail {
namespace {

/// Value of an expression where variable v at any offset is values[v] + offset.
double value(const Expressions& e, NodeId root, const std::vector<double>& values) {
  Walk walk(e);
  std::map<NodeId, double> at;
  for (const NodeId id : walk.below({&root, 1})) {
    const Node& n = e[id];
    const int count = operands(n.op);
    if (n.op == Op::constant)
      at[id] = n.value;
    else if (count == 0)
      at[id] = values[n.a] + n.offset;
    else
      at[id] = evaluate(n.op, at[n.a], count > 1 ? at[n.b] : 0, count > 2 ? at[n.c] : 0);
  }
  return at[root];
}

}  // namespace

TEST(Expressions, EqualOnesAreOneNode) {
  Expressions e;
  const NodeId x = e.variable(0), y = e.variable(1, -1);
  EXPECT_EQ(e.make(Op::multiply, x, y), e.make(Op::multiply, y, x));
  EXPECT_EQ(e.variable(1, -1), y);
  EXPECT_NE(e.variable(1, 0), y);
  EXPECT_NE(e.make(Op::subtract, x, y), e.make(Op::subtract, y, x));
  EXPECT_NE(e.constant(0.0), e.constant(-0.0));
}

TEST(Expressions, FoldConstantsAndWhatDoesNothing) {
  Expressions e;
  const NodeId x = e.variable(0), zero = e.constant(0), one = e.constant(1);
  EXPECT_EQ(e.make(Op::add, x, zero), x);
  EXPECT_EQ(e.make(Op::subtract, x, zero), x);
  EXPECT_EQ(e.make(Op::multiply, one, x), x);
  EXPECT_EQ(e.make(Op::power, x, one), x);
  EXPECT_EQ(e.make(Op::negate, e.make(Op::negate, x)), x);
  EXPECT_EQ(e.make(Op::select, one, x, zero), x);
  EXPECT_EQ(e.make(Op::exp, zero), one);
  EXPECT_NE(e.make(Op::multiply, zero, x), zero) << "x may be missing";
}

TEST(Shifted, MovesEveryVariableAndRefusesToGoTooFar) {
  Expressions e;
  Walk walk(e);
  const NodeId sum = e.make(Op::add, e.variable(0), e.make(Op::log, e.variable(1, -2)));
  EXPECT_EQ(shifted(e, walk, sum, -1), e.make(Op::add, e.variable(0, -1), e.make(Op::log, e.variable(1, -3))));
  EXPECT_EQ(shifted(e, walk, sum, 0), sum);
  EXPECT_THROW(static_cast<void>(shifted(e, walk, sum, -kMaxOffset)), std::overflow_error);
}

TEST(Isolate, SolvesForAVariableThatOccursOnce) {
  // For each shape f: from f(x) = r follows x = solution, checked by putting the solution in.
  Expressions e;
  Walk walk(e);
  const NodeId x = e.variable(0), y = e.variable(1), r = e.variable(2);
  const NodeId shapes[] = {e.make(Op::add, x, y),
                           e.make(Op::subtract, y, x),
                           e.make(Op::multiply, y, x),
                           e.make(Op::divide, x, y),
                           e.make(Op::divide, y, x),
                           e.make(Op::exp, x),
                           e.make(Op::log, e.make(Op::multiply, y, x)),
                           e.make(Op::logistic, x),
                           e.make(Op::power, x, e.constant(0.3)),
                           e.make(Op::subtract, e.make(Op::log, x), e.make(Op::log, e.variable(0, -1))),
                           e.make(Op::negate, x)};
  const std::vector<double> at{0, 1.7, 0.4};
  for (const NodeId shape : shapes) {
    const auto solution = isolate(e, walk, shape, r, 0);
    ASSERT_TRUE(solution.has_value());
    // Its own lag reads values[0] - 1, so that value(0) has to be the solution while the lag stays what it is.
    if (shape == shapes[9]) continue;
    const double solved = value(e, *solution, at);
    EXPECT_NEAR(value(e, shape, {solved, at[1], at[2]}), at[2], 1e-14);
  }
  const auto growth = isolate(e, walk, shapes[9], r, 0);
  EXPECT_NEAR(value(e, *growth, {3, 0, 0.1}), 2 * std::exp(0.1), 1e-14);  // dlog(x) = 0.1 from x(-1) = 2
}

TEST(Isolate, LeavesWhatHasNoInverseOrTwo) {
  Expressions e;
  Walk walk(e);
  const NodeId x = e.variable(0), r = e.variable(1);
  EXPECT_FALSE(isolate(e, walk, e.make(Op::add, x, e.make(Op::exp, x)), r, 0).has_value());
  EXPECT_FALSE(isolate(e, walk, e.make(Op::power, x, e.constant(2)), r, 0).has_value());
  EXPECT_FALSE(isolate(e, walk, e.make(Op::abs, x), r, 0).has_value());
  EXPECT_FALSE(isolate(e, walk, e.make(Op::max, x, r), r, 0).has_value());
  EXPECT_FALSE(isolate(e, walk, e.variable(0, -1), r, 0).has_value()) << "only a lag";
}

TEST(Walk, FindsEachReadOnceSorted) {
  Expressions e;
  Walk walk(e);
  const NodeId roots[] = {e.make(Op::add, e.variable(3), e.variable(1, -1)), e.make(Op::exp, e.variable(3))};
  const std::vector<Read> expected{{1, -1}, {3, 0}};
  EXPECT_EQ(walk.reads(roots), expected);
}

}  // namespace foreplan::scenario::detail
