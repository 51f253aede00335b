#pragma once
#include <foreplan/core/interval.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>

#include "core/check.hpp"

/// Functions of printed numbers. Private: not installed.
namespace foreplan::inline v0::detail {

/// The value from the printed inputs, and the range between the least and the greatest corner. It is the range over all
/// inputs that the rounding allows where the function is monotone in each input while the others are held.
inline Estimate spanned(double value, std::initializer_list<double> corners) {
  const auto [low, high] = std::minmax(corners);
  return {value, {std::min(low, value), std::max(high, value)}};
}

/// Refuses a number that the rounding allows to be `bound` or less.
inline void require_above(std::string_view function, std::string_view what, const Rounded& x, double bound) {
  if (!std::isfinite(x.value()) || !(x.interval().lower > bound))
    fail(function,
         std::string(what) + " must be finite and > " + number_text(bound) +
             (x.is_exact() ? "" : " over its whole interval"),
         x.text());
}

}  // namespace foreplan::inline v0::detail
