#pragma once
#include <foreplan/tuning/boosted_trees.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tuning/feature_bins.hpp"

namespace foreplan::inline v0::tuning {

/// First and second derivatives of the loss by one output, of one row.
struct Derivatives {
  double first = 0, second = 0;
};

/// A tree, and for each of its nodes the bin up to which values go left.
struct GrownTree {
  RegressionTree tree{};
  std::vector<std::size_t> bins{};

  /// Value of the leaf that a row of the training data is in.
  [[nodiscard]] double leaf(const std::vector<FeatureBins>& features, std::size_t row) const {
    std::uint32_t at = 0;
    while (tree.nodes[at].left != 0) {
      const TreeNode& node = tree.nodes[at];
      const FeatureBins& feature = features[node.feature];
      const std::size_t bin = feature.bin_of[row];
      const bool left = bin == feature.missing() ? node.missing_left : bin <= bins[at];
      at = left ? node.left : node.right;
    }
    return tree.nodes[at].value;
  }
};

/// As `boost` says of one tree.
/// @param rows         of the tree, at least one; reordered.
/// @param derivatives  of all rows.
/// @param tried        places of the features that splits may use, rising.
[[nodiscard]] GrownTree grow_tree(const std::vector<FeatureBins>& features, std::vector<std::uint32_t> rows,
                                  std::span<const Derivatives> derivatives, const std::vector<std::uint32_t>& tried,
                                  const BoostingOptions& options);

}  // namespace foreplan::inline v0::tuning
