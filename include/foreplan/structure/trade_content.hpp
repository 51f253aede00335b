#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What final demand contains, through all rounds of production: domestic value added, imports, product taxes. With
/// L = (I - A)^-1 of domestic flows and w for what one unit of output takes of each directly, one unit of final demand
/// for the output of sector j contains w' L e_j; together they are 1 where the columns of the table add up.
namespace foreplan::inline v0::structure {

/// Where the imports that a sector uses are read from.
enum class ImportFigures : std::uint8_t {
  imports_row,     ///< Primary inputs of the kind imports: how much, not of what.
  imported_flows,  ///< Their column sums, and imports are told apart by product.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ImportFigures) noexcept;

/// A category of final demand, in the unit of the table. What it contains of domestic output sums to `demand`.
struct DemandContent {
  std::string name{};
  FinalDemandKind kind = FinalDemandKind::other;
  double demand = 0;  ///< For domestic output.
  double value_added = 0;
  double imports = 0;  ///< That the output contains, without those that the category buys itself.
  double taxes_on_products = 0;
  double unaccounted = 0;                  ///< What columns lack that do not add up.
  std::optional<double> direct_imports{};  ///< As the table has them.
  std::optional<double> direct_taxes{};

  bool operator==(const DemandContent&) const = default;
};

struct TradeContent {
  ImportFigures figures = ImportFigures::imports_row;
  /// Of one unit of final demand for the output of each sector.
  std::vector<double> value_added{}, imports{}, taxes_on_products{}, unaccounted{};
  std::vector<DemandContent> final_demand{};
  /// n x categories: the imports in each category by the sector that they are products of; empty from a row of imports.
  Matrix imports_by_product{};

  double exports = 0;  ///< Of domestic output: all categories of that kind.
  /// VS of Hummels, Ishii & Yi (2001): imports in the exports of each sector. Their sum over exports is their equation
  /// (3), u A^M (I - A^D)^-1 X / X_k.
  std::vector<double> vertical_specialisation{};
  double vertical_specialisation_share = 0;  ///< NaN without exports.
  double domestic_value_added = 0;           ///< In exports.
  double domestic_value_added_share = 0;     ///< NaN without exports.

  double residual = 0;  ///< As of `SystemSolution`, the worst of the solutions.
  Stop stop = Stop::not_run;
  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  bool operator==(const TradeContent&) const = default;
};

/// @param figures  unset: imported flows where the table has them, otherwise the row. Where it has both, `check` says
///   whether they agree.
/// Cost: a factorisation, and a solution for each row and each category.
/// @throws InvalidArgument  as `input_coefficients` and `factor`; when the table does not have these imports; naming a
///   sector that has primary inputs or imports without output.
[[nodiscard]] FOREPLAN_EXPORT TradeContent trade_content(const InputOutputTable&,
                                                         std::optional<ImportFigures> figures = std::nullopt);

}  // namespace foreplan::inline v0::structure
