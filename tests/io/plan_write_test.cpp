#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "plan/founding_case.hpp"

namespace foreplan::io {
namespace {

const std::string kPlan = std::string(FOREPLAN_SOURCE_DIR) + "/examples/tuyen_quang/plan.json";

TEST(WritePlan, ReadsBackEqual) {
  for (const plan::Plan& p : {read_plan_file(kPlan), testing::founding_case(), plan::Plan{}}) {
    const std::string text = write_plan(p);
    EXPECT_EQ(read_plan(text), p);
    EXPECT_EQ(write_plan(read_plan(text)), text);
  }
  plan::Plan odd;
  odd.zones.push_back({});
  odd.zones[0].id = "z\"\\\n\x01/~é";
  odd.zones[0].total_area = 0.1 + 0.2;
  odd.projects.push_back({});
  odd.projects[0].capital = 1;
  odd.projects[0].probability = 0;
  EXPECT_EQ(read_plan(write_plan(odd)), odd);
}

// Digits as printed, an exact number without quotes, a period of one year by itself; choices are named even where they
// are the default, empty texts and lists are left out.
TEST(WritePlan, WritesTheDocumentedForm) {
  const std::string text = R"({
  "title": {
    "en": "Plan"
  },
  "indicators": [
    {
      "id": "output",
      "name": {
        "en": "output"
      },
      "unit": {
        "name": "VND",
        "scale_power": 9,
        "price_basis": "constant 1994",
        "valuation": "unspecified"
      },
      "measures": "other"
    }
  ],
  "statements": [
    {
      "id": "base",
      "kind": "level",
      "role": "observation",
      "indicator": "output",
      "period": "2015",
      "bound": "exactly",
      "value": "6513.0"
    },
    {
      "id": "rate",
      "kind": "growth",
      "role": "target",
      "indicator": "output",
      "period": "2016-2020",
      "bound": "at_least",
      "value": 0.1
    }
  ],
  "about_tolerance": 0.05
}
)";
  plan::Plan p;
  p.title = {"Plan", {}};
  p.indicators.push_back(
      {"output", {"output", {}}, Unit::money("VND", 9, PriceBasis::constant(1994)), plan::Concept::other});
  plan::Statement base;
  base.id = "base";
  base.kind = plan::StatementKind::level;
  base.indicator = "output";
  base.period = {2015, 2015};
  base.value = Rounded("6513.0");
  plan::Statement rate = base;
  rate.id = "rate";
  rate.kind = plan::StatementKind::growth;
  rate.role = plan::Role::target;
  rate.period = {2016, 2020};
  rate.bound = plan::Bound::at_least;
  rate.value = Rounded::exact(0.1);
  p.statements = {base, rate};
  EXPECT_EQ(write_plan(p), text);
}

TEST(WritePlan, KeepsDigitsThatNoTextShows) {
  plan::Plan p;
  p.progress.push_back({});
  for (const Rounded& r : {Rounded(13200, -2), Rounded(25.23456, 1), Rounded("25.20"), Rounded("-0.00"),
                           Rounded(1e300, 2), Rounded(1.7e308, 300), Rounded(0.1, 300), Rounded::exact(0.1)}) {
    p.progress[0].base = r;
    EXPECT_EQ(read_plan(write_plan(p)), p) << write_plan(p);
  }
}

TEST(WritePlan, RefusesWhatNoDocumentHolds) {
  const auto message = [](auto change) {
    plan::Plan p = read_plan_file(kPlan);
    change(p);
    try {
      (void)write_plan(p);
    } catch (const InvalidArgument& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  EXPECT_EQ(message([](plan::Plan& p) { p.zones[0].let_area = NAN; }),
            "io::write_plan: numbers must be finite; got NaN at \"let_area\"");
  EXPECT_EQ(message([](plan::Plan& p) { p.statements[0].bound = static_cast<plan::Bound>(77); }),
            "io::write_plan: enumerations must have one of their values; got 77 at \"bound\"");
  EXPECT_EQ(message([](plan::Plan& p) { p.projection.levels[0] = 1; }),
            "io::write_plan: a scenario's data must be the projection's base levels; got \"low\"");
  EXPECT_NE(message([](plan::Plan& p) { p.source = "\xff"; }), "");
}

}  // namespace
}  // namespace foreplan::io
