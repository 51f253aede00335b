#include <gtest/gtest.h>

#include <cmath>

#include "blocks.hpp"

namespace foreplan::scenario::detail {
namespace {

using foreplan::testing::Block;

Stop by_trust_region(Block& block) {
  return solve_by_trust_region(block.segment(), block.slots().data(), block.state(), block.scratch(), {}, block.work());
}
Stop by_homotopy(Block& block) {
  return solve_by_homotopy(block.segment(), block.slots().data(), block.state(), block.scratch(), {}, block.work());
}

/// Derivatives are singular where x = 2 y or x = -2 y, and at (2, -1) to the last bit.
Block crossing() {
  return Block("endogenous x\n endogenous y\n 0 = x^2 + 4 * y^2 - 20\n 0 = x * y + 0.75 * x^2 * y^2 - 5");
}

}  // namespace

TEST(TrustRegion, PassesAPointWhereDerivativesAreSingular) {
  Block newton = crossing();
  newton.start({2, -1});
  EXPECT_EQ(newton.solve(), Stop::singular);
  Block block = crossing();
  block.start({2, -1});
  ASSERT_EQ(by_trust_region(block), Stop::converged);
  const double x = block.torn()[0], y = block.torn()[1];
  EXPECT_NEAR(x * x + 4 * y * y, 20, 1e-9);
  EXPECT_NEAR(x * y + 0.75 * x * x * y * y, 5, 1e-9);
  EXPECT_LT(std::abs(block.residual(0)), 1e-9) << "slots belong to the solution";
}

TEST(TrustRegion, DoesNotTakeAMinimumOfSquaresForASolution) {
  Block block("endogenous x\n 0 = x^2 + 1");
  block.start({1});
  EXPECT_NE(by_trust_region(block), Stop::converged);
  EXPECT_TRUE(std::isfinite(block.torn()[0]));
}

TEST(TrustRegion, SolvesRosenbrocksEquations) {
  // y = x^2, x = 1 from (-1.2, 1), written so that neither can be solved for a variable.
  Block block("endogenous x\n endogenous y\n 0 = 10 * (y - x^2) + (y - x^2)^3\n 0 = (1 - x) * (1 + y^2)");
  std::vector<double> start;
  for (const Torn& torn : block.segment().torn) start.push_back(torn.variable == 0 ? -1.2 : 1);
  block.start(start);
  ASSERT_EQ(by_trust_region(block), Stop::converged);
  for (const double z : block.torn()) EXPECT_NEAR(z, 1, 1e-9);
}

TEST(Homotopy, FollowsTheSolutionAndLeavesNoOffset) {
  // x + exp(x) = 50 from 0: x = log(50 - x).
  Block block("endogenous x\n 0 = x + exp(x) - 50");
  block.start({0});
  ASSERT_EQ(by_homotopy(block), Stop::converged);
  const double x = block.torn()[0];
  EXPECT_NEAR(x, std::log(50 - x), 4e-11);  // 1e-11 of its size
  EXPECT_TRUE(block.scratch().lanes[0].offset.empty());
  EXPECT_EQ(block.solve(), Stop::converged);
}

TEST(Homotopy, EndsWhereThePathDoes) {
  Block none("endogenous x\n 0 = x^2 + 1");
  none.start({1});
  EXPECT_NE(by_homotopy(none), Stop::converged);
  EXPECT_TRUE(none.scratch().lanes[0].offset.empty());
  EXPECT_GE(none.torn()[0], -1e-3) << "at the last solution on the way";
  Block outside("endogenous x\n 0 = log(x) + x");
  outside.start({-1});
  EXPECT_EQ(by_homotopy(outside), Stop::not_finite);
}

}  // namespace foreplan::scenario::detail
