#include "numeric/cholesky.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace foreplan::numeric {
namespace {

using Matrix = std::vector<double>;

// numpy 1.24: numpy.linalg.cholesky([[4, 12, -16], [12, 37, -43], [-16, -43, 98]])
TEST(Cholesky, AgreesWithNumpy) {
  const auto l = cholesky(Matrix{4, 12, -16, 12, 37, -43, -16, -43, 98}, 3);
  ASSERT_TRUE(l);
  EXPECT_EQ(*l, (Matrix{2, 0, 0, 6, 1, 0, -8, 5, 3}));
}

TEST(Cholesky, TakesSingularMatrices) {
  const auto l = cholesky(Matrix{1, -1, 0, -1, 1, 0, 0, 0, 0}, 3);
  ASSERT_TRUE(l);
  EXPECT_EQ(*l, (Matrix{1, 0, 0, -1, 0, 0, 0, 0, 0}));
  // Scale plays no part.
  const auto small = cholesky(Matrix{1e-30, 1e-30, 1e-30, 1e-30}, 2);
  ASSERT_TRUE(small);
  EXPECT_NEAR((*small)[2] / 1e-15, 1, 1e-12);
}

TEST(Cholesky, RefusesNegativeDirections) {
  EXPECT_FALSE(cholesky(Matrix{1, 2, 2, 1}, 2));
  EXPECT_FALSE(cholesky(Matrix{-1}, 1));
  EXPECT_FALSE(cholesky(Matrix{0, 1, 1, 5}, 2));
  EXPECT_FALSE(cholesky(Matrix{1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1}, 3));
  EXPECT_FALSE(cholesky(Matrix{std::numeric_limits<double>::quiet_NaN()}, 1));
}

}  // namespace
}  // namespace foreplan::numeric
