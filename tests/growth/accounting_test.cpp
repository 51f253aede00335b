#include <foreplan/core/errors.hpp>
#include <foreplan/growth/accounting.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "growth/message.hpp"
#include "reference_table.hpp"
#include "refusals.hpp"

namespace foreplan::growth {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();
const double kInf = std::numeric_limits<double>::infinity();
const Unit kConstant = Unit::money("VND", 9, PriceBasis::constant(2010));
const Unit kCurrent = Unit::money("VND", 9, PriceBasis::current());

double sum(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

/// 2010-2015 of a column that begins in 2004.
Series since_2010(const std::string& file, const std::string& column, const Unit& unit) {
  return Series{column, Period::year(2004), unit, reference::columns(file).at(column)}.slice({2010, 2015});
}

Series made_up(std::string name, std::vector<double> values, const Unit& unit = {}, Period start = Period::year(2010)) {
  return {std::move(name), start, unit, std::move(values)};
}

// tests/reference/growth_accounts.py: products of powers, and each year's investment worn down by itself, in 50 digits.
TEST(GrowthAccounting, VietnamAgreesWithTheReference) {
  const auto expected = reference::values("growth_accounts.csv");
  const Series investment = since_2010("vietnam_investment.csv", "real_investment", kConstant);
  const double initial = steady_state_capital(investment.values[0], 0.06, 0.05);
  EXPECT_NEAR(initial / expected.at("initial capital"), 1, 1e-15);
  const Series at_start = perpetual_inventory(investment, initial, 0.05, StockAt::start);
  const Series at_end = perpetual_inventory(investment, initial, 0.05, StockAt::end);
  const Series between = perpetual_inventory(investment, initial, 0.05, StockAt::middle);
  for (int year = 2010; year <= 2015; ++year) {
    const double start = expected.at("capital " + std::to_string(year)),
                 end = expected.at("capital " + std::to_string(year + 1));
    EXPECT_NEAR(at_start.at(year) / start, 1, 1e-15) << year;
    EXPECT_NEAR(at_end.at(year) / end, 1, 1e-15) << year;
    EXPECT_NEAR(between.at(year) / ((start + end) / 2), 1, 1e-15) << year;
  }
  EXPECT_EQ(at_start.unit, kConstant);

  const Series labour = since_2010("vietnam_sectors.csv", "employment", Unit::physical("person", 3));
  const GrowthAccount account = account_growth(since_2010("vietnam_investment.csv", "real_output", kConstant),
                                               {{at_start, made_up("profits", {0.38, 0.39, 0.40, 0.41, 0.42, 0.43})},
                                                {labour, made_up("wages", {0.62, 0.61, 0.60, 0.59, 0.58, 0.57})}});
  EXPECT_NEAR(account.horizon.growth, expected.at("growth"), 1e-15);
  EXPECT_NEAR(account.horizon.factors[0], expected.at("capital"), 1e-15);
  EXPECT_NEAR(account.horizon.factors[1], expected.at("labour"), 1e-15);
  EXPECT_EQ(account.factors, (std::vector<std::string>{"capital from real_investment", "employment"}));
  for (std::size_t t = 1; t < 6; ++t)
    EXPECT_NEAR(account.productivity_level[t], expected.at("productivity " + std::to_string(2010 + t)), 1e-14) << t;
  const GrowthSources points = in_points(account.horizon);
  EXPECT_NEAR(points.factors[0], expected.at("points capital"), 1e-15);
  EXPECT_NEAR(points.factors[1], expected.at("points labour"), 1e-15);
  const GrowthSources yearly = per_period(account.horizon, 5);
  EXPECT_NEAR(yearly.growth, expected.at("growth") / 5, 1e-15);
}

TEST(SectorGrowth, VietnamAgreesWithTheReference) {
  const auto expected = reference::values("growth_accounts.csv");
  const Unit constant = Unit::money("VND", 6, PriceBasis::constant(2015)),
             current = Unit::money("VND", 6, PriceBasis::current());
  const std::vector<std::string> names{"agriculture", "industry", "services"};
  std::vector<Series> volumes, nominal;
  for (const std::string& n : names) {
    volumes.push_back(since_2010("vietnam_sectors.csv", "real_" + n, constant));
    nominal.push_back(since_2010("vietnam_sectors.csv", n, current));
  }
  const GrowthBySector fixed = sector_growth_fixed_base(volumes);
  const Series total = volumes[0] + volumes[1] + volumes[2];
  const GrowthBySector chained = sector_growth_chained(total, volumes, nominal);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(fixed.horizon.sectors[i], expected.at("fixed " + names[i]), 1e-15) << names[i];
    EXPECT_NEAR(chained.horizon.sectors[i], expected.at("chained " + names[i]), 1e-15) << names[i];
  }
  EXPECT_EQ(fixed.horizon.residual, 0);
  EXPECT_NEAR(chained.horizon.residual, expected.at("chained residual"), 1e-15);
  EXPECT_EQ(chained.sectors[1], "real_industry");

  // Where the total is chained in the same way, nothing is left over.
  std::vector<double> chain{1};
  for (std::size_t t = 0; t + 1 < 6; ++t) chain.push_back(chain.back() * (1 + sum(chained.periods[t].sectors)));
  EXPECT_NEAR(chain.back(), expected.at("laspeyres chain"), 1e-14);
  const GrowthBySector exact = sector_growth_chained({"chain", Period::year(2010), constant, chain}, volumes, nominal);
  EXPECT_NEAR(exact.horizon.residual, 0, 1e-15);
  EXPECT_NEAR(sum(exact.horizon.sectors), expected.at("laspeyres chain") - 1, 1e-14);
}

// By hand: doubling both factors at constant returns doubles output; what is above is productivity.
TEST(GrowthAccounting, ByHand) {
  const GrowthAccount account = account_growth(std::vector<double>{1, 4}, {{"k", {1, 2}, {0.3}}, {"l", {1, 2}, {0.7}}});
  EXPECT_NEAR(account.periods[0].factors[0], 0.3 * std::log(2), 1e-15);
  EXPECT_NEAR(account.productivity_level[1], 2, 1e-14);
  const GrowthSources points = in_points(account.horizon);
  EXPECT_NEAR(points.growth, 3, 1e-14);
  EXPECT_NEAR(points.productivity, 1.5, 1e-14);
  EXPECT_EQ(in_points({0, {0.25}, -0.25}), (GrowthSources{0, {0.25}, -0.25}));
  const GrowthAccount extreme = account_growth(std::vector<double>{1e-300, 1e300}, {{"k", {1e300, 1e-300}, {1}}});
  EXPECT_NEAR(extreme.horizon.productivity, 1200 * std::log(10), 1e-12);
  const GrowthAccount elastic = account_growth(std::vector<double>{1, 4}, {{"k", {1, 2}, {0.3}}}, Returns::free);
  EXPECT_NEAR(elastic.horizon.productivity, 1.7 * std::log(2), 1e-15);
}

// Diewert (1976): Tornqvist weights account for a translog function without error, however far apart its points lie.
TEST(GrowthAccounting, ExactForATranslogFunction) {
  EXPECT_TRUE(rc::check("translog output leaves productivity alone", [] {
    const double share = *rc::gen::inRange(20, 60) / 100.0, curve = *rc::gen::inRange(-5, 6) / 100.0;
    const double progress = *rc::gen::inRange(-50, 51) / 1000.0;
    std::vector<double> output, capital, labour, profits, wages;
    double k = 0, l = 0;
    for (int t = 0; t < 6; ++t) {
      capital.push_back(std::exp(k));
      labour.push_back(std::exp(l));
      // ln Y = a t + s k + (1 - s) l + c (k - l)^2 / 2, whose elasticities are s + c (k - l) and the rest.
      output.push_back(std::exp(progress * t + share * k + (1 - share) * l + curve * (k - l) * (k - l) / 2));
      profits.push_back(share + curve * (k - l));
      wages.push_back(1 - profits.back());
      k += *rc::gen::inRange(-200, 500) / 1000.0;
      l += *rc::gen::inRange(-200, 500) / 1000.0;
    }
    const GrowthAccount account = account_growth(output, {{"k", capital, profits}, {"l", labour, wages}});
    for (int t = 0; t < 6; ++t)
      RC_ASSERT(std::abs(account.productivity_level[static_cast<std::size_t>(t)] - std::exp(progress * t)) < 1e-13);
  }));
}

TEST(GrowthAccounting, IsAdditive) {
  EXPECT_TRUE(rc::check("sources add up in logs and in points, over periods and horizon", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 12));
    const auto draw = [n] {
      std::vector<double> x(n);
      for (double& v : x) v = *rc::gen::inRange(1, 100'000) / 7.0;
      return x;
    };
    std::vector<Factor> factors;
    for (const double share : {0.25, 0.35, 0.40}) factors.push_back(Factor{"f", draw(), {share}});
    const std::vector<double> output = draw();
    const GrowthAccount account = account_growth(output, factors);
    std::vector<GrowthSources> all = account.periods;
    all.push_back(account.horizon);
    for (const GrowthSources& s : all)
      for (const GrowthSources& x : {s, in_points(s), per_period(s, 3)})
        RC_ASSERT(std::abs(sum(x.factors) + x.productivity - x.growth) < 1e-13 * (1 + std::abs(x.growth) * 1000));
    RC_ASSERT(std::abs(account.horizon.growth - std::log(output.back() / output.front())) < 1e-13);
    RC_ASSERT(std::abs(in_points(account.horizon).growth - (output.back() / output.front() - 1)) <
              1e-12 * output.back() / output.front());
  }));
}

