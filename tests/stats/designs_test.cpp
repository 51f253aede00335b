#include <foreplan/stats/designs.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace foreplan::stats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Sobol, AgreesWithScipy) {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/sobol.csv");
  std::string line;
  int points = 0;
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::string cell;
    std::vector<double> numbers;
    while (std::getline(cells, cell, ',')) numbers.push_back(std::stod(cell));
    const auto index = static_cast<std::uint64_t>(numbers[0]);
    const auto dimensions = static_cast<std::size_t>(numbers[1]);
    const std::vector<double> expected(numbers.begin() + 2, numbers.end());
    ASSERT_EQ(expected.size(), dimensions);
    EXPECT_EQ(sobol(1, dimensions, {.scramble = SobolScramble::none, .skip = index}).values, expected) << line;
    ++points;
  }
  EXPECT_EQ(points, 29);
}

TEST(Sobol, SkippingIsLeavingOut) {
  for (const SobolScramble scramble : {SobolScramble::none, SobolScramble::shift, SobolScramble::matrix}) {
    const Design whole = sobol(300, 5, {.scramble = scramble, .seed = 3});
    const Design late = sobol(100, 5, {.scramble = scramble, .seed = 3, .skip = 200});
    EXPECT_TRUE(std::equal(late.values.begin(), late.values.end(), whole.values.begin() + 1000));
  }
}

/// Boxes of one shape that hold a point: 2^a columns of the first coordinate, 2^b rows of the second.
std::size_t boxes(const Design& design, int a, int b) {
  std::set<std::pair<int, int>> met;
  for (std::size_t i = 0; i < design.points; ++i)
    met.insert({static_cast<int>(std::ldexp(design.at(i, 0), a)), static_cast<int>(std::ldexp(design.at(i, 1), b))});
  return met.size();
}

TEST(Sobol, TwoDimensionsAreANetWithAndWithoutScrambling) {
  // A (0, 8, 2)-net: each of the 2^8 boxes of every shape holds one of the 2^8 points.
  for (const SobolScramble scramble : {SobolScramble::none, SobolScramble::shift, SobolScramble::matrix})
    for (const std::uint64_t seed : {0u, 1u, 2u}) {
      const Design design = sobol(256, 2, {.scramble = scramble, .seed = seed});
      for (int a = 0; a <= 8; ++a) EXPECT_EQ(boxes(design, a, 8 - a), 256u) << a;
    }
}

/// Mean over the design of prod (1 + c (x_d - 1/2)), whose integral is 1.
double mean_of_product(const Design& design) {
  double sum = 0;
  for (std::size_t i = 0; i < design.points; ++i) {
    double product = 1;
    for (const double x : design.point(i)) product *= 1 + 0.8 * (x - 0.5);
    sum += product;
  }
  return sum / static_cast<double>(design.points);
}

TEST(Sobol, ScrambledMeansAreUnbiasedAndCloserThanRandomOnes) {
  constexpr int kSeeds = 200;
  constexpr std::size_t kPoints = 256, kDimensions = 6;
  double sum = 0, squares = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const double error = mean_of_product(sobol(kPoints, kDimensions, {.seed = static_cast<std::uint64_t>(seed)})) - 1;
    sum += error;
    squares += error * error;
  }
  const double spread = std::sqrt(squares / kSeeds);
  EXPECT_LT(std::abs(sum / kSeeds), 4 * spread / std::sqrt(kSeeds));
  // Variance of the product is (1 + 0.64 / 12)^6 - 1; independent points would err by its root over 16.
  const double random = std::sqrt(std::pow(1 + 0.64 / 12, 6) - 1) / 16;
  EXPECT_LT(spread, random / 10);
}

TEST(Sobol, SeedsMatterOnlyWhenScrambled) {
  EXPECT_EQ(sobol(8, 3, {.scramble = SobolScramble::none, .seed = 1}),
            sobol(8, 3, {.scramble = SobolScramble::none, .seed = 2}));
  EXPECT_NE(sobol(8, 3, {.seed = 1}), sobol(8, 3, {.seed = 2}));
  EXPECT_EQ(sobol(8, 3, {.seed = 1}), sobol(8, 3, {.seed = 1}));
}

TEST(Sobol, RefusesWhatItCannotMake) {
  EXPECT_THAT([] { (void)sobol(0, 1); }, ThrowsMessage<InvalidArgument>(HasSubstr("points must be >= 1; got 0")));
  EXPECT_THAT([] { (void)sobol(1, 0); }, ThrowsMessage<InvalidArgument>(HasSubstr("dimensions must be >= 1; got 0")));
  EXPECT_THAT([] { (void)sobol(1, 3668); }, ThrowsMessage<InvalidArgument>(HasSubstr("at most 3667; got 3668")));
  EXPECT_THAT([] { (void)sobol(1'000'000'000, 2); },
              ThrowsMessage<InvalidArgument>(HasSubstr("points times dimensions")));
  EXPECT_THAT([] { (void)sobol(2, 1, {.skip = (std::uint64_t{1} << 52) - 1}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("skip + points must be at most 2^52")));
  EXPECT_EQ(sobol(1, 3667).values.size(), 3667u);
}

TEST(LatinHypercube, HasOnePointInEachStratumOfEachCoordinate) {
  for (const bool centred : {false, true})
    for (const std::size_t points : {1u, 2u, 7u, 1000u}) {
      const Design design = latin_hypercube(points, 4, {.seed = 5, .centred = centred});
      for (std::size_t d = 0; d < 4; ++d) {
        std::set<std::size_t> strata;
        for (std::size_t i = 0; i < points; ++i) {
          const double x = design.at(i, d) * static_cast<double>(points);
          strata.insert(static_cast<std::size_t>(x));
          EXPECT_NEAR(x - std::floor(x), 0.5, centred ? 1e-12 : 0.5);
          EXPECT_LT(design.at(i, d), 1);
        }
        EXPECT_EQ(strata.size(), points);
      }
    }
}

TEST(LatinHypercube, CoordinatesAreInDifferentOrdersAndSeedsDiffer) {
  const Design design = latin_hypercube(50, 2, {.seed = 1, .centred = true});
  double same = 0;
  for (std::size_t i = 0; i < 50; ++i) same += design.at(i, 0) == design.at(i, 1) ? 1 : 0;
  EXPECT_LT(same, 10);
  EXPECT_NE(design, latin_hypercube(50, 2, {.seed = 2, .centred = true}));
  EXPECT_EQ(design, latin_hypercube(50, 2, {.seed = 1, .centred = true}));
}

TEST(LatinHypercube, RefusesWhatItCannotMake) {
  EXPECT_THAT([] { (void)latin_hypercube(0, 1); },
              ThrowsMessage<InvalidArgument>(HasSubstr("points must be >= 1; got 0")));
  EXPECT_THAT([] { (void)latin_hypercube(1, 0); },
              ThrowsMessage<InvalidArgument>(HasSubstr("dimensions must be >= 1")));
  EXPECT_THAT([] { (void)latin_hypercube(1u << 20, 1u << 20); },
              ThrowsMessage<InvalidArgument>(HasSubstr("points times dimensions")));
}

}  // namespace
}  // namespace foreplan::stats
