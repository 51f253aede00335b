#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/check.hpp"

/// What the catalogue is made of, and what catalogues of models of one series and of shares have in common.
namespace foreplan::inline v0::tuning::internal {

/// Of forecast/models.hpp, in the order there.
[[nodiscard]] std::vector<ModelEntry> forecast_entries();
/// Of growth/curves.hpp.
[[nodiscard]] std::vector<ModelEntry> curve_entries();

template <class AnyCandidate>
void require_distinct_labels(std::string_view function, const std::vector<AnyCandidate>& candidates) {
  std::unordered_set<std::string> labels;
  for (const AnyCandidate& candidate : candidates)
    if (!labels.insert(candidate.label()).second)
      detail::fail(function, "candidates must have different names", detail::quoted(candidate.label()) + " twice");
}

/// What `make` refuses, with the candidate that asked for it.
template <class Make>
[[nodiscard]] auto with_candidate(const std::string& label, const Make& make) {
  try {
    return make();
  } catch (const InvalidArgument& refusal) {
    throw InvalidArgument(refusal.what() + (" in candidate " + detail::quoted(label)));
  }
}

}  // namespace foreplan::inline v0::tuning::internal
