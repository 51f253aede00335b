#include <foreplan/core/errors.hpp>
#include <foreplan/core/period.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

#include "refusals.hpp"

namespace foreplan {
namespace {

constexpr Frequency kFrequencies[] = {Frequency::annual, Frequency::quarterly, Frequency::monthly, Frequency::weekly,
                                      Frequency::daily};

TEST(Period, AgreesWithPythonOnIsoWeeksAndDays) {
  std::ifstream in(std::string(FOREPLAN_REFERENCE_DIR) + "/iso_weeks.csv");
  std::string line;
  std::getline(in, line);
  int rows = 0;
  while (std::getline(in, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream fields(line);
    int y, m, d, iso_year, iso_week, days;
    fields >> y >> m >> d >> iso_year >> iso_week >> days;
    const Period day = Period::day(y, m, d);
    EXPECT_EQ(day.ordinal(), days) << line;
    const Period week = day.in(Frequency::weekly);
    EXPECT_EQ(week.year(), iso_year) << line;
    EXPECT_EQ(week.within_year(), iso_week) << line;
    EXPECT_EQ(week, Period::week(iso_year, iso_week));
    ++rows;
  }
  EXPECT_EQ(rows, 450);
}

TEST(Period, ReadsAndWritesItsTexts) {
  for (const char* text :
       {"2015", "2015Q3", "2015-07", "2015-W07", "2015-07-31", "0001", "9999-12-31", "2020-W53", "2016-02-29"})
    EXPECT_EQ(to_string(Period::parse(text)), text);
  for (const char* text : {"", "215", "20155", "2015Q5", "2015Q", "2015-13", "2015-00", "2015-W54", "2019-W53",
                           "2015-02-29", "0000", "2015-7", "-2015", "2015 ", "2015q3", "٢٠١٥"})
    EXPECT_THROW((void)Period::parse(text), InvalidArgument) << text;
}

TEST(Period, ArithmeticStaysWithinItsYearsAndFrequency) {
  EXPECT_EQ(Period::quarter(2015, 4) + 1, Period::quarter(2016, 1));
  EXPECT_EQ(Period::month(2016, 1) - 1, Period::month(2015, 12));
  EXPECT_EQ(Period::year(2020) - Period::year(2015), 5);
  EXPECT_THROW((void)(Period::year(9999) + 1), InvalidArgument);
  EXPECT_THROW((void)(Period::year(1) - 1), InvalidArgument);
  EXPECT_THROW((void)(Period::year(2015) + std::numeric_limits<std::int64_t>::max()), InvalidArgument);
  EXPECT_THROW((void)(Period::year(2015) - std::numeric_limits<std::int64_t>::min()), InvalidArgument);
  EXPECT_THROW((void)(Period::year(2015) - Period::quarter(2015, 1)), PeriodMismatch);
  EXPECT_FALSE(Period::year(2015) == Period::quarter(2015, 1));
  EXPECT_FALSE(Period::year(2015) < Period::quarter(2015, 1));
  EXPECT_THROW((void)Period::year(2015).in(Frequency::monthly), PeriodMismatch);
}

TEST(Period, StandsTheEndsOfItsCalendar) {
  for (const Frequency f : kFrequencies)
    for (const Period p : {Period(1), Period(9999)}) {
      const std::int64_t days = p == Period(1) ? p.first_day() : p.first_day() + 364;
      const Period day = Period::from_ordinal(Frequency::daily, days), in = day.in(f);
      EXPECT_EQ(in.in(Frequency::annual), p) << to_string(f);
      EXPECT_EQ(Period::parse(to_string(in)), in);
      if (p == Period(1))
        EXPECT_THROW((void)(in - 1), InvalidArgument) << to_string(in);
      else
        EXPECT_THROW((void)(in + 1), InvalidArgument) << to_string(in);
    }
}

TEST(Frequency, ReadsBackWhatItWrites) {
  for (const Frequency f : kFrequencies) EXPECT_EQ(parse_frequency(to_string(f)), f);
  testing::expect_refused(
      {{"parse_frequency: frequency must be annual, quarterly, monthly, weekly or daily; got \"yearly\"",
        [] { (void)parse_frequency("yearly"); }}});
}

TEST(PeriodBadInput, IsRefusedWithRuleAndValue) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  std::vector<testing::Refusal> table{
      {"Period: year must be 1 to 9999; got 0", [] { (void)Period(0); }},
      {"Period: year must be 1 to 9999; got 10000", [] { (void)Period::year(10000); }},
      {"Period::quarter: quarter must be 1 to 4; got 5", [] { (void)Period::quarter(2015, 5); }},
      {"Period::month: month must be 1 to 12; got 0", [] { (void)Period::month(2015, 0); }},
      {"Period::week: week must be 1 to 52; got 53", [] { (void)Period::week(2019, 53); }},
      {"Period::day: day must be 1 to 28; got 29", [] { (void)Period::day(2015, 2, 29); }},
      {"Period: years must be 1 to 9999; got 9999 + 1", [] { (void)(Period(9999) + 1); }},
      {"Period::parse: a period reads like 2015, 2015Q3, 2015-07, 2015-W07 or 2015-07-31; got \"2015Q5\"",
       [] { (void)Period::parse("2015Q5"); }},
      {"got \"" + std::string(60, '9') + "...\"", [] { (void)Period::parse(std::string(1'000'000, '9')); }}};
  for (const Frequency f : kFrequencies)
    for (const std::int64_t ordinal : {kMost, -kMost})
      table.push_back({"Period::from_ordinal: years must be 1 to 9999; got " + std::string(to_string(f)) + " ordinal ",
                       [=] { (void)Period::from_ordinal(f, ordinal); }});
  testing::expect_refused(table);
  testing::expect_refused<PeriodMismatch>(
      {{"Period: periods must be of one frequency; got 2015 and 2015Q1",
        [] { (void)(Period(2015) - Period::quarter(2015, 1)); }},
       {"Period::in: the frequency must not be finer than the period's; got monthly for 2015",
        [] { (void)Period(2015).in(Frequency::monthly); }}});
}

TEST(PeriodRange, ReadsAndCounts) {
  EXPECT_EQ(PeriodRange::parse("2016-2020").size(), 5u);
  EXPECT_EQ(to_string(PeriodRange::parse("2016-2020")), "2016-2020");
  EXPECT_EQ(to_string(PeriodRange::parse("2015Q1..2016Q4")), "2015Q1..2016Q4");
  EXPECT_THROW((void)PeriodRange::parse("2020-2016"), InvalidArgument);
  EXPECT_THROW((void)PeriodRange::parse("2015..2016Q1"), PeriodMismatch);
  EXPECT_THROW((void)PeriodRange::parse("2015"), InvalidArgument);
}

TEST(PeriodProperties, Arithmetic) {
  EXPECT_TRUE(rc::check("steps, texts and coarser periods", [] {
    const Frequency f = *rc::gen::elementOf(std::vector<Frequency>(std::begin(kFrequencies), std::end(kFrequencies)));
    const Period base = f == Frequency::annual      ? Period(1990)
                        : f == Frequency::quarterly ? Period::quarter(1990, 1)
                        : f == Frequency::monthly   ? Period::month(1990, 1)
                        : f == Frequency::weekly    ? Period::week(1990, 1)
                                                    : Period::day(1990, 1, 1);
    const Period p = base + *rc::gen::inRange(-900, 900);
    const int n = *rc::gen::inRange(-900, 900);
    RC_ASSERT((p + n) - p == n);
    RC_ASSERT((p + n) - n == p);
    RC_ASSERT(Period::parse(to_string(p)) == p);
    RC_ASSERT((p < p + n) == (n > 0));
    RC_ASSERT(Period::from_ordinal(f, p.ordinal()) == p);
    for (const Frequency c : kFrequencies) {
      if (c > f) continue;
      const Period in = p.in(c);
      RC_ASSERT(!((p + 1).in(c) < in));
      RC_ASSERT(in.frequency() == c && in.first_day() <= p.first_day());
      RC_ASSERT(p.first_day() < (in + 1).first_day());
      RC_ASSERT(in.in(c) == in);
    }
    const PeriodRange range{p, p + std::abs(n)};
    RC_ASSERT(PeriodRange::parse(to_string(range)) == range);
    RC_ASSERT(range.size() == static_cast<std::size_t>(std::abs(n)) + 1);
    RC_ASSERT(range.contains(p) && !range.contains(p - 1));
  }));
}

}  // namespace
}  // namespace foreplan
