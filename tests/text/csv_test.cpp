#include "text/csv.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "text/csv_marks.hpp"

namespace foreplan::text {
namespace {

using Table = std::vector<std::vector<std::string>>;

Table read(std::string_view text, const CsvLimits& limits = {}) {
  CsvReader reader(text, "t.csv", limits);
  Table table;
  std::string scratch;
  while (reader.next()) {
    table.emplace_back();
    for (const std::string_view field : reader.row()) table.back().emplace_back(csv_text(field, scratch));
  }
  reader.finish();
  return table;
}

std::vector<ParseIssue> issues_of(std::string_view text, const CsvLimits& limits = {}) {
  try {
    (void)read(text, limits);
  } catch (const ParseError& e) {
    return e.issues();
  }
  return {};
}

std::string messages_of(std::string_view text, const CsvLimits& limits = {}) {
  std::string all;
  for (const ParseIssue& issue : issues_of(text, limits)) all += to_string(issue) + "\n";
  return all;
}

/// Reads, whatever it is: a table or a ParseError, and nothing else.
void survive(std::string_view text, const CsvLimits& limits = {}) {
  try {
    (void)read(text, limits);
  } catch (const ParseError& e) {
    EXPECT_FALSE(e.issues().empty());
  }
}

std::string file(const std::string& name) {
  std::ifstream in(std::string(FOREPLAN_REFERENCE_DIR) + "/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(CsvMarks, BothWaysAgreeOnEveryByteAtEveryPlace) {
#if defined(__SSE2__)
  for (int byte = 0; byte < 256; ++byte)
    for (std::size_t place = 0; place < kCsvBlock; ++place) {
      std::string block(kCsvBlock, 'x');
      block[place] = static_cast<char>(byte);
      const CsvMarks a = csv_marks_sse2(block.data()), b = csv_marks_portable(block.data());
      ASSERT_EQ(a.structure, b.structure) << byte << " at " << place;
      ASSERT_EQ(a.suspect, b.suspect) << byte << " at " << place;
      ASSERT_EQ(b.structure != 0, byte == ',' || byte == '"' || byte == '\n' || byte == '\r') << byte;
    }
#endif
}

#if defined(__SSE2__)
RC_GTEST_PROP(CsvMarks, BothWaysAgreeOnBlocks, ()) {
  const auto block = *rc::gen::container<std::vector<char>>(
      kCsvBlock, rc::gen::oneOf(rc::gen::element(',', '"', '\n', '\r'), rc::gen::arbitrary<char>()));
  const CsvMarks a = csv_marks_sse2(block.data()), b = csv_marks_portable(block.data());
  RC_ASSERT(a.structure == b.structure);
  RC_ASSERT(a.suspect == b.suspect);
}
#endif

// The examples of RFC 4180, section 2.
TEST(Csv, ReadsTheExamplesOfTheStandard) {
  const Table two{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}};
  EXPECT_EQ(read("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"), two);
  EXPECT_EQ(read("aaa,bbb,ccc\r\nzzz,yyy,xxx"), two);
  EXPECT_EQ(read("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx"), two);
  EXPECT_EQ(read("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx"),
            (Table{{"aaa", "b\r\nbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
  EXPECT_EQ(read("\"aaa\",\"b\"\"bb\",\"ccc\""), (Table{{"aaa", "b\"bb", "ccc"}}));
}

TEST(Csv, ReadsWhatPythonWrites) {
  const Table table = read(file("csv_fields.csv"));
  std::istringstream expected(file("csv_fields.txt"));
  std::string line;
  std::size_t row = 0;
  for (; std::getline(expected, line); ++row) {
    ASSERT_LT(row, table.size());
    std::string met;
    for (const std::string& field : table[row]) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      if (!met.empty()) met += ' ';
      if (field.empty()) met += '-';
      for (const char c : field)
        (met += kDigits[static_cast<unsigned char>(c) >> 4]) += kDigits[static_cast<unsigned char>(c) & 15];
    }
    ASSERT_EQ(met, line) << "row " << row + 1;
  }
  EXPECT_EQ(row, table.size());
  EXPECT_GT(row, 200u);
}

TEST(Csv, EveryEndOfLineEndsALine) {
  const Table table{{"a", "b"}, {"1", ""}, {"", "2"}};
  for (const std::string end : {"\n", "\r\n", "\r"})
    for (const std::string& last : {std::string(), end}) EXPECT_EQ(read("a,b" + end + "1," + end + ",2" + last), table);
}

TEST(Csv, SpacesAndEmptyFieldsStay) {
  EXPECT_EQ(read("a, b ,\n\"\",,\" \""), (Table{{"a", " b ", ""}, {"", "", " "}}));
  EXPECT_EQ(read("a\n\n1\n"), (Table{{"a"}, {""}, {"1"}}));
  EXPECT_EQ(read(""), Table{});
}

TEST(Csv, AByteOrderMarkIsNoPartOfTheFirstField) {
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a,b\n1,2"),
            (Table{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read("\xEF\xBB\xBF\"a\",b"), (Table{{"a", "b"}}));
  EXPECT_EQ(read("\xEF\xBB\xBF"), Table{});
}

// Texts are moved through all places in the blocks of 64 bytes.
TEST(Csv, CommentsBeforeTheHeaderArePassedOver) {
  const CsvLimits comments{.comments = true};
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const std::string text = "# from, \"here" + end + "#" + end + "a,b" + end + "# 1,2" + end;
    EXPECT_EQ(read(text, comments), (Table{{"a", "b"}, {"# 1", "2"}}));
    EXPECT_EQ(messages_of("#" + end + "# x" + end + "a,b" + end + "1" + end, comments),
              "t.csv:4:2: expected 2 fields as in the header, found 1 field\n");
  }
  EXPECT_EQ(read("# no end of line", comments), Table{});
  EXPECT_EQ(read("#a\n1\n"), (Table{{"#a"}, {"1"}}));
}

TEST(Csv, RaggedRowsHaveNoHeader) {
  EXPECT_EQ(read("a,1\nb,1,2\n\nc", {.ragged = true}), (Table{{"a", "1"}, {"b", "1", "2"}, {""}, {"c"}}));
  EXPECT_EQ(messages_of("a,1\nb,1,2\"\n", {.ragged = true}).substr(0, 17), "t.csv:2:6: expect");
}

TEST(Csv, ABlocksEndChangesNothing) {
  for (std::size_t n = 0; n < 140; ++n) {
    const std::string x(n, 'x');
    EXPECT_EQ(read(x + "a,\"b\"\"\",c\r\n\"\r\n\",,\"\"\r\n"), (Table{{x + "a", "b\"", "c"}, {"\r\n", "", ""}})) << n;
    EXPECT_EQ(read("\"" + x + "\"\"\"\ny" + x), (Table{{x + "\""}, {"y" + x}})) << n;
  }
}

TEST(Csv, IssuesHaveTheirPlaceAndTheColumnsName) {
  EXPECT_EQ(
      messages_of("name,\"the \"\"other\"\"\"\n1,2\"3\n\"a\"b,4\n1\n1,2,3\n\n"),
      "t.csv:2:4: the \\\"other\\\": expected no quote inside a field that does not begin with one, found \"\\\"3\" "
      "(put the field in quotes and write each quote inside it twice)\n"
      "t.csv:3:4: name: expected a comma or the end of the line behind a closing quote, found \"b,4\" "
      "(a quote inside a quoted field is written twice)\n"
      "t.csv:4:2: expected 2 fields as in the header, found 1 field\n"
      "t.csv:5:5: expected 2 fields as in the header, found 3 fields "
      "(a comma inside a field needs quotes around the field; numbers have a decimal point)\n"
      "t.csv:6:1: expected 2 fields as in the header, found an empty line\n");
}

TEST(Csv, AQuoteNeverClosedIsNamedWhereItOpens) {
  const auto issues = issues_of("a,b\n1,\"2\n3,4\n");
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(to_string(issues[0]), "t.csv:2:3: b: expected the quote that closes this field, found the end of the text");
}

TEST(Csv, LinesAreCountedInQuotedFieldsAndAtEveryEnd) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const auto issues = issues_of("a,b" + end + "\"1" + end + end + "\",2" + end + "3" + end);
    ASSERT_EQ(issues.size(), 1u);
    EXPECT_EQ(issues[0].line, 5u);
    EXPECT_EQ(issues[0].column, 2u);
  }
}

TEST(Csv, BytesThatAreNoTextAreNamedInTheirField) {
  using namespace std::string_literals;
  const std::string text = "a,b\n" + std::string(100, 'x') + ",\xC3\xA9\n1,caf\xE9\n2\0,3\n4,\xED\xA0\x80\n"s;
  EXPECT_EQ(messages_of(text),
            "t.csv:3:6: b: expected text in UTF-8 without NUL, found the byte \\xe9 (save the file as UTF-8)\n"
            "t.csv:4:2: a: expected text in UTF-8 without NUL, found the byte \\x00\n"
            "t.csv:5:3: b: expected text in UTF-8 without NUL, found the byte \\xed (save the file as UTF-8)\n");
}

TEST(Csv, LimitsAreTheLastSizesAllowed) {
  EXPECT_EQ(read("a,b\n1,2", {.bytes = 7, .rows = 2, .columns = 2, .field_bytes = 1}).size(), 2u);
  EXPECT_EQ(messages_of("a,b\n1,2", {.bytes = 6}), "t.csv:1:1: expected at most 6 bytes, found 7 bytes\n");
  EXPECT_EQ(messages_of("a,b\n1,2", {.rows = 1}), "t.csv:2:1: expected at most 1 rows, found more\n");
  EXPECT_EQ(messages_of("a,b\n1,2", {.columns = 1}), "t.csv:1:3: expected at most 1 columns, found more\n");
  EXPECT_EQ(messages_of("a,b\n1,23", {.field_bytes = 1}),
            "t.csv:2:3: expected a field of at most 1 bytes, found 2 bytes\n");
}

TEST(Csv, WithMoreIssuesThanAreKeptReadingEnds) {
  std::string text = "a,b\n";
  for (int i = 0; i < 1000; ++i) text += "1\n";
  const auto issues = issues_of(text, {.issues = 3});
  ASSERT_EQ(issues.size(), 4u);
  EXPECT_EQ(issues[2].line, 4u);
  EXPECT_EQ(to_string(issues[3]), "t.csv: expected no more issues than the 3 listed, found more, and read no further");
}

TEST(Csv, WritesAFieldInQuotesWhereItNeedsThem) {
  EXPECT_EQ(csv_field("a b"), "a b");
  EXPECT_EQ(csv_field(""), "");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("\""), "\"\"\"\"");
  EXPECT_EQ(csv_field("\r"), "\"\r\"");
}

RC_GTEST_PROP(Csv, ReadsWhatWasWritten, ()) {
  const auto columns = *rc::gen::inRange<std::size_t>(1, 6);
  const auto character = rc::gen::element<std::string>(",", "\"", "\r", "\n", " ", "a", "é", "1");
  Table table(*rc::gen::inRange<std::size_t>(1, 20));
  std::string text;
  for (auto& row : table) {
    for (std::size_t i = 0; i < columns; ++i) {
      std::string field;
      for (const auto& c : *rc::gen::container<std::vector<std::string>>(character)) field += c;
      // A last line that is empty would be none.
      if (columns == 1 && field.empty()) field = "x";
      if (i > 0) text += ',';
      text += csv_field(field);
      row.push_back(field);
    }
    text += *rc::gen::element<std::string>("\n", "\r\n");
  }
  RC_ASSERT(read(text) == table);
}

RC_GTEST_PROP(Csv, AnyBytesAreATableOrAnError, (const std::vector<char>& bytes)) {
  survive({bytes.data(), bytes.size()});
}

RC_GTEST_PROP(Csv, AnyStructureIsATableOrAnError, ()) {
  const auto bytes =
      *rc::gen::container<std::vector<char>>(rc::gen::element(',', '"', '\n', '\r', 'a', '\0', '\xC3', '\xA9'));
  survive({bytes.data(), bytes.size()}, {.columns = 20, .field_bytes = 30, .issues = 5});
}

TEST(Csv, EveryPrefixIsATableOrAnError) {
  const std::string text = file("csv_fields.csv").substr(0, 4000);
  for (std::size_t n = 0; n <= text.size(); ++n)
    survive(std::string(text.substr(0, n)));  // a copy, for the address sanitizer
}

TEST(Csv, HostileSizesAreATableOrAnError) {
  survive(std::string(1'000'000, '"'));
  survive("a" + std::string(1'000'001, '"'));
  EXPECT_EQ(read(std::string(999'999, ',')).at(0).size(), 1'000'000u);
  EXPECT_EQ(issues_of(std::string(1'000'000, ',')).size(), 1u);
  EXPECT_EQ(read("a\n" + std::string(50'000'000, 'x')).at(1).at(0).size(), 50'000'000u);
  EXPECT_EQ(issues_of("a\n" + std::string(70'000'000, 'x')).size(), 1u);
  EXPECT_EQ(read("a\n\"" + std::string(50'000'000, '"') + "\"").at(1).at(0).size(), 25'000'000u);
  EXPECT_EQ(issues_of("a,b\n" + std::string(1'000'000, '\n')).size(), 101u);
}

}  // namespace
}  // namespace foreplan::text
