#include <foreplan/stats/shapley.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "refusals.hpp"

namespace foreplan::stats {
namespace {

using foreplan::testing::expect_refused;

TEST(ShapleyValues, OfTheGloveGame) {
  // Two left gloves and a right one; a pair is worth 1: 1/6, 1/6, 4/6 (Shapley 1953's standard example).
  const std::vector<double> worth{0, 0, 0, 0, 0, 1, 1, 1};
  const auto phi = shapley_values(3, worth);
  EXPECT_NEAR(phi[0], 1.0 / 6, 1e-15);
  EXPECT_NEAR(phi[1], 1.0 / 6, 1e-15);
  EXPECT_NEAR(phi[2], 4.0 / 6, 1e-15);
}

TEST(ShapleyValues, OfTheAirportGame) {
  // A runway costs what its longest user needs, 1, 2 or 3: everyone shares the stretches that they use (Littlechild &
  // Owen 1973).
  std::vector<double> worth;
  for (unsigned s = 0; s < 8; ++s) worth.push_back((s & 4U) != 0 ? 3 : (s & 2U) != 0 ? 2 : s != 0 ? 1 : 0);
  const auto phi = shapley_values(3, worth);
  EXPECT_NEAR(phi[0], 1.0 / 3, 1e-15);
  EXPECT_NEAR(phi[1], 1.0 / 3 + 1.0 / 2, 1e-15);
  EXPECT_NEAR(phi[2], 1.0 / 3 + 1.0 / 2 + 1, 1e-15);
}

/// The definition itself: the mean over all orders of what each player adds.
std::vector<double> by_orders(std::size_t players, const std::vector<double>& worth) {
  std::vector<std::size_t> order(players);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> sum(players, 0);
  double count = 0;
  do {
    std::size_t coalition = 0;
    for (const std::size_t i : order) {
      sum[i] += worth[coalition | std::size_t{1} << i] - worth[coalition];
      coalition |= std::size_t{1} << i;
    }
    ++count;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& s : sum) s /= count;
  return sum;
}

RC_GTEST_PROP(ShapleyValues, AreTheMeanOverAllOrders, ()) {
  const std::size_t players = *rc::gen::inRange<std::size_t>(1, 7);
  std::vector<double> worth;
  for (std::size_t s = 0; s < std::size_t{1} << players; ++s) worth.push_back(*rc::gen::inRange(-1000, 1000));
  const auto phi = shapley_values(players, worth);
  const auto expected = by_orders(players, worth);
  for (std::size_t i = 0; i < players; ++i) RC_ASSERT(std::abs(phi[i] - expected[i]) < 1e-10);
  RC_ASSERT(std::abs(std::accumulate(phi.begin(), phi.end(), 0.0) - (worth.back() - worth.front())) < 1e-10);
}

TEST(ShapleyValues, OfSeveralOutputsAreEachItsOwn) {
  const std::vector<double> worth{0, 10, 1, 10, 2, 10, 7, 10};
  const auto phi = shapley_values(2, worth, 2);
  EXPECT_EQ(phi, (std::vector<double>{(1 + 5) / 2.0, 0, (2 + 6) / 2.0, 0}));
}

TEST(JoiningOrders, HoldEveryPlayerOnceAndComeWithTheirReverse) {
  const auto orders = joining_orders(9, 20, 4);
  ASSERT_EQ(orders.size(), 20U);
  for (std::size_t i = 0; i < 20; i += 2) {
    auto sorted = orders[i];
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t p = 0; p < 9; ++p) EXPECT_EQ(sorted[p], p);
    EXPECT_TRUE(std::equal(orders[i].begin(), orders[i].end(), orders[i + 1].rbegin()));
  }
  EXPECT_NE(orders[0], orders[2]);
  EXPECT_EQ(orders, joining_orders(9, 20, 4));
}

TEST(ShapleyValues, RefuseWhatMakesNoSense) {
  const std::vector<double> worth{0, 1, std::numeric_limits<double>::quiet_NaN(), 2};
  expect_refused({
      {"stats::shapley_values: players must be 1 to 20; got 0", [&] { (void)shapley_values(0, worth); }},
      {"players must be 1 to 20; got 21", [&] { (void)shapley_values(21, worth); }},
      {"got 4 for 8 coalitions of 1", [&] { (void)shapley_values(3, worth); }},
      {"outputs must be >= 1; got 0", [&] { (void)shapley_values(2, worth, 0); }},
      {"worth must be finite; got NaN at index 2", [&] { (void)shapley_values(2, worth); }},
      {"count must be even, >= 2; got 3", [] { (void)joining_orders(2, 3, 0); }},
      {"players must be >= 1; got 0", [] { (void)joining_orders(0, 2, 0); }},
      {"players times count must be at most 100000000", [] { (void)joining_orders(1U << 20, 1U << 20, 0); }},
  });
}

}  // namespace
}  // namespace foreplan::stats
