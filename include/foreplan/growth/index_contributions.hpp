#pragma once
#include <foreplan/growth/index_numbers.hpp>

#include <cstdint>
#include <span>
#include <vector>

/// Which item accounts for how much of an index's change, and what chained volumes leave over.
namespace foreplan::inline v0::growth {

/// What contributions add up to.
enum class ContributionScale : std::uint8_t {
  change,      ///< The index minus 1: points are fractions, 0.01 is one percentage point.
  log_change,  ///< The logarithm of the index.
};

/// Contributions of the items to one index, which add up to `total` but for rounding. With r = p1 / p0 of an item:
///
/// | formula   | contribution                                                        |
/// |-----------|---------------------------------------------------------------------|
/// | Laspeyres | s0 (r - 1)                                                          |
/// | Paasche   | w (r - 1), w = p0 q1 / sum(p0 q1)                                   |
/// | Walsh     | w (r - 1), w = p0 sqrt(q0 q1) / sum(p0 sqrt(q0 q1))                 |
/// | Fisher    | (a s0 + (1 - a) w) (r - 1), w as Paasche's, a = sqrt P / (sqrt L + sqrt P) |
/// | Tornqvist | (s0 + s1) / 2 * ln(r), which adds up in logarithms only             |
///
/// L and P are the Laspeyres and the Paasche index; Fisher's is the additive decomposition of van IJzeren (1952) and
/// Dikhanov (1997), Balk (2008), equation 4.18.
struct IndexContributions {
  ContributionScale scale = ContributionScale::change;  ///< `log_change` for Tornqvist, `change` for all others.
  double total = 0;                                     ///< index - 1, or ln(index).
  std::vector<double> points{};                         ///< One an item, in the order given.

  bool operator==(const IndexContributions&) const = default;
};

/// Contributions to `price_index` and to `quantity_index` of the same arguments. O(items).
/// @throws InvalidArgument  as those.
[[nodiscard]] FOREPLAN_EXPORT IndexContributions price_contributions(std::span<const double> p0,
                                                                     std::span<const double> p1,
                                                                     std::span<const double> q0,
                                                                     std::span<const double> q1, IndexFormula formula);
[[nodiscard]] FOREPLAN_EXPORT IndexContributions quantity_contributions(std::span<const double> p0,
                                                                        std::span<const double> p1,
                                                                        std::span<const double> q0,
                                                                        std::span<const double> q1,
                                                                        IndexFormula formula);

/// Contributions by period: to the change since the base where the base is fixed, to the change on the period before
/// where the index is chained.
struct IndexContributionSeries {
  IndexFormula formula = IndexFormula::laspeyres;
  Linking linking = Linking::fixed_base;
  ContributionScale scale = ContributionScale::change;
  Period base{};
  Series total{};  ///< Of the index; 0 in a fixed base period, and a chain begins one period later than the data.
  Frame items{};   ///< Under the items' names; in every period they add up to `total` but for rounding.

  bool operator==(const IndexContributionSeries&) const = default;
};

/// Contributions to the index over time that `price_index` and `quantity_index` give for the same arguments.
/// @throws  as those; and PeriodMismatch for a chain with a single period.
[[nodiscard]] FOREPLAN_EXPORT IndexContributionSeries price_contributions(const Frame& prices, const Frame& quantities,
                                                                          IndexFormula formula, Linking linking,
                                                                          Period base);
[[nodiscard]] FOREPLAN_EXPORT IndexContributionSeries quantity_contributions(const Frame& prices,
                                                                             const Frame& quantities,
                                                                             IndexFormula formula, Linking linking,
                                                                             Period base);

/// Chained volumes: values of a reference period moved by chained quantity indices. The items do not add up to the
/// total, except in the reference period and, chained by Laspeyres, in the one after it (SNA 2008, chapter 15);
/// what is missing stands in `residual` and is spread over nothing.
struct ChainedVolumes {
  IndexFormula formula = IndexFormula::laspeyres;
  Period reference{};
  Series total{};     ///< Value in the reference period times the chained quantity index.
  Frame items{};      ///< Each item at its price in the reference period: p_ref q.
  Series residual{};  ///< total - sum(items), by period, in the unit of the total.

  bool operator==(const ChainedVolumes&) const = default;
};

/// @param reference    one of the periods, whose values the volumes have.
/// @param scale_power  of the result: 9 for billions.
/// The unit is that of the prices at constant prices of the reference year, or, when the prices are indices, that of
/// the quantities at constant prices of the reference year; a pure number stays one.
/// @throws  as `quantity_index`; and PeriodMismatch unless the data are annual: shorter periods are chained by annual
///          overlap (Quarterly National Accounts Manual, chapter 8), which this does not do.
[[nodiscard]] FOREPLAN_EXPORT ChainedVolumes chained_volumes(const Frame& prices, const Frame& quantities,
                                                             IndexFormula formula, Period reference, int scale_power);

}  // namespace foreplan::inline v0::growth
