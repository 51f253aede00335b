#include <foreplan/tuning/catalogue.hpp>

#include <utility>

#include "tuning/built_in.hpp"

namespace foreplan::inline v0::tuning {
namespace {

std::vector<ModelEntry> all_built_in() {
  std::vector<ModelEntry> entries = internal::forecast_entries();
  for (ModelEntry& curve : internal::curve_entries()) entries.push_back(std::move(curve));
  return entries;
}

}  // namespace

std::span<const ModelEntry> model_entries() {
  static const std::vector<ModelEntry> entries = all_built_in();
  return entries;
}

std::vector<Candidate> catalogue(const std::vector<std::string>& names, std::span<const ModelEntry> entries) {
  return internal::named_candidates("tuning::catalogue", names, entries);
}

stats::Forecaster forecaster(const Candidate& candidate, std::span<const ModelEntry> entries) {
  return internal::made("tuning::forecaster", candidate, entries);
}

std::vector<stats::Forecaster> forecasters(const std::vector<Candidate>& candidates,
                                           std::span<const ModelEntry> entries) {
  return internal::all_made("tuning::forecasters", candidates, entries);
}

}  // namespace foreplan::inline v0::tuning
