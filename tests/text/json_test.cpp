#include "text/json.hpp"

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <ctime>
#include <string>
#include <vector>

#include "text/json_value.hpp"

namespace foreplan::text {
namespace {

using namespace std::string_literals;
using Kind = JsonNode::Kind;

std::vector<ParseIssue> issues_of(const std::string& text, const JsonLimits& limits = {}) {
  try {
    const JsonDocument document = parse_json(text, "d.json", limits);
    return document.repeated;
  } catch (const ParseError& e) {
    return e.issues();
  }
}

bool accepted(const std::string& text) { return issues_of(text).empty(); }

std::string repeated(const std::string& what, std::size_t times) {
  std::string out;
  out.reserve(what.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

// RFC 8259, section 13.
const std::string kImage = R"({
  "Image": {
      "Width":  800,
      "Height": 600,
      "Title":  "View from 15th Floor",
      "Thumbnail": {
          "Url":    "http://www.example.com/image/481989943",
          "Height": 125,
          "Width":  100
      },
      "Animated" : false,
      "IDs": [116, 943, 234, 38793]
    }
})";

TEST(ParseJson, ReadsTheExampleOfTheStandard) {
  const JsonDocument document = parse_json(kImage, "");
  std::vector<std::string> met;
  for (const JsonNode& image : document.root())
    for (const JsonNode& member : image) met.push_back(member.key);
  EXPECT_EQ(met, (std::vector<std::string>{"Width", "Height", "Title", "Thumbnail", "Animated", "IDs"}));
  ASSERT_EQ(document.nodes.size(), 15u);
  EXPECT_EQ(document.nodes[0].span, 15u);
  for (const JsonNode& node : document.nodes) {
    const std::string_view at = std::string_view(kImage).substr(node.offset);
    switch (node.kind) {
      case Kind::object:
        EXPECT_EQ(at.front(), '{');
        break;
      case Kind::array:
        EXPECT_EQ(at.front(), '[');
        break;
      case Kind::number:
        EXPECT_TRUE(at.starts_with(node.text));
        break;
      case Kind::text:
        EXPECT_TRUE(at.starts_with('"' + node.text + '"'));
        break;
      default:
        EXPECT_TRUE(at.starts_with("false"));
    }
    if (!node.key.empty()) {
      EXPECT_TRUE(std::string_view(kImage).substr(node.key_offset).starts_with('"' + node.key + '"'));
    }
  }
}

TEST(ParseJson, KeepsNumbersAsWritten) {
  for (const char* number : {"0", "-0", "-0.0", "25.20", "1e5", "1E+5", "1.50e-07", "123456789012345678901234567890",
                             "0.1e0", "-9223372036854775808", "18446744073709551615", "1e-999"})
    for (const char* after : {"", " ", "\n", "//", "/**/"}) {
      const JsonDocument document = parse_json(std::string(number) + after, "");
      EXPECT_EQ(document.root().kind, Kind::number);
      EXPECT_EQ(document.root().text, number);
    }
  const JsonDocument list = parse_json("[-0,1.0 ,2e0]", "");
  EXPECT_EQ(list.nodes[1].text + list.nodes[2].text + list.nodes[3].text, "-01.02e0");
}

TEST(ParseJson, AcceptsWhatTheGrammarAllows) {
  for (const char* text : {"null", "true", "false", "\"\"", "[]", "{}", " \t\r\n[ ]\n", "[[[]]]", "{\"\":0}",
                           "\"\\u0000\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\uD83D\\uDE00\"", "\"\x7f\"",
                           "\"\xED\x9F\xBF\xEE\x80\x80\"", "\"\xF4\x8F\xBF\xBF\"", "\xEF\xBB\xBF[]",
                           "/* a */[// b\n1/**/,/***/2]//c", "[1,\n// only a comment\n2]", "//\r1"})
    EXPECT_TRUE(accepted(text)) << text;
  EXPECT_EQ(parse_json("\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\\u0000b\"", "").root().text,
            "A\u00e9\u20ac\U0001F600\0b"s);
}

struct Refused {
  std::string text;
  std::size_t line, column;
  std::string pointer, expected, found;
};

TEST(ParseJson, RefusesTheRestWithItsPlace) {
  const std::string end = "the end of the document";
  const Refused all[] = {
      // structure
      {"", 1, 1, "", "a value", end},
      {"  \n ", 2, 2, "", "a value", end},
      {"[", 1, 2, "/0", "a value", end},
      {"[1", 1, 3, "", "a comma or a closing bracket", end},
      {"[1,", 1, 4, "/1", "a value", end},
      {"[1,]", 1, 4, "/1", "a value", R"("]")"},
      {"[,1]", 1, 2, "/0", "a value", R"(",1]")"},
      {"[1,,2]", 1, 4, "/1", "a value", R"(",2]")"},
      {"[1 2]", 1, 4, "", "a comma or a closing bracket", R"("2]")"},
      {"[1}", 1, 3, "", "a comma or a closing bracket", R"("}")"},
      {"[1:2]", 1, 3, "", "a comma or a closing bracket", R"(":2]")"},
      {"{", 1, 2, "", "a key in quotes", end},
      {"{,}", 1, 2, "", "a key in quotes", R"(",}")"},
      {"{a:1}", 1, 2, "", "a key in quotes", R"("a:1}")"},
      {"{'a':1}", 1, 2, "", "a key in quotes", R"("'a':1}")"},
      {"{1:1}", 1, 2, "", "a key in quotes", R"("1:1}")"},
      {R"({"a"})", 1, 5, "/a", "a colon", R"("}")"},
      {R"({"a" , 1})", 1, 6, "/a", "a colon", R"(", 1}")"},
      {R"({"a":})", 1, 6, "/a", "a value", R"("}")"},
      {R"({"a":,"b":1})", 1, 6, "/a", "a value", R"(",\"b\":1}")"},
      {R"({"a":1 "b":2})", 1, 8, "", "a comma or a closing brace", R"("\"b\":2}")"},
      {R"({"a":1,})", 1, 8, "", "a key in quotes", R"("}")"},
      {R"({"a":1,,})", 1, 8, "", "a key in quotes", R"(",}")"},
      {"{\"a\":[1,\n {\"b~/\": [true, x]}]}", 2, 17, "/a/1/b~0~1/1", "a value", R"("x]}]}")"},
      {"{} {}", 1, 4, "", end, R"("{}")"},
      {"1 \"a", 1, 3, "", end, R"("\"a")"},
      {"]", 1, 1, "", "a value", R"("]")"},
      // words
      {"nul", 1, 1, "", "a value", R"("nul")"},
      {"[True]", 1, 2, "/0", "a value", R"("True]")"},
      {"[NaN]", 1, 2, "/0", "a value", R"("NaN]")"},
      {"[-Infinity]", 1, 3, "/0", "a digit", R"("Infinity]")"},
      {"[truefalse]", 1, 6, "", "a comma or a closing bracket", R"("false]")"},
      // numbers
      {"-", 1, 2, "", "a digit", end},
      {"+1", 1, 1, "", "a value", R"("+1")"},
      {".5", 1, 1, "", "a value", R"(".5")"},
      {"01", 1, 1, "", "a number without leading zeros", R"("01")"},
      {"[-012.5]", 1, 2, "/0", "a number without leading zeros", R"("-012.5")"},
      {"1.", 1, 3, "", "a digit after the point", end},
      {"[1.e5]", 1, 4, "/0", "a digit after the point", R"("e5]")"},
      {"1e", 1, 3, "", "a digit of the exponent", end},
      {"1e+", 1, 4, "", "a digit of the exponent", end},
      {"[1e+x]", 1, 5, "/0", "a digit of the exponent", R"("x]")"},
      {"0x10", 1, 2, "", end, R"("x10")"},
      {"1e999", 1, 1, "", "a number that fits a double", R"("1e999")"},
      {"[1, -" + std::string(400, '9') + "]", 1, 5, "/1", "a number that fits a double", "\"-9999999999999999999...\""},
      // texts
      {"\"abc", 1, 1, "", "a closing quote", end},
      {"[\"a\", \"abc\\\"", 1, 7, "/1", "a closing quote", end},
      {"\"a\nb\"", 1, 3, "", "an escaped control character", R"("\x0ab\"")"},
      {"\"\\x41\"", 1, 3, "", "an escape sequence", R"("x41\"")"},
      {"\"\\", 1, 3, "", "an escape sequence", end},
      {"\"\\u12G4\"", 1, 6, "", "four hexadecimal digits", R"("G4\"")"},
      {"\"\\u12", 1, 6, "", "four hexadecimal digits", end},
      {"\"\\ud800\"", 1, 8, "", "a whole surrogate pair", R"("\"")"},
      {"\"\\udc00\"", 1, 7, "", "a whole surrogate pair", R"("0\"")"},
      {"\"\\ud800\\u0041\"", 1, 13, "", "a whole surrogate pair", R"("1\"")"},
      {"{\"\\ud800\": 1}", 1, 9, "", "a whole surrogate pair", R"("\": 1}")"},
      // UTF-8: stray, overlong, surrogate, beyond U+10FFFF, cut off
      {"\"\xff\"", 1, 2, "", "valid UTF-8", "the byte 0xff"},
      {"\"\x80\"", 1, 2, "", "valid UTF-8", "the byte 0x80"},
      {"\"\xC0\xAF\"", 1, 2, "", "valid UTF-8", "the byte 0xc0"},
      {"\"\xE0\x80\xAF\"", 1, 3, "", "valid UTF-8", "the byte 0x80"},
      {"\"\xF0\x80\x80\xAF\"", 1, 3, "", "valid UTF-8", "the byte 0x80"},
      {"\"\xED\xA0\x80\"", 1, 3, "", "valid UTF-8", "the byte 0xa0"},
      {"\"\xF4\x90\x80\x80\"", 1, 3, "", "valid UTF-8", "the byte 0x90"},
      {"\"\xC3\"", 1, 3, "", "valid UTF-8", R"("\"")"},
      {"[\xC3\xA9]", 1, 2, "/0", "a value", "the byte 0xc3"},
      // bytes before, between and behind
      {"\xEF\xBB", 1, 1, "", "a value", "the byte 0xef"},
      {"\xEF\xBB\xBF\xEF\xBB\xBF[]", 1, 4, "", "a value", "the byte 0xef"},
      {"\xFE\xFF[]", 1, 1, "", "a value", "the byte 0xfe"},
      {"[\0]"s, 1, 2, "", "text without NUL bytes", "one"},
      {"1\0 2"s, 1, 2, "", "text without NUL bytes", "one"},
      {"1 // \0"s, 1, 6, "", "text without NUL bytes", "one"},
      // comments
      {"/* open", 1, 1, "", "the end of a comment", end},
      {"[1, /* open *", 1, 5, "/1", "the end of a comment", end},
      {"[1 /*/", 1, 4, "", "the end of a comment", end},
      {"1 /* open", 1, 3, "", "the end of a comment", end},
      {"// only", 1, 8, "", "a value", end},
      {"[/]", 1, 2, "/0", "a value", R"("/]")"},
      {"# 1", 1, 1, "", "a value", R"("# 1")"},
  };
  for (const Refused& r : all) {
    const auto issues = issues_of(r.text);
    ASSERT_EQ(issues.size(), 1u) << r.text;
    const ParseIssue expected{"d.json", r.line, r.column, r.pointer, r.expected, r.found, {}};
    EXPECT_EQ(to_string(issues[0]), to_string(expected));
  }
}

