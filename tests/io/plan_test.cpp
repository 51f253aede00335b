#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/plan/audit.hpp>

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "plan/founding_case.hpp"

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
  for (const K kind : {K::unstated_price_basis, K::missing_base, K::definition_break, K::mixed_price_bases, K::implausible_growth})
    EXPECT_EQ(a.count(kind), 1u) << to_string(kind);
  EXPECT_EQ(a.count(K::consistent_path), 2u);
  EXPECT_EQ(a.count(K::consistent_sum), 6u);
  EXPECT_EQ(a.count(K::derived), 3u);
  EXPECT_EQ(p.scenarios.size(), 3u);
}

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
  odd.projects[0].probability = 0;
  EXPECT_EQ(read_plan(write_plan(odd)), odd);
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

TEST(ReadPlan, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "[", "{\"a\"}", "{\"a\":1,}", "nul", "{} {}", "{\"title\": \"\\ud800\"}", "{\"source\": \"a\nb\"}",
                           "{\"source\": \"\xff\"}", "{\"source\": 01}", "/* open", "{\"source\":\"a\",\"source\":\"b\"}", "\"unclosed", "-", "1e"})
    EXPECT_FALSE(issues_of(text).empty()) << text;
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(issues_of(deep).at(0).column, 202u);
  std::string nested = "{\"a\":";
  for (int i = 0; i < 1'000'000; ++i) nested += "{\"a\":";
  EXPECT_FALSE(issues_of(nested).empty());
}

TEST(ReadPlan, RefusesEveryTruncation) {
  const std::string whole = write_plan(read_plan_file(kPlan));
  for (std::size_t n = 0; n + 2 < whole.size(); n += 37) EXPECT_THROW((void)read_plan(whole.substr(0, n)), ParseError) << n;
}

TEST(ReadPlan, RefusesWhatThePlanRefuses) {
  EXPECT_THROW((void)read_plan(R"({"indicators": [{"id": "x", "name": {}}, {"id": "x", "name": {}}]})"), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::io
