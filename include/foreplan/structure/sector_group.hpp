#pragma once
#include <foreplan/export.hpp>

#include <string>
#include <vector>

namespace foreplan::inline v0::structure {

/// Sectors that are taken together, under one name.
struct SectorGroup {
  std::string name{};
  std::vector<std::string> sectors{};  ///< At least one.

  bool operator==(const SectorGroup&) const = default;
};

}  // namespace foreplan::inline v0::structure
