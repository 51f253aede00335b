#include <foreplan/structure/shares.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "refusals.hpp"

namespace foreplan::structure {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

Rounded percent(const char* text) { return Rounded(text).scaled_by_power_of_ten(-2); }

// Worked by hand from the founding case's printed figures, to the digits shown.
TEST(FoundingCase, ShareArithmetic) {
  const ImpliedGrowth g = implied_growth(0.382, 0.40, 0.114, 5);
  EXPECT_NEAR(g.total.value, 0.1038, 5e-5);
  EXPECT_NEAR(g.rest.value, 0.0973, 5e-5);
  EXPECT_NEAR(implied_growth(0.382, 0.40, 0.22, 5).total.value, 0.209, 5e-4);
  EXPECT_NEAR(share_after(0.382, 0.114, 0.08, 5).value, 0.446, 5e-4);
  EXPECT_NEAR(part_growth_for_share(0.382, 0.40, 0.08, 5).value, 0.090, 5e-4);
}

TEST(ShareArithmetic, HasTheRangeOfItsRounding) {
  const ImpliedGrowth g = implied_growth(percent("38.2"), 0.40, percent("11.4"), 5);
  EXPECT_NEAR(g.total.range.lower, 1.1135 * std::pow(0.3815 / 0.40, 0.2) - 1, 1e-15);
  EXPECT_NEAR(g.total.range.upper, 1.1145 * std::pow(0.3825 / 0.40, 0.2) - 1, 1e-15);
  EXPECT_NEAR(g.rest.range.lower, 1.1135 * std::pow(0.3815 / 0.40 * 0.60 / 0.6185, 0.2) - 1, 1e-15);
  const Estimate share = share_after(percent("38.2"), percent("11.4"), percent("8"), 5);
  EXPECT_NEAR(share.range.lower, 0.3815 * std::pow(1.1135 / 1.085, 5), 1e-15);
  EXPECT_NEAR(share.range.upper, 0.3825 * std::pow(1.1145 / 1.075, 5), 1e-15);
  const Estimate growth = part_growth_for_share(percent("38.2"), percent("40"), 0.08, 5);
  EXPECT_NEAR(growth.range.lower, 1.08 * std::pow(0.395 / 0.3825, 0.2) - 1, 1e-15);
  EXPECT_NEAR(growth.range.upper, 1.08 * std::pow(0.405 / 0.3815, 0.2) - 1, 1e-15);
}

TEST(ShareProperties, ArithmeticIsInverseAndRangesHold) {
  EXPECT_TRUE(rc::check("inverses, identity of the total, ranges", [] {
    const Rounded share(*rc::gen::inRange(1, 100) / 100.0, 2), later(*rc::gen::inRange(1, 100) / 100.0, 2),
        rate(*rc::gen::inRange(-200, 300) / 1000.0, 3);
    const double n = *rc::gen::inRange(8, 80) / 8.0;
    const auto within = [](const Rounded& x, double half) {
      return x.value() + half * *rc::gen::inRange(-500, 501) / 501.0;
    };
    const double s = within(share, 0.005), l = within(later, 0.005), r = within(rate, 0.0005);
    const ImpliedGrowth actual = implied_growth(s, l, r, n);
    // A rate is right to a unit in the last place of 1, which n periods multiply, a share the same with 1 / n, and more
    // where 1 + rate is small.
    const double least = std::min({1 + actual.total.value, 1 + actual.rest.value, 1 + r, 1.0});
    const double ulps = (8 + 4 * n + 8 / n) * 0x1p-53 / least;
    RC_ASSERT(std::abs(share_after(s, r, actual.total.value, n).value / l - 1) < ulps);
    RC_ASSERT(std::abs(part_growth_for_share(s, l, actual.total.value, n).value - r) < ulps);
    // The part and the rest make the total.
    const double total = std::pow(1 + actual.total.value, n);
    RC_ASSERT(std::abs((s * std::pow(1 + r, n) + (1 - s) * std::pow(1 + actual.rest.value, n)) / total - 1) < 2 * ulps);
    if (share.interval().upper >= 1 || later.interval().upper >= 1) return;
    const auto holds = [](const Estimate& e, double x) {
      const double near = 1e-12 * (1 + std::abs(x));
      RC_ASSERT(e.range.contains(e.value) && e.range.lower - near <= x && x <= e.range.upper + near);
    };
    const ImpliedGrowth g = implied_growth(share, later, rate, n);
    holds(g.total, actual.total.value);
    holds(g.rest, actual.rest.value);
    holds(share_after(share, rate, rate, n), share_after(s, r, r, n).value);
    holds(part_growth_for_share(share, later, rate, n), part_growth_for_share(s, l, r, n).value);
  }));
}

Frame levels() {
  const Unit unit = Unit::money("VND", 9, PriceBasis::current());
  return Frame({{"agriculture", 2010, unit, {30, 31}},
                {"industry", 2010, unit, {20, 27}},
                {"services", 2010, unit, {40, 42}},
                {"gdp", 2010, unit, {100, 110}}});
}

TEST(Shares, CarryTheirConventions) {
  const Shares s = shares(levels(), {"agriculture", "industry", "services"});
  EXPECT_EQ(s.denominator, Denominator::sum_of_parts);
  EXPECT_EQ(s.price_basis, PriceBasis::current());
  EXPECT_NEAR(s.shares.at("industry", 2011), 0.27, 1e-15);
  const Shares of_gdp = shares(levels(), {"agriculture", "industry", "services"}, "gdp");
  EXPECT_EQ(of_gdp.denominator, Denominator::given_total);
  EXPECT_EQ(of_gdp.total, "gdp");
  EXPECT_NEAR(of_gdp.shares.at("services", 2010), 0.40, 1e-15);
}

TEST(Shares, AreMissingWhereALevelIs) {
  Frame f = levels();
  f.set({"industry", 2010, f["industry"].unit, {20, kNaN}});
  const Shares s = shares(f, {"agriculture", "industry", "services"});
  EXPECT_NEAR(s.shares.at("agriculture", 2010), 30.0 / 90, 1e-15);
  for (const char* part : {"agriculture", "industry", "services"})
    EXPECT_TRUE(std::isnan(s.shares.at(part, 2011))) << part;
  const Shares of_gdp = shares(f, {"agriculture", "industry"}, "gdp");
  EXPECT_TRUE(std::isnan(of_gdp.shares.at("industry", 2011)));
}

TEST(ShareProperties, AddUpToOne) {
  EXPECT_TRUE(rc::check("sums", [] {
    const auto levels = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 10'000)));
    std::vector<Series> parts;
    std::vector<std::string> names;
    for (const int x : levels) {
      names.push_back("s" + std::to_string(names.size()));
      parts.push_back({names.back(), 2010, {}, {static_cast<double>(x)}});
    }
    const Shares s = shares(Frame(parts), names);
    double sum = 0;
    for (const auto& name : names) sum += s.shares.at(name, 2010);
    RC_ASSERT(std::abs(sum - 1) <= static_cast<double>(names.size()) * 0x1p-52);
  }));
}

TEST(SharesBadInput, IsRefusedWithFunctionRuleAndValue) {
  std::vector<testing::Refusal> table;
  for (const double bad : {kNaN, kInf, 0.0, 1.0, -0.3, 1.2})
    for (const auto& [function, call] : std::vector<std::pair<std::string, std::function<void()>>>{
             {"implied_growth", [=] { (void)implied_growth(bad, 0.4, 0.1, 5); }},
             {"implied_growth", [=] { (void)implied_growth(0.4, bad, 0.1, 5); }},
             {"share_after", [=] { (void)share_after(bad, 0.1, 0.1, 5); }},
             {"part_growth_for_share", [=] { (void)part_growth_for_share(0.4, bad, 0.1, 5); }}})
      table.push_back({"structure::" + function + ": a share must be in (0, 1); got ", call});
  for (const double bad : {kNaN, kInf, -1.0, -2.0})
    table.insert(table.end(), {{"structure::implied_growth: part_growth must be finite and > -1; got ",
                                [=] { (void)implied_growth(0.3, 0.4, bad, 5); }},
                               {"structure::share_after: part_growth must be finite and > -1; got ",
                                [=] { (void)share_after(0.3, bad, 0.1, 5); }},
                               {"structure::share_after: total_growth must be finite and > -1; got ",
                                [=] { (void)share_after(0.3, 0.1, bad, 5); }},
                               {"structure::part_growth_for_share: total_growth must be finite and > -1; got ",
                                [=] { (void)part_growth_for_share(0.3, 0.4, bad, 5); }}});
  for (const double bad : {kNaN, kInf, 0.0, -1.0})
    table.insert(table.end(), {{"structure::implied_growth: periods must be > 0 and finite; got ",
                                [=] { (void)implied_growth(0.3, 0.4, 0.1, bad); }},
                               {"structure::share_after: periods must be > 0 and finite; got ",
                                [=] { (void)share_after(0.3, 0.1, 0.1, bad); }}});
  table.insert(table.end(), {{"a share must be in (0, 1) over its whole interval; got 0.00",
                              [] { (void)share_after(Rounded("0.00"), 0.1, 0.1, 5); }},
                             {"structure::shares: at least one part is needed", [] { (void)shares(levels(), {}); }},
                             {"(did you mean \"services\"?); got \"serivces\"",
                              [] {
                                (void)shares(levels(), {"agriculture", "serivces"});
                              }},
                             {"structure::shares: a part must be named once; got \"industry\"",
                              [] {
                                (void)shares(levels(), {"industry", "industry"});
                              }},
                             {"structure::shares: levels must be >= 0 and finite; got -1 in series \"a\" in 2011",
                              [] {
                                (void)shares(Frame({{"a", 2010, {}, {1, -1}}, {"b", 2010, {}, {1, 2}}}), {"a", "b"});
                              }},
                             {"structure::shares: levels must be >= 0 and finite; got inf",
                              [] {
                                (void)shares(Frame({{"a", 2010, {}, {kInf}}, {"b", 2010, {}, {1}}}), {"a", "b"});
                              }},
                             {"structure::shares: the total must be > 0 and finite; got 0", [] {
                                (void)shares(Frame({{"a", 2010, {}, {0}}, {"b", 2010, {}, {0}}}), {"a", "b"});
                              }}});
  testing::expect_refused(table);
  Frame mixed = levels();
  mixed.set({"services", 2010, Unit::money("VND", 9, PriceBasis::constant(2010)), {40, 42}});
  testing::expect_refused<UnitMismatch>(
      {{"structure::shares: units must agree; got billion VND, current prices and billion VND, constant 2010 prices",
        [&] {
          (void)shares(mixed, {"agriculture", "services"});
        }},
       {"structure::shares: units must agree", [&] { (void)shares(mixed, {"agriculture"}, "services"); }}});
}

TEST(SumSectors, AddsGroupsByName) {
  const Unit unit = Unit::money("VND", 9, PriceBasis::current());
  const Frame all({{"a", 2010, unit, {1, 2}},
                   {"b", 2010, unit, {10, kNaN}},
                   {"c", 2010, unit, {100, 200}},
                   {"jobs", 2010, Unit::physical("person"), {5, 6}}});
  const Frame sums = sum_sectors(all, {{"goods", {"c", "a"}}, {"b", {"b"}}});
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_EQ(sums["goods"], (Series{"goods", 2010, unit, {101, 202}}));
  EXPECT_EQ(sums["b"], all["b"]);
  testing::expect_refused({
      {"structure::sum_sectors: a group must have sectors; got \"x\"",
       [&] {
         (void)sum_sectors(all, {{"x", {}}});
       }},
      {"got \"d\"",
       [&] {
         (void)sum_sectors(all, {{"x", {"d"}}});
       }},
      {"structure::sum_sectors: a sector must be named once; got \"a\" in group \"y\"",
       [&] {
         (void)sum_sectors(all, {{"x", {"a"}}, {"y", {"c", "a"}}});
       }},
  });
  testing::expect_refused<UnitMismatch>({{"structure::sum_sectors: units must agree", [&] {
                                            (void)sum_sectors(all, {{"x", {"a", "jobs"}}});
                                          }}});
}

}  // namespace
}  // namespace foreplan::structure
