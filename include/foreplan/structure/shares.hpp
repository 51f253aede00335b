#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/interval.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/sector_group.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Shares of sectors in a total, and what a moving share implies for growth.
namespace foreplan::inline v0::structure {

/// What shares are shares of.
enum class Denominator : std::uint8_t {
  sum_of_parts,  ///< Shares sum to 1.
  given_total,   ///< A total with something else in it, such as GDP with product taxes: shares sum to less.
};

/// Shares over time, with the conventions that they were made under.
struct Shares {
  Frame shares{};            ///< Fractions, one series a part, under the part's name.
  PriceBasis price_basis{};  ///< Of the levels.
  Denominator denominator = Denominator::sum_of_parts;
  std::string total{};  ///< Name of the given total; empty for the sum.

  bool operator==(const Shares&) const = default;
};

/// Shares of the named parts. A period where a part or the total is missing has missing shares.
/// @param total  name of a series of the frame, or empty for the sum of the parts.
/// @throws UnitMismatch     unless all are in one unit at one price basis.
/// @throws InvalidArgument  for unknown names, no parts, a negative level, or a total that is not positive, naming
/// series and period.
[[nodiscard]] FOREPLAN_EXPORT Shares shares(const Frame& levels, const std::vector<std::string>& parts,
                                            std::string_view total = {});

/// The sums of each group's sectors, in the order of the groups; missing where a sector is. Sectors that are in no
/// group are left out.
/// @throws UnitMismatch     unless a group's sectors are in one unit.
/// @throws InvalidArgument  for unknown sectors, a sector named twice, a group without sectors, an empty or repeated
/// name of a group.
[[nodiscard]] FOREPLAN_EXPORT Frame sum_sectors(const Frame& levels, const std::vector<SectorGroup>& groups);

/// What follows takes printed figures: every input may be a `Rounded`, a plain double is exact, and the result has the
/// range that the rounding leaves open. All are monotone in each input, so that the ends are attained at ends of the
/// inputs' intervals. Rates are compound fractions per period. All take for granted that shares and rates are at the
/// same prices.
/// @throws InvalidArgument  (all three) unless shares are in (0, 1) and rates > -1 over the whole of their intervals,
///   and periods > 0, all finite.

/// Growth of a total and of its other parts together when one part's share moves from `share` to `later_share` in
/// `periods` while the part grows at `part_growth`: 1 + g_total = (1 + g) (share / later_share)^(1/n).
struct ImpliedGrowth {
  Estimate total{};
  Estimate rest{};

  bool operator==(const ImpliedGrowth&) const = default;
};
[[nodiscard]] FOREPLAN_EXPORT ImpliedGrowth implied_growth(const Rounded& share, const Rounded& later_share,
                                                           const Rounded& part_growth, double periods);
/// The share after `periods` when part and total grow at these rates: share ((1 + part) / (1 + total))^n. May exceed 1
/// when the rates cannot last.
[[nodiscard]] FOREPLAN_EXPORT Estimate share_after(const Rounded& share, const Rounded& part_growth,
                                                   const Rounded& total_growth, double periods);
/// The growth of a part that moves its share to `later_share` while the total grows at `total_growth`.
[[nodiscard]] FOREPLAN_EXPORT Estimate part_growth_for_share(const Rounded& share, const Rounded& later_share,
                                                             const Rounded& total_growth, double periods);

}  // namespace foreplan::inline v0::structure
