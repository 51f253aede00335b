#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "numeric/kernels.hpp"

/// Sample quantiles of Hyndman & Fan's (1996) type 7: with h = p (n - 1), the order statistics floor(h) and floor(h) +
/// 1 interpolated linearly. The order statistics are exact, whichever way they are found.
namespace foreplan::inline v0::numeric {

/// One pass that runs in vector lanes, for every three probabilities: brackets are guessed from a thin sample, what
/// lies in them is copied and only that is ordered.
///
/// @param sample         not empty, without NaN; not changed.
/// @param probabilities  in [0, 1].
[[nodiscard]] std::vector<double> quantiles(std::span<const double> sample, std::span<const double> probabilities);

/// The median, and the interval that leaves (1 - coverage) / 2 of the sample out at either end.
struct CentralInterval {
  double lower = 0, median = 0, upper = 0;

  bool operator==(const CentralInterval&) const = default;
};
[[nodiscard]] CentralInterval central_interval(std::span<const double> sample, double coverage);

/// Where a quantile stands among n ordered values: `rank`, and how far from it towards the next.
struct Place {
  std::size_t rank = 0;
  double fraction = 0;
};
using Places = std::array<Place, 3>;

/// The places of a central interval's lower end, median and upper end.
[[nodiscard]] Places central_places(double coverage, std::size_t n);

/// Three quantiles of values that are seen once, block by block, and not kept: `note` what matters of every block, in
/// any order and by several threads into parts of their own, then ask for what was `found`.
class PlaceSearch {
 public:
  /// What lies in the brackets of the values noted.
  struct Part {
    std::array<std::size_t, 3> below{};
    std::vector<double> inside{};
  };

  /// @param pilot  not empty: values distributed as all of them are, to guess brackets from. It is reordered, and noted
  ///   like the others only when `note` is told so.
  /// @param n      number of all values that will be noted.
  PlaceSearch(std::span<double> pilot, std::size_t n, const Places& places);

  void note(std::span<const double> values, Part& part) const;
  /// Nothing when a bracket missed its place: once in some ten thousand searches, when the pilot is a random sample.
  [[nodiscard]] std::optional<std::array<double, 3>> found(std::span<const Part> parts) const;

 private:
  Places places_;
  Brackets brackets_{};
};

}  // namespace foreplan::inline v0::numeric
