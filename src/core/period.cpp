#include <foreplan/core/period.hpp>

#include <array>

#include "core/check.hpp"

namespace foreplan::inline v0 {
namespace {

constexpr int kFirstYear = 1, kLastYear = 9999;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

/// Days from 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March.
std::int64_t days_from_civil(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t m = month <= 2 ? month + 9 : month - 3;
  return 365 * y + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) + (153 * m + 2) / 5 + day - 1 - 719468;
}

struct Civil {
  int year, month, day;
};
Civil civil_from_days(std::int64_t days) {
  const std::int64_t z = days + 719468;
  const std::int64_t era = floor_div(z, 146097);
  const std::int64_t in_era = z - era * 146097;
  const std::int64_t year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  const std::int64_t day_of_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t m = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(m < 10 ? m + 3 : m - 9);
  return {static_cast<int>(era * 400 + year_of_era + (month <= 2)), month,
          static_cast<int>(day_of_year - (153 * m + 2) / 5 + 1)};
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap);
}

/// ISO weeks begin on Monday; 1970-01-01 was the Thursday of week 0.
std::int64_t week_of_day(std::int64_t day) { return floor_div(day + 3, 7); }
std::int64_t monday_of_week(std::int64_t week) { return 7 * week - 3; }
/// Week 1 of an ISO year holds 4 January.
std::int64_t first_week(int iso_year) { return week_of_day(days_from_civil(iso_year, 1, 4)); }
int iso_year_of_week(std::int64_t week) { return civil_from_days(monday_of_week(week) + 3).year; }

std::int64_t ordinal_of_year(Frequency f, int year, bool end) {
  switch (f) {
    case Frequency::annual:
      return year;
    case Frequency::quarterly:
      return std::int64_t{4} * year + (end ? 3 : 0);
    case Frequency::monthly:
      return std::int64_t{12} * year + (end ? 11 : 0);
    case Frequency::weekly:
      return end ? first_week(year + 1) - 1 : first_week(year);
    case Frequency::daily:
      return end ? days_from_civil(year, 12, 31) : days_from_civil(year, 1, 1);
  }
  return 0;
}

bool exists(Frequency f, std::int64_t ordinal) {
  return ordinal >= ordinal_of_year(f, kFirstYear, false) && ordinal <= ordinal_of_year(f, kLastYear, true);
}

void require_range(std::string_view function, std::string_view what, int value, int low, int high) {
  if (value < low || value > high)
    detail::fail(function, std::string(what) + " must be " + std::to_string(low) + " to " + std::to_string(high),
                 std::to_string(value));
}

/// Digits [at, at + count) as a number, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    value = 10 * value + (c - '0');
  }
  return value;
}

std::string padded(int value, int width) {
  std::string s = std::to_string(value);
  return std::string(s.size() < static_cast<std::size_t>(width) ? static_cast<std::size_t>(width) - s.size() : 0, '0') +
         s;
}

}  // namespace

std::string_view to_string(Frequency f) noexcept {
  switch (f) {
    case Frequency::annual:
      return "annual";
    case Frequency::quarterly:
      return "quarterly";
    case Frequency::monthly:
      return "monthly";
    case Frequency::weekly:
      return "weekly";
    case Frequency::daily:
      return "daily";
  }
  return "unknown";
}

Frequency parse_frequency(std::string_view text) {
  for (const auto f :
       {Frequency::annual, Frequency::quarterly, Frequency::monthly, Frequency::weekly, Frequency::daily})
    if (text == to_string(f)) return f;
  detail::fail("parse_frequency", "frequency must be annual, quarterly, monthly, weekly or daily",
               detail::quoted(text));
}

Period::Period(int y) : ordinal_(y), frequency_(Frequency::annual) {
  require_range("Period", "year", y, kFirstYear, kLastYear);
}

Period Period::year(int y) { return Period(y); }

Period Period::quarter(int y, int q) {
  require_range("Period::quarter", "year", y, kFirstYear, kLastYear);
  require_range("Period::quarter", "quarter", q, 1, 4);
  return {Frequency::quarterly, std::int64_t{4} * y + q - 1};
}

Period Period::month(int y, int m) {
  require_range("Period::month", "year", y, kFirstYear, kLastYear);
  require_range("Period::month", "month", m, 1, 12);
  return {Frequency::monthly, std::int64_t{12} * y + m - 1};
}

Period Period::week(int iso_year, int w) {
  require_range("Period::week", "year", iso_year, kFirstYear, kLastYear);
  const std::int64_t first = first_week(iso_year);
  require_range("Period::week", "week", w, 1, static_cast<int>(first_week(iso_year + 1) - first));
  return {Frequency::weekly, first + w - 1};
}

Period Period::day(int y, int m, int d) {
  require_range("Period::day", "year", y, kFirstYear, kLastYear);
  require_range("Period::day", "month", m, 1, 12);
  require_range("Period::day", "day", d, 1, days_in_month(y, m));
  return {Frequency::daily, days_from_civil(y, m, d)};
}

Period Period::from_ordinal(Frequency f, std::int64_t ordinal) {
  if (!exists(f, ordinal))
    detail::fail("Period::from_ordinal", "years must be 1 to 9999",
                 std::string(to_string(f)) + " ordinal " + std::to_string(ordinal));
  return {f, ordinal};
}

