#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include "scenario/bindings.hpp"
#include "scenario/reading.hpp"

namespace foreplan::scenario::detail {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A header of a loop being read, with two lists known.
struct Header {
  explicit Header(std::string_view text, CompileOptions o = {})
      : options(std::move(o)), issues(text, {}), reading(text, Dialect::model, options, issues) {
    reading.syntax.lists = {{"agr", "ind", "srv"}, {"north", "south"}};
    reading.lists = {{"sector", 0}, {"region", 1}};
    reading.advance();
  }
  const Loop& loop() { return reading.syntax.loops[read_loop(reading)]; }

  CompileOptions options;
  Issues issues;
  Reading reading;
};

/// Every combination that the names of a loop run through: "agr north".
std::vector<std::string> combinations(std::string_view text) {
  Header header(text);
  const Loop loop = header.loop();
  // A pattern for each name: {s}.
  std::vector<Piece> pieces;
  for (std::uint32_t slot = 0; slot < header.reading.scope.size(); ++slot) pieces.push_back({0, 0, slot, 0, false});
  Bindings bindings(header.reading);
  std::vector<std::string> out;
  for (std::uint64_t i = 0; i < bindings.count(loop); ++i) {
    bindings.set(loop, i, 0);
    std::string& all = out.emplace_back();
    for (const Piece& piece : pieces) {
      if (!all.empty()) all += ' ';
      EXPECT_TRUE(bindings.write(piece, all));
    }
  }
  EXPECT_TRUE(header.issues.empty());
  return out;
}

/// What is wrong with a header.
std::string issue(std::string_view text, const CompileOptions& options = {}) {
  Header header(text, options);
  try {
    static_cast<void>(read_loop(header.reading));
  } catch (const Refused&) {
    // recorded among the issues
  } catch (const LimitReached&) {
    // likewise
  }
  try {
    header.issues.raise();
  } catch (const ParseError& e) {
    return e.what();
  }
  return "nothing";
}

}  // namespace

TEST(Loops, RunThroughAListElementsOrNumbers) {
  EXPECT_THAT(combinations("s in sector"), ElementsAre("agr", "ind", "srv"));
  EXPECT_THAT(combinations("s in (srv agr)"), ElementsAre("srv", "agr"));
  EXPECT_THAT(combinations("i in 2..4"), ElementsAre("2", "3", "4"));
  EXPECT_THAT(combinations("i in (1..2 7)"), ElementsAre("1", "2", "7"));
}

TEST(Loops, RunThroughEveryPairTheLastFastest) {
  EXPECT_THAT(combinations("r in region, i in 1..2"), ElementsAre("north 1", "north 2", "south 1", "south 2"));
}

TEST(Loops, RunSideBySide) {
  EXPECT_THAT(combinations("(s, i) in (sector, 1..3)"), ElementsAre("agr 1", "ind 2", "srv 3"));
  EXPECT_THAT(combinations("(s, i) in (sector, 1..3), r in region"),
              ElementsAre("agr 1 north", "agr 1 south", "ind 2 north", "ind 2 south", "srv 3 north", "srv 3 south"));
}

TEST(Loops, CountWithoutRunningAndSaturate) {
  Header header("i in 1..1000000000, j in 1..1000000000, k in 1..1000000000");
  const Loop loop = header.loop();
  EXPECT_EQ(Bindings(header.reading).count(loop), std::numeric_limits<std::uint64_t>::max());
}

TEST(Loops, PutWholeNumbersNextToTheirNeighbours) {
  Header header("i in 3..4");
  const Loop loop = header.loop();
  Bindings bindings(header.reading);
  bindings.set(loop, 1, 0);
  std::string text;
  EXPECT_TRUE(bindings.write(Piece{0, 0, 0, -1, false}, text));
  EXPECT_TRUE(bindings.write(Piece{0, 0, 0, 2, false}, text));
  EXPECT_EQ(text, "36");
  EXPECT_FALSE(bindings.write(Piece{0, 0, 0, -5, false}, text)) << "below 0";
}

TEST(LoopsRefuse, WhatCannotBeRunThrough) {
  EXPECT_THAT(issue("s in sectr"), HasSubstr("did you mean sector?"));
  EXPECT_THAT(issue("s in 4..2"), HasSubstr("a whole number that is not below 4"));
  EXPECT_THAT(issue("s in 1..9999999999"), HasSubstr("at most 1000000000"));
  EXPECT_THAT(issue("s sector"), HasSubstr("in and a list"));
  EXPECT_THAT(issue("(s, r) in (sector)"), HasSubstr("2 lists, one for each name"));
  EXPECT_THAT(issue("(s, r) in (sector, region)"), HasSubstr("their lengths are 3 and 2"));
  EXPECT_THAT(issue("s in sector, s in region"), HasSubstr("a name that no loop around it has"));
  EXPECT_THAT(issue("s in (a b a)"), HasSubstr("each element once"));
  EXPECT_THAT(issue("s in ()"), HasSubstr("the elements of the list"));
}

TEST(LoopsRefuse, MoreThanTheLimits) {
  CompileOptions few;
  few.max_equations = 3;
  EXPECT_THAT(issue("s in (a b c d)", few), HasSubstr("CompileOptions::max_equations"));
  CompileOptions flat;
  flat.max_depth = 1;
  EXPECT_THAT(issue("s in sector, r in region", flat), HasSubstr("CompileOptions::max_depth"));
}

}  // namespace foreplan::scenario::detail
