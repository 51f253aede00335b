#pragma once
#include <foreplan/growth/index_numbers.hpp>

#include <span>
#include <string_view>
#include <vector>

#include "growth/index_items.hpp"

/// The formulas on cells that were checked before, shared by the indices and their contributions.
namespace foreplan::inline v0::growth {

enum class IndexSubject : std::uint8_t { prices, quantities };

/// Index of x with weights w: prices with quantities, or quantities with prices.
double index_ratio(std::string_view function, std::span<const double> x0, std::span<const double> x1,
                   std::span<const double> w0, std::span<const double> w1, IndexFormula formula);

/// 100 in the base period.
std::vector<double> index_levels(std::string_view function, const IndexItems& items, IndexSubject subject,
                                 IndexFormula formula, Linking linking);

/// @throws InvalidArgument  as the public function of that name says.
void require_four(std::string_view function, std::span<const double> p0, std::span<const double> p1,
                  std::span<const double> q0, std::span<const double> q1);

}  // namespace foreplan::inline v0::growth
