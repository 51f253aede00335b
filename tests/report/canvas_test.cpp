#include "report/canvas.hpp"

#include "charts.hpp"

#include <set>

namespace foreplan::report {
namespace {

using foreplan::testing::text_box;

std::vector<std::string> period_texts(Period first, std::size_t count, double width) {
  Canvas canvas({.width = width, .standalone = false});
  const PeriodAxis axis{{first}, count, {0, static_cast<double>(count - 1), 50, width - 50}};
  (void)period_labels(canvas, axis, 100);
  const Element root = parse_xml(canvas.finish(150, "t", "d"));
  std::vector<std::string> texts;
  double edge = -1e9;
  for (const Element* e : all_named(root, "text")) {
    EXPECT_GT(text_box(*e).left, edge) << e->text;
    edge = text_box(*e).right;
    texts.push_back(e->text);
  }
  return texts;
}

TEST(PeriodLabels, AreAllThereWhereThereIsRoom) {
  EXPECT_EQ(period_texts(2015, 5, 600), (std::vector<std::string>{"2015", "2016", "2017", "2018", "2019"}));
}

TEST(PeriodLabels, FallOnRoundYearsWhereThereIsNot) {
  EXPECT_EQ(period_texts(2013, 40, 400), (std::vector<std::string>{"2020", "2030", "2040", "2050"}));
  EXPECT_EQ(period_texts(Period::quarter(2014, 3), 16, 500),
            (std::vector<std::string>{"Q1 2015", "Q1 2016", "Q1 2017", "Q1 2018"}));
  EXPECT_EQ(period_texts(Period::month(2014, 11), 48, 600),
            (std::vector<std::string>{"1/2015", "1/2016", "1/2017", "1/2018"}));
}

TEST(PeriodLabels, AreNeverNone) {
  for (const std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{999}, std::size_t{5000}})
    for (const Period first : {Period(1999), Period::quarter(1999, 2), Period::month(1999, 2), Period::week(1999, 2),
                               Period::day(1999, 2, 3)})
      EXPECT_FALSE(period_texts(first, count, 300).empty()) << to_string(first) << ' ' << count;
}

TEST(Canvas, WritesPlacesToAHundredthWithoutANegativeZero) {
  Canvas canvas({});
  canvas.line({1.0 / 3, -0.001}, {1e-9, 2.005}, "x");
  const std::string svg = canvas.finish(10.2, "t", "d");
  EXPECT_THAT(svg, HasSubstr("x1=\"0.33\" y1=\"0\" x2=\"0\""));
  EXPECT_THAT(svg, HasSubstr("viewBox=\"0 0 720 11\""));
}

TEST(Canvas, EscapesTitleAndDescription) {
  const Element root = parse_xml(Canvas({}).finish(10, "</title><script>", "]]>&\x01"));
  EXPECT_EQ(root.children[0].text, "</title><script>");
  EXPECT_EQ(root.children[1].text, "]]>&\uFFFD");
  EXPECT_TRUE(all_named(root, "script").empty());
}

TEST(Canvas, BringsItsStyleOnlyWhenAlone) {
  EXPECT_EQ(all_named(parse_xml(Canvas({}).finish(10, "t", "d")), "style").size(), 1u);
  EXPECT_TRUE(all_named(parse_xml(Canvas({.standalone = false}).finish(10, "t", "d")), "style").empty());
}

TEST(Canvas, DrawsEverySeriesWithAnotherMarker) {
  std::set<std::string> shapes;
  for (int colour = 0; colour < kColours; ++colour) {
    Canvas canvas({.standalone = false});
    canvas.marker({50, 50}, colour);
    const Element root = parse_xml(canvas.finish(100, "t", "d"));
    const Element& mark = root.children.back();
    shapes.insert(mark.name + mark.attribute("points") + mark.attribute("width"));
  }
  EXPECT_EQ(shapes.size(), static_cast<std::size_t>(kColours));
}

TEST(Legend, WrapsWithinTheWidth) {
  Canvas canvas({.width = 300, .standalone = false});
  std::vector<Key> keys;
  for (int i = 0; i < 12; ++i) keys.push_back({Key::Mark::line, i, "name " + std::to_string(i * i * i)});
  keys.push_back({Key::Mark::area, 1, foreplan::testing::long_name()});
  const double end = legend(canvas, keys, 10);
  EXPECT_TRUE(foreplan::testing::well_drawn(canvas.finish(end, "t", "d")));
  EXPECT_GT(end, 100);
}

TEST(ChartDecimals, ShowThreeSignificantDigitsUnlessAsked) {
  EXPECT_EQ(chart_decimals({}, 6513.5), 0);
  EXPECT_EQ(chart_decimals({}, 38.2), 1);
  EXPECT_EQ(chart_decimals({}, 0.0123), 4);
  EXPECT_EQ(chart_decimals(2, 6513.5), 2);
}

TEST(UnitLine, IsEmptyWhereTheAxisSaysIt) {
  EXPECT_EQ(unit_line(Unit::percent(), Language::english), "");
  EXPECT_EQ(unit_line(Unit{}, Language::english), "");
  EXPECT_EQ(unit_line(Unit::money("USD", 6, PriceBasis::unstated()), Language::english),
            "million USD, price base not stated");
}

}  // namespace
}  // namespace foreplan::report
