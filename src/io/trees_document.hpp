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
  return {"boosted_trees", "Output k is start k + the leaves of trees k, k + outputs, k + 2 outputs, ..."};
}
template <class V>
void fields(V& visit, TreesDocument& x) {
  visit.required("features", x.features, "Their names, of a series' features.");
  visit.required("start", x.start, "One for each output.");
  visit.required("trees", x.trees,
                 "Six numbers for each node, the root first: feature, threshold, 1 where missing values go left and 0 "
                 "where not, place of the left child, of the right one (both 0: a leaf), value of a leaf.");
}

/// What is wrong with the numbers is an issue at its place; whether they are trees, `tuning::validate` says.
/// @param pointer  where in the document of `root` they stand.
[[nodiscard]] tuning::BoostedTrees trees_of(TreesDocument&& document, const std::string& pointer,
                                            const text::JsonNode& root, Issues& issues);
[[nodiscard]] TreesDocument document_of(const tuning::BoostedTrees& trees);

}  // namespace foreplan::inline v0::io::internal
