#include "numeric/damped_steps.hpp"

#include <foreplan/core/random.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "numeric/damped_step.hpp"
#include "numeric/kernels.hpp"

namespace foreplan::numeric {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

struct Problem {
  std::vector<double> hessian{}, gradient{}, x{}, lower{}, upper{};
  double damping = 0;
};

/// What a problem has: a Hessian A'A of full rank or not, bounds far, near, met, equal, or none.
Problem random_problem(std::size_t n, std::uint64_t position) {
  std::vector<double> u(n * n + 6 * n + 1);
  kernels().uniform({.seed = 71}, position * 64, u.data(), u.size());
  std::size_t next = 0;
  const auto number = [&](double size) { return (2 * u[next++] - 1) * size; };
  Problem p{std::vector<double>(n * n), std::vector<double>(n), std::vector<double>(n), std::vector<double>(n, -kFar),
            std::vector<double>(n, kFar)};
  const std::size_t rank = position % 5 == 0 && n > 1 ? n - 1 : n;
  std::vector<double> a(rank * n);
  for (double& v : a) v = number(1);
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < rank; ++i) p.hessian[j * n + k] += a[i * n + j] * a[i * n + k];
  for (std::size_t j = 0; j < n; ++j) {
    p.gradient[j] = number(1);
    p.x[j] = number(1);
    const double kind = u[next++], width = u[next++];
    if (kind < 0.7) p.lower[j] = kind < 0.2 ? p.x[j] : p.x[j] - 0.3 * width;
    if (kind > 0.5) p.upper[j] = kind > 0.9 ? p.x[j] : p.x[j] + 0.3 * width;
    if (kind > 0.58 && kind < 0.6)
      for (std::size_t k = 0; k < n; ++k) p.hessian[j * n + k] = p.hessian[k * n + j] = 0;
  }
  p.damping = u[next] < 0.3 ? 1e-9 : u[next] < 0.9 ? 1e-3 : 1e6;
  return p;
}

/// The step and what it promises, by one or the other.
std::vector<double> alone(const Problem& p) {
  DampedStep step(p.x.size());
  const double promised = step.solve(p.hessian, p.gradient, p.damping, p.x, p.lower, p.upper);
  std::vector<double> found(step.step().begin(), step.step().end());
  found.push_back(promised);
  return found;
}
std::vector<double> taken(const DampedSteps& steps, std::size_t lane, std::size_t n) {
  std::vector<double> found;
  for (std::size_t j = 0; j < n; ++j) found.push_back(steps.step(lane, j));
  found.push_back(steps.promised(lane));
  return found;
}

TEST(DampedSteps, AreThoseOfEachAloneToTheBit) {
  int moved = 0, at_bounds = 0;
  for (std::size_t n = 1; n <= DampedSteps::kMostVariables; ++n)
    for (const Tier tier : tiers()) {
      DampedSteps steps(n, tier);
      std::uint64_t position = 0;
      for (int round = 0; round < 200; ++round) {
        const std::size_t count = 1 + static_cast<std::size_t>(round) % kRowLanes;
        std::vector<Problem> problems;
        for (std::size_t lane = 0; lane < count; ++lane) {
          const Problem& p = problems.emplace_back(random_problem(n, position++));
          steps.set(lane, p.hessian, p.gradient, p.damping, p.x, p.lower, p.upper);
        }
        steps.solve(count);
        for (std::size_t lane = 0; lane < count; ++lane) {
          const Problem& p = problems[lane];
          const std::vector<double> expected = alone(p);
          ASSERT_EQ(taken(steps, lane, n), expected) << n << ' ' << to_string(tier) << ' ' << round << ' ' << lane;
          for (std::size_t j = 0; j < n; ++j) {
            moved += expected[j] != 0;
            at_bounds += expected[j] != 0 && (expected[j] == p.lower[j] - p.x[j] || expected[j] == p.upper[j] - p.x[j]);
          }
        }
      }
    }
  EXPECT_GT(moved, 1'000);
  EXPECT_GT(at_bounds, 300);
}

}  // namespace
}  // namespace foreplan::numeric
