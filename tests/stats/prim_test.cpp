#include <foreplan/stats/prim.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/random.hpp>

#include <cmath>
#include <limits>

#include "refusals.hpp"

// No program that peels is packaged for the systems this is tested on, so that known answers are cases worked by hand.
namespace foreplan::stats {
namespace {

using foreplan::testing::expect_refused;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const std::vector<double> kTen{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
const std::vector<double> kLastThree{0, 0, 0, 0, 0, 0, 0, 1, 1, 1};

TEST(Prim, PeelsPointByPointAsByHand) {
  const auto found = prim(kTen, 1, kLastThree, {.peel = 0.1, .minimum_mass = 0.2});
  ASSERT_TRUE(found.usable());
  EXPECT_TRUE(found.two_values);
  EXPECT_EQ(found.of_interest, 3U);
  EXPECT_DOUBLE_EQ(found.mean, 0.3);
  ASSERT_EQ(found.trajectory.size(), 8U);  // ends where only points of interest are left
  for (std::size_t i = 0; i < 8; ++i) {
    const PrimBox& box = found.trajectory[i];
    EXPECT_EQ(box.points, 10 - i);
    EXPECT_DOUBLE_EQ(box.density, 3.0 / static_cast<double>(10 - i));
    EXPECT_DOUBLE_EQ(box.coverage, 1);
    EXPECT_EQ(box.bounds[0].low, i == 0 ? -kInfinity : static_cast<double>(i) + 0.5);
    EXPECT_EQ(box.bounds[0].high, kInfinity);
    EXPECT_EQ(box.restricted, i == 0 ? 0U : 1U);
  }
  EXPECT_EQ(found.chosen, 7U);
  ASSERT_EQ(found.box.restrictions.size(), 1U);
  // P(Binomial(3, 0.3) >= 3)
  EXPECT_NEAR(found.box.restrictions[0].quasi_p, 0.027, 1e-15);
  EXPECT_NEAR(found.trajectory[4].restrictions[0].quasi_p,  // P(Binomial(6, 0.3) >= 3)
              1 - std::pow(0.7, 6) - 6 * 0.3 * std::pow(0.7, 5) - 15 * 0.09 * std::pow(0.7, 4), 1e-14);
}

TEST(Prim, StopsAtTheLeastMass) {
  const auto found = prim(kTen, 1, kLastThree, {.peel = 0.1, .minimum_mass = 0.5});
  ASSERT_EQ(found.trajectory.size(), 6U);
  EXPECT_DOUBLE_EQ(found.trajectory.back().mass, 0.5);
}

TEST(Prim, PeelsAwayPointsOfEqualValueTogether) {
  // A switch of two values: all its zeros go at once, although a peel is one point.
  const std::vector<double> x{0, 0, 0, 0, 1, 1, 1, 1}, y{0, 0, 1, 0, 1, 1, 0, 1};
  const auto found = prim(x, 1, y, {.peel = 0.1, .paste = 0, .minimum_mass = 0.2});
  ASSERT_EQ(found.trajectory.size(), 2U);
  EXPECT_EQ(found.trajectory[1].bounds[0].low, 0.5);
  EXPECT_DOUBLE_EQ(found.trajectory[1].density, 0.75);
  EXPECT_DOUBLE_EQ(found.trajectory[1].coverage, 0.75);
}

TEST(Prim, CriteriaChooseDifferentPeels) {
  // Input 0 is a switch: its zeros hold 1 of 5. Input 1's lowest point holds a 0. A peel of the switch leaves 4 of 5
  // (rise .3 for 5 points), one of input 1 5 of 9 (rise 1/18 for 1 point: .0556 against .06 a point); with the switch
  // worth less, 3 of 5 (rise .1: .02 a point), the order turns.
  std::vector<double> x, strong, weak{1, 0, 0, 1, 0, 0, 1, 1, 1, 0};
  for (int i = 0; i < 10; ++i) {
    x.push_back(i < 5 ? 0 : 1);
    x.push_back((7 * i + 5) % 10);  // 5 2 9 6 3 0 7 4 1 8: a 0 of `weak` is lowest
  }
  const PrimOptions mean{.peel = 0.1, .minimum_mass = 0.1};
  PrimOptions gain = mean;
  gain.criterion = PeelCriterion::gain_per_point;
  EXPECT_TRUE(prim(x, 2, weak, mean).trajectory[1].bounds[0].restricted());
  EXPECT_TRUE(prim(x, 2, weak, gain).trajectory[1].bounds[1].restricted());
}

/// n points of five uniform inputs; of interest in [0.2, 0.5] x [0.6, 1] of inputs 1 and 3, with some noise elsewhere.
struct Planted {
  std::vector<double> x{}, y{};
  explicit Planted(std::size_t n, double noise, std::uint64_t seed) {
    Stream random({seed, purpose_id("prim_test")});
    for (std::size_t i = 0; i < n; ++i) {
      for (int j = 0; j < 5; ++j) x.push_back(random.uniform());
      const bool in = x[5 * i + 1] >= 0.2 && x[5 * i + 1] <= 0.5 && x[5 * i + 3] >= 0.6;
      y.push_back(in != (random.uniform() < noise) ? 1 : 0);
    }
  }
};

TEST(Prim, FindsAPlantedBox) {
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const Planted data(4000, 0, seed);
    const auto found = prim(data.x, 5, data.y, {.peel = 0.05, .minimum_mass = 0.03});
    ASSERT_TRUE(found.usable());
    EXPECT_GT(found.box.coverage, 0.95);
    EXPECT_GT(found.box.density, 0.95);
    EXPECT_NEAR(found.box.bounds[1].low, 0.2, 0.02);
    EXPECT_NEAR(found.box.bounds[1].high, 0.5, 0.02);
    EXPECT_NEAR(found.box.bounds[3].low, 0.6, 0.02);
    for (const PrimRestriction& r : found.box.restrictions)
      if (r.input == 1 || r.input == 3) {
        EXPECT_LT(r.quasi_p, 1e-20);
      }
  }
}

TEST(Prim, QuasiPValuesTellUsefulRestrictionsFromChance) {
  const Planted data(2000, 0.1, 7);
  const auto found = prim(data.x, 5, data.y, {.minimum_mass = 0.02, .rule = PrimRule::density_at_least, .level = 0.85});
  ASSERT_TRUE(found.usable());
  for (const PrimRestriction& r : found.box.restrictions) {
    const bool planted = r.input == 1 || r.input == 3;
    EXPECT_EQ(r.quasi_p < 1e-10, planted) << r.input;
    EXPECT_EQ(r.quasi_p > 1e-4, !planted) << r.input;
  }
}

TEST(Prim, RulesTakeTheBoxThatTheySay) {
  const Planted data(1500, 0.05, 3);
  const auto at_least = [&](PrimRule rule, double level) {
    return prim(data.x, 5, data.y, {.paste = 0, .rule = rule, .level = level});
  };
  const auto dense = at_least(PrimRule::density_at_least, 0.6), wide = at_least(PrimRule::coverage_at_least, 0.6);
  EXPECT_GE(dense.box.density, 0.6);
  EXPECT_GE(wide.box.coverage, 0.6);
  for (const PrimBox& box : dense.trajectory) {
    if (box.density >= 0.6) {
      EXPECT_LE(box.coverage, dense.box.coverage);
    }
    if (box.coverage >= 0.6) {
      EXPECT_LE(box.density, wide.box.density);
    }
  }
  const auto none = at_least(PrimRule::density_at_least, 1);
  EXPECT_FALSE(none.chosen.has_value());
  EXPECT_FALSE(none.usable());
  EXPECT_EQ(none.box.points, 1500U);
}

TEST(Prim, TrajectoryShrinksAndItsNumbersAreThoseOfItsBoxes) {
  const Planted data(500, 0.2, 1);
  const auto found = prim(data.x, 5, data.y);
  for (std::size_t b = 0; b < found.trajectory.size(); ++b) {
    const PrimBox& box = found.trajectory[b];
    std::size_t points = 0, hits = 0;
    for (std::size_t i = 0; i < 500; ++i) {
      if (!box.contains(std::span(data.x).subspan(5 * i, 5))) continue;
      ++points;
      hits += data.y[i] == 1 ? 1 : 0;
    }
    EXPECT_EQ(points, box.points);
    EXPECT_DOUBLE_EQ(static_cast<double>(hits) / static_cast<double>(points), box.density);
    EXPECT_DOUBLE_EQ(static_cast<double>(hits) / static_cast<double>(found.of_interest), box.coverage);
    if (b > 0) {
      EXPECT_LT(box.points, found.trajectory[b - 1].points);
    }
    EXPECT_GE(box.mass, 0.05);
  }
}

RC_GTEST_PROP(Prim, HoldsTheSamePointsInAnyUnitsAndWhateverElseIsConstant, ()) {
  const Planted data(200, 0.1, *rc::gen::inRange<std::uint64_t>(0, 1000));
  const double scale = std::ldexp(1.0, *rc::gen::inRange(-20, 20));
  std::vector<double> x;
  for (std::size_t i = 0; i < 200; ++i) {
    for (std::size_t j = 0; j < 5; ++j) x.push_back(scale * data.x[5 * i + j]);
    x.push_back(7);
  }
  const auto plain = prim(data.x, 5, data.y), scaled = prim(x, 6, data.y);
  RC_ASSERT(plain.trajectory.size() == scaled.trajectory.size());
  for (std::size_t b = 0; b < plain.trajectory.size(); ++b) {
    RC_ASSERT(plain.trajectory[b].points == scaled.trajectory[b].points);
    RC_ASSERT(!scaled.trajectory[b].bounds[5].restricted());
    for (std::size_t j = 0; j < 5; ++j)
      RC_ASSERT(scale * plain.trajectory[b].bounds[j].low == scaled.trajectory[b].bounds[j].low);
  }
  RC_ASSERT(plain.box.coverage == scaled.box.coverage);
  RC_ASSERT(plain.box.density >= plain.trajectory[*plain.chosen].density);
  RC_ASSERT(plain.box.coverage >= plain.trajectory[*plain.chosen].coverage);
}

TEST(Prim, ThresholdsMakeTwoValuesOfARealOutcome) {
  std::vector<double> y;
  for (const double x : kTen) y.push_back(x * x);
  const auto above = prim(kTen, 1, y, {.peel = 0.1, .minimum_mass = 0.1, .threshold = 64});
  EXPECT_EQ(above.of_interest, 3U);
  EXPECT_EQ(above.box.bounds[0].low, 7.5);
  const auto below = prim(kTen, 1, y, {.peel = 0.1, .minimum_mass = 0.1, .threshold = 4, .below = true});
  EXPECT_EQ(below.of_interest, 2U);
  EXPECT_EQ(below.box.bounds[0].high, 2.5);
  const auto real = prim(kTen, 1, y, {.peel = 0.1, .paste = 0, .minimum_mass = 0.1});
  EXPECT_FALSE(real.two_values);
  EXPECT_TRUE(std::isnan(real.box.density));
  EXPECT_TRUE(std::isnan(real.box.coverage));
  EXPECT_TRUE(std::isnan(real.box.restrictions.at(0).quasi_p));
  // (mean - 38.5) sqrt(points) of the last 2, 3 and 4: 52 sqrt(2) = 73.5, (245/3 - 38.5) sqrt(3) = 74.8, 35 x 2 = 70.
  EXPECT_EQ(real.box.points, 3U);
  EXPECT_DOUBLE_EQ(real.box.mean, 245.0 / 3);
}

TEST(PrimPaste, WidensUntilTheMeanWouldFall) {
  const auto wider = prim_paste(kTen, 1, kLastThree, {{9.5, 20}}, {.paste = 0.1});
  EXPECT_EQ(wider.bounds[0].low, 7.5);
  EXPECT_EQ(wider.bounds[0].high, kInfinity) << "keeps nothing out";
  EXPECT_DOUBLE_EQ(wider.coverage, 1);
  EXPECT_DOUBLE_EQ(wider.density, 1);
}

TEST(PrimBox, OfTheCallersOwn) {
  const auto box = prim_box(kTen, 1, kLastThree, {{6, 9}});
  EXPECT_EQ(box.points, 4U);
  EXPECT_DOUBLE_EQ(box.density, 0.5);
  EXPECT_DOUBLE_EQ(box.coverage, 2.0 / 3);
  // P(Binomial(4, 0.3) >= 2) = 1 - .7^4 - 4 .3 .7^3
  EXPECT_NEAR(box.restrictions.at(0).quasi_p, 1 - 0.2401 - 4 * 0.3 * 0.343, 1e-15);
  const auto empty = prim_box(kTen, 1, kLastThree, {{20, 30}});
  EXPECT_EQ(empty.points, 0U);
  EXPECT_TRUE(std::isnan(empty.mean));
}

TEST(Prim, FindsNothingInEqualOutcomes) {
  for (const double y : {0.0, 1.0, 3.5}) {
    const auto found = prim(kTen, 1, std::vector<double>(10, y));
    EXPECT_EQ(found.trajectory.size(), 1U);
    EXPECT_FALSE(found.usable());
  }
}

TEST(Prim, RefusesWhatMakesNoSense) {
  const std::vector<double> one{1}, gap{1, std::numeric_limits<double>::quiet_NaN(), 3};
  const std::vector<double> three{1, 2, 3};
  expect_refused({
      {"stats::prim: inputs must be >= 1; got 0", [] { (void)prim(kTen, 0, kLastThree); }},
      {"there must be at least 2 points; got 1", [&] { (void)prim(one, 1, one); }},
      {"x must hold a value for each point and input; got 10 for 3 points of 1", [&] { (void)prim(kTen, 1, three); }},
      {"x must be finite; got NaN at index 1", [&] { (void)prim(gap, 1, three); }},
      {"y must be finite; got NaN at index 1", [&] { (void)prim(three, 1, gap); }},
      {"options.peel must be in (0, 0.5]; got 0", [] { (void)prim(kTen, 1, kLastThree, {.peel = 0}); }},
      {"options.paste must be in [0, 0.5]; got 2", [] { (void)prim(kTen, 1, kLastThree, {.paste = 2}); }},
      {"options.minimum_mass must be in (0, 1); got 1", [] { (void)prim(kTen, 1, kLastThree, {.minimum_mass = 1}); }},
      {"options.below needs a threshold", [] { (void)prim(kTen, 1, kLastThree, {.below = true}); }},
      {"options.threshold must be finite; got inf", [] { (void)prim(kTen, 1, kLastThree, {.threshold = kInfinity}); }},
      {"options.level must be in [0, 1]; got 2",
       [] { (void)prim(kTen, 1, kLastThree, {.rule = PrimRule::density_at_least, .level = 2}); }},
      {"there must be bounds for each input; got 0 for 1", [] { (void)prim_box(kTen, 1, kLastThree, {}); }},
      {"low <= high must hold for bounds; got 3 and 2 for input 0",
       [] {
         (void)prim_paste(kTen, 1, kLastThree, {{3, 2}});
       }},
  });
  PrimOptions cancelled;
  cancelled.cancel.cancel();
  EXPECT_THROW((void)prim(kTen, 1, kLastThree, cancelled), Cancelled);
}

}  // namespace
}  // namespace foreplan::stats
