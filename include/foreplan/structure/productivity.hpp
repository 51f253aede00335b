#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How much of the growth of labour productivity, or of another ratio of sums, came about within sectors, and how much
/// by shifts between them. The answer depends on the convention, which is part of the call and of the result.
///
/// Of a sector: theta is its share in employment, x its real value added per unit of employment, p the price of its
/// value added (nominal by volume) relative to that of the whole. X is value added per unit of employment of the whole.
/// Both x and X are multiples of X in the first period, so that all terms are fractions of it: 0.34 is 34 points of
/// growth. 0 marks the first period, 1 the last, d the last minus the first.
namespace foreplan::inline v0::structure {

/// | convention   | within        | between: static | dynamic         | prices       | adds up to growth     |
/// |--------------|---------------|-----------------|-----------------|--------------|-----------------------|
/// | `base_share` | theta0 dx     | x1 dtheta, not split              |              | of the sum of volumes |
/// | `midpoint`   | mean theta dx | mean x dtheta, not split          |              | of the sum of volumes |
/// | `three_term` | theta0 dx     | x0 dtheta       | dx dtheta       |              | of the sum of volumes |
/// | `csls`       | theta0 dx     | (x0 - 1) dtheta | d(x - X) dtheta |              | of the sum of volumes |
/// | `trad`       | theta0 p0 dx  | p0 x0 dtheta    | p0 dx dtheta    |              | at unchanged p only   |
/// | `gead`       | theta0 p0 dx  | x0 d(theta p)   | dx d(theta p)   |              | of any total          |
/// | `diewert`    | theta0 p0 dx  | p0 x0 dtheta    | products of d's | theta0 x0 dp | of any total          |
///
/// theta0 p0 x0 is the share in nominal value added. What the terms leave of growth is the residual.
enum class WithinShift : std::uint8_t {
  base_share,  ///< McMillan & Rodrik (2011): shares of the first period, productivity of the last.
  midpoint,    ///< Means of both periods.
  three_term,  ///< Fabricant (1942); de Vries, Timmer & de Vries (2015).
  csls,        ///< Centre for the Study of Living Standards (de Avillez 2012): labour counts by productivity above or
               ///< below the mean.
  trad,        ///< Traditional, shares at current prices (Denison 1962; de Avillez 2012).
  gead,        ///< Generalized exactly additive: Tang & Wang (2004), Dumagan (2011). Denison and Baumol effects.
  diewert,     ///< Diewert (2015): Tang & Wang's effects with real prices apart from labour shares.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(WithinShift) noexcept;
[[nodiscard]] FOREPLAN_EXPORT bool needs_prices(WithinShift) noexcept;  ///< Whether nominal values must be given.
/// All conventions in the order above; the last three need prices.
[[nodiscard]] FOREPLAN_EXPORT std::span<const WithinShift> within_shifts() noexcept;

/// Sectors by name; their order is that of `volume`. A total must not be among them.
struct ProductivityData {
  Frame volume{};      ///< Real value added, at constant prices, in one unit.
  Frame employment{};  ///< Persons or hours, in one unit that is not money.
  Frame nominal{};     ///< The same at current prices, in the same currency; empty: no prices.
  /// Real value added of the whole. Unset: the sum of `volume`; chain-linked volumes have a total of their own.
  std::optional<Series> total_volume{};

  bool operator==(const ProductivityData&) const = default;
};

struct SectorShift {
  std::string name{};
  double within = 0;
  double between = 0;  ///< Where it is split, static + dynamic + prices, added in this order.
  /// Labour moved to where productivity was high (`gead`: labour or relative prices rose there). Unset: not split.
  std::optional<double> static_effect{};
  std::optional<double> dynamic_effect{};  ///< Labour moved to where productivity grew.
  std::optional<double> price_effect{};    ///< Relative prices rose; only `diewert` tells it apart.
  double total = 0;                        ///< within + between

