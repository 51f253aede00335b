#include <foreplan/structure/productivity.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "reference_lines.hpp"
#include "refusals.hpp"
#include "structure/vietnam.hpp"

namespace foreplan::structure {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

ProductivityData vietnam() {
  return {reference::vietnam_etd("VA_Q15"), reference::vietnam_etd("EMP"), reference::vietnam_etd("VA"), {}};
}

// The known answers, printed with two decimals of a per cent or one.
TEST(ProductivityOfVietnam, AgreesWithTheKnownAnswers) {
  const ProductivityData data = vietnam();
  const auto over = [&](WithinShift convention) { return decompose_productivity(data, 1990, 2018, convention); };
  EXPECT_NEAR(100 * over(WithinShift::base_share).within_share(), 56.24, 5e-3);
  EXPECT_NEAR(100 * over(WithinShift::midpoint).within_share(), -75.04, 5e-3);
  const auto three = over(WithinShift::three_term);
  EXPECT_NEAR(100 * *three.static_effect / three.growth, 306.3, 5e-2);
  EXPECT_NEAR(100 * *three.dynamic_effect / three.growth, -262.6, 5e-2);

  const auto since_2010 = [&](WithinShift convention, double within, double fixed, double dynamic, double total) {
    const ShiftDecomposition d = decompose_productivity(data, 2010, 2018, convention);
    EXPECT_NEAR(100 * d.growth, 44.08, 5e-3);
    EXPECT_NEAR(100 * d.within, within, 5e-3) << to_string(convention);
    EXPECT_NEAR(100 * *d.static_effect, fixed, 5e-3) << to_string(convention);
    EXPECT_NEAR(100 * *d.dynamic_effect, dynamic, 5e-3) << to_string(convention);
    EXPECT_NEAR(100 * d.total, total, 5e-3) << to_string(convention);
  };
  since_2010(WithinShift::gead, 34.61, 13.62, -4.16, 44.08);
  since_2010(WithinShift::trad, 34.61, 16.10, -4.52, 46.19);
  since_2010(WithinShift::csls, 34.95, 14.10, -4.97, 44.08);
}

// tests/reference/productivity.py has every term in exact fractions, written with growth rates.
TEST(ProductivityOfVietnam, AgreesBySectorWithExactFractions) {
  const auto lines = reference::read_lines("productivity.txt");
  const ProductivityData data = vietnam();
  const auto agree = [&](const ShiftDecomposition& d, const std::string& kind) {
    for (const SectorShift& s : d.sectors) {
      const auto& exact = reference::line(lines, std::string(to_string(d.convention)) + " " + kind + " " + s.name);
      ASSERT_EQ(exact.size(), 4u);
      const double fixed = s.static_effect.value_or(s.between), near = 1e-13;
      EXPECT_NEAR(s.within, exact[0], near) << to_string(d.convention) << ' ' << s.name;
      EXPECT_NEAR(fixed, exact[1], near) << to_string(d.convention) << ' ' << s.name;
      EXPECT_NEAR(s.dynamic_effect.value_or(0), exact[2], near) << to_string(d.convention) << ' ' << s.name;
      EXPECT_NEAR(s.price_effect.value_or(0), exact[3], near) << to_string(d.convention) << ' ' << s.name;
    }
  };
  for (const WithinShift convention : within_shifts()) {
    agree(decompose_productivity(data, 1990, 2018, convention), "step");
    agree(chain_productivity(data, 2010, 2018, convention).horizon, "chain");
  }
}

TEST(ConventionsOfVietnam, ShowHowTheWithinShareMoves) {
  const auto all = compare_conventions(vietnam(), 1990, 2018);
  ASSERT_EQ(all.size(), 14u);
  EXPECT_FALSE(all[6].chained);
  EXPECT_TRUE(all[7].chained);
  for (const ShiftDecomposition& d : all) {
    EXPECT_NEAR(d.growth, all.front().growth, 1e-13);
    const auto alone = d.chained ? chain_productivity(vietnam(), 1990, 2018, d.convention).horizon
                                 : decompose_productivity(vietnam(), 1990, 2018, d.convention);
    EXPECT_EQ(d, alone);
  }
  ProductivityData without_prices = vietnam();
  without_prices.nominal = {};
  EXPECT_EQ(compare_conventions(without_prices, 1990, 2018).size(), 8u);
  EXPECT_EQ(compare_conventions(without_prices, 2017, 2018).size(), 4u);
}

// ---- Properties ----

struct Made {
  std::vector<double> volume[2], employment[2], nominal[2];

