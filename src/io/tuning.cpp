#include <foreplan/io/files.hpp>
#include <foreplan/io/tuning.hpp>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"
#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/tuning_fields.hpp"
#include "text/json_value.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module
using tuning::Candidate;

constexpr std::size_t kDeepest = 190;  // leaves room for what options stand in

/// Calls found(i, j) where candidate j > i has the label of i, which no one before has.
template <class Found>
void find_repeated(const std::vector<Candidate>& candidates, const Found& found) {
  std::unordered_map<std::string, std::size_t> first;
  for (std::size_t j = 0; j < candidates.size(); ++j)
    if (const auto [at, fresh] = first.emplace(candidates[j].label(), j); !fresh) found(at->second, j);
}

/// How deep values nest; a scalar is 0. Nothing recurses.
std::size_t depth_of(const Value& value) {
  std::size_t deepest = 0;
  std::vector<std::pair<const Value*, std::size_t>> open{{&value, 0}};
  while (!open.empty()) {
    const auto [now, depth] = open.back();
    open.pop_back();
    deepest = std::max(deepest, depth);
    if (now->is(Value::Kind::array))
      for (const Value& item : now->as_array()) open.emplace_back(&item, depth + 1);
    if (now->is(Value::Kind::object))
      for (const auto& [key, member] : now->as_object()) open.emplace_back(&member, depth + 1);
  }
  return deepest;
}

void require_writable(std::string_view function, const std::vector<Candidate>& candidates) {
  find_repeated(candidates, [&](std::size_t i, std::size_t j) {
    foreplan::detail::fail(function, "candidates must have different names",
                           foreplan::detail::quoted(candidates[j].label()),
                           "as candidate " + std::to_string(i + 1) + " and " + std::to_string(j + 1));
  });
  for (const Candidate& candidate : candidates) {
    const std::string of = "of " + foreplan::detail::quoted(candidate.label());
    if (!candidate.options.is(Value::Kind::object) && !candidate.options.is(Value::Kind::null))
      foreplan::detail::fail(function, "options must be an object or null", to_string(candidate.options.kind()), of);
    if (const std::size_t depth = depth_of(candidate.options); depth > kDeepest)
      foreplan::detail::fail(function, "options must nest at most " + std::to_string(kDeepest) + " deep",
                             std::to_string(depth), of);
  }
}

}  // namespace

std::vector<Candidate> read_candidates(std::string_view text, std::string_view file) {
  text::JsonDocument json = text::parse_json(text, file);
  Issues issues(text, file, std::move(json.repeated));
  CandidatesDocument document;
  Reader(issues).read(document, json.root());
  const Issues read = issues;
  std::size_t repeated = 0;  // found in the order of the document, of which no more than so many issues are told
  find_repeated(document.candidates, [&](std::size_t i, std::size_t j) {
    if (repeated == text::JsonDocument::kMostIssues) return;
    const std::string item = "/candidates/" + std::to_string(j);
    const std::string key = item + (document.candidates[j].name.empty() ? "/model" : "/name");
    // what could not be read has no name yet
    if (read.any_in_or_above(key) || read.any_in("/candidates/" + std::to_string(i))) return;
    ++repeated;
    issues.add(offset_of(json.root(), key), key, "a name that no other candidate has",
               foreplan::detail::quoted(document.candidates[j].label()) + ", as candidate " + std::to_string(i + 1));
  });
  issues.raise();
  return std::move(document.candidates);
}

std::vector<Candidate> read_candidates_file(const std::string& path) { return read_candidates(read_file(path), path); }

std::string write_candidates(const std::vector<Candidate>& candidates) {
  constexpr std::string_view kFunction = "io::write_candidates";
  require_writable(kFunction, candidates);
  CandidatesDocument document{.candidates = candidates};
  Writer writer(kFunction);
  writer.write(document);
  std::string text = writer.take();
  const text::JsonLimits limits;
  if (text.size() > limits.bytes)
    foreplan::detail::fail(kFunction, "a document must have at most " + std::to_string(limits.bytes) + " bytes",
                           std::to_string(text.size()));
  return text;
}

std::string candidate_schema() { return text::value_text(Schema().document<CandidatesDocument>()); }

}  // namespace foreplan::inline v0::io
