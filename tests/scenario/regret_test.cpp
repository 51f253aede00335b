#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <limits>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::ElementsAre;

// Worked by hand: three policies in three futures.
const std::vector<std::string> kPolicies{"steady", "bold", "cautious"};
const std::vector<std::string> kFutures{"boom", "usual", "bust"};
const std::vector<std::vector<double>> kOutcomes{{8, 6, 2}, {12, 5, -4}, {5, 4, 3}};

}  // namespace

TEST(RegretTable, OfAWorkedCase) {
  const auto table = regret_table(kPolicies, kFutures, kOutcomes, {.threshold = 4, .optimism = 0.6});
  ASSERT_TRUE(table.usable());
  EXPECT_THAT(table.policies[0].regrets, ElementsAre(4, 0, 1));
  EXPECT_THAT(table.policies[1].regrets, ElementsAre(0, 1, 7));
  EXPECT_THAT(table.policies[2].regrets, ElementsAre(7, 2, 0));
  EXPECT_EQ(table.policies[0].max_regret, 4);
  EXPECT_EQ(table.policies[1].worst_future, 2U);
  EXPECT_EQ(table.minimax_regret, 0U);
  EXPECT_EQ(table.maximin, 2U);
  EXPECT_NEAR(table.policies[0].mean, 16.0 / 3, 1e-15);
  EXPECT_EQ(table.best_mean, 0U);
  EXPECT_NEAR(table.policies[0].hurwicz, 0.6 * 8 + 0.4 * 2, 1e-15);
  EXPECT_NEAR(table.policies[1].hurwicz, 0.6 * 12 + 0.4 * -4, 1e-15);
  EXPECT_NEAR(table.policies[2].hurwicz, 0.6 * 5 + 0.4 * 3, 1e-15);
  EXPECT_EQ(table.best_hurwicz, 0U);
  EXPECT_NEAR(*table.policies[0].satisficing, 2.0 / 3, 1e-15);
  EXPECT_NEAR(*table.policies[2].satisficing, 2.0 / 3, 1e-15);
  EXPECT_EQ(table.most_satisficing, 0U) << "the first of equals";
}

RC_GTEST_PROP(RegretTable, OfCostsIsThatOfTheirNegatives, ()) {
  std::vector<std::vector<double>> gains(3), costs(3);
  for (std::size_t p = 0; p < 3; ++p)
    for (int f = 0; f < 3; ++f) {
      gains[p].push_back(*rc::gen::inRange(-50, 50));
      costs[p].push_back(-gains[p].back());
    }
  const auto a = regret_table(kPolicies, kFutures, gains, {.threshold = 3});
  const auto b = regret_table(kPolicies, kFutures, costs, {.better = Better::lower, .threshold = -3});
  for (std::size_t p = 0; p < 3; ++p) {
    RC_ASSERT(a.policies[p].regrets == b.policies[p].regrets);
    RC_ASSERT(a.policies[p].satisficing == b.policies[p].satisficing);
    RC_ASSERT(a.policies[p].worst == -b.policies[p].worst);
  }
  RC_ASSERT(a.minimax_regret == b.minimax_regret);
  RC_ASSERT(a.maximin == b.maximin);
  RC_ASSERT(a.best_hurwicz == b.best_hurwicz);
  // In every future someone is best.
  for (std::size_t f = 0; f < 3; ++f)
    RC_ASSERT(std::min({a.policies[0].regrets[f], a.policies[1].regrets[f], a.policies[2].regrets[f]}) == 0);
}

TEST(RegretTable, EqualPoliciesHaveNothingToRegret) {
  const auto table = regret_table({"a", "b"}, {"f", "g"}, {{1, 2}, {1, 2}});
  EXPECT_EQ(table.policies[1].max_regret, 0);
  EXPECT_EQ(table.minimax_regret, 0U);
  EXPECT_FALSE(table.policies[0].satisficing.has_value());
  EXPECT_FALSE(table.most_satisficing.has_value());
}

TEST(RegretTable, APolicyWithoutAnOutcomeIsNotChosen) {
  auto outcomes = kOutcomes;
  outcomes[0][1] = std::numeric_limits<double>::quiet_NaN();
  const auto table = regret_table(kPolicies, kFutures, outcomes);
  EXPECT_EQ(table.policies[0].missing, 1U);
  EXPECT_TRUE(std::isnan(table.policies[0].max_regret));
  EXPECT_EQ(table.policies[0].regrets[0], 4);
  EXPECT_EQ(table.policies[1].regrets[1], 0) << "against those that have one";
  EXPECT_EQ(table.minimax_regret, 1U) << "7 and 7: the first";
}

