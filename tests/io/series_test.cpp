#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/series.hpp>

#include <bit>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace foreplan::io {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const Unit kOutput = Unit::money("VND", 9, PriceBasis::constant(2010));

Frame frame(std::vector<Series> series) { return Frame(std::move(series)); }

std::vector<ParseIssue> issues_of(std::string_view text, const SeriesReadOptions& options = {}) {
  try {
    (void)read_series(text, options, "d.csv");
  } catch (const ParseError& e) {
    return e.issues();
  }
  return {};
}

/// All issues, a line each.
std::string messages_of(std::string_view text, const SeriesReadOptions& options = {}) {
  std::string all;
  for (const ParseIssue& issue : issues_of(text, options)) all += (all.empty() ? "" : "\n") + to_string(issue);
  return all;
}

/// The issue of the one value of a file.
std::string message_of_value(const std::string& value) {
  const auto issues = issues_of("period,gdp [%]\n2015," + value + "\n");
  return issues.size() == 1 ? to_string(issues[0]) : std::to_string(issues.size()) + " issues";
}

/// Reads, whatever it is: a frame or a ParseError, and nothing else.
void survive(std::string_view text, const SeriesReadOptions& options = {}) {
  try {
    (void)read_series(text, options);
  } catch (const ParseError& e) {
    EXPECT_FALSE(e.issues().empty());
  }
}

const std::string kDocumented =
    "period,\"gdp [billion VND, constant 2010 prices]\",share of industry [%]\n"
    "2013,2543596,29.93\n"
    "2014,2695796,\n"
    "2015,2875856,38.2\n";
const Frame kDocumentedFrame = frame({{"gdp", 2013, kOutput, {2543596, 2695796, 2875856}},
                                      {"share of industry", 2013, Unit::percent(), {29.93, kNaN, 38.2}}});

TEST(ReadSeries, ReadsTheDocumentedForm) { EXPECT_EQ(read_series(kDocumented), kDocumentedFrame); }

TEST(ReadSeries, EveryFormOfTheGrammarIsTheSame) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    std::string text = "\xEF\xBB\xBF";
    for (const char c : kDocumented) text += c == '\n' ? end : std::string(1, c);
    EXPECT_EQ(read_series(text), kDocumentedFrame);
    text.resize(text.size() - end.size());
    EXPECT_EQ(read_series(text), kDocumentedFrame);
  }
  EXPECT_EQ(read_series("\"period\",\"a\"\n\"2015\",\"1.5\"\n\"2016\",\"\"\n2017,-2e3"),
            frame({{"a", 2015, {}, {1.5, kNaN, -2000}}}));
}

TEST(ReadSeries, ReadsEveryFrequency) {
  EXPECT_EQ(read_series("period,a\n2015Q4,1\n2016Q1,2\n").range(), PeriodRange::parse("2015Q4..2016Q1"));
  EXPECT_EQ(read_series("period,a\n2015-12,1\n2016-01,2\n").range(), PeriodRange::parse("2015-12..2016-01"));
  EXPECT_EQ(read_series("period,a\n2015-W53,1\n2016-W01,2\n").range(), PeriodRange::parse("2015-W53..2016-W01"));
  EXPECT_EQ(read_series("period,a\n2016-02-29,1\n2016-03-01,2\n").range(),
            PeriodRange::parse("2016-02-29..2016-03-01"));
  EXPECT_EQ(read_series("period,a\n9999,1\n").range(), PeriodRange::years(9999, 9999));
}

