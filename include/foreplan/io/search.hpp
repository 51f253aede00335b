#pragma once
#include <foreplan/export.hpp>
#include <foreplan/tuning/search.hpp>

#include <string>
#include <string_view>

/// What a search tried, as a JSON document: its trail, to be looked at later or searched on from.
///
///   io::write_file("search.json", io::write_search(tuning::bayesian_search(space, loss)));
///   const auto found = io::read_search_file("search.json");
///   const auto tuned = found.trials[found.best.value()].options;
///
///   {"foreplan": "search", "stop": "iteration_limit", "best": 1, "trials": [
///     {"options": {"largest_beta": 0.3}, "resource": 0, "loss": null, "error": "stats::attempt: ..."},
///     {"options": {"largest_beta": 0.1}, "resource": 0, "loss": 0.875}]}
namespace foreplan::inline v0::io {

/// @param file  only named in errors.
/// @throws ParseError  with up to 100 issues at once, as `read_plan`: malformed JSON, wrong kinds of values, keys that
///   are unknown, repeated or missing; an infinite loss, words of an error beside a loss, a best trial that is none or
///   failed. Limits: 16 MiB, 200 levels of nesting, 4,000,000 values.
[[nodiscard]] FOREPLAN_EXPORT tuning::SearchResult read_search(std::string_view text, std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT tuning::SearchResult read_search_file(const std::string& path);
/// Indented JSON that ends with a newline; reads back equal, numbers bit for bit.
/// @throws InvalidArgument  for what `read_search` refuses, and what a document cannot hold: options that are no object,
///   numbers in them that are not finite, texts that are not UTF-8, more than 16 MiB (some 100,000 trials of three
///   options) or 190 levels of nesting.
[[nodiscard]] FOREPLAN_EXPORT std::string write_search(const tuning::SearchResult& result);

/// The JSON Schema (draft 2020-12), as `plan_schema`.
[[nodiscard]] FOREPLAN_EXPORT std::string search_schema();

}  // namespace foreplan::inline v0::io
