#include <foreplan/io/iamc.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <string>

#include "refusals.hpp"

namespace foreplan::io {
namespace {

using foreplan::testing::expect_refused;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<IamcSeries> two() {
  return {{"m",
           "high, \"really\"",
           "Viet Nam",
           {"GDP|MER", Period(2020), Unit::money("VND", 9, PriceBasis::constant(2010)), {1.5, NAN, 0.1 + 0.2}}},
          {"m", "base", "World", {"Share", Period(2021), Unit::percent(), {-1e-300, 1e22}}}};
}

std::string issues_of(const std::string& text, const IamcReadOptions& options = {}) {
  try {
    (void)read_iamc(text, options, "i.csv");
    return "nothing";
  } catch (const ParseError& e) {
    return e.what();
  }
}

}  // namespace

TEST(Iamc, IsWrittenWideAndLong) {
  EXPECT_EQ(
      write_iamc(two()),
      "Model,Scenario,Region,Variable,Unit,2020,2021,2022\n"
      "m,\"high, \"\"really\"\"\",Viet Nam,GDP|MER,\"billion VND, constant 2010 prices\",1.5,,0.30000000000000004\n"
      "m,base,World,Share,%,,-1e-300,1e+22\n");
  EXPECT_EQ(write_iamc({two()[1]}, {.layout = IamcLayout::tall}),
            "model,scenario,region,variable,unit,year,value\n"
            "m,base,World,Share,%,2021,-1e-300\n"
            "m,base,World,Share,%,2022,1e+22\n");
}

TEST(Iamc, ReadsBackBothLayouts) {
  for (const IamcLayout layout : {IamcLayout::wide, IamcLayout::tall})
    EXPECT_EQ(read_iamc(write_iamc(two(), {.layout = layout})), two());
}

TEST(Iamc, ReadsWhatPandasWrites) {
  const auto wide = read_iamc_file(FOREPLAN_REFERENCE_DIR "/iamc_wide.csv");
  const auto tall = read_iamc_file(FOREPLAN_REFERENCE_DIR "/iamc_long.csv");
  ASSERT_EQ(wide.size(), 4U);
  EXPECT_EQ(wide, tall);
  EXPECT_EQ(wide[0].model, "model_a");
  EXPECT_EQ(wide[0].scenario, "scen_a");
  EXPECT_EQ(wide[0].region, "World");
  EXPECT_EQ(wide[0].series.name, "Primary Energy");
  EXPECT_EQ(wide[0].series.unit.name, "EJ/yr");
  EXPECT_EQ(wide[0].series.start, Period(2005));
  ASSERT_EQ(wide[0].series.size(), 6U);
  EXPECT_EQ(wide[0].series.at(2005), 1);
  EXPECT_TRUE(std::isnan(wide[0].series.at(2006)));
  EXPECT_EQ(wide[0].series.at(2010), 6.25);
  // iamc.py checks that pandas reads the same from this text.
  EXPECT_EQ(write_iamc(wide), read_file(FOREPLAN_REFERENCE_DIR "/iamc_ours.csv"));
}

RC_GTEST_PROP(Iamc, ReadsBackAnyValues, ()) {
  IamcSeries s{"m", "s", "r", {"v", Period(*rc::gen::inRange(1, 9000)), {}, {}}};
  const auto values = *rc::gen::nonEmpty(rc::gen::arbitrary<std::vector<double>>());
  for (const double x : values) s.series.values.push_back(std::isfinite(x) ? x : NAN);
  s.series.values.front() = 1;
  s.series.values.back() = -0.0;
  for (const IamcLayout layout : {IamcLayout::wide, IamcLayout::tall}) {
    const auto back = read_iamc(write_iamc({s}, {.layout = layout}));
    RC_ASSERT(back == std::vector<IamcSeries>{s});
    RC_ASSERT(std::signbit(back[0].series.values.back()));
  }
}

TEST(Iamc, KeepsUnitsThatAreTextsOfTheirOwn) {
  for (const char* unit : {"", "EJ/yr", "US$2010/yr, PPP", "Mt CO2-equiv/yr", "billion VND, current prices"}) {
    const std::string text = "Model,Scenario,Region,Variable,Unit,2020\nm,s,r,v,\"" + std::string(unit) + "\",1\n";
    const auto read = read_iamc(text);
    EXPECT_EQ(read_iamc(write_iamc(read)), read) << unit;
  }
}

TEST(Iamc, TakesTwoWaysToWriteAUnitAsOne) {
  const std::string head = "Model,Scenario,Region,Variable,Unit,2020\n";
  EXPECT_THAT(issues_of(head + "m,s,r,v,,1\nm,s,r,v,pure number,2\n"), HasSubstr("expected each series once"));
  EXPECT_THAT(issues_of(head + "m,s,r,v,\"bn VND, 2010 prices\",1\nm,s,r,v,\"billion VND, constant 2010 prices\",2\n"),
              HasSubstr("expected each series once"));
  EXPECT_EQ(read_iamc(head + "m,s,r,v,EJ,1\nm,s,r,v,TJ,2\n").size(), 2U);
}

TEST(Iamc, TakesColumnsInAnyOrderAndCase) {
  const auto read = read_iamc("2010,UNIT,variable,Region,scenario,MODEL,2005\r\n2,EJ,v,r,s,m,1\r\n");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].model, "m");
  EXPECT_EQ(read[0].series.at(2005), 1);
  EXPECT_EQ(read[0].series.at(2010), 2);
}

