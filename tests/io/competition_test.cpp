#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io/competition.hpp>

#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace foreplan::io {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string messages_of(std::string_view text, const CompetitionReadOptions& options = {}) {
  std::string all;
  try {
    (void)read_competition(text, options, "train.csv");
  } catch (const ParseError& e) {
    for (const ParseIssue& issue : e.issues()) all += (all.empty() ? "" : "\n") + to_string(issue);
  }
  return all;
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])))) return false;
  return true;
}

TEST(ReadCompetition, RowsOfAnyLength) {
  const auto rows = read_competition("Y1,1,6,3600,7700.5,-12e3\r\n\"M,1\",12,18,1,\"2\"\nQ1,4,8\n");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].id, "Y1");
  EXPECT_EQ(rows[0].frequency, 1u);
  EXPECT_EQ(rows[0].horizon, 6u);
  EXPECT_EQ(rows[0].values, (std::vector<double>{3600, 7700.5, -12e3}));
  EXPECT_EQ(rows[1].id, "M,1");
  EXPECT_EQ(rows[1].frequency, 12u);
  EXPECT_EQ(rows[1].horizon, 18u);
  EXPECT_EQ(rows[1].values, (std::vector<double>{1, 2}));
  EXPECT_TRUE(rows[2].values.empty());
}

TEST(ReadCompetition, TestRows) {
  const auto rows = read_competition("Y1,3600,7700\nY2,5", {.rows = CompetitionRows::test});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].values, (std::vector<double>{3600, 7700}));
  EXPECT_EQ(rows[1].values, (std::vector<double>{5}));
  EXPECT_EQ(rows[1].horizon, 1u);
}

TEST(ReadCompetition, MissingAmongValuesAndPaddingBehind) {
  const auto rows = read_competition("a,1,2,,1,NaN,2,NA,nan,,\nb,1,2,,,,");
  EXPECT_TRUE(same(rows[0].values, {kNaN, 1, kNaN, 2, kNaN, kNaN}));
  EXPECT_TRUE(rows[1].values.empty());
}

TEST(ReadCompetition, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(messages_of("a,1,6,1,2\nb,1.5,6,3\nc,4,0,1\nd,4,8,1,x,3\na,1,6,1\n,1,6,1\ne,1\n\nf,1,6,1e999,inf\n"),
            "train.csv:2:3: expected a frequency, a whole number from 1 to 100000, found \"1.5\"\n"
            "train.csv:3:5: expected a horizon, a whole number from 1 to 1000000, found \"0\"\n"
            "train.csv:4:9: expected a number such as 1234.5, or an empty field, found \"x\"\n"
            "train.csv:5:1: expected each id once, found \"a\" again\n"
            "train.csv:6:1: expected the id of a series, found an empty field\n"
            "train.csv:7:3: expected id, frequency and horizon before the values, found 2 fields\n"
            "train.csv:8:1: expected the id of a series, found an empty field\n"
            "train.csv:8:1: expected id, frequency and horizon before the values, found one field\n"
            "train.csv:9:7: expected a number that fits a double, found \"1e999\"\n"
            "train.csv:9:13: expected a finite number, found \"inf\"");
  EXPECT_TRUE(messages_of("id,frequency,horizon\n")
                  .starts_with("train.csv:1:4: expected a frequency, a whole number from 1 to 100000, found "
                               "\"frequency\" (there is no header row in this layout)\n"));
}

TEST(ReadCompetition, HostileFiles) {
  EXPECT_EQ(messages_of(""), "train.csv:1:1: expected a row for each series, found an empty text");
  EXPECT_NE(messages_of("\xFF\xFE\0\0\x01\x02"), "");
  EXPECT_NE(messages_of(std::string(1'000, '\0')), "");
  EXPECT_NE(messages_of("a,1,6,\"5"), "");
  EXPECT_NE(messages_of(std::string(3'000'000, ',')).find("at most 1000000 columns"), std::string::npos);
  EXPECT_NE(messages_of("a,1,6,1,2,3,4", {.max_bytes = 5}).find("at most 5 bytes"), std::string::npos);
  EXPECT_NE(messages_of("a,1,6,1,2,3,4", {.max_columns = 5}).find("at most 5 columns"), std::string::npos);
  EXPECT_THROW((void)read_competition_file("/no/such/file.csv"), IoError);
}

RC_GTEST_PROP(ReadCompetition, AnyTextIsReadOrRefused, (const std::string& text)) {
  try {
    (void)read_competition(text);
  } catch (const ParseError& e) {
    RC_ASSERT(!e.issues().empty());
  }
}

RC_GTEST_PROP(CompetitionRow, ReadsBack, (const std::vector<std::uint64_t>& bits)) {
  std::vector<double> values;
  for (const std::uint64_t b : bits)
    if (const auto x = std::bit_cast<double>(b); !std::isinf(x)) values.push_back(x);
  const auto rows = read_competition(competition_row("a \"b\",c", values), {.rows = CompetitionRows::test});
  RC_ASSERT(rows.at(0).id == "a \"b\",c");
  RC_ASSERT(same(rows[0].values, values));
}

TEST(CompetitionRow, ShortestDigits) {
  EXPECT_EQ(competition_row("Y1", std::vector<double>{0.1, 1e300, -7, kNaN, -HUGE_VAL}), "Y1,0.1,1e+300,-7,NaN,-inf\n");
  EXPECT_THROW((void)competition_row("", {}), InvalidArgument);
}

}  // namespace
}  // namespace foreplan::io