TEST(ReadSeries, DecimalCommasAndOtherMarksAreNamed) {
  const std::string place = "d.csv:2:6: gdp [%]: expected a number such as 1234.5, or an empty field, found ";
  EXPECT_EQ(message_of_value("\"1,5\""), place + "\"1,5\" (it looks like a decimal comma: write 1.5)");
  EXPECT_EQ(message_of_value("\"-12345,678\""),
            place + "\"-12345,678\" (it looks like a decimal comma: write -12345.678)");
  EXPECT_EQ(message_of_value("\"1.234,5\""), place + "\"1.234,5\" (it looks like a decimal comma: write 1234.5)");
  EXPECT_EQ(message_of_value("\"1 234,5\""), place + "\"1 234,5\" (it looks like a decimal comma: write 1234.5)");
  EXPECT_EQ(
      message_of_value("\"1,234\""),
      place +
          "\"1,234\" (a comma separates fields: write 1234 if it is a thousands separator, 1.234 if a decimal comma)");
  EXPECT_EQ(message_of_value("\"1,234,567.8\""),
            place + "\"1,234,567.8\" (write it without thousands separators: 1234567.8)");
  EXPECT_EQ(message_of_value("\"1,234.5\""), place + "\"1,234.5\" (write it without thousands separators: 1234.5)");
  EXPECT_EQ(message_of_value("1.234.567"), place + "\"1.234.567\" (write it without thousands separators: 1234567)");
  EXPECT_EQ(message_of_value("1 234.5"), place + "\"1 234.5\" (write it without thousands separators: 1234.5)");
  EXPECT_EQ(message_of_value("1\u00A0234"), place + "\"1\u00A0234\" (write it without thousands separators: 1234)");
  EXPECT_EQ(message_of_value("1'234"), place + "\"1'234\" (write it without thousands separators: 1234)");
  EXPECT_EQ(message_of_value(" 1.5"), place + "\" 1.5\" (take the spaces away)");
  EXPECT_EQ(message_of_value("+1.5"), place + "\"+1.5\" (leave out the plus sign)");
  EXPECT_EQ(message_of_value("\u22121.5"), place + "\"\u22121.5\" (write the minus sign as -)");
  EXPECT_EQ(message_of_value("1.5%"), place + "\"1.5%\" (a unit belongs in the header, as in \"name [%]\")");
  for (const std::string missing : {"NA", "n/a", "NaN", "-nan", "..", "-", ".", "\u2013", " ", "#N/A"})
    EXPECT_EQ(message_of_value(missing),
              place + "\"" + missing + "\" (leave the field empty where a value is missing)");
  for (const std::string other : {"abc", "1.5 t", "0x10", "1e", "12/3", "1,2,3x"})
    EXPECT_EQ(message_of_value("\"" + other + "\""), place + "\"" + other + "\"");
}

TEST(ReadSeries, NumbersThatNoDoubleHoldsAreRefused) {
  for (const std::string value : {"1e400", "-1e400", "1e-400"})
    EXPECT_EQ(message_of_value(value),
              "d.csv:2:6: gdp [%]: expected a number that fits a double, found \"" + value + "\"");
  for (const std::string value : {"inf", "-Inf", "INFINITY", "\u221E"})
    EXPECT_EQ(message_of_value(value), "d.csv:2:6: gdp [%]: expected a finite number, found \"" + value + "\"");
  EXPECT_EQ(read_series("period,a\n2015,5e-324\n").at("a", 2015), 5e-324);
  EXPECT_EQ(read_series("period,a\n2015,1.7976931348623157e308\n").at("a", 2015), 1.7976931348623157e308);
}

TEST(ReadSeries, OtherSeparatorsAreNamed) {
  const std::string advice = " (write commas between fields and points in numbers: 2015,1.5)";
  EXPECT_EQ(messages_of("period;gdp\n2015;1,5\n"),
            "d.csv:1:1: period;gdp: expected fields separated by commas, found semicolons" + advice);
  EXPECT_EQ(messages_of("period;gdp [VND, current prices];b\n2015;1,5\n"),
            "d.csv:1:1: period;gdp [VND: expected fields separated by commas, found semicolons" + advice);
  EXPECT_EQ(messages_of("period\tgdp\n2015\t1.5\n"),
            "d.csv:1:1: period\\x09gdp: expected fields separated by commas, found tabs" + advice);
}

// Between commas a decimal comma makes one field more.
TEST(ReadSeries, ADecimalCommaBetweenCommasIsARowOfAnotherLength) {
  EXPECT_EQ(messages_of("period,a,b\n2015,1,5,2\n"),
            "d.csv:2:10: expected 3 fields as in the header, found 4 fields "
            "(a comma inside a field needs quotes around the field; numbers have a decimal point)");
}

TEST(ReadSeries, PeriodsOutOfPlaceAreNamed) {
  const auto periods = [](const std::vector<std::string>& all) {
    std::string text = "period,a\n";
    for (const auto& p : all) text += p + ",1\n";
    return messages_of(text);
  };
  EXPECT_EQ(periods({"2015", "2015"}),
            "d.csv:3:1: period: expected a period after 2015, found 2015 again (one row a period)");
  EXPECT_EQ(
      periods({"2015", "2014"}),
      "d.csv:3:1: period: expected a period after 2015, found 2014 (rows go from the oldest period to the newest)");
  EXPECT_EQ(periods({"2015", "2018"}),
            "d.csv:3:1: period: expected 2016, found 2018 (add rows with empty fields, or read with fill_gaps)");
  EXPECT_EQ(periods({"2015", "2016Q1"}),
            "d.csv:3:1: period: expected a period that is annual like 2015, found 2016Q1, which is quarterly");
  const std::string form = "expected a period such as 2015, 2015Q3, 2015-07, 2015-W07 or 2015-07-31, found ";
  EXPECT_EQ(periods({"2015", "Jan-16", "2017"}), "d.csv:3:1: period: " + form + "\"Jan-16\"");
  EXPECT_EQ(periods({"", "2015-02-29"}),
            "d.csv:2:1: period: " + form + "an empty field\nd.csv:3:1: period: " + form + "\"2015-02-29\"");
  EXPECT_EQ(periods({"9999", "x"}), "d.csv:3:1: period: " + form + "\"x\"");
}

