#include <foreplan/core/errors.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/core/version.hpp>

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace foreplan {
namespace {

TEST(ParseError, ReportsEveryIssueWithItsPlace) {
  const ParseError e(
      {{"plan.json", 3, 7, "/a/0", "a period", "\"x\"", "did you mean 2015?"}, {"", 0, 0, "", "a number", "", ""}});
  EXPECT_STREQ(e.what(), "plan.json:3:7: /a/0: expected a period, found \"x\" (did you mean 2015?)\nexpected a number");
  EXPECT_EQ(e.issues().size(), 2u);
  EXPECT_THROW(ParseError({}), InvalidArgument);
}

TEST(ParseIssue, LeavesOutWhatIsNotKnown) {
  ParseIssue issue;
  issue.expected = "an object";
  EXPECT_EQ(to_string(issue), "expected an object");
  issue.line = 4;
  EXPECT_EQ(to_string(issue), "4: expected an object");
  issue.file = "a.csv";
  issue.pointer = "year";
  EXPECT_EQ(to_string(issue), "a.csv:4: year: expected an object");
  issue.line = 0;
  issue.column = 9;  // of no use without a line
  EXPECT_EQ(to_string(issue), "a.csv: year: expected an object");
  issue.excerpt = "  x = 1 1\n        ^";
  EXPECT_EQ(to_string(issue), "a.csv: year: expected an object\n  x = 1 1\n        ^");
}

TEST(Errors, AreCaughtAsTheirBases) {
  EXPECT_THROW(throw UnitMismatch("x"), InvalidArgument);
  EXPECT_THROW(throw PeriodMismatch("x"), InvalidArgument);
  EXPECT_THROW(throw InvalidArgument("x"), Error);
  EXPECT_THROW(throw Cancelled("x"), Error);
  EXPECT_THROW(throw IoError("x"), Error);
  EXPECT_THROW(throw ParseError({ParseIssue{}}), Error);
  EXPECT_THROW(throw Error("x"), std::runtime_error);
}

TEST(Stop, HasAWordForEachReason) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(Stop::not_finite); ++i) words.insert(to_string(static_cast<Stop>(i)));
  EXPECT_EQ(words.size(), 9u);
  EXPECT_EQ(words.count("unknown"), 0u);
  EXPECT_EQ(to_string(Stop::iteration_limit), "iteration limit");
  EXPECT_EQ(to_string(static_cast<Stop>(99)), "unknown");
}

TEST(Version, IsThatOfTheHeaders) { EXPECT_EQ(version(), FOREPLAN_VERSION_STRING); }

}  // namespace
}  // namespace foreplan
