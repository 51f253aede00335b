#include <foreplan/forecast/transform.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <vector>

#include "forecast/reference.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

using reference::baseline;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(BoxCox, AgreesWithR) {
  const auto& air = baseline("air");
  const auto& expected = baseline("boxcox air");  // 0.3 and the first five values.
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(transformed(box_cox(expected[0]), air[i]), expected[i + 1], 1e-12);
}

// Minima are found to half the digits of a double on both sides.
TEST(BoxCox, ChoosesTheLambdaOfGuerrero) {
  EXPECT_NEAR(*resolved(box_cox(), baseline("air"), 12).lambda, baseline("guerrero airpassengers")[0], 1e-6);
  EXPECT_NEAR(*resolved(box_cox(), baseline("lynx")).lambda, baseline("guerrero lynx")[0], 1e-6);
}

TEST(BoxCox, ChoosesTheLambdaOfLargestLikelihood) {
  Transform likely = box_cox();
  likely.choice = LambdaChoice::likelihood;
  EXPECT_NEAR(*resolved(likely, baseline("air"), 12).lambda, baseline("likelihood airpassengers")[0], 1e-6);
  EXPECT_NEAR(*resolved(likely, baseline("lynx")).lambda, baseline("likelihood lynx")[0], 1e-6);
}

TEST(BoxCox, DoesNotDependOnScale) {
  std::vector<double> large;
  for (const double x : baseline("air")) large.push_back(1e120 * x);
  for (const auto choice : {LambdaChoice::guerrero, LambdaChoice::likelihood}) {
    Transform t = box_cox();
    t.choice = choice;
    EXPECT_NEAR(*resolved(t, large, 12).lambda, *resolved(t, baseline("air"), 12).lambda, 1e-5);
  }
}

TEST(BoxCox, LeavesDataAloneThatSayNothing) {
  for (const auto choice : {LambdaChoice::guerrero, LambdaChoice::likelihood}) {
    Transform t = box_cox();
    t.choice = choice;
    EXPECT_EQ(resolved(t, std::vector<double>{3}).lambda, 1);
    EXPECT_EQ(resolved(t, std::vector<double>(40, 3.0), 4).lambda, 1);
    EXPECT_EQ(resolved(t, std::vector<double>{kNaN, 3, kNaN}).lambda, 1);
  }
}

TEST(BoxCox, CarriesNegativeValuesWithPositiveLambda) {
  const Transform root = box_cox(0.5);
  EXPECT_DOUBLE_EQ(transformed(root, -4), -6);
  EXPECT_DOUBLE_EQ(restored(root, -6), -4);
  EXPECT_EQ(restored(box_cox(-1.0), 1), kInfinity);
}

TEST(TransformProperties, ComeBack) {
  EXPECT_TRUE(rc::check([](bool small) {
    const double u = *rc::gen::inRange(1, 1'000'000) / 1e6;
    const double lambda = *rc::gen::inRange(-20, 21) / 10.0;
    for (const Transform& t : {box_cox(lambda), between(0, 1), above(small ? 0 : -3), below(7), log_transform()})
      RC_ASSERT(std::abs(restored(t, transformed(t, u)) / u - 1) < 1e-9);
  }));
}

TEST(TransformProperties, StaysWithinBoundsHoweverFar) {
  for (const double z : {-1e300, -800.0, -40.0, 0.0, 40.0, 800.0, 1e300}) {
    EXPECT_GE(restored(between(2, 3), z), 2);
    EXPECT_LE(restored(between(2, 3), z), 3);
    EXPECT_GE(restored(above(2), z), 2);
    EXPECT_LE(restored(below(2), z), 2);
  }
}

// By hand, E (1 + z / 2)^2 = (1 + m / 2)^2 + v / 4 where no mass lies beyond the kink; the last three by 400,000 points
// of the trapezoid rule in Python.
TEST(RestoredMean, IsTheExpectation) {
  EXPECT_NEAR(restored_mean(box_cox(0.5), 30, 4), 16 * 16 + 1, 1e-9);
  EXPECT_NEAR(restored_mean(log_transform(), 1, 0.5), std::exp(1.25), 1e-14);
  EXPECT_NEAR(restored_mean(between(0, 1), 0, 5), 0.5, 1e-12);
  EXPECT_NEAR(restored_mean(between(0, 1), 1, 2), 0.6750567023374959, 1e-11);
  EXPECT_NEAR(restored_mean(box_cox(0.5), -1, 4), 0.830721479949204, 1e-9);
  EXPECT_NEAR(restored_mean(box_cox(0.3), 2, 9), 10.90576931805861, 1e-8);
  EXPECT_EQ(restored_mean(box_cox(-0.5), 0, 1), kInfinity);
  EXPECT_EQ(restored_mean(box_cox(0.5), 3, 0), restored(box_cox(0.5), 3));
}

TEST(Transform, RefusesWhatItCannotCarry) {
  testing::expect_refused({
      {"forecast::resolved: a Box-Cox transformation with lambda <= 0 needs values > 0; got 0 at index 1",
       [] {
         (void)resolved(box_cox(), std::vector<double>{1, 0});
       }},
      {"forecast::resolved: values must be strictly within the bounds; got 1 at index 0",
       [] { (void)resolved(between(0, 1), std::vector<double>{1}); }},
      {"forecast::resolved: values must be finite; got inf at index 0",
       [] { (void)resolved({}, std::vector<double>{kInfinity}); }},
      {"a floor below a ceiling is needed, at least one of them finite; got 3 and 2",
       [] { (void)transformed(between(3, 2), 1); }},
      {"lambda must be in [-5, 5]; got NaN", [] { (void)transformed(box_cox(kNaN), 1); }},
      {"lambda must be set: `resolved` finds it from data", [] { (void)transformed(box_cox(), 1); }},
      {"variance must be >= 0; got -1", [] { (void)restored_mean(log_transform(), 1, -1); }},
  });
}

}  // namespace
}  // namespace foreplan::forecast
