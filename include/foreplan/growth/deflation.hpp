#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

/// Between current and constant prices. The price basis is part of the unit, so a year cannot be mistaken: current
/// prices divided by an index of base 2010 are constant 2010 prices and nothing else. Results cover the periods that
/// both series cover; a missing value makes a missing value. No index is ever built in.
namespace foreplan::inline v0::growth {

/// Value at constant prices of the index's base year: 100 value / index.
/// @param current  money at current prices.  @param index  > 0, of unit `PriceBasis::index(year)`.
/// @throws UnitMismatch     for other price bases, with both units.
/// @throws PeriodMismatch   when the frequencies differ or no period is common.
/// @throws InvalidArgument  for an index that is not > 0, or a value that is infinite, with series and period.
[[nodiscard]] FOREPLAN_EXPORT Series deflate(const Series& current, const Series& index);
/// Value at current prices: value index / 100, the inverse of `deflate`.
/// @param constant  money at constant prices of the index's base year.
/// @throws  as `deflate`.
[[nodiscard]] FOREPLAN_EXPORT Series inflate(const Series& constant, const Series& index);
/// The price index that two valuations of one quantity imply: 100 current / constant, of unit
/// `PriceBasis::index(year of constant)`. That it is 100 in that year is for the data to show.
/// @throws UnitMismatch     unless the units differ in nothing but the price basis, current and constant.
/// @throws PeriodMismatch, InvalidArgument  as `deflate`; both must be > 0.
[[nodiscard]] FOREPLAN_EXPORT Series implicit_deflator(const Series& current, const Series& constant);

/// Value added at constant prices, output and intermediate consumption each deflated by prices of its own
/// (SNA 2008, chapter 15).
struct DoubleDeflation {
  Series output{}, intermediate{};  ///< At constant prices.
  Series value_added{};  ///< output - intermediate. It can be zero or negative where relative prices moved far.
  /// Of value added, 100 (current output - current intermediate) / value_added; missing where either is not positive.
  Series deflator{};

  bool operator==(const DoubleDeflation&) const = default;
};
/// @throws UnitMismatch  unless output and intermediate consumption are in one unit at current prices, and the indices
///                       of one base year.
/// @throws PeriodMismatch, InvalidArgument  as `deflate`.
[[nodiscard]] FOREPLAN_EXPORT DoubleDeflation double_deflation(const Series& output, const Series& output_index,
                                                               const Series& intermediate,
                                                               const Series& intermediate_index);

}  // namespace foreplan::inline v0::growth
