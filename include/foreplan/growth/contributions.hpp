#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/export.hpp>

#include <vector>

/// Which part of a total's growth each of its parts accounts for, at the prices of one base.
namespace foreplan::inline v0::growth {

/// Contributions to the growth of the total: points[i] = (last[i] - first[i]) / sum(first), which add up to the growth.
/// The ranges are what the rounding of the levels leaves open, each by itself: they do not add up.
struct Contributions {
  Estimate growth{};               ///< Of the total, a fraction: the sum of the points.
  std::vector<Estimate> points{};  ///< Fractions of the first total.
  /// points / growth. The range has no ends where the rounding allows a total that does not change; the value is NaN
  /// where it does not.
  std::vector<Estimate> shares_of_growth{};

  bool operator==(const Contributions&) const = default;
};

/// @param first, last  levels of the parts at both ends, of one length, in one unit and price basis, finite and >= 0.
///   What rounding allows below 0 is left out. The total at first must be > 0 over its whole interval. O(n).
/// @throws InvalidArgument  otherwise, naming the place.
[[nodiscard]] FOREPLAN_EXPORT Contributions contributions(const std::vector<Rounded>& first,
                                                          const std::vector<Rounded>& last);

/// Growth of a part that its contribution and its share in the base period imply: contribution / share.
/// @param contribution  to the total's growth, a fraction (0.0114 is 1.14 points).
/// @throws InvalidArgument  unless, over the whole of their intervals, share is in (0, 1] and the part does not fall to
///   0 (contribution > -share).
[[nodiscard]] FOREPLAN_EXPORT Estimate part_growth(const Rounded& contribution, const Rounded& share);

}  // namespace foreplan::inline v0::growth
