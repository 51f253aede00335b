#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/io/files.hpp>
#include <foreplan/io/pcim.hpp>
#include <foreplan/io/scenarios.hpp>
#include <foreplan/scenario.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

#include "refusals.hpp"

namespace foreplan::io {
namespace {

using foreplan::testing::expect_refused;
using ::testing::HasSubstr;

const std::string kFolder = FOREPLAN_REFERENCE_DIR;

/// Simultaneous, and nothing in it is a round number.
RunRecord keynes() {
  RunRecord out;
  out.title = "Spending";
  out.model = model_source("c = 10.1 + 0.61 * y(-1)^0.97 + 0.01 * y\n y = c + i + g\n");
  const scenario::Scenario base("base", Frame({{"i", Period(2019), {}, {NAN, 20.3, 21, 22}},
                                               {"g", Period(2019), {}, {NAN, 30, 30.7, 1.0 / 3}},
                                               {"y", Period(2019), {}, {100, NAN, NAN, NAN}}}));
  out.scenario = base.layer("high").shift("g", 0.1 + 0.2, {2021, 2022}).growth_path("i", {1.0 / 3, 0}, {2021, 2022});
  out.range = {2020, 2022};
  out.options.tolerance = 1e-9;
  out.options.method = scenario::SolveMethod::full_block;
  return out;
}

bool same_bits(const scenario::Run& a, const scenario::Run& b) {
  const Frame x = a.frame(), y = b.frame();
  if (x.size() != y.size() || x.range() != y.range()) return false;
  for (std::size_t k = 0; k < x.size(); ++k)
    for (std::size_t i = 0; i < x.periods(); ++i) {
      const double u = x.series()[k].values[i], v = y.series()[k].values[i];
      if (std::isnan(u) && std::isnan(v)) continue;
      if (std::bit_cast<std::uint64_t>(u) != std::bit_cast<std::uint64_t>(v)) return false;
    }
  return true;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string issues_of(const std::string& text) {
  try {
    (void)read_run(text, {}, "r.json");
    return "nothing";
  } catch (const ParseError& e) {
    return e.what();
  }
}

}  // namespace

TEST(RunRecord, GivesTheSameBitsFromItsDocument) {
  const RunRecord made = keynes();
  const scenario::Run run = solve(made);
  ASSERT_TRUE(run.usable());
  const std::string text = write_run(made);
  const RunRecord back = read_run(text);
  EXPECT_EQ(back.title, made.title);
  EXPECT_EQ(back.scenario, made.scenario);
  EXPECT_EQ(back.range, made.range);
  EXPECT_EQ(back.options.tolerance, made.options.tolerance);
  EXPECT_EQ(back.options.max_iterations, made.options.max_iterations);
  EXPECT_EQ(back.options.method, made.options.method);
  EXPECT_EQ(write_run(back), text);
  EXPECT_TRUE(same_bits(solve(back), run));
  EXPECT_TRUE(same_bits(solve(back, {.threads = 2}), run));
}

TEST(RunRecord, OfPakistanGivesTheSameBitsFromItsDocument) {
  RunRecord made;
  const FileReference file = refer(kFolder, "pak.pcim", FileFormat::pcim);
  made.model = model_source(kFolder, file);
  made.data_file = file;
  made.scenario = scenario::Scenario("baseline", read_pcim_file(kFolder + "/pak.pcim").data)
                      .layer("oil")
                      .shift("WLDFCRUDE_PETRO", 25, {2025, 2027});
  made.range = {2020, 2030};
  const RunRecord back = read_run(write_run(made), {.folder = kFolder});
  const scenario::Run run = solve(made);
  ASSERT_TRUE(run.usable());
  EXPECT_TRUE(same_bits(solve(back), run));
  // And with the data in the document itself.
  made.data_file.reset();
  EXPECT_TRUE(same_bits(solve(read_run(write_run(made), {.folder = kFolder})), run));
}

TEST(RunRecord, MeetsItsTargetsWithTheSameBits) {
  RunRecord made = keynes();
  scenario::SeekInstrument capped{"i", {2021, 2022}, scenario::SeekProfile::free};
  capped.lower = 1.0 / 3;
  made.scenario =
      made.scenario.layer("goal").target("y", {200, 1000.0 / 3}, {2021, 2022}, {capped, {"g", {2020, 2022}}});
  const scenario::Run run = solve(made);
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_NEAR(run.at("y", 2021), 200, 1e-6);
  const std::string text = write_run(made);
  const RunRecord back = read_run(text);
  EXPECT_EQ(back.scenario, made.scenario);
  EXPECT_EQ(write_run(back), text);
  const scenario::Run again = solve(back);
  EXPECT_TRUE(same_bits(again, run));
  EXPECT_EQ(again.targets()->instruments[0].changes, run.targets()->instruments[0].changes);
  EXPECT_THROW((void)read_run(replaced(text, "\"free\"", "\"shift\"")), HashMismatch);
}

TEST(RunRecord, SaysWhatChanged) {
  const std::string text = write_run(keynes());
  const auto changed = [&](const std::string& from, const std::string& to) {
    try {
      (void)read_run(replaced(text, from, to));
      return std::string("nothing");
    } catch (const HashMismatch& e) {
      std::string out;
      for (const ParseIssue& issue : e.issues()) out += issue.pointer + ": " + issue.suggestion + "\n";
      return out;
    }
  };
  EXPECT_EQ(changed("0.61", "0.62"), "/content/model: the model changed after the document was written\n");
  EXPECT_EQ(changed("20.3", "20.4"), "/content/data: the data changed after the document was written\n");
  EXPECT_EQ(changed("0.30000000000000004", "0.3"),
            "/content/layers: the layers changed after the document was written\n");
  EXPECT_EQ(changed("\"Spending\"", "\"Other\""), "nothing");
  EXPECT_EQ(read_run(replaced(text, "10.1 + 0.61", "10.1   + 0.61")).title, "Spending");  // layout is no content
}

TEST(RunRecord, RefusesWhatIsNoRun) {
  EXPECT_THAT(issues_of("{}"), HasSubstr("the key \"model\""));
  EXPECT_THAT(issues_of("{}"), HasSubstr("the key \"content\""));
  const std::string text = write_run(keynes());
  EXPECT_THAT(issues_of(replaced(text, "\"range\": \"2020-2022\"", "\"range\": \"2022-2020\"")), HasSubstr("/range"));
  EXPECT_THAT(issues_of(replaced(text, "\"variable\": \"g\"", "\"variable\": \"gg\"")),
              HasSubstr("/scenario/layers/1/changes/0/variable: expected a variable of the model or the data"));
  EXPECT_THAT(issues_of(replaced(text, "\"full_block\"", "\"full_blok\"")), HasSubstr("did you mean \"full_block\"?"));
  EXPECT_THAT(issues_of(replaced(text, "\"name\": \"high\",\n", "\"name\": \"hihg\",\n")),
              HasSubstr("the name of the last layer, \"high\", found \"hihg\""));
  RunRecord no_text = keynes();
  no_text.model.text.clear();
  RunRecord backwards = keynes();
  backwards.range = {2022, 2020};
  expect_refused({{"a model must have a text or a file", [&] { (void)write_run(no_text); }},
                  {"PeriodRange", [&] { (void)write_run(backwards); }}});
}

TEST(RunRecord, HasASchema) {
  for (const char* expected : {"\"content\"", "\"tolerance\"", "\"homotopy\"", "\"required\""})
    EXPECT_THAT(run_schema(), HasSubstr(expected));
}

}  // namespace foreplan::io
