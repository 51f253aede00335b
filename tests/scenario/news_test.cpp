#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "real_business_cycle.hpp"
#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;

/// p(t) = d(t) + b p(t + 1), b = 0.95, over 2021-2080: what a share is worth to who expects the dividends d.
Model share() { return compile("p = d + 0.95 * p(+1)"); }
Scenario dividends(double d) {
  return {"base", Frame({{"d", Period(2021), {}, std::vector<double>(60, d)}, {"p", Period(2081), {}, {20 * d}}})};
}

}  // namespace

TEST(News, AgreeWithSimulationsOfDynareOneAfterTheOther) {
  const auto dynare = foreplan::testing::dynare_cycle();
  const std::vector<double>& steady = dynare.at("steady")[0];
  const Scenario base = foreplan::testing::cycle_base(steady, steady, 200);
  const std::vector<News> news{
      {2001, base.layer("expected").shift("shock", 0.01, {2001, 2001}).shift("shock", 0.02, {2010, 2010})},
      {2005, base.layer("revised").shift("shock", -0.03, {2005, 2005})}};
  const auto run = solve_with_news(foreplan::testing::real_business_cycle(), news, {2001, 2200});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_EQ(run.range(), (PeriodRange{2001, 2200}));
  EXPECT_EQ(run.scenario(), "revised");
  EXPECT_EQ(run.at("shock", 2001), 0.01);
  EXPECT_EQ(run.at("shock", 2005), -0.03);
  EXPECT_EQ(run.at("shock", 2010), 0);
  for (std::size_t v = 0; v < steady.size(); ++v)
    for (int t = 1; t <= 200; ++t)
      ASSERT_NEAR(run.at(foreplan::testing::cycle_variables()[v], 2000 + t),
                  dynare.at("news")[static_cast<std::size_t>(t)][v], 1e-10)
          << foreplan::testing::cycle_variables()[v] << " in period " << t;
}

TEST(News, AShareJumpsWhenItIsKnownThatDividendsWillRise) {
  // Dividends of 2 instead of 1 from 2040 on, known in 2030: p(t) = 20 + 0.95^(2040 - t) 20 from 2030 on.
  const Scenario before = dividends(1);
  const Scenario after =
      before.layer("more").override_values("d", {2}, {2040, 2080}).override_values("p", {40}, {2081, 2081});
  const auto run = solve_with_news(share(), {{2021, before}, {2030, after}}, {2021, 2080});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  for (int t = 2021; t <= 2080; ++t)
    EXPECT_NEAR(run.at("p", t), t < 2030 ? 20 : t < 2040 ? 20 + 20 * std::pow(0.95, 2040 - t) : 40, 1e-9) << t;
  // Anticipated from the beginning there is no jump.
  const auto foreseen = solve(share(), after, {2021, 2080});
  EXPECT_NEAR(foreseen.at("p", 2021), 20 + 20 * std::pow(0.95, 19), 1e-9);
}

TEST(News, OfOneScenarioIsItsSolution) {
  const auto news = solve_with_news(share(), {{2000, dividends(3)}}, {2021, 2080});
  EXPECT_EQ(news["p"].values, solve(share(), dividends(3), {2021, 2080})["p"].values);
}

TEST(News, WithoutLeadsAreTheScenarioMadeOfThePieces) {
  const Model model = compile("x = 0.9 * x(-1) + sqrt(1 + y) + e\n y = 0.5 * x + 0.1 * y(-1)");
  const Scenario base{"base", Frame({{"x", Period(2020), {}, {1}},
                                     {"y", Period(2020), {}, {1}},
                                     {"e", Period(2021), {}, std::vector<double>(9)}})};
  const Scenario one = base.layer("one").shift("e", 1, {2021, 2029}),
                 two = base.layer("two").shift("e", 2, {2021, 2029});
  const auto news = solve_with_news(model, {{2021, one}, {2024, two}}, {2021, 2029});
  const auto pieces = solve(model, one.layer("pieces").shift("e", 1, {2024, 2029}), {2021, 2029});
  ASSERT_TRUE(news.usable());
  for (int t = 2021; t <= 2029; ++t) EXPECT_NEAR(news.at("x", t), pieces.at("x", t), 1e-10);
  EXPECT_LT(largest_residual(news), 1e-11);
}

TEST(News, FailureEndsTheRunBeforeTheNewsThatHaveNoSolution) {
  const Model model = compile("x = log(e) + 0.5 * x(+1)");
  const Scenario base{"base",
                      Frame({{"e", Period(2021), {}, std::vector<double>(9, 1.0)}, {"x", Period(2030), {}, {0}}})};
  const auto run =
      solve_with_news(model, {{2021, base}, {2025, base.layer("bad").shift("e", -2, {2027, 2027})}}, {2021, 2029});
  EXPECT_FALSE(run.usable());
  EXPECT_EQ(run.periods(), 4U);
  EXPECT_EQ(run.range(), (PeriodRange{2021, 2024}));
  EXPECT_EQ(run.at("x", 2024), 0);
  EXPECT_EQ(run.failure()->period, Period(2027));
}

TEST(News, WithoutLeadsMayFailWhereItNoLongerMatters) {
  const Model model = compile("x = log(e) + 0.5 * x(-1)");
  const Scenario good{"base",
                      Frame({{"e", Period(2021), {}, std::vector<double>(9, 1.0)}, {"x", Period(2020), {}, {1}}})};
  const Scenario bad = good.layer("bad").shift("e", -2, {2027, 2027});
  const auto run = solve_with_news(model, {{2021, bad}, {2027, good}}, {2021, 2029});
  EXPECT_TRUE(run.usable());
  EXPECT_EQ(run.periods(), 9U);
  EXPECT_EQ(solve_with_news(model, {{2021, bad}, {2028, good}}, {2021, 2029}).periods(), 6U);
}

TEST(NewsRefuse, WhatIsNotInOrder) {
  const auto solved = [](std::vector<News> news) {
    return [news] { (void)solve_with_news(share(), news, {2021, 2080}); };
  };
  const Scenario s = dividends(1);
  expect_refused({
      {"news must hold at least one scenario", solved({})},
      {"the first news must be there when the range begins; got 2022", solved({{2022, s}})},
      {"news must be in order of arrival, one a period; got 2030 after 2030",
       solved({{2021, s}, {2030, s}, {2030, s}})},
      {"news after the first must arrive within the range, after its beginning; got 2081",
       solved({{2021, s}, {2081, s}})},
      {"news after the first must arrive within the range, after its beginning; got 2021",
       solved({{2020, s}, {2021, s}})},
  });
  EXPECT_THROW(solved({{Period::quarter(2021, 1), s}})(), PeriodMismatch);
}

}  // namespace foreplan::scenario
