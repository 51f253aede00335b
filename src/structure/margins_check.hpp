#pragma once
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

/// What every function that takes row and column sums asks of them first.
namespace foreplan::inline v0::structure {

struct MarginTotals {
  double rows = 0, columns = 0;
  double gross = 0;  ///< The larger sum of absolute values.

  /// By more than rounding.
  [[nodiscard]] bool differ() const { return std::abs(rows - columns) > 1e-12 * gross; }
};
/// @throws InvalidArgument  for `function`, unless there is a finite sum for each row and each column.
[[nodiscard]] MarginTotals read_margins(std::string_view function, std::size_t rows, std::size_t columns,
                                        const std::vector<double>& row_sums, const std::vector<double>& column_sums);

}  // namespace foreplan::inline v0::structure
