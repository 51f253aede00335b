#include "numeric/small_descent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
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

struct End {
  std::vector<double> x{};
  Stop stop = Stop::not_run;
  double value = 0;

  bool operator==(const End&) const = default;
};

bool never(std::span<const double>, double) { return false; }

/// Descents from some places.
struct Descents {
  std::vector<End> ends{};
  SmallDescentLimits limits{};
  bool (*abandons)(std::span<const double>, double) = never;
  double offset = 1e-3;  ///< Of the function.
  SmallDescents own{2};
  bool begun = false;
  std::vector<std::size_t> order{};  ///< In which they ended.

  SmallDescents& descents() { return own; }
  bool proceed() {
    if (std::exchange(begun, true)) return false;
    own.begin(ends.size(), *this);
    return own.active() > 0;
  }
  SmallDescentJob job(std::size_t i, std::size_t) { return {ends[i].x, limits}; }
  bool abandoned(std::span<const double> x, double value) const { return abandons(x, value); }
  bool ended(std::size_t i, Stop stop, double value) {
    ends[i].stop = stop;
    ends[i].value = value;
    order.push_back(i);
    return false;
  }
};

/// Rosenbrock's function at three places side by side.
template <class Search>
struct ThreeSquares {
  static constexpr std::size_t kLanes = 3;
  std::array<Squares<Rows (*)(std::span<const double>)>, kLanes> squares{};
  std::array<std::array<double, 2>, kLanes> at{};
  std::array<double, kLanes> values{};
  std::vector<std::size_t> evaluated{};

  void set(std::size_t lane, Search& search, std::span<const double> x) {
    squares[lane] = {rosenbrock, search.offset};
    at[lane] = {x[0], x[1]};
  }
  void evaluate(std::size_t count) {
    evaluated.push_back(count);
    for (std::size_t k = 0; k < count; ++k) values[k] = squares[k].value(at[k]);
  }
  [[nodiscard]] double value(std::size_t lane) const { return values[lane]; }
  void model(std::size_t lane, std::span<double> gradient, std::span<double> hessian) {
    squares[lane].model(at[lane], gradient, hessian);
  }
};

/// Runs all, `together` at a time; how many places were evaluated in each call.
template <class Search>
std::vector<std::size_t> run(std::vector<Search>& all, std::size_t together, Tier tier = best_tier()) {
  ThreeSquares<Search> problem;
  std::vector<Search> going(std::min(together, all.size()));
  std::vector<std::size_t> of(going.size(), all.size());
  std::size_t begun = 0;
  SideBySide<ThreeSquares<Search>, Search>(problem, 2, tier).run(going, [&](Search& search) {
    std::size_t& index = of[static_cast<std::size_t>(&search - going.data())];
    if (index < all.size()) all[index] = std::move(search);
    index = begun;
    if (begun == all.size()) return false;
    search = std::move(all[begun++]);
    return true;
  });
  return problem.evaluated;
}

const std::vector<std::vector<double>> kStarts{{-1.2, 1}, {2, 2}, {kFar, 1}, {0.1, 0.1}, {1, 1},  {-3, 7},
                                               {0.5, 4},  {0, 0}, {1, -1},   {3, 3},     {-1, -1}};
const std::vector<double> kLower{-2, -kFar}, kUpper{kFar, 5};

/// Searches of different functions from different places.
std::vector<Descents> searches(int iterations) {
  std::vector<Descents> all;
  for (std::size_t i = 0; i < 9; ++i) {
    Descents& search = all.emplace_back();
    search.limits = {kLower, kUpper, iterations};
    search.abandons = [](std::span<const double> x, double) { return x[1] > 3.99 && x[1] < 4.5; };
    search.offset = 1e-3 * static_cast<double>(i + 1);
    for (std::size_t k = 0; k < 2 + i; ++k) search.ends.push_back({kStarts[(k + 5 * i) % kStarts.size()]});
  }
  all[4].ends.clear();
  return all;
}

TEST(SmallDescents, EndWhereEachAloneDoes) {
  for (const int iterations : {1, 3, 100}) {
    std::vector<Descents> all = searches(iterations);
    std::vector<std::vector<End>> alone;
    for (const Descents& search : all)
      for (End& end : alone.emplace_back(search.ends)) {
        Squares squares{rosenbrock, search.offset};
        SmallDescent descent(squares, 2);
        end.stop = descent.run(end.x, search.limits, search.abandons);
        end.value = descent.value();
      }
    const auto evaluated = run(all, 4);
    EXPECT_EQ(*std::max_element(evaluated.begin(), evaluated.end()), 3u);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].ends, alone[i]) << i << " after " << iterations;
  }
}

TEST(SmallDescents, AreToldOfInTheSameOrderWhateverStandsBeside) {
  std::vector<Descents> expected = searches(100);
  run(expected, 1, Tier::baseline);
  for (const Tier tier : tiers())
    for (const std::size_t together : {1u, 2u, 5u, 20u}) {
      std::vector<Descents> all = searches(100);
      run(all, together, tier);
      for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].ends, expected[i].ends) << i;
        EXPECT_EQ(all[i].order, expected[i].order) << i;
      }
    }
}

/// From a place without a value, twice, and then from another.
struct Stubborn {
  std::vector<double> x{kFar, 1};
  double offset = 1e-3;
  SmallDescents own{2};
  int runs = 0;

  SmallDescents& descents() { return own; }
  bool proceed() {
    if (runs == 0) own.begin(1, *this);
    return own.active() > 0;
  }
  SmallDescentJob job(std::size_t, std::size_t) { return {x, {kFree[0], kFree[1]}}; }
  static bool abandoned(std::span<const double>, double) { return false; }
  bool ended(std::size_t, Stop stop, double) {
    EXPECT_EQ(stop, runs < 2 ? Stop::not_finite : Stop::converged);
    if (++runs == 2) x[0] = -1.2;
    return runs <= 2;
  }
  const std::vector<std::vector<double>> kFree{{-kFar, -kFar}, {kFar, kFar}};
};

TEST(SmallDescents, RunAgainWhenAsked) {
  Stubborn search;
  ThreeSquares<Stubborn> problem;
  int given = 0;
  SideBySide<ThreeSquares<Stubborn>, Stubborn>(problem, 2).run({&search, 1}, [&](Stubborn&) { return given++ == 0; });
  EXPECT_EQ(search.runs, 3);
  EXPECT_NEAR(search.x[0], 1, 1e-7);
}

}  // namespace
}  // namespace foreplan::numeric
