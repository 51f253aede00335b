#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Symmetric input-output tables: what each sector delivers to each sector and to final demand, and what it pays for
/// besides. Sectors stand in one order throughout; n is their number. Miller & Blair (2009), chapter 2, has the terms.
///
///     output(i) = sum over j of flows(i, j) + sum over final demand of values(i)           (rows)
///     output(j) = sum over i of flows(i, j) + sum over primary inputs of values(j)         (columns)
///
/// @par Example  Miller & Blair's two sectors; value added is what the columns leave.
///     const InputOutputTable t = complete({.sectors = {"agriculture", "manufactures"},
///                                          .flows = matrix({{150, 500}, {200, 100}}),
///                                          .output = {1000, 2000}});
///     for (const auto& finding : check(t).findings) show(finding.sentence);
namespace foreplan::inline v0::structure {

/// What a row below the flows is payment for. Without the product taxes, what is left of output after intermediate
/// inputs is not value added at basic prices.
enum class PrimaryInputKind : std::uint8_t {
  imports,            ///< Imported intermediate inputs.
  taxes_on_products,  ///< Less subsidies, on the inputs that the sector buys.
  compensation_of_employees,
  other_value_added,  ///< Operating surplus, mixed income, depreciation, other taxes on production.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(PrimaryInputKind) noexcept;
/// Compensation and other value added: what gross value added is made of.
[[nodiscard]] FOREPLAN_EXPORT bool is_value_added(PrimaryInputKind) noexcept;

struct PrimaryInput {
  std::string name{};
  PrimaryInputKind kind = PrimaryInputKind::other_value_added;
  std::vector<double> values{};  ///< One a sector.

  bool operator==(const PrimaryInput&) const = default;
};

enum class FinalDemandKind : std::uint8_t {
  household_consumption,  ///< With that of non-profit institutions, where they stand together.
  government_consumption,
  capital_formation,
  inventory_change,  ///< May be negative.
  exports,
  other,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(FinalDemandKind) noexcept;

struct FinalDemand {
  std::string name{};
  FinalDemandKind kind = FinalDemandKind::other;
  std::vector<double> values{};               ///< Of domestic output, one a sector.
  std::optional<double> imports{};            ///< Imports that it buys itself.
  std::optional<double> taxes_on_products{};  ///< Less subsidies, on all that it buys.

  bool operator==(const FinalDemand&) const = default;
};

/// Something else that goes with output: employment, emissions, energy.
struct SatelliteAccount {
  std::string name{};
  Unit unit{};
  std::vector<double> values{};  ///< One a sector.

  bool operator==(const SatelliteAccount&) const = default;
};

struct InputOutputTable {
  std::vector<std::string> sectors{};
  Unit unit{};     ///< Of all but the satellites.
  Matrix flows{};  ///< n x n: flows(i, j) is what sector j uses of the domestic output of sector i.
  std::vector<FinalDemand> final_demand{};
  std::vector<PrimaryInput> primary_inputs{};
  std::vector<double> output{};  ///< x, one a sector.
  std::vector<SatelliteAccount> satellites{};
  Matrix imported_flows{};  ///< n x n, imports by the sector that they are products of; empty when not known.
  /// Total uses as the source prints them beside the output; empty when it does not. Only `check` looks at them.
  std::vector<double> stated_uses{};

