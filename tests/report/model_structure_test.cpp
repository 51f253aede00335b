#include <foreplan/report/model_structure.hpp>

#include <foreplan/scenario.hpp>

#include <algorithm>
#include <string>

#include "charts.hpp"

namespace foreplan::report {
namespace {

scenario::Model klein() {
  return scenario::compile(R"(
    behavioural c = c0 + c1 * p + c2 * p(-1) + c3 * (wp + wg)
    behavioural i = i0 + i1 * p + i2 * p(-1) + i3 * k(-1)
    behavioural wp = w0 + w1 * x + w2 * x(-1) + w3 * trend
    identity x = c + i + g
    identity p = x - t - wp
    identity k = k(-1) + i
    identity trend = trend(-1) + 1
    identity kx = k / x
  )");
}

/// `n` blocks of two equations each, every one fed by the one before through an equation of its own.
scenario::Model chain(int n) {
  std::string text = "y0 = z\n";
  for (int i = 1; i <= n; ++i) {
    const std::string k = std::to_string(i);
    text += "a" + k + " = 0.5 * b" + k + " + y" + std::to_string(i - 1) + "\nb" + k + " = 0.5 * a" + k + " + z\ny" + k +
            " = a" + k + "\n";
  }
  return scenario::compile(text);
}

std::string cell(const Table& t, std::size_t row, std::size_t column) {
  return std::get<std::string>(t.rows[row][column].value);
}

TEST(BlockTable, HasARowForEachPart) {
  const Table t = block_table(scenario::describe(klein()));
  ASSERT_EQ(t.rows.size(), 3u);
  EXPECT_EQ(cell(t, 0, 0), "Prologue");
  EXPECT_EQ(cell(t, 1, 0), "Core");
  EXPECT_EQ(cell(t, 1, 1), "simultaneous");
  EXPECT_EQ(std::get<Rounded>(t.rows[1][2].value).value(), 5);
  EXPECT_EQ(cell(t, 2, 4), "k, kx");
  EXPECT_THAT(t.note, HasSubstr("8 equations in 4 blocks: 1 before"));
  EXPECT_EQ(cell(block_table(scenario::describe(klein()), {}, Language::vietnamese), 1, 1), "đồng thời");
}

TEST(BlockDiagram, LinksThePartsThatFeedEachOther) {
  const FlowDiagram d = block_diagram(scenario::describe(klein()));
  ASSERT_EQ(d.nodes.size(), 3u);
  EXPECT_EQ(d.nodes[0].name, "Prologue: 1 equation");
  EXPECT_EQ(d.nodes[1].name, "Simultaneous: 5 equations");
  EXPECT_EQ(d.nodes[1].emphasis, NodeEmphasis::strong);
  EXPECT_EQ(d.nodes[2].name, "Epilogue: 2 equations");
  EXPECT_EQ(d.links, (std::vector<DiagramLink>{{0, 1, false}, {1, 2, false}}));
  expect_well_drawn(d);
}

TEST(BlockDiagram, CondensesLargeModels) {
  const scenario::ModelStructure s = scenario::describe(chain(500));
  const FlowDiagram d = block_diagram(s);
  EXPECT_LE(d.nodes.size(), 18u);
  std::size_t strong = 0;
  for (const DiagramNode& n : d.nodes) strong += n.emphasis == NodeEmphasis::strong ? 1u : 0u;
  EXPECT_EQ(strong, 8u);
  for (const DiagramLink& link : d.links) EXPECT_LT(link.from, link.to);
  expect_well_drawn(d);
  double equations = 0;
  for (const auto& row : block_table(s).rows) equations += std::get<Rounded>(row[2].value).value();
  EXPECT_EQ(equations, 1501);
  EXPECT_LE(block_diagram(s, {.blocks = 40}).nodes.size(), 82u);
  expect_well_drawn(block_diagram(s, {.blocks = 40}));
}

TEST(BlockDiagram, RefusesAbsurdSizes) {
  const scenario::ModelStructure s = scenario::describe(klein());
  EXPECT_THAT([&] { (void)block_diagram(s, {.blocks = 0}); }, ThrowsMessage<InvalidArgument>(HasSubstr("got 0")));
  EXPECT_THAT([&] { (void)block_diagram(s, {.blocks = 41}); }, ThrowsMessage<InvalidArgument>(HasSubstr("1 to 40")));
  EXPECT_THAT([&] { (void)block_table(s, {.names = 101}); }, ThrowsMessage<InvalidArgument>(HasSubstr("names")));
  EXPECT_THAT([] { (void)block_table(scenario::describe(scenario::Model())); },
              ThrowsMessage<InvalidArgument>(HasSubstr("must have equations")));
}

TEST(FeedsDiagram, ShowsCausesAboveAndEffectsBelow) {
  const FlowDiagram d = feeds_diagram(scenario::trace(klein(), "x"));
  std::vector<std::string> names;
  for (const DiagramNode& n : d.nodes) names.push_back(n.name);
  const auto place = [&](const char* name) { return std::find(names.begin(), names.end(), name) - names.begin(); };
  EXPECT_LT(place("c"), place("x"));
  EXPECT_LT(place("g"), place("x"));
  EXPECT_GT(place("p"), place("x"));
  EXPECT_GT(place("kx"), place("x"));
  EXPECT_EQ(d.nodes[static_cast<std::size_t>(place("x"))].emphasis, NodeEmphasis::strong);
  EXPECT_EQ(d.nodes[static_cast<std::size_t>(place("g"))].detail, "cause, exogenous");
  EXPECT_EQ(d.nodes[static_cast<std::size_t>(place("p"))].detail, "effect, endogenous");
  expect_well_drawn(d);
  const FlowDiagram k = feeds_diagram(scenario::trace(klein(), "k", {.downstream = 0}));
  EXPECT_EQ(k.links.size(), 1u);
}

TEST(FeedsDiagram, DashesWhatIsOnlyLagged) {
  const FlowDiagram d = feeds_diagram(scenario::trace(klein(), "k", {.upstream = 0, .downstream = 1}));
  for (const DiagramLink& link : d.links)
    if (d.nodes[link.from].name == "k") {
      EXPECT_EQ(link.dashed, d.nodes[link.to].name == "i") << d.nodes[link.to].name;
    }
  EXPECT_THAT(d.note, HasSubstr("Dashed"));
}

TEST(FeedsDiagram, CondensesLongLists) {
  std::string text = "y = 0";
  for (int i = 0; i < 500; ++i) text += " + x" + std::to_string(i);
  const FlowDiagram d = feeds_diagram(scenario::trace(scenario::compile(text), "y"));
  EXPECT_EQ(d.nodes.size(), 14u);
  EXPECT_EQ(d.nodes[12].name, "488 more");
  EXPECT_EQ(d.links.size(), 13u);
  EXPECT_THAT(d.note, HasSubstr("Not everything is shown"));
  const FlowDiagram far = feeds_diagram(scenario::trace(chain(500), "y250", {.upstream = 900, .downstream = 900}));
  EXPECT_LE(far.nodes.size(), 100u);
  expect_well_drawn(far);
  EXPECT_THAT([] { (void)feeds_diagram({}); }, ThrowsMessage<InvalidArgument>(HasSubstr("variables")));
  EXPECT_THAT([] { (void)feeds_diagram(scenario::trace(klein(), "x"), {.each = 41}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("each")));
}

}  // namespace
}  // namespace foreplan::report
