#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/document.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/scenario/compare.hpp>
#include <foreplan/scenario/diff.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Runs of scenarios beside each other, each held against one base.
///
///   const auto base = scenario::solve(model, registry["base"], range);
///   std::vector<scenario::Comparison> all;
///   for (const auto& run : runs) all.push_back(scenario::compare(run, base));
///   page.section("What does it change?", comparison(all, {"gdp", "share_ind"}));
namespace foreplan::inline v0::report {

enum class RunView : std::uint8_t {
  level,       ///< The values, the base's too.
  difference,  ///< scenario - base, in the variable's unit.
  per_cent,    ///< 100 (scenario / base - 1)
};

/// One line a scenario; for levels the base as a dashed line.
/// @throws InvalidArgument  for no comparison, comparisons against bases of different names, and a variable that one of
///   them does not have, naming the nearest; UnitMismatch for one that they have in different units. So do the next
///   two.
[[nodiscard]] FOREPLAN_EXPORT LineChart run_chart(const std::vector<scenario::Comparison>& comparisons,
                                                  std::string_view variable, RunView view = RunView::level,
                                                  Language language = Language::english);
/// One row a period; the base, then for each scenario level, difference and per cent.
[[nodiscard]] FOREPLAN_EXPORT Table run_table(const std::vector<scenario::Comparison>& comparisons,
                                              std::string_view variable, Language language = Language::english);
/// All variables of one comparison: one row a period, one column each. @throws InvalidArgument for no variables.
[[nodiscard]] FOREPLAN_EXPORT Table table(const scenario::Comparison& comparison, RunView view = RunView::per_cent,
                                          Language language = Language::english);
/// Differences from the base in one period in per cent, variable by variable, the scenarios side by side.
/// @throws InvalidArgument  too for no variables; PeriodMismatch for a period that one did not solve.
[[nodiscard]] FOREPLAN_EXPORT ComparisonChart effects_chart(const std::vector<scenario::Comparison>& comparisons,
                                                            const std::vector<std::string>& variables, Period period,
                                                            Language language = Language::english);
/// For each variable its levels and its differences in per cent as charts (differences in its unit where the base
/// is 0), and the table; the effects in the last common period before them when there are several variables.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Block> comparison(const std::vector<scenario::Comparison>& comparisons,
                                                            const std::vector<std::string>& variables,
                                                            Language language = Language::english);

/// The largest differences first, one row each.
[[nodiscard]] FOREPLAN_EXPORT Table largest_table(const scenario::Comparison& comparison,
                                                  const scenario::DifferenceOptions& options = {.most = 20,
                                                                                                .peaks = true},
                                                  Language language = Language::english);
/// What two scenarios state differently, value by value; at most `rows`, the note says how many more there are.
/// @throws InvalidArgument  unless rows > 0.
[[nodiscard]] FOREPLAN_EXPORT Table input_table(const scenario::ScenarioDiff& diff,
                                                Language language = Language::english, std::size_t rows = 200);

}  // namespace foreplan::inline v0::report
