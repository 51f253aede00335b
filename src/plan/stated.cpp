#include "plan/stated.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::plan::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool in_per_cent(StatementKind k) {
  return k == StatementKind::growth || k == StatementKind::share || k == StatementKind::contribution;
}

Rounded as_fraction(const Statement& s, const Rounded& value) {
  return in_per_cent(s.kind) ? value.scaled_by_power_of_ten(-2) : value;
}

Interval bounded(const Statement& s, Digits digits, double about_tolerance) {
  const Rounded value = as_fraction(s, s.value);
  const bool exact = digits == Digits::none || (digits == Digits::rates_only && s.kind == StatementKind::level);
  const Interval met = exact ? Interval{value.value(), value.value()} : value.interval();
  switch (s.bound) {
    case Bound::exactly:
      return met;
    case Bound::at_least:
      return {value.value(), digits == Digits::printed ? kInfinity : value.value()};
    case Bound::at_most:
      return {digits == Digits::printed ? -kInfinity : value.value(), value.value()};
    case Bound::about: {
      if (exact) return met;
      // "About 0" and "about 5" are no more precise than 0 and 5.
      const double margin = std::abs(value.value()) * about_tolerance;
      return {std::min(met.lower, value.value() - margin), std::max(met.upper, value.value() + margin)};
    }
    case Bound::between: {
      const Rounded upper = as_fraction(s, s.upper);
      return {met.lower, exact ? upper.value() : upper.interval().upper};
    }
  }
  return met;
}

}  // namespace

double stated_value(const Statement& s) { return as_fraction(s, s.value).value(); }

Interval stated_interval(const Statement& s, Digits digits, double about_tolerance) {
  Interval stated = bounded(s, digits, about_tolerance);
  if (s.kind == StatementKind::share) stated.upper = std::min(stated.upper, 1.0);
  return stated;
}

}  // namespace foreplan::inline v0::plan::internal
