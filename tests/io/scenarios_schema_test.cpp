#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <gtest/gtest.h>

#include <string>

#include "text/json_value.hpp"

/// The committed files of examples/scenarios against the library, and the reader against the documents that an
/// independent validator is asked about (plan_schema_oracle.py).
namespace foreplan::io {
namespace {

const std::string kFolder = std::string(FOREPLAN_SOURCE_DIR) + "/examples/scenarios/";

void expect_committed(const std::string& name, const std::string& text) {
  const std::string fresh = ::testing::TempDir() + name;
  bool same = false;
  try {
    same = read_file(kFolder + name) == text;
  } catch (const IoError&) {
  }
  if (!same) write_file(fresh, text);
  EXPECT_TRUE(same) << name << " has changed: see " << fresh;
}

RunRecord example_run() {
  const ScenarioSet set = read_scenarios_file(kFolder + "scenarios.json");
  return {.title = set.title,
          .model = *set.model,
          .scenario = set.registry["more investment, better used"],
          .range = {2021, 2025}};
}

}  // namespace

TEST(ScenariosSchema, IsTheOneThatIsCommitted) { expect_committed("scenarios.schema.json", scenarios_schema()); }
TEST(RunSchema, IsTheOneThatIsCommitted) { expect_committed("run.schema.json", run_schema()); }

/// The hashes in it are those that every machine must find.
TEST(RunRecord, IsTheOneThatIsCommitted) {
  expect_committed("run.json", write_run(example_run()));
  EXPECT_TRUE(solve(read_run_file(kFolder + "run.json")).usable());
}

TEST(ScenariosExample, IsSolved) {
  const ScenarioSet set = read_scenarios_file(kFolder + "scenarios.json");
  for (const scenario::Scenario& s : set.registry.scenarios())
    EXPECT_TRUE(scenario::solve(set.model->model, s, {2021, 2025}).usable()) << s.name();
}

TEST(ScenariosSchema, RefusesNothingThatTheReaderTakes) {
  const Value documents = text::parse_value(read_file(FOREPLAN_SOURCE_DIR "/tests/io/scenario_documents.json"), "");
  for (const Value& one : documents.at("broken").as_array())
    EXPECT_THROW((void)read_scenarios(text::value_text(one.at("document"))), ParseError) << one.at("why").as_text();
}

}  // namespace foreplan::io
