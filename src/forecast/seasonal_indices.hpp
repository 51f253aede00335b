#pragma once
#include <foreplan/forecast/theta.hpp>

#include <cstddef>
#include <span>
#include <vector>

/// Seasons by classical decomposition, and whether there are any. O(n m).
namespace foreplan::inline v0::forecast {

/// |r_m| over its limit of forecast/theta.hpp; 0 for a constant series, NaN for no more than 2 m values or m = 1.
[[nodiscard]] double seasonality(std::span<const double> z, std::size_t season_length, double level);

/// The m indices, that of z[0] first; empty where they cannot be had.
/// @param z  all > 0 for multiplicative ones; NaN where missing.
[[nodiscard]] std::vector<double> seasonal_indices(std::span<const double> z, std::size_t season_length,
                                                   ThetaSeason kind);

/// z with its season taken out, or put in again.
[[nodiscard]] inline double without_season(double z, double index, ThetaSeason kind) {
  return kind == ThetaSeason::multiplicative ? z / index : kind == ThetaSeason::additive ? z - index : z;
}
[[nodiscard]] inline double with_season(double z, double index, ThetaSeason kind) {
  return kind == ThetaSeason::multiplicative ? z * index : kind == ThetaSeason::additive ? z + index : z;
}

}  // namespace foreplan::inline v0::forecast
