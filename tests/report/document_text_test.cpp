#include "report/document_text.hpp"

#include "hostile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace foreplan::report {
namespace {

using foreplan::testing::hostile_texts;
using ::testing::HasSubstr;
using ::testing::Not;

Document page_of(const std::string& text) {
  LineChart chart;
  chart.title = text;
  chart.lines = {{{text, 2015, {}, {1, 2}}, LineStyle::series}};
  Document page(text, {.subtitle = text, .source = text});
  page.section(text, text, Heading{text}, List{{text, text}, false}, List{{text, text}, true},
               Callout{text, text, Tone::bad}, KeyFigures{{{text, text, text, Tone::good}}},
               Findings{{{Tone::bad, text, text, {{Tone::good, text, text}}, {{text, text}}}}}, chart);
  return page;
}

TEST(DocumentMarkdown, WritesEveryBlock) {
  const std::string text = markdown(page_of("word"));
  for (const char* expected :
       {"# word\n", "## word\n", "### word\n", "- word\n", "1. word\n", "> **word**\n>\n> word\n",
        "- **word** word (word)\n", "- **word:** word\n  - word: word\n\n  > word (word)\n", "**word**",
        "| Period | word |", "\n---\n\nword\n"})
    EXPECT_THAT(text, HasSubstr(expected));
}

TEST(DocumentMarkdown, HostileTextsStayText) {
  for (const std::string& text : hostile_texts()) {
    const std::string out = markdown(page_of(text));
    EXPECT_THAT(out, Not(HasSubstr("<")));
    std::istringstream lines(out);
    std::size_t headings = 0;
    for (std::string line; std::getline(lines, line);) headings += line.rfind('#', 0) == 0;
    EXPECT_EQ(headings, 3u) << out;
    for (const char c : out) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
  }
}

TEST(DocumentTerminal, WrapsToTheWidth) {
  std::string words;
  for (int i = 0; i < 60; ++i) words += "tỷ trọng ";
  for (const std::size_t width : {std::size_t{20}, std::size_t{40}, std::size_t{100}}) {
    Document page(words, {.subtitle = words, .source = words});
    page.section(words, words, Heading{words}, List{{words}, true}, Callout{"", words, Tone::bad},
                 KeyFigures{{{"1", words, words, Tone::good}}},
                 Findings{{{Tone::bad, words, words, {{Tone::good, words, words}}, {}}}});
    std::istringstream lines(terminal(page, width));
    for (std::string line; std::getline(lines, line);) {
      std::size_t columns = 0;
      for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
      EXPECT_LE(columns, width) << line;
    }
  }
  EXPECT_THROW((void)terminal(Document("x"), 19), InvalidArgument);
}

TEST(DocumentTerminal, SendsNoControlCharacters) {
  for (const std::string& text : hostile_texts())
    for (const char c : terminal(page_of(text)))
      EXPECT_TRUE((static_cast<unsigned char>(c) >= 0x20 && c != '\x7f') || c == '\n');
}

TEST(InPlace, KeepsTheTypeOfAnError) {
  const Document page = page_of("s");
  EXPECT_THROW(in_place(page, 0, 0, []() -> std::string { throw UnitMismatch("u"); }), UnitMismatch);
  EXPECT_THROW(in_place(page, 0, 0, []() -> std::string { throw PeriodMismatch("p"); }), PeriodMismatch);
  EXPECT_THROW(in_place(page, 0, 0, []() -> std::string { throw InvalidArgument("i"); }), InvalidArgument);
  EXPECT_EQ(in_place(page, 0, 0, [] { return std::string("fine"); }), "fine");
}

}  // namespace
}  // namespace foreplan::report
