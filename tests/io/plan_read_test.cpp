#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/plan/audit.hpp>

#include <gtest/gtest.h>

#include <string>

namespace foreplan::io {
namespace {

const std::string kPlan = std::string(FOREPLAN_SOURCE_DIR) + "/examples/tuyen_quang/plan.json";

std::vector<ParseIssue> issues_of(const std::string& text) {
  try {
    (void)read_plan(text, "p.json");
  } catch (const ParseError& e) {
    return e.issues();
  }
  return {};
}

TEST(ReadPlan, TheProvincesPlanComesOutAsItShould) {
  const plan::Plan p = read_plan_file(kPlan);
  const plan::Audit a = plan::audit(p);
  using K = plan::FindingKind;
  EXPECT_EQ(a.count(K::contradiction), 1u);
  for (const K kind :
       {K::unstated_price_basis, K::missing_base, K::definition_break, K::mixed_price_bases, K::implausible_growth})
    EXPECT_EQ(a.count(kind), 1u) << to_string(kind);
  EXPECT_EQ(a.count(K::consistent_path), 2u);
  EXPECT_EQ(a.count(K::consistent_sum), 6u);
  EXPECT_EQ(a.count(K::derived), 3u);
  EXPECT_EQ(p.scenarios.size(), 3u);
}

TEST(ReadPlan, ReportsEveryIssueWithItsPlace) {
  const auto issues = issues_of(R"({
  "indicators": [{"id": "x", "nmae": {"en": "x"}}],
  "statements": [{"id": "s", "kind": "levle", "indicator": "x", "period": "20155", "value": "1,5"}],
  "about_tolerance": "much"
})");
  ASSERT_EQ(issues.size(), 6u);
  EXPECT_EQ(issues[0].pointer, "/indicators/0");  // name is missing
  EXPECT_EQ(issues[1].pointer, "/indicators/0/nmae");
  EXPECT_EQ(issues[1].suggestion, "did you mean \"name\"?");
  EXPECT_EQ(issues[2].pointer, "/statements/0/kind");
  EXPECT_EQ(issues[2].suggestion, "did you mean \"level\"?");
  EXPECT_EQ(issues[2].line, 3u);
  EXPECT_EQ(issues[2].column, 38u);
  EXPECT_EQ(issues[3].pointer, "/statements/0/period");
  EXPECT_EQ(issues[3].found, "\"20155\"");
  EXPECT_EQ(issues[4].pointer, "/statements/0/value");
  EXPECT_EQ(issues[5].expected, "a number");
  EXPECT_EQ(issues[5].found, "a text");
  EXPECT_EQ(issues[5].file, "p.json");
}

TEST(ReadPlan, RefusesZonesAndProjectsOutOfTheirRangesWithTheirPlace) {
  const auto issues = issues_of(R"({
  "zones": [{"id": "z", "period": "2015", "total_area": 10, "let_area": 11,
             "history": [{"period": "2014", "let_area": 3}, {"period": "2013", "let_area": 12}]}],
  "projects": [{"id": "mill", "capital": 5, "capital_unit": {"name": "VND", "price_basis": "current"}, "start": "2016",
                "delay": [0.5, 0.4]}]
})");
  ASSERT_EQ(issues.size(), 4u);
  EXPECT_EQ(issues[0].pointer, "/zones/0/let_area");
  EXPECT_EQ(issues[0].expected, "that let_area must be in [0, total_area]");
  EXPECT_EQ(issues[0].found, "11");
  EXPECT_EQ(issues[0].line, 2u);
  EXPECT_EQ(issues[0].column, 73u);
  EXPECT_EQ(issues[1].pointer, "/zones/0/history/0/period");
  EXPECT_EQ(issues[1].line, 3u);
  EXPECT_EQ(issues[2].pointer, "/zones/0/history/1/let_area");
  EXPECT_EQ(issues[3].pointer, "/projects/0/delay");
  EXPECT_EQ(issues[3].expected, "that delay must add up to 1");
  EXPECT_EQ(issues[3].found, "0.9");
}

