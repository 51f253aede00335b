#include "forecast/ets_lanes.hpp"

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

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<EtsForm> served_forms() {
  std::vector<EtsForm> forms;
  for (const auto error : {EtsError::additive, EtsError::multiplicative})
    for (const auto trend : {EtsTrend::none, EtsTrend::additive, EtsTrend::additive_damped})
      forms.push_back({error, trend, EtsSeason::none});
  return forms;
}

/// Values missing, and more of them than logarithms are put off for.
std::vector<double> data_with_gaps(double scale = 1.0 / 512) {
  std::vector<double> y = reference::baseline("air");
  for (double& x : y) x *= scale;
  y[0] = y[30] = y[kLogarithmsEvery - 1] = std::numeric_limits<double>::quiet_NaN();
  return y;
}

/// Places over the whole box; the third has states from which forecasts soon fall below zero.
std::vector<std::vector<double>> places(const EtsSpace& space) {
  std::vector<std::vector<double>> all;
  for (std::size_t i = 0; i < EtsLanes::kLanes; ++i) {
    std::vector<double> u(space.size());
    for (std::size_t j = 0; j < u.size(); ++j) {
      const double part = std::fmod(0.1 + 0.618 * static_cast<double>(3 * i + j), 1.0);
      u[j] = std::isfinite(space.lower()[j]) && std::isfinite(space.upper()[j])
                 ? space.lower()[j] + (space.upper()[j] - space.lower()[j]) * part
                 : 0.5 * part;
    }
    if (i == 2) u.front() = space.lower().front(), u.back() = -50;
    all.push_back(std::move(u));
  }
  return all;
}

struct Found {
  double value = 0;
  std::vector<double> gradient, hessian;

  bool operator==(const Found&) const = default;
};

void put(EtsLanes& lanes, std::size_t lane, EtsPass& pass, const EtsSpace& space, const std::vector<double>& u) {
  std::vector<double> point(kSeasonals), seeds(kSeasonals * u.size());
  space.point(u, point);
  space.seed(u, seeds, u.size());
  lanes.set(lane, pass, point, seeds);
}

Found taken(const EtsLanes& lanes, std::size_t lane, std::size_t n) {
  Found found{lanes.value(lane), std::vector<double>(n), std::vector<double>(n * n)};
  if (std::isfinite(found.value)) lanes.model(lane, found.gradient, found.hessian);
  return found;
}

/// What is found at each place, the first in the lane `first` and so on around.
std::vector<Found> together(const EtsForm& form, const EtsSpace& space, std::span<const double> y, numeric::Tier tier,
                            std::size_t first) {
  EtsPass pass(form, 1, y);
  EtsLanes lanes(form, tier);
  const auto all = places(space);
  for (std::size_t i = 0; i < all.size(); ++i) put(lanes, (first + i) % all.size(), pass, space, all[i]);
  lanes.evaluate(all.size());
  std::vector<Found> found;
  for (std::size_t i = 0; i < all.size(); ++i) found.push_back(taken(lanes, (first + i) % all.size(), space.size()));
  return found;
}

TEST(EtsLanes, GiveTheBitsOfOnePassAlone) {
  // The third data send the product of their forecasts out of range within a few periods.
  std::vector<std::vector<double>> data{data_with_gaps(), {0.3, 0.5, 0.4, 1}, data_with_gaps(1e-60)};
  int infinite = 0, finite = 0;
  for (const auto& y : data)
    for (const EtsForm& form : served_forms()) {
      const EtsSpace space(form, 1, y, {});
      ASSERT_EQ(space.size(), EtsLanes::directions(form));
      EtsPass pass(form, 1, y);
      std::vector<double> point(pass.size());
      for (const numeric::Tier tier : numeric::tiers()) {
        const std::vector<Found> found = together(form, space, y, tier, 0);
        for (std::size_t i = 0; i < found.size(); ++i) {
          space.point(places(space)[i], point);
          EXPECT_EQ(found[i].value, pass.value(point)) << to_string(form) << ' ' << to_string(tier) << ' ' << i;
          (std::isfinite(found[i].value) ? finite : infinite) += 1;
        }
      }
    }
  EXPECT_GT(finite, 100);
  EXPECT_GT(infinite, 5);
}

TEST(EtsLanes, GiveTheModelOfTheTangents) {
  const std::vector<double> y = data_with_gaps();
  for (const EtsForm& form : served_forms()) {
    const EtsSpace space(form, 1, y, {});
    const std::size_t n = space.size();
    const std::vector<Found> found = together(form, space, y, numeric::Tier::baseline, 0);
    EtsPass pass(form, 1, y);
    EtsTangents tangents(form, 0, n, y.size());
    std::vector<double> point(pass.size()), gradient(n), hessian(n * n);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto u = places(space)[i];
      space.point(u, point);
      if (!std::isfinite(pass.value(point))) continue;
      space.seed(u, tangents.seeds(), tangents.stride());
      tangents.model(pass, gradient, hessian);
      for (std::size_t j = 0; j < n; ++j) {
        const double size = std::sqrt(hessian[j * n + j]);
        EXPECT_NEAR(found[i].gradient[j], gradient[j], 1e-11 * size) << to_string(form) << ' ' << i << ' ' << j;
        for (std::size_t k = 0; k < n; ++k)
          EXPECT_NEAR(found[i].hessian[j * n + k], hessian[j * n + k], 1e-11 * size * std::sqrt(hessian[k * n + k]))
              << to_string(form) << ' ' << i << ' ' << j << ' ' << k;
      }
    }
  }
}

