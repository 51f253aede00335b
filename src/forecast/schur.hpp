#pragma once
#include <foreplan/core/dual.hpp>

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace foreplan::inline v0::forecast {

[[nodiscard]] constexpr double value_of(double x) { return x; }
template <std::size_t N>
[[nodiscard]] constexpr double value_of(const Dual<N>& x) {
  return x.value;
}

/// Schur's recursion for a polynomial, constant first and leading coefficient 1: all roots lie in the open unit circle
/// when every reflection coefficient k is less than 1 in size. The sum of log(1 - k^2), which falls to -infinity where
/// a root reaches the circle; nothing beyond. Each term is shown to `seen`. O(degree^2).
template <class T, class Seen>
[[nodiscard]] std::optional<T> log_margin(std::vector<T> c, Seen seen) {
  using std::log;
  T sum(0.0);
  for (std::size_t n = c.size() - 1; n > 0; --n) {
    const T k = c[0], rest = 1.0 - k * k;
    if (!(value_of(rest) > 0)) return std::nullopt;
    const T term = log(rest);
    seen(term);
    sum = sum + term;
    // c[j] and c[n - j] trade places with their multiples; what was c[0] is gone.
    for (std::size_t j = 1; j <= n - j; ++j) {
      const T low = c[j], high = c[n - j];
      c[j] = (low - k * high) / rest;
      c[n - j] = (high - k * low) / rest;
    }
    for (std::size_t j = 0; j < n; ++j) c[j] = c[j + 1];
    c[n - 1] = T(1.0);
  }
  return sum;
}
template <class T>
[[nodiscard]] std::optional<T> log_margin(std::vector<T> c) {
  return log_margin(std::move(c), [](const T&) {});
}

}  // namespace foreplan::inline v0::forecast
