#pragma once
#include <foreplan/tuning/boosted_trees.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tuning/feature_bins.hpp"

namespace foreplan::inline v0::tuning {

/// Of all rows: for each the first derivatives of the loss by the outputs, then the second ones.
struct Derivatives {
  std::size_t outputs = 1;
  std::vector<double> of_rows{};  ///< Rows x 2 outputs.
};

/// A tree, and for each of its nodes the bin up to which values go left.
struct GrownTree {
  RegressionTree tree{};
  std::vector<std::size_t> bins{};

  /// Values of the leaf that a row of the training data is in.
  [[nodiscard]] const std::vector<double>& leaf(const std::vector<FeatureBins>& features, std::size_t row) const {
    std::uint32_t at = 0;
    while (tree.nodes[at].left != 0) {
      const TreeNode& node = tree.nodes[at];
      const FeatureBins& feature = features[node.feature];
      const std::size_t bin = feature.bin_of[row];
      const bool left = bin == feature.missing() ? node.missing_left : bin <= bins[at];
      at = left ? node.left : node.right;
    }
    return tree.nodes[at].values;
  }
};

/// As `boost` says of one tree.
/// @param rows         of the tree, at least one; reordered.
/// @param tried        places of the features that splits may use, rising.
[[nodiscard]] GrownTree grow_tree(const std::vector<FeatureBins>& features, std::vector<std::uint32_t> rows,
                                  const Derivatives& derivatives, const std::vector<std::uint32_t>& tried,
                                  const BoostingOptions& options, const Execution& execution);

}  // namespace foreplan::inline v0::tuning
