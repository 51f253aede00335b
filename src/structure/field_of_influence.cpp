#include <foreplan/structure/field_of_influence.hpp>
#include <foreplan/structure/leontief.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "structure/sector_index.hpp"

namespace foreplan::inline v0::structure {
namespace {

Matrix outer(const std::vector<double>& column, const std::vector<double>& row) {
  Matrix m = filled_matrix(column.size(), row.size());
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t j = 0; j < m.columns; ++j) m(i, j) = column[i] * row[j];
  return m;
}

}  // namespace

Matrix field_of_influence(const InputOutputTable& table, std::string_view supplier, std::string_view buyer) {
  constexpr std::string_view kName = "structure::field_of_influence";
  const InputOutputSystem a = factor(input_coefficients(table), table.sectors);
  const auto unit = [&](std::string_view sector) {
    std::vector<double> e(a.size(), 0);
    e[sector_index(kName, table, sector)] = 1;
    return e;
  };
  return outer(a.solve(unit(supplier)).values, a.solve_transposed(unit(buyer)).values);
}

Matrix influence_sums(const InputOutputTable& table) {
  const InputOutputSystem a = factor(input_coefficients(table), table.sectors);
  const std::vector<double> ones(a.size(), 1);
  return outer(a.solve_transposed(ones).values, a.solve(ones).values);
}

Matrix tolerable_limits(const InputOutputTable& table, double tolerance) {
  detail::require(std::isfinite(tolerance) && tolerance > 0, "structure::tolerable_limits",
                  "tolerance must be > 0 and finite", tolerance);
  const Matrix a = input_coefficients(table);
  const Matrix l = factor(a, table.sectors).inverse();
  const std::vector<double>& x = table.output;
  std::vector<double> most(a.rows, 0);
  for (std::size_t k = 0; k < a.rows; ++k)
    for (std::size_t i = 0; i < a.rows && x[k] > 0; ++i) most[i] = std::max(most[i], l(k, i) / x[k]);
  Matrix limits = filled_matrix(a.rows, a.rows, std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.rows; ++j)
      if (a(i, j) != 0) limits(i, j) = tolerance / (a(i, j) * (tolerance * l(j, i) + x[j] * most[i]));
  return limits;
}

std::vector<ImportantCoefficient> important_coefficients(const InputOutputTable& table, double tolerance,
                                                         double below) {
  detail::require(below > 0, "structure::important_coefficients", "below must be > 0", below);
  const Matrix limits = tolerable_limits(table, tolerance), a = input_coefficients(table);
  std::vector<ImportantCoefficient> important;
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < a.rows; ++j)
      if (limits(i, j) < below) important.push_back({table.sectors[i], table.sectors[j], a(i, j), limits(i, j)});
  std::stable_sort(important.begin(), important.end(),
                   [](const auto& one, const auto& other) { return one.limit < other.limit; });
  return important;
}

}  // namespace foreplan::inline v0::structure
