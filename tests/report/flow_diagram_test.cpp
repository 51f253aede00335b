#include <foreplan/report/document.hpp>

#include "charts.hpp"

namespace foreplan::report {
namespace {

FlowDiagram model() {
  FlowDiagram chart;
  chart.title = "Blocks of the model";
  chart.note = "A note.";
  chart.nodes = {{"Prologue: 3 equations", "a, b, c", NodeEmphasis::plain},
                 {"Simultaneous: 104 equations", "solved for x, y", NodeEmphasis::strong},
                 {"Epilogue: 2 equations", "d, e", NodeEmphasis::plain}};
  chart.links = {{0, 1, false}, {0, 2, false}, {1, 2, false}, {2, 1, true}};
  return chart;
}

Box box_of(const Element& root, std::size_t i) {
  std::vector<const Element*> boxes;
  for (const Element& e : root.children)
    if (e.name == "rect" && (e.has_class("fp-track") || e.has_class("fp-total"))) boxes.push_back(&e);
  return shape_box(*boxes.at(i));
}

TEST(FlowSvg, PutsAnArrowHeadAtEveryLinksEnd) {
  const Element root = parse_xml(svg(model(), {.width = 800}));
  std::vector<Box> heads;
  for (const Element* head : all_of_class(root, "fp-ink"))
    if (head->name == "polygon") heads.push_back(shape_box(*head));
  ASSERT_EQ(heads.size(), 4u);
  std::size_t into[3] = {};
  for (const Box& head : heads)
    for (std::size_t i = 0; i < 3; ++i) {
      const Box box = box_of(root, i);
      if ((head.top + head.bottom) / 2 < box.top || (head.top + head.bottom) / 2 > box.bottom) continue;
      ++into[i];
      EXPECT_NEAR(head.left, box.right, 1.1);
    }
  EXPECT_EQ(into[0], 0u);
  EXPECT_EQ(into[1], 2u);
  EXPECT_EQ(into[2], 2u);
  EXPECT_EQ(all_of_class(root, "fp-total").size(), 1u);
  EXPECT_FALSE(all_of_class(root, "fp-reference").empty());
}

TEST(FlowSvg, KeepsTrunksApart) {
  const Element root = parse_xml(svg(model(), {.width = 800}));
  std::vector<double> lanes;
  for (const char* name : {"fp-axis", "fp-reference"})
    for (const Element* line : all_of_class(root, name)) {
      const auto p = points_of(*line);
      if (p.size() == 2 && p[0].x == p[1].x) lanes.push_back(p[0].x);
    }
  std::sort(lanes.begin(), lanes.end());
  ASSERT_EQ(lanes.size(), 3u);  // of 0, of 1, and of 2, dashed
  EXPECT_TRUE(std::adjacent_find(lanes.begin(), lanes.end()) == lanes.end());
}

TEST(FlowSvg, TellsNamesAndWhatFeedsWhat) {
  for (const char* expected : {"Simultaneous: 104 equations", "solved for x, y", "a, b, c"})
    EXPECT_THAT(texts_of(svg(model())), Contains(expected));
  EXPECT_THAT(parse_xml(svg(model())).children[1].text,
              HasSubstr("Prologue: 3 equations (a, b, c) → Simultaneous: 104 equations and Epilogue: 2 equations"));
  expect_accessible(model());
}

TEST(FlowSvg, IsWellDrawnWhateverComes) {
  expect_well_drawn(model());
  FlowDiagram many;
  for (std::size_t i = 0; i < 100; ++i) {
    many.nodes.push_back({i % 5 == 0 ? "" : long_name(), i % 3 == 0 ? "" : long_name() + long_name(),
                          i % 2 == 0 ? NodeEmphasis::strong : NodeEmphasis::plain});
    for (std::size_t k = 1; k <= 10; ++k) many.links.push_back({i, (i + k * k * 7 + 1) % 100, k % 4 == 0});
  }
  std::erase_if(many.links, [](const DiagramLink& l) { return l.from == l.to; });
  expect_well_drawn(many);
  FlowDiagram one;
  one.nodes = {{"alone", {}, NodeEmphasis::plain}};
  expect_well_drawn(one);
  for (const std::string& text : hostile_texts()) {
    FlowDiagram chart = model();
    chart.title = chart.note = chart.nodes[0].name = chart.nodes[1].detail = text;
    expect_well_drawn(chart);
  }
}

TEST(FlowSvg, ShortensLongNames) {
  FlowDiagram chart = model();
  chart.nodes[0].name = "đường " + std::string(3000, 'w');
  for (int i = 0; i < 200; ++i) chart.nodes[1].detail += " biến_số";
  for (const double width : {300.0, 800.0}) {
    std::size_t ends = 0;
    for (const std::string& text : texts_of(svg(chart, {.width = width}))) ends += text.ends_with("…") ? 1u : 0u;
    EXPECT_EQ(ends, 2u);
  }
}

TEST(FlowSvg, RefusesWhatItCannotShow) {
  const auto with = [](auto change) { return drawing(model(), change); };
  EXPECT_THAT(with([](FlowDiagram& c) { c.nodes.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("nodes")));
  EXPECT_THAT(with([](FlowDiagram& c) { c.nodes.resize(101); }), ThrowsMessage<InvalidArgument>(HasSubstr("101")));
  EXPECT_THAT(with([](FlowDiagram& c) {
                c.links.resize(1'001, {0, 1, false});
              }),
              ThrowsMessage<InvalidArgument>(HasSubstr("at most 1000 links; got 1001")));
  EXPECT_THAT(with([](FlowDiagram& c) {
                c.links[0] = {0, 3, false};
              }),
              ThrowsMessage<InvalidArgument>(HasSubstr("a link must join two of 3 nodes; got 0 and 3")));
  EXPECT_THAT(with([](FlowDiagram& c) {
                c.links[0] = {1, 1, false};
              }),
              ThrowsMessage<InvalidArgument>(HasSubstr("got 1 and 1")));
  EXPECT_THAT([] { (void)svg(model(), {.width = 1e9}); }, ThrowsMessage<InvalidArgument>(HasSubstr("width")));
}

TEST(FlowTable, SaysWhatEachNodeFeeds) {
  const Table t = table(model());
  ASSERT_EQ(t.rows.size(), 3u);
  EXPECT_EQ(std::get<std::string>(t.rows[0][2].value), "Simultaneous: 104 equations and Epilogue: 2 equations");
  Document page("Page");
  page.section("Structure", model());
  EXPECT_EQ(all_of_class(parse_xml(html(page)), "fp-chart").size(), 2u);
  EXPECT_THAT(markdown(page), HasSubstr("Prologue"));
}

}  // namespace
}  // namespace foreplan::report
