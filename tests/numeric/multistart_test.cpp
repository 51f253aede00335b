#include "numeric/multistart.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace foreplan::numeric {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

/// log((x^2 - 1)^2 + 0.1): two hills' feet, -1 and 1, as low as each other.
struct TwoValleys {
  int values = 0;

  double value(std::span<const double> x) {
    ++values;
    return std::log(std::pow(x[0] * x[0] - 1, 2) + 0.1);
  }
  void model(std::span<const double> x, std::span<double> gradient, std::span<double> hessian) {
    const double r = x[0] * x[0] - 1, sum = r * r + 0.1;
    gradient[0] = 4 * r * x[0] / sum;
    hessian[0] = 8 * x[0] * x[0] / sum;
  }
};

struct Searches {
  TwoValleys problem{};
  SmallDescent<TwoValleys> descent{problem, 1};
  std::vector<double> lower{-kFar}, upper{kFar};

  std::vector<SearchPoint> from(const std::vector<double>& starts) {
    std::vector<SearchPoint> points;
    for (const double x : starts) points.push_back({{x}, problem.value(std::span(&x, 1))});
    return points;
  }
  void follow(std::vector<SearchPoint>& points, std::size_t count, int iterations = 100) {
    follow_best(
        descent, points, count, {lower, upper, iterations},
        [](const SearchPoint& end, std::span<const double> x, double) { return std::abs(end.x[0] - x[0]) < 0.05; });
  }
};

TEST(Multistart, KeepsTheBestOfWhichTheFirstIsFirst) {
  std::vector<SearchPoint> points{{{1}, 3}, {{2}, 1}, {{3}, 1}, {{4}, 2}};
  keep_best(points, 3);
  ASSERT_EQ(points.size(), 3u);
  EXPECT_EQ(points[0].x[0], 2);
  EXPECT_EQ(points[1].x[0], 3);
  EXPECT_EQ(points[2].x[0], 4);
  keep_best(points, 10);
  EXPECT_EQ(points.size(), 3u);
}

TEST(Multistart, ComesToEachMinimumOnce) {
  Searches searches;
  std::vector<SearchPoint> points = searches.from({3, -1.2, 0.5, 1.3, -2});
  searches.follow(points, 5);
  ASSERT_EQ(points.size(), 2u);
  EXPECT_NEAR(points[0].x[0] * points[1].x[0], -1, 1e-6);
  for (const SearchPoint& p : points) {
    EXPECT_EQ(p.stop, Stop::converged);
    EXPECT_NEAR(p.value, std::log(0.1), 1e-9);
  }
}

TEST(Multistart, LeavesOutAllButTheBestStarts) {
  Searches searches;
  std::vector<SearchPoint> points = searches.from({3, 0.9, -2});
  searches.follow(points, 1);
  ASSERT_EQ(points.size(), 1u);
  EXPECT_NEAR(points[0].x[0], 1, 1e-6);
}

TEST(Multistart, LeavesTheLowerOfTwoEndsAtOnePlace) {
  const auto near = [](const SearchPoint& end, std::span<const double> x, double) {
    return std::abs(end.x[0] - x[0]) < 0.1;
  };
  SearchEnds<SearchPoint, decltype(near)> ends(near);
  const auto add = [&](SearchPoint point) { ends.add(point); };
  add({{1}, 5, Stop::converged});
  add({{2}, 4, Stop::converged});
  add({{3}, kFar});  // no end
  EXPECT_TRUE(ends.known(std::vector<double>{1.05}, 5));
  EXPECT_FALSE(ends.known(std::vector<double>{3}, 5));
  add({{1.01}, 4.5, Stop::iteration_limit});  // lower, but on its way
  add({{2.01}, 4.2, Stop::converged});
  add({{1.02}, 3, Stop::no_progress});
  std::vector<SearchPoint> points;
  ends.move_to(points);
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].x[0], 1.02);
  EXPECT_EQ(points[1].x[0], 2);
  EXPECT_FALSE(ends.known(std::vector<double>{1}, 5));
}

TEST(Multistart, GoesOnOnlyWhereASearchHasNotEnded) {
  Searches searches;
  std::vector<SearchPoint> points = searches.from({3});
  searches.follow(points, 1, 1);
  EXPECT_EQ(points[0].stop, Stop::iteration_limit);
  searches.follow(points, 1);
  EXPECT_EQ(points[0].stop, Stop::converged);
  const int before = searches.problem.values;
  searches.follow(points, 1);
  EXPECT_EQ(searches.problem.values, before);
}

}  // namespace
}  // namespace foreplan::numeric
