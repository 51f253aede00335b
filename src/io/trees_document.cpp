#include "io/trees_document.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::io::internal {
namespace {

constexpr std::size_t kNumbers = 5;  // of a split
constexpr double kLeaf = -1;         // before the values of a leaf

std::vector<double> row_of(const tuning::RegressionTree& tree) {
  std::vector<double> row;
  for (const tuning::TreeNode& node : tree.nodes) {
    if (node.left == 0 && node.right == 0) {
      row.push_back(kLeaf);
      row.insert(row.end(), node.values.begin(), node.values.end());
    } else {
      row.insert(row.end(), {static_cast<double>(node.feature), node.threshold, node.missing_left ? 1.0 : 0.0,
                             static_cast<double>(node.left), static_cast<double>(node.right)});
    }
  }
  return row;
}

/// A tree from its numbers; what is wrong with them is an issue at its place.
tuning::RegressionTree tree_of(const std::vector<double>& row, std::size_t outputs, const std::string& pointer,
                               const text::JsonNode& root, Issues& issues) {
  const auto wrong = [&](const std::string& at, std::string_view expected, const std::string& found) {
    if (!issues.full()) issues.add(offset_of(root, at), at, expected, found);  // a place costs a walk to it
  };
  tuning::RegressionTree tree;
  for (std::size_t begin = 0; begin < row.size();) {
    const bool leaf = row[begin] == kLeaf;
    const std::size_t end = begin + (leaf ? 1 + outputs : kNumbers);
    if (end > row.size()) {
      wrong(pointer,
            "five numbers for each split, -1 and one for each of " + std::to_string(outputs) + " outputs for each leaf",
            std::to_string(row.size() - begin) + " for the last");
      return {};
    }
    tuning::TreeNode& node = tree.nodes.emplace_back();
    if (leaf) {
      node.values.assign(row.begin() + static_cast<std::ptrdiff_t>(begin + 1),
                         row.begin() + static_cast<std::ptrdiff_t>(end));
    } else {
      const auto whole = [&](std::size_t k, double most, std::string_view expected) -> std::uint32_t {
        const double x = row[begin + k];
        if (x >= 0 && x <= most && x == std::floor(x)) return static_cast<std::uint32_t>(x);
        wrong(pointer + "/" + std::to_string(begin + k), expected, foreplan::detail::number_text(x));
        return 0;
      };
      constexpr double kMost = 4294967295;
      constexpr std::string_view kPlace = "a place, which is a whole number from 0 on";
      node = {.feature = whole(0, kMost, kPlace), .threshold = row[begin + 1]};
      node.missing_left = whole(2, 1, "1 or 0") == 1;
      node.left = whole(3, kMost, kPlace);
      node.right = whole(4, kMost, kPlace);
    }
    begin = end;
  }
  return tree;
}

}  // namespace

tuning::BoostedTrees trees_of(TreesDocument&& document, const std::string& pointer, const text::JsonNode& root,
                              Issues& issues) {
  tuning::BoostedTrees result{std::move(document.features), std::move(document.start), {}};
  for (std::size_t t = 0; t < document.trees.size(); ++t)
    result.trees.push_back(
        tree_of(document.trees[t], result.start.size(), pointer + "/trees/" + std::to_string(t), root, issues));
  return result;
}
TreesDocument document_of(const tuning::BoostedTrees& trees) {
  TreesDocument result{trees.features, trees.start, {}};
  for (const tuning::RegressionTree& tree : trees.trees) result.trees.push_back(row_of(tree));
  return result;
}

}  // namespace foreplan::inline v0::io::internal
