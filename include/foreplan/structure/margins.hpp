#pragma once
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Can a table have the row and column sums (margins) that it is to be balanced to, when zero cells stay zero and no
/// cell changes its sign?
namespace foreplan::inline v0::structure {

enum class Attainability : std::uint8_t {
  interior,    ///< Some table with every non-zero cell still non-zero has these margins.
  boundary,    ///< Only tables in which some of the non-zero cells have become zero have them.
  infeasible,  ///< No table has them.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Attainability) noexcept;

/// Why no table has the margins. With `row_sum` > `column_sum`: the positive cells of `rows` all lie in `columns`, and
/// the negative cells of `columns` all lie in `rows`, so that the rows cannot sum to more than the columns. With
/// `column_sum` > `row_sum` the same, rows and columns exchanged. An empty list on the other side says that there is
/// nowhere to put the sum: a row or column without a cell of the sign needed.
struct MarginConflict {
  std::vector<std::size_t> rows{}, columns{};  ///< Rising.
  double row_sum = 0, column_sum = 0;          ///< What is asked of them together.

  bool operator==(const MarginConflict&) const = default;
};

struct MarginDiagnosis {
  Attainability attainability = Attainability::interior;
  MarginConflict conflict{};      ///< When infeasible: of several, a small one.
  std::vector<Cell> vanishing{};  ///< When on the boundary: the non-zero cells that are zero in every such table.

  bool operator==(const MarginDiagnosis&) const = default;
};
/// A sentence: "rows 0, 2 ask for 30 together, but have cells only in column 1, which asks for 20".
/// @param row_names, column_names  both empty, and places count from 0; or a name for each.
/// @throws InvalidArgument  for a place that has no name.
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const MarginDiagnosis&,
                                                    const std::vector<std::string>& row_names = {},
                                                    const std::vector<std::string>& column_names = {});

/// Decides by a maximum flow between rows and columns (Gale 1957; Dinic 1970): what a minimum cut holds is the
/// conflict; a cell vanishes when no circulation of the flow passes through it (Schneider & Zenios 1990 on when
/// balancing converges). Totals of rows and columns that differ by more than 10^-12 of the gross total (sums of
/// |margins|) are a conflict of all rows with all columns; sums and flows below 10^-11 of the gross total count as
/// zero. Cost: near to linear in the non-zero cells for most patterns; O((rows + columns)^2 cells) at worst.
///
/// @throws InvalidArgument  for cells or margins that are not finite, margins of the wrong number, more than 2^32 - 1
///   rows, compressed rows that are not as described.
[[nodiscard]] FOREPLAN_EXPORT MarginDiagnosis diagnose_margins(const SparseMatrix& table,
                                                               const std::vector<double>& row_sums,
                                                               const std::vector<double>& column_sums);
[[nodiscard]] FOREPLAN_EXPORT MarginDiagnosis diagnose_margins(const Matrix& table, const std::vector<double>& row_sums,
                                                               const std::vector<double>& column_sums);

}  // namespace foreplan::inline v0::structure
