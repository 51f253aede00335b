#include "scenario/inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>

#include "refusals.hpp"

namespace foreplan::scenario::detail {
namespace {

using ::testing::ElementsAre;

const Model& model() {
  static const Model value = compile(R"(
    parameter b = 0.6
    behavioural c = 10 + b * y + 0.1 * c(-2)
    y = c + i(+1) + g
  )");
  return value;
}
Scenario base() {
  return {"base", Frame({{"c", Period(2018), {}, {1, 2, 3}},
                         {"i", Period(2020), {}, {20, 21, 22, 23}},
                         {"g", Period(2020), {}, {30, 31, 32}}})};
}
Window window() { return window_of(model().data(), base(), {2020, 2022}); }

/// A variable's row among values.
std::vector<double> row(const std::vector<double>& values, const char* name) {
  const std::size_t at = model().data().index.at(name) * window().columns;
  return {values.begin() + static_cast<std::ptrdiff_t>(at),
          values.begin() + static_cast<std::ptrdiff_t>(at + window().columns)};
}
std::vector<double> changed(const Scenario& scenario, std::vector<Switch>* switches = nullptr) {
  std::vector<double> values = gather(model().data(), scenario.data(), window());
  const std::vector<Switch> found = apply_layers(model().data(), scenario, window(), values);
  if (switches != nullptr) *switches = found;
  return values;
}

}  // namespace

TEST(Inputs, HoldHistoryTheRangeAndWhatLeadsRead) {
  const Window w = window();
  EXPECT_EQ(w.origin, Period(2018));
  EXPECT_EQ(w.first, 2U);
  EXPECT_EQ(w.periods, 3U);
  EXPECT_EQ(w.columns, 6U);
  EXPECT_EQ(w.period(5), Period(2023));
}

TEST(Inputs, GatherDataAndDefaults) {
  const std::vector<double> values = gather(model().data(), base().data(), window());
  EXPECT_THAT(row(values, "b"), ElementsAre(0.6, 0.6, 0.6, 0.6, 0.6, 0.6));
  EXPECT_THAT(row(values, "c_A"), ElementsAre(0, 0, 0, 0, 0, 0));
  EXPECT_THAT(row(values, "i"), ElementsAre(::testing::IsNan(), ::testing::IsNan(), 20, 21, 22, 23));
  EXPECT_THAT(row(values, "c"), ElementsAre(1, 2, 3, ::testing::IsNan(), ::testing::IsNan(), ::testing::IsNan()));
}

TEST(Inputs, ApplyLayersInOrder) {
  const Scenario s = base()
                         .shift("g", 1, {2021, 2022})
                         .override_values("b", {0.5}, {2022, 2022})
                         .add_factor("c", {7}, {2020, 2020})
                         .exclude("c", {99}, {2021, 2021});
  const std::vector<double> values = changed(s);
  EXPECT_THAT(row(values, "g"), ElementsAre(::testing::IsNan(), ::testing::IsNan(), 30, 32, 33, ::testing::IsNan()));
  EXPECT_EQ(row(values, "b")[4], 0.5);
  EXPECT_EQ(row(values, "b")[3], 0.6);
  EXPECT_EQ(row(values, "c_A")[2], 7);
  EXPECT_EQ(row(values, "c_D")[3], 1);
  EXPECT_EQ(row(values, "c_X")[3], 99);
}

TEST(Inputs, SwitchWhatIsSolvedForWithinTheWindow) {
  std::vector<Switch> switches;
  const std::vector<double> values = changed(base().swap("y", {200}, "g", {2021, 2030}), &switches);
  ASSERT_EQ(switches.size(), 2U);
  for (const Switch& s : switches) {
    EXPECT_EQ(s.first, 3U);
    EXPECT_EQ(s.last, 4U) << "cut to the periods solved";
    EXPECT_FALSE(s.covers(2));
    EXPECT_TRUE(s.covers(4));
  }
  EXPECT_EQ(row(values, "y")[3], 200);
  const auto unknown = unknowns_at(model().data(), switches, 3);
  EXPECT_FALSE(unknown[model().data().index.at("y")]);
  EXPECT_TRUE(unknown[model().data().index.at("g")]);
  EXPECT_TRUE(unknowns_at(model().data(), switches, 2)[model().data().index.at("y")]);
  changed(base().swap("y", {200}, "g", {2025, 2030}), &switches);
  EXPECT_TRUE(switches.empty()) << "outside";
}

TEST(Inputs, NameEverythingThatIsMissing) {
  EXPECT_NO_THROW(require_complete(model().data(), {}, window(), changed(base())));
  const Scenario less{"base", Frame({{"c", Period(2018), {}, {1, NAN, 3}}, {"g", Period(2021), {}, {31}}})};
  std::vector<Switch> switches{{model().data().index.at("g"), true, 2, 2}};
  std::vector<double> values = gather(model().data(), less.data(), window());
  // g is solved for in 2020 and there in 2021; i is read one period ahead.
  foreplan::testing::expect_refused({{"none for c in 2019; i in 2020 to 2023; g in 2022",
                                      [&] { require_complete(model().data(), switches, window(), values); }}});
}

}  // namespace foreplan::scenario::detail