TEST(Regret, SolvesEveryPolicyInEveryFuture) {
  // y = 10 + 2 p - p^2 s: the policy p pays in calm futures (s = 0.1) and hurts in rough ones (s = 1).
  const Model model = compile("y = 10 + 2 * p - p^2 * s");
  const Scenario base{"base", Frame({Series{"p", Period(2020), {}, {0}}, Series{"s", Period(2020), {}, {0.1}}})};
  const PeriodRange range{2020, 2020};
  const std::vector<Layer> policies{
      {"none", {}}, {"some", {{ChangeKind::shift, "p", range, {1}}}}, {"much", {{ChangeKind::shift, "p", range, {4}}}}};
  const std::vector<Layer> futures{{"calm", {}}, {"rough", {{ChangeKind::override_values, "s", range, {1}}}}};
  const auto table = regret(model, base, policies, futures, range, {"y", 2020});
  EXPECT_EQ(table.failed, 0U);
  EXPECT_NEAR(table.policies[1].outcomes[0], 11.9, 1e-12);
  EXPECT_NEAR(table.policies[2].outcomes[0], 16.4, 1e-12);
  EXPECT_NEAR(table.policies[2].outcomes[1], 2, 1e-12);
  EXPECT_NEAR(table.policies[0].max_regret, 6.4, 1e-12);
  EXPECT_NEAR(table.policies[1].max_regret, 4.5, 1e-12);
  EXPECT_NEAR(table.policies[2].max_regret, 9, 1e-12);
  EXPECT_EQ(table.minimax_regret, 1U);
}

TEST(Regret, CountsWhatIsNotSolved) {
  const Model model = compile("y = log(p)");
  const PeriodRange range{2020, 2020};
  const Scenario base{"base", Frame({Series{"p", Period(2020), {}, {1}}})};
  const auto table = regret(model, base, {{"keep", {}}, {"cut", {{ChangeKind::shift, "p", range, {-2}}}}},
                            {{"only", {}}}, range, {"y", 2020});
  EXPECT_EQ(table.failed, 1U);
  EXPECT_EQ(table.minimax_regret, 0U);
  EXPECT_EQ(table.policies[1].missing, 1U);
  EXPECT_THAT(table.first_failure, ::testing::HasSubstr("policy \"cut\" in future \"only\": 2020: equation y"));
}

TEST(Regret, RefusesWhatMakesNoSense) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const Model model = compile("y = p");
  const Scenario base{"base", Frame({Series{"p", Period(2020), {}, {1}}})};
  const PeriodRange range{2020, 2020};
  expect_refused({
      {"scenario::regret_table: there must be policies; got none", [] { (void)regret_table({}, kFutures, {}); }},
      {"there must be futures; got none", [] { (void)regret_table({"a"}, {}, {{}}); }},
      {"policies must have different names; got \"a\"",
       [] {
         (void)regret_table({"a", "a"}, {"f"}, {{1}, {1}});
       }},
      {"there must be a row of outcomes for each policy; got 1 for 2",
       [] {
         (void)regret_table({"a", "b"}, {"f"}, {{1}});
       }},
      {"there must be an outcome for each future; got 2 for 1 of policy \"a\"",
       [] {
         (void)regret_table({"a"}, {"f"}, {{1, 2}});
       }},
      {"outcomes must not be infinite; got inf of policy \"a\" in future \"f\"",
       [&] { (void)regret_table({"a"}, {"f"}, {{inf}}); }},
      {"options.optimism must be in [0, 1]; got 1.5",
       [] { (void)regret_table({"a"}, {"f"}, {{1}}, {.optimism = 1.5}); }},
      {"options.threshold must be finite; got NaN",
       [&] { (void)regret_table({"a"}, {"f"}, {{1}}, {.threshold = nan}); }},
      {"scenario::regret: outcome must be a variable of the model; got \"z\"",
       [&] {
         (void)regret(model, base, {{"a", {}}}, {{"f", {}}}, range, {"z", 2020});
       }},
      {"name must not be in the stack already; got \"a\"",
       [&] {
         (void)regret(model, base, {{"a", {}}}, {{"a", {}}}, range, {"y", 2020});
       }},
  });
}

}  // namespace foreplan::scenario
