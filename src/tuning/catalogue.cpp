#include <foreplan/tuning/catalogue.hpp>

#include <algorithm>
#include <utility>

#include "core/check.hpp"
#include "tuning/built_in.hpp"
#include "tuning/option_values.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr std::string_view kForecaster = "tuning::forecaster";

std::vector<ModelEntry> all_built_in() {
  std::vector<ModelEntry> entries = internal::forecast_entries();
  for (ModelEntry& curve : internal::curve_entries()) entries.push_back(std::move(curve));
  return entries;
}

const ModelEntry& entry_named(std::string_view function, const std::string& name, std::span<const ModelEntry> entries) {
  std::vector<std::string> known;
  for (const ModelEntry& entry : entries) {
    if (entry.name == name) return entry;
    known.push_back(entry.name);
  }
  const std::string near = detail::nearest_name(name, known);
  detail::fail(function, "a model must be one of the entries", detail::quoted(name),
               near.empty() ? "" : "(nearest is " + detail::quoted(near) + ")");
}

}  // namespace

std::span<const ModelEntry> model_entries() {
  static const std::vector<ModelEntry> entries = all_built_in();
  return entries;
}

std::vector<Candidate> catalogue(const std::vector<std::string>& names, std::span<const ModelEntry> entries) {
  constexpr std::string_view kFunction = "tuning::catalogue";
  std::vector<Candidate> candidates;
  if (names.empty())
    for (const ModelEntry& entry : entries) candidates.push_back({.model = entry.name});
  for (const std::string& name : names) {
    (void)entry_named(kFunction, name, entries);
    candidates.push_back({.model = name});
  }
  internal::require_distinct_labels(kFunction, candidates);
  return candidates;
}

stats::Forecaster forecaster(const Candidate& candidate, std::span<const ModelEntry> entries) {
  const ModelEntry& entry = entry_named(kForecaster, candidate.model, entries);
  if (!entry.make) detail::fail(kForecaster, "an entry must have `make`", "none in " + detail::quoted(entry.name));
  stats::Forecaster result = internal::with_candidate(
      candidate.label(), [&] { return entry.make(completed(kForecaster, entry.options, candidate.options)); });
  if (!result.fit) detail::fail(kForecaster, "a model must have `fit`", "none from " + detail::quoted(entry.name));
  result.name = candidate.label();
  return result;
}

std::vector<stats::Forecaster> forecasters(const std::vector<Candidate>& candidates,
                                           std::span<const ModelEntry> entries) {
  internal::require_distinct_labels("tuning::forecasters", candidates);
  std::vector<stats::Forecaster> models;
  for (const Candidate& candidate : candidates) models.push_back(forecaster(candidate, entries));
  return models;
}

}  // namespace foreplan::inline v0::tuning
