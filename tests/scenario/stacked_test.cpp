#include "scenario/stacked.hpp"

#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>

#include "real_business_cycle.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::cycle_base;
using foreplan::testing::cycle_variables;
using foreplan::testing::CycleCases;

void expect_path(const Run& run, const std::vector<std::vector<double>>& expected) {
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  ASSERT_EQ(run.periods() + 2, expected.size());
  for (std::size_t v = 0; v < cycle_variables().size(); ++v)
    for (int t = 1; t <= static_cast<int>(run.periods()); ++t)
      ASSERT_NEAR(run.at(cycle_variables()[v], 2000 + t), expected[static_cast<std::size_t>(t)][v], 1e-10)
          << cycle_variables()[v] << " in period " << t;
}

}  // namespace

TEST(Stacked, AgreesWithDynareOnShocksKnownBeforehand) {
  const CycleCases dynare = foreplan::testing::dynare_cycle();
  const std::vector<double>& steady = dynare.at("steady")[0];
  const Scenario shocks =
      cycle_base(steady, steady, 200).shift("shock", 0.01, {2001, 2001}).shift("shock", 0.02, {2010, 2010});
  expect_path(solve(foreplan::testing::real_business_cycle(), shocks, {2001, 2200}), dynare.at("anticipated"));
}

TEST(Stacked, AgreesWithDynareOnTheWayToAnotherSteadyState) {
  const CycleCases dynare = foreplan::testing::dynare_cycle();
  const Scenario higher =
      cycle_base(dynare.at("steady")[0], dynare.at("steady")[1], 200).shift("level", 0.1, {2001, 2200});
  expect_path(solve(foreplan::testing::real_business_cycle(), higher, {2001, 2200}), dynare.at("permanent"));
}

// Swaps over a part of the range ------------------------------------------------------------------------------

TEST(StackedSwaps, FindWhatADividendMustBeInOnePeriod) {
  // p(t) = d(t) + p(t + 1) / 1.05 with d = 1 and p = 21 after the end: p = 21 always. For p(2030) = 25, d(2030) = 5.
  const Model model = compile("p = d + p(+1) / 1.05");
  const Scenario base{"base",
                      Frame({{"d", Period(2021), {}, std::vector<double>(20, 1)}, {"p", Period(2041), {}, {21}}})};
  const auto run = solve(model, base.swap("p", {25}, "d", {2030, 2030}), {2021, 2040});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  for (int t = 2021; t <= 2040; ++t) {
    EXPECT_NEAR(run.at("p", t), t > 2030 ? 21 : 21 + 4 * std::pow(1.05, t - 2030), 1e-9) << t;
    EXPECT_NEAR(run.at("d", t), t == 2030 ? 5 : 1, 1e-10);
  }
  EXPECT_LT(largest_residual(run), 1e-11);
}

TEST(StackedSwaps, GiveBackTheShocksThatMadeAPathAndThoseOfASwapOverTheWholeRange) {
  const Model model = foreplan::testing::real_business_cycle();
  const std::vector<double> steady = foreplan::testing::dynare_cycle().at("steady")[0];
  const Scenario base = cycle_base(steady, steady, 80);
  const std::vector<double> shocks{0.01, -0.02, 0.005, 0.03};
  const auto made = solve(model, base.override_values("shock", shocks, {2005, 2008}), {2001, 2080});
  ASSERT_TRUE(made.usable());
  const std::vector<double> output = made["output"].values;
  const Scenario part = base.swap("output", {output.begin() + 4, output.begin() + 8}, "shock", {2005, 2008});
  const auto found = solve(model, part, {2001, 2080});
  const auto whole = solve(model, base.swap("output", output, "shock", {2001, 2080}), {2001, 2080});
  ASSERT_TRUE(found.usable()) << found.failure()->sentence;
  ASSERT_TRUE(whole.usable()) << whole.failure()->sentence;
  for (const ModelVariable& v : model.variables())
    for (int t = 2001; t <= 2080; ++t) {
      EXPECT_NEAR(found.at(v.name, t), made.at(v.name, t), 1e-9) << v.name << t;
      EXPECT_NEAR(found.at(v.name, t), whole.at(v.name, t), 1e-9) << v.name << t;
    }
}

TEST(StackedSwaps, ReadAnInstrumentInOtherPeriodsAndOverlap) {
  const Model model = compile(R"(
    y = 0.5 * y(+1) + 0.2 * y(-1) + g + 0.3 * g(-1) + 0.1 * g(+2) + 0.2 * h
    z = 0.4 * z(+1) + h + 0.1 * y^2
  )");
  const std::vector<double> flat(33, 1.0);
  const Scenario base{
      "base", Frame({{"g", Period(2020), {}, flat}, {"h", Period(2020), {}, flat}, {"y", Period(2020), {}, {2}}})};
  const Scenario ended = base.override_values("y", {4}, {2051, 2051}).override_values("z", {3}, {2051, 2051});
  const Scenario moved =
      ended.override_values("g", {1.5, 0.5, 2}, {2025, 2027}).override_values("h", {0.7}, {2026, 2030});
  const auto made = solve(model, moved, {2021, 2050});
  ASSERT_TRUE(made.usable()) << made.failure()->sentence;
  const auto values = [&](const char* name, int first, int last) {
    std::vector<double> out;
    for (int t = first; t <= last; ++t) out.push_back(made.at(name, t));
    return out;
  };
  const Scenario swapped =
      ended.swap("y", values("y", 2025, 2027), "g", {2025, 2027}).swap("z", values("z", 2026, 2030), "h", {2026, 2030});
  const auto found = solve(model, swapped, {2021, 2050});
  ASSERT_TRUE(found.usable()) << found.failure()->sentence;
  for (const char* name : {"y", "z", "g", "h"})
    for (int t = 2021; t <= 2050; ++t) EXPECT_NEAR(found.at(name, t), made.at(name, t), 1e-9) << name << t;
}

TEST(StackedSwaps, ThatMakeAPeriodSingularAreSaidBeforehand) {
  const Model model = compile("p = d + p(+1) / 1.05\n q = e + q(+1) / 1.05");
  const Scenario base{"base", Frame({{"d", Period(2021), {}, {1, 1, 1}},
                                     {"e", Period(2021), {}, {1, 1, 1}},
                                     {"p", Period(2024), {}, {21}},
                                     {"q", Period(2024), {}, {21}}})};
  EXPECT_THROW((void)solve(model, base.swap("p", {25}, "e", {2022, 2022}), {2021, 2023}), InvalidArgument);
}

TEST(StackedFails, NamingThePeriodAndTheEquation) {
  const Model model = compile("x = 0.5 * x(+1) + log(e)");
  const Scenario base{"base", Frame({{"e", Period(2021), {}, {1, 1, -1, 1}}, {"x", Period(2025), {}, {1}}})};
  const auto run = solve(model, base, {2021, 2024});
  ASSERT_FALSE(run.usable());
  EXPECT_EQ(run.failure()->stop, Stop::not_finite);
  EXPECT_EQ(run.failure()->period, Period(2023));
  EXPECT_EQ(run.failure()->equations, std::vector<std::string>{"x"});
  const auto swapped = solve(model, base.swap("x", {1}, "e", {2021, 2021}), {2021, 2024});
  ASSERT_FALSE(swapped.usable());
  EXPECT_EQ(swapped.failure()->period, Period(2023));
}

}  // namespace foreplan::scenario
