#include "numeric/least_change.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::numeric {
namespace {

constexpr double kFree = std::numeric_limits<double>::infinity();

std::vector<double> fill(std::size_t n, double x) { return std::vector<double>(n, x); }

LeastChange unbounded(const std::vector<double>& a, const std::vector<double>& b, std::size_t n) {
  return least_change(a, b, fill(n, -kFree), fill(n, kFree), fill(n, 0));
}

/// Every choice of variables on bounds tried, by singular values: the smallest gap, and the shortest x that has it.
std::pair<double, double> by_enumeration(const Eigen::MatrixXd& a, const Eigen::VectorXd& b,
                                         const std::vector<double>& lo, const std::vector<double>& up) {
  const auto n = static_cast<int>(a.cols());
  double best_gap = kFree, best_length = kFree;
  int choices = 1;
  for (int j = 0; j < n; ++j) choices *= 3;
  for (int choice = 0; choice < choices; ++choice) {
    Eigen::VectorXd x = Eigen::VectorXd::Zero(n);
    std::vector<int> free;
    for (int j = 0, c = choice; j < n; ++j, c /= 3) {
      if (c % 3 == 0) free.push_back(j);
      if (c % 3 == 1) x[j] = lo[static_cast<std::size_t>(j)];
      if (c % 3 == 2) x[j] = up[static_cast<std::size_t>(j)];
    }
    if (!x.allFinite()) continue;
    if (!free.empty()) {
      Eigen::JacobiSVD<Eigen::MatrixXd> svd(a(Eigen::all, free), Eigen::ComputeThinU | Eigen::ComputeThinV);
      svd.setThreshold(1e-11);
      x(free) = svd.solve(b - a * x);
    }
    bool inside = true;
    for (int j = 0; j < n; ++j)
      inside =
          inside && x[j] >= lo[static_cast<std::size_t>(j)] - 1e-10 && x[j] <= up[static_cast<std::size_t>(j)] + 1e-10;
    if (!inside) continue;
    const double gap = (a * x - b).norm();
    if (gap < best_gap - 1e-9 || (gap < best_gap + 1e-9 && x.norm() < best_length)) {
      best_gap = std::min(gap, best_gap);
      best_length = x.norm();
    }
  }
  return {best_gap, best_length};
}

}  // namespace

TEST(LeastChange, SquareSystemsAreSolved) {
  const auto found = unbounded({2, 1, 1, 3}, {3, 5}, 2);
  ASSERT_TRUE(found.finished);
  EXPECT_NEAR(found.x[0], 0.8, 1e-14);
  EXPECT_NEAR(found.x[1], 1.4, 1e-14);
  EXPECT_NEAR(found.gap, 0, 1e-14);
}

TEST(LeastChange, OfManySolutionsItIsTheShortest) {
  // x + 2 y = 5: (1, 2), orthogonal to the line.
  const auto found = unbounded({1, 2}, {5}, 2);
  EXPECT_NEAR(found.x[0], 1, 1e-14);
  EXPECT_NEAR(found.x[1], 2, 1e-14);
}

TEST(LeastChange, WithMoreEquationsItIsLeastSquares) {
  // Means: x = 2 from 1, 2, 3.
  const auto found = unbounded({1, 1, 1}, {1, 2, 3}, 1);
  EXPECT_NEAR(found.x[0], 2, 1e-14);
  EXPECT_NEAR(found.gap, std::sqrt(2), 1e-14);
}

TEST(LeastChange, BoundsThatBindLeaveTheRestToTheOthers) {
  const std::vector<double> a{1, 2}, b{5}, lower = fill(2, 0);
  const auto found = least_change(a, b, lower, std::vector<double>{9, 1.5}, fill(2, 0));
  EXPECT_NEAR(found.x[0], 2, 1e-14);
  EXPECT_EQ(found.x[1], 1.5);
  EXPECT_EQ(found.at[0], Side::none);
  EXPECT_EQ(found.at[1], Side::upper);
  const auto out_of_reach = least_change(a, b, lower, std::vector<double>{1, 1.5}, fill(2, 0));
  EXPECT_EQ(out_of_reach.x, (std::vector<double>{1, 1.5}));
  EXPECT_NEAR(out_of_reach.gap, 1, 1e-14);
}

TEST(LeastChange, ColumnsThatDoNothingStayAtZero) {
  const auto found = least_change(std::vector<double>{0, 1}, std::vector<double>{3}, fill(2, -kFree), fill(2, kFree),
                                  std::vector<double>{7, 0});
  EXPECT_EQ(found.x, (std::vector<double>{0, 3}));
}

RC_GTEST_PROP(LeastChange, NoOtherChoiceOfBoundsIsBetter, ()) {
  const int m = *rc::gen::inRange(1, 5), n = *rc::gen::inRange(1, 6);
  const auto number = [] { return *rc::gen::inRange(-4, 5); };
  Eigen::MatrixXd a(m, n);
  std::vector<double> rows, b, lower, upper, start;
  for (int i = 0; i < m; ++i)
    for (int j = 0; j < n; ++j) rows.push_back(a(i, j) = number());
  for (int i = 0; i < m; ++i) b.push_back(number());
  for (int j = 0; j < n; ++j) {
    lower.push_back(*rc::gen::inRange(0, 4) == 0 ? -kFree : number());
    upper.push_back(*rc::gen::inRange(0, 4) == 0 ? kFree : std::max(lower.back(), -9.0) + std::abs(number()));
    if (std::isinf(lower.back()) && !std::isinf(upper.back())) upper.back() = number();
    start.push_back(number());
  }
  const auto found = least_change(rows, b, lower, upper, start);
  RC_ASSERT(found.finished);
  for (std::size_t j = 0; j < start.size(); ++j) RC_ASSERT(found.x[j] >= lower[j] && found.x[j] <= upper[j]);
  const auto [gap, length] = by_enumeration(a, Eigen::Map<const Eigen::VectorXd>(b.data(), m), lower, upper);
  RC_ASSERT(std::abs(found.gap - gap) < 1e-9);
  RC_ASSERT(std::abs(Eigen::Map<const Eigen::VectorXd>(found.x.data(), n).norm() - length) < 1e-7);
}

}  // namespace foreplan::numeric