TEST(PerpetualInventory, AGrowingPathStaysInItsSteadyState) {
  EXPECT_TRUE(rc::check("the capital-investment ratio of a steady path is constant", [] {
    const double growth = *rc::gen::inRange(0, 150) / 1000.0, depreciation = *rc::gen::inRange(5, 200) / 1000.0;
    std::vector<double> investment{100};
    for (int t = 0; t < 30; ++t) investment.push_back(investment.back() * (1 + growth));
    const std::vector<double> stock =
        perpetual_inventory(investment, steady_state_capital(100, growth, depreciation), depreciation);
    RC_ASSERT(stock.size() == investment.size() + 1);
    for (std::size_t t = 0; t < investment.size(); ++t)
      RC_ASSERT(std::abs(stock[t] * (growth + depreciation) / investment[t] - 1) < 1e-12);
  }));
  EXPECT_EQ(perpetual_inventory(std::vector<double>{5, 7}, 10, 1), (std::vector<double>{10, 5, 7}));
  EXPECT_EQ(perpetual_inventory(std::vector<double>{5, 7}, 10, 0), (std::vector<double>{10, 15, 22}));
}

// By hand: 60 + 40 -> 66 + 44 -> 66 + 66. Yearly 10 % and 20 %, together 32 %: 6 + 26.
TEST(SectorGrowth, ByHand) {
  const GrowthBySector g = sector_growth_fixed_base(std::vector<std::vector<double>>{{60, 66, 66}, {40, 44, 66}});
  EXPECT_NEAR(g.horizon.growth, 0.32, 1e-15);
  EXPECT_NEAR(g.horizon.sectors[0], 0.06, 1e-15);
  EXPECT_NEAR(g.horizon.sectors[1], 0.26, 1e-15);
  EXPECT_NEAR(g.periods[1].sectors[1], 0.20, 1e-15);
  EXPECT_EQ(g.periods[1].sectors[0], 0);
}

