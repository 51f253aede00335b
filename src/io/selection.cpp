#include <foreplan/io/files.hpp>
#include <foreplan/io/selection.hpp>

#include <optional>
#include <string>
#include <utility>

#include "forecast/names.hpp"
#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/trees_document.hpp"
#include "text/json_value.hpp"
#include "tuning/selection_rules.hpp"

namespace foreplan::inline v0::text {

template <>
struct Names<tuning::FeatureRule> {
  using R = tuning::FeatureRule;
  static constexpr std::pair<R, std::string_view> all[] = {{R::nearest_centroid, "nearest_centroid"},
                                                           {R::boosted_trees, "boosted_trees"}};
};

}  // namespace foreplan::inline v0::text

namespace foreplan::inline v0::io {
namespace internal {

/// A chooser, its trees beside it.
struct FeatureChooserDocument {
  Mark<"feature_chooser"> foreplan{};
  tuning::FeatureChooser chooser{};
  std::optional<TreesDocument> trees{};
};
inline About about(Described, const FeatureChooserDocument&) {
  return {"feature_chooser", "Which model suits a series by its features, learnt from other series."};
}
void fields(auto& visit, FeatureChooserDocument& x) {
  visit.required("foreplan", x.foreplan, "What the document holds.");
  visit.required("rule", x.chooser.rule, "How it chooses.");
  visit.required("candidates", x.chooser.candidates, "Their names, each of its own.");
  visit.required("features", x.chooser.features, "Of a series, by name.");
  visit.required("centre", x.chooser.centre, "Of each feature, the mean.");
  visit.required("spread", x.chooser.spread, ">= 0; of each feature, the standard deviation; 0: it is not used.");
  visit.open(
      "centroids", x.chooser.centroids,
      "Of each candidate, the mean of each standardised feature where it was best, null: unknown; empty where it "
      "never was.");
  visit.required("shares", x.chooser.shares, "[0, 1], of sum 1; of each candidate: on how many series it was best.");
  visit("trees", x.trees, "Outputs for each candidate by all features; left out: none.");
  visit("trained_on", x.chooser.trained_on, "In words: how many series, by what.");
}

}  // namespace internal

namespace {

using namespace internal;  // NOLINT: the field lists of this module

/// Says what `validate` refuses, but nothing that may only follow from values that could not be read.
void add_refusals(const tuning::FeatureChooser& chooser, const text::JsonNode& root, Issues& issues) {
  const Issues read = issues;
  // All lists are of these.
  if (read.any_in("/rule") || read.any_in("/candidates") || read.any_in("/features")) return;
  for (const auto& [pointer, refusal] : tuning::internal::violations(chooser, "tuning::validate"))
    if (!read.any_in_or_above(pointer)) add_refusal(refusal, root, pointer, issues);
}

}  // namespace

tuning::FeatureChooser read_feature_chooser(std::string_view text, std::string_view file) {
  const auto check = [](FeatureChooserDocument& document, const text::JsonNode& root, Issues& issues) {
    if (document.trees) document.chooser.trees = trees_of(std::move(*document.trees), "/trees", root, issues);
    add_refusals(document.chooser, root, issues);
  };
  return std::move(read_document<FeatureChooserDocument>(text, file, check).chooser);
}

tuning::FeatureChooser read_feature_chooser_file(const std::string& path) {
  return read_feature_chooser(read_file(path), path);
}

std::string write_feature_chooser(const tuning::FeatureChooser& chooser) {
  constexpr std::string_view kFunction = "io::write_feature_chooser";
  tuning::internal::check_chooser(kFunction, chooser);
  FeatureChooserDocument document{.chooser = chooser};
  if (chooser.trees) document.trees = document_of(*chooser.trees);
  return written(kFunction, document);
}

std::string feature_chooser_schema() { return text::value_text(Schema().document<FeatureChooserDocument>()); }

}  // namespace foreplan::inline v0::io
