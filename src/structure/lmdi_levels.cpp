#include <foreplan/structure/lmdi.hpp>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/check.hpp"
#include "structure/lmdi_terms.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

using Path = std::vector<std::string>;

void require_paths(std::string_view function, const std::vector<Path>& paths, std::size_t sectors) {
  if (paths.size() != sectors)
    detail::fail(function, "paths must be as many as sectors, " + std::to_string(sectors),
                 std::to_string(paths.size()));
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (paths[i].size() != paths.front().size() || paths[i].empty())
      detail::fail(function, "paths must be of one length, at least 1",
                   std::to_string(paths[i].size()) + " and " + std::to_string(paths.front().size()),
                   "for sector " + std::to_string(i));
    for (const std::string& name : paths[i])
      detail::require(!name.empty(), function, "groups must have names", "\"\" for sector " + std::to_string(i));
  }
}

Path head(const Path& path, std::size_t levels) {
  return {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(levels)};
}

/// Sectors by group; every sector is in one group of each level.
std::map<Path, std::vector<std::size_t>> members_of(const std::vector<Path>& paths, std::size_t level) {
  std::map<Path, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < paths.size(); ++i) members[head(paths[i], level)].push_back(i);
  return members;
}

Lmdi part_of(const Lmdi& whole, const std::vector<std::size_t>& sectors) {
  Lmdi part;
  part.method = whole.method;
  part.zeros = whole.zeros;
  part.terms = filled_matrix(sectors.size(), whole.terms.columns);
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    std::copy_n(whole.terms.row(sectors[i]).begin(), whole.terms.columns, part.terms.row(i).begin());
    part.sector_first.push_back(whole.sector_first[sectors[i]]);
    part.sector_last.push_back(whole.sector_last[sectors[i]]);
  }
  sum_terms(part);
  if (part.method != LmdiMethod::lmdi_1) part.multiplicative.clear();
  return part;
}

/// Groups of groups in order of first mention, each followed by those within it.
void list_groups(const Lmdi& whole, const std::vector<Path>& paths, const std::vector<std::size_t>& sectors,
                 std::size_t level, std::vector<LmdiGroup>& result) {
  result.push_back({head(paths[sectors.front()], level), part_of(whole, sectors)});
  if (level == paths.front().size()) return;
  std::vector<std::string> names;
  std::map<std::string, std::vector<std::size_t>> below;
  for (const std::size_t i : sectors) {
    std::vector<std::size_t>& group = below[paths[i][level]];
    if (group.empty()) names.push_back(paths[i][level]);
    group.push_back(i);
  }
  for (const std::string& name : names) list_groups(whole, paths, below[name], level + 1, result);
}

/// The columns of one period: total activity, the share at each level, the intensity; NaN for 0 / 0.
Matrix factors_of(std::span<const double> activity, std::span<const double> v, const std::vector<Path>& paths) {
  const std::size_t sectors = activity.size(), groups = paths.empty() ? 0 : paths.front().size();
  double total = 0;
  for (const double q : activity) total += q;
  Matrix x = filled_matrix(sectors, groups + 3);
  std::vector<double> above(sectors, total);
  for (std::size_t i = 0; i < sectors; ++i) x(i, 0) = total;
  for (std::size_t level = 1; level <= groups; ++level)
    for (const auto& [path, members] : members_of(paths, level)) {
      double sum = 0;
      for (const std::size_t i : members) sum += activity[i];
      for (const std::size_t i : members) {
        x(i, level) = sum / above[i];
        above[i] = sum;
      }
    }
  for (std::size_t i = 0; i < sectors; ++i) {
    x(i, groups + 1) = activity[i] / above[i];
    x(i, groups + 2) = v[i] / activity[i];
  }
  return x;
}

void require_activity(std::string_view function, std::span<const double> activity, std::span<const double> v,
                      std::string_view period) {
  double total = 0;
  for (std::size_t i = 0; i < activity.size(); ++i) {
    const std::string where = "for sector " + std::to_string(i) + ", " + std::string(period);
    for (const double x : {activity[i], v[i]})
      if (!std::isfinite(x) || x < 0)
        detail::fail(function, "activity and aggregate must be >= 0 and finite", detail::number_text(x), where);
    if (activity[i] == 0 && v[i] != 0)
      detail::fail(function, "an aggregate needs activity", detail::number_text(v[i]) + " without", where);
    total += activity[i];
  }
  if (!(total > 0) || !std::isfinite(total))
    detail::fail(function, "total activity must be > 0 and finite", detail::number_text(total), period);
}

}  // namespace

std::vector<LmdiGroup> lmdi_by_group(const Lmdi& whole, const std::vector<std::vector<std::string>>& paths) {
  constexpr std::string_view kName = "structure::lmdi_by_group";
  require_shape(kName, whole.terms);
  const std::size_t sectors = whole.terms.rows;
  if (sectors == 0 || whole.sector_first.size() != sectors || whole.sector_last.size() != sectors)
    detail::fail(kName, "a decomposition must hold terms and aggregates of its sectors", std::to_string(sectors));
  require_paths(kName, paths, sectors);
  std::vector<std::size_t> all(sectors);
  for (std::size_t i = 0; i < sectors; ++i) all[i] = i;
  std::vector<LmdiGroup> result;
  list_groups(whole, paths, all, 0, result);
  result.front().part = whole;
  return result;
}

LmdiFactors activity_structure_intensity(std::span<const double> first_activity, std::span<const double> first,
                                         std::span<const double> last_activity, std::span<const double> last,
                                         const std::vector<std::vector<std::string>>& paths) {
  constexpr std::string_view kName = "structure::activity_structure_intensity";
  const std::size_t sectors = first_activity.size();
  for (const std::size_t size : {first.size(), last_activity.size(), last.size()})
    if (size != sectors || sectors == 0)
      detail::fail(kName, "activity and aggregate must be of one length in both periods, at least 1",
                   std::to_string(sectors) + " and " + std::to_string(size));
  require_activity(kName, first_activity, first, "first");
  require_activity(kName, last_activity, last, "last");
  if (!paths.empty()) require_paths(kName, paths, sectors);
  const std::size_t groups = paths.empty() ? 0 : paths.front().size();
  LmdiFactors result{{"activity"}, factors_of(first_activity, first, paths), factors_of(last_activity, last, paths)};
  for (std::size_t level = 0; level <= groups; ++level)
    result.names.push_back(groups == 0 ? "structure" : "structure " + std::to_string(level + 1));
  result.names.emplace_back("intensity");
  for (std::size_t c = 0; c < result.first.values.size(); ++c) {
    double &x0 = result.first.values[c], &x1 = result.last.values[c];
    if (std::isnan(x0)) x0 = std::isnan(x1) ? 0 : x1;
    if (std::isnan(x1)) x1 = x0;
  }
  return result;
}

}  // namespace foreplan::inline v0::structure
