#pragma once
#include <foreplan/structure/projection.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The ways of shares from target to target. Private.
namespace foreplan::inline v0::structure {

/// A share that is to be met exactly `step` periods after the base.
struct ShareAnchor {
  std::size_t step = 0;
  double share = 0;
};
using ShareAnchors = std::vector<ShareAnchor>;

/// For each sector with anchors its shares at steps 0 ... periods, anchors met exactly and held after the last;
/// empty for a sector without. Anchors in any order, steps in [1, periods].
/// @throws InvalidArgument  as `function`, for a base share that the path cannot start from, and for log-ratio paths
///   whose sectors have anchors at different steps or anchors that leave nothing.
std::vector<std::vector<double>> share_paths(std::string_view function, const std::vector<std::string>& names,
                                             const std::vector<double>& base, std::vector<ShareAnchors> anchors,
                                             std::size_t periods, SharePath path);

}  // namespace foreplan::inline v0::structure
