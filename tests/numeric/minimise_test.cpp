#include "numeric/minimise.hpp"

#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "numeric/minimise_problems.hpp"

namespace foreplan::numeric {
namespace {

TEST(Minimise, ReachesThePublishedMinima) {
  for (const Problem& p : more_garbow_hillstrom()) expect_minimum(p, minimise(p.start, p.f, p.options));
}
TEST(Minimise, KeepsToBoundsAndFindsThoseThatHold) {
  for (const Problem& p : hock_schittkowski()) expect_minimum(p, minimise(p.start, p.f, p.options));
}

// Many variables, most of which end on a bound: sum w_j (x_j - a_j)^2 is least at a_j moved into the bounds.
TEST(Minimise, ManyBoundsAtOnce) {
  constexpr std::size_t n = 200;
  const Objective f = [](std::span<const double> x, std::span<double> g) {
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      const double weight = 1 + static_cast<double>(j % 50), d = x[j] - static_cast<double>(j % 7) + 3;
      sum += weight * d * d;
      if (!g.empty()) g[j] = 2 * weight * d;
    }
    return sum;
  };
  const HessianProduct h = [](std::span<const double>, std::span<const double> v, std::span<double> p) {
    for (std::size_t j = 0; j < v.size(); ++j) p[j] = 2 * (1 + static_cast<double>(j % 50)) * v[j];
  };
  const MinimiseOptions options{
      .lower = std::vector<double>(n, -1), .upper = std::vector<double>(n, 1.5), .tolerance = 1e-10};
  for (const Minimum& m : {minimise(std::vector<double>(n, 0.5), f, options),
                           minimise_newton(std::vector<double>(n, 0.5), f, h, options)}) {
    EXPECT_EQ(m.stop, Stop::converged);
    for (std::size_t j = 0; j < n; ++j)
      EXPECT_NEAR(m.x[j], std::clamp(static_cast<double>(j % 7) - 3, -1.0, 1.5), 1e-6) << j;
    EXPECT_LT(m.iterations, 60);
  }
}

TEST(Minimise, HeldVariablesStay) {
  const Objective f = objective_of<2>([](const auto& x) { return tf::rosenbrock(x); });
  const MinimiseOptions options{.lower = {0.3, -9}, .upper = {0.3, 9}};
  for (const Minimum& m : {minimise({5, 5}, f, options), minimise_newton({5, 5}, f, hessian_of(f), options)}) {
    EXPECT_EQ(m.x[0], 0.3);
    EXPECT_NEAR(m.x[1], 0.09, 1e-9);
  }
}

TEST(Minimise, StepsBackFromWhereThereIsNoValue) {
  const Objective f = [](std::span<const double> x, std::span<double> g) {  // x - log x
    if (!g.empty()) g[0] = 1 - 1 / x[0];
    return x[0] > 0 ? x[0] - std::log(x[0]) : std::numeric_limits<double>::quiet_NaN();
  };
  const Minimum m = minimise({20}, f);
  EXPECT_EQ(m.stop, Stop::converged);
  EXPECT_NEAR(m.x[0], 1, 1e-8);
  EXPECT_EQ(minimise({-1}, f).stop, Stop::not_finite);
}

TEST(Minimise, EndsAtItsLimitAndWhenCancelled) {
  const Objective f = objective_of<2>([](const auto& x) { return tf::rosenbrock(x); });
  EXPECT_EQ(minimise({-1.2, 1}, f, {.max_iterations = 3}).stop, Stop::iteration_limit);
  MinimiseOptions options;
  options.cancel.cancel();
  EXPECT_THROW((void)minimise({-1.2, 1}, f, options), Cancelled);
}

}  // namespace
}  // namespace foreplan::numeric
