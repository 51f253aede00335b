#pragma once
#include <foreplan/export.hpp>
#include <foreplan/tuning/selection.hpp>

#include <string>
#include <string_view>

/// Choosers by features as JSON documents, which an application loads in place of the corpus. The models that they
/// choose among are a document of their own (tuning.hpp):
///
///   io::write_file("chooser.json", io::write_feature_chooser(tuning::train_feature_chooser(result, features)));  // once
///   const auto model = tuning::choose_by_features("ours", io::read_feature_chooser_file("chooser.json"),     // everywhere
///                                                 tuning::forecasters(io::read_candidates_file("field.json")));
///
///   {"foreplan": "feature_chooser", "rule": "nearest_centroid", "candidates": ["ets", "theta"],
///    "features": ["length", "stability"], "centre": [40, 0.5], "spread": [10, 0.25],
///    "centroids": [[1, 0.5], [-1, null]], "shares": [0.75, 0.25]}
///
/// A feature that a candidate's series do not have is null in its centroid. Trees are as in ensemble.hpp.
namespace foreplan::inline v0::io {

/// @param file  only named in errors.
/// @throws ParseError  with up to 100 issues at once, as `read_plan`: malformed JSON, wrong kinds of values, keys that
///   are unknown, repeated or missing; all that `tuning::validate` refuses, at its place, unless it may only follow
///   from values that could not be read. Limits: 16 MiB, 200 levels of nesting, 4,000,000 values.
[[nodiscard]] FOREPLAN_EXPORT tuning::FeatureChooser read_feature_chooser(std::string_view text,
                                                                          std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT tuning::FeatureChooser read_feature_chooser_file(const std::string& path);
/// Indented JSON that ends with a newline; reads back equal, numbers bit for bit.
/// @throws InvalidArgument  for a chooser that `tuning::validate` refuses, and what a document cannot hold: texts that are
///   not UTF-8, more than 16 MiB (some 12,000 trees of depth 4).
[[nodiscard]] FOREPLAN_EXPORT std::string write_feature_chooser(const tuning::FeatureChooser& chooser);

/// The JSON Schema (draft 2020-12), as `plan_schema`.
[[nodiscard]] FOREPLAN_EXPORT std::string feature_chooser_schema();

}  // namespace foreplan::inline v0::io
