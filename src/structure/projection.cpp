#include <foreplan/structure/projection.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/check.hpp"
#include "structure/projection_task.hpp"
#include "structure/share_paths.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = kProjectSectors;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// One projection for one choice of the targets that the shares follow.
struct Draft {
  std::vector<SectorRole> roles{};
  std::vector<std::vector<double>> shares{}, levels{};  ///< [sector][0 ... periods]
  std::vector<double> total{}, rest{};                  ///< Levels; `rest` of all its sectors together.
  std::vector<ShareConflict> conflicts{};
};

std::vector<SectorRole> roles(const ProjectionTask& task, const std::vector<bool>& active) {
  std::vector<SectorRole> result(task.size(), SectorRole::rest);
  for (std::size_t k = 0; k < active.size(); ++k)
    if (active[k]) result[task.target_sector[k]] = SectorRole::target;
  for (std::size_t i = 0; i < task.size(); ++i)
    if (task.growth[i] != nullptr)
      result[i] = result[i] == SectorRole::target ? SectorRole::target_and_growth : SectorRole::growth;
  return result;
}

/// The sectors of one role, for messages.
std::string named(const ProjectionTask& task, const std::vector<SectorRole>& roles, SectorRole role) {
  std::string text;
  for (std::size_t i = 0; i < task.size(); ++i)
    if (roles[i] == role) text += (text.empty() ? "" : ", ") + detail::quoted(task.names[i]);
  return text;
}

/// Exactly one thing must fix the total, and something must take what remains.
void require_determined(const ProjectionTask& task, const std::vector<SectorRole>& r) {
  const auto count = [&](SectorRole role) { return std::count(r.begin(), r.end(), role); };
  const auto pinned = count(SectorRole::target_and_growth), rest = count(SectorRole::rest);
  const bool given = !task.options.total_growth.empty();
  if (pinned + given > 1)
    detail::fail(kName, "the total must be fixed once: by total_growth, or by growth and exact target of one sector",
                 given ? "total_growth" : "",
                 (given ? "and growth and target of " : "growth and targets of ") +
                     named(task, r, SectorRole::target_and_growth));
  if (pinned + given == 0) {
    if (rest > 0 || count(SectorRole::growth) == 0)
      detail::fail(kName,
                   "the total must be fixed: by total_growth, by growth and exact target of one sector, or by growth "
                   "of every sector without exact target",
                   rest > 0 ? "neither for " + named(task, r, SectorRole::rest) : "targets alone");
    return;
  }
  double weight = 0;
  for (std::size_t i = 0; i < task.size(); ++i)
    if (r[i] == SectorRole::rest) weight += task.levels[i];
  if (!(weight > 0))
    detail::fail(kName, "a sector above 0 must be left without target and growth, to take what remains",
                 rest > 0 ? "only " + named(task, r, SectorRole::rest) : "none");
}

double rate_at(const std::vector<double>& rates, std::size_t t) { return rates[rates.size() == 1 ? 0 : t - 1]; }

/// Levels of the sectors that grow at rates of their own.
std::vector<double> own_levels(const ProjectionTask& task, std::size_t sector) {
  std::vector<double> levels{task.levels[sector]};
  for (std::size_t t = 1; t <= task.periods; ++t)
    levels.push_back(levels.back() * (1 + rate_at(task.growth[sector]->rates, t)));
  return levels;
}

double total_at(const ProjectionTask& task, const Draft& d, const std::vector<std::vector<double>>& path,
                std::size_t t) {
  if (!task.options.total_growth.empty()) return d.total[t - 1] * (1 + rate_at(task.options.total_growth, t));
  double growing = 0, targeted = 0;
  for (std::size_t i = 0; i < task.size(); ++i) {
    if (d.roles[i] == SectorRole::target_and_growth) return d.levels[i][t] / path[i][t];
    if (d.roles[i] == SectorRole::growth) growing += d.levels[i][t];
    if (d.roles[i] == SectorRole::target) targeted += path[i][t];
  }
  return targeted < 1 ? growing / (1 - targeted) : kMissing;
}

