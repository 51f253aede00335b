#include <foreplan/core/errors.hpp>
#include <foreplan/growth/trends.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "growth/message.hpp"
#include "reference_table.hpp"

namespace foreplan::growth {
namespace {

using Values = std::vector<double>;

const double kNaN = std::numeric_limits<double>::quiet_NaN();
const double kInf = std::numeric_limits<double>::infinity();

/// Largest distance where both are present; infinite where only one is.
double distance(const Values& got, const Values& expected) {
  if (got.size() != expected.size()) return kInf;
  double worst = 0;
  for (std::size_t t = 0; t < got.size(); ++t)
    if (!std::isnan(got[t]) || !std::isnan(expected[t])) {
      const double d = std::abs(got[t] - expected[t]);
      worst = std::isnan(d) ? kInf : std::max(worst, d);
    }
  return worst;
}

double size_of(const Values& x) {
  double most = 0;
  for (const double v : x) most = std::max(most, std::abs(v));
  return most;
}

/// The walk of tests/reference/hodrick_prescott.py.
Values walk(std::size_t n) {
  std::uint32_t state = 1;
  std::int64_t level = 0;
  Values y;
  for (std::size_t t = 0; t < n; ++t) {
    state = 1664525u * state + 1013904223u;
    level += static_cast<std::int64_t>((state >> 16) % 2001) - 1000;
    y.push_back(static_cast<double>(1'000'000 + 3 * static_cast<std::int64_t>(t) + level));
  }
  return y;
}

// 60-digit elimination, up to a million values and lambda = 10^10. 1e-14 of the largest value is 45 units in its last
// place.
TEST(HodrickPrescott, KeepsItsDigitsForLongSeriesAndGreatLambda) {
  const auto table = reference::columns("hodrick_prescott.csv");
  Values y;
  TrendCycle parts;
  double n = 0, lambda = 0;
  for (std::size_t i = 0; i < table.at("n").size(); ++i) {
    if (table.at("n")[i] != n || table.at("lambda")[i] != lambda) {
      n = table.at("n")[i];
      lambda = table.at("lambda")[i];
      y = walk(static_cast<std::size_t>(n));
      parts = hodrick_prescott(y, lambda);
    }
    const auto t = static_cast<std::size_t>(table.at("index")[i]);
    EXPECT_NEAR(parts.trend[t], table.at("trend")[i], 5e-15 * size_of(y)) << n << ' ' << lambda << ' ' << t;
  }
}

// Series of 790 to 950 (100 times logarithms), so that 1e-12 is 15 digits. statsmodels solves I + lambda D'D as it
// stands, and loses up to log10(16 lambda) digits; its least squares go by a pseudo-inverse.
TEST(Filters, AgreeWithStatsmodels) {
  const auto table = reference::columns("trends.csv");
  const Values& y = table.at("y");
  EXPECT_LE(distance(hodrick_prescott(y, kHodrickPrescottQuarterly).cycle, table.at("hp_1600")), 5e-10);
  EXPECT_LE(distance(hodrick_prescott(y, kRavnUhligAnnual).cycle, table.at("hp_6.25")), 2e-12);
  EXPECT_LE(distance(christiano_fitzgerald(y, {6, 32}, Drift::removed).cycle, table.at("cf_6_32_drift")), 1e-12);
  EXPECT_LE(distance(christiano_fitzgerald(y, {6, 32}, Drift::none).cycle, table.at("cf_6_32")), 1e-12);
  EXPECT_LE(distance(christiano_fitzgerald(y, {2, 8}, Drift::removed).cycle, table.at("cf_2_8_drift")), 1e-12);
  EXPECT_LE(distance(baxter_king(y, {6, 32}, 12).cycle, table.at("bk_6_32_12")), 1e-12);
  EXPECT_LE(distance(hamilton(y, kHamiltonQuarterly).parts.cycle, table.at("hamilton_8_4")), 2e-11);
  EXPECT_LE(distance(hamilton(y, kHamiltonAnnual).parts.cycle, table.at("hamilton_2_1")), 5e-12);
}

TEST(Filters, AgreeWithMFilter) {
  const Values y = reference::columns("trends.csv").at("y");
  const auto table = reference::columns("trends_mfilter.csv");
  EXPECT_LE(distance(hodrick_prescott(y, 1600).cycle, table.at("hp_1600")), 5e-13);
  EXPECT_LE(distance(hodrick_prescott(y, 6.25).cycle, table.at("hp_6.25")), 5e-13);
  EXPECT_LE(distance(christiano_fitzgerald(y, {6, 32}, Drift::removed).cycle, table.at("cf_6_32_drift")), 5e-13);
  EXPECT_LE(distance(christiano_fitzgerald(y, {6, 32}, Drift::none).cycle, table.at("cf_6_32")), 5e-13);
  EXPECT_LE(distance(christiano_fitzgerald(y, {2, 8}, Drift::removed).cycle, table.at("cf_2_8_drift")), 5e-13);
  EXPECT_LE(distance(baxter_king(y, {6, 32}, 12).cycle, table.at("bk_6_32_12")), 5e-13);
}

// The comment of trends.csv holds statsmodels' coefficients.
TEST(Hamilton, CoefficientsAreThoseOfStatsmodels) {
  const HamiltonFit fit = hamilton(reference::columns("trends.csv").at("y"), kHamiltonQuarterly);
  const Values expected{31.477798740190963, 1.232191496856739, -0.28138198620418675, -0.2614797156994477,
                        0.28209481162949546};
  ASSERT_EQ(fit.rank, 5u);
  EXPECT_LE(distance(fit.coefficients, expected), 1e-12);
}

TEST(RavnUhlig, ConstantsFollowTheFourthPower) {
  const auto rule = [](double per_year) { return 1600 * std::pow(per_year / 4, 4); };
  EXPECT_EQ(kRavnUhligAnnual, rule(1));
  EXPECT_EQ(kHodrickPrescottQuarterly, rule(4));
  EXPECT_EQ(kRavnUhligMonthly, rule(12));
  EXPECT_EQ(kBackusKehoeAnnual, 1600.0 / 16);
  EXPECT_EQ(kSquareRuleMonthly, 1600.0 * 9);
}

// Three values have one second difference d; by hand the cycle is lambda d / (1 + 6 lambda) times (1, -2, 1).
TEST(HodrickPrescott, ThreeValuesByHand) {
  const TrendCycle parts = hodrick_prescott(Values{1, 5, 2}, 2);
  EXPECT_LE(distance(parts.cycle, {-14.0 / 13, 28.0 / 13, -14.0 / 13}), 1e-15);
}

Values series_of(std::size_t n) {
  Values y(n);
  for (double& v : y) v = *rc::gen::inRange(-1'000'000, 1'000'000) / 8.0;
  return y;
}

/// Each filter by itself, with the least length that it takes.
struct Filter {
  const char* name;
  std::size_t least;
  std::function<TrendCycle(std::span<const double>)> apply;
};
std::vector<Filter> filters() {
  std::vector<Filter> all;
  all.push_back(Filter{"hodrick_prescott", 3, [](auto y) { return hodrick_prescott(y, 1600); }});
  all.push_back(Filter{"hamilton", 7, [](auto y) { return hamilton(y, {.horizon = 2, .lags = 2}).parts; }});
  all.push_back(Filter{"christiano_fitzgerald", 3, [](auto y) {
                         return christiano_fitzgerald(y, {2, 8}, Drift::none);
                       }});
  all.push_back(Filter{"christiano_fitzgerald", 3, [](auto y) {
                         return christiano_fitzgerald(y, {6, 32}, Drift::removed);
                       }});
  all.push_back(Filter{"baxter_king", 7, [](auto y) { return baxter_king(y, {2, 8}, 3); }});
  return all;
}

TEST(Filters, TrendAndCycleAddUpAndShiftsGoToTheTrend) {
  EXPECT_TRUE(rc::check("trend + cycle is the series; a shift leaves the cycle, a factor scales it", [] {
    const Values y = series_of(static_cast<std::size_t>(*rc::gen::inRange(7, 60)));
    const double factor = *rc::gen::inRange(-40, 41) / 4.0;
    Values moved;
    for (const double v : y) moved.push_back(factor * v + 1e6);
    for (const Filter& f : filters()) {
      const TrendCycle parts = f.apply(y), of_moved = f.apply(moved);
      RC_ASSERT(parts.trend.size() == y.size() && parts.cycle.size() == y.size());
      for (std::size_t t = 0; t < y.size(); ++t) {
        RC_ASSERT(std::isnan(parts.trend[t]) == std::isnan(parts.cycle[t]));
        if (std::isnan(parts.trend[t])) continue;
        RC_ASSERT(std::abs(parts.trend[t] + parts.cycle[t] - y[t]) <= 1e-10);
        RC_ASSERT(std::abs(of_moved.cycle[t] - factor * parts.cycle[t]) <= 1e-6);
      }
    }
  }));
}

TEST(Filters, ALineIsItsOwnTrend) {
  EXPECT_TRUE(rc::check("lines have no cycle", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(7, 300));
    const double level = *rc::gen::inRange(-1000, 1000) / 7.0, slope = *rc::gen::inRange(-1000, 1000) / 13.0;
    const double lambda = std::pow(10.0, *rc::gen::inRange(-3, 13));
    Values y(n);
    for (std::size_t t = 0; t < n; ++t) y[t] = level + slope * static_cast<double>(t);
    const double tolerance = 1e-12 * (1 + size_of(y));
    RC_ASSERT(size_of(hodrick_prescott(y, lambda).cycle) <= tolerance);
    RC_ASSERT(size_of(christiano_fitzgerald(y, {6, 32}, Drift::removed).cycle) <= tolerance);
    for (const double c : baxter_king(y, {2, 8}, 3).cycle) RC_ASSERT(std::isnan(c) || std::abs(c) <= tolerance);
    const HamiltonFit fit = hamilton(y, {.horizon = 2, .lags = 2});
    for (const double c : fit.parts.cycle) RC_ASSERT(std::isnan(c) || std::abs(c) <= tolerance);
    RC_ASSERT(fit.rank == (slope == 0 ? 1u : 2u));
  }));
}

