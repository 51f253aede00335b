#pragma once
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>

#include <vector>

/// Input-output tables at constant prices by double deflation (SNA 2008, chapter 15; Eurostat manual 2008, chapter 9).
namespace foreplan::inline v0::structure {

/// Price indices, 100 in the base year.
struct TableDeflators {
  int base_year = 0;
  std::vector<double> output{};  ///< Of domestic output, one a sector: for flows, final demand and output in its row.
  /// Of imports, one a sector: that they are products of, where the table has imported flows, and otherwise that uses
  /// them. Empty for a table without imports.
  std::vector<double> imports{};

  bool operator==(const TableDeflators&) const = default;
};

struct DeflatedTable {
  /// At constant prices of the base year. Rows add up as far as they did; value added, in one row of the name
  /// "value added", is what the columns leave.
  InputOutputTable table{};
  /// Of value added, 100 current / constant; NaN where either is not above zero: double deflation can end below zero
  /// where relative prices moved far.
  std::vector<double> value_added_deflator{};

  bool operator==(const DeflatedTable&) const = default;
};

/// Every row by its own index, value added by the columns. Product taxes less subsidies keep their ratio to the inputs
/// of the sector, domestic and imported. Satellites stay as they are; what final demand imports itself, the product
/// taxes on it and stated uses are left out, since their prices are not known.
/// @throws UnitMismatch     unless the table is at current prices.
/// @throws InvalidArgument  for broken shapes; indices that are not one a sector, or not above zero and finite, naming
///   the sector; a base year that is not in [1, 9999].
[[nodiscard]] FOREPLAN_EXPORT DeflatedTable double_deflated(const InputOutputTable&, const TableDeflators&);

}  // namespace foreplan::inline v0::structure
