#include <foreplan/report/uncertainty.hpp>

#include <foreplan/core/errors.hpp>
#include <foreplan/scenario.hpp>
#include <gmock/gmock.h>

#include <string>

#include "drawing.hpp"

namespace foreplan::report {
namespace {

using foreplan::testing::expect_well_drawn;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const scenario::Model& model() {
  static const scenario::Model m =
      scenario::compile("behavioural y = 0.5 * y(-1) + x [bn VND, 2010 prices]\n identity z = 2 * y * w");
  return m;
}
const scenario::Scenario kBase("base", Frame({{"y", 2019, Unit::money("VND", 9, PriceBasis::constant(2010)), {20}},
                                              {"x", 2019, {}, {10, 10, 10, 10}},
                                              {"w", 2019, {}, {1, 1, 1, 1}}}));
const PeriodRange kYears{2020, 2022};

scenario::Simulation simulated() {
  scenario::SimulateOptions options{.draws = 400, .seed = 1, .track = {"y"}, .coverages = {0.5, 0.9}};
  options.shocks = scenario::NormalShocks{.deviations = {1}};
  return scenario::simulate(model(), kBase, kYears, options);
}

TEST(FanChart, HasTheIntervalsOfASimulation) {
  const scenario::Simulation s = simulated();
  const LineChart chart = fan_chart(s, "y");
  ASSERT_EQ(chart.fans.size(), 1u);
  EXPECT_EQ(chart.fans[0].coverage, 0.9);
  EXPECT_EQ(chart.fans[0].lower, s["y"].lower[1]);
  EXPECT_EQ(chart.fans[0].centre, s["y"].median);
  EXPECT_EQ(chart.fans[0].start, Period(2020));
  EXPECT_EQ(chart.unit, Unit::money("VND", 9, PriceBasis::constant(2010)));
  EXPECT_EQ(chart.note, "Medians and central intervals of 400 draws.");
  EXPECT_EQ(fan_chart(s, "y", 0.5).fans[0].upper, s["y"].upper[0]);
  expect_well_drawn(chart);
  EXPECT_THROW((void)fan_chart(s, "z"), InvalidArgument);
  EXPECT_THROW((void)fan_chart(s, "y", 0.8), InvalidArgument);
}

TEST(SimulatedEventTable, NeverSaysImpossible) {
  const scenario::Simulation s = simulated();
  const auto odds = [&](double value) {
    return scenario::probability(s, {{"y", 2022, scenario::EventSide::at_least, value}});
  };
  const std::string text = markdown(event_table({{"at least 20", odds(20)}, {"at least 100", odds(100)}}));
  EXPECT_THAT(text, HasSubstr("| at least 100 | below 0.8 % |"));  // 3 of 400
  EXPECT_THROW((void)event_table({}), InvalidArgument);
}

TEST(TornadoOfAModel, IsDrawnWithTheValuesOfItsFactors) {
  const auto analysis = scenario::tornado(
      model(), kBase, kYears,
      {{.name = "input",
        .variable = "x",
        .range = kYears,
        .how = scenario::FactorKind::override_values,
        .low = 8,
        .high = 12}},
      {{"y", 2022}});
  const TornadoChart chart = tornado_chart(analysis.outcomes[0], Unit::percent());
  EXPECT_EQ(chart.title, "y, 2022");
  ASSERT_EQ(chart.rows.size(), 1u);
  EXPECT_NEAR(chart.base, 20, 1e-9);
  EXPECT_NEAR(chart.rows[0].outcome_low, 20 - 2 * 1.75, 1e-9);
  EXPECT_EQ(chart.rows[0].high_name, "12");
  scenario::Tornado other = analysis.outcomes[0];
  other.rows[0].low = -0.05;
  other.rows[0].high = -1.0 / 3;
  EXPECT_EQ(tornado_chart(other).rows[0].low_name, "\u22120.05");
  EXPECT_EQ(tornado_chart(other).rows[0].high_name, "\u22120.333");
  expect_well_drawn(chart);
}

TEST(AttributionChart, AddsUpToTheDifference) {
  const auto shocked = kBase.layer("input").shift("x", 2, kYears).layer("weight").shift("w", 0.1, kYears);
  const auto attribution = scenario::attribute(model(), shocked, kBase, kYears, {"z"});
  const BarChart chart = attribution_chart(attribution, "z");
  ASSERT_EQ(chart.parts.size(), 2u);
  EXPECT_EQ(chart.parts[1].name, "weight");
  EXPECT_EQ(chart.title, "z: difference from base");
  // z = 2 y w: 2 (22 x 1.1 - 20) = 8.4, of which half of the interaction 0.4 each.
  EXPECT_NEAR(chart.totals[0], 8.4, 1e-9);
  EXPECT_NEAR(chart.parts[0].values[0], 4.2, 1e-9);
  EXPECT_NEAR(chart.parts[1].values[0], 4.2, 1e-9);
  expect_well_drawn(chart);
  EXPECT_THROW((void)attribution_chart(attribution, "y"), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::report
