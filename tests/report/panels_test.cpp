#include <foreplan/report/panels.hpp>

#include "charts.hpp"
#include "report/layout.hpp"

#include <algorithm>

namespace foreplan::report {
namespace {

TEST(Thinned, KeepsLowestAndHighestOfEachUnitAndBothEnds) {
  std::vector<Point> line;
  for (int i = 0; i < 1'000; ++i) line.push_back({0.01 * i, std::sin(0.7 * i)});
  line[377].y = 9, line[612].y = -9;
  const std::vector<Point> kept = thinned(line);
  EXPECT_LE(kept.size(), 2 * 10u + 2);
  EXPECT_EQ(kept.front().y, line.front().y);
  EXPECT_EQ(kept.back().x, line.back().x);
  for (std::size_t i = 1; i < kept.size(); ++i) EXPECT_GT(kept[i].x, kept[i - 1].x);
  for (const double extreme : {9.0, -9.0})
    EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), [&](Point p) { return p.y == extreme; })) << extreme;
  EXPECT_TRUE(thinned({}).empty());
  EXPECT_EQ(thinned({{0, 1}, {3, 1}, {6, 2}}).size(), 3u);
}

PanelChart two() {
  PanelChart chart;
  chart.title = "Two";
  chart.unit = Unit::physical("t", 3);
  chart.start = Period::month(2019, 11);
  chart.panels = {{"level", {100, 120, kNaN, 140, kNaN, 150}, {}, LineStyle::history},
                  {"factor", {99, 101, 100, 98, 102, kNaN}, Unit::percent(), LineStyle::series, 100.0, 2}};
  return chart;
}

TEST(PanelSvg, StandsEveryPanelOnOneAxisOfTime) {
  const Element root = parse_xml(svg(two()));
  const auto lines = all_of_class(root, "fp-line");
  ASSERT_EQ(lines.size(), 2u);  // the values before and after gaps stand alone
  const auto level = points_of(*lines[0]), factor = points_of(*lines[1]);
  EXPECT_EQ(level.size(), 2u);
  EXPECT_EQ(level[1].x, factor[1].x);
  EXPECT_LT(level[0].y, factor[0].y);
  EXPECT_EQ(all_of_class(root, "fp-ink").size(), 2u);
  // The bar of 2 is as high as from 100 to 102.
  const Box bar = shape_box(*all_of_class(root, "fp-scale-bar").at(0));
  EXPECT_NEAR(bar.bottom - bar.top, factor[2].y - factor[4].y, 0.02);
  EXPECT_THAT(root.children[1].text,
              HasSubstr("level: 100 in November 2019, 150 in April 2020; lowest 100, highest 150"));
  expect_well_drawn(two());
  expect_accessible(two());
}

