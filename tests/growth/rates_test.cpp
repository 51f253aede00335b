#include <foreplan/growth/rates.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

#include "refusals.hpp"

namespace foreplan::growth {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();
constexpr RateForm kForms[] = {RateForm::compound, RateForm::simple, RateForm::logarithmic};

double rate_in(RateForm form, double first, double last, double n) {
  return form == RateForm::compound ? compound_rate(first, last, n)
         : form == RateForm::simple ? simple_rate(first, last, n)
                                    : log_rate(first, last, n);
}

// Worked by hand from the founding case's printed figures, to the digits shown.
TEST(FoundingCase, RatesAndLevels) {
  EXPECT_NEAR(compound_rate(6513, 17600, 5), 0.21996, 5e-6);
  EXPECT_NEAR(compound_rate(2113.1, 6513, 5), 0.25248, 5e-6);
  EXPECT_NEAR(level_after(6513, 0.114, 5, RateForm::simple), 10225, 0.5);
  EXPECT_NEAR(level_after(6513, 0.114, 4), 10030, 0.5);
  EXPECT_NEAR(level_after(6513, 0.114, 6), 12448, 0.5);
}

TEST(Rates, AgreeWithTheirDefinitions) {
  EXPECT_NEAR(compound_rate(100, 121, 2), 0.10, 1e-15);
  EXPECT_NEAR(simple_rate(100, 150, 5), 0.10, 1e-15);
  EXPECT_NEAR(log_rate(1, std::exp(1.0), 4), 0.25, 1e-15);
  EXPECT_NEAR(level_after(2, 0.5, 2, RateForm::logarithmic), 2 * std::exp(1.0), 1e-14);
  const double levels[] = {100, 150, 120};
  EXPECT_NEAR(arithmetic_mean_rate(levels), (0.5 - 0.2) / 2, 1e-15);
  const double steady[] = {3, 3.3, 3.63, 3.993};
  EXPECT_NEAR(least_squares_rate(steady), 0.10, 1e-14);
  // Slope of ln(1, 2, 8) on 0, 1, 2 is (ln 8 - ln 1) / 2.
  const double uneven[] = {1, 2, 8};
  EXPECT_NEAR(least_squares_rate(uneven), std::sqrt(8.0) - 1, 1e-14);
  EXPECT_EQ(to_string(RateForm::logarithmic), "logarithmic");
  // Growth of a unit in the last places keeps its digits.
  EXPECT_NEAR(compound_rate(1, 1 + 0x1p-40, 1) / 0x1p-40, 1, 1e-15);
  EXPECT_NEAR(compound_rate(3, 3 + 3 * 0x1p-40, 2) / 0x1p-41, 1, 1e-12);
  // The extremes that a double holds do not overflow on the way.
  EXPECT_NEAR(log_rate(1e-300, 1e300, 1), 600 * std::log(10.0), 1e-11);
}

std::map<std::string, std::vector<double>> recorded() {
  std::ifstream in(std::string(FOREPLAN_REFERENCE_DIR) + "/growth_rates.txt");
  std::map<std::string, std::vector<double>> rows;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string name;
    fields >> name;
    for (double x; fields >> x;) rows[name].push_back(x);
  }
  return rows;
}

TEST(MeanRates, AgreeWithR) {
  auto r = recorded();
  ASSERT_EQ(r.size(), 4u);
  const Series grdp{"grdp", 2010, {}, {10224, 12715, 14832, 17108}};
  EXPECT_NEAR(least_squares_rate(grdp), r["least_squares_rate"][0], 1e-14);
  EXPECT_NEAR(arithmetic_mean_rate(grdp), r["arithmetic_mean_rate"][0], 1e-14);
  const Rounded printed[] = {Rounded("10224"), Rounded("12715"), Rounded("14832"), Rounded("17108")};
  const Estimate fitted = least_squares_rate(printed), mean = arithmetic_mean_rate(printed);
  EXPECT_EQ(fitted.value, least_squares_rate(grdp));
  EXPECT_NEAR(fitted.range.lower, r["least_squares_range"][0], 1e-14);
  EXPECT_NEAR(fitted.range.upper, r["least_squares_range"][1], 1e-14);
  EXPECT_EQ(mean.value, arithmetic_mean_rate(grdp));
  EXPECT_NEAR(mean.range.lower, r["arithmetic_mean_range"][0], 1e-14);
  EXPECT_NEAR(mean.range.upper, r["arithmetic_mean_range"][1], 1e-14);
}