TEST(ParseJson, NamesEveryKeyUsedTwice) {
  const auto issues = issues_of("{\"a\": 1, \"b\": {\"x\": 1,\n \"\\u0078\": 2}, \"a\": 3, \"a\": 4}");
  ASSERT_EQ(issues.size(), 3u);
  EXPECT_EQ(to_string(issues[0]), "d.json:2:2: /b/x: expected each key once, found \"x\" again");
  EXPECT_EQ(to_string(issues[1]), "d.json:2:16: /a: expected each key once, found \"a\" again");
  EXPECT_EQ(issues[2].column, 24u);
  EXPECT_EQ(issues_of("[{\"a\":1,\"a\":2}, x]").size(), 2u);
}

// An object is looked through when it closes, after those in it.
TEST(ParseJson, NamesIssuesInTheOrderOfTheDocument) {
  const std::string text = R"({"a":1,"a":{"b":1,"b":2},"n":1e-400,"a":3)";
  const auto columns = [](const std::vector<ParseIssue>& issues) {
    std::vector<std::size_t> all;
    for (const ParseIssue& issue : issues) all.push_back(issue.column);
    return all;
  };
  EXPECT_EQ(columns(issues_of(text + "}")), (std::vector<std::size_t>{8, 19, 37}));
  EXPECT_EQ(columns(issues_of("[" + text + "},")), (std::vector<std::size_t>{9, 20, 38, 45}));
  try {
    (void)parse_value(text + "}", "");
    ADD_FAILURE();
  } catch (const ParseError& e) {
    EXPECT_EQ(columns(e.issues()), (std::vector<std::size_t>{8, 19, 30, 37}));
  }
}