TEST(ReadSeries, GapsAreFilledWhenAsked) {
  EXPECT_EQ(read_series("period,a,b\n2015,1,2\n2018,3,\n", {.fill_gaps = true}),
            frame({{"a", 2015, {}, {1, kNaN, kNaN, 3}}, {"b", 2015, {}, {2, kNaN, kNaN, kNaN}}}));
  EXPECT_EQ(
      messages_of("period,a\n2015,1\n2014,3\n", {.fill_gaps = true}),
      "d.csv:3:1: period: expected a period after 2015, found 2014 (rows go from the oldest period to the newest)");
  // Two rows that are far apart must not become a large result.
  EXPECT_EQ(messages_of("period,a\n0001-01-01,1\n9999-12-31,3\n", {.fill_gaps = true, .max_cells = 1000}),
            "d.csv:3:1: period: expected at most 1000 values, found 1 series of more than 1000 periods");
  EXPECT_EQ(read_series("period,a\n0001,1\n9999,3\n", {.fill_gaps = true}).periods(), 9999u);
}

TEST(ReadSeries, HeadersAreChecked) {
  EXPECT_EQ(messages_of(""), "d.csv:1:1: expected a header row such as period,gdp, found an empty text");
  EXPECT_EQ(messages_of("\xEF\xBB\xBF"), "d.csv:1:4: expected a header row such as period,gdp, found an empty text");
  EXPECT_EQ(messages_of("period,a\n"),
            "d.csv:2:1: expected a row for each period below the header, found the end of the text");
  EXPECT_EQ(messages_of("period,a"),
            "d.csv:1:9: expected a row for each period below the header, found the end of the text");
  EXPECT_EQ(messages_of("period\n2015\n"),
            "d.csv:1:1: period: expected at least one series beside the periods, found one column");
  EXPECT_EQ(messages_of("year,a\n2015,1\n"),
            "d.csv:1:1: year: expected the first column to be headed \"period\", found \"year\"");
  EXPECT_EQ(messages_of("period,a,,b,a,a\n2015,1,2,3,4,5\n"),
            "d.csv:1:10: expected the name of a series, found an empty field\n"
            "d.csv:1:13: a: expected each name once, found \"a\" again\n"
            "d.csv:1:15: a: expected each name once, found \"a\" again");
  EXPECT_EQ(messages_of("period, a,a[%],\" [%]\",b [furlong]\n2015,1,2,3\n"),
            "d.csv:1:8:  a: expected a name without spaces around it, found \" a\"\n"
            "d.csv:1:11: a[%]: expected a name and a unit such as \"gdp [billion VND, constant 2010 prices]\", found "
            "\"a[%]\"\n"
            "d.csv:1:16:  [%]: expected the name of a series, found \" [%]\"\n"
            "d.csv:2:11: expected 5 fields as in the header, found 4 fields");
}

TEST(ReadSeries, UnitsThatAreNotKnownAreNamed) {
  EXPECT_EQ(
      messages_of("period,\"c [VND, curent prices]\",d],e []\n2015,1,2,3\n"),
      "d.csv:1:8: c [VND, curent prices]: expected a unit such as \"billion VND, constant 2010 prices\", \"million t\" "
      "or "
      "\"%\" in the brackets, found \"c [VND, curent prices]\"\n"
      "d.csv:1:33: d]: expected a name and a unit such as \"gdp [billion VND, constant 2010 prices]\", found \"d]\"\n"
      "d.csv:1:36: e []: expected a unit such as \"billion VND, constant 2010 prices\", \"million t\" or \"%\" in the "
      "brackets, "
      "found \"e []\"");
}

TEST(ReadSeries, WhatIsWrongIsReportedAtOnceInTheTextsOrder) {
  const std::string text = "period,a,a\n2015,x,1\n2014,1\n2016,\"1,5\",\"2\n";
  const auto issues = issues_of(text);
  ASSERT_EQ(issues.size(), 6u) << messages_of(text);
  const std::size_t lines[] = {1, 2, 3, 3, 4, 4};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(issues[i].line, lines[i]) << to_string(issues[i]);
}

