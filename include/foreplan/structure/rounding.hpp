#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstdint>
#include <vector>

/// Rounding that keeps sums: of a table with its margins, and of shares.
namespace foreplan::inline v0::structure {

struct RoundingOptions {
  double unit = 1;       ///< > 0: numbers become multiples of it (0.1; 1000).
  CancelToken cancel{};  ///< @throws Cancelled
};

/// A table in multiples of the unit whose margins and total are the sums of its cells, without a remainder.
struct RoundedTable {
  Matrix table{};
  std::vector<double> row_sums{}, column_sums{};
  double total = 0;
  /// The largest |rounded - given| / unit, both < 1: of cells, and of margins and total.
  double largest_cell_move = 0, largest_margin_move = 0;
  double total_move = 0;                ///< rounded - given, in units of the table.
  std::size_t margins_off_nearest = 0;  ///< Margins and total that are not at the multiple nearest to them.
};

/// Controlled rounding (Cox 1987; Cox & Ernst 1982): every cell, row sum, column sum and the total goes to the multiple
/// of the unit just above or just below it, and the rounded ones add up. A multiple stays as it is: a table whose
/// margins are whole, as balanced ones, keeps them. Such a rounding exists for every table. This is the nearest one:
/// of all such roundings it minimises the squared moves of margins and total, each counted (rows + 1) (columns + 1)
/// times, and cells, to 2^-20 of a squared unit; margins are therefore rounded to the nearest multiple unless that does
/// not add up. Ties are settled by the order of rows and columns. By shortest augmenting paths in the graph of rows and
/// columns. Within 1e-9 units (and 10^-12 of its size) a number counts as a multiple.
/// Cost: about (rows + columns)^1.5 paths, each over some rows and columns: 50 ms for 200 x 200, seconds for a million
/// cells.
/// @throws InvalidArgument  for cells that are not finite, or larger than 2^50 units together; a unit that is not
///   positive; no cells, or more than 10^6.
[[nodiscard]] FOREPLAN_EXPORT RoundedTable controlled_rounding(const Matrix& table,
                                                               const RoundingOptions& options = {});

struct ShareRoundingOptions {
  double unit = 0.1;   ///< > 0.
  double total = 100;  ///< > 0, a multiple of the unit. 100 and 0.1: percentages with one decimal.
};
struct RoundedShares {
  std::vector<double> shares{};       ///< units times the unit, correctly rounded for a decimal unit.
  std::vector<std::int64_t> units{};  ///< They sum to total / unit exactly.
};

/// Shares of parts in their sum, rounded so that they sum to the total: Hamilton's method, also called that of largest
/// remainders. Each part gets its whole units, and those left over go one each to the largest remainders, the earlier
/// part first where they are equal. Each share is less than one unit from the exact one.
/// @param parts  >= 0 in any unit: levels, or shares already.
/// @throws InvalidArgument  for parts that are negative or not finite, or sum to 0; a total that is no multiple of the
///   unit or has more than 2^50.
[[nodiscard]] FOREPLAN_EXPORT RoundedShares round_shares(const std::vector<double>& parts,
                                                         const ShareRoundingOptions& options = {});

}  // namespace foreplan::inline v0::structure
