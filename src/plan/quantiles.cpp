#include "plan/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace foreplan::inline v0::plan {
namespace {

/// The quantile whose place is in [begin, end): everything before `begin` is smaller already.
double place(std::vector<double>& sample, std::size_t begin, double p, std::size_t& at) {
  const double h = p * static_cast<double>(sample.size() - 1);
  at = static_cast<std::size_t>(std::floor(h));
  const auto nth = sample.begin() + static_cast<std::ptrdiff_t>(at);
  std::nth_element(sample.begin() + static_cast<std::ptrdiff_t>(begin), nth, sample.end());
  const double fraction = h - static_cast<double>(at);
  if (fraction == 0) return *nth;
  const double next = *std::min_element(nth + 1, sample.end());
  return *nth + fraction * (next - *nth);
}

}  // namespace

CentralInterval central_interval(std::vector<double>& sample, double coverage) {
  CentralInterval out;
  std::size_t at = 0;
  out.lower = place(sample, 0, (1 - coverage) / 2, at);
  out.median = place(sample, at, 0.5, at);
  out.upper = place(sample, at, (1 + coverage) / 2, at);
  return out;
}

}  // namespace foreplan::inline v0::plan
