#include "numeric/bounded_step.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "numeric/kernels.hpp"

namespace foreplan::numeric {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

/// r = (-6, 0, 0) and the columns of a line at 0, 1, 2: the least-squares step is (5, -3) (see householder_test.cpp), D
/// is diag(sqrt 3, sqrt 5), J'r is (-6, 0).
struct Line {
  std::vector<double> columns{-6, 0, 0, 1, 1, 1, 0, 1, 2};
  std::vector<double> gram = std::vector<double>(6);
  std::vector<double> x{0, 0}, to{0, 0}, lower, upper, memory = std::vector<double>(BoundedStep::room(2));
  BoundedStep step;

  explicit Line(std::vector<double> lowest = {-kFar, -kFar}, std::vector<double> highest = {kFar, kFar})
      : lower(std::move(lowest)), upper(std::move(highest)), step(3, 2, {lower, upper}, memory) {
    kernels().gram(columns.data(), 3, 3, gram.data());
    step.widen_scale(gram);
    step.begin(x, columns, gram);
  }
};

TEST(BoundedStep, IsTheGaussNewtonStepWhereNothingIsInTheWay) {
  Line line;
  EXPECT_EQ(line.step.free(), 2u);
  EXPECT_EQ(line.step.rank(), 2u);
  EXPECT_NEAR(line.step.length(std::vector<double>{1, 1}), std::sqrt(8), 1e-15);
  line.step.set_radius(100);
  EXPECT_TRUE(line.step.within_radius());
  EXPECT_FALSE(line.step.cut(line.to));
  EXPECT_NEAR(line.to[0], 5, 1e-14);
  EXPECT_NEAR(line.to[1], -3, 1e-14);
  EXPECT_NEAR(line.step.slope(), -30, 1e-13);
  EXPECT_NEAR(line.step.curvature(), 25 + 4 + 1, 1e-13);
}

// A step of damping t solves (J'J + t D^2) p = -J'r.
TEST(BoundedStep, IsAboutAsLongAsTheRadius) {
  for (const double radius : {9.0, 3.0, 0.1, 1e-6}) {
    Line line;
    line.step.set_radius(radius);
    EXPECT_FALSE(line.step.within_radius());
    const std::vector<double> p(line.step.step().begin(), line.step.step().end());
    EXPECT_NEAR(line.step.length(p) / radius, 1, 0.1) << radius;
    const double damping = (6 - 3 * p[0] - 3 * p[1]) / (3 * p[0]);
    EXPECT_GT(damping, 0) << radius;
    EXPECT_NEAR((3 * p[0] + (5 + 5 * damping) * p[1]) / radius, 0, 1e-9) << radius;
  }
}

TEST(BoundedStep, IsCutWhereItMeetsABoundAndGoesAlongItThen) {
  Line line({-kFar, -1}, {kFar, kFar});
  line.step.whole();
  EXPECT_TRUE(line.step.cut(line.to));  // a third of the way
  EXPECT_NEAR(line.to[0], 5.0 / 3, 1e-14);
  EXPECT_EQ(line.to[1], -1);
  EXPECT_NEAR(line.step.step()[0], 5.0 / 3, 1e-14);
  // At the bound from the start: the other variable alone, 6 / 3.
  Line held({-kFar, 0}, {kFar, kFar});
  held.step.whole();
  EXPECT_EQ(held.step.free(), 1u);
  EXPECT_FALSE(held.step.cut(held.to));
  EXPECT_NEAR(held.to[0], 2, 1e-14);
  EXPECT_EQ(held.to[1], 0);
}

TEST(BoundedStep, ResizesTheRadiusByWhatATrialShowed) {
  Line line;
  line.step.set_radius(8);
  line.step.resize_radius(0.5, 0.9, -1, 6);  // as promised: twice the step
  EXPECT_EQ(line.step.radius(), 12);
  line.step.resize_radius(0.5, 0.5, -1, 6);
  EXPECT_EQ(line.step.radius(), 12);
  line.step.resize_radius(0.01, 0.1, -1, 6);  // it fell by less
  EXPECT_EQ(line.step.radius(), 6);
  line.step.resize_radius(-kFar, 0, -1, 6);  // outside the domain
  EXPECT_DOUBLE_EQ(line.step.radius(), 0.6);
}

}  // namespace
}  // namespace foreplan::numeric
