#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Projection of sectors: levels and shares that add up to 1 in every period, from what is said about the
/// total, about the growth of some sectors, and about the shares that some are to reach.
///
/// In each period a sector either has a target share, or grows at rates of its own, or belongs to the rest, which
/// takes what the others leave and divides it in the proportions of the base. Something must fix the total, once:
///
/// | given                                                     | the total is              |
/// |-----------------------------------------------------------|---------------------------|
/// | `total_growth`                                            | as given                  |
/// | growth and exact targets of one and the same sector       | its level / its share     |
/// | growth of every sector that has no exact target           | their sum / (1 - targets) |
namespace foreplan::inline v0::structure {

/// How a share goes from the base to its first target and on to the next. After its last target it stays.
enum class SharePath : std::uint8_t {
  linear,  ///< Equal steps of the share s.
  logit,   ///< Equal steps of log(s / (1 - s)), sector by sector.
  /// Equal steps of the log ratios of all shares, the straight line of Aitchison's (1986) geometry: between two
  /// targets no two sectors change the ratio of their growth factors. With one targeted sector the same as `logit`.
  /// Every targeted sector then needs a target in each of the target periods.
  log_ratio,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SharePath) noexcept;

/// How a target binds.
enum class ShareBound : std::uint8_t {
  exactly,
  at_least,  ///< Changes nothing where the share is at least that without it; otherwise as `exactly`.
  at_most,   ///< The same for "at most".
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ShareBound) noexcept;

struct ShareTarget {
  std::string sector{};
  Period period{};   ///< After the base, not after the last period projected.
  double share = 0;  ///< A fraction, in (0, 1).
  ShareBound bound = ShareBound::exactly;

  bool operator==(const ShareTarget&) const = default;
};

struct SectorGrowth {
  std::string sector{};
  std::vector<double> rates{};  ///< Fractions per period, > -1: one for all periods, or one for each.
  /// What makes these rates the sector's own, in the caller's words ("value added tracks gross output",
  /// "construction grows with industry"). The result repeats it.
  std::vector<std::string> assumes{};

  bool operator==(const SectorGrowth&) const = default;
};

struct SectorProjectionOptions {
  std::optional<Period> base{};        ///< Unset: the last period of the data.
  Period last{};                       ///< Last period projected, after the base.
  std::vector<double> total_growth{};  ///< Empty: found from the sectors. Fractions per period, as in `SectorGrowth`.
  std::vector<SectorGrowth> sector_growth{};  ///< At most one for each sector.
  std::vector<ShareTarget> targets{};
  SharePath path = SharePath::linear;
  PriceBasis rates_at{};  ///< Prices at which all rates were measured; `none` says: those of the levels.

  bool operator==(const SectorProjectionOptions&) const = default;
};

/// What a projection takes for granted.
enum class AssumptionKind : std::uint8_t {
  proportional_rest,         ///< The sectors of the rest keep their proportions; `subject` lists them.
  share_held,                ///< The share of `subject` stays as it is after its last target.
  no_relative_price_change,  ///< Rates and shares are not known to be at the same prices; `subject` says which.
  of_the_rates,              ///< `detail` is what the caller's rates of `subject` assume.
};
struct ProjectionAssumption {
  AssumptionKind kind = AssumptionKind::proportional_rest;
  std::string subject{};
  std::string detail{};

  bool operator==(const ProjectionAssumption&) const = default;
};
/// A sentence in English: "industry: value added tracks gross output".
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const ProjectionAssumption&);

/// What a sector's share follows.
enum class SectorRole : std::uint8_t { rest, target, growth, target_and_growth };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SectorRole) noexcept;

/// One sector from the base to the last period.
struct SectorOutlook {
  std::string name{};
  SectorRole role = SectorRole::rest;
  double first_share = 0;
  double last_share = 0;
  double growth = 0;  ///< Compound rate per period; NaN when it begins at 0 or there is a conflict at the end.

  bool operator==(const SectorOutlook&) const = default;
};

struct TargetOutcome {
  ShareTarget target{};
  double share = 0;      ///< As projected.
  bool binding = false;  ///< The share was made to follow it: always so for exact targets.
  bool met = false;      ///< To rounding.

  bool operator==(const TargetOutcome&) const = default;
};

/// A period in which sectors with a target or growth of their own claim the whole total or more.
struct ShareConflict {
  Period period{};
  double claimed = 0;  ///< Sum of their shares, >= 1.
  std::vector<std::string> sectors{};

  bool operator==(const ShareConflict&) const = default;
};

/// Sectors stand in the order of the data. Shares and levels of a period with a conflict are missing (NaN).
struct SectorProjection {
  Frame shares{};         ///< Base to last; fractions that sum to 1 within n units in the last place, n sectors.
  Frame levels{};         ///< Base to last, in the unit of the data.
  Frame growth{};         ///< The period after the base to last; fractions per period.
  Series total{};         ///< Base to last; named "total".
  Series total_growth{};  ///< The period after the base to last.
  std::vector<SectorOutlook> sectors{};
  double average_total_growth = 0;  ///< Compound rate per period, base to last.
  double average_rest_growth = 0;   ///< Of all sectors of the rest together; NaN when there are none.
  SharePath path = SharePath::linear;
  std::vector<TargetOutcome> targets{};  ///< In the order given.
  std::vector<ProjectionAssumption> assumptions{};
  std::vector<ShareConflict> conflicts{};  ///< In order of time.

  /// No conflicts, and every target met. A bound on a sector with growth of its own may not be.
  [[nodiscard]] FOREPLAN_EXPORT bool feasible() const noexcept;
  bool operator==(const SectorProjection&) const = default;
};

/// Projects the sectors of a frame, all of its series. Levels in any one unit; shares do as well, and the levels of
/// the result are then in units of the base's total. Only the base period is used.
///
/// Of several bounds that do not hold, the one that is furthest off becomes an exact target first, until all hold;
/// then those that turned out not to be needed are released.
/// Cost: periods x sectors x (1 + bounds that bind).
///
/// @throws UnitMismatch     unless all series have one unit.
/// @throws PeriodMismatch   when base, last or a target's period are out of order or of another frequency.
/// @throws InvalidArgument  for levels that are negative or not finite, a total that is not positive; names that are
///   unknown or repeated; a target share of 0, 1 or beyond; exact targets and lower bounds of one period that sum to
///   1 or more; no sector left to take what remains; a total that nothing fixes, or two things; rates of the
///   wrong number, -1 or less; levels that overflow; more than 30 million periods times sectors.
[[nodiscard]] FOREPLAN_EXPORT SectorProjection project_sectors(const Frame& levels,
                                                               const SectorProjectionOptions& options);

}  // namespace foreplan::inline v0::structure