Draft project(const ProjectionTask& task, const std::vector<bool>& active) {
  Draft d;
  d.roles = roles(task, active);
  std::vector<ShareAnchors> anchors(task.size());
  for (std::size_t k = 0; k < active.size(); ++k)
    if (active[k])
      anchors[task.target_sector[k]].push_back({task.step(task.options.targets[k]), task.options.targets[k].share});
  const auto path = share_paths(kName, task.names, task.shares, anchors, task.periods, task.options.path);
  const bool remainder = std::count(d.roles.begin(), d.roles.end(), SectorRole::rest) > 0;
  double weight = 0;
  for (std::size_t i = 0; i < task.size(); ++i) {
    const bool grows = task.growth[i] != nullptr;
    d.levels.push_back(grows ? own_levels(task, i) : std::vector<double>(task.periods + 1, task.levels[i]));
    d.shares.emplace_back(task.periods + 1, task.shares[i]);
    if (d.roles[i] == SectorRole::rest) weight += task.levels[i];
  }
  d.total.push_back(task.total);
  d.rest.push_back(weight);
  for (std::size_t t = 1; t <= task.periods; ++t) {
    const Period period = task.base + static_cast<std::int64_t>(t);
    const double total = total_at(task, d, path, t);
    d.total.push_back(total);
    if (std::isinf(total) || total <= 0)
      detail::fail(kName, "levels must stay > 0 and finite", detail::number_text(total),
                   "for the total in " + to_string(period));
    ShareConflict claim{period, 0, {}};
    for (std::size_t i = 0; i < task.size(); ++i) {
      if (d.roles[i] == SectorRole::rest) continue;
      d.shares[i][t] = d.roles[i] == SectorRole::growth ? d.levels[i][t] / total : path[i][t];
      if (remainder || d.roles[i] == SectorRole::target) {
        claim.claimed += d.shares[i][t];
        claim.sectors.push_back(task.names[i]);
      }
    }
    const bool conflict = claim.claimed >= 1 || std::isnan(total);
    const double left = conflict ? kMissing : 1 - claim.claimed;
    d.rest.push_back(left * total);
    for (std::size_t i = 0; i < task.size(); ++i) {
      if (d.roles[i] == SectorRole::rest) d.shares[i][t] = left * (task.levels[i] / weight);
      if (conflict)
        d.shares[i][t] = d.levels[i][t] = kMissing;
      else if (task.growth[i] == nullptr)
        d.levels[i][t] = d.shares[i][t] * total;
    }
    if (conflict) d.conflicts.push_back(std::move(claim));
  }
  return d;
}

/// How far a target is from being met; 0 when it is, to rounding.
double distance(const ProjectionTask& task, const Draft& d, std::size_t k) {
  const ShareTarget& t = task.options.targets[k];
  const double share = d.shares[task.target_sector[k]][task.step(t)];
  if (std::isnan(share)) return 1;
  const double off = t.bound == ShareBound::at_least  ? t.share - share
                     : t.bound == ShareBound::at_most ? share - t.share
                                                      : std::abs(share - t.share);
  return off <= static_cast<double>(4 * task.size()) * std::numeric_limits<double>::epsilon() ? 0 : off;
}

/// Following the bound k must leave a sector above 0 in the rest, or concern a sector outside it.
bool can_follow(const ProjectionTask& task, const Draft& d, std::size_t k) {
  const std::size_t sector = task.target_sector[k];
  if (d.roles[sector] != SectorRole::rest) return d.roles[sector] != SectorRole::growth;
  for (std::size_t i = 0; i < task.size(); ++i)
    if (i != sector && d.roles[i] == SectorRole::rest && task.levels[i] > 0) return true;
  return false;
}

/// The targets to follow: all exact ones, and of the bounds a set without which some would not hold.
std::vector<bool> binding(const ProjectionTask& task) {
  const auto& targets = task.options.targets;
  std::vector<bool> active;
  for (const ShareTarget& t : targets) active.push_back(t.bound == ShareBound::exactly);
  require_determined(task, roles(task, active));
  const auto sooner = [&](std::size_t a, std::size_t b) {  // so that the order of the data does not matter
    return std::pair(targets[a].period.ordinal(), targets[a].sector) <
           std::pair(targets[b].period.ordinal(), targets[b].sector);
  };
  while (true) {
    const Draft d = project(task, active);
    std::size_t next = targets.size();
    double furthest = 0;
    for (std::size_t k = 0; k < targets.size(); ++k) {
      const double off = active[k] || !can_follow(task, d, k) ? 0 : distance(task, d, k);
      if (off > furthest || (off > 0 && off == furthest && sooner(k, next))) {
        furthest = off;
        next = k;
      }
    }
    if (next == targets.size()) break;
    active[next] = true;
  }
  std::vector<std::size_t> bounds;
  for (std::size_t k = 0; k < targets.size(); ++k)
    if (active[k] && targets[k].bound != ShareBound::exactly) bounds.push_back(k);
  std::sort(bounds.begin(), bounds.end(), sooner);
  for (const std::size_t k : bounds) {
    active[k] = false;
    const Draft d = project(task, active);
    for (std::size_t j = 0; j < targets.size() && !active[k]; ++j)
      active[k] = can_follow(task, d, j) && distance(task, d, j) > 0;
  }
  return active;
}

double compound(double first, double last, std::size_t periods) {
  return first > 0 ? std::expm1(std::log(last / first) / static_cast<double>(periods)) : kMissing;
}

std::vector<double> rates_of(const std::vector<double>& levels) {
  std::vector<double> rates;
  for (std::size_t t = 1; t < levels.size(); ++t)
    rates.push_back(levels[t - 1] > 0 ? levels[t] / levels[t - 1] - 1 : kMissing);
  return rates;
}

