#include "charts.hpp"

namespace foreplan::report {
namespace {

ComparisonChart scenarios() {
  ComparisonChart chart;
  chart.title = "Levels in 2025 by scenario";
  chart.unit = Unit{"GRDP", 0, PriceBasis::index(2015), {}};
  chart.scenarios = {"Low", "Base", "High"};
  chart.rows = {{"Industry", {{82, {60, 110}}, {112, {80, 150}}, {135, {100, 180}}}, 120},
                {"GRDP", {{191, {}}, {235, {}}, {268, {}}}, {}}};
  return chart;
}

TEST(ComparisonSvg, PutsMarksOnOneScale) {
  const Element root = parse_xml(svg(scenarios(), {.width = 800}));
  std::vector<double> places;
  for (const Element* mark : all_of_class(root, "fp-mark")) {
    const auto box = shape_box(*mark);
    places.push_back((box.left + box.right) / 2);
  }
  ASSERT_EQ(places.size(), 6u);
  const double scale = (places[5] - places[0]) / (268 - 82);
  const double values[] = {82, 112, 135, 191, 235, 268};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(places[i], places[0] + scale * (values[i] - 82), 0.05);
  const Element* whisker = all_of_class(root, "fp-whisker").front();
  EXPECT_NEAR(whisker->number("x1"), places[0] - scale * 22, 0.05);
  EXPECT_NEAR(whisker->number("x2"), places[0] + scale * 28, 0.05);
  const Element* goal = all_of_class(root, "fp-goal-thin").front();
  EXPECT_NEAR(goal->number("x1"), places[0] + scale * 38, 0.05);
}

TEST(ComparisonSvg, DrawsNoIntervalWhereThereIsNone) {
  EXPECT_EQ(all_of_class(parse_xml(svg(scenarios())), "fp-whisker").size(), 9u);  // a line with two ends, three times
}

TEST(ComparisonSvg, TellsScenariosValuesAndTargets) {
  for (const char* expected : {"Low", "Industry", "112", "268", "target 120"})
    EXPECT_THAT(texts_of(svg(scenarios())), Contains(expected));
  EXPECT_THAT(texts_of(svg(scenarios(), {.language = Language::vietnamese})), Contains("mục tiêu 120"));
  EXPECT_THAT(parse_xml(svg(scenarios())).children[1].text, HasSubstr("GRDP, High: 268"));
  expect_accessible(scenarios());
}

TEST(ComparisonSvg, IsWellDrawnWhateverComes) {
  expect_well_drawn(scenarios());
  ComparisonChart many;
  for (int k = 0; k < 6; ++k) many.scenarios.push_back(long_name());
  for (int i = 0; i < 100; ++i) {
    ComparisonRow row{i % 3 == 0 ? "" : long_name(), {}, i % 2 == 0 ? std::optional<double>(i) : std::nullopt};
    for (int k = 0; k < 6; ++k) row.values.push_back({k == 5 ? kNaN : i * 1.5 - k, {i - 10.0, i * 2.0 + 1}});
    many.rows.push_back(row);
  }
  expect_well_drawn(many);
  for (const double x : {1e15, -1e15, 1e-9, 0.0}) {
    ComparisonChart one;
    one.scenarios = {"only"};
    one.rows = {{"x", {{x, {}}}, x}};
    one.decimals = 12;
    expect_well_drawn(one);
  }
  for (const std::string& text : hostile_texts()) {
    ComparisonChart chart = scenarios();
    chart.title = chart.note = chart.scenarios[0] = chart.rows[0].name = text;
    expect_well_drawn(chart);
  }
}

TEST(ComparisonSvg, RefusesWhatItCannotShow) {
  const auto with = [](auto change) { return drawing(scenarios(), change); };
  EXPECT_THAT(with([](ComparisonChart& c) { c.rows[0].values.pop_back(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("\"Industry\"")));
  EXPECT_THAT(with([](ComparisonChart& c) { c.rows.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("rows")));
  EXPECT_THAT(with([](ComparisonChart& c) { c.scenarios.clear(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("scenarios")));
  EXPECT_THAT(with([](ComparisonChart& c) {
                c.rows[0].values[0].range = {90, 80};
              }),
              ThrowsMessage<InvalidArgument>(HasSubstr("lower must not be above upper")));
  EXPECT_THAT(with([](ComparisonChart& c) { c.rows[1].target = kNaN; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("\"GRDP\"")));
}

TEST(ComparisonTable, HasARowForEveryScenarioOfEveryRow) {
  const Table t = table(scenarios());
  ASSERT_EQ(t.rows.size(), 6u);
  ASSERT_EQ(t.columns.size(), 6u);
  EXPECT_EQ(std::get<std::string>(t.rows[4][1].value), "Base");
  EXPECT_EQ(std::get<double>(t.rows[1][4].value), 150);
  EXPECT_TRUE(std::isnan(std::get<double>(t.rows[4][4].value)));
  EXPECT_EQ(std::get<double>(t.rows[2][5].value), 120);
}

}  // namespace
}  // namespace foreplan::report
