#pragma once
#include <foreplan/core/frame.hpp>

#include <string>

/// Sectors of several regions, as shift-share and measures of specialisation take them.
namespace foreplan::inline v0::structure {

/// One region. Regions that are taken together have the same sectors, by name and in any order, in one unit; money
/// must state its prices, because values of unstated prices say nothing of growth or of size.
struct Region {
  std::string name{};
  Frame sectors{};  ///< One series a sector.

  bool operator==(const Region&) const = default;
};

}  // namespace foreplan::inline v0::structure
