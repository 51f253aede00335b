#include "forecast/ets_kernel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "forecast/ets_space.hpp"
#include "forecast/ets_tangent.hpp"
#include "forecast/reference.hpp"

namespace foreplan::forecast {
namespace {

std::vector<EtsForm> all_forms() {
  std::vector<EtsForm> forms;
  for (int i = 0; i < 30; ++i)
    forms.push_back({static_cast<EtsError>(i / 15), static_cast<EtsTrend>(i / 3 % 5), static_cast<EtsSeason>(i % 3)});
  return forms;
}

std::vector<double> data_with_gaps() {
  std::vector<double> y = reference::baseline("air");
  for (double& x : y) x /= 512;
  y[0] = y[30] = y[31] = std::numeric_limits<double>::quiet_NaN();
  return y;
}

/// Places of the search in the middle of its box.
std::vector<double> somewhere(const EtsSpace& space) {
  std::vector<double> u(space.size());
  for (std::size_t j = 0; j < u.size(); ++j)
    u[j] = std::isfinite(space.lower()[j]) && std::isfinite(space.upper()[j])
               ? space.lower()[j] + (space.upper()[j] - space.lower()[j]) * (0.3 + 0.1 * static_cast<double>(j))
               : 0.02 * static_cast<double>(j % 5);
  return u;
}

// Central differences by every parameter, and by what the search moves.
TEST(EtsPass, KnowsItsDerivatives) {
  const std::vector<double> y = data_with_gaps();
  for (const EtsForm& form : all_forms()) {
    EtsPass pass(form, 12, y);
    const EtsSpace space(form, 12, y, {.season_length = 12});
    const std::vector<double> u = somewhere(space);
    std::vector<double> point(pass.size()), by_point(pass.size()), by_u(u.size());
    const auto value = [&](const std::vector<double>& at) {
      space.point(at, point);
      return pass.value(point);
    };
    ASSERT_TRUE(std::isfinite(value(u))) << to_string(form);
    pass.value(point, by_point);
    space.pull_back(u, by_point, by_u);
    for (std::size_t j = 0; j < u.size(); ++j) {
      std::vector<double> up = u, down = u;
      const double step = 1e-5;
      up[j] += step;
      down[j] -= step;
      const double difference = (value(up) - value(down)) / (2 * step);
      EXPECT_NEAR(by_u[j], difference, 1e-6 * (1 + std::abs(difference))) << to_string(form) << " by " << j;
    }
  }
}

struct Model {
  std::vector<double> gradient, hessian;
  double value = 0;
};

Model model_at(const EtsForm& form, const EtsSpace& space, std::span<const double> y, const std::vector<double>& u,
               numeric::Tier tier) {
  EtsPass pass(form, 12, y);
  EtsTangents tangents(form, pass.seasons(), space.size(), y.size(), tier);
  std::vector<double> point(pass.size());
  space.point(u, point);
  Model m{std::vector<double>(u.size()), std::vector<double>(u.size() * u.size()), pass.value(point)};
  space.seed(u, tangents.seeds(), tangents.stride());
  tangents.model(pass, m.gradient, m.hessian);
  return m;
}

// The way forward gives the gradient of the way back.
TEST(EtsTangents, AgreeWithTheAdjoint) {
  const std::vector<double> y = data_with_gaps();
  for (const EtsForm& form : all_forms()) {
    EtsPass pass(form, 12, y);
    const EtsSpace space(form, 12, y, {.season_length = 12});
    const std::vector<double> u = somewhere(space);
    std::vector<double> point(pass.size()), by_point(pass.size()), by_u(u.size());
    space.point(u, point);
    pass.value(point, by_point);
    space.pull_back(u, by_point, by_u);
    const Model m = model_at(form, space, y, u, numeric::Tier::baseline);
    for (std::size_t j = 0; j < u.size(); ++j)
      EXPECT_NEAR(m.gradient[j], by_u[j], 1e-10 * (1 + std::abs(by_u[j]))) << to_string(form) << " by " << j;
  }
}

// The Hessian is J'J of the residuals G e: J by central differences of forecasts.
TEST(EtsTangents, MakeTheHessianOfGaussAndNewton) {
  const std::vector<double> y = data_with_gaps();
  for (const EtsForm& form : all_forms()) {
    EtsPass pass(form, 12, y);
    const EtsSpace space(form, 12, y, {.season_length = 12});
    const std::vector<double> u = somewhere(space);
    std::vector<double> point(pass.size());
    const auto residuals = [&](const std::vector<double>& at) {
      space.point(at, point);
      (void)pass.value(point);
      std::vector<double> e;
      double logs = 0;
      for (std::size_t t = 0; t < y.size(); ++t) {
        if (std::isnan(y[t])) continue;
        const double f = pass.forecasts()[t];
        e.push_back(form.error == EtsError::additive ? y[t] - f : (y[t] - f) / f);
        logs += form.error == EtsError::additive ? 0 : std::log(f);
      }
      for (double& x : e) x *= std::exp(logs / static_cast<double>(e.size()));
      return e;
    };
    double squares = 0;
    for (const double e : residuals(u)) squares += e * e;
    std::vector<std::vector<double>> columns;
    for (std::size_t j = 0; j < u.size(); ++j) {
      std::vector<double> up = u, down = u;
      up[j] += 1e-5, down[j] -= 1e-5;
      std::vector<double> column = residuals(up);
      const auto less = residuals(down);
      for (std::size_t t = 0; t < column.size(); ++t) column[t] = (column[t] - less[t]) / 2e-5;
      columns.push_back(std::move(column));
    }
    const Model m = model_at(form, space, y, u, numeric::Tier::baseline);
    for (std::size_t j = 0; j < u.size(); ++j)
      for (std::size_t k = 0; k < u.size(); ++k) {
        double product = 0;
        for (std::size_t t = 0; t < columns[j].size(); ++t) product += columns[j][t] * columns[k][t];
        const double size = std::sqrt(m.hessian[j * u.size() + j] * m.hessian[k * u.size() + k]);
        EXPECT_NEAR(m.hessian[j * u.size() + k], 2 * product / squares, 1e-6 * size)
            << to_string(form) << ' ' << j << ' ' << k;
      }
  }
}

TEST(EtsTangents, AreTheSameBitsInEveryTier) {
  const std::vector<double> y = data_with_gaps();
  for (const EtsForm& form : all_forms()) {
    const EtsSpace space(form, 12, y, {.season_length = 12});
    const std::vector<double> u = somewhere(space);
    const Model baseline = model_at(form, space, y, u, numeric::Tier::baseline);
    for (const numeric::Tier tier : numeric::tiers()) {
      const Model m = model_at(form, space, y, u, tier);
      EXPECT_EQ(m.gradient, baseline.gradient) << to_string(form) << ' ' << to_string(tier);
      EXPECT_EQ(m.hessian, baseline.hessian) << to_string(form) << ' ' << to_string(tier);
    }
  }
}

TEST(EtsSpace, KnowsTheDerivativesOfItsBarrier) {
  const std::vector<double> y = data_with_gaps();
  for (const EtsForm& form : all_forms()) {
    const EtsSpace space(form, 12, y, {.season_length = 12, .bounds = EtsBounds::admissible});
    std::vector<double> point(18, 1.0), by(4);
    point[kAlpha] = 0.4, point[kBeta] = 0.1, point[kGamma] = 0.15, point[kPhi] = 0.9;
    ASSERT_TRUE(std::isfinite(space.barrier(point, by)));
    for (std::size_t j = 0; j < 4; ++j) {
      std::vector<double> up = point, down = point;
      up[j] += 1e-6;
      down[j] -= 1e-6;
      const double difference = (space.barrier(up, {}) - space.barrier(down, {})) / 2e-6;
      EXPECT_NEAR(by[j], difference, 1e-6 * (1 + std::abs(difference))) << to_string(form) << " by " << j;
    }
  }
}

// The polynomial against the eigenvalues of the discount matrix F - g w' (Hyndman et al. 2008, section 10.1), by power
// iteration.
double spectral_radius(const EtsForm& form, std::size_t m, double alpha, double beta, double gamma, double phi) {
  const bool trend = has_trend(form), season = has_season(form);
  std::vector<double> level_growth{1, trend ? 0.7 : 0}, s(season ? m : 0);
  for (std::size_t j = 0; j < s.size(); ++j) s[j] = std::sin(static_cast<double>(j + 1));
  double logs = 0;
  int kept = 0;
  for (int k = 0; k < 6000; ++k) {
    // What is added to the level and taken from all seasonals changes no forecast: that direction is taken out.
    double mean = 0;
    for (const double x : s) mean += x / static_cast<double>(s.size());
    for (double& x : s) x -= mean;
    level_growth[0] += mean;
    const double b = trend ? phi * level_growth[1] : 0, l = level_growth[0];
    const double f = l + b + (season ? s[static_cast<std::size_t>(k) % m] : 0);
    level_growth = {l + b - alpha * f, b - (trend ? beta * f : 0)};
    if (season) s[static_cast<std::size_t>(k) % m] -= gamma * f;
    double size = std::abs(level_growth[0]) + std::abs(level_growth[1]);
    for (const double x : s) size += std::abs(x);
    if (k % 40 == 39) {
      if (size == 0) return 0;
      if (k > 2000) logs += std::log(size), kept += 40;
      const double scale = size > 0 ? 1 / size : 1;
      for (double& x : level_growth) x *= scale;
      for (double& x : s) x *= scale;
    }
  }
  return std::exp(logs / kept);
}

TEST(Admissible, SeparatesForecastsThatForgetFromThoseThatDoNot) {
  int inside = 0, outside = 0;
  for (const EtsForm& form : all_forms()) {
    if (form.error != EtsError::additive || needs_positive(form)) continue;
    for (const double alpha : {0.1, 0.6, 1.3, 2.2})
      for (const double beta : {0.02, 0.5, 1.7})
        for (const double gamma : {0.05, 0.6, 1.4})
          for (const double phi : {0.85, 0.97}) {
            const double radius = spectral_radius(form, 4, alpha, beta, gamma, is_damped(form) ? phi : 1);
            if (std::abs(radius - 1) < 0.01) continue;
            const bool forgets = radius < 1;
            (forgets ? inside : outside) += 1;
            EXPECT_EQ(admissible(form, 4, alpha, beta, gamma, phi), forgets)
                << to_string(form) << ' ' << alpha << ' ' << beta << ' ' << gamma << ' ' << phi << " radius " << radius;
          }
  }
  EXPECT_GT(inside, 50);
  EXPECT_GT(outside, 50);
}

}  // namespace
}  // namespace foreplan::forecast
