#pragma once
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Input-output tables as comma-separated values (RFC 4180, UTF-8).
///
///     "sector [million USD, current prices]",agriculture,manufactures,households [household_consumption]
///     agriculture,150,500,350
///     manufactures,200,100,1700
///     imports [imports],50,100,80
///     wages [compensation_of_employees],600,1300,
///     output,1000,2000,
///     "employment [satellite, thousand person]",30,40,
///
/// The header names the columns; each row begins with its label. What a label is stands in brackets behind a space: for
/// columns a `FinalDemandKind`, for rows a `PrimaryInputKind`, `imported` (imports that are products of that sector) or
/// `satellite` with its unit. The unit of the table stands behind the first field. The column `output` is kept as
/// `stated_uses` where there is a row `output` too. Other columns are sectors, and each of them needs a row of its
/// name; the order of rows does not matter. What imports and product taxes have below final demand is its own `imports`
/// and `taxes_on_products`; rows `imported` without a row of imports make one of their sums. Lines before the header
/// that begin with # are passed over.
///
/// A file with other labels is read by saying which is what:
///
///     read_input_output(text, {.unit = Unit::money("EUR", 6, PriceBasis::current(), Valuation::basic),
///                              .final_demand = {{"P3_S14", FinalDemandKind::household_consumption},
///                                               {"P6", FinalDemandKind::exports}},
///                              .primary_inputs = {{"D1", PrimaryInputKind::compensation_of_employees}},
///                              .output = "P1",
///                              .ignored = {"TOTAL", "B1G"}});
namespace foreplan::inline v0::io {

/// Labels are meant as the file has them, brackets and all.
struct InputOutputReadOptions {
  std::optional<Unit> unit{};          ///< Unset: what stands behind the first field of the header.
  std::vector<std::string> sectors{};  ///< Empty: the columns that are nothing else.
  std::map<std::string, structure::FinalDemandKind> final_demand{};     ///< Columns.
  std::map<std::string, structure::PrimaryInputKind> primary_inputs{};  ///< Rows.
  std::map<std::string, Unit> satellites{};                             ///< Rows.
  std::map<std::string, std::string> imported{};  ///< Rows, each with the sector that the imports are products of.
  std::string output = "output";                  ///< Row, column or both.
  std::string stated_uses{};                      ///< Column of total uses, where it is not named like the output.
  std::vector<std::string> ignored{};             ///< Rows and columns: totals, memorandum items.
  std::vector<std::string> missing = {"NA"};      ///< Beside the empty field: what stands where there is no figure.
  bool missing_is_zero = false;                   ///< Otherwise one is refused where a figure is needed.
  std::size_t max_bytes = std::size_t{1} << 30;   ///< Of the text.
};

/// The table as the file has it: `structure::check` says whether it adds up. Costs one pass over the text.
/// @param file  only named in errors.
/// @throws ParseError  with the first 100 issues, each with line and column: what is no CSV; labels that are empty,
///   repeated or of no known meaning, with the nearest that has one; sectors without a row; no sectors, no row and
///   column of output; fields that are no number, or missing; a unit not known; figures of value added or satellites
///   below final demand.
[[nodiscard]] FOREPLAN_EXPORT structure::InputOutputTable read_input_output(std::string_view text,
                                                                            const InputOutputReadOptions& options = {},
                                                                            std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT structure::InputOutputTable read_input_output_file(
    const std::string& path, const InputOutputReadOptions& options = {});

/// The text that `read_input_output` reads back, without options, to an equal table: numbers have the fewest digits
/// that do so.
/// @throws InvalidArgument  as `structure::require_input_output_table`; for names and units that would not read back;
///   for imports or product taxes of final demand without a row of these, and imported flows without a row of imports.
[[nodiscard]] FOREPLAN_EXPORT std::string write_input_output(const structure::InputOutputTable&);

}  // namespace foreplan::inline v0::io
