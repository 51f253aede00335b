#include "numeric/small_descent.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace foreplan::numeric {
namespace {

/// offset + the sum of squares of residuals of two variables, as `SmallDescent` wants it.
template <class Residuals>
struct Squares {
  Residuals residuals;  ///< Of x: r and its derivatives by both variables, three equal lists.
  double offset = 0;
  int values = 0;

  double value(std::span<const double> x) {
    ++values;
    double sum = offset;
    for (const auto& row : residuals(x)) sum += row[0] * row[0];
    return std::log(sum);
  }
  void model(std::span<const double> x, std::span<double> gradient, std::span<double> hessian) {
    double sum = offset;
    std::fill(gradient.begin(), gradient.end(), 0.0);
    std::fill(hessian.begin(), hessian.end(), 0.0);
    const auto rows = residuals(x);
    for (const auto& row : rows) sum += row[0] * row[0];
    for (const auto& row : rows)
      for (std::size_t j = 0; j < 2; ++j) {
        gradient[j] += 2 * row[0] * row[j + 1] / sum;
        for (std::size_t k = 0; k < 2; ++k) hessian[j * 2 + k] += 2 * row[j + 1] * row[k + 1] / sum;
      }
  }
};
template <class Residuals>
Squares(Residuals, double) -> Squares<Residuals>;

using Rows = std::vector<std::array<double, 3>>;

Rows rosenbrock(std::span<const double> x) { return {{10 * (x[1] - x[0] * x[0]), -20 * x[0], 10}, {1 - x[0], -1, 0}}; }

constexpr double kFar = std::numeric_limits<double>::infinity();

TEST(SmallDescent, FindsRosenbrocksMinimum) {
  Squares problem{rosenbrock, 1e-3};
  SmallDescent descent(problem, 2);
  std::vector<double> x{-1.2, 1}, lower{-kFar, -kFar}, upper{kFar, kFar};
  EXPECT_EQ(descent.run(x, {lower, upper}), Stop::converged);
  EXPECT_NEAR(x[0], 1, 1e-7);
  EXPECT_NEAR(x[1], 1, 1e-7);
  EXPECT_NEAR(descent.value(), std::log(1e-3), 1e-10);
}

// x0 <= 1/2 leaves (1/2, 1/4), x1 >= 2 leaves x0 = sqrt(2) to second order: 200 x0 (x0^2 - 2) = 1 - x0.
TEST(SmallDescent, StopsAtBounds) {
  Squares problem{rosenbrock, 0};
  SmallDescent descent(problem, 2);
  std::vector<double> x{-1.2, 1}, lower{-kFar, -kFar}, upper{0.5, kFar};
  EXPECT_EQ(descent.run(x, {lower, upper}), Stop::converged);
  EXPECT_EQ(x[0], 0.5);
  EXPECT_NEAR(x[1], 0.25, 1e-9);
  x = {1, 3}, lower = {0, 2}, upper = {kFar, kFar};
  EXPECT_EQ(descent.run(x, {lower, upper}), Stop::converged);
  EXPECT_EQ(x[1], 2);
  EXPECT_NEAR(200 * x[0] * (x[0] * x[0] - 2), 1 - x[0], 1e-4);
  lower = {0.7, -kFar}, upper = {0.7, kFar};
  EXPECT_EQ(descent.run(x, {lower, upper}), Stop::converged);
  EXPECT_EQ(x[0], 0.7);
  EXPECT_NEAR(x[1], 0.49, 1e-9);
}

// Residuals that stay large, where Gauss and Newton's steps alone converge slowly: an exponential through data that
// none fits. At the minimum sum r dr = 0.
TEST(SmallDescent, ConvergesQuicklyWithLargeResiduals) {
  const auto residuals = [](std::span<const double> x) {
    Rows rows;
    for (int i = 0; i < 8; ++i) {
      const double t = i / 4.0, e = std::exp(x[1] * t), y = 1 + std::sin(9.0 * i) * 3 + t;
      rows.push_back({y - x[0] * e, -e, -x[0] * t * e});
    }
    return rows;
  };
  Squares problem{residuals, 0};
  SmallDescent descent(problem, 2);
  std::vector<double> x{1, 0.1}, lower{-kFar, -kFar}, upper{kFar, kFar};
  EXPECT_EQ(descent.run(x, {lower, upper}), Stop::converged);
  EXPECT_LT(problem.values, 25);
  std::array<double, 2> slope{};
  double sum = 0;
  for (const auto& row : residuals(x)) {
    sum += row[0] * row[0];
    for (std::size_t j = 0; j < 2; ++j) slope[j] += row[0] * row[j + 1];
  }
  EXPECT_NEAR(slope[0] / sum, 0, 1e-5);
  EXPECT_NEAR(slope[1] / sum, 0, 1e-5);
}

TEST(SmallDescent, SaysWhyItStopped) {
  Squares problem{rosenbrock, 0};
  SmallDescent descent(problem, 2);
  std::vector<double> x{-1.2, 1}, lower{-kFar, -kFar}, upper{kFar, kFar};
  EXPECT_EQ(descent.run(x, {lower, upper, 2}), Stop::iteration_limit);
  x = {kFar, 1};
  EXPECT_EQ(descent.run(x, {lower, upper}), Stop::not_finite);
}

}  // namespace
}  // namespace foreplan::numeric
