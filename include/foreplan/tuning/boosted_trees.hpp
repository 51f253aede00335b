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
/// and a loss of the caller's:
///
///   const BoostingLoss squared = [&](auto f, auto first, auto second) {
///     double sum = 0;
///     for (std::size_t i = 0; i < y.size(); ++i) {
///       first[i] = f[i] - y[i], second[i] = 1;
///       sum += first[i] * first[i] / 2;
///     }
///     return sum;
///   };
///   const BoostedTrees trees = boost({"length", "trend"}, x, {mean_of(y)}, squared);
///   const double next = evaluate(trees, std::vector{40.0, 0.9})[0];
namespace foreplan::inline v0::tuning {

/// A node; the root is the first. Leaves have left = right = 0; children lie behind their parent.
struct TreeNode {
  std::uint32_t feature = 0;
  double threshold = 0;  ///< A value <= threshold goes left; NaN goes where `missing_left` says.
  bool missing_left = true;
  std::uint32_t left = 0, right = 0;  ///< Places of the children.
  std::vector<double> values{};       ///< Of a leaf, one for each output.

  bool operator==(const TreeNode&) const = default;
};
struct RegressionTree {
  std::vector<TreeNode> nodes{};
  bool operator==(const RegressionTree&) const = default;
};

/// The outputs are start + the sum over the trees of the values of the leaf that a row ends in.
struct BoostedTrees {
  std::vector<std::string> features{};
  std::vector<double> start{};  ///< One for each output.
  std::vector<RegressionTree> trees{};

  bool operator==(const BoostedTrees&) const = default;
};

struct BoostingOptions {
  std::size_t rounds = 100;                     ///< [1, 100,000]; trees.
  double learning_rate = 0.05;                  ///< (0, 1]
  std::size_t depth = 4;                        ///< [1, 16]; splits from the root to a leaf, at most.
  std::size_t least_rows = 50;                  ///< >= 1; of a leaf.
  double ridge = 1;                             ///< >= 0; added to the second derivatives of a leaf.
  double row_share = 0.7, feature_share = 0.7;  ///< (0, 1]; rows and features drawn anew for each tree.
  std::size_t bins = 64;                        ///< [2, 255]; a feature is cut into at most so many, at its quantiles.
  std::uint64_t seed = 0;
  Execution execution{};  ///< A unit of progress is a round. Results are the same for any number of threads.
};

/// Given the outputs of all rows (row by row), writes the first and second derivatives (>= 0) of the loss by them, in
/// the same places; returns the loss. Called once a round, by the calling thread.
using BoostingLoss =
    std::function<double(std::span<const double> outputs, std::span<double> first, std::span<double> second)>;

/// Each round, a tree of all outputs is grown to the derivatives G_k, H_k of the rows drawn, summed over a node: with
/// score = sum over outputs k of G_k^2 / (H_k + ridge), a split is the one with the largest gain score of the left +
/// score of the right - score of the node, of equal ones that of the first feature and lowest threshold, missing values
/// on the better side (where a node has none, on that of the more rows); a leaf's values are -learning_rate G_k / (H_k +
/// ridge). Where a feature has no more distinct values than bins, every threshold between two of them is tried, else
/// those that cut it into bins of about as many rows.
///
/// Cost: O(rounds x rows x features x outputs x depth), some 1 ns each; features share the threads. Memory: a byte for
/// each number of x, 40 for each row and output.
/// @param x  rows x features, row by row, at least one row; NaN where missing.
/// @throws InvalidArgument  for options out of range; no features, or more than 10,000; names used twice; x that is not
///   whole rows, or more than 2^31 of them; infinite values; no or infinite start; derivatives that are not finite, or
///   second ones below 0.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT BoostedTrees boost(std::vector<std::string> features, std::span<const double> x,
                                                 std::vector<double> start, const BoostingLoss& loss,
                                                 const BoostingOptions& options = {});

/// The outputs of one row. Of trees that `validate` takes.
/// @throws InvalidArgument  for a row of another length.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> evaluate(const BoostedTrees&, std::span<const double> row);

/// @throws InvalidArgument  where `evaluate` could not be trusted: no features, names used twice or empty, no outputs,
///   a tree without nodes, leaves without as many values as outputs, children that do not lie behind their parent or
///   beyond the end, features beyond those named, thresholds that are not finite, starts and leaves beyond 1e100.
FOREPLAN_EXPORT void validate(const BoostedTrees&);

}  // namespace foreplan::inline v0::tuning
