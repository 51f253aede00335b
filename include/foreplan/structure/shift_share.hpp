#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/regions.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Shift-share: how much of a region's change is the nation's growth, its industries', and its own.
///
/// Of sector i, e is the region's level and n the nation's, both at the base; E and N are their totals. g = growth of
/// n, G of N, r of e, R of E, as fractions of the base. h = E n / N is the homothetic level: the region's total with
/// the nation's structure. k is the sector's growth among the region's neighbours.
///
/// | form               | effects                                                                                     |
/// |--------------------|---------------------------------------------------------------------------------------------|
/// | dunn               | national e G, industry_mix e (g - G), competitive e (r - g)                                 |
/// | esteban_marquillas | as dunn, but competitive h (r - g) and allocation (e - h) (r - g)                           |
/// | arcelus            | national G, industry_mix g - G, regional_growth R - G and regional_mix (r - R) - (g - G),   |
/// |                    | each times h (expected_) and times e - h (differential_)                                    |
/// | gerfin             | as dunn, and the factors of Gerfin's index method beside them                               |
/// | spatial            | national e G, industry_mix e (g - G), neighbour e (k - g), competitive e (r - k)            |
///
/// The effects of a sector sum to its change in every form; the last is formed as what the others leave.
///
/// A level of 0 at the base has no growth rate. In the region, where the sector enters: its change is competitive
/// (arcelus: expected_regional_mix), and nothing else (arcelus: pairs that cancel). In the nation: it must be 0 in the
/// region too, so that the same holds. Among the neighbours: k is g. `zero_bases` lists these cells; none gives NaN.
namespace foreplan::inline v0::structure {

enum class ShiftShareForm : std::uint8_t {
  dunn,                ///< Dunn (1960).
  esteban_marquillas,  ///< Esteban-Marquillas (1972).
  arcelus,             ///< Arcelus (1984).
  gerfin,              ///< Gerfin (1964).
  spatial,  ///< Nazara & Hewings (2004). Where they take e (k - G) as one effect, it is industry_mix + neighbour.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ShiftShareForm) noexcept;

enum class ShiftEffect : std::uint8_t {
  national,
  industry_mix,
  competitive,
  allocation,
  neighbour,
  expected_national,
  differential_national,
  expected_industry_mix,
  differential_industry_mix,
  expected_regional_growth,
  differential_regional_growth,
  expected_regional_mix,
  differential_regional_mix,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ShiftEffect) noexcept;
/// The effects of a form, in the order of its results.
[[nodiscard]] FOREPLAN_EXPORT std::span<const ShiftEffect> effects_of(ShiftShareForm) noexcept;

/// The kernel: one region over one step. Nothing is allocated; 10^6 calls with three sectors take a fraction of a
/// second.
/// @param effects    effects_of(form).size() x sectors numbers to fill, effect by effect.
/// @param neighbour  k, one a sector; for `spatial` only, empty otherwise.
/// @throws InvalidArgument  unless the four levels have one length of at least 1 and `effects` its size; levels are
///   >= 0 and finite; the nation has something at the base, and in every sector that the region has.
FOREPLAN_EXPORT void decompose_shift(ShiftShareForm form, std::span<const double> region_first,
                                     std::span<const double> region_last, std::span<const double> nation_first,
                                     std::span<const double> nation_last, std::span<double> effects,
                                     std::span<const double> neighbour = {});

enum class ShiftShareTiming : std::uint8_t {
  comparative_static,  ///< One step from each of `periods` to the next; unset: from the first period to the last.
  dynamic,             ///< A step in every period between the first and the last of them (Barff & Knight 1988).
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ShiftShareTiming) noexcept;

/// What the rows of spatial weights are.
enum class SpatialRows : std::uint8_t {
  row_standardised,  ///< They sum to 1, within 10^-9, or are refused.
  standardise,       ///< Any sums > 0; they are divided by them.
  as_given,          ///< Any sums > 0, used as they are.
};
/// How a sector grows among the neighbours. w are a region's weights of the others.
enum class NeighbourGrowth : std::uint8_t {
  of_weighted_levels,  ///< sum w e_last / sum w e_first - 1, as Nazara & Hewings; sums of w do not matter.
  mean_of_rates,       ///< sum w r; a neighbour without the sector at the base counts with g.
};
struct SpatialWeights {
  Matrix weights{};  ///< Regions x regions in the order given, >= 0, zeros on the diagonal.
  SpatialRows rows = SpatialRows::row_standardised;
  NeighbourGrowth growth = NeighbourGrowth::of_weighted_levels;
};

struct ShiftShareOptions {
  ShiftShareForm form = ShiftShareForm::dunn;
  ShiftShareTiming timing = ShiftShareTiming::comparative_static;
  std::vector<Period> periods{};  ///< Rising, two or more. Empty: the first and the last period of the data.
  SpatialWeights spatial{};       ///< For `spatial` only.
};

/// Which cells to sum over. Unset: all.
struct ShiftSelection {
  std::optional<std::string> region{};
  std::optional<std::string> sector{};
  std::optional<Period> to{};  ///< The period in which a step ends.
};

/// A cell without a growth rate, and why.
enum class ZeroBaseKind : std::uint8_t {
  sector_enters,  ///< Absent from the region at the base, present at the end.
  absent_nation,  ///< Absent from the nation at the base, present at the end.
  no_neighbour,   ///< Absent from all neighbours at the base; present in the region.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ZeroBaseKind) noexcept;
struct ZeroBase {
  ZeroBaseKind kind = ZeroBaseKind::sector_enters;
  std::size_t step = 0, region = 0, sector = 0;

