#include <foreplan/growth/rates.hpp>
#include <foreplan/growth/targets.hpp>
#include <foreplan/plan/monitoring.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::string_view kFunction = "plan::monitor";

std::string in(const Progress& progress) { return "in progress " + detail::quoted(progress.id); }

void check_level(double level, std::string_view rule, const Progress& progress, Period period) {
  if (!(level > 0) || !std::isfinite(level))
    detail::fail(kFunction, rule, detail::number_text(level), "in " + to_string(period) + " " + in(progress));
}

void check_after(Period p, Period before, std::string_view what, const Progress& progress) {
  if (!(p > before))
    detail::fail<PeriodMismatch>(kFunction, std::string(what) + " must be after " + to_string(before), to_string(p),
                                 in(progress));
}

void check(const Target& target, const Progress& progress) {
  if (target.bound != Bound::at_least && target.bound != Bound::at_most)
    detail::fail(kFunction, "target must be at_least or at_most", to_string(target.bound), in(progress));
  detail::require(target.value > 0 && std::isfinite(target.value), kFunction, "target must be > 0 and finite",
                  target.value);
  check_level(progress.base.value(), "base must be > 0 and finite", progress, progress.base_period);
  check_after(target.period, progress.base_period, "target's period", progress);
  detail::require(!progress.observations.empty(), kFunction, "observations must not be empty", in(progress));
  Period before = progress.base_period;
  for (const Observation& o : progress.observations) {
    check_after(o.period, before, "observations", progress);
    check_level(o.value.value(), "observations must be > 0 and finite", progress, o.period);
    before = o.period;
  }
  before = progress.base_period;
  for (const Milestone& m : progress.milestones) {
    check_after(m.period, before, "milestones", progress);
    if (m.period > target.period)
      detail::fail<PeriodMismatch>(kFunction,
                                   "milestones must not be after the target's period, " + to_string(target.period),
                                   to_string(m.period), in(progress));
    if (m.level != 0)
      check_level(m.level, "milestones must be > 0 and finite, or 0 for the path's level", progress, m.period);
    before = m.period;
  }
}

/// Weighted least squares line through base and observations, at `t` periods after the base. A value
/// n periods after the base has weight n + 1.
double weighted_line(const Progress& progress, double scale, bool logs, std::int64_t t) {
  double sw = 0, st = 0, sy = 0, stt = 0, sty = 0;
  const auto add = [&](std::int64_t n, double level) {
    const auto x = static_cast<double>(n - t);
    const double w = static_cast<double>(n) + 1;
    const double y = logs ? std::log(level) : level;
    sw += w;
    st += w * x;
    sy += w * y;
    stt += w * x * x;
    sty += w * x * y;
  };
  add(0, progress.base.value() * scale);
  for (const Observation& o : progress.observations) add(o.period - progress.base_period, o.value.value() * scale);
  // Time is measured from t, so that the fitted value there is the intercept.
  const double intercept = (sy * stt - st * sty) / (sw * stt - st * st);
  return logs ? std::exp(intercept) : intercept;
}

double project_to(Period date, const Progress& progress, double scale, ProgressProjection projection) {
  const Observation& last = progress.observations.back();
  const double level = last.value.value() * scale;
  if (last.period >= date) return level;
  const std::int64_t n = date - progress.base_period;
  switch (projection) {
    case ProgressProjection::compound: {
      const double rate = growth::compound_rate(progress.base.value() * scale, level,
                                                static_cast<double>(last.period - progress.base_period));
      return growth::level_after(level, rate, static_cast<double>(date - last.period));
    }
    case ProgressProjection::weighted_log_linear:
      return weighted_line(progress, scale, true, n);
    case ProgressProjection::weighted_linear:
      return weighted_line(progress, scale, false, n);
  }
  detail::fail(kFunction, "projection must be one of its enumerators", std::to_string(static_cast<int>(projection)));
}

/// Level meets `goal`, allowing for the rounding of the path's own arithmetic.
bool meets(double level, double goal, Bound bound) {
  constexpr double kRounding = 1e-12;
  return bound == Bound::at_least ? level >= goal * (1 - kRounding) : level <= goal * (1 + kRounding);
}

}  // namespace

std::string_view to_string(ProgressProjection projection) noexcept {
  switch (projection) {
    case ProgressProjection::compound:
      return "compound";
    case ProgressProjection::weighted_log_linear:
      return "weighted_log_linear";
    case ProgressProjection::weighted_linear:
      return "weighted_linear";
  }
  return "unknown";
}

std::string_view to_string(MilestoneState state) noexcept {
  switch (state) {
    case MilestoneState::pending:
      return "pending";
    case MilestoneState::unobserved:
      return "unobserved";
    case MilestoneState::met:
      return "met";
    case MilestoneState::missed:
      return "missed";
  }
  return "unknown";
}

Monitoring monitor(const Target& target, const Progress& progress, const MonitoringOptions& options) {
  check(target, progress);
  const double scale = scale_factor(progress.unit, target.unit);
  const double base = progress.base.value() * scale;
  const double way = target.value - base;
  if (way == 0) detail::fail(kFunction, "target must differ from the base", detail::number_text(base), in(progress));

  const Observation& latest = progress.observations.back();
  const std::int64_t periods = target.period - progress.base_period;
  const std::vector<double> path = growth::path(base, target.value, static_cast<std::size_t>(periods));
  const auto path_at = [&](Period p) {
    return p >= target.period ? target.value : path[static_cast<std::size_t>(p - progress.base_period)];
  };
  const auto rate = [](double first, double last, std::int64_t n) {
    return growth::compound_rate(first, last, static_cast<double>(n));
  };

  Monitoring m{.period = latest.period, .observed = latest.value.value() * scale};
  m.required = path_at(m.period);
  m.lead = (m.observed / m.required - 1) * (target.bound == Bound::at_least ? 1 : -1);
  m.on_track = meets(m.observed, m.required, target.bound);
  m.required_growth = rate(base, target.value, periods);
  m.achieved_growth = rate(base, m.observed, m.period - progress.base_period);
  m.remaining_growth = m.period < target.period ? rate(m.observed, target.value, target.period - m.period)
                                                : std::numeric_limits<double>::quiet_NaN();
  m.current_status = 10 * (m.observed - base) / way;
  m.projection = options.projection;
  m.projected = project_to(target.period, progress, scale, options.projection);
  m.anticipated_gap = 100 * std::abs(target.value - m.projected) / std::abs(way);
  m.anticipated = meets(m.projected, target.value, target.bound);

  m.path = path;
  for (const Milestone& milestone : progress.milestones) {
    MilestoneStatus status{.period = milestone.period, .name = milestone.name};
    status.required = milestone.level != 0 ? milestone.level * scale : path_at(milestone.period);
    const auto at = std::find_if(progress.observations.begin(), progress.observations.end(),
                                 [&](const Observation& o) { return o.period == milestone.period; });
    if (at != progress.observations.end()) {
      status.observed = at->value.value() * scale;
      status.state =
          meets(*status.observed, status.required, target.bound) ? MilestoneState::met : MilestoneState::missed;
    } else if (milestone.period < m.period) {
      status.state = MilestoneState::unobserved;
    }
    m.milestones.push_back(std::move(status));
  }
  return m;
}

}  // namespace foreplan::inline v0::plan
