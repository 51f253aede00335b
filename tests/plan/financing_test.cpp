#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/plan/financing.hpp>

#include <cmath>
#include <limits>

namespace foreplan::plan {
namespace {

const Unit kBillion = Unit::money("VND", 9, PriceBasis::current());
const Unit kMillion = Unit::money("VND", 6, PriceBasis::current());

FinancingNeed need() {
  return {.id = "infrastructure",
          .unit = kBillion,
          .period = {2016, 2018},
          .required = {100, 200, 300},
          .sources = {{.id = "budget", .unit = kBillion, .amounts = {120, 80, 80}},
                      {.id = "loans", .unit = kMillion, .amounts = {0, 60'000, 260'000}}}};
}

TEST(FinancingBalance, ByHand) {
  const FinancingBalance b = financing_balance(need());
  ASSERT_EQ(b.years.size(), 3u);
  EXPECT_EQ(b.unit, kBillion);
  EXPECT_EQ(b.years[0].period, Period(2016));
  EXPECT_DOUBLE_EQ(b.years[0].gap, -20);
  EXPECT_DOUBLE_EQ(b.years[1].available, 140);
  EXPECT_DOUBLE_EQ(b.years[1].gap, 60);
  EXPECT_DOUBLE_EQ(b.years[1].cumulative_gap, 40);
  EXPECT_DOUBLE_EQ(b.years[1].unfunded, 40);
  EXPECT_DOUBLE_EQ(b.years[2].gap, -40);
  EXPECT_NEAR(b.years[2].cumulative_gap, 0, 1e-9);
  EXPECT_DOUBLE_EQ(b.years[2].unfunded, 40);  // what is left over in 2018 cannot pay 2017
  EXPECT_DOUBLE_EQ(b.required, 600);
  EXPECT_DOUBLE_EQ(b.available, 600);
  EXPECT_DOUBLE_EQ(b.unfunded, 40);
  ASSERT_EQ(b.sources.size(), 2u);
  EXPECT_EQ(b.sources[1].source, "loans");
  EXPECT_DOUBLE_EQ(b.sources[1].amount, 320);
  EXPECT_DOUBLE_EQ(b.sources[0].share, 280.0 / 600);
}

TEST(FinancingBalance, WithoutSourcesEverythingIsMissing) {
  FinancingNeed n = need();
  n.sources.clear();
  EXPECT_EQ(financing_balance(n).gap, 600);
  n.required = {0, 0, 0};
  n.sources = {{.id = "budget", .unit = kBillion, .amounts = {1, 1, 1}}};
  EXPECT_EQ(financing_balance(n).sources[0].share, 0);
  EXPECT_EQ(financing_balance(n).unfunded, 0);
}

TEST(FinancingBalanceRefuses, OtherPricesAndCurrencies) {
  FinancingNeed n = need();
  n.sources[0].unit = Unit::money("VND", 9, PriceBasis::constant(2010));
  EXPECT_THROW((void)financing_balance(n), UnitMismatch);
  n.sources[0].unit = Unit::money("USD", 9, PriceBasis::current());
  EXPECT_THROW((void)financing_balance(n), UnitMismatch);
  n = need();
  n.unit = Unit::physical("t");
  EXPECT_THROW((void)financing_balance(n), InvalidArgument);
}

TEST(FinancingBalanceRefuses, BadAmountsNamingTheSource) {
  for (const double bad : {-1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    FinancingNeed n = need();
    n.sources[1].amounts[2] = bad;
    try {
      (void)financing_balance(n);
      FAIL() << bad;
    } catch (const InvalidArgument& e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("at index 2 in source \"loans\" of need \"infrastructure\""));
    }
    n = need();
    n.required[0] = bad;
    EXPECT_THROW((void)financing_balance(n), InvalidArgument);
  }
  FinancingNeed n = need();
  n.required.pop_back();
  EXPECT_THROW((void)financing_balance(n), InvalidArgument);
  n = need();
  n.sources[0].amounts.push_back(1);
  EXPECT_THROW((void)financing_balance(n), InvalidArgument);
  n = need();
  n.sources[0].id = "loans";
  EXPECT_THROW((void)financing_balance(n), InvalidArgument);
  n.sources[0].id = "";
  EXPECT_THROW((void)financing_balance(n), InvalidArgument);
  n = need();
  n.period = {2018, 2016};
  EXPECT_THROW((void)financing_balance(n), InvalidArgument);
  n.period = {Period(2016), Period::quarter(2018, 1)};
  EXPECT_THROW((void)financing_balance(n), PeriodMismatch);
}

RC_GTEST_PROP(FinancingProperty, GapsAddUpAndUnfundedCoversThem, ()) {
  const int periods = *rc::gen::inRange(1, 20);
  FinancingNeed n{.id = "n", .unit = kBillion, .period = {2016, 2015 + periods}};
  n.sources = {{.id = "s", .unit = kBillion}};
  for (int i = 0; i < periods; ++i) {
    n.required.push_back(*rc::gen::inRange(0, 1000));
    n.sources[0].amounts.push_back(*rc::gen::inRange(0, 1000));
  }
  const FinancingBalance b = financing_balance(n);
  RC_ASSERT(b.gap == b.years.back().cumulative_gap);  // whole numbers: exact
  double before = 0;
  for (const FinancingYear& y : b.years) {
    RC_ASSERT(y.unfunded >= before);
    RC_ASSERT(y.unfunded >= y.cumulative_gap);
    RC_ASSERT(y.unfunded - before <= std::max(0.0, y.gap));
    before = y.unfunded;
  }
}

}  // namespace
}  // namespace foreplan::plan
