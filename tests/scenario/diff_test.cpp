#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>

#include "refusals.hpp"

namespace foreplan::scenario {
namespace {

using foreplan::testing::expect_refused;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Scenario base() {
  return {"base", Frame({{"x", Period(2015), {}, {1, 2, 3}}, {"rate", Period(2015), {}, {0.1, 0.1, 0.1}}})};
}
Scenario high() { return base().layer("high").shift("rate", 0.02, {2016, 2017}); }

}  // namespace

TEST(Diff, OfEqualScenariosIsEmpty) {
  EXPECT_TRUE(diff(high(), high()).empty());
  EXPECT_TRUE(diff(base(), Scenario("base", base().data(), {{"base", {}}})).empty());
}

TEST(Diff, NamesLayersAndValues) {
  const ScenarioDiff d = diff(base(), high());
  ASSERT_EQ(d.layers.size(), 1U);
  EXPECT_EQ(d.layers[0].layer, "high");
  EXPECT_EQ(d.layers[0].side, Side::second_only);
  EXPECT_EQ(d.layers[0].second, high().layers()[1].changes);
  ASSERT_EQ(d.values.size(), 2U);
  EXPECT_EQ(d.values[0].variable, "rate");
  EXPECT_EQ(d.values[0].period, Period(2016));
  EXPECT_EQ(d.values[0].first, 0.1);
  EXPECT_DOUBLE_EQ(d.values[0].second, 0.12);
  EXPECT_DOUBLE_EQ(d.values[0].difference(), 0.02);
  EXPECT_EQ(d.values[0].first_layer, "");
  EXPECT_EQ(d.values[0].second_layer, "high");
}

TEST(Diff, FindsTheChangesWithinALayer) {
  const Scenario other = base().layer("high").shift("x", 1, {2016, 2016}).shift("rate", 0.02, {2016, 2017});
  const ScenarioDiff d = diff(high(), other);
  ASSERT_EQ(d.layers.size(), 1U);
  EXPECT_EQ(d.layers[0].side, Side::both);
  EXPECT_THAT(d.layers[0].first, IsEmpty());
  ASSERT_EQ(d.layers[0].second.size(), 1U);
  EXPECT_EQ(d.layers[0].second[0].variable, "x");
  ASSERT_EQ(d.values.size(), 1U);
  EXPECT_EQ(d.values[0].first, 2);
  EXPECT_EQ(d.values[0].second, 3);
}

TEST(Diff, SeesThatTheSameValuesAreStatedInAnotherWay) {
  const Scenario other = base().layer("high").override_values("rate", {0.1 + 0.02}, {2016, 2017});
  const ScenarioDiff d = diff(high(), other);
  EXPECT_EQ(d.layers.size(), 1U);
  EXPECT_THAT(d.values, IsEmpty());
}

TEST(Diff, ComparesWhatNeedsAModel) {
  const Scenario a = base().layer("m").add_factor("y", {1}, {2016, 2016}).add_factor("y", {2}, {2016, 2017});
  const Scenario b = base().layer("m").exclude("y", {5}, {2016, 2016}).swap("y", {7}, "x", {2017, 2017});
  const ScenarioDiff d = diff(a, b);
  std::vector<std::string> found;
  for (const auto& v : d.values)
    found.push_back(v.variable + " " + std::string(to_string(v.kind)) + " " + to_string(v.period));
  EXPECT_THAT(found, ElementsAre("x endogenised 2017", "y add-factor 2016", "y add-factor 2017", "y exclusion 2016",
                                 "y exogenised 2017"));
  EXPECT_EQ(d.values[1].first, 3);
  EXPECT_TRUE(std::isnan(d.values[1].second));
  EXPECT_EQ(d.values[2].first, 2);
  EXPECT_EQ(d.values[3].second, 5);
  EXPECT_EQ(d.values[4].second, 7);
}

TEST(Diff, LeavesToTheModelWhatOnlyItKnows) {
  const ScenarioDiff d = diff(base(), base().layer("p").shift("parameter", 1, {2016, 2016}));
  EXPECT_THAT(d.not_valued, ElementsAre("parameter"));
  EXPECT_THAT(d.values, IsEmpty());
  EXPECT_EQ(d.layers.size(), 1U);
  EXPECT_EQ(diff(base(), base().override_values("new", {4}, {2020, 2020})).values.size(), 1U);
}

TEST(Diff, ComparesOtherDataAndOrder) {
  Frame longer = base().data();
  longer.set({"x", Period(2015), {}, {1, 2, NAN, 4}});
  const ScenarioDiff d = diff(base(), {"base", longer});
  ASSERT_EQ(d.values.size(), 2U);  // 2017 is missing, 2018 is new; the rate has nothing there
  EXPECT_TRUE(std::isnan(d.values[0].second));
  EXPECT_EQ(d.values[1].period, Period(2018));
  const Scenario ab = base().layer("a").layer("b"), ba = base().layer("b").layer("a");
  EXPECT_TRUE(diff(ab, ba).reordered);
  EXPECT_FALSE(diff(ab, ba).empty());
}

TEST(Diff, HasAToleranceAndALimit) {
  EXPECT_THAT(diff(base(), high(), {.tolerance = 0.1}).values, IsEmpty());
  const ScenarioDiff d = diff(base(), high(), {.most = 1});
  EXPECT_EQ(d.values.size(), 1U);
  EXPECT_EQ(d.left_out, 1U);
  const Scenario quarterly("q", Frame({{"x", Period::quarter(2015, 1), {}, {1, 2}}}));
  expect_refused({{"tolerance must be >= 0", [] { (void)diff(base(), high(), {.tolerance = -1}); }},
                  {"tolerance must be >= 0", [] { (void)diff(base(), high(), {.tolerance = NAN}); }},
                  {"needs a value to start from", [] {
                     (void)diff(base(), base().growth_path("x", 0.1, {2020, 2021}));
                   }}});
  EXPECT_THROW((void)diff(base(), quarterly), PeriodMismatch);
}

}  // namespace foreplan::scenario