TEST(ReadPlan, ReadsHistoriesOfZonesAndWritesThemAgain) {
  const plan::Plan p = read_plan(R"({"zones": [{"id": "z", "period": "2015", "total_area": 10, "let_area": 4,
    "history": [{"period": "2013", "let_area": 1.5}, {"period": "2014", "let_area": 3}]}]})");
  ASSERT_EQ(p.zones[0].history.size(), 2u);
  EXPECT_EQ(p.zones[0].history[0], (plan::LandCount{2013, 1.5}));
  EXPECT_EQ(read_plan(write_plan(p)), p);
}

TEST(ReadPlan, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "[", "{\"a\"}", "{\"a\":1,}", "nul", "{} {}", "{\"title\": \"\\ud800\"}",
                           "{\"source\": \"a\nb\"}", "{\"source\": \"\xff\"}", "{\"source\": 01}", "/* open",
                           "{\"source\":\"a\",\"source\":\"b\"}", "\"unclosed", "-", "1e"})
    EXPECT_FALSE(issues_of(text).empty()) << text;
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(issues_of(deep).at(0).column, 202u);
  std::string nested = "{\"a\":";
  for (int i = 0; i < 1'000'000; ++i) nested += "{\"a\":";
  EXPECT_FALSE(issues_of(nested).empty());
}

TEST(ReadPlan, RefusesEveryTruncation) {
  const std::string whole = write_plan(read_plan_file(kPlan));
  for (std::size_t n = 0; n + 2 < whole.size(); n += 37)
    EXPECT_THROW((void)read_plan(whole.substr(0, n)), ParseError) << n;
}

std::string lines_of(const std::string& text) {
  std::string lines;
  for (const auto& issue : issues_of(text)) lines += to_string(issue) + "\n";
  return lines;
}

TEST(ReadPlan, ReportsWhatThePlanRefusesAtItsPlace) {
  EXPECT_EQ(lines_of(R"({
  "about_tolerance": 1.5,
  "indicators": [
    {"id": "x", "name": {"en": "x"}, "unit": {"name": "VND", "price_basis": "current"}},
    {"id": "x", "name": {"en": "x again"}},
    {"id": "workers", "name": {}, "unit": {"name": "person"}},
    {"id": "", "name": {}}
  ],
  "statements": [
    {"id": "a", "kind": "level", "indicator": "y", "period": "2015", "value": "1"},
    {"id": "a", "kind": "level", "indicator": "workers", "period": "2015-2016", "value": "0", "price_basis": "current"},
    {"id": "b", "kind": "share", "indicator": "x", "of": "workrs", "period": "2015Q1", "value": "101"},
    {"id": "c", "kind": "share", "indicator": "x", "period": "2015", "value": "5", "of": "x"},
    {"id": "d", "kind": "growth", "indicator": "x", "period": "2015", "bound": "between", "value": "5", "upper": "4"},
    {"id": "e", "kind": "conversion", "indicator": "x", "period": "2015", "value": "2", "price_basis": "current"}
  ],
  "identities": [{"id": "i", "total": "x", "parts": ["workers", "x"]}, {"id": "e", "total": "x", "parts": []}],
  "assumptions": [{"id": "f", "kind": "contribution", "indicator": "x", "period": "2015", "value": "1"}],
  "quantities": [{"id": "q", "kind": "growth", "indicator": "x", "period": "2015", "given": ["a", "i", "nothing"]}]
})"),
            R"(p.json:2:22: /about_tolerance: expected that about_tolerance must be in (0, 1), found 1.5
p.json:5:12: /indicators/1/id: expected that indicator id must be used once, found "x"
p.json:7:12: /indicators/3/id: expected that indicator id must not be empty
p.json:10:47: /statements/0/indicator: expected that indicator must be known, found "y"
p.json:11:12: /statements/1/id: expected that statement id must be used once, found "a"
p.json:11:68: /statements/1/period: expected that a level, share or contribution is of one period, found 2015-2016
p.json:11:90: /statements/1/value: expected that value must be > 0, found 0
p.json:11:110: /statements/1/price_basis: expected that only money has a price basis, found current
p.json:12:58: /statements/2/of: expected that indicator must be known, found "workrs" (did you mean "workers"?)
p.json:12:78: /statements/2/period: expected that all periods of a plan have one frequency, found 2015Q1
p.json:12:97: /statements/2/value: expected that share must be in (0, 100] %, found 101
p.json:13:90: /statements/3/of: expected that an indicator is no part of itself, found "x"
p.json:14:114: /statements/4/upper: expected that between needs value <= upper, found 5, 4
p.json:15:5: /statements/5/to_price_basis: expected that a conversion needs two different price bases, current or constant, found current, none
p.json:17:54: /identities/0/parts/0: expected that parts have the unit of their total, found person and VND, current prices
p.json:17:65: /identities/0/parts/1: expected that an indicator stands once in an identity, found "x"
p.json:17:79: /identities/1/id: expected that identity id must be used once, found "e"
p.json:17:107: /identities/1/parts: expected that an identity needs parts
p.json:18:19: /assumptions/0/of: expected that a share or contribution needs the total it is of
p.json:19:104: /quantities/0/given/2: expected that statement must be known, found "nothing"
)");
}

