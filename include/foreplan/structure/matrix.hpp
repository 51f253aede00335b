#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Tables of numbers, as input-output, balancing, decompositions and transitions take and return them.
namespace foreplan::inline v0::structure {

/// A dense matrix. The names of its rows and columns stand beside it, in the order of the values.
struct Matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values{};  ///< rows x columns numbers, row by row.

  [[nodiscard]] double operator()(std::size_t i, std::size_t j) const noexcept { return values[i * columns + j]; }
  [[nodiscard]] double& operator()(std::size_t i, std::size_t j) noexcept { return values[i * columns + j]; }
  [[nodiscard]] std::span<const double> row(std::size_t i) const noexcept {
    return {values.data() + i * columns, columns};
  }
  [[nodiscard]] std::span<double> row(std::size_t i) noexcept { return {values.data() + i * columns, columns}; }
  bool operator==(const Matrix&) const = default;
};

/// A matrix of one number throughout. @throws InvalidArgument  for more than 10^9 cells.
[[nodiscard]] FOREPLAN_EXPORT Matrix filled_matrix(std::size_t rows, std::size_t columns, double value = 0);
/// A matrix written down row by row: `matrix({{1, 2}, {3, 4}})`.
/// @throws InvalidArgument  naming the first row that is not as long as the first.
[[nodiscard]] FOREPLAN_EXPORT Matrix matrix(const std::vector<std::vector<double>>& rows);
[[nodiscard]] FOREPLAN_EXPORT Matrix transposed(const Matrix&);
/// One number a row, one a column. @throws InvalidArgument  unless values has rows x columns numbers.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> row_sums(const Matrix&);
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> column_sums(const Matrix&);

/// A matrix that is mostly zero, in compressed rows: the cells of row i are those from starts[i] to starts[i + 1], by
/// rising column, each column once.
struct SparseMatrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::size_t> starts{};  ///< rows + 1 positions in `column` and `values`; the first is 0.
  std::vector<std::uint32_t> column{};
  std::vector<double> values{};

  bool operator==(const SparseMatrix&) const = default;
};
struct Cell {
  std::size_t row = 0;
  std::size_t column = 0;
  double value = 0;

  bool operator==(const Cell&) const = default;
};

/// Cells in any order; those of one place are added in the order given.
/// @throws InvalidArgument  for a place outside the matrix, or more than 2^32 - 1 columns.
[[nodiscard]] FOREPLAN_EXPORT SparseMatrix sparse_matrix(std::size_t rows, std::size_t columns,
                                                         const std::vector<Cell>& cells);
/// The cells that are not zero. @throws InvalidArgument  unless values has rows x columns numbers.
[[nodiscard]] FOREPLAN_EXPORT SparseMatrix sparse(const Matrix&);
/// @throws InvalidArgument  for more than 10^9 cells, or compressed rows that are not as described.
[[nodiscard]] FOREPLAN_EXPORT Matrix dense(const SparseMatrix&);

}  // namespace foreplan::inline v0::structure
