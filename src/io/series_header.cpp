#include "io/series_header.hpp"

#include <foreplan/core/errors.hpp>

#include "core/check.hpp"
#include "text/utf8.hpp"

namespace foreplan::inline v0::io::internal {

SeriesHeader read_series_header(std::string_view cell) {
  SeriesHeader header;
  std::string_view name = cell;
  if (cell.ends_with(']')) {
    const auto open = cell.rfind('[');
    if (open == std::string_view::npos || open < 1 || cell[open - 1] != ' ')
      return {.fault = "a name and a unit such as \"gdp [billion VND, constant 2010 prices]\""};
    name = cell.substr(0, open - 1);
    try {
      header.unit = parse_unit(cell.substr(open + 1, cell.size() - open - 2));
    } catch (const InvalidArgument&) {
      return {.fault = "a unit such as \"billion VND, constant 2010 prices\", \"million t\" or \"%\" in the brackets"};
    }
  }
  if (name.empty()) return {.fault = "the name of a series"};
  if (name.front() == ' ' || name.back() == ' ') return {.fault = "a name without spaces around it"};
  header.name = name;
  return header;
}

std::string series_header(const Series& series, std::string_view function) {
  // A name that ends like a unit needs one behind it.
  const bool with_unit = series.unit != Unit{} || series.name.ends_with(']');
  std::string cell = with_unit ? series.name + " [" + to_string(series.unit) + "]" : series.name;
  const SeriesHeader read = read_series_header(cell);
  const bool clean = text::first_bad_byte(cell) == cell.size();
  if (!clean || !read.fault.empty() || read.name != series.name || read.unit != series.unit)
    detail::fail(function, "name and unit must read back from the header", detail::quoted(cell));
  return cell;
}

}  // namespace foreplan::inline v0::io::internal
