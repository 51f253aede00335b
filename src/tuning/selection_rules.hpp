#pragma once
#include <foreplan/tuning/selection.hpp>

#include <string_view>
#include <vector>

#include "tuning/ensemble_rules.hpp"

namespace foreplan::inline v0::tuning::internal {

/// What makes a value no chooser, each at its place.
[[nodiscard]] std::vector<Violation> violations(const FeatureChooser&, std::string_view function);
/// @throws InvalidArgument  the first of them.
void check_chooser(std::string_view function, const FeatureChooser&);

/// @throws InvalidArgument  for `function`, unless there are 1 to 10,000 names of their own.
void check_candidate_names(std::string_view function, const std::vector<std::string>& names);

}  // namespace foreplan::inline v0::tuning::internal
