#include "scenario/newton.hpp"

#include <gtest/gtest.h>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "blocks.hpp"

namespace foreplan::scenario::detail {
namespace {

using foreplan::testing::Block;

}  // namespace

TEST(Factor, SolvesASystemThatNeedsItsRowsExchanged) {
  // 0 x + 2 y + z = 7, x + y + z = 6, 4 x + y - z = 3: x = 1, y = 2, z = 3.
  double a[] = {0, 2, 1, 1, 1, 1, 4, 1, -1}, x[] = {7, 6, 3};
  std::uint32_t pivots[3] = {};
  ASSERT_TRUE(factor(a, pivots, 3));
  solve_factored(a, pivots, x, 3);
  EXPECT_NEAR(x[0], 1, 1e-14);
  EXPECT_NEAR(x[1], 2, 1e-14);
  EXPECT_NEAR(x[2], 3, 1e-14);
}

TEST(Factor, SaysWhatIsSingularOrNotFinite) {
  std::uint32_t pivots[2] = {};
  double dependent[] = {1, 2, 2, 4}, missing[] = {1, 2, NAN, 4}, infinite[] = {INFINITY, 2, 3, 4};
  EXPECT_FALSE(factor(dependent, pivots, 2));
  EXPECT_FALSE(factor(missing, pivots, 2));
  EXPECT_FALSE(factor(infinite, pivots, 2));
}

TEST(SolveTorn, FindsTheFixedPointOfTheCosineWhateverTheUnknownStartsFrom) {
  for (const double start : {-3.0, 0.0, 1.0, 40.0}) {
    Block block("x = cos(x)");
    block.start({start});
    EXPECT_EQ(block.solve(), Stop::converged) << start;
    EXPECT_NEAR(block.torn()[0], 0.7390851332151607, 1e-11);
    EXPECT_LT(std::abs(block.residual(0)), 1e-11) << "slots belong to the solution";
  }
}

TEST(SolveTorn, DampsStepsThatWouldThrowItAway) {
  // x / sqrt(1 + x^2): from beyond 1 whole steps go further and further.
  for (const double start : {0.5, 3.0, -30.0}) {
    Block block("endogenous x\n 0 = x / sqrt(1 + x^2)");
    block.start({start});
    EXPECT_EQ(block.solve(), Stop::converged) << start;
    EXPECT_NEAR(block.torn()[0], 0, 1e-10) << start;
  }
}

TEST(SolveTorn, LeavesAnOffsetInTheResiduals) {
  // x^3 - 8 = 19.
  Block block("endogenous x\n x^3 - 8 = 0");
  block.start({2});
  block.scratch().lanes[0].offset = {19};
  EXPECT_EQ(block.solve(), Stop::converged);
  EXPECT_NEAR(block.torn()[0], 3, 1e-11);
}

TEST(SolveTorn, UsesOldDerivativesWhileTheyServe) {
  Block block("x = cos(x)");
  block.start({0.7});
  EXPECT_EQ(block.solve(), Stop::converged);
  const std::size_t derivatives = block.work().derivatives;
  block.start({0.7390});
  EXPECT_EQ(block.solve(), Stop::converged);
  EXPECT_EQ(block.work().derivatives, derivatives) << "the factors of the time before";
}

TEST(SolveTorn, SaysWhyItStopsAndWhere) {
  Block none("endogenous x\n 0 = x^2 + 1");
  none.start({3});
  EXPECT_NE(none.solve(), Stop::converged);
  EXPECT_TRUE(std::isfinite(none.residual(0)));
  Block flat("endogenous x\n 0 = x^2 - 1");
  flat.start({0});
  EXPECT_EQ(flat.solve(), Stop::singular);
  Block outside("endogenous x\n 0 = log(x) + x");
  outside.start({-1});
  EXPECT_EQ(outside.solve(), Stop::not_finite);
  Block slow("endogenous x\n 0 = x^2 - 2");
  slow.start({1e6});
  SolveOptions few;
  few.max_iterations = 3;
  EXPECT_EQ(slow.solve(few), Stop::iteration_limit);
}

TEST(SolveTorn, EightLanesEachGoTheirOwnWay) {
  const char* equations = "endogenous x\n endogenous y\n 0 = x^2 + y^2 - 4\n 0 = log(x) + y + 0.1 * y^3 - 1";
  Block shape(equations);
  const std::size_t slots = shape.slots().size();
  std::vector<double> w(slots * kLanes);
  std::array<TornState, kLanes> state{};
  std::array<TornState*, kLanes> states{};
  std::array<SolveWork, kLanes> work{};
  std::array<SolveWork*, kLanes> works{};
  std::array<bool, kLanes> active{};
  const auto start = [](std::size_t l) {
    return std::vector<double>{0.5 + 0.3 * static_cast<double>(l), 1.5 - 0.4 * static_cast<double>(l)};
  };
  for (std::size_t l = 0; l < kLanes; ++l) {
    Block alone(equations);
    alone.start(start(l));
    for (std::size_t s = 0; s < slots; ++s) w[s * kLanes + l] = alone.slots()[s];
    states[l] = &state[l];
    works[l] = &work[l];
    active[l] = l != 5;
  }
  TornScratch scratch;
  const auto stops = solve_torn<kLanes>(shape.segment(), w.data(), states, active, scratch, {}, works);
  for (std::size_t l = 0; l < kLanes; ++l) {
    Block alone(equations);
    alone.start(start(l));
    if (!active[l]) {
      EXPECT_EQ(stops[l], Stop::not_run);
      EXPECT_EQ(w[shape.segment().torn[0].slot * kLanes + l], alone.torn()[0]);
      continue;
    }
    EXPECT_EQ(stops[l], alone.solve());
    for (std::size_t j = 0; j < 2; ++j)
      EXPECT_EQ(w[shape.segment().torn[j].slot * kLanes + l], alone.torn()[j]) << "lane " << l;
    EXPECT_EQ(work[l].iterations, alone.work().iterations);
  }
}

}  // namespace foreplan::scenario::detail