TEST(ReadSeries, OnlyTheFirstHundredIssuesAreListed) {
  std::string text = "period,a\n";
  for (int year = 1000; year < 3000; ++year) text += std::to_string(year) + ",x\n";
  const auto issues = issues_of(text);
  ASSERT_EQ(issues.size(), 101u);
  EXPECT_EQ(to_string(issues.back()),
            "d.csv: expected no more issues than the 100 listed, found more, and read no further");
}

TEST(ReadSeries, BytesThatAreNoTextAreOneIssueEach) {
  using namespace std::string_literals;
  EXPECT_EQ(messages_of("period,a\n2015,1\0\n20\xE9,2\n"s),
            "d.csv:2:7: a: expected text in UTF-8 without NUL, found the byte \\x00\n"
            "d.csv:3:3: period: expected text in UTF-8 without NUL, found the byte \\xe9 (save the file as UTF-8)");
}

TEST(ReadSeries, LimitsAreTheLastSizesAllowed) {
  const std::string text = "period,a,b\n2015,1,2\n2016,3,4\n";
  EXPECT_EQ(read_series(text, {.max_bytes = text.size(), .max_columns = 3, .max_cells = 4}).periods(), 2u);
  EXPECT_EQ(messages_of(text, {.max_bytes = text.size() - 1}), "d.csv:1:1: expected at most " +
                                                                   std::to_string(text.size() - 1) + " bytes, found " +
                                                                   std::to_string(text.size()) + " bytes");
  EXPECT_EQ(messages_of(text, {.max_columns = 2}), "d.csv:1:10: expected at most 2 columns, found more");
  EXPECT_EQ(messages_of(text, {.max_cells = 3}),
            "d.csv:3:1: period: expected at most 3 values, found 2 series of more than 1 periods");
}

// More rows than the blocks in which columns are made, and rows that grow, so that the first tells too little.
TEST(ReadSeries, ManyRowsComeOutInOrder) {
  std::string text = "period,a,b\n";
  std::vector<double> a, b;
  Period day = Period::day(1900, 1, 1);
  for (int i = 0; i < 5000; ++i, ++day) {
    a.push_back(i);
    b.push_back(i % 7 == 0 ? kNaN : -i / 8.0);
    text += to_string(day) + "," + std::to_string(i) + "," + (i % 7 == 0 ? "" : std::to_string(-i / 8.0)) + "\n";
  }
  const Frame f = read_series(text);
  EXPECT_EQ(f, frame({{"a", Period::day(1900, 1, 1), {}, a}, {"b", Period::day(1900, 1, 1), {}, b}}));
}

TEST(ReadSeriesFile, NamesTheFileInErrors) {
  const std::string path = (std::filesystem::path(::testing::TempDir()) / "foreplan_series.csv").string();
  write_file(path, kDocumented);
  EXPECT_EQ(read_series_file(path), kDocumentedFrame);
  EXPECT_THROW((void)read_series_file(path, {.max_bytes = 10}), IoError);
  write_file(path, "period,a\n2015,x\n");
  try {
    (void)read_series_file(path);
    ADD_FAILURE();
  } catch (const ParseError& e) {
    EXPECT_EQ(std::string(e.what()).find(path + ":2:6: a: expected"), 0u) << e.what();
  }
  std::filesystem::remove(path);
  EXPECT_THROW((void)read_series_file(path), IoError);
}

TEST(WriteSeries, WritesTheDocumentedForm) { EXPECT_EQ(write_series(kDocumentedFrame), kDocumented); }

TEST(WriteSeries, OddNamesReadBack) {
  for (const std::string name : {"a,b", "a\"b", "a\nb", "a\r\nb", "a [%]", "a]", "[a]", "a [b", "period", ";",
                                 "tổng sản phẩm", "a  b", "-", "\xEF\xBB\xBFx"})
    for (const Unit& unit : {Unit{}, Unit::percent(), kOutput, Unit::physical("t", -2),
                             Unit::money("USD", 0, PriceBasis::unstated(), Valuation::basic)}) {
      const Frame f = frame({{name, 2015, unit, {1}}});
      EXPECT_EQ(read_series(write_series(f)), f) << name;
    }
}

