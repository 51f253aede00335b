#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/scenario/attribution.hpp>
#include <foreplan/scenario/sensitivity.hpp>
#include <foreplan/scenario/simulate.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How sure a scenario is, what its uncertainty comes from, and what moved it: simulations, tornado tables and attributions
/// as charts.
namespace foreplan::inline v0::report {

/// Medians of a simulated variable with their central intervals; the note says how many draws there are and how many
/// could not be solved.
/// @param coverage  one of the simulation's; unset: the widest.
/// @throws InvalidArgument  for a variable that is not tracked, naming the nearest, a coverage that was not asked for, and a
///   simulation without a draw that was solved.
[[nodiscard]] FOREPLAN_EXPORT LineChart fan_chart(const scenario::Simulation& simulation, std::string_view variable,
                                                  std::optional<double> coverage = {},
                                                  Language language = Language::english);

/// An event, or several that hold together, and how likely: one row each, never printed as 0 or 100 %.
/// @throws InvalidArgument  for no row.
[[nodiscard]] FOREPLAN_EXPORT Table event_table(
    const std::vector<std::pair<std::string, scenario::EventProbability>>& events, Language language = Language::english);

/// Factors by how far they move the outcome, with the values that they were moved to.
/// @param unit  Of the outcome.
/// @throws InvalidArgument  for no rows.
[[nodiscard]] FOREPLAN_EXPORT TornadoChart tornado_chart(const scenario::Tornado& tornado, const Unit& unit = {},
                                                         Language language = Language::english);

/// What each shock did to a variable, period by period; the total is the difference between the scenarios.
/// @throws InvalidArgument  for an attribution that is not usable, and a variable that it does not have, naming the nearest.
[[nodiscard]] FOREPLAN_EXPORT BarChart attribution_chart(const scenario::Attribution& attribution,
                                                         std::string_view variable,
                                                         Language language = Language::english);

}  // namespace foreplan::inline v0::report
