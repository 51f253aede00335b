#include "numeric/gauss_legendre.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace foreplan::numeric {
namespace {

TEST(GaussLegendre, IsExactForItsPolynomials) {
  for (const std::size_t points : {1, 2, 3, 4, 7, 20, 64})
    for (std::size_t degree = 0; degree < 2 * points; ++degree) {
      double integral = 0;
      for (const QuadratureNode& node : gauss_legendre(points))
        integral += node.weight * std::pow(node.at, static_cast<double>(degree));
      EXPECT_NEAR(integral * static_cast<double>(degree + 1), 1, 1e-13) << points << " points, degree " << degree;
    }
}

// Abramowitz & Stegun (1964), table 25.4, n = 3 over [-1, 1].
TEST(GaussLegendre, AgreesWithTheTable) {
  const auto rule = gauss_legendre(3);
  ASSERT_EQ(rule.size(), 3u);
  EXPECT_NEAR(1 - 2 * rule[0].at, 0.774596669241483, 1e-15);
  EXPECT_NEAR(rule[1].at, 0.5, 1e-16);
  EXPECT_NEAR(2 * rule[2].weight, 0.555555555555556, 1e-15);
  EXPECT_NEAR(2 * rule[1].weight, 0.888888888888889, 1e-15);
}

}  // namespace
}  // namespace foreplan::numeric
