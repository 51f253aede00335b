#include "report/chart_check.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace foreplan::inline v0::report {

void check_value(double x, std::string_view what) {
  if (!(std::fabs(x) <= kLargestValue)) [[unlikely]]
    detail::fail(kChart, "a value must be finite and at most 1e15 in magnitude", detail::number_text(x),
                 "for " + detail::quoted(what));
}

void check_values(std::span<const double> values, std::string_view what) {
  for (const double x : values)
    if (!std::isnan(x)) check_value(x, what);
}

void check_decimals(const std::optional<int>& decimals) {
  if (decimals)
    detail::require(*decimals >= 0 && *decimals <= 12, kChart, "decimals must lie in 0 to 12",
                    static_cast<double>(*decimals));
}

void check_count(std::size_t size, std::size_t most, std::string_view what) {
  if (size == 0 || size > most) [[unlikely]]
    detail::fail(kChart, "there must be 1 to " + std::to_string(most) + ' ' + std::string(what), std::to_string(size));
}

void check_series(const Series& series, const Unit& unit) {
  if (series.unit != unit) [[unlikely]]
    detail::fail<UnitMismatch>(kChart, "a series must be in the chart's unit, " + to_string(unit),
                               to_string(series.unit), "for " + detail::quoted(series.name));
  check_count(series.size(), kMostPeriods, "values in a series");
  check_values(series.values, series.name);
}

void PeriodSpan::add(Period first, std::size_t count) {
  const Period last = first + static_cast<std::int64_t>(count) - 1;
  if (!first_) {
    first_ = first;
    last_ = last;
  }
  if (first.frequency() != first_->frequency()) [[unlikely]]
    detail::fail<PeriodMismatch>(kChart, "all periods must be " + std::string(to_string(first_->frequency())),
                                 to_string(first));
  if (first < *first_) first_ = first;
  if (*last_ < last) last_ = last;
  check_count(this->count(), kMostPeriods, "periods");
}

void Extent::add(double x) noexcept {
  if (std::isnan(x)) return;
  low = any ? std::min(low, x) : x;
  high = any ? std::max(high, x) : x;
  any = true;
}

void Extent::add(std::span<const double> values) noexcept {
  for (const double x : values) add(x);
}

void check_extent(const Extent& extent) {
  detail::require(extent.any, kChart, "a chart must have a value", "only missing values");
  const double largest = extent.magnitude();
  if (largest > 0 && largest < kSmallestLargest) [[unlikely]]
    detail::fail(kChart, "the largest value must be at least 1e-9 in magnitude (or all 0): give the unit another scale", detail::number_text(largest));
}

double Extent::magnitude() const noexcept { return std::max(std::fabs(low), std::fabs(high)); }

}  // namespace foreplan::inline v0::report
