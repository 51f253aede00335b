#include "text/json_value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace foreplan::text {
namespace {

using namespace std::string_literals;

std::vector<ParseIssue> issues_of(const std::string& text) {
  try {
    (void)parse_value(text, "d.json");
  } catch (const ParseError& e) {
    return e.issues();
  }
  return {};
}

TEST(ParseValue, TellsWholeNumbersFromOthers) {
  EXPECT_EQ(parse_value("9223372036854775807", ""), Value(std::int64_t{9223372036854775807}));
  EXPECT_EQ(parse_value("9223372036854775808", ""), Value(9223372036854775808.0));
  EXPECT_EQ(parse_value("1.0", ""), Value(1.0));
  EXPECT_TRUE(std::signbit(parse_value("-0", "").as_number()));
}

TEST(ParseValue, KeepsTheOrderOfMembersAndItems) {
  const Value v = parse_value(R"({"b": [1, [], {"x": null}, "t"], "a": {"c": true, "b": {}}})", "");
  EXPECT_EQ(v, Value::object({{"b", Value::array({1, Value::array(), Value::object({{"x", nullptr}}), "t"})},
                              {"a", Value::object({{"c", true}, {"b", Value::object()}})}}));
}

TEST(ParseValue, ReportsKeysAndNumbersTogetherInTheOrderOfTheText) {
  const auto issues = issues_of("{\"a\": 1e-999,\n \"b\": 1, \"b\": 2,\n \"c\": [1, [2, 3], {\"d/\": -1e-400}]}");
  ASSERT_EQ(issues.size(), 3u);
  EXPECT_EQ(to_string(issues[0]), "d.json:1:7: /a: expected a number that fits a double, found 1e-999");
  EXPECT_EQ(to_string(issues[1]), "d.json:2:10: /b: expected each key once, found \"b\" again");
  EXPECT_EQ(to_string(issues[2]), "d.json:3:26: /c/2/d~1: expected a number that fits a double, found -1e-400");
}

TEST(ValueText, ReadsBackEqual) {
  Value v =
      Value::object({{"", Value::array()},
                     {"a\"\n\xC3\xA9\x01", Value::object()},
                     {"numbers", Value::array({0, -0.0, 1.0, 0.1, 1e300, 5e-324, std::int64_t{-9223372036854775807}})},
                     {"mixed", Value::array({nullptr, true, "x\0y"s, Value::array({Value::object({{"k", false}})})})}});
  const std::string text = value_text(v);
  EXPECT_EQ(parse_value(text, ""), v);
  EXPECT_EQ(value_text(parse_value(text, "")), text);
  EXPECT_EQ(value_text(Value::object({{"a", Value::array({1, "b"})}, {"c", Value::object({{"d", nullptr}})}})),
            "{\n  \"a\": [1, \"b\"],\n  \"c\": {\n    \"d\": null\n  }\n}\n");
}

TEST(ValueText, RefusesWhatJsonCannotHold) {
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL})
    EXPECT_THROW((void)value_text(Value(bad)), InvalidArgument);
  EXPECT_THROW((void)value_text(Value("\xff")), InvalidArgument);
  EXPECT_THROW((void)value_text(Value::object({{"\xff", 1}})), InvalidArgument);
}

TEST(ValueText, DepthCostsNoStack) {
  const JsonLimits deep{.depth = 2'000'000};
  EXPECT_EQ(parse_value(std::string(300'000, '[') + std::string(300'000, ']'), "", deep).size(), 1u);
  // The indents alone make the text quadratic in the depth.
  const Value v = parse_value(std::string(2'000, '[') + std::string(2'000, ']'), "", deep);
  EXPECT_EQ(parse_value(value_text(v), "", deep), v);
}

}  // namespace
}  // namespace foreplan::text
