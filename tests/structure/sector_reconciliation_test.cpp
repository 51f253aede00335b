#include <foreplan/structure/sector_reconciliation.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"

namespace foreplan::structure {
namespace {

using Vector = std::vector<double>;
const Unit kUnit = Unit::money("VND", 9, PriceBasis::constant(2010));

Frame table(const Vector& values, const Unit& unit) {
  std::vector<Series> series;
  for (std::size_t i = 0; i < values.size(); ++i)
    series.push_back({std::string(1, static_cast<char>('a' + i)), 2020, unit, {values[i]}});
  return Frame(series);
}
Series single(double value) { return {"total", 2020, kUnit, {value}}; }

SectorForecasts given() {
  return {table({31, 41, 33}, kUnit),
          table({1, 2, 1.5}, kUnit),
          table({0.29, 0.42, 0.30}, {}),
          table({0.01, 0.01, 0.02}, {}),
          single(100),
          single(1)};
}

TEST(ReconcileSectors, AgreesWithLinearisedConstraints) {
  const reference::Lines lines = reference::read_lines("sector_reconciliation.txt");
  const SectorReconciliation r = reconcile_sectors(given());
  ASSERT_TRUE(r.usable());
  const Vector& errors = reference::line(lines, "errors");
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(r.levels.series()[i].values[0], reference::line(lines, "levels")[i], 1e-9);
    EXPECT_NEAR(r.shares.series()[i].values[0], reference::line(lines, "shares")[i], 1e-11);
    EXPECT_NEAR(r.level_errors.series()[i].values[0], errors[i], 1e-9);
    EXPECT_NEAR(r.share_errors.series()[i].values[0], errors[4 + i], 1e-11);
  }
  EXPECT_NEAR(r.total.values[0], reference::line(lines, "total")[0], 1e-9);
  EXPECT_NEAR(r.total_error.values[0], errors[3], 1e-9);
  EXPECT_NEAR(r.change.values[0], reference::line(lines, "change")[0], 1e-9);
  EXPECT_EQ(r.degrees, 4);
  EXPECT_NEAR(r.share_gap.values[0], 0.01, 1e-15);
  EXPECT_EQ(r.total_gap.values[0], 5);
}

TEST(ReconcileSectors, TakesWhatThereIs) {
  SectorForecasts g = given();
  g.levels = g.level_errors = {};
  g.shares = table({0.3, 0.4, 0.3}, {});
  const SectorReconciliation r = reconcile_sectors(g);
  ASSERT_TRUE(r.usable());
  EXPECT_NEAR(r.levels.at("b", 2020), 40, 1e-10);
  EXPECT_NEAR(r.total_error.values[0], 1, 1e-10);
  EXPECT_EQ(r.degrees, 1);
  // Levels and a total alone: each takes of the gap of 5 what its variance is of 1 + 4 + 2.25 + 1.
  SectorForecasts h = given();
  h.shares = h.share_errors = {};
  const SectorReconciliation q = reconcile_sectors(h);
  EXPECT_NEAR(q.levels.at("a", 2020), 31 - 5 * 1 / 8.25, 1e-10);
  EXPECT_NEAR(q.levels.at("b", 2020), 41 - 5 * 4 / 8.25, 1e-10);
  EXPECT_NEAR(q.change.values[0], 25 / 8.25, 1e-10);
  EXPECT_TRUE(q.share_gap.empty());
}

TEST(ReconcileSectors, DoesNotGoBelowZero) {
  SectorForecasts g = given();
  g.levels = table({0.5, 60, 60}, kUnit);
  g.level_errors = table({5, 1, 1}, kUnit);
  g.shares = g.share_errors = {};
  const SectorReconciliation r = reconcile_sectors(g);
  ASSERT_TRUE(r.usable());
  EXPECT_EQ(r.levels.at("a", 2020), 0);
  EXPECT_TRUE(std::isnan(r.level_errors.at("a", 2020)));
  EXPECT_NEAR(r.levels.at("b", 2020), 60 - 20.0 / 3, 1e-7);
  EXPECT_LT(r.p_value.values[0], 1e-10);
}

TEST(ReconcileSectors, AddsUpAndLeavesWhatDoesAlready) {
  EXPECT_TRUE(rc::check("sums", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 9));
    const auto draw = [&](int low, int high, double scale) {
      Vector v;
      for (std::size_t i = 0; i < n; ++i) v.push_back(*rc::gen::inRange(low, high) * scale);
      return v;
    };
    SectorForecasts g{table(draw(1, 1000, 1), kUnit),       table(draw(1, 100, 1), kUnit),
                      table(draw(1, 100, 0.01), {}),        table(draw(1, 100, 0.001), {}),
                      single(*rc::gen::inRange(100, 5000)), single(*rc::gen::inRange(1, 100))};
    const SectorReconciliation r = reconcile_sectors(g);
    RC_ASSERT(r.usable());
    double levels = 0, shares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      levels += r.levels.series()[i].values[0];
      shares += r.shares.series()[i].values[0];
      RC_ASSERT(r.levels.series()[i].values[0] >= 0);
    }
    RC_ASSERT(std::abs(shares - 1) <= static_cast<double>(n) * 0x1p-52);
    RC_ASSERT(std::abs(levels / r.total.values[0] - 1) <= static_cast<double>(n) * 0x1p-52);
    // Coherent now: another time nothing changes.
    SectorForecasts again = g;
    again.levels = r.levels;
    again.shares = r.shares;
    again.total = r.total;
    RC_ASSERT(reconcile_sectors(again).change.values[0] < 1e-8);
  }));
}

TEST(ReconcileSectorsBadInput, IsRefusedByName) {
  const auto refused = [](const char* says, const std::function<void(SectorForecasts&)>& spoil) {
    return testing::Refusal{says, [=] {
                              SectorForecasts g = given();
                              spoil(g);
                              (void)reconcile_sectors(g);
                            }};
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  testing::expect_refused({
      refused("levels of all sectors are needed, or shares of all and a total; got shares alone",
              [](SectorForecasts& g) {
                g.levels = {};
                g.total = {};
              }),
      refused("levels must be >= 0 and finite; got NaN in levels of \"b\" in 2020",
              [&](SectorForecasts& g) {
                g.levels = table({1, nan, 2}, kUnit);
              }),
      refused("shares must be in [0, 1]; got 29 in shares of \"a\" in 2020",
              [](SectorForecasts& g) {
                g.shares = table({29, 41, 30}, {});
              }),
      refused("standard errors must be > 0 and finite; got 0 in levels of \"c\" in 2020",
              [](SectorForecasts& g) {
                g.level_errors = table({1, 1, 0}, kUnit);
              }),
      refused("all tables must have the same sectors; got 2 with 3 errors in shares",
              [](SectorForecasts& g) {
                g.shares = table({0.5, 0.5}, {});
              }),
      refused("all forecasts and errors must cover the same periods; got 2021 to 2021 in total",
              [](SectorForecasts& g) { g.total.start = 2021; }),
      refused("units must agree", [](SectorForecasts& g) { g.total.unit = g.total_error.unit = {}; }),
  });
}

}  // namespace
}  // namespace foreplan::structure
