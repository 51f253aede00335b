#pragma once
#include <foreplan/export.hpp>

#include <limits>
#include <string>
#include <string_view>

/// Numbers that are known only as far as they were printed. "25.2" stands for everything in
/// [25.15, 25.25]; a function of it has an interval too.
namespace foreplan::inline v0 {

/// A closed interval; either end may be infinite. `lower <= upper` holds for every interval that the
/// library returns.
struct Interval {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool contains(double x) const noexcept { return lower <= x && x <= upper; }
  [[nodiscard]] double width() const noexcept { return upper - lower; }
  bool operator==(const Interval&) const = default;
};

/// A value and what it could be: the calculation with the printed inputs, and the range that is left
/// open by their rounding.
struct Estimate {
  double value = 0;
  Interval range{};

  bool operator==(const Estimate&) const = default;
};

/// A printed number: its value, and how many digits after the decimal point were printed.
///
///   Rounded("6513")     6513, 0 decimals, interval [6512.5, 6513.5]
///   Rounded("25.20")    25.2, 2 decimals, interval [25.195, 25.205]
///   Rounded(13200, -2)  known to the hundred, interval [13150, 13250]
///   Rounded::exact(0.4) interval [0.4, 0.4]
///
/// A plain double converts to an exact value, so that every function of a `Rounded` takes doubles.
class FOREPLAN_EXPORT Rounded {
 public:
  constexpr Rounded() noexcept = default;
  /// An exact value: nothing is left open.
  constexpr Rounded(double value) noexcept : value_(value) {}  // NOLINT: conversion is the purpose
  /// `value` rounded to `decimals` in [-300, 300]; negative means that the last digits before the point are rounded away.
  /// @throws InvalidArgument  unless `value` is finite and `decimals` in range.
  Rounded(double value, int decimals);
  /// Reads a printed number: an optional sign, digits, and an optional point with digits. No
  /// thousands separators, no exponent, no decimal comma.
  /// @throws InvalidArgument  with the text met.
  explicit Rounded(std::string_view text);
  explicit Rounded(const char* text) : Rounded(std::string_view(text)) {}

  [[nodiscard]] static constexpr Rounded exact(double value) noexcept { return Rounded(value); }

  [[nodiscard]] constexpr double value() const noexcept { return value_; }
  [[nodiscard]] constexpr bool is_exact() const noexcept { return decimals_ == kExact; }
  /// Digits after the point. @throws InvalidArgument if the value is exact.
  [[nodiscard]] int decimals() const;
  /// value -+ half a unit of the last printed digit; the ends are the doubles nearest to those decimal numbers.
  [[nodiscard]] Interval interval() const;
  /// The printed form, which reads back to the same value and, unless decimals are negative, the same
  /// decimals; the shortest form of an exact value.
  [[nodiscard]] std::string text() const;
  /// The same digits in another unit: Rounded("25.2").scaled_by_power_of_ten(-2) is 0.252 known to
  /// three decimals (a percentage turned into a fraction). The value stays the nearest double of
  /// the decimal number. @throws InvalidArgument unless it and its decimals stay in range.
  [[nodiscard]] Rounded scaled_by_power_of_ten(int power) const;

  bool operator==(const Rounded&) const = default;

 private:
  static constexpr int kExact = std::numeric_limits<int>::max();
  double value_ = 0;
  int decimals_ = kExact;
};

}  // namespace foreplan::inline v0