  bool operator==(const SectorShift&) const = default;
};

/// Sums over sectors are formed in their order; `total` is the sum of their totals, bit for bit.
struct ShiftDecomposition {
  WithinShift convention = WithinShift::base_share;
  bool chained = false;  ///< Made of one decomposition for each period.
  Period first{};
  Period last{};
  double within = 0;
  double between = 0;
  std::optional<double> static_effect{};
  std::optional<double> dynamic_effect{};
  std::optional<double> price_effect{};
  double total = 0;
  double growth = 0;    ///< Of the ratio of totals, found without the terms: (X1 / L1) / (X0 / L0) - 1.
  double residual = 0;  ///< growth - total; rounding where the table says that terms add up.
  std::vector<SectorShift> sectors{};

  /// Part of growth that came about within sectors; missing where there is no growth. May lie outside 0 to 1.
  [[nodiscard]] double within_share() const noexcept {
    return growth == 0 ? std::numeric_limits<double>::quiet_NaN() : within / growth;
  }
  bool operator==(const ShiftDecomposition&) const = default;
};

/// One step from `first` to `last`. A sector with neither employment nor output in one of the two periods has, for that
/// period, the productivity and the relative price of the other: nothing happens within it, and all that it brings or
/// takes away is between (static). Absent from both, it contributes 0. O(sectors^2 + sectors x conventions).
/// @throws UnitMismatch     for prices, currencies or units that are not as `ProductivityData` says.
/// @throws PeriodMismatch   for a period that is not covered or has a missing value, naming the series.
/// @throws InvalidArgument  unless first < last; for sectors that differ between the frames; for negative or infinite
///   values, output without employment, nominal value without volume, totals that are not > 0, naming sector and
///   period; for a convention that needs prices when there are none.
[[nodiscard]] FOREPLAN_EXPORT ShiftDecomposition decompose_productivity(const ProductivityData& data, Period first,
                                                                        Period last, WithinShift convention);

/// A decomposition for each period, and their sum over the horizon.
struct ChainedDecomposition {
  std::vector<ShiftDecomposition> periods{};  ///< Each in fractions of the period before.
  /// Contributions of each period are carried with the productivity that they start from, sum of c(t) X(t - 1) / X(0),
  /// and so add up to growth from the first period to the last, sector by sector.
  ShiftDecomposition horizon{};

  bool operator==(const ChainedDecomposition&) const = default;
};
/// @throws  as `decompose_productivity`, for every period from `first` to `last`.
[[nodiscard]] FOREPLAN_EXPORT ChainedDecomposition chain_productivity(const ProductivityData& data, Period first,
                                                                      Period last, WithinShift convention);

/// The same growth under every convention that the data allow, in one step and then, for more than one period, chained.
/// @throws  as `chain_productivity`.
[[nodiscard]] FOREPLAN_EXPORT std::vector<ShiftDecomposition> compare_conventions(const ProductivityData& data,
                                                                                  Period first, Period last);

/// The same for any ratio of two sums over sectors, in place of output and employment: employment by value added (what
/// became of jobs per unit of output), nominal value added by volume (the implicit price), energy by value added. Units
/// are not interpreted; each frame has one.
/// @throws  as `decompose_productivity`; InvalidArgument for a convention that needs prices.
[[nodiscard]] FOREPLAN_EXPORT ShiftDecomposition decompose_ratio(const Frame& numerator, const Frame& denominator,
                                                                 Period first, Period last, WithinShift convention);

/// One period of all sectors in one order, for panels of many regions: no names, no units.
struct ProductivityLevels {
  std::span<const double> volume{};
  std::span<const double> employment{};
  std::span<const double> nominal{};     ///< May be empty.
  std::optional<double> total_volume{};  ///< Unset: the sum.
};
/// @throws InvalidArgument  as above, naming sectors by their place.
[[nodiscard]] FOREPLAN_EXPORT ShiftDecomposition decompose_productivity(const ProductivityLevels& first,
                                                                        const ProductivityLevels& last,
                                                                        WithinShift convention);

}  // namespace foreplan::inline v0::structure
