#include <foreplan/growth/contributions.hpp>

#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace foreplan::inline v0::growth {

Contributions contributions(std::span<const double> first, std::span<const double> last) {
  constexpr std::string_view kName = "growth::contributions";
  if (first.empty() || first.size() != last.size())
    detail::fail(kName, "first and last must be of one length, at least 1", std::to_string(first.size()) + " and " + std::to_string(last.size()));
  double total = 0;
  for (const auto& levels : {first, last})
    for (std::size_t i = 0; i < levels.size(); ++i)
      if (!std::isfinite(levels[i]) || levels[i] < 0)
        detail::fail(kName, "levels must be >= 0 and finite", detail::number_text(levels[i]), "at index " + std::to_string(i));
  for (const double x : first) total += x;
  detail::require(total > 0, kName, "the first total must be > 0", total);
  Contributions result;
  for (std::size_t i = 0; i < first.size(); ++i) {
    result.points.push_back((last[i] - first[i]) / total);
    result.growth += result.points.back();
  }
  for (const double p : result.points)
    result.shares_of_growth.push_back(result.growth == 0 ? std::numeric_limits<double>::quiet_NaN() : p / result.growth);
  return result;
}

double part_growth(double contribution, double share) {
  constexpr std::string_view kName = "growth::part_growth";
  detail::require(share > 0 && share <= 1, kName, "share must be in (0, 1]", share);
  detail::require(std::isfinite(contribution) && contribution > -share, kName, "contribution must be finite and > -share", contribution);
  return contribution / share;
}

}  // namespace foreplan::inline v0::growth
