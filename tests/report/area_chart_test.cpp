#include "charts.hpp"

namespace foreplan::report {
namespace {

/// Shares of GRDP 2010 and 2013, a thesis from the provincial yearbook, with a straight line between them.
AreaChart shares() {
  AreaChart chart;
  chart.title = "Structure of GRDP";
  const double first[] = {41.10, 24.23, 34.67}, last[] = {31.02, 29.93, 39.05};
  const char* names[] = {"Agriculture, forestry and fishery", "Industry and construction", "Services"};
  for (int k = 0; k < 3; ++k) {
    Series s{names[k], 2010, Unit::percent(), {}};
    for (int i = 0; i <= 3; ++i) s.values.push_back(first[k] + (last[k] - first[k]) * i / 3);
    chart.parts.push_back(s);
  }
  return chart;
}

/// Heights of the parts in a picture, by part and period, as fractions of the whole.
std::vector<std::vector<double>> heights(const AreaChart& chart) {
  const Element root = parse_xml(svg(chart, {.width = 800}));
  std::vector<std::vector<double>> all;
  for (const Element* area : all_of_class(root, "fp-part")) {
    const std::vector<Point> edge = points_of(*area);
    std::vector<double> part;
    for (std::size_t i = 0; i < edge.size() / 2; ++i) {
      EXPECT_NEAR(edge[i].x, edge[edge.size() - 1 - i].x, 0.011);
      part.push_back(edge[edge.size() - 1 - i].y - edge[i].y);
    }
    all.push_back(part);
  }
  return all;
}

TEST(AreaSvg, PartsReadBackFromThePictureAddUpToTheTotal) {
  const AreaChart chart = shares();
  const auto all = heights(chart);
  ASSERT_EQ(all.size(), 3u);
  for (std::size_t i = 0; i < 4; ++i) {
    const double whole = all[0][i] + all[1][i] + all[2][i];
    EXPECT_NEAR(whole, 340, 0.05);  // the height of the plot is 100 %
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(100 * all[k][i] / whole, chart.parts[k].values[i], 0.01);
  }
}

TEST(AreaSvg, EachPartBeginsWhereTheOneBelowItEnds) {
  const Element root = parse_xml(svg(shares()));
  const auto areas = all_of_class(root, "fp-part");
  for (std::size_t k = 1; k < areas.size(); ++k) {
    const auto below = points_of(*areas[k - 1]), above = points_of(*areas[k]);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(below[i].y, above[7 - i].y, 0.001);
  }
}

TEST(AreaSvg, LevelsStackToTheirSum) {
  AreaChart chart = shares();
  chart.unit = Unit::money("VND", 9, PriceBasis::current());
  for (std::size_t k = 0; k < 3; ++k) {
    chart.parts[k].unit = chart.unit;
    for (std::size_t i = 0; i < 4; ++i) chart.parts[k].values[i] *= 100.0 + 10 * static_cast<double>(i);
  }
  const auto all = heights(chart);
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t i = 0; i < 4; ++i)
      EXPECT_NEAR(all[k][i] / all[0][0], chart.parts[k].values[i] / chart.parts[0].values[0], 0.001);
  expect_well_drawn(chart);
}

TEST(AreaSvg, APeriodInWhichAPartIsMissingIsAGap) {
  AreaChart chart = shares();
  chart.parts[1].values[2] = kNaN;
  const Element root = parse_xml(svg(chart));
  // 2010-2011 as areas, 2013 alone as a column of each part.
  std::size_t polygons = 0, columns = 0;
  for (const Element* e : all_of_class(root, "fp-part")) (e->name == "polygon" ? polygons : columns) += 1;
  EXPECT_EQ(polygons, 3u);
  EXPECT_EQ(columns, 3u);
  expect_well_drawn(chart);
}

TEST(AreaSvg, TellsNamesFirstAndLastShares) {
  for (const char* expected : {"Services", "31.0\u00A0%", "29.9\u00A0%", "39.0\u00A0%", "41.1\u00A0%"})
    EXPECT_THAT(texts_of(svg(shares(), {.width = 800})), Contains(expected));
  EXPECT_THAT(texts_of(svg(shares(), {.language = Language::vietnamese, .width = 360})), Contains("31,0%"));
  EXPECT_THAT(parse_xml(svg(shares())).children[1].text,
              HasSubstr("Services: 34.7\u00A0% in 2010, 39.0\u00A0% in 2013"));
  expect_accessible(shares());
}

TEST(AreaSvg, IsWellDrawnWhateverComes) {
  expect_well_drawn(shares());
  AreaChart one = shares();
  for (Series& s : one.parts) s.values.resize(1);
  expect_well_drawn(one);
  AreaChart eight;
  for (int k = 0; k < 8; ++k)
    eight.parts.push_back(
        {long_name(), 2000, Unit::percent(), std::vector<double>(1000, k == 7 ? 100 - 7 * 0.01 : 0.01)});
  expect_well_drawn(eight);
  AreaChart huge;
  huge.unit = Unit{};
  huge.decimals = 12;
  huge.parts = {{"a", 2000, {}, {1e15, 0}}, {"b", 2000, {}, {0, 1e-9}}};
  expect_well_drawn(huge);
  for (const std::string& text : hostile_texts()) {
    AreaChart chart = shares();
    chart.title = chart.note = chart.parts[1].name = text;
    expect_well_drawn(chart);
  }
}

TEST(AreaSvg, RefusesWhatIsNoPartOfAWhole) {
  const auto with = [](auto change) { return drawing(shares(), change); };
  EXPECT_THAT(with([](AreaChart& c) { c.parts[0].values[1] = -1; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("Agriculture")));
  EXPECT_THAT(with([](AreaChart& c) { c.parts[2].values[1] += 2; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("in 2011")));
  EXPECT_THAT(with([](AreaChart& c) { c.parts.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("1 to 8 parts")));
  EXPECT_THAT(with([](AreaChart& c) { c.parts.resize(9, c.parts[0]); }),
              ThrowsMessage<InvalidArgument>(HasSubstr("1 to 8 parts")));
  EXPECT_THAT(with([](AreaChart& c) { c.parts[0].unit = Unit{}; }),
              ThrowsMessage<UnitMismatch>(HasSubstr("Agriculture")));
  EXPECT_THAT(with([](AreaChart& c) { c.parts[1].start = 2020; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("every part")));
}

TEST(AreaTable, HasTheNumbersAsGiven) {
  const Table t = table(shares());
  ASSERT_EQ(t.rows.size(), 4u);
  EXPECT_EQ(t.columns[2].header, "Industry and construction");
  EXPECT_EQ(std::get<double>(t.rows[3][2].value), 29.93);
}

}  // namespace
}  // namespace foreplan::report
