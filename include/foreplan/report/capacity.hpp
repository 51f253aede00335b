#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/capacity.hpp>
#include <foreplan/plan/financing.hpp>
#include <foreplan/plan/pipeline.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/table.hpp>

#include <vector>

/// What growth needs: projects, money, land, raw material, electricity, workers. Each function writes
/// down what the function of `plan` of the same matter calculated, or calls it where that takes no choice.
namespace foreplan::inline v0::report {

/// One row a year: capital spent, capital since the start, and output, expected and with intervals.
[[nodiscard]] FOREPLAN_EXPORT Table pipeline_table(const plan::Pipeline& pipeline, Language language = Language::english);
/// Capital spent since the start, with its interval. `coverage` is the simulation's.
[[nodiscard]] FOREPLAN_EXPORT LineChart pipeline_chart(const plan::Pipeline& pipeline, double coverage = 0.90,
                                                       Language language = Language::english);

/// One row a year: required, each source, gap; and the totals.
[[nodiscard]] FOREPLAN_EXPORT Table financing_table(const plan::FinancingNeed& need, Language language = Language::english);
/// Sources stacked by year against the requirement.
[[nodiscard]] FOREPLAN_EXPORT BarChart financing_chart(const plan::FinancingNeed& need, Language language = Language::english);

/// Industrial zones: fill rate, pace, and the year in which each is full.
[[nodiscard]] FOREPLAN_EXPORT Table zone_table(const std::vector<plan::Zone>& zones, Language language = Language::english);
/// When zones fill by the course of their counts (`plan::zone_saturation`): one row for each zone that has one.
/// @throws InvalidArgument  when none has.
[[nodiscard]] FOREPLAN_EXPORT Table zone_saturation_table(const std::vector<plan::Zone>& zones,
                                                          Language language = Language::english);
/// A zone's counts and the curve through them, to the period in which it fills.
/// @throws InvalidArgument  when it has no course.
[[nodiscard]] FOREPLAN_EXPORT LineChart zone_saturation_chart(const plan::Zone& zone, Language language = Language::english);
/// Growing areas against the plants that they supply.
[[nodiscard]] FOREPLAN_EXPORT Table raw_material_table(const std::vector<plan::RawMaterial>& materials,
                                                       Language language = Language::english);
/// Demand in the last period by elasticity, linear and power form; the note says when growth is extrapolated.
[[nodiscard]] FOREPLAN_EXPORT Table electricity_table(const plan::ElectricityDemand& demand, Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT LineChart electricity_chart(const plan::ElectricityDemand& demand,
                                                          Language language = Language::english);
/// Workers needed, and what output and productivity contribute.
[[nodiscard]] FOREPLAN_EXPORT Table labour_table(const std::vector<plan::LabourDemand>& demands,
                                                 Language language = Language::english);

}  // namespace foreplan::inline v0::report
