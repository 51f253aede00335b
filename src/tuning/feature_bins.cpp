#include "tuning/feature_bins.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace foreplan::inline v0::tuning {
namespace {

/// Distinct values in order, and how often each is there.
std::vector<std::pair<double, std::size_t>> distinct(std::span<const double> values) {
  std::vector<double> sorted;
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted), [](double v) { return !std::isnan(v); });
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::pair<double, std::size_t>> counts;
  for (const double v : sorted) {
    if (counts.empty() || counts.back().first != v) counts.emplace_back(v, 0);
    ++counts.back().second;
  }
  return counts;
}

/// Below the upper one in spite of rounding.
double halfway(double lower, double upper) {
  const double middle = std::midpoint(lower, upper);
  return middle < upper ? middle : lower;
}

std::vector<double> thresholds_of(const std::vector<std::pair<double, std::size_t>>& counts, std::size_t most) {
  std::vector<double> thresholds;
  std::size_t rows = 0, taken = 0, bins = most;
  for (const auto& [value, count] : counts) rows += count;
  for (std::size_t j = 0; j + 1 < counts.size() && bins > 1; ++j) {
    taken += counts[j].second;
    if (counts.size() > most && taken * bins < rows) continue;
    thresholds.push_back(halfway(counts[j].first, counts[j + 1].first));
    rows -= taken;  // the rest is shared evenly by the bins that are left
    taken = 0;
    --bins;
  }
  return thresholds;
}

}  // namespace

FeatureBins feature_bins(std::span<const double> values, std::size_t most) {
  FeatureBins result{.thresholds = thresholds_of(distinct(values), most)};
  for (const double v : values) {
    const auto at = std::lower_bound(result.thresholds.begin(), result.thresholds.end(), v);
    const auto bin = std::isnan(v) ? result.missing() : static_cast<std::size_t>(at - result.thresholds.begin());
    result.any_missing = result.any_missing || std::isnan(v);
    result.bin_of.push_back(static_cast<std::uint8_t>(bin));
  }
  return result;
}

}  // namespace foreplan::inline v0::tuning
