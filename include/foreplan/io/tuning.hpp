#pragma once
#include <foreplan/export.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What tuning finds, as JSON documents: candidates to try, and those that won, which an application loads. Choosers
/// are in selection.hpp, searches in search.hpp, ensembles in ensemble.hpp.
///
///   io::write_file("field.json", io::write_candidates(tuning::catalogue({"ets", "dotm", "gompertz"})));
///   const auto field = tuning::forecasters(io::read_candidates_file("field.json"));
///
///   {"foreplan": "candidates", "candidates": [
///     {"model": "dotm"},
///     {"name": "ets, capped", "model": "ets", "options": {"largest_beta": 0.2}}]}
///
/// Candidates of share projections (tuning/shares.hpp) are written in the same way.
namespace foreplan::inline v0::io {

/// Whether models and their options are known, `tuning::forecaster` says: a document may be of entries of the caller's.
/// @param file  only named in errors.
/// @throws ParseError  with up to 100 issues at once, as `read_plan`: malformed JSON, wrong kinds of values, keys that
///   are unknown, repeated or missing, two candidates of one name. Limits: 16 MiB, 200 levels of nesting.
[[nodiscard]] FOREPLAN_EXPORT std::vector<tuning::Candidate> read_candidates(std::string_view text,
                                                                             std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT std::vector<tuning::Candidate> read_candidates_file(const std::string& path);
/// Indented JSON that ends with a newline; reads back equal.
/// @throws InvalidArgument  for what a document cannot hold: two candidates of one name, options that are no object,
///   numbers that are not finite, texts that are not UTF-8, more than 16 MiB or 190 levels of nesting.
[[nodiscard]] FOREPLAN_EXPORT std::string write_candidates(const std::vector<tuning::Candidate>& candidates);

/// The JSON Schema (draft 2020-12), as `plan_schema`.
[[nodiscard]] FOREPLAN_EXPORT std::string candidate_schema();

}  // namespace foreplan::inline v0::io