TEST(WriteSeries, RefusesWhatWouldNotReadBack) {
  EXPECT_THROW((void)write_series(Frame()), InvalidArgument);
  for (const std::string& name : {std::string(" a"), std::string("a "), std::string("a\xFF"), std::string("a\0b", 3)})
    EXPECT_THROW((void)write_series(frame({{name, 2015, {}, {1}}})), InvalidArgument) << name;
  for (const std::string unit : {"[t", "t, dry", "million", "pure number", " t", "10^2"})
    EXPECT_THROW((void)write_series(frame({{"a", 2015, Unit::physical(unit), {1}}})), InvalidArgument) << unit;
  try {
    (void)write_series(frame({{"a", 2015, {}, {1, -std::numeric_limits<double>::infinity()}}}));
    ADD_FAILURE();
  } catch (const InvalidArgument& e) {
    EXPECT_STREQ(e.what(), "io::write_series: values must be finite or missing; got -inf in series \"a\" at 2016");
  }
}

TEST(WriteSeries, ZerosKeepTheirSign) {
  const Frame back = read_series(write_series(frame({{"a", 2015, {}, {-0.0, 0.0}}})));
  EXPECT_TRUE(std::signbit(back.at("a", 2015)));
  EXPECT_FALSE(std::signbit(back.at("a", 2016)));
}

RC_GTEST_PROP(WriteSeries, ReadsBackBitForBit, ()) {
  const auto frequency = *rc::gen::element(Frequency::annual, Frequency::quarterly, Frequency::monthly,
                                           Frequency::weekly, Frequency::daily);
  const Period start = Period::day(*rc::gen::inRange(1, 9000), 6, 15).in(frequency);
  std::vector<Series> series(*rc::gen::inRange<std::size_t>(1, 6));
  const auto rows = *rc::gen::inRange<std::size_t>(1, 700);
  for (std::size_t i = 0; i < series.size(); ++i) {
    series[i].name = "s" + std::to_string(i);
    series[i].start = start;
    series[i].unit = *rc::gen::element(Unit{}, Unit::percent(), kOutput);
    for (std::size_t row = 0; row < rows; ++row) {
      const auto x = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
      series[i].values.push_back(std::isfinite(x) ? x : kNaN);
    }
  }
  const Frame written(series);
  const Frame back = read_series(write_series(written));
  RC_ASSERT(back == written);
  for (std::size_t i = 0; i < series.size(); ++i)
    for (std::size_t row = 0; row < rows; ++row) {
      const double a = series[i].values[row], b = back.series()[i].values[row];
      RC_ASSERT(std::isnan(a) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b));
    }
}

TEST(ReadSeries, EveryPrefixIsAFrameOrAnError) {
  for (std::size_t n = 0; n <= kDocumented.size(); ++n)
    survive(std::string(kDocumented.substr(0, n)));  // a copy, for the address sanitizer
}

RC_GTEST_PROP(ReadSeries, AnyBytesAreAFrameOrAnError, (const std::vector<char>& bytes)) {
  survive({bytes.data(), bytes.size()});
  survive("period,a,b\n" + std::string(bytes.data(), bytes.size()));
}

RC_GTEST_PROP(ReadSeries, PiecesOfAFileAreAFrameOrAnError, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("period", ",", "\n", "\r\n", "\"", "2015", "2016", "2016Q1", "a", "[%]", " [", "]",
                                    "1.5", "-", "", "\xC3", std::string(1, '\0'), "inf", ";"));
  std::string text = "period,a,b\n2014,1,";
  for (const auto& piece : pieces) text += piece;
  survive(text);
  survive(text, {.fill_gaps = true, .max_columns = 4, .max_cells = 100});
}

TEST(ReadSeries, HostileSizesAreAFrameOrAnError) {
  survive(std::string(1'000'000, '"'));
  survive("period,a\n2015," + std::string(1'000'000, '"'));
  EXPECT_EQ(issues_of("period,a\n2015," + std::string(50'000'000, '1')).size(), 1u);  // out of range
  EXPECT_EQ(read_series("period,a\n2015,0." + std::string(10'000'000, '3')).at("a", 2015), 1.0 / 3);
  survive("period,a\n" + std::string(10'000'000, '\n'));
  survive("period" + std::string(999'999, ',') + "\n");
  survive(std::string(10'000'000, ','));
  std::string wide = "period";
  for (int i = 0; i < 999'999; ++i) wide += ",s" + std::to_string(i);
  EXPECT_EQ(read_series(wide + "\n2015" + std::string(999'999, ',')).size(), 999'999u);
  survive(wide + ",one more\n2015" + std::string(1'000'000, ','));
}

}  // namespace
}  // namespace foreplan::io
