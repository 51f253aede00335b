#include "charts.hpp"

namespace foreplan::report {
namespace {

/// The founding case two years on: 10,259 (2015), 12,500 (2017), 17,600 (2020).
Gauge output() {
  Gauge g;
  g.title = "Industrial gross output";
  g.unit = Unit::money("VND", 9, PriceBasis::unstated());
  g.base = 10'259;
  g.base_name = "Base, 2015";
  g.target = 17'600;
  g.target_name = "Target 2020: over 17,600";
  g.observed = 12'500;
  g.required = 12'731;
  g.projected = Estimate{16'812, {15'000, 18'500}};
  g.probability = 0.7382;
  g.decimals = 0;
  return g;
}

TEST(GaugeSvg, PutsBaseObservationAndTargetOnOneScale) {
  const Element root = parse_xml(svg(output(), {.width = 800}));
  const Element* track = all_of_class(root, "fp-track").front();
  const double base = track->number("x"), target = base + track->number("width"),
               scale = (target - base) / (17'600 - 10'259);
  EXPECT_NEAR(all_of_class(root, "fp-goal").front()->number("x1"), target, 0.02);
  EXPECT_NEAR(all_of_class(root, "fp-goal-thin").front()->number("x1"), base + scale * (12'731 - 10'259), 0.05);
  const Element* dot = nullptr;
  for (const Element* e : all_of_class(root, "fp-mark"))
    if (e->name == "circle" && dot == nullptr) dot = e;
  ASSERT_NE(dot, nullptr);
  EXPECT_NEAR(dot->number("cx"), base + scale * (12'500 - 10'259), 0.05);
  EXPECT_NEAR(all_of_class(root, "fp-whisker").front()->number("x1"), base + scale * (15'000 - 10'259), 0.05);
}

TEST(GaugeSvg, FillsTheBarOfProbabilityAsFarAsItGoes) {
  const Element root = parse_xml(svg(output(), {.width = 800, .standalone = false}));
  const Element* whole = all_of_class(root, "fp-track").back();
  const Element* filled = all_of_class(root, "fp-f0").back();
  EXPECT_EQ(whole->number("width"), 800);
  EXPECT_NEAR(filled->number("width"), 0.7382 * 800, 0.01);
}

TEST(GaugeSvg, TellsEveryMarkAndTheProbability) {
  const auto texts = texts_of(svg(output()));
  for (const char* expected : {"Base, 2015", "10,259", "12,500", "12,731", "16,812 (15,000\u201318,500)", "17,600",
                               "73.8\u00A0%", "Required by now"})
    EXPECT_THAT(texts, Contains(expected));
  EXPECT_THAT(texts_of(svg(output(), {.language = Language::vietnamese})), Contains("73,8%"));
  EXPECT_THAT(parse_xml(svg(output())).children[1].text, HasSubstr("Probability of reaching the target: 73.8\u00A0%"));
  expect_accessible(output());
}

TEST(GaugeSvg, NeverPrintsAProbabilityAsZeroOrOne) {
  Gauge g = output();
  g.probability = 0;
  EXPECT_THAT(texts_of(svg(g)), Contains("below 0.1\u00A0%"));
  g.probability = 1;
  g.probability_floor = 0.003;
  EXPECT_THAT(texts_of(svg(g)), Contains("above 99.7\u00A0%"));
}

TEST(GaugeSvg, IsWellDrawnWhateverComes) {
  expect_well_drawn(output());
  Gauge down = output();
  std::swap(down.base, down.target);
  expect_well_drawn(down);
  Gauge names = output();
  names.base_name = names.target_name = names.observed_name = names.required_name = names.projected_name = names.title =
      names.note = long_name();
  expect_well_drawn(names);
  for (const double x : {1e15, -1e15, 1e-9}) {
    Gauge g;
    g.target = x;
    g.decimals = 12;
    g.projected = Estimate{x / 2, {-std::fabs(x), std::fabs(x)}};
    expect_well_drawn(g);
  }
  for (const std::string& text : hostile_texts()) {
    Gauge g = output();
    g.title = g.note = g.base_name = g.target_name = g.observed_name = g.required_name = g.projected_name = text;
    expect_well_drawn(g);
  }
}

TEST(GaugeSvg, RefusesWhatItCannotShow) {
  const auto with = [](auto change) { return drawing(output(), change); };
  EXPECT_THAT(with([](Gauge& g) { g.target = g.base; }), ThrowsMessage<InvalidArgument>(HasSubstr("differ from base")));
  EXPECT_THAT(with([](Gauge& g) { g.observed = kNaN; }), ThrowsMessage<InvalidArgument>(HasSubstr("observed")));
  EXPECT_THAT(with([](Gauge& g) { g.probability = 1.1; }), ThrowsMessage<InvalidArgument>(HasSubstr("probability")));
  EXPECT_THAT(with([](Gauge& g) { g.probability = kNaN; }), ThrowsMessage<InvalidArgument>(HasSubstr("probability")));
  EXPECT_THAT(with([](Gauge& g) { g.probability_floor = 0; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("probability_floor")));
  EXPECT_THAT(with([](Gauge& g) { g.projected->range = {2, 1}; }), ThrowsMessage<InvalidArgument>(HasSubstr("lower")));
}

TEST(GaugeTable, HasARowForEveryMark) {
  const Table t = table(output());
  ASSERT_EQ(t.rows.size(), 6u);
  EXPECT_EQ(std::get<std::string>(t.rows[5][1].value), "73.8 %");
}

}  // namespace
}  // namespace foreplan::report
