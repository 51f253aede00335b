#pragma once
#include <foreplan/structure/regions.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Regions as numbers, checked.
namespace foreplan::inline v0::structure {

struct RegionTable {
  std::vector<std::string> regions{};
  std::vector<std::string> sectors{};
  Unit unit{};
  std::vector<Period> periods{};
  std::vector<double> values{};  ///< Period by period, region by region, sector by sector.

  [[nodiscard]] std::span<const double> row(std::size_t period, std::size_t region) const noexcept {
    return {values.data() + (period * regions.size() + region) * sectors.size(), sectors.size()};
  }
};

/// Sectors stand in the order of the first region. @throws as `shift_share` says of names, units, periods and levels.
/// @param with_sum  the sum of the regions follows them, without a name.
[[nodiscard]] RegionTable region_table(std::string_view function, std::span<const Region* const> regions,
                                       const std::vector<Period>& periods, bool with_sum = false);

/// Where `name` stands among `known`. @throws InvalidArgument  for `function`, naming the nearest.
[[nodiscard]] std::size_t place_of(std::string_view function, std::string_view what, std::string_view name,
                                   const std::vector<std::string>& known);

}  // namespace foreplan::inline v0::structure
