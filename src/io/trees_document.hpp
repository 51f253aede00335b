#pragma once
#include <foreplan/tuning/boosted_trees.hpp>

#include <string>
#include <vector>

#include "io/document_issues.hpp"
#include "io/fields.hpp"
#include "text/json.hpp"

namespace foreplan::inline v0::io::internal {

/// Boosted trees whose nodes are rows of numbers.
struct TreesDocument {
  std::vector<std::string> features{};
  std::vector<double> start{};
  std::vector<std::vector<double>> trees{};

  bool operator==(const TreesDocument&) const = default;
};

inline About about(Described, const TreesDocument&) {
  return {"boosted_trees", "The outputs are start + the sum over the trees of the values of the leaf that a row ends in."};
}
void fields(auto& visit, TreesDocument& x) {
  visit.required("features", x.features, "Their names, of a series' features.");
  visit.required("start", x.start, "One for each output.");
  visit.required("trees", x.trees,
                 "Node by node, the root first: of a split feature, threshold, 1 where missing values go left and 0 where "
                 "not, place of the left child, of the right one; of a leaf -1 and a value for each output.");
}

/// What is wrong with the numbers is an issue at its place; whether they are trees, `tuning::validate` says.
/// @param pointer  where in the document of `root` they stand.
[[nodiscard]] tuning::BoostedTrees trees_of(TreesDocument&& document, const std::string& pointer,
                                            const text::JsonNode& root, Issues& issues);
[[nodiscard]] TreesDocument document_of(const tuning::BoostedTrees& trees);

}  // namespace foreplan::inline v0::io::internal
