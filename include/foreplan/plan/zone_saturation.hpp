#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/capacity.hpp>

#include <cstddef>
#include <optional>

/// When a zone is full, by the course that its counts have taken so far.
namespace foreplan::inline v0::plan {

struct ZoneSaturationOptions {
  double share = 0.95;     ///< (0, 1); of the zone's area: a curve comes ever closer to all of it without reaching it.
  double coverage = 0.90;  ///< (0, 1); of [earliest, latest].
};

/// Fewer counts leave a curve with its scatter less than three degrees of freedom.
inline constexpr std::size_t kFewestZoneCounts = 5;

struct ZoneSaturation {
  std::size_t counts = 0;  ///< The zone's history and its latest count.
  double share = 0;
  double coverage = 0;
  double rate = 0;   ///< Of the logistic curve, a period; 0 when a count has reached the share.
  double sigma = 0;  ///< Standard deviation of the counts about the curve, in the zone's unit.
  /// In which the share is let: that of the first count which has reached it, else by the curve, and after the latest
  /// count. Empty when that is never, or further away than a thousand times the span of the counts.
  std::optional<Period> filled{};
  std::optional<Period> earliest{};
  std::optional<Period> latest{};  ///< Empty when curves that never reach the share are as likely.
  /// The curve at the ends of the periods from the first count to `filled`, in the zone's unit; without `filled`, to
  /// the latest count.
  Series course{};

  bool operator==(const ZoneSaturation&) const = default;
};

/// Fits A / (1 + exp(-rate (t - midpoint))) to the counts by least squares, the ceiling A known: the zone's area. The
/// interval is the profile of the sum of squares (`growth::time_to_share`), because the time lies beyond the counts.
/// Counts are at the ends of periods, so that the share is let in the period which ends with or after that time.
///
/// Nothing when there are fewer than `kFewestZoneCounts` counts, or no curve fits them.
/// @throws InvalidArgument, PeriodMismatch  for what `zone_outlook` refuses, a history out of the ranges of `Zone`,
/// share or coverage outside (0, 1).
[[nodiscard]] FOREPLAN_EXPORT std::optional<ZoneSaturation> zone_saturation(const Zone& zone,
                                                                            const ZoneSaturationOptions& options = {});

}  // namespace foreplan::inline v0::plan
