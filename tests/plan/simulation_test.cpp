#include "plan/simulation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "numeric/cholesky.hpp"

namespace foreplan::plan {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// Sectors of 1, 2, ... that stay where they are on average, for two years.
Projection still(std::size_t sectors, std::size_t paths) {
  Projection p{.base = 2015, .correlation = 0.3, .last = 2017, .paths = paths, .seed = 3};
  for (std::size_t i = 0; i < sectors; ++i) {
    p.sectors.push_back("s" + std::to_string(i));
    p.levels.push_back(static_cast<double>(i + 1));
    p.sigma.push_back(0.02 + 0.01 * static_cast<double>(i));
  }
  return p;
}

/// What a simulation holds on to.
struct Question {
  explicit Question(const Projection& p) : projection(p), factor(correlation_factor(p)) {
    for (const double level : p.levels) levels.emplace_back(3, level);
  }
  Projection projection;
  CorrelationFactor factor;
  std::vector<std::vector<double>> levels{};
};

double by_sorting(std::vector<double> x, double p) {
  std::sort(x.begin(), x.end());
  const double h = p * static_cast<double>(x.size() - 1);
  const auto rank = static_cast<std::size_t>(h);
  const double fraction = h - static_cast<double>(rank);
  return fraction == 0 ? x[rank] : x[rank] + fraction * (x[rank + 1] - x[rank]);
}

// 8,192 paths are kept to guide the search among more.
TEST(Simulation, IntervalsAndEventsAreThoseOfAllItsPaths) {
  for (const std::size_t paths : {1u, 2u, 511u, 513u, 8191u, 8192u, 8193u, 20'001u})
    for (const double coverage : {0.01, 0.9, 0.9999}) {
      Projection p = still(3, paths);
      p.coverage = coverage;
      p.events = {
          {.id = "total", .value = 6, .period = 2016},
          {.id = "share", .indicator = "s1", .share = true, .bound = Bound::at_most, .value = 33, .period = 2017},
          {.id = "level", .indicator = "s2", .value = 3.1, .period = 2017}};
      const Question asked(p);
      Simulation simulation(asked.projection, asked.levels, asked.factor);
      for (int t = 0; t < 2; ++t) {
        simulation.advance({});
        for (std::size_t q = 0; q < simulation.quantities(); ++q) {
          const std::vector<double> x = simulation.values(q);
          ASSERT_EQ(x.size(), paths);
          const numeric::CentralInterval c = simulation.interval(q);
          EXPECT_EQ(c.lower, by_sorting(x, (1 - coverage) / 2)) << paths << ' ' << coverage << ' ' << q;
          EXPECT_EQ(c.median, by_sorting(x, 0.5)) << paths << ' ' << coverage << ' ' << q;
          EXPECT_EQ(c.upper, by_sorting(x, (1 + coverage) / 2)) << paths << ' ' << coverage << ' ' << q;
          double sum = 0;
          for (const double v : x) sum += v;
          EXPECT_NEAR(simulation.mean(q), sum / static_cast<double>(paths), 1e-11);
        }
        const auto count = [&](std::size_t q, auto met) {
          const std::vector<double> x = simulation.values(q);
          return static_cast<std::size_t>(std::count_if(x.begin(), x.end(), met));
        };
        if (t == 0) {
          EXPECT_EQ(simulation.due(), (std::vector<std::size_t>{0}));
          EXPECT_EQ(simulation.happened(0), count(6, [](double v) { return v >= 6; }));
        } else {
          EXPECT_EQ(simulation.due(), (std::vector<std::size_t>{1, 2}));
          EXPECT_EQ(simulation.happened(1), count(1, [](double v) { return v <= 33; }));
          EXPECT_EQ(simulation.happened(2), count(5, [](double v) { return v >= 3.1; }));
        }
      }
    }
}

TEST(Simulation, FirstPathsAreTheSameForAnyNumberOfThem) {
  const Question many(still(2, 20'000)), few(still(2, 777));
  Simulation a(many.projection, many.levels, many.factor), b(few.projection, few.levels, few.factor);
  for (int t = 0; t < 2; ++t) {
    a.advance({});
    b.advance({});
  }
  for (std::size_t q = 0; q < 5; ++q) {
    std::vector<double> x = a.values(q);
    x.resize(777);
    EXPECT_EQ(x, b.values(q));
  }
}

/// Log levels after two years are sigma_i sqrt(2) times standard normal numbers with the correlation asked for.
TEST(Simulation, LogLevelsHaveTheirMomentsAndDistribution) {
  constexpr std::size_t kPaths = 100'000;
  const Question asked(still(3, kPaths));
  Simulation simulation(asked.projection, asked.levels, asked.factor);
  simulation.advance({});
  simulation.advance({});
  std::vector<std::vector<double>> z;
  for (std::size_t i = 0; i < 3; ++i) {
    z.push_back(simulation.values(3 + i));
    for (double& x : z[i]) x = std::log(x / asked.projection.levels[i]) / (asked.projection.sigma[i] * std::sqrt(2.0));
  }
  const double n = kPaths;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < kPaths; ++k) sum += z[i][k] * z[j][k];
      const double r = i == j ? 1 : 0.3;
      EXPECT_NEAR(sum / n, r, 4 * std::sqrt((1 + r * r) / n)) << i << j;  // four standard errors
    }
  for (std::vector<double>& x : z) {
    std::sort(x.begin(), x.end());
    double d = 0;
    for (std::size_t k = 0; k < kPaths; ++k) {
      const double f = std::erfc(-x[k] / std::sqrt(2.0)) / 2;
      d = std::max({d, f - static_cast<double>(k) / n, static_cast<double>(k + 1) / n - f});
    }
    EXPECT_LT(d * std::sqrt(n), 1.95);  // Kolmogorov's statistic is above with probability 0.001
  }
}

TEST(Simulation, RefusesLevelsThatOverflowAndTotalsThatVanish) {
  for (const double sigma : {800.0, 1e4, 1e200}) {
    Projection p = still(2, 1000);
    p.sigma = {sigma, sigma};
    const Question asked(p);
    Simulation simulation(asked.projection, asked.levels, asked.factor);
    EXPECT_THAT([&] { simulation.advance({}); },
                ThrowsMessage<InvalidArgument>(HasSubstr("plan::project: simulated levels must stay finite")));
  }
}

TEST(Simulation, RefusesMorePathsThanMemoryIsMeantFor) {
  for (const std::size_t paths : {std::size_t{15'000'001}, ~std::size_t{0}}) {
    Projection p = still(2, 1);
    p.paths = paths;
    const Question asked(p);
    EXPECT_THAT([&] { Simulation(asked.projection, asked.levels, asked.factor); },
                ThrowsMessage<InvalidArgument>(HasSubstr("paths times sectors")));
  }
}

TEST(CorrelationFactor, OfACommonCorrelationIsThatOfItsMatrix) {
  for (const double r : {-0.2, 0.0, 0.5, 0.999, 1.0}) {
    constexpr std::size_t n = 5;
    Projection p = still(n, 1);
    p.correlation = r;
    const CorrelationFactor common = correlation_factor(p);
    std::vector<double> rows(n * n, r);
    for (std::size_t i = 0; i < n; ++i) rows[i * n + i] = 1;
    const auto full = numeric::cholesky(rows, n);
    ASSERT_TRUE(full.has_value());
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_EQ(common.diagonal[i], (*full)[i * n + i]) << r << ' ' << i;
      for (std::size_t k = 0; k < i; ++k) EXPECT_EQ(common.column[k], (*full)[i * n + k]) << r << ' ' << i << k;
    }
  }
}

// -1 / (n - 1) is the least that n variables can all have with each other.
TEST(CorrelationFactor, KnowsTheLeastCorrelation) {
  for (const std::size_t n : {3u, 4u, 11u, 1000u}) {
    Projection p = still(n, 1);
    p.correlation = -1.0 / static_cast<double>(n - 1);
    EXPECT_NO_THROW((void)correlation_factor(p)) << n;
    p.correlation = -1.001 / static_cast<double>(n - 1);
    EXPECT_THAT([&] { (void)correlation_factor(p); },
                ThrowsMessage<InvalidArgument>(HasSubstr("positive semi-definite")))
        << n;
  }
}

}  // namespace
}  // namespace foreplan::plan
