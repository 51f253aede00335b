#include "forecast/criterion.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace foreplan::forecast {
namespace {

// By hand, for a log likelihood of -100, 3 parameters and 10 observations: 206, 206 + 24 / 6, 200 + 3 log 10.
TEST(CriterionOf, IsThatOfItsFormula) {
  EXPECT_DOUBLE_EQ(criterion_of(Criterion::aic, -100, 3, 10), 206);
  EXPECT_DOUBLE_EQ(criterion_of(Criterion::aicc, -100, 3, 10), 210);
  EXPECT_DOUBLE_EQ(criterion_of(Criterion::bic, -100, 3, 10), 200 + 3 * std::log(10.0));
  EXPECT_TRUE(std::isinf(criterion_of(Criterion::aicc, -100, 3, 4)));
}

}  // namespace
}  // namespace foreplan::forecast
