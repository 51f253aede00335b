#include <foreplan/report/document.hpp>

#include "charts.hpp"

namespace foreplan::report {
namespace {

TornadoChart factors() {
  TornadoChart chart;
  chart.title = "What moves GDP in 2025";
  chart.unit = Unit::money("VND", 12, PriceBasis::constant(2010));
  chart.base = 100;
  chart.rows = {{"Oil price", 103, 98, "60 USD", "100 USD"},
                {"Investment rate", 90, 112, "28 %", "34 %"},
                {"Productivity", 101, 104, {}, {}},
                {"Remittances", kNaN, 105, {}, "+10 %"}};
  return chart;
}

TEST(TornadoSvg, DrawsTheWidestFirstAndBarsFromTheBase) {
  for (const double width : {400.0, 800.0}) {
    const Element root = parse_xml(svg(factors(), {.width = width}));
    std::vector<const Element*> bars;
    for (const Element* bar : all_of_class(root, "fp-part"))
      if (shape_box(*bar).bottom > 100) bars.push_back(bar);  // not the legend's
    ASSERT_EQ(bars.size(), 7u);
    const auto box = [&](std::size_t i) { return shape_box(*bars[i]); };
    // Investment, remittances (5, one bar), oil (5), productivity (4, both on one side).
    const double base = box(0).right;
    EXPECT_NEAR(box(1).left, base, 0.011);
    const double scale = (base - box(0).left) / 10;
    EXPECT_NEAR((box(1).right - base) / scale, 12, 0.02);
    EXPECT_NEAR((box(2).left - base) / scale, 0, 0.02);
    EXPECT_NEAR((box(3).left - base) / scale, -2, 5.1);
    EXPECT_NEAR((box(6).right - base) / scale, 4, 0.02);
    EXPECT_LT(box(5).bottom, box(6).bottom);  // beside each other, none hidden
    EXPECT_NEAR(box(5).bottom, box(6).top, 0.02);
    const Element* line = all_of_class(root, "fp-goal-thin").front();
    EXPECT_NEAR(line->number("x1"), base, 0.02);
  }
}

TEST(TornadoSvg, TellsFactorsValuesAndBase) {
  for (const char* expected : {"Investment rate", "60 USD to 100 USD", "90", "112", "Base: 100", "Factor low"})
    EXPECT_THAT(texts_of(svg(factors())), Contains(expected));
  EXPECT_THAT(texts_of(svg(factors(), {.language = Language::vietnamese})), Contains("Mức gốc: 100"));
  EXPECT_THAT(parse_xml(svg(factors())).children[1].text, HasSubstr("Oil price: 103 to 98"));
  expect_accessible(factors());
}

TEST(TornadoSvg, IsWellDrawnWhateverComes) {
  expect_well_drawn(factors());
  TornadoChart many;
  many.title = many.base_name = long_name();
  for (int i = 0; i < 100; ++i)
    many.rows.push_back({i % 3 == 0 ? "" : long_name(), i % 7 == 0 ? kNaN : 10.0 - i, i * 1.5,
                         i % 2 == 0 ? long_name() : "", i % 5 == 0 ? "x" : ""});
  expect_well_drawn(many);
  for (const double x : {1e15, -1e15, 1e-9, 0.0}) {
    TornadoChart one;
    one.rows = {{"x", x, 0, {}, {}}};
    one.decimals = 12;
    expect_well_drawn(one);
  }
  for (const std::string& text : hostile_texts()) {
    TornadoChart chart = factors();
    chart.title = chart.note = chart.base_name = chart.rows[0].name = chart.rows[0].low_name = text;
    expect_well_drawn(chart);
  }
}

TEST(TornadoSvg, HasTheDecimalsThatTellOutcomesApart) {
  TornadoChart chart;
  chart.base = 1000;
  chart.rows = {{"x", 999.75, 1000.31, {}, {}}};
  for (const char* expected : {"999.75", "1,000.31"}) EXPECT_THAT(texts_of(svg(chart)), Contains(expected));
  chart.decimals = 0;
  EXPECT_THAT(texts_of(svg(chart)), Not(Contains("999.75")));
}

TEST(TornadoSvg, IsTheSameEveryTime) { EXPECT_EQ(svg(factors()), svg(factors())); }

TEST(TornadoSvg, RefusesWhatItCannotShow) {
  const auto with = [](auto change) { return drawing(factors(), change); };
  EXPECT_THAT(with([](TornadoChart& c) { c.rows.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("rows")));
  EXPECT_THAT(with([](TornadoChart& c) { c.rows.resize(101); }), ThrowsMessage<InvalidArgument>(HasSubstr("101")));
  EXPECT_THAT(with([](TornadoChart& c) { c.base = kNaN; }), ThrowsMessage<InvalidArgument>(HasSubstr("\"base\"")));
  EXPECT_THAT(with([](TornadoChart& c) { c.rows[1].outcome_low = 1e16; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("\"Investment rate\"")));
  EXPECT_THAT(with([](TornadoChart& c) { c.decimals = 13; }), ThrowsMessage<InvalidArgument>(HasSubstr("decimals")));
}

TEST(TornadoTable, HasTheBaseAsItsTotal) {
  const Table t = table(factors());
  ASSERT_EQ(t.rows.size(), 5u);
  ASSERT_EQ(t.columns.size(), 6u);
  EXPECT_EQ(t.totals, 1u);
  EXPECT_EQ(std::get<std::string>(t.rows[0][0].value), "Investment rate");
  EXPECT_EQ(std::get<double>(t.rows[0][5].value), 22);
  EXPECT_EQ(std::get<double>(t.rows[4][2].value), 100);
}

TEST(TornadoTable, StandsOnAPage) {
  Document page("Page");
  page.section("Sensitivity", factors());
  EXPECT_EQ(all_of_class(parse_xml(html(page)), "fp-chart").size(), 2u);
  EXPECT_THAT(markdown(page), HasSubstr("Investment rate"));
  EXPECT_THAT(terminal(page), HasSubstr("Investment rate"));
}

}  // namespace
}  // namespace foreplan::report