// The rounding of values of some 140 must not count as a third dimension.
TEST(Hamilton, ALineLeavesOneCoefficientOpen) {
  Values y;
  for (int t = 0; t < 7; ++t) y.push_back(-1000 / 7.0 - 33 / 13.0 * t);
  EXPECT_EQ(hamilton(y, {.horizon = 2, .lags = 2}).rank, 2u);
  EXPECT_EQ(hamilton(Values(7, 5.0), {.horizon = 2, .lags = 2}).rank, 1u);
}

TEST(HodrickPrescott, MeetsItsConditions) {
  EXPECT_TRUE(rc::check("cycle = lambda D'D trend, with no mean and no linear trend", [] {
    const Values y = series_of(static_cast<std::size_t>(*rc::gen::inRange(3, 80)));
    const double lambda = *rc::gen::inRange(1, 100'000) / 16.0;
    const TrendCycle parts = hodrick_prescott(y, lambda);
    const std::size_t n = y.size();
    Values bend(n + 4, 0.0);  // second differences of the trend, two zeros before and after
    for (std::size_t t = 0; t + 2 < n; ++t) bend[t + 2] = parts.trend[t] - 2 * parts.trend[t + 1] + parts.trend[t + 2];
    double mean = 0, moment = 0;
    for (std::size_t t = 0; t < n; ++t) {
      RC_ASSERT(std::abs(parts.cycle[t] - lambda * (bend[t + 2] - 2 * bend[t + 1] + bend[t])) <=
                1e-10 * lambda * 16 * (1 + size_of(y)));
      mean += parts.cycle[t];
      moment += parts.cycle[t] * static_cast<double>(t);
    }
    RC_ASSERT(std::abs(mean) <= 1e-11 * static_cast<double>(n) * (1 + size_of(y)));
    RC_ASSERT(std::abs(moment) <= 1e-11 * static_cast<double>(n * n) * (1 + size_of(y)));
  }));
}

TEST(HodrickPrescott, LimitsAreTheSeriesAndTheLeastSquaresLine) {
  const Values y{3, 1, 4, 1, 5, 9, 2, 6};
  EXPECT_LE(size_of(hodrick_prescott(y, 1e-14).cycle), 1e-11);
  // Least squares by hand: mean 31 / 8, slope (sum of (t - 3.5) y) / 42 = 22.5 / 42.
  const TrendCycle stiff = hodrick_prescott(y, 1e18);
  for (std::size_t t = 0; t < y.size(); ++t)
    EXPECT_NEAR(stiff.trend[t], 31.0 / 8 + 22.5 / 42 * (static_cast<double>(t) - 3.5), 1e-14) << t;
}

// A pure wave inside the band passes, outside it is stopped, away from the ends.
TEST(BandPass, KeepsTheBandAndStopsTheRest) {
  const auto wave = [](double period) {
    Values y(600);
    for (std::size_t t = 0; t < y.size(); ++t) y[t] = std::cos(2 * std::acos(-1.0) * static_cast<double>(t) / period);
    return y;
  };
  for (const double inside : {8.0, 12.0, 20.0})
    for (std::size_t t = 250; t < 350; ++t) {
      EXPECT_NEAR(christiano_fitzgerald(wave(inside), {6, 32}, Drift::none).cycle[t], wave(inside)[t], 0.03);
      EXPECT_NEAR(baxter_king(wave(inside), {6, 32}, 100).cycle[t], wave(inside)[t], 0.03);
    }
  for (const double outside : {3.0, 80.0})
    for (std::size_t t = 250; t < 350; ++t) {
      EXPECT_NEAR(christiano_fitzgerald(wave(outside), {6, 32}, Drift::none).cycle[t], 0, 0.03);
      EXPECT_NEAR(baxter_king(wave(outside), {6, 32}, 100).cycle[t], 0, 0.03);
    }
}

TEST(Filters, SeriesKeepTheirPeriodsAndUnit) {
  const Unit unit = Unit::money("VND", 9, PriceBasis::constant(2010));
  const Series y{"gdp", Period::quarter(2000, 1), unit, walk(40)};
  for (const TrendCycleSeries& parts :
       {hodrick_prescott(y, 1600), hamilton(y, kHamiltonQuarterly), christiano_fitzgerald(y, {6, 32}, Drift::removed),
        baxter_king(y, {6, 32}, 12)}) {
    EXPECT_EQ(parts.trend.name, "gdp trend");
    EXPECT_EQ(parts.cycle.name, "gdp cycle");
    for (const Series& s : {parts.trend, parts.cycle}) {
      EXPECT_EQ(s.start, y.start);
      EXPECT_EQ(s.unit, unit);
      EXPECT_EQ(s.size(), y.size());
    }
  }
}

TEST(FiltersBadInput, IsRefused) {
  for (const Filter& f : filters()) {
    EXPECT_THROW((void)f.apply(Values{}), InvalidArgument) << f.name;
    EXPECT_THROW((void)f.apply(Values{1}), InvalidArgument) << f.name;
    EXPECT_THROW((void)f.apply(walk(f.least - 1)), InvalidArgument) << f.name;
    EXPECT_NO_THROW((void)f.apply(walk(f.least))) << f.name;
    EXPECT_LE(size_of(f.apply(Values(20, 0.0)).cycle), 1e-300) << f.name;  // zero and negative are values like others
    for (const double bad : {kNaN, kInf, -kInf, 1e301}) {
      Values y = walk(20);
      y[13] = bad;
      EXPECT_THROW((void)f.apply(y), InvalidArgument) << f.name;
    }
    Values huge = walk(20);
    for (double& v : huge) v *= 1e293;
    for (const double c : f.apply(huge).cycle) EXPECT_FALSE(std::isinf(c)) << f.name;
  }
  const Values y = walk(40);
  for (const double bad : {kNaN, kInf, -kInf, 0.0, -1.0}) EXPECT_THROW((void)hodrick_prescott(y, bad), InvalidArgument);
  for (const std::size_t bad : {std::size_t{0}, std::numeric_limits<std::size_t>::max()}) {
    EXPECT_THROW((void)hamilton(y, {.horizon = bad}), InvalidArgument);
    EXPECT_THROW((void)hamilton(y, {.lags = bad}), InvalidArgument);
    EXPECT_THROW((void)baxter_king(y, {6, 32}, bad), InvalidArgument);
  }
  EXPECT_THROW((void)hamilton(y, {.horizon = 40}), InvalidArgument);
  for (const Band& bad : {Band{1.9, 32}, Band{kNaN, 32}, Band{6, 6}, Band{6, kNaN}, Band{6, kInf}, Band{-6, 32}}) {
    EXPECT_THROW((void)christiano_fitzgerald(y, bad, Drift::none), InvalidArgument);
    EXPECT_THROW((void)baxter_king(y, bad, 12), InvalidArgument);
  }
}

TEST(FiltersBadInput, AMissingValueIsNamedByItsPeriod) {
  Series y{"gdp", Period::quarter(2000, 1), {}, walk(40)};
  y.values[13] = kNaN;
  const std::string rule = "\"gdp\" must have no missing value; got NaN in 2003Q2";
  EXPECT_EQ(message<PeriodMismatch>([&] { (void)hodrick_prescott(y, 1600); }), "growth::hodrick_prescott: " + rule);
  EXPECT_EQ(message<PeriodMismatch>([&] { (void)hamilton(y, kHamiltonQuarterly); }), "growth::hamilton: " + rule);
  EXPECT_EQ(message<PeriodMismatch>([&] {
              (void)christiano_fitzgerald(y, {6, 32}, Drift::none);
            }),
            "growth::christiano_fitzgerald: " + rule);
  EXPECT_EQ(message<PeriodMismatch>([&] { (void)baxter_king(y, {6, 32}, 12); }), "growth::baxter_king: " + rule);
  EXPECT_EQ(message<InvalidArgument>([&] { (void)hodrick_prescott(y.span(), 1600); }),
            "growth::hodrick_prescott: values must be finite and at most 1e300 in size; got NaN at index 13");
}

}  // namespace
}  // namespace foreplan::growth
