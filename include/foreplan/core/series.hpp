#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace foreplan::inline v0 {

/// Values of one variable over consecutive periods. A missing value is NaN; each function says what
/// it does with one.
struct FOREPLAN_EXPORT Series {
  std::string name{};
  Period start{};
  Unit unit{};
  std::vector<double> values{};

  [[nodiscard]] std::size_t size() const noexcept { return values.size(); }
  [[nodiscard]] bool empty() const noexcept { return values.empty(); }
  [[nodiscard]] std::span<const double> span() const noexcept { return values; }
  [[nodiscard]] Period period(std::size_t i) const { return start + static_cast<std::int64_t>(i); }
  /// The last period. @throws PeriodMismatch for an empty series.
  [[nodiscard]] Period last() const;
  /// False too when the frequency differs.
  [[nodiscard]] bool covers(Period) const noexcept;
  /// The value of a period. @throws PeriodMismatch when not covered, naming the series and its range.
  [[nodiscard]] double at(Period) const;
  /// The part over `range`. @throws PeriodMismatch unless all of it is covered.
  [[nodiscard]] Series slice(const PeriodRange& range) const;

  /// Equal in every field; two missing values are equal.
  friend FOREPLAN_EXPORT bool operator==(const Series&, const Series&);
};

/// Sum and difference, period by period, over the periods that both cover; a missing value makes a
/// missing value. The result is named "a + b".
/// @throws UnitMismatch  unless the units are equal (another price basis is another unit).
/// @throws PeriodMismatch  when the frequencies differ or no period is common.
[[nodiscard]] FOREPLAN_EXPORT Series operator+(const Series& a, const Series& b);
[[nodiscard]] FOREPLAN_EXPORT Series operator-(const Series& a, const Series& b);

/// The series in another scale of the same unit: `scale_power` 9 for billions.
/// @throws InvalidArgument  unless scale_power, the series' own too, is in [-30, 30].
[[nodiscard]] FOREPLAN_EXPORT Series rescale(const Series&, int scale_power);

/// The series at another price basis: values times `factor`, which is data that the caller gives. Missing values stay
/// missing.
/// @throws InvalidArgument  unless `factor` is > 0 and finite, the series is money, and `to` is not `none`.
[[nodiscard]] FOREPLAN_EXPORT Series convert_prices(const Series&, PriceBasis to, double factor);

}  // namespace foreplan::inline v0
