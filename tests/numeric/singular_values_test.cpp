#include "numeric/singular_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace foreplan::numeric {
namespace {

std::vector<double> sorted(std::vector<double> a, std::size_t m, std::size_t n) {
  std::vector<double> s(n);
  singular_values(a, m, n, s);
  std::sort(s.begin(), s.end());
  return s;
}

TEST(SingularValues, AreThoseOfMatricesWorkedByHand) {
  // [4 0; 3 -5]: squares are the roots of x^2 - 50 x + 400.
  const auto two = sorted({4, 3, 0, -5}, 2, 2);
  EXPECT_NEAR(two[0], std::sqrt(10.0), 1e-15);
  EXPECT_NEAR(two[1], std::sqrt(40.0), 1e-14);
  // [3 2 2; 2 3 -2] transposed: 5 and 3.
  const auto tall = sorted({3, 2, 2, 2, 3, -2}, 3, 2);
  EXPECT_NEAR(tall[0], 3, 1e-15);
  EXPECT_NEAR(tall[1], 5, 1e-15);
}

TEST(SingularValues, OfHilbertsMatrixHaveItsCondition) {
  // Condition of the 3 x 3 Hilbert matrix, 524.0567775860... (Higham 2002, table 28.1 prints 5.24e2).
  const auto s = sorted({1, 1.0 / 2, 1.0 / 3, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 3, 1.0 / 4, 1.0 / 5}, 3, 3);
  EXPECT_NEAR(s[2] / s[0], 524.0567775860, 1e-8);
  EXPECT_NEAR(s[0] * s[1] * s[2], 1.0 / 2160, 1e-16);  // its determinant
}

TEST(SingularValues, SmallOnesKeepTheirDigits) {
  // A diagonal times a rotation: the lengths of columns span twenty orders of magnitude.
  const double c = 0.6, s = 0.8;
  const auto v = sorted({1e10 * c, 1e10 * s, -1e-10 * s, 1e-10 * c}, 2, 2);
  EXPECT_NEAR(v[0], 1e-10, 1e-25);
  EXPECT_NEAR(v[1], 1e10, 1e-5);
}

TEST(SingularValues, DependentColumnsHaveAZero) {
  const auto v = sorted({1, 2, 2, 2, 4, 4}, 3, 2);
  EXPECT_NEAR(v[0], 0, 1e-15);
  EXPECT_NEAR(v[1], std::sqrt(45.0), 1e-14);
}

}  // namespace
}  // namespace foreplan::numeric