  [[nodiscard]] ProductivityLevels at(int t) const { return {volume[t], employment[t], nominal[t], {}}; }
};

Made made(std::size_t n) {
  Made m;
  const auto positive = [] { return std::exp(*rc::gen::inRange(-700, 701) / 100.0); };
  for (const int t : {0, 1})
    for (std::size_t i = 0; i < n; ++i) {
      m.volume[t].push_back(positive());
      m.employment[t].push_back(positive());
      m.nominal[t].push_back(positive());
    }
  return m;
}

/// The largest of the numbers that a total is made of.
double size_of(const ShiftDecomposition& d) {
  double most = 1 + std::abs(d.growth);
  for (const SectorShift& s : d.sectors)
    for (const double x :
         {s.within, s.between, s.static_effect.value_or(0), s.dynamic_effect.value_or(0), s.price_effect.value_or(0)})
      most = std::max(most, std::abs(x));
  return most;
}

TEST(ProductivityProperties, TermsAddUp) {
  EXPECT_TRUE(rc::check("terms, sectors, growth", [] {
    const Made m = made(*rc::gen::inRange<std::size_t>(1, 15));
    for (const WithinShift convention : within_shifts()) {
      const ShiftDecomposition d = decompose_productivity(m.at(0), m.at(1), convention);
      double total = 0;
      for (const SectorShift& s : d.sectors) {
        RC_ASSERT(s.total == s.within + s.between);
        if (s.static_effect) RC_ASSERT(s.between == *s.static_effect + *s.dynamic_effect + s.price_effect.value_or(0));
        total += s.total;
      }
      RC_ASSERT(total == d.total);
      const double near = 1e-12 * size_of(d);
      RC_ASSERT(std::abs(d.within + d.between - d.total) <= near);
      if (convention != WithinShift::trad) RC_ASSERT(std::abs(d.residual) <= near);
    }
  }));
}

/// The volume of the total is any index: only those with relative prices and Diewert's stay exact.
TEST(ProductivityProperties, NominalSharesAreExactForAnyIndexOfTheTotal) {
  EXPECT_TRUE(rc::check("gead and diewert", [] {
    const Made m = made(*rc::gen::inRange<std::size_t>(1, 15));
    ProductivityLevels first = m.at(0), last = m.at(1);
    first.total_volume = std::exp(*rc::gen::inRange(-300, 301) / 100.0);
    last.total_volume = std::exp(*rc::gen::inRange(-300, 301) / 100.0);
    for (const WithinShift convention : {WithinShift::gead, WithinShift::diewert}) {
      const ShiftDecomposition d = decompose_productivity(first, last, convention);
      RC_ASSERT(std::abs(d.residual) <= 1e-12 * size_of(d));
    }
  }));
}

TEST(ProductivityProperties, OrderAndUnitsDoNotMatter) {
  EXPECT_TRUE(rc::check("reversed, scaled", [] {
    const Made m = made(*rc::gen::inRange<std::size_t>(2, 15));
    Made other = m;
    const double v = std::ldexp(1, *rc::gen::inRange(-20, 21)), l = std::ldexp(1, *rc::gen::inRange(-20, 21)),
                 n = std::ldexp(1, *rc::gen::inRange(-20, 21));
    for (const int t : {0, 1}) {
      const auto turn = [](std::vector<double>& x, double by) {
        std::reverse(x.begin(), x.end());
        for (double& value : x) value *= by;
      };
      turn(other.volume[t], v);
      turn(other.employment[t], l);
      turn(other.nominal[t], n);
    }
    for (const WithinShift convention : within_shifts()) {
      const auto a = decompose_productivity(m.at(0), m.at(1), convention);
      const auto b = decompose_productivity(other.at(0), other.at(1), convention);
      const double near = 1e-12 * size_of(a);
      for (std::size_t i = 0; i < a.sectors.size(); ++i) {
        const SectorShift &x = a.sectors[i], &y = b.sectors[a.sectors.size() - 1 - i];
        RC_ASSERT(std::abs(x.within - y.within) <= near);
        RC_ASSERT(std::abs(x.between - y.between) <= near);
        RC_ASSERT(std::abs(x.static_effect.value_or(0) - y.static_effect.value_or(0)) <= near);
      }
      RC_ASSERT(std::abs(a.growth - b.growth) <= near);
    }
  }));
}

/// With each convention's own description: how they relate to each other.
TEST(ProductivityProperties, ConventionsAreRelatedAsTheirFormulas) {
  EXPECT_TRUE(rc::check("one from the other", [] {
    const Made m = made(*rc::gen::inRange<std::size_t>(1, 15));
    const auto of = [&](WithinShift c) { return decompose_productivity(m.at(0), m.at(1), c); };
    const auto base = of(WithinShift::base_share), three = of(WithinShift::three_term), mid = of(WithinShift::midpoint),
               gead = of(WithinShift::gead), diewert = of(WithinShift::diewert), trad = of(WithinShift::trad);
    for (std::size_t i = 0; i < base.sectors.size(); ++i) {
      const double near = 1e-12 * std::max({size_of(base), size_of(three), size_of(gead), size_of(diewert)});
      RC_ASSERT(base.sectors[i].within == three.sectors[i].within);
      RC_ASSERT(std::abs(base.sectors[i].between - three.sectors[i].between) <= near);
      RC_ASSERT(std::abs(mid.sectors[i].within - three.sectors[i].within - *three.sectors[i].dynamic_effect / 2) <=
                near);
      RC_ASSERT(gead.sectors[i].within == trad.sectors[i].within);
      RC_ASSERT(std::abs(gead.sectors[i].total - diewert.sectors[i].total) <= near);
    }
    // At prices that do not change, nominal shares are as good as real ones.
    const ProductivityLevels first{m.volume[0], m.employment[0], m.volume[0], {}},
        last{m.volume[1], m.employment[1], m.volume[1], {}};
    const auto fixed = decompose_productivity(first, last, WithinShift::trad);
    RC_ASSERT(std::abs(fixed.residual) <= 1e-12 * size_of(fixed));
  }));
}

/// Labour leaves a sector whose output stays small and whose price soars: products of changes of 10^5 cancel to terms
/// of about 1.
TEST(Diewert, KeepsItsDigitsWhereProductsOfChangesCancel) {
  const double v0[] = {1.1e-6, 1}, l0[] = {1, 3}, n0[] = {1e-15, 1}, v1[] = {1.3e-6, 1}, l1[] = {1e-6, 3},
               n1[] = {1, 1};
  const auto d = decompose_productivity({v0, l0, n0, {}}, {v1, l1, n1, {}}, WithinShift::diewert);
  for (const std::size_t i : {0u, 1u}) {
    using Long = long double;
    const Long L0 = Long(l0[0]) + l0[1], L1 = Long(l1[0]) + l1[1], V0 = Long(v0[0]) + v0[1], V1 = Long(v1[0]) + v1[1],
               unit = V0 / L0;
    const Long theta0 = l0[i] / L0, theta1 = l1[i] / L1, x0 = v0[i] / Long(l0[i]) / unit,
               x1 = v1[i] / Long(l1[i]) / unit, p0 = Long(n0[i]) / v0[i] * V0 / (Long(n0[0]) + n0[1]),
               p1 = Long(n1[i]) / v1[i] * V1 / (Long(n1[0]) + n1[1]);
    const Long a = theta1 - theta0, b = x1 - x0, c = p1 - p0;
    const Long products = p0 * b * a + theta0 * b * c + x0 * a * c + a * b * c;
    EXPECT_NEAR(*d.sectors[i].dynamic_effect, static_cast<double>(products), 1e-12 * size_of(d)) << i;
  }
}

TEST(ChainedProductivity, AddsUpOverPeriodsSectorsAndTerms) {
  const ProductivityData data = vietnam();
  for (const WithinShift convention : within_shifts()) {
    const ChainedDecomposition chain = chain_productivity(data, 1990, 2018, convention);
    ASSERT_EQ(chain.periods.size(), 28u);
    const auto once = decompose_productivity(data, 1990, 2018, convention);
    EXPECT_NEAR(chain.horizon.growth, once.growth, 1e-13);
    if (convention != WithinShift::trad) {
      EXPECT_NEAR(chain.horizon.residual, 0, 1e-13) << to_string(convention);
    }
    double level = 1, within = 0, total = 0, residual = 0;
    for (const ShiftDecomposition& d : chain.periods) {
      within += level * d.within;
      residual += level * d.residual;
      level *= 1 + d.growth;
    }
    for (const SectorShift& s : chain.horizon.sectors) total += s.total;
    EXPECT_NEAR(chain.horizon.within, within, 1e-13);
    EXPECT_EQ(chain.horizon.total, total);
    EXPECT_NEAR(chain.horizon.residual, residual, 1e-13);
  }
  const auto one = chain_productivity(data, 2017, 2018, WithinShift::gead);
  EXPECT_EQ(one.horizon.sectors, one.periods.front().sectors);
}

// ---- Sectors that come and go ----

TEST(SectorsWithoutEmployment, BringAllTheyHaveFromBetween) {
  // Mining opens with 2 persons who make 30 each; then farming closes.
  const double v0[] = {100, 0}, l0[] = {10, 0}, n0[] = {100, 0}, v1[] = {110, 60}, l1[] = {10, 2}, n1[] = {110, 90};
  const ProductivityLevels before{v0, l0, n0, {}}, after{v1, l1, n1, {}};
  for (const WithinShift convention : within_shifts()) {
    for (const bool opens : {true, false}) {
      const auto d =
          opens ? decompose_productivity(before, after, convention) : decompose_productivity(after, before, convention);
      EXPECT_EQ(d.sectors[1].within, 0) << to_string(convention);
      EXPECT_NE(d.sectors[1].between, 0) << to_string(convention);
      if (convention != WithinShift::trad) {
        EXPECT_NEAR(d.residual, 0, 1e-15) << to_string(convention);
      }
      if (convention != WithinShift::csls) {
        EXPECT_EQ(d.sectors[1].dynamic_effect.value_or(0), 0) << to_string(convention);
      }
      EXPECT_EQ(d.sectors[1].price_effect.value_or(0), 0) << to_string(convention);
    }
  }
  // By hand: 30 of productivity against 10 before, 2 of 12 persons.
  const auto d = decompose_productivity(before, after, WithinShift::three_term);
  EXPECT_NEAR(*d.sectors[1].static_effect, 3.0 * 2 / 12, 1e-15);
  const double no_output[] = {100, 0}, idle[] = {10, 1};
  EXPECT_NEAR(decompose_productivity({no_output, idle, n0, {}}, {no_output, l0, n0, {}}, WithinShift::gead).residual, 0,
              1e-15);
}

TEST(Ratio, DecomposesJobsByOutputAndPricesByVolume) {
  const ProductivityData data = vietnam();
  const auto jobs = decompose_ratio(data.employment, data.volume, 2010, 2018, WithinShift::midpoint);
  EXPECT_NEAR(jobs.growth, 1 / (1 + decompose_productivity(data, 2010, 2018, WithinShift::gead).growth) - 1, 1e-14);
  EXPECT_NEAR(jobs.residual, 0, 1e-15);
  // In 2015, the base year, every price is 1: nothing of the rise since then can have come from shifts before it.
  const auto prices = decompose_ratio(data.nominal, data.volume, 2015, 2018, WithinShift::base_share);
  double within = 0, sum = 0;
  for (const Series& s : data.volume.series()) {
    const double weight = s.at(2015);
    within += weight * (data.nominal.at(s.name, 2018) / s.at(2018) - 1);
    sum += weight;
  }
  EXPECT_NEAR(prices.within, within / sum, 1e-14);
  testing::expect_refused(
      {{"structure::decompose_ratio: a ratio has no prices: the convention must need none; got gead",
        [&] { (void)decompose_ratio(data.nominal, data.volume, 2015, 2018, WithinShift::gead); }}});
}

// ---- Bad input ----

Frame one(const std::string& name, const Unit& unit, std::vector<double> values = {1, 2}) {
  return Frame({{name, 2010, unit, std::move(values)}});
}

TEST(ProductivityRefuses, WhatIsNotProductivity) {
  const Unit real = Unit::money("VND", 6, PriceBasis::constant(2010)),
             current = Unit::money("VND", 6, PriceBasis::current()), persons = Unit::physical("person", 3);
  const ProductivityData good{one("a", real), one("a", persons), one("a", current), {}};
  const auto with = [&](const std::function<void(ProductivityData&)>& change, Period first = 2010, Period last = 2011,
                        WithinShift convention = WithinShift::gead) {
    ProductivityData data = good;
    change(data);
    return [=] { (void)decompose_productivity(data, first, last, convention); };
  };
  const auto none = [](ProductivityData&) {};
  EXPECT_NO_THROW(with(none)());
  const std::string f = "structure::decompose_productivity: ";
  testing::expect_refused({
      {f + "at least one sector is needed", with([](auto& d) { d.volume = {}; })},
      {"Frame: series must be known; got \"a\"", with([&](auto& d) { d.employment = one("b", persons); })},
      {f + "the frames must have the same sectors; got \"total\" in employment only", with([&](auto& d) {
         d.employment.set({"total", 2010, persons, {1, 2}});
       })},
      {f + "the first period must be before the last; got 2011 and 2011", with(none, 2011, 2011)},
      {f + "the first period must be before the last; got 2010 and 2011Q1", with(none, 2010, Period::quarter(2011, 1))},
      {f + "volume must be >= 0 and finite; got -1 in sector \"a\" in 2010", with([&](auto& d) {
         d.volume = one("a", real, {-1, 2});
       })},
      {f + "employment must be >= 0 and finite; got inf in sector \"a\" in 2011", with([&](auto& d) {
         d.employment = one("a", persons, {1, kInf});
       })},
      {f + "volume without employment has no ratio: join the sector with another; got 2 in sector \"a\" in 2011",
       with([&](auto& d) {
         d.employment = one("a", persons, {1, 0});
       })},
      {f + "nominal value without volume has no price: join the sector with another; got 1 in sector \"a\" in 2010",
       with([&](auto& d) {
         d.volume = one("a", real, {0, 2});
       })},
      {f + "total volume must be > 0 and finite; got 0 in 2010", with(
                                                                     [&](auto& d) {
                                                                       d.volume = one("a", real, {0, 2});
                                                                     },
                                                                     2010, 2011, WithinShift::midpoint)},
      {f + "this convention needs nominal value added; got diewert",
       with([](auto& d) { d.nominal = {}; }, 2010, 2011, WithinShift::diewert)},
  });
  testing::expect_refused<PeriodMismatch>({
      {f + "\"a\" must cover the periods asked for; got none for 2012", with(none, 2010, 2012)},
      {f + "\"a\" must have no missing value; got NaN in 2011", with([&](auto& d) {
         d.nominal = one("a", current, {1, kNaN});
       })},
  });
  testing::expect_refused<UnitMismatch>({
      {f + "volume must be at constant prices", with([&](auto& d) { d.volume = one("a", current); })},
      {f + "nominal must be at current prices", with([&](auto& d) { d.nominal = one("a", real); })},
      {f + "employment must not be money", with([&](auto& d) { d.employment = one("a", current); })},
      {f + "volume and nominal must be in one currency",
       with([&](auto& d) { d.nominal = one("a", Unit::money("USD", 6, PriceBasis::current())); })},
      {f + "units must agree", with([&](auto& d) {
         d.total_volume = Series{"gdp", 2010, current, {1, 2}};
       })},
  });
  const double x[] = {1, 2}, y[] = {1};
  testing::expect_refused({{f + "all lists must have one value for each of 2 sectors; got 1", [&] {
                              (void)decompose_productivity({x, x, {}, {}}, {x, y, {}, {}}, WithinShift::midpoint);
                            }}});
}

TEST(ProductivityRefuses, WhatLeavesTheRangeOfNumbers) {
  const double most = std::numeric_limits<double>::max(), least = std::numeric_limits<double>::denorm_min();
  const double one[] = {1, 1}, huge[] = {most, most}, tiny[] = {least, least}, mixed[] = {most, 1};
  const std::string f = "structure::decompose_productivity: ";
  testing::expect_refused({
      {f + "total volume must be > 0 and finite; got inf in the last period",
       [&] {
         (void)decompose_productivity({one, one, {}, {}}, {huge, one, {}, {}}, WithinShift::midpoint);
       }},
      {f + "ratios must be within the range of numbers",
       [&] {
         (void)decompose_productivity({one, one, {}, {}}, {mixed, tiny, {}, {}}, WithinShift::midpoint);
       }},
      {f + "ratios must be within the range of numbers",
       [&] {
         (void)decompose_productivity({tiny, one, {}, {}}, {mixed, one, {}, {}}, WithinShift::midpoint);
       }},
  });
}

TEST(WithinShift, HasNames) {
  std::vector<std::string> names;
  for (const WithinShift convention : within_shifts()) names.emplace_back(to_string(convention));
  EXPECT_EQ(names,
            (std::vector<std::string>{"base_share", "midpoint", "three_term", "csls", "trad", "gead", "diewert"}));
}

}  // namespace
}  // namespace foreplan::structure
