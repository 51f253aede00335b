#include <foreplan/report/targets.hpp>

#include "drawing.hpp"

#include <gmock/gmock.h>
#include <foreplan/core/errors.hpp>

#include <cmath>

namespace foreplan::report {
namespace {

using foreplan::testing::expect_well_drawn;
using ::testing::HasSubstr;
using ::testing::Not;

const Unit kUnit = Unit::money("VND", 9, PriceBasis::unstated());
const plan::Target kOutput{.name = "industrial gross output", .value = 17'600, .unit = kUnit, .period = 2020};
const plan::Target kExports{
    .name = "exports", .value = 135, .unit = Unit::money("USD", 6, PriceBasis::current()), .period = 2020};

/// From the base that 11.4 % and 17,600 imply, with a standard deviation of 5 points: 50.00 % and, at 13 %, 73.82 %.
TargetOutlook outlook(double base, double growth, std::string reading = {}) {
  return {kOutput,
          plan::attainment(kOutput, {"output", 2015, kUnit, {base}}, {.growth = plan::GrowthBelief{growth, 0.05}}),
          std::move(reading)};
}
const double kImplied = 17'600 / (1.114 * 1.114 * 1.114 * 1.114 * 1.114);

plan::Progress progress() {
  plan::Progress p;
  p.unit = kUnit;
  p.base_period = 2015;
  p.base = Rounded("10259");
  p.observations = {{2017, Rounded("12500")}};
  p.milestones = {{2018, {"halfway", "giữa kỳ"}, 0}, {2017, {}, 13'000}};
  std::swap(p.milestones[0], p.milestones[1]);
  p.source = "illustrative: not in the plan";
  return p;
}

TEST(TargetText, NamesBoundUnitAndPrices) {
  EXPECT_EQ(target_text(kOutput), "over 17,600 billion VND (price base not stated)");
  EXPECT_EQ(target_text(kExports, Language::vietnamese), "trên 135 triệu USD (giá hiện hành)");
  plan::Target between = kExports;
  between.bound = plan::Bound::between;
  between.upper = 150;
  EXPECT_EQ(target_text(between), "135 to 150 million USD (current prices)");
}

TEST(AttainmentTable, HasTheKnownAnswers) {
  const std::string text =
      markdown(attainment_table({outlook(kImplied, 0.114), outlook(kImplied, 0.13), outlook(6513, 0.13)}));
  EXPECT_THAT(text, HasSubstr("| 10,259 (2015) | 11.40 % | 11.40 % | 50.00 % |"));
  EXPECT_THAT(text, HasSubstr("| 10,259 (2015) | 11.40 % | 13.00 % | 73.82 % |"));
  EXPECT_THAT(text, HasSubstr("| 6,513 (2015) | 22.00 % | 13.00 % | below 0.1 % |"));
  EXPECT_THAT(text, HasSubstr("Industrial gross output: over 17,600 billion VND (price base not stated) in 2020"));
  EXPECT_THAT(text, HasSubstr("Method: growth given, lognormal with a spread of 5.0 % a year."));
}

TEST(AttainmentTable, SaysThatWithoutABaseNothingCanBeSaid) {
  const Table t = attainment_table({outlook(kImplied, 0.114, "as implied"), {kExports, {}, {}}});
  EXPECT_EQ(t.columns[1].header, "Reading");
  const std::string text = markdown(t);
  EXPECT_THAT(text, HasSubstr("| as implied | 10,259 (2015)"));
  EXPECT_THAT(text, HasSubstr("| Exports: over 135 million USD (current prices) in 2020 |  | \u2013 | \u2013 | \u2013 "
                              "| cannot be said: no base |"));
  EXPECT_THAT(markdown(attainment_table({{kExports, {}, {}}}, Language::vietnamese)), HasSubstr("không xác định được"));
}

TEST(AttainmentTable, NamesEachMethodWhereTheyDiffer) {
  const Series history{"output", 2010, kUnit, {5000, 5600, 6000, 7000, 7400, 8300}};
  const TargetOutlook estimated{kOutput, plan::attainment(kOutput, history), {}};
  const Table t = attainment_table({outlook(kImplied, 0.114), estimated});
  EXPECT_EQ(t.columns.back().header, "How");
  EXPECT_THAT(std::get<std::string>(t.rows[1].back().value), HasSubstr("estimated from 5 growth rates, Student t"));
  EXPECT_EQ(t.note, "");
}

TEST(Outlooks, WithoutAnAttainmentHaveNoPath) {
  const TargetOutlook none{kExports, {}, {}};
  EXPECT_THROW((void)attainment_table({}), InvalidArgument);
  EXPECT_THROW((void)required_path(none), InvalidArgument);
  EXPECT_THROW((void)attainment_chart(none), InvalidArgument);
  EXPECT_THROW((void)gauge(none), InvalidArgument);
}

TEST(RequiredPath, AddsUpToTheTarget) {
  const Table t = required_path(outlook(kImplied, 0.114));
  ASSERT_EQ(t.rows.size(), 5u);
  EXPECT_NEAR(std::get<double>(t.rows[4][1].value), 17'600, 1e-6);
  double added = 0, shares = 0;
  for (const auto& row : t.rows) added += std::get<double>(row[2].value), shares += std::get<double>(row[3].value);
  EXPECT_NEAR(added, 17'600 - kImplied, 1e-6);
  EXPECT_NEAR(shares, 1, 1e-12);
  EXPECT_EQ(t.note, "The path grows by 11.40 % a year.");
}

/// Rates are per period of the plan, which need not be a year.
TEST(Monitoring, SpeaksOfThePeriodsOfThePlan) {
  plan::Target target = kOutput;
  target.period = Period::quarter(2020, 4);
  plan::Progress p = progress();
  p.base_period = Period::quarter(2015, 4);
  p.observations = {{Period::quarter(2017, 4), Rounded("12500")}};
  p.milestones.clear();
  const plan::Monitoring m = plan::monitor(target, p);
  const std::string text = markdown(monitoring_table(target, m));
  EXPECT_THAT(text, AllOf(HasSubstr("| Growth achieved a quarter |"), HasSubstr("| Growth needed a quarter from here |")));
  EXPECT_THAT(monitoring_verdict(target, m).text, AllOf(HasSubstr(" a quarter was achieved"), Not(HasSubstr("a year"))));
  EXPECT_THAT(monitoring_verdict(target, m, Language::vietnamese).text, AllOf(HasSubstr("%/quý"), Not(HasSubstr("/năm"))));
}

TEST(AttainmentChart, ShowsHistoryPathFanAndTarget) {
  const LineChart chart =
      attainment_chart(outlook(kImplied, 0.13, "as implied"), Series{"x", 2014, kUnit, {9000, kImplied}});
  EXPECT_EQ(chart.title, "Industrial gross output, as implied");
  ASSERT_EQ(chart.lines.size(), 2u);
  EXPECT_EQ(chart.lines[0].style, LineStyle::history);
  EXPECT_NEAR(chart.lines[1].series.values.back(), 17'600, 1e-6);
  EXPECT_EQ(chart.fans[0].centre.front(), chart.fans[0].lower.front());
  EXPECT_NEAR(chart.fans[0].centre.back(), kImplied * std::pow(1.13, 5), 1e-6);
  EXPECT_EQ(chart.targets[0].name, "Target 2020");
  expect_well_drawn(chart);
}

TEST(OutlookGauge, HasBaseMedianTargetAndProbability) {
  const Gauge g = gauge(outlook(kImplied, 0.13));
  EXPECT_NEAR(*g.probability, 0.7382, 5e-5);
  EXPECT_NEAR(g.base, 10'259, 0.5);
  EXPECT_EQ(g.target_name, "Target 2020: over 17,600");
  EXPECT_NEAR(g.projected->value, kImplied * std::pow(1.13, 5), 1e-6);
  expect_well_drawn(g);
}

/// UN ESCAP's measures of the founding case: CSI 3.053, 1.82 % behind, 12.08 % a year left.
TEST(Monitoring, HasTheKnownAnswersInTableGaugeAndVerdict) {
  const plan::Monitoring m = plan::monitor(kOutput, progress());
  const std::string text = markdown(monitoring_table(kOutput, m));
  for (const char* expected :
       {"| 3.053 |", "| Behind the required path | 1.82 % |", "| Growth needed a year from here | 12.08 % |",
        "**Industrial gross output: measures of progress**"})
    EXPECT_THAT(text, HasSubstr(expected));
  const Callout verdict = monitoring_verdict(kOutput, m);
  EXPECT_EQ(verdict.tone, Tone::bad);
  EXPECT_EQ(verdict.title, "Behind the required path");
  EXPECT_THAT(verdict.text, HasSubstr("Industrial gross output was 12,500 billion VND (price base not stated) in 2017, "
                                      "1.82 % below the required path."));
  EXPECT_THAT(verdict.text, HasSubstr("12.08 % a year"));
  const Gauge g = gauge(kOutput, progress(), m);
  EXPECT_EQ(*g.observed, 12'500);
  EXPECT_NEAR(*g.required, 12'731.5, 0.5);
  EXPECT_THAT(g.note, HasSubstr("Illustrative figures"));
  expect_well_drawn(g);
}

// A share that is to fall from 40 to 30 in five years stands at 38 after two: above its path of 35.66, that is
// 40 x .75^.4.
TEST(Monitoring, OfAnUpperBoundIsBehindAboveThePath) {
  plan::Target share{
      .name = "share", .bound = plan::Bound::at_most, .value = 30, .unit = Unit::percent(), .period = 2020};
  plan::Progress p;
  p.unit = Unit::percent();
  p.base_period = 2015;
  p.base = Rounded("40");
  p.observations = {{2017, Rounded("38")}};
  const plan::Monitoring m = plan::monitor(share, p);
  const Callout verdict = monitoring_verdict(share, m);
  EXPECT_EQ(verdict.title, "Behind the required path");
  EXPECT_THAT(verdict.text, HasSubstr("% above the required path"));
  EXPECT_THAT(markdown(monitoring_table(share, m)), HasSubstr("| Behind the required path | "));
  EXPECT_THAT(monitoring_verdict(share, m, Language::vietnamese).text, HasSubstr("cao hơn"));
  EXPECT_THAT(markdown(monitoring_table(share, m, Language::vietnamese)), HasSubstr("| Chậm hơn lộ trình cần đạt | "));
}

TEST(Monitoring, ChartSkipsYearsWithoutObservation) {
  const LineChart chart = monitoring_chart(kOutput, progress(), plan::monitor(kOutput, progress()));
  ASSERT_EQ(chart.lines.size(), 2u);
  EXPECT_TRUE(std::isnan(chart.lines[1].series.values[1]));
  EXPECT_EQ(chart.lines[1].series.values[2], 12'500);
  EXPECT_THAT(chart.note, HasSubstr("Illustrative"));
  expect_well_drawn(chart);
}

TEST(Milestones, HaveTheirState) {
  const std::string text = markdown(milestone_table(kOutput, plan::monitor(kOutput, progress())));
  EXPECT_THAT(text, HasSubstr("| 2017 | 13,000 | 12,500 | missed |"));
  EXPECT_THAT(text, HasSubstr("| halfway | 2018 |"));
  EXPECT_THAT(text, HasSubstr("pending"));
  plan::Progress none = progress();
  none.milestones.clear();
  EXPECT_THROW((void)milestone_table(kOutput, plan::monitor(kOutput, none)), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::report
