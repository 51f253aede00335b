#include <foreplan/report/needs.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

namespace foreplan::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> headings(const std::vector<Block>& blocks) {
  std::vector<std::string> all;
  for (const Block& block : blocks)
    if (const auto* h = std::get_if<Heading>(&block)) all.push_back(h->text);
  return all;
}

plan::Plan plan_with_land_and_projects() {
  plan::Plan plan;
  plan::Zone zone;
  zone.id = "zone", zone.name = {"zone", "khu"}, zone.unit = Unit::physical("ha"), zone.period = 2015,
  zone.total_area = 10, zone.absorption = 1;
  plan.zones = {zone};
  plan::Project project;
  project.id = "mill", project.capital = 10, project.capital_unit = Unit::money("VND", 9, PriceBasis::current()),
  project.start = 2016;
  project.source = "illustrative: not in the plan";
  plan.projects = {project};
  return plan;
}

TEST(Needs, TellWhatThePlanHasFiguresForAndWhatNot) {
  const auto blocks = needs(plan_with_land_and_projects(), {2016, 2018});
  EXPECT_THAT(headings(blocks), ElementsAre("Projects and their capital", "Land in industrial zones"));
  EXPECT_EQ(std::get<Paragraph>(blocks.back()).text,
            "The plan document has no figures for: raw materials, electricity, workers and financing.");
  Document page("p");
  page.section("s", blocks);
  EXPECT_THAT(markdown(page), HasSubstr("Illustrative figures: they are not in the plan."));
}

TEST(Needs, CallNothingIllustrativeThatIsNot) {
  plan::Plan plan = plan_with_land_and_projects();
  plan.projects[0].source = "decision 11";
  Document page("p");
  page.section("s", needs(plan, {2016, 2018}));
  EXPECT_THAT(markdown(page), AllOf(HasSubstr("Source: decision 11."), Not(HasSubstr("Illustrative"))));
}

TEST(Needs, OfAnEmptyPlanAreAllMissing) {
  const auto blocks = needs(plan::Plan{}, {2016, 2018}, {}, Language::vietnamese);
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_THAT(std::get<Paragraph>(blocks[0]).text, HasSubstr("Kế hoạch không có số liệu về: dự án và vốn đầu tư"));
}

}  // namespace
}  // namespace foreplan::report
