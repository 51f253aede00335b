#include "growth/curve_task.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace foreplan::growth::internal {
namespace {

const std::vector<double> kT{0, 1, 2, 3}, kY{1, 3, 4, 9};
const CurveFunction kLine = curve_function<2>([](const auto& b, double t) { return b[0] + b[1] * t; });
const std::vector<CurveParameter> kFree{{.name = "a"}, {.name = "b"}};

TEST(CurveTask, SolvesWeightedLeastSquares) {
  CurveTask task(kLine, kT, kY, kFree, 100, {});
  // Without weights: b = (sum (t - 1.5)(y - 4.25)) / 5 = 12.5 / 5, a = 4.25 - 1.5 b.
  const auto plain = task.solve({0, 0});
  EXPECT_NEAR(plain.x[1], 2.5, 1e-13);
  EXPECT_NEAR(plain.x[0], 0.5, 1e-13);
  // The last observation without weight: the line through 1, 3, 4 is 7/6 + 1.5 t.
  task.weights = {1, 1, 1, 1e-30};
  const auto three = task.solve({0, 0});
  EXPECT_NEAR(three.x[1], 1.5, 1e-12);
  EXPECT_NEAR(three.x[0], 7.0 / 6, 1e-12);
}

TEST(CurveTask, WithAutocorrelationItSolvesForInnovations) {
  CurveTask task(kLine, kT, kY, kFree, 100, {});
  task.rho = 0.5;
  const auto fit = task.solve({0, 0});
  // Prais and Winsten's transformed problem, row by row, by its normal equations.
  const double root = std::sqrt(0.75);
  const double x0[] = {root, 0.5, 0.5, 0.5}, x1[] = {0, 1, 1.5, 2}, z[] = {root * 1, 2.5, 2.5, 7};
  double a = 0, b = 0, c = 0, d = 0, e = 0;
  for (int i = 0; i < 4; ++i) {
    a += x0[i] * x0[i];
    b += x0[i] * x1[i];
    c += x1[i] * x1[i];
    d += x0[i] * z[i];
    e += x1[i] * z[i];
  }
  EXPECT_NEAR(fit.x[0], (c * d - b * e) / (a * c - b * b), 1e-13);
  EXPECT_NEAR(fit.x[1], (a * e - b * d) / (a * c - b * b), 1e-13);
}

TEST(CurveTask, AHeldParameterStaysWhereItStarts) {
  CurveTask task(kLine, kT, kY, kFree, 100, {});
  const auto fit = task.solve({1, 0}, 0);
  EXPECT_EQ(fit.x[0], 1);
  EXPECT_NEAR(fit.x[1], (1 * 2 + 2 * 3 + 3 * 8) / 14.0, 1e-13);
  EXPECT_NEAR(task.solve({1, 0}).x[0], 0.5, 1e-13);  // and is free again afterwards
}

TEST(CurveTask, KeepsToTheParametersRanges) {
  CurveTask task(kLine, kT, kY, {{.name = "a", .lower = 2, .upper = 3}, {.name = "b"}}, 100, {});
  const auto fit = task.solve({0, 0});
  EXPECT_EQ(fit.x[0], 2);
  EXPECT_NEAR(fit.x[1], (1 * 1 + 2 * 2 + 3 * 7) / 14.0, 1e-13);
}

}  // namespace
}  // namespace foreplan::growth::internal