TEST(ReadPlan, SaysNothingThatMayOnlyFollowFromWhatCouldNotBeRead) {
  // The indicator's id is misspelt, so that nothing is known of references to it; -1 and the repeated key are wrong
  // anyhow.
  EXPECT_EQ(lines_of(R"({
  "indicators": [{"idd": "x", "name": {}}],
  "statements": [{"id": "a", "kind": "level", "indicator": "x", "period": "2015", "value": "-1"},
                 {"id": "b", "kind": "level", "indicator": "x", "period": "2015Q5", "value": "-1"}],
  "source": "one", "source": "two"
})"),
            R"(p.json:2:18: /indicators/0: expected the key "id", found an object without it
p.json:2:19: /indicators/0/idd: expected a known key, found "idd" (did you mean "id"?)
p.json:3:92: /statements/0/value: expected that value must be > 0, found -1
p.json:4:75: /statements/1/period: expected a period such as "2015" or "2016-2020", found "2015Q5"
p.json:5:20: /source: expected each key once, found "source" again
)");
  EXPECT_EQ(lines_of(R"({"indicatorz": [{"id": "x", "name": {}}],
  "statements": [{"id": "a", "kind": "level", "indicator": "x", "period": "2015", "value": "1"}]})"),
            "p.json:1:2: /indicatorz: expected a known key, found \"indicatorz\" (did you mean \"indicators\"?)\n");
}