TEST(SectorGrowth, IsAdditiveAndChainingAtOneBaseIsTheFixedBase) {
  EXPECT_TRUE(rc::check("contributions and residual add up; with base prices throughout the two agree", [] {
    const auto n = static_cast<std::size_t>(*rc::gen::inRange(2, 9)),
               count = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    std::vector<std::vector<double>> volumes(count, std::vector<double>(n)), nominal = volumes;
    std::vector<double> total(n, 0.0), other(n);
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t t = 0; t < n; ++t) {
        volumes[i][t] = *rc::gen::inRange(1, 10'000) / 3.0;
        nominal[i][t] = *rc::gen::inRange(1, 10'000) / 3.0;
        total[t] += volumes[i][t];
      }
    for (double& x : other) x = *rc::gen::inRange(1, 10'000) / 3.0;
    const GrowthBySector fixed = sector_growth_fixed_base(volumes),
                         same = sector_growth_chained(total, volumes, volumes);
    const double size = 1 + *std::max_element(total.begin(), total.end()) / total[0];
    for (std::size_t i = 0; i < count; ++i)
      RC_ASSERT(std::abs(fixed.horizon.sectors[i] - same.horizon.sectors[i]) < 1e-12 * size);
    RC_ASSERT(std::abs(same.horizon.residual) < 1e-12 * size);
    RC_ASSERT(std::abs(fixed.horizon.growth - (total.back() / total.front() - 1)) < 1e-12 * size);

    const GrowthBySector chained = sector_growth_chained(other, volumes, nominal);
    double carried = 0;
    for (std::size_t t = 0; t + 1 < n; ++t) {
      const SectorContributions& c = chained.periods[t];
      RC_ASSERT(std::abs(sum(c.sectors) + c.residual - c.growth) < 1e-9 * (1 + std::abs(c.growth)));
      carried += c.residual * other[t] / other[0];
    }
    const double scale = 1e-9 * (1 + std::abs(carried) + std::abs(chained.horizon.growth));
    RC_ASSERT(std::abs(sum(chained.horizon.sectors) + chained.horizon.residual - chained.horizon.growth) < scale);
    RC_ASSERT(std::abs(carried - chained.horizon.residual) < scale);
  }));
}

TEST(GrowthAccountingBadInput, IsRefused) {
  const std::vector<double> y{1, 2};
  EXPECT_THROW((void)account_growth(std::vector<double>{}, {{"k", {}, {1}}}), InvalidArgument);
  EXPECT_THROW((void)account_growth(std::vector<double>{1}, {{"k", {1}, {1}}}), InvalidArgument);
  EXPECT_THROW((void)account_growth(y, std::vector<Factor>{}), InvalidArgument);
  EXPECT_THROW((void)account_growth(y, {{"k", {1, 2, 3}, {1}}}), InvalidArgument);
  EXPECT_THROW((void)account_growth(y, {{"k", {1, 2}, {}}}), InvalidArgument);
  EXPECT_THROW((void)account_growth(y, {{"k", {1, 2}, {1, 1, 1}}}), InvalidArgument);
  EXPECT_THROW((void)account_growth(y, {{"k", {1, 2}, {0.9}}}), InvalidArgument);
  for (const double bad : {kNaN, kInf, -kInf, -1.0, 0.0}) {
    EXPECT_THROW((void)account_growth(std::vector<double>{1, bad}, {{"k", {1, 2}, {1}}}), InvalidArgument);
    EXPECT_THROW((void)account_growth(y, {{"k", {1, bad}, {1}}}), InvalidArgument);
    EXPECT_THROW((void)account_growth(y, {{"k", {1, 2}, {bad}}}), InvalidArgument);
    EXPECT_THROW((void)per_period({}, bad), InvalidArgument);
  }
  for (const double bad : {kNaN, kInf}) {
    EXPECT_THROW((void)in_points({bad, {}, 0}), InvalidArgument);
    EXPECT_THROW((void)in_points({0, {bad}, 0}), InvalidArgument);
    EXPECT_THROW((void)in_points({0, {}, bad}), InvalidArgument);
  }
  EXPECT_EQ(message<InvalidArgument>([&] {
              (void)account_growth(y, {{"k", {1, -2}, {1}}});
            }),
            "growth::account_growth: quantity of \"k\" must be > 0 and finite; got -2 at index 1");
}

TEST(GrowthAccountingBadInput, SeriesOfOtherPeriodsAndUnitsAreRefused) {
  const Series y = made_up("y", {1, 2}, kConstant), k = made_up("k", {1, 2}, kConstant);
  EXPECT_NO_THROW((void)account_growth(y, {{k, 1.0}}));
  EXPECT_NO_THROW((void)account_growth(y, {{made_up("k", {5, 1, 2, 7}, {}, 2009), 1.0}}));  // only what is asked for
  EXPECT_THROW((void)account_growth(made_up("y", {1, 2}, kCurrent), {{k, 1.0}}), UnitMismatch);
  EXPECT_THROW((void)account_growth(y, {{made_up("k", {1, 2}, kCurrent), 1.0}}), UnitMismatch);
  EXPECT_THROW((void)account_growth(y, {{k, made_up("s", {100, 100}, Unit::percent())}}), UnitMismatch);
  EXPECT_THROW((void)account_growth(y, {{made_up("k", {1, 2}, {}, 2011), 1.0}}), PeriodMismatch);
  EXPECT_THROW((void)account_growth(y, {{made_up("k", {1, 2}, {}, Period::quarter(2010, 1)), 1.0}}), PeriodMismatch);
  EXPECT_THROW((void)account_growth(y, {{k, made_up("s", {1, 1}, {}, 2011)}}), PeriodMismatch);
  EXPECT_THROW((void)account_growth(made_up("y", {1, kNaN}), {{k, 1.0}}), PeriodMismatch);
  EXPECT_THROW((void)account_growth(made_up("y", {}), {{k, 1.0}}), InvalidArgument);
  EXPECT_EQ(message<PeriodMismatch>([&] {
              (void)account_growth(y, {{made_up("k", {1, kNaN}), 1.0}});
            }),
            "growth::account_growth: \"k\" must have no missing value; got NaN in 2011");
}

TEST(GrowthAccountingBadInput, OutOfRangeIsRefusedAndNotReturned) {
  testing::expect_refused({{"growth::perpetual_inventory: the stock must stay finite; got inf after index 1",
                            [] {
                              (void)perpetual_inventory(std::vector<double>{1, 1e308, 1}, 1.5e308, 0);
                            }},
                           {"growth::steady_state_capital: the stock must be finite; got inf",
                            [] { (void)steady_state_capital(1e300, 1e-10, 0); }},
                           {"growth::in_points: the growth rate must be finite; got inf", [] {
                              (void)in_points({800, {800}, 0});
                            }}});
}

TEST(CapitalBadInput, IsRefused) {
  for (const double bad : {kNaN, kInf, -1.0, 0.0})
    EXPECT_THROW((void)steady_state_capital(bad, 0.1, 0.05), InvalidArgument);
  for (const double bad : {kNaN, kInf, -0.06}) EXPECT_THROW((void)steady_state_capital(1, bad, 0.05), InvalidArgument);
  EXPECT_THROW((void)steady_state_capital(1, 0, 0), InvalidArgument);
  for (const double bad : {kNaN, kInf, -0.1, 1.1}) {
    EXPECT_THROW((void)steady_state_capital(1, 0.1, bad), InvalidArgument);
    EXPECT_THROW((void)perpetual_inventory(std::vector<double>{1}, 1, bad), InvalidArgument);
  }
  for (const double bad : {kNaN, kInf, -1.0}) {
    EXPECT_THROW((void)perpetual_inventory(std::vector<double>{1, bad}, 1, 0.1), InvalidArgument);
    EXPECT_THROW((void)perpetual_inventory(std::vector<double>{1}, bad, 0.1), InvalidArgument);
  }
  EXPECT_THROW((void)perpetual_inventory(std::vector<double>{}, 1, 0.1), InvalidArgument);
  EXPECT_THROW((void)perpetual_inventory(made_up("i", {1, 2}, kCurrent), 1, 0.1, StockAt::end), UnitMismatch);
  EXPECT_EQ(message<PeriodMismatch>([&] {
              (void)perpetual_inventory(made_up("i", {1, kNaN}), 1, 0.1, StockAt::end);
            }),
            "growth::perpetual_inventory: \"i\" must have no missing value; got NaN in 2011");
}

TEST(SectorGrowthBadInput, IsRefused) {
  using Levels = std::vector<std::vector<double>>;
  EXPECT_THROW((void)sector_growth_fixed_base(Levels{}), InvalidArgument);
  EXPECT_THROW((void)sector_growth_fixed_base(Levels{{}}), InvalidArgument);
  EXPECT_THROW((void)sector_growth_fixed_base(Levels{{1}}), InvalidArgument);
  EXPECT_THROW((void)sector_growth_fixed_base(Levels{{1, 2}, {1}}), InvalidArgument);
  EXPECT_THROW((void)sector_growth_fixed_base(Levels{{0, 2}, {0, 1}}), InvalidArgument);
  const std::vector<double> total{1, 2};
  const Levels one{{1, 2}};
  for (const double bad : {kNaN, kInf, -1.0}) {
    const std::vector<double> bad_total{1, bad};
    EXPECT_THROW((void)sector_growth_fixed_base(Levels{{1, bad}}), InvalidArgument);
    EXPECT_THROW((void)sector_growth_chained(bad_total, one, one), InvalidArgument);
    EXPECT_THROW((void)sector_growth_chained(total, Levels{{1, bad}}, one), InvalidArgument);
    EXPECT_THROW((void)sector_growth_chained(total, one, Levels{{bad, 1}}), InvalidArgument);
  }
  EXPECT_THROW((void)sector_growth_chained(total, Levels{{0, 1}}, one), InvalidArgument);
  EXPECT_THROW((void)sector_growth_chained(total, one, Levels{{0, 1}}), InvalidArgument);
  EXPECT_THROW((void)sector_growth_chained(total, one, Levels{{1, 1}, {1, 1}}), InvalidArgument);
  EXPECT_THROW((void)sector_growth_chained(total, Levels{}, Levels{}), InvalidArgument);
  EXPECT_THROW((void)sector_growth_chained(std::vector<double>{}, one, one), InvalidArgument);
}

TEST(SectorGrowthBadInput, SeriesOfOtherPeriodsAndUnitsAreRefused) {
  const Series a = made_up("a", {1, 2}, kConstant), n = made_up("n", {1, 2}, kCurrent);
  EXPECT_THROW((void)sector_growth_fixed_base(std::vector<Series>{}), InvalidArgument);
  EXPECT_THROW((void)sector_growth_fixed_base({n, n}), UnitMismatch);
  EXPECT_THROW((void)sector_growth_fixed_base({a, n}), UnitMismatch);
  EXPECT_THROW((void)sector_growth_fixed_base({a, made_up("b", {1, 2}, kConstant, 2011)}), PeriodMismatch);
  EXPECT_THROW((void)sector_growth_fixed_base({a, made_up("b", {1, 2}, kConstant, Period::quarter(2010, 1))}),
               PeriodMismatch);
  EXPECT_THROW((void)sector_growth_fixed_base({a, made_up("b", {1, kNaN}, kConstant)}), PeriodMismatch);
  EXPECT_NO_THROW((void)sector_growth_chained(a, std::vector<Series>{a}, {n}));
  EXPECT_THROW((void)sector_growth_chained(n, std::vector<Series>{n}, {n}), UnitMismatch);
  EXPECT_THROW((void)sector_growth_chained(a, std::vector<Series>{n}, {n}), UnitMismatch);
  EXPECT_THROW((void)sector_growth_chained(a, std::vector<Series>{a}, {a}), UnitMismatch);
  EXPECT_THROW((void)sector_growth_chained(a, std::vector<Series>{a}, {made_up("n", {1, 2}, kCurrent, 2011)}),
               PeriodMismatch);
  EXPECT_THROW((void)sector_growth_chained(made_up("a", {1, kNaN}, kConstant), std::vector<Series>{a}, {n}),
               PeriodMismatch);
}

}  // namespace
}  // namespace foreplan::growth