TEST(Iamc, TakesARun) {
  const auto model = scenario::compile("identity y = 2 * x   [bn VND, 2010 prices]");
  const auto run = scenario::solve(model, {"base", Frame({{"x", Period(2020), {}, {1, 2}}})}, {2020, 2021});
  const auto series = iamc_series(run, {.region = "Viet Nam"});
  ASSERT_EQ(series.size(), 1U);
  EXPECT_EQ(series[0].scenario, "base");
  EXPECT_THAT(series[0].series.values, ElementsAre(2, 4));
  EXPECT_EQ(iamc_series(run, {}, {"x", "y"}).size(), 2U);
  EXPECT_EQ(iamc_series(run.frame(), {.scenario = "s"}).size(), 2U);
  EXPECT_THROW((void)iamc_series(run, {}, {"z"}), InvalidArgument);
}

TEST(Iamc, RefusesWhatIsNotOfItsForm) {
  const std::string head = "Model,Scenario,Region,Variable,Unit,2020,2021\n";
  EXPECT_THAT(issues_of(""), HasSubstr("a header such as"));
  EXPECT_THAT(issues_of("Model,Scenario,Region,Variable,2020\n"), HasSubstr("expected a column \"unit\", found none"));
  EXPECT_THAT(issues_of("Model,Scenario,Region,Variable,Unit\n"), HasSubstr("columns of years"));
  EXPECT_THAT(issues_of("Model,Model,Region,Variable,Unit,2020\n"), HasSubstr("each column once"));
  EXPECT_THAT(issues_of("Model,Scenario,Region,Variable,Unit,year,value,2020\n"), HasSubstr("found both"));
  EXPECT_THAT(issues_of("Model,Scenario,Region,Variable,Unit,year\n"), HasSubstr("found one of them"));
  EXPECT_THAT(issues_of("Model,Scenario,Region,Variable,Unit,subannual,2020\n"), HasSubstr("found \"subannual\""));
  EXPECT_THAT(issues_of("Model,Scenario,Region,Variable,Unit,2020-01\n"), HasSubstr("found \"2020-01\""));
  EXPECT_THAT(issues_of(head), HasSubstr("a row with a value"));
  EXPECT_THAT(issues_of(head + "m,s,r,v,u,1,2\nm,s,r,v,u,1,2\n"),
              HasSubstr("i.csv:3:7: Variable: expected each series"));
  EXPECT_THAT(issues_of(head + "m,,r,v,u,1,2\n"),
              HasSubstr("expected a text without spaces around it, found an empty"));
  EXPECT_THAT(issues_of(head + "m,s,r,v,u,\"1,5\",2\n"), HasSubstr("decimal comma"));
  EXPECT_THAT(issues_of(head + "m,s,r,v,u,nan,x\n"), HasSubstr("i.csv:2:15"));
  EXPECT_THAT(issues_of("model,scenario,region,variable,unit,year,value\nm,s,r,v,u,2020,1\nm,s,r,v,u,2020,2\n"),
              HasSubstr("2020 again"));
  EXPECT_THAT(issues_of("model,scenario,region,variable,unit,year,value\nm,s,r,v,u,1,1\nm,s,r,v,u,9999,2\n",
                        {.max_cells = 1000}),
              HasSubstr("at most 1000 values"));
  EXPECT_THAT(issues_of("model,scenario,region,variable,unit,year,value\nm,s,r,v,u,20200,1\n"),
              HasSubstr("a year such as 2020, found \"20200\""));
}

TEST(Iamc, IsNotWrittenWhenItWouldNotReadBack) {
  const auto with = [](const auto& change) {
    auto series = two();
    change(series[0]);
    return [series] { (void)write_iamc(series); };
  };
  expect_refused({
      {"model must be UTF-8, not empty", with([](IamcSeries& s) { s.model.clear(); })},
      {"region must be UTF-8, not empty, and without spaces around it; got \" x\"",
       with([](IamcSeries& s) { s.region = " x"; })},
      {"variable must be UTF-8", with([](IamcSeries& s) { s.series.name = "\xff"; })},
      {"values must be finite or missing; got inf", with([](IamcSeries& s) { s.series.values[0] = INFINITY; })},
      {"each series must stand once; got \"Share\"", with([](IamcSeries& s) { s = two()[1]; })},
      {"there must be a value", [] { (void)write_iamc({}); }},
  });
  expect_refused<PeriodMismatch>({{"series must be annual; got quarterly",
                                   with([](IamcSeries& s) { s.series.start = Period::quarter(2020, 1); })}});
}

}  // namespace foreplan::io
