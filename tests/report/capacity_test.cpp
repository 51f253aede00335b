#include <foreplan/report/capacity.hpp>

#include "drawing.hpp"

#include <gmock/gmock.h>
#include <foreplan/core/errors.hpp>

#include <cmath>

namespace foreplan::report {
namespace {

using foreplan::testing::expect_well_drawn;
using ::testing::HasSubstr;
using ::testing::Not;

const Unit kMoney = Unit::money("VND", 9, PriceBasis::current());

std::vector<plan::Zone> zones() {
  plan::Zone a;
  a.name = {"Long Binh An", "Long Bình An"};
  a.unit = Unit::physical("ha");
  a.period = 2015;
  a.total_area = 170, a.let_area = 105, a.absorption = 8;
  plan::Zone b = a;
  b.name = {"full", ""};
  b.let_area = 170;
  plan::Zone c = a;
  c.name = {"idle", ""};
  c.absorption = 0;
  c.source = "illustrative";
  return {a, b, c};
}

TEST(ZoneTable, HasOneUnitAndOneNumberOfDecimalsAColumn) {
  const std::string text = markdown(zone_table(zones()));
  EXPECT_THAT(text, HasSubstr("| Area to let (ha) |"));
  EXPECT_THAT(text,
              HasSubstr("| Long Binh An | 2015 | 170 | 105 | 61.8 % | 8.0 | 2024 |"));  // 65 / 8: in the ninth year
  EXPECT_THAT(text, HasSubstr("| Full | 2015 | 170 | 170 | 100.0 % | 8.0 | 2015 |"));
  EXPECT_THAT(text, HasSubstr("| Idle | 2015 | 170 | 105 | 61.8 % | 0.0 | never |"));
  EXPECT_THAT(text, HasSubstr("Illustrative figures"));
}

TEST(ZoneTable, PutsUnitsBehindTheNumbersWhereTheyDiffer) {
  auto mixed = zones();
  mixed[1].unit = Unit::physical("m2", 3);
  EXPECT_THAT(markdown(zone_table(mixed)),
              AllOf(HasSubstr("| 170 ha |"), HasSubstr("| 170 thousand m² |"), HasSubstr("| Area to let |")));
  EXPECT_THROW((void)zone_table({}), InvalidArgument);
  auto quarterly = zones();
  for (plan::Zone& zone : quarterly) zone.period = Period::quarter(2015, 4);
  EXPECT_THAT(markdown(zone_table(quarterly)), HasSubstr("| Let a quarter"));
}

/// The forms of the founding case: ten years at 11.4 %, elasticities 1.0, 1.3, 1.5.
plan::ElectricityDemand electricity() {
  plan::ElectricityDemand d;
  d.name = {"electricity demand", "nhu cầu điện"};
  d.base_period = 2015;
  d.driver_growth = 0.114;
  d.driver_stated_to = 2020;
  d.last = 2025;
  d.elasticities = {1.0, 1.3, 1.5};
  return d;
}

TEST(ElectricityTable, HasTheKnownAnswersInBothFormsAndSaysExtrapolated) {
  const Table t = electricity_table(electricity());
  EXPECT_EQ(t.caption, "Electricity demand in 2025; extrapolated beyond 2020");
  const std::string text = markdown(t);
  for (const char* row : {"| 1.0 | 2.94 | 2.94 |", "| 1.3 | 3.98 | 4.07 |", "| 1.5 | 4.85 | 5.05 |"})
    EXPECT_THAT(text, HasSubstr(row));
  EXPECT_THAT(text, AllOf(HasSubstr("Linear form, times 2015"), HasSubstr("Power form, times 2015")));
  EXPECT_THAT(t.note, HasSubstr("stated up to 2020; beyond, it is extrapolated"));
  EXPECT_THAT(electricity_table(electricity(), Language::vietnamese).caption, HasSubstr("ngoại suy sau năm 2020"));
}

TEST(ElectricityTable, HasLevelsWhereTheBaseIsOne) {
  plan::ElectricityDemand d = electricity();
  d.unit = Unit::physical("kWh", 6);
  d.base = 500;
  d.last = 2020;
  const Table t = electricity_table(d);
  EXPECT_EQ(t.columns.size(), 5u);
  EXPECT_NEAR(std::get<double>(t.rows[0][1].value), 500 * std::pow(1.114, 5), 1e-6);
  EXPECT_EQ(t.caption, "Electricity demand in 2020");
  EXPECT_THAT(t.note, Not(HasSubstr("extrapolated")));
}

TEST(ElectricityChart, ShowsBothFormsOfEveryElasticity) {
  const LineChart chart = electricity_chart(electricity());
  ASSERT_EQ(chart.lines.size(), 6u);
  EXPECT_NEAR(chart.lines[4].series.values.back(), std::pow(1 + 1.5 * 0.114, 10), 1e-9);
  EXPECT_NEAR(chart.lines[5].series.values.back(), std::pow(1.114, 15), 1e-9);
  EXPECT_THAT(chart.title, HasSubstr("extrapolated beyond 2020"));
  expect_well_drawn(chart);
}

TEST(PipelineTable, ExpectsWhatProbabilitiesSay) {
  plan::Project p;
  p.id = "mill";
  p.capital = 1000;
  p.capital_unit = kMoney;
  p.probability = 0.7;
  p.start = 2016;
  p.disbursement = {0.4, 0.6};
  const plan::Pipeline pipeline = plan::simulate_pipeline({p}, {2016, 2018}, {.paths = 1000, .seed = 1});
  const std::string text = markdown(pipeline_table(pipeline));
  EXPECT_THAT(text, HasSubstr("| 2016 | 280 (0\u2013400) | 280 (0\u2013400) |"));
  EXPECT_THAT(text, HasSubstr("| 2017 | 420 (0\u2013600) | 700 (0\u20131,000) |"));
  EXPECT_THAT(text, HasSubstr("billion VND, current prices"));
  EXPECT_THAT(text, HasSubstr("Committed 1,000 billion VND"));
  const LineChart chart = pipeline_chart(pipeline);
  EXPECT_EQ(chart.targets[0].value, 1000);
  EXPECT_NEAR(chart.fans[0].centre.back(), 700, 1e-9);
  expect_well_drawn(chart);
  EXPECT_THROW((void)pipeline_table(plan::Pipeline{}), InvalidArgument);
}

TEST(FinancingTable, ShowsTheGapWithItsSign) {
  plan::FinancingNeed need;
  need.id = "zones";
  need.name = {"zone infrastructure", "hạ tầng khu công nghiệp"};
  need.unit = kMoney;
  need.period = {2016, 2017};
  need.required = {100, 300};
  need.sources = {
      {"budget", {"Budget", "Ngân sách"}, Unit::money("VND", 6, PriceBasis::current()), {150'000, 100'000}}};
  const Table t = financing_table(need);
  EXPECT_EQ(t.caption, "Zone infrastructure");
  EXPECT_EQ(t.totals, 1u);
  EXPECT_EQ(std::get<double>(t.rows[0][3].value), -50);
  EXPECT_EQ(std::get<double>(t.rows[1][3].value), 200);
  EXPECT_EQ(std::get<double>(t.rows[2][3].value), 150);
  EXPECT_NEAR(std::get<double>(t.rows[0][2].value), 150, 1e-12);  // from millions
  const BarChart chart = financing_chart(need, Language::vietnamese);
  EXPECT_EQ(chart.parts[0].name, "Ngân sách");
  EXPECT_EQ(chart.totals, (std::vector<double>{100, 300}));
  expect_well_drawn(chart);
}

TEST(RawMaterialTable, HoldsAreaAgainstPlant) {
  plan::RawMaterial m;
  m.name = {"sugar cane", "mía"};
  m.area = 10'000, m.area_unit = Unit::physical("ha"), m.yield = 60, m.capacity = 700'000, m.unit = Unit::physical("t");
  const std::string text = markdown(raw_material_table({m}));
  EXPECT_THAT(text, HasSubstr("| Sugar cane | 10,000 | 600,000 | 700,000 | 85.7 % | yes | 11,667 |"));
  EXPECT_THAT(text, HasSubstr("| Growing area (ha) |"));
  m.yield_variation = 0.2;
  EXPECT_THAT(markdown(raw_material_table({m})), Not(HasSubstr("| yes |")));
}

TEST(LabourTable, SplitsTheAdditionalWorkers) {
  plan::LabourDemand d;
  d.name = {"industrial workers", "lao động công nghiệp"};
  d.unit = Unit::physical("worker", 3);
  d.base_period = 2015, d.base = 20, d.output_growth = 0.114, d.productivity_growth = 0.06, d.last = 2020;
  const plan::LabourOutlook o = plan::labour_outlook(d);
  const std::string text = markdown(labour_table({d}));
  EXPECT_THAT(text, HasSubstr("| Industrial workers | 2020 | 20.00 thousand workers (2015) | 25.64 thousand workers | "
                              "+5.64 |"));  // 20 (1.114 / 1.06)^5
  EXPECT_NEAR(o.output_effect + o.productivity_effect, o.additional, 1e-9);
}

}  // namespace
}  // namespace foreplan::report
