#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/structure/productivity.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What productivity growth is made of, within sectors and between them. Every table and chart names its convention.
namespace foreplan::inline v0::report {

/// "Base shares", "GEAD"
[[nodiscard]] FOREPLAN_EXPORT std::string name_of(structure::WithinShift, Language language = Language::english);

/// One row a sector, in points of growth, and their sum; columns for the terms that the convention has.
/// @throws InvalidArgument  for a decomposition without sectors.
[[nodiscard]] FOREPLAN_EXPORT Table productivity_table(const structure::ShiftDecomposition& decomposition,
                                                       Language language = Language::english);

/// One row a decomposition of the same growth: its terms in points and the part of growth within sectors.
/// @param all  as `structure::compare_conventions` gives them.
/// @throws InvalidArgument  for none, or decompositions over different periods.
[[nodiscard]] FOREPLAN_EXPORT Table convention_table(const std::vector<structure::ShiftDecomposition>& all,
                                                     Language language = Language::english);

/// Within, between and total of each sector, in points of growth.
/// @throws InvalidArgument  for a decomposition without sectors.
[[nodiscard]] FOREPLAN_EXPORT ComparisonChart productivity_chart(const structure::ShiftDecomposition& decomposition,
                                                                 Language language = Language::english);
/// Within and between stacked, a bar a period, each in points of that period's growth.
/// @throws InvalidArgument  for a chain without periods.
[[nodiscard]] FOREPLAN_EXPORT BarChart productivity_chart(const structure::ChainedDecomposition& chain,
                                                          Language language = Language::english);

}  // namespace foreplan::inline v0::report
