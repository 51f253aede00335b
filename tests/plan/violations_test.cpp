#include "plan/violations.hpp"

#include <foreplan/core/errors.hpp>

#include <gtest/gtest.h>

#include <string>

#include "plan/founding_case.hpp"

namespace foreplan::plan {
namespace {

template <class Change>
std::string refusal(Change change) {
  Plan p = testing::founding_case();
  change(p);
  try {
    validate(p);
  } catch (const UnitMismatch& e) {
    return std::string("unit: ") + e.what();
  } catch (const PeriodMismatch& e) {
    return std::string("period: ") + e.what();
  } catch (const InvalidArgument& e) {
    return e.what();
  }
  return {};
}

TEST(Validate, AcceptsTheFoundingCase) {
  EXPECT_EQ(refusal([](Plan&) {}), "");
  EXPECT_EQ(refusal([](Plan& p) { p = {}; }), "");
}

TEST(Validate, NamesRuleValueAndStatement) {
  EXPECT_EQ(refusal([](Plan& p) { p.about_tolerance = 0; }),
            "plan::validate: about_tolerance must be in (0, 1); got 0");
  EXPECT_EQ(
      refusal([](Plan& p) { p.statements[0].indicator = "industrial_outputs"; }),
      "plan::validate: indicator must be known (did you mean \"industrial_output\"?); got \"industrial_outputs\" in "
      "statement \"" +
          testing::founding_case().statements[0].id + "\"");
  EXPECT_EQ(refusal([](Plan& p) { p.indicators[1].id = p.indicators[0].id; }).substr(0, 61),
            "plan::validate: indicator id must be used once; got \"industri");
}

TEST(Validate, TellsUnitsAndPeriodsFromTheRest) {
  EXPECT_TRUE(refusal([](Plan& p) {
                p.statements[0].period = {Period::quarter(2010, 1), Period::quarter(2010, 1)};
              }).starts_with("period: plan::validate: all periods of a plan have one frequency"));
  EXPECT_TRUE(refusal([](Plan& p) {
                p.indicators.push_back({"people", {}, Unit::physical("person"), {}});
                p.identities.push_back({"mixed", p.indicators[0].id, {"people"}, {}, {}});
              }).starts_with("unit: plan::validate: parts have the unit of their total; got person and billion VND"));
}

TEST(Validate, HoldsZonesAndProjectsToTheirRanges) {
  EXPECT_EQ(refusal([](Plan& p) { p.zones = {{.id = "z", .period = 2015, .total_area = 5, .let_area = 6}}; }),
            "plan::validate: let_area must be in [0, total_area]; got 6 in zone \"z\"");
  EXPECT_EQ(refusal([](Plan& p) {
              p.zones = {{.id = "z", .period = 2015, .total_area = 5, .history = {{2015, 1}}}};
            }),
            "period: plan::validate: a history is in order of time, before its zone's period; got 2015 in zone \"z\"");
  EXPECT_EQ(refusal([](Plan& p) {
              Project mill;
              mill.id = "mill", mill.capital = 1, mill.disbursement = {0.5, 0.6};
              p.projects = {mill};
            }),
            "plan::validate: disbursement must add up to 1; got 1.1 in project \"mill\"");
}

TEST(Violations, AreAllFoundUpToTheLimit) {
  Plan p = testing::founding_case();
  for (auto& s : p.statements) s.indicator = "nothing";
  const std::size_t known = p.statements.size();
  std::size_t unknown = 0;
  for (const auto& v : internal::violations(p, 1000))
    unknown += v.pointer.ends_with("/indicator") && v.got == "\"nothing\"";
  EXPECT_EQ(unknown, known);
  EXPECT_EQ(internal::violations(p, 3).size(), 3u);
}

}  // namespace
}  // namespace foreplan::plan
