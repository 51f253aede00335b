#include <foreplan/report/audit.hpp>

#include "drawing.hpp"
#include "plan/founding_case.hpp"

#include <gmock/gmock.h>
#include <foreplan/core/errors.hpp>

#include <set>

namespace foreplan::report {
namespace {

using foreplan::testing::founding_case;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::string cell(const Table& t, std::size_t row, std::size_t column) {
  return std::get<std::string>(t.rows.at(row).at(column).value);
}

TEST(Findings, PutTheContradictionFirstWithWhatReconcilesIt) {
  const plan::Plan plan = founding_case();
  const plan::Audit audit = plan::audit(plan);
  const Findings all = findings(audit, plan);
  ASSERT_EQ(all.items.size(), audit.findings.size());
  const FindingCard& first = all.items[0];
  EXPECT_EQ(first.tone, Tone::bad);
  EXPECT_EQ(first.badge, "Contradiction");
  EXPECT_THAT(first.sentence, AllOf(HasSubstr("6,513"), HasSubstr("11,174"), HasSubstr("17,600"), HasSubstr("21.996 %"),
                                    HasSubstr("63.5 %"), HasSubstr("9.2 years")));
  ASSERT_EQ(first.details.size(), 5u);
  EXPECT_EQ(first.details[0].badge, "Would reconcile them");
  EXPECT_THAT(first.details[0].text, AllOf(HasSubstr("1.575"), HasSubstr("at least 1.572")));
  for (int i : {1, 2, 3}) EXPECT_EQ(first.details[static_cast<std::size_t>(i)].badge, "Would not");
  EXPECT_EQ(first.details[4].badge, "Cannot be judged");
  EXPECT_EQ(first.quotes.size(), 3u);
}

TEST(Findings, AreInTheLanguageOfTheReader) {
  const plan::Plan plan = founding_case();
  const Findings all = findings(plan::audit(plan, {.language = Language::vietnamese}), plan, Language::vietnamese);
  EXPECT_EQ(all.items[0].badge, "Mâu thuẫn");
  EXPECT_THAT(all.items[0].sentence, HasSubstr("21,996%"));
  EXPECT_EQ(all.items[0].details[0].badge, "Giải thích được");
}

TEST(Findings, OfAStatementThatThePlanDoesNotHaveAreRefused) {
  plan::Audit audit;
  audit.findings.push_back({});
  audit.findings[0].statements = {"no_such_statement"};
  EXPECT_THROW((void)findings(audit, founding_case()), InvalidArgument);
}

TEST(AuditFigures, CountEverySeverity) {
  const KeyFigures figures = audit_figures(plan::audit(founding_case()));
  ASSERT_EQ(figures.items.size(), 4u);
  EXPECT_EQ(figures.items[0].value, "1");
  EXPECT_EQ(figures.items[0].label, "contradiction");
  EXPECT_EQ(figures.items[0].tone, Tone::bad);
  EXPECT_EQ(audit_figures(plan::Audit{}).items[0].label, "contradictions");
  EXPECT_EQ(audit_figures(plan::Audit{}).items[0].tone, Tone::neutral);
}

TEST(AuditBlocks, HoldEveryFindingOnce) {
  const plan::Plan plan = founding_case();
  const plan::Audit audit = plan::audit(plan);
  std::multiset<std::string> shown, found;
  for (const FindingCard& card : findings(audit, plan).items) found.insert(card.sentence);
  std::vector<std::string> headings;
  for (const Block& block : audit_blocks(audit, plan)) {
    if (const auto* h = std::get_if<Heading>(&block)) headings.push_back(h->text);
    if (const auto* f = std::get_if<Findings>(&block))
      for (const FindingCard& card : f->items) shown.insert(card.sentence);
  }
  EXPECT_EQ(shown, found);
  EXPECT_EQ(headings, (std::vector<std::string>{"What follows from the statements", "What was tested and agrees"}));
}

TEST(AuditBlocks, SayWhenNothingWasFound) {
  const auto blocks = audit_blocks(plan::Audit{}, plan::Plan{});
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_TRUE(std::get<Findings>(blocks[1]).items.empty());
}

TEST(Statements, CarryUnitPricesAndRole) {
  const Table t = statements(founding_case());
  ASSERT_EQ(t.columns.size(), 5u);  // no source is named
  EXPECT_EQ(cell(t, 1, 0), "Industrial gross output");
  EXPECT_EQ(cell(t, 1, 1), "2015");
  EXPECT_EQ(cell(t, 1, 2), "6,513 billion VND");
  EXPECT_EQ(cell(t, 1, 3), "constant 1994 prices");
  EXPECT_EQ(cell(t, 3, 2), "over 17,600 billion VND");
  EXPECT_EQ(cell(t, 3, 3), "price base not stated");
  EXPECT_EQ(cell(t, 3, 4), "target");
  EXPECT_EQ(cell(t, t.rows.size() - 1, 4), "assumption");
}

TEST(Statements, OfOneRoleAloneNeedNoColumnForIt) {
  plan::Plan plan = founding_case();
  for (plan::Statement& s : plan.statements) s.source = "Conclusion";
  const Table t = statements(plan, plan::Role::target);
  ASSERT_EQ(t.rows.size(), 7u);
  ASSERT_EQ(t.columns.size(), 4u);
  EXPECT_EQ(t.note, "Source: Conclusion.");
  EXPECT_EQ(cell(t, 3, 2), "rises");
  EXPECT_EQ(cell(t, 5, 2), "falls");
  EXPECT_EQ(cell(t, 6, 2), "over 135 million USD");
  plan.statements.back().role = plan::Role::target;
  plan.statements.back().source = "Thesis";
  EXPECT_EQ(statements(plan, plan::Role::target).columns.back().header, "Source");
}

TEST(Statements, OfAPlanWithoutAnyAreRefused) {
  EXPECT_THROW((void)statements(plan::Plan{}), InvalidArgument);
  plan::Plan plan = founding_case();
  plan.assumptions.clear();
  EXPECT_THROW((void)statements(plan, plan::Role::assumption), InvalidArgument);
}

TEST(StatedContributions, AreThoseOfTheYearbook) {
  const BarChart chart = stated_contributions(founding_case(), "grdp");
  EXPECT_EQ(chart.categories, (std::vector<std::string>{"2010", "2011", "2012", "2013"}));
  ASSERT_EQ(chart.parts.size(), 3u);
  EXPECT_EQ(chart.parts[0].name, "Agriculture, forestry and fishery");
  EXPECT_EQ(chart.parts[0].values, (std::vector<double>{6.51, -4.54, -0.74, 1.14}));
  EXPECT_EQ(chart.parts[2].values, (std::vector<double>{-5.08, 6.76, 2.28, 5.39}));
  const Table t = table(chart);  // totals: the stated growth of GRDP
  const double growth[] = {5.58, 9.68, 9.32, 10.51};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(std::get<double>(t.rows[i][4].value), growth[i], 0.011);
  EXPECT_THAT([] { (void)stated_contributions(founding_case(), "exports"); },
              ThrowsMessage<InvalidArgument>(HasSubstr("\"exports\"")));
  foreplan::testing::expect_well_drawn(chart);
}

TEST(ImpliedBaseTable, HasTheKnownAnswers) {
  const plan::Plan p = foreplan::testing::founding_case();
  const std::string text = markdown(implied_base_table(p, "output_2015", "target_output_2020", "target_growth_2016_2020"));
  EXPECT_THAT(text, HasSubstr("What target and growth imply about 2015, if both are met exactly"));
  EXPECT_THAT(text, HasSubstr("| 10,259 | 10,236 | 10,282 |"));
  EXPECT_THAT(text, HasSubstr("Conversion factor from constant 1994 prices to the target's prices | 1.575 | 1.572 | 1.579 |"));
  EXPECT_THAT(text, HasSubstr("11.4 % stands for 11.35 to 11.45 %. The plan says \"over\""));
  EXPECT_THAT(markdown(implied_base_table(p, "output_2015", "target_output_2020", "target_growth_2016_2020", Language::vietnamese)),
              HasSubstr("11,4% là từ 11,35 đến 11,45%"));
}

TEST(ImpliedBaseTable, RefusesStatementsThatDoNotBelongTogether) {
  const plan::Plan p = foreplan::testing::founding_case();
  EXPECT_THROW((void)implied_base_table(p, "target_growth_2016_2020", "target_output_2020", "target_growth_2016_2020"), InvalidArgument);
  EXPECT_THROW((void)implied_base_table(p, "target_output_2020", "output_2015", "target_growth_2016_2020"), InvalidArgument);
  EXPECT_THROW((void)implied_base_table(p, "output_2015", "nothing", "target_growth_2016_2020"), InvalidArgument);
}

TEST(Statements, AreAboutThePeriodsOfThePlan) {
  plan::Plan p;
  p.indicators.push_back({.id = "x", .name = {"output", "sản lượng"}, .unit = Unit::physical("t")});
  const Period quarter = Period::quarter(2016, 1);
  p.statements.push_back({.id = "g",
                          .kind = plan::StatementKind::growth,
                          .indicator = "x",
                          .period = {quarter, quarter},
                          .value = Rounded("2")});
  EXPECT_EQ(cell(statements(p), 0, 0), "Output, average growth a quarter");
  EXPECT_EQ(cell(statements(p, Language::vietnamese), 0, 0), "Tốc độ tăng bình quân quý của sản lượng");
}

}  // namespace
}  // namespace foreplan::report
