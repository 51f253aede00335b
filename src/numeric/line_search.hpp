#pragma once
#include <functional>

namespace foreplan::inline v0::numeric {

/// A function along a line and its derivative.
struct Slope {
  double value = 0;
  double derivative = 0;
};
using AlongLine = std::function<Slope(double step)>;

struct LineStep {
  double step = 0;  ///< The last one evaluated; 0 when none decreases the function.
  Slope at{};
  int evaluations = 0;
};

/// A step by Moré & Thuente's (1994) search: f(step) <= f(0) + 10^-4 step f'(0) and |f'(step)| <= 0.9 |f'(0)|, or the
/// longest step allowed while f still falls there, or the best one met when rounding ends the search. Where values are
/// equal to rounding the first condition is f'(step) <= (2 10^-4 - 1) f'(0) (Hager & Zhang 2005).
/// @param start  f(0) and f'(0) < 0.
/// @param first, longest  0 < first <= longest.
[[nodiscard]] LineStep line_search(const AlongLine& f, const Slope& start, double first, double longest);

}  // namespace foreplan::inline v0::numeric