Period Period::parse(std::string_view text) {
  const int y = digits(text, 0, 4);
  if (y >= kFirstYear) {
    if (text.size() == 4) return Period(y);
    if (text.size() == 6 && text[4] == 'Q') {
      const int q = digits(text, 5, 1);
      if (q >= 1 && q <= 4) return quarter(y, q);
    } else if (text.size() == 7 && text[4] == '-') {
      const int m = digits(text, 5, 2);
      if (m >= 1 && m <= 12) return month(y, m);
    } else if (text.size() == 8 && text[4] == '-' && text[5] == 'W') {
      const int w = digits(text, 6, 2);
      if (w >= 1 && w <= static_cast<int>(first_week(y + 1) - first_week(y))) return week(y, w);
    } else if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
      const int m = digits(text, 5, 2), d = digits(text, 8, 2);
      if (m >= 1 && m <= 12 && d >= 1 && d <= days_in_month(y, m)) return day(y, m, d);
    }
  }
  detail::fail("Period::parse", "a period reads like 2015, 2015Q3, 2015-07, 2015-W07 or 2015-07-31",
               detail::quoted(text));
}

int Period::year() const {
  switch (frequency_) {
    case Frequency::annual:
      return static_cast<int>(ordinal_);
    case Frequency::quarterly:
      return static_cast<int>(ordinal_ / 4);
    case Frequency::monthly:
      return static_cast<int>(ordinal_ / 12);
    case Frequency::weekly:
      return iso_year_of_week(ordinal_);
    case Frequency::daily:
      return civil_from_days(ordinal_).year;
  }
  return 0;
}

int Period::within_year() const {
  switch (frequency_) {
    case Frequency::annual:
      return 1;
    case Frequency::quarterly:
      return static_cast<int>(ordinal_ % 4) + 1;
    case Frequency::monthly:
      return static_cast<int>(ordinal_ % 12) + 1;
    case Frequency::weekly:
      return static_cast<int>(ordinal_ - first_week(year())) + 1;
    case Frequency::daily:
      return static_cast<int>(ordinal_ - days_from_civil(year(), 1, 1)) + 1;
  }
  return 0;
}

std::int64_t Period::first_day() const {
  switch (frequency_) {
    case Frequency::annual:
      return days_from_civil(year(), 1, 1);
    case Frequency::quarterly:
      return days_from_civil(year(), 3 * within_year() - 2, 1);
    case Frequency::monthly:
      return days_from_civil(year(), within_year(), 1);
    case Frequency::weekly:
      return monday_of_week(ordinal_);
    case Frequency::daily:
      return ordinal_;
  }
  return 0;
}

Period Period::in(Frequency coarser) const {
  if (coarser > frequency_)
    detail::fail<PeriodMismatch>("Period::in", "the frequency must not be finer than the period's", to_string(coarser),
                                 "for " + to_string(*this));
  const std::int64_t day = first_day();
  const Civil c = civil_from_days(day);
  switch (coarser) {
    case Frequency::annual:
      return Period(c.year);
    case Frequency::quarterly:
      return quarter(c.year, (c.month + 2) / 3);
    case Frequency::monthly:
      return month(c.year, c.month);
    case Frequency::weekly:
      return from_ordinal(Frequency::weekly, week_of_day(day));
    case Frequency::daily:
      return *this;
  }
  return *this;
}

Period operator+(Period p, std::int64_t steps) {
  std::int64_t ordinal = 0;
  if (__builtin_add_overflow(p.ordinal_, steps, &ordinal) || !exists(p.frequency_, ordinal))
    detail::fail("Period", "years must be 1 to 9999", to_string(p) + " + " + std::to_string(steps));
  return {p.frequency_, ordinal};
}

Period operator-(Period p, std::int64_t steps) {
  std::int64_t ordinal = 0;
  if (__builtin_sub_overflow(p.ordinal_, steps, &ordinal) || !exists(p.frequency_, ordinal))
    detail::fail("Period", "years must be 1 to 9999", to_string(p) + " - " + std::to_string(steps));
  return {p.frequency_, ordinal};
}

std::int64_t operator-(Period a, Period b) {
  if (a.frequency_ != b.frequency_)
    detail::fail<PeriodMismatch>("Period", "periods must be of one frequency", to_string(a) + " and " + to_string(b));
  return a.ordinal_ - b.ordinal_;
}

std::string to_string(Period p) {
  const std::string y = padded(p.year(), 4);
  switch (p.frequency()) {
    case Frequency::annual:
      return y;
    case Frequency::quarterly:
      return y + "Q" + std::to_string(p.within_year());
    case Frequency::monthly:
      return y + "-" + padded(p.within_year(), 2);
    case Frequency::weekly:
      return y + "-W" + padded(p.within_year(), 2);
    case Frequency::daily: {
      const Civil c = civil_from_days(p.ordinal());
      return y + "-" + padded(c.month, 2) + "-" + padded(c.day, 2);
    }
  }
  return y;
}

PeriodRange PeriodRange::parse(std::string_view text) {
  constexpr std::string_view kRule = "a range reads like 2016-2020 or 2015Q1..2016Q4";
  PeriodRange range;
  if (const auto dots = text.find(".."); dots != std::string_view::npos) {
    range = {Period::parse(text.substr(0, dots)), Period::parse(text.substr(dots + 2))};
  } else if (text.size() == 9 && text[4] == '-' && digits(text, 0, 4) > 0 && digits(text, 5, 4) > 0) {
    range = {Period(digits(text, 0, 4)), Period(digits(text, 5, 4))};
  } else {
    detail::fail("PeriodRange::parse", kRule, detail::quoted(text));
  }
  (void)range.size();
  return range;
}

std::size_t PeriodRange::size() const {
  const std::int64_t steps = last - first;
  if (steps < 0)
    detail::fail("PeriodRange", "a range ends after it begins",
                 foreplan::to_string(first) + ".." + foreplan::to_string(last));
  return static_cast<std::size_t>(steps) + 1;
}

std::string to_string(const PeriodRange& range) {
  return to_string(range.first) + (range.first.frequency() == Frequency::annual ? "-" : "..") + to_string(range.last);
}

}  // namespace foreplan::inline v0
