#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/document.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/structure/input_output.hpp>
#include <foreplan/structure/multipliers.hpp>
#include <foreplan/structure/trade_content.hpp>

#include <string>
#include <vector>

/// Input-output tables and what follows from them. Tables are as wide as there are sectors: of more than about a dozen,
/// show an aggregate. Writers refuse more than 100 columns.
namespace foreplan::inline v0::report {

/// Flows with final demand and output beside them, intermediate and primary inputs and output below.
/// @throws InvalidArgument  as `structure::require_input_output_table`.
[[nodiscard]] FOREPLAN_EXPORT Table flow_table(const structure::InputOutputTable& table,
                                               Language language = Language::english);

/// Input coefficients A with the sums of the columns.
/// @throws InvalidArgument  as `structure::input_coefficients`.
[[nodiscard]] FOREPLAN_EXPORT Table coefficient_table(const structure::InputOutputTable& table,
                                                      Language language = Language::english);

/// A row a sector; of each kind of multiplier what is direct, what is direct and indirect, and with households, where
/// they were closed over, what income induces too.
/// @throws InvalidArgument  unless each has one value for each of the sectors.
[[nodiscard]] FOREPLAN_EXPORT Table multiplier_table(const std::vector<structure::Multipliers>& multipliers,
                                                     const std::vector<std::string>& sectors,
                                                     Language language = Language::english);

/// A row a category of final demand: what it contains of value added, imports and product taxes. The note has vertical
/// specialisation, and where imports were read from.
/// @param unit  of the table.
[[nodiscard]] FOREPLAN_EXPORT Table content_table(const structure::TradeContent& content, const Unit& unit,
                                                  Language language = Language::english);

/// The sentences as they are: `check` has the language of these.
[[nodiscard]] FOREPLAN_EXPORT Findings findings(const structure::InputOutputCheck& check,
                                                Language language = Language::english);

}  // namespace foreplan::inline v0::report