TEST(PanelSvg, LongSeriesTakeNoMoreRoomAndKeepTheirExtremes) {
  PanelChart chart;
  chart.first_number = 1;
  chart.panels = {{"noise", std::vector<double>(100'000)}};
  for (std::size_t i = 0; i < 100'000; ++i) chart.panels[0].values[i] = std::sin(1.7 * static_cast<double>(i));
  chart.panels[0].values[54'321] = 3;
  const std::string drawn = svg(chart);
  EXPECT_LT(drawn.size(), 40'000u);
  const Element root = parse_xml(drawn);
  const auto points = points_of(*all_of_class(root, "fp-line").at(0));
  const auto highest = std::min_element(points.begin(), points.end(), [](Point a, Point b) { return a.y < b.y; });
  EXPECT_NEAR((highest->x - points.front().x) / (points.back().x - points.front().x), 0.54321, 0.002);
  const Table t = table(chart);
  EXPECT_EQ(t.rows.size(), 1'000u);
  EXPECT_THAT(t.caption, HasSubstr("the last 1,000 of 100,000 periods"));
  EXPECT_EQ(std::get<Rounded>(t.rows.back()[0].value).value(), 100'000);
  expect_well_drawn(chart);
}

TEST(PanelSvg, AwkwardPanelsAreWellDrawn) {
  PanelChart chart = two();
  chart.title = chart.note = chart.panels[0].name = long_name();
  expect_well_drawn(chart);
  chart.panels.resize(1);
  for (const std::vector<double>& values :
       {std::vector<double>{5}, {0, 0}, {1e15, -1e15}, {1e-9, kNaN, 2e-9}, {7, 7}}) {
    chart.panels[0].values = values;
    expect_well_drawn(chart);
  }
  for (const Period start : {Period(2000), Period::quarter(2000, 2), Period::week(2000, 3), Period::day(2000, 1, 31)}) {
    chart.start = start;
    chart.panels[0].values.assign(777, 1.0);
    expect_well_drawn(chart);
  }
}

TEST(PanelSvg, RefusesWhatCannotBeShown) {
  const auto with = [](auto change) { return drawing(two(), change); };
  EXPECT_THAT(with([](PanelChart& c) { c.panels.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("panels")));
  EXPECT_THAT(with([](PanelChart& c) { c.panels[1].values.pop_back(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("same 6 periods")));
  EXPECT_THAT(with([](PanelChart& c) { c.panels[1].values.assign(6, kNaN); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("for \"factor\"")));
  EXPECT_THAT(with([](PanelChart& c) { c.panels[0].values[0] = INFINITY; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("for \"level\"")));
  EXPECT_THAT(with([](PanelChart& c) { c.panels[0].scale_bar = -1; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("scale_bar")));
  EXPECT_THAT(with([](PanelChart& c) { c.panels[0].least_range = kNaN; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("least_range")));
  EXPECT_THROW((void)table(PanelChart{}), InvalidArgument);
}

ColumnChart correlogram() {
  ColumnChart chart;
  chart.title = "ACF";
  chart.name = "Autocorrelation";
  chart.axis_name = "Lag";
  chart.start = 0.5;
  chart.values = {0.3, -0.1, kNaN, -0.25, 0.05};
  chart.thin = true;
  chart.limits = {-0.2, 0.2};
  chart.limits_name = "limits";
  chart.decimals = 2;
  return chart;
}

ColumnChart histogram() {
  ColumnChart chart;
  chart.name = "Number";
  chart.axis_name = "Error";
  chart.axis_unit = Unit::percent();
  chart.start = -5;
  chart.width = 2.5;
  chart.values = {1, 4, 6, 2};
  chart.curve = {0, 2, 6, 2, 0};
  chart.curve_name = "normal";
  return chart;
}

TEST(ColumnSvg, StemsStandAtWholeNumbersAndTellWhatIsBeyondTheLimits) {
  const Element root = parse_xml(svg(correlogram()));
  EXPECT_EQ(all_of_class(root, "fp-reference").size(), 2u + 1);  // one in the legend
  const std::string description = root.children[1].text;
  EXPECT_THAT(description, HasSubstr("highest 0.30 at 1, lowest −0.25 at 4"));
  EXPECT_THAT(description, HasSubstr("beyond the limits at 1 and 4"));
  for (const char* lag : {"1", "2", "3", "4", "5"}) EXPECT_THAT(texts_of(svg(correlogram())), Contains(lag));
  const Table t = table(correlogram());
  EXPECT_EQ(std::get<double>(t.rows[3][0].value), 4);
  EXPECT_EQ(t.columns[0].decimals, 0);
  ColumnChart seasonal = correlogram();
  seasonal.values.assign(36, 0.1);
  seasonal.axis_step = 12;
  EXPECT_THAT(texts_of(svg(seasonal)), ::testing::IsSupersetOf({"12", "24", "36"}));
  EXPECT_THAT(texts_of(svg(seasonal)), Not(Contains("5")));
  expect_well_drawn(correlogram());
  expect_well_drawn(seasonal);
  expect_accessible(correlogram());
}

TEST(ColumnSvg, ColumnsOfAHistogramTouchUnderTheCurve) {
  const Element root = parse_xml(svg(histogram()));
  const auto columns = all_of_class(root, "fp-part");
  ASSERT_EQ(columns.size(), 4u + 1);  // one in the legend
  for (std::size_t k = 1; k + 1 < columns.size(); ++k)
    EXPECT_NEAR(shape_box(*columns[k]).right, shape_box(*columns[k + 1]).left, 0.02);
  ColumnChart few = histogram();
  few.values = {1, 0, 1, 0}, few.curve.clear(), few.decimals = 0;
  EXPECT_THAT(texts_of(svg(few)), ::testing::IsSupersetOf({"0", "1"}));
  EXPECT_THAT(texts_of(svg(few)), Not(Contains("0.5")));
  EXPECT_THAT(root.children[1].text, HasSubstr("highest 6.00 at 0.0\u00A0% to 2.5\u00A0%"));
  const Table t = table(histogram());
  EXPECT_EQ(t.columns[0].header, "Error: From");
  EXPECT_EQ(std::get<double>(t.rows[1][0].value), -2.5);
  expect_well_drawn(histogram());
}

TEST(ColumnSvg, AwkwardColumnsAreWellDrawn) {
  for (ColumnChart chart : {correlogram(), histogram()}) {
    chart.title = chart.note = chart.name = chart.axis_name = chart.limits_name = chart.curve_name = long_name();
    expect_well_drawn(chart);
    for (const std::vector<double>& values : {std::vector<double>{3}, {0, 0}, {-1, -2}, std::vector<double>(1000, 1)}) {
      chart.values = values;
      expect_well_drawn(chart);
    }
    chart.width = 1e10;
    expect_well_drawn(chart);
    chart.start = 0, chart.width = 1e-7;
    expect_well_drawn(chart);
  }
}

TEST(ColumnSvg, RefusesWhatCannotBeShown) {
  const auto with = [](auto change) { return drawing(correlogram(), change); };
  EXPECT_THAT(with([](ColumnChart& c) { c.values.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("columns")));
  EXPECT_THAT(with([](ColumnChart& c) { c.values.assign(3, kNaN); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("value")));
  EXPECT_THAT(with([](ColumnChart& c) { c.values.assign(1'001, 1); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("1 to 1000 columns")));
  EXPECT_THAT(with([](ColumnChart& c) { c.width = 0; }), ThrowsMessage<InvalidArgument>(HasSubstr("width")));
  EXPECT_THAT(with([](ColumnChart& c) { c.start = kNaN; }), ThrowsMessage<InvalidArgument>(HasSubstr("finite")));
  EXPECT_THAT(with([](ColumnChart& c) { c.curve = {1}; }), ThrowsMessage<InvalidArgument>(HasSubstr("curve")));
  EXPECT_THAT(with([](ColumnChart& c) {
                c.limits = {1, 2, 3, 4, 5};
              }),
              ThrowsMessage<InvalidArgument>(HasSubstr("limits")));
  EXPECT_THAT(with([](ColumnChart& c) { c.axis_step = 0.1; }), ThrowsMessage<InvalidArgument>(HasSubstr("axis_step")));
}

}  // namespace
}  // namespace foreplan::report
