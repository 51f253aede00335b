#include "growth/curve_starts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "growth/curve_cases.hpp"

namespace foreplan::growth::internal {
namespace {

TEST(CurveStarts, TheGridPutsTheMostPromisingFirst) {
  std::vector<double> t, y;
  for (int i = 0; i < 30; ++i) {
    t.push_back(0.5 + 0.65 * i);
    y.push_back(formula(Curve::logistic, std::vector<double>{50, 0.5, 9}, t.back()));
  }
  const auto starts = grid_starts(shape_of(Curve::logistic), t, y, 5);
  ASSERT_EQ(starts.size(), 5u);
  double before = 0;
  for (const auto& b : starts) {
    double sum = 0;
    for (std::size_t i = 0; i < t.size(); ++i) sum += std::pow(formula(Curve::logistic, b, t[i]) - y[i], 2);
    EXPECT_GE(sum, before * (1 - 1e-9));
    before = sum;
  }
}

TEST(CurveStarts, TheGridIsAsLargeAsTheCurveNeeds) {
  const std::vector<double> t{1, 2, 3, 4, 5, 6, 7}, y{1, 2, 4, 7, 9, 10, 11};
  for (const Curve curve : all_curves()) {
    const CurveShape& shape = shape_of(curve);
    // Over one parameter these observations have one valley.
    EXPECT_EQ(grid_starts(shape, t, y, 3).size(), shape.others.size() < 2 ? 1u : 3u) << shape.name;
    for (const auto& b : grid_starts(shape, t, y, 3)) EXPECT_EQ(b.size(), shape.parameters.size());
  }
}

/// A wave rises and falls again: y = level + amplitude exp(rate t) is nearest to its first half with one sign of the rate
/// and to its second half with the other, each a valley of its own.
TEST(CurveStarts, ThereIsOneForEachValley) {
  const std::vector<double> t{0, 1, 2, 3, 4, 5, 6, 7, 8}, y{9, 4, 2, 1, 1, 1, 2, 4, 9};
  const auto starts = grid_starts(shape_of(Curve::modified_exponential), t, y, 16);
  ASSERT_EQ(starts.size(), 2u);
  EXPECT_LT(starts[0][2] * starts[1][2], 0);
}

}  // namespace
}  // namespace foreplan::growth::internal