TEST(ParseJson, PointersOfIssuesStayShort) {
  const std::string key(4'000'000, 'k');
  std::string inner = "{";
  for (int i = 0; i < 200; ++i) inner += "\"a\":1,";
  const auto issues = issues_of("{\"outer\": {\"" + key + "\": " + inner + "\"b\":1}}}");
  ASSERT_EQ(issues.size(), 100u);
  EXPECT_EQ(issues[0].pointer, "/outer/a");
  EXPECT_EQ(issues_of("{\"" + key + "\":1,\"" + key + "\":2}").at(0).pointer, "");
  EXPECT_EQ(pointer_below("/a", "b/c~d"), "/a/b~1c~0d");
}

// An outer key comes before what is in its value, and "b" before "a" where it stands before it.
TEST(ParseJson, ReportsInTheOrderOfTheText) {
  const auto issues = issues_of(R"([{"b": 1, "a": 2, "b": {"x": 1, "x": 2}, "a": 3}, y])");
  ASSERT_EQ(issues.size(), 4u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_LT(issues[i].column, issues[i + 1].column) << to_string(issues[i]);
}

TEST(ParseJson, KeepsItsLimits) {
  EXPECT_TRUE(accepted(std::string(201, '[') + std::string(201, ']')));
  const auto deep = issues_of(std::string(202, '[') + std::string(202, ']'));
  ASSERT_EQ(deep.size(), 1u);
  EXPECT_EQ(deep[0].column, 202u);
  EXPECT_EQ(deep[0].expected, "at most 200 levels of nesting");
  EXPECT_EQ(issues_of("[1,2]", {.bytes = 4}).at(0).found, "5 bytes");
  EXPECT_TRUE(issues_of("[1,2]", {.bytes = 5, .depth = 1, .values = 3}).empty());
  EXPECT_EQ(issues_of("[1,2]", {.values = 2}).at(0).pointer, "/1");
}

// What is quadratic here takes minutes, and what recurses ends the program. Processor time, so that a busy machine is
// no failure.
TEST(ParseJson, HostileSizesCostLittle) {
  constexpr std::size_t kMillion = 1'000'000;
  const std::clock_t start = std::clock();
  EXPECT_EQ(issues_of(std::string(kMillion, '[')).at(0).column, 202u);
  EXPECT_EQ(issues_of(repeated("{\"a\":", kMillion)).at(0).line, 1u);
  EXPECT_EQ(issues_of(std::string(kMillion, '\n') + "x").at(0).line, kMillion + 1);
  const std::string nested = std::string(kMillion, '[') + std::string(kMillion, ']');
  const JsonLimits deep{.depth = 2 * kMillion};
  EXPECT_EQ(parse_json(nested, "", deep).nodes.size(), kMillion);
  std::string keys = "{";
  for (std::size_t i = 0; i < kMillion; ++i) keys += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(accepted(keys + "\"k\":0}"));
  EXPECT_EQ(issues_of(keys + "\"k7\":0}").at(0).pointer, "/k7");
  EXPECT_EQ(issues_of("[" + repeated("{\"a\":0,\"a\":0},", kMillion / 10) + "0]").size(), 100u);
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 60);
}

