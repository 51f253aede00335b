#include "stats/best_partitions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <vector>

#include "stats/reference_values.hpp"

namespace foreplan::stats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

SegmentRows rows_of(const std::vector<double>& y, const std::vector<Regressor>& x = {}) {
  return segment_rows(checked_model("test", y, x, true));
}

TEST(BestPartitions, AgreesWithStrucchange) {
  const Values r = reference_values("breaks.txt");
  const std::vector<double>& y = r.at("nile.y");
  const std::vector<Partition> all = best_partitions("f", rows_of(y), 15, 5);
  ASSERT_EQ(all.size(), 6u);
  for (std::size_t m = 0; m <= 5; ++m) {
    EXPECT_GE(digits(all[m].residual_sum, r.at("nile.rss")[m]), 10);
    EXPECT_EQ(all[m].breaks.size(), m);
  }
}

TEST(BestPartitions, MeansAndGeneralColumnsLeadToTheSame) {
  // A column of ones given as a regressor takes the general way, by rotations.
  const Values r = reference_values("breaks.txt");
  const std::vector<double>& y = r.at("realint.y");
  SegmentRows general = segment_rows(checked_model("test", y, {{"one", std::vector<double>(y.size(), 1.0)}}, false));
  EXPECT_FALSE(general.mean_only);
  const std::vector<Partition> a = best_partitions("f", rows_of(y), 10, 4), b = best_partitions("f", general, 10, 4);
  for (std::size_t m = 0; m <= 4; ++m) {
    EXPECT_EQ(a[m].breaks, b[m].breaks);
    EXPECT_GE(digits(b[m].residual_sum, a[m].residual_sum), 12);
  }
}

TEST(BestPartitions, TakesTheEarliestAmongEquals) {
  // 0 0 1 0 0: one break costs 2/3 + 0 or 0 + 2/3, after two rows or after three.
  const std::vector<Partition> all = best_partitions("f", rows_of({0, 0, 1, 0, 0}), 1, 2);
  EXPECT_THAT(all[1].breaks, ElementsAre(2));
  EXPECT_THAT(all[2].breaks, ElementsAre(2, 3));
  EXPECT_NEAR(all[1].residual_sum, 2.0 / 3, 1e-15);
  EXPECT_NEAR(all[2].residual_sum, 0, 1e-30);
}

TEST(BestPartitions, SegmentsMayBeAsShortAsTheColumnsAllow) {
  const std::vector<Partition> all =
      best_partitions("f", rows_of({1, 2, 3, 10, 8, 6}, {{"t", {0, 1, 2, 3, 4, 5}}}), 2, 2);
  EXPECT_THAT(all[1].breaks, ElementsAre(3));
  EXPECT_NEAR(all[1].residual_sum, 0, 1e-26);
  EXPECT_NEAR(all[2].residual_sum, 0, 1e-26);
}

TEST(CheckedSegment, IsTheWholePartAndAboveTheColumns) {
  const std::vector<double> y(100, 1.0);
  const LinearModel model = checked_model("test", y, {}, true);
  EXPECT_EQ(checked_segment("test", model, 0.29), 29u);
  EXPECT_EQ(checked_segment("test", model, 0.155), 15u);
  EXPECT_THAT([&] { (void)checked_segment("f", model, 0.015); },
              ThrowsMessage<InvalidArgument>(
                  HasSubstr("f: floor(trimming n) must be above the number of columns; got 1 for 1")));
}

}  // namespace
}  // namespace foreplan::stats
