#include "structure/region_table.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

void require_region_names(std::string_view function, std::span<const Region* const> regions) {
  std::vector<std::string_view> names;
  for (const Region* region : regions) {
    detail::require(!region->name.empty(), function, "every region needs a name");
    if (region->sectors.empty())
      detail::fail(function, "a region needs sectors", "none in " + detail::quoted(region->name));
    names.push_back(region->name);
  }
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    detail::fail(function, "a region must be named once", detail::quoted(*twice));
}

/// The region's series in the order of `sectors`.
std::vector<const Series*> in_order(std::string_view function, const std::vector<std::string>& sectors,
                                    const Region& first, const Region& region) {
  std::vector<const Series*> series;
  const auto& own = region.sectors.series();
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    if (i < own.size() && own[i].name == sectors[i]) {
      series.push_back(&own[i]);
      continue;
    }
    if (!region.sectors.contains(sectors[i])) {
      std::vector<std::string> known;
      for (const Series& s : own)
        if (std::find(sectors.begin(), sectors.end(), s.name) == sectors.end()) known.push_back(s.name);
      const std::string near = detail::nearest_name(sectors[i], known);
      detail::fail(function, "regions must have the same sectors",
                   detail::quoted(sectors[i]) + " of " + detail::quoted(first.name) + ", which " +
                       detail::quoted(region.name) + " has not" +
                       (near.empty() ? std::string() : "; it has " + detail::quoted(near)));
    }
    series.push_back(&region.sectors[sectors[i]]);
  }
  if (own.size() == sectors.size()) return series;
  for (const Series& s : own)
    if (std::find(sectors.begin(), sectors.end(), s.name) == sectors.end())
      detail::fail(function, "regions must have the same sectors",
                   detail::quoted(s.name) + " of " + detail::quoted(region.name) + ", which " +
                       detail::quoted(first.name) + " has not");
  return series;
}

}  // namespace

RegionTable region_table(std::string_view function, std::span<const Region* const> regions,
                         const std::vector<Period>& periods, bool with_sum) {
  detail::require(!regions.empty(), function, "at least one region is needed");
  require_region_names(function, regions);
  RegionTable table;
  const Region& first = *regions.front();
  for (const Series& s : first.sectors.series()) table.sectors.push_back(s.name);
  table.unit = first.sectors.series().front().unit;
  if (table.unit.name == "%")
    detail::fail(function, "levels are needed, not percentages", "%", "in " + detail::quoted(first.name));
  if (table.unit.price_basis.kind() == PriceBasis::Kind::unstated)
    detail::fail(function, "money must state its prices", detail::quoted(to_string(table.unit)),
                 "in " + detail::quoted(first.name));
  table.periods = periods;

  const std::size_t n = table.sectors.size(), rows = regions.size() + (with_sum ? 1 : 0);
  table.values.resize(
      detail::checked_product(detail::checked_product(rows, periods.size(), 1'000'000'000, function, "rows"), n,
                              1'000'000'000, function, "cells"));
  std::vector<std::size_t> places(periods.size());
  for (std::size_t r = 0; r < regions.size(); ++r) {
    const Region& region = *regions[r];
    table.regions.push_back(region.name);
    const PeriodRange range = region.sectors.range();
    for (std::size_t t = 0; t < periods.size(); ++t) {
      if (!range.contains(periods[t]))
        detail::fail<PeriodMismatch>(function, "every region must cover the periods", to_string(periods[t]),
                                     "in " + detail::quoted(region.name));
      places[t] = static_cast<std::size_t>(periods[t] - range.first);
    }
    const std::vector<const Series*> series = in_order(function, table.sectors, first, region);
    for (std::size_t i = 0; i < n; ++i) {
      require_same_unit(table.unit, series[i]->unit, function);
      for (std::size_t t = 0; t < periods.size(); ++t) {
        const double value = series[i]->values[places[t]];
        if (!std::isfinite(value) || value < 0)
          detail::fail(function, "levels must be >= 0 and finite", detail::number_text(value),
                       "in sector " + detail::quoted(series[i]->name) + " of " + detail::quoted(region.name) + " in " +
                           to_string(periods[t]));
        table.values[(t * rows + r) * n + i] = value;
      }
    }
  }
  if (!with_sum) return table;
  table.regions.emplace_back();
  for (std::size_t t = 0; t < periods.size(); ++t) {
    double* const sums = table.values.data() + (t * rows + regions.size()) * n;
    for (std::size_t r = 0; r < regions.size(); ++r)
      for (std::size_t i = 0; i < n; ++i) sums[i] += table.values[(t * rows + r) * n + i];
  }
  return table;
}

std::size_t place_of(std::string_view function, std::string_view what, std::string_view name,
                     const std::vector<std::string>& known) {
  const auto at = std::find(known.begin(), known.end(), name);
  if (at == known.end()) {
    const std::string near = detail::nearest_name(name, known);
    detail::fail(
        function, "no " + std::string(what) + " has this name",
        detail::quoted(name) + (near.empty() ? std::string() : "; did you mean " + detail::quoted(near) + "?"));
  }
  return static_cast<std::size_t>(at - known.begin());
}

}  // namespace foreplan::inline v0::structure
