#include <foreplan/io/ensemble.hpp>
#include <foreplan/io/files.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/ensemble_fields.hpp"
#include "text/json_value.hpp"
#include "tuning/ensemble_rules.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module

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
    issues.add(offset_of(root, at), at, expected, found);
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

tuning::EnsembleGroup group_of(GroupDocument&& document, const std::string& pointer, const text::JsonNode& root,
                               Issues& issues) {
  tuning::EnsembleGroup group = std::move(document.group);
  if (document.trees) group.by_features = trees_of(std::move(*document.trees), pointer + "/by_features", root, issues);
  if (!document.widths) return group;
  group.widths = std::move(document.widths->widths);
  if (document.widths->trees)
    group.widths->by_features =
        trees_of(std::move(*document.widths->trees), pointer + "/widths/by_features", root, issues);
  return group;
}

/// Whether a rule that is broken there may only follow from what could not be read.
bool follows(const std::string& pointer, const Issues& read) {
  constexpr std::string_view kGroups = "/groups/";
  if (!pointer.starts_with(kGroups)) return read.any_in_or_above(pointer);
  const std::size_t end = pointer.find('/', kGroups.size());
  if (read.any_in_or_above(pointer.substr(0, end))) return true;
  const std::size_t group = std::stoul(pointer.substr(kGroups.size()));
  return group > 0 && pointer.ends_with("/first_season") &&
         read.any_in(std::string(kGroups) + std::to_string(group - 1));
}

}  // namespace

tuning::Ensemble read_ensemble(std::string_view text, std::string_view file) {
  text::JsonDocument json = text::parse_json(text, file);
  Issues issues(text, file, std::move(json.repeated));
  EnsembleDocument document;
  Reader(issues).read(document, json.root());
  tuning::Ensemble ensemble{.name = std::move(document.name), .trained_on = std::move(document.trained_on)};
  for (std::size_t g = 0; g < document.groups.size(); ++g)
    ensemble.groups.push_back(
        group_of(std::move(document.groups[g]), "/groups/" + std::to_string(g), json.root(), issues));
  const Issues read = issues;
  for (const auto& [pointer, refusal] : tuning::internal::violations(ensemble, "tuning::validate"))
    if (!follows(pointer, read)) add_refusal(refusal, json.root(), pointer, issues);
  issues.raise();
  return ensemble;
}

tuning::Ensemble read_ensemble_file(const std::string& path) { return read_ensemble(read_file(path), path); }

std::string write_ensemble(const tuning::Ensemble& ensemble) {
  constexpr std::string_view kFunction = "io::write_ensemble";
  if (const auto broken = tuning::internal::violations(ensemble, kFunction); !broken.empty())
    throw broken.front().refusal;
  EnsembleDocument document{.name = ensemble.name, .trained_on = ensemble.trained_on};
  for (const tuning::EnsembleGroup& group : ensemble.groups) {
    GroupDocument& to = document.groups.emplace_back(GroupDocument{.group = group});
    if (group.by_features) to.trees = document_of(*group.by_features);
    if (!group.widths) continue;
    to.widths = WidthsDocument{*group.widths, std::nullopt};
    if (group.widths->by_features) to.widths->trees = document_of(*group.widths->by_features);
  }
  Writer writer(kFunction);
  writer.write(document);
  std::string text = writer.take();
  const std::size_t most = text::JsonLimits{}.bytes;
  if (text.size() > most)
    foreplan::detail::fail(kFunction, "a document must have at most " + std::to_string(most) + " bytes",
                           std::to_string(text.size()));
  return text;
}

std::string ensemble_schema() { return text::value_text(Schema().document<EnsembleDocument>()); }

}  // namespace foreplan::inline v0::io