TEST(MeanRates, FindTheLeastInsideTheIntervals) {
  // Over [1/2, 3/2] each, x/(3/2) + (1/2)/x is least at sqrt(3)/2, where both terms are 1/sqrt(3); it is greatest over
  // all at the corner (1/2, 3/2, 3/2): 3 + 1.
  const Rounded ones[] = {Rounded("1"), Rounded("1"), Rounded("1")};
  const Estimate mean = arithmetic_mean_rate(ones);
  EXPECT_NEAR(mean.range.lower, 1 / std::sqrt(3.0) - 1, 1e-15);
  EXPECT_NEAR(mean.range.upper, (3 + 1) / 2.0 - 1, 1e-15);
}

TEST(RateProperties, LevelsAndRatesAreInverse) {
  EXPECT_TRUE(rc::check("level_after(first, rate(first, last, n), n) is last", [] {
    const double first = *rc::gen::inRange(1, 1'000'000) / 7.0, last = *rc::gen::inRange(1, 1'000'000) / 11.0;
    const double n =
        *rc::gen::inRange(8, 400) / 8.0;  // a fall to a millionth in less has a rate of -1 to double precision
    for (const RateForm form : kForms) {
      const double again = level_after(first, rate_in(form, first, last, n), n, form);
      // The rate is right to a few units of 1 + rate, which n periods multiply.
      RC_ASSERT(std::abs(again / last - 1) <= (8 + 4 * n) * 0x1p-53 * std::max(1.0, first / last));
    }
  }));
  EXPECT_TRUE(rc::check("rate(first, level_after(first, rate, n), n) is the rate", [] {
    const double first = *rc::gen::inRange(1, 1'000'000) / 7.0, rate = *rc::gen::inRange(-300, 900) / 1000.0;
    const double n = *rc::gen::inRange(1, 24) / 8.0;  // short, so that simple rates leave something
    for (const RateForm form : kForms)
      if (form != RateForm::simple || rate * n > -0.95)
        RC_ASSERT(std::abs(rate_in(form, first, level_after(first, rate, n, form), n) - rate) < 1e-13);
  }));
}

TEST(RateProperties, OrderOfTheFormsAndOfTheMeans) {
  EXPECT_TRUE(rc::check("log <= compound, compound of the ends <= arithmetic mean, scale does not matter", [] {
    const auto drawn = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 10'000)));
    RC_PRE(drawn.size() >= 2u);
    const std::vector<double> y(drawn.begin(), drawn.end());
    const auto n = static_cast<double>(y.size() - 1);
    const double compound = compound_rate(y.front(), y.back(), n);
    RC_ASSERT(log_rate(y.front(), y.back(), n) <= compound + 1e-15);
    RC_ASSERT(compound <= arithmetic_mean_rate(y) + 1e-12);
    std::vector<double> scaled = y;
    for (double& x : scaled) x *= 37.5;
    RC_ASSERT(std::abs(least_squares_rate(scaled) - least_squares_rate(y)) <
              1e-11 * (1 + std::abs(least_squares_rate(y))));
  }));
}

TEST(RateProperties, RangesHoldEverythingThatRoundingAllows) {
  EXPECT_TRUE(rc::check("mean rates of printed levels", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 12));
    const bool wide = *rc::gen::arbitrary<bool>();  // levels of a digit or two, whose intervals matter
    std::vector<Rounded> printed;
    std::vector<double> actual;
    for (std::size_t i = 0; i < n; ++i) {
      printed.emplace_back(*rc::gen::inRange(1, wide ? 5 : 500), 0);
      actual.push_back(printed.back().value() + *rc::gen::inRange(-500, 501) / 1001.0);
    }
    const Estimate mean = arithmetic_mean_rate(printed), fitted = least_squares_rate(printed);
    RC_ASSERT(mean.range.contains(mean.value) && fitted.range.contains(fitted.value));
    RC_ASSERT(mean.range.lower <= arithmetic_mean_rate(actual) + 1e-14 &&
              arithmetic_mean_rate(actual) <= mean.range.upper + 1e-14);
    RC_ASSERT(fitted.range.lower <= least_squares_rate(actual) + 1e-14 &&
              least_squares_rate(actual) <= fitted.range.upper + 1e-14);
  }));
}