std::vector<ProjectionAssumption> assumptions(const ProjectionTask& task, const Draft& d) {
  using Kind = AssumptionKind;
  const SectorProjectionOptions& o = task.options;
  std::vector<ProjectionAssumption> result;
  for (const SectorGrowth& g : o.sector_growth)
    for (const std::string& words : g.assumes) result.push_back({Kind::of_the_rates, g.sector, words});
  const PriceBasis prices = task.unit.price_basis;
  const bool stated = task.unit.is_money() && prices != PriceBasis::unstated();
  if (!stated || (o.rates_at != PriceBasis::none() && o.rates_at != prices))
    result.push_back({Kind::no_relative_price_change,
                      stated ? "rates at prices: " + to_string(o.rates_at) + ", shares at prices: " + to_string(prices)
                             : "prices of the shares not stated",
                      {}});
  if (std::count(d.roles.begin(), d.roles.end(), SectorRole::rest) > 1)
    result.push_back({Kind::proportional_rest, named(task, d.roles, SectorRole::rest), {}});
  std::vector<bool> to_the_end(task.size());
  for (std::size_t k = 0; k < o.targets.size(); ++k)
    if (o.targets[k].period == o.last) to_the_end[task.target_sector[k]] = true;
  for (std::size_t i = 0; i < task.size(); ++i)
    if ((d.roles[i] == SectorRole::target || d.roles[i] == SectorRole::target_and_growth) && !to_the_end[i])
      result.push_back({Kind::share_held, task.names[i], {}});
  return result;
}

}  // namespace

SectorProjection project_sectors(const Frame& levels, const SectorProjectionOptions& options) {
  const ProjectionTask task = read_task(levels, options);
  const std::vector<bool> active = binding(task);
  const Draft d = project(task, active);

  SectorProjection result;
  std::vector<Series> shares, amounts, growth;
  for (std::size_t i = 0; i < task.size(); ++i) {
    result.sectors.push_back({task.names[i], d.roles[i], task.shares[i], d.shares[i].back(),
                              compound(task.levels[i], d.levels[i].back(), task.periods)});
    shares.push_back({task.names[i], task.base, Unit{}, d.shares[i]});
    amounts.push_back({task.names[i], task.base, task.unit, d.levels[i]});
    growth.push_back({task.names[i], task.base + 1, Unit{}, rates_of(d.levels[i])});
  }
  result.shares = Frame(std::move(shares));
  result.levels = Frame(std::move(amounts));
  result.growth = Frame(std::move(growth));
  result.total = {"total", task.base, task.unit, d.total};
  result.total_growth = {"total", task.base + 1, Unit{}, rates_of(d.total)};
  result.average_total_growth = compound(task.total, d.total.back(), task.periods);
  result.average_rest_growth = compound(d.rest.front(), d.rest.back(), task.periods);
  result.path = options.path;
  for (std::size_t k = 0; k < options.targets.size(); ++k) {
    const ShareTarget& t = options.targets[k];
    result.targets.push_back({t, d.shares[task.target_sector[k]][task.step(t)], active[k], distance(task, d, k) == 0});
  }
  result.assumptions = assumptions(task, d);
  result.conflicts = d.conflicts;
  return result;
}

bool SectorProjection::feasible() const noexcept {
  return conflicts.empty() && std::all_of(targets.begin(), targets.end(), [](const TargetOutcome& t) { return t.met; });
}

std::string_view to_string(SharePath path) noexcept {
  switch (path) {
    case SharePath::linear:
      return "linear";
    case SharePath::logit:
      return "logit";
    case SharePath::log_ratio:
      return "log_ratio";
  }
  return "unknown";
}

std::string_view to_string(ShareBound bound) noexcept {
  switch (bound) {
    case ShareBound::exactly:
      return "exactly";
    case ShareBound::at_least:
      return "at_least";
    case ShareBound::at_most:
      return "at_most";
  }
  return "unknown";
}

std::string_view to_string(SectorRole role) noexcept {
  switch (role) {
    case SectorRole::rest:
      return "rest";
    case SectorRole::target:
      return "target";
    case SectorRole::growth:
      return "growth";
    case SectorRole::target_and_growth:
      return "target_and_growth";
  }
  return "unknown";
}

std::string to_string(const ProjectionAssumption& a) {
  switch (a.kind) {
    case AssumptionKind::proportional_rest:
      return "the sectors of the rest keep their proportions: " + a.subject;
    case AssumptionKind::share_held:
      return a.subject + ": the share stays as it is after its last target";
    case AssumptionKind::no_relative_price_change:
      return "no relative price changes (" + a.subject + ")";
    case AssumptionKind::of_the_rates:
      return a.subject + ": " + a.detail;
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
