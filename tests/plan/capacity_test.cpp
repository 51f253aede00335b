#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/plan/capacity.hpp>

#include <cmath>
#include <limits>

namespace foreplan::plan {
namespace {

const std::vector<double> kNotPositive{0.0, -1.0, std::numeric_limits<double>::infinity(),
                                       std::numeric_limits<double>::quiet_NaN()};

Zone zone() {
  return {.id = "long_binh_an",
          .unit = Unit::physical("ha"),
          .period = 2015,
          .total_area = 170,
          .let_area = 50,
          .absorption = 15,
          .absorption_log_sd = 0.3};
}
RawMaterial wood() {
  return {.id = "wood",
          .area = 1'000,
          .area_unit = Unit::physical("ha"),
          .yield = 60,
          .yield_variation = 0.2,
          .capacity = 65'000,
          .unit = Unit::physical("t")};
}
ElectricityDemand electricity() {
  return {.id = "electricity",
          .base_period = 2015,
          .driver_growth = 0.114,
          .driver_stated_to = 2020,
          .last = 2025,
          .elasticities = {1.0, 1.3, 1.5}};
}
LabourDemand labour() {
  return {.id = "labour",
          .unit = Unit::physical("person"),
          .base_period = 2015,
          .base = 20'000,
          .output_growth = 0.114,
          .productivity_growth = 0.06,
          .last = 2020};
}

/// 120 ha at 15 a year is 8 years; the interval from tests/reference/plan_oracle.py is 4.884 to 13.104 years.
TEST(ZoneOutlook, ExhaustionAndItsInterval) {
  const ZoneOutlook z = zone_outlook(zone());
  EXPECT_DOUBLE_EQ(z.fill_rate, 50.0 / 170);
  EXPECT_DOUBLE_EQ(z.remaining, 120);
  EXPECT_DOUBLE_EQ(z.periods_left, 8);
  EXPECT_EQ(z.exhaustion, Period(2023));
  EXPECT_EQ(z.earliest, Period(2020));
  EXPECT_EQ(z.latest, Period(2029));
}

TEST(ZoneOutlook, WholePeriodsAreNotRoundedUp) {
  Zone z = zone();
  z.total_area = 1.1;
  z.let_area = 0.8;
  z.absorption = 0.1;  // (1.1 - 0.8) / 0.1 is 3.0000000000000004 in doubles
  z.absorption_log_sd = 0;
  EXPECT_EQ(zone_outlook(z).exhaustion, Period(2018));
  EXPECT_EQ(zone_outlook(z).earliest, zone_outlook(z).latest);
}

TEST(ZoneOutlook, FullAndNeverFull) {
  Zone z = zone();
  z.let_area = z.total_area;
  EXPECT_EQ(zone_outlook(z).exhaustion, Period(2015));
  EXPECT_EQ(zone_outlook(z).periods_left, 0);
  z = zone();
  z.absorption = 0;
  EXPECT_FALSE(zone_outlook(z).exhaustion.has_value());
  EXPECT_FALSE(zone_outlook(z).latest.has_value());
  EXPECT_TRUE(std::isinf(zone_outlook(z).periods_left));
  z.absorption = 0.01;  // 12,000 years
  EXPECT_FALSE(zone_outlook(z).exhaustion.has_value());
  z.absorption = 1e-300;
  EXPECT_FALSE(zone_outlook(z).exhaustion.has_value());
}

// exp(1.645 x 500) is beyond every double: the faster pace is infinite, or 0 times infinity.
TEST(ZoneOutlook, PacesBeyondEveryDouble) {
  Zone z = zone();
  z.absorption_log_sd = 500;
  EXPECT_EQ(zone_outlook(z).earliest, Period(2016));
  EXPECT_EQ(zone_outlook(z).latest, std::nullopt);
  z.absorption = 0;
  EXPECT_EQ(zone_outlook(z).earliest, std::nullopt);
  EXPECT_EQ(zone_outlook(z).latest, std::nullopt);
}

TEST(ZoneOutlookRefuses, BadAreasAndPaces) {
  for (const double bad : kNotPositive) {
    Zone z = zone();
    z.total_area = bad;
    EXPECT_THROW((void)zone_outlook(z), InvalidArgument) << bad;
    if (bad == 0) continue;
    z = zone();
    z.absorption = bad;
    EXPECT_THROW((void)zone_outlook(z), InvalidArgument) << bad;
    z = zone();
    z.absorption_log_sd = bad;
    EXPECT_THROW((void)zone_outlook(z), InvalidArgument) << bad;
    z = zone();
    z.let_area = bad;
    EXPECT_THROW((void)zone_outlook(z), InvalidArgument) << bad;
  }
  Zone z = zone();
  z.let_area = 171;
  try {
    (void)zone_outlook(z);
    FAIL();
  } catch (const InvalidArgument& e) {
    EXPECT_STREQ(e.what(), "plan::zone_outlook: let_area must be in [0, total_area]; got 171 in zone \"long_binh_an\"");
  }
  for (const double bad : {0.0, 1.0, -0.1, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW((void)zone_outlook(zone(), bad), InvalidArgument) << bad;
}

/// tests/reference/plan_oracle.py (numerical integration over scipy's densities).
TEST(RawMaterialBalance, AgreesWithNumericalIntegration) {
  const RawMaterialBalance l = raw_material_balance(wood());
  EXPECT_DOUBLE_EQ(l.supply, 60'000);
  EXPECT_DOUBLE_EQ(l.balance, -5'000);
  EXPECT_DOUBLE_EQ(l.utilisation, 60.0 / 65);
  EXPECT_NEAR(l.shortfall_probability, 0.6925850242613161, 1e-12);
  EXPECT_NEAR(l.expected_utilisation, 0.8796059994207716, 1e-9);
  EXPECT_DOUBLE_EQ(l.area_needed, 65'000.0 / 60);
  EXPECT_NEAR(raw_material_balance(wood(), 0.8).shortfall_probability, 0.2664594666928617, 1e-12);

  RawMaterial normal = wood();
  normal.distribution = YieldDistribution::normal;
  const RawMaterialBalance n = raw_material_balance(normal);
  EXPECT_NEAR(n.shortfall_probability, 0.6615388804893103, 1e-12);
  EXPECT_NEAR(n.expected_utilisation, 0.8815851877013142, 1e-9);
  EXPECT_NEAR(raw_material_balance(normal, 0.8).shortfall_probability, 0.2524925375469229, 1e-12);
}

TEST(RawMaterialBalance, CertainYieldsAndNoArea) {
  RawMaterial m = wood();
  m.yield_variation = 0;
  EXPECT_EQ(raw_material_balance(m).shortfall_probability, 1);
  EXPECT_EQ(raw_material_balance(m, 0.9).shortfall_probability, 0);
  EXPECT_DOUBLE_EQ(raw_material_balance(m).expected_utilisation, 60.0 / 65);
  m = wood();
  m.area = 0;
  EXPECT_EQ(raw_material_balance(m).shortfall_probability, 1);
  EXPECT_EQ(raw_material_balance(m).expected_utilisation, 0);
}

TEST(RawMaterialBalanceRefuses, BadInput) {
  for (const double bad : kNotPositive) {
    RawMaterial m = wood();
    m.yield = bad;
    EXPECT_THROW((void)raw_material_balance(m), InvalidArgument);
    m = wood();
    m.capacity = bad;
    EXPECT_THROW((void)raw_material_balance(m), InvalidArgument);
    EXPECT_THROW((void)raw_material_balance(wood(), bad), InvalidArgument);
    if (bad == 0) continue;
    m = wood();
    m.area = bad;
    EXPECT_THROW((void)raw_material_balance(m), InvalidArgument);
    m = wood();
    m.yield_variation = bad;
    EXPECT_THROW((void)raw_material_balance(m), InvalidArgument);
  }
  EXPECT_THROW((void)raw_material_balance(wood(), 1.01), InvalidArgument);
  RawMaterial m = wood();
  m.area = 1e200;
  m.yield = 1e200;
  EXPECT_THROW((void)raw_material_balance(m), InvalidArgument);
  m = wood();
  m.distribution = YieldDistribution::normal;
  m.yield_variation = 0.34;
  EXPECT_THROW((void)raw_material_balance(m), InvalidArgument);
  EXPECT_EQ(to_string(YieldDistribution::lognormal), "lognormal");
}

/// The founding case: ten years at 11.4 %, stated to 2020 only.
TEST(ElectricityOutlook, FoundingCase) {
  const ElectricityOutlook e = electricity_outlook(electricity());
  EXPECT_TRUE(e.extrapolated);
  EXPECT_EQ(e.periods, PeriodRange::years(2015, 2025));
  ASSERT_EQ(e.paths.size(), 3u);
  const double linear[] = {2.94, 3.98, 4.85};
  const double power[] = {2.94, 4.07, 5.05};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(e.paths[i].linear_multiple, linear[i], 0.005);
    EXPECT_NEAR(e.paths[i].power_multiple, power[i], 0.005);
    EXPECT_EQ(e.paths[i].linear.size(), 11u);
    EXPECT_EQ(e.paths[i].power.front(), 1);
  }
  ElectricityDemand near = electricity();
  near.last = 2020;
  EXPECT_FALSE(electricity_outlook(near).extrapolated);
}

TEST(ElectricityOutlookRefuses, BadInput) {
  ElectricityDemand d = electricity();
  d.elasticities = {};
  EXPECT_THROW((void)electricity_outlook(d), InvalidArgument);
  d.elasticities = {1, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_THROW((void)electricity_outlook(d), InvalidArgument);
  d.elasticities = {-10};
  EXPECT_THROW((void)electricity_outlook(d), InvalidArgument);
  for (const double bad : kNotPositive) {
    d = electricity();
    d.base = bad;
    EXPECT_THROW((void)electricity_outlook(d), InvalidArgument);
  }
  d = electricity();
  d.driver_growth = -1;
  EXPECT_THROW((void)electricity_outlook(d), InvalidArgument);
  d = electricity();
  d.last = 2015;
  EXPECT_THROW((void)electricity_outlook(d), PeriodMismatch);
  d.last = Period::quarter(2025, 1);
  EXPECT_THROW((void)electricity_outlook(d), PeriodMismatch);
  d = electricity();
  d.driver_stated_to = Period::quarter(2020, 4);
  EXPECT_THROW((void)electricity_outlook(d), PeriodMismatch);
}

TEST(LabourOutlook, WorkersFollowOutputOverProductivity) {
  const LabourOutlook l = labour_outlook(labour());
  EXPECT_NEAR(l.growth, 1.114 / 1.06 - 1, 1e-15);
  ASSERT_EQ(l.demand.size(), 6u);
  EXPECT_EQ(l.demand.last(), Period(2020));
  EXPECT_EQ(l.demand.unit, labour().unit);
  EXPECT_NEAR(l.demand.values.back(), 20'000 * std::pow(1.114 / 1.06, 5), 1e-8);
  EXPECT_GT(l.output_effect, 0);
  EXPECT_LT(l.productivity_effect, 0);
}

TEST(LabourOutlookRefuses, BadInput) {
  for (const double bad : kNotPositive) {
    LabourDemand d = labour();
    d.base = bad;
    EXPECT_THROW((void)labour_outlook(d), InvalidArgument);
    if (bad == 0) continue;
    d = labour();
    d.output_growth = bad;
    EXPECT_THROW((void)labour_outlook(d), InvalidArgument);
    d = labour();
    d.productivity_growth = bad;
    EXPECT_THROW((void)labour_outlook(d), InvalidArgument);
  }
  LabourDemand d = labour();
  d.last = 2014;
  EXPECT_THROW((void)labour_outlook(d), PeriodMismatch);
}

RC_GTEST_PROP(CapacityProperty, LabourEffectsAddUp, ()) {
  LabourDemand d = labour();
  d.output_growth = *rc::gen::inRange(-50, 100) / 100.0;
  d.productivity_growth = *rc::gen::inRange(-50, 100) / 100.0;
  d.last = 2015 + *rc::gen::inRange(1, 30);
  const LabourOutlook l = labour_outlook(d);
  const double size = std::abs(l.output_effect) + std::abs(l.productivity_effect) + d.base;
  RC_ASSERT(std::abs(l.additional - l.output_effect - l.productivity_effect) < 1e-11 * size);
}

RC_GTEST_PROP(CapacityProperty, FormsAgreeAtElasticityOneAndPowerIsLargerAboveIt, ()) {
  ElectricityDemand d = electricity();
  d.driver_growth = *rc::gen::inRange(1, 300) / 1000.0;
  d.elasticities = {1, 1 + *rc::gen::inRange(1, 30) / 10.0};
  const ElectricityOutlook e = electricity_outlook(d);
  RC_ASSERT(std::abs(e.paths[0].linear_multiple / e.paths[0].power_multiple - 1) < 1e-12);
  RC_ASSERT(e.paths[1].power_multiple > e.paths[1].linear_multiple);
}

RC_GTEST_PROP(CapacityProperty, UncertaintyNeverRaisesUtilisationAndMoreLandLastsLonger, ()) {
  RawMaterial m = wood();
  m.capacity = *rc::gen::inRange(20'000, 120'000);
  m.yield_variation = *rc::gen::inRange(1, 33) / 100.0;
  m.distribution = *rc::gen::element(YieldDistribution::lognormal, YieldDistribution::normal);
  const RawMaterialBalance b = raw_material_balance(m);
  RC_ASSERT(b.expected_utilisation <= b.utilisation + 1e-12);
  RC_ASSERT(b.shortfall_probability >= 0 && b.shortfall_probability <= 1);
  Zone z = zone();
  z.total_area += *rc::gen::inRange(0, 500);
  RC_ASSERT(*zone_outlook(z).earliest >= *zone_outlook(zone()).earliest);
  RC_ASSERT(*zone_outlook(z).earliest <= *zone_outlook(z).exhaustion);
  RC_ASSERT(*zone_outlook(z).exhaustion <= *zone_outlook(z).latest);
}

}  // namespace
}  // namespace foreplan::plan
