#pragma once
#include <foreplan/core/series.hpp>

#include <string>
#include <string_view>

namespace foreplan::inline v0::io::internal {

/// What a column's header cell says: `gdp [billion VND, constant 2010 prices]`, or a name alone.
struct SeriesHeader {
  std::string name{};
  Unit unit{};
  std::string fault{};  ///< What was expected instead; empty when the cell is well-formed.
};
[[nodiscard]] SeriesHeader read_series_header(std::string_view cell);

/// The cell for a series. @throws InvalidArgument when no cell reads back to its name and unit.
[[nodiscard]] std::string series_header(const Series& series, std::string_view function);

}  // namespace foreplan::inline v0::io::internal
