#pragma once
#include <foreplan/scenario/seek.hpp>

#include <string_view>

/// Targets that a scenario states itself.
namespace foreplan::inline v0::scenario::detail {

[[nodiscard]] bool states_targets(const Scenario& scenario) noexcept;

/// For functions that do not meet targets.
/// @param instead  what the caller may do.
/// @throws InvalidArgument  for a scenario that states some, naming the first and its layer.
void require_no_targets(const Scenario& scenario, std::string_view function,
                        std::string_view instead = "solve it, and go on with the scenario of Run::targets");

/// `seek` under another name in errors; the scenario's own targets must have been left out.
[[nodiscard]] SeekResult seek(std::string_view function, const Model& model, const Scenario& scenario,
                              SeekOptions options);

/// A run of a scenario that states targets, as near to them as they come.
[[nodiscard]] Run meet_targets(const Model& model, const Scenario& scenario, PeriodRange range,
                               const SolveOptions& options);

}  // namespace foreplan::inline v0::scenario::detail
