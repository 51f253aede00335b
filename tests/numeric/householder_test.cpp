#include "numeric/householder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace foreplan::numeric {
namespace {

// The textbook example of Householder's method: A = [12 -51 4; 6 167 -68; -4 24 -41] has R = [14 21 -14; 0 175 -70;
// 0 0 35] up to the signs of its rows.
const std::vector<double> kTextbook{12, 6, -4, -51, 167, 24, 4, -68, -41};

TEST(Householder, GivesTheTextbooksTriangle) {
  std::vector<double> a = kTextbook, rhs{12, 6, -4};
  orthogonalise(a, 3, 3, rhs, {});
  const std::array<double, 9> expected{14, 0, 0, 21, 175, 0, -14, -70, 35};
  for (std::size_t j = 0; j < 3; ++j)
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_NEAR(std::abs(a[j * 3 + i]), std::abs(expected[j * 3 + i]), 1e-12) << i << ' ' << j;
  // The right-hand side is the first column, so it is turned to what that column became.
  EXPECT_NEAR(rhs[0], a[0], 1e-12);
  EXPECT_NEAR(rhs[1], 0, 1e-12);
  EXPECT_NEAR(rhs[2], 0, 1e-12);
}

TEST(Householder, TakesColumnsByFallingLengthAndSaysWhich) {
  std::vector<double> a = kTextbook, rhs(3);
  std::vector<std::size_t> order(3);
  orthogonalise(a, 3, 3, rhs, order);
  EXPECT_EQ(order[0], 1u);  // |(-51, 167, 24)| is the longest
  for (std::size_t k = 0; k + 1 < 3; ++k) EXPECT_GE(std::abs(a[k * 3 + k]), std::abs(a[(k + 1) * 3 + k + 1]));
  EXPECT_NEAR(std::abs(a[0] * a[4] * a[8]), 14 * 175 * 35, 1e-8);  // the determinant's size stays
}

TEST(Householder, SolvesLeastSquares) {
  // A line through (0, 6), (1, 0), (2, 0): 5 - 3 x.
  std::vector<double> a{1, 1, 1, 0, 1, 2}, rhs{6, 0, 0};
  orthogonalise(a, 3, 2, rhs, {});
  back_substitute(a, 3, 2, rhs, 0);
  EXPECT_NEAR(rhs[0], 5, 1e-14);
  EXPECT_NEAR(rhs[1], -3, 1e-14);
}

TEST(Householder, ADependentColumnGivesAZero) {
  std::vector<double> a{1, 2, 2, 2, 4, 4}, rhs{9, 0, 0};
  std::vector<std::size_t> order(2);
  orthogonalise(a, 3, 2, rhs, order);
  EXPECT_LT(std::abs(a[4]), 1e-15);
  back_substitute(a, 3, 2, rhs, 1e-12);
  EXPECT_EQ(order[0], 1u);
  EXPECT_NEAR(rhs[0], 0.5, 1e-15);  // (1, 2, 2) . (9, 0, 0) / 9 = 1, twice as long a column
  EXPECT_EQ(rhs[1], 0);
}

TEST(Householder, AColumnOfZerosIsPassedOver) {
  std::vector<double> a{0, 0, 3, 4}, rhs{1, 1};
  orthogonalise(a, 2, 2, rhs, {});
  EXPECT_EQ(a[0], 0);
  EXPECT_EQ(a[2], 3);
  EXPECT_NEAR(std::abs(a[3]), 4, 1e-15);
}

TEST(Householder, LengthIsEuclids) { EXPECT_EQ(length(std::vector<double>{2, 3, 6}), 7); }

}  // namespace
}  // namespace foreplan::numeric