  bool operator==(const ZeroBase&) const = default;
};

/// Gerfin's factors: regional = (E1 / E) / (N1 / N) = structural x locational, with H = sum of e (1 + g):
/// structural = (H / E) / (N1 / N), locational = E1 / H.
struct GerfinFactors {
  double regional = 1;
  double structural = 1;
  double locational = 1;

  bool operator==(const GerfinFactors&) const = default;
};

struct ShiftShare {
  ShiftShareForm form = ShiftShareForm::dunn;
  ShiftShareTiming timing = ShiftShareTiming::comparative_static;
  SpatialRows spatial_rows = SpatialRows::row_standardised;                ///< For `spatial`.
  NeighbourGrowth neighbour_growth = NeighbourGrowth::of_weighted_levels;  ///< For `spatial`.
  /// The nation is the sum of the regions. Dunn's competitive effects of a sector then sum to 0 over them, but for what
  /// enters the nation.
  bool nation_is_sum = false;
  Unit unit{};  ///< Of the levels, and so of all effects.
  std::vector<std::string> regions{};
  std::vector<std::string> sectors{};
  std::vector<Period> periods{};         ///< Step t goes from periods[t] to periods[t + 1].
  std::vector<ShiftEffect> effects{};    ///< effects_of(form)
  std::vector<double> values{};          ///< Step by step, region by region, effect by effect, sector by sector.
  std::vector<double> changes{};         ///< Step by step, region by region, sector by sector.
  std::vector<GerfinFactors> factors{};  ///< For `gerfin`: step by step, region by region.
  std::vector<ZeroBase> zero_bases{};

  [[nodiscard]] std::size_t steps() const noexcept { return periods.empty() ? 0 : periods.size() - 1; }
  /// One cell, by places; `effect` is a place in `effects`. No checks.
  [[nodiscard]] double operator()(std::size_t effect, std::size_t step, std::size_t region,
                                  std::size_t sector) const noexcept {
    return values[((step * regions.size() + region) * effects.size() + effect) * sectors.size() + sector];
  }
  /// An effect, or the change itself, over all cells selected: cells, sectors, regions, years, or everything.
  /// @throws InvalidArgument  for an effect that the form has not, and unknown names, naming the nearest.
  [[nodiscard]] FOREPLAN_EXPORT double sum(ShiftEffect, const ShiftSelection& = {}) const;
  [[nodiscard]] FOREPLAN_EXPORT double change(const ShiftSelection& = {}) const;
  /// Factors of one region from the first period to the last: the steps' product. @throws InvalidArgument as `sum`.
  [[nodiscard]] FOREPLAN_EXPORT GerfinFactors factors_of(std::string_view region) const;
  bool operator==(const ShiftShare&) const = default;
};

/// Shift-share of all regions, sectors and steps. Cost: their product, and for `spatial` times the number of regions.
/// @throws UnitMismatch     unless all series have one unit.
/// @throws PeriodMismatch   for periods that do not rise or that a region does not cover.
/// @throws InvalidArgument  for no regions, names that are empty, repeated or not the same everywhere; levels that are
///   missing, negative or not finite, naming region, sector and period; a sector that the region has and the nation has
///   not; percentages; money of unstated prices; an empty nation; for `gerfin` an empty region or one whose sectors all
///   vanish from the nation; for `spatial` weights that are not as described, or a region without neighbours.
[[nodiscard]] FOREPLAN_EXPORT ShiftShare shift_share(const std::vector<Region>& regions, const Region& nation,
                                                     const ShiftShareOptions& = {});
/// The same with the sum of the regions for the nation.
[[nodiscard]] FOREPLAN_EXPORT ShiftShare shift_share(const std::vector<Region>& regions, const ShiftShareOptions& = {});

}  // namespace foreplan::inline v0::structure