TEST(Rates, OfASeriesCountFromThePeriodBefore) {
  // "Average growth of 2011-2015" has five steps, from 2010 to 2015.
  const Series levels{.name = "output", .start = 2009, .values = {90, 100, 110, kNaN, 130, 140, 161.051}};
  EXPECT_NEAR(compound_rate(levels, {2011, 2015}), 0.1, 1e-15);
  EXPECT_NEAR(compound_rate(levels, {2010, 2010}), 1.0 / 9, 1e-15);
  testing::expect_refused<PeriodMismatch>(
      {{"growth::compound_rate: \"output\" must have a value at both ends; got none for 2012",
        [&] {
          (void)compound_rate(levels, {2011, 2012});
        }},
       {"got none for 2008",
        [&] {
          (void)compound_rate(levels, {2009, 2010});
        }},
       {"got none for 2015Q4", [&] {
          (void)compound_rate(levels, {Period::quarter(2016, 1), Period::quarter(2016, 2)});
        }}});
}

TEST(RatesBadInput, OutOfRangeIsRefusedAndNotReturned) {
  const std::vector<double> far{1e-300, 1e300}, back{1e-300, 1e300, 1e-300};
  testing::expect_refused(
      {{"growth::compound_rate: the rate must be finite; got inf", [] { (void)compound_rate(1e-300, 1e300, 1); }},
       {"growth::simple_rate: the rate must be finite; got inf", [] { (void)simple_rate(1e-300, 1e300, 1); }},
       {"growth::arithmetic_mean_rate: the rate must be finite; got inf", [&] { (void)arithmetic_mean_rate(far); }},
       {"growth::least_squares_rate: the rate must be finite; got inf", [&] { (void)least_squares_rate(far); }}});
  // There and back again: the slope is 0, though the ratio of neighbours is out of range.
  EXPECT_NEAR(least_squares_rate(back), 0, 1e-12);
  EXPECT_NEAR(log_rate(1e-300, 1e300, 1), 600 * std::log(10.0), 1e-10);
}

TEST(RatesBadInput, IsRefusedWithFunctionRuleAndValue) {
  std::vector<testing::Refusal> table;
  for (const double bad : {kNaN, kInf, -kInf, 0.0, -3.0}) {
    const std::string got = testing::got(bad);
    table.insert(
        table.end(),
        {{"growth::compound_rate: first must be > 0 and finite; " + got, [=] { (void)compound_rate(bad, 1, 1); }},
         {"growth::compound_rate: last must be > 0 and finite; " + got, [=] { (void)compound_rate(1, bad, 1); }},
         {"growth::compound_rate: periods must be > 0 and finite; " + got, [=] { (void)compound_rate(1, 1, bad); }},
         {"growth::simple_rate: first must be > 0 and finite; " + got, [=] { (void)simple_rate(bad, 1, 1); }},
         {"growth::log_rate: last must be > 0 and finite; " + got, [=] { (void)log_rate(1, bad, 1); }},
         {"growth::level_after: first must be > 0 and finite; " + got, [=] { (void)level_after(bad, 0, 1); }},
         {"growth::arithmetic_mean_rate: levels must be > 0 and finite; " + got + " at index 1",
          [=] {
            const double y[] = {1, bad, 2};
            (void)arithmetic_mean_rate(y);
          }},
         {"growth::least_squares_rate: levels must be > 0 and finite; " + got + " at index 1",
          [=] {
            (void)least_squares_rate(Series{"y", 2010, {}, {1, bad, 2}});
          }},
         {"growth::least_squares_rate: level 1 must be finite and > 0; got", [=] {
            const Rounded y[] = {1, bad, 2};
            (void)least_squares_rate(y);
          }}});
  }
  const Rounded zero[] = {Rounded("3"), Rounded("0")};
  const double one[] = {1};
  table.insert(
      table.end(),
      {{"growth::level_after: a compound rate must be > -1; got -1", [] { (void)level_after(1, -1, 2); }},
       {"growth::level_after: rate must be finite; got NaN",
        [] { (void)level_after(1, kNaN, 2, RateForm::logarithmic); }},
       {"growth::level_after: periods must be >= 0 and finite; got -1", [] { (void)level_after(1, 0, -1); }},
       {"growth::level_after: the level must stay > 0 and finite; got 0",
        [] { (void)level_after(1, -0.5, 2, RateForm::simple); }},
       {"growth::level_after: the level must stay > 0 and finite; got inf", [] { (void)level_after(1e300, 9, 10); }},
       {"growth::arithmetic_mean_rate: level 1 must be finite and > 0 over its whole interval; got 0",
        [&] { (void)arithmetic_mean_rate(zero); }},
       {"growth::arithmetic_mean_rate: at least two levels are needed; got 0",
        [] { (void)arithmetic_mean_rate(std::span<const double>{}); }},
       {"growth::least_squares_rate: at least two levels are needed; got 1", [&] { (void)least_squares_rate(one); }}});
  testing::expect_refused(table);
}

}  // namespace
}  // namespace foreplan::growth
