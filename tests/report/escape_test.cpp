#include "report/escape.hpp"

#include "hostile.hpp"
#include "xml.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace foreplan::report {
namespace {

using foreplan::testing::all_named;
using foreplan::testing::Element;
using foreplan::testing::hostile_texts;
using foreplan::testing::parse_xml;

std::string bytes(const std::vector<std::uint8_t>& raw) { return {raw.begin(), raw.end()}; }

/// Decodes strictly, by the table of well-formed sequences of the Unicode standard (table 3-7).
bool is_utf8(std::string_view s) {
  const auto in = [&](std::size_t i, int low, int high) {
    return i < s.size() && static_cast<std::uint8_t>(s[i]) >= low && static_cast<std::uint8_t>(s[i]) <= high;
  };
  for (std::size_t i = 0; i < s.size();) {
    if (in(i, 0x00, 0x7F))
      i += 1;
    else if (in(i, 0xC2, 0xDF) && in(i + 1, 0x80, 0xBF))
      i += 2;
    else if (in(i, 0xE0, 0xE0) && in(i + 1, 0xA0, 0xBF) && in(i + 2, 0x80, 0xBF))
      i += 3;
    else if (in(i, 0xE1, 0xEC) && in(i + 1, 0x80, 0xBF) && in(i + 2, 0x80, 0xBF))
      i += 3;
    else if (in(i, 0xED, 0xED) && in(i + 1, 0x80, 0x9F) && in(i + 2, 0x80, 0xBF))
      i += 3;
    else if (in(i, 0xEE, 0xEF) && in(i + 1, 0x80, 0xBF) && in(i + 2, 0x80, 0xBF))
      i += 3;
    else if (in(i, 0xF0, 0xF0) && in(i + 1, 0x90, 0xBF) && in(i + 2, 0x80, 0xBF) && in(i + 3, 0x80, 0xBF))
      i += 4;
    else if (in(i, 0xF1, 0xF3) && in(i + 1, 0x80, 0xBF) && in(i + 2, 0x80, 0xBF) && in(i + 3, 0x80, 0xBF))
      i += 4;
    else if (in(i, 0xF4, 0xF4) && in(i + 1, 0x80, 0x8F) && in(i + 2, 0x80, 0xBF) && in(i + 3, 0x80, 0xBF))
      i += 4;
    else
      return false;
  }
  return true;
}

TEST(XmlText, KeepsOrdinaryTextOfAnyScript) {
  EXPECT_EQ(xml_text("Tuyên Quang 17,600"), "Tuyên Quang 17,600");
  EXPECT_EQ(xml_text("日本 𝄞"), "日本 𝄞");
  EXPECT_EQ(xml_text(""), "");
}

TEST(XmlText, WritesMarkupAsEntities) {
  EXPECT_EQ(xml_text("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
}

TEST(XmlText, JoinsANumberToItsPerCentSign) {
  EXPECT_EQ(xml_text("38.2 % of it"), "38.2\u00A0% of it");
  EXPECT_EQ(xml_text("a % b"), "a % b");
}

TEST(XmlText, ReplacesWhatIsNoTextOfXml) {
  EXPECT_EQ(xml_text(std::string("a\0b\x1b[31m\x7f", 9)), "a\uFFFDb\uFFFD[31m\uFFFD");
  EXPECT_EQ(xml_text("\uFFFE\uFFFF\u0085"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(xml_text("a\u202Eb\u2066c\u2069"), "a\uFFFDb\uFFFDc\uFFFD");
  EXPECT_EQ(xml_text("a\r\n\tb\u2028c"), "a   b c");
}

TEST(XmlText, ReplacesEachByteThatIsNoUtf8) {
  EXPECT_EQ(xml_text("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(xml_text("\xC0\xAF"), "\uFFFD\uFFFD");                      // an overlong slash
  EXPECT_EQ(xml_text("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");            // a surrogate
  EXPECT_EQ(xml_text("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");  // above U+10FFFF
  EXPECT_EQ(xml_text("\xE1\xBA"), "\uFFFD\uFFFD");                      // cut off
}

TEST(XmlText, ReadsBackFromAParserAsTextAndAttribute) {
  for (const std::string& text : hostile_texts()) {
    const std::string safe = xml_text(text);
    const Element root = parse_xml("<r a=\"" + safe + "\">" + safe + "</r>");
    EXPECT_TRUE(root.children.empty()) << text;
    EXPECT_EQ(root.attributes.size(), 1u) << text;
    EXPECT_EQ(root.text, root.attribute("a")) << text;
  }
}

RC_GTEST_PROP(EscapeProperty, EveryBytesBecomeOneWellFormedText, (const std::vector<std::uint8_t>& raw)) {
  const std::string text = bytes(raw), safe = xml_text(text);
  const Element root = parse_xml("<r a=\"" + safe + "\">" + safe + "</r>");
  RC_ASSERT(root.children.empty());
  RC_ASSERT(root.text == root.attribute("a"));
  for (const std::string& out : {safe, markdown_text(text), csv_text(text), terminal_text(text)})
    RC_ASSERT(is_utf8(out));
  for (const std::string& line : {markdown_text(text), terminal_text(text)})
    for (const char c : line) RC_ASSERT(static_cast<std::uint8_t>(c) >= 0x20 && c != 0x7F);
}

TEST(MarkdownText, ShowsMarkupAsItStands) {
  EXPECT_EQ(markdown_text("**a** _b_ `c` [d](e) |f ~g~"), "\\*\\*a\\*\\* \\_b\\_ \\`c\\` \\[d\\](e) \\|f \\~g\\~");
  EXPECT_EQ(markdown_text("<script>&amp;"), "&lt;script&gt;&amp;amp;");
  EXPECT_EQ(markdown_text("# a"), "\\# a");
  EXPECT_EQ(markdown_text("- a"), "\\- a");
  EXPECT_EQ(markdown_text("12. a"), "12\\. a");
  EXPECT_EQ(markdown_text("12)"), "12\\)");
  EXPECT_EQ(markdown_text("+ a"), "\\+ a");
  EXPECT_EQ(markdown_text("---"), "\\---");
  EXPECT_EQ(markdown_text("==="), "\\===");
  EXPECT_EQ(markdown_text("## a"), "\\## a");
  for (const char* number : {"1.5", "+3.05", "-4.5", "8.0 ha", "100 %"}) EXPECT_EQ(markdown_text(number), number);
  EXPECT_EQ(markdown_text("in 2015. Then"), "in 2015. Then");
  EXPECT_EQ(markdown_text("    indented"), "indented");
  EXPECT_EQ(markdown_text("a\nb"), "a b");
}

TEST(CsvText, QuotesByRfc4180) {
  EXPECT_EQ(csv_text("plain"), "plain");
  EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_text("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(csv_text("a\r\nb"), "\"a\r\nb\"");
}

TEST(CsvText, LeavesNothingThatASpreadsheetRuns) {
  for (const char* formula :
       {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF20A"}) {
    const std::string field = csv_text(formula);
    EXPECT_EQ(field[field.front() == '"' ? 1 : 0], '\'') << formula;
  }
  EXPECT_EQ(csv_text("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(csv_text("a=b"), "a=b");
  EXPECT_EQ(csv_text("\u22124.5"), "\u22124.5");  // the minus sign of a text begins no formula
}

TEST(CsvText, ReplacesControlsAndTurnsOfDirection) {
  EXPECT_EQ(csv_text("a\x1b\u202Eb"), "a\uFFFD\uFFFDb");
  EXPECT_EQ(csv_text("a\xFF"), "a\uFFFD");
}

TEST(TerminalText, SendsNoEscapeSequence) { EXPECT_EQ(terminal_text("a\x1b[31mb\u009Bc\nd"), "a\uFFFD[31mb\uFFFDc d"); }

TEST(TerminalWidth, CountsColumns) {
  EXPECT_EQ(terminal_width("Tuyên"), 5u);
  EXPECT_EQ(terminal_width("e\u0301"), 1u);  // a combining accent
  EXPECT_EQ(terminal_width("日本"), 4u);
  EXPECT_EQ(terminal_width(""), 0u);
}

}  // namespace
}  // namespace foreplan::report
