#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/series.hpp>

#include <optional>
#include <span>
#include <string_view>

/// Values that a forecast, a decomposition or residuals belong to, with the periods that they are of.
namespace foreplan::inline v0::report {

struct NumberedSeries {
  Series series{};
  bool numbered = false;  ///< Periods have no dates; the first is 1.
};

/// @throws PeriodMismatch, UnitMismatch  unless the origin, if any, is the last period of the series, in its unit.
[[nodiscard]] NumberedSeries dated_series(const Series& series, const std::optional<Origin>& origin,
                                          std::string_view function);
/// The last value is of the origin's last period.
[[nodiscard]] NumberedSeries series_to_origin(std::span<const double> values, const std::optional<Origin>& origin);

}  // namespace foreplan::inline v0::report