TEST(EtsLanes, GiveTheSameBitsInEveryTierAndLane) {
  const std::vector<double> y = data_with_gaps();
  for (const EtsForm& form : served_forms()) {
    const EtsSpace space(form, 1, y, {});
    const std::vector<Found> expected = together(form, space, y, numeric::Tier::baseline, 0);
    for (const numeric::Tier tier : numeric::tiers()) {
      for (std::size_t first = 0; first < EtsLanes::kLanes; first += 3)
        EXPECT_EQ(together(form, space, y, tier, first), expected) << to_string(form) << ' ' << to_string(tier);
      EtsPass pass(form, 1, y);
      EtsLanes lanes(form, tier);
      for (std::size_t i = 0; i < expected.size(); ++i) {
        put(lanes, 0, pass, space, places(space)[i]);
        lanes.evaluate(1);
        EXPECT_EQ(taken(lanes, 0, space.size()), expected[i]) << to_string(form) << ' ' << to_string(tier);
      }
    }
  }
}

TEST(EtsLanes, ServeSeriesOfAnyLengthsSideBySide) {
  const std::vector<double> air = data_with_gaps();
  std::vector<std::vector<double>> data{air, {0.3, 0.5, 0.4, 1}, data_with_gaps(1e-60)};
  for (const std::size_t n : {40u, 70u, 40u, 5u}) data.emplace_back(air.begin() + 40, air.begin() + 40 + n);
  for (std::size_t k = 3; k < data.size(); ++k)
    for (double& x : data[k]) x = std::isnan(x) ? 0.5 : x / static_cast<double>(k);
  for (const EtsForm& form : served_forms()) {
    std::vector<EtsPass> passes;
    std::vector<EtsSpace> spaces;
    std::vector<Found> expected;
    passes.reserve(data.size());
    for (std::size_t k = 0; k < data.size(); ++k) {
      passes.emplace_back(form, 1, data[k]);
      spaces.emplace_back(form, 1, data[k], EtsOptions{});
      for (const auto& u : places(spaces[k])) {
        EtsLanes lanes(form, numeric::Tier::baseline);
        put(lanes, 0, passes[k], spaces[k], u);
        lanes.evaluate(1);
        expected.push_back(taken(lanes, 0, u.size()));
      }
    }
    for (const numeric::Tier tier : numeric::tiers()) {
      EtsLanes lanes(form, tier);
      for (std::size_t round = 0; round < 60; ++round) {
        const std::size_t count = 1 + round % EtsLanes::kLanes;
        const auto series = [&](std::size_t lane) { return (lane * (1 + round % 5) / 2 + round) % data.size(); };
        for (std::size_t lane = 0; lane < count; ++lane)
          put(lanes, lane, passes[series(lane)], spaces[series(lane)], places(spaces[series(lane)])[lane]);
        lanes.evaluate(count);
        for (std::size_t lane = 0; lane < count; ++lane)
          ASSERT_EQ(taken(lanes, lane, spaces[0].size()), expected[series(lane) * EtsLanes::kLanes + lane])
              << to_string(form) << ' ' << to_string(tier) << " round " << round << " lane " << lane;
      }
    }
  }
}

TEST(EtsLanes, AreInfiniteWhereAForecastIsNotPositive) {
  const std::vector<double> y{std::numeric_limits<double>::quiet_NaN(), 0.5, 1};
  const EtsForm form{EtsError::multiplicative, EtsTrend::additive, EtsSeason::none};
  EtsPass pass(form, 1, y);
  EtsLanes lanes(form);
  const std::vector<double> seeds(kSeasonals * 4);
  // Levels of 0, falling to 0, below 0 and without end.
  lanes.set(0, pass, std::vector<double>{0.5, 0.1, 0, 1, 0, 0}, seeds);
  lanes.set(1, pass, std::vector<double>{0.5, 0.1, 0, 1, 1, -1}, seeds);
  lanes.set(2, pass, std::vector<double>{0.5, 0.1, 0, 1, -0.5, 0.5}, seeds);
  lanes.set(3, pass, std::vector<double>{0.5, 0.1, 0, 1, kInfinity, 1}, seeds);
  lanes.set(4, pass, std::vector<double>{0.5, 0.1, 0, 1, 0.25, 0.125}, seeds);
  lanes.evaluate(5);
  for (std::size_t k = 0; k < 4; ++k) EXPECT_EQ(lanes.value(k), kInfinity) << k;
  EXPECT_TRUE(std::isfinite(lanes.value(4)));
}

}  // namespace
}  // namespace foreplan::forecast