TEST(ParseJson, RefusesEveryTruncation) {
  const std::string whole =
      "{\"a\": [1.5e-3, true, null, \"\\u00e9\\ud83d\\ude00\xC3\xA9\"], /* c */ \"b\": {\"c\": -0}}";
  ASSERT_TRUE(accepted(whole));
  for (std::size_t n = 0; n < whole.size(); ++n) EXPECT_FALSE(accepted(whole.substr(0, n))) << n;
}

TEST(ParseJson, DoesNotDependOnTheLocale) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  for (const char* name : {"de_DE.UTF-8", "ps_AF.UTF-8", "vi_VN.UTF-8"}) {
    if (std::setlocale(LC_NUMERIC, name) == nullptr) continue;
    EXPECT_EQ(parse_json("25.20", "").root().text, "25.20") << name;
    EXPECT_EQ(parse_value("0.5", "").as_number(), 0.5) << name;
  }
  std::setlocale(LC_NUMERIC, before.c_str());
}

TEST(JsonText, EscapesAsTheStandardAsks) {
  EXPECT_EQ(json_text("plain /"), "\"plain /\"");
  EXPECT_EQ(json_text("\"\\\b\f\n\r\t\x1f\0"s + "\x7f\u00e9"), "\"\\\"\\\\\\b\\f\\n\\r\\t\\u001f\\u0000\x7f\u00e9\"");
  try {
    (void)json_text("a\xC3(");
    FAIL();
  } catch (const InvalidArgument& e) {
    EXPECT_STREQ(e.what(), "text::json_text: text must be valid UTF-8; got \"a\xEF\xBF\xBD(\"");
  }
}

}  // namespace
}  // namespace foreplan::text
