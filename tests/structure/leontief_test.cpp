#include <foreplan/structure/leontief.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <vector>

#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using testing::expect_refused;

/// Miller & Blair (2009), section 2.3: two sectors, Z = [150 500; 200 100], x = (1000, 2000).
InputOutputTable two_sectors() {
  return {
      .sectors = {"agriculture", "manufacturing"}, .flows = matrix({{150, 500}, {200, 100}}), .output = {1000, 2000}};
}

TEST(Leontief, SolvesMillerAndBlairsExample) {
  const Matrix a = input_coefficients(two_sectors());
  EXPECT_EQ(a, matrix({{.15, .25}, {.20, .05}}));
  const InputOutputSystem system = factor(a, two_sectors().sectors);
  const Matrix l = system.inverse();
  EXPECT_NEAR(l(0, 0), 1.2541, 5e-5);
  EXPECT_NEAR(l(0, 1), .3300, 5e-5);
  EXPECT_NEAR(l(1, 0), .2640, 5e-5);
  EXPECT_NEAR(l(1, 1), 1.1221, 5e-5);
  const SystemSolution x = system.solve({600, 1500});
  ASSERT_TRUE(x.usable());
  EXPECT_LT(x.residual, 1e-15);
  EXPECT_NEAR(x.values[0], 1247.5, .05);
  EXPECT_NEAR(x.values[1], 1841.6, .05);
  // Output multipliers are the column sums of L.
  const SystemSolution multipliers = system.solve_transposed({1, 1});
  EXPECT_NEAR(multipliers.values[0], l(0, 0) + l(1, 0), 1e-15);
  EXPECT_NEAR(multipliers.values[1], l(0, 1) + l(1, 1), 1e-15);
}

TEST(Leontief, AllocatesByRows) { EXPECT_EQ(allocation_coefficients(two_sectors()), matrix({{.15, .5}, {.10, .05}})); }

TEST(Leontief, NamesClosedGroups) {
  // b and c buy from each other alone and use all that they make; a buys from them and has value added.
  expect_refused({
      {"structure::factor: coefficients must leave something over, a spectral radius below 1 (Hawkins & Simon 1949); "
       "got 1 from \"b\", \"c\"",
       [] {
         (void)factor(matrix({{.1, 0, 0}, {.2, 0, 1}, {.3, 1, 0}}), {"a", "b", "c"});
       }},
      {"are these flows, not coefficients?", [] { (void)factor(two_sectors().flows, two_sectors().sectors); }},
      {"the column of \"manufacturing\" sums to 600", [] { (void)factor(two_sectors().flows, two_sectors().sectors); }},
      // Cells below zero: singular all the same.
      {"I - M must not be singular to working precision; got a reciprocal condition of 0 from sector 0, sector 2",
       [] {
         (void)factor(matrix({{.5, 0, -.25}, {0, .5, 0}, {-1, 0, .5}}));
       }},
  });
}

TEST(Leontief, RefusesWhatIsNoTable) {
  InputOutputTable idle = two_sectors();
  idle.output[1] = 0;
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  expect_refused({
      {"structure::factor: the matrix must be square; got 1 x 2",
       [] {
         (void)factor(matrix({{1, 2}}));
       }},
      {"structure::factor: coefficients must be finite; got NaN in row \"a\", column \"b\"",
       [] {
         (void)factor(matrix({{0, kNaN}, {0, 0}}), {"a", "b"});
       }},
      {"structure::InputOutputSystem::solve: f must have one number for each of 2 sectors; got 1",
       [] { (void)factor(input_coefficients(two_sectors())).solve({1}); }},
      {"structure::input_coefficients: a sector without output must use no inputs; got 500 from \"agriculture\" to "
       "\"manufacturing\"",
       [&] { (void)input_coefficients(idle); }},
      {"structure::allocation_coefficients: a sector without output must deliver nothing; got 200 from "
       "\"manufacturing\" to \"agriculture\"",
       [&] { (void)allocation_coefficients(idle); }},
  });
}

}  // namespace
}  // namespace foreplan::structure
