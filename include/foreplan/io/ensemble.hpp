#pragma once
#include <foreplan/export.hpp>
#include <foreplan/tuning/ensemble.hpp>

#include <string>
#include <string_view>

/// Trained ensembles as JSON documents, which an application loads in place of the corpus:
///
///   io::write_file("ensemble.json", io::write_ensemble(tuning::train_ensemble("ours", panel, groups)));  // once
///   const auto model = tuning::forecaster(io::read_ensemble_file("ensemble.json"));                    // everywhere
///
///   {"foreplan": "ensemble", "name": "ours", "groups": [
///     {"first_season": 1, "last_season": 100000, "members": [{"model": "ets"}, {"model": "dotm"}],
///      "weights": [0.4, 0.6], "share_by_features": 1, "least_weight": 0}]}
///
/// Trees are lists of numbers, node by node: feature, threshold, 1 or 0 for `missing_left`, left and right of a split; -1
/// and a value for each output of a leaf.
namespace foreplan::inline v0::io {

/// Whether members and their options are known, `tuning::forecaster` says: a document may be of the caller's entries.
/// @param file  only named in errors.
/// @throws ParseError  with up to 100 issues at once, as `read_plan`: malformed JSON, wrong kinds of values, keys that
///   are unknown, repeated or missing; all that `tuning::validate` refuses, at its place, unless it may only follow
///   from values that could not be read. Limits: 16 MiB, 200 levels of nesting, 4,000,000 values.
[[nodiscard]] FOREPLAN_EXPORT tuning::Ensemble read_ensemble(std::string_view text, std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT tuning::Ensemble read_ensemble_file(const std::string& path);
/// Indented JSON that ends with a newline; reads back equal.
/// @throws InvalidArgument  for an ensemble that `tuning::validate` refuses, and what a document cannot hold: numbers
///   that are not finite, texts that are not UTF-8, more than 16 MiB (some 12,000 trees of depth 4).
[[nodiscard]] FOREPLAN_EXPORT std::string write_ensemble(const tuning::Ensemble& ensemble);

/// The JSON Schema (draft 2020-12), as `plan_schema`.
[[nodiscard]] FOREPLAN_EXPORT std::string ensemble_schema();

}  // namespace foreplan::inline v0::io
