#include <foreplan/structure/rounding.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/check.hpp"
#include "structure/matrix_check.hpp"
#include "structure/nearest_rounding.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::size_t kMostCells = 1'000'000;
constexpr double kMostUnits = 0x1p50;
constexpr double kCostUnits = 0x1p20;  // costs are whole numbers, so that ties are ties

/// A number in units: whole ones, and what is left, in (0, 1), or exactly 0.
struct Units {
  std::int64_t whole = 0;
  double rest = 0;
};
Units in_units(double x) {
  const double nearest = std::round(x);
  if (std::abs(x - nearest) <= 1e-9 + 1e-12 * std::abs(x)) return {static_cast<std::int64_t>(nearest), 0};
  const double below = std::floor(x);
  return {static_cast<std::int64_t>(below), x - below};
}

/// count * unit, by the division that is exact where 1 / unit is whole: 333 * 0.1 is not 33.3.
double from_units(std::int64_t count, double unit) {
  const double inverse = std::round(1 / unit);
  const bool decimal = unit < 1 && std::abs(unit * inverse - 1) < 1e-12;
  return decimal ? static_cast<double>(count) / inverse : static_cast<double>(count) * unit;
}

void require_unit(std::string_view function, double unit) {
  detail::require(unit > 0 && std::isfinite(unit), function, "unit must be > 0 and finite", unit);
}

/// The table with its margins, signs changed, and its total as a last row and column: every line sums to zero.
std::vector<Units> with_margins(std::string_view function, const Matrix& table, double unit) {
  const std::size_t m = table.rows, n = table.columns;
  std::vector<Units> all((m + 1) * (n + 1));
  std::vector<double> row(m, 0), column(n, 0);
  double total = 0, gross = 0;
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double x = table(i, j) / unit;
      gross += std::abs(x);
      if (!(gross <= kMostUnits))
        detail::fail(function, "cells must be finite and their sizes sum to at most 2^50 units",
                     detail::number_text(table(i, j)), "in row " + std::to_string(i) + ", column " + std::to_string(j));
      const Units u = in_units(x);
      all[i * (n + 1) + j] = u;
      const double snapped = static_cast<double>(u.whole) + u.rest;
      row[i] += snapped;
      column[j] += snapped;
      total += snapped;
    }
  for (std::size_t i = 0; i < m; ++i) all[i * (n + 1) + n] = in_units(-row[i]);
  for (std::size_t j = 0; j < n; ++j) all[m * (n + 1) + j] = in_units(-column[j]);
  all.back() = in_units(total);
  return all;
}

}  // namespace

RoundedTable controlled_rounding(const Matrix& table, const RoundingOptions& options) {
  constexpr std::string_view kName = "structure::controlled_rounding";
  require_shape(kName, table);
  require_unit(kName, options.unit);
  if (table.values.empty() || table.values.size() > kMostCells)
    detail::fail(kName, "a table must have 1 to 10^6 cells",
                 std::to_string(table.rows) + " x " + std::to_string(table.columns));
  const std::size_t m = table.rows, n = table.columns, rows = m + 1, columns = n + 1;
  std::vector<Units> units = with_margins(kName, table, options.unit);
  const auto margin = [&](std::size_t k) { return k / columns == m || k % columns == n; };

  std::vector<std::int64_t> cost(units.size()), row_counts(rows, 0), column_counts(columns, 0);
  const auto weight = static_cast<double>(rows * columns);
  for (std::size_t k = 0; k < units.size(); ++k) {
    // (1 - rest)^2 - rest^2
    const double more = (1 - 2 * units[k].rest) * kCostUnits * (margin(k) ? weight : 1);
    cost[k] = units[k].rest == 0 ? NearestRounding::kFixed : std::llround(more);
    row_counts[k / columns] -= units[k].whole;
    column_counts[k % columns] -= units[k].whole;
  }
  NearestRounding rounding(rows, columns, std::move(cost), row_counts, column_counts);
  const std::vector<bool>& up = rounding.solve(options.cancel);

  RoundedTable result{filled_matrix(m, n), std::vector<double>(m), std::vector<double>(n)};
  for (std::size_t k = 0; k < units.size(); ++k) {
    const std::size_t i = k / columns, j = k % columns;
    const std::int64_t count = units[k].whole + (up[k] ? 1 : 0);
    const double move = up[k] ? 1 - units[k].rest : units[k].rest;
    double& largest = margin(k) ? result.largest_margin_move : result.largest_cell_move;
    largest = std::max(largest, move);
    if (margin(k) && move > 0.5) ++result.margins_off_nearest;
    if (i == m && j == n) {
      result.total = from_units(count, options.unit);
      result.total_move = (up[k] ? move : -move) * options.unit;
    } else if (margin(k)) {
      (i == m ? result.column_sums[j] : result.row_sums[i]) = from_units(-count, options.unit);
    } else {
      result.table(i, j) = from_units(count, options.unit);
    }
  }
  return result;
}

RoundedShares round_shares(const std::vector<double>& parts, const ShareRoundingOptions& options) {
  constexpr std::string_view kName = "structure::round_shares";
  require_unit(kName, options.unit);
  const double count = options.total / options.unit;
  const Units whole = std::isfinite(count) && std::abs(count) <= kMostUnits ? in_units(count) : Units{};
  if (!(whole.whole > 0 && whole.rest == 0))
    detail::fail(kName, "total must be a multiple of the unit, from 1 to 2^50 units",
                 detail::number_text(options.total) + " with unit " + detail::number_text(options.unit));
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!(parts[i] >= 0) || std::isinf(parts[i]))
      detail::fail(kName, "parts must be >= 0 and finite", detail::number_text(parts[i]), "at " + std::to_string(i));
  const double largest = parts.empty() ? 0 : *std::max_element(parts.begin(), parts.end());
  detail::require(largest > 0, kName, "a part must be > 0", "none");

  double sum = 0;  // of parts / largest, which cannot overflow
  for (const double part : parts) sum += part / largest;
  RoundedShares result;
  std::vector<double> rest;
  std::int64_t left = whole.whole;
  for (const double part : parts) {
    const Units quota = in_units(part / largest / sum * static_cast<double>(whole.whole));
    result.units.push_back(quota.whole);
    rest.push_back(quota.rest);
    left -= quota.whole;
  }
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest[a] > rest[b]; });
  for (std::size_t k = 0; left > 0; ++k, --left) ++result.units[order[k % order.size()]];
  for (const std::int64_t units : result.units) result.shares.push_back(from_units(units, options.unit));
  return result;
}

}  // namespace foreplan::inline v0::structure
