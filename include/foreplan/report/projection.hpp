#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/plan.hpp>
#include <foreplan/plan/projection.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/structure/share_targets.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Where the economy goes under each scenario. Results are those of `plan::project` for the scenarios
/// of one plan, which gives the sectors their names. A scenario named low, base or high is called so in the
/// language of the report; any other keeps its name.
namespace foreplan::inline v0::report {

enum class Measure : std::uint8_t {
  level,  ///< In the projection's unit.
  share,  ///< Of the total, in per cent.
};

/// One sector (empty: the total) under all scenarios: the median of each with its interval, and the target if an
/// event is about this very quantity.
/// @throws InvalidArgument  for no result, an unknown sector, the share of the total.
[[nodiscard]] FOREPLAN_EXPORT LineChart scenario_chart(const plan::Plan& plan,
                                                       const std::vector<plan::ProjectionResult>& results,
                                                       std::string_view sector = {}, Measure measure = Measure::level,
                                                       Language language = Language::english);

/// The shares of all sectors along the scenario's own path.
[[nodiscard]] FOREPLAN_EXPORT AreaChart share_chart(const plan::Plan& plan, const plan::ProjectionResult& result,
                                                    Language language = Language::english);

/// Growth of the total along the scenario's own path, per cent a period, by the sectors' contributions in points.
[[nodiscard]] FOREPLAN_EXPORT BarChart growth_contributions(const plan::Plan& plan, const plan::ProjectionResult& result,
                                                            Language language = Language::english);

/// What it asks of each sector to bring one of them to a share while the total grows as in the scenario: as the scenario
/// has it, with the other sectors in the base's proportions, and in the scenario's (`structure::compare_target_paths`,
/// proportional and minimum cross-entropy). Growth is compound.
/// @throws InvalidArgument  for an unknown sector, a share outside (0, 1), a target outside the projection.
[[nodiscard]] FOREPLAN_EXPORT Table target_paths(const plan::Plan& plan, const plan::ProjectionResult& result,
                                                 const structure::EndShare& share, Period target,
                                                 Language language = Language::english);

/// All sectors (and, for levels, the total) in the last period, scenario by scenario: medians with their intervals.
[[nodiscard]] FOREPLAN_EXPORT ComparisonChart comparison(const plan::Plan& plan,
                                                         const std::vector<plan::ProjectionResult>& results,
                                                         Measure measure = Measure::level,
                                                         Language language = Language::english);

/// The probability of each event under each scenario, never printed as 0 or 100 %.
[[nodiscard]] FOREPLAN_EXPORT Table event_table(const plan::Plan& plan, const std::vector<plan::ProjectionResult>& results,
                                                Language language = Language::english);

/// Levels, growth and shares of one scenario's own path, one row a period.
[[nodiscard]] FOREPLAN_EXPORT Table projection_table(const plan::Plan& plan, const plan::ProjectionResult& result,
                                                     Language language = Language::english);

/// A variable of the projection's model under all scenarios, along their own paths, in the unit that the model gives it.
/// It is called as the plan's indicator of that id, or else by its id.
/// @throws InvalidArgument  for no result, or a variable that a result does not have, naming the nearest.
[[nodiscard]] FOREPLAN_EXPORT LineChart variable_chart(const plan::Plan& plan,
                                                       const std::vector<plan::ProjectionResult>& results,
                                                       std::string_view variable, Language language = Language::english);

/// Variables of one unit by their shares in their sum, along the scenario's own path: workers by sector, say.
/// @throws InvalidArgument  as above, and for values below 0; UnitMismatch for different units.
[[nodiscard]] FOREPLAN_EXPORT AreaChart composition_chart(const plan::Plan& plan, const plan::ProjectionResult& result,
                                                          const std::vector<std::string>& variables, std::string title,
                                                          Language language = Language::english);

}  // namespace foreplan::inline v0::report
