#include "numeric/damped_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "numeric/kernels.hpp"

namespace foreplan::numeric {
namespace {

/// r = (-6, 0, 0) and the columns of a line at 0, 1, 2: the least-squares step is (5, -3) (see householder_test.cpp).
struct Line {
  std::vector<double> columns{-6, 0, 0, 1, 1, 1, 0, 1, 2};
  std::vector<double> gram = std::vector<double>(6);
  std::vector<std::size_t> free{0, 1};
  std::vector<double> step = std::vector<double>(2);

  DampedModel model() {
    kernels().gram(columns.data(), 3, 3, gram.data());
    DampedModel m(3, 2);
    m.set(columns, gram, free);
    return m;
  }
};

TEST(DampedModel, WithoutDampingItIsLeastSquares) {
  Line line;
  DampedModel m = line.model();
  EXPECT_EQ(m.rank(), 2u);
  m.solve(0, std::vector<double>{1, 1}, line.step);
  EXPECT_NEAR(line.step[0], 5, 1e-14);
  EXPECT_NEAR(line.step[1], -3, 1e-14);
  EXPECT_NEAR(m.curvature(line.step), 25 + 4 + 1, 1e-13);  // |(5, 2, -1)|^2
}

TEST(DampedModel, DampingAddsToTheDiagonal) {
  // (J'J + 2 D^2) p = -J'r with J'J = [3 3; 3 5], D^2 = diag(1, 4), J'r = (-6, 0): determinant 5 * 13 - 9 = 56.
  Line line;
  DampedModel m = line.model();
  m.solve(2, std::vector<double>{1, 2}, line.step);
  EXPECT_NEAR(line.step[0], 6 * 13 / 56.0, 1e-14);
  EXPECT_NEAR(line.step[1], -6 * 3 / 56.0, 1e-14);
}

TEST(DampedModel, SlopeIsTheDerivativeOfTheStepsLength) {
  for (const double almost : {1.0, 1e-5}) {  // the second column nearly the first: reflections
    Line line;
    line.columns = {-6, 1, 2, 1, 1, 1, 1, 1 + almost, 1 - 2 * almost};
    DampedModel m = line.model();
    const std::vector<double> scale{1, 2};
    const auto size = [&](double damping) {
      m.solve(damping, scale, line.step);
      return std::hypot(scale[0] * line.step[0], scale[1] * line.step[1]);
    };
    const double difference = (size(0.3 + 1e-6) - size(0.3 - 1e-6)) / 2e-6;
    const double length = size(0.3);
    EXPECT_NEAR(m.slope(scale, line.step, length), difference, 1e-6 * std::abs(difference)) << almost;
  }
}

TEST(DampedModel, NearlyDependentColumnsKeepTheirDigits) {
  // Columns (1, 0, 0) and (1, e, 0), r = -(1, 1, 0): p = (1 - 1/e, 1/e), condition about 2/e. Products would lose it
  // all.
  Line line;
  const double e = 1e-9;
  line.columns = {-1, -1, 0, 1, 0, 0, 1, e, 0};
  DampedModel m = line.model();
  EXPECT_EQ(m.rank(), 2u);
  m.solve(0, std::vector<double>{1, 1}, line.step);
  EXPECT_NEAR(line.step[1] * e, 1, 1e-6);
  EXPECT_NEAR(m.curvature(line.step), 2, 1e-6);
}

TEST(DampedModel, OtherRightHandSidesHaveTheSameSolutionAsTheirOwnModel) {
  for (const double almost : {1.0, 1e-5}) {
    Line line, other;
    line.columns = {-6, 1, 2, 1, 1, 1, 1, 1 + almost, 1 - 2 * almost};
    other.columns = line.columns;
    const std::vector<double> r{3, -1, 4}, scale{1, 2};
    std::copy(r.begin(), r.end(), other.columns.begin());
    DampedModel m = line.model(), own = other.model();
    std::vector<double> before(2), after(2);
    m.solve(0.3, scale, before);
    m.solve_for(r, 0.3, scale, line.step);
    own.solve(0.3, scale, other.step);
    m.solve(0.3, scale, after);
    for (std::size_t j = 0; j < 2; ++j) EXPECT_NEAR(line.step[j], other.step[j], 1e-10 * std::abs(other.step[j]));
    EXPECT_EQ(before, after);
  }
}

TEST(DampedModel, DependentColumnsLowerTheRankAndUnfreeOnesStay) {
  Line line;
  line.columns = {-6, 0, 0, 1, 1, 1, 2, 2, 2};
  EXPECT_EQ(line.model().rank(), 1u);
  Line held;
  held.free = {1};
  DampedModel m = held.model();
  m.solve(0, std::vector<double>{1, 1}, held.step);
  EXPECT_EQ(held.step[0], 0);
  EXPECT_NEAR(held.step[1], 0, 1e-15);  // (0, 1, 2) is orthogonal to r
}

}  // namespace
}  // namespace foreplan::numeric
