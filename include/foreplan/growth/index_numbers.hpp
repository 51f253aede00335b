#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// Index numbers of prices and quantities: how far the prices of many items rose together, and how far their
/// quantities did. Definitions as in the Producer Price Index Manual (ILO, IMF, OECD, UNECE & World Bank 2004,
/// chapters 15 and 16) and Balk (2008, chapter 3).
///
/// p0, p1 are the prices and q0, q1 the quantities of the items in the base period and the other one; the value shares
/// are s = p q / sum(p q). Every price and every quantity must be > 0 and finite: an item that appears or disappears
/// needs a decision (a reservation price, another classification) that only the caller can take.
namespace foreplan::inline v0::growth {

/// Price index; the quantity index of the same name has p and q in each other's place.
enum class IndexFormula : std::uint8_t {
  laspeyres,  ///< sum(p1 q0) / sum(p0 q0)
  paasche,    ///< sum(p1 q1) / sum(p0 q1)
  fisher,     ///< sqrt(Laspeyres * Paasche)
  tornqvist,  ///< exp(sum((s0 + s1) / 2 * ln(p1 / p0)))
  walsh,      ///< sum(p1 sqrt(q0 q1)) / sum(p0 sqrt(q0 q1))
};
/// "Laspeyres", "Paasche", "Fisher", "Tornqvist", "Walsh".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(IndexFormula) noexcept;

/// The index as a ratio (1.05 is a rise of 5 %) from period 0 to period 1. O(items).
/// @throws InvalidArgument  unless all four are of one length, at least 1, and every cell is > 0 and finite, naming
///   the argument and the place; and unless the index is > 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT double price_index(std::span<const double> p0, std::span<const double> p1,
                                                 std::span<const double> q0, std::span<const double> q1,
                                                 IndexFormula formula);
/// As `price_index`, of quantities, with the arguments in the same order. Fisher's two multiply to the change in value
/// exactly (factor reversal); Laspeyres' quantity index times Paasche's price index does too, and vice versa.
[[nodiscard]] FOREPLAN_EXPORT double quantity_index(std::span<const double> p0, std::span<const double> p1,
                                                    std::span<const double> q0, std::span<const double> q1,
                                                    IndexFormula formula);
/// Lowe's index: sum(x1 w) / sum(x0 w), for prices x with a given basket of quantities w (of any third period), or for
/// quantities x at given prices w.
/// @throws InvalidArgument  as `price_index`.
[[nodiscard]] FOREPLAN_EXPORT double lowe_index(std::span<const double> x0, std::span<const double> x1,
                                                std::span<const double> weights);

/// How the index of a period far from the base is made.
enum class Linking : std::uint8_t {
  fixed_base,  ///< Each period against the base directly.
  chained,     ///< The product of the indices from each period to the next.
};
/// "fixed base", "chained".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Linking) noexcept;

/// An index over time, with the conventions that it was made under.
struct IndexSeries {
  Series index{};  ///< 100 in the base period.
  IndexFormula formula = IndexFormula::laspeyres;
  Linking linking = Linking::fixed_base;
  Period base{};

  bool operator==(const IndexSeries&) const = default;
};

/// The price index of all items in every period, 100 in `base`. With annual data its unit is `PriceBasis::index` of the
/// base year, so that `deflate` takes it; with shorter periods it is a pure number, because 100 is then the level of
/// one quarter or month and not of its year: see `rebase_index`. Named after the formula ("Fisher price index").
///
/// @param prices, quantities  one series an item, under the same names in both (in any order), over the same periods.
///   Prices are in one unit, each for one of what its quantity counts (a quantity in thousand t has a price per t); the
///   quantities are in units of their own, and their scales are taken into account. Prices may also be indices
///   of one base year; the quantities are then money at constant prices of that year, in one currency.
/// @param base  one of the periods; chains run from it in both directions.
/// Cost: O(items x periods) and a copy of both frames.
/// @throws InvalidArgument  for an empty frame, items not in both (named), or a cell that is missing, zero, negative or
///                          infinite, with item and period.
/// @throws UnitMismatch     for prices in two units or at constant prices, quantities at current prices, or other
///                          quantities than those beside indices.
/// @throws PeriodMismatch   when the periods of the frames differ, or `base` is not one of them.
[[nodiscard]] FOREPLAN_EXPORT IndexSeries price_index(const Frame& prices, const Frame& quantities,
                                                      IndexFormula formula, Linking linking, Period base);
/// As `price_index`, of quantities ("Fisher quantity index"); a pure number whatever the frequency, for no prices
/// move in it.
[[nodiscard]] FOREPLAN_EXPORT IndexSeries quantity_index(const Frame& prices, const Frame& quantities,
                                                         IndexFormula formula, Linking linking, Period base);

}  // namespace foreplan::inline v0::growth
