#include "forecast/best_model.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace foreplan::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(BestModel, IsThatOfTheLeastCriterion) {
  BestModel<char> best;
  EXPECT_FALSE(best.found());
  EXPECT_TRUE(best.offer('a', 2));
  EXPECT_FALSE(best.offer('b', 3));
  EXPECT_TRUE(best.offer('c', -1));
  EXPECT_FALSE(best.offer('d', -1));
  EXPECT_EQ(best.model(), 'c');
}

TEST(BestModel, HasTheFewestParametersWhereTheCriterionCannotTell) {
  BestModel<char> best;
  EXPECT_TRUE(best.offer('a', kInfinity, 4));
  EXPECT_FALSE(best.offer('b', kInfinity, 4));
  EXPECT_TRUE(best.offer('c', kInfinity, 3));
  EXPECT_TRUE(best.offer('d', 100, 9));
  EXPECT_FALSE(best.offer('e', kInfinity, 1));
  EXPECT_EQ(best.model(), 'd');
}

}  // namespace
}  // namespace foreplan::forecast
