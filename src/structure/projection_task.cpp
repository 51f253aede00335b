#include "structure/projection_task.hpp"

#include <cmath>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = kProjectSectors;

constexpr std::size_t kMostCells = 30'000'000;  // some six numbers each: 1.4 GB

using Indices = std::unordered_map<std::string_view, std::size_t>;

Indices indices_of(const std::vector<std::string>& names) {
  Indices indices;
  for (std::size_t i = 0; i < names.size(); ++i) indices.emplace(names[i], i);
  return indices;
}

std::size_t sector_index(const ProjectionTask& task, const Indices& indices, const std::string& name) {
  if (const auto at = indices.find(name); at != indices.end()) return at->second;
  const std::string near = detail::nearest_name(name, task.names);
  detail::fail(kName,
               near.empty() ? "sector must be one of the data"
                            : "sector must be one of the data (did you mean \"" + near + "\"?)",
               detail::quoted(name));
}

void read_base(ProjectionTask& task, const Frame& data) {
  detail::require(!data.empty(), kName, "at least one sector is needed");
  const SectorProjectionOptions& o = task.options;
  task.base = o.base.value_or(data.range().last);
  const std::int64_t steps = o.last - task.base;
  if (steps < 1)
    detail::fail<PeriodMismatch>(kName, "last must be after the base", to_string(o.last),
                                 "with base " + to_string(task.base));
  task.periods = static_cast<std::size_t>(steps);
  (void)detail::checked_product(task.periods + 1, data.size(), kMostCells, kName, "periods times sectors");
  task.unit = data.series().front().unit;
  for (const Series& s : data.series()) {
    require_same_unit(task.unit, s.unit, kName);
    const double level = s.at(task.base);
    if (!std::isfinite(level) || level < 0)
      detail::fail(kName, "levels must be >= 0 and finite", detail::number_text(level),
                   "in series " + detail::quoted(s.name) + " in " + to_string(task.base));
    task.names.push_back(s.name);
    task.levels.push_back(level);
    task.total += level;
  }
  detail::require(task.total > 0 && std::isfinite(task.total), kName, "the base's total must be > 0 and finite",
                  task.total);
  for (const double level : task.levels) task.shares.push_back(level / task.total);
}

void check_rates(const ProjectionTask& task, const std::vector<double>& rates, const std::string& of) {
  if (rates.size() != 1 && rates.size() != task.periods)
    detail::fail(kName, "rates must be one, or one for each of the " + std::to_string(task.periods) + " periods",
                 std::to_string(rates.size()), "for " + of);
  for (std::size_t i = 0; i < rates.size(); ++i)
    if (!std::isfinite(rates[i]) || rates[i] <= -1)
      detail::fail(kName, "rates must be > -1 and finite", detail::number_text(rates[i]),
                   "at index " + std::to_string(i) + " for " + of);
}

void read_growth(ProjectionTask& task, const Indices& indices) {
  const SectorProjectionOptions& o = task.options;
  if (!o.total_growth.empty()) check_rates(task, o.total_growth, "the total");
  task.growth.assign(task.size(), nullptr);
  for (const SectorGrowth& g : o.sector_growth) {
    const std::size_t i = sector_index(task, indices, g.sector);
    if (task.growth[i] != nullptr)
      detail::fail(kName, "a sector's growth must be given once", detail::quoted(g.sector));
    check_rates(task, g.rates, detail::quoted(g.sector));
    if (!(task.levels[i] > 0))
      detail::fail(kName, "a sector that grows must begin above 0", detail::number_text(task.levels[i]),
                   "for " + detail::quoted(g.sector));
    task.growth[i] = &g;
  }
}

std::string described(const ShareTarget& t) { return "for " + detail::quoted(t.sector) + " in " + to_string(t.period); }

/// One target, or a bound on each side.
void require_together(const std::vector<ShareBound>& others, const ShareTarget& t) {
  for (const ShareBound other : others)
    if (other == t.bound || other == ShareBound::exactly || t.bound == ShareBound::exactly)
      detail::fail(kName, "a sector must have one target a period, or one bound on each side", to_string(t.bound),
                   described(t));
}

/// What must be reached in one period.
struct Claim {
  double share = 0;
  std::vector<std::size_t> targets{};
};

void require_room(const Claim& claim, const std::vector<ShareTarget>& targets) {
  if (claim.share < 1) return;
  std::string claimants;
  for (const std::size_t k : claim.targets)
    claimants += (claimants.empty() ? "" : ", ") + detail::quoted(targets[k].sector);
  detail::fail(kName, "the targets of one period must sum to less than 1", detail::number_text(claim.share),
               "in " + to_string(targets[claim.targets.front()].period) + " for " + claimants);
}

void read_targets(ProjectionTask& task, const Indices& indices) {
  const auto& targets = task.options.targets;
  std::unordered_map<std::size_t, Claim> claims;                                  // by step
  std::map<std::pair<std::size_t, std::size_t>, std::vector<ShareBound>> bounds;  // by sector and step
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const ShareTarget& t = targets[k];
    const std::size_t sector = sector_index(task, indices, t.sector);
    task.target_sector.push_back(sector);
    if (t.bound > ShareBound::at_most)
      detail::fail(kName, "bound must be one of the enumerators", std::to_string(static_cast<int>(t.bound)),
                   described(t));
    if (!(t.share > 0 && t.share < 1))
      detail::fail(kName, "a target share must be in (0, 1)", detail::number_text(t.share), described(t));
    if (t.period - task.base < 1 || t.period > task.options.last)
      detail::fail<PeriodMismatch>(kName, "a target must lie after the base and not after last", to_string(t.period),
                                   "for " + detail::quoted(t.sector));
    std::vector<ShareBound>& others = bounds[{sector, task.step(t)}];
    require_together(others, t);
    others.push_back(t.bound);
    if (t.bound == ShareBound::at_most) continue;
    Claim& claim = claims[task.step(t)];
    claim.share += t.share;
    claim.targets.push_back(k);
    require_room(claim, targets);
  }
}

}  // namespace

ProjectionTask read_task(const Frame& levels, const SectorProjectionOptions& options) {
  if (options.path > SharePath::log_ratio)
    detail::fail(kName, "path must be one of the enumerators", std::to_string(static_cast<int>(options.path)));
  ProjectionTask task{options};
  read_base(task, levels);
  const Indices indices = indices_of(task.names);
  read_growth(task, indices);
  read_targets(task, indices);
  return task;
}

}  // namespace foreplan::inline v0::structure
