#include <foreplan/structure/matrix.hpp>

#include <algorithm>
#include <limits>
#include <string>

#include "core/check.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::size_t kMostCells = 1'000'000'000;

void require_room(std::string_view function, std::size_t rows, std::size_t columns) {
  if (columns != 0 && rows > kMostCells / columns)
    detail::fail(function, "a matrix may have at most 10^9 cells",
                 std::to_string(rows) + " x " + std::to_string(columns));
}

}  // namespace

Matrix filled_matrix(std::size_t rows, std::size_t columns, double value) {
  require_room("structure::filled_matrix", rows, columns);
  return {rows, columns, std::vector<double>(rows * columns, value)};
}

Matrix matrix(const std::vector<std::vector<double>>& rows) {
  constexpr std::string_view kName = "structure::matrix";
  const std::size_t columns = rows.empty() ? 0 : rows.front().size();
  require_room(kName, rows.size(), columns);
  Matrix result{rows.size(), columns, {}};
  result.values.reserve(rows.size() * columns);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != columns)
      detail::fail(kName, "rows must be as long as the first, which has " + std::to_string(columns) + " numbers",
                   std::to_string(rows[i].size()) + " numbers", "in row " + std::to_string(i));
    result.values.insert(result.values.end(), rows[i].begin(), rows[i].end());
  }
  return result;
}

Matrix transposed(const Matrix& a) {
  require_shape("structure::transposed", a);
  Matrix result = filled_matrix(a.columns, a.rows);
  // In squares that stay in the nearest cache: both matrices are read and written by whole lines.
  constexpr std::size_t kSide = 32;
  for (std::size_t top = 0; top < a.rows; top += kSide)
    for (std::size_t left = 0; left < a.columns; left += kSide)
      for (std::size_t i = top; i < std::min(a.rows, top + kSide); ++i)
        for (std::size_t j = left; j < std::min(a.columns, left + kSide); ++j) result(j, i) = a(i, j);
  return result;
}

std::vector<double> row_sums(const Matrix& a) {
  require_shape("structure::row_sums", a);
  std::vector<double> sums(a.rows, 0);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (const double x : a.row(i)) sums[i] += x;
  return sums;
}

std::vector<double> column_sums(const Matrix& a) {
  require_shape("structure::column_sums", a);
  std::vector<double> sums(a.columns, 0);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.columns; ++j) sums[j] += a(i, j);
  return sums;
}

SparseMatrix sparse_matrix(std::size_t rows, std::size_t columns, const std::vector<Cell>& cells) {
  constexpr std::string_view kName = "structure::sparse_matrix";
  if (columns > std::numeric_limits<std::uint32_t>::max() || rows >= std::numeric_limits<std::size_t>::max() / 8)
    detail::fail(kName, "at most 2^32 - 1 columns and 2^61 rows are possible",
                 std::to_string(rows) + " x " + std::to_string(columns));
  // The rows are counted only after the cells are known to lie in them.
  for (const Cell& cell : cells)
    if (cell.row >= rows || cell.column >= columns)
      detail::fail(kName, "cells must lie in the matrix of " + std::to_string(rows) + " x " + std::to_string(columns),
                   "row " + std::to_string(cell.row) + ", column " + std::to_string(cell.column));
  std::vector<std::size_t> order(cells.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return cells[a].row != cells[b].row ? cells[a].row < cells[b].row : cells[a].column < cells[b].column;
  });
  SparseMatrix result{rows, columns, std::vector<std::size_t>(rows + 1, 0), {}, {}};
  for (std::size_t k = 0; k < order.size(); ++k) {
    const Cell& cell = cells[order[k]];
    if (k > 0 && cells[order[k - 1]].row == cell.row && cells[order[k - 1]].column == cell.column) {
      result.values.back() += cell.value;
      continue;
    }
    ++result.starts[cell.row + 1];
    result.column.push_back(static_cast<std::uint32_t>(cell.column));
    result.values.push_back(cell.value);
  }
  for (std::size_t i = 0; i < rows; ++i) result.starts[i + 1] += result.starts[i];
  return result;
}

SparseMatrix sparse(const Matrix& a) {
  require_shape("structure::sparse", a);
  SparseMatrix result{a.rows, a.columns, {0}, {}, {}};
  for (std::size_t i = 0; i < a.rows; ++i) {
    for (std::size_t j = 0; j < a.columns; ++j) {
      if (a(i, j) == 0) continue;
      result.column.push_back(static_cast<std::uint32_t>(j));
      result.values.push_back(a(i, j));
    }
    result.starts.push_back(result.values.size());
  }
  return result;
}

Matrix dense(const SparseMatrix& a) {
  constexpr std::string_view kName = "structure::dense";
  require_shape(kName, a);
  require_room(kName, a.rows, a.columns);
  Matrix result = filled_matrix(a.rows, a.columns);
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t k = a.starts[i]; k < a.starts[i + 1]; ++k) result(i, a.column[k]) = a.values[k];
  return result;
}

void require_shape(std::string_view function, const Matrix& a) {
  require_room(function, a.rows, a.columns);
  if (a.values.size() != a.rows * a.columns)
    detail::fail(
        function, "a matrix must have rows x columns values",
        std::to_string(a.values.size()) + " for " + std::to_string(a.rows) + " x " + std::to_string(a.columns));
}

void require_shape(std::string_view function, const SparseMatrix& a) {
  const auto bad = [&](std::string_view what) { detail::fail(function, "compressed rows are not as described", what); };
  if (a.starts.size() != a.rows + 1 || a.starts.front() != 0) bad("starts must be rows + 1 positions from 0");
  if (a.column.size() != a.values.size() || a.starts.back() != a.values.size())
    bad("the last of starts must be the number of columns and of values");
  // All of them before any is followed: starts that rise to the last lie within.
  for (std::size_t i = 0; i < a.rows; ++i)
    if (a.starts[i] > a.starts[i + 1]) bad("starts must not fall, at row " + std::to_string(i));
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t k = a.starts[i]; k < a.starts[i + 1]; ++k)
      if (a.column[k] >= a.columns || (k > a.starts[i] && a.column[k - 1] >= a.column[k]))
        bad("columns must rise and lie in the matrix, in row " + std::to_string(i));
}

}  // namespace foreplan::inline v0::structure
