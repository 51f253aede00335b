#include "charts.hpp"

#include <map>

namespace foreplan::report {
namespace {

/// Contributions to the growth of GRDP 2010-2013, a thesis from the provincial yearbook.
BarChart contributions() {
  BarChart chart;
  chart.title = "Growth of GRDP";
  chart.unit = Unit::physical("point");
  chart.categories = {"2010", "2011", "2012", "2013"};
  chart.parts = {{"Agriculture", {6.51, -4.54, -0.74, 1.14}},
                 {"Industry", {4.15, 7.46, 7.78, 3.98}},
                 {"Services", {-5.08, 6.76, 2.28, 5.39}}};
  chart.totals = {5.58, 9.68, 9.32, 10.51};
  chart.total_name = "Growth";
  chart.decimals = 2;
  return chart;
}

TEST(BarSvg, StacksReadBackFromThePictureAddUp) {
  const BarChart chart = contributions();
  const Element root = parse_xml(svg(chart, {.width = 800}));
  const Element* zero_line = all_of_class(root, "fp-axis").back();
  const double zero = zero_line->number("y1");
  // Bars by column, legend swatches aside.
  std::map<double, std::pair<double, double>> reach;  // x: highest and lowest place
  double scale = 0;
  for (const Element* bar : all_of_class(root, "fp-part")) {
    if (bar->number("width") < 30) continue;
    const double top = bar->number("y"), bottom = top + bar->number("height");
    auto& [up, down] = reach.try_emplace(bar->number("x"), zero, zero).first->second;
    up = std::min(up, top), down = std::max(down, bottom);
    if (bar->has_class("fp-f0") && scale == 0) scale = bar->number("height") / 6.51;
  }
  ASSERT_EQ(reach.size(), 4u);
  const double above[] = {6.51 + 4.15, 7.46 + 6.76, 7.78 + 2.28, 10.51}, below[] = {-5.08, -4.54, -0.74, 0};
  const auto diamonds = all_of_class(root, "fp-total");
  std::size_t i = 0;
  for (const auto& [x, ends] : reach) {
    EXPECT_NEAR((zero - ends.first) / scale, above[i], 0.01) << i;
    EXPECT_NEAR((zero - ends.second) / scale, below[i], 0.01) << i;
    const auto diamond = points_of(*diamonds.at(i + 1));  // the first is the legend's
    EXPECT_NEAR((zero - diamond[1].y) / scale, chart.totals[i], 0.01) << i;
    ++i;
  }
}

TEST(BarSvg, TellsPartsAndTotalsWithSigns) {
  const auto texts = texts_of(svg(contributions(), {.width = 800}));
  for (const char* expected : {"+6.51", "\u22124.54", "+10.51", "Growth", "Services", "2013", "percentage points"})
    EXPECT_THAT(texts, Contains(expected));
  EXPECT_THAT(texts_of(svg(contributions(), {.language = Language::vietnamese, .width = 800})), Contains("\u22124,54"));
  EXPECT_THAT(parse_xml(svg(contributions())).children[1].text, HasSubstr("2011: Growth +9.68"));
  expect_accessible(contributions());
}

TEST(BarSvg, OneSeriesNeedsNoMarkForItsTotal) {
  BarChart chart = contributions();
  chart.parts.resize(1);
  chart.totals.clear();
  EXPECT_TRUE(all_of_class(parse_xml(svg(chart)), "fp-total").empty());
  expect_well_drawn(chart);
}

TEST(BarSvg, IsWellDrawnWhateverComes) {
  expect_well_drawn(contributions());
  BarChart many;
  for (int i = 0; i < 100; ++i) many.categories.push_back(i % 2 == 0 ? "category " + std::to_string(i) : long_name());
  for (int k = 0; k < 8; ++k) {
    BarPart part{long_name(), {}};
    for (int i = 0; i < 100; ++i) part.values.push_back((i * 7 + k * 13) % 11 - 5);
    many.parts.push_back(part);
  }
  expect_well_drawn(many);
  for (const double x : {1e15, -1e15, 1e-9, -1e-9, 0.0}) {
    BarChart one;
    one.categories = {"only"};
    one.parts = {{"a", {x}}, {"b", {kNaN}}};
    one.decimals = 12;
    expect_well_drawn(one);
  }
  BarChart negative = contributions();
  for (BarPart& part : negative.parts)
    for (double& x : part.values) x = -std::fabs(x);
  negative.totals.clear();
  expect_well_drawn(negative);
  for (const std::string& text : hostile_texts()) {
    BarChart chart = contributions();
    chart.title = chart.note = chart.parts[0].name = chart.categories[1] = chart.total_name = text;
    expect_well_drawn(chart);
  }
}

TEST(BarSvg, RefusesWhatItCannotShow) {
  const auto with = [](auto change) { return drawing(contributions(), change); };
  EXPECT_THAT(with([](BarChart& c) { c.parts[1].values.pop_back(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("\"Industry\"")));
  EXPECT_THAT(with([](BarChart& c) { c.totals.pop_back(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("one total for each")));
  EXPECT_THAT(with([](BarChart& c) { c.categories.clear(); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("1 to 100 categories")));
  EXPECT_THAT(with([](BarChart& c) { c.parts.resize(9, c.parts[0]); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("1 to 8 parts")));
  EXPECT_THAT(with([](BarChart& c) {
                c.parts = {{"none", std::vector<double>(4, kNaN)}};
              }),
              ThrowsMessage<InvalidArgument>(HasSubstr("must have a value")));
  EXPECT_THAT(with([](BarChart& c) { c.parts[0].values[0] = INFINITY; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("\"Agriculture\"")));
}

TEST(BarTable, AddsUpWhereNoTotalIsGiven) {
  BarChart chart = contributions();
  chart.totals.clear();
  const Table t = table(chart);
  EXPECT_NEAR(std::get<double>(t.rows[1][4].value), 9.68, 1e-9);
  EXPECT_EQ(t.columns[4].header, "Growth");
  EXPECT_EQ(std::get<std::string>(t.rows[3][0].value), "2013");
}

}  // namespace
}  // namespace foreplan::report
