#include <foreplan/structure/leontief.hpp>

#include <cstdint>
#include <string_view>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

enum class Divide : std::uint8_t { columns, rows };

/// flows over the output of the sector that its column, or its row, stands for.
Matrix coefficients(std::string_view function, const InputOutputTable& table, Divide by) {
  require_input_output_table(table, function);
  const std::size_t n = table.sectors.size();
  for (std::size_t i = 0; i < n; ++i)
    if (table.output[i] < 0)
      detail::fail(function, "output must be >= 0", detail::number_text(table.output[i]),
                   "in " + detail::quoted(table.sectors[i]));
  Matrix a = table.flows;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double output = table.output[by == Divide::columns ? j : i];
      if (output > 0)
        a(i, j) /= output;
      else if (a(i, j) != 0)
        detail::fail(function,
                     by == Divide::columns ? "a sector without output must use no inputs"
                                           : "a sector without output must deliver nothing",
                     detail::number_text(a(i, j)),
                     "from " + detail::quoted(table.sectors[i]) + " to " + detail::quoted(table.sectors[j]));
    }
  return a;
}

}  // namespace

Matrix input_coefficients(const InputOutputTable& table) {
  return coefficients("structure::input_coefficients", table, Divide::columns);
}
Matrix allocation_coefficients(const InputOutputTable& table) {
  return coefficients("structure::allocation_coefficients", table, Divide::rows);
}

}  // namespace foreplan::inline v0::structure
