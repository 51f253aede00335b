#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// Series as comma-separated values (RFC 4180, UTF-8).
///
///     period,"gdp [billion VND, constant 2010 prices]",share of industry [%]
///     2013,2543596,29.93
///     2014,2695796,
///     2015,2875856,38.2
///
/// The first column is `period`, in the texts of `Period`; then one column a series, headed by its name and, in square
/// brackets after a space, its unit in the words of `to_string(Unit)` (`parse_unit` says which more are read). A name
/// alone has the unit of a pure number. Rows go from the oldest period to the newest, one a period, all of one
/// frequency. Numbers are decimals with a point (`-1234.5`, `1e-3`); an empty field is a missing value. Any field may
/// stand in quotes; a comma in a unit makes that necessary.
///
/// @par Example
///     const foreplan::Frame data = foreplan::io::read_series_file("gdp.csv");
///     const double rate = foreplan::growth::compound_rate(data.at("gdp", 2013), data.at("gdp", 2015), 2);
///     foreplan::io::write_file("copy.csv", foreplan::io::write_series(data));
namespace foreplan::inline v0::io {

struct SeriesReadOptions {
  bool fill_gaps = false;  ///< Periods without a row become missing values; otherwise they are refused.
  std::size_t max_bytes = std::size_t{1} << 30;  ///< Of the text.
  std::size_t max_columns = 1'000'000;           ///< With the column of periods.
  std::size_t max_cells = 200'000'000;           ///< Values in the result, at 8 bytes each, filled gaps included.
};

/// Costs one pass over the text, and holds little more than the text and the result.
///
/// @param file  only named in errors.
/// @throws ParseError  with the issues of the whole text at once (the first 100; with one more reading ends, and the
///   last issue says so), each with line, column and the column's header: what is no CSV (quotes out of place or not
///   closed, rows of another length, NUL, bytes that are not UTF-8); no header, or no row after it; names missing or
///   used twice, units not known; periods that are malformed, repeated, out of order, of another frequency, or left
///   out; numbers with a decimal comma, thousands separators, a unit or spaces, "inf" and "nan", numbers that no double
///   can hold, other texts; semicolons or tabs between fields; a limit passed (reading ends there).
[[nodiscard]] FOREPLAN_EXPORT Frame read_series(std::string_view text, const SeriesReadOptions& options = {},
                                                std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT Frame read_series_file(const std::string& path, const SeriesReadOptions& options = {});

/// The text that `read_series` reads back to an equal frame, bit for bit: numbers have the fewest digits that do so.
/// @throws InvalidArgument  for a frame without series, an infinite value, and a name or unit that would not read back:
///   spaces around it, NUL or bytes that are not UTF-8, a unit's name with an opening bracket or a comma.
[[nodiscard]] FOREPLAN_EXPORT std::string write_series(const Frame& frame);

}  // namespace foreplan::inline v0::io
