#pragma once
#include <foreplan/core/frame.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Prices and quantities of many items as rows of plain numbers, checked: what the index numbers and their
/// contributions read.
namespace foreplan::inline v0::growth {

struct IndexItems {
  std::vector<std::string> names{};
  PeriodRange periods{};
  std::size_t base = 0;                        ///< Place of the base period.
  Unit value_unit{};                           ///< Of price times quantity.
  std::vector<double> prices{}, quantities{};  ///< Row t holds the items of period t.

  [[nodiscard]] std::size_t size() const noexcept { return names.size(); }
  [[nodiscard]] std::span<const double> prices_in(std::size_t t) const {
    return std::span(prices).subspan(t * size(), size());
  }
  [[nodiscard]] std::span<const double> quantities_in(std::size_t t) const {
    return std::span(quantities).subspan(t * size(), size());
  }
};

/// @throws  what `price_index` of frames says, in the name of `function`.
IndexItems index_items(const Frame& prices, const Frame& quantities, Period base, std::string_view function);

/// Cells of one argument: > 0 and finite, as many as `size`. @throws InvalidArgument naming argument and place.
void require_cells(std::string_view function, std::string_view argument, std::span<const double> cells,
                   std::size_t size);

/// sum(x w), which must be finite.
double basket_value(std::string_view function, std::span<const double> x, std::span<const double> w);

}  // namespace foreplan::inline v0::growth
