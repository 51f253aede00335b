#include <foreplan/report/scenarios.hpp>

#include <foreplan/scenario.hpp>

#include <string>

#include "charts.hpp"

namespace foreplan::report {
namespace {

using scenario::Comparison;

const scenario::Scenario& base() {
  static const scenario::Scenario s(
      "base", Frame({{"i", Period(2020), {}, {20, 21, 22, 23}}, {"g", Period(2020), {}, {30, 30, 30, 30}}}));
  return s;
}

/// y = (10 + i + g) / 0.4; the balance is 0 in the base.
scenario::Run run(const scenario::Scenario& s, PeriodRange range = {2020, 2023}) {
  static const scenario::Model model = scenario::compile(
      "c = 10 + 0.6 * y\n y = c + i + g   \"output\" [bn VND, 2010 prices]\n balance = g - 30\n share = 100 * g / y "
      "[%]");
  return scenario::solve(model, s, range);
}

std::vector<Comparison> two() {
  const auto reference = run(base());
  return {scenario::compare(run(base().layer("high").shift("g", 4, {2021, 2023})), reference),
          scenario::compare(run(base().layer("low").shift("g", -4, {2021, 2022}), {2020, 2022}), reference)};
}

TEST(RunChart, HasALineForEachScenarioAndTheBase) {
  const LineChart levels = run_chart(two(), "y");
  ASSERT_EQ(levels.lines.size(), 3u);
  EXPECT_EQ(levels.lines[0].series.name, "high");
  EXPECT_EQ(levels.lines[1].series.size(), 3u);
  EXPECT_EQ(levels.lines[2].style, LineStyle::reference);
  EXPECT_EQ(levels.lines[2].series.name, "base");
  EXPECT_NEAR(levels.lines[2].series.at(2023), 63 / 0.4, 1e-9);
  EXPECT_EQ(levels.unit, Unit::money("VND", 9, PriceBasis::constant(2010)));
  const LineChart difference = run_chart(two(), "y", RunView::difference);
  EXPECT_EQ(difference.lines.size(), 2u);
  EXPECT_NEAR(difference.lines[0].series.at(2022), 10, 1e-9);
  EXPECT_EQ(difference.title, "y: difference from base");
  const LineChart per_cent = run_chart(two(), "y", RunView::per_cent, Language::vietnamese);
  EXPECT_EQ(per_cent.unit, Unit::percent());
  EXPECT_NEAR(per_cent.lines[1].series.at(2021), -100 * 10 / (61 / 0.4), 1e-9);
  EXPECT_EQ(per_cent.title, "y: chênh lệch so với base, phần trăm");
  for (const auto& chart : {levels, difference, per_cent}) expect_well_drawn(chart);
}

TEST(RunTable, PutsScenariosBesideEachOther) {
  const Table t = run_table(two(), "y");
  ASSERT_EQ(t.columns.size(), 8u);
  ASSERT_EQ(t.rows.size(), 4u);
  EXPECT_EQ(std::get<Period>(t.rows[3][0].value), Period(2023));
  EXPECT_NEAR(std::get<double>(t.rows[3][1].value), 63 / 0.4, 1e-9);
  EXPECT_NEAR(std::get<double>(t.rows[1][3].value), 10, 1e-9);
  EXPECT_NEAR(std::get<double>(t.rows[1][6].value), -10, 1e-9);
  EXPECT_TRUE(std::isnan(std::get<double>(t.rows[3][5].value)));
  EXPECT_THAT(markdown(t), HasSubstr("high: Difference"));
}

TEST(EffectsChart, ComparesVariablesInOnePeriod) {
  const ComparisonChart chart = effects_chart(two(), {"y", "c"}, 2022);
  ASSERT_EQ(chart.rows.size(), 2u);
  EXPECT_NEAR(chart.rows[0].values[0].value, 100 * 10 / (62 / 0.4), 1e-9);
  EXPECT_EQ(chart.title, "Difference from base in 2022, per cent");
  expect_well_drawn(chart);
  EXPECT_THAT([] { (void)effects_chart(two(), {"y"}, 2023); }, ThrowsMessage<PeriodMismatch>(HasSubstr("\"low\"")));
  EXPECT_THAT([] { (void)effects_chart(two(), {}, 2022); }, ThrowsMessage<InvalidArgument>(HasSubstr("a variable")));
}

TEST(Comparison, StandsOnAPageInBothLanguages) {
  for (const Language language : {Language::english, Language::vietnamese}) {
    Document page("Scenarios", {.language = language});
    page.section("Runs", comparison(two(), {"y", "balance", "share"}, language), largest_table(two()[0], {}, language),
                 input_table(scenario::diff(base(), base().layer("high").shift("g", 4, {2021, 2022})), language));
    const std::string text = html(page);
    EXPECT_EQ(all_of_class(parse_xml(text), "fp-chart").size(), 14u);  // effects, and two for each, wide and narrow
    EXPECT_TRUE(harmless(text));
    EXPECT_EQ(text, html(page));
  }
  // The balance is 0 in the base: its difference is shown in its unit.
  const auto blocks = comparison(two(), {"balance"});
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(std::get<LineChart>(blocks[1]).title, "balance: difference from base");
}

TEST(Comparison, RefusesWhatDoesNotGoTogether) {
  EXPECT_THAT([] { (void)run_chart({}, "y"); }, ThrowsMessage<InvalidArgument>(HasSubstr("1 to 6 scenarios; got 0")));
  EXPECT_THAT([] { (void)run_chart(two(), "yy"); }, ThrowsMessage<InvalidArgument>(HasSubstr("did you mean")));
  EXPECT_THAT(
      [] {
        auto all = two();
        all[1].base = "other";
        (void)run_table(all, "y");
      },
      ThrowsMessage<InvalidArgument>(HasSubstr("all comparisons must be with \"base\"; got \"other\"")));
  EXPECT_THAT(
      [] {
        auto all = two();
        all[1].variables[1].unit = Unit::percent();
        for (auto& v : all[1].variables) v.unit = Unit::percent();
        (void)run_table(all, "y");
      },
      ThrowsMessage<UnitMismatch>(HasSubstr("%")));
}

TEST(TableOfAComparison, HasAColumnForEachVariable) {
  const auto one = scenario::compare(run(base().layer("high").shift("g", 4, {2021, 2023})), run(base()), {"y", "g"});
  const std::string text = markdown(table(one));
  EXPECT_THAT(text, HasSubstr("high: difference from base in per cent"));
  EXPECT_THAT(text, HasSubstr("| 2021 | +6.56 | +13.33 |"));  // 10 of 152.5, 4 of 30
  EXPECT_THAT(markdown(table(one, RunView::level)), HasSubstr("| 2021 | 162.5 |"));
  EXPECT_THROW((void)table(scenario::Comparison{}), InvalidArgument);
}

TEST(LargestTable, NamesWhatDiffersMost) {
  const Table t = largest_table(two()[0]);
  ASSERT_GE(t.rows.size(), 3u);
  EXPECT_EQ(std::get<std::string>(t.rows[0][0].value), "balance");
  EXPECT_EQ(t.caption, "Largest differences of high from base");
  EXPECT_THAT(t.note, HasSubstr("|base|"));
}

TEST(InputTable, ListsValuesAndSaysHowManyMore) {
  const auto d =
      scenario::diff(base(), base().layer("high").shift("g", 4, {2021, 2023}).add_factor("c", {1}, {2021, 2021}));
  const Table t = input_table(d, Language::english, 2);
  ASSERT_EQ(t.rows.size(), 2u);
  EXPECT_EQ(std::get<std::string>(t.rows[0][1].value), "add-factor");
  EXPECT_EQ(std::get<std::string>(t.rows[0][6].value), "high");
  EXPECT_EQ(t.note, "2 further values differ.");
  const auto goal =
      scenario::diff(base(), base().layer("goal").target("y", {200}, {2021, 2021}, {{"g", {2020, 2021}}}));
  const Table stated = input_table(goal, Language::english, 9);
  ASSERT_EQ(stated.rows.size(), 3u);
  EXPECT_EQ(std::get<std::string>(stated.rows[0][1].value), "moved for targets");
  EXPECT_EQ(std::get<std::string>(stated.rows[2][1].value), "target");
  EXPECT_EQ(std::get<std::string>(input_table(goal, Language::vietnamese, 9).rows[2][1].value), "mục tiêu");
  EXPECT_EQ(input_table(scenario::diff(base(), base())).note, "The inputs are the same.");
  EXPECT_THAT(input_table(scenario::diff(base(), base().shift("parameter", 1, {2021, 2021}))).note,
              HasSubstr("Compared by their changes alone: parameter."));
  EXPECT_THAT([] { (void)input_table({}, Language::english, 0); }, ThrowsMessage<InvalidArgument>(HasSubstr("rows")));
}

}  // namespace
}  // namespace foreplan::report
