#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/check.hpp"
#include "tuning/option_values.hpp"

/// What the catalogue is made of, and what catalogues of models of one series and of shares have in common.
namespace foreplan::inline v0::tuning::internal {

/// Of forecast/models.hpp, in the order there.
[[nodiscard]] std::vector<ModelEntry> forecast_entries();
/// Of growth/curves.hpp.
[[nodiscard]] std::vector<ModelEntry> curve_entries();

inline void require_distinct_labels(std::string_view function, const std::vector<Candidate>& candidates) {
  std::unordered_set<std::string> labels;
  for (const Candidate& candidate : candidates)
    if (!labels.insert(candidate.label()).second)
      detail::fail(function, "candidates must have different names", detail::quoted(candidate.label()) + " twice");
}

template <class Model>
[[nodiscard]] const Entry<Model>& entry_named(std::string_view function, const std::string& name,
                                              std::span<const Entry<Model>> entries) {
  std::vector<std::string> known;
  for (const Entry<Model>& entry : entries) {
    if (entry.name == name) return entry;
    known.push_back(entry.name);
  }
  const std::string near = detail::nearest_name(name, known);
  detail::fail(function, "a model must be one of the entries", detail::quoted(name),
               near.empty() ? "" : "(nearest is " + detail::quoted(near) + ")");
}

/// Candidates with their defaults; of all entries without names.
template <class Model>
[[nodiscard]] std::vector<Candidate> named_candidates(std::string_view function, const std::vector<std::string>& names,
                                                      std::span<const Entry<Model>> entries) {
  std::vector<Candidate> candidates;
  if (names.empty())
    for (const Entry<Model>& entry : entries) candidates.push_back({.model = entry.name});
  for (const std::string& name : names) candidates.push_back({.model = entry_named(function, name, entries).name});
  require_distinct_labels(function, candidates);
  return candidates;
}

/// The candidate as a model by its label. What `make` refuses names the candidate that asked for it.
template <class Model>
[[nodiscard]] Model made(std::string_view function, const Candidate& candidate, std::span<const Entry<Model>> entries) {
  const Entry<Model>& entry = entry_named(function, candidate.model, entries);
  if (!entry.make) detail::fail(function, "an entry must have `make`", "none in " + detail::quoted(entry.name));
  Model result;
  try {
    result = entry.make(completed(function, entry.options, candidate.options));
  } catch (const InvalidArgument& refusal) {
    throw InvalidArgument(refusal.what() + (" in candidate " + detail::quoted(candidate.label())));
  }
  if (!result.fit) detail::fail(function, "a model must have `fit`", "none from " + detail::quoted(entry.name));
  result.name = candidate.label();
  return result;
}

template <class Model>
[[nodiscard]] std::vector<Model> all_made(std::string_view function, const std::vector<Candidate>& candidates,
                                          std::span<const Entry<Model>> entries) {
  require_distinct_labels(function, candidates);
  std::vector<Model> models;
  for (const Candidate& candidate : candidates) models.push_back(made(function, candidate, entries));
  return models;
}

}  // namespace foreplan::inline v0::tuning::internal
