#include "numeric/quadratic_program.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace foreplan::numeric {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Vector = std::vector<double>;

double value(const Vector& h, const Vector& g, const Vector& x) {
  const std::size_t n = g.size();
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum -= g[i] * x[i];
    for (std::size_t j = 0; j < n; ++j) sum += x[i] * h[i * n + j] * x[j] / 2;
  }
  return sum;
}

/// The least value over every choice of variables at 0, each by the equations of its own: the definition.
double least_by_enumeration(const Vector& h, const Vector& g, const Vector& a, const VectorXd& sums) {
  const std::size_t n = g.size(), m = a.size() / n;
  double least = std::numeric_limits<double>::infinity();
  for (unsigned set = 0; set < 1U << n; ++set) {
    std::vector<std::size_t> open;
    for (std::size_t j = 0; j < n; ++j)
      if ((set >> j & 1U) != 0) open.push_back(j);
    const std::size_t f = open.size();
    MatrixXd kkt = MatrixXd::Zero(f + m, f + m);
    VectorXd right(f + m);
    for (std::size_t k = 0; k < f; ++k) {
      for (std::size_t l = 0; l < f; ++l) kkt(k, l) = h[open[k] * n + open[l]];
      for (std::size_t i = 0; i < m; ++i) kkt(k, f + i) = kkt(f + i, k) = a[i * n + open[k]];
      right[k] = g[open[k]];
    }
    for (std::size_t i = 0; i < m; ++i) right[f + i] = sums[i];
    if (f + m == 0) {
      least = std::min(least, 0.0);
      continue;
    }
    const VectorXd s = kkt.fullPivLu().solve(right);
    if ((kkt * s - right).norm() > 1e-8 * (1 + right.norm())) continue;
    Vector x(n);
    bool inside = true;
    for (std::size_t k = 0; k < f; ++k) {
      x[open[k]] = s[k];
      inside = inside && s[k] >= -1e-12;
    }
    if (inside) least = std::min(least, value(h, g, x));
  }
  return least;
}

TEST(QuadraticProgram, FindsTheLeastOfAllFaces) {
  EXPECT_TRUE(rc::check("beside an enumeration of the faces", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 7));
    const auto m = static_cast<std::size_t>(*rc::gen::inRange(0, 3));
    const auto number = [] { return *rc::gen::inRange(-100, 101) / 25.0; };
    MatrixXd b(n + 1, n);
    VectorXd y(n + 1);
    for (auto& v : b.reshaped()) v = number();
    for (auto& v : y) v = number();
    const MatrixXd hm = b.transpose() * b + 0.01 * MatrixXd::Identity(n, n);
    const VectorXd gm = b.transpose() * y;
    const Vector h(hm.data(), hm.data() + n * n), g(gm.data(), gm.data() + n);
    Vector a, start;
    for (std::size_t i = 0; i < m * n; ++i) a.push_back(*rc::gen::inRange(0, 3));
    for (std::size_t j = 0; j < n; ++j) start.push_back(*rc::gen::inRange(1, 20) / 4.0);
    VectorXd sums = VectorXd::Zero(m);
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t j = 0; j < n; ++j) sums[i] += a[i * n + j] * start[j];
    const QuadraticProgram q = minimise_quadratic(h, g, a, start);
    RC_ASSERT(q.stop == Stop::converged);
    RC_ASSERT(q.unique);
    RC_ASSERT(q.violation < 1e-9);
    RC_ASSERT(*std::min_element(q.x.begin(), q.x.end()) >= 0);
    const double least = least_by_enumeration(h, g, a, sums);
    RC_ASSERT(std::abs(value(h, g, q.x) - least) <= 1e-8 * (1 + std::abs(least)));
  }));
}

TEST(QuadraticProgram, SaysThatTheMinimumIsNotOnePoint) {
  // (x + y - 1)^2: every x + y = 1 is best.
  const QuadraticProgram q = minimise_quadratic(Vector{1, 1, 1, 1}, Vector{1, 1}, {}, Vector{3, 1});
  EXPECT_EQ(q.stop, Stop::converged);
  EXPECT_FALSE(q.unique);
  EXPECT_NEAR(q.x[0] + q.x[1], 1, 1e-14);
  // x - y given: now one.
  const QuadraticProgram r = minimise_quadratic(Vector{1, 1, 1, 1}, Vector{1, 1}, Vector{1, -1}, Vector{0.75, 0.5});
  EXPECT_TRUE(r.unique);
  EXPECT_NEAR(r.x[0], 0.625, 1e-14);
  // A row twice changes nothing.
  const QuadraticProgram s =
      minimise_quadratic(Vector{1, 1, 1, 1}, Vector{1, 1}, Vector{1, -1, 1, -1}, Vector{0.75, 0.5});
  EXPECT_NEAR(s.x[0], 0.625, 1e-14);
  EXPECT_LT(s.violation, 1e-12);
}

}  // namespace
}  // namespace foreplan::numeric
