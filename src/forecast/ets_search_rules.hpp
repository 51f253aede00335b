#pragma once
#include <cmath>
#include <cstddef>
#include <span>

namespace foreplan::inline v0::forecast {

/// What searches of an `EtsSpace` have in common, one after another or side by side: how often a start is flattened
/// until it has a likelihood, how far searches are followed at first, and how many.
inline constexpr int kTries = 4, kFirstSteps = 6;
inline constexpr std::size_t kKept = 8;

/// Whether a search that has come to u would go on to where another ended (`numeric::SearchEnds`).
struct EtsSamePlace {
  std::size_t smoothing;  ///< How many numbers of u, the first, are smoothing parameters.

  template <class Place>
  bool operator()(const Place& end, std::span<const double> u, double value) const {
    constexpr double kNear = 0.01, kNearValue = 1e-3;
    if (!(std::abs(value - end.value) < kNearValue)) return false;
    for (std::size_t j = 0; j < smoothing; ++j)
      if (!(std::abs(u[j] - end.x[j]) < kNear)) return false;
    return true;
  }
};

}  // namespace foreplan::inline v0::forecast
