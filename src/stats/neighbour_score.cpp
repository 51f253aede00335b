#include "stats/neighbour_score.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace foreplan::inline v0::stats {
namespace {

constexpr double kNormalMad = 1.4826;  // MAD of a normal distribution times this is its standard deviation
constexpr std::size_t kLeastNeighbours = 4;

double median(std::vector<double>& x) {
  const auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
  std::nth_element(x.begin(), middle, x.end());
  return x.size() % 2 == 1 ? *middle : (*middle + *std::max_element(x.begin(), middle)) / 2;
}

}  // namespace

std::optional<NeighbourScore> neighbour_score(std::span<const double> x, std::size_t t, std::size_t k) {
  if (std::isnan(x[t])) return std::nullopt;
  std::vector<double> near;
  const std::size_t first = t > k ? t - k : 0, last = k < x.size() - t ? t + k : x.size() - 1;
  for (std::size_t s = first; s <= last; ++s)
    if (s != t && !std::isnan(x[s])) near.push_back(x[s]);
  if (near.size() < kLeastNeighbours) return std::nullopt;
  NeighbourScore result;
  result.typical = median(near);
  for (double& value : near) value = std::abs(value - result.typical);
  result.distance = x[t] - result.typical;
  result.score = result.distance == 0 ? 0 : result.distance / (kNormalMad * median(near));
  return result;
}

}  // namespace foreplan::inline v0::stats
