#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

/// Gradient boosting of regression trees (Friedman 2001; second-order as in Chen & Guestrin 2016) with several outputs
/// and a loss of the caller's.
namespace foreplan::inline v0::tuning {

/// A node; the root is the first. Leaves have left = 0.
struct TreeNode {
  std::uint32_t feature = 0;
  double threshold = 0;  ///< A value <= threshold goes left; NaN goes where `missing_left` says.
  bool missing_left = true;
  std::uint32_t left = 0, right = 0;  ///< Places of the children.
  double value = 0;                   ///< Of a leaf.

  bool operator==(const TreeNode&) const = default;
};
struct RegressionTree {
  std::vector<TreeNode> nodes{};
  bool operator==(const RegressionTree&) const = default;
};

/// Output k is start[k] + the sum of the leaves of trees k, k + outputs, k + 2 outputs, ...
struct BoostedTrees {
  std::vector<std::string> features{};
  std::vector<double> start{};  ///< One for each output.
  std::vector<RegressionTree> trees{};

  bool operator==(const BoostedTrees&) const = default;
};

struct BoostingOptions {
  std::size_t rounds = 100;                     ///< [1, 100,000]; trees for each output.
  double learning_rate = 0.05;                  ///< (0, 1]
  std::size_t depth = 4;                        ///< [1, 16]
  std::size_t least_rows = 50;                  ///< Of a leaf.
  double ridge = 1;                             ///< >= 0; added to the second derivatives of a leaf.
  double row_share = 0.7, feature_share = 0.7;  ///< (0, 1]; drawn anew for each round.
  std::size_t bins = 64;                        ///< [2, 256]; thresholds tried for each feature, at its quantiles.
  std::uint64_t seed = 0;
  Execution execution{};  ///< Results are the same for any number of threads.
};

/// Given the outputs of all rows (row by row), writes the first and (positive) second derivatives of the loss by them;
/// returns the loss.
using BoostingLoss =
    std::function<double(std::span<const double> outputs, std::span<double> first, std::span<double> second)>;

/// @param x  rows x features, row by row; NaN where missing.
[[nodiscard]] FOREPLAN_EXPORT BoostedTrees boost(std::vector<std::string> features, std::span<const double> x,
                                                 std::vector<double> start, const BoostingLoss& loss,
                                                 const BoostingOptions& options = {});
/// The outputs of one row. @throws InvalidArgument  for a row of another length.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> evaluate(const BoostedTrees&, std::span<const double> row);

}  // namespace foreplan::inline v0::tuning
