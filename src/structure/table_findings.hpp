#pragma once
#include <foreplan/core/unit.hpp>

#include <string>

/// Amounts in the sentences about tables. Private.
namespace foreplan::inline v0::structure {

/// "1,079,446 million EUR", with as few decimals as show nine digits.
[[nodiscard]] std::string amount_text(double x, const Unit& unit);
/// How `a` differs from `b`: "46 million EUR less".
[[nodiscard]] std::string difference_text(double a, double b, const Unit& unit);

}  // namespace foreplan::inline v0::structure
