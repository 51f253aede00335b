#pragma once
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Hypothetical extraction: what an economy would produce without a sector, or without a part of its links. What is
/// lost is output that the sector carries. Miller & Lahr (2001) list the variants. Output and coefficients are the
/// table's; final demand is what the rows leave of output, primary inputs what the columns leave. Each extraction
/// changes I - A by one row or column: its result follows from one column and one row of the one inverse (Sherman &
/// Morrison 1950), L below with cells l, and needs no factorisation of its own.
namespace foreplan::inline v0::structure {

/// What is taken away of sector k.
enum class Extraction : std::uint8_t {
  /// The sector itself, its final demand too: x(k) = 0 (Paelinck, de Caevel & Degueldre 1965; Strassert 1968).
  /// Loss: l(., k) x(k) / l(k, k).
  sector,
  /// Row k and column k of A but for a(k, k): it produces for its own final demand alone (Cella 1984).
  links,
  /// Column k of A: it imports all its inputs; a backward linkage (Dietzenbacher & van der Linden 1997).
  /// Loss: (l(., k) - e(k)) x(k) / l(k, k).
  purchases,
  /// Row k of B in Ghosh's model: what it sells to sectors enables nothing; a forward linkage (Dietzenbacher & van der
  /// Linden 1997). Loss of sector j: (l(k, j) x(j) - x(k) [j = k]) / l(k, k).
  ghosh_sales,
  /// Row k of A: all sectors import what they buy from it, and it produces for final demand (Miller & Lahr 2001).
  /// Loss: l(., k) (x(k) - f(k)) / l(k, k).
  leontief_sales,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Extraction) noexcept;

struct ExtractionLoss {
  std::string sector{};
  Extraction extraction = Extraction::sector;
  std::vector<double> output{};  ///< Lost by each sector, in the table's unit.
  double total = 0;              ///< Their sum.
  double share = 0;              ///< Of the output of all sectors, a fraction.

  bool operator==(const ExtractionLoss&) const = default;
};

/// Of one sector: a factorisation and two solves.
/// @throws InvalidArgument  as `input_coefficients` and `factor`; for an unknown sector, with the nearest name.
[[nodiscard]] FOREPLAN_EXPORT ExtractionLoss extract(const InputOutputTable&, std::string_view sector,
                                                     Extraction extraction);
/// Of every sector in turn: one inverse.
[[nodiscard]] FOREPLAN_EXPORT std::vector<ExtractionLoss> extract_each(const InputOutputTable&, Extraction extraction);

}  // namespace foreplan::inline v0::structure
