#include <foreplan/growth/curves.hpp>
#include <foreplan/plan/zone_saturation.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "plan/item_checks.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::string_view kFunction = "plan::zone_saturation";

/// The period that ends with or after a time counted in ends of periods, and after the latest count; nothing beyond the
/// calendar.
std::optional<Period> ending_at(double t, Period counted) {
  // A time that is whole but for rounding is that end.
  const double later = std::ceil(t - static_cast<double>(counted.ordinal()) - 1e-9);
  constexpr double kMorePeriodsThanAnyCalendarHas = 1e7;
  if (!(later < kMorePeriodsThanAnyCalendarHas)) return std::nullopt;
  try {
    return counted + static_cast<std::int64_t>(std::max(later, 1.0));
  } catch (const InvalidArgument&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<ZoneSaturation> zone_saturation(const Zone& zone, const ZoneSaturationOptions& options) {
  detail::require(options.share > 0 && options.share < 1, kFunction, "share must be in (0, 1)", options.share);
  detail::require(options.coverage > 0 && options.coverage < 1, kFunction, "coverage must be in (0, 1)",
                  options.coverage);
  internal::require_zone(kFunction, zone);
  if (zone.history.size() + 1 < kFewestZoneCounts) return std::nullopt;

  std::vector<LandCount> counts = zone.history;
  counts.push_back({zone.period, zone.let_area});
  ZoneSaturation out{.counts = counts.size(), .share = options.share, .coverage = options.coverage};
  out.course = {zone.id, counts.front().period, zone.unit, {}};
  const auto reached = std::find_if(counts.begin(), counts.end(), [&](const LandCount& count) {
    return count.let_area >= options.share * zone.total_area;
  });
  if (reached != counts.end()) {
    out.filled = out.earliest = out.latest = reached->period;
    return out;
  }

  std::vector<double> t, y;
  for (const LandCount& count : counts) {
    t.push_back(static_cast<double>(count.period.ordinal()));
    y.push_back(count.let_area);
  }
  const growth::CurveFit fit = growth::fit_logistic(t, y, {.ceiling = zone.total_area});
  if (!fit.usable() || fit.rank < 2 || !std::isfinite(fit.sigma)) return std::nullopt;
  out.rate = fit["rate"];
  out.sigma = fit.sigma;
  const auto time = growth::time_to_share(fit, options.share, options.coverage, growth::ParameterInterval::profile);
  if (time && out.rate > 0) {
    out.filled = ending_at(time->t, zone.period);
    out.earliest = ending_at(time->range.lower, zone.period);
    out.latest = ending_at(time->range.upper, zone.period);
  }
  const double rate = out.rate, midpoint = fit["midpoint"];
  constexpr std::int64_t kLongest = 1000;  // periods that are worth listing
  const Period first = counts.front().period, last = out.filled.value_or(zone.period);
  for (std::int64_t n = 0; n <= std::min(last - first, kLongest); ++n) {
    const double since = static_cast<double>((first + n).ordinal()) - midpoint;
    out.course.values.push_back(zone.total_area / (1 + std::exp(-rate * since)));
  }
  return out;
}

}  // namespace foreplan::inline v0::plan
