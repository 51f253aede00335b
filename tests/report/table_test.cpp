#include <foreplan/report/table.hpp>

#include "charts.hpp"
#include "report/table_text.hpp"

#include <fstream>
#include <sstream>

namespace foreplan::report {
namespace {

const Unit kUnit = Unit::money("VND", 9, PriceBasis::constant(1994));

/// Every kind of cell and style; the same as in tests/reference/report_tables.
Table sample() {
  Table t;
  t.caption = "Output | and growth";
  t.columns = {{"Year"},
               {"Output", kUnit, NumberStyle::plain, 1},
               {"Growth", {}, NumberStyle::signed_percent, 1},
               {"Probability", {}, NumberStyle::probability, 1},
               {"Remark"}};
  t.rows = {{Period(2015), Rounded("6513"), kNaN, 0.5, "a, \"quoted\" text"},
            {Period(2016), 7255.482, 0.114, 0.0, "=1+1"},
            {"Total", 13768.482, -0.05, 1.0, "two\nlines | **bold** <b>"}};
  t.totals = 1;
  t.note = "1. Note with *stars*";
  return t;
}

std::string file(const std::string& name) {
  std::ifstream in(std::string(FOREPLAN_REFERENCE_DIR) + "/report_tables/" + name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  EXPECT_FALSE(out.str().empty()) << name;
  return out.str();
}

TEST(CellText, FollowsStyleAndLanguage) {
  const Column plain{"x", {}, NumberStyle::plain, 2};
  EXPECT_EQ(cell_text(6513.456, plain, Language::english), "6,513.46");
  EXPECT_EQ(cell_text(6513.456, plain, Language::vietnamese), "6.513,46");
  EXPECT_EQ(cell_text(Rounded("25.20"), plain, Language::english), "25.20");
  EXPECT_EQ(cell_text(23, plain, Language::english), "23");
  EXPECT_EQ(cell_text(kNaN, plain, Language::english), "\u2013");
  EXPECT_EQ(cell_text(Period::quarter(2015, 3), plain, Language::english), "Q3 2015");
  const Column percent{"x", {}, NumberStyle::percent, 1};
  EXPECT_EQ(cell_text(0.114, percent, Language::vietnamese), "11,4%");
  EXPECT_EQ(cell_text(Rounded("11.4"), percent, Language::english), "11.4 %");
  const Column probability{"x", {}, NumberStyle::probability, 1};
  EXPECT_EQ(cell_text(0.0, probability, Language::english), "below 0.1 %");
  EXPECT_EQ(cell_text(1.0, probability, Language::english), "above 99.9 %");
}

TEST(TableCsv, IsReadBackByPythonsCsvModule) {
  // report_tables.py read sample.csv and wrote what it found; our text must be that file.
  EXPECT_EQ(csv(sample()), file("sample.csv"));
  EXPECT_EQ(
      file("sample.csv.cells"),
      "Year\x1fOutput [billion VND, constant 1994 prices]\x1fGrowth [fraction]\x1fProbability [fraction]\x1fRemark\x1e"
      "2015\x1f"
      "6513\x1f\x1f"
      "0.5\x1f"
      "a, \"quoted\" text\x1e"
      "2016\x1f"
      "7255.482\x1f"
      "0.114\x1f"
      "0\x1f'=1+1\x1e"
      "Total\x1f"
      "13768.482\x1f-0.05\x1f"
      "1\x1ftwo\nlines | **bold** <b>\x1e");
}

TEST(TableCsv, NumbersAreTheSameInEveryLanguage) {
  EXPECT_EQ(csv(sample(), Language::vietnamese).substr(csv(sample(), Language::vietnamese).find("\r\n")),
            csv(sample()).substr(csv(sample()).find("\r\n")));
  EXPECT_THAT(csv(sample(), Language::vietnamese), HasSubstr("\"Output [tỷ đồng, giá so sánh 1994]\""));
}

TEST(TableMarkdown, IsOneTableToAnotherProgram) {
  // sample.md.xml is what cmark-gfm made of sample.md; our text must be that file.
  EXPECT_EQ(markdown(sample()), file("sample.md"));
  const Element root = parse_xml(file("sample.md.xml"));
  const auto rows = all_named(root, "table_row");
  ASSERT_EQ(all_named(root, "table").size(), 1u);
  ASSERT_EQ(rows.size(), 3u);
  const auto cells = [](const Element& row) {
    std::vector<std::string> texts;
    for (const Element* cell : all_named(row, "table_cell")) {
      std::string text;
      each_element(*cell, [&](const Element& e) {
        if (e.name == "text") text += e.text;
      });
      texts.push_back(text);
    }
    return texts;
  };
  EXPECT_EQ(cells(*all_named(root, "table_header").at(0)),
            (std::vector<std::string>{"Year", "Output (billion VND, constant 1994 prices)", "Growth", "Probability",
                                      "Remark"}));
  EXPECT_EQ(cells(*rows[0]), (std::vector<std::string>{"2015", "6,513", "\u2013", "50.0 %", "a, \"quoted\" text"}));
  EXPECT_EQ(cells(*rows[1]), (std::vector<std::string>{"2016", "7,255.5", "+11.4 %", "below 0.1 %", "=1+1"}));
  EXPECT_EQ(cells(*rows[2]),
            (std::vector<std::string>{"Total", "13,768.5", "\u22125.0 %", "above 99.9 %", "two lines | **bold** <b>"}));
  EXPECT_TRUE(all_named(root, "html_inline").empty());
  EXPECT_TRUE(all_named(root, "list").empty());  // the note begins with "1."
}

TEST(TableHtml, MarksHeadersWithTheirScope) {
  const Element root = parse_xml(html(sample()));
  std::size_t columns = 0, rows = 0;
  for (const Element* th : all_named(root, "th")) (th->attribute("scope") == "col" ? columns : rows) += 1;
  EXPECT_EQ(columns, 5u);
  EXPECT_EQ(rows, 3u);
  EXPECT_EQ(all_named(root, "td").size(), 12u);
  EXPECT_EQ(all_named(root, "caption").at(0)->text, "Output | and growth");
  const Element* region = foreplan::testing::all_of_class(root, "fp-scroll").at(0);
  EXPECT_EQ(region->attribute("role"), "region");
  EXPECT_EQ(region->attribute("tabindex"), "0");
  EXPECT_EQ(region->attribute("aria-label"), "Output | and growth");
  EXPECT_EQ(foreplan::testing::all_of_class(root, "fp-sum").size(), 1u);
  EXPECT_THAT(whole_text(root), HasSubstr("billion VND, constant 1994 prices"));
}

TEST(TableHtml, KeepsItsMeaningAsAList) {
  Table t = sample();
  t.cards = true;
  const Element root = parse_xml(html(t));
  EXPECT_EQ(all_named(root, "table").at(0)->attribute("role"), "table");
  for (const Element* td : all_named(root, "td")) {
    EXPECT_EQ(td->attribute("role"), "cell");
    EXPECT_FALSE(td->attribute("data-label").empty());
  }
  EXPECT_EQ(all_named(root, "td").at(0)->attribute("data-label"), "Output (billion VND, constant 1994 prices)");
}

TEST(TableColumns, NumbersBeyondTheLargestAreCutButInCsv) {
  const Table t{.columns = {{.header = "x", .decimals = 2, .largest = 1e6}}, .rows = {{1e6}, {2e37}, {-2e37}, {kNaN}}};
  EXPECT_EQ(terminal(t), "           x\n"
                         "\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\n"
                         "1,000,000.00\n"
                         " > 1,000,000\n"
                         "< \u22121,000,000\n"
                         "           \u2013\n");
  EXPECT_EQ(csv(t), "x\r\n1e+06\r\n2e+37\r\n-2e+37\r\n\r\n");
  EXPECT_EQ(cell_text(0.3, {.decimals = 2, .largest = 0.25}, Language::vietnamese), "> 0,25");
  EXPECT_THROW((void)markdown({.columns = {{.header = "x", .largest = 0}}}), InvalidArgument);
}

TEST(TableTerminal, AlignsColumnsAndWrapsWords) {
  Table t = sample();
  t.rows[0][4] = "a remark of many words that needs more than one line to be written down in full";
  const std::string text = terminal(t, {.width = 80});
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::size_t width = 0;
    for (const char c : line) width += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    EXPECT_LE(width, 80u) << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
  }
  EXPECT_THAT(text, HasSubstr("7,255.5"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Tables, HostileTextsDoNoHarmAnywhere) {
  for (const std::string& text : hostile_texts()) {
    Table t = sample();
    t.caption = t.note = t.columns[0].header = t.columns[1].unit.name = text;
    t.rows[1][0] = t.rows[1][4] = text;
    for (const bool cards : {false, true}) {
      t.cards = cards;
      EXPECT_TRUE(harmless(html(t))) << text;
    }
    const std::string shown = terminal(t), marked = markdown(t), separated = csv(t);
    for (const std::string& out : {shown, marked, separated})
      for (const char c : out)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || ((c == '\r' || c == '\t') && &out != &shown))
            << static_cast<int>(c);
    EXPECT_THAT(marked, Not(HasSubstr("<poison")));
    std::istringstream lines(marked);
    std::size_t rows = 0;
    for (std::string line; std::getline(lines, line);) rows += line.rfind("| ", 0) == 0;
    EXPECT_EQ(rows, 4u) << marked;  // header and three rows, whatever the cells hold (the delimiter row is "|:--")
  }
}

TEST(Tables, RefuseWhatTheHeaderSays) {
  const auto with = [](auto change) {
    Table t = sample();
    change(t);
    return [t] { (void)html(t), (void)csv(t); };
  };
  EXPECT_THAT(with([](Table& t) { t.columns.clear(); }), ThrowsMessage<InvalidArgument>(HasSubstr("1 to 100 columns")));
  EXPECT_THAT(with([](Table& t) { t.rows[1].pop_back(); }), ThrowsMessage<InvalidArgument>(HasSubstr("in row 1")));
  EXPECT_THAT(with([](Table& t) { t.columns[1].decimals = 13; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("in column \"Output\"")));
  EXPECT_THAT(with([](Table& t) { t.rows[0][3] = 1.5; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("a probability must lie in 0 to 1")));
  EXPECT_THAT(with([](Table& t) { t.totals = 4; }), ThrowsMessage<InvalidArgument>(HasSubstr("totals")));
  EXPECT_THAT(with([](Table& t) { t.columns.resize(101), t.rows.clear(), t.totals = 0; }),
              ThrowsMessage<InvalidArgument>(HasSubstr("1 to 100 columns")));
  EXPECT_THROW((void)terminal(sample(), {.width = 19}), InvalidArgument);
}

TEST(Tables, EmptyOnesAreWritten) {
  Table t;
  t.columns = {{"Only"}};
  EXPECT_EQ(csv(t), "Only\r\n");
  EXPECT_TRUE(harmless(html(t)));
  EXPECT_THAT(markdown(t), HasSubstr("| Only |"));
  EXPECT_THAT(terminal(t), HasSubstr("Only"));
}

}  // namespace
}  // namespace foreplan::report
