#pragma once
#include <foreplan/structure/input_output.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {

/// @throws InvalidArgument  for `function`, always: `name` is none of those known; the nearest one is named.
[[noreturn]] inline void fail_unknown(std::string_view function, std::string rule, std::string_view name,
                                      const std::vector<std::string>& known) {
  if (const std::string near = detail::nearest_name(name, known); !near.empty())
    rule += " (did you mean " + detail::quoted(near) + "?)";
  detail::fail(function, rule, detail::quoted(name));
}

/// Where a sector stands. @throws InvalidArgument  for `function`, naming the nearest sector.
[[nodiscard]] inline std::size_t sector_index(std::string_view function, const InputOutputTable& table,
                                              std::string_view name) {
  const auto at = std::find(table.sectors.begin(), table.sectors.end(), name);
  if (at == table.sectors.end()) fail_unknown(function, "sectors must be of the table", name, table.sectors);
  return static_cast<std::size_t>(at - table.sectors.begin());
}

}  // namespace foreplan::inline v0::structure
