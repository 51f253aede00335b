#include "numeric/small_descent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "numeric/small_descents.hpp"

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

/// Rosenbrock's function at three places side by side.
struct ThreeSquares {
  static constexpr std::size_t kLanes = 3;
  Squares<Rows (*)(std::span<const double>)> squares{rosenbrock, 1e-3};
  std::array<std::array<double, 2>, kLanes> at{};
  std::array<double, kLanes> values{};
  std::vector<std::size_t> evaluated{};

  void set(std::size_t lane, std::span<const double> x) { at[lane] = {x[0], x[1]}; }
  void evaluate(std::size_t count) {
    evaluated.push_back(count);
    for (std::size_t k = 0; k < count; ++k) values[k] = squares.value(at[k]);
  }
  [[nodiscard]] double value(std::size_t lane) const { return values[lane]; }
  void model(std::size_t lane, std::span<double> gradient, std::span<double> hessian) {
    squares.model(at[lane], gradient, hessian);
  }
};

struct End {
  std::vector<double> x{};
  Stop stop = Stop::not_run;
  double value = 0;

  bool operator==(const End&) const = default;
};

const std::vector<std::vector<double>> kStarts{{-1.2, 1}, {2, 2}, {kFar, 1}, {0.1, 0.1}, {1, 1}, {-3, 7}, {0.5, 4}};

TEST(SmallDescents, EndWhereEachAloneDoes) {
  const std::vector<double> lower{-2, -kFar}, upper{kFar, 5};
  const auto abandoned = [](std::span<const double> x, double) { return x[1] > 3.99 && x[1] < 4.5; };
  for (const int iterations : {1, 3, 100}) {
    const SmallDescentLimits limits{lower, upper, iterations};
    ThreeSquares problem;
    SmallDescents descents(problem, 2);
    std::vector<End> ends, alone;
    for (const auto& x : kStarts) ends.push_back({x});
    alone = ends;
    descents.run(
        ends.size(),
        [&](std::size_t i, std::size_t) {
          return SmallDescents<ThreeSquares>::Job{ends[i].x, limits};
        },
        abandoned,
        [&](std::size_t i, Stop stop, double value) {
          ends[i].stop = stop;
          ends[i].value = value;
          return false;
        });
    for (End& end : alone) {
      SmallDescent descent(problem.squares, 2);
      end.stop = descent.run(end.x, limits, abandoned);
      end.value = descent.value();
    }
    for (std::size_t i = 0; i < ends.size(); ++i) EXPECT_EQ(ends[i], alone[i]) << i << " after " << iterations;
    EXPECT_EQ(*std::max_element(problem.evaluated.begin(), problem.evaluated.end()), ThreeSquares::kLanes);
  }
}

TEST(SmallDescents, RunAgainWhenAsked) {
  const std::vector<double> lower{-kFar, -kFar}, upper{kFar, kFar};
  ThreeSquares problem;
  SmallDescents descents(problem, 2);
  std::vector<double> x{kFar, 1};
  int runs = 0;
  descents.run(
      1,
      [&](std::size_t, std::size_t) {
        return SmallDescents<ThreeSquares>::Job{x, {lower, upper}};
      },
      [](std::span<const double>, double) { return false; },
      [&](std::size_t, Stop stop, double) {
        EXPECT_EQ(stop, runs < 2 ? Stop::not_finite : Stop::converged);
        if (++runs == 2) x[0] = -1.2;
        return runs <= 2;
      });
  EXPECT_EQ(runs, 3);
  EXPECT_NEAR(x[0], 1, 1e-7);
}

}  // namespace
}  // namespace foreplan::numeric
