#include "numeric/minimise.hpp"

#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include "numeric/minimise_problems.hpp"

namespace foreplan::numeric {
namespace {

TEST(MinimiseNewton, ReachesThePublishedMinima) {
  for (const Problem& p : more_garbow_hillstrom())
    expect_minimum(p, minimise_newton(p.start, p.f, hessian_of(p.f), p.options));
}

TEST(MinimiseNewton, KeepsToBoundsAndFindsThoseThatHold) {
  for (const Problem& p : hock_schittkowski())
    expect_minimum(p, minimise_newton(p.start, p.f, hessian_of(p.f), p.options));
}

TEST(MinimiseNewton, LeavesASaddle) {
  // x^2 - y^2 + y^4 / 2: a saddle at 0, where the gradient along y vanishes, minima at y = -1 and 1.
  const Objective f = [](std::span<const double> x, std::span<double> g) {
    if (!g.empty()) {
      g[0] = 2 * x[0];
      g[1] = -2 * x[1] + 2 * x[1] * x[1] * x[1];
    }
    return x[0] * x[0] - x[1] * x[1] + x[1] * x[1] * x[1] * x[1] / 2;
  };
  const HessianProduct h = [](std::span<const double> x, std::span<const double> v, std::span<double> p) {
    p[0] = 2 * v[0];
    p[1] = (-2 + 6 * x[1] * x[1]) * v[1];
  };
  const Minimum m = minimise_newton({1, 1e-3}, f, h);
  EXPECT_EQ(m.stop, Stop::converged);
  EXPECT_NEAR(m.value, -0.5, 1e-12);
}

TEST(MinimiseNewton, TakesOneStepOnAQuadratic) {
  // (x - 1)^2 + 10 (y + 2)^2 + x y
  const Objective f = [](std::span<const double> x, std::span<double> g) {
    if (!g.empty()) {
      g[0] = 2 * (x[0] - 1) + x[1];
      g[1] = 20 * (x[1] + 2) + x[0];
    }
    return (x[0] - 1) * (x[0] - 1) + 10 * (x[1] + 2) * (x[1] + 2) + x[0] * x[1];
  };
  const HessianProduct h = [](std::span<const double>, std::span<const double> v, std::span<double> p) {
    p[0] = 2 * v[0] + v[1];
    p[1] = v[0] + 20 * v[1];
  };
  const Minimum m = minimise_newton({5, 5}, f, h);
  EXPECT_EQ(m.stop, Stop::converged);
  EXPECT_NEAR(m.x[0], 80.0 / 39, 1e-9);  // 2 x + y = 2 and x + 20 y = -40
  EXPECT_NEAR(m.x[1], -82.0 / 39, 1e-9);
  EXPECT_LE(m.iterations, 5);
}

TEST(MinimiseNewton, EndsAtItsLimitAndWhenCancelled) {
  const Objective f = objective_of<2>([](const auto& x) { return tf::rosenbrock(x); });
  EXPECT_EQ(minimise_newton({-1.2, 1}, f, hessian_of(f), {.max_iterations = 3}).iterations, 3);
  MinimiseOptions options;
  options.cancel.cancel();
  EXPECT_THROW((void)minimise_newton({-1.2, 1}, f, hessian_of(f), options), Cancelled);
}

}  // namespace
}  // namespace foreplan::numeric
