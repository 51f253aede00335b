#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace foreplan::inline v0::tuning {

/// A feature of all rows, cut into bins: bin b is of values in (thresholds[b - 1], thresholds[b]].
struct FeatureBins {
  std::vector<double> thresholds{};    ///< Rising, one less than bins.
  std::vector<std::uint8_t> bin_of{};  ///< Of each row; `missing()` for NaN.
  bool any_missing = false;

  /// Up to which values a bin goes; all of them for the last.
  [[nodiscard]] double threshold(std::size_t bin) const noexcept {
    return bin < thresholds.size() ? thresholds[bin] : std::numeric_limits<double>::max();
  }
  [[nodiscard]] std::size_t missing() const noexcept { return thresholds.size() + 1; }
  [[nodiscard]] std::size_t size() const noexcept { return thresholds.size() + 2; }  ///< With that of NaN.
};

/// Bins of about as many rows, at most `most` <= 255 of them: a value that fills one has it for itself, and where there
/// are no more distinct values than bins each has one. Thresholds lie halfway between neighbours.
/// @param values  finite or NaN.
[[nodiscard]] FeatureBins feature_bins(std::span<const double> values, std::size_t most);

}  // namespace foreplan::inline v0::tuning
