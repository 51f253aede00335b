#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/plan/monitoring.hpp>

#include <cmath>
#include <limits>

namespace foreplan::plan {
namespace {

const Unit kUnit = Unit::money("VND", 9, PriceBasis::constant(2010));

Target target() { return {.name = "industrial gross output", .value = 17'600, .unit = kUnit, .period = 2020}; }
Progress progress() {
  return {.id = "output",
          .target = "t_output",
          .unit = kUnit,
          .base_period = 2015,
          .base = 10'259,
          .observations = {{2017, 12'500}}};
}

/// The founding case: from 10,259 (2015) to 12,500 (2017), target 17,600 (2020).
TEST(Monitor, FoundingCase) {
  const Monitoring m = monitor(target(), progress());
  EXPECT_NEAR(m.current_status, 3.053, 0.0005);
  EXPECT_NEAR(100 * m.lead, -1.82, 0.005);
  EXPECT_NEAR(100 * m.remaining_growth, 12.08, 0.005);
  EXPECT_FALSE(m.on_track);
  EXPECT_FALSE(m.anticipated);
  EXPECT_EQ(m.period, Period(2017));
  EXPECT_NEAR(100 * m.required_growth, 11.4, 0.05);
  ASSERT_EQ(m.path.size(), 6u);
  EXPECT_DOUBLE_EQ(m.path.front(), 10'259);
  EXPECT_DOUBLE_EQ(m.path.back(), 17'600);
  // 12,500 (12,500 / 10,259)^(3/2), by hand
  EXPECT_NEAR(m.projected, 12'500 * std::pow(12'500.0 / 10'259, 1.5), 1e-8);
  EXPECT_NEAR(m.anticipated_gap, 100 * (17'600 - m.projected) / 7'341, 1e-10);
}

/// tests/reference/plan_oracle.py, "weighted": weights 1, 3, 4 at 0, 2 and 3 years.
TEST(Monitor, WeightedRegressions) {
  Progress p = progress();
  p.observations.push_back({2018, 13'400});
  const Monitoring log = monitor(target(), p, {.projection = ProgressProjection::weighted_log_linear});
  EXPECT_NEAR(log.projected, 16042.984274963395, 1e-7);
  EXPECT_EQ(log.projection, ProgressProjection::weighted_log_linear);
  const Monitoring linear = monitor(target(), p, {.projection = ProgressProjection::weighted_linear});
  EXPECT_NEAR(linear.projected, 15508.699999999997, 1e-7);
}

TEST(Monitor, MilestonesOnThePathAndOfTheirOwn) {
  Progress p = progress();
  p.observations = {{2016, 11'600}, {2018, 14'000}};
  p.milestones = {{.period = 2016}, {.period = 2017}, {.period = 2018, .level = 14'500}, {.period = 2020}};
  const Monitoring m = monitor(target(), p);
  ASSERT_EQ(m.milestones.size(), 4u);
  EXPECT_NEAR(m.milestones[0].required, 10'259 * std::pow(17'600.0 / 10'259, 0.2), 1e-8);
  EXPECT_EQ(m.milestones[0].state, MilestoneState::met);
  EXPECT_EQ(m.milestones[0].observed, 11'600);
  EXPECT_EQ(m.milestones[1].state, MilestoneState::unobserved);
  EXPECT_EQ(m.milestones[2].required, 14'500);
  EXPECT_EQ(m.milestones[2].state, MilestoneState::missed);
  EXPECT_EQ(m.milestones[3].state, MilestoneState::pending);
  EXPECT_EQ(m.milestones[3].required, 17'600);
  EXPECT_FALSE(m.milestones[3].observed.has_value());
}

TEST(Monitor, AnUpperBoundIsHeldByStayingBelow) {
  Target t = target();
  t.bound = Bound::at_most;
  t.value = 5'000;
  const Monitoring m = monitor(t, progress());
  EXPECT_FALSE(m.on_track);
  EXPECT_LT(m.lead, 0);
  EXPECT_LT(m.current_status, 0);
  Progress good = progress();
  good.observations = {{2017, 6'000}};
  const Monitoring g = monitor(t, good);
  EXPECT_TRUE(g.on_track);
  EXPECT_GT(g.lead, 0);
  EXPECT_TRUE(g.anticipated);
}

TEST(Monitor, AtTheTargetsDateNothingRemains) {
  Progress p = progress();
  p.observations = {{2020, 18'000}};
  const Monitoring m = monitor(target(), p);
  EXPECT_TRUE(std::isnan(m.remaining_growth));
  EXPECT_EQ(m.projected, 18'000);
  EXPECT_TRUE(m.anticipated);
  EXPECT_TRUE(m.on_track);
}

TEST(Monitor, ConvertsScales) {
  Progress p = progress();
  p.unit = Unit::money("VND", 6, PriceBasis::constant(2010));
  p.base = 10'259'000;
  p.observations = {{2017, 12'500'000}};
  p.milestones = {{.period = 2018, .level = 14'000'000}};
  const Monitoring m = monitor(target(), p);
  EXPECT_NEAR(m.current_status, monitor(target(), progress()).current_status, 1e-12);
  EXPECT_NEAR(m.milestones[0].required, 14'000, 1e-9);
}

TEST(MonitorRefuses, OtherUnits) {
  Progress p = progress();
  p.unit = Unit::money("VND", 9, PriceBasis::constant(1994));
  EXPECT_THROW((void)monitor(target(), p), UnitMismatch);
  p.unit = Unit::money("VND", 9, PriceBasis::unstated());
  EXPECT_THROW((void)monitor(target(), p), UnitMismatch);
}

TEST(MonitorRefuses, LevelsThatAreNotPositive) {
  for (const double bad :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    Progress p = progress();
    p.base = bad;
    EXPECT_THROW((void)monitor(target(), p), InvalidArgument) << bad;
    p = progress();
    p.observations[0].value = bad;
    try {
      (void)monitor(target(), p);
      FAIL() << bad;
    } catch (const InvalidArgument& e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("plan::monitor: observations must be > 0 and finite"));
      EXPECT_THAT(e.what(), testing::HasSubstr("in 2017 in progress \"output\""));
    }
    Target t = target();
    t.value = bad;
    EXPECT_THROW((void)monitor(t, progress()), InvalidArgument);
    if (bad == 0) continue;
    p = progress();
    p.milestones = {{.period = 2018, .level = bad}};
    EXPECT_THROW((void)monitor(target(), p), InvalidArgument);
  }
}

TEST(MonitorRefuses, PeriodsOutOfOrder) {
  const auto with = [](auto change) {
    Progress p = progress();
    change(p);
    return [p] { (void)monitor(target(), p); };
  };
  using testing::Throws;
  EXPECT_THAT(with([](Progress& p) { p.observations[0].period = 2015; }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.observations = {{2018, 1}, {2017, 1}}; }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.observations = {{2018, 1}, {2018, 1}}; }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.observations[0].period = Period::quarter(2017, 1); }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.base_period = 2020; }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.base_period = Period::month(2015, 1); }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.milestones = {{.period = 2021}}; }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.milestones = {{.period = 2018}, {.period = 2018}}; }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.milestones = {{.period = 2015}}; }), Throws<PeriodMismatch>());
  EXPECT_THAT(with([](Progress& p) { p.observations.clear(); }), Throws<InvalidArgument>());
  EXPECT_THAT(with([](Progress& p) { p.base = 17'600; }), Throws<InvalidArgument>());
}

TEST(MonitorRefuses, TargetsWithoutADirection) {
  for (const Bound b : {Bound::exactly, Bound::about, Bound::between}) {
    Target t = target();
    t.bound = b;
    EXPECT_THROW((void)monitor(t, progress()), InvalidArgument);
  }
}

TEST(Monitor, NamesItsEnumerators) {
  EXPECT_EQ(to_string(ProgressProjection::compound), "compound");
  EXPECT_EQ(to_string(MilestoneState::missed), "missed");
}

RC_GTEST_PROP(MonitorProperty, WhoIsOnThePathStaysOnIt, ()) {
  const double base = *rc::gen::inRange(1, 100'000);
  const double value = *rc::gen::suchThat(rc::gen::inRange(1, 100'000), [&](int v) { return v != base; });
  const int now = *rc::gen::inRange(1, 9);
  const double level = base * std::pow(value / base, now / 10.0);
  const Target t{
      .bound = value > base ? Bound::at_least : Bound::at_most, .value = value, .unit = kUnit, .period = 2020};
  const Progress p{.id = "p", .unit = kUnit, .base_period = 2010, .base = base, .observations = {{2010 + now, level}}};
  for (const auto projection : {ProgressProjection::compound, ProgressProjection::weighted_log_linear}) {
    const Monitoring m = monitor(t, p, {.projection = projection});
    RC_ASSERT(std::abs(m.lead) < 1e-12);
    RC_ASSERT(m.on_track);
    RC_ASSERT(std::abs(m.remaining_growth - m.required_growth) < 1e-10 * (1 + std::abs(m.required_growth)));
    RC_ASSERT(std::abs(m.projected / value - 1) < 1e-9);
    RC_ASSERT(m.path.back() == value);
  }
}

RC_GTEST_PROP(MonitorProperty, StatusRunsFromZeroToTen, ()) {
  const double level = *rc::gen::inRange(10'260, 17'600);
  Progress p = progress();
  p.observations[0].value = level;
  const Monitoring m = monitor(target(), p);
  RC_ASSERT(m.current_status > 0 && m.current_status < 10);
  RC_ASSERT(m.on_track == (m.lead >= 0));
}

}  // namespace
}  // namespace foreplan::plan
