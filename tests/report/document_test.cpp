#include <foreplan/report/document.hpp>

#include "charts.hpp"

#include <clocale>
#include <locale>
#include <map>
#include <set>

namespace foreplan::report {
namespace {

/// One of every kind of block, every text of it `text`, or one of its own.
Document page_of(const std::string& text = {}) {
  const auto say = [&](const char* own) { return text.empty() ? std::string(own) : text; };
  Table table;
  table.caption = say("Shares");
  table.columns = {{say("Year")}, {say("Share"), Unit::percent()}};
  table.rows = {{Period(2015), 38.2}, {say("later"), 40.0}};
  table.note = say("note");
  LineChart line;
  line.title = line.note = say("Line");
  line.lines = {{{say("a"), 2015, {}, {1, 2, 3}}, LineStyle::series}};
  line.targets = {{say("aim"), 2017, 2.5}};
  AreaChart area;
  area.title = area.note = say("Area");
  area.parts = {{say("all"), 2015, Unit::percent(), {100, 100}}};
  BarChart bar;
  bar.title = bar.note = bar.total_name = say("Bar");
  bar.categories = {say("2015")};
  bar.parts = {{say("x"), {1}}, {say("y"), {-2}}};
  Gauge gauge;
  gauge.title = gauge.note = gauge.base_name = gauge.target_name = say("Gauge");
  gauge.target = 1;
  ComparisonChart comparison;
  comparison.title = comparison.note = say("Comparison");
  comparison.scenarios = {say("base")};
  comparison.rows = {{say("row"), {{1, {0, 2}}}, 3}};

  Document page(say("Plan"), {.language = Language::english, .subtitle = say("Subtitle"), .source = say("Source")});
  page.section(say("First"), say("A paragraph."), Heading{say("Smaller")}, List{{say("one"), say("two")}, false},
               List{{say("one")}, true}, Callout{say("Mind"), say("this"), Tone::caution},
               KeyFigures{{{say("22.0 %"), say("growth"), say("more"), Tone::good}}},
               Findings{{{Tone::bad,
                          say("Contradiction"),
                          say("It does not fit."),
                          {{Tone::good, say("Would"), say("so")}},
                          {{say("quoted"), say("law")}}}}});
  page.section(say("Second"), table, line, area);
  page.section(say("Third"), bar, gauge);
  page.section(say("Fourth"), std::vector<Block>{comparison, Paragraph{say("The end.")}});
  return page;
}

TEST(Page, IsWellFormedAndCompletesAllParts) {
  const Element root = parse_xml(html(page_of()));
  EXPECT_EQ(root.name, "html");
  EXPECT_EQ(root.attribute("lang"), "en");
  EXPECT_EQ(all_named(root, "title").at(0)->text, "Plan");
  EXPECT_EQ(all_named(root, "section").size(), 4u);
  EXPECT_EQ(all_named(root, "figure").size(), 5u);
  EXPECT_EQ(all_named(root, "svg").size(), 5u * 2 + 2);  // wide and narrow; the signs of two badges
  EXPECT_EQ(all_named(root, "table").size(), 1u + 5);
  EXPECT_EQ(all_named(root, "nav").size(), 1u);
  EXPECT_EQ(all_named(root, "footer").at(0)->text, "Source");
}

TEST(Page, IsInItsLanguage) {
  Document page = page_of();
  page.options.language = Language::vietnamese;
  const Element root = parse_xml(html(page));
  EXPECT_EQ(root.attribute("lang"), "vi");
  const std::string text = whole_text(root);
  EXPECT_THAT(text, HasSubstr("Nội dung"));
  EXPECT_THAT(text, HasSubstr("38,2"));
  EXPECT_THAT(text, Not(HasSubstr("Show the numbers")));
}

TEST(Page, FetchesNothingAndRunsNothing) {
  const std::string text = html(page_of());
  EXPECT_TRUE(harmless(text));
  std::string rest = text;
  for (const std::string_view name :
       {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"})  // names of vocabularies, no addresses
    for (std::size_t at; (at = rest.find(name)) != rest.npos;) rest.erase(at, name.size());
  for (const char* bad :
       {"http:", "https:", "<script", "<link", "<img", "<iframe", "@import", "url(", "javascript:", "srcset"})
    EXPECT_THAT(rest, Not(HasSubstr(bad)));
  EXPECT_THAT(text, HasSubstr("default-src 'none'; style-src 'unsafe-inline'"));
}

TEST(Page, HasHeadingsInOrderAndOneOfTheFirstLevel) {
  int before = 0, firsts = 0;
  each_element(parse_xml(html(page_of())), [&](const Element& e) {
    if (e.name.size() != 2 || e.name[0] != 'h' || e.name[1] < '1' || e.name[1] > '6') return;
    const int level = e.name[1] - '0';
    EXPECT_LE(level, before + 1) << e.text;
    before = level;
    firsts += level == 1;
  });
  EXPECT_EQ(firsts, 1);
}

TEST(Page, HasEveryIdOnceAndEveryReferenceToOne) {
  std::set<std::string> ids;
  std::vector<std::string> references;
  each_element(parse_xml(html(page_of())), [&](const Element& e) {
    if (const std::string id = e.attribute("id"); !id.empty()) {
      EXPECT_TRUE(ids.insert(id).second) << id;
    }
    if (const std::string href = e.attribute("href"); !href.empty()) references.push_back(href.substr(1));
    for (const char* key : {"aria-labelledby", "aria-describedby"}) {
      std::istringstream names(e.attribute(key));
      for (std::string name; names >> name;) references.push_back(name);
    }
  });
  EXPECT_GE(references.size(), 4u + 4 + 2 * 10);
  for (const std::string& reference : references) EXPECT_TRUE(ids.contains(reference)) << reference;
}

TEST(Page, TellsTonesByWordsAndSignsToo) {
  const Element root = parse_xml(html(page_of()));
  for (const Element* badge : all_of_class(root, "fp-badge")) {
    EXPECT_FALSE(badge->text.empty());
    EXPECT_EQ(badge->children.at(0).attribute("aria-hidden"), "true");
  }
}

TEST(Page, HostileTextsDoNoHarmAnywhere) {
  for (const std::string& text : hostile_texts()) {
    const std::string page = html(page_of(text));
    EXPECT_TRUE(harmless(page)) << text;
    for (const char c : page) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << text;
    for (const std::string_view turned : {"\u202E", "\u2066"}) EXPECT_EQ(page.find(turned), page.npos);
  }
}

TEST(Page, IsTheSameEveryTimeAndInEveryLocale) {
  const Document page = page_of();
  const std::string first = html(page), first_text = markdown(page), first_shown = terminal(page);
  EXPECT_EQ(html(page), first);
  struct Commas : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Commas));
  (void)std::setlocale(LC_ALL, "de_DE.UTF-8");  // where the machine has it
  EXPECT_EQ(html(page), first);
  EXPECT_EQ(markdown(page), first_text);
  EXPECT_EQ(terminal(page), first_shown);
  std::locale::global(before);
  (void)std::setlocale(LC_ALL, "C");
}

TEST(Page, NamesSectionAndBlockOfAnErrorAndKeepsItsType) {
  Document page("Plan");
  page.section("Good", "text");
  LineChart chart;
  chart.lines = {{{"a", 2015, Unit::percent(), {1}}, LineStyle::series}};
  page.section("Where does it go?", "text", chart);
  const auto place = HasSubstr("in block 2 of section \"Where does it go?\"");
  EXPECT_THAT([&] { (void)html(page); }, ThrowsMessage<UnitMismatch>(place));
  EXPECT_THAT([&] { (void)markdown(page); }, ThrowsMessage<UnitMismatch>(place));
  EXPECT_THAT([&] { (void)terminal(page); }, ThrowsMessage<UnitMismatch>(place));
  chart.unit = Unit::percent();
  chart.lines.push_back({{"b", Period::quarter(2015, 1), Unit::percent(), {1}}, LineStyle::series});
  page.sections[1].blocks[1] = chart;
  EXPECT_THAT([&] { (void)html(page); }, ThrowsMessage<PeriodMismatch>(place));
  page.sections[1].blocks[1] = Table{};
  EXPECT_THAT([&] { (void)html(page); }, ThrowsMessage<InvalidArgument>(place));
}

TEST(Page, WithoutSectionsIsAPage) {
  const Element root = parse_xml(html(Document("Empty")));
  EXPECT_EQ(all_named(root, "h1").at(0)->text, "Empty");
  EXPECT_TRUE(all_named(root, "nav").empty());
}

TEST(Page, SaysWhenNothingWasFound) {
  Document page("Plan");
  page.section("Audit", Findings{});
  EXPECT_THAT(html(page), HasSubstr("Nothing was found."));
}

}  // namespace
}  // namespace foreplan::report
