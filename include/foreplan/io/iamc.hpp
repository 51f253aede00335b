#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Scenario results in the format of the Integrated Assessment Modeling Consortium, as pyam and scenario databases
/// exchange them: comma-separated values (RFC 4180, UTF-8), one row a series (wide) or one row a value (long).
///
///     Model,Scenario,Region,Variable,Unit,2020,2025
///     foreplan,high,Viet Nam,GDP,"billion VND, constant 2010 prices",5005756,6930000.5
///
///     model,scenario,region,variable,unit,year,value
///     foreplan,high,Viet Nam,GDP,"billion VND, constant 2010 prices",2020,5005756
///
/// Years only. Numbers are decimals with a point, in the fewest digits that read back bit for bit; a missing value is
/// an empty field (wide) or no row (long). Any field may stand in quotes; a comma, a quote or a line end in a text
/// makes that necessary. A unit is the text of `to_string(Unit)`; one that `parse_unit` does not read ("US$2010/yr,
/// PPP") becomes a unit of that name; an empty one is a pure number.
namespace foreplan::inline v0::io {

struct IamcSeries {
  std::string model{};
  std::string scenario{};
  std::string region{};
  Series series{};  ///< Its name is the variable: "Emissions|CO2". Years without a value are missing.

  bool operator==(const IamcSeries&) const = default;
};

enum class IamcLayout : std::uint8_t { wide, tall };

struct IamcWriteOptions {
  IamcLayout layout = IamcLayout::wide;
};

struct IamcReadOptions {
  std::size_t max_bytes = std::size_t{1} << 30;  ///< Of the text.
  std::size_t max_cells = 200'000'000;           ///< Values in the result, at 8 bytes each, gaps included.
};

/// Years in which no series has a value have no column; series without any value are left out.
/// @throws PeriodMismatch   for a series that is not annual.
/// @throws InvalidArgument  for no values at all, infinite ones, texts that would not read back (empty, spaces around
///   them, NUL, bytes that are not UTF-8), units that would not, and two series of one model, scenario, region,
///   variable and unit.
[[nodiscard]] FOREPLAN_EXPORT std::string write_iamc(const std::vector<IamcSeries>& series,
                                                     const IamcWriteOptions& options = {});

/// Both layouts, told apart by their columns; these may come in any order and case. Series stand in the order of their
/// first rows, each from its first to its last value.
/// @param file  only named in errors.
/// @throws ParseError  with the first 100 issues, as `read_series`: columns missing, used twice or not known, texts
///   missing, series or years repeated, years that are none, numbers that are none, a limit passed.
[[nodiscard]] FOREPLAN_EXPORT std::vector<IamcSeries> read_iamc(std::string_view text,
                                                                const IamcReadOptions& options = {},
                                                                std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT std::vector<IamcSeries> read_iamc_file(const std::string& path,
                                                                     const IamcReadOptions& options = {});

/// What a run or frame does not say of itself.
struct IamcLabels {
  std::string model = "foreplan";
  std::string scenario{};  ///< Empty: the run's.
  std::string region = "World";
};

/// The variables named, or, for none, all that the model solves for, over the periods solved; units as the model
/// declares them.
/// @throws InvalidArgument  for an unknown variable, naming the nearest.
[[nodiscard]] FOREPLAN_EXPORT std::vector<IamcSeries> iamc_series(const scenario::Run& run,
                                                                  const IamcLabels& labels = {},
                                                                  const std::vector<std::string>& variables = {});
[[nodiscard]] FOREPLAN_EXPORT std::vector<IamcSeries> iamc_series(const Frame& frame, const IamcLabels& labels);

}  // namespace foreplan::inline v0::io
