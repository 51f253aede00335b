#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>

#include <gtest/gtest.h>

#include <string>

#include "text/json_value.hpp"

/// The schema against the reader, and the committed files against the schema. Whether the schema itself says what it
/// should is asked of an independent validator: plan_schema_oracle.py.
namespace foreplan::io {
namespace {

const std::string kFolder = std::string(FOREPLAN_SOURCE_DIR) + "/examples/tuyen_quang/";

TEST(PlanSchema, IsTheOneThatIsCommitted) {
  const std::string schema = plan_schema();
  const std::string fresh = ::testing::TempDir() + "plan.schema.json";
  if (schema != read_file(kFolder + "plan.schema.json")) write_file(fresh, schema);
  EXPECT_TRUE(schema == read_file(kFolder + "plan.schema.json")) << "the list of fields has changed: see " << fresh;
}

std::string kind_of(const Value& schema) {
  if (const Value* to = schema.find("$ref")) {
    const std::string name = to->as_text().substr(std::string("#/$defs/").size());
    return "[" + name + "](#" + name + ")";
  }
  if (const Value* names = schema.find("enum")) {
    std::string all;
    for (const Value& name : names->as_array()) all += (all.empty() ? "`" : ", `") + name.as_text() + "`";
    return all;
  }
  if (schema.at("type").is(Value::Kind::array)) return "number or null";  // the only choice that there is
  const std::string& type = schema.at("type").as_text();
  if (type == "array") return "list of: " + kind_of(schema.at("items"));
  if (type == "string") return "text";
  return type == "integer" ? "whole number" : type;
}

bool needs(const Value& object, const std::string& key) {
  const Value* required = object.find("required");
  if (required == nullptr) return false;
  for (const Value& name : required->as_array())
    if (name.as_text() == key) return true;
  return false;
}

/// The description of one type as it stands in README.md.
std::string section(const std::string& name, const Value& schema) {
  std::string text = "### " + name + "\n\n" + schema.at("description").as_text() + "\n";
  const Value* properties = schema.find("properties");
  if (properties == nullptr) return text;
  text += "\n| key | value | meaning |\n|---|---|---|\n";
  for (const auto& [key, value] : properties->as_object()) {
    text += "| `" + key + "`" + (needs(schema, key) ? " (required)" : "") + " | " + kind_of(value) + " | " +
            value.at("description").as_text() + " |\n";
  }
  return text;
}

TEST(PlanSchema, StandsFieldByFieldInTheReadme) {
  const Value schema = text::parse_value(plan_schema(), "");
  std::string all = section("plan", schema);
  for (const auto& [name, definition] : schema.at("$defs").as_object()) all += "\n" + section(name, definition);
  const std::string fresh = ::testing::TempDir() + "plan_fields.md";
  const bool there = read_file(kFolder + "README.md").ends_with("\n" + all);
  if (!there) write_file(fresh, all);
  EXPECT_TRUE(there) << "README.md must end with the text in " << fresh;
}

TEST(PlanSchema, RefusesAndAcceptsTheSameAsTheReader) {
  const Value documents =
      text::parse_value(read_file(std::string(FOREPLAN_SOURCE_DIR) + "/tests/io/plan_documents.json"), "");
  for (const Value& one : documents.at("broken").as_array())
    EXPECT_THROW((void)read_plan(text::value_text(one.at("document"))), ParseError) << one.at("why").as_text();
  for (const Value& one : documents.at("sound").as_array())
    EXPECT_NO_THROW((void)read_plan(text::value_text(one.at("document")))) << one.at("why").as_text();
}

}  // namespace
}  // namespace foreplan::io
