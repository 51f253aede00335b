#include <foreplan/core/series.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "refusals.hpp"

namespace foreplan {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

Series sample() { return {"a", 2010, Unit::money("VND", 9, PriceBasis::constant(1994)), {1, 2, 3}}; }

TEST(Series, FindsItsValuesByPeriod) {
  const Series a = sample();
  EXPECT_EQ(a.last(), Period(2012));
  EXPECT_EQ(a.period(1), Period(2011));
  EXPECT_EQ(a.at(2012), 3);
  EXPECT_TRUE(a.covers(2010));
  EXPECT_FALSE(a.covers(2013));
  EXPECT_FALSE(a.covers(Period::quarter(2010, 1)));
  EXPECT_FALSE(Series{}.covers(1));
  EXPECT_EQ(a.slice({2011, 2012}).values, (std::vector<double>{2, 3}));
  EXPECT_EQ(a.slice({2010, 2012}), a);
}

TEST(Series, AddsOverWhatBothCover) {
  const Series a = sample(), b{"b", 2011, a.unit, {10, kNaN, 30}};
  const Series sum = a + b;
  EXPECT_EQ(sum.name, "a + b");
  EXPECT_EQ(sum.unit, a.unit);
  EXPECT_EQ(sum.start, Period(2011));
  EXPECT_EQ(sum.at(2011), 12);
  EXPECT_TRUE(std::isnan(sum.at(2012)));
  EXPECT_EQ(sum.size(), 2u);
  EXPECT_EQ((b - a).at(2011), 8);
  EXPECT_EQ((b - a).name, "b - a");
  const Series end{"end", 9999, {}, {1}};  // no period follows
  EXPECT_EQ((end + end).at(9999), 2);
}

TEST(Series, ComparesMissingValuesAsEqual) {
  Series a = sample(), b = a;
  a.values[1] = b.values[1] = kNaN;
  EXPECT_EQ(a, b);
  b.values[1] = 0;
  EXPECT_NE(a, b);
  b = a;
  b.unit.scale_power = 6;
  EXPECT_NE(a, b);
}

TEST(Series, ChangesScaleAndPricesOnDemand) {
  const Series a = sample();
  EXPECT_EQ(rescale(a, 6).values, (std::vector<double>{1000, 2000, 3000}));
  EXPECT_EQ(rescale(a, 6).unit.scale_power, 6);
  EXPECT_EQ(rescale(rescale(a, -30), 9), a);
  const Series now = convert_prices(a, PriceBasis::constant(2010), 1.5);
  EXPECT_EQ(now.at(2012), 4.5);
  EXPECT_EQ(now.unit.price_basis, PriceBasis::constant(2010));
}

TEST(SeriesProperties, SumsAndSlices) {
  EXPECT_TRUE(rc::check("a + b - b is a where both are; slices keep their values", [] {
    const auto draw = [](std::string name) {
      Series s{std::move(name), Period::quarter(2000, 1) + *rc::gen::inRange(-5, 5), {}, {}};
      for (int n = *rc::gen::inRange(10, 20); n > 0; --n) s.values.push_back(*rc::gen::inRange(-1000, 1000));
      return s;
    };
    const Series a = draw("a"), b = draw("b");
    const Series back = (a + b) - b;
    for (std::size_t i = 0; i < back.size(); ++i) RC_ASSERT(back.values[i] == a.at(back.period(i)));
    const auto first = static_cast<std::size_t>(*rc::gen::inRange(0, 10));
    const Series part = a.slice({a.period(first), a.last()});
    RC_ASSERT(part.size() == a.size() - first && part.values.front() == a.values[first]);
  }));
}

TEST(SeriesBadInput, IsRefusedWithRuleAndBothSides) {
  const Series a = sample();
  Series b = a;
  b.unit.price_basis = PriceBasis::constant(2010);
  testing::expect_refused<UnitMismatch>({{"Series::operator-: units must agree; got billion VND, constant 1994 prices "
                                          "and billion VND, constant 2010 prices",
                                          [&] { (void)(a - b); }},
                                         {"Series::operator+: units must agree", [&] { (void)(a + rescale(a, 6)); }}});
  Series far = a, quarters = a, none = a;
  far.start = 2013;
  quarters.start = Period::quarter(2010, 1);
  none.values.clear();
  testing::expect_refused<PeriodMismatch>(
      {{"Series::operator+: series must have a period in common; got in series \"a\" of 2010..2012 and in series \"a\" "
        "of 2013..2015",
        [&] { (void)(a + far); }},
       {"Series::operator+: series must be of one frequency; got 2010 and 2010Q1", [&] { (void)(a + quarters); }},
       {"Series::operator+: series must not be empty", [&] { (void)(a + none); }},
       {"Series::at: period must be covered; got 2013 in series \"a\" of 2010..2012", [&] { (void)a.at(2013); }},
       {"Series::at: period must be covered; got 2010 in series \"a\", which is empty", [&] { (void)none.at(2010); }},
       {"Series::slice: range must be covered; got 2009",
        [&] {
          (void)a.slice({2009, 2011});
        }},
       {"Series::slice: range must be covered; got 2013",
        [&] {
          (void)a.slice({2011, 2013});
        }},
       {"Series::last: series must not be empty; got \"a\"", [&] { (void)none.last(); }}});
  std::vector<testing::Refusal> table{
      {"PeriodRange: a range ends after it begins; got 2012..2011",
       [&] {
         (void)a.slice({2012, 2011});
       }},
      {"rescale: scale_power must be in [-30, 30]; got 31", [&] { (void)rescale(a, 31); }},
      {"convert_prices: only money has a price basis; got pure number",
       [] {
         (void)convert_prices({"x", 2010, {}, {1}}, PriceBasis::current(), 2);
       }},
      {"convert_prices: only money has a price basis", [&] { (void)convert_prices(a, PriceBasis::none(), 2); }}};
  for (const double bad : {0.0, -1.0, kNaN, kInf})
    table.push_back({"convert_prices: factor must be > 0 and finite; got ",
                     [=] { (void)convert_prices(a, PriceBasis::current(), bad); }});
  Series wild = a;
  wild.unit.scale_power = std::numeric_limits<int>::min();
  table.push_back({"rescale: scale_power must be in [-30, 30]; got -2147483648", [&] { (void)rescale(wild, 9); }});
  testing::expect_refused(table);
}

}  // namespace
}  // namespace foreplan
