#include <foreplan/io/files.hpp>
#include <foreplan/io/tuning.hpp>

#include <string>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"
#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/option_rules.hpp"
#include "io/tuning_fields.hpp"
#include "text/json_value.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module
using tuning::Candidate;

/// Calls found(i, j) where candidate j > i has the label of i, which no one before has.
template <class Found>
void find_repeated(const std::vector<Candidate>& candidates, const Found& found) {
  std::unordered_map<std::string, std::size_t> first;
  for (std::size_t j = 0; j < candidates.size(); ++j)
    if (const auto [at, fresh] = first.emplace(candidates[j].label(), j); !fresh) found(at->second, j);
}

void require_writable(std::string_view function, const std::vector<Candidate>& candidates) {
  find_repeated(candidates, [&](std::size_t i, std::size_t j) {
    foreplan::detail::fail(function, "candidates must have different names",
                           foreplan::detail::quoted(candidates[j].label()),
                           "as candidate " + std::to_string(i + 1) + " and " + std::to_string(j + 1));
  });
  for (const Candidate& candidate : candidates)
    require_options(function, candidate.options, "of " + foreplan::detail::quoted(candidate.label()));
}

}  // namespace

std::vector<Candidate> read_candidates(std::string_view text, std::string_view file) {
  const auto check = [](const CandidatesDocument& document, const text::JsonNode& root, Issues& issues) {
    const Issues read = issues;
    std::size_t repeated = 0;  // found in the order of the document, of which no more than so many issues are told
    find_repeated(document.candidates, [&](std::size_t i, std::size_t j) {
      if (repeated == text::JsonDocument::kMostIssues) return;
      const std::string item = "/candidates/" + std::to_string(j);
      const std::string key = item + (document.candidates[j].name.empty() ? "/model" : "/name");
      // what could not be read has no name yet
      if (read.any_in_or_above(key) || read.any_in("/candidates/" + std::to_string(i))) return;
      ++repeated;
      issues.add(offset_of(root, key), key, "a name that no other candidate has",
                 foreplan::detail::quoted(document.candidates[j].label()) + ", as candidate " + std::to_string(i + 1));
    });
  };
  return std::move(read_document<CandidatesDocument>(text, file, check).candidates);
}

std::vector<Candidate> read_candidates_file(const std::string& path) { return read_candidates(read_file(path), path); }

std::string write_candidates(const std::vector<Candidate>& candidates) {
  constexpr std::string_view kFunction = "io::write_candidates";
  require_writable(kFunction, candidates);
  CandidatesDocument document{.candidates = candidates};
  return written(kFunction, document);
}

std::string candidate_schema() { return text::value_text(Schema().document<CandidatesDocument>()); }

}  // namespace foreplan::inline v0::io
