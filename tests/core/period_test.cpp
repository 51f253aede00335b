#include <foreplan/core/errors.hpp>
#include <foreplan/core/period.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>

namespace foreplan {
namespace {

constexpr Frequency kFrequencies[] = {Frequency::annual, Frequency::quarterly, Frequency::monthly, Frequency::weekly, Frequency::daily};

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
  for (const char* text : {"2015", "2015Q3", "2015-07", "2015-W07", "2015-07-31", "0001", "9999-12-31", "2020-W53", "2016-02-29"})
    EXPECT_EQ(to_string(Period::parse(text)), text);
  for (const char* text : {"", "215", "20155", "2015Q5", "2015Q", "2015-13", "2015-00", "2015-W54", "2019-W53", "2015-02-29", "0000",
                           "2015-7", "-2015", "2015 ", "2015q3", "٢٠١٥"})
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
    const Period base = f == Frequency::annual ? Period(1990) : f == Frequency::quarterly ? Period::quarter(1990, 1)
                      : f == Frequency::monthly ? Period::month(1990, 1) : f == Frequency::weekly ? Period::week(1990, 1) : Period::day(1990, 1, 1);
    const Period p = base + *rc::gen::inRange(-900, 900);
    const int n = *rc::gen::inRange(-900, 900);
    RC_ASSERT((p + n) - p == n);
    RC_ASSERT((p + n) - n == p);
    RC_ASSERT(Period::parse(to_string(p)) == p);
    RC_ASSERT((p < p + n) == (n > 0));
    RC_ASSERT(Period::from_ordinal(f, p.ordinal()) == p);
    for (const Frequency c : kFrequencies)
      if (c <= f) RC_ASSERT(!((p + 1).in(c) < p.in(c)));
  }));
}

}  // namespace
}  // namespace foreplan
