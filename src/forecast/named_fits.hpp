#pragma once
#include <foreplan/forecast/transform.hpp>

#include <algorithm>
#include <span>

/// What models that have names share.
namespace foreplan::inline v0::forecast {

[[nodiscard]] inline bool all_positive(std::span<const double> y) {
  return std::none_of(y.begin(), y.end(), [](double x) { return x <= 0; });
}

/// Box-Cox between the logarithm and nothing.
[[nodiscard]] inline Transform power() {
  Transform transform = box_cox();
  transform.lower = 0;
  transform.upper = 1;
  return transform;
}

/// The same where it can be.
[[nodiscard]] inline Transform power(std::span<const double> y) { return all_positive(y) ? power() : Transform{}; }

}  // namespace foreplan::inline v0::forecast
