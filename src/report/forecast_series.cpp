#include "report/forecast_series.hpp"

#include <foreplan/core/errors.hpp>

#include "core/check.hpp"

namespace foreplan::inline v0::report {

NumberedSeries dated_series(const Series& series, const std::optional<Origin>& origin, std::string_view function) {
  if (!origin || series.empty()) return {series, false};
  require_same_unit(series.unit, origin->unit, function);
  detail::require<PeriodMismatch>(origin->last == series.last(), function,
                                  "the origin must be the series' last period, " + to_string(series.last()),
                                  to_string(origin->last));
  return {series, false};
}

NumberedSeries series_to_origin(std::span<const double> values, const std::optional<Origin>& origin) {
  NumberedSeries out{{{}, {}, {}, {values.begin(), values.end()}}, !origin};
  if (!origin || values.empty()) return out;
  out.series.name = origin->name;
  out.series.unit = origin->unit;
  out.series.start = origin->last - (static_cast<std::int64_t>(values.size()) - 1);
  return out;
}

}  // namespace foreplan::inline v0::report
