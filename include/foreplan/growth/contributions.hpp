#pragma once
#include <foreplan/export.hpp>

#include <span>
#include <vector>

/// Which part of a total's growth each of its parts accounts for, at the prices of one base.
namespace foreplan::inline v0::growth {

/// Contributions to the growth of the total, additive exactly: points[i] = (last[i] - first[i]) / sum(first).
struct Contributions {
  double growth = 0;             ///< Of the total, a fraction: the sum of `points`.
  std::vector<double> points{};  ///< Fractions of the first total.
  /// points / growth; NaN when the total does not grow.
  std::vector<double> shares_of_growth{};
};

/// @param first, last  levels of the parts at both ends, of one length, finite, >= 0, with a positive total at first.
/// @throws InvalidArgument
[[nodiscard]] FOREPLAN_EXPORT Contributions contributions(std::span<const double> first, std::span<const double> last);

/// Growth of a part that its contribution and its share in the base period imply: contribution / share.
/// @throws InvalidArgument  unless share in (0, 1] and contribution is finite and no fall below zero (> -share).
[[nodiscard]] FOREPLAN_EXPORT double part_growth(double contribution, double share);

}  // namespace foreplan::inline v0::growth
