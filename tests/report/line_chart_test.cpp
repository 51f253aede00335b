#include "charts.hpp"

namespace foreplan::report {
namespace {

const Unit kUnit = Unit::money("VND", 9, PriceBasis::constant(1994));

ChartLine line(std::string name, std::vector<double> values, Period start = 2015, LineStyle style = LineStyle::series) {
  return {{std::move(name), start, kUnit, std::move(values)}, style};
}

LineChart chart_of(std::vector<ChartLine> lines) {
  LineChart chart;
  chart.title = "Industrial gross output";
  chart.unit = kUnit;
  chart.lines = std::move(lines);
  return chart;
}

LineChart three_scenarios() {
  LineChart chart = chart_of({});
  int k = 0;
  for (const char* name : {"Low", "Base", "High"}) {
    ChartFan fan{name, 2015, 0.9, {100}, {100}, {100}};
    for (int i = 1; i <= 10; ++i) {
      const double centre = 100 * std::pow(1.06 + 0.01 * k, i);
      fan.centre.push_back(centre), fan.lower.push_back(centre * (1 - 0.02 * i)),
          fan.upper.push_back(centre * (1 + 0.02 * i));
    }
    chart.fans.push_back(fan);
    ++k;
  }
  chart.targets = {{"Target 2020", 2020, 140}, {"", 2025, 190}};
  return chart;
}

TEST(LineSvg, PutsEveryValueWhereTheAxisSays) {
  const LineChart chart = chart_of({line("output", {0, 50, 100}, 2015)});
  const Element root = parse_xml(svg(chart));
  const auto lines = all_of_class(root, "fp-line");
  ASSERT_EQ(lines.size(), 1u);
  const auto points = points_of(*lines[0]);
  ASSERT_EQ(points.size(), 3u);
  // The numbers of the axis stand on the grid lines: 0 and 100 tell where 50 must be.
  double zero = 0, hundred = 0;
  for (const Element* text : all_named(root, "text")) {
    if (text->text == "0") zero = text->number("y");
    if (text->text == "100" && text->has_class("fp-muted")) hundred = text->number("y");
  }
  ASSERT_GT(zero, hundred);
  EXPECT_NEAR(points[2].y - points[0].y, hundred - zero, 0.02);
  EXPECT_NEAR(points[1].y, (points[0].y + points[2].y) / 2, 0.02);
  EXPECT_NEAR(points[1].x, (points[0].x + points[2].x) / 2, 0.02);
}

TEST(LineSvg, AMissingValueBreaksTheLine) {
  const Element root = parse_xml(svg(chart_of({line("a", {1, 2, kNaN, 4, 5, kNaN, 7})})));
  std::vector<std::size_t> stretches;
  for (const Element* e : all_of_class(root, "fp-line")) stretches.push_back(points_of(*e).size());
  EXPECT_EQ(stretches, (std::vector<std::size_t>{2, 2}));  // the last value stands alone, as a mark
  EXPECT_EQ(all_of_class(root, "fp-mark").size(), 5u);
}

TEST(LineSvg, BandsLieBetweenTheirEnds) {
  LineChart chart = three_scenarios();
  chart.fans.resize(1);
  const Element root = parse_xml(svg(chart));
  const auto bands = all_of_class(root, "fp-band");
  ASSERT_GE(bands.size(), 1u);
  const auto band = points_of(*bands.back());
  const auto centre = points_of(*all_of_class(root, "fp-line").back());
  ASSERT_EQ(band.size(), 22u);
  for (std::size_t i = 0; i < 11; ++i) {
    EXPECT_LE(band[i].y, centre[i].y + 0.01);       // upper end
    EXPECT_GE(band[21 - i].y, centre[i].y - 0.01);  // lower end, backwards
    EXPECT_NEAR(band[i].x, centre[i].x, 0.01);
  }
}

TEST(LineSvg, OneBandIsFullAndSeveralAreFaintWithEdges) {
  EXPECT_EQ(all_of_class(parse_xml(svg(three_scenarios())), "fp-edge").size(), 6u);
  LineChart one = three_scenarios();
  one.fans.resize(1);
  EXPECT_TRUE(all_of_class(parse_xml(svg(one)), "fp-edge").empty());
}

TEST(LineSvg, TellsNamesLastValuesAndTargets) {
  for (const double width : {360.0, 800.0}) {
    const auto texts = texts_of(svg(three_scenarios(), {.width = width}));
    for (const char* expected :
         {"Low", "Base", "High", "Target 2020", "Target", "90\u00A0% interval", "179", "197", "216"})
      EXPECT_THAT(texts, Contains(expected)) << width;
  }
}

TEST(LineSvg, WritesNumbersAndUnitsInTheLanguage) {
  LineChart chart = chart_of({line("sản lượng", {6513.5, 17600}, 2015)});
  chart.decimals = 1;
  const auto texts = texts_of(svg(chart, {.language = Language::vietnamese}));
  EXPECT_THAT(texts, Contains("17.600,0"));
  EXPECT_THAT(texts, Contains("tỷ đồng, giá so sánh 1994"));
  EXPECT_THAT(texts_of(svg(chart)), Contains("billion VND, constant 1994 prices"));
}

TEST(LineSvg, DescribesEveryLineWithItsFirstAndLastValue) {
  const std::string description = parse_xml(svg(three_scenarios())).children[1].text;
  EXPECT_THAT(description, HasSubstr("billion VND, constant 1994 prices"));
  EXPECT_THAT(description, HasSubstr("Low: 100 in 2015, 179 in 2025"));
  EXPECT_THAT(description, HasSubstr("target Target 2020: 140 in 2020"));
  expect_accessible(three_scenarios());
  expect_accessible(chart_of({line("", {1})}));
}

TEST(LineSvg, OrdinaryChartsAreWellDrawn) {
  expect_well_drawn(three_scenarios());
  expect_well_drawn(chart_of({line("Observed", {1, 2, 4, 3}, 2010, LineStyle::history),
                              line("Required", {3, 4, 6, 9}, 2013, LineStyle::reference)}));
}

TEST(LineSvg, OnePointAndConstantsAreWellDrawn) {
  expect_well_drawn(chart_of({line("one", {5})}));
  expect_well_drawn(chart_of({line("zero", {0, 0, 0})}));
  expect_well_drawn(chart_of({line("constant", {7, 7, 7, 7})}));
  expect_well_drawn(chart_of({line("almost", {1e9, 1e9 + 1e-6})}));
}

TEST(LineSvg, AThousandPointsAreWellDrawn) {
  for (const Period start : {Period(1000), Period::quarter(1900, 2), Period::month(1950, 3), Period::week(2000, 5),
                             Period::day(2015, 2, 27)}) {
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i) values.push_back(50 + 40 * std::sin(i * 0.05));
    expect_well_drawn(chart_of({line("long", values, start)}));
  }
}

TEST(LineSvg, HugeTinyAndNegativeValuesAreWellDrawn) {
  expect_well_drawn(chart_of({line("huge", {1e15, -1e15, 3e14})}));
  expect_well_drawn(chart_of({line("tiny", {1e-9, 3e-9, -2e-9})}));
  expect_well_drawn(chart_of({line("both", {1e-9, 1e15})}));
  LineChart decimals = chart_of({line("digits", {123456789012345, 999999999999999})});
  decimals.decimals = 12;
  expect_well_drawn(decimals);
}

TEST(LineSvg, TwelveLinesWithLongNamesAreWellDrawn) {
  for (const bool together : {false, true}) {
    LineChart chart = chart_of({});
    for (int i = 0; i < 12; ++i)
      chart.lines.push_back(line(long_name(), {1.0 * i, together ? 5.0 : 2.0 * i, together ? 5.0 : 3.0 * i}));
    expect_well_drawn(chart);
    EXPECT_EQ(all_of_class(parse_xml(svg(chart)), "fp-line").size(), 24u);  // 12 drawn, 12 in the legend
  }
}

TEST(LineSvg, LinesThatEndEarlyAndCrowdedTargetsAreWellDrawn) {
  LineChart chart = chart_of({});
  for (int i = 0; i < 12; ++i) chart.lines.push_back(line("ends early " + std::to_string(i), {1, 2, kNaN, kNaN}));
  for (int i = 0; i < 12; ++i) chart.targets.push_back({"target " + std::to_string(i), 2018, 2.0});
  expect_well_drawn(chart);
  const auto texts = texts_of(svg(chart));
  for (int i = 0; i < 12; ++i)
    EXPECT_THAT(texts, Contains("target " + std::to_string(i) + ": 2.00"));  // all in the legend
}

TEST(LineSvg, ALabelFarFromItsTargetIsLedToIt) {
  LineChart chart = chart_of({});
  for (int i = 0; i < 8; ++i) chart.lines.push_back(line("", {1.0 * i, 2.0 + i, 1.0 * i, 2.0 + i, 1.0 * i}));
  chart.targets = {{"target", 2017, 9}, {"target", 2017, 8.5}, {"target", 2017, 8}};
  const Element root = parse_xml(svg(chart));
  EXPECT_FALSE(all_of_class(root, "fp-leader").empty());
  expect_well_drawn(chart);
}

TEST(LineSvg, HostileTextsDoNoHarm) {
  for (const std::string& text : hostile_texts()) {
    LineChart chart = three_scenarios();
    chart.title = chart.note = chart.fans[0].name = chart.targets[0].name = text;
    chart.unit.name = text;
    expect_well_drawn(chart);
  }
}

TEST(LineSvg, RefusesWhatItCannotShow) {
  EXPECT_THROW((void)svg(chart_of({})), InvalidArgument);
  EXPECT_THROW((void)svg(chart_of({line("gone", {kNaN, kNaN})})), InvalidArgument);
  EXPECT_THROW((void)svg(chart_of({line("big", {1e16})})), InvalidArgument);
  EXPECT_THROW((void)svg(chart_of({line("small", {1e-12})})), InvalidArgument);
  EXPECT_THROW((void)svg(chart_of(std::vector<ChartLine>(30, line("x", {1})))), InvalidArgument);
  EXPECT_THROW((void)svg(chart_of({line("a", {1}), line("b", {1}, Period::quarter(2015, 1))})), PeriodMismatch);
  LineChart other = chart_of({line("a", {1})});
  other.lines[0].series.unit = Unit::money("VND", 9, PriceBasis::current());
  EXPECT_THROW((void)svg(other), UnitMismatch);
}

TEST(SvgOptions, AreChecked) {
  const LineChart chart = chart_of({line("a", {1, 2})});
  for (const double width : {299.0, 2001.0, kNaN})
    EXPECT_THROW((void)svg(chart, {.width = width}), InvalidArgument) << width;
  for (const char* id : {"", "1a", "a b", "a\"", "ä"})
    EXPECT_THROW((void)svg(chart, {.id = id}), InvalidArgument) << id;
}

}  // namespace
}  // namespace foreplan::report
