#include <foreplan/core/errors.hpp>
#include <foreplan/plan/plan.hpp>

#include <gtest/gtest.h>

#include <limits>

#include "plan/small_plan.hpp"

namespace foreplan::plan {
namespace {

using testing::add;
using testing::founding_case;
using testing::plan_of;
using testing::stated;
using enum StatementKind;

/// A plan with one of everything that `validate` looks at.
Plan sound() {
  Plan p = plan_of({"total", "part", "other"}, Unit::money("VND", 9, PriceBasis::constant(2010)));
  p.identities.push_back({"sum", "total", {"part", "other"}, {}, {}});
  add(p, "level", level, "total", {2020, 2020}, "100");
  add(p, "growth", growth, "total", {2016, 2020}, "5");
  add(p, "share", share, "part", {2020, 2020}, "40", "total");
  add(p, "points", contribution, "part", {2020, 2020}, "-2", "total");
  add(p, "factor", conversion, "total", {2010, 2020}, "1.5", {}, PriceBasis::constant(1994));
  p.statements.back().to_price_basis = PriceBasis::constant(2010);
  p.assumptions.push_back(stated("assumed", growth, "part", {2016, 2020}, "6"));
  p.quantities.push_back({"wanted", QuantityKind::growth, "part", {}, {2016, 2020}, {"level", "assumed", "sum"}, {}});
  return p;
}

template <class Error = InvalidArgument, class Change>
void refuses(Change change, const std::string& rule, const std::string& where = {}) {
  Plan p = sound();
  change(p);
  try {
    validate(p);
    ADD_FAILURE() << "accepted: " << rule;
  } catch (const Error& e) {
    const std::string said = e.what();
    EXPECT_EQ(said.rfind("plan::validate: ", 0), 0u) << said;
    EXPECT_NE(said.find(rule), std::string::npos) << said;
    EXPECT_NE(said.find(where), std::string::npos) << said;
  }
}

TEST(Validate, AcceptsSoundPlans) {
  EXPECT_NO_THROW(validate(sound()));
  EXPECT_NO_THROW(validate(founding_case()));
  EXPECT_NO_THROW(validate(Plan{}));
}

TEST(Validate, RefusesIds) {
  refuses([](Plan& p) { p.indicators[0].id = ""; }, "indicator id must not be empty");
  refuses([](Plan& p) { p.indicators[1].id = "total"; }, "indicator id must be used once; got \"total\"");
  refuses([](Plan& p) { p.statements[0].id = ""; }, "statement id must not be empty");
  refuses([](Plan& p) { p.statements[0].id = "share"; }, "must be used once; got \"share\"");
  refuses([](Plan& p) { p.assumptions[0].id = "share"; }, "must be used once; got \"share\"");
  refuses([](Plan& p) { p.identities[0].id = "share"; }, "must be used once; got \"share\"");
  refuses([](Plan& p) { p.quantities.push_back(p.quantities[0]); }, "quantity id must be used once; got \"wanted\"");
  refuses([](Plan& p) { p.statements[0].indicator = "totl"; }, "(did you mean \"total\"?); got \"totl\"",
          "in statement \"level\"");
  refuses([](Plan& p) { p.statements[2].of = "totl"; }, "(did you mean \"total\"?); got \"totl\"",
          "in statement \"share\"");
  refuses([](Plan& p) { p.identities[0].parts[1] = "othr"; }, "(did you mean \"other\"?); got \"othr\"",
          "in identity \"sum\"");
  refuses([](Plan& p) { p.quantities[0].given[0] = "levl"; }, "(did you mean \"level\"?); got \"levl\"",
          "in quantity \"wanted\"");
}

TEST(Validate, RefusesPeriods) {
  const Period quarter = Period::quarter(2020, 1);
  refuses<PeriodMismatch>([&](Plan& p) { p.statements[1].period.last = quarter; }, "a period has one frequency",
                          "\"growth\"");
  refuses<PeriodMismatch>(
      [&](Plan& p) {
        p.statements[1].period = {quarter, quarter};
      },
      "all periods of a plan have one frequency", "\"growth\"");
  refuses(
      [](Plan& p) {
        p.statements[1].period = {2020, 2016};
      },
      "a period ends after it begins; got 2020..2016", "\"growth\"");
  for (const std::size_t i : {0u, 2u, 3u})
    refuses([&](Plan& p) { p.statements[i].period = {2019, 2020}; }, "a level, share or contribution is of one period");
}

TEST(Validate, RefusesValues) {
  for (const std::size_t i : {0u, 1u, 2u, 3u, 4u})
    refuses([&](Plan& p) { p.statements[i].value = Rounded(std::numeric_limits<double>::quiet_NaN()); },
            "value must be finite; got NaN");
  refuses([](Plan& p) { p.statements[0].value = Rounded("0"); }, "value must be > 0; got 0", "\"level\"");
  refuses([](Plan& p) { p.statements[0].value = Rounded("-1"); }, "value must be > 0; got -1", "\"level\"");
  refuses([](Plan& p) { p.statements[4].value = Rounded("0"); }, "value must be > 0; got 0", "\"factor\"");
  refuses([](Plan& p) { p.statements[1].value = Rounded("-100"); }, "growth must be > -100 %; got -100", "\"growth\"");
  refuses([](Plan& p) { p.statements[2].value = Rounded("0"); }, "share must be in (0, 100] %; got 0", "\"share\"");
  refuses([](Plan& p) { p.statements[2].value = Rounded("100.1"); }, "share must be in (0, 100] %; got 100.1",
          "\"share\"");
  const auto between = [](const char* upper) {
    return [upper](Plan& p) {
      p.statements[2].bound = Bound::between;
      p.statements[2].upper = Rounded(upper);
    };
  };
  refuses(between("39"), "between needs value <= upper; got 40, 39", "\"share\"");
  refuses(between("101"), "share must be in (0, 100] %; got 101", "\"share\"");
  refuses([](Plan& p) { p.about_tolerance = 0; }, "about_tolerance must be in (0, 1); got 0");
  refuses([](Plan& p) { p.about_tolerance = 1; }, "about_tolerance must be in (0, 1); got 1");
}

TEST(Validate, RefusesTotals) {
  refuses([](Plan& p) { p.statements[2].of = ""; }, "a share or contribution needs the total it is of", "\"share\"");
  refuses([](Plan& p) { p.statements[3].of = ""; }, "a share or contribution needs the total it is of", "\"points\"");
  refuses([](Plan& p) { p.statements[0].of = "part"; },
          "only shares, contributions and growth of a share are of a total", "\"level\"");
  refuses([](Plan& p) { p.statements[4].of = "part"; },
          "only shares, contributions and growth of a share are of a total", "\"factor\"");
  refuses([](Plan& p) { p.statements[2].of = "part"; }, "an indicator is no part of itself; got \"part\"", "\"share\"");
  refuses([](Plan& p) { p.identities[0].parts.clear(); }, "an identity needs parts", "\"sum\"");
  refuses([](Plan& p) { p.identities[0].parts[1] = "part"; }, "an indicator stands once in an identity; got \"part\"",
          "\"sum\"");
  refuses([](Plan& p) { p.identities[0].parts[1] = "total"; }, "an indicator stands once in an identity; got \"total\"",
          "\"sum\"");
  refuses([](Plan& p) { p.quantities[0].kind = QuantityKind::growth_from_contribution; },
          "needs the indicator it is of", "\"wanted\"");
}

TEST(Validate, RefusesUnits) {
  const auto tonnes = [](Plan& p) { p.indicators[1].unit = Unit::physical("t"); };
  refuses<UnitMismatch>(tonnes, "a part has the unit of its total", "\"share\"");
  refuses<UnitMismatch>([](Plan& p) { p.indicators[1].unit.price_basis = PriceBasis::current(); },
                        "at different prices needs a price basis", "\"share\"");
  refuses<UnitMismatch>([](Plan& p) { p.indicators[1].unit.scale_power = 6; }, "parts have the unit of their total",
                        "\"sum\"");
  refuses<UnitMismatch>(
      [](Plan& p) {
        p.indicators[2].unit = Unit::physical("t");
        p.identities.clear();
        p.quantities[0] = {
            "ratio", QuantityKind::capital_per_output_increment, "other", "total", {2016, 2020}, {"level"}, {}};
      },
      "a quantity is of an indicator of its unit", "\"ratio\"");
  refuses<UnitMismatch>(
      [](Plan& p) {
        for (auto& i : p.indicators) i.unit = Unit::physical("t");
        p.statements[0].price_basis = PriceBasis::current();
      },
      "only money has a price basis; got current", "\"level\"");
  refuses([](Plan& p) { p.statements[4].to_price_basis = {}; }, "a conversion needs two different price bases",
          "\"factor\"");
  refuses([](Plan& p) { p.statements[4].to_price_basis = PriceBasis::constant(1994); },
          "a conversion needs two different price bases", "\"factor\"");
}

TEST(Find, NamesTheNearest) {
  const Plan p = sound();
  EXPECT_EQ(&find_indicator(p, "part"), &p.indicators[1]);
  EXPECT_EQ(&find_statement(p, "assumed"), &p.assumptions[0]);
  try {
    (void)find_statement(p, "groth");
    FAIL();
  } catch (const InvalidArgument& e) {
    EXPECT_STREQ(e.what(), "plan::find_statement: statement must be known (did you mean \"growth\"?); got \"groth\"");
  }
}

TEST(TargetOf, TakesStatementNameAndToleranceFromThePlan) {
  const Plan p = foreplan::testing::founding_case();
  const Target t = target_of(p, "target_output_2020", Language::vietnamese);
  EXPECT_EQ(t.value, 17'600);
  EXPECT_EQ(t.period, Period(2020));
  EXPECT_EQ(t.bound, Bound::at_least);
  EXPECT_EQ(t.name, find_indicator(p, "industrial_output").name.vi);
  EXPECT_THROW((void)target_of(p, "target_output"), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::plan