TEST(ReadPlan, ReportsScenariosThatDoNotFitTheProjection) {
  const std::string projection =
      R"({"projection": {"sectors": ["a", "b"], "base": "2015", "levels": [1, 2], "sigma": [0, 0], "last": "2020"},)";
  EXPECT_EQ(lines_of(projection + R"(
  "scenarios": [
    {"name": "low", "layers": [{"name": "low", "changes": [
      {"kind": "shift", "variable": "c", "range": "2016", "values": [1]},
      {"kind": "growth_path", "variable": "a", "range": "2016-2018", "values": [0.1, 0.2]},
      {"kind": "growth_path", "variable": "a", "range": "2016", "values": [-1]}]}]},
    {"name": "", "layers": []},
    {"name": "n", "layers": [{"name": "n"}, {"name": "n"}]}
  ]})"),
            R"(p.json:4:7: /scenarios/0/layers/0/changes/0: expected that variable must be one of the data, found "c"
p.json:5:7: /scenarios/0/layers/0/changes/1: expected that values must be one, or one for each of the 3 periods, found 2 in layer "low", variable "a"
p.json:6:7: /scenarios/0/layers/0/changes/2: expected that rates must be > -1 and finite, found -1 at index 0 in layer "low", variable "a"
p.json:7:5: /scenarios/1: expected that name must not be empty, found ""
p.json:8:5: /scenarios/2: expected that layers must have different names, found "n"
)");
  EXPECT_EQ(issues_of(R"({"scenarios": [{"name": "n", "layers": []}]})").at(0).pointer, "/projection");
  // Every scenario holds all sectors: a small document must ask neither for all memory nor for hours.
  std::string many = R"({"projection": {"base": "2015", "last": "2016", "sectors": ["0")", levels = "1";
  for (int i = 1; i < 2000; ++i) many += ",\"" + std::to_string(i) + "\"", levels += ",1";
  many +=
      "], \"levels\": [" + levels + "], \"sigma\": [" + levels + "]}, \"scenarios\": [{\"name\":\"n\",\"layers\":[]}";
  for (int i = 1; i < 2000; ++i) many += R"(,{"name":"n","layers":[]})";
  EXPECT_EQ(issues_of(many + "]}").at(0).found, "4000000");
  std::string layers = projection + R"("scenarios": [{"name": "n", "layers": [)";
  for (int i = 0; i <= 1000; ++i) layers += "{\"name\": \"" + std::to_string(i) + "\"},";
  layers.back() = ']';
  EXPECT_EQ(issues_of(layers + "}]}").at(0).pointer, "/scenarios/0/layers");
}

TEST(ReadPlan, ReportsWhatIsWrongWithAModelAtItsLine) {
  const std::string head =
      R"json({"projection": {"base": "2015", "last": "2020", "sectors": ["a", "b"], "levels": [1, 2],
"sigma": [0, 0], "model": [
"a = a(-1) * (1 + g",
"b = lgo(a)"]}})json";
  const auto issues = issues_of(head);
  ASSERT_EQ(issues.size(), 2u);
  EXPECT_EQ(issues[0].pointer, "/projection/model/1");  // the parenthesis may close on the next line
  EXPECT_EQ(issues[1].pointer, "/projection/model/1");
  EXPECT_EQ(issues[1].line, 4u);
  EXPECT_EQ(issues[1].suggestion, "did you mean log?");

  const auto missing = issues_of(R"({"projection": {"base": "2015", "last": "2020", "sectors": ["a", "b"],
"levels": [1, 2], "sigma": [0, 0], "model": ["a = 1"]}})");
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].pointer, "/projection/model");
  EXPECT_EQ(missing[0].found, "\"b\"");
}

TEST(ReadPlan, ScenariosChangeVariablesOfTheModel) {
  const std::string head = R"json({"projection": {"base": "2015", "last": "2020", "sectors": ["a"], "levels": [1],
"sigma": [0], "model": ["a = a(-1) * (1 + growth_rate)", "parameter growth_rate = 0.1"]},
"scenarios": [{"name": "low", "layers": [{"name": "low", "changes": [
{"kind": "shift", "variable": ")json";
  const std::string tail = R"(", "range": "2016-2020", "values": [0.1]}]}]}]})";
  const auto issues = issues_of(head + "growth_rte" + tail);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].pointer, "/scenarios/0/layers/0/changes/0");
  EXPECT_EQ(issues[0].line, 4u);
  const plan::Plan p = read_plan(head + "growth_rate" + tail);
  EXPECT_NEAR(plan::project(p.projection, p.scenarios.at(0)).path.at("a", 2016), 1.2, 1e-15);
  EXPECT_TRUE(read_plan(write_plan(p)) == p);
}