  bool operator==(const InputOutputTable&) const = default;
};

/// @throws InvalidArgument  for `function`: no sectors, a name that is empty or stands twice; flows that are not n x n;
///   lists that do not have one value a sector, naming the list; values that are not finite, naming row and column.
FOREPLAN_EXPORT void require_input_output_table(const InputOutputTable&, std::string_view function);

/// Fills in what is empty: output by the rows; then final demand, named "final demand", by what the rows leave of
/// output; primary inputs, named "value added", by what the columns leave.
/// @throws InvalidArgument  for broken shapes, and when output and final demand are both empty.
[[nodiscard]] FOREPLAN_EXPORT InputOutputTable complete(InputOutputTable);

/// One sum a sector: what the sectors use of its output, what all final demand uses of it, and what it uses of the
/// sectors' output. @throws InvalidArgument  (all four) for broken shapes of what is summed.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> intermediate_use(const InputOutputTable&);
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> final_use(const InputOutputTable&);
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> intermediate_inputs(const InputOutputTable&);
/// Compensation of employees and other value added.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> value_added(const InputOutputTable&);

enum class InputOutputFindingKind : std::uint8_t {
  row_does_not_add_up,     ///< `value` is the sum of the uses, `expected` the output.
  column_does_not_add_up,  ///< `value` is the sum of the inputs, `expected` the output.
  stated_uses_differ,      ///< `value` is the sum of the uses, `expected` what the source prints.
  negative_cell,           ///< `value` stands where row and column meet.
  no_output,               ///< Of a sector: nothing, or inputs without output.
  no_inputs,               ///< A sector with output that uses nothing of any sector.
  inputs_exceed_output,    ///< Of intermediate inputs alone: `value` against `expected`.
  product_taxes_left_out,  ///< Columns fall short and no row holds product taxes: `value` is missing of `expected`.
  imports_differ,          ///< Of a sector: `value` is the sum of its imported flows, `expected` its rows of imports.
  coefficients_as_flows,   ///< `value` is the largest column sum, `expected` the largest output.
  price_basis_not_stated,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(InputOutputFindingKind) noexcept;

enum class FindingSeverity : std::uint8_t {
  contradiction,  ///< The table contradicts itself.
  warning,        ///< Probably not what was meant.
  note,           ///< Possible; this is how it is taken.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(FindingSeverity) noexcept;

struct InputOutputFinding {
  InputOutputFindingKind kind = InputOutputFindingKind::row_does_not_add_up;
  FindingSeverity severity = FindingSeverity::contradiction;
  std::string row{};     ///< Its sector, primary input or satellite; empty for the whole table.
  std::string column{};  ///< Its sector or category of final demand.
  double value = std::numeric_limits<double>::quiet_NaN();
  double expected = std::numeric_limits<double>::quiet_NaN();
  std::string sentence{};  ///< With names and amounts, in the language asked for.

  bool operator==(const InputOutputFinding&) const = default;
};

struct InputOutputCheckOptions {
  /// Sums may be off by this part of the output and no finding is made.
  double tolerance = 1e-9;  ///< >= 0
  /// And by this much for each figure that is added: 0.5 for figures printed as whole numbers.
  double rounding = 0;                    ///< >= 0
  Language language = Language::english;  ///< Of the sentences.

  bool operator==(const InputOutputCheckOptions&) const = default;
};

struct InputOutputCheck {
  std::vector<InputOutputFinding> findings{};  ///< Contradictions first, then warnings, then notes; by sector in each.

  /// No contradictions.
  [[nodiscard]] FOREPLAN_EXPORT bool consistent() const noexcept;
  [[nodiscard]] FOREPLAN_EXPORT std::size_t count(InputOutputFindingKind) const noexcept;
  bool operator==(const InputOutputCheck&) const = default;
};

/// Does the table add up, and is it what it seems to be?
///
/// - Rows are compared where the table has final demand, columns where it has primary inputs.
/// - Negative cells are contradictions in flows, imported flows and output, and warnings in final demand other than
///   changes of inventories, imports, compensation and satellites; taxes and operating surplus may be negative.
/// - A sector without output is taken for one that produces nothing, with coefficients of zero; only inputs that it
///   uses and deliveries that it makes contradict that.
/// - Flows are taken for coefficients, and nothing else is looked for but prices, when all are in [0, 1], all columns
///   add to less than 1 and some output is 100 or more.
/// - Product taxes are suspected where no row holds them and the columns of most sectors fall short, and of none
///   exceed.
///
/// Cost: one pass over the cells.
/// @throws InvalidArgument  as `require_input_output_table`; for options out of range.
[[nodiscard]] FOREPLAN_EXPORT InputOutputCheck check(const InputOutputTable&,
                                                     const InputOutputCheckOptions& options = {});

}  // namespace foreplan::inline v0::structure
