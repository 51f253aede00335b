#include <foreplan/structure/aggregation.hpp>
#include <foreplan/structure/leontief.hpp>

#include <limits>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/check.hpp"
#include "structure/table_findings.hpp"

namespace foreplan::inline v0::structure {
namespace {

using detail::fail;

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// The group of every sector.
std::vector<std::size_t> membership(std::string_view function, const InputOutputTable& t,
                                    const std::vector<SectorGroup>& groups) {
  std::unordered_map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < t.sectors.size(); ++i) index.emplace(t.sectors[i], i);
  std::vector<std::size_t> of(t.sectors.size(), kNone);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].sectors.empty()) fail(function, "a group must have sectors", "none", detail::quoted(groups[g].name));
    for (const std::string& sector : groups[g].sectors) {
      const auto at = index.find(sector);
      if (at == index.end()) {
        const std::string nearest = detail::nearest_name(sector, t.sectors);
        fail(function, "groups must hold sectors of the table",
             detail::quoted(sector) + (nearest.empty() ? "" : ", did you mean " + detail::quoted(nearest) + "?"));
      }
      if (of[at->second] != kNone)
        fail(function, "a sector must be in one group", detail::quoted(sector),
             "in " + detail::quoted(groups[of[at->second]].name) + " and " + detail::quoted(groups[g].name));
      of[at->second] = g;
    }
  }
  for (std::size_t i = 0; i < of.size(); ++i)
    if (of[i] == kNone) fail(function, "every sector must be in a group", detail::quoted(t.sectors[i]) + " in none");
  return of;
}

std::vector<double> sums(const std::vector<double>& values, const std::vector<std::size_t>& of, std::size_t groups) {
  std::vector<double> result(groups, 0);
  for (std::size_t i = 0; i < values.size(); ++i) result[of[i]] += values[i];
  return result;
}

Matrix sums(const Matrix& m, const std::vector<std::size_t>& of, std::size_t groups) {
  Matrix result = filled_matrix(groups, groups);
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t j = 0; j < m.columns; ++j) result(of[i], of[j]) += m(i, j);
  return result;
}

InputOutputTable aggregated(std::string_view function, InputOutputTable t, const std::vector<SectorGroup>& groups) {
  require_input_output_table(t, function);
  std::vector<std::string> names;
  for (const SectorGroup& g : groups) names.push_back(g.name);
  require_names(function, names, "group");
  const std::vector<std::size_t> of = membership(function, t, groups);
  const std::size_t n = groups.size();
  t.sectors = std::move(names);
  t.flows = sums(t.flows, of, n);
  if (t.imported_flows.rows != 0) t.imported_flows = sums(t.imported_flows, of, n);
  for (FinalDemand& f : t.final_demand) f.values = sums(f.values, of, n);
  for (PrimaryInput& p : t.primary_inputs) p.values = sums(p.values, of, n);
  for (SatelliteAccount& s : t.satellites) s.values = sums(s.values, of, n);
  t.output = sums(t.output, of, n);
  if (!t.stated_uses.empty()) t.stated_uses = sums(t.stated_uses, of, n);
  return t;
}

std::vector<double> times(const Matrix& a, const std::vector<double>& x) {
  std::vector<double> y(a.rows, 0);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; ++j) y[i] += a(i, j) * x[j];
  return y;
}

std::vector<double> difference(std::vector<double> a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return a;
}

}  // namespace

InputOutputTable aggregate(const InputOutputTable& t, const std::vector<SectorGroup>& groups) {
  return aggregated("structure::aggregate", t, groups);
}

InputOutputTable reordered(const InputOutputTable& t, const std::vector<std::string>& sectors) {
  std::vector<SectorGroup> groups;
  for (const std::string& s : sectors) groups.push_back({s, {s}});
  return aggregated("structure::reordered", t, groups);
}

AggregationBias aggregation_bias(const InputOutputTable& t, const std::vector<SectorGroup>& groups,
                                 const std::vector<double>& demand) {
  constexpr std::string_view kName = "structure::aggregation_bias";
  const InputOutputTable coarse = aggregated(kName, t, groups);
  require_values(kName, demand, "demand", t.sectors);
  const std::vector<std::size_t> of = membership(kName, t, groups);
  const auto grouped = [&](const std::vector<double>& x) { return sums(x, of, groups.size()); };
  const Matrix a = input_coefficients(t), a_coarse = input_coefficients(coarse);
  return {difference(times(a_coarse, grouped(demand)), grouped(times(a, demand))),
          difference(factor(a_coarse, coarse.sectors).solve(grouped(demand)).values,
                     grouped(factor(a, t.sectors).solve(demand).values))};
}

}  // namespace foreplan::inline v0::structure
