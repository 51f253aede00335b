#pragma once
#include <foreplan/export.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Calendar periods. A `Period` is a frequency and an ordinal, so that arithmetic is integer
/// arithmetic: no months of unequal length, no time zones.
namespace foreplan::inline v0 {

enum class Frequency : std::uint8_t { annual, quarterly, monthly, weekly, daily };

/// "annual", "quarterly", "monthly", "weekly", "daily".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Frequency) noexcept;
/// @throws InvalidArgument  for any other text.
[[nodiscard]] FOREPLAN_EXPORT Frequency parse_frequency(std::string_view text);

/// One period of a calendar. The years are those of the proleptic Gregorian calendar, 1 to 9999.
///
/// | frequency | text         | ordinal                                             |
/// |-----------|--------------|-----------------------------------------------------|
/// | annual    | `2015`       | the year                                            |
/// | quarterly | `2015Q3`     | 4 year + quarter - 1                                |
/// | monthly   | `2015-07`    | 12 year + month - 1                                 |
/// | weekly    | `2015-W07`   | ISO 8601 weeks, counted from the week of 1970-01-01 |
/// | daily     | `2015-07-31` | days from 1970-01-01                                |
///
/// Two periods of different frequency compare as unequal and unordered; arithmetic between them
/// throws `PeriodMismatch`. Arithmetic that leaves the years 1 to 9999 throws `InvalidArgument`.
class FOREPLAN_EXPORT Period {
 public:
  /// The year 1; `Series` and options need a default.
  constexpr Period() noexcept = default;
  /// A year, so that `{2016, 2020}` is a range. @throws InvalidArgument unless 1 <= year <= 9999.
  Period(int year);  // NOLINT: conversion is the purpose

  [[nodiscard]] static Period year(int year);
  [[nodiscard]] static Period quarter(int year, int quarter);           ///< quarter 1-4
  [[nodiscard]] static Period month(int year, int month);               ///< month 1-12
  [[nodiscard]] static Period week(int iso_year, int week);             ///< week 1-52 or 53, as that year has
  [[nodiscard]] static Period day(int year, int month, int day);        ///< a date that exists
  [[nodiscard]] static Period from_ordinal(Frequency, std::int64_t);
  /// Reads the texts of the table above, nothing else. @throws InvalidArgument with the text met.
  [[nodiscard]] static Period parse(std::string_view text);

  [[nodiscard]] constexpr Frequency frequency() const noexcept { return frequency_; }
  [[nodiscard]] constexpr std::int64_t ordinal() const noexcept { return ordinal_; }
  /// Calendar year; for weeks the ISO year.
  [[nodiscard]] int year() const;
  /// Place within the year, from 1: 1 for a year, the quarter, month or ISO week, the day of the year.
  [[nodiscard]] int within_year() const;
  /// Days from 1970-01-01 to the period's first day.
  [[nodiscard]] std::int64_t first_day() const;
  /// The coarser period that this one's first day lies in.
  /// @throws PeriodMismatch  if `coarser` is finer than this period's frequency.
  [[nodiscard]] Period in(Frequency coarser) const;

  [[nodiscard]] bool operator==(const Period&) const = default;
  [[nodiscard]] std::partial_ordering operator<=>(const Period& other) const noexcept {
    if (frequency_ != other.frequency_) return std::partial_ordering::unordered;
    return ordinal_ <=> other.ordinal_;
  }
  Period& operator+=(std::int64_t steps) { return *this = *this + steps; }
  Period& operator++() { return *this += 1; }
  FOREPLAN_EXPORT friend Period operator+(Period, std::int64_t steps);
  FOREPLAN_EXPORT friend Period operator-(Period, std::int64_t steps);
  /// Steps from `b` to `a`. @throws PeriodMismatch when the frequencies differ.
  FOREPLAN_EXPORT friend std::int64_t operator-(Period a, Period b);

 private:
  constexpr Period(Frequency f, std::int64_t o) noexcept : ordinal_(o), frequency_(f) {}
  std::int64_t ordinal_ = 1;
  Frequency frequency_ = Frequency::annual;
};

[[nodiscard]] FOREPLAN_EXPORT std::string to_string(Period);

/// The periods `first` to `last`, both included.
struct PeriodRange {
  Period first{};
  Period last{};

  /// Reads "2016-2020" for years, and "A..B" for any two periods of one frequency ("2015Q1..2016Q4").
  /// @throws InvalidArgument, PeriodMismatch
  [[nodiscard]] FOREPLAN_EXPORT static PeriodRange parse(std::string_view text);
  [[nodiscard]] static PeriodRange years(int first, int last) { return {Period::year(first), Period::year(last)}; }
  /// How many periods. @throws PeriodMismatch for two frequencies, InvalidArgument when last < first.
  [[nodiscard]] FOREPLAN_EXPORT std::size_t size() const;
  [[nodiscard]] bool contains(Period p) const noexcept { return first <= p && p <= last; }
  bool operator==(const PeriodRange&) const = default;
};

/// "2016-2020" for years, "2015Q1..2016Q4" otherwise.
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const PeriodRange&);

}  // namespace foreplan::inline v0
