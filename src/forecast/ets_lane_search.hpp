#pragma once
#include <foreplan/forecast/ets.hpp>

#include <span>
#include <vector>

#include "forecast/ets_search.hpp"
#include "numeric/dispatch.hpp"

namespace foreplan::inline v0::forecast {

/// Whether searches of the form go in lanes: all its parameters are free, and the bounds are a box.
[[nodiscard]] bool in_lanes(const EtsForm& form, const EtsTask& task);

/// `most_likely` of tasks that are in lanes, the searches of all side by side.
[[nodiscard]] std::vector<EtsOptimum> most_likely_in_lanes(const EtsForm& form, std::span<const EtsTask> tasks,
                                                           numeric::Tier tier = numeric::best_tier());

}  // namespace foreplan::inline v0::forecast
