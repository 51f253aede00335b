#include "forecast/tbats_kernel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "forecast/tbats_region.hpp"

namespace foreplan::forecast {
namespace {

using V = std::vector<double>;

struct Case {
  std::string name{};
  TbatsForm form{};
  bool gaps = false;
};
const std::vector<Case> kCases{
    {"level", {}},
    {"damped", {.trend = true, .damped = true}},
    {"seasons", {.trend = true, .season_lengths = {4, 10.5}, .harmonics = {2, 3}}},
    {"arma", {.trend = true, .ar = 2, .ma = 3, .season_lengths = {7}, .harmonics = {2}}},
    {"all", {true, true, true, 2, 1, {4, 8}, {2, 3}}},
    {"gaps", {true, true, true, 1, 2, {4}, {2}}, true},
};

V series_of(const Case& c) {
  V y;
  for (int t = 0; t < 60; ++t) y.push_back(std::exp(0.01 * t + 0.2 * std::sin(1.7 * t) + 0.3 * std::sin(t * t * 1.0)));
  if (c.gaps)
    for (const std::size_t t : {0u, 7u, 8u, 30u, 59u}) y[t] = NAN;
  return y;
}

/// A point inside the region of every case, and its numbers by place.
TbatsPoint point_of(const TbatsForm& form) {
  TbatsPoint p{.alpha = 0.3,
               .beta = form.trend ? 0.05 : 0,
               .phi = form.damped ? 0.9 : 1,
               .ar = V(form.ar, 0.2),
               .ma = V(form.ma, -0.15),
               .lambda = form.box_cox ? 0.4 : 1};
  for (std::size_t i = 0; i < form.harmonics.size(); ++i)
    p.gamma1.push_back(-0.002 * static_cast<double>(i + 1)), p.gamma2.push_back(-0.01);
  return p;
}
std::vector<double*> numbers_of(const TbatsForm& form, TbatsPoint& p) {
  std::vector<double*> all{&p.alpha};
  if (form.trend) all.push_back(&p.beta);
  if (form.damped) all.push_back(&p.phi);
  for (std::size_t i = 0; i < form.harmonics.size(); ++i) all.insert(all.end(), {&p.gamma1[i], &p.gamma2[i]});
  for (double& x : p.ar) all.push_back(&x);
  for (double& x : p.ma) all.push_back(&x);
  if (form.box_cox) all.push_back(&p.lambda);
  return all;
}

void expect_gradient(const Case& c, const V& gradient, double tolerance,
                     const std::function<double(const TbatsPoint&)>& f) {
  for (std::size_t j = 0; j < gradient.size(); ++j) {
    constexpr double kStep = 1e-5;
    double differences = 0;
    for (const auto& [by, weight] : {std::pair{1.0, 8.0}, {-1.0, -8.0}, {2.0, -1.0}, {-2.0, 1.0}}) {
      TbatsPoint moved = point_of(c.form);
      *numbers_of(c.form, moved)[j] += by * kStep;
      differences += weight * f(moved) / (12 * kStep);
    }
    EXPECT_NEAR(gradient[j], differences, tolerance * (1 + std::abs(differences))) << c.name << ' ' << j;
  }
}

// With initial states at their best for every point.
TEST(TbatsKernel, HasTheGradientOfItsValue) {
  for (const Case& c : kCases) {
    const V y = series_of(c);
    TbatsPass pass(c.form, y);
    V gradient(pass.parameters()), hessian(pass.parameters() * pass.parameters());
    (void)pass.value(point_of(c.form));
    pass.model(gradient, hessian);
    expect_gradient(c, gradient, 1e-8, [&](const TbatsPoint& p) { return pass.value(p); });
  }
}

TEST(TbatsKernel, HasTheGradientOfItsBarrier) {
  for (const Case& c : kCases) {
    const auto waves = waves_of(c.form.season_lengths, c.form.harmonics);
    TbatsRegion region(c.form, waves, 1.02);
    const std::size_t count = 1 + (c.form.trend ? 1 : 0) + (c.form.damped ? 1 : 0) + 2 * c.form.harmonics.size();
    V gradient(count), hessian(count * count);
    const double value = region.barrier(point_of(c.form));
    ASSERT_TRUE(std::isfinite(value)) << c.name;
    region.add_model(point_of(c.form), 1, gradient, hessian, count);
    expect_gradient(c, gradient, 1e-6, [&](const TbatsPoint& p) { return region.barrier(p); });
  }
}

// What the region is without seasons: alpha in (0, 2), and with a trend beta in (0, 4 - 2 alpha).
TEST(TbatsKernel, KnowsTheBordersOfItsRegion) {
  const std::vector<TbatsWave> none;
  const TbatsForm level{}, trend{.trend = true};
  for (const double inside : {1e-9, 1 - 1e-9}) {
    EXPECT_TRUE(std::isfinite(TbatsRegion(level, none, 1).barrier({.alpha = 2 * inside})));
    for (const double alpha : {0.1, 1.0, 1.5})
      EXPECT_TRUE(
          std::isfinite(TbatsRegion(trend, none, 1).barrier({.alpha = alpha, .beta = (4 - 2 * alpha) * inside})));
  }
  for (const double outside : {-1e-9, 1 + 1e-9}) {
    EXPECT_TRUE(std::isinf(TbatsRegion(level, none, 1).barrier({.alpha = 2 * outside})));
    for (const double alpha : {0.1, 1.0, 1.5})
      EXPECT_TRUE(std::isinf(TbatsRegion(trend, none, 1).barrier({.alpha = alpha, .beta = (4 - 2 * alpha) * outside})));
  }
}

}  // namespace
}  // namespace foreplan::forecast
