#include "scenario/stacked.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "real_business_cycle.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::cycle_base;
using foreplan::testing::cycle_variables;
using foreplan::testing::CycleCases;

void expect_path(const Run& run, const std::vector<std::vector<double>>& expected) {
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  ASSERT_EQ(run.periods() + 2, expected.size());
  for (std::size_t v = 0; v < cycle_variables().size(); ++v)
    for (int t = 1; t <= static_cast<int>(run.periods()); ++t)
      ASSERT_NEAR(run.at(cycle_variables()[v], 2000 + t), expected[static_cast<std::size_t>(t)][v], 1e-10)
          << cycle_variables()[v] << " in period " << t;
}

}  // namespace

TEST(Stacked, AgreesWithDynareOnShocksKnownBeforehand) {
  const CycleCases dynare = foreplan::testing::dynare_cycle();
  const std::vector<double>& steady = dynare.at("steady")[0];
  const Scenario shocks =
      cycle_base(steady, steady, 200).shift("shock", 0.01, {2001, 2001}).shift("shock", 0.02, {2010, 2010});
  expect_path(solve(foreplan::testing::real_business_cycle(), shocks, {2001, 2200}), dynare.at("anticipated"));
}

TEST(Stacked, AgreesWithDynareOnTheWayToAnotherSteadyState) {
  const CycleCases dynare = foreplan::testing::dynare_cycle();
  const Scenario higher =
      cycle_base(dynare.at("steady")[0], dynare.at("steady")[1], 200).shift("level", 0.1, {2001, 2200});
  expect_path(solve(foreplan::testing::real_business_cycle(), higher, {2001, 2200}), dynare.at("permanent"));
}

}  // namespace foreplan::scenario
