#include "numeric/least_squares.hpp"

#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "numeric/nist.hpp"

namespace foreplan::numeric {
namespace {

/// The residuals of a problem, derivatives by duals.
template <std::size_t N, class F>
Residuals residuals_of(const nist::Problem& p, F f) {
  return [&p, f](std::span<const double> x, std::span<double> r, std::span<double> jacobian) {
    std::array<double, N> b{};
    std::copy(x.begin(), x.end(), b.begin());
    const auto duals = seeded<N>(b);
    for (std::size_t i = 0; i < r.size(); ++i) {
      if (jacobian.empty()) {
        r[i] = f(b, p.x[i]) - p.y[i];
        continue;
      }
      const auto v = f(duals, p.x[i]);
      r[i] = v.value - p.y[i];
      for (std::size_t j = 0; j < N; ++j) jacobian[j * r.size() + i] = v.gradient[j];
    }
    return true;
  };
}

TEST(LeastSquares, ReachesTheCertifiedParametersFromAll54Starts) {
  double sum = 0, worst = 11;
  int starts = 0;
  nist::for_each_problem([&]<std::size_t N>(const std::string& name, auto f) {
    const nist::Problem p = nist::read(FOREPLAN_REFERENCE_DIR "/nist", name);
    ASSERT_EQ(p.certified.size(), N) << name;
    for (const std::vector<double>& start : p.starts) {
      const LeastSquares fit = least_squares(p.y.size(), start, residuals_of<N>(p, f));
      EXPECT_EQ(fit.stop, Stop::converged) << name;
      EXPECT_EQ(fit.rank, N) << name;
      double least = 11;
      for (std::size_t j = 0; j < N; ++j) least = std::min(least, nist::digits(fit.x[j], p.certified[j]));
      EXPECT_GE(least, 8) << name;
      // Lanczos1 leaves 1.4e-25, which is what rounding makes of data with 14 digits.
      const double residual_digits = name == "Lanczos1" ? 8 : nist::digits(fit.sum_of_squares, p.sum_of_squares);
      EXPECT_GE(residual_digits, 8) << name;
      sum += least;
      worst = std::min(worst, least);
      ++starts;
    }
  });
  EXPECT_EQ(starts, 54);
  EXPECT_GE(sum / starts, 10);
  EXPECT_GE(worst, 8);
}

/// Rosenbrock's valley as residuals: minimum 0 at (1, 1).
bool rosenbrock(std::span<const double> x, std::span<double> r, std::span<double> jacobian) {
  r[0] = 10 * (x[1] - x[0] * x[0]);
  r[1] = 1 - x[0];
  if (!jacobian.empty()) {
    jacobian[0] = -20 * x[0];
    jacobian[1] = -1;
    jacobian[2] = 10;
    jacobian[3] = 0;
  }
  return true;
}

TEST(LeastSquares, FollowsAValleyToAnExactSolution) {
  const LeastSquares fit = least_squares(2, {-1.2, 1}, rosenbrock);
  EXPECT_EQ(fit.stop, Stop::converged);
  EXPECT_DOUBLE_EQ(fit.x[0], 1);
  EXPECT_DOUBLE_EQ(fit.x[1], 1);
  EXPECT_LT(fit.sum_of_squares, 1e-28);
}

TEST(LeastSquares, KeepsToBoundsAndStandsOnThem) {
  // On x0 <= 0.5 the best x1 is x0^2, and the gradient of (1 - x0)^2 pushes x0 against its bound.
  const LeastSquares fit = least_squares(2, {-1.2, 1}, rosenbrock, {.lower = {-2, -2}, .upper = {0.5, 2}});
  EXPECT_EQ(fit.stop, Stop::converged);
  EXPECT_EQ(fit.x[0], 0.5);
  EXPECT_NEAR(fit.x[1], 0.25, 1e-12);
  const LeastSquares held = least_squares(2, {0.3, 5}, rosenbrock, {.lower = {0.3, -9}, .upper = {0.3, 9}});
  EXPECT_EQ(held.x[0], 0.3);
  EXPECT_NEAR(held.x[1], 0.09, 1e-12);
  const LeastSquares outside = least_squares(2, {7, 7}, rosenbrock, {.lower = {-2, -2}, .upper = {2, 2}});
  EXPECT_NEAR(outside.x[0], 1, 1e-12);
}

TEST(LeastSquares, SaysWhenColumnsDependOnEachOther) {
  const Residuals dependent = [](std::span<const double> x, std::span<double> r, std::span<double> jacobian) {
    for (std::size_t i = 0; i < 3; ++i) {
      const double t = static_cast<double>(i) + 1;
      r[i] = (x[0] + x[1]) * t - 2 * t - 0.1 * (i == 1 ? 1 : 0);
      if (!jacobian.empty()) jacobian[i] = jacobian[3 + i] = t;
    }
    return true;
  };
  const LeastSquares fit = least_squares(3, {0, 0}, dependent);
  EXPECT_EQ(fit.stop, Stop::singular);
  EXPECT_EQ(fit.rank, 1u);
  EXPECT_NEAR(fit.x[0] + fit.x[1], 2 + 0.2 / 14, 1e-9);  // the sum is determined all the same
}

TEST(LeastSquares, StepsBackFromWhereThereIsNoValue) {
  // log x - 1 with a first step far below zero.
  const Residuals log_residual = [](std::span<const double> x, std::span<double> r, std::span<double> jacobian) {
    if (x[0] <= 0) return false;
    r[0] = std::log(x[0]) - 1;
    if (!jacobian.empty()) jacobian[0] = 1 / x[0];
    return true;
  };
  const LeastSquares fit = least_squares(1, {50}, log_residual, {.first_radius = 100});
  EXPECT_EQ(fit.stop, Stop::converged);
  EXPECT_NEAR(fit.x[0], std::exp(1.0), 1e-14);
  EXPECT_EQ(least_squares(1, {-1}, log_residual).stop, Stop::not_finite);
}

TEST(LeastSquares, AccelerationShortensValleysAndLeadsToTheSameEnd) {
  int plain = 0, accelerated = 0;
  nist::for_each_problem([&]<std::size_t N>(const std::string& name, auto f) {
    if (name != "Bennett5" && name != "MGH10" && name != "Lanczos3" && name != "MGH17") return;
    const nist::Problem p = nist::read(FOREPLAN_REFERENCE_DIR "/nist", name);
    const auto a = least_squares(p.y.size(), p.starts[0], residuals_of<N>(p, f), {.accelerate_after = 10'000});
    const auto b = least_squares(p.y.size(), p.starts[0], residuals_of<N>(p, f));
    plain += a.evaluations;
    accelerated += b.evaluations;
    for (std::size_t j = 0; j < N; ++j) EXPECT_GE(nist::digits(b.x[j], p.certified[j]), 8) << name;
  });
  EXPECT_LT(2 * accelerated, plain);
}

TEST(LeastSquares, AcceleratedStepsKeepToBounds) {
  const LeastSquares fit =
      least_squares(2, {-1.2, 1}, rosenbrock, {.lower = {-2, -2}, .upper = {0.5, 2}, .accelerate_after = 0});
  EXPECT_EQ(fit.x[0], 0.5);
  EXPECT_NEAR(fit.x[1], 0.25, 1e-12);
  EXPECT_NEAR(least_squares(2, {-1.2, 1}, rosenbrock, {.accelerate_after = 0}).x[0], 1, 1e-14);
}

TEST(LeastSquares, EndsAtItsLimitAndWhenCancelled) {
  EXPECT_EQ(least_squares(2, {-1.2, 1}, rosenbrock, {.max_iterations = 2}).iterations, 2);
  LeastSquaresOptions options;
  options.cancel.cancel();
  EXPECT_THROW((void)least_squares(2, {-1.2, 1}, rosenbrock, options), Cancelled);
}

}  // namespace
}  // namespace foreplan::numeric
