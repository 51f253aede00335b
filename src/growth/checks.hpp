#pragma once
#include <foreplan/core/series.hpp>

#include <cmath>
#include <string>
#include <string_view>

#include "core/check.hpp"

/// Checks of series that growth's topics share. Private: not installed.
namespace foreplan::inline v0::growth {

inline void require_no_gaps(std::string_view function, const Series& series) {
  for (std::size_t i = 0; i < series.size(); ++i)
    if (std::isnan(series.values[i]))
      detail::fail<PeriodMismatch>(function, detail::quoted(series.name) + " must have no missing value", "NaN",
                                   "in " + to_string(series.period(i)));
}

/// Whether a change of such a quantity is a change of volume: anything but money at current or unstated prices.
inline bool is_volume(const Unit& unit) {
  const PriceBasis::Kind kind = unit.price_basis.kind();
  return kind != PriceBasis::Kind::current && kind != PriceBasis::Kind::unstated;
}

inline void require_volume(std::string_view function, const Series& series) {
  if (!is_volume(series.unit))
    detail::fail<UnitMismatch>(function, detail::quoted(series.name) + " must be at constant prices",
                               to_string(series.unit));
}

}  // namespace foreplan::inline v0::growth
