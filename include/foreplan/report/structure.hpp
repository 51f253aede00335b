#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/document.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/structure/breaks.hpp>
#include <foreplan/structure/share_breaks.hpp>
#include <foreplan/structure/shares.hpp>

#include <span>
#include <string>
#include <vector>

/// How far a structure shifted, how it looks over time, and where it breaks.
namespace foreplan::inline v0::report {

/// One row an index of `structure`, each under its convention's name, for shares (or levels) before and after.
/// @throws InvalidArgument  for what those indices refuse; Aitchison's and Lilien's need every share > 0.
[[nodiscard]] FOREPLAN_EXPORT Table shift_table(std::span<const double> first, std::span<const double> last,
                                                Language language = Language::english);

/// Shares in per cent, the first part at the bottom; what a given total has beside its parts lies on top.
/// @throws InvalidArgument  for no parts, or parts that exceed the given total.
[[nodiscard]] FOREPLAN_EXPORT AreaChart share_chart(const structure::Shares& shares, std::string title = {},
                                                    Language language = Language::english);

/// One card a break, or one that says that there is none.
[[nodiscard]] FOREPLAN_EXPORT Findings break_findings(const std::vector<structure::StructureBreak>& breaks,
                                                      Language language = Language::english);

/// The dates at which shares leave their course: one row for all sectors, one a sector with its intervals.
[[nodiscard]] FOREPLAN_EXPORT Table share_break_table(const structure::ShareBreakFit& fit,
                                                      Language language = Language::english);

}  // namespace foreplan::inline v0::report
