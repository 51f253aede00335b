#include <foreplan/structure/extraction.hpp>
#include <foreplan/structure/leontief.hpp>

#include <algorithm>
#include <numeric>

#include "structure/sector_index.hpp"

namespace foreplan::inline v0::structure {
namespace {

/// @param column, row  k of L.
ExtractionLoss loss(const InputOutputTable& table, const Matrix& a, std::size_t k, Extraction extraction,
                    const std::vector<double>& column, const std::vector<double>& row) {
  const std::vector<double>& x = table.output;
  ExtractionLoss result{table.sectors[k], extraction, std::vector<double>(x.size()), 0, 0};
  double sold = 0;  // to sectors
  for (std::size_t j = 0; j < x.size(); ++j) sold += a(k, j) * x[j];
  // The change works like this much less final demand for sector k.
  const double cut = (extraction == Extraction::leontief_sales ? sold : x[k]) / column[k];
  for (std::size_t j = 0; j < x.size(); ++j)
    result.output[j] = extraction == Extraction::ghosh_sales ? row[j] * x[j] / column[k] : column[j] * cut;
  if (extraction == Extraction::purchases || extraction == Extraction::ghosh_sales) result.output[k] -= cut;
  if (extraction == Extraction::links) result.output[k] = x[k] - (x[k] - sold) / (1 - a(k, k));
  result.total = std::accumulate(result.output.begin(), result.output.end(), 0.0);
  const double all = std::accumulate(x.begin(), x.end(), 0.0);
  result.share = all > 0 ? result.total / all : 0;
  return result;
}

}  // namespace

std::string_view to_string(Extraction extraction) noexcept {
  switch (extraction) {
    case Extraction::sector:
      return "sector";
    case Extraction::links:
      return "links";
    case Extraction::purchases:
      return "purchases";
    case Extraction::ghosh_sales:
      return "ghosh_sales";
    case Extraction::leontief_sales:
      return "leontief_sales";
  }
  return "unknown";
}

ExtractionLoss extract(const InputOutputTable& table, std::string_view sector, Extraction extraction) {
  const Matrix a = input_coefficients(table);
  const std::size_t k = sector_index("structure::extract", table, sector);
  const InputOutputSystem system = factor(a, table.sectors);
  std::vector<double> unit(a.rows, 0);
  unit[k] = 1;
  return loss(table, a, k, extraction, system.solve(unit).values, system.solve_transposed(unit).values);
}

std::vector<ExtractionLoss> extract_each(const InputOutputTable& table, Extraction extraction) {
  const Matrix a = input_coefficients(table);
  const Matrix l = factor(a, table.sectors).inverse(), across = transposed(l);
  std::vector<ExtractionLoss> losses;
  for (std::size_t k = 0; k < a.rows; ++k) {
    const auto column = across.row(k), row = l.row(k);
    losses.push_back(loss(table, a, k, extraction, {column.begin(), column.end()}, {row.begin(), row.end()}));
  }
  return losses;
}

}  // namespace foreplan::inline v0::structure
