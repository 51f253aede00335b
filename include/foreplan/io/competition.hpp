#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Series of forecasting competitions as comma-separated values (RFC 4180, UTF-8), one row a series, no header:
///
///     Y1,1,6,5172.1,5133.5,5186.9          training: id, frequency, horizon, values, oldest first
///     Y1,5210,5233.1,5301                  test, or forecasts: id, values
///
/// Frequency is the number of periods after which seasons repeat, 1 for none. Rows have any length. An empty field
/// among the values, `NaN` or `NA` is a missing value; empty fields at the end of a row only fill it up and are none.
/// Any field may stand in quotes.
namespace foreplan::inline v0::io {

struct CompetitionSeries {
  std::string id{};
  std::size_t frequency = 1;  ///< 1 in test rows, as is the horizon.
  std::size_t horizon = 1;
  std::vector<double> values{};  ///< NaN where missing.
};

enum class CompetitionRows : std::uint8_t { training, test };

struct CompetitionReadOptions {
  CompetitionRows rows = CompetitionRows::training;
  std::size_t max_bytes = std::size_t{1} << 30;  ///< Of the text.
  std::size_t max_columns = 1'000'000;           ///< Of a row.
};

/// Costs one pass over the text, and holds little more than the text and the result.
/// @param file  only named in errors.
/// @throws ParseError  with the issues of the whole text at once (the first 100), each with line and column: what is no
///   CSV; no row; rows too short; ids that are empty or used twice; frequencies that are no whole numbers in
///   [1, 100,000], horizons in [1, 1,000,000]; values that are no finite decimal numbers; a limit passed (reading ends
///   there).
[[nodiscard]] FOREPLAN_EXPORT std::vector<CompetitionSeries> read_competition(
    std::string_view text, const CompetitionReadOptions& options = {}, std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT std::vector<CompetitionSeries> read_competition_file(
    const std::string& path, const CompetitionReadOptions& options = {});

/// A test row, with its end of line: numbers with the fewest digits that read back to the same double, `NaN` where
/// missing. Bounds of forecasts may be infinite: `inf` and `-inf`, which `read_competition` refuses.
/// @throws InvalidArgument  for an empty id.
[[nodiscard]] FOREPLAN_EXPORT std::string competition_row(std::string_view id, std::span<const double> values);

}  // namespace foreplan::inline v0::io
