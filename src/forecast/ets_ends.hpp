#pragma once
#include <foreplan/core/stop.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace foreplan::inline v0::forecast {

/// A place of an `EtsSpace` that a search has come to.
struct EtsPlace {
  std::vector<double> u{};
  double value = std::numeric_limits<double>::infinity();
  Stop stop = Stop::iteration_limit;

  bool operator<(const EtsPlace& other) const { return value < other.value; }
};

/// How far searches are followed at first, and how many of them.
inline constexpr int kFirstSteps = 6, kTries = 4;
inline constexpr std::size_t kKept = 8;

/// Where searches end, each once. A `Place` is an `EtsPlace`, or has its u in an array.
template <class Place>
class EtsEnds {
 public:
  /// @param smoothing  how many numbers of a place are smoothing parameters.
  explicit EtsEnds(std::size_t smoothing) : smoothing_(smoothing) {}

  /// Whether a search that has come to u would go on to where another ended.
  [[nodiscard]] bool known(std::span<const double> u, double value) const {
    return std::any_of(ends_.begin(), ends_.end(), [&](const Place& end) { return near(end, u, value); });
  }
  void add(Place& place) {
    if (!std::isfinite(place.value)) return;
    const auto same =
        std::find_if(ends_.begin(), ends_.end(), [&](const Place& end) { return near(end, place.u, place.value); });
    if (same == ends_.end())
      ends_.push_back(std::move(place));
    else if (place.value < same->value && (place.stop != Stop::iteration_limit || same->stop == Stop::iteration_limit))
      *same = std::move(place);
  }
  /// Makes `places` all of them, best first; none are left.
  void move_to(std::vector<Place>& places) {
    std::stable_sort(ends_.begin(), ends_.end());
    places.clear();
    places.swap(ends_);
  }

 private:
  static constexpr double kNear = 0.01, kNearValue = 1e-3;

  [[nodiscard]] bool near(const Place& end, std::span<const double> u, double value) const {
    if (!(value < end.value + kNearValue)) return false;
    for (std::size_t j = 0; j < smoothing_; ++j)
      if (!(std::abs(u[j] - end.u[j]) < kNear)) return false;
    return value > end.value - kNearValue;
  }

  std::size_t smoothing_;
  std::vector<Place> ends_;
};

/// The best `count` of some places, best first.
template <class Place>
void keep_best(std::vector<Place>& places, std::size_t count) {
  std::stable_sort(places.begin(), places.end());
  if (places.size() > count) places.resize(count);
}

}  // namespace foreplan::inline v0::forecast
