#include "report/source_note.hpp"

#include <gtest/gtest.h>

namespace foreplan::report {
namespace {

TEST(SourceNote, NamesEachSourceOnce) {
  EXPECT_EQ(source_note({"yearbook", "", "thesis", "yearbook"}, Language::english), "Source: yearbook; thesis.");
  EXPECT_EQ(source_note({"niên giám"}, Language::vietnamese), "Nguồn: niên giám.");
  EXPECT_EQ(source_note({}, Language::english), "");
  EXPECT_EQ(source_note({"", ""}, Language::english), "");
}

TEST(SourceNote, SaysWhenFiguresAreIllustrative) {
  EXPECT_EQ(source_note({"illustrative: not in the plan"}, Language::english),
            "Illustrative figures: they are not in the plan.");
  EXPECT_EQ(source_note({"yearbook", "illustrative"}, Language::vietnamese),
            "Số liệu minh họa: không có trong kế hoạch. Nguồn: yearbook.");
}

TEST(JoinedNotes, PutASpaceBetween) {
  EXPECT_EQ(joined_notes("a.", "b."), "a. b.");
  EXPECT_EQ(joined_notes("", "b."), "b.");
  EXPECT_EQ(joined_notes("a.", ""), "a.");
}

}  // namespace
}  // namespace foreplan::report
