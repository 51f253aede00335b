#include "growth/curve_projection.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "growth/curve_cases.hpp"

namespace foreplan::growth::internal {
namespace {

TEST(CurveProjection, RegressIsLeastSquares) {
  // y = 6, 0, 0 on 1 and 0, 1, 2: 5 - 3 x, residuals 1, -2, 1.
  const std::vector<double> columns{6, 0, 0, 1, 1, 1, 0, 1, 2};
  const Line line = regress(columns.data(), 3, 2);
  EXPECT_NEAR(line.coefficient[0], 5, 1e-13);
  EXPECT_NEAR(line.coefficient[1], -3, 1e-13);
  EXPECT_NEAR(line.sum_of_squares, 6, 1e-12);
}

TEST(CurveProjection, DependentColumnsHaveNoSum) {
  const std::vector<double> columns{6, 0, 1, 1, 1, 1, 2, 2, 2}, zero{6, 0, 1, 0, 0, 0};
  EXPECT_TRUE(std::isinf(regress(columns.data(), 3, 2).sum_of_squares));
  EXPECT_TRUE(std::isinf(regress(zero.data(), 3, 1).sum_of_squares));
}

TEST(CurveProjection, ProjectFindsTheLinearParametersOfEveryCurve) {
  std::vector<double> t;
  for (int i = 0; i < 25; ++i) t.push_back(0.5 + 0.8 * i);
  for (const CurveCase& c : kCases) {
    const CurveShape& shape = shape_of(c.curve);
    std::vector<double> y, b = c.b, memory(4 * t.size());
    for (const double at : t) y.push_back(formula(c.curve, c.b, at));
    for (const std::size_t j : shape.linear) b[j] = -1;
    EXPECT_NEAR(project(shape, t, y, b, memory), 0, 1e-9) << shape.name;
    for (std::size_t j = 0; j < b.size(); ++j) EXPECT_NEAR(b[j], c.b[j], 1e-6 * std::abs(c.b[j])) << shape.name << j;
  }
}

}  // namespace
}  // namespace foreplan::growth::internal
