#include <foreplan/report/projection.hpp>

#include "drawing.hpp"
#include "plan/founding_case.hpp"

#include <gmock/gmock.h>
#include <foreplan/core/errors.hpp>

#include <cmath>

namespace foreplan::report {
namespace {

using foreplan::testing::expect_well_drawn;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// The founding case with three sectors from 2015 on; industry at 11.4 %, the others at 4 and 9 %.
plan::Plan projected() {
  plan::Plan p = foreplan::testing::founding_case();
  p.projection.sectors = {"agriculture", "industry", "services"};
  p.projection.unit = Unit{"GRDP", 0, PriceBasis::index(2015), {}};
  p.projection.base = 2015;
  p.projection.levels = {27.36, 38.2, 34.44};
  p.projection.sigma = {0.03, 0.06, 0.03};
  p.projection.last = 2020;
  p.projection.paths = 1000;
  p.projection.events = {
      {"share_40", {"at least 40 %", "ít nhất 40%"}, "industry", true, plan::Bound::at_least, 40, 2020},
      {"never", {"fifteenfold", ""}, "", false, plan::Bound::at_least, 1500, 2020}};
  return p;
}

std::vector<plan::ProjectionResult> results(const plan::Plan& p) {
  std::vector<plan::ProjectionResult> all;
  for (const auto& [name, industry] : std::vector<std::pair<std::string, double>>{{"base", 0.114}, {"dreams", 0.22}}) {
    scenario::Scenario s = scenario::Scenario("data", plan::base_data(p.projection)).layer(name);
    const std::vector<std::pair<std::string, double>> growths = {
        {"agriculture", 0.04}, {"industry", industry}, {"services", 0.09}};
    for (const auto& [sector, growth] : growths) s = s.growth_path(sector, growth, {2016, 2020});
    all.push_back(plan::project(p.projection, s));
  }
  return all;
}

const plan::Plan kPlan = projected();
const std::vector<plan::ProjectionResult> kResults = results(kPlan);

TEST(ScenarioChart, OpensFromTheBaseUnderEveryScenario) {
  const LineChart chart = scenario_chart(kPlan, kResults, "industry", Measure::share);
  EXPECT_EQ(chart.title, "Share of industry and construction in GRDP");
  ASSERT_EQ(chart.fans.size(), 2u);
  EXPECT_EQ(chart.fans[0].name, "Base");
  EXPECT_EQ(chart.fans[1].name, "dreams");
  for (const ChartFan& fan : chart.fans) {
    EXPECT_EQ(fan.centre.size(), 6u);
    EXPECT_NEAR(fan.centre[0], 38.2, 1e-9);
    EXPECT_EQ(fan.lower[0], fan.upper[0]);
  }
  ASSERT_EQ(chart.targets.size(), 1u);
  EXPECT_EQ(chart.targets[0].name, "2020: at least");
  EXPECT_EQ(chart.targets[0].value, 40);
  EXPECT_EQ(chart.unit, Unit::percent());
  expect_well_drawn(chart);
}

TEST(ScenarioChart, RefusesWhatThereIsNot) {
  EXPECT_THAT([] { (void)scenario_chart(kPlan, kResults, "industri"); },
              ThrowsMessage<InvalidArgument>(HasSubstr("did you mean \"industry\"")));
  EXPECT_THAT([] { (void)scenario_chart(kPlan, kResults, "grdp"); },
              ThrowsMessage<InvalidArgument>(HasSubstr("sector must be one of the projection's")));
  EXPECT_THROW((void)scenario_chart(kPlan, kResults, {}, Measure::share), InvalidArgument);
  EXPECT_THROW((void)scenario_chart(kPlan, {}, "industry"), InvalidArgument);
  EXPECT_THROW((void)comparison(kPlan, {}), InvalidArgument);
  EXPECT_THROW((void)event_table(kPlan, {}), InvalidArgument);
}

TEST(VariableChart, ShowsWhatTheModelDeterminesUnderEveryScenario) {
  plan::Plan p = projected();
  p.projection.model = {"list s = agriculture industry services",
                        "for i in s",
                        "  {i} = {i}(-1) * (1 + 0.2 * rate)",
                        "  identity workers_{i} = {i}(-1) / 2 [%]",
                        "end",
                        "parameter rate = 0.4",
                        "identity percentage = 100 * rate [%]"};
  p.indicators.push_back({.id = "percentage", .name = {"investment rate", "tỷ lệ đầu tư"}});
  const scenario::Scenario base("base", plan::base_data(p.projection));
  const std::vector<plan::ProjectionResult> results = {
      plan::project(p.projection, base), plan::project(p.projection, base.layer("high").shift("rate", 0.1, {2016, 2020}))};
  const LineChart chart = variable_chart(p, results, "percentage", Language::vietnamese);
  EXPECT_EQ(chart.title, "Tỷ lệ đầu tư");
  EXPECT_EQ(chart.unit, Unit::percent());
  ASSERT_EQ(chart.lines.size(), 2u);
  EXPECT_EQ(chart.lines[1].series.name, "Kịch bản cao");
  EXPECT_NEAR(chart.lines[1].series.at(2020), 50, 1e-12);
  expect_well_drawn(chart);

  const AreaChart workers = composition_chart(p, results[0], {"workers_agriculture", "workers_industry"}, "Workers");
  EXPECT_NEAR(workers.parts[1].at(2016), 100 * 38.2 / (27.36 + 38.2), 1e-12);
  expect_well_drawn(workers);

  EXPECT_THAT([&] { (void)variable_chart(p, results, "percentag"); },
              ThrowsMessage<InvalidArgument>(HasSubstr("did you mean \"percentage\"?")));
  EXPECT_THROW((void)variable_chart(p, {}, "percentage"), InvalidArgument);
  EXPECT_THROW((void)variable_chart(kPlan, kResults, "percentage"), InvalidArgument);
  EXPECT_THROW((void)composition_chart(p, results[0], {"workers_agriculture", "rate"}, "x"), UnitMismatch);
}

TEST(ShareChart, AddsUpTo100InEveryYear) {
  const AreaChart chart = share_chart(kPlan, kResults[0]);
  for (std::size_t i = 0; i < 6; ++i)
    EXPECT_NEAR(chart.parts[0].values[i] + chart.parts[1].values[i] + chart.parts[2].values[i], 100, 1e-9);
  EXPECT_EQ(chart.parts[1].name, "Industry and construction");
  // 38.2 growing 11.4 % for five years in a sum of three.
  const double industry = 38.2 * std::pow(1.114, 5),
               all = industry + 27.36 * std::pow(1.04, 5) + 34.44 * std::pow(1.09, 5);
  EXPECT_NEAR(chart.parts[1].values[5], 100 * industry / all, 1e-9);
  expect_well_drawn(chart);
}

TEST(GrowthContributions, AddUpToGrowth) {
  const BarChart chart = growth_contributions(kPlan, kResults[0]);
  ASSERT_EQ(chart.totals.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_NEAR(chart.parts[0].values[i] + chart.parts[1].values[i] + chart.parts[2].values[i], chart.totals[i], 1e-9);
  EXPECT_NEAR(chart.totals[0], 0.2736 * 4 + 0.382 * 11.4 + 0.3444 * 9, 1e-9);
  EXPECT_THAT(growth_contributions(kPlan, kResults[0], Language::vietnamese).title, HasSubstr("Kịch bản cơ sở: tăng trưởng"));
  expect_well_drawn(chart);
}

TEST(Comparison, EndsWithTheTotal) {
  const ComparisonChart chart = comparison(kPlan, kResults);
  ASSERT_EQ(chart.rows.size(), 4u);
  EXPECT_EQ(chart.rows[3].name, "GRDP");
  EXPECT_EQ(chart.title, "Levels in 2020 by scenario");
  EXPECT_EQ(comparison(kPlan, kResults, Measure::share).rows.size(), 3u);
  EXPECT_EQ(comparison(kPlan, kResults, Measure::share).rows[1].target, 40);
  expect_well_drawn(chart);
}

TEST(EventTable, NeverPrintsAnEventAsImpossible) {
  const Table t = event_table(kPlan, kResults);
  ASSERT_EQ(t.rows.size(), 2u);
  EXPECT_EQ(std::get<std::string>(t.rows[0][0].value), "At least 40 %");
  EXPECT_EQ(std::get<std::string>(t.rows[1][2].value), "below 0.3 %");  // 3 / paths
  EXPECT_THAT(t.note, HasSubstr("1,000 simulated paths"));
}

TEST(ProjectionTable, HasLevelsGrowthAndShares) {
  const Table t = projection_table(kPlan, kResults[0]);
  ASSERT_EQ(t.rows.size(), 6u);
  ASSERT_EQ(t.columns.size(), 9u);
  EXPECT_NEAR(std::get<double>(t.rows[5][2].value), 38.2 * std::pow(1.114, 5), 1e-9);
  EXPECT_NEAR(std::get<double>(t.rows[0][7].value), 38.2, 1e-9);
}

// By hand: the total grows from 100 to 27.36 1.04^5 + 38.2 1.114^5 + 34.44 1.09^5 = 151.8376; industry at 40 % of it
// grows by (0.40 151.8376 / 38.2)^(1/5) - 1 = 9.714 % a year, both others by (0.60 151.8376 / 61.8)^(1/5) - 1 = 8.065 %
// where they keep the proportions of today. In the scenario's, 33.2875 to 52.9906, they are 38.5814 % and 61.4186 % of
// the rest.
TEST(TargetPaths, AskDifferentThingsOfTheOtherSectors) {
  const Table t = target_paths(kPlan, kResults[0], {"industry", 0.40}, 2020);
  ASSERT_EQ(t.rows.size(), 3u);
  ASSERT_EQ(t.columns.size(), 8u);
  const auto value = [&](std::size_t row, std::size_t column) { return std::get<double>(t.rows[row][column].value); };
  const double agriculture = 27.36 * std::pow(1.04, 5), industry = 38.2 * std::pow(1.114, 5),
               services = 34.44 * std::pow(1.09, 5), total = agriculture + industry + services;
  EXPECT_NEAR(value(1, 1), 0.382, 1e-12);
  EXPECT_NEAR(value(1, 2), industry / total, 1e-12);
  EXPECT_NEAR(value(1, 3), 0.114, 1e-12);
  for (const std::size_t way : {std::size_t{4}, std::size_t{6}}) {
    EXPECT_NEAR(value(1, way), 0.40, 1e-12);
    EXPECT_NEAR(value(1, way + 1), std::pow(0.40 * total / 38.2, 0.2) - 1, 1e-12);
  }
  EXPECT_NEAR(value(0, 5), std::pow(0.60 * total / 61.8, 0.2) - 1, 1e-12);
  EXPECT_NEAR(value(2, 5), value(0, 5), 1e-12);
  EXPECT_NEAR(value(0, 6) / value(2, 6), agriculture / services, 1e-10);
  EXPECT_NEAR(value(0, 6) + value(2, 6), 0.60, 1e-12);
  EXPECT_THAT(t.caption, HasSubstr("40.0 % for industry"));
  EXPECT_THAT(target_paths(kPlan, kResults[0], {"industry", 0.40}, 2020, Language::vietnamese).note,
              HasSubstr("entropy chéo"));
  EXPECT_THAT([] { (void)target_paths(kPlan, kResults[0], {"industri", 0.40}, 2020); },
              ThrowsMessage<InvalidArgument>(HasSubstr("nearest: \"industry\"")));
  EXPECT_THAT([] { (void)target_paths(kPlan, kResults[0], {"industry", 0.40}, 2031); },
              ThrowsMessage<InvalidArgument>(HasSubstr("the target must lie in the projection, 2016 to 2020; got 2031")));
}

}  // namespace
}  // namespace foreplan::report