TEST(ReadPlan, TakesChangesThatNeedAModelOnlyWithOne) {
  const auto document = [](const std::string& model) {
    return R"json({"projection": {"base": "2015", "last": "2020", "sectors": ["a"], "levels": [1], "sigma": [0])json" +
           model +
           R"json(}, "scenarios": [{"name": "low", "layers": [{"name": "low", "changes": [
{"kind": "exogenise", "variable": "a", "range": "2016", "values": [1.1]},
{"kind": "endogenise", "variable": "rate", "range": "2016"}]}]}]})json";
  };
  const auto issues = issues_of(document(""));
  ASSERT_EQ(issues.size(), 2u);
  EXPECT_EQ(issues[0].pointer, "/scenarios/0/layers/0/changes/0");
  EXPECT_EQ(issues[0].expected, "that kind must be one that needs no model");
  EXPECT_EQ(issues[0].found, "exogenise");
  const plan::Plan p = read_plan(document(R"json(, "model": ["a = a(-1) * (1 + rate)", "parameter rate = 0.05"])json"));
  EXPECT_TRUE(read_plan(write_plan(p)) == p);
  EXPECT_NEAR(plan::project(p.projection, p.scenarios.at(0)).path.at("a", 2017), 1.1 * 1.05, 1e-12);
}

TEST(ReadPlan, StopsAtAHundredIssues) {
  std::string text = "{";
  for (int i = 0; i < 300'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_EQ(issues_of(text + "\"source\":1}").size(), 100u);
  std::string strange = R"({"statements": [)";
  for (int i = 0; i < 20'000; ++i)
    strange += R"({"kind":"level","period":"2015","value":1,"id":"s)" + std::to_string(i) + R"(","indicator":"i)" +
               std::to_string(i) + "\"},";
  strange.back() = ']';
  EXPECT_EQ(issues_of(strange + "}").size(), 100u);
}

TEST(ReadPlan, TakesWholeNumbersInEveryForm) {
  const auto paths = [](const std::string& text) {
    return read_plan("{\"projection\": {\"paths\": " + text + "}}").projection.paths;
  };
  EXPECT_EQ(paths("1e3"), 1000u);
  EXPECT_EQ(paths("20.0"), 20u);
  EXPECT_EQ(paths("-0"), 0u);
  EXPECT_EQ(paths("9007199254740993"), 9007199254740993u);  // 2^53 + 1, which no double is
  EXPECT_EQ(paths("18446744073709551615"), 18446744073709551615u);
  EXPECT_EQ(paths("1.8e19"), 18000000000000000000u);
  for (const char* bad : {"-1", "0.5", "18446744073709551616", "1e20", "1e300", "-1e300"})
    EXPECT_EQ(issues_of("{\"projection\": {\"seed\": " + std::string(bad) + "}}").at(0).expected,
              "a whole number from 0 on that fits 64 bits")
        << bad;
  const auto scale = [](const std::string& text) {
    return read_plan("{\"projection\": {\"unit\": {\"scale_power\": " + text + "}}}").projection.unit.scale_power;
  };
  EXPECT_EQ(scale("-2147483648"), -2147483647 - 1);
  EXPECT_EQ(scale("-2.147483648e9"), -2147483647 - 1);
  for (const char* bad : {"2147483648", "-2147483649", "2147483648.0", "0.5"})
    EXPECT_EQ(issues_of("{\"projection\": {\"unit\": {\"scale_power\": " + std::string(bad) + "}}}").at(0).expected,
              "a whole number that fits 32 bits")
        << bad;
  EXPECT_EQ(issues_of(R"({"about_tolerance": 1e-999})").at(0).expected, "a number that fits a double");
  EXPECT_EQ(issues_of(R"({"progress": [{"id": "p", "target": "t", "base_period": "2015", "observations": [],
      "base": {"value": 1, "decimals": 301}}]})")
                .at(0)
                .expected,
            "decimals in -300 to 300");
}

}  // namespace
}  // namespace foreplan::io
