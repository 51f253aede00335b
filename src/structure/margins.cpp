#include <foreplan/structure/margins.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/check.hpp"
#include "structure/margin_flow.hpp"
#include "structure/margins_check.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr double kSlack = 1e-11;  // of the gross total

/// @param nodes  rows, and columns counted on from them; rising.
MarginConflict conflict_of(const std::vector<std::size_t>& nodes, const std::vector<double>& row_sums,
                           const std::vector<double>& column_sums) {
  MarginConflict c;
  for (const std::size_t node : nodes)
    if (node < row_sums.size()) {
      c.rows.push_back(node);
      c.row_sum += row_sums[node];
    } else {
      c.columns.push_back(node - row_sums.size());
      c.column_sum += column_sums[c.columns.back()];
    }
  return c;
}

std::string listed(std::string_view one, const std::vector<std::size_t>& places,
                   const std::vector<std::string>& names) {
  std::string text(one);
  if (places.size() != 1) text += 's';
  constexpr std::size_t kMost = 20;  // a sentence is to be read
  for (std::size_t k = 0; k < std::min(places.size(), kMost); ++k) {
    if (!names.empty() && places[k] >= names.size())
      detail::fail("structure::to_string", "every row and column must have a name", std::to_string(names.size()),
                   "for " + std::string(one) + ' ' + std::to_string(places[k]));
    text += k == 0 ? " " : ", ";
    text += names.empty() ? std::to_string(places[k]) : names[places[k]];
  }
  if (places.size() > kMost) text += " and " + std::to_string(places.size() - kMost) + " more";
  return text;
}

}  // namespace

MarginTotals read_margins(std::string_view function, std::size_t rows, std::size_t columns,
                          const std::vector<double>& row_sums, const std::vector<double>& column_sums) {
  MarginTotals totals;
  double row_gross = 0, column_gross = 0;
  const auto read = [&](std::string_view what, std::size_t count, const std::vector<double>& sums, double& total,
                        double& gross) {
    if (sums.size() != count)
      detail::fail(function, std::string(what) + " sums must be as many as the table has " + std::string(what) + "s",
                   std::to_string(sums.size()) + " for " + std::to_string(count));
    for (std::size_t i = 0; i < count; ++i) {
      if (!std::isfinite(sums[i]))
        detail::fail(function, std::string(what) + " sums must be finite", detail::number_text(sums[i]),
                     "for " + std::string(what) + ' ' + std::to_string(i));
      total += sums[i];
      gross += std::abs(sums[i]);
    }
    if (!std::isfinite(gross)) detail::fail(function, std::string(what) + " sums must have a finite total", "inf");
  };
  read("row", rows, row_sums, totals.rows, row_gross);
  read("column", columns, column_sums, totals.columns, column_gross);
  totals.gross = std::max(row_gross, column_gross);
  return totals;
}

MarginDiagnosis diagnose_margins(const SparseMatrix& table, const std::vector<double>& row_sums,
                                 const std::vector<double>& column_sums) {
  constexpr std::string_view kName = "structure::diagnose_margins";
  require_shape(kName, table);
  if (table.rows > std::numeric_limits<std::uint32_t>::max() - 1 - table.columns)
    detail::fail(kName, "rows and columns must be fewer than 2^32 together",
                 std::to_string(table.rows) + " and " + std::to_string(table.columns));
  for (std::size_t i = 0; i < table.rows; ++i)
    for (std::size_t k = table.starts[i]; k < table.starts[i + 1]; ++k)
      if (!std::isfinite(table.values[k]))
        detail::fail(kName, "cells must be finite", detail::number_text(table.values[k]),
                     "in row " + std::to_string(i) + ", column " + std::to_string(table.column[k]));
  const MarginTotals totals = read_margins(kName, table.rows, table.columns, row_sums, column_sums);

  MarginDiagnosis result;
  if (totals.differ()) {
    result.attainability = Attainability::infeasible;
    std::vector<std::size_t> everything(table.rows + table.columns);
    std::iota(everything.begin(), everything.end(), std::size_t{0});
    result.conflict = conflict_of(everything, row_sums, column_sums);
    return result;
  }
  MarginFlow flow(table, row_sums, column_sums);
  flow.maximise();
  const double slack = kSlack * totals.gross;
  if (const auto stuck = flow.stuck(slack)) {
    result.attainability = Attainability::infeasible;
    result.conflict = conflict_of(*stuck, row_sums, column_sums);
    return result;
  }
  const std::vector<bool> usable = flow.usable_cells(slack);
  for (std::size_t i = 0; i < table.rows; ++i)
    for (std::size_t k = table.starts[i]; k < table.starts[i + 1]; ++k)
      if (!usable[k] && table.values[k] != 0) result.vanishing.push_back({i, table.column[k], table.values[k]});
  if (!result.vanishing.empty()) result.attainability = Attainability::boundary;
  return result;
}

MarginDiagnosis diagnose_margins(const Matrix& table, const std::vector<double>& row_sums,
                                 const std::vector<double>& column_sums) {
  return diagnose_margins(sparse(table), row_sums, column_sums);
}

std::string_view to_string(Attainability a) noexcept {
  switch (a) {
    case Attainability::interior:
      return "interior";
    case Attainability::boundary:
      return "boundary";
    case Attainability::infeasible:
      return "infeasible";
  }
  return "unknown";
}

std::string to_string(const MarginDiagnosis& d, const std::vector<std::string>& row_names,
                      const std::vector<std::string>& column_names) {
  switch (d.attainability) {
    case Attainability::interior:
      return "a table with the same zeros has these margins";
    case Attainability::boundary: {
      std::string text = "the margins are only met with zeros in";
      constexpr std::size_t kMost = 20;
      for (std::size_t k = 0; k < std::min(d.vanishing.size(), kMost); ++k)
        text += (k == 0 ? " (" : ", (") + listed("row", {d.vanishing[k].row}, row_names) + ", " +
                listed("column", {d.vanishing[k].column}, column_names) + ")";
      if (d.vanishing.size() > kMost) text += " and " + std::to_string(d.vanishing.size() - kMost) + " more cells";
      return text;
    }
    case Attainability::infeasible:
      break;
  }
  const MarginConflict& c = d.conflict;
  const bool rows_ask = c.row_sum > c.column_sum;
  const auto rows = [&] { return listed("row", c.rows, row_names); };
  const auto columns = [&] { return listed("column", c.columns, column_names); };
  const std::vector<std::size_t>&asking = rows_ask ? c.rows : c.columns, &giving = rows_ask ? c.columns : c.rows;
  std::string text = rows_ask ? rows() : columns();
  text += asking.size() == 1 ? " asks for " : " ask for ";
  text += detail::number_text(rows_ask ? c.row_sum : c.column_sum);
  if (asking.size() > 1) text += " together";
  const std::string has = asking.size() == 1 ? "has" : "have";
  if (giving.empty()) return text + ", but " + has + " no cell to put it in";
  text += ", but " + has + " cells to put it in only in " + (rows_ask ? columns() : rows());
  text += giving.size() == 1 ? ", which asks for " : ", which ask for ";
  return text + detail::number_text(rows_ask ? c.column_sum : c.row_sum);
}

}  // namespace foreplan::inline v0::structure
