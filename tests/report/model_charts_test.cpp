#include <foreplan/report/model_charts.hpp>

#include <cmath>

#include "charts.hpp"

namespace foreplan::report {
namespace {

/// Table 6 of Demsar (2006): four ways of pruning C4.5 over 14 data sets.
RankDiagram pruning() {
  RankDiagram chart;
  chart.title = "Pruning";
  chart.models = {{"C4.5", 3.143}, {"C4.5+m", 2.000}, {"C4.5+cf", 2.893}, {"C4.5+m+cf", 1.964}};
  chart.critical_difference = 1.25;
  chart.groups = {{3, 1, 2, 0}};
  return chart;
}

TEST(RankSvg, PlacesModelsByTheirRanks) {
  const std::string drawn = svg(pruning());
  const Element root = parse_xml(drawn);
  const auto elbows = all_of_class(root, "fp-edge");
  ASSERT_EQ(elbows.size(), 4u);  // by rank
  const auto at = [&](std::size_t i) { return points_of(*elbows[i]).front().x; };
  const double unit = (at(3) - at(0)) / (3.143 - 1.964);
  EXPECT_NEAR(at(2) - at(1), (2.893 - 2.000) * unit, 0.05);
  // The better half leads to the left, the other to the right, the outermost highest.
  EXPECT_LT(points_of(*elbows[0]).back().x, at(0));
  EXPECT_GT(points_of(*elbows[3]).back().x, at(3));
  EXPECT_EQ(points_of(*elbows[0]).back().y, points_of(*elbows[3]).back().y);
  // The bar over the group, and the bar that is as long as the critical difference.
  const Box bar = shape_box(*all_of_class(root, "fp-f0").at(0));
  EXPECT_NEAR(bar.right - bar.left, at(3) - at(0) + 6, 0.05);
  const Box difference = shape_box(*all_of_class(root, "fp-goal").at(0));
  EXPECT_NEAR(difference.right - difference.left, 1.25 * unit, 0.05);
  EXPECT_THAT(texts_of(drawn), Contains("C4.5+m+cf  1.96"));
  EXPECT_THAT(root.children[1].text, HasSubstr("C4.5+m+cf 1.96, C4.5+m 2.00, C4.5+cf 2.89 and C4.5 3.14"));
  EXPECT_THAT(root.children[1].text, HasSubstr("Not told apart: C4.5+m+cf, C4.5+m, C4.5+cf and C4.5."));
  expect_well_drawn(pruning());
  expect_accessible(pruning());
}

TEST(RankSvg, BarsThatTouchStandInLanesOfTheirOwn) {
  RankDiagram chart = pruning();
  chart.critical_difference = 50;
  chart.groups = {{3, 1}, {1, 2}, {2, 0}};
  const Element root = parse_xml(svg(chart));
  const auto bars = all_of_class(root, "fp-f0");
  ASSERT_EQ(bars.size(), 3u);
  EXPECT_NE(shape_box(*bars[0]).top, shape_box(*bars[1]).top);
  EXPECT_TRUE(all_of_class(root, "fp-goal").empty());  // longer than the picture: said in words alone
  chart.groups = {{3}, {1}, {2}, {0}};
  EXPECT_THAT(table(chart).note, HasSubstr("All can be told apart"));
  expect_well_drawn(chart);
}

TEST(RankSvg, AwkwardModelsAreWellDrawn) {
  RankDiagram chart = pruning();
  for (RankedModel& m : chart.models) m = {long_name(), 2.5};
  chart.title = chart.note = long_name();
  expect_well_drawn(chart);
  for (const std::string& text : hostile_texts()) {
    chart.models[1].name = text;
    expect_well_drawn(chart);
  }
  chart = {};
  chart.critical_difference = 1e-9;
  for (int i = 1; i <= 100; ++i) chart.models.push_back({"m" + std::to_string(i), 101.0 - i});
  expect_well_drawn(chart);
}

TEST(RankTable, HasModelsByRank) {
  const Table t = table(pruning());
  ASSERT_EQ(t.rows.size(), 4u);
  EXPECT_EQ(t.rows[0][0], Cell("C4.5+m+cf"));
  EXPECT_THAT(t.note, HasSubstr("Critical difference: 1.25 ranks."));
}

TEST(RankSvg, RefusesWhatCannotBeShown) {
  const auto with = [](auto change) { return drawing(pruning(), change); };
  EXPECT_THAT(with([](RankDiagram& c) { c.models.resize(1); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("2 to 100 models")));
  EXPECT_THAT(with([](RankDiagram& c) { c.models[1].mean_rank = 4.1; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("must lie in 1 to 4; got 4.1 for \"C4.5+m\"")));
  EXPECT_THAT(with([](RankDiagram& c) { c.models[1].mean_rank = kNaN; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("got NaN")));
  EXPECT_THAT(with([](RankDiagram& c) { c.critical_difference = 0; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("critical_difference must be > 0")));
  EXPECT_THAT(with([](RankDiagram& c) { c.groups = {{4}}; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("some of 4 models; got 4")));
}

CalibrationChart two() {
  CalibrationChart chart;
  chart.title = "Calibration";
  chart.levels = {0.05, 0.5, 0.95};
  chart.lines = {{"narrow", {0.10, 0.5, 0.90}}, {"silent", {kNaN, 0.4, kNaN}}};
  return chart;
}

TEST(CalibrationSvg, DrawsSharesAgainstLevels) {
  const Element root = parse_xml(svg(two()));
  const Box diagonal = shape_box(*all_of_class(root, "fp-reference").at(1));  // the first is the legend's
  const auto lines = all_of_class(root, "fp-fine");
  ASSERT_EQ(lines.size(), 1u);  // one point makes no line
  const auto points = points_of(*lines[0]);
  const auto share = [&](Point p) { return (diagonal.bottom - p.y) / (diagonal.bottom - diagonal.top); };
  const auto level = [&](Point p) { return (p.x - diagonal.left) / (diagonal.right - diagonal.left); };
  EXPECT_NEAR(share(points[0]), 0.10, 1e-3);
  EXPECT_NEAR(level(points[0]), 0.05, 1e-3);
  EXPECT_NEAR(share(points[2]), 0.90, 1e-3);
  EXPECT_THAT(root.children[1].text, HasSubstr("narrow: 10.0\u00A0% at level 5.0\u00A0%, 90.0\u00A0% at level 95.0\u00A0%"));
  EXPECT_THAT(root.children[1].text, HasSubstr("silent: 40.0\u00A0% at level 50.0\u00A0%, 40.0\u00A0%"));
  expect_well_drawn(two());
  expect_accessible(two());
  EXPECT_EQ(table(two()).rows.size(), 3u);
}

TEST(CalibrationSvg, AwkwardNamesAreWellDrawn) {
  CalibrationChart chart = two();
  chart.title = chart.note = long_name();
  chart.lines.assign(12, {long_name(), {0, 0.5, 1}});
  expect_well_drawn(chart);
  for (const std::string& text : hostile_texts()) {
    chart.lines[0].name = text;
    expect_well_drawn(chart);
  }
}

TEST(CalibrationSvg, RefusesWhatCannotBeShown) {
  const auto with = [](auto change) { return drawing(two(), change); };
  EXPECT_THAT(with([](CalibrationChart& c) { c.levels[1] = 0.05; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("levels must rise in (0, 1); got 0.05 at index 1")));
  EXPECT_THAT(with([](CalibrationChart& c) { c.levels[2] = 1; }), ThrowsMessage<InvalidArgument>(HasSubstr("got 1")));
  EXPECT_THAT(with([](CalibrationChart& c) { c.lines[0].below[0] = 1.01; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("got 1.01 for \"narrow\"")));
  EXPECT_THAT(with([](CalibrationChart& c) { c.lines[0].below.pop_back(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("each of 3 levels; got 2")));
  EXPECT_THAT(with([](CalibrationChart& c) {
                c.lines = {{"none", {kNaN, kNaN, kNaN}}};
              }),
              ThrowsMessage<InvalidArgument>(HasSubstr("only missing shares")));
  EXPECT_THAT(with([](CalibrationChart& c) { c.lines.resize(13); }), ThrowsMessage<InvalidArgument>(HasSubstr("13")));
}

}  // namespace
}  // namespace foreplan::report
