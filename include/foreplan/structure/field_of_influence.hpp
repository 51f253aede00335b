#pragma once
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>
#include <foreplan/structure/matrix.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Which input coefficients matter: what an inverse L = (I - A)^-1 owes to each cell of A, and how exactly each must be
/// known.
namespace foreplan::inline v0::structure {

/// The field of influence of a(supplier, buyer) (Sonis & Hewings 1992): dL / da, cell (k, m) of which is
/// L(k, supplier) L(buyer, m). A change e of the coefficient, however large, changes L by this times
/// e / (1 - e L(buyer, supplier)). Cost: a factorisation and two solves.
/// @throws InvalidArgument  as `input_coefficients` and `factor`; for an unknown sector, with the nearest name.
[[nodiscard]] FOREPLAN_EXPORT Matrix field_of_influence(const InputOutputTable&, std::string_view supplier,
                                                        std::string_view buyer);

/// The sum of the field of influence of every coefficient: (sum of column i of L) (sum of row j of L), n x n.
/// Cost: a factorisation and two solves.
[[nodiscard]] FOREPLAN_EXPORT Matrix influence_sums(const InputOutputTable&);

/// How far a(i, j) may be raised, as a fraction of itself, until the output of some sector, at unchanged final demand,
/// has risen by `tolerance`: tolerance / (a(i, j) (tolerance l(j, i) + x(j) max over k of l(k, i) / x(k))), exactly
/// (the tolerable limits of Sekulic 1968 and Jilek 1971). Small ones are the inverse-important coefficients: Schintke &
/// Staeglin (1988) call a(i, j) important when less than a fifth of it moves some output by 1 %. Infinite for a
/// coefficient of 0. Sectors without output are left out of the largest. Cost: the whole inverse.
/// @param tolerance  a fraction > 0.
/// @throws InvalidArgument  as `input_coefficients` and `factor`; for a tolerance out of range.
[[nodiscard]] FOREPLAN_EXPORT Matrix tolerable_limits(const InputOutputTable&, double tolerance);

struct ImportantCoefficient {
  std::string supplier{};
  std::string buyer{};
  double coefficient = 0;
  double limit = 0;  ///< As of `tolerable_limits`.

  bool operator==(const ImportantCoefficient&) const = default;
};
/// The coefficients with a limit below `below`, the most important (least limit) first.
/// @throws InvalidArgument  as `tolerable_limits`; unless below > 0.
[[nodiscard]] FOREPLAN_EXPORT std::vector<ImportantCoefficient> important_coefficients(const InputOutputTable&,
                                                                                       double tolerance = 0.01,
                                                                                       double below = 0.2);

}  // namespace foreplan::inline v0::structure
