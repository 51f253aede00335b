#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/audit.hpp>
#include <foreplan/plan/plan.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/document.hpp>
#include <foreplan/report/table.hpp>

#include <string_view>
#include <vector>

/// What a plan states, and what its audit found.
namespace foreplan::inline v0::report {

/// One card a finding, in the order of the audit. `language` is that of the labels; the sentences
/// are in the language that the audit was asked for.
[[nodiscard]] FOREPLAN_EXPORT Findings findings(const std::vector<plan::Finding>& findings,
                                                Language language = Language::english);
[[nodiscard]] FOREPLAN_EXPORT Findings findings(const plan::Audit& audit, Language language = Language::english);
/// The same, each card with the plan's own words to unfold.
/// @throws InvalidArgument  when a finding names a statement that the plan does not have.
[[nodiscard]] FOREPLAN_EXPORT Findings findings(const plan::Audit& audit, const plan::Plan& plan,
                                                Language language = Language::english);

/// How many findings of each severity.
[[nodiscard]] FOREPLAN_EXPORT KeyFigures audit_figures(const plan::Audit& audit, Language language = Language::english);

/// The whole answer: how many findings, then contradictions and warnings, what follows from the statements, and
/// what was tested and agrees, each under a heading of its own.
/// @throws InvalidArgument  as `findings`.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Block> audit_blocks(const plan::Audit& audit, const plan::Plan& plan,
                                                              Language language = Language::english);

/// Every statement, then every assumption: what it says with unit and prices, and where it stands.
/// @throws InvalidArgument  for a statement about an unknown indicator, or a plan without statements.
[[nodiscard]] FOREPLAN_EXPORT Table statements(const plan::Plan& plan, Language language = Language::english);

/// Those of one role: the targets, say.
[[nodiscard]] FOREPLAN_EXPORT Table statements(const plan::Plan& plan, plan::Role role, Language language = Language::english);

/// The stated contributions to the growth of an indicator, period by period, and the growth that they add up to.
/// @throws InvalidArgument  when there is none.
[[nodiscard]] FOREPLAN_EXPORT BarChart stated_contributions(const plan::Plan& plan, std::string_view of,
                                                            Language language = Language::english);

/// What a target and a growth statement imply about the level that both start from, if both are met exactly, with the
/// range that the growth's rounding leaves; and the factor that takes the stated base to that level.
/// @param base, target, growth  ids of level, level and growth statements about one indicator: the growth from the period
///   after the base's to the target's.
/// @throws InvalidArgument  for an unknown id, other kinds, indicators or periods, and as growth::implied_base.
[[nodiscard]] FOREPLAN_EXPORT Table implied_base_table(const plan::Plan& plan, std::string_view base,
                                                       std::string_view target, std::string_view growth,
                                                       Language language = Language::english);

}  // namespace foreplan::inline v0::report
