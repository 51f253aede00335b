#include "stats/segment_sums.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

TEST(RunningSums, AreTheResidualSumsOfRegressionsOnTheRowsSoFar) {
  const Values r = reference_values("regression.txt");
  const std::vector<double>& y = r.at("huron.y");
  const std::vector<Regressor> x{{"year", r.at("huron.year")}};
  const SegmentRows rows = segment_rows(checked_model("test", y, x, true));
  const std::vector<double> up = running_sums(rows, 10, 60, false), down = running_sums(rows, 69, 60, true);
  const auto rss = [&](std::size_t first, std::size_t count) {
    return fit_regression(std::span(y).subspan(first, count), cut(x, first, count)).residual_sum;
  };
  EXPECT_EQ(up[0], 0);
  EXPECT_EQ(up[1], 0);
  for (std::size_t count = 3; count <= 60; ++count) {
    EXPECT_GE(digits(up[count - 1], rss(10, count)), 10) << count;
    EXPECT_GE(digits(down[count - 1], rss(70 - count, count)), 10) << count;
  }
}

TEST(RunningSums, RowsThatOnlyCompleteTheRankLeaveNothing) {
  // A dummy that is 0 for the first four rows: the fifth raises the rank and is fitted exactly.
  const std::vector<double> y{1, 2, 4, 3, 100, 101};
  const SegmentRows rows = segment_rows(checked_model("test", y, {{"dummy", {0, 0, 0, 0, 1, 1}}}, true));
  const std::vector<double> sums = running_sums(rows, 0, 6, false);
  EXPECT_NEAR(sums[3], 5, 1e-12);
  EXPECT_NEAR(sums[4], 5, 1e-12);
  EXPECT_NEAR(sums[5], 5.5, 1e-12);
}

TEST(SegmentRows, AreFreeOfUnits) {
  const std::vector<double> y{5, 7, 9}, large{5e90, 7e90, 9e90};
  const SegmentRows a = segment_rows(checked_model("test", y, {{"x", {1, 2, 4}}}, true));
  const SegmentRows b = segment_rows(checked_model("test", large, {{"x", {1e90, 2e90, 4e90}}}, true));
  for (std::size_t i = 0; i < a.x.size(); ++i) EXPECT_NEAR(a.x[i], b.x[i], 1e-15);
  for (const double cell : b.x) EXPECT_LE(std::abs(cell), 1);
  EXPECT_FALSE(a.mean_only);
  EXPECT_TRUE(segment_rows(checked_model("test", y, {}, true)).mean_only);
}

RC_GTEST_PROP(RotateIn, KeepsLengths, ()) {
  // A rotation moves length between the triangle and the row, and loses none: z'z + sum of w^2 = y'y.
  constexpr std::size_t k = 3;
  std::vector<double> r(k * (k + 1) / 2), z(k), row(k);
  double squares = 0, residuals = 0;
  for (int t = 0; t < 12; ++t) {
    for (double& cell : row) cell = *rc::gen::inRange(-1000, 1001) / 1000.0;
    const double y = *rc::gen::inRange(-1000, 1001) / 10.0;
    bool raised = false;
    const double w = rotate_in(r, z, row, y, raised);
    squares += y * y;
    residuals += w * w;
    RC_ASSERT(!raised || w == 0);
  }
  const double kept = z[0] * z[0] + z[1] * z[1] + z[2] * z[2];
  // A row of zeros beside a y counts as residual, so that nothing is lost at all.
  RC_ASSERT(std::abs(kept + residuals - squares) <= 1e-12 * (1 + squares));
}

TEST(TrimmedRows, IsTheWholePartOfTheProductThatIsMeant) {
  EXPECT_EQ(trimmed_rows(0.15, 100), 15u);
  EXPECT_EQ(trimmed_rows(0.15, 103), 15u);
  EXPECT_EQ(trimmed_rows(0.29, 100), 29u);  // 0.29 x 100 is 28.999999999999996 in doubles.
  EXPECT_EQ(trimmed_rows(0.07, 100), 7u);   // 7.000000000000001
  EXPECT_EQ(trimmed_rows(0.289, 100), 28u);
  EXPECT_EQ(trimmed_rows(0.5, 7), 3u);
}

TEST(RoundingOnly, IsFarBelowAnyRealResidualAndAboveNoise) {
  const std::vector<double> y{1e8, 1e8 + 1, 1e8 + 2};
  EXPECT_LT(rounding_only(y), 1e-6);
  EXPECT_GT(rounding_only(y), 3 * std::pow(1e8 * std::numeric_limits<double>::epsilon(), 2));
  EXPECT_EQ(rounding_only(std::vector<double>{0, 0}), 0);
}

}  // namespace
}  // namespace foreplan::stats
